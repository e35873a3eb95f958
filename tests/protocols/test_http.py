"""HTTP without sockets: what a request means as a message, and replies as a response."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.protocols.http import (
    ENDED,
    STARTED,
    WAITING,
    HttpState,
    chunk_messages,
    disconnect_message,
    error_page,
    request_message,
    title_of,
)
from sandbox.protocols.websocket import Malformed

SCOPE: dict[str, Any] = {
    "http_version": "1.1",
    "method": "post",
    "scheme": "https",
    "path": "/röm/",
    "root_path": "/app",
    "query_string": b"a=1&b=%20",
    "headers": [(b"host", b"x"), (b"x-a", b"1"), (b"x_a", b"evil"), (b"x-a", b"2")],
    "client": ("127.0.0.1", 5),
    "server": ("127.0.0.1", 80),
}


def start(status: int = 200, headers: Any = ()) -> dict[str, Any]:
    """Return the ASGI event that begins a response."""
    return {"type": "http.response.start", "status": status, "headers": list(headers)}


def body(data: bytes = b"", more: bool = False) -> dict[str, Any]:
    """Return the ASGI event with a part of the body."""
    return {"type": "http.response.body", "body": data, "more_body": more}


def test_a_request_has_exactly_these_keys() -> None:
    """Every key of §2.1 but body_channel; names with underscores are dropped."""
    assert request_message(SCOPE, "r!x", b"data") == {
        "reply_channel": "r!x",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "https",
        "path": "/röm/",
        "root_path": "/app",
        "query_string": b"a=1&b=%20",
        "headers": [[b"host", b"x"], [b"x-a", b"1"], [b"x-a", b"2"]],
        "body": b"data",
        "client": ["127.0.0.1", 5],
        "server": ["127.0.0.1", 80],
    }


def test_what_a_scope_leaves_out_has_its_default() -> None:
    """A scheme is never empty; without addresses there are none."""
    scope = {"http_version": "1.0", "method": "GET", "path": "/", "headers": []}
    message = request_message(scope, "r!x", b"")
    assert (message["scheme"], message["root_path"], message["query_string"]) == ("http", "", b"")
    assert message["client"] is message["server"] is None


def test_a_goodbye_has_a_path() -> None:
    """http.disconnect carries reply channel and path."""
    assert disconnect_message("r!x", "/a") == {"reply_channel": "r!x", "path": "/a"}


def test_an_error_page_is_a_reply() -> None:
    """The server's own words are escaped, and have a length."""
    page = error_page(503, "Service <Unavailable>", "a & b")
    assert page["status"] == 503
    assert dict(page["headers"])[b"Content-Length"] == str(len(page["content"])).encode()
    assert b"<title>503 Service &lt;Unavailable&gt;</title>" in page["content"]
    assert b"a &amp; b" in page["content"]


def test_one_message_is_a_whole_response() -> None:
    """Without more_content the response ends with its first message."""
    state = HttpState()
    events = state.answer({"status": 201, "headers": [(b"A", b"b"), ("C", "d")], "content": b"x"})
    assert events == (start(201, [(b"A", b"b"), (b"C", b"d")]), body(b"x"))
    assert (state.phase, state.status, state.size) == (ENDED, 201, 1)
    assert state.answer({"content": b"late"}) == ()


def test_chunks_keep_their_order() -> None:
    """A response goes on until a message without more_content."""
    state = HttpState()
    assert state.answer({"status": 200, "more_content": True}) == (start(), body(more=True))
    assert state.phase == STARTED
    assert state.answer({"content": b"a", "more_content": True}) == (body(b"a", True),)
    assert state.answer({"content": bytearray(b"bc")}) == (body(b"bc"),)
    assert (state.phase, state.size) == (ENDED, 3)


def test_what_is_absent_or_none_is_empty() -> None:
    """Content and headers may be left out, or be None."""
    assert HttpState().answer({"status": 204}) == (start(204), body())
    assert HttpState().answer({"status": 200, "content": None, "headers": None}) == (
        start(),
        body(),
    )


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        ({}, "nothing"),
        ({"text": "a"}, "text"),
        ({"status": None}, "None"),
        ({"status": "200"}, "'200'"),
        ({"status": True}, "True"),
        ({"status": 101}, "101"),
        ({"status": 600}, "600"),
        ({"status": 200, "content": "text"}, "str"),
        ({"status": 200, "headers": {"a": "b"}}, "list of pairs"),
        ({"status": 200, "headers": [("a",)]}, "pair"),
        ({"status": 200, "headers": [("Content-Length", 5)]}, "pair"),
        ({"status": 200, "headers": [("a", "\u20ac")]}, "latin-1"),
        ({"status": 200, "headers": [("a", "b\r\nSet-Cookie: c")]}, "control characters"),
        ({"status": 200, "headers": [("a b", "c")]}, "name"),
        ({"status": 200, "headers": [("", "c")]}, "name"),
    ],
)
def test_what_is_no_response_is_refused(reply: dict[str, Any], says: str) -> None:
    """The text says what came; nothing of the response has begun."""
    state = HttpState()
    with pytest.raises(Malformed, match=says):
        state.answer(reply)
    assert (state.phase, state.status, state.size) == (WAITING, None, 0)
    assert state.answer({"status": 200})[0] == start()


@pytest.mark.parametrize("reply", [{"status": 200}, {"content": "text"}])
def test_a_response_that_has_begun_stays_as_it_is(reply: dict[str, Any]) -> None:
    """A second status, or content that is no bytes, changes nothing."""
    state = HttpState()
    state.answer({"status": 200, "more_content": True})
    with pytest.raises(Malformed):
        state.answer(reply)
    assert state.phase == STARTED
    assert state.answer({"content": b"a"}) == (body(b"a"),)


@pytest.mark.parametrize(
    ("head_only", "status", "sent"),
    [(True, 200, b""), (True, 404, b""), (False, 204, b""), (False, 304, b""), (False, 205, b"x")],
)
def test_some_responses_have_no_body(head_only: bool, status: int, sent: bytes) -> None:
    """HEAD, 204 and 304: whatever a consumer says, nothing is sent, nor counted."""
    state = HttpState(head_only=head_only)
    [_, event] = state.answer({"status": status, "content": b"x"})
    assert (event["body"], state.size) == (sent, len(sent))


def test_a_long_body_names_its_channel() -> None:
    """body_channel is there only where the body goes on."""
    message = request_message(SCOPE, "r!x", b"da", "http.request.body?abc")
    assert (message["body"], message["body_channel"]) == (b"da", "http.request.body?abc")


@pytest.mark.parametrize(
    ("part", "more", "chunks"),
    [
        (b"", False, [(b"", False)]),
        (b"abcd", True, [(b"abcd", True)]),
        (b"abcd", False, [(b"abcd", False)]),
        (b"abcde", False, [(b"abcd", True), (b"e", False)]),
        (b"abcdefgh", True, [(b"abcd", True), (b"efgh", True)]),
    ],
)
def test_a_part_of_a_body_is_cut_into_chunks(
    part: bytes, more: bool, chunks: list[tuple[bytes, bool]]
) -> None:
    """Only the last chunk of the last part says that nothing follows."""
    found = [(one["content"], one["more_content"]) for one in chunk_messages(part, more, 4)]
    assert found == chunks


def test_statuses_have_titles() -> None:
    """Also those that nobody knows."""
    assert (title_of(404), title_of(599)) == ("Not Found", "Status")
