"""A protocol server without sockets: ASGI on one side, clients of this process on the other.

Role: be what uvicorn and the wires are for a server on the cooperative runtime, so that the same
bridges, rules and events serve (DESIGN §3). It must not know layers, messages, or what clients do
with what they get.

::

    client ──► LocalSocket / LocalRequest ──► bridge ──► layer
    client ◄── far.take, far.said_goodbye, far.wrote ◄── send ◄── bridge ◄── layer

There is no network, so there are no pings, no half-open connections and no head that comes in
pieces; what a head, a body and a message may be, and every code and status, is as on the wire.
A client that does not read makes ``send()`` suspend once :data:`HIGH_WATER` bytes lie unread.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Any, Protocol
from urllib.parse import unquote

from sandbox.protocols import http
from sandbox.protocols.asgi_messages import data_of, out_of_place
from sandbox.protocols.exchange import Exchange, status_line
from sandbox.protocols.frames import TEXT, close_payload
from sandbox.protocols.limits import Limits
from sandbox.protocols.request_head import Refusal, RequestHead

__all__ = ["FarRequest", "FarSocket", "LocalDoor", "LocalLine", "LocalRequest", "LocalSocket"]

_LOGGER = logging.getLogger("sandbox.server")

HIGH_WATER = 64 * 1024
"""Bytes that may lie unread at a client before ``send()`` suspends, as in asyncio's transports."""

SEGMENT = 64 * 1024
"""Bytes of a request's body that come at once."""

GRACE_SECONDS = 1
"""How long requests have to end when a server stops."""

FIRST_PORT = 8000
"""The port that the first server says it has, where none is asked for."""

Pairs = Iterable[tuple[bytes, bytes]]

_CONNECTING, _DENYING, _OPEN, _CLOSING, _CLOSED = range(5)


class FarSocket(Protocol):
    """The client's end of a WebSocket; called in the server's steps."""

    unread: int
    """Bytes that it has been given and has not read."""

    def accepted(self, subprotocol: str | None, headers: list[tuple[bytes, bytes]]) -> None:
        """The handshake succeeded."""

    def refused(self, status: int) -> None:
        """The handshake was answered with an HTTP status."""

    def take(self, data: str | bytes) -> None:
        """A message came."""

    def said_goodbye(self, code: int, reason: str) -> None:
        """A close frame came."""

    def lost(self) -> None:
        """The connection is gone without a close frame."""


class FarRequest(Protocol):
    """The client's end of a request; called in the server's steps."""

    def wrote(self, data: bytes) -> None:
        """Bytes of the response came."""

    def ended(self) -> None:
        """The response is whole."""

    def lost(self) -> None:
        """The connection is gone."""


class LocalDoor:
    """Where clients of this process come in: what a listening socket is elsewhere.

    *host* and *port* are its name; nothing listens there. Behind it is the line of one server,
    and another one's from the moment that this one starts.
    """

    def __init__(self, host: str, port: int) -> None:
        self.name = (host, port)
        self.port = port
        self.addresses = (f"{host}:{port}",)
        self.line: LocalLine | None = None
        """Who takes those that come now; ``None``: nobody answers."""

    @property
    def descriptors(self) -> list[LocalDoor]:
        """Itself: what a server gets to listen at."""
        return [self]

    def close(self) -> None:
        """Let nobody in any more."""
        self.line = None


