"""The vocabulary of the log: one frozen class for each kind of event (TRACE.md, "Events").

Role: what readers get: views, recordings, stories, ``box.find``. Every event has the fields of
:class:`Event`, and its own. Units: times and durations in seconds, sizes in bytes, counts in
messages unless said otherwise; ids are texts such as ``"m9"``; ``None`` means "not known" or
"does not apply". Nothing here may know how events are appended, nor do anything but hold values.
A change of names here is a new :data:`FORMAT_VERSION`.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping
from dataclasses import field, fields
from typing import Any

from sandbox.trace.frozen import Frozen, frozen_dataclass
from sandbox.trace.jsonable import decode, encode
from sandbox.trace.ladder import RoutedRule, Step

FORMAT_VERSION = 1
"""The version of the vocabulary; recordings carry it."""


@frozen_dataclass
class Event(Frozen):
    """Base of all events: what happened, when, where and why."""

    #: Place in the total order of one log, from 1.
    seq: int = 0
    #: Seconds since the log began.
    at: float = 0.0
    #: The kind, such as "message.accepted"; fixed for each class.
    kind: str = field(default="", init=False)
    #: Id of the thing that it happened to, such as "m9".
    id: str | None = None
    #: Id of what led to it.
    cause: str | None = None
    #: The logical actor: "server:1", "worker:2", "tab:alice", "cell".
    where: str = ""


@frozen_dataclass
class Unknown(Event):
    """An event of a kind that this version does not know; nothing of it is lost."""

    #: The kind as it came.
    kind: str = field(default="", kw_only=True)
    #: All its further fields as they came.
    fields: Mapping[str, Any] = field(default_factory=dict)


# --- layers, processes, servers, workers --------------------------------------------------------


@frozen_dataclass
class _LayerEvent(Event):
    #: The layer's alias.
    layer: str = "default"
    #: Its store: "memory", "redis", or the name of a foreign class.
    store: str = ""
    #: Messages that a channel holds.
    capacity: int | None = None
    #: Capacities of channels by pattern; a list of pairs.
    channel_capacity: Any = None
    #: Seconds after which an unread message is lost.
    expiry: float | None = None
    #: Seconds after which a group forgets a member.
    group_expiry: float | None = None
    #: Where its store is, without user and password; null in memory.
    address: str | None = None


@frozen_dataclass
class LayerOpened(_LayerEvent):
    """A channel layer is ready."""

    kind: str = field(default="layer.opened", init=False)


@frozen_dataclass
class LayerClosed(_LayerEvent):
    """A channel layer takes no more messages."""

    kind: str = field(default="layer.closed", init=False)


@frozen_dataclass
class _ProcessEvent(Event):
    #: The process's logical name.
    process: str = ""
    #: Seconds to add to its clock to get the log's.
    clock_offset: float | None = None
    #: Why it joined or left.
    reason: str | None = None


@frozen_dataclass
class ProcessJoined(_ProcessEvent):
    """A process takes part in this sandbox."""

    kind: str = field(default="process.joined", init=False)


@frozen_dataclass
class ProcessLeft(_ProcessEvent):
    """A process is gone."""

    kind: str = field(default="process.left", init=False)


@frozen_dataclass
class _ServerEvent(Event):
    #: The protocol server: "server:1".
    server: str = ""
    #: Where it listens: "127.0.0.1:8000".
    address: str | None = None
    #: The protocols it speaks.
    protocols: tuple[str, ...] = ()
    #: Why.
    reason: str | None = None


@frozen_dataclass
class ServerStarted(_ServerEvent):
    """A protocol server listens."""

    kind: str = field(default="server.started", init=False)


@frozen_dataclass
class ServerDraining(_ServerEvent):
    """A protocol server takes no new connections and waits for those it has."""

    kind: str = field(default="server.draining", init=False)


@frozen_dataclass
class ServerStopped(_ServerEvent):
    """A protocol server has ended."""

    kind: str = field(default="server.stopped", init=False)


@frozen_dataclass
class _WorkerEvent(Event):
    #: The worker: "worker:2".
    worker: str = ""
    #: Alias of the layer that it serves.
    layer: str = "default"
    #: The channels that it hears.
    channels: tuple[str, ...] = ()
    #: Why it ends: "asked", "killed" or "failed".
    reason: str | None = None


@frozen_dataclass
class WorkerStarted(_WorkerEvent):
    """A worker listens to its channels."""

    kind: str = field(default="worker.started", init=False)


@frozen_dataclass
class WorkerBusy(_WorkerEvent):
    """A worker has been in one run for long, and goes on; told once for each run."""

    kind: str = field(default="worker.busy", init=False)
    #: The run: "r4"; the same as id.
    run: str | None = None
    #: The message that it has in hand: "m9".
    message: str | None = None
    #: The consumer's name; "" where it still looks for one.
    consumer: str = ""
    #: Seconds since it began.
    duration: float | None = None
    #: Where it is in the user's code: a file's path, or "cell [3]" of a notebook.
    file: str | None = None
    #: The line there, from 1.
    line: int | None = None


@frozen_dataclass
class WorkerStopping(_WorkerEvent):
    """A worker finishes what it has in hand and takes nothing more."""

    kind: str = field(default="worker.stopping", init=False)


@frozen_dataclass
class WorkerStopped(_WorkerEvent):
    """A worker has ended."""

    kind: str = field(default="worker.stopped", init=False)


@frozen_dataclass
class _ZombieEvent(_WorkerEvent):
    #: The run that it was killed in.
    run: str | None = None
    #: The message that it had in hand, which is lost.
    message: str | None = None
    #: The consumer that does not let go.
    consumer: str = ""


@frozen_dataclass
class WorkerStuck(_ZombieEvent):
    """The thread of a killed worker goes on: it is inside C code, where nothing can end it."""

    kind: str = field(default="worker.stuck", init=False)


@frozen_dataclass
class WorkerFreed(_ZombieEvent):
    """The thread of a killed worker that was stuck has ended."""

    kind: str = field(default="worker.freed", init=False)


# --- connections, frames, requests --------------------------------------------------------------


@frozen_dataclass
class _ConnectionEvent(Event):
    #: The connection: "c1".
    connection: str | None = None


@frozen_dataclass
class ConnectionOpened(_ConnectionEvent):
    """A client has connected; a WebSocket's handshake waits for its consumer."""

    kind: str = field(default="connection.opened", init=False)
    #: "websocket" or "http".
    protocol: str = "websocket"
    #: The decoded path of its address.
    path: str = ""
    #: The raw query string; session keys are redacted.
    query: str | builtins.bytes = b""
    #: Pairs of name and value; secrets are redacted.
    headers: Any = ()
    #: Host and port of the client.
    client: Any = None
    #: The channel that leads to this client.
    reply_channel: str | None = None
    #: Name on the picture, such as "alice".
    label: str | None = None


