"""``Sandbox``: one call starts a protocol server, a channel layer and workers in this process.

Role: put the rooms together, start and end them, and give the user's verbs (API.md). Rules live
below; here is only what joins them. Any thread may call, except that a consumer must not wait for
its own sandbox.
"""

from __future__ import annotations

import atexit
import contextlib
import threading
from collections.abc import Generator, Iterator, Mapping
from functools import partial
from random import Random, SystemRandom
from types import TracebackType
from typing import Any, Self

from django.apps import apps

from sandbox.box import carding, magics
from sandbox.box.beside import Beside
from sandbox.box.breaking import Breaking
from sandbox.box.busy import worker_in_words
from sandbox.box.cells import in_kernel, when_cells_end
from sandbox.box.face import Face
from sandbox.box.layering import CAPACITY, EXPIRY, make_layers
from sandbox.box.living import Living
from sandbox.box.noting import Authors, RoutingNotes, address_of, file_shown
from sandbox.box.picturing import Picturing
from sandbox.box.printing import Doings, printing
from sandbox.box.runtimes import make_runtime
from sandbox.box.server_options import checked
from sandbox.box.serving import Serving
from sandbox.box.showing import Rows, some
from sandbox.box.timing import make_clock
from sandbox.box.visitors import Visitors
from sandbox.consumers.channel import Channel
from sandbox.consumers.manager import DEFAULT_CHANNEL_LAYER, ChannelLayerWrapper, channel_layers
from sandbox.django.defaults import reproducible
from sandbox.django.settings import ensure_configured
from sandbox.errors import LayerDown, SandboxStopped
from sandbox.layers.memory import MemoryLayer
from sandbox.options import flag, seconds, shown, text, whole
from sandbox.protocols.endpoints import Tcp
from sandbox.protocols.place import ServerPlace
from sandbox.runtime.hearing import HearingEvent
from sandbox.trace.ledger import Ledger
from sandbox.trace.log import Log
from sandbox.workers.pool import Numbers, Pool

__all__ = ["Sandbox"]

LAST_WORDS = 1.0
"""Seconds that disconnect consumers have to run when a sandbox ends, and again that consumers have
to end by themselves."""

_running: dict[str, Sandbox] = {}
_starting = threading.Lock()


