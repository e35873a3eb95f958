"""What a server knows of one client, and how it writes to it.

Role: step the wire's ``send`` where the client keeps up; give a send that has to wait a task and a
bounded backlog, for as long as that lasts. It must not know where replies come from, nor of
handshakes and timeouts.

::

    send ──written──► True: the caller settles
      └───waits─────► task and backlog ──written──► settled here
                           └── cut: bound passed, client gone, server stops ──► lost
"""

from __future__ import annotations

import asyncio
import types
from collections import deque
from collections.abc import Callable, Generator
from typing import Any

from sandbox.layers.store import Entry
from sandbox.protocols import http, websocket
from sandbox.protocols.limits import Limits
from sandbox.trace.log import Log

__all__ = ["Connection", "Sendable", "Sender"]

Sendable = dict[str, Any]
"""An ASGI event."""


class Connection:
    """What a server knows of one client: a WebSocket, or one HTTP request."""

    __slots__ = (
        "at_parting",
        "backlog",
        "backlog_bytes",
        "body_channel",
        "by",
        "client",
        "decided",
        "id",
        "in_progress",
        "is_gone",
        "label",
        "last",
        "lost_as",
        "method",
        "muted",
        "opened_at",
        "order",
        "path",
        "reply_channel",
        "request",
        "room",
        "send",
        "sent",
        "state",
        "step",
        "taken_down",
        "task",
        "throttled",
        "why",
    )

    def __init__(self, id: int, reply_channel: str, path: str, send: Any, state: Any) -> None:
        self.id = id
        self.reply_channel = reply_channel
        self.path = path
        self.send = send
        self.state = state
        self.client: tuple[str, int] | None = None
        self.label: str | None = None
        self.opened_at = 0.0
        """The log's clock when it was opened; 0.0 without a log."""
        self.method = ""
        """Of an HTTP request, such as ``"GET"``."""
        self.request = 0
        """The id of an HTTP request, the cause of all that it leads to."""
        self.order = 0
        """Frames received so far."""
        self.sent = 0
        """Frames written so far."""
        self.muted = False
        self.decided = False
        """Whether a WebSocket's handshake is no longer open."""
        self.by: str | None = None
        """Who ended it, as far as this server did it."""
        self.why: str | None = None
        """Why, in words, where the code alone does not tell."""
        self.throttled = False
        """Whether its consumers have to wait."""
        self.body_channel: str | None = None
        """Where the rest of a long body goes."""
        self.room: asyncio.Future[None] | None = None
        """Waits until the body channel may have room."""
        self.taken_down: tuple[str, str | None, str | None, float] | None = None
        """Path, client, method and time for the access log, where there is one."""
        self.at_parting: tuple[Callable[[], object], ...] = ()
        """What is to be called when it has gone."""
        # While its client reads too slowly, and only then:
        self.backlog: deque[tuple[Entry | None, tuple[Sendable, ...]]] | None = None
        self.backlog_bytes = 0
        self.task: asyncio.Task[None] | None = None
        self.in_progress: Entry | None = None
        self.step: Any = None
        self.lost_as = "no_connection"
        self.last: Sendable | None = None
        self.is_gone: Callable[[], bool] | None = None
        """Asks whether an HTTP client has gone; a WebSocket is told of it by its end."""

    def leave_room(self) -> None:
        """Wait no longer for room on the body channel: nobody needs the body any more."""
        if self.room is not None and not self.room.done():
            self.room.set_result(None)


@types.coroutine
def _go_on(step: Any, waits_for: Any) -> Generator[Any, Any, None]:
    """Finish, inside a task, a coroutine that was stepped outside one until it had to wait."""
    while True:
        try:
            value = yield waits_for
        except BaseException as error:
            advance = step.throw
            argument: Any = error
        else:
            advance = step.send
            argument = value
        try:
            waits_for = advance(argument)
        except StopIteration:
            return


