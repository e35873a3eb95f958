"""What the tests of tabs talk to: a plain ASGI application in uvicorn, and a server by hand."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import signal
import socket
import struct
import threading
from collections.abc import Callable
from typing import Any

import uvicorn

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class App:
    """Echo, chat, refusals, cookies, forms, redirects and a poll that is held open."""

    def __init__(self) -> None:
        self.members: set[Any] = set()
        self.echoing: set[Any] = set()
        self.heads: list[dict[str, Any]] = []
        self.polls: list[asyncio.Event] = []
        self.refusing = False
        self.loop: asyncio.AbstractEventLoop | None = None
        #: Counts released when a poll is held, and when its client has gone.
        self.held = threading.Semaphore(0)
        self.gone = threading.Semaphore(0)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer by the first part of the path."""
        self.loop = asyncio.get_running_loop()
        name = scope["path"].strip("/").split("/")[0]
        await getattr(self, f"{scope['type']}_{name}")(scope, receive, send)

    def release(self) -> None:
        """Answer every poll that is held."""
        assert self.loop is not None
        for poll in self.polls:
            self.loop.call_soon_threadsafe(poll.set)

    def close_all(self, code: int) -> None:
        """Close every echo with *code*; returns when that is said."""
        assert self.loop is not None
        message = {"type": "websocket.close", "code": code}
        for send in list(self.echoing):
            asyncio.run_coroutine_threadsafe(send(message), self.loop).result(10)

    # WebSockets.

    async def websocket_echo(self, scope: Any, receive: Any, send: Any) -> None:
        """Send back every frame as it came."""
        await receive()
        offered = scope["subprotocols"]
        headers = [(b"set-cookie", b"seen=yes; Path=/"), (b"set-cookie", b"too=many words; Path=/")]
        await send(
            {
                "type": "websocket.accept",
                "subprotocol": "Chat.V2" if "Chat.V2" in offered else None,
                "headers": headers,
            }
        )
        self.echoing.add(send)
        self.heads.append(head(scope))
        try:
            while (message := await receive())["type"] != "websocket.disconnect":
                data = {k: message[k] for k in ("text", "bytes") if message.get(k) is not None}
                await send({"type": "websocket.send", **data})
        finally:
            self.echoing.discard(send)

    async def websocket_head(self, scope: Any, receive: Any, send: Any) -> None:
        """Send path, query and headers as JSON."""
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": json.dumps(head(scope))})
        await receive()

    async def websocket_chat(self, scope: Any, receive: Any, send: Any) -> None:
        """Send every frame to all members."""
        await receive()
        await send({"type": "websocket.accept"})
        self.members.add(send)
        try:
            while (message := await receive())["type"] != "websocket.disconnect":
                for member in list(self.members):
                    await member({"type": "websocket.send", "text": message["text"]})
        finally:
            self.members.discard(send)

    async def websocket_close(self, scope: Any, receive: Any, send: Any) -> None:
        """Say goodbye and close with the code in the path."""
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "text": "goodbye"})
        code = int(scope["path"].split("/")[2])
        await send({"type": "websocket.close", "code": code, "reason": "enough"})

    async def websocket_refuse(self, scope: Any, receive: Any, send: Any) -> None:
        """Refuse: 403."""
        await receive()
        await send({"type": "websocket.close"})

    async def websocket_some(self, scope: Any, receive: Any, send: Any) -> None:
        """Refuse every other client."""
        await receive()
        self.refusing = not self.refusing
        await send({"type": "websocket.close" if self.refusing else "websocket.accept"})
        await receive()

    # HTTP.

    async def http_hello(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer with a small page that has markup."""
        await answer(send, 200, b"<b>hello</b>", [(b"content-type", b"text/html; charset=utf-8")])

    async def http_head(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer with method, path, query, headers and body as JSON."""
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        told = {**head(scope), "method": scope["method"], "body": body.decode("latin-1")}
        await answer(send, 200, json.dumps(told).encode(), [(b"content-type", b"application/json")])

    async def http_go(self, scope: Any, receive: Any, send: Any) -> None:
        """Redirect: /go/STATUS/TIMES, in the end to /head/."""
        _, _, status, times, *_ = scope["path"].split("/")
        left = int(times)
        onward = f"/go/{status}/{left - 1}/" if left > 1 else "/head/?from=redirect"
        headers = [(b"location", onward.encode()), (b"set-cookie", b"step%d=1; Path=/" % left)]
        await answer(send, int(status), b"", headers)

    async def http_away(self, scope: Any, receive: Any, send: Any) -> None:
        """Redirect to another host."""
        await answer(send, 302, b"", [(b"location", b"http://example.invalid/")])

    async def http_loop(self, scope: Any, receive: Any, send: Any) -> None:
        """Redirect to itself."""
        await answer(send, 302, b"", [(b"location", b"/loop/")])

    async def http_login(self, scope: Any, receive: Any, send: Any) -> None:
        """Set two cookies and delete one."""
        cookies = [b"session=abc; HttpOnly; Path=/", b"theme=dark; Max-Age=60", b"old=; Max-Age=0"]
        await answer(send, 204, b"", [(b"set-cookie", cookie) for cookie in cookies])

    async def http_poll(self, scope: Any, receive: Any, send: Any) -> None:
        """Hold the request until it is released or the client has gone."""
        released = asyncio.Event()
        self.polls.append(released)
        gone = asyncio.create_task(until_gone(receive))  # noqa: TID251 - ends below
        waiting = asyncio.create_task(released.wait())  # noqa: TID251 - ends below
        self.held.release()
        await asyncio.wait([gone, waiting], return_when=asyncio.FIRST_COMPLETED)
        if gone.done():
            self.gone.release()
        else:
            await answer(send, 200, b"at last", [(b"content-type", b"text/plain")])
        for task in (gone, waiting):
            task.cancel()
        await asyncio.gather(gone, waiting, return_exceptions=True)
        self.polls.remove(released)


async def until_gone(receive: Any) -> None:
    """Return when the client has closed its connection."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def answer(send: Any, status: int, body: bytes, headers: list[tuple[bytes, bytes]]) -> None:
    """Send a complete response."""
    headers = [*headers, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def head(scope: Any) -> dict[str, Any]:
    """Return a request's head as JSON can hold it."""
    return {
        "path": scope["path"],
        "query": scope["query_string"].decode(),
        "headers": [[name.decode(), value.decode("latin-1")] for name, value in scope["headers"]],
        "client": list(scope["client"]),
    }


class Served:
    """The application in uvicorn, in a thread of its own."""

    def __init__(self) -> None:
        self.app = App()
        self._started = threading.Event()
        listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
        self.port = listener.getsockname()[1]
        self.ws = f"ws://127.0.0.1:{self.port}"
        self.http = f"http://127.0.0.1:{self.port}"
        config = uvicorn.Config(
            self.app,
            ws="websockets-sansio",
            lifespan="off",
            log_level="critical",
            ws_max_size=2**26,
        )
        self._server = _Announcing(config, self._started.set)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listener]}, name="uvicorn", daemon=True
        )
        self._listener = listener

    def start(self) -> None:
        """Return when it answers."""
        self._thread.start()
        assert self._started.wait(10)

    def stop(self) -> None:
        """Return when it has ended."""
        self._server.should_exit = True
        self._thread.join(10)
        self._listener.close()


