"""The story of a thing: the tree of causes above and below it (TRACE.md, "Causes").

Role: answer "where did my message go?" from events. What has an id (a frame, a message, a run of
a consumer, a group send, a connection) is a node with its events; a node hangs below what caused
it. Linear in the number of events. It must not know where the events come from.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sandbox.options import did_you_mean
from sandbox.trace.events import Event
from sandbox.trace.losses import HARMLESS, why_lost
from sandbox.trace.wording import Names, plain, tell

__all__ = ["Node", "Story", "story", "why_lost"]

_MOST_LINES = 400
_MOST_MEMBERS = 6
_DEEPEST_INDENT = 16


@dataclass(frozen=True, slots=True)
class Node:
    """A thing with what happened to it, and what it led to."""

    #: Its id, such as "m9"; None for an event that belongs to no thing.
    id: str | None
    #: What happened to it, in order.
    events: tuple[Event, ...]
    #: What it led to, in order.
    children: tuple[Node, ...] = ()
    #: Whether its own place is elsewhere in the tree of causes, and it is only named here.
    mention: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    event: Event
    depth: int
    text: str
    name: str


class _Index:
    """All events by what they happened to and what led to them."""

    def __init__(self, events: Iterable[Event], names: Names) -> None:
        self.names = names
        self.own: dict[str, list[Event]] = {}
        self.parent: dict[str, str | None] = {}
        self.children: dict[str, list[str]] = {}
        self.loose: dict[str, list[Event]] = {}
        self.aside: dict[str, list[Event]] = {}
        self.by_actor: dict[str, list[str]] = {}
        self.last: str | None = None
        for event in events:
            self.names.learn(event)
            self._place(event)

    def _place(self, event: Event) -> None:
        number, cause = event.id, event.cause
        connection = getattr(event, "connection", None)
        if number is None:
            if cause or connection:
                self.loose.setdefault(cause or connection or "", []).append(event)
            return
        if number not in self.own:
            self._begin(number, event, cause or (connection if connection != number else None))
        elif cause and cause not in (number, self.parent[number]):
            self.loose.setdefault(cause, []).append(event)
        self.own.setdefault(number, []).append(event)
        if connection and connection != number and self.parent[number] != connection:
            self.aside.setdefault(connection, []).append(event)
        if event.kind == "message.lost":
            self.aside.setdefault(getattr(event, "channel", ""), []).append(event)

    def _begin(self, number: str, event: Event, parent: str | None) -> None:
        self.parent[number] = parent
        if parent:
            self.children.setdefault(parent, []).append(number)
        if not event.cause:
            self.last = number
            self.by_actor.setdefault(event.where, []).append(number)

    def find(self, about: str) -> list[str]:
        """Return the things that *about* names: an id, a connection's label, or an actor."""
        if about in self.own or about in self.loose:
            return [about]
        label = about.removeprefix("tab:")
        found = self.names.labelled(label)
        found += self.by_actor.get(about, []) or self.by_actor.get(f"tab:{label}", [])
        return list(dict.fromkeys(found))

    def path(self, number: str) -> list[str]:
        """Return what led to *number*, the first cause first; a loop of causes is cut."""
        path: dict[str, None] = {}
        at = self.parent.get(number)
        while at and at not in path and at != number:
            path[at] = None
            at = self.parent.get(at)
        return list(path)[::-1]

    def start(self, top: str) -> float:
        """Return when the story of *top* began, in the log's seconds.

        A connection that led to it does not count: it may have been open for hours.
        """
        for number in (*self.path(top), top):
            events = self.own.get(number) or self.loose.get(number, [])
            if events and (number == top or events[0].kind != "connection.opened"):
                return events[0].at
        return 0.0

    def below(self, top: str, done: set[str]) -> Node:
        """Return the node of *top* with all that it led to; no recursion, causes run deep."""
        order: list[str] = []
        stack = [top]
        while stack:
            number = stack.pop()
            if number not in done:
                done.add(number)
                order.append(number)
                stack.extend(reversed(self.children.get(number, ())))
        nodes: dict[str, Node] = {}
        for number in reversed(order):
            below = [nodes[child] for child in self.children.get(number, ()) if child in nodes]
            beside = list(self.loose.get(number, ()))
            if number == top:
                beside += self._arrivals(number)
            below += self._mentions(beside, done)
            below.sort(key=_first_seq)
            nodes[number] = Node(number, tuple(self.own.get(number, ())), tuple(below))
        return nodes[top]

    def _mentions(self, events: Iterable[Event], done: set[str]) -> list[Node]:
        """Return nodes for single events whose own place is not in this story."""
        unique = {event.seq: event for event in events if event.id not in done}.values()
        return [Node(event.id, (event,), mention=event.id is not None) for event in unique]

    def _arrivals(self, number: str) -> list[Event]:
        """Return what was sent to a connection, and what was lost on the way there."""
        found = list(self.aside.get(number, ()))
        for channel in self.names.reply_channels(number):
            found += self.aside.get(channel, ())
        return found


