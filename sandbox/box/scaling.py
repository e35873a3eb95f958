"""How many: workers and servers come and go while everything runs.

Role: ``box.scale`` (API.md). What a worker's or a server's end means is the business of their own
rooms. It must not know consumers, tabs or pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sandbox.box.beside import Beside
from sandbox.box.runtimes import Runtime
from sandbox.options import seconds_or_none, whole_or_none
from sandbox.protocols.endpoints import Descriptor, Endpoint, Tcp
from sandbox.protocols.place import DRAIN_SECONDS, ServerPlace
from sandbox.workers.pool import Pool

__all__ = ["Scaling"]


class Scaling:
    """How a sandbox grows and shrinks; a part of :class:`~sandbox.box.sandbox.Sandbox`."""

    _pool: Pool
    _beside: Beside
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
        if count is not None:
            self._scale_servers(count, limit)
        if size is not None:
            self._pool.resize(size, limit)
            self._beside.resize(size, limit)

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
