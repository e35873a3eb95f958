"""The clients of one server, and what the log says of their comings and goings.

Role: give each client its reply channel, find it again by that and by its address, and append the
facts of its life to the log. It must not know what is said to a client, nor who waits for what.
"""

from __future__ import annotations

import string
from collections.abc import Callable
from random import Random
from typing import Any

from sandbox.protocols import websocket
from sandbox.protocols.sending import Connection
from sandbox.trace.log import Log

__all__ = ["Greet", "Roster"]

Greet = Callable[[tuple[str, int], str], str | None]
"""Called with a client's address and its reply channel; returns its name on the picture."""


class Roster:
    """Everybody who is connected to one server. Only for the loop's thread.

    *where* is the server's logical name, *log* may be ``None``.
    """

    def __init__(self, *, where: str, log: Log | None, random: Random, greet: Greet | None) -> None:
        self._where = where
        self._log = log
        self._random = random
        self._greet = greet
        self.prefix = f"daphne.response.{self._letters()}!"
        """Reply channels of this server begin with it (§7.2)."""
        self.connections: dict[str, Connection] = {}
        """By the local part of the reply channel."""
        self.clients: dict[tuple[str, int], Connection] = {}
        """By the address; who has none (a Unix socket) is not in it."""

    def _letters(self) -> str:
        return "".join(self._random.choice(string.ascii_letters) for _ in range(10))

    def _new_local_part(self) -> str:
        while (local := self._letters()) in self.connections:
            pass
        return local

    def find(self, reply_channel: str) -> Connection | None:
        """Return whoever has this reply channel, ``None`` where nobody has it any more."""
        return self.connections.get(reply_channel[len(self.prefix) :])

    # -- coming --------------------------------------------------------------------------------

    def open(self, scope: Any, peer: Any, send: Any, protocol: str, state: Any) -> Connection:
        """Take up a client; *peer* is the address of its TCP connection, not what a proxy says."""
        local = self._new_local_part()
        number = self._log.ids.connection() if self._log is not None else 0
        connection = Connection(number, self.prefix + local, scope["path"], send, state)
        if peer:
            connection.client = (peer[0], peer[1])
            if self._greet is not None:
                connection.label = self._greet(connection.client, connection.reply_channel)
            self.clients[connection.client] = connection
        connection.method = scope.get("method", "")
        self.connections[local] = connection
        if self._log is not None:
            connection.opened_at = self._log.clock()
            self._log.note(
                "connection.opened",
                where=self._where,
                at=connection.opened_at,
                id=number,
                cause=0,
                connection=number,
                protocol=protocol,
                path=connection.path,
                query=bytes(scope.get("query_string") or b""),
                headers=tuple(websocket.header_list(scope["headers"])),
                client=scope.get("client"),
                reply_channel=connection.reply_channel,
                label=connection.label,
            )
        return connection

    def note(self, kind: str, connection: Connection, **fields: Any) -> None:
        """Append a fact about a connection, caused by its opening."""
        if self._log is not None:
            self._log.note(
                kind, where=self._where, cause=connection.id, connection=connection.id, **fields
            )

    def note_request(self, connection: Connection, method: str, size: int) -> None:
        """Append that a request has come, whose id is the cause of all that follows from it."""
        if self._log is not None:
            connection.request = self._log.ids.request()
            self.note(
                "request.received",
                connection,
                id=connection.request,
                method=method,
                path=connection.path,
                body_size=size,
            )

    def note_frame(
        self, kind: str, connection: Connection, frame: int, content: dict[str, Any], **more: Any
    ) -> None:
        """Append that a client's frame came, or had no effect."""
        data = content.get("text") if "text" in content else content.get("bytes")
        self.note(
            kind,
            connection,
            id=frame,
            order=content["order"],
            text=content.get("text"),
            bytes=content.get("bytes"),
            size=len(data or ""),
            **more,
        )

    def note_rejected(self, connection: Connection, status: int | None, why: str) -> None:
        """Append that a handshake, or a request that nobody was asked, is refused."""
        self.note("connection.rejected", connection, status=status, why=why)

    def note_refused(self, client: Any, status: int | None, why: str) -> None:
        """Append that somebody was refused of whom nothing else is known (a wire's report)."""
        if self._log is not None:
            number = self._log.ids.connection()
            self._log.note(
                "connection.rejected",
                where=self._where,
                id=number,
                cause=0,
                connection=number,
                status=status,
                why=why,
                client=client,
            )

    # -- going ---------------------------------------------------------------------------------

    def forget(self, connection: Connection) -> None:
        """Lead no reply to this client any more."""
        local = connection.reply_channel[len(self.prefix) :]
        if self.connections.get(local) is connection:
            del self.connections[local]

    def part_from(self, connection: Connection) -> None:
        """Strike the client off; last of all, as a goodbye is under way until consumers can hear
        of it (settle)."""
        for call in connection.at_parting:
            call()
        if connection.client is not None and self.clients.get(connection.client) is connection:
            del self.clients[connection.client]
        if self._log is not None:
            self._log.nudge()
