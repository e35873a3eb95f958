"""What stands on a still picture: actors and sums, read off a prologue's facts.

Role: the small fold behind :mod:`sandbox.views.still`. The live picture's fold is the front end's
(``frontend/model``); this one knows the shortest history only, and nothing of geometry or colours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.trace.ledger import Ledger, Row
from sandbox.views.prologue import Prologue

__all__ = ["Channel", "Client", "Consumer", "Group", "Scene", "Worker", "kind_of", "scene_of"]


def kind_of(channel: str) -> str:
    """Return what a message on *channel* is; it decides shape and hue."""
    if "!" in channel:
        return "reply"
    kinds = {
        "websocket.connect": "connect",
        "websocket.receive": "receive",
        "websocket.disconnect": "disconnect",
        "http.request": "request",
    }
    return kinds.get(channel, "custom")


@dataclass
class Client:
    """A connection, or what a group still counts of one."""

    id: str
    name: str
    path: str
    reply_channel: str
    server: str
    state: str = "opening"
    """``opening``, ``open`` or ``ghost``."""
    request: str | None = None
    """Method of an HTTP request that waits for its answer."""
    waiting: int = 0
    """Messages on its reply channel."""


@dataclass
class Channel:
    """A channel that is routed or in use."""

    name: str
    capacity: int | None
    queued: int = 0
    held: int = 0

    @property
    def full(self) -> bool:
        """Whether it takes no more messages."""
        return self.capacity is not None and self.queued + self.held >= self.capacity


@dataclass
class Worker:
    """A worker, and what it runs."""

    name: str
    consumer: str | None = None
    message: str | None = None
    """Kind of the message that it has in hand."""


@dataclass
class Consumer:
    """A consumer that routes name."""

    name: str
    channels: list[str]
    builtin: bool


@dataclass
class Group:
    """A group with its members: (name, whether it is a ghost), oldest first."""

    name: str
    members: list[tuple[str, bool]] = field(default_factory=list)


@dataclass
class Scene:
    """Everything on the picture, each in the order in which it is drawn."""

    servers: dict[str, str] = field(default_factory=dict)
    """Name → address."""
    clients: dict[str, Client] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    workers: dict[str, Worker] = field(default_factory=dict)
    consumers: dict[str, Consumer] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    total: Row = field(default_factory=lambda: Row("*", "*"))
    balanced: bool = True


def scene_of(prologue: Prologue) -> Scene:
    """Return what a prologue of the shortest history tells (see :func:`~.prologue.take`)."""
    fold = _Fold()
    for fact in prologue.facts:
        step = _STEPS.get(fact.kind)
        if step is not None:
            step(fold, fact)
    scene = fold.scene
    rows = {key: row for ledger in prologue.ledgers.values() for key, row in ledger.rows.items()}
    ledger = Ledger(rows)
    scene.total, scene.balanced = ledger.total, ledger.balanced
    _drop_unused_defaults(scene)
    return scene


def _drop_unused_defaults(scene: Scene) -> None:
    """A built-in consumer stands there only where nothing of the user's takes its channel."""
    taken = {one for each in scene.consumers.values() if not each.builtin for one in each.channels}
    for name, consumer in list(scene.consumers.items()):
        consumer.channels = [
            one for one in consumer.channels if not consumer.builtin or one not in taken
        ]
        if not consumer.channels:
            del scene.consumers[name]


class _Fold:
    """Steps through the facts."""

    def __init__(self) -> None:
        self.scene = Scene()
        self.replies: dict[str, Client] = {}
        self.capacities: list[tuple[re.Pattern[str], int]] = []
        self.capacity: int | None = None

    def channel(self, name: str) -> Channel:
        """Return the channel of that name, made if absent."""
        found = self.scene.channels.get(name)
        if found is None:
            fits = (amount for pattern, amount in self.capacities if pattern.match(name))
            found = self.scene.channels[name] = Channel(name, next(fits, self.capacity))
        return found

    def layer(self, fact: Any) -> None:
        self.capacity = fact.capacity
        self.capacities = [
            (re.compile(pattern), amount) for pattern, amount in _patterns(fact.channel_capacity)
        ]

    def server(self, fact: Any) -> None:
        self.scene.servers[fact.server] = fact.address or ""

    def worker(self, fact: Any) -> None:
        self.scene.workers[fact.worker] = Worker(fact.worker)

    def routing(self, fact: Any) -> None:
        for rule in fact.rules:
            self.channel(rule.channel)
            name = rule.consumer.removeprefix("(default) ")
            found = self.scene.consumers.setdefault(name, Consumer(name, [], rule.builtin))
            if rule.channel not in found.channels:
                found.channels.append(rule.channel)

    def opened(self, fact: Any) -> None:
        reply = fact.reply_channel or ""
        client = Client(
            fact.id or reply, fact.label or fact.id or "?", fact.path, reply, fact.where
        )
        self.scene.clients[client.id] = self.replies[reply] = client

    def accepted(self, fact: Any) -> None:
        self.scene.clients[fact.connection].state = "open"

    def closed(self, fact: Any) -> None:
        self.scene.clients[fact.connection].state = "ghost"

    def request(self, fact: Any) -> None:
        client = self.scene.clients[fact.connection]
        client.state, client.request = "open", fact.method

    def joined(self, fact: Any) -> None:
        group = self.scene.groups.setdefault(fact.group, Group(fact.group))
        client = self.replies.get(fact.channel)
        if client is None:
            group.members.append((fact.channel, False))
        else:
            group.members.append((client.name, client.state == "ghost"))

    def message(self, fact: Any) -> None:
        client = self.replies.get(fact.channel)
        if client is not None:
            client.waiting += 1
        elif "!" not in fact.channel:
            self.channel(fact.channel).queued += 1

    def held(self, fact: Any) -> None:
        if "!" not in fact.channel:
            channel = self.channel(fact.channel)
            channel.queued, channel.held = channel.queued - 1, channel.held + 1

    def taken(self, fact: Any) -> None:
        worker = self.scene.workers.get(fact.where)
        if worker is not None:
            worker.message = kind_of(fact.channel)
            self.channel(fact.channel).queued -= 1

    def started(self, fact: Any) -> None:
        worker = self.scene.workers.get(fact.worker)
        if worker is not None:
            worker.consumer = fact.consumer.removeprefix("(default) ")


def _patterns(pairs: Iterable[tuple[str, int]] | None) -> list[tuple[str, int]]:
    return [(pattern, amount) for pattern, amount in pairs or () if _is_pattern(pattern)]


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:  # a matcher of the user's own make, of which only its repr is known
        return False
    return True


_STEPS: Mapping[str, Callable[[_Fold, Any], None]] = {
    "layer.opened": _Fold.layer,
    "server.started": _Fold.server,
    "worker.started": _Fold.worker,
    "routing.changed": _Fold.routing,
    "connection.opened": _Fold.opened,
    "connection.accepted": _Fold.accepted,
    "connection.closed": _Fold.closed,
    "request.received": _Fold.request,
    "group.joined": _Fold.joined,
    "message.accepted": _Fold.message,
    "message.held": _Fold.held,
    "message.taken": _Fold.taken,
    "consumer.started": _Fold.started,
}
