"""Time as something that is passed in.

Role: the only module that names a wall clock. A clock is any callable that returns monotonic
seconds as a float. It must not know who asks for the time.
"""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["Clock", "ManualClock", "monotonic"]

Clock = Callable[[], float]
"""Monotonic seconds; two readings may be subtracted, one alone means nothing."""

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
