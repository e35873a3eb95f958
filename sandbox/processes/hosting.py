"""Protocol servers in processes, with the face and the life of a server in a thread.

Role: start one with the listening sockets of its place, follow its clients by its facts, and end
it. It must not know workers, consumers or pictures.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from sandbox.errors import SandboxError
from sandbox.processes.fleet import Actor, Fleet, Raw
from sandbox.processes.member import Member
from sandbox.protocols.endpoints import Descriptor
from sandbox.runtime.threads import spawn
from sandbox.trace import ops

__all__ = ["RemoteServer"]

STOP_SECONDS = 3.0
"""How long a server has for its goodbyes, before its process is killed."""


class _State:
    """How far a connection is, in the words of the protocols' own states."""

    def __init__(self, http: bool) -> None:
        self.phase = "waiting" if http else "handshake"
        self.status: int | None = None
        self.subprotocol: str | None = None


class RemoteConnection:
    """What is known of one client of a server in another process."""

    def __init__(self, raw: Raw, label: str | None) -> None:
        fields = raw[6]
        self.id: int = raw[4]
        self.reply_channel: str = fields["reply_channel"]
        self.path: str = fields["path"]
        self.client: tuple[str, int] | None = (
            (fields["client"][0], fields["client"][1]) if fields.get("client") else None
        )
        self.label = label
        self.opened_at: float = raw[1]
        self.method = ""
        self.request = 0
        self.order = 0
        self.sent = 0
        self.state = _State(fields["protocol"] == "http")
        self.backlog = None
        self.in_progress = None


