"""The fault box: break one thing on purpose, see it, and undo it.

Role: ``box.faults`` (API.md "live") as objects. It must not know how messages, servers and workers
do what is asked of them: each fault is begun and ended by the part that it befalls. Any thread
may call anything here, but a consumer should not cut the very connection that it answers.

::

    Faults.slow(…) ──► Fault ──undo, or the end of its block──► as before
        └── every fault is in the log: fault.began, fault.ended
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from sandbox.errors import NotAvailableHere
from sandbox.live.conditions import Condition, Where, condition, told_of
from sandbox.live.forces import Force, Frozen, Full, Impaired, Lasting, Moment, Row, Slow, Store
from sandbox.live.targets import Surroundings, Target, find_target, require_tables
from sandbox.options import did_you_mean, seconds, seconds_or_none, shown, whole_or_none
from sandbox.trace.ids import spell
from sandbox.trace.log import Log
from sandbox.trace.wording import shortened

__all__ = ["Fault", "Faults", "Parts"]

WHY_REFUSED = "the fault box refuses new connections"

Client = tuple[Any, Any]
"""(server, connection) of an open connection."""


@dataclass(frozen=True)
class Parts:
    """What can be broken. All callables may be called from any thread."""

    workers: Callable[[], Mapping[int, Any]]
    """Number → place of a pool."""
    servers: Callable[[], Mapping[int, Any]]
    """Number → protocol server."""
    clients: Callable[[], Mapping[str, Client]]
    """Connection id ("c3") → server and connection, oldest first."""
    reopen: Callable[[str], object]
    """Opens the tab of a name again."""
    slowed: dict[str, Callable[[], object]]
    """The workers' table: consumer's name → what happens before each of its runs."""
    stores: Callable[[], Mapping[str, Any]] = dict
    """Layer's alias → the server behind it, where it is the sandbox's own."""
    pause: Callable[[threading.Event, float], object] = threading.Event.wait
    """How a consumer waits until the event is set, or so many seconds."""


class Fault:
    """One fault: a context manager, and a handle that :meth:`undo` ends.

    ::

        from sandbox import Sandbox
        box = Sandbox()
        with box.faults.fill("jobs") as fault:
            fault.active                     # True
        fault.active                         # False
        box.stop()
    """

    def __init__(
        self,
        faults: Faults,
        number: int,
        name: str,
        target: str | None,
        options: Mapping[str, Any],
        force: Force,
    ) -> None:
        self._faults = faults
        self._number = number
        self._force = force
        self._over = False
        self._since = 0.0
        self.id: str = spell(number) or ""
        """Its id in the log: ``"x1"``."""
        self.fault = name
        """What is done: ``"slow"``."""
        self.target = target
        """To what: ``"consumer:ws_message"``, ``"worker:1"``; ``None``: to everything."""
        self.options = dict(options)
        """How: ``{"seconds": 1}``."""

    @property
    def active(self) -> bool:
        """Whether it is in force. What happens in a moment, such as a kill, is over at once."""
        return not self._over and self._force.active

    @property
    def _told(self) -> dict[str, Any]:
        return {"fault": self.fault, "target": self.target, "options": self.options or None}

    def undo(self) -> None:
        """End it: all is as before. Harmless twice."""
        self._faults._end(self)

    def __enter__(self) -> Self:
        """Return itself; it is in force already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Undo it."""
        self.undo()

    def __repr__(self) -> str:
        """Return what is done to what, and whether it is in force."""
        target = f" {self.target}" if self.target else ""
        options = f" {shortened(self.options)}" if self.options else ""
        return f"<fault {self.id}: {self.fault}{target}{options}{'' if self.active else ', over'}>"


class Faults:
    """``box.faults``: break one thing, see what happens, undo it. It lists what is in force.

    ::

        from sandbox import Sandbox
        box = Sandbox()
        box.faults.fill("jobs")
        len(box.faults)                      # 1
        box.faults.clear()
        box.faults                           # no faults
        box.stop()

    Each of its verbs returns a handle that is a context manager: the end of the block, ``undo()``,
    ``clear()`` and the end of the sandbox undo it. The same fault of the same target again ends the
    earlier one. Where a name means several things, say which: ``"tab:chat"``, ``"consumer:chat"``.
    """

    def __init__(self, *, log: Log, around: Surroundings, parts: Parts) -> None:
        self._log = log
        self._around = around
        self._parts = parts
        self._lock = threading.Lock()
        self._faults: dict[tuple[str, str | None], Fault] = {}

    # -- workers -----------------------------------------------------------------------------

    def kill(self, target: Any = 1) -> Fault:
        """Kill a worker or a server: what it does is lost, and a new one takes its place.

        ::

            from sandbox import Channel, Sandbox
            box = Sandbox()
            @box.consumer("jobs")
            def endless(message):
                while True: pass
            Channel("jobs").send({})
            box.faults.kill(1)               # the message is lost: worker_killed
            box.stop()

        *target*: a worker's number, its name (``"worker:1"``), or itself. A server is
        ``"server:1"`` or ``box.servers[1]``: its connections break, what it had in hand is lost as
        ``server_killed``, and a new one listens. Over at once: there is nothing to undo.
        """
        is_server = str(target).startswith("server:") or any(
            target is one for one in self._parts.servers().values()
        )
        place = self._server(target) if is_server else self._worker(target)
        return self._begin("kill", place.name, {}, Moment(place.kill))

    def freeze(self, worker: Any = 1) -> Fault:
        """Let a worker take nothing more: it hangs, and what comes waits for it.

        ::

            from sandbox import Channel, Sandbox
            box = Sandbox()
            @box.consumer("jobs")
            def work(message): ...
            with box.faults.freeze(1):
                Channel("jobs").send({})
                len(box.channels["jobs"])    # 1: it waits
            box.settle()                     # the worker has thawed, and has done it
            box.stop()

        What it runs goes on to its end. Other workers take over, where there are any. With
        ``Sandbox(layer="redis")``, ``freeze("redis")`` lets the Redis answer nobody: who sends has
        to wait, and then hears that the layer is down.
        """
        if self._is_store(worker):
            alias, store = self._store(worker)
            return self._begin("freeze", f"layer:{alias}", {}, Store(store.pause, store.go_on))
        place = self._worker(worker)
        return self._begin("freeze", place.name, {}, Frozen(place))

    # -- slowness ----------------------------------------------------------------------------

    def slow(self, target: Any, *, seconds: float = 1.0) -> Fault:
        """Slow a consumer, or a client, by so many seconds for each message.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            @box.consumer("websocket.receive")
            def echo(message):
                message.reply_channel.send({"text": message.content["text"]})
            bob = box.connect("/", name="bob")
            with box.faults.slow(echo, seconds=0.2):
                bob.send("hi"); bob.receive()    # after 0.2 s: the worker is busy as long
            with box.faults.slow(bob, seconds=0.2):
                bob.send("hi"); bob.receive()    # after 0.2 s: the server has to wait for bob
            box.stop()

        *target*: a consumer or its name: each run takes so much longer. A tab, its name, or a real
        page's connection (``"connection:c3"``): the server finds that the client reads slowly; what
        piles up for it meets the server's bound, and then it is lost as ``slow_client``.
        """
        wait = _seconds(seconds)
        if self._is_client(target):
            return self._impair("slow", target, wait, {"seconds": wait})
        aim = find_target(target, self._around)
        if aim.kind != "consumer":
            raise TypeError(
                f"A consumer or a client can be slow, not {aim.key}: write "
                "box.faults.slow(ws_message, seconds=1)."
            )
        return self._begin(
            "slow",
            aim.key,
            {"seconds": wait},
            Slow(self._parts.slowed, aim.name, wait, self._parts.pause),
        )

    def sleep(self, client: Any) -> Fault:
        """Put a client to sleep: it reads nothing until it wakes up.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            @box.consumer("websocket.receive")
            def echo(message):
                message.reply_channel.send({"text": message.content["text"]})
            bob = box.connect("/", name="bob")
            with box.faults.sleep(bob):
                bob.send("hi")
                bob.inbox                    # (): it sleeps
            bob.receive()                    # 'hi': it woke up
            box.stop()

        *client*: a tab, its name, or ``"connection:c3"``. What is sent to it piles up at the
        server; beyond its bound the client is let go as ``slow_client``.
        """
        return self._impair("sleep", client, None, {})

    def cut(self, client: Any) -> Fault:
        """Cut a client's network: no goodbye, the connection is just gone (1006).

        ::

            from sandbox import Sandbox
            box = Sandbox()
            bob = box.connect("/", name="bob")
            with box.faults.cut(bob):
                box.settle()
                bob.closed.code              # 1006
            bob.closed                       # None: the network is back, and so is bob
            box.stop()

        *client*: a tab, its name, or ``"connection:c3"``. Undone, a tab opens again, unless it has
        done so already; a real page comes back by itself, if it was written to. With
        ``Sandbox(layer="redis")``, ``cut("redis")`` breaks all connections to the Redis, and none
        can be made until it is undone.
        """
        if self._is_store(client):
            alias, store = self._store(client)
            return self._begin("cut", f"layer:{alias}", {}, Store(store.cut, store.mend))
        name, number, server, connection = self._client(client)
        tab = connection.label if connection.label in set(self._around.tabs()) else None

        def again() -> None:
            newer = [
                one
                for one, (_, other) in self._parts.clients().items()
                if other.label == tab and one != number
            ]
            if tab is not None and not newer:
                self._parts.reopen(tab)

        return self._begin("cut", name, {}, Lasting(lambda: server.cut(connection), again))

    # -- messages ----------------------------------------------------------------------------

    def fill(self, channel: Any) -> Fault:
        """Let a channel be full: senders get ``ChannelFull``, group sends lose their message.

        ::

            from sandbox import Channel, Sandbox
            box = Sandbox()
            with box.faults.fill("jobs"):
                try:
                    Channel("jobs").send({})
                except box.layers["default"].ChannelFull:
                    print("full")
            Channel("jobs").send({})         # it has room again
            box.stop()

        *channel*: its name; a server's prefix (``box.servers[1].prefix``) is all its replies. What
        is lost or refused has the reason ``full``, as code meets nothing else.
        """
        aim = find_target(channel, self._around)
        if aim.kind != "channel":
            raise TypeError(
                f"A channel can be full, not {aim.key}: write box.faults.fill('websocket.receive')."
            )
        require_tables(aim)
        return self._begin("fill", aim.key, {}, Full(aim))

    def expire(self, target: Any, where: Where = None) -> Fault:
        """Let messages expire at once: those that wait, and those that come until it is undone.

        ::

            from sandbox import Channel, Sandbox
            box = Sandbox()
            Channel("jobs").send({})
            with box.faults.expire("jobs"):
                box.lost[0].reason           # 'expired'
            box.stop()

        *target*: a channel, group, consumer or tab, as for ``box.hold``; *where* picks among its
        messages. As with any expiry, their channels leave all groups.
        """
        return self._lose("expire", target, where, None, "expired")

    def lose(self, target: Any, where: Where = None, *, n: int | None = 1) -> Fault:
        """Lose the next *n* messages to something without a word; ``None``: all until undone.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            @box.consumer("websocket.receive")
            def echo(message):
                message.reply_channel.send({"text": message.content["text"]})
            bob = box.connect("/", name="bob")
            box.faults.lose(bob, where="text~hi")
            bob.send("hi"); box.settle()
            box.lost[0].reason               # 'fault'
            box.stop()

        *target*: a tab loses the replies to it; a channel, group or consumer what is sent there.
        *where*: which messages, as for ``box.hold``. Ends by itself with the last loss.
        """
        limit = whole_or_none("n", n, least=1, usual=1, none="all of them")
        return self._lose("lose", target, where, limit, "fault")

    # -- servers -----------------------------------------------------------------------------

    def restart(self, server: Any = 1, *, deadline: float | None = 0.0) -> Fault:
        """Restart a server under its clients: a new one listens, the old one says goodbye (1012).

        ::

            from sandbox import Sandbox
            box = Sandbox()
            bob = box.connect("/", name="bob")
            box.faults.restart(1)
            box.settle()
            bob.closed                       # None: bob has come back, on the new server
            box.stop()

        *server*: its number, its name (``"server:1"``), or itself. *deadline*: seconds that the
        clients of the old one may stay; ``None``: as long as they like. Over at once: there is
        nothing to undo. ``box.servers[1].restart()`` does it gently. With
        ``Sandbox(layer="redis")``, ``restart("redis")`` lets the Redis come back empty: what it had
        is lost as ``layer_lost``.
        """
        if self._is_store(server):
            alias, store = self._store(server)
            return self._begin("restart", f"layer:{alias}", {}, Moment(store.restart))
        place = self._server(server)
        limit = seconds_or_none("deadline", deadline, usual=10)
        act = Moment(lambda: place.restart(deadline=limit))
        return self._begin("restart", place.name, {"deadline": limit}, act)

    def refuse(self, server: Any = None) -> Fault:
        """Turn every new connection and request away with 503; those that are open stay.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            with box.faults.refuse():
                box.get("/").status_code     # 503
            box.stop()

        *server*: its number, its name (``"server:1"``), or itself; ``None``: all of them.
        """
        servers = list(self._parts.servers().values()) if server is None else [self._server(server)]
        name = None if server is None else servers[0].name

        def all_say(why: str | None) -> None:
            for one in servers:
                one.refuse(why)

        return self._begin(
            "refuse", name, {}, Lasting(lambda: all_say(WHY_REFUSED), lambda: all_say(None))
        )

    # -- what is in force --------------------------------------------------------------------

    def clear(self) -> None:
        """Undo all of them, the newest first, but cut lines last: who comes back has to be let in.

        One that cannot be undone keeps no other from it; its error is raised at the end.
        """
        problems: list[Exception] = []
        for fault in sorted(self._look(), key=lambda one: (one.fault == "cut", -one._number)):
            try:
                fault.undo()
            except Exception as error:
                problems.append(error)
        if problems:
            for other in problems[1:]:
                problems[0].add_note(f"And: {other}")
            raise problems[0]

    def close(self) -> None:
        """End all of them without repairing anything: the sandbox ends."""
        for fault in reversed(self._look()):
            self._end(fault, closing=True)

    def by_id(self, name: str) -> Fault:
        """Return the fault with an id such as ``"x1"``; ``LookupError`` if it is not in force."""
        for fault in self._look():
            if fault.id == name:
                return fault
        raise LookupError(f"There is no fault {name!r} (any more).")

    def in_force(self) -> list[tuple[str, int, float, Mapping[str, Any]]]:
        """Return ("fault", number, the clock's moment of its beginning, what the log says of it)
        for each. Takes no lock, so that it may be asked under the layers' locks."""
        found = [fault for fault in self._faults.copy().values() if fault.active]
        return [("fault", one._number, one._since, one._told) for one in found]

    def _look(self) -> list[Fault]:
        with self._lock:
            self._faults = {key: one for key, one in self._faults.items() if one.active}
            return list(self._faults.values())

    def __iter__(self) -> Iterator[Fault]:
        """Yield what is in force, oldest first."""
        return iter(self._look())

    def __len__(self) -> int:
        return len(self._look())

    def __bool__(self) -> bool:
        return True

    def __contains__(self, fault: object) -> bool:
        return fault in self._look()

    def __getitem__(self, place: int) -> Fault:
        """Return what is in force at a place, oldest first."""
        return self._look()[place]

    def __repr__(self) -> str:
        """Return a line for each that is in force."""
        return "\n".join(map(repr, self._look())) or "no faults"

    # -- beginning and ending ----------------------------------------------------------------

    def _begin(
        self, name: str, target: str | None, options: Mapping[str, Any], force: Force
    ) -> Fault:
        fault = Fault(self, self._log.ids.fault(), name, target, options, force)
        key = (name, target)
        with self._lock:
            earlier = self._faults.pop(key, None)
        if earlier is not None:
            self._end(earlier)
        fault._since = self._log.clock()
        with self._lock:
            self._faults[key] = fault
        if not force.tells:
            self._note("fault.began", fault, None)
        try:
            force.begin(fault._number, fault._told, fault.undo)
        except BaseException:
            self._end(fault)
            raise
        if force.momentary:
            self._end(fault)
        return fault

    def _end(self, fault: Fault, *, closing: bool = False) -> None:
        with self._lock:
            over, fault._over = fault._over, True
            for key in [key for key, one in self._faults.items() if one is fault]:
                del self._faults[key]
        if over:
            return
        try:
            fault._force.end(closing=closing)
        finally:
            if not fault._force.tells:
                self._note("fault.ended", fault, fault._number)

    def _note(self, kind: str, fault: Fault, cause: int | None) -> None:
        self._log.note(kind, id=fault._number, cause=cause, **fault._told)

    def _lose(self, name: str, target: Any, where: Where, limit: int | None, reason: str) -> Fault:
        aim = find_target(target, self._around)
        require_tables(aim)
        log = self._log
        test = condition(
            where,
            layer=aim.layer.alias,
            now=lambda: log.clock() - log.start,
            owner=self._around.owner,
        )
        matches = _replies_only(aim) if name == "lose" else aim.matches
        options: dict[str, Any] = {"where": told_of(where)} if where is not None else {}
        if name == "lose":
            options["n"] = limit
        return self._begin(
            name, aim.key, options, Row(aim.layer.channel_layer, matches, test, limit, reason)
        )

    def _impair(
        self, name: str, client: Any, wait: float | None, options: Mapping[str, Any]
    ) -> Fault:
        key, _, server, connection = self._client(client)
        return self._begin(name, key, options, Impaired(server, connection, wait))

    # -- finding what is meant ---------------------------------------------------------------

    def _worker(self, worker: Any) -> Any:
        return _numbered(worker, self._parts.workers(), "worker")

    def _server(self, server: Any) -> Any:
        return _numbered(server, self._parts.servers(), "server")

    def _is_store(self, thing: Any) -> bool:
        return isinstance(thing, str) and (thing == "redis" or thing.startswith("layer:"))

    def _store(self, thing: str) -> tuple[str, Any]:
        """Return alias and server of a layer."""
        alias = thing.partition(":")[2] or "default"
        store = self._parts.stores().get(alias)
        if store is None:
            raise NotAvailableHere(
                f"Behind the layer {alias!r} is no Redis of this sandbox's own, and others are not "
                'to be broken: use Sandbox(layer="redis") for this lesson.'
            )
        return alias, store

    def _is_client(self, thing: Any) -> bool:
        if not isinstance(thing, str):
            return hasattr(thing, "reply_channel")
        kind, colon, _ = thing.partition(":")
        if colon:
            return kind in ("tab", "connection")
        return find_target(thing, self._around).kind in ("tab", "connection")

    def _client(self, thing: Any) -> tuple[str, str, Any, Any]:
        """Return (name for the log, id, server, connection) of an open connection."""
        aim = find_target(thing, self._around)
        clients = self._parts.clients()
        if aim.kind == "connection":
            server, connection = clients[aim.name]
            return aim.key, aim.name, server, connection
        if aim.kind != "tab":
            raise TypeError(
                f'A client is a tab, its name, or a connection such as "connection:c3", not '
                f"{aim.key}."
            )
        for number, (server, connection) in reversed(list(clients.items())):
            if connection.label == aim.name:
                return aim.key, number, server, connection
        raise LookupError(f"{aim.name} is not connected: box.tabs[{aim.name!r}].reopen() opens it.")


def _seconds(value: float) -> float:
    return seconds("seconds", value, usual=1)


def _numbered(thing: Any, known: Mapping[int, Any], what: str) -> Any:
    """Return the worker or server that *thing* means: itself, its number or its name."""
    for number, one in known.items():
        names = (one.name, f"{what}:{number}")  # a place keeps its number when it is filled anew
        if thing is one or (isinstance(thing, int) and thing == number) or thing in names:
            return one
    there = [one.name for one in known.values()]
    raise LookupError(
        f"There is no {what} {shown(thing)}{did_you_mean(thing, there)}; there are: "
        f"{', '.join(map(repr, there)) or 'none'}."
    )


def _replies_only(aim: Target) -> Condition:
    """Return the test of what goes to a client, where *aim* is one; else its own."""
    if aim.kind not in ("tab", "connection"):
        return aim.matches
    return lambda channel, content, group: "!" in channel and aim.matches(channel, content, group)
