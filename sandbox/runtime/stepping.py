"""Turns instead of threads: one actor at a time, chosen by a seeded random source.

Role: drive the pure core through every kind of interleaving, with a manual clock. The same seed
and the same actors give the same order. It must not know what the actors do; it is the seed of
the cooperative runtime.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from sandbox.runtime.clock import ManualClock

__all__ = ["Stepper"]

Step = Callable[[], bool]
"""One turn of an actor: do one thing and return ``True``, or ``False`` where there is nothing."""


class Stepper:
    """Runs actors in turns. Not for use from several threads.

    Args:
        seed: of the choice among actors.
        clock: advanced by :meth:`sleep` only.
    """

    def __init__(self, seed: int = 0, clock: ManualClock | None = None) -> None:
        self.random = Random(seed)
        self.clock = clock if clock is not None else ManualClock()
        self._actors: dict[str, Step] = {}
        self.turns: list[str] = []
        """Who had a turn and did something, in order."""

    def add(self, name: str, step: Step) -> None:
        """Let *name* take part; an earlier actor of that name is replaced."""
        self._actors[name] = step

    def remove(self, name: str) -> None:
        """Let *name* take part no longer."""
        del self._actors[name]

    def step(self) -> bool:
        """Give one turn to an actor that has something to do; ``False`` where none has."""
        names = list(self._actors)
        self.random.shuffle(names)
        for name in names:
            if self._actors[name]():
                self.turns.append(name)
                return True
        return False

    def run(self, limit: int = 10_000) -> int:
        """Give turns until nobody has anything to do, and return how many it were.

        ``RuntimeError`` where *limit* turns were not enough.
        """
        for taken in range(limit):
            if not self.step():
                return taken
        raise RuntimeError(f"The actors did not come to rest within {limit} turns.")

    def sleep(self, seconds: float) -> None:
        """Let virtual time pass."""
        self.clock.advance(seconds)
