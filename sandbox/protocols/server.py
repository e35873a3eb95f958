"""A protocol server: sockets on one side, the channel layer on the other (CLASSIC-SPEC §7).

Role: put the parts of one server together, start and stop them. It must not know of consumers,
Django, views or pictures, nor what a request or a frame means.

::

    client ──► wire ──► bridge ──► layer.accept(websocket.receive, http.request …)
    client ◄── wire ◄── sender ◄── replies: everything on this server's prefix

One task a connection runs the application and only ever receives. What goes to the client is
sent by the drain of replies, which steps the wire's ``send`` itself; a send that must wait (the
client reads too slowly) gets a bounded backlog and a task for as long as it lasts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from random import Random
from typing import Any

from sandbox.layers.store import Entry, Wake
from sandbox.protocols import http
from sandbox.protocols.access import ActionLogger
from sandbox.protocols.desk import Desk
from sandbox.protocols.endpoints import Descriptor, Endpoint, Tcp
from sandbox.protocols.http_bridge import HttpBridge
from sandbox.protocols.impairing import Impairment, cut, impair
from sandbox.protocols.limits import Limits
from sandbox.protocols.listening import Listening
from sandbox.protocols.proxies import Front
from sandbox.protocols.replies import BATCH, Replies
from sandbox.protocols.roster import Greet, Roster
from sandbox.protocols.sending import Connection, Sender
from sandbox.protocols.websocket_bridge import WebSocketBridge
from sandbox.runtime.loops import LoopHost
from sandbox.runtime.pace import Pace
from sandbox.trace.log import Log

__all__ = ["ProtocolServer"]


class ProtocolServer:
    """Serves HTTP and WebSocket on one port or several, for one channel layer.

    Args:
        layer: a layer with receipts (``accept``, ``listen_with``, ``take_many`` …).
        name: the logical name in the log, ``server:1``.
        loop: the thread whose loop it lives on; several servers may share one.
        host, port: where to listen; port 0 takes a free one. Loopback unless told otherwise.
        endpoints: instead of host and port, any number of places to listen.
        log, random: injected; *log* may be ``None``.
        limits: how much a client may ask; ``None``: the defaults.
        http_timeout: seconds until an unanswered request gets a 503 (§7.3).
        handshake_timeout: seconds for the connect consumer's decision, then the TCP connection is
            dropped (§7.4).
        connect_timeout: the same, but the client gets a 403; the smaller of the two counts.
        websocket_timeout: seconds that a socket may live; ``None``: the layer's group expiry.
        ping_interval, ping_timeout: seconds of silence before a ping, and for its answer.
        ws_protocols: subprotocols this server speaks; the first one a client offers is agreed on.
        compression: agree to permessage-deflate (RFC 7692) where a client offers it.
        front: the root path, and which headers of a proxy to believe; ``None``: no proxy.
        action_logger: called with each action that an access log knows (§7.6).
        greet: called with a client's address and its reply channel when it connects; returns its
            name on the picture, or ``None``.
        wire: the WebSocket class, for measuring; ``None``: our own.
        listening: stands in for the sockets, as :class:`~sandbox.protocols.local.LocalLine` does
            on the cooperative runtime; ``None``: sockets at *endpoints*.
        pace: slow motion; ``None``: there is none.
        batch: replies that one turn handles before clients are read again.

    Of the times ``None`` means never, but for *websocket_timeout*; a negative one always does.
    """

    def __init__(
        self,
        layer: Any,
        *,
        name: str = "server:1",
        loop: LoopHost,
        host: str = "127.0.0.1",
        port: int = 0,
        endpoints: Sequence[Endpoint] | None = None,
        log: Log | None = None,
        random: Random | None = None,
        limits: Limits | None = None,
        http_timeout: float | None = 120,
        handshake_timeout: float | None = 5,
        connect_timeout: float | None = 20,
        websocket_timeout: float | None = None,
        ping_interval: float | None = 20,
        ping_timeout: float | None = 30,
        ws_protocols: Sequence[str] = (),
        compression: bool = False,
        front: Front | None = None,
        action_logger: ActionLogger | None = None,
        greet: Greet | None = None,
        wire: Any = None,
        listening: Any = None,
        pace: Pace | None = None,
        batch: int = BATCH,
    ) -> None:
        self.layer = layer
        self.name = name
        self.log = log
        self.host = host
        self.limits = limits if limits is not None else Limits()
        self._loop_thread = loop
        self._front = front if front is not None else Front()
        self._options: dict[str, Any] = {
            "ws_ping_interval": _positive(ping_interval),
            "ws_ping_timeout": _positive(ping_timeout),
            "ws_per_message_deflate": compression,
        }
        self._wire = wire
        if listening is None:
            listening = Listening([Tcp(host, port)] if endpoints is None else endpoints)
        self._listening: Any = listening
        self.port: int = self._listening.port
        """The first TCP port; 0 where it listens on none."""
        self._started = False
        self.draining = False
        """Whether it takes no new connections and waits for those that there are."""
        wakes: list[Wake] = []
        self._roster = Roster(
            where=name, log=log, random=random if random is not None else Random(), greet=greet
        )
        self._desk = Desk(
            layer=layer,
            loop=loop.loop,
            where=name,
            log=log,
            limits=self.limits,
            roster=self._roster,
            sender=self._make_sender(layer, log),
            action_logger=action_logger,
        )
        self._web = HttpBridge(self._desk, http_timeout)
        self._sockets = WebSocketBridge(
            self._desk,
            protocols=list(ws_protocols),
            handshake_timeout=handshake_timeout,
            connect_timeout=connect_timeout,
            lifetime=layer.group_expiry if websocket_timeout is None else websocket_timeout,
            wakes=wakes,
        )
        self._replies = Replies(self._desk, loop, self._web, self._sockets, wakes, pace, batch)

    def _make_sender(self, layer: Any, log: Log | None) -> Sender:
        def failed(connection: Connection, entry: Entry | None, error: Exception) -> None:
            self._replies.unsendable(connection, entry, error)

        return Sender(
            layer,
            loop=self._loop_thread.loop,
            where=self.name,
            log=log,
            limits=self.limits,
            failed=failed,
        )

    # -- what there is -----------------------------------------------------------------------

    @property
    def address(self) -> str:
        """Host and port of the first endpoint that has them; ``unix:PATH`` where none has."""
        ports = [one for one in self.addresses if not one.startswith("unix:")]
        return (ports or self.addresses)[0]

    @property
    def addresses(self) -> tuple[str, ...]:
        """The same of every endpoint."""
        return tuple(self._listening.addresses)

    @property
    def descriptors(self) -> list[Descriptor]:
        """Its listening sockets, for a server that is to take its place."""
        return list(self._listening.descriptors)

    @property
    def prefix(self) -> str:
        """Reply channels of this server begin with it (§7.2)."""
        return self._roster.prefix

    @property
    def connections(self) -> dict[str, Connection]:
        """Live connections by the local part of their reply channel; for the loop's thread."""
        return self._roster.connections

    @property
    def clients(self) -> dict[tuple[str, int], Connection]:
        """The same by the client's address."""
        return self._roster.clients

    @property
    def frames_received(self) -> int:
        """Data frames that reached this server, of all connections."""
        return self._sockets.frames_received

    def __repr__(self) -> str:
        """Return its name, address and number of clients; never blocks."""
        return f"<{self.name} {self.address}, {len(self.connections)} connections>"

    # -- bad weather, on purpose -------------------------------------------------------------

    def impair(
        self, connection: Connection, seconds: float | None, parted: Callable[[], object]
    ) -> Callable[[], None]:
        """Let the client of *connection* read slowly: each frame waits *seconds* (``None``: for
        ever). Returns what ends it, for any thread; *parted* is called on the loop's thread when
        the connection has gone. Not from the loop's own thread.
        """

        made = self._loop_thread.call(self._impair(connection, seconds, parted))
        return lambda: self._loop_thread.call_later(0.0, made.end)

    def cut(self, connection: Connection) -> None:
        """Lose the network of *connection*'s client at once. Not from the loop's own thread."""

        self._loop_thread.call(self._cut(connection))

    async def _impair(
        self, connection: Connection, seconds: float | None, parted: Callable[[], object]
    ) -> Impairment:
        return impair(self._desk, connection, seconds, parted)

    async def _cut(self, connection: Connection) -> None:
        cut(self._desk, connection)

    def refuse(self, why: str | None) -> None:
        """Answer every new handshake and request with 503; ``None``: no longer. Any thread."""
        self._desk.refusing = why

    # -- life --------------------------------------------------------------------------------

    def start(self) -> None:
        """Listen; returns when connections are taken. Not from the loop's own thread."""
        self._loop_thread.call(self._start())

    async def _start(self) -> None:
        self._replies.listen()
        try:
            await self._listening.start(
                self._application,
                self._wire,
                limits=self.limits,
                report=self._roster.note_refused if self.log is not None else None,
                **self._options,
            )
        except BaseException:
            self._replies.stop()
            self._listening.close()
            raise
        self._started = True
        self._replies.start()
        self._note("server.started", protocols=("http", "websocket"))

    def stop(self, reason: str = "asked") -> None:
        """Close every connection (1012, 503), listen no longer. Harmless twice."""
        if self._started:
            self._loop_thread.call(self._stop(reason))
        else:
            self._listening.close()

    def drain(self, seconds: float | None) -> Future[None]:
        """Take no new connections, let those that there are go on for *seconds*, then stop.

        ``None``: until the last one has ended. Returns what is done when it has stopped, as soon as
        it takes nobody any more. Whoever else has its :attr:`descriptors` goes on listening.
        Harmless twice. Not from the loop's own thread.
        """
        self._loop_thread.call(self._take_no_more())
        return self._loop_thread.begin(self._drain(seconds))

    async def _take_no_more(self) -> None:
        if self._started and not self.draining:
            self.draining = True
            await self._listening.take_no_more()
            self._note("server.draining", reason="asked")

    async def _drain(self, seconds: float | None) -> None:
        if not self._started:
            return
        reason = "drained"
        try:
            async with asyncio.timeout(seconds):
                await self._listening.drain()
        except TimeoutError:
            reason = "deadline"
        await self._stop(reason)

    def has_died(self) -> bool:
        """Say whether it has ended unasked: a thread of this process does not."""
        return False

    def kill(self) -> None:
        """End it as a crash would: no goodbyes, no disconnect messages. Harmless twice.

        What it had in hand is lost as ``server_killed``; clients see their connections break.
        """
        if self._started:
            self._loop_thread.call(self._kill())

    async def _kill(self) -> None:
        if not self._started:
            return
        for connection in list(self.connections.values()):
            connection.by, connection.why = "server", "the server was killed"
            connection.muted = True
            self._desk.sender.cut(connection, "server_killed")
            if isinstance(connection.state, http.HttpState):
                self._web.cut(connection)
        self._listening.cut_all()
        for _ in range(2):  # for the transports to say that they are lost
            await asyncio.sleep(0)
        await self._stop("killed")

    async def _stop(self, reason: str) -> None:
        if not self._started:
            return
        self._started = False
        self._web.hurry()
        for connection in list(self.connections.values()):
            connection.by = "server"
            if isinstance(connection.state, http.HttpState):
                self._web.give_up(connection, "The server is being stopped; ask again.")
            else:
                self._desk.sender.cut(connection)  # uvicorn has the wire say 1012
        await self._listening.stop()
        self._web.close()
        self._sockets.close()
        self._replies.stop()
        self.layer.orphan(self.prefix, where=self.name)
        self._note("server.stopped", reason=reason)

    def _note(self, kind: str, **fields: Any) -> None:
        if self.log is not None:
            address = ", ".join(self.addresses)
            self.log.note(
                kind, where=self.name, cause=0, server=self.name, address=address, **fields
            )

    async def _application(self, scope: Any, receive: Any, send: Any) -> None:
        """Be the ASGI application of every connection."""
        peer = scope.get("client")
        self._front.see_through(scope)
        if scope["type"] == "websocket":
            await self._sockets.serve(scope, peer, receive, send)
        else:
            await self._web.serve(scope, peer, receive, send)


def _positive(seconds: float | None) -> float | None:
    """Return *seconds*, ``None`` for a negative number, which means never."""
    return None if seconds is None or seconds < 0 else seconds
