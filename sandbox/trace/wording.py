"""Events in words: one short line each, as a newcomer reads it.

Role: the texts of stories, tables and terminals. Every text is one line of printable characters:
what came from outside is escaped and shortened. It must not know how events are found or ordered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sandbox.trace.events import Event
from sandbox.trace.losses import reason_in_words

__all__ = ["LONGEST", "Names", "milliseconds", "plain", "shortened", "tell"]

LONGEST = 60
"""Characters of content that a line shows."""

_WAITING = "__wait__."
"""How the channels begin on which messages wait for their turn (CLASSIC-SPEC §4.6)."""

# Keys that are the same in every message of a connection: shown only if there is room.
_DULL = frozenset({"reply_channel", "path", "headers", "client", "server", "query_string"})


def plain(text: object, longest: int = LONGEST) -> str:
    """Return *text* as one line of printable characters, at most *longest* of them."""
    raw = str(text)
    shown = "".join(
        letter if letter.isprintable() else repr(letter)[1:-1] for letter in raw[: longest + 1]
    )
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def _valued(value: Any, longest: int) -> str:
    if isinstance(value, str):
        return f'"{plain(value, max(longest - 2, 1))}"'
    if isinstance(value, (bytes, bytearray)):
        return plain(repr(bytes(value[: longest + 1])), longest)
    if isinstance(value, (dict, list, tuple)) and len(value) > 8:
        return f"<{len(value)} entries>"
    return plain(value, longest)


def shortened(content: Any, longest: int = LONGEST) -> str:
    """Return a message's content on one line: ``{text: "hi", order: 1, …}``."""
    if not isinstance(content, Mapping):
        return _valued(content, longest)
    keys = sorted(content, key=lambda key: key in _DULL)
    parts: list[str] = []
    left = longest - 5
    for key in keys:
        name = plain(key, 20)
        part = f"{name}: {_valued(content[key], max(left - len(name) - 2, 8))}"
        if (key in _DULL or len(part) > left) and parts:
            break
        parts.append(part)
        left -= len(part) + 2
    more = ", …" if len(parts) < len(content) and parts else ""
    return plain(f"{{{', '.join(parts)}{more}}}", longest)


class Names:
    """What people call connections and their reply channels; learnt from ``connection.opened``.

    *former*: reply channel → label, for what the log has let go of.
    """

    def __init__(self, former: Mapping[str, str] | None = None) -> None:
        self._connections: dict[str, str] = {}
        self._channels: dict[str, str] = {}
        self._former = former if former is not None else {}

    def learn(self, event: Event) -> None:
        """Note the label of a connection that has opened; any other event is passed over."""
        if event.kind != "connection.opened":
            return
        number = getattr(event, "connection", None) or event.id
        label = getattr(event, "label", None)
        if number:
            self.add(number, label, getattr(event, "reply_channel", None))

    def add(self, number: str, label: str | None, reply_channel: str | None) -> None:
        """Note a connection's label and its reply channel."""
        self._connections[number] = label or number
        if reply_channel:
            self._channels[reply_channel] = number

    def copy(self) -> Names:
        """Return the same names, to learn more in another place."""
        new = Names(self._former)
        new._connections, new._channels = self._connections.copy(), self._channels.copy()
        return new

    def labelled(self, label: str) -> list[str]:
        """Return the connections that bear *label*, oldest first."""
        return [number for number, name in self._connections.items() if name == label]

    @property
    def labels(self) -> list[str]:
        """All names of connections, oldest first, each once."""
        return list(dict.fromkeys(self._connections.values()))

    def connection(self, number: str | None) -> str:
        """Return what a connection is called."""
        return plain(self._connections.get(number or "", number or "?"), 30)

    def channel(self, name: Any) -> str:
        """Return what a channel is called: ``alice's reply channel``, ``alice's wait channel``
        (of messages before their turn), or its name."""
        if isinstance(name, str) and name.startswith(_WAITING):
            owner = self._reply_owner(name.removeprefix(_WAITING).replace("?", "!"))
            return f"{owner}'s wait channel" if owner else plain(name, 50)
        owner = self._reply_owner(name)
        return f"{owner}'s reply channel" if owner else plain(name, 50)

    def _reply_owner(self, name: Any) -> str | None:
        """Return what the connection behind a reply channel is, or was, called."""
        owner = self.owner(name)
        if owner:
            return self.connection(owner)
        former = self._former.get(name) if isinstance(name, str) else None
        return plain(former, 30) if former else None

    def owner(self, channel: Any) -> str | None:
        """Return the connection to which a reply channel leads; ``None`` for other channels."""
        return self._channels.get(channel) if isinstance(channel, str) else None

    def reply_channels(self, number: str) -> list[str]:
        """Return the reply channels that lead to a connection."""
        return [channel for channel, owner in self._channels.items() if owner == number]


def milliseconds(seconds: float | None) -> str:
    """Return a duration as text: ``0.2 ms``."""
    return "?" if seconds is None else f"{seconds * 1000:.1f} ms"


