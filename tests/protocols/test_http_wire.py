"""The HTTP wire on real sockets: order, bounds, deadlines, and clients that mean no good."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import select
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from sandbox.protocols.http_wire import HttpWire
from sandbox.protocols.limits import Limits
from tests.protocols.wire_client import PATIENCE, Peer, Raw, Stage, received, text

GET = b"GET /%b HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n"


class Web(Stage):
    """A stage with the HTTP wire; *limits* are its bounds, refusals are kept."""

    def __init__(self, limits: Limits | None = None, **options: Any) -> None:
        self.refused: list[tuple[int | None, str]] = []
        wire = partial(HttpWire, limits=limits, report=self.refuse)
        super().__init__(http=wire, **options)

    def refuse(self, client: Any, status: int | None, why: str) -> None:
        """Keep a refusal."""
        assert client[0] == "127.0.0.1"
        self.refused.append((status, why))

    def answer(self, body: bytes = b"ok", **head: Any) -> Peer:
        """Answer the next request that reaches the application."""
        peer = self.peer()
        answer(peer, body, **head)
        return peer

    def serves(self) -> None:
        """Check that the next client is served."""
        with Raw(self.port) as client:
            client.send(GET % b"next")
            while (peer := self.peer()).scope["path"] != "/next":
                assert peer.receive() == gone("server")  # its body was nonsense
            answer(peer, b"served")
            assert client.response()[0] == 200
            assert client.take(6) == b"served"


def answer(peer: Peer, body: bytes = b"ok", status: int = 200, headers: Any = None) -> None:
    """Send a whole response with its length."""
    length = [(b"content-length", b"%d" % len(body))] if headers is None else headers
    peer.send({"type": "http.response.start", "status": status, "headers": length})
    peer.send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def only() -> Iterator[Web]:
    """A stage with the usual bounds."""
    with Web() as stage:
        yield stage


@pytest.fixture
def web(only: Web) -> Iterator[Web]:
    """The same, without anything that other tests have left."""
    only.refused.clear()
    while not only.peers.empty():
        only.peers.get()
    yield only
    only.clear()
    assert only.errors == []


def part(body: bytes = b"", more: bool = False) -> dict[str, Any]:
    """Return the ASGI event for a part of a body."""
    return {"type": "http.request", "body": body, "more_body": more}


def gone(by: str = "client") -> dict[str, Any]:
    """Return the ASGI event for the end."""
    return {"type": "http.disconnect", "by": by}


# --- a request ------------------------------------------------------------------------------------


def test_scope_and_body_reach_the_application(web: Web) -> None:
    """Names in lower case, the path decoded, the body as it comes, then the end."""
    with Raw(web.port) as client:
        client.send(POST.replace(b"/ ", b"/caf%C3%A9?a=%20 ") + b"Content-Length: 3\r\n\r\nabc")
        peer = web.peer()
        assert peer.scope == {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": "/café",
            "raw_path": b"/caf%C3%A9",
            "query_string": b"a=%20",
            "root_path": "",
            "headers": [(b"host", b"x"), (b"content-length", b"3")],
            "client": client.sock.getsockname(),
            "server": ("127.0.0.1", web.port),
            "extensions": {"http.response.abort": {}},
        }
        assert peer.receive() == part(b"abc")
        answer(peer)
        assert client.response() == (200, {"content-length": "2"})
        assert client.take(2) == b"ok"
        assert peer.receive() == gone("server")


def test_a_body_byte_by_byte_in_chunks(web: Web) -> None:
    """However it is cut, the body is the same; extensions and trailers are no part of it."""
    with Raw(web.port) as client:
        for byte in CHUNKED + b"3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX-Evil: 1\r\n\r\n":
            client.send(bytes((byte,)))
        peer = web.peer()
        body, more = b"", True
        while more:
            event = peer.receive()
            body, more = body + event["body"], event["more_body"]
        assert body == b"abcde"
        assert b"x-evil" not in dict(peer.scope["headers"])


def test_trailers_do_not_reach_the_next_request(web: Web) -> None:
    """They are dropped, not taken for headers of anything."""
    with Raw(web.port) as client:
        client.send(CHUNKED + b"0\r\nX-Evil: 1\r\n\r\n" + GET % b"2")
        web.answer()
        assert web.answer().scope["headers"] == [(b"host", b"x")]


@pytest.mark.parametrize("loss", ["eof", "reset"])
def test_a_client_that_goes_is_told_of(web: Web, loss: str) -> None:
    """Within the body, and while the answer is awaited; later sends do nothing."""
    client = Raw(web.port)
    client.send(POST + b"Content-Length: 9\r\n\r\nhalf")
    peer = web.peer()
    assert peer.receive() == part(b"half", more=True)
    client.reset() if loss == "reset" else client.sock.close()
    assert peer.receive() == gone()
    answer(peer)
    web.serves()


def test_a_waiting_client_gets_100_when_the_body_is_wanted(web: Web) -> None:
    """Not before somebody asks for the body, and not for HTTP/1.0."""
    with Raw(web.port) as client:
        client.send(POST + b"Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
        peer = web.peer()
        asking = threading.Thread(target=peer.receive)
        asking.start()
        assert client.response() == (100, {})
        client.send(b"ab")
        asking.join(PATIENCE)
        answer(peer)
        assert client.response()[0] == 200


def test_an_answer_before_the_body_ends_the_connection(web: Web) -> None:
    """Nobody waits for a body that nobody wants; the client may still read the answer."""
    with Raw(web.port) as client:
        client.send(POST + b"Expect: 100-continue\r\nContent-Length: 200000\r\n\r\n")
        web.answer(status=403)
        status, headers = client.response()
        assert (status, headers["connection"]) == (403, "close")
        client.send(b"x" * 200_000)
        assert client.rest() == b"ok"


def test_a_large_body_waits_for_who_reads_it(web: Web) -> None:
    """A quarter of a megabyte or so is kept; then the connection is not read."""
    with Raw(web.port) as client:
        client.send(POST + b"Content-Length: 30000000\r\n\r\n")
        peer = web.peer()
        sent = threading.Thread(target=client.send, args=(b"x" * 30_000_000,))
        sent.start()
        sent.join(0.2)
        assert sent.is_alive()
        size, more = 0, True
        while more:
            event = peer.receive()
            assert len(event["body"]) < 1_000_000
            size, more = size + len(event["body"]), event["more_body"]
        sent.join(PATIENCE)
        assert size == 30_000_000


# --- order ----------------------------------------------------------------------------------------


def test_pipelined_requests_are_answered_in_their_order(web: Web) -> None:
    """Each application starts when all before it are answered; far more than are read ahead."""
    with Raw(web.port) as client:
        client.send(b"".join(GET % b"%d" % number for number in range(500)))
        for number in range(500):
            peer = web.peer()
            assert peer.scope["path"] == f"/{number}"
            assert web.peers.empty()
            answer(peer, b"%d" % number)
            assert client.response()[0] == 200
            assert client.take(len(str(number))) == b"%d" % number


def test_an_error_is_answered_behind_the_good_requests(web: Web) -> None:
    """The 400 is the bad request's, not the good one's."""
    with Raw(web.port) as client:
        client.send(GET % b"1" + GET % b"2" + b"NONSENSE\r\n\r\n" + GET % b"3")
        for number in (b"1", b"2"):
            web.answer(number)
            assert client.response()[0] == 200
            assert client.take(1) == number
        assert client.response()[0] == 400
        client.rest()
        assert web.peers.empty()
    assert [status for status, _ in web.refused] == [400]


def test_an_error_within_a_body_ends_that_request(web: Web) -> None:
    """Its application is told, and the client gets a 400 in its place."""
    with Raw(web.port) as client:
        client.send(CHUNKED + b"3\r\nabc\r\nnonsense\r\n")
        assert client.response()[0] == 400
        peer = web.peer()
        assert peer.receive() == gone("server")
    web.serves()


def test_an_error_within_the_body_of_one_that_waits(web: Web) -> None:
    """The first is answered; the second never reaches an application."""
    with Raw(web.port) as client:
        client.send(GET % b"1" + CHUNKED + b"nonsense\r\n")
        web.answer()
        assert client.response()[0] == 200
        client.take(2)
        assert client.response()[0] == 400
        assert web.peers.empty()


def test_an_error_within_a_body_whose_answer_has_begun(web: Web) -> None:
    """The connection is cut: two answers to one request would be worse."""
    with Raw(web.port) as client:
        client.send(CHUNKED)
        peer = web.peer()
        peer.send({"type": "http.response.start", "status": 200})
        peer.send({"type": "http.response.body", "body": b"begun", "more_body": True})
        client.response()
        client.send(b"nonsense\r\n")
        with contextlib.suppress(ConnectionResetError):
            assert client.rest() == b"5\r\nbegun\r\n"
        assert peer.receive() == gone("server")


@pytest.mark.parametrize("behind", [GET % b"2", b"NONSENSE\r\n\r\n", b"\x00" * 100])
def test_what_comes_behind_a_last_request_is_nothing(web: Web, behind: bytes) -> None:
    """Connection: close means it."""
    with Raw(web.port) as client:
        client.send((GET % b"1")[:-2] + b"Connection: close\r\n\r\n" + behind)
        web.answer()
        status, headers = client.response()
        assert (status, headers["connection"]) == (200, "close")
        assert client.rest() == b"ok"
        assert web.peers.empty()
    assert web.refused == []


def test_pipelined_clients_that_go_leave_nothing(web: Web) -> None:
    """The one being answered is told, those behind it never start."""
    client = Raw(web.port)
    client.send(GET % b"1" + GET % b"2" + POST + b"Content-Length: 5\r\n\r\n")
    peer = web.peer()
    assert peer.receive() == part()
    client.reset()
    assert peer.receive() == gone()
    web.serves()
    assert web.peers.empty()


def test_an_application_that_ends_the_connection_ends_those_behind(web: Web) -> None:
    """Its Connection: close is obeyed."""
    with Raw(web.port) as client:
        client.send(GET % b"1" + GET % b"2")
        web.answer(headers=[(b"Connection", b"close"), (b"Content-Length", b"2")])
        assert client.response()[1]["connection"] == "close"
        assert client.rest() == b"ok"
        assert web.peers.empty()


# --- upgrades -------------------------------------------------------------------------------------


def test_the_body_behind_an_unknown_upgrade_is_no_request(web: Web) -> None:
    """The parser leaves it to us; taken for a request it would be smuggled in."""
    smuggled = GET % b"smuggled"
    with Raw(web.port) as client:
        client.send(
            POST
            + b"Connection: Upgrade\r\nUpgrade: h2c\r\n"
            + b"Content-Length: %d\r\n\r\n" % len(smuggled)
            + smuggled
            + GET % b"2"
        )
        peer = web.peer()
        assert peer.receive() == part(smuggled)
        answer(peer)
        assert web.answer().scope["path"] == "/2"


@pytest.mark.parametrize(
    "headers",
    [
        b"Upgrade: h2c\r\nTransfer-Encoding: chunked\r\n",
        b"Upgrade: websocket\r\nTransfer-Encoding: chunked\r\n",
        b"Upgrade: websocket\r\nContent-Length: 5\r\n",
    ],
)
def test_an_upgrade_with_an_unclear_body_is_refused(web: Web, headers: bytes) -> None:
    """Where a proxy may see another end of the request, there is none."""
    with Raw(web.port) as client:
        client.send((GET % b"")[:-2] + b"Connection: Upgrade\r\n" + headers + b"\r\n0\r\n\r\n")
        assert client.response()[0] == 400
        assert web.peers.empty()
    web.serves()


def test_a_websocket_waits_for_the_answer_before_it(web: Web) -> None:
    """The connection becomes a WebSocket when its turn comes, with what was sent meanwhile."""
    with Raw(web.port) as client:
        client.send(GET % b"1")
        first = web.peer()
        client.request(early=text("early"))
        client.send(text("later"))
        answer(first)
        peer = web.peer().accept()
        assert client.response()[0] == 200
        assert client.take(2) == b"ok"
        assert client.response()[0] == 101
        assert [peer.receive(), peer.receive()] == [received("early"), received("later")]


def test_a_websocket_has_none_of_the_deadlines_of_http() -> None:
    """Neither a head's nor an idle connection's, whenever it became one."""
    with Web(Limits(head_seconds=0.05, idle_seconds=0.05)) as web:
        for before in (b"", GET % b"1"):
            with Raw(web.port) as client:
                if before:
                    client.send(before)
                    web.answer()
                    client.response()
                    client.take(2)
                client.request()
                peer = web.peer().accept()
                assert client.response()[0] == 101
                assert not select_readable(client, 0.2)
                client.send(text("still here"))
                assert peer.receive() == received("still here")
    assert web.refused == []


def test_a_post_that_asks_for_a_websocket_is_a_post(web: Web) -> None:
    """Only a GET can become one (RFC 6455 §4.1)."""
    with Raw(web.port) as client:
        client.send(POST + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
        assert web.answer().scope["method"] == "POST"
        assert client.response()[0] == 200


# --- responses ------------------------------------------------------------------------------------


def test_a_response_without_a_length_is_chunked(web: Web) -> None:
    """Head and first part go out together; the empty chunk ends it."""
    with Raw(web.port) as client:
        client.send(GET % b"")
        peer = web.peer()
        peer.send({"type": "http.response.start", "status": 200, "headers": [(b"X-A", b"b")]})
        peer.send({"type": "http.response.body", "body": b"abc", "more_body": True})
        assert client.response() == (200, {"x-a": "b", "transfer-encoding": "chunked"})
        peer.send({"type": "http.response.body", "body": b"", "more_body": True})
        peer.send({"type": "http.response.body", "body": b"x" * 17})
        assert client.take(8) == b"3\r\nabc\r\n"
        assert client.take(28) == b"11\r\n" + b"x" * 17 + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("method", "status", "length"),
    [("HEAD", 200, "2"), ("GET", 204, None), ("GET", 304, "2"), ("HEAD", 404, "2")],
)
def test_some_responses_have_no_body(
    web: Web, method: str, status: int, length: str | None
) -> None:
    """The head is what it would be, without the body; the next request is answered."""
    with Raw(web.port) as client:
        client.send((GET % b"").replace(b"GET", method.encode()) + GET % b"2")
        web.answer(status=status)
        found, headers = client.response()
        assert (found, headers.get("content-length")) == (status, length)
        assert "transfer-encoding" not in headers
        web.answer(b"2")
        assert client.response()[0] == 200
        assert client.take(1) == b"2"


def test_how_a_body_is_framed_is_the_servers_business(web: Web) -> None:
    """Transfer-Encoding of the application's own is not sent, a length is said once."""
    with Raw(web.port) as client:
        client.send(GET % b"")
        length = (b"Content-Length", b"2")
        web.answer(headers=[(b"Transfer-Encoding", b"chunked"), length, length])
        assert client.response() == (200, {"content-length": "2"})
        assert client.take(2) == b"ok"