@frozen_dataclass
class ConnectionAccepted(_ConnectionEvent):
    """The handshake has succeeded: the socket is open."""

    kind: str = field(default="connection.accepted", init=False)
    #: The subprotocol agreed on.
    subprotocol: str | None = None


@frozen_dataclass
class ConnectionRejected(_ConnectionEvent):
    """The handshake was answered with an HTTP status."""

    kind: str = field(default="connection.rejected", init=False)
    #: The HTTP status; none where the connection was only dropped.
    status: int | None = None
    #: Why, in words.
    why: str | None = None
    #: Host and port of the client, where it was refused before its connection was opened.
    client: Any = None


@frozen_dataclass
class ConnectionClosed(_ConnectionEvent):
    """The connection is over."""

    kind: str = field(default="connection.closed", init=False)
    #: The WebSocket close code.
    code: int | None = None
    #: Who ended it: "client", "server", "timeout" or "network".
    by: str | None = None
    #: Why, in words, where code and who do not tell.
    why: str | None = None


@frozen_dataclass
class _FrameEvent(Event):
    #: The connection: "c1".
    connection: str | None = None
    #: Place among the connection's messages, from 1 (0 is the connect).
    order: int | None = None
    #: The data of a text frame.
    text: str | None = None
    #: The data of a binary frame.
    bytes: builtins.bytes | None = None
    #: Bytes of data, text as UTF-8.
    size: int = 0


