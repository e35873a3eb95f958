"""The one timer of a WebSocket connection, and the pings that it rings for (§7.4 row 8).

Role: ping a client that was silent for too long, and find out that it did not answer. It must not
know how a ping is written, nor what dropping a client means: the wire does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic

from sandbox.protocols.frames import FrameReader

__all__ = ["Pulse"]


class Pulse(FrameReader):
    """A reader of frames that has a timer, for pings or for whatever else its connection waits for.

    *interval*: seconds in which nothing came or went before a ping; *timeout*: seconds for its
    answer. ``None`` or 0: no pings, no time-out. A subclass notes in ``_heard`` and ``_spoke`` when
    something came and went (monotonic seconds). Only for the loop's thread.
    """

    __slots__ = (
        "_heard",
        "_interval",
        "_loop",
        "_patience",
        "_pinged",
        "_spoke",
        "_timer",
    )

    def __init__(
        self,
        max_size: int | None,
        loop: asyncio.AbstractEventLoop,
        interval: float | None,
        timeout: float | None,
    ) -> None:
        super().__init__(max_size)
        self._loop = loop
        self._interval = interval or 0.0
        self._patience = timeout or 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._heard = self._spoke = 0.0
        self._pinged = 0.0  # when; 0.0: no ping is out

    def send_ping(self) -> None:
        """Write a ping."""
        raise NotImplementedError

    def lose_silent(self, seconds: float) -> None:
        """Drop the client, which has not answered its ping within *seconds*."""
        raise NotImplementedError

    def _arm(self, seconds: float, callback: Callable[[], None]) -> None:
        """Call *callback* after *seconds*, instead of what was to be called."""
        self._disarm()
        self._timer = self._loop.call_later(seconds, callback)

    def _disarm(self) -> None:
        """Call nothing later."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _start_pings(self) -> None:
        """Ping after each interval in which nothing came or went."""
        if self._interval:
            self._heard = self._spoke = monotonic()
            self._arm(self._interval, self._beat)

    def _beat(self) -> None:
        """Ping a connection that was idle too long; give up one that has not answered its ping."""
        now = monotonic()
        # While reading is paused nothing can be heard, so nothing can be held against the client.
        if self._pinged and (self._held or self._heard >= self._pinged):
            self._pinged = 0.0
        if self._pinged:
            wait = self._pinged + self._patience - now
            if wait <= 0:
                self.lose_silent(self._patience)
                return
        else:
            wait = max(self._heard, self._spoke) + self._interval - now
            if wait <= 0:
                wait = self._ping(now) or self._interval
        self._arm(min(wait, self._interval), self._beat)

    def _ping(self, now: float) -> float:
        """Send a ping; return the seconds that the client has for an answer, 0.0: for ever."""
        self.send_ping()
        self._pinged = now if self._patience else 0.0
        return self._patience
