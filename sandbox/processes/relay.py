"""From a child's log to its sandbox: every fact, in order, as soon as there is one.

Role: follow the log of this process and send its raw entries over the pipe, with the ladders named
by the generation of the code that they belong to. It must not know what the facts mean.
"""

from __future__ import annotations

import pickle
import threading
from typing import Any

from sandbox.processes.pipe import Pipe
from sandbox.runtime.threads import spawn
from sandbox.trace import ops
from sandbox.trace.log import Log

__all__ = ["LADDER_AT", "Relay", "with_ladder"]

LADDER_AT = 8
"""Where a STARTED entry names its ladder."""

_OWN = frozenset({"layer.opened", "layer.closed"})
"""Facts of a child's own end of a layer: the sandbox's has told of the layer itself."""


def with_ladder(raw: tuple[Any, ...], ladder: Any) -> tuple[Any, ...]:
    """Return *raw* with another name of its ladder."""
    if raw[0] == ops.STARTED:
        return (*raw[:LADDER_AT], ladder, *raw[LADDER_AT + 1 :])
    return (*raw[:6], {**raw[6], "rules": ladder})


def ladder_of(raw: tuple[Any, ...]) -> Any:
    """Return what *raw* names as its ladder; ``None`` where it has none."""
    if raw[0] == ops.STARTED:
        return raw[LADDER_AT]
    return raw[6].get("rules") if raw[0] == ops.NOTE and raw[3] == "route.unmatched" else None


PAUSE = 0.02
"""Seconds in which facts are gathered: each wake-up of this thread holds up the one that works."""


class Relay:
    """Sends what *log* gets; starts at once."""

    def __init__(self, log: Log, pipe: Pipe) -> None:
        self._log = log
        self._pipe = pipe
        self._cursor = 0
        self._asked: list[int] = []
        self._ended = False
        self._hurry = threading.Event()
        """Set where somebody waits for what there is."""
        self.generations: dict[int, int] = {}
        """What ``Log.keep`` returned for a ladder → the generation of the code."""
        self._thread = spawn("sandbox-relay", self._run)

    def answer(self, number: int) -> None:
        """Send what there is by now, then say so with *number*. Any thread."""
        self._asked.append(number)
        self._hurry.set()
        self._log.nudge()

    def finish(self) -> None:
        """Send the rest and end. Any thread but its own."""
        self._ended = True
        self._hurry.set()
        self._log.nudge()
        self._thread.join()

    def _run(self) -> None:
        while True:
            self._hurry.clear()
            last, asked = self._ended, self._asked[:]
            del self._asked[: len(asked)]
            now = self._log.clock()
            batch = self._log.read(self._cursor)
            self._cursor = batch.next
            facts = [one for raw in batch.entries if (one := self._told(raw)) is not None]
            if (facts or asked or batch.missed) and not self._send(facts, now, asked, batch.missed):
                return
            if last:
                return
            self._log.wait(self._cursor, unless=lambda: self._ended or bool(self._asked))
            self._hurry.wait(PAUSE)

    def _send(self, facts: list[Any], now: float, asked: list[int], missed: int) -> bool:
        try:
            return self._pipe.send("facts", facts, now, asked, missed)
        except Exception:  # a field that cannot be pickled: all others still come
            plain = [one for one in facts if _is_plain(one)]
            return self._pipe.send("facts", plain, now, asked, missed + len(facts) - len(plain))

    def _told(self, raw: tuple[Any, ...]) -> tuple[Any, ...] | None:
        if raw[0] == ops.CHECKPOINT or (raw[0] == ops.NOTE and raw[3] in _OWN):
            return None
        ladder = ladder_of(raw)
        return raw if ladder is None else with_ladder(raw, self.generations.get(ladder, 0))


def _is_plain(raw: Any) -> bool:
    try:
        pickle.dumps(raw)
    except Exception:
        return False
    return True
