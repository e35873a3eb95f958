"""The facts of several processes as one order: by time, which all of them read off one clock.

Role: hold back what has come until every process has told all that it knew at that moment, then
pass it on in order. A process that does not answer is not waited for for long; then only causes are
in order (TRACE.md, "On Redis"). It must not know what facts mean, nor how they come.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from functools import partial
from typing import Any

from sandbox.runtime.clock import Clock
from sandbox.runtime.threads import spawn

__all__ = ["Merger"]

PATIENCE = 0.25
"""Seconds that facts wait for a process that does not say how far it is."""

PAUSE = 0.03
"""Seconds that facts are gathered before everybody is asked."""

Raw = tuple[Any, ...]


class Merger:
    """Passes facts on to *put*, in its own thread. Any thread may call.

    *ask* is called with a source and a number: the source is to send all that it has, and then the
    number (:meth:`take`).
    """

    def __init__(
        self, put: Callable[[list[Raw]], object], ask: Callable[[Any, int], object], clock: Clock
    ) -> None:
        self._put = put
        self._ask = ask
        self._clock = clock
        self._changed = threading.Condition()
        self._waiting: list[tuple[float, int, Raw]] = []
        self._count = 0
        self._newest: dict[Hashable, float] = {}
        self._known: dict[Hashable, int] = {}
        self._round = 0
        self._done = 0
        self._wanted = 0
        self._closed = False
        self._thread = spawn("sandbox-merger", self._run)

    def add(self, source: Hashable) -> None:
        """Ask *source* from now on."""
        with self._changed:
            self._known[source] = 0
            self._newest[source] = 0.0

    def remove(self, source: Hashable) -> None:
        """Wait for *source* no longer; what it has told is passed on."""
        with self._changed:
            self._known.pop(source, None)
            self._newest.pop(source, None)
            self._changed.notify_all()

    def take(self, source: Hashable, facts: list[Raw], answers: list[int]) -> None:
        """Take what *source* has told, and to which rounds it has answered."""
        with self._changed:
            newest = self._newest.get(source, 0.0)
            for raw in facts:
                newest = max(newest, raw[1])  # a source's own order stays
                self._count += 1
                self._waiting.append((newest, self._count, raw))
            self._newest[source] = newest
            if source in self._known and answers:
                self._known[source] = max(self._known[source], *answers)
            self._changed.notify_all()

    def sync(self, timeout: float) -> bool:
        """Return when all that has happened by now is passed on; ``False`` after *timeout* s."""
        with self._changed:
            if not self._known and not self._waiting:
                return True
            self._wanted = number = self._round + 1
            self._changed.notify_all()
            return self._changed.wait_for(lambda: self._done >= number, timeout)

    def close(self) -> None:
        """Pass on what is there, and end. Harmless twice."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(
                    lambda: self._waiting or self._closed or self._wanted > self._round
                )
                if self._wanted <= self._round and not self._closed:
                    self._changed.wait_for(
                        lambda: self._closed or self._wanted > self._round, PAUSE
                    )
                self._round += 1
                number, sources = self._round, list(self._known)
                began, closed = self._clock(), self._closed
            for source in [] if closed else sources:
                self._ask(source, number)
            with self._changed:
                answered = closed or self._changed.wait_for(
                    partial(self._is_full, number), PATIENCE
                )
                until = began if answered and not closed else float("inf")
                ready = sorted(one for one in self._waiting if one[0] <= until)
                self._waiting = [one for one in self._waiting if one[0] > until]
            if ready:
                self._put([raw for _, _, raw in ready])
            with self._changed:
                self._done = number
                self._changed.notify_all()
                if closed:
                    return

    def _is_full(self, number: int) -> bool:
        return self._closed or all(one >= number for one in self._known.values())
