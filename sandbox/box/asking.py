"""Questions to the log: why did it not arrive, what was lost, what happened.

Role: ``box.why``, ``box.lost``, ``box.find`` (API.md) as functions of events. It must not know
threads or sockets, and asks nobody but the log.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.trace.events import Event
from sandbox.trace.losses import reason_in_words
from sandbox.trace.wording import Names, shortened, tell

__all__ = ["Found", "Loss", "Losses", "Why", "found", "losses", "why"]

_LINES = 3
"""An answer has at most this many lines: the first one is nearly always the one."""


class _Lines(list[Any]):
    """A list that shows itself as lines of text, and as an escaped table in a notebook."""

    nothing = "nothing"

    def _rows(self) -> list[tuple[str, ...]]:
        return [(str(item),) for item in self]

    def __repr__(self) -> str:
        rows = self._rows()
        if not rows:
            return self.nothing
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        return "\n".join(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        )

    def _repr_html_(self) -> str:
        rows = self._rows()
        if not rows:
            return f"<p>{html.escape(self.nothing)}</p>"
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
            for row in rows
        )
        return f"<table>{body}</table>"


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


def found(events: Sequence[Event], query: str, now: float) -> Found:
    """Return the events that *query* means, in the table's filter language."""
    from sandbox.trace.filter import compile

    names = Names()
    matches = compile(query, now)
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

    def __str__(self) -> str:
        return f"{self.message or 'refused'} on {self.channel}: {self.why} {self.do}"


class Losses(_Lines):
    """``box.lost``: newest first."""

    nothing = "nothing was lost"

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
            for loss in self
        ]


def losses(events: Iterable[Event]) -> Losses:
    """Return what was lost or refused, newest first."""
    names = Names()
    contents: dict[str | None, Any] = {}
    lost: list[Loss] = []
    for event in events:
        names.learn(event)
        if event.kind == "message.accepted":
            contents[event.id] = event.content  # type: ignore[attr-defined]
        elif event.kind in ("message.lost", "message.refused"):
            told, do = _in_words(event)
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


class Why(list[str]):
    """``box.why(bob, "hi")``: at most three sentences, the likeliest cause first."""

    def __str__(self) -> str:
        return "\n".join(self)

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{html.escape(line)}</li>" for line in self)
        return f"<ul>{items}</ul>"


def _in_words(event: Any) -> tuple[str, str]:
    """Return why it was lost or refused and what to do, as sentences that name no channel."""
    told, do = reason_in_words(event.kind, event.reason)
    return f"{told[:1].upper()}{told[1:]}.", f"{do[:1].upper()}{do[1:]}."


def carries(content: Any, wanted: Any) -> bool:
    """Say whether a message's content carries what a tab waits for; ``None`` is anything."""
    if wanted is None or callable(wanted):
        return True
    if not isinstance(content, dict):
        return False
    for key in ("text", "bytes"):
        data = content.get(key)
        if data is None:
            continue
        if isinstance(wanted, re.Pattern):
            if isinstance(data, type(wanted.pattern)) and wanted.search(data):
                return True
        elif isinstance(wanted, type(data)) and wanted in data:
            return True
    return False


class _Evidence:
    """What the log says about one tab, gathered in one pass."""

    def __init__(self, events: Iterable[Event], label: str, wanted: Any) -> None:
        self.label = label
        self.wanted = wanted
        self.names = Names()
        self.contents: dict[str | None, Any] = {}
        self.channels: set[str] = set()
        self.connections: set[str] = set()
        self.joined: dict[str, bool] = {}
        self.left: dict[str, tuple[float, str]] = {}
        self.sent: list[Event] = []
        self.lost: list[Event] = []
        self.refused: list[Event] = []
        self.raised: list[Event] = []
        self.unrouted: list[Event] = []
        self.missed: list[tuple[Event, str]] = []
        self.ignored: list[Event] = []
        self.ended: list[Event] = []
        self.sends_to_it = 0
        for event in events:
            self.names.learn(event)
            handler = getattr(self, "_" + event.kind.replace(".", "_"), None)
            if handler is not None:
                handler(event)

    def _connection_opened(self, event: Any) -> None:
        if event.label == self.label:
            self.channels.add(event.reply_channel)
            self.connections.add(event.connection)
            self.joined.clear()

    def _connection_closed(self, event: Any) -> None:
        if event.connection in self.connections:
            self.ended.append(event)

    _connection_rejected = _connection_closed

    def _message_accepted(self, event: Any) -> None:
        self.contents[event.id] = event.content
        if event.channel in self.channels:
            self.sends_to_it += 1

    def _message_lost(self, event: Any) -> None:
        content = self.contents.get(event.id)
        if event.reason == "no_route":
            self.unrouted.append(event)
        elif event.channel in self.channels:
            if carries(content, self.wanted):
                self.lost.append(event)
        elif "!" not in event.channel and event.reason != "nobody_listens":
            self.lost.append(event)

    def _message_refused(self, event: Any) -> None:
        self.refused.append(event)

    def _group_joined(self, event: Any) -> None:
        if event.channel in self.channels:
            self.joined[event.group] = True

    def _group_left(self, event: Any) -> None:
        if event.channel in self.channels:
            self.joined[event.group] = False
            self.left[event.group] = (event.at, event.reason)

    def _group_sent(self, event: Any) -> None:
        if carries(event.content, self.wanted) and not self.joined.get(event.group):
            self.missed.append((event, event.group))

    def _frame_sent(self, event: Any) -> None:
        if event.connection in self.connections and carries(
            {"text": event.text, "bytes": event.bytes}, self.wanted
        ):
            self.sent.append(event)

    def _consumer_raised(self, event: Any) -> None:
        self.raised.append(event)

    def _reply_malformed(self, event: Any) -> None:
        if getattr(event, "connection", None) in self.connections:
            self.ignored.append(event)


