"""The opening handshake: a request goes in, an opening or a refusal comes out."""

from __future__ import annotations

from http import HTTPStatus

import pytest

from sandbox.protocols.opening import Opening, Refused, plain_response, read_opening

REQUEST = (
    "GET {target} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{more}\r\n"
)


def opening(target: str = "/", more: str = "", deflate: bool = False) -> Opening:
    """Return the opening of a good request."""
    got = read_opening(REQUEST.format(target=target, more=more).encode("latin-1"), deflate)
    assert isinstance(got, Opening)
    return got


def test_accept_answers_the_key() -> None:
    """The 101 has the key's answer (RFC 6455 §1.3), the headers and the subprotocol."""
    answer = opening().accept([(b"server", b"x"), (b"x-a", b"\xe9")], "chat")
    head, *lines = answer.split(b"\r\n")
    assert head == b"HTTP/1.1 101 Switching Protocols"
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" in lines
    assert {b"server: x", b"x-a: \xe9", b"Sec-WebSocket-Protocol: chat"} <= set(lines)
    assert answer.endswith(b"\r\n\r\n")


def test_a_failed_accept_can_be_tried_again() -> None:
    """A header that cannot be sent raises ValueError and leaves no trace."""
    handshake = opening()
    with pytest.raises(ValueError, match="A header expects a name"):
        handshake.accept([(b"x-a", b"1"), (b"x-b", b"\n")], None)
    assert b"x-a" not in handshake.accept([], None)


@pytest.mark.parametrize(
    ("target", "path", "raw_path", "query"),
    [
        ("/", "/", b"/", b""),
        ("/a%20b/?x=%20", "/a b/", b"/a%20b/", b"x=%20"),
        ("/a?b?c", "/a", b"/a", b"b?c"),
        ("http://host:1/a/?x", "/a/", b"/a/", b"x"),
        ("http://host", "/", b"/", b""),
    ],
)
def test_scope_splits_the_target(target: str, path: str, raw_path: bytes, query: bytes) -> None:
    """Path and query string come from a path or from a whole URL."""
    scope = opening(target).scope("")
    assert (scope["path"], scope["raw_path"], scope["query_string"]) == (path, raw_path, query)


def test_scope_joins_offered_subprotocols() -> None:
    """Subprotocols may come in several headers."""
    more = "Sec-WebSocket-Protocol: a, b\r\nSec-WebSocket-Protocol: c\r\n"
    assert opening(more=more).scope("")["subprotocols"] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"\r\n\r\n", b"400"),
        (b"GET /\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nno header\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1", b"400"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"426"),
        (REQUEST.format(target="/", more="Content-Length: 1\r\n").encode(), b"400"),
        (REQUEST.format(target="/", more="Transfer-Encoding: chunked\r\n").encode(), b"400"),
        (REQUEST.format(target="/", more="x: " + "x" * 9000 + "\r\n").encode(), b"431"),
        (REQUEST.format(target="/" + "x" * 9000, more="").encode(), b"414"),
        (REQUEST.format(target="/", more="").replace("GET", "POST").encode(), b"405"),
    ],
)
def test_bad_requests_are_refused(data: bytes, status: bytes) -> None:
    """What is no handshake gets a whole HTTP response."""
    answer = read_opening(data, False)
    assert isinstance(answer, Refused)
    assert answer.response.split(b" ")[1] == status == str(answer.status).encode()
    assert answer.why.startswith("the WebSocket handshake is wrong: ")


def test_compression_is_agreed_to_only_if_wanted() -> None:
    """permessage-deflate is in the answer, and negotiated, only with *deflate*."""
    more = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
    assert opening(more=more).extensions == []
    wanted = opening(more=more, deflate=True)
    assert len(wanted.extensions) == 1
    assert b"permessage-deflate" in wanted.accept([], None)


def test_denial_names_its_length_only_if_it_is_known() -> None:
    """The head of a denial has a length if the body comes in one part."""
    handshake = opening()
    handshake.deny(403, [(b"x-why", b"closed")])
    answer = handshake.denial(b"no", more=False)
    assert answer.startswith(b"HTTP/1.1 403 Forbidden\r\nx-why: closed\r\n")
    assert b"content-length: 2\r\n" in answer
    assert answer.endswith(b"\r\n\r\nno")
    handshake.deny(499, [])
    assert b"content-length" not in handshake.denial(b"n", more=True)


def test_plain_response_is_whole() -> None:
    """A plain response has a length, and says that the connection ends."""
    answer = plain_response(HTTPStatus.SERVICE_UNAVAILABLE)
    assert answer.startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
    assert b"Connection: close\r\n" in answer
