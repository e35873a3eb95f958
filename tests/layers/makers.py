"""Layers for tests: on a manual clock, with or without a log."""

from __future__ import annotations

from random import Random
from typing import Any

from sandbox.layers.memory import MemoryLayer
from sandbox.runtime.clock import ManualClock
from sandbox.trace.log import Log

__all__ = ["ClockMaker", "logged"]


class ClockMaker:
    """A contract's Maker for layers that take ``clock`` and ``random``."""

    def __init__(self, cls: type[MemoryLayer], *, with_log: bool) -> None:
        self.cls = cls
        self.with_log = with_log
        self.clock = ManualClock(1000.0)

    def __call__(self, **settings: Any) -> MemoryLayer:
        log = Log(self.clock) if self.with_log else None
        return self.cls(**settings, clock=self.clock, random=Random(7), log=log)

    def advance(self, seconds: float) -> None:
        self.clock.advance(seconds)


def logged(clock: ManualClock | None = None, **settings: Any) -> tuple[MemoryLayer, Log]:
    """Return a memory layer and its log, on *clock* or on one that stands still at 0."""
    clock = clock or ManualClock()
    log = Log(clock)
    return MemoryLayer(**settings, clock=clock, random=Random(7), log=log), log