def why(events: Iterable[Event], label: str, wanted: Any, now: list[str]) -> Why:
    """Say why *wanted* (``None``: anything) did not come to the tab called *label*.

    *now* are sentences on the present that outrank the past (a busy worker, a full queue).
    """
    seen = _Evidence(events, label, wanted)
    lines: list[str] = list(now)
    if seen.ended:
        lines.append(_over(seen, seen.ended[-1]))
    if wanted is not None and seen.sent:
        event: Any = seen.sent[-1]
        lines.append(
            f"It did arrive: {event.id} was sent to {label} at {event.at:.3f} s; "
            f"it was read already, or look at {label}.inbox."
        )
    lines += [_told_loss(seen, event) for event in _newest(seen.lost)]
    lines += [_told_raise(seen, event) for event in _newest(seen.raised)]
    lines += [
        f"{label} got a reply that its protocol does not know: {getattr(event, 'error', '')}"
        for event in _newest(seen.ignored)
    ]
    lines += [_told_unrouted(seen, event) for event in _newest(seen.unrouted)]
    lines += [_told_missed(seen, event, group) for event, group in _newest(seen.missed)]
    lines += [_told_refusal(event) for event in _newest(seen.refused)]
    if not lines:
        lines.append(_nothing(seen))
    return Why(dict.fromkeys(lines[:_LINES]))


def _newest(events: Sequence[Any], most: int = 1) -> list[Any]:
    return list(events[-most:])


def _over(seen: _Evidence, event: Any) -> str:
    if event.kind == "connection.rejected":
        status = f" with {event.status}" if event.status else ""
        return f"{seen.label}'s handshake was rejected{status}: {event.why}."
    return (
        f"{seen.label}'s connection ended at {event.at:.3f} s with code {event.code}, "
        f"by the {event.by}; {seen.label}.reopen() opens it again."
    )


def _told_loss(seen: _Evidence, event: Any) -> str:
    told, do = _in_words(event)
    channel = seen.names.channel(event.channel)
    carried = shortened(seen.contents.get(event.id), 40)
    return f"{event.id} {carried} to {channel} was lost ({event.reason}). {told} {do}"


def _told_raise(seen: _Evidence, event: Any) -> str:
    name, place = str(event.consumer).removeprefix("__main__."), ""
    for line in reversed((event.traceback or "").splitlines()):
        found_line = re.search(r"line (\d+), in (\S+)", line)
        if found_line:
            place = f", line {found_line[1]}"
            break
    return (
        f"{name} raised {event.error}{place} at {event.at:.3f} s on {event.message}; "
        f'box.story("{event.message}") has the traceback.'
    )


def _told_unrouted(seen: _Evidence, event: Any) -> str:
    return (
        f"{event.id} on {event.channel} matched no route, so no consumer ran: "
        "box.routing shows the rules."
    )


def _told_missed(seen: _Evidence, event: Any, group: str) -> str:
    if group in seen.left:
        at, reason = seen.left[group]
        return (
            f"It went to group {group!r}, of which {seen.label} is not a member since "
            f"{at:.3f} s ({reason})."
        )
    return (
        f"It went to group {group!r}, of which {seen.label} is not a member: "
        f'Group("{group}").add(message.reply_channel) in its connect consumer makes it one.'
    )


def _told_refusal(event: Any) -> str:
    told, do = _in_words(event)
    return f"A send to {event.channel} was refused. {told} {do}"


def _nothing(seen: _Evidence) -> str:
    if seen.sends_to_it:
        return f"What was sent to {seen.label} has arrived; nothing else was sent to it."
    return (
        f"Nothing was sent to {seen.label}'s reply channel, and to no group that it is in. "
        "Does a consumer answer, and does it run? box.story() tells what the last message did."
    )