@pytest.mark.parametrize(
    "headers",
    [
        [(b"a", b"b\r\nc: d")],
        [(b"a", b"b\nc")],
        [(b"a\r", b"b")],
        [(b"Content-Length", b"two")],
        [(b"Content-Length", b"-2")],
        [(b"Content-Length", b"2"), (b"Content-Length", b"3")],
    ],
)
def test_a_head_that_cannot_be_sent_raises(web: Web, headers: Any) -> None:
    """Nothing of it is sent, and the response may begin anew."""
    with Raw(web.port) as client:
        client.send(GET % b"")
        peer = web.peer()
        with pytest.raises(ValueError, match="A response"):
            answer(peer, headers=headers)
        answer(peer)
        assert client.response()[0] == 200


@pytest.mark.parametrize("body", [b"", b"o", b"okay"])
def test_a_body_of_another_length_raises(web: Web, body: bytes) -> None:
    """Longer, shorter or none at all."""
    with Raw(web.port) as client:
        client.send(GET % b"")
        peer = web.peer()
        with pytest.raises(ValueError, match="as long as its Content-Length"):
            answer(peer, body, headers=[(b"Content-Length", b"2")])


def test_messages_out_of_place_raise(web: Web) -> None:
    """A body before its head, a second head, anything after the end."""
    with Raw(web.port) as client:
        client.send(GET % b"")
        peer = web.peer()
        with pytest.raises(RuntimeError, match=r"Expected http\.response\.start"):
            peer.send({"type": "http.response.body"})
        peer.send({"type": "http.response.start", "status": 200})
        with pytest.raises(RuntimeError, match=r"Expected http\.response\.body"):
            peer.send({"type": "http.response.start", "status": 200})
        peer.send({"type": "http.response.body"})
        with pytest.raises(RuntimeError, match="Expected nothing more"):
            peer.send({"type": "http.response.body"})