@frozen_dataclass
class FrameReceived(_FrameEvent):
    """A client's frame has reached the protocol server."""

    kind: str = field(default="frame.received", init=False)


@frozen_dataclass
class FrameSent(_FrameEvent):
    """A frame was written to a client's live connection."""

    kind: str = field(default="frame.sent", init=False)


@frozen_dataclass
class FrameIgnored(_FrameEvent):
    """A frame had no effect."""

    kind: str = field(default="frame.ignored", init=False)
    #: Why, such as a muted socket.
    why: str | None = None


@frozen_dataclass
class ReplyMalformed(Event):
    """A reply did not have the form that its protocol knows; its message is lost."""

    kind: str = field(default="reply.malformed", init=False)
    #: The connection that it was for: "c1".
    connection: str | None = None
    #: The message: "m9".
    message: str | None = None
    #: What was wrong with it.
    error: str = ""


@frozen_dataclass
class _RequestEvent(Event):
    #: The connection: "c1".
    connection: str | None = None


@frozen_dataclass
class RequestReceived(_RequestEvent):
    """An HTTP request has reached the protocol server."""

    kind: str = field(default="request.received", init=False)
    #: In upper case.
    method: str = ""
    #: The decoded path.
    path: str = ""
    #: Bytes of its body.
    body_size: int = 0


@frozen_dataclass
class ResponseStarted(_RequestEvent):
    """Status and headers of a response were written."""

    kind: str = field(default="response.started", init=False)
    #: The HTTP status.
    status: int | None = None
    #: Pairs of name and value; secrets are redacted.
    headers: Any = ()


@frozen_dataclass
class ResponseEnded(_RequestEvent):
    """A response is complete, or was cut off."""

    kind: str = field(default="response.ended", init=False)
    #: Bytes of body written.
    size: int = 0
    #: Who ended it: "server", "client", "timeout" or "network".
    by: str | None = None


# --- messages, groups ---------------------------------------------------------------------------


@frozen_dataclass
class _MessageEvent(Event):
    #: Alias of the layer.
    layer: str = "default"
    #: The message: "m9"; the same as id.
    message: str | None = None
    #: Full name of its channel.
    channel: str = ""


@frozen_dataclass
class MessageAccepted(_MessageEvent):
    """The layer has taken the message on and queued it."""

    kind: str = field(default="message.accepted", init=False)
    #: What was sent; secrets are redacted.
    content: Any = None
    #: About how many bytes: its texts as UTF-8, byte strings and keys, and 8 for all else.
    size: int = 0
    #: The group send that it came from: "g3".
    group_send: str | None = None


@frozen_dataclass
class MessageRefused(Event):
    """The layer has not taken the message; the sender knows."""

    kind: str = field(default="message.refused", init=False)
    #: Alias of the layer.
    layer: str = "default"
    #: The channel's name as it was given.
    channel: str = ""
    #: full, too_large, invalid_name, not_a_dict, unserialisable or layer_down.
    reason: str = ""
    #: What was to be sent; secrets are redacted.
    content: Any = None
    #: How often the sender tried.
    attempts: int = 1


@frozen_dataclass
class MessageTaken(_MessageEvent):
    """A worker or protocol server has the message in hand."""

    kind: str = field(default="message.taken", init=False)
    #: Seconds from acceptance until now.
    waited: float | None = None


@frozen_dataclass
class MessageDelivered(_MessageEvent):
    """A consumer ran to its end with it, or it has reached a live connection or a reader."""

    kind: str = field(default="message.delivered", init=False)
    #: Seconds of work since it was taken; None where there was none.
    duration: float | None = None


@frozen_dataclass
class MessageLost(_MessageEvent):
    """The message will reach nobody."""

    kind: str = field(default="message.lost", init=False)
    #: One of the reasons in TRACE.md, such as "full" or "expired".
    reason: str = ""
    #: Where it was until now: "queued", "held" or "in_hand".
    state: str = "queued"


