"""What the parts of one server share.

Role: carry the layer, the roster, the sender and the bounds to the bridges and the drain, and tell
actions to whoever keeps an access log. It must not know protocols.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from sandbox.protocols.access import ActionLogger
from sandbox.protocols.limits import Limits
from sandbox.protocols.roster import Roster
from sandbox.protocols.sending import Connection, Sender
from sandbox.trace.log import Log

__all__ = ["Desk"]

logger = logging.getLogger("sandbox.server")


@dataclass(slots=True)
class Desk:
    """One server's common things. *where* is its logical name; only for the loop's thread."""

    layer: Any
    loop: asyncio.AbstractEventLoop
    where: str
    log: Log | None
    limits: Limits
    roster: Roster
    sender: Sender
    action_logger: ActionLogger | None = None
    refusing: str | None = None
    """Why every newcomer is turned away; ``None``: nobody is."""

    def take_down(self, connection: Connection, scope: Any) -> None:
        """Keep what the access log will want of a request; nothing where there is none."""
        if self.action_logger is not None:
            query = bytes(scope.get("query_string") or b"")
            path = scope.get("raw_path") or scope["path"].encode()
            client = scope.get("client")
            connection.taken_down = (
                (path + (b"?" + query if query else b"")).decode("latin-1"),
                f"{client[0]}:{client[1]}" if client else None,
                scope.get("method"),
                self.loop.time(),
            )

    def warn(self, connection: Connection, what: str) -> None:
        """Say on a terminal *what* the server did to a client by itself: nobody else will.

        A notebook has the log, and nobody has given this logger a handler.
        """
        if self.log is None or logger.handlers:
            client = connection.client
            who = f"{client[0]}:{client[1]}" if client else "a Unix socket"
            what_it_is = connection.method or "WebSocket"
            logger.warning("%s %s [%s] %s", what_it_is, connection.path, who, what)

    def act(self, protocol: str, action: str, connection: Connection) -> None:
        """Tell an action of a client to the access log."""
        if self.action_logger is None or connection.taken_down is None:
            return
        path, client, method, began = connection.taken_down
        details: dict[str, Any] = {"path": path, "client": client}
        if protocol == "http":
            details |= {
                "status": connection.state.status,
                "method": method,
                "time_taken": self.loop.time() - began,
                "size": connection.state.size,
            }
        self.action_logger(protocol, action, details)
