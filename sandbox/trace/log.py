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

import marshal
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sandbox.trace import ops
from sandbox.trace.causes import acting
from sandbox.trace.events import Event, LogTrimmed
from sandbox.trace.expand import FIXED_COUNTS, Expander, count
from sandbox.trace.ids import Ids, spell
from sandbox.trace.ledger import Ledger, RawFold
from sandbox.trace.redact import redact

__all__ = ["Batch", "Log", "Subscription"]

_HOUSEKEEPING = 4096
"""Most entries that stay unpacked where no layer makes checkpoints."""

_PARTS = 8
"""A pack has at most about this part of what may be kept, so that letting go is gradual."""

_BATCH = 5_000
"""Raw entries that a subscriber gets at once, at most."""


@dataclass(frozen=True, slots=True)
class _Pack:
    """A stretch of entries that nobody appends to any more, in little memory.

    ``marshal`` takes plain data only and is several times as quick as anything else: the tuples
    go back to the allocator while they are still in the processor's cache. It never leaves this
    process, so its format does not matter.
    """

    first: int
    """The cursor of its first entry."""
    entries: int
    events: int
    size: int
    """Bytes."""
    data: bytes | list[tuple[Any, ...]]
    """Packed, or as they are where a content holds something else than plain data."""
    ends_at: tuple[str, tuple[Any, ...]] | None
    """(layer, rows) of the checkpoint that is its last entry, if one is."""

    def load(self) -> list[tuple[Any, ...]]:
        """Return its entries."""
        if isinstance(self.data, list):
            return self.data
        loaded: list[tuple[Any, ...]] = marshal.loads(self.data)  # noqa: S302 - our own bytes
        return loaded


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
    *waiting*: how :meth:`wait` waits until something is true, for so many seconds; ``None``: its
    thread sleeps.
    """

    def __init__(
        self,
        clock: Callable[[], float],
        *,
        max_events: int = 200_000,
        max_bytes: int = 64 * 1024 * 1024,
        waiting: Callable[[Callable[[], object], float | None], bool] | None = None,
    ) -> None:
        self.clock = clock
        self._waiting = waiting
        self.start = clock()
        self.ids = Ids()
        self.max_events = max_events
        self.max_bytes = max_bytes
        self.ladders: list[Any] = []
        """What :meth:`keep` was given; raw entries name it by its place here."""
        self._entries: list[tuple[Any, ...]] = []
        self._first = 0  # the cursor of _entries[0]
        self._packs: list[_Pack] = []
        self._events = 0  # in the packs
        self._bytes = 0
        self._trimmed = 0  # events let go
        self._base = RawFold()  # the sums of what was let go
        self._layers: set[str] = set()
        self._mark: tuple[int, str, tuple[Any, ...]] | None = None  # the newest checkpoint
        self._look_due = min(_HOUSEKEEPING, max(max_events // _PARTS, 1))
        self.awaited = False
        """Whether somebody waits for the next entry."""
        self._waiters: list[Callable[[], object]] = []
        # Reentrant: what the garbage collector finalises may append while this thread is in here.
        self._lock = threading.RLock()
        self.put = self._entries.append
        """Add a raw entry and no more: one step in C, which no interrupt can cut in two. For
        whoever calls :meth:`attend` soon after; all others call :meth:`append`."""
        self.put_all = self._entries.extend
        """The same for several entries in a row."""

    # -- appending ---------------------------------------------------------------------------

    def append(self, entry: tuple[Any, ...]) -> None:
        """Add a raw entry (a tuple of :mod:`sandbox.trace.ops`). Never blocks for long."""
        self.put(entry)
        if self.awaited or len(self._entries) >= self._look_due:
            self._attend()

    def attend(self) -> None:
        """Wake who waits and pack what is old, where that is due; after :attr:`put`."""
        if self.awaited or len(self._entries) >= self._look_due:
            self._attend()

    def ends_with(self, entry: tuple[Any, ...]) -> bool:
        """Say whether this very tuple was appended a moment ago; for after an interrupt."""
        return any(one is entry for one in self._entries[-256:])

    def keep(self, ladder: Any) -> int:
        """Keep an immutable object that many entries name; return the number to name it by."""
        with self._lock:
            for number, kept in enumerate(self.ladders[-8:], max(len(self.ladders) - 8, 0)):
                if kept is ladder:
                    return number
            self.ladders.append(ladder)
            return len(self.ladders) - 1

    def add_layer(self, layer: str) -> None:
        """Note that *layer* appends here; before its first entry."""
        with self._lock:
            self._layers.add(layer)

    def room_for(self, content: Any) -> int:
        """Return how many messages like this one may come between two checkpoints."""
        return self.max_bytes // _PARTS // 2 // (_weigh(content) + 1)

    def checkpoint(self, at: float, layer: str, rows: tuple[Any, ...]) -> None:
        """Note a layer's sums; called by the layer, under its lock, with all its facts appended.

        Packs what is before the checkpoint before this one.
        """
        entry = (ops.CHECKPOINT, at, "layer", layer, rows)
        with self._lock:
            self.put(entry)
            place = len(self._entries) - 1
            while self._entries[place] is not entry:  # others append meanwhile
                place -= 1
            mark, self._mark = self._mark, (self._first + place + 1, layer, rows)
            if mark is not None and mark[0] > self._first:
                self._pack(mark[0] - self._first, (mark[1], mark[2]))
                self._trim()
        if self.awaited:
            self._wake()

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
        due = self._arm(cursor, parked.release)
        try:
            if due or (unless is not None and unless()):
                return True
            if self._waiting is not None:
                return self._waiting(lambda: not parked.locked(), timeout)
            return parked.acquire(timeout=-1 if timeout is None else timeout)
        finally:
            self._disarm(parked.release)

    def alarm(self, cursor: int, ring: Callable[[], object]) -> Callable[[], None]:
        """Call *ring* once, when there is an entry at *cursor* or later, or on :meth:`nudge`.

        For who waits for several logs at once. *ring* may be called here, or by any thread, with
        no lock held; it must not block. Returns the function that takes the alarm back, after
        which *ring* may be called once more where it was due already.
        """
        if self._arm(cursor, ring):
            self._disarm(ring)
            ring()
        return lambda: self._disarm(ring)

    def _arm(self, cursor: int, ring: Callable[[], object]) -> bool:
        """Let *ring* be called for the next entry; say whether there is one at *cursor* already."""
        with self._lock:
            self._waiters.append(ring)
            self.awaited = True  # before the look: an append either is seen or sees this
            return self._first + len(self._entries) > cursor

    def _disarm(self, ring: Callable[[], object]) -> None:
        with self._lock:
            if ring in self._waiters:
                self._waiters.remove(ring)

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
            self.awaited = False
        for ring in waiters:
            ring()

    def _attend(self) -> None:
        if self.awaited:
            self._wake()
        if len(self._entries) >= self._look_due:
            self._pack_without_checkpoint()

    # -- reading -----------------------------------------------------------------------------

    def read(self, cursor: int = 0, limit: int | None = None) -> Batch:
        """Return the raw entries from *cursor* on, at most *limit* of them."""
        with self._lock:
            packs, loose, begin = self._packs, self._entries[:], self._first
        first = packs[0].first if packs else begin
        wanted = max(cursor, first)
        entries: list[tuple[Any, ...]] = []
        for pack in packs:
            if pack.first + pack.entries <= wanted + len(entries):
                continue
            if limit is not None and len(entries) >= limit:
                break
            entries += pack.load()[wanted + len(entries) - pack.first :]
        entries += loose[max(wanted + len(entries) - begin, 0) :]
        if limit is not None:
            del entries[limit:]
        return Batch(entries, wanted + len(entries), max(first - cursor, 0))

    def read_on(self, cursor: int, limit: int, first: bool = True) -> tuple[Batch, int]:
        """Return :meth:`read`, and the seq of its first event where there was a gap, or *first*.

        The seq means nothing in other cases: who reads on without a gap counts by itself.
        """
        with self._lock:
            batch = self.read(cursor, limit)
            seq = self._trimmed + 1
            if first or batch.missed:
                begin = batch.next - len(batch.entries)
                for pack in self._packs:
                    if pack.first + pack.entries <= begin:
                        seq += pack.events
                    elif pack.first < begin:
                        seq += sum(map(count, pack.load()[: begin - pack.first]))
                seq += sum(map(count, self._entries[: max(begin - self._first, 0)]))
        return batch, seq

    def _everything(self) -> tuple[list[_Pack], list[tuple[Any, ...]], int, RawFold]:
        with self._lock:
            return self._packs, self._entries[:], self._trimmed, self._base

    @property
    def trimmed(self) -> int:
        """How many events were let go."""
        return self._trimmed

    def events(self, newest: int | None = None) -> list[Event]:
        """Return everything still in memory as events, oldest first.

        The first one is ``log.trimmed`` where older ones were let go. *newest*: leave out what is
        older than about so many raw entries, so that reading a long log does not take long.
        """
        packs, loose, trimmed, _ = self._everything()
        events: list[Event] = []
        before = trimmed
        if newest is not None:
            packs, skipped = _newest(packs, newest - len(loose))
            before += skipped
        elif trimmed:
            events.append(
                LogTrimmed(seq=trimmed, at=0.0, where="log", events=trimmed, up_to=trimmed)
            )
        expander = Expander(self.start, before + 1, self.ladders)
        for entries in (*(pack.load() for pack in packs), loose):
            for entry in entries:
                events += expander.expand(entry)
        return events

    def __iter__(self) -> Iterator[Event]:
        """Iterate over :meth:`events`."""
        return iter(self.events())

    def __len__(self) -> int:
        """Return how many events are in memory (``log.trimmed`` is not counted)."""
        packs, loose, _, _ = self._everything()
        return sum([pack.events for pack in packs]) + sum(map(count, loose))

    def ledger(self) -> Ledger:
        """Fold the whole history into a ledger; what was let go is in it by its sums."""
        packs, loose, _, base = self._everything()
        fold = base.copy()
        for pack in packs:
            fold.add_all(pack.load())
        fold.add_all(loose)
        return fold.ledger()

    def subscribe(self, callback: Callable[[list[Event], int], None], *, name: str) -> Subscription:
        """Call *callback(events, missed)* in batches, on a thread of its own, from now on."""
        return Subscription(self, callback, name)

    # -- bounds ------------------------------------------------------------------------------

    def _pack_without_checkpoint(self) -> None:
        """Pack the older half where much was appended that is no layer's."""
        with self._lock:
            entries = len(self._entries)
            if entries < self._look_due:
                return  # another thread was first
            if self._mark is not None and self._mark[0] - self._first > entries // 2:
                self._pack(self._mark[0] - self._first, (self._mark[1], self._mark[2]))
            else:
                self._pack(max(entries // 2, 1), None)
            self._trim()

    def _pack(self, number: int, ends_at: tuple[str, tuple[Any, ...]] | None) -> None:
        """Pack the first *number* loose entries."""
        entries = self._entries[:number]
        try:
            data: bytes | list[tuple[Any, ...]] = marshal.dumps(entries)
            size = len(data)
        except ValueError:  # something that is no plain data, in some content
            data, size = entries, sum(map(_weigh, entries))
        events = _count_all(entries)
        first = self._first
        pack = _Pack(first, number, events, size, data, ends_at)
        packs = [*self._packs, pack]
        events += self._events
        kept = self._bytes + size
        due = len(self._entries) - number + _HOUSEKEEPING
        due = min(due, len(self._entries) - number + max(self.max_events // _PARTS, 1))
        room = max(self.max_bytes // _PARTS * number // max(size, 1), 8)
        due = min(due, len(self._entries) - number + room)
        # From here on no call: an interrupt finds all of it done, or nothing.
        self._packs = packs
        self._events = events
        self._bytes = kept
        self._look_due = due
        self._first = first + number
        del self._entries[:number]

    def _trim(self) -> None:
        """Let the oldest packs go until the bounds are kept."""
        newest = self._packs[-1]
        # What is not packed yet counts as if it were like the newest pack.
        loose = len(self._entries) / newest.entries
        events = self.max_events - loose * newest.events
        size = self.max_bytes - loose * newest.size
        while self._packs and (self._events > events or self._bytes > size):
            pack = self._packs[0]
            base = self._base
            if pack.ends_at is not None and self._layers == {pack.ends_at[0]}:
                base = RawFold()
                base.restart(*pack.ends_at)
            else:
                base = base.copy()
                base.add_all(pack.load())
            packs = self._packs[1:]
            self._base = base
            self._packs = packs
            self._events -= pack.events
            self._bytes -= pack.size
            self._trimmed += pack.events


_FIXED = bytes(FIXED_COUNTS).ljust(256, b"\0")  # op → events, for bytes.translate
_op_of = itemgetter(0)


def _count_all(entries: list[tuple[Any, ...]]) -> int:
    """Return how many events *entries* stand for; a good deal quicker than one by one."""
    fixed = bytes(map(_op_of, entries)).translate(_FIXED)
    if 0 in fixed:
        return sum(fixed) + sum([count(entry) for entry in entries if not FIXED_COUNTS[entry[0]]])
    return sum(fixed)


def _newest(packs: list[_Pack], entries: int) -> tuple[list[_Pack], int]:
    """Return the last packs that hold *entries* together, and the events in those before them."""
    first = len(packs)
    while first and entries > 0:
        first -= 1
        entries -= packs[first].entries
    return packs[first:], sum([pack.events for pack in packs[:first]])


def _weigh(value: Any) -> int:
    """Estimate the bytes that *value* keeps in memory."""
    total, stack = 0, [value]
    while stack:
        item = stack.pop()
        kind = type(item)
        if kind is str or kind is bytes:
            total += 50 + len(item)
        elif kind is dict:
            total += 100
            stack.extend(item.values())
        elif kind is list or kind is tuple or kind is frozenset:
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
        batch, seq = self._log.read_on(self._cursor, _BATCH, self._expander is None)
        self._cursor = batch.next
        if not batch.entries:
            return  # somebody else was nudged
        if self._expander is None or batch.missed:
            self._expander = Expander(self._log.start, seq, self._log.ladders)
        expand = self._expander.expand
        self._callback([event for entry in batch.entries for event in expand(entry)], batch.missed)

    def stop(self) -> None:
        """End the thread; harmless when it has ended already."""
        self._stopped = True
        self._log.nudge()
        if threading.current_thread() is not self._thread:
            self._thread.join()
