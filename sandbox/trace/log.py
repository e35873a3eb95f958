"""The log of facts: one ordered, bounded, append-only list that all threads share.

Role: keep what was appended, wake who waits, let readers follow with cursors, and bound the
memory. What a raw entry means is the business of :mod:`sandbox.trace.expand`; the log only asks
how many events it stands for when it lets go of it. It must not know of layers, views or users.

Appending is ``list.append`` (atomic in C) and a look at two flags. The position in the list *is*
the order of facts; ``seq`` is counted from it when somebody reads.
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
"""Entries between two looks at the bounds: rare enough to be cheap, often enough to be tight."""

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
        self._base = RawFold()  # the sums of what was let go
        self._events = 0  # events in _entries, as of the last housekeeping
        self._bytes = 0
        self._weights: list[tuple[int, int, int]] = []  # (entries, events, bytes) of each stretch
        self._weighed = 0  # entries at the front that _weights covers
        self._next_look = _HOUSEKEEPING
        self._waiting = False
        self._waiters: list[threading.Lock] = []
        self._lock = threading.Lock()
        self._append = self._entries.append

    # -- appending ---------------------------------------------------------------------------

    def append(self, entry: tuple[Any, ...]) -> None:
        """Add a raw entry (a tuple of :mod:`sandbox.trace.ops`). Never blocks for long."""
        self._append(entry)
        if self._waiting:
            self._wake()
        if len(self._entries) >= self._next_look:
            self._look_after_memory()

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
            self._waiting = True  # before the look: an append either is seen or sees this flag
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
        """Wake everybody who waits, although nothing was appended."""
        self._wake()

    def _wake(self) -> None:
        with self._lock:
            self._waiting = False
            waiters, self._waiters = self._waiters, []
        for parked in waiters:
            parked.release()

    # -- reading -----------------------------------------------------------------------------

    def read(self, cursor: int = 0, limit: int | None = None) -> Batch:
        """Return the raw entries from *cursor* on, at most *limit* of them."""
        with self._lock:
            first = self._first
            begin = max(cursor - first, 0)
            end = None if limit is None else begin + limit
            entries = self._entries[begin:end]
        return Batch(entries, first + begin + len(entries), max(first - cursor, 0))

    def events(self) -> list[Event]:
        """Return everything still in memory as events, oldest first.

        The first one is ``log.trimmed`` where older ones were let go.
        """
        with self._lock:
            entries, trimmed = self._entries[:], self._trimmed
        events: list[Event] = []
        if trimmed:
            events.append(
                LogTrimmed(
                    seq=trimmed, at=0.0, id=None, cause=None, where="log", events=trimmed,
                    up_to=trimmed,
                )
            )
        expander = Expander(self.start, trimmed + 1)
        for entry in entries:
            events += expander.expand(entry)
        return events

    def __iter__(self) -> Iterator[Event]:
        """Iterate over :meth:`events`."""
        return iter(self.events())

    def __len__(self) -> int:
        """Return how many events are in memory."""
        with self._lock:
            entries = self._entries[:]
        return sum(map(count, entries))

    def ledger(self) -> Ledger:
        """Fold the whole history, what was let go included, into a ledger."""
        with self._lock:
            fold, entries = self._base.copy(), self._entries[:]
        fold.add_all(entries)
        return fold.ledger()

    def subscribe(self, callback: Callable[[list[Event], int], None], *, name: str) -> Subscription:
        """Call *callback(events, missed)* in batches, on a thread of its own, from now on."""
        return Subscription(self, callback, name)

    # -- bounds ------------------------------------------------------------------------------

    def _look_after_memory(self) -> None:
        with self._lock:
            entries = self._entries
            if len(entries) < self._next_look:
                return  # another thread was here first
            fresh = entries[self._weighed :]
            stretch = _measure(fresh)
            self._weights.append(stretch)
            self._weighed += stretch[0]
            self._events += stretch[1]
            self._bytes += stretch[2]
            while self._weights and (
                self._events > self.max_events or self._bytes > self.max_bytes
            ):
                self._trim(*self._weights.pop(0))
            self._next_look = len(entries) + _HOUSEKEEPING

    def _trim(self, entries: int, events: int, size: int) -> None:
        self._base.add_all(self._entries[:entries])
        del self._entries[:entries]
        self._first += entries
        self._weighed -= entries
        self._trimmed += events
        self._events -= events
        self._bytes -= size


def _measure(entries: list[tuple[Any, ...]]) -> tuple[int, int, int]:
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
        self._stopped = False
        self.error: BaseException | None = None
        """What the callback raised; it is not called again after that."""
        self._cursor = log.end
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        log = self._log
        expander: Expander | None = None
        while log.wait(self._cursor, unless=lambda: self._stopped) and not self._stopped:
            batch = log.read(self._cursor, 5_000)
            if expander is None or batch.missed:
                expander = Expander(log.start, self._seq_of(batch))
            self._cursor = batch.next
            events: list[Event] = []
            for entry in batch.entries:
                events += expander.expand(entry)
            try:
                self._callback(events, batch.missed)
            except BaseException as error:
                self.error = error
                log.note("subscriber.failed", where="log", cause=0, error=repr(error))
                return

    def _seq_of(self, batch: Batch) -> int:
        begin = batch.next - len(batch.entries)
        with self._log._lock:
            before = self._log._entries[: begin - self._log._first]
            trimmed = self._log._trimmed
        return trimmed + sum(map(count, before)) + 1

    def stop(self) -> None:
        """End the thread; harmless when it has ended already."""
        self._stopped = True
        self._log.nudge()
        if threading.current_thread() is not self._thread:
            self._thread.join()
