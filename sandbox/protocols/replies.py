"""From the layer to the clients of one server: take what came on its prefix, and send it.

Role: be woken as seldom as possible, take replies in batches, find each its client (CLASSIC-SPEC
§7.2). It must not know what a reply means to a client: its bridge does.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any

from sandbox.layers.store import Entry, Listener, Wake
from sandbox.protocols import http, websocket
from sandbox.protocols.desk import Desk
from sandbox.protocols.http_bridge import HttpBridge
from sandbox.protocols.sending import Connection
from sandbox.protocols.websocket_bridge import WebSocketBridge
from sandbox.runtime.loops import LoopHost
from sandbox.runtime.pace import Pace
from sandbox.runtime.wakeups import Promise

__all__ = ["BATCH", "Replies"]

logger = logging.getLogger("sandbox.server")

BATCH = 256
"""Messages that one turn handles before sockets are read again."""

MOMENT = 0.002
"""Seconds after which a busy server looks for replies by itself, so that a worker in a burst need
not wake it for each. It bounds how long a reply can wait behind a consumer that suddenly hangs."""


class Replies:
    """The drain of one server. Only for the loop's thread, but for the wake-up itself.

    *wakes* are workers to wake before this loop sleeps: until then they would only wait for it.
    *pace*: slow motion, one message a hop. *batch*: messages that one turn handles.
    """

    def __init__(
        self,
        desk: Desk,
        loop: LoopHost,
        web: HttpBridge,
        sockets: WebSocketBridge,
        wakes: list[Wake],
        pace: Pace | None = None,
        batch: int = BATCH,
    ) -> None:
        self._desk = desk
        self._pace = pace
        self._next = 0.0
        """The loop's moment from which on the pace lets another message go."""
        self._timer: asyncio.TimerHandle | None = None
        """Rings then, where one waits; until then nobody needs to look."""
        self._forget_pace: Callable[[], None] | None = None
        self._batch = batch
        self._loop_thread = loop
        self._web = web
        self._sockets = sockets
        self._wakes = wakes
        self._listener: Listener | None = None
        self._promise = Promise(desk.loop.time)
        self._busy = False
        """Whether something came or went since the loop last slept."""
        self._forget_sleep: Callable[[], None] | None = None
        self._said_malformed: Any = None
        """The last reply that was said aloud to be malformed."""

    # -- life ------------------------------------------------------------------------------------

    def listen(self) -> None:
        """Hear replies; they are taken once :meth:`start` was called."""
        prefix = self._desk.roster.prefix
        self._listener = self._desk.layer.listen_with(self._wake, [prefix], where=self._desk.where)

    def start(self) -> None:
        """Look for replies whenever the loop is about to sleep."""
        self._forget_sleep = self._loop_thread.around_sleep(self._before_sleep, self._after_sleep)
        if self._pace is not None:
            self._forget_pace = self._pace.watch(self._pace_changes)

    def stop(self) -> None:
        """Take what there is, then hear nothing more."""
        if self._forget_sleep is not None:
            self._forget_sleep()
        if self._forget_pace is not None:
            self._forget_pace()
        self._pace = None
        self._hurry()
        self._wake_workers()
        if self._listener is not None:
            self._batch = BATCH
            self._drain()
            self._desk.layer.close_listener(self._listener)

    # -- being woken -----------------------------------------------------------------------------

    def _wake(self) -> None:
        """Called by whichever thread made something available on this server's prefix."""
        self._promise.wake(self._loop_thread.ring)

    def _wake_workers(self) -> bool:
        wakes = self._wakes
        if not wakes:
            return False
        ringing = wakes[:]
        wakes.clear()
        for wake in ringing:
            wake()
        return True

    def _before_sleep(self, timeout: float | None) -> float | None:
        """The loop is about to sleep: wake workers, take what is ready, else arm the wake-up.

        While the loop is awake nobody needs to wake it, so the wake-up is armed only here. After a
        busy round it looks again by itself in a moment, and says so before it arms: workers then
        need not interrupt their burst to wake it.
        """
        if self._wake_workers():
            self._busy = True
        listener = self._listener
        if listener is None or self._timer is not None:
            return timeout
        if timeout is not None and timeout <= 0:  # it does not sleep, it only looks
            if listener.ready:
                self._desk.loop.call_soon(self._drain)
            return timeout
        busy, self._busy = self._busy, False
        self._promise.until = self._desk.loop.time() + MOMENT if busy else 0.0
        if self._desk.layer.is_waiting(listener, soon=busy):
            self._desk.loop.call_soon(self._drain)
            return 0
        if busy:
            return MOMENT if timeout is None else min(timeout, MOMENT)
        return timeout

    def _after_sleep(self) -> None:
        """The loop is awake: from here on it looks by itself."""
        listener = self._listener
        if listener is not None:
            listener.armed = False
            if listener.ready and self._timer is None:
                self._desk.loop.call_soon(self._drain)

    # -- taking ----------------------------------------------------------------------------------

    def _drain(self) -> None:
        """Take what came for this server's clients and send it."""
        listener = self._listener
        if listener is None or self._timer is not None:
            return
        desk = self._desk
        hop = self._pace.hop if self._pace is not None else 0.0
        if hop and self._next > desk.loop.time():
            self._timer = desk.loop.call_at(self._next, self._hurry)
            return
        limit = 1 if hop else self._batch
        taken = desk.layer.take_many(listener, limit)
        if not taken:
            return
        self._next = desk.loop.time() + hop
        self._busy = True
        sent: list[tuple[Entry, int, int, Any]] = []
        for entry in taken:
            try:
                self._dispatch(entry, sent)
            except Exception:
                logger.exception("A reply on %s could not be handled", entry[2])
                desk.layer.lose(entry, "malformed", where=desk.where)
        if sent:
            desk.layer.settle_frames(sent, where=desk.where)
        if len(taken) == limit:
            desk.loop.call_soon(self._drain)  # after the sockets had their turn

    def _pace_changes(self) -> None:
        """Hear of another pace, in whichever thread sets it."""
        with contextlib.suppress(RuntimeError):  # the loop was closed in this moment
            self._desk.loop.call_soon_threadsafe(self._hurry)

    def _hurry(self) -> None:
        """Look now, whatever there was to wait for."""
        timer, self._timer, self._next = self._timer, None, 0.0
        if timer is not None:
            timer.cancel()
            self._drain()

    def _dispatch(self, entry: Entry, sent: list[tuple[Entry, int, int, Any]]) -> None:
        desk = self._desk
        connection = desk.roster.find(entry[2])
        if connection is None:
            desk.layer.lose(entry, "no_connection", where=desk.where)
            return
        state = connection.state
        before = state.phase
        if before == websocket.CLOSED or before == http.ENDED:
            desk.layer.lose(entry, "no_connection", where=desk.where, cause=connection.id)
            return
        try:
            events = state.answer(entry[3])
            if state.phase != before:
                self._bridge_of(connection).moved(connection, before, events)
        except Exception as error:  # content may be anything at all
            self._malformed(connection, entry, error)
            return
        if desk.sender.send(connection, entry, events):
            frame, data = desk.sender.frame_of(events)
            sent.append((entry, connection.id, frame, data))

    def _bridge_of(self, connection: Connection) -> HttpBridge | WebSocketBridge:
        return self._web if isinstance(connection.state, http.HttpState) else self._sockets

    # -- what cannot be sent -----------------------------------------------------------------------

    def _malformed(self, connection: Connection, entry: Entry, error: Exception) -> None:
        """A reply that the protocol does not know: lost, said aloud, and never left hanging."""
        self._lose_malformed(connection, entry, error)
        if isinstance(connection.state, http.HttpState):
            self._web.malformed(connection, error)

    def unsendable(self, connection: Connection, entry: Entry | None, error: Exception) -> None:
        """The wire refuses a reply: a text that is no Unicode, a wrong Content-Length."""
        if entry is not None:
            self._lose_malformed(connection, entry, error)
        if isinstance(connection.state, http.HttpState):
            self._web.unsendable(connection)

    def _lose_malformed(self, connection: Connection, entry: Entry, error: Exception) -> None:
        desk = self._desk
        desk.layer.lose(entry, "malformed", where=desk.where, cause=connection.id)
        # A notebook has the log, and nobody has given this logger a handler; a terminal has. What
        # went to a group is one content: its 200 members must not be 200 lines.
        if (desk.log is None or logger.handlers) and entry[3] is not self._said_malformed:
            self._said_malformed = entry[3]
            logger.error("A reply on %s was not understood: %s", entry[2], error)
        if desk.log is not None:
            desk.log.note(
                "reply.malformed",
                where=desk.where,
                cause=entry[1],
                connection=connection.id,
                message=entry[1],
                error=str(error),
            )
