"""A copy of the sandbox's own database, and the way back to it.

Role: sessions, users and whatever else a learner's views have stored, as they were. It copies only
what SQLite can copy by itself, and must not know what the tables are for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.db import connections

from sandbox.errors import SandboxError
from sandbox.runtime.clock import Clock

__all__ = ["Snapshot", "close", "restore", "take"]

Snapshot = dict[str, sqlite3.Connection]
"""Alias → a copy of that database, in memory."""

BUSY_SECONDS = 2.0
"""How long a database may be in somebody's transaction before going back to a copy fails."""


def take() -> Snapshot:
    """Copy every SQLite database of this process's Django. Not where an event loop runs."""
    found: Snapshot = {}
    for alias in connections:
        wrapper = connections[alias]
        if wrapper.vendor == "sqlite":
            wrapper.ensure_connection()
            found[alias] = sqlite3.connect(":memory:", check_same_thread=False)
            wrapper.connection.backup(found[alias])
    return found


def restore(snapshot: Snapshot, clock: Clock) -> None:
    """Write every copy back; whoever reads then reads what was. Not where an event loop runs.

    ``SandboxError`` where a transaction of somebody else does not end.
    """
    for alias, copy in snapshot.items():
        wrapper = connections[alias]
        wrapper.ensure_connection()
        with _asking_often(wrapper.connection):
            progress = _within(BUSY_SECONDS, clock, alias)
            copy.backup(wrapper.connection, sleep=0.01, progress=progress)


@contextmanager
def _asking_often(connection: Any) -> Iterator[None]:
    """Let SQLite come back soon where somebody else is at it, instead of in the usual 20 s."""
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 10")
    try:
        yield
    finally:
        connection.execute(f"PRAGMA busy_timeout = {patience:d}")


def _within(seconds: float, clock: Clock, alias: str) -> Any:
    until = clock() + seconds

    def progress(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and clock() > until:
            raise SandboxError(
                f"The database {alias!r} has been in a transaction for {seconds:g} s, so its data "
                "is as it is: end what holds it (a view, a consumer, a cell) and try again."
            )

    return progress


def close(snapshot: Snapshot) -> None:
    """Let the copies go."""
    for copy in snapshot.values():
        with closing(copy):
            pass
