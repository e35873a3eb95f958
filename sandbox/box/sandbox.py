"""``Sandbox``: one call starts a protocol server, a channel layer and workers in this process.

Role: put the rooms together, start and end them, and give the user's verbs (API.md). Rules live
below; here is only what joins them. Any thread may call, except that a consumer must not wait for
its own sandbox.
"""

from __future__ import annotations

import atexit
import contextlib
import html
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from random import Random
from types import TracebackType
from typing import Any, ParamSpec, Self, TypeVar

from sandbox.box import asking
from sandbox.box.cells import current_cell, in_kernel, when_cells_end
from sandbox.box.labels import Labels
from sandbox.box.places import ChannelView, GroupView, Place
from sandbox.box.registry import Code, Consumer, Consumers, Registry, source_of, spoken_name
from sandbox.box.settling import Settler
from sandbox.clients.crowd import Crowd
from sandbox.clients.http import Later, Page, request
from sandbox.clients.hub import Hub
from sandbox.clients.tab import Tab
from sandbox.consumers.channel import Channel
from sandbox.consumers.manager import (
    DEFAULT_CHANNEL_LAYER,
    ChannelLayerWrapper,
    channel_layers,
    import_dotted,
)
from sandbox.consumers.routing import Route, RouteClass, Router
from sandbox.django.handler import ViewConsumer
from sandbox.django.settings import ensure_configured
from sandbox.django.sync import SyncThread
from sandbox.django.views import Views
from sandbox.errors import InvalidChannelLayerError, NotAvailableHere, SandboxStopped
from sandbox.layers.memory import MemoryLayer
from sandbox.protocols.server import ProtocolServer
from sandbox.runtime.clock import monotonic
from sandbox.runtime.loops import LoopThread
from sandbox.runtime.threads import quick_switching
from sandbox.trace.ledger import Ledger
from sandbox.trace.log import Log
from sandbox.trace.story import Story, story
from sandbox.workers.pool import Pool, PooledWorker

__all__ = ["Ladder", "Sandbox"]

P = ParamSpec("P")
T = TypeVar("T")

REPLY_CAPACITY = 10_000
"""What a server's reply prefix holds: all its clients share it (DESIGN §5 "Capacity")."""

_running: dict[str, Sandbox] = {}
_starting = threading.Lock()


class Ladder(list[Any]):
    """``box.routing``: the routing as it was given, shown as the ladder of all rules in force."""

    def __init__(self, entries: Iterable[Any], rules: Iterable[Any]) -> None:
        super().__init__(entries)
        self._rules = tuple(rules)

    def __repr__(self) -> str:
        lines = [f"{number:>3}  {rule.describe()}" for number, rule in enumerate(self._rules, 1)]
        return "\n".join(lines) or "no rules"