def tell(event: Event, names: Names) -> str:
    """Return what happened, on one line, without its time, actor and kind."""
    teller = _TELLERS.get(event.kind)
    return teller(event, names) if teller is not None else _tell_fields(event)


def _tell_fields(event: Event) -> str:
    """Tell an event that has no words of its own: its fields that say something."""
    fields: Iterable[tuple[str, Any]] = getattr(event, "fields", {}).items()
    if not hasattr(event, "fields"):
        skip = ("seq", "at", "kind", "id", "cause", "where", "layer")
        names = getattr(event, "__dataclass_fields__", ())
        fields = ((name, getattr(event, name)) for name in names if name not in skip)
    parts = [f"{plain(name, 20)} {_valued(value, 30)}" for name, value in fields if value]
    return plain(", ".join(parts), 2 * LONGEST)


def _opened(event: Any, names: Names) -> str:
    return f"{names.connection(event.connection)} {event.protocol} {plain(event.path)}"


def _closed(event: Any, names: Names) -> str:
    code = "" if event.code is None else f" with {event.code}"
    by = f" by the {plain(event.by)}" if event.by else ""
    return f"{names.connection(event.connection)}{code}{by}"


def _rejected(event: Any, names: Names) -> str:
    why = f": {plain(event.why)}" if event.why else ""
    return f"{names.connection(event.connection)} {event.status or ''}{why}"


def _accepted_connection(event: Any, names: Names) -> str:
    protocol = f" as {plain(event.subprotocol)}" if event.subprotocol else ""
    return f"{names.connection(event.connection)}{protocol}"


def _frame(event: Any, names: Names) -> str:
    data = event.text if event.text is not None else event.bytes
    why = getattr(event, "why", None)
    shown = "" if data is None else f" {_valued(data, LONGEST)}"
    return f"{names.connection(event.connection)}{shown}" + (f": {plain(why)}" if why else "")


def _malformed(event: Any, names: Names) -> str:
    return f"to {names.connection(event.connection)}: {plain(event.error, 2 * LONGEST)}"


def _subscriber(event: Any, names: Names) -> str:
    return f"{plain(event.subscriber)}: {plain(event.error, 2 * LONGEST)}"


def _message(event: Any, names: Names) -> str:
    return f"{names.channel(event.channel)} {shortened(event.content)}"


def _lost(event: Any, names: Names) -> str:
    why, todo = reason_in_words(event.kind, event.reason)
    return f"{plain(event.reason)}: {why} → {todo}"


def _refused(event: Any, names: Names) -> str:
    times = f" (tried {event.attempts} times)" if event.attempts > 1 else ""
    head = f"{names.channel(event.channel)} {shortened(event.content)}"
    return f"{head} {_lost(event, names).replace(':', f'{times}:', 1)}"


def _taken(event: Any, names: Names) -> str:
    return f"after {milliseconds(event.waited)}"


def _lasted(event: Any, names: Names) -> str:
    return "" if event.duration is None else f"after {milliseconds(event.duration)}"


def _group_sent(event: Any, names: Names) -> str:
    members = "1 member" if event.members == 1 else f"{event.members} members"
    content = f" {shortened(event.content)}" if event.content is not None else ""
    counts = f"{members}, {event.queued} queued, {event.lost} lost"
    return f"{plain(event.group)}: {counts}{content}"


def _member(event: Any, names: Names) -> str:
    reason = f" ({plain(event.reason)})" if getattr(event, "reason", "") else ""
    return f"{plain(event.group)}: {names.channel(event.channel)}{reason}"


def _consumer(event: Any) -> str:
    """Return a consumer's name as its user knows it: a notebook is no module to them."""
    return plain(str(event.consumer).removeprefix("__main__."))


def _matched(event: Any, names: Names) -> str:
    rule = "" if event.index is None else f" (rule {event.index + 1} of {event.rules})"
    arguments = f" with {shortened(event.kwargs)}" if event.kwargs else ""
    channel = names.channel(event.channel) if event.channel else "message"
    return f"{channel} → {_consumer(event)}{rule}{arguments}"


def _unmatched(event: Any, names: Names) -> str:
    near = [step for step in event.ladder if step.why != "other channel"]
    rules = f"none of {len(event.ladder)} rules" if event.ladder else "no rules"
    closest = f"; {plain(near[0].rule)}: {plain(near[0].why)}" if near else ""
    return f"{names.channel(event.channel)}: {rules}{closest}"


def _started(event: Any, names: Names) -> str:
    version = f" {event.version}" if event.version not in (None, "v1") else ""
    return f"{_consumer(event)}{version}"


def _busy(event: Any, names: Names) -> str:
    seconds = "" if event.duration is None else f"for {event.duration:.1f} s "
    consumer = f"in {_consumer(event)}" if event.consumer else "before any consumer"
    line = f", line {event.line} of {plain(event.file)}" if event.file and event.line else ""
    return f"{seconds}{consumer}{line}"


def _place(event: Any) -> str:
    """Return where code stands, as the end of a line; empty where that is not known."""
    line = f", line {event.line}" if event.file and event.line else ""
    return f" in {plain(event.file)}{line}" if event.file else ""