def _first_seq(node: Node) -> int:
    if node.events:
        return node.events[0].seq
    return min((_first_seq(child) for child in node.children), default=0)


def story(
    events: Iterable[Event], about: str | Event | None = None, names: Names | None = None
) -> Story:
    """Return the story of *about*: an id ("m9", "c1"), a label ("alice") or an event.

    ``None`` is the newest thing that nothing else led to: what was done last. *events* are those
    of one log, in order; *names* knows whose openings may be missing in them, and learns the
    others. What they do not tell of is a ``LookupError`` that names the labels.
    """
    index = _Index(events, names if names is not None else Names())
    if isinstance(about, Event):
        wanted = about.id or about.cause or getattr(about, "connection", None)
        if wanted is None:
            return Story(about.kind, (Node(None, (about,)),), index.names, about.at)
    else:
        wanted = index.last if about is None else about
    tops = index.find(wanted) if wanted else []
    if not tops:
        raise LookupError(_nothing(about, index))
    done: set[str] = set()
    roots = [_with_causes(index, top, done) for top in tops if top not in done]
    start = min(index.start(top) for top in tops)
    return Story(plain(wanted), tuple(roots), index.names, start)


def _nothing(about: str | Event | None, index: _Index) -> str:
    if about is None:
        return "The log has no story yet: connect a tab, or send something, and ask again."
    labels = ", ".join(map(plain, index.names.labels)) or "none yet"
    name = about.kind if isinstance(about, Event) else about
    near = did_you_mean(name, index.names.labels)
    return (
        f"Nothing in the log is called {plain(name)!r}{near}: ask for an id such as 'm9' or for a "
        f"connection's label (there are: {labels}). Old events may have been trimmed."
    )


def _with_causes(index: _Index, top: str, done: set[str]) -> Node:
    node = index.below(top, done)
    for number in reversed(index.path(top)):
        events = index.own.get(number, [])
        # Of a connection, only how it began: what came over it later is another story.
        if events and events[0].kind == "connection.opened":
            events = events[:1]
        node = Node(number, tuple(events), (node,))
    return node


class Story:
    """What led to something, what happened to it, and what came of it. It never changes."""

    def __init__(self, about: str, tree: tuple[Node, ...], names: Names, start: float) -> None:
        self.about = about
        """What it is the story of, as text."""
        self.tree = tree
        """The first causes, each with what it led to."""
        self._names = names
        self._start = start

    @property
    def events(self) -> list[Event]:
        """Every event of the story, in the log's order, each once."""
        found: dict[int, Event] = {}
        stack = list(self.tree)
        while stack:
            node = stack.pop()
            found.update((event.seq, event) for event in node.events)
            stack.extend(node.children)
        return [found[seq] for seq in sorted(found)]

    def _lines(self) -> Iterator[_Line | str]:
        """Yield what is shown: events with their depth, and remarks on what is left out."""
        stack: list[tuple[Iterator[tuple[Event | Node | str, int]], int]] = []
        for root in reversed(self.tree):
            stack.append((iter([(root, 0)]), 0))
        while stack:
            items, _ = stack[-1]
            found = next(items, None)
            if found is None:
                stack.pop()
                continue
            item, depth = found
            if isinstance(item, Node):
                stack.append((_items(item, depth), depth))
            elif isinstance(item, str):
                yield "  " * min(depth, _DEEPEST_INDENT) + item
            else:
                yield self._line(item, depth, stack[-1][1] == depth)

    def _line(self, event: Event, depth: int, first: bool) -> _Line:
        name = event.id or "" if first else ""
        if first and event.kind == "frame.sent" and event.cause:
            name = f"{name} ← {event.cause}"
        return _Line(event, depth, tell(event, self._names), plain(name, 30))

    def _counted(self) -> str:
        events = self.events
        span = max((events[-1].at - self._start) * 1000, 0.0) if events else 0.0
        number = "1 event" if len(events) == 1 else f"{len(events)} events"
        lost = sum(map(_is_trouble, events))
        return f"The story of {self.about}: {number} in {span:.1f} ms" + (
            f", {lost} lost" if lost else ""
        )

    def text(self, width: int | None = None) -> str:
        """Return the tree as aligned text: milliseconds, where, what happened to what.

        *width*: columns that a line may have; longer ones are cut before the id at their end,
        which is for asking again. ``None``: no limit.
        """
        lines = list(self._lines())
        shown, left = lines[:_MOST_LINES], len(lines) - _MOST_LINES
        rows = [_row(line, self._start, "  " if width is None else " ") for line in shown]
        widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
        widths[0], widths[1] = max(widths[0], 6), max(widths[1], 5)
        text = [self._counted(), f"{'ms':>{widths[0]}}  {'where':<{widths[1]}}  what"]
        for at, where, what, told, name in rows:
            head = f"{at:>{widths[0]}}  {where:<{widths[1]}}  {what:<{widths[2]}}  {told}".rstrip()
            text.append(_cut(head, f"   [{name}]" if name else "", width))
        if left > 0:
            text.append(f"… and {left} more lines; .events has everything")
        return "\n".join(text)

    def __str__(self) -> str:
        """Return the text without a limit to its width."""
        return self.text()

    __repr__ = __str__

    def _repr_html_(self) -> str:
        """Return the tree as a table for a notebook; everything is escaped."""
        lines = list(self._lines())
        start = self._start
        rows = [_row_html(line, start) for line in lines[:_MOST_LINES]]
        left = len(lines) - _MOST_LINES
        more = f"<p>… and {left} more lines; .events has everything</p>" if left > 0 else ""
        head = "<tr><th>ms</th><th>where</th><th>what</th><th></th><th></th></tr>"
        title = html.escape(self._counted())
        return f"<p>{title}</p><table>{head}{''.join(rows)}</table>{more}"


