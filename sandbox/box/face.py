"""The verbs and places of a sandbox: what a user calls, with a cell that shows each.

Role: API.md as methods, each handed on to the part that knows how. It must not know how the parts
are made, started or ended: that is :mod:`sandbox.box.sandbox`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from sandbox.box import asking
from sandbox.box.busy import doing
from sandbox.box.explaining import Moment, Why, why
from sandbox.box.noting import Authors, note_code
from sandbox.box.places import ChannelView, GroupView, Place
from sandbox.box.registry import Consumers
from sandbox.box.scaling import Scaling
from sandbox.box.serving import Ladder, Serving
from sandbox.box.settling import Settler
from sandbox.box.timing import SandboxClock
from sandbox.box.visiting import Visiting
from sandbox.clients.crowd import Member
from sandbox.clients.http import Later
from sandbox.clients.tab import Tab
from sandbox.consumers.manager import ChannelLayerWrapper, serving
from sandbox.django.login import user_of_connection
from sandbox.django.sync import SyncThread
from sandbox.errors import SandboxError
from sandbox.live.versions import Code
from sandbox.options import seconds_or_none, shown, text
from sandbox.protocols.place import ServerPlace
from sandbox.runtime.clock import Clock
from sandbox.trace.events import Event
from sandbox.trace.ids import spell
from sandbox.trace.ledger import Ledger
from sandbox.trace.log import Log
from sandbox.trace.story import Story, story
from sandbox.trace.wording import Names
from sandbox.workers.pool import PooledWorker

__all__ = ["Face"]

P = ParamSpec("P")
T = TypeVar("T")

EXPLAINED_ENTRIES = 10_000
"""How many raw entries of the log, of which a message makes about six, a vain wait looks through:
0.1 to 0.2 s. ``box.why`` reads them all."""

BUSY_SECONDS = 0.5
"""How long one message has to keep every worker busy to be named as the reason of a vain wait."""


class Face(Visiting, Scaling):
    """What a sandbox can be asked to do; the parts are there when its constructor has returned."""

    name: str
    log: Log
    _authors: Authors
    _clock: Clock
    _layer: Any
    _last_sums: Ledger | None = None
    """The sums of a layer that cannot be asked any more."""
    _layers: dict[str, ChannelLayerWrapper]
    _serving: Serving
    _settler: Settler
    _time: SandboxClock
    _sync: SyncThread

    def _has_ended(self) -> bool:
        """Say whether it has ended."""
        raise NotImplementedError

    # -- consumers and views -----------------------------------------------------------------

    def consumer(self, channels: Any = None, **filters: Any) -> Any:
        """Register a consumer for *channels* (a name or several), as a decorator.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            @box.consumer("websocket.receive", path=r"^/chat")
            def ws_message(message): ...
            box.stop()

        Filters are those of ``route``. On a class, *channels* may be left away: its own
        ``channel_names()`` count. Returns what it decorates, unchanged. Registering the same
        channels and filters again swaps the consumer between two messages; sockets stay open.
        ``NotAConsumer`` for what cannot consume, async functions among it.
        """
        self._must_run()
        if isinstance(channels, type):
            return self._serving.consumer(channels, None, filters)
        if callable(channels):
            raise TypeError(
                '@box.consumer needs a channel: write @box.consumer("websocket.receive").'
            )

        def register(thing: T) -> T:
            self._must_run()
            return self._serving.consumer(thing, channels, filters)

        return register

    def view(self, route: str, *, name: str | None = None) -> Callable[[T], T]:
        """Register a Django view for *route* (as ``path()`` takes it), run by a worker.

        ::

            from sandbox import Sandbox
            from django.http import HttpResponse
            box = Sandbox()
            @box.view("hello/<name>/")
            def hello(request, name): return HttpResponse("hello " + name)
            box.get("/hello/you/").text          # 'hello you'
            box.stop()

        Returns what it decorates, unchanged. The same route again swaps the view.
        """

        def register(thing: T) -> T:
            self._must_run()
            return self._serving.view(thing, route, name)

        return register

    @property
    def routing(self) -> Ladder:
        """The routing that was given; shown as the ladder of all rules in force.

        ::

            from sandbox import Sandbox, route
            box = Sandbox()
            box.routing = [route("websocket.receive", print)]
            box.routing
            box.stop()

        Assign a list, a dict or a dotted path to swap all of it at once, between two messages.
        What ``@box.consumer`` registered stays in front of it. If the new routing is wrong, the
        old one goes on serving.
        """
        return self._serving.routing

    @routing.setter
    def routing(self, routing: Any) -> None:
        """Swap all of it."""
        self._must_run()
        self._serving.routing = routing

    def _code_changed(self, code: Code, diff: str) -> None:
        note_code(self.log, code, diff, self._authors)

    @property
    def consumers(self) -> Consumers:
        """Every consumer that routes name: ``box.consumers["ws_message"].source``.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            @box.consumer("websocket.receive")
            def ws_message(message): ...
            box.consumers["ws_message"].version   # 1
            box.stop()
        """
        return self._serving.consumers

    # -- what there is -----------------------------------------------------------------------

    @property
    def tabs(self) -> Place[Tab]:
        """Every tab by its name.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            alice = box.connect("/", name="alice")
            box.tabs["alice"] is alice           # True
            box.stop()
        """
        return Place("tab", self._visitors.tabs.copy)

    @property
    def servers(self) -> Place[ServerPlace]:
        """Every protocol server by its number.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.servers[1].address               # '127.0.0.1:43821', say
            box.servers[1].restart()             # sockets stay open for a while, nobody is refused
            box.stop()
        """
        return Place("server", self._servers.copy)

    @property
    def workers(self) -> Place[PooledWorker]:
        """Every worker by its number: ``box.workers[1]`` is ``worker:1``.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.workers[1].kill()                # a new one takes its place
            box.stop()
        """
        return Place("worker", self._all_workers)

    def _all_workers(self) -> dict[int, PooledWorker]:
        return {**self._pool.workers, **self._beside.workers}

    @property
    def layers(self) -> Place[ChannelLayerWrapper]:
        """Every channel layer by its alias.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.layers["default"].capacity       # 100
            box.stop()
        """
        return Place("layer", self._layers.copy)

    @property
    def channels(self) -> Place[ChannelView]:
        """Every channel in use or routed, by name; a server's reply channels by their prefix,
        those of another layer as ``"second/jobs"``.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            len(box.channels["http.request"])     # 0: nothing waits there
            box.stop()
        """

        def look() -> dict[str, ChannelView]:
            with self._layer.lock:
                names = [queue.name for queue in self._layer.store.queues()]
            # A worker that has just begun may not have come to listen yet.
            names += sorted(self._serving.wrapper.router.channels)
            mine = {name: ChannelView(self._layer, name) for name in names}
            return mine | self._beside.channels()

        return Place("channel", look)

    @property
    def groups(self) -> Place[GroupView]:
        """Every group that has members: ``alice in box.groups["chat"]``; of another layer than
        "default" ``box.groups["second/chat"]``.

        ::

            from sandbox import Group, Sandbox
            box = Sandbox()
            Group("chat").add("some-channel")
            "some-channel" in box.groups["chat"]   # True
            box.stop()
        """

        def look() -> dict[str, GroupView]:
            names = self._layer.group_names()
            users = self._user_of
            mine = {name: GroupView(self._layer, name, self._who, users) for name in names}
            return mine | self._beside.groups(self._who, users)

        return Place("group", look)

    def _user_of(self, channel: str) -> str | None:
        """Return who has signed in on the connection behind a reply channel."""
        if "!" not in channel:
            return None
        self._must_run()
        return self._sync.run(user_of_connection, channel)

    def _who(self, channel: str) -> tuple[str | None, bool]:
        """Return the label of a reply channel's client, and whether the client is gone."""
        prefix, bang, local = channel.partition("!")
        if not bang:
            return None, False
        for server in self._all_servers():
            if server.prefix == prefix + bang:
                connection = server.connections.get(local)
                if connection is not None:
                    return connection.label, False
        return self._visitors.labels.owner(channel), True

    # -- asking ------------------------------------------------------------------------------

    def settle(self, timeout: float | None = 5) -> None:
        """Wait until nothing is on its way, queued, in hand or running. Instead of sleeping.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.connect("/").send("hi")
            box.settle()
            box.stop()

        ``NotSettled`` after *timeout* seconds (``None``: no limit) says what still moves. Messages
        on channels that nobody hears, held ones, and requests that wait for an answer are at rest.
        """
        self._must_run()
        if serving.get() is self._layers:
            raise SandboxError(
                "A consumer cannot wait until its own sandbox has settled: it would wait for "
                "itself. Settle in a cell or a test."
            )
        limit = seconds_or_none("timeout", timeout)
        self._settler.settle(float("inf") if limit is None else limit)

    @property
    def clock(self) -> SandboxClock:
        """The sandbox's time: ``slow`` motion, and on the cooperative runtime ``advance``.

        ::

            from sandbox import Sandbox
            box = Sandbox(runtime="cooperative", seed=7)
            with box.clock.slow(10):             # every hop takes ten times as long
                box.get("/nowhere/").status_code
            box.clock.advance(days=1)            # a day later: what expires by then has expired
            box.stop()

        ``box.clock.step()`` takes one step of one actor; ``box.clock.now`` is the log's time.
        """
        return self._time

    @property
    def ledger(self) -> Ledger:
        """What became of every message: accepted = queued + held + in hand + delivered + lost.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.ledger.balanced                  # True
            box.stop()
        """
        sums = self._last_sums if self._last_sums is not None else self._layer.ledger()
        return self._beside.ledger(sums)

    @property
    def lost(self) -> asking.Losses:
        """What reached nobody or was refused, newest first, with why and what to do about it.

        ::

            from sandbox import Group, Sandbox
            box = Sandbox()
            Group("chat").add("nobody-hears")
            Group("chat").send({"text": "hi"})
            box.lost                             # nothing was lost: it waits for a consumer
            box.stop()
        """
        return asking.losses(self.log.events(), self._names())

    def story(self, about: Any = None) -> Story:
        """Tell what led to *about* and what came of it, as text and as a picture.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            alice = box.connect("/", name="alice")
            alice.send("hi"); box.settle()
            print(box.story())
            box.stop()

        *about*: a tab or its name, an id such as ``"m9"``, an event; ``None``: the last thing
        that you did. ``LookupError`` where the log knows nothing of it.
        """
        if isinstance(about, (Tab, Member, Later)):
            about = about.name
        if about is not None and not isinstance(about, str | Event):
            raise TypeError(
                "A story is about a tab or its name, an id or an event, or None for the last thing "
                f'that was done, not {shown(about)}: write box.story("m9").'
            )
        return story(self.log.events(), about, self._names())

    def why(self, tab: Tab | Member | Later | str, wanted: Any = None) -> Why:
        """Say why *wanted* (text, bytes, a pattern; ``None``: anything) did not come to *tab*.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            bob = box.connect("/", name="bob")
            box.why(bob, "hi")
            box.stop()

        At most three sentences, the likeliest cause first. It reads the whole log, which takes a
        second or more where that is full.
        """
        name = tab if isinstance(tab, str) else getattr(tab, "name", None)
        if not isinstance(name, str):
            raise TypeError(
                f'box.why asks about a tab or its name, such as "bob", not {shown(tab)}.'
            )
        if not (wanted is None or callable(wanted) or isinstance(wanted, str | bytes | re.Pattern)):
            raise TypeError(
                "What a tab waits for is text, bytes or a compiled pattern, or None for anything, "
                f'not {shown(wanted)}: write box.why(bob, "hi").'
            )
        return self._why(name, wanted, None)

    def _why(self, name: str, wanted: Any, newest: int | None) -> Why:
        """Say why, from all events or about the *newest* raw entries only."""
        moment = self._moment(name)
        if moment.connection is None:
            newest = None  # one that has gone may have done so long ago
        return why(self.log.events(newest), name, wanted, moment, self._names())

    def _moment(self, name: str) -> Moment:
        """Return what is so at this very moment, for the client of that name and for all."""
        with self._layer.lock:
            queues = self._layer.store.queues()
            unheard = frozenset(queue.name for queue in queues if not queue.listeners)
            heard = frozenset(queue.name for queue in queues if queue.listeners)
        workers = list(self._pool.workers.values())
        since = [worker.busy_since for worker in workers]
        now = self._clock()
        busy = [
            (worker.number, now - moment, doing(worker))
            for worker, moment in zip(workers, since, strict=True)
            if moment is not None and now - moment >= BUSY_SECONDS
        ]
        connection, channel = self._connection_of(name)
        return Moment(
            unheard=unheard,
            heard=heard,
            no_worker=not workers and not self._has_ended(),
            busy=tuple(busy) if len(busy) == len(workers) else (),
            connection=connection,
            channel=channel,
            groups=frozenset(
                one
                for one, group in self.groups.items()
                if channel is not None and channel in group
            ),
        )

    def _connection_of(self, name: str) -> tuple[str | None, str | None]:
        """Return the id and the reply channel of the open connection called *name*."""
        for server in self._all_servers():
            for connection in server.clients.copy().values():
                if connection.label == name:
                    return spell(connection.id), connection.reply_channel
        return None, None

    def _explain(self, client: Any, wanted: Any) -> str:
        """What a wait that ended in vain adds to its text; never an error of its own.

        It looks at what happened of late, as reading a full log takes a second or more.
        """
        try:
            return str(self._why(client.name, wanted, EXPLAINED_ENTRIES))
        except Exception as error:
            return f"(why it did not come could not be told: {error!r})"

    def find(self, query: str = "") -> asking.Found:
        """Return the events that *query* means, oldest first.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.find("lost channel:chat"); box.find("kind:consumer.raised")
            box.stop()

        ``help("sandbox.trace.filter")`` has the language and every field.
        """
        text("query", query, usual="lost channel:chat")
        now = self._clock() - self.log.start
        return asking.found(self.log.events(), query, now, self._names())

    def _names(self) -> Names:
        """Return whose connections are whose, also where the log has let go of their openings."""
        names = Names(self._visitors.labels.owners())
        for server in self._all_servers():
            for connection in server.clients.copy().values():
                names.add(spell(connection.id) or "", connection.label, connection.reply_channel)
        return names

    def mark(self, label: str, notes: str = "") -> str | None:
        """Put a marker into the log and return its id.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.mark("bob joins")
            box.stop()
        """
        text("label", label, usual="bob joins")
        text("notes", notes, usual="…")
        return self.log.mark(label, notes)

    def sync(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call *function* in a thread where the ORM may be used, and return its result.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            from django.contrib.auth.models import User
            box.sync(User.objects.count)
            box.stop()
        """
        self._must_run()
        if not callable(function):
            raise TypeError(
                f"box.sync takes a function and what to call it with, not {shown(function)}: "
                "write box.sync(User.objects.count), without the brackets of the call."
            )
        return self._sync.run(function, *args, **kwargs)
