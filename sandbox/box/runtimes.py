"""What a sandbox runs on: threads and sockets, or one stepped world (DESIGN §3).

Role: the two kinds of clock, servers, workers, clients and waits, each made by one object, so that
``Sandbox`` puts the same parts together in both cases. It must not know what they serve.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from random import SystemRandom
from typing import Any, Protocol

from sandbox.box.settling import Settler, SteppedSettler
from sandbox.clients.hub import Hub
from sandbox.clients.local import LocalHub
from sandbox.django.sync import SteppedSync, SyncThread
from sandbox.errors import NotAvailableHere
from sandbox.protocols.endpoints import Endpoint, Tcp
from sandbox.protocols.local import FIRST_PORT, LocalDoor, LocalLine
from sandbox.protocols.place import MakeServer, ServerPlace
from sandbox.protocols.server import ProtocolServer
from sandbox.runtime.clock import Clock, monotonic
from sandbox.runtime.cooperative import FOREVER, World
from sandbox.runtime.loops import LoopHost, LoopThread
from sandbox.runtime.pace import Pace
from sandbox.runtime.threads import quick_switching, spawn
from sandbox.runtime.virtual_loop import SteppedLoop
from sandbox.trace.log import Log
from sandbox.workers.stepped import Seat, SteppedWorker
from sandbox.workers.watch import Watch

__all__ = ["Cooperative", "Runtime", "Threads", "make_runtime"]

Ending = Callable[..., object]
"""Takes what is to be called when the sandbox ends, the latest first."""


class Runtime(Protocol):
    """Makes the parts of one sandbox. Any thread may call."""

    seed: Any
    """What random parts of names are drawn from; ``None``: other ones each time."""

    world: World | None
    """The stepped world, where there is one."""

    pace: Pace | None
    """Slow motion, where time is not the world's."""

    reproducible: bool
    """Whether nothing random may reach the log but what *seed* gives."""

    layer_options: dict[str, Any]
    """What layers are made with."""

    log_options: dict[str, Any]
    """What the log is made with."""

    pool_options: dict[str, Any]
    """What pools of workers are made with."""

    @property
    def clock(self) -> Clock:
        """Seconds, for the log and everything else."""

    def describe(self) -> str:
        """Return in a few words what it is; empty for the usual one."""

    @property
    def timers(self) -> LoopHost:
        """Where what comes later waits for its time; after :meth:`start`."""

    def pause(self, over: threading.Event, seconds: float) -> object:
        """Let a consumer wait *seconds*, or until *over* is set."""

    def watch_workers(self, log: Log, workers: Any, **options: Any) -> Watch | None:
        """Return what tells of workers that are busy for long, begun."""

    def make_sync(self, name: str) -> SyncThread:
        """Return where calls to the ORM run."""

    def make_hub(self, nudge: Callable[[], None], on_send: Any) -> Hub:
        """Return what reads for the clients."""

    def make_settler(self, **options: Any) -> Settler:
        """Return what waits for rest."""

    def start(self, ending: Ending, layers: list[Any]) -> None:
        """Begin; *layers* are the raw ones."""

    def make_server(self, layer: Any, **options: Any) -> ProtocolServer:
        """Return a server, not started yet; *options* have its name and endpoints."""

    def make_place(
        self, number: int, endpoints: Sequence[Endpoint], make: MakeServer
    ) -> ServerPlace:
        """Return place *number* with a server that *make* makes."""

    def make_delay(self, layer: Any) -> Any:
        """Return the delay server of the default layer, started; it has ``stop()``."""

    def hurry(
        self, workers: Callable[[], Iterable[Any]], seconds: float
    ) -> AbstractContextManager[Any]:
        """Return a context in which nothing that one of *workers* does keeps the sandbox from
        ending: its consumer has *seconds* at most."""

    def serve(self, stopped: Any) -> None:
        """Go on until *stopped* (an event) is set, or nothing more can happen."""