class Sender:
    """Writes to the connections of one server. Only for the thread of *loop*.

    *failed* is told what could not be sent at all: ``failed(connection, entry, error)``; it
    settles *entry* (``None``: the server's own words).
    """

    def __init__(
        self,
        layer: Any,
        *,
        loop: asyncio.AbstractEventLoop,
        where: str,
        log: Log | None,
        limits: Limits,
        failed: Callable[[Connection, Entry | None, Exception], object],
    ) -> None:
        self._layer = layer
        self._loop = loop
        self._where = where
        self._log = log
        self._limits = limits
        self._failed = failed

    def send(
        self, connection: Connection, entry: Entry | None, events: tuple[Sendable, ...]
    ) -> bool:
        """Write *events*; ``False`` where *entry* is, or will be, settled here."""
        if connection.backlog is not None:
            self._queue_up(connection, entry, events)
            return False
        for at, event in enumerate(events):
            step = connection.send(event)
            try:
                waits_for = step.send(None)
            except StopIteration:
                if event["type"] == "websocket.send":
                    connection.sent += 1
            except Exception as error:
                self._fail(connection, entry, error, events[at + 1 :])
                return False
            else:
                self._begin_slowly(connection, entry, events, at, step, waits_for)
                return False
        return True

    def step_once(self, connection: Connection, event: Sendable) -> None:
        """Send *event* now, or not at all."""
        step = connection.send(event)
        try:
            step.send(None)
        except StopIteration:
            return
        step.close()

    def abort(self, connection: Connection) -> None:
        """Cut an HTTP connection."""
        self.step_once(connection, {"type": "http.response.abort"})

    def cut(
        self, connection: Connection, reason: str = "no_connection", last: Sendable | None = None
    ) -> None:
        """Send nothing more but *last*; what still waits is lost, for *reason*."""
        backlog = connection.backlog
        if backlog is None:
            if last is not None:
                self.step_once(connection, last)
            return
        connection.lost_as, connection.last = reason, last
        self._lose_backlog(connection)
        if connection.task is not None:
            connection.task.cancel()

    def frame_of(self, events: tuple[Sendable, ...]) -> tuple[int, Any]:
        """Return id and data of the frame that *events* send, for the log; id 0: there is none."""
        for event in events:
            if event["type"] == "websocket.send":
                data = event.get("text")
                return (
                    self._log.ids.frame() if self._log is not None else 0,
                    data if data is not None else event.get("bytes"),
                )
        return 0, None

    def _fail(
        self,
        connection: Connection,
        entry: Entry | None,
        error: Exception,
        rest: tuple[Sendable, ...],
    ) -> None:
        """Something cannot be sent; a close behind it still is."""
        self._failed(connection, entry, error)
        for event in rest:
            if event["type"] == "websocket.close":
                self.step_once(connection, event)

    # -- a client that does not keep up --------------------------------------------------------

    def _begin_slowly(
        self,
        connection: Connection,
        entry: Entry | None,
        events: tuple[Sendable, ...],
        at: int,
        step: Any,
        waits_for: Any,
    ) -> None:
        connection.backlog = deque()
        connection.backlog_bytes = 0
        connection.in_progress, connection.step = entry, step
        task = connection.task = self._loop.create_task(
            self._send_slowly(connection, events, at, waits_for), name="slow client"
        )
        task.add_done_callback(lambda task: self._end_slowly(connection, task))

    async def _send_slowly(
        self, connection: Connection, events: tuple[Sendable, ...], at: int, waits_for: Any
    ) -> None:
        """Go on with the send that had to wait, then with what queued up behind it."""
        while connection.backlog is not None:
            try:
                for event in events[at:]:
                    at += 1
                    if not await self._write(connection, event, waits_for):
                        return
                    waits_for = None
            except Exception as error:
                entry, connection.in_progress = connection.in_progress, None
                self._fail(connection, entry, error, events[at:])
            else:
                self._settle(connection, events)
            if not connection.backlog:
                self._caught_up(connection)
                return
            connection.in_progress, events = connection.backlog.popleft()
            connection.backlog_bytes -= _size_of(events)
            if connection.throttled and connection.backlog_bytes <= self._limits.ahead_bytes // 2:
                self._let_flow(connection)
            at, waits_for = 0, None

    async def _write(self, connection: Connection, event: Sendable, waits_for: Any) -> bool:
        """Write one event; ``False`` where the client has gone meanwhile."""
        if waits_for is None:
            connection.step = connection.send(event)
            try:
                waits_for = connection.step.send(None)
            except StopIteration:
                waits_for = None
        if waits_for is not None:
            await _go_on(connection.step, waits_for)
            # A client that goes away lets its senders go too: hear of that before counting.
            if connection.is_gone is None:
                await asyncio.sleep(0)
            elif connection.is_gone():
                return False
        if event["type"] == "websocket.send":
            connection.sent += 1
        return True

    def _settle(self, connection: Connection, events: tuple[Sendable, ...]) -> None:
        entry, connection.in_progress = connection.in_progress, None
        if entry is not None:
            frame, data = self.frame_of(events)
            self._layer.settle_frames([(entry, connection.id, frame, data)], where=self._where)

    def _caught_up(self, connection: Connection) -> None:
        """Nothing waits any more: from this moment on, events are written at once again.

        Not when the task's end is told: what came in between would wait for nobody.
        """
        connection.backlog = connection.task = connection.step = None
        if connection.throttled:
            self._let_flow(connection)

    def _end_slowly(self, connection: Connection, task: asyncio.Task[None]) -> None:
        """The task is over, perhaps before it began: whatever it leaves behind is lost."""
        if connection.task is not task:  # it has caught up, and the client may be slow anew
            task.result()
            return
        if connection.step is not None:
            connection.step.close()
            connection.step = None
        entry, connection.in_progress = connection.in_progress, None
        if entry is not None:
            self._lose(connection, entry)
        self._lose_backlog(connection)
        connection.backlog = connection.task = None
        if connection.throttled:
            self._let_flow(connection)
        last, connection.last = connection.last, None
        if last is not None:
            self.step_once(connection, last)
        if not task.cancelled():
            task.result()

    def _queue_up(
        self, connection: Connection, entry: Entry | None, events: tuple[Sendable, ...]
    ) -> None:
        backlog = connection.backlog
        if backlog is None:
            return
        size = connection.backlog_bytes + _size_of(events)
        is_socket = isinstance(connection.state, websocket.WebSocketState)
        limits = self._limits
        bound = limits.unsent_bytes if is_socket else limits.unsent_response
        if size <= bound and (len(backlog) < limits.unsent_messages or not is_socket):
            backlog.append((entry, events))
            connection.backlog_bytes = size
            if size > limits.ahead_bytes and not is_socket and not connection.throttled:
                self._throttle(connection)
            return
        # Passing the bound is a slow client: everything unsent is lost, the client is let go.
        backlog.append((entry, events))
        self._let_go(connection, is_socket)

    def _throttle(self, connection: Connection) -> None:
        """Let whoever streams this response wait; a layer may be unable to."""
        throttle = getattr(self._layer, "throttle", None)
        if throttle is not None:
            connection.throttled = True
            throttle(connection.reply_channel)

    def _let_flow(self, connection: Connection) -> None:
        connection.throttled = False
        self._layer.let_flow(connection.reply_channel)

    def _let_go(self, connection: Connection, is_socket: bool) -> None:
        connection.by = "server"
        connection.why = "it read too slowly, and too much was unsent (slow_client)"
        if is_socket:
            connection.state.phase = websocket.CLOSED
            self.cut(connection, "slow_client", {"type": "websocket.close", "code": 1013})
        else:
            connection.state.phase = http.ENDED
            self.cut(connection, "slow_client")
            self.abort(connection)

    def _lose_backlog(self, connection: Connection) -> None:
        for entry, _ in connection.backlog or ():
            if entry is not None:
                self._lose(connection, entry)
        if connection.backlog is not None:
            connection.backlog.clear()

    def _lose(self, connection: Connection, entry: Entry) -> None:
        self._layer.lose(entry, connection.lost_as, where=self._where, cause=connection.id)


def _size_of(events: tuple[Sendable, ...]) -> int:
    return sum(
        len(event.get("text") or event.get("bytes") or event.get("body") or b"") for event in events
    )
