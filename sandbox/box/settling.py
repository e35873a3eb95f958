"""Has everything come to rest? What still moves?

Role: look at clients, servers, layers and workers and say in words what is on its way
(``box.settle``, API.md). It must not change anything.

A thing is on its way from the moment a tab has sent it until the last frame that came of it has
reached its tab: counted at both ends, so that nothing hides in a socket's buffer. So is a
goodbye, until the server has told the consumers. Whatever hands a thing on (client to server to
layer to worker and back) lets go of it only after the next one has it, and says so in the log:
what looks at rest while the log stands still is at rest.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from sandbox.box.busy import doing
from sandbox.box.labels import Address, Labels
from sandbox.errors import LayerDown, NotSettled
from sandbox.runtime.clock import Clock
from sandbox.trace.log import Log
from sandbox.workers.watch import BUSY_SECONDS

__all__ = ["Settler", "SteppedSettler"]

_TOLD = 5
"""A text names at most this many things that move."""

_ENDED = ("ended", "closed")
"""Phases in which a server has handed the last byte to the socket: a request's, a WebSocket's."""


class Settler:
    """Waits for rest. :meth:`moving` and :meth:`settle` may be called from any thread that the
    sandbox itself does not need (not from a consumer)."""

    def __init__(
        self,
        *,
        log: Log,
        clock: Clock,
        labels: Labels,
        layers: Callable[[], Iterable[Any]],
        servers: Callable[[], Iterable[Any]],
        workers: Callable[[], Iterable[Any]],
        endpoints: Callable[[], Iterable[Any]],
        requests: Callable[[], Iterable[tuple[Any, Address]]],
        catch_up: Callable[[], object] = lambda: None,
    ) -> None:
        """*endpoints*: tabs and members of crowds. *requests*: those that are held open while
        their cell goes on, with their addresses. *catch_up* returns when all that has happened
        elsewhere is in the log."""
        self._log = log
        self._clock = clock
        self._labels = labels
        self._layers = layers
        self._servers = servers
        self._workers = workers
        self._endpoints = endpoints
        self._requests = requests
        self._catch_up = catch_up

    def moving(self) -> list[str]:
        """Return what moves, in words; empty at rest."""
        return list(self._look())

    def _look(self) -> Iterator[str]:
        # What is cheap to see comes first: whoever only asks whether anything moves stops there.
        workers = list(self._workers())
        now = self._clock()
        for worker in workers:
            since = worker.busy_since
            if since is not None:
                lasts = max(now - since, 0.0)
                where = doing(worker) if lasts >= BUSY_SECONDS else ""
                yield f"{worker.name} has been busy for {lasts:.1f} s{where}"
        for layer in self._layers():
            try:
                yield from _in_layer(layer, bool(workers))
            except LayerDown as error:  # what it holds goes on when it is back
                yield str(error).rstrip(".")
        for client in self._labels.unseen():
            yield f"{client.name} has just asked the server"
        yield from self._in_sockets()

    def _in_sockets(self) -> Iterator[str]:
        met: dict[Address, Any] = {}
        for server in self._servers():
            clients = server.clients.copy()  # the server's own thread goes on changing it
            met.update(clients)
            for address, connection in clients.items():
                client = self._labels.client(address)
                if client is None:
                    continue  # a real browser's: nobody here knows what it has sent or read
                if self._labels.is_over(address):
                    yield f"{server.name} is about to hear that {client.name} has gone"
                elif hasattr(client, "sent_count"):
                    yield from _frames(client, connection)
        for endpoint in self._endpoints():
            address = endpoint.address
            if address not in met and self._was_met(address) and not self._labels.is_over(address):
                yield _end_of(endpoint)
        for later, address in self._requests():
            if later.done:
                continue
            connection = met.get(address)
            if connection is None:  # met, and gone again
                answered = self._was_met(address)
            else:
                answered = _has_ended(connection)
            if answered:
                yield f"the answer to {later.name} is on its way"

    def _was_met(self, address: Address | None) -> bool:
        return address is not None and self._labels.reply_channel(address) is not None

    def settle(self, timeout: float, or_when: Callable[[], bool] | None = None) -> None:
        """Wait until nothing moves, or until *or_when* is true; :class:`NotSettled` after
        *timeout* seconds, with what still moves. A layer that does not answer moves: it is waited
        for, too."""
        deadline = self._clock() + timeout
        while True:
            # The cursor first: what changes while we look makes us look again.
            cursor = self._log.end
            if or_when is not None and or_when():
                return
            at_rest = self._at_rest()
            if at_rest:
                at_rest = self._has_caught_up()
                if at_rest and self._log.end == cursor:
                    return
            left = deadline - self._clock()
            if left <= 0:
                raise self._not_settled(timeout)
            if not at_rest:
                # Clients tell of news by a nudge, which leaves no trace in the log: look again
                # once the nudge can be heard.
                self._log.wait(
                    cursor,
                    min(left, self._next_try(), threading.TIMEOUT_MAX),
                    unless=lambda: self._at_rest() or bool(or_when and or_when()),
                )

    def _has_caught_up(self) -> bool:
        try:
            self._catch_up()
        except LayerDown:
            return False
        return True

    def _next_try(self) -> float:
        """Return the seconds until a layer that is away is tried again: no event tells of it."""
        waits = (getattr(layer, "retry_in", None) for layer in self._layers())
        return min((max(wait, 0.01) for wait in waits if wait is not None), default=math.inf)

    def _at_rest(self) -> bool:
        return next(self._look(), None) is None

    def _not_settled(self, timeout: float) -> NotSettled:
        told = list(islice(self._look(), _TOLD + 1))
        more = "; …" if len(told) > _TOLD else ""
        return NotSettled(
            f"Not at rest after {timeout:g} s: {'; '.join(told[:_TOLD]) or 'new events came'}"
            f"{more}. Wait longer, or look at box.story()."
        )


class SteppedSettler(Settler):
    """The same on the cooperative runtime: it steps the world until nobody can move.

    *steps* is the world's ``settle``. What only time can move, such as a consumer that waits for
    room, is waited for in virtual time.
    """

    def __init__(self, *, steps: Callable[..., bool], **options: Any) -> None:
        super().__init__(**options)
        self._steps = steps

    def settle(self, timeout: float, or_when: Callable[[], bool] | None = None) -> None:
        """Step until nothing moves, or until *or_when* is true; :class:`NotSettled` after
        *timeout* virtual seconds."""
        if not self._steps(self._at_rest, timeout, or_when):
            raise self._not_settled(timeout)


def _in_layer(layer: Any, has_workers: bool) -> Iterator[str]:
    for channel, (queued, in_hand) in layer.moving().items():
        # Without any worker nobody hears the routed channels: what lies there is at rest.
        if queued and (has_workers or channel.endswith("!")):
            yield f"{queued} queued on {channel}"
        if in_hand:
            yield f"{in_hand} in hand from {channel}"


def _frames(client: Any, connection: Any) -> Iterator[str]:
    coming = client.sent_count - connection.order
    going = connection.sent - client.received_count
    if coming > 0:
        yield f"{coming} {_plural(coming)} from {client.name} on the way to the server"
    if going > 0:
        yield f"{going} {_plural(going)} to {client.name} on the way"
    elif _has_ended(connection):
        yield _end_of(client)


def _end_of(client: Any) -> str:
    if getattr(client, "returning", False):
        return f"{client.name} is connecting again"
    return f"the end of {client.name}'s connection is on its way"


def _has_ended(connection: Any) -> bool:
    return getattr(connection.state, "phase", None) in _ENDED


def _plural(count: int) -> str:
    return "frame is" if count == 1 else "frames are"
