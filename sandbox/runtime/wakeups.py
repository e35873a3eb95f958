"""Wake-ups that may wait a moment, so that two threads do not fight for the interpreter.

Role: let a thread that makes many things available wake the other side once, at the end of its
burst. It must not know who is woken or why.

CPython runs one thread at a time, and every system call of one gives the other its turn: waking a
sleeper for each message makes both change places for each message, which costs more than the
message. So a worker puts off the wake-up of a protocol server until it has nothing more to do
— but only while that server has promised to look by itself within a moment (:class:`Promise`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from sandbox.runtime.clock import Clock

__all__ = ["Promise", "Putoff", "putoff"]


class Putoff(threading.local):
    """Each thread's wake-ups that wait; ``None`` where the thread wakes at once."""

    wakes: list[Callable[[], object]] | None = None

    def begin(self) -> None:
        """Let this thread put off wake-ups; it must call :meth:`flush` before it ever waits."""
        self.wakes = []

    def flush(self) -> None:
        """Wake everybody whose turn was put off in this thread."""
        wakes = self.wakes
        if wakes:
            self.wakes = []
            for wake in wakes:
                wake()

    def end(self) -> None:
        """Wake them, and put off no more."""
        self.flush()
        self.wakes = None


putoff = Putoff()
"""The one of this process; every thread sees its own part of it."""


class Promise:
    """A sleeper's word that it looks by itself at a moment, wake-up or not.

    The sleeper writes it, always before it arms its wake-up; whoever got the wake-up in hand reads
    it afterwards. Between the two lies the layer's lock, so no stale word is believed.
    """

    __slots__ = ("_clock", "until")

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.until = 0.0
        """The clock's moment at which it looks; 0: it does not."""

    def wake(self, ring: Callable[[], object]) -> None:
        """Call *ring*, now, or at the end of this thread's burst if the sleeper looks anyway."""
        wakes = putoff.wakes
        if wakes is None or self._clock() >= self.until:
            ring()
        else:
            wakes.append(ring)
