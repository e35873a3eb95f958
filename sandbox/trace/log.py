"""The log of facts: one ordered, bounded, append-only list that all threads share.

Role: keep what was appended, wake who waits, let readers follow with cursors, and bound the
memory. What a raw entry means is the business of :mod:`sandbox.trace.expand`; the log only asks
how many events it stands for when it lets go of it. It must not know of layers, views or users.

Appending is ``list.append`` (atomic in C) and a look at one number. The position in the list *is*
the order of facts; ``seq`` is counted from it when somebody reads.

A cell can be interrupted anywhere, also in here. So whatever changes several things computes them
first and then stores them in a row without a call, between which Python raises nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sandbox.trace import ops
from sandbox.trace.causes import acting
from sandbox.trace.events import Event, LogTrimmed
from sandbox.trace.expand import FIXED_COUNTS, Expander, count
from sandbox.trace.ids import Ids, spell
from sandbox.trace.ledger import Ledger, RawFold
from sandbox.trace.redact import redact

__all__ = ["Batch", "Log", "Subscription"]

_HOUSEKEEPING = 1024
"""Most entries between two looks at the bounds: rarely enough to be cheap, often enough to be
tight."""

_PARTS = 8
"""What is let go at once is about this part of what may be kept."""

_BATCH = 5_000
"""Raw entries that a subscriber gets at once, at most."""

_ENTRY_BYTES = 240
"""What a raw entry keeps in memory apart from its content: a tuple, an id, a float."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Raw entries in order. *next* is the cursor to go on from; *missed* counts raw entries that
    were let go before this reader came for them."""

    entries: list[tuple[Any, ...]]
    next: int
    missed: int


class Log:
    """The facts of one sandbox. Any thread may append and read.

    *clock* gives monotonic seconds. Memory is bounded to *max_events* or *max_bytes* (an
    estimate), whichever comes first; what is let go is counted, and its sums stay in the ledger.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        max_events: int = 200_000,
        max_bytes: int = 64 * 1024 * 1024,
    ) -> None:
        self.clock = clock
        self.start = clock()
        self.ids = Ids()
        self.max_events = max_events
        self.max_bytes = max_bytes
        self._entries: list[tuple[Any, ...]] = []
        self._first = 0  # the cursor of _entries[0]
        self._trimmed = 0  # events let go
        self._weighed = 0  # entries at the front that were looked at; the next four are theirs
        self._sums = RawFold()  # with all that was let go before
        self._events = 0
        self._bytes = 0
        self._weights: list[_Stretch] = []
        self._look_due = min(_HOUSEKEEPING, max(max_events // _PARTS, 1))
        self._next_look = self._look_due  # 0 while somebody waits
        self._looking = False
        self._waiters: list[threading.Lock] = []
        # Reentrant: what the garbage collector finalises may append while this thread is in here.
        self._lock = threading.RLock()
        self._append = self._entries.append

    # -- appending ---------------------------------------------------------------------------

    def append(self, entry: tuple[Any, ...]) -> None:
        """Add a raw entry (a tuple of :mod:`sandbox.trace.ops`). Never blocks for long."""
        self._append(entry)
        if len(self._entries) >= self._next_look:
            self._attend()

    def ends_with(self, entry: tuple[Any, ...]) -> bool:
        """Say whether this very tuple was appended a moment ago; for after an interrupt."""
        return any(one is entry for one in self._entries[-256:])

    def note(
        self,
        kind: str,
        *,
        where: str | None = None,
        id: int = 0,
        cause: int | None = None,
        at: float | None = None,
        **fields: Any,
    ) -> None:
        """Append one event of *kind*; for what happens rarely.

        *where* and *cause* default to whoever acts in this context; *cause* 0 means none. Field
        values must be immutable or given away. Secrets in headers are redacted here.
        """
        if where is None or cause is None:
            acting_cause, acting_where = acting.get()
            where = acting_where if where is None else where
            cause = acting_cause if cause is None else cause
        self.append(
            (ops.NOTE, self.clock() if at is None else at, where, kind, id, cause, redact(fields))
        )

    def mark(self, label: str, notes: str = "", captions: str = "") -> str | None:
        """Append a marker and return its id."""
        number = self.ids.mark()
        self.note("marked", id=number, label=label, notes=notes, captions=captions)
        return spell(number)

    # -- waking ------------------------------------------------------------------------------

    @property
    def end(self) -> int:
        """The cursor after the newest entry."""
        with self._lock:
            return self._first + len(self._entries)

    def wait(
        self,
        cursor: int,
        timeout: float | None = None,
        *,
        unless: Callable[[], bool] | None = None,
    ) -> bool:
        """Block until there is an entry at *cursor* or later; ``False`` after *timeout* seconds.

        Also ends, with ``True``, on :meth:`nudge`, and at once where *unless* says so: whoever
        makes *unless* true calls :meth:`nudge` afterwards, and no wake-up is missed.
        """
        parked = threading.Lock()
        parked.acquire()
        with self._lock:
            self._waiters.append(parked)
            self._next_look = 0  # before the look: an append either is seen or sees this
            due = self._first + len(self._entries) > cursor
        try:
            if due or (unless is not None and unless()):
                return True
            return parked.acquire(timeout=-1 if timeout is None else timeout)
        finally:
            with self._lock:
                if parked in self._waiters:
                    self._waiters.remove(parked)

    def nudge(self) -> None:
        """Wake everybody who waits, although nothing was appended.

        Cheap where nobody does. Whoever begins to wait looks first, so a nudge that finds nobody
        yet is not missed either: its news came before it.
        """
        if self._waiters:
            self._wake()

    def _wake(self) -> None:
        with self._lock:
            waiters, self._waiters = self._waiters, []
            self._next_look = self._look_due
        for parked in waiters:
            parked.release()

    def _attend(self) -> None:
        if not self._next_look:
            self._wake()
        if len(self._entries) >= self._look_due:
            self._look_after_memory()

    # -- reading -----------------------------------------------------------------------------

    def read(self, cursor: int = 0, limit: int | None = None) -> Batch:
        """Return the raw entries from *cursor* on, at most *limit* of them."""
        with self._lock:
            first = self._first
            begin = max(cursor - first, 0)
            end = None if limit is None else begin + limit
            entries = self._entries[begin:end]
        return Batch(entries, first + begin + len(entries), max(first - cursor, 0))

    def _read_on(self, cursor: int, limit: int, first: bool) -> tuple[Batch, int]:
        """Return :meth:`read`, and the seq of its first event where there was a gap, or *first*."""
        with self._lock:
            batch = self.read(cursor, limit)
            begin = batch.next - len(batch.entries) - self._first
            before = self._entries[:begin] if first or batch.missed else []
            trimmed = self._trimmed
        return batch, trimmed + sum(map(count, before)) + 1

    def events(self) -> list[Event]:
        """Return everything still in memory as events, oldest first.

        The first one is ``log.trimmed`` where older ones were let go.
        """
        with self._lock:
            entries, trimmed = self._entries[:], self._trimmed
        events: list[Event] = []
        if trimmed:
            events.append(
                LogTrimmed(seq=trimmed, at=0.0, where="log", events=trimmed, up_to=trimmed)
            )
        expander = Expander(self.start, trimmed + 1)
        for entry in entries:
            events += expander.expand(entry)
        return events

    def __iter__(self) -> Iterator[Event]:
        """Iterate over :meth:`events`."""
        return iter(self.events())

    def __len__(self) -> int:
        """Return how many events are in memory (``log.trimmed`` is not counted)."""
        with self._lock:
            events, fresh = self._events, self._entries[self._weighed :]
        return events + sum(map(count, fresh))

    def ledger(self) -> Ledger:
        """Fold the whole history, what was let go included, into a ledger."""
        with self._lock:
            sums, fresh = self._sums, self._entries[self._weighed :]
        rest = RawFold()
        rest.add_all(fresh)
        return sums.merged(rest).ledger()

    def subscribe(self, callback: Callable[[list[Event], int], None], *, name: str) -> Subscription:
        """Call *callback(events, missed)* in batches, on a thread of its own, from now on."""
        return Subscription(self, callback, name)

    # -- bounds ------------------------------------------------------------------------------

    def _look_after_memory(self) -> None:
        with self._lock:
            if self._looking or len(self._entries) < self._look_due:
                return  # this thread is in here already, or another one was first
            self._looking = True
            try:
                self._weigh(self._entries[self._weighed :])
                self._trim()
            finally:
                self._looking = False

    def _weigh(self, fresh: list[tuple[Any, ...]]) -> None:
        """Count what came since the last look: for the ledger, and for the bounds."""
        rest = RawFold()
        rest.add_all(fresh)
        sums = self._sums.merged(rest)
        stretches = _stretches(fresh, self.max_bytes // _PARTS)
        events = self._events + sum([stretch[1] for stretch in stretches])
        size = sum([stretch[2] for stretch in stretches])
        # Large contents are looked at more often, before they have become too many.
        room = self.max_bytes // _PARTS * len(fresh) // max(size, 1)
        interval = max(min(_HOUSEKEEPING, self.max_events // _PARTS, room), 1)
        weights = self._weights + stretches
        self._sums = sums
        self._events = events
        self._bytes += size
        self._weights = weights
        self._weighed += len(fresh)
        self._look_due = self._weighed + interval
        self._next_look = 0 if self._waiters else self._look_due

    def _trim(self) -> None:
        """Let the oldest go until the bounds are kept; the newest stretch stays in any case."""
        weights = self._weights
        gone = entries = 0
        events, size = self._events, self._bytes
        while gone < len(weights) - 1 and (events > self.max_events or size > self.max_bytes):
            entries += weights[gone][0]
            events -= weights[gone][1]
            size -= weights[gone][2]
            gone += 1
        if not gone:
            return
        kept = weights[gone:]
        self._weights = kept
        self._trimmed += self._events - events
        self._events = events
        self._bytes = size
        self._first += entries
        self._weighed -= entries
        self._look_due -= entries
        if self._next_look:
            self._next_look = self._look_due
        del self._entries[:entries]


_Stretch = tuple[int, int, int]
"""How many raw entries, for how many events, in about how many bytes."""


def _stretches(entries: list[tuple[Any, ...]], most: int) -> list[_Stretch]:
    """Weigh *entries* in one stretch, or in several of about *most* bytes each."""
    stretch = _measure(entries)
    if stretch[2] <= most or len(entries) < 2:
        return [stretch]
    half = len(entries) // 2
    return _stretches(entries[:half], most) + _stretches(entries[half:], most)


def _measure(entries: list[tuple[Any, ...]]) -> _Stretch:
    """Return how many entries these are, for how many events, in about how many bytes."""
    events, size = 0, _ENTRY_BYTES * len(entries)
    counts, contents = FIXED_COUNTS, _CONTENTS
    for entry in entries:
        op = entry[0]
        events += counts[op] or count(entry)
        at = contents[op]
        if not at:
            continue
        content = entry[at]
        if type(content) is dict:
            for value in content.values():
                kind = type(value)
                if kind is str or kind is bytes:
                    size += len(value)
                elif kind is not int:
                    size += _weigh_deep(value)
        else:
            size += _weigh_deep(content)
            if op == ops.GROUP_SENT:  # the one with two: its members, and what they get
                size += _weigh_deep(entry[7])
    return len(entries), events, size


_LARGE = {
    ops.NOTE: 6,
    ops.ACCEPTED: 7,
    ops.FRAME_ACCEPTED: 9,
    ops.REFUSED: 7,
    ops.GROUP_SENT: 8,
    ops.TAKEN_MANY: 4,
    ops.FRAMES_SENT: 4,
}
_CONTENTS = tuple(_LARGE.get(op, 0) for op in range(len(FIXED_COUNTS)))
"""By op: where an entry has what may be large, 0: it has nothing such."""


def _weigh_deep(value: Any) -> int:
    total, stack = 0, [value]
    while stack:
        item = stack.pop()
        kind = type(item)
        if kind is str or kind is bytes:
            total += 50 + len(item)
        elif kind is dict:
            total += 100
            stack.extend(item.values())
        elif kind is list or kind is tuple:
            total += 60
            stack.extend(item)
        else:
            total += 30
    return total


class Subscription:
    """A reader with a thread of its own. One that fails ends and keeps its error."""

    def __init__(self, log: Log, callback: Callable[[list[Event], int], None], name: str) -> None:
        self._log = log
        self._callback = callback
        self._name = name
        self._stopped = False
        self.error: BaseException | None = None
        """What the callback raised; it is not called again after that."""
        self._cursor = log.end
        self._expander: Expander | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        log = self._log
        try:
            while log.wait(self._cursor, unless=self._is_stopped) and not self._stopped:
                self._pass_on()
        except BaseException as error:
            self.error = error
            log.note(
                "subscriber.failed",
                where="log",
                cause=0,
                subscriber=self._name,
                error=f"{type(error).__name__}: {error}",
            )

    def _is_stopped(self) -> bool:
        return self._stopped

    def _pass_on(self) -> None:
        batch, seq = self._log._read_on(self._cursor, _BATCH, self._expander is None)
        self._cursor = batch.next
        if not batch.entries:
            return  # somebody else was nudged
        if self._expander is None or batch.missed:
            self._expander = Expander(self._log.start, seq)
        expand = self._expander.expand
        self._callback([event for entry in batch.entries for event in expand(entry)], batch.missed)

    def stop(self) -> None:
        """End the thread; harmless when it has ended already."""
        self._stopped = True
        self._log.nudge()
        if threading.current_thread() is not self._thread:
            self._thread.join()
