"""What a worker is busy with, in words."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from sandbox import Channel, NotSettled, Sandbox
from sandbox.box.busy import doing, worker_in_words
from sandbox.workers.watch import BUSY_SECONDS
from tests.workers.scene import wait_for


@pytest.fixture
def box() -> Iterator[Sandbox]:
    """A sandbox that ends with the test."""
    with Sandbox() as box:
        yield box


class Stuck:
    """A consumer that does not come back before it is told to."""

    def __init__(self, box: Sandbox) -> None:
        self.began, self.go = threading.Event(), threading.Event()

        @box.consumer("work")
        def work(message: Any) -> None:
            self.began.set()
            self.go.wait(20)

        self.line = work.__code__.co_firstlineno + 3
        Channel("work").send({})
        assert self.began.wait(20)

    def since(self, box: Sandbox, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let the run have begun so many seconds ago."""
        worker = box.workers[1].worker
        assert worker.busy_since is not None
        monkeypatch.setattr(worker, "_busy_since", worker.busy_since - seconds)


@pytest.fixture
def stuck(box: Sandbox) -> Iterator[Stuck]:
    """A worker that is at it."""
    stuck = Stuck(box)
    yield stuck
    stuck.go.set()


def test_where_a_worker_is(box: Sandbox, stuck: Stuck) -> None:
    """The consumer, and the line of its code; nothing once it is over."""
    assert doing(box.workers[1]) == f" in work, line {stuck.line} of test_busy.py"
    stuck.go.set()
    box.settle()
    assert doing(box.workers[1]) == ""


def test_a_print_names_who_does_not_come_back(
    box: Sandbox, stuck: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With what to do; before five seconds it is only busy."""
    assert "worker:1 busy\n" in str(box)
    stuck.since(box, 7, monkeypatch)
    assert (
        f"worker:1 busy 7 s in work, line {stuck.line} of test_busy.py: "
        "box.workers[1].kill() puts a new one in its place" in str(box)
    )


def test_settling_names_where_it_is(
    box: Sandbox, stuck: Stuck, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In NotSettled."""
    stuck.since(box, 7, monkeypatch)
    with pytest.raises(NotSettled, match=rf"busy for 7\.\d s in work, line {stuck.line} of test_b"):
        box.settle(timeout=0.1)


def test_what_is_not_known_is_left_out() -> None:
    """A worker that is inside code of which nobody here is the author."""
    thread = SimpleNamespace(running_at=lambda: ("__main__.f", None, None))
    worker: Any = SimpleNamespace(name="worker:3", number=3, busy_since=1.0, worker=thread)
    assert doing(worker) == " in f"
    assert worker_in_words(worker, 1.0 + BUSY_SECONDS).startswith("worker:3 busy 5 s in f: box")


def test_a_sandbox_watches_over_its_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The log says it by itself, once the time is over; nobody has to ask."""
    monkeypatch.setattr("sandbox.workers.watch.BUSY_SECONDS", 0.05)
    with Sandbox() as box:
        stuck = Stuck(box)
        wait_for(box.log, lambda: bool(box.find("kind:worker.busy")))
        (told,) = box.find("kind:worker.busy")
        stuck.go.set()
        box.settle()
    assert (told.worker, told.file, told.line) == ("worker:1", __file__, stuck.line)