def test_http_1_0_is_ended_by_the_end(web: Web) -> None:
    """It knows no chunks; with a length it ends as well."""
    for headers, rest in (([], b"abcd"), ([(b"Content-Length", b"4")], b"abcd")):
        with Raw(web.port) as client:
            client.send(b"GET / HTTP/1.0\r\n\r\n")
            web.answer(b"abcd", headers=headers)
            status, answered = client.response()
            assert (status, answered["connection"]) == (200, "close")
            assert client.rest() == rest


def test_an_application_that_fails_is_a_500(
    web: Web, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it began; what has begun is cut."""
    for name in ("uvicorn", "uvicorn.error"):  # others may have set up uvicorn's own log
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
        monkeypatch.setattr(logging.getLogger(name), "disabled", False)
    caplog.set_level(logging.ERROR, logger="uvicorn.error")
    with Raw(web.port) as client:
        client.send(GET % b"")
        web.peer().leave(ZeroDivisionError("mine"))
        assert client.response()[0] == 500
    with Raw(web.port) as client:
        client.send(GET % b"")
        web.peer().leave()
        assert client.response()[0] == 500
    with Raw(web.port) as client:
        client.send(GET % b"")
        peer = web.peer()
        peer.send({"type": "http.response.start", "status": 200})
        peer.send({"type": "http.response.body", "body": b"begun", "more_body": True})
        peer.leave()
        with contextlib.suppress(ConnectionResetError):
            assert not client.rest().endswith(b"0\r\n\r\n")
    assert "mine" in caplog.text
    web.serves()


def test_abort_cuts_the_connection(web: Web) -> None:
    """The client sees that it is not whole."""
    with Raw(web.port) as client:
        client.send(GET % b"")
        peer = web.peer()
        peer.send({"type": "http.response.abort"})
        with pytest.raises((EOFError, ConnectionResetError)):
            client.response()
        assert peer.receive() == gone()


def test_a_slow_reader_makes_send_suspend() -> None:
    """And whoever waits is let go when the client has gone."""
    with Web(buffers=8192) as web:
        client = Raw(web.port, receive_buffer=4096)
        client.send(GET % b"")
        peer = web.peer()
        peer.send({"type": "http.response.start", "status": 200})
        piece = {"type": "http.response.body", "body": b"x" * 100_000, "more_body": True}
        peer.send(piece)
        sending = threading.Thread(target=peer.send, args=(piece,))
        sending.start()
        sending.join(0.1)
        assert sending.is_alive()
        client.reset()
        sending.join(PATIENCE)
        assert not sending.is_alive()
        web.serves()


# --- bounds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "request_",
    [
        (GET % b"")[:-2] + b"X: " + b"x" * 3000 + b"\r\n\r\n",
        (GET % b"")[:-2] + b"X: " + b"x" * 100_000,
        GET % (b"a" * 3000),
        b"GET /" + b"a" * 100_000,
        (GET % b"")[:-2] + b"".join(b"X-%d: y\r\n" % number for number in range(300)) + b"\r\n",
        b"\r\n" * 50_000,
        CHUNKED + b"0\r\nX: " + b"x" * 100_000,
        CHUNKED + b"1;" + b"x" * 100_000,
    ],
    ids=["header", "endless", "target", "endless target", "many", "empty", "trailer", "extension"],
)
def test_a_head_has_its_bound(request_: bytes) -> None:
    """431, known before the head is whole, and nothing reaches an application as a request."""
    with Web(Limits(header_bytes=2000)) as web:
        with Raw(web.port) as client:
            client.send(request_)
            assert client.response()[0] == 431
        web.serves()
    assert [status for status, _ in web.refused] == [431]


def test_headers_are_counted() -> None:
    """However short they are."""
    with Web(Limits(header_count=20)) as web, Raw(web.port) as client:
        client.send((GET % b"")[:-2] + b"a:\r\n" * 30 + b"\r\n")
        assert client.response()[0] == 431
    assert web.refused == [(431, "there are more than 20 headers")]


def test_a_body_has_its_bound() -> None:
    """413: at once where the length is said, else when it is passed."""
    with Web(Limits(body_bytes=1000)) as web:
        with Raw(web.port) as client:
            client.send(POST + b"Content-Length: 1001\r\n\r\n")
            assert client.response()[0] == 413
            assert web.peers.empty()
        with Raw(web.port) as client:
            client.send(CHUNKED + b"3e8\r\n" + b"x" * 1000 + b"\r\n")
            peer = web.peer()
            client.send(b"1\r\nx\r\n")
            assert client.response()[0] == 413
            while (event := peer.receive())["type"] == "http.request":
                pass
            assert event == gone("server")
        web.serves()
    assert web.refused == [(413, "the body is longer than 1000 bytes")] * 2


def test_connections_have_their_bound() -> None:
    """503 and the end; who leaves makes room."""
    with Web(Limits(connections=2)) as web:
        first, second = Raw(web.port), Raw(web.port)
        for client in (first, second):
            client.send(GET % b"")
            web.answer()
            client.response()
        with Raw(web.port) as third:
            assert third.response()[0] == 503
            third.rest()
        first.sock.close()
        second.send(GET % b"2")
        web.answer()
        web.serves()
        second.sock.close()
    assert [status for status, _ in web.refused] == [503]


# --- time -----------------------------------------------------------------------------------------


def test_a_slow_head_is_a_408() -> None:
    """A byte now and then does not help: the time is for the whole head."""
    with Web(Limits(head_seconds=0.1)) as web:
        with Raw(web.port) as client, contextlib.suppress(ConnectionError):
            for byte in GET % b"":
                client.send(bytes((byte,)))
                if select_readable(client, 0.02):
                    break
            assert client.response()[0] == 408
        web.serves()
    assert web.refused == [(408, "the head did not come in time")]


def select_readable(client: Raw, seconds: float) -> bool:
    """Say whether something comes within *seconds*."""
    return bool(select.select([client.sock], [], [], seconds)[0])


def test_a_client_that_goes_as_its_time_is_up_just_ends(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The loop is late, and its answer makes the reset: no traceback, the next client is served.
    Hundreds of slow clients that go at once are hundreds of them."""
    with Web(Limits(head_seconds=0.3)) as web:
        client = Raw(web.port)
        client.send(b"GET / HTTP/1.1\r\nX:")
        web.serves()  # so the client has been taken before

        async def be_late() -> None:
            loop = asyncio.get_running_loop()
            loop.call_soon(client.sock.close)  # before what the next turn finds due
            until = loop.time() + 0.35
            while loop.time() < until:
                pass

        web.run(be_late())
        web.serves()
    assert web.refused == [(408, "the head did not come in time")]
    assert "Exception" not in caplog.text


def test_a_client_that_says_nothing_is_let_go() -> None:
    """Without a word: it has asked nothing."""
    with Web(Limits(head_seconds=0.05)) as web:
        with Raw(web.port) as client:
            assert client.rest() == b""
    assert web.refused == []


def test_an_idle_connection_is_let_go() -> None:
    """Between two requests; one that is being answered is not idle."""
    with Web(Limits(idle_seconds=0.05, head_seconds=0.1)) as web, Raw(web.port) as client:
        client.send(GET % b"")
        peer = web.peer()
        assert not select_readable(client, 0.2)
        answer(peer)
        client.response()
        assert client.rest() == b"ok"
    assert web.refused == []


def test_a_stalled_body_is_a_408() -> None:
    """Its application is told that it was the time."""
    with Web(Limits(body_seconds=0.1)) as web:
        with Raw(web.port) as client:
            client.send(POST + b"Content-Length: 9\r\n\r\nhalf")
            peer = web.peer()
            assert client.response()[0] == 408
            while (event := peer.receive())["type"] == "http.request":
                pass
            assert event == gone("timeout")
        web.serves()
    assert web.refused == [(408, "the body did not come in time")]


def test_a_trickling_body_is_a_408() -> None:
    """A byte now and then is slower than the rate."""
    with Web(Limits(body_seconds=0.15, body_rate=1000)) as web:
        with Raw(web.port) as client:
            client.send(POST + b"Content-Length: 999\r\n\r\n")
            with contextlib.suppress(ConnectionError):
                for _ in range(500):
                    client.send(b"x")
                    if select_readable(client, 0.01):
                        break
            assert client.response()[0] == 408


def test_a_body_that_the_server_does_not_read_is_not_late() -> None:
    """Backpressure is not held against the client."""
    with Web(Limits(body_seconds=0.1)) as web, Raw(web.port) as client:
        client.send(POST + b"Content-Length: 3000000\r\n\r\n")
        peer = web.peer()
        sent = threading.Thread(target=client.send, args=(b"x" * 3_000_000,))
        sent.start()
        assert not select_readable(client, 0.4)
        while peer.receive()["more_body"]:
            pass
        sent.join(PATIENCE)
        answer(peer)
        assert client.response()[0] == 200
    assert web.refused == []


def test_a_refused_client_that_goes_on_sending_is_cut() -> None:
    """It may read why for a while."""
    with Web(Limits(linger_seconds=0.1)) as web:
        with Raw(web.port) as client:
            client.send(b"NONSENSE\r\n\r\n")
            assert client.response()[0] == 400
            with pytest.raises(ConnectionError):
                go_on_sending(client)
        web.serves()


def go_on_sending(client: Raw) -> None:
    """Send until it fails."""
    while True:
        client.send(b"x" * 1000)
        select_readable(client, 0.01)


def test_shutdown_lets_the_present_request_end() -> None:
    """Those behind it, and idle connections, just end."""
    with Web() as web, Raw(web.port) as client, Raw(web.port) as idle:
        idle.send(GET % b"")
        web.answer().leave()
        idle.response()
        client.send(GET % b"1" + GET % b"2")
        peer = web.peer()
        stopping = threading.Thread(target=web.stop)
        stopping.start()
        assert idle.rest() == b"ok"
        answer(peer)
        peer.leave()
        assert client.response() == (200, {"content-length": "2", "connection": "close"})
        assert client.rest() == b"ok"
        stopping.join(PATIENCE)
        assert web.peers.empty()


# --- nonsense -------------------------------------------------------------------------------------

NONSENSE = {
    "two lengths": POST + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    "the same length twice": POST + b"Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
    "lengths in a list": POST + b"Content-Length: 3, 3\r\n\r\nabc",
    "length and chunks": CHUNKED[:-2] + b"Content-Length: 3\r\n\r\n0\r\n\r\n",
    "chunks and length": POST + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "signed length": POST + b"Content-Length: +3\r\n\r\nabc",
    "hexadecimal length": POST + b"Content-Length: 0x3\r\n\r\nabc",
    "no length": POST + b"Content-Length:\r\n\r\n",
    "endless length": POST + b"Content-Length: 99999999999999999999999\r\n\r\n",
    "space before the colon": POST + b"Content-Length : 3\r\n\r\nabc",
    "space before the name": POST + b" Content-Length: 3\r\n\r\nabc",
    "folded header": POST + b"X: a\r\n b\r\n\r\n",
    "bare line feed": POST + b"X: a\nContent-Length: 3\r\n\r\nabc",
    "bare carriage return": POST + b"X: a\rContent-Length: 3\r\n\r\nabc",
    "NUL in a value": POST + b"X: a\x00b\r\n\r\n",
    "control in a value": POST + b"X: a\x0bb\r\n\r\n",
    "no name": POST + b": a\r\n\r\n",
    "no colon": POST + b"Host\r\n\r\n",
    "name that is none": POST + b"X\xff: a\r\n\r\n",
    "other coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "coding behind chunked": POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    "coding in front": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "chunked twice": POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "hidden chunked": POST + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "two codings": CHUNKED[:-2] + b"Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "chunked 1.0": b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunk ended by a line feed": CHUNKED + b"3\nabc\n0\n\n",
    "chunk too long": CHUNKED + b"3\r\nabcd\r\n0\r\n\r\n",
    "negative chunk": CHUNKED + b"-3\r\nabc\r\n",
    "chunk in a prefix": CHUNKED + b"0x3\r\nabc\r\n",
    "endless chunk": CHUNKED + b"fffffffffffffffff\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": GET[:-2] % b"" + b"Host: y\r\n\r\n",
    "space in the target": b"GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
    "letters in the target": b"GET /\xc3\xa9 HTTP/1.1\r\nHost: x\r\n\r\n",
    "NUL in the target": b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    "no target": b"GET HTTP/1.1\r\nHost: x\r\n\r\n",
    "small letters": b"get / HTTP/1.1\r\nHost: x\r\n\r\n",
    "method of nobody": b"GETGET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "HTTP/0.9": b"GET /\r\n\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/3": b"GET / HTTP/3.0\r\nHost: x\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100,
    "a proxy's tunnel": b"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n",
}


@pytest.mark.parametrize("request_", NONSENSE.values(), ids=NONSENSE.keys())
@pytest.mark.parametrize("cut", [None, 1, 7])
def test_nonsense_is_refused_and_smuggles_nothing(
    web: Web, request_: bytes, cut: int | None
) -> None:
    """One answer, 400 or 501, in any segmentation; what follows is not served on this
    connection, and one refusal is told."""
    data = request_ + GET % b"smuggled"
    with Raw(web.port) as client, contextlib.suppress(ConnectionError):
        for start in range(0, len(data), cut or len(data)):
            client.send(data[start : start + (cut or len(data))])
        answered = client.rest()
        assert answered.startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 501 "))
        assert answered.count(b"HTTP/1.1 ") - answered.count(b">HTTP/1.1 ") == 1
    assert len(web.refused) == 1
    web.serves()