class LocalLine:
    """Stands in for a server's sockets: clients that come in by *door* speak through it, on the
    server's *loop*."""

    def __init__(self, loop: asyncio.AbstractEventLoop, door: LocalDoor) -> None:
        self.port = door.port
        self.addresses = door.addresses
        self.loop = loop
        self.limits = Limits()
        self.server = door.name
        self._door = door
        self.tasks: set[asyncio.Task[None]] = set()
        self.sockets: dict[LocalSocket, None] = {}
        self.requests: dict[LocalRequest, None] = {}
        self._application: Any = None
        self._report: Any = None

    # -- what a server calls -------------------------------------------------------------------

    async def start(
        self,
        application: Any,
        wire: Any = None,
        *,
        limits: Limits | None = None,
        report: Any = None,
        **options: Any,
    ) -> None:
        """Take connections for an ASGI *application*. What *options* ask of a network (pings,
        compression) has no meaning here."""
        self.limits = limits if limits is not None else Limits()
        self._report = report
        self._application = application
        self._door.line = self

    @property
    def descriptors(self) -> list[LocalDoor]:
        """Where another server can take its place."""
        return [self._door]

    async def take_no_more(self) -> None:
        """Take no new connections; those that have come already are served."""
        if self._door.line is self:
            self._door.line = None

    async def drain(self) -> None:
        """Return when the last connection has ended."""
        while self.tasks:
            await asyncio.wait(list(self.tasks), return_when=asyncio.FIRST_COMPLETED)

    def cut_all(self) -> None:
        """End every connection without a goodbye; who comes back at once finds nobody here."""
        if self._door.line is self:
            self._door.line = None
        for request in list(self.requests):
            request.abort()
        for socket in list(self.sockets):
            socket.drop()

    async def stop(self) -> None:
        """Take no more connections, and let every one end. Harmless twice."""
        await self.take_no_more()
        self._application = None
        for socket in list(self.sockets):
            socket.shut_down()
        if self.tasks:
            await asyncio.wait(list(self.tasks), timeout=GRACE_SECONDS)
        self.cut_all()
        if self.tasks:
            await asyncio.wait(list(self.tasks), timeout=GRACE_SECONDS)

    def close(self) -> None:
        """Take no more connections."""
        self._application = None
        if self._door.line is self:
            self._door.line = None

    # -- what clients call ---------------------------------------------------------------------

    def connect(
        self,
        far: FarSocket,
        target: str,
        headers: Pairs,
        subprotocols: Iterable[str],
        client: tuple[str, int],
    ) -> LocalSocket:
        """Begin a WebSocket; *far* hears what becomes of it. Any thread."""
        socket = LocalSocket(self, far)
        self.loop.call_soon(socket.begin, target, list(headers), list(subprotocols), client)
        return socket

    def ask(
        self,
        far: FarRequest,
        method: str,
        target: str,
        headers: Pairs,
        body: bytes,
        client: tuple[str, int],
    ) -> LocalRequest:
        """Begin a request; *far* hears the answer. Any thread."""
        request = LocalRequest(self, far)
        self.loop.call_soon(request.begin, method, target, list(headers), body, client)
        return request

    # -- what connections call -----------------------------------------------------------------

    def read_head(
        self, method: str, target: str, headers: Pairs, client: Any
    ) -> tuple[RequestHead, Refusal | None]:
        """Return the head of a request, and what is to be said against it."""
        head = RequestHead(self.limits)
        refusal = head.add_target(target.encode())
        for name, value in headers:
            refusal = refusal or head.add_header(name, value)
        refusal = refusal or head.judge(method.encode(), "1.1", False, False)
        many = self.limits.connections
        if len(self.sockets) + len(self.requests) >= many:
            refusal = refusal or Refusal(503, f"there are {many} connections already")
        if refusal is not None and self._report is not None:
            self._report(client, refusal.status, refusal.why)
        return head, refusal

    def scope_of(self, kind: str, head: RequestHead, client: tuple[str, int]) -> dict[str, Any]:
        """Return the ASGI scope of a request."""
        path, query = head.path_and_query()
        return {
            "type": kind,
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "scheme": "http" if kind == "http" else "ws",
            "path": unquote(path.decode("ascii")),
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": head.headers,
            "client": client,
            "server": self.server,
            "method": head.method,
        }

    def run(
        self, scope: Any, receive: Any, send: Any, ended: Callable[[BaseException | None], object]
    ) -> bool:
        """Run the application in a task of its own; ``False`` where there is none any more."""
        if self._application is None:
            return False
        task = self.loop.create_task(self._application(scope, receive, send), name=scope["type"])
        self.tasks.add(task)

        def done(task: asyncio.Task[None]) -> None:
            self.tasks.discard(task)
            error = None if task.cancelled() else task.exception()
            if error is not None:
                _LOGGER.error("The ASGI application raised; its client goes.", exc_info=error)
            ended(error)

        task.add_done_callback(done)
        return True