class RemoteServer(Actor):
    """A protocol server in a process of its own. Any thread may call.

    *greet* gives the label of a client by its address and reply channel; *died* is called when its
    process has ended although nobody asked for that.
    """

    draining = False

    def __init__(
        self,
        fleet: Fleet,
        layer: Any,
        *,
        name: str,
        address: str,
        endpoints: Sequence[Descriptor],
        seed: int,
        options: bytes,
        greet: Callable[[tuple[str, int], str], str | None],
        died: Callable[[RemoteServer], object],
    ) -> None:
        self.name = name
        self.layer = layer
        self.address = address
        self.addresses = (address,)
        self._fleet = fleet
        self._greet = greet
        self._died = died
        self._ended: Future[None] = Future()
        self._did = threading.Event()
        self.connections: dict[str, RemoteConnection] = {}
        self.clients: dict[tuple[str, int], RemoteConnection] = {}
        self._by_id: dict[int, RemoteConnection] = {}
        numbers = tuple(one.fileno for one in endpoints)
        self.member = fleet.start(self, numbers, role="server", seed=seed, options=options)

    # -- what there is -----------------------------------------------------------------------

    @property
    def prefix(self) -> str:
        """Reply channels of this server begin with it; no channel does while it is not known."""
        return str(self.member.info.get("prefix", f"({self.name} starts)"))

    @property
    def pid(self) -> int:
        """Its process, as the system calls it."""
        return int(self.member.process.pid)

    def __repr__(self) -> str:
        """Return its name, address and number of clients; never blocks."""
        return (
            f"<{self.name} {self.address}, {len(self.connections)} connections, process {self.pid}>"
        )

    def saw(self, raw: Raw) -> Raw:
        """Follow who is connected, and how much was said."""
        op = raw[0]
        if op == ops.NOTE:
            return self._noted(raw)
        if op == ops.FRAME_ACCEPTED:
            found = self._by_id.get(raw[3])
            if found is not None:
                found.order = raw[5]
        elif op == ops.FRAMES_SENT:
            for _, _, connection, frame, _ in raw[4]:
                found = self._by_id.get(connection)
                if found is not None and frame:
                    found.sent += 1
        return raw

    def _noted(self, raw: Raw) -> Raw:
        kind, fields = raw[3], raw[6]
        if kind == "connection.opened":
            return self._opened(raw)
        found = self._by_id.get(fields.get("connection", 0))
        if found is None:
            return raw
        if kind == "connection.accepted":
            found.state.phase, found.state.subprotocol = "open", fields.get("subprotocol")
        elif kind == "request.received":
            found.request, found.method = raw[4], fields["method"]
        elif kind == "response.started":
            found.state.phase, found.state.status = "started", fields.get("status")
        elif kind == "frame.ignored":
            found.order = fields["order"]
        elif kind == "connection.closed":
            self._forget(found)
        return raw

    def _opened(self, raw: Raw) -> Raw:
        fields = raw[6]
        client = fields.get("client")
        label = self._greet((client[0], client[1]), fields["reply_channel"]) if client else None
        known = (*raw[:6], {**fields, "label": label})
        one = RemoteConnection(known, label)
        self._by_id[one.id] = one
        self.connections[one.reply_channel.partition("!")[2]] = one
        if one.client is not None:
            self.clients[one.client] = one
        return known

    def _forget(self, one: RemoteConnection) -> None:
        self._by_id.pop(one.id, None)
        self.connections.pop(one.reply_channel.partition("!")[2], None)
        if one.client is not None and self.clients.get(one.client) is one:
            del self.clients[one.client]

    # -- life --------------------------------------------------------------------------------

    def start(self) -> None:
        """Let it take connections; returns when it does."""
        try:
            self.member.ready()
        except SandboxError:
            self.member.discard()
            raise
        self._fleet.joined(self.member)
        self.member.send("go")
        self._did.wait(STOP_SECONDS)
        if not self.member.alive:
            raise SandboxError(f"The process of {self.name} has ended before it could listen.")

    def heard(self, message: Raw) -> None:
        """Its process has done what it was told."""
        if message[0] == "did":
            self._did.set()

    def refuse(self, why: str | None) -> None:
        """Turn every new connection away with 503; ``None``: no longer. Returns when it does."""
        self._did.clear()
        if self.member.send("refuse", why):
            self._did.wait(STOP_SECONDS)

    def drain(self, seconds: float | None) -> Future[None]:
        """Take no new connections, let those that there are go on for *seconds*, then end."""
        self.draining = True
        self._did.clear()
        if self.member.send("drain", seconds):
            self._did.wait(STOP_SECONDS)
        else:
            self.member.wait(None)
        return self._ended

    def stop(self, reason: str = "asked") -> None:
        """Say goodbye to everybody and end. Harmless twice."""
        self.member.send("stop")
        if not self.member.wait(STOP_SECONDS):
            self.member.expected = True
            self.member.kill()

    def kill(self) -> None:
        """End its process at once (SIGKILL)."""
        self.draining = True  # so that nobody else replaces it
        self.member.kill()

    def has_died(self) -> bool:
        """Say whether its process has ended unasked; waits a moment for one that just does."""
        try:
            self.member.process.wait(0.2)
        except Exception:
            return False
        return not self.member.expected

    def gone(self, member: Member) -> None:
        """Its process has ended: its clients with it."""
        if not member.expected:
            self._note_death()
        self.connections, self.clients, self._by_id = {}, {}, {}
        if member.info and not member.expected:
            self.layer.orphan(self.prefix, where=self.name)
        self._did.set()
        if not self._ended.done():
            self._ended.set_result(None)
        if not member.expected and not self.draining:
            # In a thread: whoever waits for this end may have the lock of its place.
            spawn(f"sandbox-{self.name}-again", self._died, self)

    def _note_death(self) -> None:
        log = self._fleet.log
        for one in list(self._by_id.values()):
            log.note(
                "connection.closed",
                where=self.name,
                cause=one.id,
                connection=one.id,
                code=1006 if not one.method else None,
                by="server",
                why="the server was killed",
            )
        log.note(
            "server.stopped",
            where=self.name,
            cause=0,
            server=self.name,
            address=self.address,
            reason="killed",
        )
