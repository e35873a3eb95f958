"""The WebSocket wire: a real uvicorn, real sockets, the application played by the test."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import select
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvloop
import websocket
from websockets.exceptions import ConnectionClosedError, ConnectionClosedOK
from websockets.sync.client import connect

from sandbox.protocols.wire import WebSocketWire
from tests.protocols.wire_client import (
    PATIENCE,
    Peer,
    Raw,
    Stage,
    close,
    disconnected,
    frame,
    opened,
    received,
    text,
)

CLOSE, PING, PONG = 8, 9, 10


@pytest.fixture(autouse=True)
def _uvicorn_speaks(caplog: pytest.LogCaptureFixture) -> None:
    """Another test's server may have silenced uvicorn's logger for the whole process."""
    caplog.set_level(logging.ERROR, logger="uvicorn.error")


@pytest.fixture(scope="module")
def one_stage() -> Iterator[Stage]:
    """One server for all tests that need nothing special."""
    with Stage(ws_ping_interval=None) as stage:
        yield stage


@pytest.fixture
def stage(one_stage: Stage) -> Iterator[Stage]:
    """The common server; the applications that a test leaves end behind it."""
    yield one_stage
    one_stage.clear()
    assert one_stage.errors == []


def pending(coroutine: Any) -> bool:
    """Tell whether a first step of *coroutine* suspends; run on the server's loop."""
    try:
        coroutine.send(None)
    except StopIteration:
        return False
    coroutine.close()
    return True


# --- the handshake --------------------------------------------------------------------------------


def test_scope_tells_the_request(stage: Stage) -> None:
    """The scope has path, query, headers, subprotocols, both addresses and the extensions."""
    with Raw(stage.port) as client:
        client.request(
            "/caf%C3%A9/?a=1&b", "X-One: a", "x-one: \xe9", Sec_WebSocket_Protocol="v1, v2"
        )
        scope = stage.peer().scope
        client_address = client.sock.getsockname()
    headers = scope.pop("headers")
    assert [pair for pair in headers if pair[0] == b"x-one"] == [
        (b"x-one", b"a"),
        (b"x-one", b"\xe9"),
    ]
    assert (b"sec-websocket-version", b"13") in headers
    assert scope == {
        "type": "websocket",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "scheme": "ws",
        "server": ("127.0.0.1", stage.port),
        "client": client_address,
        "root_path": "",
        "path": "/café/",
        "raw_path": b"/caf%C3%A9/",
        "query_string": b"a=1&b",
        "subprotocols": ["v1", "v2"],
        "state": {},
        "extensions": {"websocket.http.response": {}, "websocket.abort": {}},
    }


def test_root_path_and_state_reach_the_scope() -> None:
    """The root path is put before the path; each connection has its own copy of the state."""
    with Stage(root_path="/app", state={"a": 1}) as stage, Raw(stage.port) as client:
        client.request("/x")
        scope = stage.peer().scope
        assert (scope["root_path"], scope["path"], scope["raw_path"]) == (
            "/app",
            "/app/x",
            b"/app/x",
        )
        assert scope["state"] == {"a": 1}
        assert scope["state"] is not stage.server.lifespan.state


def test_handshake_waits_for_the_application(stage: Stage) -> None:
    """Nothing is answered until the application decides."""
    with Raw(stage.port) as client:
        client.request()
        peer = stage.peer()
        assert peer.receive() == {"type": "websocket.connect"}
        assert select.select([client.sock], [], [], 0)[0] == []
        peer.send({"type": "websocket.accept"})
        status, headers = client.response()
    assert status == 101
    assert headers["upgrade"].lower() == "websocket"
    assert "sec-websocket-protocol" not in headers
    assert "sec-websocket-extensions" not in headers