class Sandbox:
    """A whole Django Channels system in this process; it runs when the constructor returns.

    ::

        box = Sandbox()

        @box.consumer("websocket.connect")
        def ws_add(message):
            Group("chat").add(message.reply_channel)

        @box.consumer("websocket.receive")
        def ws_message(message):
            Group("chat").send({"text": "[user] %s" % message.content["text"]})

        alice, bob = box.connect("/", name="alice"), box.connect("/", name="bob")
        alice.send("hi"); bob.receive()          # '[user] hi', over a real WebSocket
        box.story()                              # what became of it
        box.stop()

    Args:
        name: a second sandbox of the same name replaces the first.
        routing: a list, dict or dotted path as of 2016; ``None``: what ``@box.consumer`` adds.
        layer: ``"memory"``; ``None``: ``CHANNEL_LAYERS["default"]`` of the settings if there is
            one, else memory.
        workers, servers: how many to start.
        host, port: where the first server listens; port 0 takes a free one.
        capacity: unread messages that a channel holds; a server's reply prefix holds 10,000.
        expiry: seconds that an unread message lives.
        auto_accept: accept a WebSocket whose connect consumer decided nothing, as in 2016.
        seed: of the random parts of names; ``None``: other ones each time.
        settings: ``"mysite.settings"``, a module, or a mapping such as ``globals()`` with a pasted
            settings file; ``None``: what Django is configured with, else a Django from nothing.

    Raises ``PortTaken``, and what the settings raise.
    """

    def __init__(
        self,
        *,
        name: str = "default",
        routing: Any = None,
        layer: str | None = None,
        workers: int = 1,
        servers: int = 1,
        host: str = "127.0.0.1",
        port: int = 0,
        capacity: int = 100,
        expiry: float = 60,
        auto_accept: bool = True,
        seed: int | None = None,
        settings: Any = None,
    ) -> None:
        if workers < 0 or servers < 1:
            raise ValueError(
                f"A sandbox has at least one server and no fewer than 0 workers, "
                f"not {servers} and {workers}."
            )
        with _starting:
            _replace(name)
            self.name = name
            self._ending: list[Callable[[], object]] = []
            self._stopped = threading.Event()
            self._stop_lock = threading.Lock()
            try:
                ensure_configured(settings)
                self._build(routing, layer, capacity, expiry, Random(seed))
                self._start(workers, servers, host, port, auto_accept, Random(seed))
            except BaseException:
                self._end()
                raise
            _running[name] = self
            atexit.register(self.stop)
            self._ending.append(lambda: atexit.unregister(self.stop))

    # -- building ----------------------------------------------------------------------------

    def _build(
        self, routing: Any, layer: str | None, capacity: int, expiry: float, random: Random
    ) -> None:
        self.log = Log(monotonic)
        self._clock = monotonic
        self._labels = Labels()
        self._tabs: dict[str, Tab] = {}
        self._crowds: dict[str, Crowd] = {}
        self._numbers: dict[str, int] = {}
        self._views = Views()
        self._view_consumer = ViewConsumer(self._views.current)
        self._registry = Registry(self._reroute, self._code_changed)
        self._routed: dict[str, Code] = {}
        self._versions: dict[Any, int] = {}
        backend, routing = self._make_layer(routing, layer, capacity, expiry, random)
        self._layer = backend
        self._wrapper = ChannelLayerWrapper(backend, DEFAULT_CHANNEL_LAYER, [])
        self._layers = {DEFAULT_CHANNEL_LAYER: self._wrapper}
        self._routing = self._resolve(routing)
        self._reroute()
        self._sync = SyncThread(f"sandbox-{self.name}-sync")
        self._settler = Settler(
            log=self.log,
            clock=self._clock,
            layers=lambda: [self._layer],
            servers=lambda: list(self._servers.values()),
            workers=lambda: list(self._pool.workers.values()),
            endpoints=self._endpoints,
            unseen=self._labels.unseen,
        )

    def _make_layer(
        self, routing: Any, layer: str | None, capacity: int, expiry: float, random: Random
    ) -> tuple[MemoryLayer, Any]:
        config = self._configured_layer() if layer is None else None
        if layer not in (None, "memory"):
            raise NotAvailableHere(
                f"The layers of this version are 'memory' and what CHANNEL_LAYERS names, not "
                f"{layer!r}: leave layer= away."
            )
        injected = {
            "alias": DEFAULT_CHANNEL_LAYER,
            "clock": self._clock,
            "random": random,
            "log": self.log,
        }
        if config is None:
            replies = {"daphne.response.*": REPLY_CAPACITY}
            memory = MemoryLayer(
                expiry=expiry, capacity=capacity, channel_capacity=replies, **injected
            )
            return memory, routing
        backend = self._backend(config)
        made = backend(**config.get("CONFIG", {}), **injected)
        return made, config.get("ROUTING") if routing is None else routing

    def _configured_layer(self) -> Mapping[str, Any] | None:
        config = channel_layers.configs.get(DEFAULT_CHANNEL_LAYER)
        return config if config else None

    def _backend(self, config: Mapping[str, Any]) -> type[MemoryLayer]:
        path = config.get("BACKEND")
        if not path:
            raise InvalidChannelLayerError(
                "CHANNEL_LAYERS['default'] needs a BACKEND, such as "
                "'asgiref.inmemory.ChannelLayer'; it has none."
            )
        try:
            backend = import_dotted(path)
        except ImportError as error:
            raise InvalidChannelLayerError(
                f"CHANNEL_LAYERS['default']['BACKEND'] names {path!r}, which cannot be imported "
                f"({error}): correct it, or give Sandbox(layer='memory')."
            ) from error
        if not (isinstance(backend, type) and issubclass(backend, MemoryLayer)):
            raise NotAvailableHere(
                f"This version serves layers in memory, and {path!r} is another one: give "
                "Sandbox(layer='memory'), or name 'asgiref.inmemory.ChannelLayer' in the settings."
            )
        return backend

    def _start(
        self, workers: int, servers: int, host: str, port: int, auto_accept: bool, random: Random
    ) -> None:
        quick_switching.hold()
        self._ending.append(quick_switching.let_go)
        self._ending.append(self._layer.close)
        self._ending.append(self._sync.close)
        loop = LoopThread(f"sandbox-{self.name}-server")
        self._ending.append(loop.stop)
        self._servers: dict[int, ProtocolServer] = {}
        self._pool = Pool(self._wrapper, 0, name=self.name)
        for number in range(1, servers + 1):
            server = ProtocolServer(
                self._layer,
                name=f"server:{number}",
                loop=loop,
                host=host,
                port=port if number == 1 else 0,
                log=self.log,
                random=random,
                greet=self._labels.greet,
            )
            self._servers[number] = server
            self._ending.append(server.stop)
            server.start()
        self._pool = Pool(
            self._wrapper,
            workers,
            name=self.name,
            layers=self._layers,
            auto_accept=auto_accept,
            versions=self._versions,
        )
        self._hub = Hub(self.log.nudge)
        channel_layers.started(self._layers)
        self._ending.append(lambda: channel_layers.stopped(self._layers))
        self._ending.append(when_cells_end(self._cell_ended))

    # -- consumers and views -----------------------------------------------------------------

    def consumer(self, channels: Any = None, **filters: Any) -> Callable[[T], T]:
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
        if callable(channels) and not isinstance(channels, (str, bytes, type)):
            raise TypeError(
                '@box.consumer needs a channel: write @box.consumer("websocket.receive").'
            )

        def register(thing: T) -> T:
            self._must_run()
            if isinstance(thing, type) and channels is None:
                entry: Route = RouteClass(thing, **filters)
            elif channels is None:
                raise TypeError(
                    '@box.consumer needs a channel: write @box.consumer("websocket.receive").'
                )
            else:
                entry = Route(channels, thing, **filters)
            key = ("consumer", frozenset(entry.channels), _spelled(filters))
            self._registry.register(key, entry.consumer, entry, current_cell())
            return thing

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
            key = self._views.add(route, thing, name=name)  # type: ignore[arg-type]
            self._registry.register(("view", key), thing, None, current_cell())
            return thing

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
        return Ladder(self._routing, self._wrapper.router.rules)

    @routing.setter
    def routing(self, routing: Any) -> None:
        self._must_run()
        before = self._routing
        self._routing = self._resolve(routing)
        try:
            self._reroute()
        except BaseException:
            self._routing = before
            raise

    @staticmethod
    def _resolve(routing: Any) -> list[Any]:
        return list(Router.resolve_routing([] if routing is None else routing))

    def _reroute(self) -> None:
        """Put registrations, the given routing and the defaults in force, in one swap."""
        entries = [one.entry for one in self._registry if one.entry is not None]
        router = Router([*entries, *self._routing])
        codes = dict(self._codes_of_routing(router, len(entries)))
        router.check_default(self._view_consumer)
        for one in self._registry:
            self._versions[one.code.function] = one.code.version
        for code in codes.values():
            self._versions[code.function] = code.version
        self._routed = codes
        self._layer.expect(router.channels)
        self._wrapper.router = router

    def _codes_of_routing(self, router: Router, own: int) -> Iterator[tuple[str, Code]]:
        """Yield the code of each consumer in the routing that was given, by place and name."""
        for channels, function in _consumers_of(router.root.routing[own:]):
            key = f"{channels} {spoken_name(function)}"
            before = self._routed.get(key)
            if before is None:
                yield key, Code(spoken_name(function), function, 1, source_of(function))
            elif before.function is function:
                yield key, before
            else:
                code = before.next(function)
                if code.version != before.version:
                    self._code_changed(code, code.diff())
                yield key, code

    def _codes(self) -> Iterator[tuple[str, Code]]:
        for one in self._registry:
            if one.entry is not None:
                yield "/".join(one.entry.channels), one.code
        for key, code in self._routed.items():
            yield key.split(" ")[0], code

    def _code_changed(self, code: Code, diff: str) -> None:
        self.log.note(
            "code.changed",
            id=self.log.ids.version(),
            what=code.name,
            version=code.version,
            diff=diff,
            by="cell" if current_cell() is not None else "script",
        )

    def _remove_consumer(self, consumer: Consumer) -> None:
        gone = self._registry.remove(lambda one: one.code.function is consumer.function)
        if not gone:
            raise SandboxStopped(
                f"{consumer.name} stands in the routing list: assign box.routing without it."
            )

    def _cell_ended(self, succeeded: bool) -> None:
        for one in self._registry.cell_ended(current_cell(), succeeded):
            if one.key[0] == "view":
                self._views.remove(one.key[1])

    @property
    def consumers(self) -> Consumers:
        """Every consumer that routes name: ``box.consumers["ws_message"].source``."""
        return Consumers(self._codes, self._remove_consumer)

    # -- clients -----------------------------------------------------------------------------

    def connect(
        self,
        path: str = "/",
        *,
        name: str | None = None,
        headers: Any = None,
        subprotocols: Iterable[str] = (),
        cookies: Any = None,
        timeout: float = 10.0,
    ) -> Tab:
        """Open a tab: a real WebSocket client of this sandbox, open when this returns.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            alice = box.connect("/", name="alice")
            alice.send("hi")
            box.stop()

        A tab of the same *name* is closed first; without one it is "tab 1", "tab 2" …
        ``TabClosed`` when a consumer, or the lack of one, refuses the handshake; the text says
        why. *timeout*: seconds for the handshake.
        """
        self._must_run()
        name = self._name_of_client("tab", name)
        earlier = self._tabs.pop(name, None)
        if earlier is not None:
            earlier.close()
        try:
            tab = Tab(
                self._hub,
                self.ws_url + _rooted(path),
                name=name,
                headers=headers,
                subprotocols=subprotocols,
                cookies=cookies,
                timeout=timeout,
                announce=self._labels.announce,
                settle=self._settler.settle,
                explain=self._explain,
                reply_channel=self._reply_channel,
            )
        except Exception as error:
            refused = getattr(error, "tab", None)
            if refused is not None:
                self._tabs[name] = refused
                if refused.address is not None:
                    self._labels.forget(refused.address)
            raise
        self._tabs[name] = tab
        return tab

    def crowd(self, size: int, path: str = "/", *, name: str | None = None, **options: Any) -> Crowd:
        """Open *size* light tabs as one.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            fans = box.crowd(20, "/")
            fans.send("hello")
            fans.close(); box.stop()
        """
        self._must_run()
        name = self._name_of_client("crowd", name)
        earlier = self._crowds.pop(name, None)
        if earlier is not None:
            earlier.close()
        crowd = Crowd(
            self._hub,
            self.ws_url + _rooted(path),
            size,
            name=name,
            announce=self._labels.announce,
            explain=self._explain,
            reply_channel=self._reply_channel,
            **options,
        )
        self._crowds[name] = crowd
        return crowd

    def get(self, path: str = "/", *, wait: bool = True, **options: Any) -> Page | Later:
        """Ask for a page, as a browser does; ``wait=False`` returns while it is held open.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.get("/nowhere/").status_code     # 404
            box.stop()

        *options*: headers, cookies, timeout (seconds), follow.
        """
        return self._request("GET", path, wait=wait, **options)

    def post(self, path: str = "/", data: Any = None, *, wait: bool = True, **options: Any) -> Any:
        """Send a form (*data*: a mapping), text or bytes, or ``json=``; see :meth:`get`.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.post("/", {"a": 1}).status_code
            box.stop()
        """
        return self._request("POST", path, data=data, wait=wait, **options)

    def _request(self, method: str, path: str, *, wait: bool, **options: Any) -> Page | Later:
        self._must_run()
        return request(
            method,
            self.url + _rooted(path),
            wait=wait,
            hub=self._hub,
            announce=self._labels.announce,
            explain=self._explain,
            **options,
        )

    def _name_of_client(self, kind: str, name: str | None) -> str:
        if name is not None:
            return name
        self._numbers[kind] = number = self._numbers.get(kind, 0) + 1
        return f"{kind} {number}"

    def _endpoints(self) -> Iterator[Any]:
        yield from list(self._tabs.values())
        for crowd in list(self._crowds.values()):
            yield from crowd

    def _reply_channel(self, address: tuple[str, int]) -> Channel | None:
        name = self._labels.reply_channel(address)
        return Channel(name, channel_layer=self._wrapper) if name is not None else None

    # -- what there is -----------------------------------------------------------------------

    @property
    def port(self) -> int:
        """The first server's port."""
        return self._servers[1].port

    @property
    def url(self) -> str:
        """The first server's address as this process sees it, without a slash at its end."""
        return f"http://{self._servers[1].address}"

    @property
    def ws_url(self) -> str:
        """The same for WebSockets."""
        return f"ws://{self._servers[1].address}"

    @property
    def tabs(self) -> Place[Tab]:
        """Every tab by its name."""
        return Place("tab", lambda: self._tabs)

    @property
    def servers(self) -> Place[ProtocolServer]:
        """Every protocol server by its number."""
        return Place("server", lambda: self._servers)

    @property
    def workers(self) -> Place[PooledWorker]:
        """Every worker by its number: ``box.workers[1]`` is ``worker:1``."""
        return Place("worker", lambda: self._pool.workers)

    @property
    def layers(self) -> Place[ChannelLayerWrapper]:
        """Every channel layer by its alias."""
        return Place("layer", lambda: self._layers)

    @property
    def channels(self) -> Place[ChannelView]:
        """Every channel in use or routed, by name; a server's reply channels by their prefix."""

        def look() -> dict[str, ChannelView]:
            with self._layer.lock:
                names = [queue.name for queue in self._layer.store.queues()]
            return {name: ChannelView(self._layer, name) for name in names}

        return Place("channel", look)

    @property
    def groups(self) -> Place[GroupView]:
        """Every group that has members: ``alice in box.groups["chat"]``."""

        def look() -> dict[str, GroupView]:
            names = self._layer.group_names()
            return {name: GroupView(self._layer, name, self._who) for name in names}

        return Place("group", look)

    def _who(self, channel: str) -> tuple[str | None, bool]:
        """Return the label of a reply channel's client, and whether the client is gone."""
        prefix, bang, local = channel.partition("!")
        if not bang:
            return None, False
        for server in self._servers.values():
            if server.prefix == prefix + bang:
                connection = server.connections.get(local)
                if connection is not None:
                    return connection.label, False
        for tab in self._tabs.values():
            known = tab.reply_channel
            if known is not None and known.name == channel:
                return tab.name, True
        return None, True

    # -- asking ------------------------------------------------------------------------------

    def settle(self, timeout: float = 5) -> None:
        """Wait until nothing is on its way, queued, in hand or running. Instead of sleeping.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.connect("/").send("hi")
            box.settle()
            box.stop()

        ``NotSettled`` after *timeout* seconds says what still moves. Messages on channels that
        nobody hears, held ones, and requests that wait for an answer are at rest.
        """
        self._must_run()
        self._settler.settle(timeout)

    @property
    def ledger(self) -> Ledger:
        """What became of every message: accepted = queued + held + in hand + delivered + lost."""
        return self._layer.ledger()

    @property
    def lost(self) -> asking.Losses:
        """What reached nobody or was refused, newest first, with why and what to do about it."""
        return asking.losses(self.log.events())

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
        if isinstance(about, Tab):
            about = about.name
        return story(self.log.events(), about)

    def why(self, tab: Tab | str, wanted: Any = None) -> asking.Why:
        """Say why *wanted* (text, bytes, a pattern; ``None``: anything) did not come to *tab*.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            bob = box.connect("/", name="bob")
            box.why(bob, "hi")
            box.stop()
        """
        name = tab if isinstance(tab, str) else tab.name
        return asking.why(self.log.events(), name, wanted, self._present())

    def _present(self) -> list[str]:
        """What is wrong at this very moment."""
        if not self._pool.workers:
            return ["No worker runs, so no consumer does: Sandbox(workers=1)."]
        now = self._clock()
        lines: list[str] = []
        for worker in list(self._pool.workers.values()):
            since = worker.busy_since
            if since is not None and now - since > 0.5:
                lines.append(
                    f"{worker.name} has been busy for {now - since:.1f} s with one message; "
                    f"box.workers[{worker.number}].kill() puts a new one in its place."
                )
        return lines

    def _explain(self, client: Any, wanted: Any) -> str:
        """What a wait that ended in vain adds to its text; never an error of its own."""
        try:
            return str(self.why(client.name, wanted))
        except Exception as error:
            return f"(why it did not come could not be told: {error!r})"

    def find(self, query: str = "") -> asking.Found:
        """Return the events that *query* means, oldest first.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.find("lost channel:chat"); box.find("kind:consumer.raised")
            box.stop()
        """
        return asking.found(self.log.events(), query, self._clock() - self.log.start)

    def mark(self, label: str, notes: str = "") -> str | None:
        """Put a marker into the log and return its id.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.mark("bob joins")
            box.stop()
        """
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
        return self._sync.run(function, *args, **kwargs)

    # -- life --------------------------------------------------------------------------------

    @property
    def stopped(self) -> bool:
        """Whether it has ended."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """End it: tabs, servers, workers, threads. Harmless twice; the log stays readable.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.stop()
        """
        with self._stop_lock:
            if not self._stopped.is_set():
                self._end()

    def _end(self) -> None:
        hub = getattr(self, "_hub", None)
        if hub is not None:
            hub.close()
        for server in getattr(self, "_servers", {}).values():
            server.stop()
        pool = getattr(self, "_pool", None)
        if pool is not None:
            # Disconnect consumers have a moment to run before their workers end.
            with contextlib.suppress(Exception):
                self._settler.settle(1.0)
            pool.stop()
        while self._ending:
            self._ending.pop()()
        self._stopped.set()
        if _running.get(self.name) is self:
            del _running[self.name]

    def wait(self) -> None:
        """Serve until interrupted (Ctrl-C, or ■ in a notebook), then stop. For scripts.

        ::

            from sandbox import Sandbox
            import threading
            box = Sandbox()
            threading.Timer(0.1, box.stop).start()
            box.wait()
        """
        try:
            self._stopped.wait()
        except KeyboardInterrupt:
            self.stop()

    def _must_run(self) -> None:
        if self._stopped.is_set():
            raise SandboxStopped(
                f"The sandbox {self.name!r} has ended; run the cell that makes it again: "
                "box = Sandbox()."
            )

    def __enter__(self) -> Self:
        """Return itself; it runs already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        self.stop()

    async def __aenter__(self) -> Self:
        """Return itself; it runs already."""
        return self

    async def __aexit__(self, *exc: object) -> None:
        """Stop it."""
        self.stop()

    def __await__(self) -> Iterator[Self]:
        """Await to itself: it runs already."""
        yield from ()
        return self

    # -- showing itself ----------------------------------------------------------------------

    def _summary(self) -> list[tuple[str, str]]:
        if self.stopped:
            return [("stopped", str(self.ledger))]
        channels = [channel for channel in self.channels.values() if len(channel)]
        return [
            ("address", ", ".join(server.address for server in self._servers.values())),
            ("layer", f"memory, capacity {self._layer.capacity}, expiry {self._layer.expiry:g} s"),
            ("waiting", ", ".join(f"{len(one)} on {one.name}" for one in channels) or "nothing"),
            ("workers", ", ".join(repr(one).strip("<>") for one in self._pool.workers.values())),
            ("consumers", ", ".join(self.consumers) or "none yet: @box.consumer(…) adds one"),
            ("groups", ", ".join(f"{one.name} ({len(one)})" for one in self.groups.values()) or "none"),
            ("tabs", ", ".join(self._tabs) or 'none yet: box.connect("/", name="alice") opens one'),
            ("ledger", str(self.ledger)),
        ]

    def __repr__(self) -> str:
        """Return a few lines; never blocks, opens a socket or raises."""
        rows = self._summary()
        width = max(len(name) for name, _ in rows)
        lines = [f"  {name.ljust(width)}  {text}" for name, text in rows]
        return "\n".join([f"<Sandbox {self.name!r}>", *lines])

    def _repr_html_(self) -> str:
        """Return the same as an escaped table."""
        rows = "".join(
            f'<tr><th style="text-align:left">{html.escape(name)}</th>'
            f'<td style="text-align:left">{html.escape(text)}</td></tr>'
            for name, text in self._summary()
        )
        return f"<table><caption>Sandbox {html.escape(self.name)}</caption>{rows}</table>"

    def __dir__(self) -> list[str]:
        """List what is public."""
        return [name for name in super().__dir__() if not name.startswith("_")]


def _replace(name: str) -> None:
    """End the sandbox of that name, if there is one, and say in one line what went."""
    earlier = _running.get(name)
    if earlier is None:
        return
    went = [
        f"{count} {what}{'s' if count != 1 else ''}"
        for what, count in (
            ("consumer", sum(one.entry is not None for one in earlier._registry)),
            ("view", sum(one.entry is None for one in earlier._registry)),
            ("tab", sum(not tab.closed for tab in earlier._tabs.values())),
        )
        if count
    ]
    earlier.stop()
    if went and in_kernel():
        print(f"The sandbox before this one ended: {', '.join(went)} went. Run their cells again.")


def _rooted(path: str) -> str:
    return path if path.startswith("/") else f"/{path}"


def _spelled(filters: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    return frozenset((key, str(getattr(value, "pattern", value))) for key, value in filters.items())


def _consumers_of(entries: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Yield (channels, consumer) of every route in *entries*, includes opened."""
    for entry in entries:
        inner = getattr(entry, "routing", None)
        if inner is not None:
            yield from _consumers_of(inner)
        elif hasattr(entry, "consumer"):
            yield "/".join(sorted(entry.channel_names())), entry.consumer

