"""Where the servers of a layer are, and which of them a name belongs to.

Role: CLASSIC-SPEC §11.1 and §11.5: hosts as URLs or pairs, the ring of shards, connections made
with redis-py. It must not know of channels' meaning, nor of scripts.
"""

from __future__ import annotations

import binascii
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import hiredis
import redis

from sandbox.layers.names import non_local_name

__all__ = ["DEFAULT_HOST", "Host", "UrlHost", "hosts_of", "pack_command", "shard_of", "url_of"]

DEFAULT_HOST = ("localhost", 6379)
"""What ``hosts=None`` means (§11.1)."""

RING = 4096
"""Places on the ring of shards (§11.5)."""


def pack_command(arguments: tuple[Any, ...]) -> bytes:
    """Return a command as it travels; arguments are bytes, texts and numbers."""
    return hiredis.pack_command(arguments)  # type: ignore[no-any-return]


class Host(Protocol):
    """A server, wherever it is just now."""

    def connection(self, **options: Any) -> Any:
        """Return a new connection of redis-py, not connected yet."""

    may_move: bool
    """Whether it is worth to ask :meth:`has_moved`."""

    def has_moved(self) -> bool:
        """Say whether connections that were made are to another server than a new one would be."""


class UrlHost:
    """A server by its URL: ``redis://``, ``rediss://`` or ``unix://``, with password and database.

    *options* go to redis-py's connection; those of the URL win.
    """

    may_move = False

    def __init__(self, url: str, options: Mapping[str, Any]) -> None:
        self._url = url
        # A pool is what understands URLs; connections are made by it, and kept by nobody else.
        self._pool = redis.ConnectionPool.from_url(url, **{"protocol": 2, **options})

    def connection(self, **options: Any) -> Any:
        """Return a new connection; *options* win over all others."""
        kwargs = {**self._pool.connection_kwargs, **options, "protocol": 2}
        return self._pool.connection_class(**kwargs)

    def has_moved(self) -> bool:
        """Return ``False``: a URL means the same server for ever."""
        return False

    def __str__(self) -> str:
        """Return the address without user and password."""
        kwargs = self._pool.connection_kwargs
        where = kwargs.get("path") or f"{kwargs.get('host')}:{kwargs.get('port', 6379)}"
        return f"{where}/{kwargs.get('db', 0)}"


def hosts_of(hosts: Any, options: Mapping[str, Any]) -> list[Host]:
    """Return the servers that *hosts* names: URLs or pairs of host and port, ``None`` for the
    usual one. ``ValueError`` for anything else, such as one bare text (§11.1)."""
    if hosts is None:
        hosts = [DEFAULT_HOST]
    if isinstance(hosts, (str, bytes)):
        raise ValueError(
            f"hosts is a list of URLs or (host, port) pairs, not the text {hosts!r}: "
            "put it into a list."
        )
    found = [UrlHost(url_of(one), options) for one in _listed(hosts)]
    if not found:
        raise ValueError("hosts names at least one server; leave it away for localhost:6379.")
    return list(found)


def _listed(hosts: Any) -> Iterable[Any]:
    if not isinstance(hosts, Iterable):
        raise ValueError(f"hosts is a list of URLs or (host, port) pairs, not {hosts!r}.")
    return hosts


def url_of(host: Any) -> str:
    """Return the URL that *host*, a URL or a (host, port) pair, means; ``ValueError`` else."""
    if isinstance(host, str):
        return host
    if isinstance(host, (list, tuple)) and len(host) == 2:
        name, port = host
        name = f"[{name}]" if ":" in str(name) else name
        return f"redis://{name}:{int(port)}/0"
    raise ValueError(
        f"A host is a URL such as 'redis://localhost:6379/0' or a pair (host, port), not {host!r}."
    )


def shard_of(name: str, shards: int) -> int:
    """Return the place of a channel's or group's name on a ring of *shards* (§11.5).

    All clients of one process are together: only the part up to ``!`` counts.
    """
    if shards == 1:
        return 0
    place = binascii.crc32(non_local_name(name).encode("utf8")) & (RING - 1)
    return int(place / (RING / float(shards)))