def _raised(event: Any, names: Names) -> str:
    return f"{_consumer(event)}: {plain(event.error, 2 * LONGEST)}"


def _deferred(event: Any, names: Names) -> str:
    return f"{_consumer(event)}, put back {event.retries} times so far"


def _denied(event: Any, names: Names) -> str:
    return f"{_consumer(event)}: {plain(event.why or 'no reason was given', 2 * LONGEST)}"


def _binding(event: Any, names: Names) -> str:
    what = " ".join(str(part) for part in (event.action, event.pk) if part is not None)
    return f"{event.binding}: {event.user or 'this user'} may not {plain(what, LONGEST)}"


def _waited(event: Any, names: Names) -> str:
    return f"{_consumer(event)}: order {event.order} waits until {event.expected} has run"


def _session(event: Any, names: Names) -> str:
    told = f"{plain(event.session) if event.session else 'no session'}"
    how = f" by {plain(event.how)}" if event.how else ""
    state = f", {event.state}" if getattr(event, "state", "found") != "found" else ""
    why = f": {plain(event.why, 2 * LONGEST)}" if getattr(event, "why", None) else ""
    return f"{told}{how}{state}{why}"


def _user(event: Any, names: Names) -> str:
    how = f" by {plain(event.how)}" if event.how else ""
    if event.user is not None:
        return f"{plain(event.user)}{how}"
    return f"anonymous{how}: {plain(event.why or 'no reason is known', 2 * LONGEST)}"


def _printed(event: Any, names: Names) -> str:
    if event.cut:
        return f"{event.stream}: … and {event.cut} more characters, which are not kept"
    return f"{event.stream}: {plain(event.text.rstrip())}"


def _code(event: Any, names: Names) -> str:
    return f"{plain(event.what)} {event.version or ''}".rstrip() + _place(event)


def _routing(event: Any, names: Names) -> str:
    own = sum(not rule.builtin for rule in event.rules)
    return f"{own} {'rule' if own == 1 else 'rules'} and {len(event.rules) - own} built in"


def _held(event: Any, names: Names) -> str:
    return names.channel(event.channel) + (f" at {event.breakpoint}" if event.breakpoint else "")


def _edited(event: Any, names: Names) -> str:
    return f"{names.channel(event.channel)} by hand: {shortened(event.changed)}"


def _duplicated(event: Any, names: Names) -> str:
    copy = event.changed.get("copy") if isinstance(event.changed, Mapping) else None
    return f"{names.channel(event.channel)} by hand: the copy is {plain(copy or '?', 20)}"


def _delayed(event: Any, names: Names) -> str:
    seconds = event.changed.get("seconds") if isinstance(event.changed, Mapping) else None
    return f"{names.channel(event.channel)} by hand: goes in {plain(seconds, 20)} s"


def _moved(event: Any, names: Names) -> str:
    place = 1 if event.place is None else event.place + 1
    return f"{names.channel(event.channel)} by hand: number {place} of its hold"


def _holding(event: Any, names: Names) -> str:
    condition = f" where {plain(event.condition)}" if event.condition else ""
    return f"{plain(event.target, 80)}{condition}"


def _fault(event: Any, names: Names) -> str:
    target = f" {plain(event.target, 80)}" if event.target else ""
    options = f" {shortened(event.options)}" if event.options else ""
    return f"{plain(event.fault, 20)}{target}{options}"


_TELLERS: Mapping[str, Callable[[Any, Names], str]] = {
    "connection.opened": _opened,
    "connection.accepted": _accepted_connection,
    "connection.rejected": _rejected,
    "connection.closed": _closed,
    "frame.received": _frame,
    "frame.sent": _frame,
    "frame.ignored": _frame,
    "reply.malformed": _malformed,
    "subscriber.failed": _subscriber,
    "message.accepted": _message,
    "message.refused": _refused,
    "message.taken": _taken,
    "message.delivered": _lasted,
    "message.lost": _lost,
    "message.held": _held,
    "message.released": _held,
    "message.edited": _edited,
    "message.duplicated": _duplicated,
    "message.delayed": _delayed,
    "message.moved": _moved,
    "hold.began": _holding,
    "hold.ended": _holding,
    "fault.began": _fault,
    "fault.ended": _fault,
    "group.joined": _member,
    "group.left": _member,
    "group.sent": _group_sent,
    "route.matched": _matched,
    "route.unmatched": _unmatched,
    "worker.busy": _busy,
    "consumer.started": _started,
    "consumer.finished": _lasted,
    "consumer.raised": _raised,
    "consumer.deferred": _deferred,
    "consumer.denied": _denied,
    "consumer.waited": _waited,
    "binding.refused": _binding,
    "session.opened": _session,
    "session.saved": _session,
    "session.discarded": _session,
    "user.identified": _user,
    "consumer.printed": _printed,
    "code.changed": _code,
    "code.refused": lambda event, names: f"{plain(event.what)}: {plain(event.error)}",
    "routing.changed": _routing,
}
