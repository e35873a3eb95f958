"""Which connection belongs to which tab, by the address that the tab connects from.

Role: a tab says its local address before the server hears of it; the server asks with the address
that it sees. So the picture can say "alice" without a header that a consumer would see. It must
not know what tabs or servers do. Any thread may call.

::

    announce ──► (a server meets it) greet ──► over ──► (the server notices too)
       unseen        on its way, or open         gone
"""

from __future__ import annotations

import threading
from typing import Any

__all__ = ["Address", "Labels"]

Address = tuple[str, int]

_REMEMBERED = 20_000
"""Addresses kept after their connections are over; the oldest go first."""


class Labels:
    """Addresses of the sandbox's own clients.

    A client has a ``name``; one with ``closed`` (not None), ``done`` or ``cancelled`` (true) is
    through with its address, and so is one whose ``address`` is another by now.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._clients: dict[Address, Any] = {}
        self._reply_channels: dict[Address, str] = {}
        self._names: dict[str, str] = {}
        self._unseen: set[Address] = set()
        self._over: set[Address] = set()

    def announce(self, address: Address, client: Any) -> None:
        """Note that *client* is about to speak from *address*."""
        with self._lock:
            self._drop(address)
            self._clients[address] = client
            self._unseen.add(address)
            while len(self._clients) > _REMEMBERED:
                self._drop(next(iter(self._clients)))

    def _drop(self, address: Address) -> None:
        self._clients.pop(address, None)
        self._names.pop(self._reply_channels.pop(address, ""), None)
        self._unseen.discard(address)
        self._over.discard(address)

    def greet(self, address: Address, reply_channel: str) -> str | None:
        """Note that a server met *address*; return the client's name, or ``None``."""
        with self._lock:
            self._unseen.discard(address)
            client = self._clients.get(address)
            if client is None:
                return None
            self._reply_channels[address] = reply_channel
            self._names[reply_channel] = name = str(client.name)
        return name

    def over(self, address: Address) -> None:
        """Note that the client at *address* is through with it, for example a finished request."""
        with self._lock:
            self._unseen.discard(address)
            if address in self._clients:
                self._over.add(address)

    def client(self, address: Address) -> Any:
        """Return who announced *address*; ``None`` for other people's."""
        return self._clients.get(address)

    def is_over(self, address: Address) -> bool:
        """Say whether the client that announced *address* is through with it."""
        client = self._clients.get(address)
        if client is None or address in self._over:
            return True
        if getattr(client, "closed", None) is not None:
            return True
        if getattr(client, "done", False) or getattr(client, "cancelled", False):
            return True
        return bool(getattr(client, "address", address) != address)

    def reply_channel(self, address: Address) -> str | None:
        """Return the reply channel of the connection from *address*, or ``None``."""
        return self._reply_channels.get(address)

    def owner(self, reply_channel: str) -> str | None:
        """Return the name of the client behind *reply_channel*, also a former one's."""
        return self._names.get(reply_channel)

    def owners(self) -> dict[str, str]:
        """Return reply channel → name of its client, former ones too."""
        with self._lock:
            return self._names.copy()

    def unseen(self) -> list[Any]:
        """Return the clients that have spoken, or are about to, and that no server has met."""
        with self._lock:
            waiting = list(self._unseen)
        return [self._clients[address] for address in waiting if not self.is_over(address)]
