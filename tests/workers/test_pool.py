"""The workers of one layer: they start, are replaced, and end."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sandbox.consumers.channel import Channel, Group
from sandbox.consumers.message import Message
from sandbox.consumers.routing import route
from sandbox.consumers.signals import worker_ready
from sandbox.runtime.threads import SWITCH_INTERVAL_S, spawn
from sandbox.workers import pool as pool_module
from sandbox.workers.pool import Numbers, Pool, WorkerGroup
from tests.workers.scene import PATIENCE, Scene, Told, wait_for


@pytest.fixture
def started() -> Iterator[Callable[..., Pool]]:
    """Make a pool that is stopped after the test."""
    pools: list[Pool] = []

    def start(scene: Scene, count: int = 1, **options: Any) -> Pool:
        pools.append(Pool(scene.wrapper, count, **options))
        return pools[-1]

    yield start
    for pool in pools:
        pool.stop()


@contextmanager
def worker_readies() -> Iterator[list[Any]]:
    """Collect who says worker_ready."""
    told: list[Any] = []

    def listen(sender: Any, **_: Any) -> None:
        told.append(sender)

    worker_ready.connect(listen)
    try:
        yield told
    finally:
        worker_ready.disconnect(listen)


def at_rest(scene: Scene) -> None:
    """Wait until nothing is queued or in hand on the routed channels, and check the books."""

    def resting() -> bool:
        rows = scene.layer.ledger().rows.values()
        routed = [row for row in rows if row.channel in scene.wrapper.router.channels]
        return not any(row.queued or row.in_hand for row in routed)

    wait_for(scene.log, resting)
    scene.check_books()


def test_a_pool_serves(started: Callable[..., Pool]) -> None:
    """Three workers with names and threads of their own consume everything."""
    scene = Scene(route("a", lambda message: None), capacity=1000)
    with worker_readies() as told:
        pool = started(scene, 3, name="box")
        for _ in range(300):
            scene.layer.send("a", {})
        at_rest(scene)
        assert len(told) == 3
    assert [place.name for place in pool.workers.values()] == ["worker:1", "worker:2", "worker:3"]
    names = {thread.name for thread in threading.enumerate()}
    assert {f"sandbox-box-worker:{number}" for number in (1, 2, 3)} <= names
    assert scene.layer.ledger()["a"].delivered == 300
    assert pool.stop() == []
    assert pool.workers == {}


def test_pools_that_share_their_numbers_have_distinct_workers(
    started: Callable[..., Pool],
) -> None:
    """Each takes the lowest number that is free, and gives it back when a worker's place goes."""
    scene, numbers = Scene(route("a", lambda message: None)), Numbers()
    first = started(scene, 1, numbers=numbers)
    second = started(scene, 2, numbers=numbers)
    first.resize(2)
    assert (list(first.workers), list(second.workers)) == ([1, 4], [2, 3])
    second.resize(1)
    first.resize(3)
    assert (list(first.workers), list(second.workers)) == ([1, 4, 3], [2])
    second.restart()
    assert list(second.workers) == [2]


def test_a_pools_options_reach_its_consumers(started: Callable[..., Pool]) -> None:
    """Layers by alias, auto-accept, versions and the callback are those of every worker."""

    def consumer(message: Message) -> None:
        Group("g").send({})

    scene = Scene(route("websocket.connect", consumer))
    called = Told()
    layers = {"default": scene.wrapper}
    started(
        scene,
        layers=layers,
        auto_accept=True,
        versions={consumer: 4},
        callback=lambda channel, message: called.tell(channel),
    )
    scene.layer.send("websocket.connect", {"reply_channel": "r!x"})
    assert called.wait() == "websocket.connect"
    wait_for(scene.log, lambda: scene.layer.ledger()["websocket.connect"].delivered == 1)
    assert scene.got("r!x") == [{"accept": True}]
    assert scene.events("consumer.started")[0].version == "v4"
    assert len(scene.events("group.sent")) == 1