@frozen_dataclass
class _HoldEvent(_MessageEvent):
    #: The hold that stopped it.
    breakpoint: str | None = None


@frozen_dataclass
class MessageHeld(_HoldEvent):
    """A hold has stopped the queued message."""

    kind: str = field(default="message.held", init=False)


@frozen_dataclass
class MessageReleased(_HoldEvent):
    """A held message is queued again."""

    kind: str = field(default="message.released", init=False)


@frozen_dataclass
class MessageEdited(_HoldEvent):
    """A person changed a held message's content."""

    kind: str = field(default="message.edited", init=False)
    #: The keys that changed, with their new values; a removed key has the value None.
    changed: Any = None
    #: The whole content, as it is from now on.
    content: Any = None


@frozen_dataclass
class MessageDuplicated(_HoldEvent):
    """A person made a copy of a held message; the copy is accepted by itself."""

    kind: str = field(default="message.duplicated", init=False)
    #: The copy's id, and what else changed.
    changed: Any = None


@frozen_dataclass
class MessageDelayed(_HoldEvent):
    """A person let a held message wait."""

    kind: str = field(default="message.delayed", init=False)
    #: For how many seconds, and what else changed.
    changed: Any = None


@frozen_dataclass
class MessageMoved(_HoldEvent):
    """A person gave a held message another place among those of its hold."""

    kind: str = field(default="message.moved", init=False)
    #: The new place, from 0.
    place: int | None = None


@frozen_dataclass
class GroupJoined(Event):
    """A channel has become a member of a group, or its membership was renewed."""

    kind: str = field(default="group.joined", init=False)
    #: Alias of the layer.
    layer: str = "default"
    #: The group.
    group: str = ""
    #: The member's channel.
    channel: str = ""
    #: Seconds since the log began at which the group will forget it; None: never.
    expires_at: float | None = None


@frozen_dataclass
class GroupLeft(Event):
    """A channel is no longer a member of a group."""

    kind: str = field(default="group.left", init=False)
    #: Alias of the layer.
    layer: str = "default"
    #: The group.
    group: str = ""
    #: The channel that was a member.
    channel: str = ""
    #: "discarded", "expired", "evicted" or "flushed".
    reason: str = ""


@frozen_dataclass
class GroupSent(Event):
    """A message was sent to a group: one acceptance for each member follows."""

    kind: str = field(default="group.sent", init=False)
    #: Alias of the layer.
    layer: str = "default"
    #: The group.
    group: str = ""
    #: Members at that moment.
    members: int = 0
    #: How many were accepted onto queues with room.
    queued: int = 0
    #: How many were lost at once on full channels.
    lost: int = 0
    #: What was sent; secrets are redacted.
    content: Any = None


# --- routes, people, consumers ------------------------------------------------------------------


@frozen_dataclass
class RouteMatched(Event):
    """A rule of the routing has taken the message."""

    kind: str = field(default="route.matched", init=False)
    #: The message: "m9".
    message: str | None = None
    #: Its channel, where it is still known.
    channel: str | None = None
    #: The consumer's name.
    consumer: str = ""
    #: Which rule, counted from 0.
    index: int | None = None
    #: How many rules there are.
    rules: int = 0
    #: Every rule tried, with why it matched or not.
    ladder: tuple[Step, ...] = ()
    #: What the rule hands to the consumer.
    kwargs: Mapping[str, Any] = field(default_factory=dict)


@frozen_dataclass
class RouteUnmatched(Event):
    """No rule of the routing takes messages like this one."""

    kind: str = field(default="route.unmatched", init=False)
    #: The message: "m9".
    message: str | None = None
    #: Its channel.
    channel: str | None = None
    #: Every rule tried, with why it did not match.
    ladder: tuple[Step, ...] = ()


@frozen_dataclass
class RoutingChanged(Event):
    """Another ladder of rules is in force; the first one too, when the sandbox starts."""

    kind: str = field(default="routing.changed", init=False)
    #: Alias of the layer that it is for.
    layer: str = "default"
    #: All rules in the order of trying; a rule for several channels is there once for each.
    rules: tuple[RoutedRule, ...] = ()
    #: What changed it: "start", "cell", "script", "editor", "file" or "undo".
    by: str | None = None


