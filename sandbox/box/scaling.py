"""How many: workers and servers come and go while everything runs.

Role: ``box.scale`` (API.md). What a worker's or a server's end means is the business of their own
rooms. It must not know consumers, tabs or pictures.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from sandbox.box.beside import Beside
from sandbox.box.runtimes import Runtime
from sandbox.box.serving import Serving
from sandbox.box.visitors import Visitors
from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.errors import NotAvailableHere
from sandbox.options import flag, seconds_or_none, whole_or_none
from sandbox.processes.crew import Crew
from sandbox.processes.fleet import Fleet
from sandbox.processes.hosting import RemoteServer
from sandbox.protocols.endpoints import Descriptor, Endpoint, Tcp
from sandbox.protocols.listening import address_of
from sandbox.protocols.place import DRAIN_SECONDS, ServerPlace
from sandbox.runtime.threads import InterruptsLater
from sandbox.trace.log import Log
from sandbox.workers.pool import Numbers, Pool

__all__ = ["Scaling"]


class Scaling:
    """How a sandbox grows and shrinks; a part of :class:`~sandbox.box.sandbox.Sandbox`."""

    log: Log
    _pool: Any
    """A :class:`~sandbox.workers.pool.Pool`, or a :class:`~sandbox.processes.crew.Crew`."""
    _beside: Beside
    _wrapper: ChannelLayerWrapper
    _serving: Serving
    _visitors: Visitors
    _random: Random
    _auto_accept: bool
    _server_options: dict[str, Any]
    _layer_spec: Mapping[str, Any] | None
    _make_pool: Callable[[int], Pool]
    _make_local: Callable[..., Any]
    _fleet: Fleet | None = None
    _apart: bool = False
    """Whether workers and servers have processes of their own."""
    _scaling: threading.RLock
    _servers: dict[int, ServerPlace]
    _left: list[ServerPlace]
    """Places that were given up, whose last clients have not gone yet."""
    _host: str
    _make_server: Callable[..., Any]
    _runtime: Runtime

    def _must_run(self) -> None:
        """Raise ``SandboxStopped`` if it has ended."""
        raise NotImplementedError

    def scale(
        self,
        *,
        servers: int | None = None,
        workers: int | None = None,
        processes: bool | None = None,
        timeout: float | None = DRAIN_SECONDS,
    ) -> None:
        """Have so many servers, and so many workers for each layer; ``None``: as many as now.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.scale(servers=2, workers=4)
            box.servers[2].address               # each server has a port of its own
            box.scale(servers=1, workers=1)      # the others finish what they do, and end
            box.stop()

        *processes*: ``True`` gives each of them a process of its own, ``False`` takes them back
        into this one, ``None`` leaves them where they are. Processes meet over Redis:
        ``Sandbox(layer="redis")``. Consumers of cells are sent there with the globals that they
        use, and so is each change of them; ``NotShippable`` names what cannot be sent.

        Those with the highest numbers go first. A worker takes nothing more and has *timeout*
        seconds for what it does (``None``: no limit), then it is killed, and its message is lost
        as ``worker_killed``; this returns when that is done. A server listens no longer; who is
        connected has *timeout* seconds meanwhile, then the connection is closed with 1012.
        """
        self._must_run()
        limit = seconds_or_none("timeout", timeout, usual=DRAIN_SECONDS)
        as_now = "as many as there are"
        size = whole_or_none("workers", workers, least=0, usual=4, none=as_now)
        count = whole_or_none("servers", servers, least=1, usual=2, none=as_now)
        apart = None if processes is None else flag("processes", processes)
        with self._scaling:
            if apart is not None and apart is not self._apart:
                self._move(apart, size, limit)
            if count is not None:
                self._scale_servers(count, limit)
            if size is not None:
                self._pool.resize(size, limit)
                self._beside.resize(size, limit)

    # -- processes ---------------------------------------------------------------------------

    def _move(self, apart: bool, size: int | None, timeout: float | None) -> None:
        """Move workers and servers into processes of their own, or back; nobody is refused."""
        count = len(self._pool.workers) if size is None else size
        later = InterruptsLater()
        if apart:
            fleet = self._fleet = self._fleet or self._make_fleet()
            crew = Crew(
                fleet, self._wrapper, count, numbers=Numbers(), auto_accept=self._auto_accept
            )
            try:
                crew.ready()
            except BaseException:
                crew.stop(0)
                raise
            # Whoever interrupts from here on (Ctrl-C) is not left without workers.
            with later:
                self._pool.resize(0, timeout)
            self._pool = crew
            crew.begin()
            self._make_server = self._make_remote
        else:
            with later:
                self._pool.resize(0, timeout)
            self._pool = self._make_pool(count)
            self._make_server = self._make_local
        self._apart = apart
        for place in self._servers.values():
            with later:
                place.restart(deadline=timeout)
        later.go_on()

    def _make_fleet(self) -> Fleet:
        import cloudpickle

        if self._layer_spec is None or self._beside.layers:
            raise NotAvailableHere(
                "Processes meet over Redis, and this sandbox has a layer in the memory of this "
                'one: make it with Sandbox(layer="redis").'
            )
        fleet = Fleet(
            log=self.log,
            layer=self._wrapper.channel_layer,
            spec=cloudpickle.dumps(dict(self._layer_spec)),
            cargo=self._serving.cargo,
            rules=lambda: self._wrapper.router.rules,
        )
        before = self._serving.moved

        def moved() -> None:
            before()
            if self._apart:
                fleet.swap()

        self._serving.moved = moved
        return fleet

    def _make_remote(self, *, name: str, endpoints: Sequence[Descriptor]) -> RemoteServer:
        import cloudpickle

        fleet = self._fleet
        if fleet is None:
            raise RuntimeError("Servers in processes need a fleet, which scale() makes.")
        return RemoteServer(
            fleet,
            self._wrapper.channel_layer,
            name=name,
            address=address_of(endpoints[0]),
            endpoints=endpoints,
            seed=self._random.getrandbits(64),
            options=cloudpickle.dumps(self._server_options),
            greet=self._visitors.labels.greet,
            died=self._revive,
        )

    def _revive(self, dead: RemoteServer) -> None:
        for place in list(self._servers.values()):
            if place.server is dead:
                place.revive(dead)

    def _catch_up(self) -> None:
        """Return when all that has happened in processes by now is in the log."""
        if self._fleet is not None:
            self._fleet.sync()

    def _end_processes(self) -> None:
        if self._fleet is not None:
            self._fleet.close()

    # -- servers -----------------------------------------------------------------------------

    def _scale_servers(self, count: int, timeout: float | None) -> None:
        for number in range(len(self._servers) + 1, count + 1):
            self._add_server(number, [Tcp(self._host)]).start()
        for number in range(len(self._servers), count, -1):
            self._leave(self._servers.pop(number), timeout)

    def _leave(self, place: ServerPlace, timeout: float | None) -> None:
        self._left.append(place)
        ended = place.leave(deadline=timeout)
        if ended is not None:
            ended.add_done_callback(lambda _: self._left.remove(place))

    def _add_server(self, number: int, endpoints: Sequence[Endpoint]) -> ServerPlace:
        def make(name: str, descriptors: Sequence[Descriptor]) -> Any:
            return self._make_server(name=name, endpoints=descriptors)

        place = self._servers[number] = self._runtime.make_place(number, endpoints, make)
        return place

    def _all_servers(self) -> list[Any]:
        """Return every server that has not ended: those that listen, and those that drain."""
        places = [*self._servers.copy().values(), *self._left]
        return [server for place in places for server in place.all()]

    def _was_killed(self, reply_channel: str) -> bool:
        """Say whether the server of a reply channel was killed, or died by itself."""
        places = [*self._servers.copy().values(), *self._left]
        return any(place.has_lost(reply_channel) for place in places)

    def _end_servers(self) -> None:
        """End them all at once. Harmless twice."""
        for place in [*self._servers.values(), *self._left]:
            place.stop()
