"""Making a client's line bad on purpose: slow, asleep, cut; and turning newcomers away.

Role: impairments of single connections, for lessons about slow clients and lost networks. Each
acts where the server writes, so that the server sees just what a bad line would make it see: a
send that has to wait. It must not know who asks for it, nor why. Only for the loop's thread.

::

    Sender ──send──► Impairment ──after a pause──► the wire's own send
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from sandbox.protocols import http, websocket
from sandbox.protocols.desk import Desk
from sandbox.protocols.sending import Connection, Sendable

__all__ = ["Impairment", "cut", "impair"]

_DATA = frozenset(
    {"websocket.accept", "websocket.send", "http.response.start", "http.response.body"}
)
"""What waits; a close or an abort is not held up, as on a full wire."""


class Impairment:
    """One connection whose client reads slowly, or not at all, until :meth:`end`.

    Every frame and every part of a response waits *seconds* before it is written; ``None``: until
    the end. What piles up meanwhile meets the usual bounds (``slow_client``).
    """

    def __init__(
        self, loop: asyncio.AbstractEventLoop, connection: Connection, seconds: float | None
    ) -> None:
        self._loop = loop
        self._connection = connection
        self._seconds = seconds
        self._send = connection.send
        self._turns: set[asyncio.Future[None]] = set()
        self._over = False
        connection.send = self.send

    async def send(self, event: Sendable) -> None:
        """Write *event*, late."""
        if not self._over and event["type"] in _DATA:
            await self._pause()
        await self._send(event)

    async def _pause(self) -> None:
        turn = self._loop.create_future()
        timer = None
        if self._seconds is not None:
            timer = self._loop.call_later(self._seconds, _resolve, turn)
        self._turns.add(turn)
        try:
            await turn
        finally:
            self._turns.discard(turn)
            if timer is not None:
                timer.cancel()

    def end(self) -> None:
        """Let the client read as it can, at once. Harmless twice."""
        self._over = True
        for turn in self._turns:
            _resolve(turn)
        if self._connection.send == self.send:
            self._connection.send = self._send


def _resolve(turn: asyncio.Future[None]) -> None:
    if not turn.done():
        turn.set_result(None)


def impair(
    desk: Desk, connection: Connection, seconds: float | None, parted: Callable[[], object]
) -> Impairment:
    """Begin an impairment; *parted* is called when the connection has gone."""
    made = Impairment(desk.loop, connection, seconds)

    def gone() -> None:
        made.end()
        parted()

    connection.at_parting = (*connection.at_parting, gone)
    return made


def cut(desk: Desk, connection: Connection) -> None:
    """Lose the network of a client: no close frame, no answer, from one moment to the next."""
    connection.by = connection.by or "network"
    connection.why = connection.why or "its network was cut on purpose"
    state: Any = connection.state
    if isinstance(state, websocket.WebSocketState):
        desk.sender.step_once(connection, {"type": "websocket.abort"})
    else:
        state.phase = http.ENDED
        connection.leave_room()
        desk.sender.abort(connection)