def test_accept_may_name_subprotocol_and_headers(stage: Stage) -> None:
    """The subprotocol and the headers of websocket.accept are in the 101, repeated ones twice."""
    with Raw(stage.port) as client:
        client.request(Sec_WebSocket_Protocol="v1, v2")
        headers = [(b"x-a", b"1"), (b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
        stage.peer().accept(subprotocol="v2", headers=headers)
        while b"\r\n\r\n" not in client.buffer:
            client.more()
    lines = client.buffer.split(b"\r\n")
    assert b"Sec-WebSocket-Protocol: v2" in lines
    assert {b"x-a: 1", b"set-cookie: a=1", b"set-cookie: b=2"} <= set(lines)


@pytest.mark.parametrize(
    "wrong",
    [{"headers": [(b"x", b"a\r\nb: c")]}, {"subprotocol": "a\r\nb: c"}, {"headers": [(b"", b"")]}],
)
def test_header_that_breaks_its_line_is_refused(stage: Stage, wrong: dict[str, Any]) -> None:
    """A header with a line end raises ValueError, and the handshake stays undecided."""
    with Raw(stage.port) as client:
        client.request()
        peer = stage.peer()
        with pytest.raises(ValueError, match="A header expects"):
            peer.send({"type": "websocket.accept", **wrong})
        peer.accept()
        assert client.response()[0] == 101


@pytest.mark.parametrize(
    ("instead", "status"),
    [
        ({"Sec_WebSocket_Version": "8"}, 400),
        ({"Sec_WebSocket_Version": ""}, 400),
        ({"Sec_WebSocket_Key": ""}, 400),
        ({"Sec_WebSocket_Key": "c2hvcnQ="}, 400),
        ({"Sec_WebSocket_Key": "???"}, 400),
        ({"Content_Length": "3"}, 400),
        ({"Connection": "Upgrade", "Upgrade": "websocket", "Origin": "a\r\nOrigin: b"}, 400),
    ],
)
def test_bad_handshake_never_reaches_the_application(
    stage: Stage, instead: dict[str, str], status: int
) -> None:
    """A malformed handshake gets an HTTP error, and the connection ends."""
    with Raw(stage.port) as client:
        client.request(**instead)
        assert client.response()[0] == status
        client.rest()
    assert stage.peers.empty()


def test_wrong_version_is_told_the_right_one(stage: Stage) -> None:
    """The refusal of another version names 13."""
    with Raw(stage.port) as client:
        client.request(Sec_WebSocket_Version="8")
        assert client.response()[1]["sec-websocket-version"] == "13"


def test_close_before_accept_is_403(stage: Stage) -> None:
    """Rejecting answers 403, whatever the code; then the application gets 1006."""
    with Raw(stage.port) as client:
        client.request()
        peer = stage.peer()
        peer.send({"type": "websocket.close", "code": 4000})
        assert client.response()[0] == 403
        client.rest()
    assert [peer.receive(), peer.receive()] == [{"type": "websocket.connect"}, disconnected(1006)]


def test_denial_response_in_one_part(stage: Stage) -> None:
    """The application may answer with an HTTP response of its own."""
    with Raw(stage.port) as client:
        client.request()
        peer = stage.peer()
        start = {"type": "websocket.http.response.start", "status": 401}
        peer.send({**start, "headers": [(b"x-why", b"no ticket")]})
        assert select.select([client.sock], [], [], 0)[0] == []
        peer.send({"type": "websocket.http.response.body", "body": b"no"})
        status, headers = client.response()
        assert (status, headers["x-why"], headers["content-length"]) == (401, "no ticket", "2")
        assert client.rest() == b"no"
        peer.receive()
        assert peer.receive() == disconnected(1006)


def test_denial_response_in_parts(stage: Stage) -> None:
    """A denial that comes in parts ends with the connection and names no length."""
    with Raw(stage.port) as client:
        client.request()
        peer = stage.peer()
        peer.send({"type": "websocket.http.response.start", "status": 503})
        peer.send({"type": "websocket.http.response.body", "body": b"a", "more_body": True})
        status, headers = client.response()
        assert (status, "content-length" in headers) == (503, False)
        peer.send({"type": "websocket.http.response.body", "body": b"b", "more_body": True})
        peer.send({"type": "websocket.http.response.body"})
        assert client.rest() == b"ab"


def test_denial_expects_its_body(stage: Stage) -> None:
    """After the start of a denial nothing but its body fits."""
    with Raw(stage.port) as client:
        client.request()
        peer = stage.peer()
        peer.send({"type": "websocket.http.response.start", "status": 403})
        with pytest.raises(RuntimeError, match=r"websocket\.http\.response\.body .*accept"):
            peer.send({"type": "websocket.accept"})


@pytest.mark.parametrize("status", [101, 700, "403", True])
def test_denial_with_a_wrong_status(stage: Stage, status: object) -> None:
    """A status that ends no request raises ValueError; the handshake stays undecided."""
    with Raw(stage.port) as client:
        client.request()
        peer = stage.peer()
        with pytest.raises(ValueError, match="from 200 to 599"):
            peer.send({"type": "websocket.http.response.start", "status": status})
        peer.accept()


@pytest.mark.parametrize("kind", ["websocket.send", "websocket.http.response.body", "nonsense"])
def test_undecided_handshake_refuses_other_messages(stage: Stage, kind: str) -> None:
    """Before the decision only a decision fits."""
    with Raw(stage.port) as client:
        client.request()
        with pytest.raises(RuntimeError, match=r"not decided.*" + kind):
            stage.peer().send({"type": kind, "text": "x"})


@pytest.mark.parametrize("kind", ["websocket.accept", "websocket.http.response.start", "nonsense"])
def test_open_socket_refuses_other_messages(stage: Stage, kind: str) -> None:
    """On an open socket a decision does not fit any more."""
    with opened(stage) as (client, peer):
        with pytest.raises(RuntimeError, match=kind):
            peer.send({"type": kind, "status": 403})
        peer.send_text("still open")
        assert client.frame() == (1, b"still open")


@pytest.mark.parametrize("loss", ["eof", "reset"])
def test_loss_during_the_handshake(stage: Stage, loss: str) -> None:
    """A client that goes before the decision gives 1006; deciding then does nothing."""
    client = Raw(stage.port)
    client.request()
    peer = stage.peer()
    peer.receive()
    client.reset() if loss == "reset" else client.sock.close()
    assert peer.receive() == disconnected(1006)
    peer.send({"type": "websocket.accept"})
    peer.send({"type": "websocket.http.response.start", "status": 700})


# --- data -----------------------------------------------------------------------------------------


def test_text_and_bytes_go_both_ways(stage: Stage) -> None:
    """Of text and bytes just the present one is not None."""
    with opened(stage) as (client, peer):
        client.send(text("hé"))
        assert peer.receive() == received("hé")
        client.send(frame(2, b"\x00\xff"))
        assert peer.receive() == {"type": "websocket.receive", "text": None, "bytes": b"\x00\xff"}
        peer.send_text("hé")
        peer.send({"type": "websocket.send", "bytes": b"\x00", "text": None})
        assert [client.frame(), client.frame()] == [(1, "hé".encode()), (2, b"\x00")]


def test_empty_frames_are_frames(stage: Stage) -> None:
    """An empty text and an empty binary frame are sent and received."""
    with opened(stage) as (client, peer):
        client.send(text("") + frame(2))
        assert peer.receive() == received("")
        assert peer.receive() == {"type": "websocket.receive", "text": None, "bytes": b""}
        peer.send_text("")
        peer.send({"type": "websocket.send", "bytes": b""})
        assert [client.frame(), client.frame()] == [(1, b""), (2, b"")]


@pytest.mark.parametrize("size", [125, 126, 127, 65535, 65536, 300_000])
def test_every_length_form(stage: Stage, size: int) -> None:
    """Frames of each of the three length forms arrive whole, both ways."""
    with opened(stage) as (client, peer):
        client.send(text("é" * (size // 2) + "x" * (size % 2)))
        got = peer.receive()["text"]
        assert len(got.encode()) == size
        peer.send_text(got)
        assert client.frame() == (1, got.encode())


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"text": b"x"}, "text as str, not bytes"),
        ({"text": 1}, "text as str, not int"),
        ({"bytes": "x"}, "bytes as bytes, not str"),
        ({"bytes": bytearray(b"x")}, "bytes as bytes, not bytearray"),
        ({}, "neither came"),
        ({"text": None, "bytes": None}, "neither came"),
        ({"text": "a", "bytes": b"b"}, "both came"),
    ],
)
def test_wrong_data_is_refused(stage: Stage, message: dict[str, Any], words: str) -> None:
    """What is no data raises a TypeError that says what came, and the socket stays open."""
    with opened(stage) as (client, peer):
        with pytest.raises(TypeError, match=words):
            peer.send({"type": "websocket.send", **message})
        peer.send_text("open")
        assert client.frame() == (1, b"open")


def test_text_that_is_no_unicode_is_refused(stage: Stage) -> None:
    """A lone surrogate cannot be sent; the socket stays open."""
    with opened(stage) as (client, peer):
        with pytest.raises(UnicodeEncodeError):
            peer.send_text("\ud800")
        peer.send_text("open")
        assert client.frame() == (1, b"open")


def test_frames_in_the_handshakes_segment(stage: Stage) -> None:
    """What follows the handshake in the same segment is delivered after acceptance."""
    with Raw(stage.port) as client:
        client.request(early=text("first") + text("second")[:3])
        peer = stage.peer().accept()
        assert peer.receive() == received("first")
        assert client.response()[0] == 101


def test_frames_before_acceptance(stage: Stage) -> None:
    """Frames that come before the decision are delivered after it, in order."""
    with Raw(stage.port) as client:
        client.request()
        peer = stage.peer()
        client.send(text("a") + text("b"))
        client.send(text("c"))
        peer.accept()
        assert [peer.receive()["text"] for _ in "abc"] == ["a", "b", "c"]


def test_early_flood_is_bounded_and_kept(stage: Stage) -> None:
    """Before the decision little is kept and then reading stops; nothing is lost."""
    with Raw(stage.port) as client:
        client.request()
        peer = stage.peer()
        flood = threading.Thread(target=client.send, args=(text("x" * 50_000) * 200,))
        flood.start()
        try:
            until(peer, lambda wire: wire._read_paused)
            assert peer.look(lambda wire: len(wire._pending)) < 65536 + 262144
            peer.accept()
            assert {len(peer.receive()["text"]) for _ in range(200)} == {50_000}
        finally:
            flood.join(PATIENCE)


def until(peer: Peer, true: Callable[[WebSocketWire], Any]) -> None:
    """Wait until *true* holds of the wire, which tells nobody: look once a turn of its loop."""

    async def look() -> None:
        async with asyncio.timeout(PATIENCE):
            while not true(peer.wire):  # noqa: ASYNC110
                await asyncio.sleep(0)

    peer.stage.run(look())


def test_frames_byte_by_byte(stage: Stage) -> None:
    """Frames that come one byte at a time are the same frames."""
    with opened(stage) as (client, peer):
        for byte in text("hé") + frame(PING, b"p") + frame(2, b"12") + close(4000, "bye"):
            client.send(bytes((byte,)))
        assert peer.receive() == received("hé")
        assert peer.receive()["bytes"] == b"12"
        assert peer.receive() == disconnected(4000, "bye")
        assert client.frame() == (PONG, b"p")


def test_fragments_with_control_frames_between(stage: Stage) -> None:
    """A fragmented message is one message; pings between its parts are answered."""
    with opened(stage) as (client, peer):
        parts = "é".encode()
        client.send(frame(1, parts[:1], fin=False) + frame(PING, b"1") + frame(PONG))
        client.send(frame(0, parts[1:], fin=False) + frame(PING, b"2") + frame(0))
        assert peer.receive() == received("é")
        assert [client.frame(), client.frame()] == [(PONG, b"1"), (PONG, b"2")]
        client.send(text("next"))
        assert peer.receive() == received("next")


def test_websocket_client_talks_to_it(stage: Stage) -> None:
    """The library that our own clients are made of understands us."""
    pool: list[websocket.WebSocket] = []
    opening = threading.Thread(
        target=lambda: pool.append(websocket.create_connection(stage.url, timeout=PATIENCE))
    )
    opening.start()
    peer = stage.peer().accept()
    opening.join(PATIENCE)
    client = pool[0]
    client.send("hello")
    assert peer.receive() == received("hello")
    peer.send_text("back")
    assert client.recv() == "back"
    client.ping("still there?")
    peer.send({"type": "websocket.close", "code": 4001, "reason": "enough"})
    assert client.recv_data_frame(control_frame=True)[0] == PONG
    assert client.recv_data()[1] == (4001).to_bytes(2, "big") + b"enough"
    client.shutdown()
    assert peer.receive() == disconnected(1000)  # what this library answers any code with


@pytest.mark.parametrize("deflate", [False, True])
@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_websockets_talks_to_it(deflate: bool, loop: Any) -> None:
    """The other library understands us, also compressed, on either loop."""
    with Stage(ws_per_message_deflate=deflate, new_loop=loop, app=echo) as stage:
        with connect(stage.url, proxy=None) as client:
            assert bool(client.protocol.extensions) == deflate
            for size in (0, 1, 125, 126, 3000, 70_000, 300_000):
                client.send("é" * size)
                assert client.recv(PATIENCE) == "é" * size
                client.send(bytes(size))
                assert client.recv(PATIENCE) == bytes(size)
            client.send(["frag", "ment", "ed"])
            assert client.recv(PATIENCE) == "fragmented"
            client.send("close 4002")
            with pytest.raises(Exception, match="4002"):
                client.recv(PATIENCE)


@pytest.mark.parametrize("loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_encrypted_connections(loop: Any, tmp_path: Path) -> None:
    """Over TLS the same holds, though half of a connection cannot be closed; the scheme is wss."""
    openssl = shutil.which("openssl")
    assert openssl, "making a certificate needs openssl: apt-get install openssl"
    files = {"ssl_keyfile": str(tmp_path / "key"), "ssl_certfile": str(tmp_path / "cert")}
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost"]
    subprocess.run(
        [*command, "-keyout", files["ssl_keyfile"], "-out", files["ssl_certfile"]],
        check=True,
        capture_output=True,
    )
    trusting = ssl.create_default_context(cafile=files["ssl_certfile"])
    trusting.check_hostname = False
    with Stage(app=echo, new_loop=loop, **files) as stage:
        for last, code in (("close 4000", 4000), (b"\xff", 1007)):
            with connect(f"wss{stage.url[2:]}", ssl=trusting, proxy=None) as client:
                client.send("x" * 300_000)
                assert client.recv(PATIENCE) == "x" * 300_000
                client.send("scheme")
                assert client.recv(PATIENCE) == "wss"
                client.send(last, text=True)
                with pytest.raises(ConnectionClosedError, match=str(code)):
                    client.recv(PATIENCE)


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """An application that echoes; 'close N' closes with N, 'scheme' asks for the scope's."""
    await receive()
    await send({"type": "websocket.accept"})
    while (event := await receive())["type"] == "websocket.receive":
        if event["text"] and event["text"].startswith("close "):
            await send({"type": "websocket.close", "code": int(event["text"][6:])})
        elif event["text"] == "scheme":
            await send({"type": "websocket.send", "text": scope["scheme"]})
        else:
            await send({**event, "type": "websocket.send"})


def test_no_compression_unless_configured(stage: Stage) -> None:
    """An offer of permessage-deflate is not answered, and RSV1 is then an error."""
    with Raw(stage.port) as client:
        client.request(Sec_WebSocket_Extensions="permessage-deflate")
        peer = stage.peer().accept()
        assert "sec-websocket-extensions" not in client.response()[1]
        client.send(frame(1, b"x", rsv=4))
        assert client.closing()[0] == 1002
        assert peer.receive()["code"] == 1002


def test_inflated_size_is_bounded_too() -> None:
    """A compressed message that grows above ws_max_size fails with 1009."""
    with Stage(ws_per_message_deflate=True, ws_max_size=1000) as stage:
        opening = threading.Thread(target=lambda: pool.append(connect(stage.url, proxy=None)))
        pool: list[Any] = []
        opening.start()
        peer = stage.peer().accept()
        opening.join(PATIENCE)
        with pool[0] as client:
            client.send("x" * 1000)
            assert peer.receive() == received("x" * 1000)
            client.send("x" * 100_000)
            assert peer.receive()["code"] == 1009
            with pytest.raises(Exception, match="1009"):
                client.recv(PATIENCE)


# --- stepping without a task ----------------------------------------------------------------------


def test_neither_side_suspends_without_need(stage: Stage) -> None:
    """send() to a writable transport and receive() of what waits end at their first step."""
    with opened(stage) as (client, peer):
        client.send(text("a") + text("b"))
        assert peer.receive() == received("a")
        for message in ({"text": "x"}, {"bytes": b"x"}, {"text": "x" * 1000}):
            coroutine = peer.sending({"type": "websocket.send", **message})
            assert not peer.look(lambda wire, step=coroutine: pending(step))
        assert not peer.look(lambda wire: pending(wire.receive()))
        assert peer.look(lambda wire: pending(wire.receive()))
        assert not peer.look(lambda wire: pending(wire.send({"type": "websocket.close"})))


def test_a_second_receive_is_refused(stage: Stage) -> None:
    """Two receive() at once, or one after the disconnect, raise RuntimeError."""
    with opened(stage) as (client, peer):

        async def twice() -> None:
            first = stage.loop.create_task(peer.receiving())
            await asyncio.sleep(0)
            with pytest.raises(RuntimeError, match="another receive"):
                await peer.receiving()
            first.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await first

        stage.run(twice())
        client.send(text("after a cancelled one") + close())
        assert peer.receive() == received("after a cancelled one")
        assert peer.receive() == disconnected(1005)
        with pytest.raises(RuntimeError, match=r"after websocket\.disconnect"):
            peer.receive()


# --- closing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [1000, 1001, 1002, 1003, 1007, 1011, 1014, 3000, 4999])
def test_clients_code_reaches_the_application(stage: Stage, code: int) -> None:
    """A client's code and reason are delivered and sent back; then the server hangs up."""
    with opened(stage) as (client, peer):
        client.send(close(code, "why"))
        assert peer.receive() == disconnected(code, "why")
        assert client.closing() == (code, b"why")
        assert client.rest() == b""


def test_close_frame_without_code(stage: Stage) -> None:
    """An empty close frame is answered by an empty one, and is 1005."""
    with opened(stage) as (client, peer):
        client.send(close())
        assert peer.receive() == disconnected(1005)
        assert client.frame() == (CLOSE, b"")


@pytest.mark.parametrize("loss", ["eof", "reset"])
def test_abrupt_loss_is_1006(stage: Stage, loss: str) -> None:
    """A connection that ends without a close frame gives 1006, behind the data."""
    with opened(stage) as (client, peer):
        client.send(text("last"))
        assert peer.receive() == received("last")
        client.reset() if loss == "reset" else client.sock.close()
        assert peer.receive() == disconnected(1006)


def test_half_a_frame_then_the_end(stage: Stage) -> None:
    """A connection that ends within a frame gives 1006 and no part of the frame."""
    with opened(stage) as (client, peer):
        client.send(text("abc")[:-1])
        client.sock.shutdown(socket.SHUT_WR)
        assert peer.receive() == disconnected(1006)
        assert client.rest() == b""


@pytest.mark.parametrize("code", [None, 1000, 1001, 1003, 1011, 1013, 3000, 4999])
def test_application_closes(stage: Stage, code: int | None) -> None:
    """The code that the application gives is sent; the client's answer ends receive()."""
    with opened(stage) as (client, peer):
        message = {} if code is None else {"code": code}
        peer.send({"type": "websocket.close", "reason": "done", **message})
        assert client.closing() == (code or 1000, b"done")
        client.send(close(code or 1000))
        assert peer.receive() == disconnected(code or 1000)
        assert client.rest() == b""


@pytest.mark.parametrize(
    "code", [0, 999, 1002, 1004, 1005, 1006, 1015, 1016, 2999, 5000, -1, True, "1000", 1000.0]
)
def test_wrong_code_leaves_the_socket_open(stage: Stage, code: object) -> None:
    """A code that may not be sent raises ValueError, and nothing is closed."""
    with opened(stage) as (client, peer):
        with pytest.raises(ValueError, match="A close code is 1000"):
            peer.send({"type": "websocket.close", "code": code})
        peer.send_text("open")
        assert client.frame() == (1, b"open")


def test_wrong_reason_leaves_the_socket_open(stage: Stage) -> None:
    """A reason that is too long or no str raises, and nothing is closed."""
    with opened(stage) as (client, peer):
        with pytest.raises(ValueError, match="at most 123 bytes of UTF-8, not 124"):
            peer.send({"type": "websocket.close", "reason": "é" * 62})
        with pytest.raises(TypeError, match="reason is str or None, not bytes"):
            peer.send({"type": "websocket.close", "reason": b"x"})
        peer.send({"type": "websocket.close", "reason": "x" * 123})
        assert client.closing() == (1000, b"x" * 123)


def test_both_sides_close_at_once(stage: Stage) -> None:
    """Close frames that cross end the connection; the application gets the client's code."""
    with opened(stage) as (client, peer):

        async def at_once() -> None:
            client.send(close(4444))
            await peer.sending({"type": "websocket.close", "code": 4000})

        stage.run(at_once())
        assert client.closing()[0] == 4000
        assert client.rest() == b""
        assert peer.receive() == disconnected(4444)


def test_data_after_our_close_is_not_delivered(stage: Stage) -> None:
    """After websocket.close what the client still sends is not delivered, its close frame is."""
    with opened(stage) as (client, peer):
        client.send(text("before"))
        until(peer, lambda wire: wire._inbox)
        peer.send({"type": "websocket.close"})
        client.send(text("after") + frame(PING) + frame(1, b"x", fin=False) + close(1000))
        assert [peer.receive(), peer.receive()] == [received("before"), disconnected(1000)]
        assert client.closing() == (1000, b"")
        assert client.rest() == b""


def test_client_that_never_answers_our_close() -> None:
    """A close frame that is not answered in time ends in 1006."""

    class Hasty(WebSocketWire):
        __slots__ = ()
        closing_seconds = 0.05

    with Stage(wire=Hasty) as stage, opened(stage) as (client, peer):
        peer.send({"type": "websocket.close"})
        assert peer.receive() == disconnected(1006)
        assert client.closing()[0] == 1000
        assert client.rest() == b""


def test_data_unread_before_the_close_comes_first(stage: Stage) -> None:
    """More frames than the queue holds, then a close and the end: all come, in order."""
    with opened(stage) as (client, peer):
        client.send(b"".join(text(str(n)) for n in range(100)) + close(4000, "bye"))
        client.sock.shutdown(socket.SHUT_WR)
        assert [peer.receive()["text"] for _ in range(100)] == [str(n) for n in range(100)]
        assert peer.receive() == disconnected(4000, "bye")


def test_data_held_when_the_connection_breaks(stage: Stage) -> None:
    """What was held for a full queue is delivered although the connection is lost meanwhile."""
    with opened(stage) as (client, peer):
        client.send(b"".join(text(str(n)) for n in range(100)))
        until(peer, lambda wire: wire._held)
        client.reset()
        # Reading is paused, so the loss shows in writing.
        until(peer, lambda wire: pending_write(wire) or wire._ended)
        texts = []
        while (event := peer.receive())["type"] == "websocket.receive":
            texts.append(event["text"])
        assert texts == [str(n) for n in range(100)]
        assert event == disconnected(1006)


def pending_write(wire: WebSocketWire) -> None:
    """Write a frame, as an application does."""
    pending(wire.send({"type": "websocket.send", "text": "x"}))


def test_abort_drops_an_open_connection(stage: Stage) -> None:
    """websocket.abort ends the connection without a close frame; the application gets 1006."""
    with opened(stage) as (client, peer):
        peer.send({"type": "websocket.abort"})
        assert client.rest() == b""
        assert peer.receive() == disconnected(1006)


@pytest.mark.parametrize("state", ["undecided", "denying", "closing", "gone"])
def test_abort_fits_every_state(stage: Stage, state: str) -> None:
    """websocket.abort drops the connection whatever its state, also twice."""
    with Raw(stage.port) as client:
        client.request()
        peer = stage.peer()
        peer.receive()
        if state == "denying":
            peer.send({"type": "websocket.http.response.start", "status": 403})
        elif state != "undecided":
            peer.send({"type": "websocket.accept"})
            client.response()
            peer.send({"type": "websocket.close"})
            client.closing()
        if state == "gone":
            client.send(close())
            client.rest()
        peer.send({"type": "websocket.abort"})
        peer.send({"type": "websocket.abort"})
        assert client.rest() == b""
        assert peer.receive()["code"] == (1005 if state == "gone" else 1006)


def test_sends_after_the_end_do_nothing(stage: Stage) -> None:
    """Sends after websocket.close and after the loss are ignored, whatever they say."""
    with opened(stage) as (client, peer):
        peer.send({"type": "websocket.close"})
        for message in ({"text": "x"}, {"bytes": 1}, {}):
            peer.send({"type": "websocket.send", **message})
        peer.send({"type": "websocket.close", "code": 1})
        assert client.closing()[0] == 1000
        client.reset()
        assert peer.receive() == disconnected(1006)
        peer.send_text("x")
        peer.send({"type": "websocket.accept"})


def test_sends_into_a_reset_connection_say_nothing(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """Many sends in one turn of the loop after a reset neither raise nor fill the log."""
    with opened(stage) as (client, peer):
        client.reset()

        async def flood() -> None:
            for _ in range(100):
                await peer.sending({"type": "websocket.send", "text": "x"})

        stage.run(flood())
        stage.run(flood())
        assert peer.receive() == disconnected(1006)
    assert caplog.records == []


# --- the application's end ------------------------------------------------------------------------


def test_application_that_returns_closes_with_1000(stage: Stage) -> None:
    """Returning on an open socket closes it with 1000."""
    with opened(stage) as (client, peer):
        peer.leave()
        assert client.closing() == (1000, b"")


def test_application_that_raises_closes_with_1011(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """Raising on an open socket closes it with 1011, and the traceback is logged."""
    with opened(stage) as (client, peer):
        peer.leave(ZeroDivisionError("mine"))
        assert client.closing() == (1011, b"")
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("uvicorn.error", logging.ERROR)
    assert "ZeroDivisionError: mine" in caplog.text


@pytest.mark.parametrize("error", [None, ZeroDivisionError("mine")])
@pytest.mark.parametrize("denying", [False, True])
def test_application_that_ends_undecided_is_a_500(
    stage: Stage, error: Exception | None, denying: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """Ending before the decision, or before a denial's body, answers 500 and is logged."""
    with Raw(stage.port) as client:
        client.request()
        peer = stage.peer()
        if denying:
            peer.send({"type": "websocket.http.response.start", "status": 403})
        peer.leave(error)
        assert client.response()[0] == 500
    assert ("mine" if error else "without deciding") in caplog.text


def test_application_that_ends_within_a_denial(stage: Stage) -> None:
    """A denial that is not finished is cut."""
    with Raw(stage.port) as client:
        client.request()
        peer = stage.peer()
        peer.send({"type": "websocket.http.response.start", "status": 403})
        peer.send({"type": "websocket.http.response.body", "body": b"par", "more_body": True})
        peer.leave()
        assert client.response()[0] == 403
        assert client.rest() == b"par"


def test_unread_data_does_not_stop_the_end(stage: Stage) -> None:
    """An application that returns with a full queue still closes and sees the answer."""
    with opened(stage) as (client, peer):
        client.send(b"".join(text(str(n)) for n in range(100)))
        until(peer, lambda wire: wire._held)
        peer.leave()
        client.send(text("more") + close(1000))
        assert client.closing()[0] == 1000
        assert client.rest() == b""


# --- violations -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x81\x01x", 1002),
        (frame(3), 1002),
        (frame(1, rsv=2), 1002),
        (frame(0, b"x"), 1002),
        (frame(1, fin=False) + text("x"), 1002),
        (frame(PING, fin=False), 1002),
        (b"\x89\xfe", 1002),
        (frame(CLOSE, b"\x03"), 1002),
        (close(1005), 1002),
        (close(5000), 1002),
        (frame(CLOSE, b"\x03\xe8\xff"), 1007),
        (frame(1, b"\xff"), 1007),
        (frame(1, b"\xff" * 200), 1007),
        (frame(1, b"\xc3", fin=False) + frame(1 & 0, b"("), 1007),
        (frame(1, b"\xff" * 200)[:30], 1007),
        (b"\x82\xff" + (2**40).to_bytes(8, "big"), 1009),
    ],
)
def test_violation_closes_with_its_code(stage: Stage, data: bytes, code: int) -> None:
    """The client gets the code, the application gets the same, behind what came before."""
    with opened(stage) as (client, peer):
        client.send(text("fine") + data)
        assert peer.receive() == received("fine")
        assert peer.receive()["code"] == code
        assert client.closing()[0] == code
        client.send(text("not read") * 1000)
        client.sock.shutdown(socket.SHUT_WR)
        assert client.rest() == b""


def test_violation_alone_in_its_segment(stage: Stage) -> None:
    """Invalid UTF-8 in a short frame that comes alone is 1007 as well."""
    with opened(stage) as (client, peer):
        client.send(frame(1, b"\xc3("))
        assert client.closing()[0] == 1007
        assert peer.receive()["code"] == 1007


@pytest.mark.parametrize("fragments", [1, 2])
def test_message_above_the_size(fragments: int) -> None:
    """ws_max_size counts the message's bytes: at it all is well, above it is 1009."""
    with Stage(ws_max_size=100) as stage, opened(stage) as (client, peer):

        def parts(size: int) -> bytes:
            if fragments == 1:
                return frame(2, bytes(size))
            return frame(2, bytes(60), fin=False) + frame(0, bytes(size - 60))

        client.send(parts(100))
        assert peer.receive()["bytes"] == bytes(100)
        client.send(parts(101))
        assert peer.receive()["code"] == 1009
        assert client.closing()[0] == 1009


def test_violation_after_our_close_just_ends(stage: Stage) -> None:
    """After our own close frame a violation gets no second one."""
    with opened(stage) as (client, peer):
        peer.send({"type": "websocket.close", "code": 4000})
        client.send(frame(3))
        assert client.closing()[0] == 4000
        assert client.rest() == b""
        assert peer.receive()["code"] == 1002


# --- pings ----------------------------------------------------------------------------------------


def test_idle_connection_is_pinged() -> None:
    """A ping goes out when nothing moved for the interval; an answer keeps the connection."""
    with Stage(ws_ping_interval=0.05, ws_ping_timeout=5) as stage, opened(stage) as (client, peer):
        for _ in range(3):
            assert client.frame() == (PING, b"")
            client.send(frame(PONG))
        client.send(close())
        assert peer.receive() == disconnected(1005)


def test_data_is_as_good_as_a_pong() -> None:
    """After a ping any frame of the client shows that it lives."""
    with (
        Stage(ws_ping_interval=0.05, ws_ping_timeout=0.2) as stage,
        opened(stage) as (client, peer),
    ):
        for n in range(6):
            assert client.frame() == (PING, b"")
            client.send(text(str(n)))
            assert peer.receive() == received(str(n))


def test_silent_client_is_dropped() -> None:
    """A client that does not answer its ping is dropped, without a close frame, with 1006; who
    asks is told that it was the time."""
    with Stage(ws_ping_interval=0.05, ws_ping_timeout=0.05) as stage:
        with opened(stage) as (client, peer):
            reason = "no pong came within 0.05 s"
            assert peer.receive() == disconnected(1006, reason) | {"by": "timeout"}
            assert client.frame() == (PING, b"")
            assert client.rest() == b""


def test_without_a_timeout_pings_go_on() -> None:
    """With no timeout nobody is dropped, and the pings go on."""
    with Stage(ws_ping_interval=0.02, ws_ping_timeout=0) as stage, opened(stage) as (client, _):
        assert [client.frame() for _ in range(5)] == [(PING, b"")] * 5


def test_busy_connection_is_not_pinged(stage: Stage) -> None:
    """The timer of a connection that is not idle is put off, and there is just one."""
    with Stage(ws_ping_interval=100, ws_ping_timeout=1) as slow, opened(slow) as (client, peer):

        def beat_at(idle: float) -> float:
            def look(wire: WebSocketWire) -> float:
                wire._heard -= idle
                wire._spoke -= idle
                wire._beat()
                assert wire._timer is not None
                return wire._timer.when() - slow.loop.time()

            return float(peer.look(look))

        assert 39 < beat_at(60) < 41
        peer.look(pending_write)
        assert client.frame() == (1, b"x")
        assert 69 < beat_at(30) < 71
        assert 0 < beat_at(100) <= 1
        assert client.frame() == (PING, b"")
    with opened(stage) as (client, peer):
        assert peer.look(lambda wire: wire._timer) is None


def test_full_queue_is_not_held_against_the_client() -> None:
    """While the application does not read, a pong cannot be read either: nobody is dropped."""
    with Stage(ws_ping_interval=0.02, ws_ping_timeout=0.02, ws_max_queue=1) as stage:
        with opened(stage) as (client, peer):
            client.send(text("1") + text("2"))
            assert [client.frame() for _ in range(3)] == [(PING, b"")] * 3
            assert [peer.receive(), peer.receive()] == [received("1"), received("2")]


# --- backpressure ---------------------------------------------------------------------------------


def test_slow_application_stops_the_client(stage: Stage) -> None:
    """At 32 unread messages reading stops; what is kept is bounded, and all comes later."""
    with opened(stage) as (client, peer):
        flood = threading.Thread(target=client.send, args=(text("x" * 100) * 100_000,))
        flood.start()
        try:
            until(peer, lambda wire: wire._read_paused)
            assert peer.look(lambda wire: len(wire._inbox)) == 32
            assert peer.look(lambda wire: len(wire._pending)) <= 262144
            assert flood.is_alive()
            assert stage.run(take_all(peer, 100_000)) == 100_000
        finally:
            flood.join(PATIENCE)


async def take_all(peer: Peer, count: int) -> int:
    """Receive *count* texts; the queue never grows above its bound."""
    taken = 0
    for _ in range(count):
        taken += (await peer.receiving())["type"] == "websocket.receive"
        assert len(peer.wire._inbox) <= 32
    return taken


def test_queue_without_a_bound() -> None:
    """ws_max_queue=None keeps everything."""
    with Stage(ws_max_queue=None) as stage, opened(stage) as (client, peer):
        client.send(text("x") * 1000 + close())
        until(peer, lambda wire: wire._ended)
        assert peer.look(lambda wire: len(wire._inbox)) == 1001


def slow(stage: Stage) -> tuple[Raw, Peer]:
    """Return both ends of a connection whose client reads nothing and has small buffers."""
    client = Raw(stage.port, receive_buffer=4096)
    client.request()
    peer = stage.peer().accept()
    assert client.response()[0] == 101
    return client, peer


def fill(peer: Peer) -> None:
    """Send until the transport takes no more."""

    async def send() -> None:
        while not peer.wire._full:
            await peer.sending({"type": "websocket.send", "text": "-" * 10_000})

    peer.stage.run(send())


def test_slow_client_makes_send_suspend() -> None:
    """send() suspends above the high-water mark and goes on, in order, once the client reads."""
    with Stage(buffers=8192) as stage:
        client, peer = slow(stage)
        with client:
            fill(peer)
            assert peer.look(
                lambda wire: pending(wire.send({"type": "websocket.send", "text": ""}))
            )

            async def five() -> list[asyncio.Task[None]]:
                send = peer.sending
                return [
                    stage.loop.create_task(send({"type": "websocket.send", "text": name}))
                    for name in "abcde"
                ]

            tasks = stage.run(five())
            stage.run(asyncio.sleep(0))
            assert peer.look(lambda wire: wire.transport.get_write_buffer_size()) < 100_000
            assert not any(task.done() for task in tasks)
            stage.run(cancel(tasks[1]))
            got = b""
            while not got.endswith(b"e"):
                opcode, payload = client.frame()
                assert opcode == 1
                got += payload
            assert got.strip(b"-") == b"acde"
            stage.run(all_done([tasks[0], *tasks[2:]]))
            peer.look(pending_write)
            assert client.frame() == (1, b"x")


async def cancel(task: asyncio.Task[None]) -> None:
    """Cancel *task* and wait for its end."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


async def all_done(tasks: list[asyncio.Task[None]]) -> None:
    """Wait for the end of *tasks*."""
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*tasks)


@pytest.mark.parametrize("end", ["reset", "abort", "shutdown"])
def test_waiting_senders_end_with_the_connection(end: str) -> None:
    """Senders that wait for a slow client are let go when the connection ends."""
    with Stage(buffers=8192) as stage:
        client, peer = slow(stage)
        with client:
            fill(peer)

            async def two() -> list[asyncio.Task[None]]:
                send = peer.sending
                return [
                    stage.loop.create_task(send({"type": "websocket.send", "text": "x"}))
                    for _ in range(2)
                ]

            tasks = stage.run(two())
            if end == "reset":
                client.reset()
            elif end == "abort":
                peer.send({"type": "websocket.abort"})
            else:
                peer.look(lambda wire: wire.shutdown())
            stage.run(all_done(tasks))
            assert peer.receive()["code"] == (1012 if end == "shutdown" else 1006)


def test_only_the_last_pong_waits_for_a_slow_client() -> None:
    """A client that pings and does not read gets one pong later, not one for each ping."""
    with Stage(buffers=8192) as stage:
        client, peer = slow(stage)
        with client:
            fill(peer)
            client.send(b"".join(frame(PING, str(n).encode()) for n in range(500)) + text("."))
            assert peer.receive() == received(".")
            frames = []
            while not frames or frames[-1][0] != PONG:
                frames.append(client.frame())
            assert frames[-1] == (PONG, b"499")
            assert [opcode for opcode, _ in frames].count(PONG) == 1


def test_close_goes_out_behind_a_full_buffer() -> None:
    """websocket.close does not wait for a slow client; the client reads the data first."""
    with Stage(buffers=8192) as stage:
        client, peer = slow(stage)
        with client:
            fill(peer)
            assert not peer.look(lambda wire: pending(wire.send({"type": "websocket.close"})))
            opcode = 1
            while opcode == 1:
                opcode, payload = client.frame()
            assert (opcode, payload) == (CLOSE, b"\x03\xe8")
            client.send(close(1000))
            assert peer.receive() == disconnected(1000)


def test_last_bytes_are_not_waited_for_for_ever() -> None:
    """A client that closes and then does not read what is left is cut in the end."""

    class Hasty(WebSocketWire):
        __slots__ = ()
        closing_seconds = 0.05

    with Stage(buffers=8192, wire=Hasty) as stage:
        client, peer = slow(stage)
        with client:
            fill(peer)
            client.send(close(4000))
            assert peer.receive() == disconnected(4000)
            until(peer, lambda wire: wire not in stage.server.server_state.connections)


# --- shutdown -------------------------------------------------------------------------------------


def test_shutdown_closes_with_1012() -> None:
    """The server's shutdown closes open sockets with 1012, tells the application, and ends."""
    with Stage() as stage, opened(stage) as (client, peer):
        client.send(text("unread"))
        until(peer, lambda wire: wire._inbox)
        stage.loop.call_soon_threadsafe(stage.stopping.set)
        assert client.closing() == (1012, b"")
        client.send(text("late") + close(1012))
        assert client.rest() == b""
        assert [peer.receive(), peer.receive()] == [received("unread"), disconnected(1012)]
        peer.leave()
        stage.stop()


def test_shutdown_answers_undecided_handshakes() -> None:
    """A handshake that waits gets 503, one that waits for a denial's body as well."""
    with Stage() as stage, Raw(stage.port) as undecided, Raw(stage.port) as denying:
        undecided.request()
        peers = [stage.peer()]
        denying.request()
        peers.append(stage.peer())
        peers[1].send({"type": "websocket.http.response.start", "status": 403})
        stage.loop.call_soon_threadsafe(stage.stopping.set)
        assert undecided.response()[0] == denying.response()[0] == 503
        for peer in peers:
            peer.receive()
            assert peer.receive() == disconnected(1006)


def test_shutdown_does_not_wait_for_a_silent_client() -> None:
    """A client that never answers is cut; closings that are under way are hurried on."""

    class Hasty(WebSocketWire):
        __slots__ = ()
        shutdown_seconds = 0.05

    with Stage(wire=Hasty) as stage, opened(stage) as (one, _), opened(stage) as (two, second):
        with opened(stage) as (three, third):
            second.send({"type": "websocket.close", "code": 4000})
            three.send(frame(3))
            assert third.receive()["code"] == 1002
            stage.clear()
            stage.stop()
            assert one.closing()[0] == 1000
            assert two.closing()[0] == 4000
            assert three.closing()[0] == 1002


def test_application_that_outlives_a_shutdown_is_cancelled() -> None:
    """When uvicorn's patience ends the application is cancelled, and nothing is left."""
    with Stage(timeout_graceful_shutdown=0) as stage, opened(stage) as (client, peer):
        stage.stop()
        assert client.closing()[0] == 1012
        assert peer.end.cancelled()


def test_servers_know_nothing_of_each_other() -> None:
    """Stopping one server leaves another one's connections alone."""
    with Stage() as first, opened(first) as (client, peer):
        with Stage() as second, opened(second) as (other, _):
            second.loop.call_soon_threadsafe(second.stopping.set)
            assert other.closing()[0] == 1012
        client.send(text("here"))
        assert peer.receive() == received("here")


def test_a_closed_connection_leaves_nothing(stage: Stage) -> None:
    """After the end no connection, task or timer is left."""
    with connect_through(stage) as (client, peer):
        client.close()
    state = stage.server.server_state
    until(peer, lambda wire: not (state.connections or state.tasks or wire._timer))


@contextlib.contextmanager
def connect_through(stage: Stage) -> Iterator[tuple[Any, Peer]]:
    """A ``websockets`` client whose application has accepted and ends with it."""
    pool: list[Any] = []
    opening = threading.Thread(target=lambda: pool.append(connect(stage.url, proxy=None)))
    opening.start()
    peer = stage.peer().accept()
    opening.join(PATIENCE)
    with pool[0] as client:
        yield client, peer
        with pytest.raises(ConnectionClosedOK):
            client.recv(PATIENCE)
    assert peer.receive() == disconnected(1000)
    peer.leave()


def test_messages_handed_over_come_at_once_and_the_end_to_receive(stage: Stage) -> None:
    """After hand_over() data goes to its taker; receive() has what came before, and the end."""
    came: list[Any] = []
    arrived = threading.Event()

    def take(message: dict[str, Any]) -> None:
        came.append(message.get("text") or message.get("bytes"))
        if len(came) == 2:
            arrived.set()

    with Raw(stage.port) as client:
        client.request()
        peer = stage.peer()
        peer.accept()
        assert client.response()[0] == 101
        client.send(text("before"))
        assert peer.receive()["text"] == "before"
        peer.look(lambda wire: wire.hand_over(take))
        client.send(text("now") + frame(2, b"too"))
        assert arrived.wait(5)
        assert came == ["now", b"too"]
        client.send(frame(8, b"\x03\xe8"))
        assert peer.receive() == {"type": "websocket.disconnect", "code": 1000, "reason": ""}


def test_a_taker_that_raises_ends_the_websocket_with_1011(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """Its error is logged, and the application learns of the end as of any other."""

    def take(message: dict[str, Any]) -> None:
        raise ZeroDivisionError("mine")

    with Raw(stage.port) as client:
        client.request()
        peer = stage.peer()
        peer.accept()
        assert client.response()[0] == 101
        peer.look(lambda wire: wire.hand_over(take))
        client.send(text("now"))
        assert client.frame() == (8, b"\x03\xf3internal error")
        assert peer.receive()["code"] == 1011
    assert "ZeroDivisionError: mine" in caplog.text