class Endless:
    """A consumer that says when it began, and never ends; others end at once."""

    def __init__(self) -> None:
        self.began = Told()

    def __call__(self, message: Message) -> None:
        Channel("out", channel_layer=message.channel_layer).send({})
        if message.get("endless"):
            self.began.tell()
            while True:
                pass


def test_kill_ends_an_endless_consumer_and_the_replacement_serves(
    started: Callable[..., Pool],
) -> None:
    """The message is worker_killed, the thread ends, a new one takes its place and its name."""
    consumer = Endless()
    scene = Scene(route("a", consumer))
    pool = started(scene)
    place = pool.workers[1]
    thread = place.thread
    scene.layer.send("a", {"endless": True})
    consumer.began.wait()
    assert place.busy_since is not None
    assert repr(place) == "<worker:1 busy>"
    place.kill()
    scene.layer.send("a", {})
    thread.join(PATIENCE)
    assert not thread.is_alive()
    at_rest(scene)
    row = scene.layer.ledger()["a"]
    assert (row.delivered, row.lost) == (1, {"worker_killed": 1})
    assert len(scene.got("out")) == 1
    assert place.alive
    assert place.busy_since is None
    assert repr(place) == "<worker:1 idle>"
    assert scene.kinds("worker") == ["worker.started", "worker.stopped", "worker.started"]


def test_kill_of_an_idle_worker_replaces_it(started: Callable[..., Pool]) -> None:
    """Nothing is lost, and the next message is served."""
    scene = Scene(route("a", lambda message: None))
    pool = started(scene)
    wait_for(scene.log, lambda: "worker.started" in scene.kinds())
    old = pool.workers[1].thread
    pool.workers[1].kill()
    old.join(PATIENCE)
    assert not old.is_alive()
    scene.layer.send("a", {})
    at_rest(scene)
    assert scene.layer.ledger()["a"].delivered == 1


def test_a_consumer_may_kill_its_own_place(started: Callable[..., Pool]) -> None:
    """It ends there and then; its replacement serves on."""
    scene = Scene()
    pool = started(scene)

    def consumer(message: Message) -> None:
        if message["kill"]:
            pool.workers[1].kill()

    scene.wrapper.routing = [route("a", consumer)]
    scene.layer.send("a", {"kill": True})
    scene.layer.send("a", {"kill": False})
    at_rest(scene)
    row = scene.layer.ledger()["a"]
    assert (row.delivered, row.lost) == (1, {"worker_killed": 1})


def test_killed_again_and_again_under_load(started: Callable[..., Pool]) -> None:
    """Two workers killed a hundred times in full flight: every message has one fate."""
    scene = Scene(capacity=1_000_000)

    def consumer(message: Message) -> None:
        Channel("out", channel_layer=message.channel_layer).send({}, immediately=True)

    scene.wrapper.routing = [route("a", consumer)]
    pool = started(scene, 2)
    for number in range(100):
        for _ in range(20):
            scene.layer.send("a", {})
        pool.workers[1 + number % 2].kill()
    at_rest(scene)
    assert pool.stop() == []
    row = scene.layer.ledger()["a"]
    assert row.accepted == 2000 == row.delivered + row.lost.get("worker_killed", 0)


def test_resize_starts_and_ends_workers(started: Callable[..., Pool]) -> None:
    """Numbers are filled from below, and the highest go first."""
    scene = Scene(route("a", lambda message: None))
    pool = started(scene)
    first = pool.workers[1].thread
    pool.resize(3)
    assert sorted(pool.workers) == [1, 2, 3]
    threads = [place.thread for place in pool.workers.values()]
    pool.resize(1)
    assert sorted(pool.workers) == [1]
    assert [thread.is_alive() for thread in threads] == [True, False, False]
    assert pool.workers[1].thread is first
    scene.layer.send("a", {})
    at_rest(scene)
    pool.resize(0)
    assert pool.workers == {}


