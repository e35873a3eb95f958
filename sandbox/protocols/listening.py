"""The sockets of a server and the uvicorn behind them.

Role: open and close the endpoints, start and stop uvicorn on them, on the running loop. It must
not know of layers, messages or what the application does.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import stat
from collections.abc import Sequence
from functools import partial
from typing import Any

from sandbox.errors import PortTaken
from sandbox.protocols.endpoints import Descriptor, Endpoint, Tcp, Unix
from sandbox.protocols.limits import Limits, connections_here

__all__ = ["Listening", "address_of", "open_files_here"]

GRACE_SECONDS = 1
"""How long clients have to take their goodbye when a server stops."""

BACKLOG = 2048
"""Connections that the system keeps while the loop is busy; more see their handshake repeated."""


class Listening:
    """The endpoints of one server. They are bound and listen at once: who comes early waits.

    Raises :class:`~sandbox.errors.PortTaken` where one is in use; port 0 takes a free one.
    """

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        self._sockets: list[socket.socket] = []
        self._paths: list[tuple[str, int]] = []
        self._uvicorn: Any = None
        self._connections = _Connections()
        try:
            for endpoint in endpoints:
                self._sockets.append(self._bind(endpoint))
        except BaseException:
            self.close()
            raise
        self.addresses = tuple(_address_of(one) for one in self._sockets)
        """Host and port as in a URL, or ``unix:PATH``, of each endpoint."""
        ports = [one.getsockname()[1] for one in self._sockets if one.family != socket.AF_UNIX]
        self.port: int = ports[0] if ports else 0
        """The first TCP port; 0 where there is none."""

    def _bind(self, endpoint: Endpoint) -> socket.socket:
        if isinstance(endpoint, Tcp):
            return _bind_tcp(endpoint)
        if isinstance(endpoint, Descriptor):
            return _adopt(endpoint)
        bound = _bind_unix(endpoint)
        self._paths.append((endpoint.path, os.stat(endpoint.path).st_ino))
        return bound

    async def start(
        self,
        application: Any,
        wire: Any = None,
        *,
        limits: Limits | None = None,
        report: Any = None,
        **options: Any,
    ) -> None:
        """Take connections for an ASGI *application*; *options* are more of uvicorn's Config.

        *wire* replaces the WebSocket class, *report* hears of refusals (HttpWire).
        """
        import uvicorn

        from sandbox.protocols.http_wire import HttpWire
        from sandbox.protocols.wire import WebSocketWire

        limits = limits if limits is not None else Limits()
        http: Any = partial(HttpWire, limits=_fitting(limits), report=report)
        sockets: Any = partial(WebSocketWire, report=report) if wire is None else wire
        config = uvicorn.Config(
            application,
            interface="asgi3",
            http=http,
            ws=sockets,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            ws_max_size=limits.message_bytes,
            backlog=BACKLOG,
            **options,
        )
        config.load()
        server = uvicorn.Server(config)
        server.server_state.connections = self._connections
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=self._sockets)
        self._uvicorn = server

    @property
    def descriptors(self) -> list[Descriptor]:
        """Where another server can listen beside this one, for as long as this one is open."""
        return [Descriptor(one.fileno()) for one in self._sockets]

    async def take_no_more(self) -> None:
        """Take no new connections; somebody else who has the descriptors goes on doing so."""
        await self._accept_no_more()
        for server in self._uvicorn.servers:
            server.close()

    async def drain(self) -> None:
        """Return when the last connection has ended.

        Who has come already and asked nothing yet is served once more; who rests between two
        requests is not waited for.
        """
        for connection in list(self._connections):
            if hasattr(connection, "finish_up"):  # a WebSocket goes on as it is
                connection.finish_up()
        while self._connections:
            await self._connections.next_end()

    def cut_all(self) -> None:
        """End every connection without a goodbye."""
        for connection in list(self._connections):
            connection.transport.abort()

    async def stop(self) -> None:
        """Listen no longer, and let every connection end. Harmless twice."""
        server, self._uvicorn = self._uvicorn, None
        if server is not None:
            await self._accept_no_more()
            with contextlib.suppress(asyncio.CancelledError):
                await server.shutdown(sockets=self._sockets)
            await self._cut_off(server.server_state)
        self.close()

    async def _accept_no_more(self) -> None:
        """Take no connection, and let those that were just taken begin.

        asyncio would leave such a socket open where its server closes in between. A round of the
        loop starts the task of one, the next one tells its protocol; both may come behind us.
        """
        for one in self._sockets:
            if one.fileno() >= 0:  # else it drains already
                asyncio.get_running_loop().remove_reader(one.fileno())
        for _ in range(4):
            await asyncio.sleep(0)

    async def _cut_off(self, state: Any) -> None:
        """Drop who has not taken the goodbye in time: the loop may end right after this."""
        self.cut_all()
        tasks = set(state.tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=GRACE_SECONDS)
        await asyncio.sleep(0)  # for the transports to say that they are lost

    def close(self) -> None:
        """Close the sockets of a server that was never started, and take its files away."""
        for one in self._sockets:
            one.close()
        paths, self._paths = self._paths, []
        for path, inode in paths:
            with contextlib.suppress(OSError):
                if os.stat(path).st_ino == inode:  # else somebody else's is there by now
                    os.unlink(path)


class _Connections(set[Any]):
    """uvicorn's set of the connections of one server, which tells when one has ended."""

    def __init__(self) -> None:
        super().__init__()
        self._waiters: list[asyncio.Future[None]] = []

    def discard(self, connection: Any) -> None:
        """Forget a connection; the wires call it when theirs has ended, or turns into another."""
        super().discard(connection)
        waiters, self._waiters = self._waiters, []
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def next_end(self) -> None:
        """Return when the next one has been forgotten."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.append(waiter)
        await waiter


def open_files_here() -> int | None:
    """Return how many files this process may have open, ``None`` where there is no bound."""
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return None if soft == resource.RLIM_INFINITY else soft


def _fitting(limits: Limits) -> Limits:
    """Return *limits* with as many connections as this process can hold."""
    from dataclasses import replace

    return replace(limits, connections=connections_here(limits.connections, open_files_here()))


def address_of(endpoint: Descriptor) -> str:
    """Return where a listening socket listens: host and port as in a URL, or ``unix:PATH``."""
    with socket.socket(fileno=os.dup(endpoint.fileno)) as bound:
        return _address_of(bound)


def _address_of(bound: socket.socket) -> str:
    name = bound.getsockname()
    if bound.family == socket.AF_UNIX:
        return f"unix:{name}"
    return str(Tcp(name[0], name[1]))


def _bind_tcp(endpoint: Tcp) -> socket.socket:
    host, port = endpoint.host, endpoint.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen(BACKLOG)  # only now it is certain that nobody else has the port
    except OSError as error:
        bound.close()
        raise PortTaken(
            error.errno,
            f"Port {port} on {host} cannot be used ({error.strerror}): "
            "stop the program that has it, or leave port=0 to take a free one.",
        ) from error
    bound.setblocking(False)
    return bound


def _bind_unix(endpoint: Unix) -> socket.socket:
    """Make the socket's file; one that a server left behind which has died is taken over."""
    bound = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        with contextlib.suppress(FileNotFoundError):
            if stat.S_ISSOCK(os.stat(endpoint.path).st_mode) and _is_dead(endpoint.path):
                os.unlink(endpoint.path)
        bound.bind(endpoint.path)
        bound.listen(BACKLOG)
    except OSError as error:
        bound.close()
        raise PortTaken(
            error.errno,
            f"The socket {endpoint.path} cannot be made ({error.strerror}): stop the program that "
            "has it, take the file away, or name another path.",
        ) from error
    bound.setblocking(False)
    return bound


def _is_dead(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(path)
        except ConnectionRefusedError:
            return True
        except OSError:
            return False
    return False


def _adopt(endpoint: Descriptor) -> socket.socket:
    """Take a copy of the descriptor; whoever handed it over may close theirs."""
    try:
        adopted = socket.socket(fileno=os.dup(endpoint.fileno))
        adopted.listen(BACKLOG)
    except OSError as error:
        raise PortTaken(
            error.errno,
            f"File descriptor {endpoint.fileno} is no socket that can listen ({error.strerror}): "
            "hand over one that is bound.",
        ) from error
    adopted.setblocking(False)
    return adopted