def _is_trouble(event: Event) -> bool:
    """Say whether a message was lost that somebody may miss."""
    return event.kind == "message.lost" and getattr(event, "reason", "") not in HARMLESS


def _items(node: Node, depth: int) -> Iterator[tuple[Event | Node | str, int]]:
    """Yield a node's first event, then the rest and its children, one step deeper, in order."""
    if not node.events:
        yield from ((child, depth) for child in node.children)
        return
    yield node.events[0], depth
    rest: list[Event | Node] = [*node.events[1:], *node.children]
    rest.sort(key=lambda one: _first_seq(one) if isinstance(one, Node) else one.seq)
    shown = shown_lost = 0
    hidden: list[Node] = []
    for one in rest:
        if not isinstance(one, Node) or not _is_member(one):
            yield one, depth + 1
        elif shown < _MOST_MEMBERS:
            shown += 1
            yield one, depth + 1
        elif _fate(one) == "lost" and shown_lost < _MOST_MEMBERS:
            shown_lost += 1
            yield one, depth + 1
        else:
            hidden.append(one)
    if hidden:
        fates: dict[str, int] = {}
        for one in hidden:
            fates[_fate(one)] = fates.get(_fate(one), 0) + 1
        counted = ", ".join(f"{count} {fate}" for fate, count in fates.items())
        yield f"… and {len(hidden)} more members: {counted}", depth + 1


def _is_member(node: Node) -> bool:
    return bool(node.events) and getattr(node.events[0], "group_send", None) is not None


def _fate(node: Node) -> str:
    """Return what became of a message, in one word."""
    kinds = [event.kind for event in node.events if event.kind.startswith("message.")]
    last = kinds[-1].partition(".")[2] if kinds else "?"
    return {"accepted": "queued", "released": "queued", "taken": "in hand"}.get(last, last)


def _cut(text: str, name: str, width: int | None) -> str:
    """Return a line with its name, together no longer than *width*."""
    if width is None or len(text) + len(name) <= width:
        return text + name
    return f"{text[: max(width - len(name) - 1, 0)]}…{name}"


def _row(line: _Line | str, start: float, step: str = "  ") -> tuple[str, str, str, str, str]:
    if isinstance(line, str):
        return "", "", line, "", ""
    event = line.event
    what = step * min(line.depth, _DEEPEST_INDENT) + plain(event.kind)
    at = f"{(event.at - start) * 1000:.1f}" if event.at >= start else "earlier"
    return at, plain(event.where, 20), what, line.text, line.name


def _row_html(line: _Line | str, start: float) -> str:
    at, where, what, told, name = _row(line, start)
    indent = len(what) - len(what.lstrip())
    lost = not isinstance(line, str) and (
        line.event.kind == "consumer.raised" or _is_trouble(line.event)
    )
    style = f"text-align:left;padding-left:{indent * 0.7:.1f}em" + (";color:#b00" if lost else "")
    cells = "".join(
        f'<td style="text-align:left">{html.escape(cell)}</td>' for cell in (told, name)
    )
    return (
        f"<tr><td>{html.escape(at)}</td><td>{html.escape(where)}</td>"
        f'<td style="{style}">{html.escape(what.strip())}</td>{cells}</tr>'
    )
