"""Why it did not arrive: ``box.why(bob, "hi")`` and the text of every wait that ended in vain.

Role: gather evidence from events in one pass, weigh it, and say the likeliest causes in a few
sentences (API.md). It must not know threads or sockets, and asks nobody but the log; what is
wrong at this very moment is passed in.

::

    the connection is over                          8
    no worker, or all of them busy                  7
    its connect consumer failed; it was rejected    6, 5
    it was lost or misread on its way to this tab   4
    it carries what was wanted, and went astray     3
    a fault is in force                             2
    something went wrong that may have to do with   1
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.box.asking import in_words
from sandbox.consumers.routing import DEFAULT
from sandbox.live.cards import card_of
from sandbox.options import did_you_mean, nearest
from sandbox.trace.events import Event
from sandbox.trace.wording import Names, shortened

__all__ = ["Moment", "Why", "carries", "remedy", "why"]

_LINES = 3
"""An answer has at most this many lines: the first one is nearly always the one."""

_OVER, _NOW, _CONNECT, _REJECTED, _ITS_OWN, _CARRIES, _FAULT = 8, 7, 6, 5, 4, 3, 2
_MAYBE, _FAINT = 1, 0


_MAY_BE_SILENT = frozenset(("websocket.connect", "websocket.disconnect", "http.disconnect"))
"""Channels whose consumers often have nothing to send."""


class Why(list[str]):
    """At most three sentences, the likeliest cause first."""

    def __str__(self) -> str:
        return "\n".join(self)

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        items = "".join(f"<li>{html.escape(line)}</li>" for line in self)
        return f"<ul>{items}</ul>"


@dataclass(frozen=True, slots=True)
class Moment:
    """What no event tells: what stands still just now."""

    unheard: frozenset[str] = frozenset()
    """Channels to which nobody listens."""
    heard: frozenset[str] = frozenset()
    """Channels to which somebody listens."""
    no_worker: bool = False
    """Whether no worker runs at all."""
    busy: tuple[tuple[int, float, str], ...] = ()
    """Where every worker is busy: their numbers, for how many seconds, and where each is, as
    :func:`sandbox.box.busy.doing` says it."""
    connection: str | None = None
    """The client's connection, where it is open."""
    channel: str | None = None
    """Its reply channel."""
    groups: frozenset[str] = frozenset()
    """The groups that it is in."""


def remedy(number: int) -> str:
    """Return what to do about the worker of this number, which does not come back."""
    return f"box.workers[{number}].kill() puts a new one in its place"


def carries(content: Any, wanted: Any) -> bool:
    """Say whether a message's content carries what a tab waits for; ``None`` is anything."""
    if wanted is None or callable(wanted):
        return True
    return any(_fits(data, wanted) for data in _payloads(content))


def _payloads(content: Any) -> Iterable[Any]:
    if isinstance(content, dict):
        for key in ("text", "bytes"):
            data = content.get(key)
            if data:
                yield data


def _fits(data: Any, wanted: Any) -> bool:
    if isinstance(wanted, re.Pattern):
        return isinstance(data, type(wanted.pattern)) and wanted.search(data) is not None
    return _holds(data, wanted)


def _holds(whole: Any, part: Any) -> bool:
    """Say whether text contains text, or bytes contain bytes; anything else holds nothing."""
    for kind in (str, bytes):
        if isinstance(whole, kind) and isinstance(part, kind):
            return part in whole  # type: ignore[operator]  # both are of one kind
    return False


def _led_to(content: Any, wanted: Any) -> bool:
    """Say whether a message may well have led to what was wanted: its text is a part of it."""
    if wanted is None or callable(wanted):
        return False
    if carries(content, wanted):
        return True
    return not isinstance(wanted, re.Pattern) and any(
        _holds(wanted, data) for data in _payloads(content)
    )


def why(
    events: Iterable[Event], label: str, wanted: Any, now: Moment, names: Names | None = None
) -> Why:
    """Say why *wanted* (``None``: anything) did not come to the client called *label*.

    *names* knows connections whose openings may be missing in *events*.
    """
    case = _Case(label, wanted, Names() if names is None else names)
    # The log may have let go of how it connected and what it joined.
    case.connection, case.channel, case.joined = now.connection, now.channel, set(now.groups)
    for event in events:
        case.names.learn(event)
        handler = getattr(case, "_" + event.kind.replace(".", "_"), None)
        if handler is not None:
            handler(event)
    case.close(now)
    return Why(case.verdict())


