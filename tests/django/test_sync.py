"""One thread without an event loop, for calls that may use the ORM."""

from __future__ import annotations

import asyncio
import signal
import threading
import traceback
import weakref
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from sandbox.django.sync import SyncThread
from sandbox.errors import SandboxStopped

colour: ContextVar[str] = ContextVar("colour", default="none")


@pytest.fixture
def sync() -> Iterator[SyncThread]:
    """A thread that is closed after the test."""
    thread = SyncThread()
    yield thread
    thread.close()


def test_a_call_runs_in_the_thread(sync: SyncThread) -> None:
    """Arguments go there and the result comes back."""

    def where(*args: int, **kwargs: int) -> tuple[str, Any, Any]:
        return threading.current_thread().name, args, kwargs

    assert sync.run(where, 1, fn=2) == ("sandbox-sync", (1,), {"fn": 2})


def test_the_thread_begins_with_the_first_call() -> None:
    """A sandbox that never asks has no thread."""
    sync = SyncThread("never-used")
    sync.close()
    assert "never-used" not in [thread.name for thread in threading.enumerate()]


@pytest.mark.usefixtures("database")
def test_the_orm_works_where_a_loop_runs(sync: SyncThread) -> None:
    """A notebook's cell has a running loop; the thread has none."""

    async def cell() -> int:
        return sync.run(Session.objects.count)

    assert asyncio.run(cell()) == 0


def test_errors_keep_their_traceback(sync: SyncThread) -> None:
    """The caller sees the line that raised; SystemExit is an error as any other."""

    def broken() -> None:
        raise SystemExit("stop here")

    with pytest.raises(SystemExit) as caught:
        sync.run(broken)
    assert "broken" in [frame.name for frame in traceback.extract_tb(caught.tb)]
    assert sync.run(lambda: "still there") == "still there"


def test_context_variables_are_the_callers(sync: SyncThread) -> None:
    """What the call causes is the caller's doing."""
    token = colour.set("red")
    try:
        assert sync.run(colour.get) == "red"
    finally:
        colour.reset(token)
    assert sync.run(colour.get) == "none"


def test_a_call_from_the_thread_runs_at_once(sync: SyncThread) -> None:
    """A call inside a call does not wait for itself."""
    assert sync.run(lambda: sync.run(threading.current_thread).name) == "sandbox-sync"


def test_calls_keep_their_order(sync: SyncThread) -> None:
    """Many threads may ask; each gets its own answer."""
    answers: dict[int, int] = {}

    def ask(number: int) -> None:
        answers[number] = sync.run(lambda: number * 2)

    threads = [threading.Thread(target=ask, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert answers == {number: number * 2 for number in range(20)}


def test_an_interrupt_returns_at_once(sync: SyncThread) -> None:
    """Stop (■) ends the cell; the call goes on and the next one waits for it."""
    begun, go_on = threading.Event(), threading.Event()
    ended: list[str] = []

    def slow() -> None:
        begun.set()
        go_on.wait(10)
        ended.append("slow")

    def interrupt() -> None:
        begun.wait(10)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    person = threading.Thread(target=interrupt)
    person.start()
    with pytest.raises(KeyboardInterrupt):
        sync.run(slow)
    person.join(10)
    assert ended == []
    go_on.set()
    sync.run(lambda: ended.append("next"))
    assert ended == ["slow", "next"]


@pytest.mark.usefixtures("database")
def test_connections_are_closed_with_the_thread() -> None:
    """Nothing stays open after close()."""
    sync = SyncThread()
    closed: list[bool] = []

    def watch() -> None:
        connection.ensure_connection()
        wrapper = connection._connections[connection._alias]
        close = wrapper.close
        wrapper.close = lambda: (closed.append(True), close())

    sync.run(watch)
    closed.clear()
    sync.close()
    assert closed == [True]


def test_a_closed_thread_says_so() -> None:
    """Closing twice is harmless; calling afterwards is not."""
    sync = SyncThread()
    assert sync.run(lambda: 1) == 1
    sync.close()
    sync.close()
    with pytest.raises(SandboxStopped, match="run the cell that makes the sandbox again"):
        sync.run(lambda: 1)


def test_closing_from_a_call_does_not_wait_for_itself() -> None:
    """``box.stop()`` inside ``box.sync`` ends the thread after the call."""
    sync = SyncThread("closes-itself")
    assert sync.run(lambda: sync.close() or "done") == "done"
    sync.close()
    assert "closes-itself" not in [thread.name for thread in threading.enumerate()]


def test_an_idle_thread_keeps_nothing_alive(sync: SyncThread) -> None:
    """Function, result and error are let go with the call."""

    class Thing:
        def __call__(self) -> None:
            raise LookupError

    thing, gone = Thing(), threading.Event()
    weakref.finalize(thing, gone.set)
    with pytest.raises(LookupError):
        sync.run(thing)
    del thing
    assert gone.wait(5)
