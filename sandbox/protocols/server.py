"""A protocol server: sockets on one side, the channel layer on the other.

Role: the thin shell around :mod:`~sandbox.protocols.http` and
:mod:`~sandbox.protocols.websocket` (CLASSIC-SPEC §7), hosted by uvicorn on a background loop. It
must not know of consumers, Django, views or pictures.

::

    client ──► wire ──► application task ──► layer.accept(websocket.receive)
    client ◄── wire ◄── send, stepped by ◄── _drain: takes everything on this server's prefix

One task a connection runs the application and only ever receives. What goes to the client is
sent by the drain, which steps the wire's ``send`` itself; a send that must wait (the client reads
too slowly) gets a bounded backlog and a task for as long as it lasts.
"""

from __future__ import annotations

import contextlib
import logging
import string
from collections.abc import Callable
from email.utils import formatdate
from functools import partial
from random import Random
from typing import Any

from sandbox.errors import ChannelFull
from sandbox.layers.store import Entry, Listener, Wake
from sandbox.protocols import http, websocket
from sandbox.protocols.listening import Listening
from sandbox.protocols.sending import Connection, Sendable, Sender
from sandbox.runtime.loops import Deadlines, LoopThread
from sandbox.runtime.wakeups import Promise
from sandbox.trace.log import Log

__all__ = ["ProtocolServer"]

logger = logging.getLogger("sandbox.server")

BATCH = 256
"""Messages that one turn of the drain handles before sockets are read again."""

MOMENT = 0.002
"""Seconds after which a busy server looks for replies by itself, so that a worker in a burst need
not wake it for each. It bounds how long a reply can wait behind a consumer that suddenly hangs."""


