"""From raw tuples to events, when somebody reads.

Role: the only reader of the shapes in :mod:`sandbox.trace.ops` that makes events of them. One
:class:`Expander` follows one log in order. It must not know where the tuples are kept, and it
appends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sandbox.trace import events as e
from sandbox.trace import ops
from sandbox.trace.frozen import maker
from sandbox.trace.ids import spell
from sandbox.trace.ladder import Step, explain, routed

__all__ = ["Expander", "count"]

Raw = tuple[Any, ...]

_FLAT = frozenset({str, bytes, int, float, bool, type(None)})
_DEEPEST = 50

# The quick makers of what comes often.
_consumer_finished = maker(e.ConsumerFinished)
_consumer_started = maker(e.ConsumerStarted)
_frame_received = maker(e.FrameReceived)
_frame_sent = maker(e.FrameSent)
_group_sent = maker(e.GroupSent)
_message_accepted = maker(e.MessageAccepted)
_message_delivered = maker(e.MessageDelivered)
_message_held = maker(e.MessageHeld)
_message_lost = maker(e.MessageLost)
_message_refused = maker(e.MessageRefused)
_message_released = maker(e.MessageReleased)
_message_taken = maker(e.MessageTaken)
_route_matched = maker(e.RouteMatched)

# How many events a tuple of each op stands for; 0: it depends on the tuple.
FIXED_COUNTS = (1, 1, 2, 1, 0, 1, 0, 1, 0, 1, 1, 1, 2, 1, 2, 0)

# Fields of notes that hold an id, which may come as a number.
_ID_FIELDS = frozenset({"connection", "message", "run", "group_send", "breakpoint"})
# Which field repeats an event's own id.
_OWN = {"connection": "connection", "consumer": "run", "message": "message", "route": "message"}


def count(raw: Raw) -> int:
    """Return how many events a raw tuple stands for; ``ValueError`` for an unknown op."""
    op = raw[0]
    if not 0 <= op < len(FIXED_COUNTS):
        raise _unknown(op)
    fixed = FIXED_COUNTS[op]
    if fixed:
        return fixed
    if op == ops.GROUP_SENT:
        return 1 + len(raw[8]) + len(raw[9])
    if op == ops.TAKEN_MANY:
        return len(raw[4])
    if op == ops.CHECKPOINT:
        return 0
    return sum([2 if frame else 1 for _, _, _, frame, _ in raw[4]])


def _unknown(op: Any) -> ValueError:
    return ValueError(
        f"A raw tuple begins with an op of trace.ops (0 to {len(FIXED_COUNTS) - 1}), not {op!r}: "
        "it was appended by another version."
    )


class Expander:
    """Makes events of raw tuples, in order; for one thread at a time.

    *start* is the clock's reading when the log began, *first_seq* the seq of the first event to
    come, *ladders* the ladders that raw tuples name by number. Contents of messages that are not
    settled yet are kept, so that a route's ladder can be explained; where the tuple with the
    content was trimmed before, the ladder says so.
    """

    def __init__(self, start: float, first_seq: int = 1, ladders: Sequence[Any] = ()) -> None:
        self.start = start
        self._ladders = ladders
        #: The seq of the next event.
        self.next_seq = first_seq
        #: Fields of notes that no class of the vocabulary has ("kind.field"): left out of events.
        self.dropped: set[str] = set()
        self._open: dict[int, tuple[str, Any]] = {}
        self._makers: tuple[Callable[[int, float, str, Raw], list[e.Event]], ...] = (
            self._note,
            self._accepted,
            self._frame_accepted,
            self._refused,
            self._group_sent,
            self._taken,
            self._taken_many,
            self._delivered,
            self._frames_sent,
            self._lost,
            self._held,
            self._released,
            self._started,
            self._finished,
            self._received,
            self._checkpoint,
        )

    def remember(self, message: int, channel: str, content: Any) -> None:
        """Take note of a message that was accepted before this expander's first tuple."""
        self._open[message] = (channel, content)

    def expand(self, raw: Raw) -> list[e.Event]:
        """Return the events of one tuple, numbered; ``ValueError`` for an unknown op."""
        op = raw[0]
        if not 0 <= op < len(FIXED_COUNTS):
            raise _unknown(op)
        made = self._makers[op](self.next_seq, raw[1] - self.start, raw[2], raw)
        self.next_seq += len(made)
        return made

    def copy(self) -> Expander:
        """Return an expander at the same place, to read on from here twice."""
        new = Expander(self.start, self.next_seq, self._ladders)
        new._open = dict(self._open)
        return new

    def _note(self, seq: int, at: float, where: str, raw: Raw) -> list[e.Event]:
        _, _, _, kind, number, cause, fields = raw
        own = spell(number) if number else None
        known = e.FURTHER_FIELDS.get(kind)
        if known is None:
            rest = dict(fields)
            return [e.Unknown(seq, at, own, spell(cause or 0), where, kind=kind, fields=rest)]
        further = self._further(kind, known, fields)
        alias = _OWN.get(kind.partition(".")[0])
        if own is not None and alias in known and further.get(alias) is None:
            further[alias] = own
        if own is None and alias is not None:
            own = further.get(alias)
        if kind in ("message.delivered", "message.lost"):
            self._open.pop(fields.get("message") or number, None)
        elif kind == "message.edited" and number in self._open:
            self._open[number] = (self._open[number][0], fields.get("content"))
        return [maker(e.VOCABULARY[kind])(seq, at, own, spell(cause or 0), where, **further)]

    def _further(
        self, kind: str, known: tuple[str, ...], fields: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return a note's fields as its class has them: ids as texts, all else as it is."""
        further: dict[str, Any] = {}
        for name, value in fields.items():
            if name == "rules" and kind == "route.unmatched":
                further["ladder"] = self._ladder(fields, value)
            elif name == "rules" and kind == "routing.changed":
                further["rules"] = routed(value)
            elif name not in known:
                self.dropped.add(f"{kind}.{name}")
            elif name in _ID_FIELDS and type(value) is int:
                further[name] = spell(value)
            elif name == "version":
                further[name] = _version(value)
            else:
                further[name] = value if type(value) in _FLAT else _own(value)
        return further

    def _ladder(self, fields: Mapping[str, Any], rules: Any) -> tuple[Step, ...]:
        channel, content = self._open.get(fields.get("message", 0), ("", None))
        # No rule has matched: an index past the end says so.
        rules = self._rules(rules)
        return explain(rules, fields.get("channel") or channel, content, len(rules))

    def _accepted(self, seq: int, at: float, where: str, raw: Raw) -> list[e.Event]:
        _, _, _, cause, layer, message, channel, content = raw
        self._open[message] = (channel, content)
        name = spell(message)
        own, size = _measured(content)
        return [
            _message_accepted(
                seq, at, name, spell(cause), where, layer, name, channel, own, size, None
            )
        ]

    def _frame_accepted(self, seq: int, at: float, where: str, raw: Raw) -> list[e.Event]:
        _, _, _, connection, frame, order, layer, message, channel, content = raw
        self._open[message] = (channel, content)
        name, cause = spell(message), spell(frame)
        text, data = content.get("text"), content.get("bytes")
        own, size = _measured(content)
        return [
            _frame_received(
                seq,
                at,
                cause,
                None,
                where,
                spell(connection),
                order,
                text,
                data,
                _bytes_in(data if text is None else text),
            ),
            _message_accepted(
                seq + 1, at, name, cause, where, layer, name, channel, own, size, None
            ),
        ]

    def _refused(self, seq: int, at: float, where: str, raw: Raw) -> list[e.Event]:
        _, _, _, cause, layer, channel, reason, content, attempts = raw
        own, _ = _measured(content)
        return [
            _message_refused(
                seq, at, None, spell(cause), where, layer, channel, reason, own, attempts
            )
        ]

    def _group_sent(self, seq: int, at: float, where: str, raw: Raw) -> list[e.Event]:
        _, _, _, cause, layer, send, group, content, members, full = raw
        own, size = _measured(content)
        sent, total, lost = spell(send), len(members), len(full)
        made: list[e.Event] = [
            _group_sent(
                seq, at, sent, spell(cause), where, layer, group, total, total - lost, lost, own
            )
        ]
        add, accepted, kept = made.append, _message_accepted, self._open
        for message, channel in members:
            seq += 1
            name = spell(message)
            add(accepted(seq, at, name, sent, where, layer, name, channel, own, size, sent))
            if message in full:
                seq += 1
                add(
                    _message_lost(
                        seq, at, name, sent, where, layer, name, channel, "full", "queued"
                    )
                )
            else:
                kept[message] = (channel, content)
        return made

    def _taken(self, seq: int, at: float, where: str, raw: Raw) -> list[e.Event]:
        _, now, _, layer, message, channel, accepted_at = raw
        name = spell(message)
        waited = None if accepted_at is None else now - accepted_at
        return [_message_taken(seq, at, name, None, where, layer, name, channel, waited)]

    def _taken_many(self, seq: int, at: float, where: str, raw: Raw) -> list[e.Event]:
        made: list[e.Event] = []
        now, layer = raw[1], raw[3]
        for number, (message, channel, accepted_at) in enumerate(raw[4], seq):
            name = spell(message)
            waited = None if accepted_at is None else now - accepted_at
            made.append(_message_taken(number, at, name, None, where, layer, name, channel, waited))
        return made

    def _delivered(self, seq: int, at: float, where: str, raw: Raw) -> list[e.Event]:
        _, _, _, layer, message, channel, duration = raw
        self._open.pop(message, None)
        name = spell(message)
        return [_message_delivered(seq, at, name, None, where, layer, name, channel, duration)]

    def _frames_sent(self, seq: int, at: float, where: str, raw: Raw) -> list[e.Event]:
        made: list[e.Event] = []
        layer, kept = raw[3], self._open
        for message, channel, connection, frame, data in raw[4]:
            kept.pop(message, None)
            name = spell(message)
            if frame:
                to, size = spell(connection), _bytes_in(data)
                text, binary = (data, None) if isinstance(data, str) else (None, data)
                made.append(
                    _frame_sent(seq, at, spell(frame), name, where, to, None, text, binary, size)
                )
                seq += 1
            made.append(_message_delivered(seq, at, name, None, where, layer, name, channel, None))
            seq += 1
        return made

    def _lost(self, seq: int, at: float, where: str, raw: Raw) -> list[e.Event]:
        _, _, _, cause, layer, message, channel, reason, state = raw
        self._open.pop(message, None)
        name = spell(message)
        return [
            _message_lost(seq, at, name, spell(cause), where, layer, name, channel, reason, state)
        ]

    def _held(self, seq: int, at: float, where: str, raw: Raw) -> list[e.Event]:
        _, _, _, layer, message, channel, hold = raw
        name = spell(message)
        return [_message_held(seq, at, name, None, where, layer, name, channel, _id_text(hold))]

    def _released(self, seq: int, at: float, where: str, raw: Raw) -> list[e.Event]:
        _, _, _, layer, message, channel, hold = raw
        name = spell(message)
        return [_message_released(seq, at, name, None, where, layer, name, channel, _id_text(hold))]

    def _rules(self, rules: Any) -> Any:
        """Return a ladder that may be given by its number; none where that is not known."""
        if type(rules) is not int:
            return rules
        return self._ladders[rules] if rules < len(self._ladders) else ()

    def _checkpoint(self, seq: int, at: float, where: str, raw: Raw) -> list[e.Event]:
        return []

    def _started(self, seq: int, at: float, where: str, raw: Raw) -> list[e.Event]:
        _, _, _, message, run, consumer, version, kwargs, rules, index, worker = raw
        name, own = spell(message), spell(run)
        channel, content = self._open.get(message, ("", None))
        index = None if index is None or index < 0 else index
        rules = self._rules(rules)
        steps = explain(rules, channel, content, index) if rules else ()
        return [
            _route_matched(
                seq,
                at,
                name,
                None,
                where,
                name,
                channel or None,
                consumer,
                index,
                len(rules),
                steps,
                dict(kwargs),
            ),
            _consumer_started(
                seq + 1,
                at,
                own,
                name,
                where,
                own,
                name,
                consumer,
                _version(version),
                worker,
            ),
        ]

    def _finished(self, seq: int, at: float, where: str, raw: Raw) -> list[e.Event]:
        _, _, _, run, consumer, message, duration = raw
        own, name = spell(run), spell(message)
        return [_consumer_finished(seq, at, own, name, where, own, name, consumer, duration)]

    def _received(self, seq: int, at: float, where: str, raw: Raw) -> list[e.Event]:
        _, now, _, layer, message, channel, accepted_at = raw
        self._open.pop(message, None)
        name = spell(message)
        waited = None if accepted_at is None else now - accepted_at
        return [
            _message_taken(seq, at, name, None, where, layer, name, channel, waited),
            _message_delivered(seq + 1, at, name, None, where, layer, name, channel, None),
        ]


def _version(number: Any) -> str | None:
    """Return a consumer's version as text: its first code is ``"v1"``."""
    return f"v{number}" if isinstance(number, int) else number


def _id_text(value: Any) -> str | None:
    """Return an id as text where it came as a number; names stay as they are."""
    return spell(value) if isinstance(value, int) else value


def _bytes_in(data: str | bytes | None) -> int:
    if data is None:
        return 0
    if isinstance(data, str) and not data.isascii():
        return len(data.encode("utf-8", "surrogatepass"))
    return len(data)


def _measured(content: Any) -> tuple[Any, int]:
    """Return a copy for the reader to keep, so that nobody reaches the log's own, and its size."""
    if type(content) is not dict:
        return _own(content), _size(content)
    size = 0
    flat = True
    for key, value in content.items():
        kind = type(value)
        if kind is str:
            size += len(value) if value.isascii() else _bytes_in(value)
        elif kind is bytes:
            size += len(value)
        elif kind in _FLAT:
            size += 8
        else:
            flat = False
            size += _size(value)
        size += len(key) if type(key) is str else 8
    return (content.copy() if flat else _own(content)), size


def _own(value: Any, depth: int = 0) -> Any:
    """Copy what can be changed: dicts and lists, all the way down (beyond 50 levels: shared)."""
    if depth > _DEEPEST:
        return value
    if isinstance(value, dict):
        return {key: _own(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        return [_own(one, depth + 1) for one in value]
    if type(value) is tuple:
        return tuple(_own(one, depth + 1) for one in value)
    return value


def _size(value: Any, depth: int = 0) -> int:
    if isinstance(value, (str, bytes)):
        return _bytes_in(value)
    if depth > _DEEPEST:
        return 8
    if isinstance(value, dict):
        return sum(_size(key) + _size(one, depth + 1) for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return sum(_size(one, depth + 1) for one in value)
    return 8
