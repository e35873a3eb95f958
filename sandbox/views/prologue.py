"""What is so at this moment, told as the shortest history that leads there.

Role: read layers, servers and workers under the layers' locks, with the log's cursor taken in the
same breath, so that whoever folds the prologue and then the log from that cursor on misses nothing
and counts nothing twice. It must not know how facts are sent, nor change anything it looks at.

Any thread may call :func:`take`. What it looks at is passed in as :class:`Live`; of a layer it
needs ``lock``, ``store``, ``clock`` and ``alias``, of servers and workers what
:mod:`sandbox.protocols.server` and :mod:`sandbox.workers.pool` show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import LayerDown
from sandbox.trace import events as e
from sandbox.trace import ops
from sandbox.trace.expand import Expander
from sandbox.trace.frozen import maker
from sandbox.trace.ids import spell
from sandbox.trace.ladder import routed
from sandbox.trace.ledger import Ledger
from sandbox.trace.log import Log

__all__ = ["WHOLE_HISTORY", "Live", "Prologue", "Waiting", "sums_of", "take"]

WHOLE_HISTORY = 4_000
"""Events up to which a fresh prologue is simply all that has happened."""

_CONTENTS = 500
"""Waiting messages above which the prologue leaves their contents out; they can be fetched."""

_accepted = maker(e.MessageAccepted)
_taken = maker(e.MessageTaken)
_held = maker(e.MessageHeld)
_joined = maker(e.GroupJoined)
_opened = maker(e.ConnectionOpened)


InForce = tuple[str, int, float, Mapping[str, Any]]
"""("hold" or "fault", its id, the clock's moment at which it began, the fields of that event)."""


@dataclass(frozen=True)
class Live:
    """The parts of one sandbox that a prologue is made of. All callables may be called anywhere."""

    log: Log
    layers: Callable[[], Iterable[Any]]
    servers: Callable[[], Iterable[Any]] = tuple
    """Protocol servers that have not ended."""
    workers: Callable[[], Iterable[Any]] = tuple
    """Places of the pool that have not ended."""
    rules: Callable[[], Mapping[str, tuple[Any, ...]]] = dict
    """Layer's alias → the rules in force, as :func:`sandbox.trace.ladder.lines_of` gives them."""
    codes: Callable[[], Iterable[Mapping[str, Any]]] = tuple
    """The fields of ``code.changed`` for each consumer and view in force."""
    owner: Callable[[str], str | None] = field(default=lambda channel: None)
    """The label of the client behind a reply channel, also of one that has gone."""
    in_force: Callable[[], Iterable[InForce]] = tuple
    """The holds and faults that are in force."""
    ended: Callable[[], bool] = field(default=lambda: False)
    """Whether the sandbox has ended: then nothing lives, and only the sums are told."""


Waiting = tuple[int, str, Any, float]
"""(message id, channel, content, the clock's moment of its acceptance)."""


@dataclass(frozen=True)
class Prologue:
    """A history that leads to one moment, and that moment's place in the log."""

    facts: list[e.Event]
    """In an order that a reducer can follow. They change no sums."""
    cursor: int
    """Raw entries of the log before it are in the facts."""
    seq: int
    """The seq of the newest event before the cursor; 0 where there is none."""
    at: float
    """Seconds since the log began."""
    ledgers: Mapping[str, Ledger]
    """Each layer's sums, by alias."""
    waiting: tuple[Waiting, ...] = ()
    """Messages without a fate, for an :class:`~sandbox.trace.expand.Expander` to remember."""
    trimmed: int = 0
    """Events that the log has let go."""


def sums_of(prologue: Prologue) -> list[list[Any]]:
    """Return the rows of the head's ``sums`` (``views/frontend/README.md``)."""
    return [
        [
            row.layer,
            row.channel,
            row.accepted,
            row.queued,
            row.held,
            row.in_hand,
            row.delivered,
            dict(row.lost),
            dict(row.refused),
        ]
        for ledger in prologue.ledgers.values()
        for row in ledger
    ]


def take(live: Live, *, whole: int = 0) -> Prologue:
    """Return what is so now.

    *whole*: where no more events than this have happened, and all are still there, the facts are
    just those (see :data:`WHOLE_HISTORY`); else, and with 0, the shortest history.
    """
    layers = sorted(live.layers(), key=lambda layer: str(layer.alias))
    with ExitStack() as locks:
        for layer in layers:
            locks.enter_context(layer.lock)
        moments = [_Moment(layer, live.log) for layer in layers]
        parts = _Parts(live)
        cursor = live.log.end
        _, following = live.log.read_on(cursor, 1)
    at = live.log.clock() - live.log.start
    seq = following - 1
    waiting = tuple(one for moment in moments for one in moment.waiting())
    ledgers = {moment.alias: moment.ledger for moment in moments}
    trimmed = live.log.trimmed
    if seq <= whole and not trimmed:
        facts = _history(live.log, cursor)
    else:
        facts = list(_Teller(live, moments, parts, len(waiting) <= _CONTENTS).tell())
    return Prologue(facts, cursor, seq, at, ledgers, waiting, trimmed)


def _history(log: Log, cursor: int) -> list[e.Event]:
    expander = Expander(log.start, 1, log.ladders)
    return [event for raw in log.read(0, cursor).entries for event in expander.expand(raw)]


class _Moment:
    """One layer as it is now: references only, made under its lock."""

    def __init__(self, layer: Any, log: Log) -> None:
        self.layer = layer
        self.alias: str = layer.alias
        self.ledger: Ledger
        self.queued: list[Any] = []
        self.held: list[Any] = []
        self.delayed: Any = {}
        self.groups: dict[str, Any] = {}
        try:
            self._look(layer.store, layer.clock())
        except LayerDown:
            # Its server is away, perhaps for good: what the log knows can still be seen.
            rows = log.ledger().rows
            self.ledger = Ledger({key: row for key, row in rows.items() if key[0] == self.alias})

    def _look(self, store: Any, now: float) -> None:
        ledger = store.ledger(now)  # expires what is due, first of all
        queued = [entry for queue in store.queues() for entry in queue.entries]
        groups = {name: store.members(name, now) for name in store.groups(now)}
        self.held, self.delayed = list(store.held_by()), store.delayed()
        # All of it or nothing: sums of one moment and queues of none would not balance.
        self.ledger, self.queued, self.groups = ledger, queued, groups

    def waiting(self) -> Iterator[Waiting]:
        for entry in (*self.queued, *(entry for entry, _ in self.held)):
            yield entry[1], entry[2], entry[3], entry[4]


class _Parts:
    """Servers, connections and workers as they are now: references only."""

    def __init__(self, live: Live) -> None:
        ended = live.ended()
        servers = [] if ended else list(live.servers())
        self.servers = [(server, list(server.connections.copy().values())) for server in servers]
        workers = [] if ended else list(live.workers())
        self.in_force = [] if ended else list(live.in_force())
        self.workers = [
            (place, place.worker, *place.worker.in_hand, place.worker.busy_since)
            for place in workers
        ]


class _Teller:
    """Tells one moment as facts. Their times are those of what they tell, where that is known."""

    def __init__(
        self, live: Live, moments: list[_Moment], parts: _Parts, with_contents: bool
    ) -> None:
        self.live = live
        self.log = live.log
        self.moments = moments
        self.parts = parts
        self.with_contents = with_contents
        self.now = live.log.clock() - live.log.start

    def tell(self) -> Iterator[e.Event]:
        """Yield the facts."""
        for moment in self.moments:
            yield self._layer(moment.layer)
        for server, _ in self.parts.servers:
            yield from self._process(server)
            yield e.ServerStarted(
                at=self.now,
                where=server.name,
                server=server.name,
                address=server.address,
                protocols=("http", "websocket"),
            )
            if server.draining:
                yield e.ServerDraining(
                    at=self.now, where=server.name, server=server.name, address=server.address
                )
        yield from self._code()
        for place, worker, *_ in self.parts.workers:
            yield from self._process(place)
            yield e.WorkerStarted(
                at=self.now,
                where=place.name,
                worker=place.name,
                layer=worker.channel_layer.alias,
                channels=tuple(sorted(worker.channel_layer.router.channels)),
            )
        for place, worker, *_ in self.parts.workers:
            for run in place.zombies:
                yield self._zombie(place.name, worker.channel_layer.alias, run)
        alive: set[str] = set()
        for server, connections in self.parts.servers:
            for connection in connections:
                alive.add(connection.reply_channel)
                yield from self._connection(server, connection)
        yield from self._ghosts(alive)
        yield from self._in_force()
        yield from self._groups()
        for moment in self.moments:
            yield from self._messages(moment)
        yield from self._in_hand()
        if self.live.ended():
            for moment in self.moments:
                yield e.LayerClosed(at=self.now, where="layer", layer=moment.alias)

    def _at(self, moment: float) -> float:
        return moment - self.log.start

    def _layer(self, layer: Any) -> e.Event:
        patterns = tuple(
            (getattr(pattern, "pattern", str(pattern)), amount)
            for pattern, amount in layer.channel_capacity
        )
        return e.LayerOpened(
            at=0.0,
            where="layer",
            layer=layer.alias,
            store="redis" if hasattr(layer, "shards") else "memory",
            capacity=layer.capacity,
            channel_capacity=patterns,
            expiry=layer.expiry,
            group_expiry=layer.group_expiry,
            address=getattr(layer, "address", None),
        )

    def _process(self, actor: Any) -> Iterator[e.Event]:
        """Tell of the process of a server or worker that has one of its own."""
        process = getattr(actor, "process", None)
        if process is not None:
            yield e.ProcessJoined(at=self.now, where=actor.name, process=process, clock_offset=0.0)

    def _code(self) -> Iterator[e.Event]:
        for alias, lines in self.live.rules().items():
            yield e.RoutingChanged(at=self.now, where="cell", layer=alias, rules=routed(lines))
        for fields in self.live.codes():
            version = fields.get("version")
            spelled = f"v{version}" if isinstance(version, int) else version
            yield e.CodeChanged(at=self.now, where="cell", **{**fields, "version": spelled})

    def _zombie(self, name: str, alias: str, run: Any) -> e.Event:
        message, number, consumer = run[3:6]
        return e.WorkerStuck(
            at=self.now,
            id=spell(number),
            cause=spell(message),
            where=name,
            worker=name,
            layer=alias,
            run=spell(number),
            message=spell(message),
            consumer=consumer,
        )

    def _connection(self, server: Any, connection: Any) -> Iterator[e.Event]:
        number, at, where = spell(connection.id), self._at(connection.opened_at), server.name
        http = bool(connection.method)
        yield _opened(
            at=at,
            id=number,
            where=where,
            connection=number,
            protocol="http" if http else "websocket",
            path=connection.path,
            query=None,
            headers=None,
            client=connection.client,
            reply_channel=connection.reply_channel,
            label=connection.label,
        )
        phase = connection.state.phase
        if http:
            yield e.RequestReceived(
                at=at,
                id=spell(connection.request),
                cause=number,
                where=where,
                connection=number,
                method=connection.method,
                path=connection.path,
            )
            if phase != "waiting":
                status = connection.state.status
                yield e.ResponseStarted(
                    at=at, cause=number, where=where, connection=number, status=status
                )
        elif phase == "open":
            yield e.ConnectionAccepted(
                at=at,
                cause=number,
                where=where,
                connection=number,
                subprotocol=connection.state.subprotocol,
            )

    def _in_force(self) -> Iterator[e.Event]:
        """Tell of holds, before the messages that they have stopped, and of faults."""
        kinds = {"hold": e.HoldBegan, "fault": e.FaultBegan}
        for kind, number, moment, told in self.parts.in_force:
            yield kinds[kind](at=self._at(moment), id=spell(number), where="cell", **told)

    def _ghosts(self, alive: set[str]) -> Iterator[e.Event]:
        """Tell of the connections that have gone and that groups still count."""
        prefixes = tuple(server.prefix for server, _ in self.parts.servers)
        gone = {
            channel: None
            for moment in self.moments
            for members in moment.groups.values()
            for channel in members
            if channel not in alive and prefixes and channel.startswith(prefixes)
        }
        if not gone:
            return
        ids = _ids_of(self.log, gone)
        for channel in gone:
            number = ids.get(channel) or f"gone {channel.rpartition('!')[2]}"
            yield _opened(
                at=self.now,
                id=number,
                connection=number,
                query=None,
                headers=None,
                reply_channel=channel,
                label=self.live.owner(channel),
            )
            yield e.ConnectionClosed(at=self.now, cause=number, connection=number)

    def _groups(self) -> Iterator[e.Event]:
        for moment in self.moments:
            lasts = moment.layer.group_expiry
            for group, members in moment.groups.items():
                for channel, joined_at in members.items():
                    at = self._at(joined_at)
                    yield _joined(
                        at=at,
                        layer=moment.alias,
                        group=group,
                        channel=channel,
                        expires_at=at + lasts,
                    )

    def _messages(self, moment: _Moment) -> Iterator[e.Event]:
        for entry in moment.queued:
            yield self._accepted(moment.alias, entry)
        for entry, hold in moment.held:
            yield self._accepted(moment.alias, entry)
            name = spell(entry[1])
            yield _held(
                at=self._at(entry[4]),
                id=name,
                layer=moment.alias,
                message=name,
                channel=entry[2],
                breakpoint=spell(hold),
            )
            due = moment.delayed.get(entry[1])
            if due is not None:
                left = max(self._at(due) - self.now, 0.0)
                yield e.MessageDelayed(
                    at=self.now,
                    id=name,
                    layer=moment.alias,
                    message=name,
                    channel=entry[2],
                    breakpoint=spell(hold),
                    changed={"seconds": left},
                )

    def _accepted(self, alias: str, entry: Any) -> e.Event:
        name = spell(entry[1])
        return _accepted(
            at=self._at(entry[4]),
            id=name,
            layer=alias,
            message=name,
            channel=entry[2],
            content=entry[3] if self.with_contents else None,
        )

    def _in_hand(self) -> Iterator[e.Event]:
        for place, worker, entry, run, since in self.parts.workers:
            if entry is not None:
                at = self._at(since) if since is not None else self.now
                yield from self._taken(worker.channel_layer.alias, entry, place.name, at)
                if run is not None and run[3] == entry[1]:
                    # Without its content nobody can say how it was routed; that it runs counts.
                    yield Expander(self.log.start, -1, self.log.ladders).expand(run)[1]
                    told = worker.told_busy
                    if told is not None and told[0] == since:
                        yield self._busy(place.name, worker.channel_layer.alias, told[1])
        for server, connections in self.parts.servers:
            for connection in connections:
                for entry in _unsent(connection):
                    yield from self._taken(server.layer.alias, entry, server.name, self.now)

    def _busy(self, name: str, alias: str, fields: Mapping[str, Any]) -> e.Event:
        ids = {key: spell(fields[key]) for key in ("id", "run", "message")}
        return e.WorkerBusy(**{**fields, **ids}, at=self.now, where=name, worker=name, layer=alias)

    def _taken(self, alias: str, entry: Any, where: str, at: float) -> Iterator[e.Event]:
        yield self._accepted(alias, entry)
        name = spell(entry[1])
        yield _taken(at=at, id=name, where=where, layer=alias, message=name, channel=entry[2])


def _unsent(connection: Any) -> list[Any]:
    """Return what a server has in hand for a client that reads too slowly."""
    backlog = connection.backlog
    waiting = [entry for entry, _ in backlog.copy()] if backlog is not None else []
    return [entry for entry in (connection.in_progress, *waiting) if entry is not None]


def _ids_of(log: Log, channels: Iterable[str]) -> dict[str, str | None]:
    """Return the ids of connections by their reply channels, as far as the log still knows."""
    wanted, found = set(channels), {}
    for raw in log.read(0).entries:
        if raw[0] == ops.NOTE and raw[3] == "connection.opened":
            channel = raw[6].get("reply_channel")
            if channel in wanted:
                found[channel] = spell(raw[4])
    return found