class Sandbox(Face, Living, Breaking, Picturing):
    """A whole Django Channels system in this process; it runs when the constructor returns.

    ::

        from sandbox import Group, Sandbox
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
        layer: ``"memory"``; ``"redis"``: a redis-server of its own, for as long as it lives; the
            address of one, ``"redis://localhost:6379/0"``; ``None``: every layer that
            ``CHANNEL_LAYERS`` of the settings names, and memory for "default" if it is not among
            them.
        workers, servers: how many to start; workers for each layer, servers for "default".
        host, port: where the first server listens; port 0 takes a free one.
        server_options: more of what ``ProtocolServer`` takes, for every server:
            ``{"http_timeout": 5, "limits": Limits(body_bytes=10_000)}``, ``ws_protocols`` …;
            ``endpoints`` are the first one's. What ``sandbox serve --help`` lists.
        capacity: unread messages that a channel holds; a server's reply prefix holds 10,000.
            Where ``CHANNEL_LAYERS`` names the layer, its own capacity counts unless one is given
            here, and a different one in its CONFIG is a ``ValueError``.
        expiry: seconds that an unread message lives; as for capacity.
        auto_accept: accept a WebSocket whose connect consumer decided nothing, as in 2016.
        runtime: ``"threads"``; or ``"cooperative"``: no sockets and no time that passes by
            itself. While a call waits, one step after the other is taken, on a virtual clock, and
            the same program with the same seed has the same log, byte for byte.
        seed: of the random parts of names, and of who moves next on the cooperative runtime;
            ``None``: another one each time.
        settings: ``"mysite.settings"``, a module, or a mapping such as ``globals()`` with a pasted
            settings file; ``None``: what Django is configured with, else a Django from nothing.

    Raises ``PortTaken``, ``NotAvailableHere`` and ``LayerDown`` where there is no Redis, and what
    the settings raise.
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
        server_options: Mapping[str, Any] | None = None,
        capacity: int = CAPACITY,
        expiry: float = EXPIRY,
        auto_accept: bool = True,
        runtime: str = "threads",
        seed: int | None = None,
        settings: Any = None,
    ) -> None:
        carding.begin()
        _check(
            name=name,
            host=host,
            port=port,
            workers=workers,
            servers=servers,
            capacity=capacity,
            expiry=expiry,
            auto_accept=auto_accept,
            seed=seed,
        )
        self.name = name
        self._server_options = checked(server_options)
        self._ending = contextlib.ExitStack()
        self._stopped = HearingEvent()
        self._stop_lock = threading.RLock()
        self._is_ending = False
        # All that may be wrong with settings and routing comes before the earlier sandbox ends,
        # and outside the lock: modules that call Sandbox() themselves are told so, and do not hang.
        self._runtime = make_runtime(runtime, name, seed)
        seed = self._runtime.seed
        token = reproducible.set(self._runtime.reproducible)
        try:
            ensure_configured(settings)
        finally:
            reproducible.reset(token)
        # Others than those of names, so that one more login does not rename what comes after it;
        # without a seed they are as good as a password must be.
        self._session_keys = SystemRandom() if seed is None else Random(f"login {seed}")
        try:
            self._build(routing, layer, capacity, expiry, Random(seed))
        except BaseException:
            self._ending.close()
            raise
        with _starting:
            _replace(name)
            try:
                self._start(workers, servers, host, port, auto_accept, Random(seed))
            except BaseException:
                self.stop()
                raise
            _running[name] = self
            magics.offer(self)

    # -- building ----------------------------------------------------------------------------

    def _build(
        self, routing: Any, layer: str | None, capacity: int, expiry: float, random: Random
    ) -> None:
        self._clock = self._runtime.clock
        self.log = Log(self._clock, **self._runtime.log_options)
        layers = make_layers(
            layer,
            capacity=capacity,
            expiry=expiry,
            ending=self._ending.callback,
            clock=self._clock,
            random=random,
            log=self.log,
            **self._runtime.layer_options,
        )
        default = layers.pop(DEFAULT_CHANNEL_LAYER)
        self._layer, from_settings = default.layer, default.routing
        self._own_redis, self._layer_spec = default.server, default.spec
        self._wrapper = ChannelLayerWrapper(self._layer, DEFAULT_CHANNEL_LAYER, [])
        self._beside = Beside(layers, self.log)
        self._layers = {DEFAULT_CHANNEL_LAYER: self._wrapper, **self._beside.wrappers}
        self._routing_notes = RoutingNotes(self.log, DEFAULT_CHANNEL_LAYER)
        self._authors: Authors = {}
        self._serving = Serving(self._wrapper, self._code_changed, self._routing_notes.note)
        if routing is not None or from_settings is not None:
            self._serving.routing = from_settings if routing is None else routing
        self._servers: dict[int, ServerPlace] = {}
        self._left: list[ServerPlace] = []
        self._scaling = threading.RLock()
        self._time = make_clock(self.log, self._clock, self._runtime)
        self._sync = self._runtime.make_sync(f"sandbox-{self.name}-sync")
        self._doings = Doings(self._address_of)
        self._visitors = Visitors(
            nudge=self.log.nudge,
            # The settler, made below, looks at the visitors.
            settle=lambda *args: self._settler.settle(*args),  # noqa: PLW0108
            explain=self._explain,
            as_channel=lambda name: Channel(name, channel_layer=self._wrapper),
            was_killed=self._was_killed,
            doings=self._doings,
            make_hub=self._runtime.make_hub,
            clock=self._clock,
        )
        self._settler = self._runtime.make_settler(
            log=self.log,
            clock=self._clock,
            labels=self._visitors.labels,
            layers=lambda: [self._layer, *self._beside.layers],
            servers=self._all_servers,
            workers=lambda: list(self._all_workers().values()),
            endpoints=self._visitors.endpoints,
            requests=self._visitors.held,
            catch_up=self._catch_up,
        )
        self._watching = self._make_watching()
        self._make_breaking()
        self._checkpoints = self._make_checkpoints()
        self._editing = self._make_editing()
        self._stages = self._make_stages()

    def _start(
        self, workers: int, servers: int, host: str, port: int, auto_accept: bool, random: Random
    ) -> None:
        # What comes first ends last; everything ends, also where the end of another thing raises.
        ending = self._ending.callback
        atexit.register(self.stop)
        ending(atexit.unregister, self.stop)
        self._runtime.start(ending, [self._layer, *self._beside.layers])
        printing.hold(self.log, self._doings)
        ending(printing.let_go, self.log)
        ending(self._stages.close)
        ending(self._layer.close)
        if not isinstance(self._layer, MemoryLayer):
            ending(self._keep_sums)
        ending(self._end_processes)
        ending(self._beside.close)
        ending(self._sync.close)
        ending(self._checkpoints.close)
        endpoints = self._server_options.pop("endpoints", None)  # the first one's alone
        self._loop = self._runtime.timers
        self._random, self._auto_accept = random, auto_accept
        self._make_server = self._make_local = partial(
            self._runtime.make_server,
            self._layer,
            log=self.log,
            random=random,
            greet=self._visitors.labels.greet,
            **self._server_options,
        )
        self._host = host
        ending(self._end_servers)
        first = endpoints if endpoints is not None else [Tcp(host, port)]
        for number in range(1, servers + 1):
            self._add_server(number, first if number == 1 else [Tcp(host)])
        options: dict[str, Any] = {
            "numbers": Numbers(),
            "name": self.name,
            "layers": self._layers,
            "auto_accept": auto_accept,
            "versions": self._serving.versions,
            "slowed": self._slowed,
            **self._runtime.pool_options,
        }
        self._make_pool = lambda size: Pool(self._wrapper, size, **options)
        self._pool = self._make_pool(workers)
        ending(self._end_workers)
        self._beside.start(workers, **options)
        watch = self._runtime.watch_workers(
            self.log,
            lambda: [place.worker for place in self._all_workers().values()],
            place=file_shown,
        )
        if watch is not None:
            ending(watch.close)
        if apps.is_installed("sandbox.django.delay"):
            ending(self._runtime.make_delay(self._wrapper).stop)
        for place in self._servers.values():
            place.start()
        ending(self._end_servers)
        channel_layers.started(self._layers)
        ending(channel_layers.stopped, self._layers)
        self._watching.follow()
        ending(self._watching.close)
        ending(when_cells_end(self._cell_ended))
        ending(self._time.fast)
        ending(self._visitors.close)
        ending(self._stages.hang_up)
        ending(self._end_breaking)

    def _keep_sums(self) -> None:
        """Remember what the layer's servers say, as nobody can ask them in the end; where they are
        away already, what the log says."""
        try:
            self._last_sums = self._layer.ledger()
        except LayerDown as error:
            self._layer.say_down(error)
            rows = self.log.ledger().rows
            mine = {key: row for key, row in rows.items() if key[0] == self._layer.alias}
            self._last_sums = Ledger(mine)

    def _address_of(self, connection: int) -> tuple[str, int] | None:
        """Return the address of the client with this connection; ``None`` where it is not known."""
        for server in self._all_servers():
            clients: dict[tuple[str, int], Any] = server.clients.copy()
            for address, one in clients.items():
                if one.id == connection:
                    return address
        return address_of(self.log, connection)

    def _places(self) -> list[Any]:
        return list(self._all_workers().values()) if hasattr(self, "_pool") else []

    def _end_workers(self) -> None:
        """Let consumers have their last words, which the end of all connections calls for."""
        with contextlib.suppress(Exception):
            self._settler.settle(LAST_WORDS)
        self._pool.stop(LAST_WORDS)
        self._beside.stop(LAST_WORDS)

    # -- life --------------------------------------------------------------------------------

    @property
    def stopped(self) -> bool:
        """Whether it has ended.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.stop()
            box.stopped                          # True
        """
        return self._stopped.is_set()

    def stop(self) -> None:
        """End it: tabs, servers, workers, threads. Harmless twice; the log stays readable.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.stop()
        """
        with self._stop_lock:
            # A signal's handler may come here while this very thread is at it.
            if self._stopped.is_set() or self._is_ending:
                return
            self._is_ending = True
            try:
                with self._runtime.hurry(self._places, LAST_WORDS):
                    self._ending.close()
            finally:
                self._is_ending = False
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

        On the cooperative runtime: until nothing moves and no delayed message is still to come,
        however long that takes by the virtual clock.
        """
        with contextlib.suppress(KeyboardInterrupt):
            self._runtime.serve(self._stopped)
        self.stop()

    def _has_ended(self) -> bool:
        return self._stopped.is_set()

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

    def __await__(self) -> Generator[None, None, Self]:
        """Await to itself: it runs already."""
        yield from ()
        return self

    # -- showing itself ----------------------------------------------------------------------

    def _rows(self) -> Rows:
        if self.stopped:
            return [("stopped", str(self.ledger))]
        now = self._clock()
        waiting = [f"{len(one)} on {name}" for name, one in self.channels.items() if len(one)]
        groups = [f"{name} ({len(one)})" for name, one in self.groups.items()]
        add, connect = "@box.consumer(…) adds one", 'box.connect("/", name="alice") opens one'
        return [
            ("address", ", ".join(server.address for server in self._servers.values())),
            ("layer", "; ".join(self._layer_lines())),
            *self._runtime_row(),
            ("waiting", some(waiting, "nothing")),
            ("workers", some((worker_in_words(one, now) for one in self.workers.values()), "none")),
            ("consumers", some(self.consumers, f"none yet: {add}")),
            ("groups", some(groups, "none")),
            ("tabs", some(self._visitors.tabs.copy(), f"none yet: {connect}")),
            *self._crowd_rows(),
            *self._broken_rows(),
            ("ledger", str(self.ledger)),
        ]

    def _layer_lines(self) -> Iterator[str]:
        for alias, layer in self._layers.items():
            name = "" if alias == DEFAULT_CHANNEL_LAYER else f"{alias}: "
            shards = getattr(layer.channel_layer, "shards", ())
            where = f"redis at {', '.join(str(one.host) for one in shards)}" if shards else "memory"
            yield f"{name}{where}, capacity {layer.capacity}, expiry {layer.expiry:g} s"

    def _runtime_row(self) -> Rows:
        described = self._runtime.describe()
        return [("runtime", described)] if described else []

    def _crowd_rows(self) -> Rows:
        crowds = self._visitors.crowds.copy().values()
        told = [f"{one.name} ({one.open} of {len(one)} open)" for one in crowds]
        return [("crowds", ", ".join(told))] if told else []

    def __dir__(self) -> list[str]:
        """List what is public."""
        return [name for name in super().__dir__() if not name.startswith("_")]


