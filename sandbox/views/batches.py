"""From raw entries of the log to numbered batches for the browser: the rules, without waiting.

Role: what a batch is (``views/frontend/README.md``), when facts are skipped instead of sent, and
what a stage that missed a batch gets. It must not know threads, clocks, widgets or comms; entries
and prologues come in, bytes go out.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from struct import pack
from typing import Any, NamedTuple

from sandbox.recording.lines import Lines
from sandbox.trace import ops
from sandbox.trace.events import Event
from sandbox.trace.expand import Expander
from sandbox.views.prologue import Prologue, sums_of

__all__ = ["BACKLOG", "BUDGET", "LARGEST", "Body", "Encoder", "Outbox", "tally", "too_many"]

BUDGET = 1_200
"""Raw entries that one tick encodes, at most."""

BACKLOG = 6_000
"""Raw entries that may wait for later ticks; more are skipped, and a merge prologue is sent."""

LARGEST = 96 * 1024
"""Bytes at which a batch is closed; its last line, of 128 KiB at most, keeps it below 256 KB."""

KEPT_BYTES = 4 * 1024 * 1024
"""Bytes of sent batches that an outbox keeps, in case one was lost on the way."""


class Body(NamedTuple):
    """A batch without its number; several stages share it."""

    data: bytes
    seq: int
    """The newest fact that a stage knows of when it has read it."""
    prologue: bool
    """Whether it begins a prologue, before which nothing is needed."""


def too_many(waiting: int) -> bool:
    """Say whether so many raw entries wait that they are skipped rather than sent."""
    return waiting > BACKLOG


class Encoder:
    """Makes bodies of one log's entries, in order; for one thread at a time.

    *start* is the clock's reading when the log began; *ladders* are the log's own.
    """

    def __init__(self, start: float, ladders: Sequence[Any]) -> None:
        self._start = start
        self._ladders = ladders
        self._lines = Lines()
        self._expander = Expander(start, 1, ladders)

    @property
    def seq(self) -> int:
        """The seq of the newest event that it has seen."""
        return self._expander.next_seq - 1

    def restart(self, prologue: Prologue) -> None:
        """Go on after *prologue*."""
        self._expander = Expander(self._start, prologue.seq + 1, self._ladders)
        for message, channel, content, _ in prologue.waiting:
            self._expander.remember(message, channel, content)

    def bodies(self, entries: Iterable[tuple[Any, ...]]) -> list[Body]:
        """Return the bodies that tell of *entries*, which follow those of the call before."""
        expand = self._expander.expand
        return list(self._packed((event for raw in entries for event in expand(raw)), {}))

    def begin(
        self,
        kind: str,
        prologue: Prologue,
        *,
        skipped: int = 0,
        skipped_kinds: Mapping[str, Any] | None = None,
    ) -> list[Body]:
        """Return the bodies of a prologue of *kind* (``"fresh"`` or ``"merge"``).

        *skipped* facts before it were not sent one by one; *skipped_kinds* is their :func:`tally`.
        """
        head = {
            "prologue": kind,
            "seq": prologue.seq,
            "sums": sums_of(prologue),
            "facts": len(prologue.facts),
            "skipped": skipped or None,
            "tally": skipped_kinds,
            "trimmed": prologue.trimmed or None,
            "now": round(prologue.at, 6),
        }
        at = prologue.facts[0].at if prologue.facts else prologue.at
        return [
            body._replace(seq=prologue.seq, prologue=number == 0)
            for number, body in enumerate(self._packed(prologue.facts, head, at))
        ]

    def _packed(
        self, events: Iterable[Event], head: dict[str, Any], at: float | None = None
    ) -> Iterator[Body]:
        """Yield bodies with the lines of *events*; *head* is for the first.

        Without events there is a body only where there is something to say: *at* is given.
        """
        parts: list[bytes] = [] if at is None else [self._lines.head(at, **head)]
        size, seq = sum(map(len, parts)), 0
        for event in events:
            if not parts:
                parts.append(self._lines.head(event.at))
                size = len(parts[0])
            line = self._lines.line(event)
            parts.append(line)
            size += len(line) + 1
            seq = event.seq
            if size > LARGEST:
                yield Body(b"\n".join(parts), seq, False)
                parts = []
        if parts:
            yield Body(b"\n".join(parts), seq, False)


class Outbox:
    """Numbers the batches to one stage, and keeps the newest of them for a while."""

    def __init__(self) -> None:
        self._number = 0
        self._sent: deque[tuple[int, Body]] = deque()
        self._bytes = 0

    def number(self, body: Body) -> bytes:
        """Return *body* as the next batch."""
        self._number += 1
        if body.prologue:
            self._sent.clear()
            self._bytes = 0
        self._sent.append((self._number, body))
        self._bytes += len(body.data)
        while self._bytes > KEPT_BYTES and len(self._sent) > 1:
            _, gone = self._sent.popleft()
            self._bytes -= len(gone.data)
        return _numbered(self._number, body)

    def again(self, after: int) -> list[bytes] | None:
        """Return every batch after number *after* once more; ``None`` where one is not kept."""
        if after >= self._number:
            return []
        wanted = [(number, body) for number, body in self._sent if number > after]
        if not wanted or (wanted[0][0] != after + 1 and not wanted[0][1].prologue):
            return None
        return [_numbered(number, body) for number, body in wanted]

    def seq_after(self, after: int) -> int | None:
        """Return the newest fact that a stage knows that has read up to number *after*."""
        return next((body.seq for number, body in self._sent if number == after), None)


def _numbered(number: int, body: Body) -> bytes:
    return pack("<I", number & 0xFFFFFFFF) + body.data


# --- what was skipped -----------------------------------------------------------------------------

_KINDS: Mapping[int, tuple[str, ...]] = {
    ops.ACCEPTED: ("message.accepted",),
    ops.FRAME_ACCEPTED: ("frame.received", "message.accepted"),
    ops.REFUSED: ("message.refused",),
    ops.TAKEN: ("message.taken",),
    ops.DELIVERED: ("message.delivered",),
    ops.LOST: ("message.lost",),
    ops.HELD: ("message.held",),
    ops.RELEASED: ("message.released",),
    ops.STARTED: ("route.matched", "consumer.started"),
    ops.FINISHED: ("consumer.finished",),
    ops.RECEIVED: ("message.taken", "message.delivered"),
    ops.CHECKPOINT: (),
}


def tally(entries: Iterable[tuple[Any, ...]], into: dict[str, Counter[str]] | None = None) -> Any:
    """Count what *entries* stand for, without making events of them.

    Returns ``{"kinds": {kind: n}, "runs": {consumer: n}, "raised": {consumer: n}}``, as counters
    that *into* may bring along from other entries.
    """
    found = (
        into if into is not None else {"kinds": Counter(), "runs": Counter(), "raised": Counter()}
    )
    kinds, runs = found["kinds"], found["runs"]
    numbers: Counter[int] = Counter()
    for raw in entries:
        op = raw[0]
        numbers[op] += 1
        if op == ops.STARTED:
            runs[raw[5]] += 1
        elif op == ops.NOTE:
            kinds[raw[3]] += 1
            if raw[3] == "consumer.raised":
                found["raised"][str(raw[6].get("consumer", ""))] += 1
        elif op == ops.GROUP_SENT:
            kinds["group.sent"] += 1
            kinds["message.accepted"] += len(raw[8])
            if raw[9]:
                kinds["message.lost"] += len(raw[9])
        elif op == ops.TAKEN_MANY:
            kinds["message.taken"] += len(raw[4])
        elif op == ops.FRAMES_SENT:
            kinds["message.delivered"] += len(raw[4])
            kinds["frame.sent"] += sum([1 for row in raw[4] if row[3]])
    for op, number in numbers.items():
        for kind in _KINDS.get(op, ()):
            kinds[kind] += number
    return found
