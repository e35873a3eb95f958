"""A copy of the database, and back to it, while others have it open."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, connections

from sandbox.django import snapshots
from sandbox.errors import SandboxError
from sandbox.runtime.clock import monotonic


@pytest.fixture(autouse=True)
def table() -> Iterator[None]:
    """A table with one row."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS remembered")
        cursor.execute("CREATE TABLE remembered (n integer)")
        cursor.execute("INSERT INTO remembered VALUES (1)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE remembered")
    connections.close_all()


def rows() -> list[int]:
    """What is in it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM remembered ORDER BY n")
        return [row[0] for row in cursor.fetchall()]


def insert(number: int) -> None:
    """Put something in."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO remembered VALUES (%s)", [number])


def test_data_is_as_it_was_as_often_as_wanted() -> None:
    """Tables that were made since go, too."""
    copy = snapshots.take()
    for number in (2, 3):
        insert(number)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE since (n integer)")
        snapshots.restore(copy, monotonic)
        assert rows() == [1]
        assert "since" not in connection.introspection.table_names()
    snapshots.close(copy)


def test_other_threads_with_open_connections_read_what_was() -> None:
    """A worker keeps its connection."""
    copy = snapshots.take()
    seen: list[list[int]] = []
    go, read = threading.Event(), threading.Event()

    def worker() -> None:
        insert(2)
        seen.append(rows())
        read.set()
        go.wait(10)
        seen.append(rows())
        connections.close_all()

    thread = threading.Thread(target=worker)
    thread.start()
    assert read.wait(10)
    snapshots.restore(copy, monotonic)
    go.set()
    thread.join(10)
    assert seen == [[1, 2], [1]]
    snapshots.close(copy)


def test_a_transaction_that_does_not_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing hangs, and the data is as it is."""
    monkeypatch.setattr(snapshots, "BUSY_SECONDS", 0.1)
    copy = snapshots.take()
    begun, go = threading.Event(), threading.Event()

    def holder() -> None:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("INSERT INTO remembered VALUES (9)")
            begun.set()
            go.wait(10)
            cursor.execute("COMMIT")
        connections.close_all()

    thread = threading.Thread(target=holder)
    thread.start()
    assert begun.wait(10)
    try:
        with pytest.raises(SandboxError, match=r"in a transaction for 0\.1 s"):
            snapshots.restore(copy, monotonic)
    finally:
        go.set()
        thread.join(10)
    assert rows() == [1, 9]
    snapshots.close(copy)