@frozen_dataclass
class _SessionEvent(Event):
    #: Which session, by a short hash of its key.
    session: str | None = None
    #: By what: "cookie", "query string", "channel", "channel session", "http", "turn", "login".
    how: str | None = None


@frozen_dataclass
class SessionOpened(_SessionEvent):
    """A session was loaded or made for a message."""

    kind: str = field(default="session.opened", init=False)
    #: "found", "made", or "absent": its key leads to nothing (forged, expired, logged out).
    state: str = "found"


@frozen_dataclass
class SessionSaved(_SessionEvent):
    """A session was written back."""

    kind: str = field(default="session.saved", init=False)


@frozen_dataclass
class SessionDiscarded(_SessionEvent):
    """Changes to a session were not written."""

    kind: str = field(default="session.discarded", init=False)
    #: Why not.
    why: str | None = None


@frozen_dataclass
class UserIdentified(_SessionEvent):
    """It is known who the user is, or why not."""

    kind: str = field(default="user.identified", init=False)
    #: The user's name; None for an anonymous one.
    user: str | None = None
    #: Why the user is anonymous.
    why: str | None = None


@frozen_dataclass
class _ConsumerEvent(Event):
    #: The run: "r4"; the same as id.
    run: str | None = None
    #: The message that it runs with: "m9".
    message: str | None = None
    #: The consumer's name.
    consumer: str = ""


@frozen_dataclass
class ConsumerStarted(_ConsumerEvent):
    """A consumer runs."""

    kind: str = field(default="consumer.started", init=False)
    #: The version of its code: "v2".
    version: str | None = None
    #: The worker that runs it.
    worker: str | None = None


@frozen_dataclass
class ConsumerFinished(_ConsumerEvent):
    """A consumer has returned."""

    kind: str = field(default="consumer.finished", init=False)
    #: Seconds that it ran.
    duration: float | None = None


@frozen_dataclass
class ConsumerRaised(_ConsumerEvent):
    """A consumer has ended with an exception; the worker lives on."""

    kind: str = field(default="consumer.raised", init=False)
    #: Seconds that it ran.
    duration: float | None = None
    #: The exception on one line: "ValueError: no such room".
    error: str = ""
    #: The whole traceback as text.
    traceback: str = ""


@frozen_dataclass
class ConsumerDeferred(_ConsumerEvent):
    """A consumer asked to see the message again later (ConsumeLater)."""

    kind: str = field(default="consumer.deferred", init=False)
    #: Seconds that it ran.
    duration: float | None = None
    #: How often the message was put back, this time included.
    retries: int = 0


@frozen_dataclass
class ConsumerDenied(_ConsumerEvent):
    """A consumer or one of its decorators refused the WebSocket (DenyConnection)."""

    kind: str = field(default="consumer.denied", init=False)
    #: Why, in the words of whoever refused it; None where none were given.
    why: str | None = None


@frozen_dataclass
class BindingRefused(Event):
    """A data binding did not do what a frame asked for, as the user may not."""

    kind: str = field(default="binding.refused", init=False)
    #: The binding's name.
    binding: str = ""
    #: What was asked for: "create", "update", "delete".
    action: str | None = None
    #: Primary key of the instance, as text; None to create one.
    pk: str | None = None
    #: The user's name, "AnonymousUser" where nobody is signed in.
    user: str | None = None


@frozen_dataclass
class ConsumerWaited(_ConsumerEvent):
    """The message came before its turn, so it waits; the consumer's own code has not run."""

    kind: str = field(default="consumer.waited", init=False)
    #: Its place among the connection's messages, from 0.
    order: int | None = None
    #: The place of the message whose turn it is.
    expected: int | None = None
    #: The channel on which it waits.
    channel: str = ""


