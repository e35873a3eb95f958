"""``box.clock``: the time of a sandbox, to be slowed, or passed at once (API.md).

Role: give the runtime's time a face, and note in the log what was done to it. It must not know
layers, servers or clients.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

from sandbox.errors import NotAvailableHere
from sandbox.options import shown
from sandbox.runtime.clock import Clock
from sandbox.runtime.cooperative import World
from sandbox.runtime.pace import Pace
from sandbox.trace.log import Log

__all__ = ["SandboxClock", "Slowed"]

TARGET = "clock"
"""What the log calls it."""


class Slowed:
    """Slow motion, in force until :meth:`undo`; a context manager too."""

    def __init__(self, factor: float, ended: Callable[[Slowed], object]) -> None:
        self.factor = factor
        """How many times as long a hop takes."""
        self._ended = ended
        self._active = True

    @property
    def active(self) -> bool:
        """Whether it is still in force."""
        return self._active

    def undo(self) -> None:
        """End it; harmless twice, and when another one has taken its place."""
        if self._active:
            self._active = False
            self._ended(self)

    def __enter__(self) -> Self:
        """Return itself; it is in force already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self.undo()

    def __repr__(self) -> str:
        return f"<slow motion, {self.factor:g} times{'' if self._active else ', ended'}>"


class SandboxClock:
    """The time of one sandbox. Any thread may call, but not a consumer of the same sandbox.

    *pace* paces threads, *world* is the cooperative runtime's; one of them is ``None``.
    """

    def __init__(
        self, log: Log, clock: Clock, *, pace: Pace | None = None, world: World | None = None
    ) -> None:
        self._log = log
        self._clock = clock
        self._pace = pace
        self._world = world
        self._lock = threading.Lock()
        self._slowed: Slowed | None = None
        self._fault = 0
        self._since = 0.0

    @property
    def now(self) -> float:
        """Seconds since the sandbox began, as its log counts them."""
        return self._clock() - self._log.start

    def slow(self, factor: float) -> Slowed:
        """Let every hop of a message take *factor* times as long, until the handle is undone.

        On threads a hop is drawn out to *factor* times 20 ms: a worker waits so long with a
        message in hand before its consumer runs, and a server so long between two messages that
        it writes. On the cooperative runtime it is virtual time, so no call takes longer.
        ``ValueError`` for a factor below 1.
        """
        if isinstance(factor, bool) or not isinstance(factor, int | float) or not factor >= 1:
            raise ValueError(
                f"slow() takes how many times as long, from 1 on, not {shown(factor)}: "
                "write box.clock.slow(10)."
            )
        with self._lock:
            self._end(self._slowed)
            slowed = self._slowed = Slowed(factor, self._undone)
            self._fault = self._log.ids.fault()
            self._since = self._clock()
            self._note("fault.began", factor)
            self._set(factor)
        return slowed

    def fast(self) -> None:
        """End slow motion; harmless where there is none."""
        with self._lock:
            slowed = self._slowed
        if slowed is not None:
            slowed.undo()

    def _undone(self, slowed: Slowed) -> None:
        with self._lock:
            self._end(slowed)

    def _end(self, slowed: Slowed | None) -> None:
        """End *slowed* if it is in force; the lock is held."""
        if slowed is not None and slowed is self._slowed:
            self._slowed = None
            slowed._active = False
            self._set(1.0)
            self._note("fault.ended", slowed.factor)

    def _set(self, factor: float) -> None:
        if self._world is not None:
            self._world.factor = factor
        elif self._pace is not None:
            self._pace.set(factor)

    def _note(self, kind: str, factor: float) -> None:
        self._log.note(kind, id=self._fault, **_told(factor))

    def in_force(self) -> list[tuple[str, int, float, dict[str, Any]]]:
        """Return ("fault", number, the clock's moment of its beginning, what the log says of it)
        for slow motion, if it is in force. Takes no lock, so that it may be asked under the
        layers' locks."""
        slowed = self._slowed
        return [] if slowed is None else [("fault", self._fault, self._since, _told(slowed.factor))]

    # -- the cooperative runtime only ----------------------------------------------------------

    def advance(
        self, seconds: float = 0, *, minutes: float = 0, hours: float = 0, days: float = 0
    ) -> None:
        """Let time pass at once: memberships and messages expire, delays and timers fire, each at
        its moment and in its order. On the cooperative runtime only (``NotAvailableHere``)."""
        world = self._stepped("advance()")
        world.advance(seconds + 60 * minutes + 3600 * hours + 86400 * days)

    def step(self) -> bool:
        """Take one step of one actor; ``False`` where nobody can move now. On the cooperative
        runtime only (``NotAvailableHere``)."""
        return self._stepped("step()").step()

    def _stepped(self, what: str) -> World:
        if self._world is None:
            raise NotAvailableHere(
                f"{what} moves virtual time, and this sandbox runs on threads, where time passes "
                'by itself: make it with Sandbox(runtime="cooperative").'
            )
        return self._world

    def __repr__(self) -> str:
        kind = "virtual" if self._world is not None else "real"
        slow = f", {self._slowed.factor:g} times slower" if self._slowed is not None else ""
        return f"<{kind} time, {self.now:.6g} s{slow}>"


def _told(factor: float) -> dict[str, Any]:
    """Return the fields of its events."""
    return {"fault": "slow", "target": TARGET, "options": {"factor": factor}}


def make_clock(log: Log, clock: Clock, runtime: Any) -> SandboxClock:
    """Return the clock of a sandbox on *runtime*."""
    return SandboxClock(log, clock, pace=runtime.pace, world=runtime.world)