def test_restart_keeps_what_waits(started: Callable[..., Pool]) -> None:
    """The running consumer finishes, what is queued meanwhile goes to the new workers."""
    began, go_on = Told(), Told()
    got: list[int] = []

    def consumer(message: Message) -> None:
        got.append(message["n"])
        if message["n"] == 0:
            began.tell()
            go_on.wait()

    scene = Scene(route("a", consumer))
    pool = started(scene)
    before = pool.workers[1].thread
    scene.layer.send("a", {"n": 0})
    began.wait()
    scene.layer.send("a", {"n": 1})
    restarting = spawn("test-restart", pool.restart)
    wait_for(scene.log, lambda: "worker.stopping" in scene.kinds())
    go_on.tell()
    restarting.join(PATIENCE)
    at_rest(scene)
    assert got == [0, 1]
    assert pool.workers[1].thread is not before
    assert scene.layer.ledger()["a"].lost == {}


def test_a_restarted_worker_is_told_of(started: Callable[..., Pool]) -> None:
    """It stops taking, has stopped, and the new one starts, in this order."""
    scene = Scene(route("a", lambda message: None))
    pool = started(scene)
    wait_for(scene.log, lambda: "worker.started" in scene.kinds())
    pool.workers[1].restart()
    wait_for(scene.log, lambda: scene.kinds().count("worker.started") == 2)
    told = [one for one in scene.log.events() if one.kind.startswith("worker.")]
    assert [(one.kind, one.reason) for one in told] == [  # type: ignore[attr-defined]
        ("worker.started", None),
        ("worker.stopping", "asked"),
        ("worker.stopped", "asked"),
        ("worker.started", None),
    ]


def test_restarts_one_after_the_other_leave_others_to_serve(started: Callable[..., Pool]) -> None:
    """While one finishes a long consumer, the other goes on; nothing is lost or done twice."""
    began, go_on, others = Told(), Told(), Told()

    def consumer(message: Message) -> None:
        if message["n"] == 0:
            began.tell()
            go_on.wait()
        else:
            others.tell(message["n"])

    scene = Scene(route("a", consumer))
    pool = started(scene, 2)
    scene.layer.send("a", {"n": 0})
    began.wait()
    restarting = spawn("test-restart", pool.restart)
    scene.layer.send("a", {"n": 1})
    assert others.wait() == 1
    go_on.tell()
    restarting.join(PATIENCE)
    at_rest(scene)
    row = scene.layer.ledger()["a"]
    assert (row.delivered, row.lost) == (2, {})
    assert sorted(pool.workers) == [1, 2]


def test_a_restart_kills_what_does_not_finish(started: Callable[..., Pool]) -> None:
    """After its patience; the place is filled again, once."""
    consumer = Endless()
    scene = Scene(route("a", consumer))
    pool = started(scene)
    thread = pool.workers[1].thread
    scene.layer.send("a", {"endless": True})
    consumer.began.wait()
    pool.workers[1].restart(timeout=0.05)
    thread.join(PATIENCE)
    scene.layer.send("a", {})
    at_rest(scene)
    assert scene.layer.ledger()["a"].lost == {"worker_killed": 1}
    assert scene.kinds().count("worker.started") == 2


def test_a_worker_that_finishes_can_be_killed(started: Callable[..., Pool]) -> None:
    """Who waits for a restart holds up nobody who has had enough; one thread replaces it."""
    consumer = Endless()
    scene = Scene(route("a", consumer))
    pool = started(scene)
    scene.layer.send("a", {"endless": True})
    consumer.began.wait()
    restarting = spawn("test-restart", pool.restart, None)
    wait_for(scene.log, lambda: "worker.stopping" in scene.kinds())
    pool.workers[1].kill()
    restarting.join(PATIENCE)
    assert not restarting.is_alive()
    scene.layer.send("a", {})
    at_rest(scene)
    assert scene.kinds().count("worker.started") == 2


def test_a_consumer_may_restart_its_own_place(started: Callable[..., Pool]) -> None:
    """It ends first, whole; then the new thread serves."""
    scene = Scene()
    pool = started(scene)
    before = pool.workers[1].thread

    def consumer(message: Message) -> None:
        if message["restart"]:
            pool.workers[1].restart()

    scene.wrapper.routing = [route("a", consumer)]
    scene.layer.send("a", {"restart": True})
    scene.layer.send("a", {"restart": False})
    at_rest(scene)
    row = scene.layer.ledger()["a"]
    assert (row.delivered, row.lost) == (2, {})
    with pool._lock:  # the new one serves before the one who starts it has let go of this
        assert pool.workers[1].thread is not before