@frozen_dataclass
class ConsumerPrinted(Event):
    """Output of a run; it belongs to the run that made it."""

    kind: str = field(default="consumer.printed", init=False)
    #: The run: "r4"; the same as id.
    run: str | None = None
    #: The consumer's name; "" where it is not known any more.
    consumer: str = ""
    #: "stdout", "stderr" or "log".
    stream: str = "stdout"
    #: What was printed: whole lines where the run printed whole lines.
    text: str = ""
    #: Characters that this run printed beyond what is kept of it; told once, when it has ended.
    cut: int = 0


# --- time, code, faults, the log itself ---------------------------------------------------------


@frozen_dataclass
class _TimerEvent(Event):
    #: The delayed message, where it has an id already.
    message: str | None = None
    #: Channel that it is meant for.
    channel: str | None = None
    #: Seconds since the log began at which it is due.
    due: float | None = None


@frozen_dataclass
class TimerSet(_TimerEvent):
    """A message was put aside until it is due."""

    kind: str = field(default="timer.set", init=False)


@frozen_dataclass
class TimerFired(_TimerEvent):
    """A delayed message was due."""

    kind: str = field(default="timer.fired", init=False)


@frozen_dataclass
class CodeChanged(Event):
    """New code serves from now on."""

    kind: str = field(default="code.changed", init=False)
    #: The consumer, view or routing.
    what: str = ""
    #: Its version from now on: "v3".
    version: str | None = None
    #: A unified diff from the version before.
    diff: str | None = None
    #: What changed it: "cell", "script", "editor", "file" or "undo".
    by: str | None = None
    #: Its whole text; None where Python cannot tell.
    source: str | None = None
    #: Where it stands: a file's path, or "cell [3]" of a notebook.
    file: str | None = None
    #: Its first line in there, from 1.
    line: int | None = None


@frozen_dataclass
class _HoldingEvent(Event):
    #: What it is aimed at: "channel:websocket.receive", "group:chat", "consumer:ws_message",
    #: "tab:alice" or "connection:c3".
    target: str = ""
    #: Which messages it stops, in the filter language; None: all of them.
    condition: str | None = None
    #: Whether what it stops expires as if it were queued.
    expires: bool = False


@frozen_dataclass
class HoldBegan(_HoldingEvent):
    """Messages that match are stopped from now on."""

    kind: str = field(default="hold.began", init=False)


@frozen_dataclass
class HoldEnded(_HoldingEvent):
    """Nothing more is stopped; what was held is released, in order."""

    kind: str = field(default="hold.ended", init=False)


@frozen_dataclass
class CodeRefused(Event):
    """New code cannot serve, so the code of before goes on serving."""

    kind: str = field(default="code.refused", init=False)
    #: The consumer that was edited, or the names of the files.
    what: str = ""
    #: What is wrong, with the error's class: "SyntaxError: '(' was never closed".
    error: str = ""
    #: Where it was tried: a file's path, or the editor's title; None where it is not known.
    file: str | None = None
    #: The line that is to blame, from 1; None where none is.
    line: int | None = None
    #: Who tried: "editor" or "file".
    by: str | None = None


@frozen_dataclass
class _FaultEvent(Event):
    #: What is done: "kill", "slow", "cut", …
    fault: str = ""
    #: To what, as for a hold, or "worker:1", "server:1".
    target: str | None = None
    #: How, by name: {"seconds": 1}.
    options: Any = None


@frozen_dataclass
class FaultBegan(_FaultEvent):
    """A fault is in force from now on."""

    kind: str = field(default="fault.began", init=False)


@frozen_dataclass
class FaultEnded(_FaultEvent):
    """A fault is over."""

    kind: str = field(default="fault.ended", init=False)


@frozen_dataclass
class Marked(Event):
    """A person marked this moment."""

    kind: str = field(default="marked", init=False)
    #: Its name.
    label: str = ""
    #: Notes for the speaker.
    notes: str | None = None
    #: Captions by language.
    captions: Any = None


@frozen_dataclass
class SubscriberFailed(Event):
    """A reader of the log raised an error; it hears nothing any more, all else goes on."""

    kind: str = field(default="subscriber.failed", init=False)
    #: Its name.
    subscriber: str = ""
    #: The error as text.
    error: str = ""


