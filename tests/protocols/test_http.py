"""HTTP without sockets: what a request means as a message, and replies as a response."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.protocols.http import (
    ENDED,
    STARTED,
    WAITING,
    HttpState,
    disconnect_message,
    error_page,
    request_message,
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


def test_a_client_without_chunks_gets_the_whole() -> None:
    """For HTTP/1.0 a stream is collected, and its length is said."""
    state = HttpState(whole=True)
    assert state.answer({"status": 200, "content": b"a", "more_content": True}) == ()
    assert state.answer({"content": b"b", "more_content": True}) == ()
    assert state.phase == WAITING
    assert state.answer({"content": b"c"}) == (
        start(200, [(b"content-length", b"3")]),
        body(b"abc"),
    )
    assert (state.phase, state.size) == (ENDED, 3)


def test_a_length_of_the_consumers_own_is_kept() -> None:
    """Nobody gets two of them."""
    [head, _] = HttpState(whole=True).answer(
        {"status": 200, "headers": [("CONTENT-LENGTH", "1")], "content": b"a"}
    )
    assert head["headers"] == [(b"CONTENT-LENGTH", b"1")]


def test_a_collected_response_can_be_given_up() -> None:
    """What was collected is forgotten for the server's own page."""
    state = HttpState(whole=True)
    state.answer({"status": 200, "content": b"a", "more_content": True})
    state.begin_anew()
    head, content = state.answer({"status": 503, "content": b"no"})
    assert (head["status"], content["body"], state.size) == (503, b"no", 2)
