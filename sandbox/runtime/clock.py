"""Time as something that is passed in.

Role: the only module that names a wall clock. A clock is any callable that returns monotonic
seconds as a float. It must not know who asks for the time.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

__all__ = ["Clock", "ManualClock", "VirtualClock", "Waiting", "monotonic"]

Clock = Callable[[], float]
"""Monotonic seconds; two readings may be subtracted, one alone means nothing."""

Waiting = Callable[[Callable[[], object], "float | None"], bool]
"""Waits until the callable is true, for so many seconds (``None``: without limit); returns whether
it is. How a caller waits where it must not put its thread to sleep."""

monotonic: Clock = time.monotonic
"""The clock of the threads runtime."""


class ManualClock:
    """A clock that stands still until it is told to go on: for tests and virtual time."""

    def __init__(self, start: float = 0.0) -> None:
        self._now = start

    def __call__(self) -> float:
        """Return the present moment in seconds."""
        return self._now

    def advance(self, seconds: float) -> float:
        """Move *seconds* forward and return the new moment; going back is a ``ValueError``."""
        if seconds < 0:
            raise ValueError(f"A clock goes forward only: advance() got {seconds!r} seconds.")
        self._now += seconds
        return self._now


class VirtualClock:
    """The clock of the cooperative runtime: whole nanoseconds, moved by its scheduler alone.

    Whole numbers add up to the same sum in whatever order, so a moment is the same to the last
    bit however it was reached.
    """

    def __init__(self) -> None:
        self._ns = 0

    def __call__(self) -> float:
        """Return the present moment in seconds."""
        return self._ns / 1e9

    def advance(self, seconds: float) -> None:
        """Move *seconds* forward, to the next nanosecond; going back is a ``ValueError``."""
        if seconds < 0:
            raise ValueError(f"A clock goes forward only: advance() got {seconds!r} seconds.")
        self._ns += math.ceil(seconds * 1e9)

    def advance_to(self, moment: float) -> None:
        """Be at *moment*, or just behind it; a moment that is past changes nothing."""
        if moment > self():
            self._ns = math.ceil(moment * 1e9)
            while self() < moment:  # what a float cannot say exactly
                self._ns += 1