def test_one_worker_is_let_go(started: Callable[..., Pool]) -> None:
    """stop() takes its place away; its number is free for the next one."""
    scene = Scene(route("a", lambda message: None))
    pool = started(scene, 3)
    place = pool.workers[2]
    place.stop()
    place.stop()
    assert sorted(pool.workers) == [1, 3]
    assert not place.alive
    place.restart()
    assert not place.alive
    pool.resize(3)
    assert sorted(pool.workers) == [1, 2, 3]


def test_a_zombie_is_told_of_until_it_ends(
    started: Callable[..., Pool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A killed consumer that is inside C code goes on beside its replacement."""
    monkeypatch.setattr(pool_module, "KILL_SECONDS", 0.05)
    gate, began = threading.Lock(), Told()
    gate.acquire()

    def stuck(message: Message) -> None:
        began.tell()
        with gate:
            pass

    scene = Scene(route("a", stuck))
    pool = started(scene)
    scene.layer.send("a", {})
    began.wait()
    place = pool.workers[1]
    place.kill()
    try:
        wait_for(scene.log, lambda: "worker.stuck" in scene.kinds())
        assert len(place.zombies) == 1
        assert "a killed thread goes on in" in repr(place)
        (event,) = scene.events("worker.stuck")
        (run,) = scene.events("consumer.started")
        assert (event.worker, event.run, event.message) == ("worker:1", run.run, run.message)
        assert event.consumer.endswith("stuck")
    finally:
        gate.release()
    wait_for(scene.log, lambda: "worker.freed" in scene.kinds())
    assert place.zombies == ()
    assert repr(place) == "<worker:1 idle>"


def test_stop_kills_what_does_not_finish(started: Callable[..., Pool]) -> None:
    """Endless consumers are killed after the patience, which is shared by all of them."""
    consumer = Endless()
    scene = Scene(route("a", consumer))
    pool = started(scene, 4)
    for _ in range(4):
        scene.layer.send("a", {"endless": True})
    wait_for(scene.log, lambda: len(scene.events("consumer.started")) == 4)
    began = scene.clock()
    assert pool.stop(timeout=0.2) == []
    assert scene.clock() - began < 0.2 + pool_module.KILL_SECONDS
    assert scene.layer.ledger()["a"].lost == {"worker_killed": 4}
    scene.check_books()


def test_stop_names_a_thread_that_is_stuck_in_c(
    started: Callable[..., Pool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A consumer inside C code cannot be ended; stop() says which worker, also if it was killed
    before and replaced."""
    monkeypatch.setattr(pool_module, "KILL_SECONDS", 0.05)
    gate, began = threading.Lock(), threading.Semaphore(0)
    gate.acquire()

    def consumer(message: Message) -> None:
        began.release()
        with gate:
            pass

    scene = Scene(route("a", consumer))
    pool = started(scene, 2)
    stuck = [place.thread for place in pool.workers.values()]
    for _ in range(2):
        scene.layer.send("a", {})
        assert began.acquire(timeout=PATIENCE)
    pool.workers[1].kill()
    try:
        assert pool.stop(timeout=0.05) == ["worker:1", "worker:2"]
    finally:
        gate.release()
    for thread in stuck:
        thread.join(PATIENCE)
    assert pool.stop() == []
    assert scene.layer.ledger()["a"].lost == {"worker_killed": 2}
    scene.check_books()


def test_a_consumer_may_stop_its_pool(started: Callable[..., Pool]) -> None:
    """It is neither waited for nor killed: it finishes, and the pool is at its end."""
    scene, done = Scene(), Told()
    pool = started(scene, 2)

    def consumer(message: Message) -> None:
        done.tell(pool.stop())

    scene.wrapper.routing = [route("a", consumer)]
    threads = [place.thread for place in pool.workers.values()]
    scene.layer.send("a", {})
    assert done.wait() == []
    for thread in threads:
        thread.join(PATIENCE)
    assert scene.layer.ledger()["a"].delivered == 1


def test_a_place_of_a_stopped_pool_stays_empty(started: Callable[..., Pool]) -> None:
    """kill() after stop() starts nothing."""
    scene = Scene(route("a", print))
    pool = started(scene)
    place = pool.workers[1]
    pool.stop()
    place.kill()
    assert not place.alive
    assert repr(place) == "<worker:1 ended>"


def test_a_threads_database_connections_end_with_it(
    started: Callable[..., Pool], database: None
) -> None:
    """Whatever a consumer opened is closed when its worker ends."""
    from django.db import connection

    opened: list[Any] = []

    def consumer(message: Message) -> None:
        connection.ensure_connection()
        opened.append(connection.connection)
        connection.force_debug_cursor = False

    scene = Scene(route("a", consumer))
    pool = started(scene)
    scene.layer.send("a", {})
    at_rest(scene)
    pool.stop()
    with pytest.raises(Exception, match="closed"):
        opened[0].execute("select 1")


# --- the classic group ----------------------------------------------------------------------------


def test_a_group_runs_all_its_workers() -> None:
    """The calling thread is one of them; stopping it stops the others."""
    told = threading.Semaphore(0)
    names: set[str] = set()
    both = threading.Barrier(2, timeout=PATIENCE)

    def consumer(message: Message) -> None:
        names.add(threading.current_thread().name)
        both.wait()
        told.release()

    scene = Scene(route("a", consumer))
    group = WorkerGroup(scene.wrapper, signal_handlers=False, n_threads=2)
    with worker_readies() as ready:
        group.ready()
    assert ready == [group, *group.sub_workers]
    thread = spawn("test-group", group.run)
    for _ in range(2):
        scene.layer.send("a", {})
    for _ in range(2):
        assert told.acquire(timeout=PATIENCE)
    group.stop()
    thread.join(PATIENCE)
    assert not any(one.is_alive() for one in (thread, *group.threads))
    assert names == {"test-group", "sandbox-group-worker:2"}
    scene.check_books()


def test_the_threads_of_a_group_change_places_quickly() -> None:
    """While it runs, and no longer: one that sends to itself would else keep all the work."""
    before = sys.getswitchinterval()
    found: list[float] = []
    told = Told()

    def consumer(message: Message) -> None:
        found.append(sys.getswitchinterval())
        told.tell()

    scene = Scene(route("a", consumer))
    group = WorkerGroup(scene.wrapper, signal_handlers=False, n_threads=2)
    thread = spawn("test-group", group.run)
    scene.layer.send("a", {})
    told.wait()
    group.stop()
    thread.join(PATIENCE)
    assert found == [pytest.approx(min(before, SWITCH_INTERVAL_S))]
    assert sys.getswitchinterval() == before


def test_a_group_ends_at_once_on_a_signal() -> None:
    """Its handler sets termed and leaves; a stuck worker beside it is not waited for."""
    began, go_on = Told(), Told()

    def consumer(message: Message) -> None:
        began.tell()
        go_on.wait()

    scene = Scene(route("a", consumer))
    group = WorkerGroup(scene.wrapper, signal_handlers=False, n_threads=2)
    scene.layer.send("a", {})
    group.only_channels = ["nothing"]  # so that the other worker takes it

    def strike(*_: Any) -> Any:
        began.wait()
        group.sigterm_handler(signal.SIGTERM, None)

    group._take_and_dispatch = strike  # type: ignore[method-assign]
    try:
        with pytest.raises(SystemExit):
            group.run()
        assert group.termed
        assert group.threads[0].is_alive()
    finally:
        go_on.tell()
    group.threads[0].join(PATIENCE)


def test_a_group_has_a_worker_for_each_core() -> None:
    """Without a number there are as many as cores; positional arguments are the worker's."""
    group = WorkerGroup(None, None, 7, True)
    assert len(group.sub_workers) == group.n_threads - 1
    assert {worker.message_retries for worker in group.sub_workers} <= {7}
    assert {worker.signal_handlers for worker in group.sub_workers} <= {False}