@frozen_dataclass
class LogTrimmed(Event):
    """The log let its oldest events go; the ledger's sums keep them."""

    kind: str = field(default="log.trimmed", init=False)
    #: How many events, in all so far.
    events: int = 0
    #: The seq of the last one that went.
    up_to: int = 0


def _kinds() -> dict[str, type[Event]]:
    """Return the classes above that stand for one kind each, in the order of writing."""
    found: dict[str, type[Event]] = {}
    for one in list(globals().values()):
        if isinstance(one, type) and issubclass(one, Event):
            kind = one.__dataclass_fields__["kind"].default
            if isinstance(kind, str) and kind:
                found[kind] = one
    return found


VOCABULARY: Mapping[str, type[Event]] = _kinds()
"""Every kind with its class, in TRACE.md's order."""

BASE_FIELDS = tuple(one.name for one in fields(Event))
"""The names that every event has: seq, at, kind, id, cause, where."""

FURTHER_FIELDS: Mapping[str, tuple[str, ...]] = {
    kind: tuple(one.name for one in fields(cls) if one.name not in BASE_FIELDS)
    for kind, cls in VOCABULARY.items()
}
"""The names of each kind's own fields."""

_TUPLES = frozenset({"channels", "protocols"})


def _step(rung: Mapping[str, Any]) -> Step:
    return Step(str(rung.get("rule", "")), bool(rung.get("matched")), str(rung.get("why", "")))


def _rule(rule: Mapping[str, Any]) -> RoutedRule:
    filters = rule.get("filters")
    return RoutedRule(
        str(rule.get("channel", "")),
        str(rule.get("consumer", "")),
        str(rule.get("text", "")),
        dict(filters) if isinstance(filters, dict) else {},
        bool(rule.get("builtin")),
    )


_NESTED: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {"ladder": _step, "rules": _rule}
"""Fields that hold a tuple of values with fields of their own, and what makes one of its dict."""


def to_dict(event: Event) -> dict[str, Any]:
    """Return *event* as a flat dict that :func:`json.dumps` takes (see :mod:`.jsonable`)."""
    names = FURTHER_FIELDS.get(event.kind)
    shape = {name: getattr(event, name) for name in BASE_FIELDS}
    if isinstance(event, Unknown) or names is None:
        further = getattr(event, "fields", {})
        shape.update((name, encode(value)) for name, value in further.items() if name not in shape)
        return shape
    for name in names:
        value = getattr(event, name)
        nested = name in _NESTED and type(value) is tuple
        shape[name] = _as_dicts(value) if nested else encode(value)
    return shape


def from_dict(mapping: Mapping[str, Any]) -> Event:
    """Return the event of a dict that :func:`to_dict` made, in this version or another.

    Missing fields have their defaults and fields that are not known are left out; a kind that is
    not known gives an :class:`Unknown` with everything. Lists stay lists where the event had
    tuples inside a content. A dict without a kind is a ``ValueError``.
    """
    kind = mapping.get("kind")
    if not isinstance(kind, str) or not kind:
        raise ValueError(f"An event has a 'kind' of text, not {kind!r}; is this an event at all?")
    base = {name: mapping[name] for name in BASE_FIELDS if name in mapping and name != "kind"}
    cls = VOCABULARY.get(kind)
    if cls is None:
        rest = {name: decode(mapping[name]) for name in mapping if name not in BASE_FIELDS}
        return Unknown(**base, kind=kind, fields=rest)
    further = {
        name: _decoded(name, mapping[name]) for name in FURTHER_FIELDS[kind] if name in mapping
    }
    return cls(**base, **further)


def _as_dicts(values: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [{one.name: getattr(value, one.name) for one in fields(value)} for value in values]


def _decoded(name: str, value: Any) -> Any:
    if name in _NESTED and isinstance(value, list):
        return tuple(_NESTED[name](one) for one in value if isinstance(one, dict))
    if name in _TUPLES and isinstance(value, list):
        return tuple(value)
    return decode(value)