class ProtocolServer:
    """Serves HTTP and WebSocket on one port, for one channel layer.

    Args:
        layer: a layer with receipts (``accept``, ``listen_with``, ``take_many`` …).
        name: the logical name in the log, ``server:1``.
        loop: the thread whose loop it lives on; several servers may share one.
        host, port: where to listen; port 0 takes a free one. Loopback unless told otherwise.
        log, random: injected; *log* may be ``None``.
        http_timeout: seconds until an unanswered request gets a 503 (§7.3); ``None``: never.
        handshake_timeout: seconds for the connect consumer's decision, then the TCP connection is
            dropped (§7.4); ``None``: never.
        websocket_timeout: seconds that a socket may live; ``None``: the layer's group expiry.
            Negative: for ever.
        ping_interval, ping_timeout: seconds of silence before a ping, and for its answer.
        ws_protocols: subprotocols this server speaks; the first one a client offers is agreed on.
        root_path: SCRIPT_NAME for the application.
        greet: called with a client's address and its reply channel when it connects; returns its
            name on the picture, or ``None``.
        wire: the WebSocket class, for measuring; ``None``: our own.
    """

    def __init__(
        self,
        layer: Any,
        *,
        name: str = "server:1",
        loop: LoopThread,
        host: str = "127.0.0.1",
        port: int = 0,
        log: Log | None = None,
        random: Random | None = None,
        http_timeout: float | None = 120,
        handshake_timeout: float | None = 5,
        websocket_timeout: float | None = None,
        ping_interval: float | None = 20,
        ping_timeout: float | None = 30,
        ws_protocols: list[str] | None = None,
        root_path: str = "",
        greet: Callable[[tuple[str, int], str], str | None] | None = None,
        wire: Any = None,
    ) -> None:
        self.layer = layer
        self.name = name
        self.log = log
        self.host = host
        self.http_timeout = http_timeout
        self.handshake_timeout = handshake_timeout
        self.websocket_timeout = (
            websocket_timeout if websocket_timeout is not None else layer.group_expiry
        )
        self.ws_protocols = list(ws_protocols or ())
        self._loop_thread = loop
        self._loop = loop.loop
        self._random = random if random is not None else Random()
        self._greet = greet
        self._options: dict[str, Any] = {
            "root_path": root_path,
            "ws_ping_interval": ping_interval,
            "ws_ping_timeout": ping_timeout,
        }
        self._wire = wire
        self.prefix = f"daphne.response.{self._letters()}!"
        """Reply channels of this server begin with it (§7.2)."""
        self.connections: dict[str, Connection] = {}
        """Live connections by the local part of their reply channel; for the loop's thread."""
        self._listening = Listening(host, port)
        self.port = self._listening.port
        self.clients: dict[tuple[str, int], Connection] = {}
        """The same by the client's address."""
        self._started = False
        self._sender = Sender(layer, loop=self._loop, where=name, log=log, failed=self._unsendable)
        self._listener: Listener | None = None
        self._date = (0.0, b"")
        self._wakes: list[Wake] = []
        """Workers to wake before this loop sleeps: until then they would only wait for it."""
        self._promise = Promise(self._loop.time)
        self._busy = False
        """Whether something came or went since the loop last slept."""
        self._forget_sleep: Callable[[], None] | None = None
        self._handshakes = Deadlines(self._loop, self.handshake_timeout, self._handshake_timed_out)
        self._requests = Deadlines(self._loop, self.http_timeout, self._request_timed_out)
        self._lifetimes = Deadlines(self._loop, self.websocket_timeout, self._lived_long_enough)
        self.frames_received = 0
        """Data frames that reached this server, of all connections."""

    @property
    def address(self) -> str:
        """Host and port."""
        return self._listening.address

    def __repr__(self) -> str:
        """Return its name, address and number of clients; never blocks."""
        return f"<{self.name} {self.address}, {len(self.connections)} connections>"

    # -- life --------------------------------------------------------------------------------

    def start(self) -> None:
        """Listen; returns when connections are taken. Not from the loop's own thread."""
        self._loop_thread.call(self._start())

    async def _start(self) -> None:
        self._listener = self.layer.listen_with(self._wake, [self.prefix], where=self.name)
        try:
            await self._listening.start(self._application, self._wire, **self._options)
        except BaseException:
            self.layer.close_listener(self._listener)
            self._listening.close()
            raise
        self._started = True
        self._forget_sleep = self._loop_thread.around_sleep(self._before_sleep, self._after_sleep)
        if self.log is not None:
            self.log.note(
                "server.started",
                where=self.name,
                cause=0,
                server=self.name,
                address=self.address,
                protocols=("http", "websocket"),
            )

    def stop(self, reason: str = "asked") -> None:
        """Close every connection (1012, 503), listen no longer. Harmless twice."""
        if self._started:
            self._loop_thread.call(self._stop(reason))
        else:
            self._listening.close()

    async def _stop(self, reason: str) -> None:
        if not self._started:
            return
        self._started = False
        for connection in list(self.connections.values()):
            connection.by = "server"
            if isinstance(connection.state, http.HttpState):
                self._give_up(connection, "The server is being stopped; ask again.")
            else:
                self._sender.cut(connection)  # uvicorn has the wire say 1012
        await self._listening.stop()
        for deadlines in (self._handshakes, self._requests, self._lifetimes):
            deadlines.close()
        if self._forget_sleep is not None:
            self._forget_sleep()
        for wake in self._wakes:
            wake()
        self._wakes = []
        if self._listener is not None:
            self._drain()
            self.layer.close_listener(self._listener)
        self.layer.orphan(self.prefix, where=self.name)
        if self.log is not None:
            self.log.note(
                "server.stopped",
                where=self.name,
                cause=0,
                server=self.name,
                address=self.address,
                reason=reason,
            )

    def _letters(self) -> str:
        return "".join(self._random.choice(string.ascii_letters) for _ in range(10))

    def _new_local_part(self) -> str:
        while (local := self._letters()) in self.connections:
            pass
        return local

    # -- from clients ------------------------------------------------------------------------

    async def _application(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._http(scope, receive, send)

    async def _websocket(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()  # websocket.connect
        offered = scope.get("subprotocols") or ()
        agreed = next((name for name in offered if name in self.ws_protocols), None)
        connection = self._open(scope, send, "websocket", websocket.WebSocketState(agreed))
        code: int | None = 1006
        try:
            message = websocket.connect_message(scope, connection.reply_channel)
            try:
                self.layer.accept(
                    "websocket.connect", message, where=self.name, cause=connection.id
                )
            except ChannelFull:
                connection.muted = True
                connection.state.phase = websocket.CLOSED
                await self._refuse_busy(connection)
            else:
                self._handshakes.add(connection)
            # Our own wire gives each message at once, without a turn of the loop between.
            hand_over = getattr(getattr(receive, "__self__", None), "hand_over", None)
            if hand_over is not None:
                hand_over(partial(self._frame, connection))
            while True:
                event = await receive()
                if event["type"] == "websocket.receive":
                    self._frame(connection, event)
                else:
                    code = event.get("code")
                    return
        finally:
            self._websocket_ended(connection, code)

    def _websocket_ended(self, connection: Connection, code: int | None) -> None:
        self._forget(connection)
        self._handshakes.remove(connection)
        self._lifetimes.remove(connection)
        if code is None:
            code = 1005
        if self.log is not None:
            self.log.note(
                "connection.closed",
                where=self.name,
                cause=connection.id,
                connection=connection.id,
                code=code,
                by=connection.by or ("network" if code == 1006 else "client"),
            )
        if not connection.muted:
            message = websocket.disconnect_message(
                connection.reply_channel, connection.path, code, connection.order + 1
            )
            # A full channel drops it (§1.5); the layer's log says so.
            with contextlib.suppress(ChannelFull):
                self.layer.accept(
                    "websocket.disconnect", message, where=self.name, cause=connection.id
                )
        self._part_from(connection)

    def _frame(self, connection: Connection, event: Sendable) -> None:
        self.frames_received += 1
        log = self.log
        frame = log.ids.frame() if log is not None else 0
        text = event.get("text")
        order = connection.order + 1
        content: dict[str, Any] = {
            "reply_channel": connection.reply_channel,
            "path": connection.path,
            "order": order,
        }
        if text is not None:
            content["text"] = text
        else:
            content["bytes"] = event["bytes"]
        if connection.muted:
            connection.order = order
            self._note_frame("frame.ignored", connection, frame, content, why="the socket is muted")
            return
        try:
            self.layer.accept(
                "websocket.receive",
                content,
                where=self.name,
                cause=frame,
                connection=connection.id,
                frame=frame,
                wakes=self._wakes,
            )
        except ChannelFull:
            # §7.4 row 7: 1013, and from here on the socket is mute.
            self._note_frame("frame.received", connection, frame, content)
            connection.muted = True
            connection.by = "server"
            connection.state.phase = websocket.CLOSED
            self._sender.cut(connection, last={"type": "websocket.close", "code": 1013})
        # Counted once the layer has it: who compares counts to see what is under way (settle)
        # finds a frame on the way until it is a message.
        connection.order = order
        if log is not None:
            log.nudge()

    def _note_frame(
        self, kind: str, connection: Connection, frame: int, content: dict[str, Any], **more: Any
    ) -> None:
        if self.log is not None:
            self.log.note(
                kind,
                where=self.name,
                id=frame,
                cause=connection.id,
                connection=connection.id,
                order=content["order"],
                text=content.get("text"),
                bytes=content.get("bytes"),
                size=len(content.get("text") or content.get("bytes") or ""),
                **more,
            )

    async def _http(self, scope: Any, receive: Any, send: Any) -> None:
        parts: list[bytes] = []
        while True:
            event = await receive()
            if event["type"] == "http.disconnect":
                return  # gave up before the request was whole: nothing was asked (§7.3)
            parts.append(event["body"])
            if not event.get("more_body"):
                break
        body = b"".join(parts)
        del parts, event
        state = http.HttpState(whole=scope["http_version"] == "1.0")
        connection = self._open(scope, send, "http", state, len(body))
        connection.aborts, connection.is_gone = _abort_of(send), _is_gone_of(send)
        try:
            message = http.request_message(scope, connection.reply_channel, body)
            del body
            try:
                self.layer.accept(
                    "http.request", message, where=self.name, cause=connection.request
                )
            except ChannelFull:
                self._give_up(connection, "Request queue full.")
            else:
                self._requests.add(connection)
            del message
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self._http_ended(connection)

    def _http_ended(self, connection: Connection) -> None:
        self._forget(connection)
        self._requests.remove(connection)
        if self.log is not None:
            ended = connection.state.phase == http.ENDED
            who = connection.by or ("server" if ended else "client")
            mine: dict[str, Any] = {
                "where": self.name,
                "cause": connection.id,
                "connection": connection.id,
            }
            self.log.note("response.ended", **mine, size=connection.state.size, by=who)
            self.log.note("connection.closed", **mine, by=who)
        self.layer.accept_notice(
            "http.disconnect",
            http.disconnect_message(connection.reply_channel, connection.path),
            where=self.name,
            cause=connection.request,
        )
        self._part_from(connection)

    def _open(self, scope: Any, send: Any, protocol: str, state: Any, size: int = 0) -> Connection:
        local = self._new_local_part()
        ids = self.log.ids if self.log is not None else None
        number = ids.connection() if ids is not None else 0
        path = scope["path"]
        connection = Connection(number, self.prefix + local, path, send, state)
        client = scope.get("client")
        if client:
            connection.client = (client[0], client[1])
            if self._greet is not None:
                connection.label = self._greet(connection.client, connection.reply_channel)
            self.clients[connection.client] = connection
        self.connections[local] = connection
        if self.log is not None:
            self.log.note(
                "connection.opened",
                where=self.name,
                id=number,
                cause=0,
                connection=number,
                protocol=protocol,
                path=path,
                query=bytes(scope.get("query_string") or b""),
                headers=tuple(websocket.header_list(scope["headers"])),
                client=client,
                reply_channel=connection.reply_channel,
                label=connection.label,
            )
            if protocol == "http":
                connection.request = self.log.ids.request()
                self.log.note(
                    "request.received",
                    where=self.name,
                    id=connection.request,
                    cause=number,
                    connection=number,
                    method=scope["method"],
                    path=path,
                    body_size=size,
                )
        return connection

    def _forget(self, connection: Connection) -> None:
        local = connection.reply_channel[len(self.prefix) :]
        if self.connections.get(local) is connection:
            del self.connections[local]
        self._sender.cut(connection)

    def _part_from(self, connection: Connection) -> None:
        """Strike the client off; last of all, as a goodbye is under way until consumers can hear
        of it (settle)."""
        if connection.client is not None and self.clients.get(connection.client) is connection:
            del self.clients[connection.client]
        if self.log is not None:
            self.log.nudge()

    # -- to clients --------------------------------------------------------------------------

    def _wake(self) -> None:
        """Called by whichever thread made something available on this server's prefix."""
        self._promise.wake(self._loop_thread.ring)

    def _before_sleep(self, timeout: float | None) -> float | None:
        """The loop is about to sleep: wake workers, take what is ready, else arm the wake-up.

        While the loop is awake nobody needs to wake it, so the wake-up is armed only here. After a
        busy round it looks again by itself in a moment, and says so before it arms: workers then
        need not interrupt their burst to wake it.
        """
        wakes = self._wakes
        if wakes:
            self._wakes = []
            for wake in wakes:
                wake()
            self._busy = True
        listener = self._listener
        if listener is None:
            return timeout
        if timeout is not None and timeout <= 0:  # it does not sleep, it only looks
            if listener.ready:
                self._loop.call_soon(self._drain)
            return timeout
        busy, self._busy = self._busy, False
        self._promise.until = self._loop.time() + MOMENT if busy else 0.0
        if self.layer.is_waiting(listener):
            self._loop.call_soon(self._drain)
            return 0
        if busy:
            return MOMENT if timeout is None else min(timeout, MOMENT)
        return timeout

    def _after_sleep(self) -> None:
        """The loop is awake: from here on it looks by itself."""
        listener = self._listener
        if listener is not None:
            listener.armed = False
            if listener.ready:
                self._loop.call_soon(self._drain)

    def _drain(self) -> None:
        """Take what came for this server's clients and send it; arm the wake-up when empty."""
        listener = self._listener
        if listener is None:
            return
        taken = self.layer.take_many(listener, BATCH)
        if not taken:
            return
        self._busy = True
        sent: list[tuple[Entry, int, int, Any]] = []
        for entry in taken:
            try:
                self._dispatch(entry, sent)
            except Exception:
                logger.exception("A reply on %s could not be handled", entry[2])
                self.layer.lose(entry, "malformed", where=self.name)
        if sent:
            self.layer.settle_frames(sent, where=self.name)
        if len(taken) == BATCH:
            self._loop.call_soon(self._drain)  # after the sockets had their turn

    def _dispatch(self, entry: Entry, sent: list[tuple[Entry, int, int, Any]]) -> None:
        connection = self.connections.get(entry[2][len(self.prefix) :])
        if connection is None:
            self.layer.lose(entry, "no_connection", where=self.name)
            return
        state = connection.state
        if state.phase == websocket.CLOSED or state.phase == http.ENDED:
            self.layer.lose(entry, "no_connection", where=self.name, cause=connection.id)
            return
        before = state.phase
        try:
            events = state.answer(entry[3])
            if state.phase != before:
                self._moved(connection, before, events)
        except Exception as error:  # content may be anything at all
            self._malformed(connection, entry, error)
            return
        if self._sender.send(connection, entry, events):
            frame, data = self._sender.frame_of(events)
            sent.append((entry, connection.id, frame, data))

    def _moved(self, connection: Connection, before: str, events: tuple[Sendable, ...]) -> None:
        """The state moved: timers and the log follow."""
        state, log = connection.state, self.log
        if isinstance(state, http.HttpState):
            if log is not None and before == http.WAITING:
                log.note(
                    "response.started",
                    where=self.name,
                    cause=connection.id,
                    connection=connection.id,
                    status=state.status,
                    headers=tuple(events[0]["headers"]),
                )
            if before == http.WAITING:
                headers = events[0]["headers"]
                if not any(name.lower() == b"date" for name, _ in headers):
                    headers.append((b"date", self._now()))
            return
        if before == websocket.HANDSHAKE:
            self._handshakes.remove(connection)
            if events[0]["type"] == "websocket.accept":
                self._lifetimes.add(connection)
                if log is not None:
                    log.note(
                        "connection.accepted",
                        where=self.name,
                        cause=connection.id,
                        connection=connection.id,
                        subprotocol=state.subprotocol,
                    )
            else:
                connection.by = "server"
                self._note_rejected(connection, 403, "a consumer refused the handshake")
        if state.phase == websocket.CLOSED:
            connection.by = connection.by or "server"

    def _note_rejected(self, connection: Connection, status: int | None, why: str) -> None:
        if self.log is not None:
            self.log.note(
                "connection.rejected",
                where=self.name,
                cause=connection.id,
                connection=connection.id,
                status=status,
                why=why,
            )

    def _malformed(self, connection: Connection, entry: Entry, error: Exception) -> None:
        """A reply that the protocol does not know: lost, said aloud, and never left hanging."""
        self._lose_malformed(connection, entry, error)
        state = connection.state
        if isinstance(state, http.HttpState) and state.phase == http.WAITING:
            page = http.error_page(500, "Internal Server Error", str(error))
            self._answer(connection, page)

    def _unsendable(self, connection: Connection, entry: Entry | None, error: Exception) -> None:
        """The wire refuses a reply: a text that is no Unicode, a wrong Content-Length."""
        if entry is not None:
            self._lose_malformed(connection, entry, error)
        if isinstance(connection.state, http.HttpState):
            connection.state.phase = http.ENDED
            connection.by = "server"
            self._abort(connection)

    def _lose_malformed(self, connection: Connection, entry: Entry, error: Exception) -> None:
        self.layer.lose(entry, "malformed", where=self.name, cause=connection.id)
        if self.log is None:
            logger.error("A reply on %s was not understood: %s", entry[2], error)
        else:  # said there, once for each member; a group of 200 must not print 200 lines
            self.log.note(
                "reply.malformed",
                where=self.name,
                cause=entry[1],
                connection=connection.id,
                message=entry[1],
                error=str(error),
            )

    def _answer(self, connection: Connection, reply: dict[str, Any]) -> None:
        """Answer a request by the server itself, whatever was collected of another answer."""
        connection.state.begin_anew()
        before = connection.state.phase
        events = connection.state.answer(reply)
        self._moved(connection, before, events)
        self._sender.send(connection, None, events)

    # -- timeouts and refusals ---------------------------------------------------------------

    async def _refuse_busy(self, connection: Connection) -> None:
        connection.by = "server"
        self._note_rejected(connection, 503, "websocket.connect is full")
        page = http.error_page(503, "Service Unavailable", "Request queue full.")
        await connection.send(
            {
                "type": "websocket.http.response.start",
                "status": 503,
                "headers": page["headers"],
            }
        )
        await connection.send({"type": "websocket.http.response.body", "body": page["content"]})

    def _give_up(self, connection: Connection, why: str) -> None:
        """Answer 503, or cut a response that has begun (§15.1 row 4)."""
        if connection.state.phase == http.WAITING:
            self._answer(connection, http.error_page(503, "Service Unavailable", why))
        elif connection.state.phase == http.STARTED:
            self._abort(connection)

    def _request_timed_out(self, connection: Connection) -> None:
        connection.by = "timeout"
        self._give_up(
            connection, f"No response within {self.http_timeout:g} seconds from the application."
        )

    def _handshake_timed_out(self, connection: Connection) -> None:
        """No decision in time: the TCP connection is dropped, the application gets 1006 (§7.4)."""
        connection.by = "timeout"
        connection.state.phase = websocket.CLOSED
        self._note_rejected(
            connection,
            None,
            f"no consumer decided the handshake within {self.handshake_timeout:g} s",
        )
        self._sender.step_once(connection, {"type": "websocket.abort"})

    def _lived_long_enough(self, connection: Connection) -> None:
        connection.by = "timeout"
        connection.state.phase = websocket.CLOSED
        self._sender.cut(connection, last={"type": "websocket.close", "code": 1000})

    def _abort(self, connection: Connection) -> None:
        if connection.aborts is not None:
            connection.aborts()

    def _now(self) -> bytes:
        """Return the Date header's value; formatted once a second."""
        now = self._loop.time()
        if now - self._date[0] >= 1.0 or not self._date[1]:
            self._date = (now, formatdate(usegmt=True).encode())
        return self._date[1]


def _abort_of(send: Any) -> Callable[[], object] | None:
    """Return how to cut this HTTP connection. ASGI has no word for it, so ask uvicorn's cycle."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    return getattr(transport, "abort", None)


def _is_gone_of(send: Any) -> Callable[[], bool] | None:
    """Return how to ask whether the client of an HTTP request has gone: uvicorn's cycle knows."""
    cycle: Any = getattr(send, "__self__", None)
    return (lambda: bool(cycle.disconnected)) if hasattr(cycle, "disconnected") else None
