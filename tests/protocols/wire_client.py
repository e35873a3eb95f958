"""A uvicorn in a thread whose application the test plays itself, and a client made of bytes."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import queue
import socket
import struct
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import uvicorn
from websockets.utils import apply_mask

from sandbox.protocols.http_wire import HttpWire
from sandbox.protocols.wire import WebSocketWire

PATIENCE = 10.0
"""Seconds after which something that must happen is taken not to; a passing test never waits."""

Event = dict[str, Any]


class Peer:
    """One connection seen from the application: the test receives, sends and ends in its name."""

    def __init__(self, stage: Stage, scope: Event, receive: Any, send: Any) -> None:
        self.stage, self.scope = stage, scope
        self.receiving, self.sending = receive, send
        self.wire: WebSocketWire = receive.__self__
        self.end: asyncio.Future[None] = stage.loop.create_future()
        self.done = threading.Event()

    def receive(self) -> Event:
        """Return the next event."""
        return self.stage.run(self.receiving())

    def send(self, message: Event) -> None:
        """Send an ASGI message, wait until it is done."""
        self.stage.run(self.sending(message))

    def send_text(self, text: str) -> None:
        """Send a text frame."""
        self.send({"type": "websocket.send", "text": text})

    def accept(self, **more: Any) -> Peer:
        """Take the connect event and accept."""
        assert self.receive() == {"type": "websocket.connect"}
        self.send({"type": "websocket.accept", **more})
        return self

    def leave(self, error: BaseException | None = None) -> None:
        """Let the application return, or raise *error*."""

        def end() -> None:
            if self.end.done():
                return
            if error is None:
                self.end.set_result(None)
            else:
                self.end.set_exception(error)

        self.stage.loop.call_soon_threadsafe(end)
        assert self.done.wait(PATIENCE)

    def look(self, what: Callable[[WebSocketWire], Any]) -> Any:
        """Return what *what* says of the wire, asked on the server's loop."""

        async def ask() -> Any:
            return what(self.wire)

        return self.stage.run(ask())


class Stage:
    """A uvicorn with :class:`WebSocketWire` in a thread; *options* go to its ``Config``.

    ``wire``, ``state`` and ``new_loop`` are our own: the class, the lifespan state, the loop.
    """

    def __init__(self, **options: Any) -> None:
        self.wire = options.pop("wire", WebSocketWire)
        self.state: Event = options.pop("state", {})
        self.new_loop = options.pop("new_loop", asyncio.new_event_loop)
        self.app = options.pop("app", self.play)
        self.buffers = options.pop("buffers", None)
        self.config = uvicorn.Config(
            self.app,
            ws=self.wire,
            **{"http": HttpWire, "ws_per_message_deflate": False, "lifespan": "off"}
            | {"log_config": None, "proxy_headers": False, "interface": "asgi3"}
            | options,
        )
        self.peers: queue.Queue[Peer] = queue.Queue()
        self.all: list[Peer] = []
        self.loop: asyncio.AbstractEventLoop
        self.server: uvicorn.Server
        self.port = 0
        self.errors: list[Event] = []

    def __enter__(self) -> Stage:
        ready = threading.Event()
        self.thread = threading.Thread(target=self.serve, args=(ready,), name="stage")
        self.thread.start()
        assert ready.wait(PATIENCE)
        return self

    def __exit__(self, *exc: object) -> None:
        self.clear()
        self.stop()
        assert self.errors == []

    def stop(self) -> None:
        """Shut the server down as uvicorn does; a second call does nothing."""
        if self.thread.is_alive():
            with contextlib.suppress(RuntimeError):
                self.loop.call_soon_threadsafe(self.stopping.set)
            self.thread.join(PATIENCE)
            assert not self.thread.is_alive()

    def clear(self) -> None:
        """End every application that a test has left."""
        for peer in self.all:
            if self.thread.is_alive():
                peer.leave()
        self.all.clear()

    def serve(self, ready: threading.Event) -> None:
        """Run the server; the thread's target."""
        with asyncio.Runner(loop_factory=self.new_loop) as runner:
            runner.run(self.main(ready))

    async def main(self, ready: threading.Event) -> None:
        """Start uvicorn, wait, shut it down."""
        self.loop = asyncio.get_running_loop()
        self.loop.set_exception_handler(lambda loop, context: self.errors.append(context))
        self.stopping = asyncio.Event()
        sock = socket.create_server(("127.0.0.1", 0))
        if self.buffers:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, self.buffers)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.buffers)
        self.port = sock.getsockname()[1]
        self.config.load()
        self.server = uvicorn.Server(self.config)
        self.server.lifespan = self.config.lifespan_class(self.config)
        self.server.lifespan.state.update(self.state)
        await self.server.startup(sockets=[sock])
        ready.set()
        await self.stopping.wait()
        await self.server.shutdown(sockets=[sock])

    async def play(self, scope: Event, receive: Any, send: Any) -> None:
        """The application: hands the connection to the test, and ends when the test says so."""
        peer = Peer(self, scope, receive, send)
        self.peers.put(peer)
        self.all.append(peer)
        try:
            await peer.end
        finally:
            self.loop.call_soon(peer.done.set)

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        """Run *coroutine* on the server's loop and return its result."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(PATIENCE)

    def peer(self) -> Peer:
        """Return the next connection that reached the application."""
        return self.peers.get(timeout=PATIENCE)

    def open(self, **more: Any) -> tuple[Raw, Peer]:
        """Return both ends of a connection that is open."""
        client = Raw(self.port)
        client.request()
        peer = self.peer().accept(**more)
        assert client.response()[0] == 101
        return client, peer

    @property
    def url(self) -> str:
        """The server's WebSocket URL, without a path."""
        return f"ws://127.0.0.1:{self.port}"


