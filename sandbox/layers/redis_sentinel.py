"""Servers that Redis Sentinel knows: the master of a service, whichever it is just now.

Role: CLASSIC-SPEC §11.8, ``RedisSentinelChannelLayer``. redis-py asks the sentinels. It must not
know of channels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import redis
from redis import exceptions
from redis.sentinel import Sentinel

from sandbox.errors import LayerDown
from sandbox.layers.redis import RedisLayer
from sandbox.layers.redis_hosts import Host
from sandbox.runtime.clock import Clock, monotonic

__all__ = ["RedisSentinelLayer", "SentinelHost", "sentinels_of"]

USUAL_PORT = 26379

_LEAST_INTERVAL = 1.0
"""Seconds between two questions to the sentinels about a connection that works."""


_connection: Any = redis.Connection
"""What makes a connection; its types are not all there."""


class SentinelHost:
    """The master of *service*. Looked up for each new connection, and anew after *interval*
    seconds; where another one is master then, connections move there."""

    may_move = True

    def __init__(
        self,
        sentinel: Any,
        service: str,
        options: Mapping[str, Any],
        interval: float,
        clock: Clock = monotonic,
    ) -> None:
        self._sentinel = sentinel
        self._service = service
        self._options = {"protocol": 2, **options}
        self._interval = max(interval, _LEAST_INTERVAL)
        self._clock = clock
        self._address: tuple[str, int] | None = None
        self._due = 0.0

    def connection(self, **options: Any) -> Any:
        """Return a new connection to the master of this moment.

        ``redis.exceptions.ConnectionError`` where no sentinel knows one.
        """
        self._address = self._look_up()
        host, port = self._address
        return _connection(host=host, port=port, **{**self._options, **options})

    def has_moved(self) -> bool:
        """Say whether the service has another master than at the last connection."""
        if self._clock() < self._due:
            return False
        try:
            return self._look_up() != self._address
        except exceptions.RedisError:
            return False  # nobody to ask: what works goes on working

    def _look_up(self) -> tuple[str, int]:
        self._due = self._clock() + self._interval
        found: tuple[str, int] = self._sentinel.discover_master(self._service)
        return found

    def __str__(self) -> str:
        """Return the service, and where its master was last."""
        where = ":".join(map(str, self._address)) if self._address else "its master"
        return f"{self._service} ({where})"


def sentinels_of(hosts: Any) -> list[tuple[str, int]]:
    """Return the addresses of sentinels: pairs of host and port, ``None`` for the usual one.

    ``ValueError`` for texts, which would be URLs of Redis itself.
    """
    if hosts is None:
        hosts = [("localhost", USUAL_PORT)]
    if isinstance(hosts, (str, bytes)) or not all(
        isinstance(one, (list, tuple)) and len(one) == 2 for one in hosts
    ):
        raise ValueError(
            f"hosts of a sentinel layer is a list of (host, port) pairs, not {hosts!r}: "
            "it names the sentinels."
        )
    if not hosts:
        raise ValueError("hosts names at least one sentinel; leave it away for localhost:26379.")
    return [(str(host), int(port)) for host, port in hosts]


class RedisSentinelLayer(RedisLayer):
    """A layer on the masters that sentinels know; one shard for each service.

    *hosts* are the sentinels, *services* the names of what they watch, in the same order
    everywhere; ``None``: all that a sentinel names, sorted, asked for when the layer is made
    (:class:`~sandbox.errors.LayerDown` where none answers). A master is looked up for each
    connection, and again every *sentinel_refresh_interval* seconds (at least one). All else is as
    in :class:`~sandbox.layers.redis.RedisLayer`.
    """

    def __init__(
        self,
        expiry: float = 60,
        hosts: Any = None,
        prefix: str = "asgi:",
        group_expiry: float = 86400,
        capacity: int = 100,
        channel_capacity: Mapping[Any, int] | None = None,
        symmetric_encryption_keys: Sequence[str | bytes] | None = None,
        stats_prefix: str = "asgi-meta:",
        connection_kwargs: Mapping[str, Any] | None = None,
        services: Sequence[str] | None = None,
        sentinel_refresh_interval: float = 0,
        **injected: Any,
    ) -> None:
        if isinstance(services, (str, bytes)):
            raise ValueError(f"services is a list of names, not the text {services!r}.")
        self._services = services
        self._interval = sentinel_refresh_interval
        super().__init__(
            expiry,
            hosts,
            prefix,
            group_expiry,
            capacity,
            channel_capacity,
            symmetric_encryption_keys,
            stats_prefix,
            connection_kwargs,
            **injected,
        )

    def _hosts(self, hosts: Any, options: dict[str, Any]) -> list[Host]:
        self._require_patience(options)
        timeout = options.get("socket_timeout", 5.0)
        ask: Any = Sentinel
        sentinel = ask(sentinels_of(hosts), socket_timeout=timeout, protocol=2)
        services = self._services if self._services is not None else _services_of(sentinel)
        if not services:
            raise ValueError("services names at least one service that the sentinels watch.")
        return [SentinelHost(sentinel, name, options, self._interval) for name in services]


def _services_of(sentinel: Any) -> list[str]:
    failure: Exception | None = None
    for client in sentinel.sentinels:
        try:
            return sorted(client.sentinel_masters())
        except exceptions.RedisError as error:
            failure = error
    raise LayerDown(
        f"No sentinel says which services there are ({failure}): start one, correct hosts, or name "
        "the services."
    ) from failure