class _Announcing(uvicorn.Server):
    """A server that says when it has started."""

    def __init__(self, config: uvicorn.Config, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._say = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self._say()


class Peer:
    """The server's end of one connection, moved by hand."""

    def __init__(self, sock: socket.socket) -> None:
        self.socket = sock
        sock.settimeout(5)
        self._file = sock.makefile("rb")

    def read_head(self) -> list[str]:
        """Return the lines of a request's head."""
        lines = []
        while line := self._file.readline().strip():
            lines.append(line.decode())
        return lines

    def upgrade(self, extra: str = "", more: bytes = b"") -> list[str]:
        """Accept a WebSocket; *more* goes out in the same segment."""
        lines = self.read_head()
        key = next(line.split(": ")[1] for line in lines if line.startswith("Sec-WebSocket-Key"))
        accept = base64.b64encode(hashlib.sha1(key.encode() + GUID).digest()).decode()
        self.socket.sendall(
            (
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Accept: {accept}\r\n{extra}\r\n"
            ).encode()
            + more
        )
        return lines

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.socket.sendall(data)

    def read_frame(self) -> tuple[int, bytes] | None:
        """Return opcode and payload of the client's next frame; None at the end."""
        start = self._file.read(2)
        if len(start) < 2:
            return None
        length = start[1] & 0x7F
        if length >= 126:
            length = int.from_bytes(self._file.read(2 if length == 126 else 8), "big")
        assert start[1] & 0x80, "a client's frames are masked"
        mask = self._file.read(4)
        payload = self._file.read(length)
        key = int.from_bytes((mask * (length // 4 + 1))[:length], "big")
        plain = int.from_bytes(payload, "big") ^ key
        return start[0] & 0x0F, plain.to_bytes(length, "big")

    def reset(self) -> None:
        """Break the connection: RST."""
        self._file.close()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def close(self) -> None:
        """End the connection without a word."""
        self._file.close()
        self.socket.close()


class ByHand:
    """A listening socket; each connection is a :class:`Peer`."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._listener.settimeout(5)
        self.port = self._listener.getsockname()[1]
        self.ws = f"ws://127.0.0.1:{self.port}/hand/"
        self.http = f"http://127.0.0.1:{self.port}/hand/"
        self._peers: list[Peer] = []

    def accept(self) -> Peer:
        """Return the next connection."""
        peer = Peer(self._listener.accept()[0])
        self._peers.append(peer)
        return peer

    def meet(self, call: Callable[[], Any], script: Callable[[Peer], Any]) -> tuple[Any, Peer]:
        """Run *call* here and *script* with its connection in a thread; return both results."""
        peers: list[Peer] = []

        def work() -> None:
            peers.append(self.accept())
            script(peers[0])

        thread = threading.Thread(target=work, name="by-hand")
        thread.start()
        try:
            return call(), peers[0]
        finally:
            thread.join(10)

    def close(self) -> None:
        """Close what is open."""
        for peer in self._peers:
            peer.close()
        self._listener.close()


class Interrupt:
    """The Stop button: a KeyboardInterrupt in the main thread while it waits."""

    def __init__(self) -> None:
        self._over = threading.Event()

    def send(self) -> None:
        """Interrupt the main thread until it has noticed; for another thread.

        Python loses a signal that comes in the instant before a wait: then once more.
        """
        main = threading.main_thread().ident
        assert main is not None
        while not self._over.is_set():
            signal.pthread_kill(main, signal.SIGINT)
            self._over.wait(1.0)

    def expect(self, call: Callable[[], object]) -> None:
        """Run *call* in the main thread; fail unless it is interrupted."""
        try:
            call()
        except KeyboardInterrupt:
            self._over.set()
        else:
            self._over.set()
            raise AssertionError("was not interrupted")


def frame(payload: bytes | str, opcode: int = 1, *, final: bool = True) -> bytes:
    """Return a server's frame."""
    data = payload.encode() if isinstance(payload, str) else payload
    first = bytes([(0x80 if final else 0) | opcode])
    if len(data) < 126:
        return first + bytes([len(data)]) + data
    if len(data) < 65536:
        return first + b"\x7e" + struct.pack("!H", len(data)) + data
    return first + b"\x7f" + struct.pack("!Q", len(data)) + data