def frame(opcode: int, payload: bytes = b"", *, fin: bool = True, rsv: int = 0) -> bytes:
    """Return a client's masked frame."""
    first, size, mask = (0x80 if fin else 0) | rsv << 4 | opcode, len(payload), os.urandom(4)
    if size < 126:
        head = bytes((first, 0x80 | size))
    elif size < 65536:
        head = struct.pack("!BBH", first, 0xFE, size)
    else:
        head = struct.pack("!BBQ", first, 0xFF, size)
    return head + mask + apply_mask(payload, mask)


def text(string: str) -> bytes:
    """Return a client's text frame."""
    return frame(1, string.encode())


def close(code: int | None = None, reason: str = "") -> bytes:
    """Return a client's close frame."""
    return frame(8, b"" if code is None else struct.pack("!H", code) + reason.encode())


class Raw:
    """A client that sends what bytes it is told to; a context manager."""

    def __init__(self, port: int, receive_buffer: int | None = None) -> None:
        self.sock = socket.socket()
        self.sock.settimeout(PATIENCE)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if receive_buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.sock.connect(("127.0.0.1", port))
        self.buffer = b""

    def __enter__(self) -> Raw:
        return self

    def __exit__(self, *exc: object) -> None:
        self.sock.close()

    def request(self, target: str = "/", *lines: str, early: bytes = b"", **instead: str) -> None:
        """Send a handshake; *instead* replaces headers (``_`` for ``-``), "" leaves one out."""
        headers = {
            "Host": "localhost",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            "Sec-WebSocket-Version": "13",
        } | {name.replace("_", "-"): value for name, value in instead.items()}
        all_lines = [f"{name}: {value}" for name, value in headers.items() if value]
        head = "\r\n".join([f"GET {target} HTTP/1.1", *all_lines, *lines, "", ""])
        self.send(head.encode("latin-1") + early)

    def response(self) -> tuple[int, dict[str, str]]:
        """Return status and headers (lower case) of the server's answer."""
        while b"\r\n\r\n" not in self.buffer:
            self.more()
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.split(": ", 1) for line in lines)
        return int(first.split()[1]), {name.lower(): value for name, value in pairs}

    def send(self, data: bytes) -> None:
        """Send *data*."""
        self.sock.sendall(data)

    def more(self) -> None:
        """Read on; ``EOFError`` at the end."""
        data = self.sock.recv(65536)
        if not data:
            raise EOFError
        self.buffer += data

    def take(self, size: int) -> bytes:
        """Return the next *size* bytes."""
        while len(self.buffer) < size:
            self.more()
        data, self.buffer = self.buffer[:size], self.buffer[size:]
        return data

    def frame(self) -> tuple[int, bytes]:
        """Return opcode and payload of the server's next frame, which is whole and unmasked."""
        first, size = self.take(2)
        assert first & 0xF0 == 0x80
        assert size < 128
        if size > 125:
            size = int.from_bytes(self.take(2 if size == 126 else 8), "big")
        return first & 15, self.take(size)

    def closing(self) -> tuple[int, bytes]:
        """Return code and reason of the server's close frame, which must come next."""
        opcode, payload = self.frame()
        assert opcode == 8
        return int.from_bytes(payload[:2], "big"), payload[2:]

    def rest(self) -> bytes:
        """Return everything up to the end of the stream."""
        while True:
            try:
                self.more()
            except EOFError:
                return self.buffer

    def reset(self) -> None:
        """Close so that the server sees a reset."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()


def received(string: str) -> Event:
    """Return the ASGI event for a text frame."""
    return {"type": "websocket.receive", "text": string, "bytes": None}


def disconnected(code: int, reason: str = "") -> Event:
    """Return the ASGI event for the end of a connection."""
    return {"type": "websocket.disconnect", "code": code, "reason": reason}


@contextlib.contextmanager
def opened(stage: Stage, **more: Any) -> Iterator[tuple[Raw, Peer]]:
    """Both ends of an open connection; the client is closed behind it."""
    client, peer = stage.open(**more)
    with client:
        yield client, peer
