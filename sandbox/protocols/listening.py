"""A listening socket and the uvicorn behind it.

Role: start and stop uvicorn on a socket of our own, on the running loop. It must not know of
layers, messages or what the application does.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import Any

from sandbox.errors import PortTaken

__all__ = ["Listening"]

GRACE_SECONDS = 1
"""How long clients have to take their goodbye when a server stops."""


class Listening:
    """One address. The socket is bound and listens at once: who comes early waits.

    Raises :class:`~sandbox.errors.PortTaken` where the port is in use; *port* 0 takes a free one.
    """

    def __init__(self, host: str, port: int) -> None:
        self.host = host
        self._socket = _bind(host, port)
        self.port: int = self._socket.getsockname()[1]
        self._uvicorn: Any = None

    @property
    def address(self) -> str:
        """Host and port, as in a URL."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    async def start(self, application: Any, wire: Any = None, **options: Any) -> None:
        """Take connections for an ASGI *application*; *options* are more of uvicorn's Config."""
        import uvicorn

        from sandbox.protocols.hosting import Http
        from sandbox.protocols.wire import WebSocketWire

        config = uvicorn.Config(
            application,
            interface="asgi3",
            http=Http,
            ws=wire or WebSocketWire,
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            ws_per_message_deflate=False,
            **options,
        )
        config.load()
        server = uvicorn.Server(config)
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[self._socket])
        self._uvicorn = server

    async def stop(self) -> None:
        """Listen no longer, and let every connection end. Harmless twice."""
        server, self._uvicorn = self._uvicorn, None
        if server is not None:
            await self._accept_no_more()
            with contextlib.suppress(asyncio.CancelledError):
                await server.shutdown(sockets=[self._socket])
            await self._cut_off(server.server_state)
        self.close()

    async def _accept_no_more(self) -> None:
        """Take no connection, and let those that were just taken begin.

        asyncio would leave such a socket open where its server closes in between.
        """
        asyncio.get_running_loop().remove_reader(self._socket.fileno())
        for _ in range(2):
            await asyncio.sleep(0)

    async def _cut_off(self, state: Any) -> None:
        """Drop who has not taken the goodbye in time: the loop may end right after this."""
        for connection in list(state.connections):
            connection.transport.abort()
        tasks = set(state.tasks)
        if tasks:
            await asyncio.wait(tasks, timeout=GRACE_SECONDS)
        await asyncio.sleep(0)  # for the transports to say that they are lost

    def close(self) -> None:
        """Close the socket of a server that was never started."""
        self._socket.close()


def _bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen()  # only now it is certain that nobody else has the port
    except OSError as error:
        bound.close()
        raise PortTaken(
            error.errno,
            f"Port {port} on {host} cannot be used ({error.strerror}): "
            "stop the program that has it, or leave port=0 to take a free one.",
        ) from error
    bound.setblocking(False)
    return bound
