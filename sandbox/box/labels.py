"""Which connection belongs to which tab, by the address that the tab connects from.

Role: a tab says its local address before the server hears of it; the server asks with the address
that it sees. So the picture can say "alice" without a header that a consumer would see. It must
not know what tabs or servers do. Any thread may call.
"""

from __future__ import annotations

import threading
from typing import Any

__all__ = ["Labels"]

Address = tuple[str, int]

_REMEMBERED = 20_000
"""Addresses kept after their connections are over; the oldest go first."""


class Labels:
    """Addresses of the sandbox's own clients."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._clients: dict[Address, Any] = {}
        self._reply_channels: dict[Address, str] = {}
        self._unseen: set[Address] = set()

    def announce(self, address: Address, client: Any) -> None:
        """Note that *client* is about to speak from *address*."""
        with self._lock:
            self._clients.pop(address, None)
            self._reply_channels.pop(address, None)
            self._clients[address] = client
            self._unseen.add(address)
            while len(self._clients) > _REMEMBERED:
                oldest = next(iter(self._clients))
                del self._clients[oldest]
                self._reply_channels.pop(oldest, None)
                self._unseen.discard(oldest)

    def greet(self, address: Address, reply_channel: str) -> str | None:
        """Note that a server met *address*; return the client's name, or ``None``."""
        with self._lock:
            self._unseen.discard(address)
            client = self._clients.get(address)
            if client is None:
                return None
            self._reply_channels[address] = reply_channel
        return str(client.name)

    def reply_channel(self, address: Address) -> str | None:
        """Return the reply channel of the connection from *address*, or ``None``."""
        with self._lock:
            return self._reply_channels.get(address)

    def unseen(self) -> list[Any]:
        """Return the clients that have spoken, or are about to, and that no server has met."""
        with self._lock:
            return [self._clients[address] for address in self._unseen]

    def forget(self, address: Address) -> None:
        """Forget an address, for example of a client that was refused."""
        with self._lock:
            self._unseen.discard(address)
