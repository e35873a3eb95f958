"""What runs print: it belongs to the run that made it (TRACE.md, ``consumer.printed``).

Role: make facts of what is written bit by bit, one for each line or burst of lines, and bound what
one run may leave in the log. It must not know streams, terminals or notebooks: who catches what is
printed (:mod:`sandbox.box.printing`) says which run it is, and workers say when a run has ended.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

from sandbox.trace import ops
from sandbox.trace.log import Log

__all__ = ["LONGEST", "MOST_TEXTS", "Outputs", "is_run", "outputs", "root_of", "run_of"]

LONGEST = 64 * 1024
"""Characters that are kept of what one run prints."""

MOST_TEXTS = 500
"""Events that one run's output becomes, at most."""

_MOST_OPEN = 1_000
_CHUNK = 512
_RUN, _MESSAGE, _CONNECTION = 3, 1, 5


def is_run(number: int) -> bool:
    """Say whether the id is a run's (see :mod:`sandbox.trace.ids`)."""
    return number & 15 == _RUN


class _Open:
    """What one run has printed so far."""

    __slots__ = ("consumer", "cut", "kept", "log", "parts", "texts", "where")

    def __init__(self, log: Log, where: str, consumer: str) -> None:
        self.log = log
        self.where = where
        self.consumer = consumer
        self.parts: dict[str, str] = {}
        """Stream → what was written since the last whole line."""
        self.kept = self.texts = self.cut = 0


class Outputs:
    """The output of the runs that go on. Any thread may call; nothing here blocks for long."""

    def __init__(self) -> None:
        # Reentrant: what the garbage collector finalises may print while this thread is in here.
        self._lock = threading.RLock()
        self.open: dict[tuple[int, int], _Open] = {}
        """(identity of the log, run) → output; empty while nobody prints, which is cheap to ask."""

    def write(self, log: Log, run: int, where: str, stream: str, text: str) -> None:
        """Take a piece of what *run* prints to *stream* (``stdout``, ``stderr`` or ``log``)."""
        with self._lock:
            found = self.open.get((id(log), run)) or self._begin(log, run, where)
            whole, newline, rest = (found.parts.pop(stream, "") + text).rpartition("\n")
            if newline:
                self._note(found, run, stream, whole + newline)
            if len(rest) > LONGEST:
                self._note(found, run, stream, rest)
            elif rest:
                found.parts[stream] = rest

    def flush(self, log: Log, run: int, stream: str) -> None:
        """Let what was written without a line's end be a fact now."""
        with self._lock:
            found = self.open.get((id(log), run))
            if found is not None and stream in found.parts:
                self._note(found, run, stream, found.parts.pop(stream))

    def finish(self, log: Log, run: int) -> None:
        """*run* has ended: tell the rest, and how much was cut. Harmless twice."""
        with self._lock:
            found = self.open.pop((id(log), run), None)
            if found is not None:
                self._end(found, run)

    def _begin(self, log: Log, run: int, where: str) -> _Open:
        while len(self.open) >= _MOST_OPEN:  # threads that print long after their runs have ended
            (_, oldest), gone = next(iter(self.open.items()))
            self.finish(gone.log, oldest)
        started = run_of(log, run)
        consumer = started[5] if started is not None else ""
        found = self.open[id(log), run] = _Open(log, where, consumer)
        return found

    def _end(self, found: _Open, run: int) -> None:
        for stream, rest in found.parts.items():
            self._note(found, run, stream, rest)
        if found.cut:
            self._append(found, run, "stdout", "", found.cut)

    def _note(self, found: _Open, run: int, stream: str, text: str) -> None:
        room = LONGEST - found.kept if found.texts < MOST_TEXTS else 0
        shown = text[:room]
        found.cut += len(text) - len(shown)
        if shown:
            found.kept += len(shown)
            found.texts += 1
            self._append(found, run, stream, shown, 0)

    @staticmethod
    def _append(found: _Open, run: int, stream: str, text: str, cut: int) -> None:
        found.log.note(
            "consumer.printed",
            where=found.where,
            id=run,
            cause=0,
            run=run,
            consumer=found.consumer,
            stream=stream,
            text=text,
            cut=cut,
        )


outputs = Outputs()
"""The one of this process."""


# --- what led to a run ----------------------------------------------------------------------------


def _backwards(log: Log, since: int) -> Iterator[tuple[Any, ...]]:
    """Yield raw entries from the newest back to cursor *since*."""
    end = log.end
    while end > since:
        begin = max(end - _CHUNK, since)
        batch = log.read(begin, end - begin)
        if batch.missed and not batch.entries:
            return
        yield from reversed(batch.entries)
        end = begin


def run_of(log: Log, run: int, since: int = 0) -> tuple[Any, ...] | None:
    """Return the raw entry with which *run* began (``ops.STARTED``); ``None`` where it is gone.

    It is near the end of the log as a rule, and no more than a few thousand entries are looked at.
    """
    floor = max(since, log.end - 16 * _CHUNK, 0)
    for raw in _backwards(log, floor):
        if raw[0] == ops.STARTED and raw[4] == run:
            return raw
    return None


def root_of(log: Log, run: int, since: int) -> tuple[Any, ...] | None:
    """Return the raw entry that first led to *run*; ``None`` where that was before cursor *since*.

    A cause stands before what it leads to, so one way back through the log is enough.
    """
    wanted = run
    for raw in _backwards(log, since):
        led = _LEADS.get(raw[0], _none)(raw, wanted)
        if led is None:
            continue
        if led == 0:
            return raw
        wanted = led
    return None


def _none(raw: tuple[Any, ...], wanted: int) -> int | None:
    return None


def _started(raw: tuple[Any, ...], wanted: int) -> int | None:
    return raw[3] if raw[4] == wanted else None


def _accepted(raw: tuple[Any, ...], wanted: int) -> int | None:
    return raw[3] if raw[5] == wanted else None


def _frame(raw: tuple[Any, ...], wanted: int) -> int | None:
    return 0 if wanted in (raw[7], raw[4]) else None


def _group_sent(raw: tuple[Any, ...], wanted: int) -> int | None:
    if wanted & 15 == _MESSAGE and any(message == wanted for message, _ in raw[8]):
        return raw[3]  # type: ignore[no-any-return]
    return None


def _note(raw: tuple[Any, ...], wanted: int) -> int | None:
    if raw[4] == wanted:
        return raw[5] or 0
    # The client's goodbye leads to the disconnect that has its connection as cause.
    ended = raw[3] == "connection.closed" and raw[6].get("connection") == wanted
    return 0 if ended and wanted & 15 == _CONNECTION else None


_LEADS: dict[int, Callable[[tuple[Any, ...], int], int | None]] = {
    ops.NOTE: _note,
    ops.STARTED: _started,
    ops.ACCEPTED: _accepted,
    ops.FRAME_ACCEPTED: _frame,
    ops.GROUP_SENT: _group_sent,
}
"""What an entry says of the wanted id: what led to it, 0 where nothing did, ``None``: nothing."""