class Threads:
    """Servers on one background loop, workers in threads."""

    reproducible = False

    def __init__(self, name: str, seed: Any) -> None:
        self.seed = seed
        self.world: World | None = None
        self.pace: Pace | None = Pace()
        self.log_options: dict[str, Any] = {}
        self.layer_options: dict[str, Any] = {}
        self.pool_options: dict[str, Any] = {"pace": self.pace}
        self._name = name
        self._loop: LoopThread | None = None

    @property
    def clock(self) -> Clock:
        """The machine's seconds."""
        return monotonic

    def describe(self) -> str:
        """Return nothing: it is the usual one."""
        return ""

    @property
    def timers(self) -> LoopHost:
        """The servers' loop."""
        assert self._loop is not None  # noqa: S101 - start() comes first
        return self._loop

    def pause(self, over: threading.Event, seconds: float) -> object:
        """Sleep."""
        return over.wait(seconds)

    def watch_workers(self, log: Log, workers: Any, **options: Any) -> Watch | None:
        """Return a watch in a thread of its own."""
        return Watch(log, workers, **options)

    def make_sync(self, name: str) -> SyncThread:
        """Return a thread."""
        return SyncThread(name)

    def make_hub(self, nudge: Callable[[], None], on_send: Any) -> Hub:
        """Return a hub of sockets."""
        return Hub(nudge, on_send)

    def make_settler(self, **options: Any) -> Settler:
        """Return what sleeps until something changes."""
        return Settler(**options)

    def start(self, ending: Ending, layers: list[Any]) -> None:
        """Start the servers' loop, and let threads change places quickly."""
        quick_switching.hold()
        ending(quick_switching.let_go)
        self._loop = LoopThread(f"sandbox-{self._name}-server")
        ending(self._loop.stop)

    def make_server(self, layer: Any, **options: Any) -> ProtocolServer:
        """Return a server with sockets."""
        return ProtocolServer(layer, loop=self.timers, pace=self.pace, **options)

    def make_place(
        self, number: int, endpoints: Sequence[Endpoint], make: MakeServer
    ) -> ServerPlace:
        """Return a place with sockets."""
        return ServerPlace(number, endpoints, make)

    def make_delay(self, layer: Any) -> Any:
        """Return a delay server in a thread."""
        from sandbox.django.delay.worker import Beside  # its model needs Django ready

        return Beside(layer)

    def hurry(
        self, workers: Callable[[], Iterable[Any]], seconds: float
    ) -> AbstractContextManager[Any]:
        """Leave them be: they have a thread each, and their pool gives them some time."""
        return nullcontext()

    def serve(self, stopped: Any) -> None:
        """Sleep until it is set, or a signal's handler raises."""
        stopped.wait_hearing()