@dataclass(slots=True)
class _Case:
    """What the log says about one client, weighed."""

    label: str
    wanted: Any
    names: Names
    found: list[tuple[int, int, str, str]] = field(default_factory=list)
    """(weight, seq, kind, sentence); of one kind only the weightiest and newest is told."""
    contents: dict[str | None, Any] = field(default_factory=dict)
    """What messages carry that are still on their way."""
    where: dict[str | None, Any] = field(default_factory=dict)
    """The same messages' events of acceptance, while they are queued."""
    held: dict[str | None, tuple[Any, Any]] = field(default_factory=dict)
    """Messages that are held: their events of acceptance and of the hold."""
    holds: dict[str | None, str] = field(default_factory=dict)
    """What each hold is aimed at."""
    faults: dict[str | None, Any] = field(default_factory=dict)
    """The beginnings of the faults that are in force."""
    connection: str | None = None
    """The client's newest connection."""
    channel: str | None = None
    """Its reply channel."""
    joined: set[str] = field(default_factory=set)
    left: dict[str, Any] = field(default_factory=dict)
    rejected: bool = False
    is_request: bool = False
    """Whether that connection is an HTTP request, which ends with its answer."""
    waits: dict[tuple[str, Any], int] = field(default_factory=dict)
    """(wait channel, order) of messages before their turn → the order of whose turn it was."""
    denied: str = ""
    """Why a consumer refused its handshake, in that one's own words."""
    decider: str = ""
    """The consumer that got its websocket.connect."""
    sends_to_it: int = 0
    last_sent: int = 0
    """The seq of the newest frame to it."""
    passed: dict[str, Any] = field(default_factory=dict)
    """The newest send to each group of which it was no member then."""
    newest: dict[str, Any] = field(default_factory=dict)
    """The newest send to each group, whoever was in it."""
    runs: dict[str | None, Any] = field(default_factory=dict)
    """Consumers that run, by the message that they have: their events of start."""
    senders: set[str | None] = field(default_factory=set)
    """The runs that have sent something, or ended in a way that is told by itself."""

    # -- weighing ----------------------------------------------------------------------------

    def add(self, weight: int, event: Any, sentence: str) -> None:
        """Note one possible cause."""
        self.found.append((weight, event.seq, event.kind, sentence))

    def weigh(self, content: Any) -> int:
        """Return the weight of a mishap to a message with *content*."""
        if (
            isinstance(content, dict)
            and self.channel is not None
            and (content.get("reply_channel"), content.get("order")) == (self.channel, 0)
        ):
            return _CONNECT
        return _CARRIES if _led_to(content, self.wanted) else _MAYBE

    def named(self, channel: Any) -> str:
        """Return what a channel is called, also where the log has let go of how it came to be."""
        if self.channel is not None and channel == self.channel:
            return f"{self.label}'s reply channel"
        return self.names.channel(channel)

    def close(self, now: Moment) -> None:
        """Add what is wrong at this moment."""
        if now.no_worker:
            self._now("No worker runs, so no consumer does: Sandbox(workers=1).")
        if now.busy:
            number, seconds, where = max(now.busy, key=lambda one: one[1])
            several = len(now.busy) > 1
            who = "All workers have" if several else f"worker:{number} has"
            # Where one of them is: the one that has been at it for longest.
            which = f", worker:{number}" if several and where else ""
            self._now(
                f"{who} been busy for {seconds:.1f} s with one message{which}{where}; "
                f"{remedy(number)}."
            )
        self._close_holds()
        for event in self.where.values():
            order = event.content.get("order") if isinstance(event.content, dict) else None
            expected = self.waits.get((event.channel, order))
            if expected is not None:
                self.add(self.weigh(event.content), event, self._waiting(event, order, expected))
            elif event.channel in now.unheard and "!" not in event.channel:
                self.add(
                    self.weigh(event.content),
                    event,
                    f"{event.id} {shortened(event.content, 40)} waits on {event.channel}, which "
                    f"nobody hears{did_you_mean(event.channel, now.heard)}: "
                    f'@box.consumer("{event.channel}") would get it.',
                )

    def _close_holds(self) -> None:
        """Add what is held, and the faults that are in force."""
        for event, held in self.held.values():
            mine = event.channel == self.channel
            if "!" in event.channel and not mine:
                continue  # somebody else's
            weight = _ITS_OWN if mine and carries(event.content, self.wanted) else None
            target = self.holds.get(held.breakpoint, "")
            end = f'box.holds["{target}"].end()' if target else "the end of that hold"
            self.add(
                self.weigh(event.content) if weight is None else weight,
                held,
                f"{event.id} {shortened(event.content, 40)} to {self.named(event.channel)} is held "
                f"since {held.at:.3f} s{f' at {target}' if target else ''}: {end} lets it through.",
            )
        for event in self.faults.values():
            aimed = event.target in (f"tab:{self.label}", f"connection:{self.connection}")
            target = f" at {event.target}" if event.target else ""
            self.add(
                _ITS_OWN if aimed else _FAULT,
                event,
                f"The fault {event.fault!r}{target} is in force since {event.at:.3f} s: "
                "box.faults.clear() ends it.",
            )

    def _waiting(self, event: Any, order: Any, expected: int) -> str:
        """Return what keeps a message from its turn."""
        missing = (
            "its connect has not run in order: put @enforce_ordering on the websocket.connect "
            "consumer too"
            if expected == 0
            else f"its connection's message {expected} has not run"
        )
        return (
            f"{event.id} {shortened(event.content, 40)} waits for its turn on "
            f"{self.named(event.channel)} (order {order}), because {missing}."
        )

    def _now(self, sentence: str) -> None:
        self.found.append((_NOW, 0, "now", sentence))

    def verdict(self) -> list[str]:
        """Return the sentences, the weightiest first, then the newest; one of each kind."""
        found = sorted(
            (
                (self._weight_now(weight, seq), seq, kind, sentence)
                for weight, seq, kind, sentence in self.found
            ),
            reverse=True,
        )
        told: dict[str, str] = {}
        for _, _, kind, sentence in found:
            told.setdefault(kind, sentence)
        lines = list(dict.fromkeys(told.values()))
        if not found or (found[0][0] == _FAINT and not self.is_request):
            lines.insert(0, self._nothing())
        return lines[:_LINES]

    def _weight_now(self, weight: int, seq: int) -> int:
        """What came before the newest frame to it hardly explains why no other one comes."""
        return _FAINT if weight == _MAYBE and seq < self.last_sent and self.is_open_wish else weight

    @property
    def is_open_wish(self) -> bool:
        """Whether any frame would do, or nobody can tell from here which."""
        return self.wanted is None or callable(self.wanted)

    def _nothing(self) -> str:
        label = self.label
        if self.connection is None:
            labels = self.names.labels
            known = ", ".join(labels) or "none yet"
            near = did_you_mean(label, labels)
            return f"No connection is called {label!r}{near}; there are: {known}."
        if self.sends_to_it:
            return f"What was sent to {label} has arrived; nothing else was sent to it."
        return (
            f"Nothing was sent to {label}'s reply channel, and to no group that it is in. "
            "Does a consumer answer, and does it run? box.story() tells what the last message did."
        )

    # -- the client's own connection ---------------------------------------------------------

    def _connection_opened(self, event: Any) -> None:
        if event.label == self.label:
            # What an earlier connection of that name went through explains nothing any more.
            self.connection, self.channel = event.connection, event.reply_channel
            self.joined.clear()
            self.left.clear()
            self.passed = self.newest.copy()
            self.found.clear()
            self.rejected, self.decider, self.sends_to_it, self.last_sent = False, "", 0, 0
            self.denied = ""
            self.is_request = event.protocol == "http"

    def _connection_rejected(self, event: Any) -> None:
        if event.connection != self.connection:
            return
        self.rejected = True
        status = f" with {event.status}" if event.status else ""
        by = f" ({self.decider})" if self.decider and event.status == 403 else ""
        why = self.denied or event.why
        self.add(_REJECTED, event, f"{self.label}'s handshake was rejected{status}: {why}{by}.")

    def _connection_closed(self, event: Any) -> None:
        if event.connection != self.connection or self.rejected:
            return
        ended = f"ended at {event.at:.3f} s"
        if self.is_request:  # as every request does: only where nothing else can be told
            self.add(_FAINT, event, f"{self.label} {ended}, by the {event.by}.")
            return
        self.add(
            _OVER,
            event,
            f"{self.label}'s connection {ended} with code {event.code}, by the {event.by}; "
            f"{self.label}.reopen() opens it again.",
        )

    def _frame_sent(self, event: Any) -> None:
        if event.connection != self.connection:
            return
        self.last_sent = event.seq
        data = event.text if event.text is not None else event.bytes
        if not self.is_open_wish and _fits(data, self.wanted):
            self.add(
                _ITS_OWN,
                event,
                f"It did arrive: {event.id} {shortened(data, 40)} was sent to {self.label} at "
                f"{event.at:.3f} s; it was read already, or look at {self.label}.inbox.",
            )

    def _reply_malformed(self, event: Any) -> None:
        if event.connection == self.connection:
            self.add(
                _ITS_OWN,
                event,
                f"{self.label} was sent a reply that its protocol does not know: {event.error}",
            )

    # -- messages ----------------------------------------------------------------------------

    def _message_accepted(self, event: Any) -> None:
        self.contents[event.id] = event.content
        self.where[event.id] = event
        self.senders.add(event.cause)
        if event.channel == self.channel:
            self.sends_to_it += set(event.content) != {"accept"}
        elif (
            "!" in event.channel
            and event.group_send is None
            and not self.is_open_wish
            and carries(event.content, self.wanted)
        ):
            self.add(
                _CARRIES,
                event,
                f"{event.id} {shortened(event.content, 40)} went to {self.named(event.channel)} "
                f"alone, not to {self.label}: Group(…).send(…) reaches all members of a group.",
            )

    def _message_held(self, event: Any) -> None:
        accepted = self.where.pop(event.id, None)
        if accepted is not None:
            self.held[event.id] = (accepted, event)

    def _message_released(self, event: Any) -> None:
        accepted, _ = self.held.pop(event.id, (None, None))
        if accepted is not None:
            self.where[event.id] = accepted

    def _message_edited(self, event: Any) -> None:
        self.contents[event.id] = event.content

    def _hold_began(self, event: Any) -> None:
        self.holds[event.id] = event.target

    def _fault_began(self, event: Any) -> None:
        self.faults[event.id] = event

    def _fault_ended(self, event: Any) -> None:
        self.faults.pop(event.id, None)

    def _message_taken(self, event: Any) -> None:
        self.where.pop(event.id, None)

    def _message_delivered(self, event: Any) -> None:
        self.where.pop(event.id, None)
        content = self.contents.pop(event.id, None)
        run = self.runs.pop(event.id, None)
        if run is not None and run.run not in self.senders and event.channel not in _MAY_BE_SILENT:
            self.add(
                self.weigh(content),
                event,
                f"{run.consumer} ran on {event.id} {shortened(content, 40)} and sent nothing: "
                "message.reply_channel.send(…) answers its sender, Group(…).send(…) a group.",
            )

    def _message_lost(self, event: Any) -> None:
        self.where.pop(event.id, None)
        self.held.pop(event.id, None)
        content = self.contents.pop(event.id, None)
        if event.reason in ("nobody_listens", "malformed", "no_route"):
            return  # harmless, or told by an event of its own
        if "!" in event.channel and event.channel != self.channel:
            return  # somebody else's
        weight = self.weigh(content)
        if event.channel == self.channel:
            weight = _ITS_OWN if carries(content, self.wanted) else _MAYBE
        told, do = in_words(event)
        self.add(
            weight,
            event,
            f"{event.id} {shortened(content, 40)} to {self.named(event.channel)} was lost "
            f"({event.reason}). {told} {do}",
        )

    def _message_refused(self, event: Any) -> None:
        self.senders.add(event.cause)
        if "!" in str(event.channel) and event.channel != self.channel:
            return
        told, do = in_words(event)
        self.add(
            self.weigh(event.content),
            event,
            f"A send to {self.named(event.channel)} was refused. {told} {do}",
        )

    # -- groups ------------------------------------------------------------------------------

    def _group_joined(self, event: Any) -> None:
        if event.channel != self.channel:
            return
        self.joined.add(event.group)
        missed = self.passed.pop(event.group, None)
        if missed is not None and not (self.is_open_wish and self.sends_to_it):
            self.found = [one for one in self.found if one[1:3] != (missed.seq, missed.kind)]
            weight = _MAYBE if self.is_open_wish else _CARRIES
            self.add(
                weight,
                missed,
                f"It went to group {event.group!r} at {missed.at:.3f} s, before {self.label} "
                f"joined at {event.at:.3f} s: nothing is kept for those who come later; send it "
                "again.",
            )

    def _group_left(self, event: Any) -> None:
        if event.channel == self.channel:
            self.joined.discard(event.group)
            self.left[event.group] = event

    def _group_sent(self, event: Any) -> None:
        self.senders.add(event.cause)
        if not carries(event.content, self.wanted):
            return
        self.newest[event.group] = event
        if event.group in self.joined:
            return
        self.passed[event.group] = event
        near = nearest(event.group, self.joined) if not event.members else None
        left = self.left.get(event.group)
        if near is not None:
            sentence = f"is not a member, nor is anybody: did you mean {near!r}?"
        elif left is not None:
            sentence = f"is not a member since {left.at:.3f} s ({left.reason})."
        else:
            sentence = (
                f'is not a member: Group("{event.group}").add(message.reply_channel) in its '
                "connect consumer makes it one."
            )
        weight = _MAYBE if self.is_open_wish else _CARRIES
        self.add(
            weight, event, f"It went to group {event.group!r}, of which {self.label} {sentence}"
        )

    # -- consumers ---------------------------------------------------------------------------

    def _consumer_started(self, event: Any) -> None:
        content = self.contents.get(event.message)
        if self.weigh(content) == _CONNECT:
            self.decider = event.consumer
        if not event.consumer.startswith(DEFAULT):
            self.runs[event.message] = event

    def _consumer_deferred(self, event: Any) -> None:
        self.runs.pop(event.message, None)

    def _consumer_denied(self, event: Any) -> None:
        if self.weigh(self.contents.get(event.message)) == _CONNECT:
            self.denied = event.why or ""

    def _consumer_waited(self, event: Any) -> None:
        self.waits[event.channel, event.order] = event.expected
        # Its own code has not run, so it says nothing that it sent nothing.
        self.runs = {key: run for key, run in self.runs.items() if run.run != event.run}

    def _consumer_raised(self, event: Any) -> None:
        self.runs.pop(event.message, None)
        self.add(
            self.weigh(self.contents.get(event.message)),
            event,
            f"{event.consumer} raised {_headline(event.error)}{_place(event.traceback)} "
            f"at {event.at:.3f} s "
            f'on {event.message}; box.story("{event.message}") has the traceback.'
            f"{_advice(event.error)}",
        )

    def _route_unmatched(self, event: Any) -> None:
        self.add(
            self.weigh(self.contents.get(event.message)),
            event,
            f"{event.message} on {event.channel} matched no route, so no consumer ran"
            f"{_close_miss(event.ladder)}: box.routing shows the rules.",
        )

    def _route_matched(self, event: Any) -> None:
        if event.channel != "websocket.receive" or not event.consumer.startswith(DEFAULT):
            return
        content = self.contents.get(event.message)
        self.add(
            self.weigh(content),
            event,
            f"{event.message} {shortened(content, 40)} met no consumer of yours"
            f"{_close_miss(event.ladder)}; websocket.receive is read and ignored by default. "
            "box.routing shows the rules.",
        )


def _advice(error: str) -> str:
    """Return what the error's card says to try, behind a space; "" where it has none."""
    card = card_of(error, "consumer")
    return f" {card.title}: {card.attempt}" if card is not None else ""


def _close_miss(ladder: Iterable[Any]) -> str:
    """Return the rule that came closest and why it did not match, for the middle of a sentence."""
    for step in ladder:
        if not step.matched and step.why != "other channel":
            return f" ({step.rule}: {step.why})"
    return ""


_LIBRARIES = (str(Path(__file__).resolve().parents[1]), "site-packages", "<frozen ", sys.prefix)
"""What stands in the path of code that is not the user's."""


def _headline(error: str) -> str:
    """Return an error's first line, fit to stand inside a sentence."""
    lines = error.strip().splitlines() or [""]
    return lines[0].rstrip().rstrip(".:").strip() + (" …" if len(lines) > 1 else "")


def _place(traceback: str | None) -> str:
    """Return ``, line 3`` for the innermost line of the user's own code, where it has one."""
    frames = re.findall(r'File "(.*)", line (\d+), in ', traceback or "")
    for path, line in reversed(frames):
        if not any(part in path for part in _LIBRARIES):
            return f", line {line}"
    return ""
