"""A Redis, through commands that only read.

Role: the thin shell around redis-py that fetches keys and their contents in batches, and refuses
to send anything but :data:`READS`. No ``MONITOR`` (it halves a server's throughput), no ``KEYS``
(it stops a server while it runs), no script. It must not know what the keys mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

import redis

from sandbox.errors import NotAvailableHere
from sandbox.looking.layouts import Key

__all__ = ["READS", "NotAllowed", "Reader", "without_password"]

READS: Final = frozenset(
    {
        *("PING", "INFO", "TIME", "SCAN", "TYPE", "PTTL", "GET", "LRANGE"),
        *("ZCARD", "ZRANGE", "HLEN", "PUBSUB|CHANNELS"),
    }
)
"""Every command that may be sent; a Redis user with these rights and no others is enough."""

_PAIRED = frozenset({"PUBSUB"})
_BATCH = 500
_TIMEOUT_S = 5.0


class NotAllowed(NotAvailableHere):
    """The server does not let this user read that."""


class Reader:
    """One Redis that is only read; a context manager. The calling thread's own.

    *url*: ``redis://``, ``rediss://`` or ``unix://``, as redis-py has them. Raises
    ``NotAvailableHere`` with one sentence where nobody answers there, or refuses.
    """

    def __init__(self, url: str, *, timeout_s: float = _TIMEOUT_S) -> None:
        self.url = url
        self.shown = without_password(url)
        try:
            self._client = redis.Redis.from_url(
                url, socket_timeout=timeout_s, socket_connect_timeout=timeout_s, protocol=2
            )
        except ValueError as error:
            raise NotAvailableHere(
                f"{self.shown!r} is no address of a Redis ({error}): write redis://host:6379/0, "
                "rediss://… for TLS, or unix:///path/to/redis.sock."
            ) from None
        # The plain replies are wanted: redis-py would make objects of some of them.
        self._client.response_callbacks.clear()
        self.ask("PING")

    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *error: object) -> None:
        self._client.close()

    def ask(self, *command: str | bytes | int) -> Any:
        """Send one command of :data:`READS`; return the plain reply."""
        return self.ask_all([command])[0]

    def ask_all(self, commands: Iterable[Sequence[str | bytes | int]]) -> list[Any]:
        """Send *commands* in batches of 500; return their replies in order.

        Raises ``NotAvailableHere`` where the connection fails or the server refuses.
        """
        rest, replies = iter(commands), []
        while batch := list(islice(rest, _BATCH)):
            for command in batch:
                _only_reads(command)
            with self._client.pipeline(transaction=False) as pipe:
                for command in batch:
                    pipe.execute_command(*map(_raw, command))  # type: ignore[no-untyped-call]
                try:
                    replies += pipe.execute()
                except redis.RedisError as error:
                    refused = isinstance(error, redis.exceptions.NoPermissionError)
                    kind = NotAllowed if refused or "NOPERM" in str(error) else NotAvailableHere
                    raise kind(_sentence(error, self.shown)) from error
        return replies

    def scan(self, pattern: str) -> Iterator[Key]:
        """Yield every key that matches *pattern* once, with its type. Never blocks the server."""
        cursor, seen = "0", set()
        while True:
            reply = self.ask("SCAN", cursor, "MATCH", pattern, "COUNT", 1000)
            names = [name for name in reply[1] if name not in seen]
            seen.update(names)
            types = self.ask_all([("TYPE", name) for name in names])
            for name, kind in zip(names, types, strict=True):
                text = _text(kind)
                if text != "none":  # it went between the two commands
                    yield Key(name.decode("utf-8", "surrogateescape"), text)
            cursor = _text(reply[0])
            if cursor == "0":
                return


def _raw(word: str | bytes | int) -> bytes | int:
    """Return *word* as it is sent; names keep bytes that are no text."""
    return word.encode("utf-8", "surrogateescape") if isinstance(word, str) else word


def _only_reads(command: Sequence[str | bytes | int]) -> None:
    words = [str(word).upper() for word in command[:2]]
    name = "|".join(words) if words[0] in _PAIRED else words[0]
    if name not in READS:
        raise ValueError(f"{name} is no command that only reads; peek sends {sorted(READS)}.")


def _text(raw: Any) -> str:
    if isinstance(raw, bytes):
        return raw.decode("utf-8", "backslashreplace")
    return str(raw)


def without_password(url: str) -> str:
    """Return *url* with ``***`` where a password stands, in the address or in its query."""
    hidden = re.sub(r"(://[^/?#@:]*):[^/?#]*@", r"\1:***@", url)
    return re.sub(r"(?i)([?&]password=)[^&#]*", r"\1***", hidden)


def _sentence(error: redis.RedisError, shown: str) -> str:
    text = " ".join(str(error).split()).rstrip(".")
    if isinstance(error, redis.AuthenticationError) or "NOAUTH" in text or "WRONGPASS" in text:
        return (
            f"The Redis at {shown} wants another name or password ({text}): give them as "
            "redis://user:password@host:6379/0."
        )
    if isinstance(error, redis.exceptions.NoPermissionError) or "NOPERM" in text:
        return (
            f"The Redis at {shown} does not let this user read ({text}): the rights "
            "'+@read +info +ping +time ~*' are enough."
        )
    if isinstance(error, (redis.ConnectionError, redis.TimeoutError)):
        return (
            f"No Redis answers at {shown} ({text}): is it running, and is this its address? "
            "`redis-server` starts one on redis://localhost:6379."
        )
    return f"The Redis at {shown} answered {text}: peek needs a Redis or Valkey that it may read."
