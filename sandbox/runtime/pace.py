"""Slow motion on threads: how long a hop has to take at least.

Role: one number that workers and servers look at, and a wait that ends at once when the number
changes or somebody has to go. It must not know who hops.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from sandbox.runtime.clock import Clock, monotonic

__all__ = ["HOP_SECONDS", "Pace"]

HOP_SECONDS = 0.02
"""What a hop counts as: less than an eye sees, so that ten times as long is seen well."""


class Pace:
    """The pace of one sandbox. Any thread may call.

    *changed* callbacks are called in the thread that sets the pace.
    """

    def __init__(self, clock: Clock = monotonic) -> None:
        self.clock = clock
        self.hop = 0.0
        """Seconds that a hop takes at least; 0: it takes what it takes."""
        self._news = threading.Condition()
        self._listeners: list[Callable[[], object]] = []

    def set(self, factor: float) -> None:
        """Let a hop take *factor* times as long; 1: as long as it takes."""
        with self._news:
            self.hop = HOP_SECONDS * factor if factor > 1 else 0.0
            self._news.notify_all()
            listeners = list(self._listeners)
        for changed in listeners:
            changed()

    def watch(self, changed: Callable[[], object]) -> Callable[[], None]:
        """Call *changed* after each change; return what ends that."""
        with self._news:
            self._listeners.append(changed)

        def forget() -> None:
            with self._news:
                if changed in self._listeners:
                    self._listeners.remove(changed)

        return forget

    def wait(self, over: Callable[[], object]) -> None:
        """Wait a hop, as long as the pace stays as it is and *over* is false.

        Whoever makes *over* true calls :meth:`wake`.
        """
        with self._news:
            hop = self.hop
            if hop:
                self._news.wait_for(lambda: self.hop != hop or over(), hop)

    def wake(self) -> None:
        """Let those who wait look again whether they have to go."""
        with self._news:
            self._news.notify_all()
