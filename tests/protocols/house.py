"""A protocol server over real sockets, and a worker that the test plays itself."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable
from typing import Any

from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.layers.memory import MemoryLayer
from sandbox.protocols.server import ProtocolServer
from sandbox.runtime.clock import monotonic
from sandbox.runtime.loops import LoopThread
from sandbox.trace.ledger import Row
from sandbox.trace.log import Log
from sandbox.workers.pool import Pool
from tests.protocols.wire_client import PATIENCE, Raw

CHANNELS = (
    "http.request",
    "http.disconnect",
    "websocket.connect",
    "websocket.receive",
    "websocket.disconnect",
)


class House:
    """One layer, one loop, one server; *options* are the server's. A context manager.

    With *routing* a pool of workers consumes, else :meth:`take` does.
    """

    def __init__(
        self,
        *,
        capacity: int = 100,
        channel_capacity: dict[Any, int] | None = None,
        routing: Any = None,
        with_log: bool = True,
        **options: Any,
    ) -> None:
        self.log = Log(monotonic)
        log = self.log if with_log else None
        self.layer = MemoryLayer(capacity=capacity, channel_capacity=channel_capacity, log=log)
        self.layer.expect(CHANNELS)
        self.loop = LoopThread("test-loop")
        try:
            self.server = ProtocolServer(self.layer, loop=self.loop, log=log, **options)
        except BaseException:
            self.loop.stop()
            raise
        self.pool: Pool | None = None
        self._routing = routing
        self._with_log = with_log
        self._clients: list[Raw | Asking] = []

    def __enter__(self) -> House:
        self.server.start()
        if self._routing is not None:
            wrapper = ChannelLayerWrapper(self.layer, "default", self._routing)
            self.pool = Pool(wrapper, 1, layers={"default": wrapper})
        return self

    def __exit__(self, *exc: object) -> None:
        if exc[0] is not None:
            for client in self._clients:
                client.close() if isinstance(client, Asking) else client.sock.close()
        self.stop()
        if self._with_log and exc[0] is None:
            self.check_books()

    def stop(self) -> None:
        """Stop everything; harmless twice."""
        self.server.stop()
        if self.pool is not None:
            assert self.pool.stop() == []
        self.loop.stop()

    # -- the worker's side -----------------------------------------------------------------------

    def take(self, channel: str) -> dict[str, Any]:
        """Return the next message on *channel*; it counts as delivered."""
        until = monotonic() + PATIENCE
        while monotonic() < until:
            message = self.layer.receive([channel], block=True)[1]
            if message is not None:
                return message
        raise AssertionError(f"nothing came on {channel}")

    def reply(self, message: dict[str, Any], **content: Any) -> None:
        """Answer *message* on its reply channel."""
        self.layer.send(message["reply_channel"], content)

    def nothing_on(self, channel: str) -> bool:
        """Say whether nothing was ever accepted on *channel*."""
        return not self.row(channel).accepted

    # -- the client's side -----------------------------------------------------------------------

    def raw(self, **options: Any) -> Raw:
        """Return a connected client made of bytes."""
        client = Raw(self.server.port, **options)
        self._clients.append(client)
        return client

    def opened(self, **accept: Any) -> tuple[Raw, dict[str, Any]]:
        """Return an open WebSocket and its connect message."""
        client = self.raw()
        client.request()
        while (connect := self.take("websocket.connect"))["client"] != [*client.sock.getsockname()]:
            pass  # of somebody who has gone
        self.reply(connect, **{"accept": True} | accept)
        assert client.response()[0] == 101
        return client, connect

    def asking(self, method: str = "GET", path: str = "/", **more: Any) -> Asking:
        """Return an HTTP request that is under way."""
        asking = Asking(self.server.port, method, path, **more)
        self._clients.append(asking)
        return asking

    # -- what the log and the ledger say -----------------------------------------------------------

    def wait_for(self, true: Callable[[], bool]) -> None:
        """Wait until *true* says so, looking whenever the log gets an entry or a nudge."""
        until = monotonic() + PATIENCE
        while True:
            cursor = self.log.end
            if true():
                return
            assert monotonic() < until, "it never came true"
            self.log.wait(cursor, 1.0, unless=true)

    def events(self, *kinds: str) -> list[Any]:
        """Return the events of these kinds, in order."""
        return [event for event in self.log.events() if event.kind in kinds]

    def kinds(self, *prefixes: str) -> list[str]:
        """Return the kinds of the events that begin so."""
        return [event.kind for event in self.log.events() if event.kind.startswith(prefixes)]

    def row(self, channel: str) -> Row:
        """Return the ledger's row of *channel*, an empty one if there is none."""
        ledger = self.layer.ledger()
        return ledger[channel] if channel in ledger else Row(self.layer.alias, channel)

    def lost(self) -> dict[str, int]:
        """Return what was lost of this server's replies, by reason."""
        return dict(self.row(self.server.prefix).lost)

    def rest(self) -> None:
        """Wait until no reply is queued or in hand and every client is parted from."""

        def resting() -> bool:
            moving = self.layer.moving()
            return not any("!" in name for name in moving) and not self.server.connections

        self.wait_for(resting)

    def check_books(self) -> None:
        """The ledger balances, nothing is in hand, and the log tells the same."""
        ledger = self.layer.ledger()
        assert ledger.balanced
        assert [row for row in ledger.rows.values() if row.in_hand] == []
        assert ledger == self.log.ledger()


class Asking:
    """One HTTP request whose answer has not been read."""

    def __init__(self, port: int, method: str, path: str, **more: Any) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.connection.request(method, path, **more)

    def answer(self) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Return status, headers and body, and close the connection."""
        try:
            response = self.connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            self.connection.close()

    def close(self) -> None:
        """Give up."""
        self.connection.close()


def bytes_of(port: int, request: bytes) -> bytes:
    """Send *request* and return everything that comes back, up to the end of the stream."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
        client.sendall(request)
        parts = []
        while part := client.recv(65536):
            parts.append(part)
        return b"".join(parts)
