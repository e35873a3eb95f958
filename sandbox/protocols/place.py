"""A numbered place where a server listens, while the server in it is replaced.

Role: keep the listening sockets open over all servers that come and go, so that nobody is refused
in between (DESIGN §6, "hand-over of a listening socket"). It must not know what a server does, nor
in which thread or process it lives.

::

    the place's sockets ──descriptors──► server:1 ──drain──► 1012 at its deadline
                        └─descriptors──► server:1.2   takes all that come from now on
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from sandbox.protocols.endpoints import Descriptor, Endpoint
from sandbox.protocols.listening import Listening
from sandbox.runtime.threads import InterruptsLater, in_background

__all__ = ["DRAIN_SECONDS", "MakeServer", "ServerPlace"]

DRAIN_SECONDS = 10.0
"""How long open connections may go on at a server that is being replaced, before they get 1012."""

MakeServer = Callable[[str, Sequence[Descriptor]], Any]
"""Makes a server of that name that is to listen at these descriptors; it is started later."""


class ServerPlace:
    """One numbered place: the server that listens now, and those before it that drain.

    Any thread may call. Raises ``PortTaken`` where an endpoint is in use. Its servers are what
    *make* returns, with the life of :class:`~sandbox.protocols.server.ProtocolServer`. *door*
    stands in for the sockets; ``None``: there are some, at *endpoints*.
    """

    def __init__(
        self, number: int, endpoints: Sequence[Endpoint], make: MakeServer, *, door: Any = None
    ) -> None:
        self.number = number
        self._make = make
        self._lock = threading.RLock()
        self._generation = 0
        self._closed = False
        self._refusing: str | None = None
        self._killed: list[str] = []
        """The prefixes of servers that were killed."""
        self._door: Any = Listening(endpoints) if door is None else door
        self._has_sockets = door is None
        self._draining: list[Any] = []
        """Changed by single steps only: a server's own thread, which may not wait for the lock,
        takes its server out."""
        try:
            self.server = self._next()
        except BaseException:
            self._door.close()
            raise

    def _next(self) -> Any:
        self._generation += 1
        generation = f".{self._generation}" if self._generation > 1 else ""
        return self._make(f"server:{self.number}{generation}", self._door.descriptors)

    # -- what there is -----------------------------------------------------------------------

    @property
    def name(self) -> str:
        """The name of the server that listens now: ``server:1``, ``server:1.2`` after a restart."""
        return str(self.server.name)

    @property
    def address(self) -> str:
        """Host and port of the first endpoint that has them; ``unix:PATH`` where none has."""
        ports = [one for one in self.addresses if not one.startswith("unix:")]
        return (ports or self.addresses)[0]

    @property
    def addresses(self) -> tuple[str, ...]:
        """The same of every endpoint."""
        return tuple(self._door.addresses)

    @property
    def port(self) -> int:
        """The first TCP port; 0 where it listens on none."""
        return int(self._door.port)

    @property
    def prefix(self) -> str:
        """Reply channels of the server that listens now begin with it."""
        return str(self.server.prefix)

    @property
    def connections(self) -> int:
        """How many clients are connected here, with those of servers that drain."""
        return sum(len(server.connections) for server in self.all())

    @property
    def draining(self) -> tuple[Any, ...]:
        """Servers that take no new connections and have not ended yet."""
        return tuple(self._draining)

    @property
    def clients(self) -> dict[tuple[str, int], Any]:
        """What is known of each client that is connected here, by its address."""
        return {address: one for server in self.all() for address, one in server.clients.items()}

    def all(self) -> list[Any]:
        """Return the server that listens now and those that drain."""
        return [*self._draining, self.server]

    def __repr__(self) -> str:
        """Return name, address and number of clients; never blocks."""
        waits = "".join(f", {one.name} drains" for one in self.draining)
        return f"<{self.name} {self.address}, {self.connections} connections{waits}>"

    # -- life --------------------------------------------------------------------------------

    def start(self) -> None:
        """Let its server take connections. Not from a server's own thread."""
        self.server.start()

    def restart(self, *, deadline: float | None = DRAIN_SECONDS, wait: bool = False) -> None:
        """Put a new server in its place, which takes all connections from now on.

        The old one goes on with those that it has for *deadline* seconds (``None``: until the last
        one has ended), then it closes them with 1012. Returns when the new one listens; with
        *wait*, and where there is no time to go on, when the old one has ended. Harmless where the
        place is given up already.
        """
        ended = self._replace(lambda old: old.drain(deadline))
        if ended is not None and (wait or (deadline is not None and deadline <= 0)):
            # With no time left the goodbyes are said when this returns: who sends after it does
            # not send into a socket that is about to close.
            ended.result()

    def kill(self) -> None:
        """End the server as a crash would, and put a new one in its place.

        What it had in hand is lost as ``server_killed``; clients see their connections break, and
        consumers hear of no disconnect. Who connects meanwhile waits for the new one.
        """
        self._replace(self._kill, first=True)

    def _kill(self, server: Any) -> None:
        self._killed.append(server.prefix)  # first: clients ask as soon as they are cut off
        server.kill()

    def refuse(self, why: str | None) -> None:
        """Turn every new connection away with 503 from now on; ``None``: let them in again."""
        with self._lock:
            self._refusing = why
            self.server.refuse(why)

    def has_lost(self, reply_channel: str) -> bool:
        """Say whether *reply_channel* was one of a server of this place that was killed, or has
        died by itself; may wait a moment to see."""
        if reply_channel.startswith(tuple(self._killed)):
            return True
        return any(
            one.prefix and reply_channel.startswith(one.prefix) and one.has_died()
            for one in self.all()
        )

    def revive(self, dead: Any) -> None:
        """Put a new server in the place of one that has died by itself."""
        with self._lock:
            self._killed.append(dead.prefix)
            if self._closed or self.server is not dead:
                return
            new = self._next()
            new.start()
            if self._refusing is not None:
                new.refuse(self._refusing)
            self.server = new

    def _begin(self, new: Any) -> None:
        if self._has_sockets:
            in_background(f"sandbox-{new.name}-start", new.start)
        else:  # where nothing waits, nothing can be interrupted
            new.start()

    def _replace(self, end: Callable[[Any], Any], first: bool = False) -> Any:
        with self._lock:
            if self._closed:
                return None
            old = self.server
            later, ended = InterruptsLater(), None
            with later:
                ended = end(old) if first else None
            new = self._next()
            with later:  # it starts all the same, and no place is left without a server
                self._begin(new)
            if self._refusing is not None:
                new.refuse(self._refusing)
            self.server = new
            if not first:
                self._draining.append(old)
                ended = end(old)
                ended.add_done_callback(lambda _: self._draining.remove(old))
        later.go_on()
        return ended

    def leave(self, *, deadline: float | None = DRAIN_SECONDS) -> Future[None] | None:
        """Listen no longer; who is connected may go on for *deadline* seconds, as in a restart.

        Returns at once what is done when the last one has ended; ``None`` where it was left before.
        """
        with self._lock:
            if self._closed:
                return None
            self._closed = True
            self._door.close()
            ended: Future[None] = self.server.drain(deadline)
            return ended

    def stop(self) -> None:
        """End at once: every connection gets its goodbye (1012, 503). Harmless twice."""
        with self._lock:
            self._closed = True
            self._door.close()
            servers = self.all()
        for server in servers:
            server.stop()