def _check(**options: Any) -> None:
    """Raise ``TypeError`` or ``ValueError`` for options that no sandbox can have."""
    text("name", options["name"], usual="default")
    text("host", options["host"], usual="127.0.0.1")
    for option, least, usual in _WHOLE:
        whole(option, options[option], least=least, usual=usual)
    port, seed = options["port"], options["seed"]
    if port > 65535:
        raise ValueError(f"A port is from 1 to 65535, or 0 for a free one, not {port}.")
    if not seconds("expiry", options["expiry"], usual=60):
        raise ValueError("expiry is more than 0 seconds, not 0: write expiry=60.")
    flag("auto_accept", options["auto_accept"])
    if not isinstance(seed, int | float | str | bytes | None):
        raise TypeError(
            f"seed is a number or text, or None for another one each time, not {shown(seed)}: "
            "write seed=1."
        )


_WHOLE = (("workers", 0, 1), ("servers", 1, 1), ("port", 0, 0), ("capacity", 1, 100))
"""Options that are whole numbers: (name, the least one, the usual one)."""


def _replace(name: str) -> None:
    """End the sandbox of that name, if there is one, and say in one line what went."""
    earlier = _running.get(name)
    if earlier is None:
        return
    consumers, views = earlier._serving.counts()
    tabs = sum(tab.closed is None for tab in earlier.tabs.values())
    went = [
        f"{count} {what}{'s' if count != 1 else ''}"
        for what, count in (("consumer", consumers), ("view", views), ("tab", tabs))
        if count
    ]
    cells = earlier._serving.cells()
    earlier.stop()
    if went and in_kernel():
        first = f", first those with the code: {', '.join(cells)}" if cells else ""
        print(  # noqa: T201 - a cell's output is where it belongs
            f"The sandbox before this one ended: {', '.join(went)} went. "
            f"Run their cells again{first}."
        )
