"""Has everything come to rest? What still moves?

Role: look at tabs, servers, layers and workers and say in words what is on its way
(``box.settle``, API.md). It must not change anything.

A thing is on its way from the moment a tab has sent it until the last frame that came of it has
reached its tab: counted at both ends, so that nothing hides in a socket's buffer.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from sandbox.errors import NotSettled
from sandbox.runtime.clock import Clock
from sandbox.trace.log import Log

__all__ = ["Settler"]


class Settler:
    """Waits for rest. :meth:`moving` and :meth:`settle` may be called from any thread that the
    sandbox itself does not need (not from a consumer)."""

    def __init__(
        self,
        *,
        log: Log,
        clock: Clock,
        layers: Callable[[], Iterable[Any]],
        servers: Callable[[], Iterable[Any]],
        workers: Callable[[], Iterable[Any]],
        endpoints: Callable[[], Iterable[Any]],
        unseen: Callable[[], Iterable[Any]],
    ) -> None:
        self._log = log
        self._clock = clock
        self._layers = layers
        self._servers = servers
        self._workers = workers
        self._endpoints = endpoints
        self._unseen = unseen

    def moving(self) -> list[str]:
        """Return what moves, in words; empty at rest."""
        found = [f"{client.name} has just asked the server" for client in self._unseen()]
        found += self._in_sockets()
        for layer in self._layers():
            for channel, (queued, in_hand) in layer.moving().items():
                if queued:
                    found.append(f"{queued} queued on {channel}")
                if in_hand:
                    found.append(f"{in_hand} in hand from {channel}")
        now = self._clock()
        for worker in self._workers():
            since = worker.busy_since
            if since is not None:
                found.append(f"{worker.name} has been busy for {now - since:.1f} s")
        return found

    def _in_sockets(self) -> list[str]:
        connections: dict[Any, Any] = {}
        for server in self._servers():
            connections.update(server.clients)
        found: list[str] = []
        for endpoint in self._endpoints():
            if endpoint.closed or endpoint.address is None:
                continue
            connection = connections.get(endpoint.address)
            if connection is None:
                continue
            coming = endpoint.sent_count - connection.order
            going = connection.sent - endpoint.received_count
            if coming > 0:
                found.append(f"{coming} frames from {endpoint.name} are on their way to the server")
            if going > 0:
                found.append(f"{going} frames to {endpoint.name} are on their way")
        return found

    def settle(self, timeout: float, or_when: Callable[[], bool] | None = None) -> None:
        """Wait until nothing moves, or until *or_when* is true; :class:`NotSettled` after
        *timeout* seconds, with what still moves."""
        deadline = self._clock() + timeout
        while True:
            # The cursor first: what changes while we look makes us look again.
            cursor = self._log.end
            if or_when is not None and or_when():
                return
            moving = self.moving()
            if not moving and self._log.end == cursor:
                return
            left = deadline - self._clock()
            if left <= 0:
                raise NotSettled(
                    f"Not at rest after {timeout:g} s: {'; '.join(moving[:5]) or 'new events came'}"
                    f"{' …' if len(moving) > 5 else ''}. Wait longer, or look at box.story()."
                )
            if moving:
                self._log.wait(cursor, min(left, threading.TIMEOUT_MAX))
