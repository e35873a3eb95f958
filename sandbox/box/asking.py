"""Questions to the log: what was lost, what happened.

Role: ``box.lost`` and ``box.find`` (API.md) as functions of events. It must not know
threads or sockets, and asks nobody but the log.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sandbox.trace.events import Event
from sandbox.trace.losses import HARMLESS, reason_in_words
from sandbox.trace.wording import Names, shortened, tell

__all__ = ["Found", "Loss", "Losses", "found", "in_words", "losses"]


class _Lines(list[Any]):
    """A list that shows itself as lines of text, and as an escaped table in a notebook."""

    nothing = "nothing"

    def _rows(self) -> list[tuple[str, ...]]:
        return [(str(item),) for item in self]

    def _remark(self) -> str:
        """What stands in a line of its own below the rows; empty for none."""
        return ""

    def _last_line(self, rows: list[tuple[str, ...]]) -> str:
        remark = self._remark()
        return remark if rows or not remark else f"{self.nothing}; {remark}"

    def __repr__(self) -> str:
        rows = self._rows()
        last = self._last_line(rows)
        if not rows:
            return last or self.nothing
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
        return "\n".join([*lines, last] if last else lines)

    def _repr_html_(self) -> str:
        rows = self._rows()
        last = html.escape(self._last_line(rows))
        if not rows:
            return f"<p>{last or html.escape(self.nothing)}</p>"
        # Notebooks align all cells of a table to the right, as if they were numbers.
        left = 'style="text-align:left"'
        body = "".join(
            "<tr>" + "".join(f"<td {left}>{html.escape(cell)}</td>" for cell in row) + "</tr>"
            for row in rows
        )
        return f"<table>{body}</table>" + (f"<p>{last}</p>" if last else "")


class Found(_Lines):
    """What :meth:`Sandbox.find` returns: a list of events, oldest first."""

    nothing = "no events match"

    def __init__(self, events: Iterable[Event], names: Names) -> None:
        super().__init__(events)
        self._names = names

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (f"{event.seq}", f"{event.at:.3f} s", event.where, event.kind, tell(event, self._names))
            for event in self
        ]


def found(events: Iterable[Event], query: str, now: float, names: Names | None = None) -> Found:
    """Return the events that *query* means, in the table's filter language.

    *names* knows connections whose openings may be missing in *events*.
    """
    from sandbox.trace.filter import compile

    names = Names() if names is None else names
    matches = compile(query, now, names.copy())
    chosen: list[Event] = []
    for event in events:
        names.learn(event)
        if matches(event):
            chosen.append(event)
    return Found(chosen, names)


@dataclass(frozen=True, slots=True)
class Loss:
    """One message that reached nobody, or that was refused."""

    message: str | None
    """Its id; ``None`` for one that was refused, so never existed."""
    channel: str
    """The channel's name, or the owner's where that is known."""
    reason: str
    """A word of TRACE.md."""
    content: Any
    """What it carried."""
    why: str
    """The reason, in words."""
    do: str
    """What to do about it."""
    at: float
    """Seconds since the log began."""
    where: str
    """Who lost or refused it."""

    @property
    def harmless(self) -> bool:
        """Whether nobody misses it: a notice that no consumer asks for."""
        return self.message is not None and self.reason in HARMLESS

    def __str__(self) -> str:
        return f"{self.message or 'refused'} on {self.channel}: {self.why} {self.do}"


class Losses(_Lines):
    """``box.lost``: newest first. What is shown leaves out notices that nobody asked for, such as
    the end of each page's connection, and sums them up in a line of its own."""

    nothing = "nothing was lost"

    def _shown(self) -> list[Any]:
        return [loss for loss in self if not loss.harmless]

    def _remark(self) -> str:
        unheard = Counter(loss.channel for loss in self if loss.harmless)
        if not unheard:
            return ""
        number = sum(unheard.values())
        return (
            f"{number} notice{'s' if number > 1 else ''} that no consumer asks for "
            f"({', '.join(unheard)}): harmless"
        )

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (
                f"{loss.at:.3f} s",
                loss.message or "refused",
                loss.channel,
                loss.reason,
                shortened(loss.content),
                f"{loss.why} {loss.do}",
            )
            for loss in self._shown()
        ]


def losses(events: Iterable[Event], names: Names | None = None) -> Losses:
    """Return what was lost or refused, newest first.

    *names* knows connections whose openings may be missing in *events*.
    """
    names = Names() if names is None else names
    contents: dict[str | None, Any] = {}
    lost: list[Loss] = []
    for event in events:
        names.learn(event)
        if event.kind == "message.accepted":
            contents[event.id] = event.content  # type: ignore[attr-defined]
        elif event.kind in ("message.lost", "message.refused"):
            told, do = in_words(event)
            content = contents.get(event.id) if event.id else None
            if event.kind == "message.refused":
                content = event.content  # type: ignore[attr-defined]
            lost.append(
                Loss(
                    event.id,
                    names.channel(event.channel),  # type: ignore[attr-defined]
                    event.reason,  # type: ignore[attr-defined]
                    content,
                    told,
                    do,
                    event.at,
                    event.where,
                )
            )
    return Losses(reversed(lost))


def in_words(event: Any) -> tuple[str, str]:
    """Return why it was lost or refused and what to do, as sentences that name no channel."""
    told, do = reason_in_words(event.kind, event.reason)
    return f"{told[:1].upper()}{told[1:]}.", f"{do[:1].upper()}{do[1:]}."
