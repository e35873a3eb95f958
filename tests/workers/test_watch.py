"""The watch: a worker that does not come back is named, once, and nobody is asked meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.consumers.routing import route
from sandbox.runtime.clock import ManualClock
from sandbox.workers.pool import Pool
from sandbox.workers.watch import BUSY_SECONDS, Watch
from tests.workers.scene import PATIENCE, Scene, Told, wait_for


class Night:
    """How the watch of a test sleeps: until the test says that the time is over."""

    def __init__(self, clock: ManualClock) -> None:
        self.clock = clock
        self.news = threading.Condition()
        self.sleeps: list[float | None] = []
        """For how long it wanted to sleep; ``None``: until the bell."""
        self._over = threading.Event()

    def wait(self, bell: threading.Event, seconds: float | None) -> None:
        """Sleep."""
        with self.news:
            self.sleeps.append(seconds)
            self.news.notify_all()
        if seconds is None:
            bell.wait(PATIENCE)
            return
        self._over.wait(PATIENCE)
        self._over.clear()

    def asleep(self, number: int) -> float | None:
        """Wait until it sleeps for the time of this *number*, and return for how long."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.sleeps) > number, PATIENCE)
            return self.sleeps[number]

    def passes(self, seconds: float) -> None:
        """The clock goes on, and the sleep for a time ends."""
        self.clock.advance(seconds)
        self._over.set()


class Busy:
    """A consumer that runs for as long as the test wants."""

    def __init__(self) -> None:
        self.began = threading.Semaphore(0)
        self.go = threading.Event()

    def __call__(self, message: Any) -> None:
        self.began.release()
        self.go.wait(PATIENCE)


@pytest.fixture
def clock() -> ManualClock:
    """Time that the test moves."""
    return ManualClock()


@pytest.fixture
def busy() -> Iterator[Busy]:
    """The consumer; it ends with the test at the latest."""
    consumer = Busy()
    yield consumer
    consumer.go.set()


@pytest.fixture
def scene(clock: ManualClock, busy: Busy) -> Scene:
    """A layer, one of whose channels keeps its worker busy."""
    quick = Told()
    return Scene(route("slow", busy), route("quick", lambda message: quick.tell()), clock=clock)


@pytest.fixture
def pool(scene: Scene) -> Iterator[Pool]:
    """Two workers."""
    pool = Pool(scene.wrapper, 2)
    yield pool
    pool.stop(0.0)


@pytest.fixture
def night(clock: ManualClock) -> Night:
    """The watch's sleep."""
    return Night(clock)


@pytest.fixture
def watch(scene: Scene, pool: Pool, night: Night, busy: Busy) -> Iterator[Watch]:
    """A watch over the pool's workers."""
    watch = Watch(
        scene.log,
        lambda: [place.worker for place in pool.workers.values()],
        place=lambda file: f"<{file.rpartition('/')[2]}>",
        wait=night.wait,
    )
    yield watch
    night.passes(0.0)
    watch.close()


def begin(scene: Scene, busy: Busy, watch: Watch, night: Night) -> int:
    """Let a worker be busy; return how often the watch has slept until it waits for that one."""
    scene.layer.send("slow", {})
    assert busy.began.acquire(timeout=PATIENCE)
    with night.news:
        assert night.news.wait_for(lambda: night.sleeps[-1:] not in ([], [None]), PATIENCE)
        return len(night.sleeps)


def test_who_is_busy_for_long_is_named(
    scene: Scene, busy: Busy, watch: Watch, night: Night
) -> None:
    """With its run, its message, the consumer, and where that is by now."""
    slept = begin(scene, busy, watch, night)
    assert night.asleep(slept - 1) == BUSY_SECONDS
    night.passes(BUSY_SECONDS + 2)
    wait_for(scene.log, lambda: bool(scene.events("worker.busy")))
    (told,) = scene.events("worker.busy")
    (started,) = scene.events("consumer.started")
    assert (told.worker, told.where, told.layer) == (started.worker, started.worker, "default")
    assert (told.id, told.run, told.message) == (started.id, started.run, started.message)
    assert told.consumer == started.consumer
    assert told.duration == BUSY_SECONDS + 2
    assert told.file == "<test_watch.py>"
    assert told.line == Busy.__call__.__code__.co_firstlineno + 2


def test_a_run_is_told_of_once(scene: Scene, busy: Busy, watch: Watch, night: Night) -> None:
    """However long it goes on, and whatever else happens; the next run is another one."""
    slept = begin(scene, busy, watch, night)
    night.passes(BUSY_SECONDS)
    wait_for(scene.log, lambda: bool(scene.events("worker.busy")))
    # Its own fact wakes it once more; then nobody is left to wait for.
    assert night.asleep(slept) is None
    scene.layer.send("quick", {})
    wait_for(scene.log, lambda: len(scene.events("message.delivered")) == 1)
    assert len(scene.events("worker.busy")) == 1
    busy.go.set()
    wait_for(scene.log, lambda: len(scene.events("message.delivered")) == 2)
    busy.go.clear()
    begin(scene, busy, watch, night)
    night.passes(BUSY_SECONDS)
    wait_for(scene.log, lambda: len(scene.events("worker.busy")) == 2)


def test_who_ends_in_time_is_not_named(
    scene: Scene, busy: Busy, watch: Watch, night: Night
) -> None:
    """A run that was over before the time was up is nothing to tell."""
    slept = begin(scene, busy, watch, night)
    busy.go.set()
    wait_for(scene.log, lambda: bool(scene.events("message.delivered")))
    night.passes(BUSY_SECONDS)
    assert night.asleep(slept) is None
    assert scene.events("worker.busy") == []


def test_while_nobody_works_it_is_parked(scene: Scene, watch: Watch, night: Night) -> None:
    """It has no timer then; the log's own wake-up is what it waits for."""
    seconds = [night.asleep(number) for number in range(len(night.sleeps) or 1)]
    assert set(seconds) == {None}
    assert scene.log.awaited is True


def test_a_killed_worker_is_not_named(
    scene: Scene, busy: Busy, pool: Pool, watch: Watch, night: Night
) -> None:
    """Its run has no effect any more; the new one in its place is idle."""
    slept = begin(scene, busy, watch, night)
    next(one for one in pool.workers.values() if one.busy_since is not None).kill()
    night.passes(BUSY_SECONDS)
    assert night.asleep(slept) is None
    assert scene.events("worker.busy") == []


def test_it_ends_when_it_is_told_to(scene: Scene) -> None:
    """At once, also while it is parked; a second time is harmless."""
    watch = Watch(scene.log, list)
    watch.close()
    watch.close()
    assert not watch._thread.is_alive()