class LocalSocket:
    """One WebSocket. What its client calls may be called from any thread and takes effect in a
    step of the server; all else is for the server's loop."""

    def __init__(self, line: LocalLine, far: FarSocket) -> None:
        self._line = line
        self._far = far
        self._state = _CONNECTING
        self._inbox: list[dict[str, Any]] = []
        self._waiter: asyncio.Future[None] | None = None
        self._taker: Callable[[dict[str, Any]], object] | None = None
        self._turns: list[asyncio.Future[None]] = []
        self._ended = False
        self._status = 500

    # -- what the client calls -----------------------------------------------------------------

    def send(self, data: str | bytes) -> None:
        """Send a message."""
        self._soon(self._arrive, data)

    def say_goodbye(self, code: int, reason: str) -> None:
        """Send a close frame (1005: without a code)."""
        self._soon(self._farewell, code, reason)

    def leave(self) -> None:
        """Be gone without a close frame."""
        self._soon(self._lose)

    def has_read(self) -> None:
        """Say that less lies unread than before."""
        if self._turns:
            self._soon(self._next_turn)

    def _soon(self, what: Callable[..., object], *args: Any) -> None:
        if not self._line.loop.is_closed():  # else the client has been told of its end
            self._line.loop.call_soon(what, *args)

    # -- the handshake -------------------------------------------------------------------------

    def begin(self, target: str, headers: Pairs, subprotocols: list[str], client: Any) -> None:
        """Judge the request, and run the application for it."""
        head, refusal = self._line.read_head("GET", target, headers, client)
        if refusal is not None:
            self._refuse(refusal.status)
            return
        scope = self._line.scope_of("websocket", head, client)
        scope["subprotocols"] = subprotocols
        scope["extensions"] = {"websocket.http.response": {}, "websocket.abort": {}}
        del scope["method"]
        self._inbox.append({"type": "websocket.connect"})
        self._line.sockets[self] = None
        if not self._line.run(scope, self.receive, self.obey, self._application_ended):
            del self._line.sockets[self]
            self._far.lost()

    def _refuse(self, status: int) -> None:
        self._finish(1006, "")
        self._far.refused(status)

    # -- ASGI ----------------------------------------------------------------------------------

    async def receive(self) -> dict[str, Any]:
        """Return the next event; the last one is the disconnect."""
        while not self._inbox:
            if self._ended:
                raise RuntimeError("receive() was called after websocket.disconnect, the last.")
            self._waiter = self._line.loop.create_future()
            await self._waiter
        return self._inbox.pop(0)

    def hand_over(self, taker: Callable[[dict[str, Any]], object]) -> None:
        """Call *taker* with each message from now on, at once; ``receive()`` has the end."""
        self._taker = taker

    async def obey(self, message: dict[str, Any]) -> None:
        """Do what the application says; suspends while the client does not read."""
        kind = message["type"]
        waits = self._state < _CLOSING and kind not in ("websocket.abort", "websocket.close")
        if waits and (self._turns or self._far.unread > HIGH_WATER):
            turn = self._line.loop.create_future()
            self._turns.append(turn)
            try:
                await turn
            finally:
                self._turns.remove(turn)
                self._next_turn()
        if kind == "websocket.abort":
            self.drop()
        elif self._state == _OPEN:
            self._obey_open(kind, message)
        elif self._state == _CONNECTING:
            self._decide(kind, message)
        elif self._state == _DENYING and not message.get("more_body", False):
            self._refuse(self._status)

    def _next_turn(self) -> None:
        """Let the first sender go on that waits, if there is room."""
        has_room = self._state >= _CLOSING or self._far.unread <= HIGH_WATER
        if self._turns and has_room and not self._turns[0].done():
            self._turns[0].set_result(None)

    def _decide(self, kind: str, message: dict[str, Any]) -> None:
        if kind == "websocket.accept":
            self._state = _OPEN
            self._far.accepted(message.get("subprotocol"), list(message.get("headers", ())))
        elif kind == "websocket.close":
            self._refuse(403)
        elif kind == "websocket.http.response.start":
            self._status = message["status"]
            self._state = _DENYING
        else:
            raise out_of_place(kind, "websocket.accept, .close, .abort or .http.response.start")

    def _obey_open(self, kind: str, message: dict[str, Any]) -> None:
        if kind == "websocket.send":
            opcode, payload = data_of(message)
            self._far.take(payload.decode() if opcode == TEXT else payload)
        elif kind == "websocket.close":
            code, reason = message.get("code"), message.get("reason")
            close_payload(code, reason)
            self._state = _CLOSING
            self._next_turn()
            self._far.said_goodbye(1000 if code is None else code, reason or "")
        else:
            raise out_of_place(kind, "websocket.send, websocket.close or websocket.abort")

    def _application_ended(self, error: BaseException | None) -> None:
        """Close with 1000, with 1011 if the application raised; undecided, answer 500."""
        self._ended = True
        self._inbox.clear()
        if self._state < _OPEN:
            self._refuse(500)
        elif self._state == _OPEN:
            self._close(1000 if error is None else 1011, "")

    # -- from the client -----------------------------------------------------------------------

    def _arrive(self, data: str | bytes) -> None:
        """Take a message."""
        if self._state != _OPEN:
            return
        limit = self._line.limits.message_bytes
        size = len(data.encode()) if isinstance(data, str) else len(data)
        if size > limit:
            self._disconnect(1009, f"a message above {limit} bytes", "server")
            self._close(1009, f"a message above {limit} bytes")
            return
        is_text = isinstance(data, str)
        event = {
            "type": "websocket.receive",
            "text": data if is_text else None,
            "bytes": None if is_text else data,
        }
        if self._taker is not None and not self._inbox:
            try:
                self._taker(event)
            except Exception:
                _LOGGER.exception("What takes a WebSocket's messages raised; the WebSocket ends.")
                self._disconnect(1011, "internal error", "server")
                self._close(1011, "internal error")
        else:
            self._inbox.append(event)
            self._wake()

    def _farewell(self, code: int, reason: str) -> None:
        """Take the client's close frame; answer it if it is the first one."""
        if self._state == _CLOSED:
            return
        first = self._state != _CLOSING
        self._finish(code, reason)
        if first:
            self._far.said_goodbye(code, "")

    def _lose(self) -> None:
        if self._state != _CLOSED:
            self._finish(1006, "")

    def _close(self, code: int, reason: str) -> None:
        self._finish(1006, "")
        self._far.said_goodbye(code, reason)

    def drop(self) -> None:
        """Drop the connection at once."""
        if self._state != _CLOSED:
            self._finish(1006, "")
            self._far.lost()

    def shut_down(self) -> None:
        """Say that the server stops."""
        if self._state == _OPEN:
            self._disconnect(1012, "")
            self._close(1012, "")
        elif self._state < _OPEN:
            self._refuse(503)

    def _finish(self, code: int, reason: str) -> None:
        """Take and give no more, and tell the application."""
        self._state = _CLOSED
        self._line.sockets.pop(self, None)
        for turn in self._turns:
            if not turn.done():
                turn.set_result(None)
        self._disconnect(code, reason)

    def _disconnect(self, code: int, reason: str, by: str | None = None) -> None:
        """Put the one disconnect into the inbox, behind all data."""
        if self._ended:
            return
        self._ended = True
        event = {"type": "websocket.disconnect", "code": code, "reason": reason}
        self._inbox.append(event if by is None else {**event, "by": by})
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class LocalRequest:
    """One request: the wire of an :class:`~sandbox.protocols.exchange.Exchange`, whose bytes go to
    the client as they are. Each request is a connection of its own."""

    full = False
    """Whether the client reads too slowly; the clients of this process take all at once."""

    def __init__(self, line: LocalLine, far: FarRequest) -> None:
        self._line = line
        self._far = far
        self._exchange: Exchange | None = None
        self._over = False
        self._rest = b""
        self._paused = False
        self.loop = line.loop

    # -- what the client calls -----------------------------------------------------------------

    def leave(self) -> None:
        """Give up, as a browser does when its window is closed. Any thread."""
        if not self.loop.is_closed():
            self.loop.call_soon(self._break_off, "client")

    # -- in the server's steps -----------------------------------------------------------------

    def begin(self, method: str, target: str, headers: Pairs, body: bytes, client: Any) -> None:
        """Judge the request, and run the application for it."""
        head, refusal = self._line.read_head(method, target, headers, client)
        if refusal is not None:
            self._say(refusal)
            return
        scope = self._line.scope_of("http", head, client)
        scope["extensions"] = {"http.response.abort": {}}
        # The client of this process never sends "100 Continue" and never a second request.
        exchange = Exchange(self, scope, keep_alive=False, expects=False)  # type: ignore[arg-type]
        self._exchange = exchange
        self._rest = body
        self._line.requests[self] = None
        if self._line.run(scope, exchange.receive, exchange.send, self._application_ended):
            self._feed(exchange)
        else:
            self.abort()

    def _feed(self, exchange: Exchange) -> None:
        """Give a piece of the body, as a segment would; the next one in a step of its own."""
        self._paused = exchange.is_full and not exchange.gone
        if self._paused:
            return
        piece, self._rest = self._rest[:SEGMENT], self._rest[SEGMENT:]
        if piece:
            exchange.feed(piece)
        if self._rest:
            self.loop.call_soon(self._feed, exchange)
        else:
            exchange.finish()

    def _say(self, refusal: Refusal) -> None:
        """Answer by the server itself."""
        page = http.error_page(refusal.status, http.title_of(refusal.status), refusal.sentence)
        lines = [status_line(refusal.status)]
        lines += [b"%b: %b" % pair for pair in page["headers"]]
        self.write(b"\r\n".join([*lines, b"Connection: close", b"", page["content"]]))
        self._end()

    def write(self, data: bytes) -> None:
        """Give the client bytes of the response."""
        if not self._over:
            self._far.wrote(data)

    async def drained(self) -> None:
        """Return at once: nothing is ever full."""

    def read_on(self) -> None:
        """Give more of the body."""
        if self._paused and self._exchange is not None:
            self._paused = False
            self.loop.call_soon(self._feed, self._exchange)

    def exchange_ended(self, exchange: Exchange) -> None:
        """The response is whole."""
        self._end()

    def _end(self) -> None:
        self._line.requests.pop(self, None)
        if not self._over:
            self._over = True
            self._far.ended()

    def abort(self) -> None:
        """Cut the connection."""
        self._break_off("server")

    def _break_off(self, by: str) -> None:
        self._line.requests.pop(self, None)
        if self._exchange is not None and not self._exchange.ended:
            self._exchange.break_off(by)
        if not self._over:
            self._over = True
            self._far.lost()

    def _application_ended(self, error: BaseException | None) -> None:
        """Say 500, or cut what has begun, where the application has left it open."""
        exchange = self._exchange
        if exchange is None or exchange.ended or exchange.gone:
            return
        if exchange.started:
            self.abort()
        else:
            self._say(Refusal(500, "the application did not answer"))
