"""The ledger: what became of every message, per channel, per layer and in all.

::

    accepted = queued + held + in hand + delivered + lost(reason)        refused is beside it

Role: two folds that must agree: :func:`fold` over events (a recording, a view's source) and
:class:`RawFold` over the raw tuples of :mod:`sandbox.trace.ops`, which makes no events and so is
fast enough for what the log trims. The equation holds after every single event. This module must
not know how events are stored or who appends them; nothing here locks.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.trace import ops
from sandbox.trace.losses import HARMLESS

__all__ = ["INVALID_NAME", "Ledger", "RawFold", "Row", "fold", "ledger_key"]

INVALID_NAME = "(invalid name)"
"""The one row of all refusals of names that are none, so that a flood of them stays one row."""

_STATES = ("queued", "held", "in_hand")
_SHORTCUTS = 4096
_HEAD = ("layer", "channel", "accepted", "queued", "held", "in hand", "delivered", "lost")


def ledger_key(channel: str) -> str:
    """Return the row's name of a channel: up to and including its first ``!`` or ``?``.

    All clients of one protocol server share a row, and so do all request bodies.
    """
    ends = [end for end in (channel.find("!"), channel.find("?")) if end >= 0]
    return channel[: min(ends) + 1] if ends else channel


@dataclass(frozen=True, slots=True)
class Row:
    """The sums of one channel on one layer, or of several rows together. Counts of messages."""

    #: The layer's alias; ``"*"`` where several layers are summed.
    layer: str
    #: The ledger key of the channel; ``"*"`` where several channels are summed.
    channel: str
    #: Taken on by the layer.
    accepted: int = 0
    #: Waiting on the channel.
    queued: int = 0
    #: Stopped by a hold.
    held: int = 0
    #: With a worker or protocol server that has not settled them yet.
    in_hand: int = 0
    #: Settled: a consumer ran to its end, or the message reached a live connection.
    delivered: int = 0
    #: How many were lost, by reason.
    lost: Mapping[str, int] = field(default_factory=dict)
    #: How many were never accepted, by reason; not part of the equation.
    refused: Mapping[str, int] = field(default_factory=dict)

    @property
    def balanced(self) -> bool:
        """Whether the equation holds, with no count below zero."""
        parts = (self.queued, self.held, self.in_hand, self.delivered, *self.lost.values())
        return self.accepted == sum(parts) and min(self.accepted, *parts) >= 0

    def __str__(self) -> str:
        """Return ``4 accepted = 0 queued + 0 held + 0 in hand + 3 delivered + 1 lost (full 1) ✓``.

        Refusals, which the equation does not count, follow where there are any.
        """
        sentence = (
            f"{self.accepted} accepted = {self.queued} queued + {self.held} held"
            f" + {self.in_hand} in hand + {self.delivered} delivered"
            f" + {_by_reason(self.lost, 'lost')} {'✓' if self.balanced else '✗'}"
        )
        return f"{sentence} · {_by_reason(self.refused, 'refused')}" if self.refused else sentence

    def __repr__(self) -> str:
        """Return the sentence and whose it is: what a cell shows."""
        return f"<{self.layer} {self.channel}: {self}>"


def _by_reason(counts: Mapping[str, int], word: str) -> str:
    reasons = ", ".join(
        f"{reason} {count}{': harmless' if reason in HARMLESS else ''}"
        for reason, count in sorted(counts.items())
        if count
    )
    return f"{sum(counts.values())} {word}" + (f" ({reasons})" if reasons else "")


class Ledger:
    """The rows of all channels at one moment; it never changes.

    ``ledger["websocket.receive"]`` is a channel's row: of the layer ``default``, or of the only
    layer that has it; ``ledger["other", "websocket.receive"]`` says which layer.
    """

    def __init__(self, rows: Mapping[tuple[str, str], Row]) -> None:
        self._rows = dict(sorted(rows.items()))
        self._total = _sum("*", "*", self._rows.values())

    @property
    def rows(self) -> Mapping[tuple[str, str], Row]:
        """Every row by (layer, ledger key), sorted."""
        return dict(self._rows)

    @property
    def total(self) -> Row:
        """The sums over everything."""
        return self._total

    @property
    def layers(self) -> Mapping[str, Row]:
        """The sums of each layer, by its alias."""
        names = dict.fromkeys(layer for layer, _ in self._rows)
        return {name: _sum(name, "*", self._of(name)) for name in names}

    @property
    def balanced(self) -> bool:
        """Whether the equation holds in every row."""
        return all(row.balanced for row in self._rows.values())

    def _of(self, layer: str) -> list[Row]:
        return [row for row in self._rows.values() if row.layer == layer]

    def __getitem__(self, channel: str | tuple[str, str]) -> Row:
        """Return the row of a channel's name, or of a layer's alias and a channel's name."""
        row = self._find(channel)
        if row is None:
            known = ", ".join(f"{layer}/{name}" for layer, name in self._rows) or "none yet"
            raise KeyError(f"No ledger row for {channel!r}; there are: {known}")
        return row

    def _find(self, channel: str | tuple[str, str]) -> Row | None:
        if isinstance(channel, tuple):
            layer, name = channel
            return self._rows.get((layer, ledger_key(name)))
        key = ledger_key(channel)
        found = [row for (_, name), row in self._rows.items() if name == key]
        return self._rows.get(("default", key)) or (found[0] if len(found) == 1 else None)

    def __contains__(self, channel: object) -> bool:
        return isinstance(channel, (str, tuple)) and self._find(channel) is not None

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows, sorted by layer and channel."""
        return iter(self._rows.values())

    def __len__(self) -> int:
        return len(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ledger) and self._rows == other._rows

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        """Return the equation of the whole, as one sentence."""
        sentence = str(self._total)
        return sentence if self.balanced else sentence.replace("✓", "✗")

    __repr__ = __str__

    def _cells(self) -> list[tuple[str, ...]]:
        return [_cells(row) for row in (*self._rows.values(), self._total)]

    def table(self) -> str:
        """Return all rows and their total as an aligned text table."""
        lines = [(*_HEAD, "", "refused"), *self._cells()]
        widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
        return "\n".join(
            "  ".join(
                cell.ljust(width) if column < 2 or column > 6 else cell.rjust(width)
                for column, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        )

    def _repr_html_(self) -> str:
        """Return the sentence and the table for a notebook; every name is escaped."""
        head = "".join(f"<th>{html.escape(cell)}</th>" for cell in (*_HEAD, "", "refused"))
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>"
            for cells in self._cells()
        )
        return f"<p>{html.escape(str(self))}</p><table><tr>{head}</tr>{body}</table>"


def _cells(row: Row) -> tuple[str, ...]:
    counts = (row.accepted, row.queued, row.held, row.in_hand, row.delivered)
    lost = _by_reason(row.lost, "").replace("  (", " (").strip()
    refused = _by_reason(row.refused, "").replace("  (", " (").strip() if row.refused else ""
    mark = "✓" if row.balanced else "✗"
    return (row.layer, row.channel, *map(str, counts), lost, mark, refused)


def _sum(layer: str, channel: str, rows: Iterable[Row]) -> Row:
    sums = _Sums()
    for row in rows:
        sums.accepted += row.accepted
        sums.queued += row.queued
        sums.held += row.held
        sums.in_hand += row.in_hand
        sums.delivered += row.delivered
        for reason, count in row.lost.items():
            sums.lost[reason] = sums.lost.get(reason, 0) + count
        for reason, count in row.refused.items():
            sums.refused[reason] = sums.refused.get(reason, 0) + count
    return sums.row(layer, channel)


class _Sums:
    """The running counts of one row."""

    __slots__ = ("accepted", "delivered", "held", "in_hand", "lost", "queued", "refused")

    def __init__(self) -> None:
        self.accepted = self.queued = self.held = self.in_hand = self.delivered = 0
        self.lost: dict[str, int] = {}
        self.refused: dict[str, int] = {}

    def lose(self, reason: str, state: str) -> None:
        if state not in _STATES:
            raise ValueError(f"A lost message was queued, held or in_hand, not {state!r}.")
        setattr(self, state, getattr(self, state) - 1)
        self.lost[reason] = self.lost.get(reason, 0) + 1

    def row(self, layer: str, channel: str) -> Row:
        return Row(
            layer,
            channel,
            self.accepted,
            self.queued,
            self.held,
            self.in_hand,
            self.delivered,
            dict(self.lost),
            dict(self.refused),
        )

    def copy(self) -> _Sums:
        new = _Sums()
        for name in ("accepted", "queued", "held", "in_hand", "delivered"):
            setattr(new, name, getattr(self, name))
        new.lost, new.refused = dict(self.lost), dict(self.refused)
        return new


# What each kind of event moves: from which count (None: from nowhere) to which.
_MOVES: dict[str, tuple[str | None, str]] = {
    "message.accepted": (None, "queued"),
    "message.taken": ("queued", "in_hand"),
    "message.delivered": ("in_hand", "delivered"),
    "message.held": ("queued", "held"),
    "message.released": ("held", "queued"),
}


def _row_of_refusal(channel: Any, reason: str) -> str:
    return INVALID_NAME if reason == "invalid_name" else ledger_key(channel)


def _step(sums: _Sums, kind: str, reason: str, state: str) -> None:
    """Let one event of *kind* change the counts of its row."""
    if kind in _MOVES:
        source, target = _MOVES[kind]
        setattr(sums, target, getattr(sums, target) + 1)
        if source is None:
            sums.accepted += 1
        else:
            setattr(sums, source, getattr(sums, source) - 1)
    elif kind == "message.lost":
        sums.lose(reason, state)
    else:
        sums.refused[reason] = sums.refused.get(reason, 0) + 1


_KINDS = frozenset((*_MOVES, "message.lost", "message.refused"))


def fold(events: Iterable[Any]) -> Ledger:
    """Return the ledger of *events*, which begin with the log's first or with an empty layer."""
    rows: dict[tuple[str, str], _Sums] = {}
    for event in events:
        kind = event.kind
        if kind in _KINDS:
            reason = getattr(event, "reason", "")
            key = (event.layer, _row_of_refusal(event.channel, reason))
            sums = rows.get(key) or rows.setdefault(key, _Sums())
            _step(sums, kind, reason, getattr(event, "state", "queued"))
    return Ledger({key: sums.row(*key) for key, sums in rows.items()})


