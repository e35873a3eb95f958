"""HTTP across the layer: requests become messages, replies become responses (CLASSIC-SPEC §7.3).

Role: the thin shell around :mod:`sandbox.protocols.http`: when a request is asked, how its body is
passed on, when it is over. It must not know how bytes travel, nor who takes messages.

::

    whole ────────────► http.request {body}                      ─┐
    long  ────────────► http.request {body, body_channel}         ├─► replies … ─► http.disconnect
                         then chunks, each waiting for room      ─┘
"""

from __future__ import annotations

import asyncio
import contextlib
from email.utils import formatdate
from functools import partial
from typing import Any

from sandbox.errors import ChannelFull
from sandbox.protocols import http
from sandbox.protocols.desk import Desk
from sandbox.protocols.sending import Connection, Sendable
from sandbox.runtime.loops import Deadlines

__all__ = ["HttpBridge"]


class HttpBridge:
    """The HTTP side of one server. Only for the loop's thread.

    *timeout*: seconds until an unanswered request gets a 503, or a response that has begun is cut;
    ``None`` or negative: never.
    """

    def __init__(self, desk: Desk, timeout: float | None) -> None:
        self._desk = desk
        self._timeout = timeout
        self._deadlines = Deadlines(desk.loop, timeout, self._timed_out)
        self._date = (0.0, b"")
        self._waiting: set[Connection] = set()
        """Those whose body waits for room in the layer."""
        self._patient = True

    def hurry(self) -> None:
        """Wait for room no longer: the server is being stopped."""
        self._patient = False
        for connection in self._waiting:
            connection.leave_room()

    def close(self) -> None:
        """Wait for nobody any more."""
        self._deadlines.close()

    # -- from the client -------------------------------------------------------------------------

    async def serve(self, scope: Any, peer: Any, receive: Any, send: Any) -> None:
        """Be the ASGI application of one request."""
        parts: list[bytes] = []
        size, more = 0, True
        while more and size < self._desk.limits.inline_bytes:
            event = await receive()
            if event["type"] == "http.disconnect":
                return  # gave up before the request was whole: nothing was asked (§7.3)
            parts.append(event["body"])
            size += len(event["body"])
            more = event.get("more_body", False)
        connection = self._open(scope, peer, send, size, more)
        body = parts[0] if len(parts) == 1 else b"".join(parts)
        del parts, event
        abandoned = False
        try:
            self._ask(scope, connection, body)
            del body, scope
            if connection.body_channel is not None:
                abandoned = not await self._pass_on(connection, receive)
            while (event := await receive())["type"] != "http.disconnect":
                pass
            connection.by = connection.by or event.get("by")
        finally:
            self._ended(connection)
        if abandoned:
            await self._put(connection, http.CLOSED, None)

    def _open(self, scope: Any, peer: Any, send: Any, size: int, more: bool) -> Connection:
        desk = self._desk
        state = http.HttpState(head_only=scope["method"] == "HEAD")
        connection = desk.roster.open(scope, peer, send, "http", state)
        connection.is_gone = _is_gone_of(send)
        if more:
            connection.body_channel = desk.layer.new_channel("http.request.body?")
            size = _declared_length(scope) or size
        desk.roster.note_request(connection, scope["method"], size)
        desk.take_down(connection, scope)
        return connection

    def _ask(self, scope: Any, connection: Connection, body: bytes) -> None:
        message = http.request_message(
            scope, connection.reply_channel, body, connection.body_channel
        )
        desk = self._desk
        if desk.refusing is not None:
            connection.body_channel = None
            self._refuse(connection, desk.refusing)
            self.give_up(connection, "New connections are refused.")
            return
        try:
            desk.layer.accept("http.request", message, where=desk.where, cause=connection.request)
        except ChannelFull:
            connection.body_channel = None
            self._refuse(connection, "http.request is full")
            self.give_up(connection, "Request queue full.")
        else:
            self._deadlines.add(connection)

    def _refuse(self, connection: Connection, why: str) -> None:
        self._desk.roster.note_rejected(connection, 503, why)
        self._desk.warn(connection, f"was refused with 503: {why}.")

    async def _pass_on(self, connection: Connection, receive: Any) -> bool:
        """Pass the rest of the body on in chunks; ``False`` where it never became whole."""
        size = self._desk.limits.chunk_bytes
        more = True
        while more:
            event = await receive()
            if event["type"] == "http.disconnect":
                connection.by = connection.by or event.get("by")
                return False
            more = event.get("more_body", False)
            for chunk in http.chunk_messages(event["body"], more, size):
                if not await self._put(connection, chunk, connection.state):
                    return False
        return True

    async def _put(self, connection: Connection, chunk: Sendable, state: Any) -> bool:
        """Put a chunk on the body channel when it has room (§2.2); ``False`` where the response
        described by *state* has ended meanwhile."""
        desk, attempts = self._desk, 1
        while state is None or state.phase != http.ENDED:
            room = connection.room = desk.loop.create_future()
            seconds = desk.layer.accept_or_wait(
                connection.body_channel,
                chunk,
                partial(_resolve_soon, desk.loop, room),
                where=desk.where,
                cause=connection.request,
                attempts=attempts,
            )
            if seconds is None:
                connection.room = None
                return True
            if not self._patient:
                return False
            attempts += 1
            self._waiting.add(connection)
            await asyncio.wait({room}, timeout=None if seconds == float("inf") else seconds)
            self._waiting.discard(connection)
        return False

    def _ended(self, connection: Connection) -> None:
        desk, roster = self._desk, self._desk.roster
        roster.forget(connection)
        desk.sender.cut(connection)
        self._deadlines.remove(connection)
        ended = connection.state.phase == http.ENDED
        connection.state.phase = http.ENDED
        by = connection.by or ("server" if ended else "client")
        roster.note("response.ended", connection, size=connection.state.size, by=by)
        roster.note("connection.closed", connection, by=by, why=connection.why)
        desk.act("http", "complete", connection)
        if connection.why is not None:
            desk.warn(connection, f"was ended: {connection.why}.")
        if not connection.muted:
            desk.layer.accept_notice(
                "http.disconnect",
                http.disconnect_message(connection.reply_channel, connection.path),
                where=desk.where,
                cause=connection.request,
            )
        roster.part_from(connection)

    # -- to the client ---------------------------------------------------------------------------

    def moved(self, connection: Connection, before: str, events: tuple[Sendable, ...]) -> None:
        """The response has begun or ended: the log and the head follow, and who waits to pass a
        body on."""
        state = connection.state
        if before == http.WAITING:
            headers = events[0]["headers"]
            self._desk.roster.note(
                "response.started", connection, status=state.status, headers=tuple(headers)
            )
            if not any(name.lower() == b"date" for name, _ in headers):
                headers.append((b"Date", self._now()))
        if state.phase == http.ENDED:
            connection.leave_room()

    def answer(self, connection: Connection, reply: dict[str, Any]) -> None:
        """Answer a request by the server itself."""
        before = connection.state.phase
        events = connection.state.answer(reply)
        self.moved(connection, before, events)
        self._desk.sender.send(connection, None, events)

    def give_up(self, connection: Connection, why: str) -> None:
        """Answer 503, or cut a response that has begun (§15.1 row 4)."""
        if connection.state.phase == http.WAITING:
            self.answer(connection, http.error_page(503, "Service Unavailable", why))
        elif connection.state.phase == http.STARTED:
            self.cut(connection)

    def cut(self, connection: Connection) -> None:
        """Cut the connection of a response that cannot be ended well."""
        connection.state.phase = http.ENDED
        connection.leave_room()
        self._desk.sender.abort(connection)

    def malformed(self, connection: Connection, error: Exception) -> None:
        """A reply was none: its client shall not wait for ever."""
        if connection.state.phase == http.WAITING:
            self.answer(connection, http.error_page(500, "Internal Server Error", str(error)))

    def unsendable(self, connection: Connection) -> None:
        """The wire refuses a reply, such as one of another length than it promised."""
        connection.by = "server"
        self.cut(connection)

    def _timed_out(self, connection: Connection) -> None:
        connection.by = "timeout"
        connection.why = f"no whole response within {self._timeout:g} s"
        self.give_up(
            connection, f"No response within {self._timeout:g} seconds from the application."
        )

    def _now(self) -> bytes:
        """Return the Date header's value; formatted once a second."""
        now = self._desk.loop.time()
        if now - self._date[0] >= 1.0 or not self._date[1]:
            self._date = (now, formatdate(usegmt=True).encode())
        return self._date[1]


def _declared_length(scope: Any) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length":
            return int(value)
    return 0


def _resolve_soon(loop: asyncio.AbstractEventLoop, room: asyncio.Future[None]) -> None:
    """Say from any thread that there may be room."""
    with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
        loop.call_soon_threadsafe(_resolve, room)


def _resolve(room: asyncio.Future[None]) -> None:
    if not room.done():
        room.set_result(None)


def _is_gone_of(send: Any) -> Any:
    """Return how to ask whether the client of a request has gone: our exchange knows."""
    exchange: Any = getattr(send, "__self__", None)
    return (lambda: bool(exchange.gone)) if hasattr(exchange, "gone") else None