class Cooperative:
    """Everything in one world, stepped while somebody waits."""

    reproducible = True

    def __init__(self, name: str, seed: Any) -> None:
        self.seed = SystemRandom().randrange(2**32) if seed is None else seed
        world = World(self.seed, name=f"sandbox-{name}-world", closing=_close_connections)
        self._steps = world
        self.world: World | None = world
        self.pace: Pace | None = None
        self.log_options: dict[str, Any] = {"waiting": self._steps.wait_for}
        self.layer_options: dict[str, Any] = {"waiting": self._steps.wait_for}
        self.pool_options: dict[str, Any] = {
            "make": partial(SteppedWorker, world=self._steps),
            "spawn": Seat,
        }
        self._doors: dict[tuple[str, int], LocalDoor] = {}
        self._loops: dict[tuple[str, int], SteppedLoop] = {}
        self._delay: Any = None
        self._timers: SteppedLoop | None = None

    @property
    def clock(self) -> Clock:
        """Virtual seconds."""
        return self._steps.clock

    def describe(self) -> str:
        """Return its seed, by which the same can be had again."""
        return f"cooperative, seed {self.seed!r}"

    @property
    def timers(self) -> LoopHost:
        """A loop that is an actor."""
        assert self._timers is not None  # noqa: S101 - start() comes first
        return self._timers

    def pause(self, over: threading.Event, seconds: float) -> object:
        """Let others move meanwhile."""
        return self._steps.wait(over.is_set, seconds, "the end of its pause")

    def watch_workers(self, log: Log, workers: Any, **options: Any) -> Watch | None:
        """Return none: a watch looks at real time, which must not be in this log."""
        return None

    def make_sync(self, name: str) -> SyncThread:
        """Return what calls between steps."""
        return SteppedSync(self._steps.call)

    def make_hub(self, nudge: Callable[[], None], on_send: Any) -> Hub:
        """Return a hub without sockets."""
        return LocalHub(nudge, on_send, steps=self._steps, find=self._line_at)

    def make_settler(self, **options: Any) -> Settler:
        """Return what steps until nobody can move."""
        return SteppedSettler(steps=self._steps.settle, **options)

    def start(self, ending: Ending, layers: list[Any]) -> None:
        """Let what is past its time go when it is, not when somebody looks."""
        ending(self._steps.close)
        self._timers = SteppedLoop(self._steps, "timers")
        ending(self._timers.stop)
        for layer in layers:
            self._steps.add(f"layer {layer.alias}", layer.expire, layer.due)

    def make_server(self, layer: Any, **options: Any) -> ProtocolServer:
        """Return a server that is an actor; its one endpoint is the door of its place."""
        (door,) = options.pop("endpoints")
        loop = self._loops[door.name]
        line = LocalLine(loop.loop, door)
        return ProtocolServer(layer, loop=loop, listening=line, batch=1, **options)

    def make_place(
        self, number: int, endpoints: Sequence[Endpoint], make: MakeServer
    ) -> ServerPlace:
        """Return a place that only clients of this sandbox can come to."""
        endpoint = endpoints[0] if endpoints else None
        if not isinstance(endpoint, Tcp):
            raise NotAvailableHere(
                "endpoints= needs sockets, and the cooperative runtime has none: leave it away, "
                'or use Sandbox(runtime="threads").'
            )
        door = LocalDoor(endpoint.host, endpoint.port or FIRST_PORT + number - 1)
        if door.name not in self._loops:
            self._loops[door.name] = SteppedLoop(self._steps, f"server:{number}")
        self._doors[door.name] = door
        return ServerPlace(number, [], make, door=door)

    def _line_at(self, host: str, port: int) -> LocalLine | None:
        door = self._doors.get((host, port))
        return door.line if door is not None else None

    def make_delay(self, layer: Any) -> Any:
        """Return a delay server that is an actor."""
        from sandbox.django.delay.stepped import SteppedDelay  # its model needs Django ready

        self._delay = SteppedDelay(layer, self._steps)
        return self._delay

    @contextmanager
    def hurry(self, workers: Callable[[], Iterable[Any]], seconds: float) -> Iterator[None]:
        """Kill who runs an endless step, which everybody else would wait for."""

        def kill() -> None:
            for place in list(workers()):
                if place.busy_since is not None:
                    place.kill()

        if self._steps.stuck:
            kill()
        if sys.platform == "emscripten":  # no thread could do it
            yield
            return
        over = threading.Event()

        def watch() -> None:
            while not over.wait(seconds):  # real ones: virtual time stands still in such a step
                kill()

        thread = spawn("sandbox-hurry", watch)
        try:
            yield
        finally:
            over.set()
            thread.join()

    def serve(self, stopped: Any) -> None:
        """Step until nobody can move and no delayed message is still to come."""
        self._steps.settle(self._none_is_delayed, FOREVER, stopped.is_set)

    def _none_is_delayed(self) -> bool:
        return self._delay is None or self._delay.due() == FOREVER


_KINDS: dict[str, Callable[[str, Any], Runtime]] = {"threads": Threads, "cooperative": Cooperative}


def make_runtime(kind: Any, name: str, seed: Any) -> Runtime:
    """Return the runtime that *kind* names; ``ValueError`` where there is none of that name."""
    make = _KINDS.get(kind) if isinstance(kind, str) else None
    if make is None:
        raise ValueError(f"runtime is 'threads' or 'cooperative', not {kind!r}.")
    return make(name, seed)


def _close_connections() -> None:
    from django.conf import settings
    from django.db import connections

    if settings.configured:
        connections.close_all()