class RawFold:
    """The ledger's running sums over raw tuples.

    For one thread at a time. The log keeps one for what it has let go; :meth:`copy` it and add
    the tuples that are still there to have the ledger of now.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], _Sums] = {}
        # Shortcuts from a channel's full name to its row, by layer; bounded, they only save time.
        self._names: dict[str, dict[str, _Sums]] = {}
        nothing = self._nothing
        self._steps: dict[int, Callable[[tuple[Any, ...]], None]] = {
            ops.NOTE: self._note,
            ops.ACCEPTED: self._accepted,
            ops.FRAME_ACCEPTED: self._frame_accepted,
            ops.REFUSED: self._refused,
            ops.GROUP_SENT: self._group_sent,
            ops.TAKEN: self._taken,
            ops.TAKEN_MANY: self._taken_many,
            ops.DELIVERED: self._delivered,
            ops.FRAMES_SENT: self._frames_sent,
            ops.LOST: self._lost,
            ops.HELD: self._held,
            ops.RELEASED: self._released,
            ops.STARTED: nothing,
            ops.FINISHED: nothing,
            ops.RECEIVED: self._received,
            ops.CHECKPOINT: nothing,
        }

    def add(self, raw: tuple[Any, ...]) -> None:
        """Count one raw tuple; an unknown op is a ``ValueError``."""
        self.add_all((raw,))

    def add_all(self, raws: Iterable[tuple[Any, ...]]) -> None:
        """Count raw tuples in order; an unknown op is a ``ValueError``."""
        steps = self._steps
        for raw in raws:
            step = steps.get(raw[0])
            if step is None:
                raise ValueError(f"A raw tuple begins with an op of trace.ops, not {raw[0]!r}.")
            step(raw)

    def copy(self) -> RawFold:
        """Return an independent fold with the same sums."""
        new = RawFold()
        new._rows = {key: sums.copy() for key, sums in self._rows.items()}
        return new

    def restart(self, layer: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Let the sums of *layer* be those of a checkpoint (see :mod:`sandbox.trace.ops`)."""
        self._rows = {key: sums for key, sums in self._rows.items() if key[0] != layer}
        self._names.pop(layer, None)
        for key, accepted, queued, held, in_hand, delivered, lost, refused in rows:
            sums = self._rows[layer, key] = _Sums()
            sums.accepted, sums.queued, sums.held = accepted, queued, held
            sums.in_hand, sums.delivered = in_hand, delivered
            sums.lost, sums.refused = dict(lost), dict(refused)

    def ledger(self) -> Ledger:
        """Return the sums as they are now."""
        return Ledger({key: sums.row(*key) for key, sums in self._rows.items()})

    def _row(self, layer: str, channel: str) -> _Sums:
        """Return the row of a channel that has no shortcut, and make one."""
        names = self._names.setdefault(layer, {})
        if len(names) >= _SHORTCUTS:
            names.clear()
        key = (layer, ledger_key(channel))
        row = names[channel] = self._rows.get(key) or self._rows.setdefault(key, _Sums())
        return row

    def _nothing(self, raw: tuple[Any, ...]) -> None:
        """Runs of consumers move no message."""

    def _note(self, raw: tuple[Any, ...]) -> None:
        kind, fields = raw[3], raw[6]
        if kind in _KINDS:
            reason = fields.get("reason", "")
            channel = _row_of_refusal(fields["channel"], reason)
            row = self._row(fields.get("layer", "default"), channel)
            _step(row, kind, reason, fields.get("state", "queued"))

    # Below, each op is written out and not shared: this is what runs for every trimmed tuple.

    def _accepted(self, raw: tuple[Any, ...]) -> None:
        try:
            row = self._names[raw[4]][raw[6]]
        except KeyError:
            row = self._row(raw[4], raw[6])
        row.accepted += 1
        row.queued += 1

    def _frame_accepted(self, raw: tuple[Any, ...]) -> None:
        try:
            row = self._names[raw[6]][raw[8]]
        except KeyError:
            row = self._row(raw[6], raw[8])
        row.accepted += 1
        row.queued += 1

    def _refused(self, raw: tuple[Any, ...]) -> None:
        _, _, _, _, layer, channel, reason, _, _ = raw
        row = self._row(layer, _row_of_refusal(channel, reason))
        row.refused[reason] = row.refused.get(reason, 0) + 1

    def _group_sent(self, raw: tuple[Any, ...]) -> None:
        layer, full = raw[4], raw[9]
        names = self._names.setdefault(layer, {})
        for message, channel in raw[8]:
            try:
                row = names[channel]
            except KeyError:
                row = self._row(layer, channel)
            row.accepted += 1
            if message in full:
                row.lost["full"] = row.lost.get("full", 0) + 1
            else:
                row.queued += 1

    def _taken(self, raw: tuple[Any, ...]) -> None:
        try:
            row = self._names[raw[3]][raw[5]]
        except KeyError:
            row = self._row(raw[3], raw[5])
        row.queued -= 1
        row.in_hand += 1

    def _taken_many(self, raw: tuple[Any, ...]) -> None:
        layer = raw[3]
        names = self._names.setdefault(layer, {})
        for _, channel, _ in raw[4]:
            try:
                row = names[channel]
            except KeyError:
                row = self._row(layer, channel)
            row.queued -= 1
            row.in_hand += 1

    def _delivered(self, raw: tuple[Any, ...]) -> None:
        try:
            row = self._names[raw[3]][raw[5]]
        except KeyError:
            row = self._row(raw[3], raw[5])
        row.in_hand -= 1
        row.delivered += 1

    def _received(self, raw: tuple[Any, ...]) -> None:
        try:
            row = self._names[raw[3]][raw[5]]
        except KeyError:
            row = self._row(raw[3], raw[5])
        row.queued -= 1
        row.delivered += 1

    def _frames_sent(self, raw: tuple[Any, ...]) -> None:
        layer = raw[3]
        names = self._names.setdefault(layer, {})
        for _, channel, _, _, _ in raw[4]:
            try:
                row = names[channel]
            except KeyError:
                row = self._row(layer, channel)
            row.in_hand -= 1
            row.delivered += 1

    def _lost(self, raw: tuple[Any, ...]) -> None:
        self._row(raw[4], raw[6]).lose(raw[7], raw[8])

    def _held(self, raw: tuple[Any, ...]) -> None:
        row = self._row(raw[3], raw[5])
        row.queued -= 1
        row.held += 1

    def _released(self, raw: tuple[Any, ...]) -> None:
        row = self._row(raw[3], raw[5])
        row.held -= 1
        row.queued += 1
