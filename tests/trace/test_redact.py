"""Secrets never enter the log."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.trace.redact import SECRET_HEADERS, SENSITIVE_KEYS, redact

MARK = b"[redacted]"


@pytest.mark.parametrize("name", sorted(SECRET_HEADERS))
def test_secret_headers(name: str) -> None:
    """The value of each secret header is hidden, as text or bytes, in whatever case."""
    for headers in (
        [[name.encode(), b"Bearer s3cret"]],
        [(name.title().encode(), b"Bearer s3cret")],
        ((name, "Bearer s3cret"),),
        {name: "Bearer s3cret"},
        {name.upper().encode(): [b"a=s3cret", b"b=s3cret"]},
    ):
        shown = redact({"headers": headers})
        assert "s3cret" not in repr(shown)
        assert type(shown["headers"]) is type(headers)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        (b"cookie", b"sessionid=abc; csrftoken=d=e", b"sessionid=[redacted]; csrftoken=[redacted]"),
        ("cookie", "a=b", "a=[redacted]"),
        (b"cookie", b"odd", MARK),
        (
            b"set-cookie",
            b"sessionid=abc; HttpOnly; Path=/",
            b"sessionid=[redacted]; HttpOnly; Path=/",
        ),
        (b"set-cookie", b"odd; Path=/", MARK),
        (b"authorization", b"Basic abc", MARK),
        (b"referer", b"http://x/?session_key=abc", b"http://x/?session_key=[redacted]"),
    ],
)
def test_what_is_left_of_a_header(name: Any, value: Any, shown: Any) -> None:
    """Names of cookies and their attributes stay; text stays text and bytes stay bytes."""
    assert redact({"headers": [(name, value)]}) == {"headers": [(name, shown)]}


def test_the_rest_of_the_headers_stays() -> None:
    """Other headers are the very objects that they were."""
    host = [b"host", b"localhost"]
    content = {"path": "/", "headers": [host, [b"cookie", b"a=b"]]}
    shown = redact(content)
    assert shown["headers"][0] is host
    assert shown["path"] is content["path"]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        (b"a=1&session_key=abc&b=2", b"a=1&session_key=[redacted]&b=2"),
        ("session_key=abc", "session_key=[redacted]"),
        ("session%5Fkey=abc", "session%5Fkey=[redacted]"),
        (b"sessionid=abc;x=\xff", b"sessionid=[redacted];x=\xff"),
        (b"", b""),
        (b"session_keys=abc", b"session_keys=abc"),
        (None, None),
    ],
)
def test_session_key_in_the_query(query: Any, shown: Any) -> None:
    """A session key in the query string is hidden, however it is spelled."""
    assert redact({"query_string": query}) == {"query_string": shown}


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ({"session_key": "abc"}, {"session_key": "[redacted]"}),
        ({"sessionid": b"abc"}, {"sessionid": MARK}),
        ({"session_key": None}, {"session_key": None}),
        ({"a": [{"session_key": "x"}]}, {"a": [{"session_key": "[redacted]"}]}),
        (
            {"request": {"headers": [(b"cookie", b"a=b")]}},
            {"request": {"headers": [(b"cookie", b"a=[redacted]")]}},
        ),
    ],
)
def test_nested_secrets(content: Any, shown: Any) -> None:
    """Session keys and headers are found at every level."""
    assert redact(content) == shown


contents = st.recursive(
    st.none() | st.integers() | st.text(max_size=4) | st.binary(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["a", "headers", "query_string", "session_key"]), inner)
        | st.tuples(inner, inner)
    ),
    max_leaves=12,
)


@given(contents)
def test_never_changes_what_it_was_given(content: Any) -> None:
    """The content given stays as it was; redacting twice is redacting once."""
    before = copy.deepcopy(content)
    shown = redact(content)
    assert content == before
    assert redact(shown) == shown


@pytest.mark.parametrize(
    "content",
    [
        {"text": "password=hunter2", "order": 1},
        {"headers": [[b"host", b"x"]], "query_string": b"a=1", "client": ["127.0.0.1", 1]},
        {"headers": {"host": "x"}},
        {"headers": None},
        {"headers": [7, "x", (1, 2, 3)]},
        "no dict",
        None,
    ],
)
def test_nothing_to_hide_is_the_same_object(content: Any) -> None:
    """Where nothing has to be hidden, the very object comes back."""
    assert redact(content) is content


def test_endless_and_branching_contents_end() -> None:
    """A content that contains itself, twice at each level, is done at once."""
    endless: dict[str, Any] = {"session_key": "abc"}
    endless["one"] = endless["two"] = endless
    assert redact(endless)["session_key"] == "[redacted]"


def test_shared_parts_are_redacted_wherever_they_stand() -> None:
    """A part that stands twice in a content is hidden in both places."""
    shared = {"session_key": "abc"}
    assert "abc" not in repr(redact({"a": shared, "b": [shared]}))


def test_the_keys_that_ask_for_a_look() -> None:
    """A caller who looks for these keys at the top misses no flat secret."""
    keys = {"headers", "query", "query_string", "session_key", "sessionid", "request"}
    assert keys == SENSITIVE_KEYS


def test_the_fields_of_an_opened_connection() -> None:
    """connection.opened calls its query string "query": that is looked at as well."""
    assert redact({"query": b"session_key=abc"}) == {"query": b"session_key=[redacted]"}
    assert redact({"query": {"session_key": "abc"}}) == {"query": {"session_key": "[redacted]"}}
