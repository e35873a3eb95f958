"""A worker: takes, dispatches, settles; is told to end, killed, or sent a signal."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest
from django.test import override_settings

from sandbox.consumers.channel import Channel, Group, pending
from sandbox.consumers.manager import ChannelLayerWrapper, serving
from sandbox.consumers.message import Message
from sandbox.consumers.routing import Route, route
from sandbox.consumers.signals import worker_ready
from sandbox.errors import ConsumeLater
from sandbox.runtime.threads import spawn
from sandbox.trace.causes import CELL, acting
from sandbox.workers.worker import Worker
from tests.workers.scene import PATIENCE, Scene, Told, wait_for


class CountdownWorker(Worker):
    """Ends after as many iterations as ``termed`` was set to (trap 2)."""

    left: Any = 0
    reads = 0

    @property  # type: ignore[override]
    def termed(self) -> bool:
        """Say whether to end; each asking counts."""
        self.reads += 1
        if not self.left:
            return True
        self.left -= 1
        return False

    @termed.setter
    def termed(self, value: Any) -> None:
        self.left = value


@contextmanager
def running(worker: Worker) -> Iterator[threading.Thread]:
    """Run *worker* in a thread for as long as the block lasts."""
    worker.signal_handlers = False
    thread = spawn("test-worker", worker.run)
    try:
        yield thread
    finally:
        worker.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def wait_idle(scene: Scene) -> None:
    """Wait until nothing is queued or in hand."""
    wait_for(scene.log, lambda: scene.layer.moving() == {})


# --- iterations -----------------------------------------------------------------------------------


def test_termed_is_read_once_per_iteration() -> None:
    """A countdown of three takes exactly three messages and reads termed four times."""
    got: list[int] = []
    scene = Scene(route("a", lambda message: got.append(message["n"])))
    for number in range(5):
        scene.layer.send("a", {"n": number})
    worker = CountdownWorker(scene.wrapper, signal_handlers=False)
    worker.termed = 3  # type: ignore[assignment]
    worker.reads = 0
    worker.run()
    assert got == [0, 1, 2]
    assert worker.reads == 4
    assert len(scene.got("a")) == 2
    scene.check_books()


def test_a_deferred_message_is_one_send_and_two_runs() -> None:
    """ConsumeLater calls the wrapper's send exactly once, and the next iteration consumes it."""
    calls: list[int] = []

    def consumer(message: Message) -> None:
        calls.append(1)
        if len(calls) == 1:
            raise ConsumeLater

    scene = Scene(route("a", consumer))
    scene.layer.send("a", {})
    sent: list[str] = []

    def send(channel: str, content: dict[str, Any]) -> None:
        sent.append(channel)
        scene.layer.send(channel, content)

    scene.wrapper.send = send
    worker = CountdownWorker(scene.wrapper, signal_handlers=False)
    worker.termed = 2  # type: ignore[assignment]
    worker.run()
    assert (len(calls), sent) == (2, ["a"])


def test_an_idle_worker_sends_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An iteration in which nothing came sends nothing and ends by itself."""
    monkeypatch.setattr("sandbox.workers.worker.IDLE_SECONDS", 0.01)
    scene = Scene(route("a", print))
    sent: list[Any] = []
    scene.wrapper.send = lambda *args: sent.append(args)
    worker = CountdownWorker(scene.wrapper, signal_handlers=False)
    worker.idle_seconds = 0.01
    worker.termed = 2  # type: ignore[assignment]
    worker.run()
    assert sent == []
    assert scene.kinds("message") == []


def test_a_bare_worker_sees_that_termed_was_assigned() -> None:
    """Classic code ends a worker by assigning termed; an idle one notices after its iteration."""
    scene = Scene(route("a", print))
    worker = Worker(scene.wrapper, signal_handlers=False)
    worker.idle_seconds = 0.01
    thread = spawn("test-worker", worker.run)
    wait_for(scene.log, lambda: "worker.started" in scene.kinds())
    worker.termed = True
    thread.join(PATIENCE)
    assert not thread.is_alive()


# --- asking ---------------------------------------------------------------------------------------


def test_a_worker_without_a_layer_can_be_asked() -> None:
    """The constructor takes None; filters keep the order of the channels (§6.1)."""
    names = ["http.request", "websocket.connect", "websocket.receive", "a"]
    assert Worker(None).apply_channel_filters(names) == names
    some = Worker(None, only_channels=["websocket.*", "a"], exclude_channels=["*.receive"])
    assert some.apply_channel_filters(names) == ["websocket.connect", "a"]
    assert Worker(None, exclude_channels=["http.*"]).apply_channel_filters(names) == names[1:]
    assert Worker(None).busy_since is None


def test_a_worker_that_never_ran_can_be_ended() -> None:
    """stop() and kill() do no harm before run(), which then ends at once."""
    scene = Scene(route("a", print))
    for end in (Worker.stop, Worker.kill):
        worker = Worker(scene.wrapper, signal_handlers=False)
        end(worker)
        worker.run()
    assert scene.kinds("worker") == ["worker.started", "worker.stopped"] * 2


def test_only_wanted_channels_are_taken() -> None:
    """What the filters exclude stays on its channel."""
    scene = Scene(route("a", lambda message: None), route("b", lambda message: None))
    scene.layer.send("a", {})
    scene.layer.send("b", {})
    with running(Worker(scene.wrapper, exclude_channels=["b"])):
        wait_for(scene.log, lambda: scene.layer.ledger()["a"].delivered == 1)
    assert scene.layer.ledger()["b"].queued == 1


def test_ready_is_announced() -> None:
    """ready() sends worker_ready with the worker as its sender."""
    told: list[Any] = []

    def listen(sender: Any, **_: Any) -> None:
        told.append(sender)

    worker = Worker(None)
    worker_ready.connect(listen)
    try:
        worker.ready()
    finally:
        worker_ready.disconnect(listen)
    assert told == [worker]


def test_the_setting_says_whether_to_accept() -> None:
    """SANDBOX_AUTO_ACCEPT decides for workers that were not told; its default is no."""
    reply = "daphne.response.abc!x"
    for setting, own, expected in [
        (None, None, []),
        (True, None, [{"accept": True}]),
        (True, False, []),
        (False, True, [{"accept": True}]),
    ]:
        scene = Scene(route("websocket.connect", lambda message: None))
        scene.layer.send("websocket.connect", {"reply_channel": reply})
        worker = CountdownWorker(scene.wrapper, signal_handlers=False)
        worker.auto_accept = own
        worker.termed = 1  # type: ignore[assignment]
        with override_settings(**({} if setting is None else {"SANDBOX_AUTO_ACCEPT": setting})):
            worker.run()
        assert scene.got(reply) == expected


# --- a foreign layer ------------------------------------------------------------------------------


class ClassicLayer:
    """The classic methods and nothing more; it does not block."""

    class ChannelFull(Exception):
        """Its own."""

    extensions = ("groups",)

    def __init__(self) -> None:
        self.queues: dict[str, deque[dict[str, Any]]] = {}
        self.groups: dict[str, set[str]] = {}

    def send(self, channel: str, message: dict[str, Any]) -> None:
        """Queue it."""
        queue = self.queues.setdefault(channel, deque())
        if len(queue) >= 2:
            raise self.ChannelFull
        queue.append(dict(message))

    def receive_many(self, channels: list[str], block: bool = False) -> Any:
        """Return what is there."""
        for channel in channels:
            if self.queues.get(channel):
                return channel, self.queues[channel].popleft()
        return None, None

    def group_add(self, group: str, channel: str) -> None:
        """Add a member."""
        self.groups.setdefault(group, set()).add(channel)

    def send_group(self, group: str, message: dict[str, Any]) -> None:
        """Send to each member."""
        for channel in self.groups.get(group, ()):
            self.send(channel, message)


def test_a_layer_with_only_the_classic_methods_is_served() -> None:
    """Buffering, groups and ConsumeLater work where there are no receipts and no log."""
    layer = ClassicLayer()
    seen: list[int] = []

    def consumer(message: Message) -> None:
        seen.append(message.get("__retries__", 0))
        if len(seen) == 1:
            raise ConsumeLater
        Group("g", channel_layer=message.channel_layer).add("out")
        Group("g", channel_layer=message.channel_layer).send({"n": 1})

    wrapper = ChannelLayerWrapper(layer, "default", [route("a", consumer)])
    wrapper.send("a", {})
    worker = CountdownWorker(wrapper, signal_handlers=False)
    worker.termed = 3  # type: ignore[assignment]
    worker.run()
    assert seen == [0, 1]
    assert layer.queues["out"] == deque([{"n": 1}])
    assert not worker.in_job
    assert worker.busy_since is None


def test_an_endless_consumer_of_a_classic_layer_is_killed() -> None:
    """There is no receipt to lose, but the thread ends and its sends are dropped."""
    layer, began = ClassicLayer(), Told()

    def consumer(message: Message) -> None:
        Channel("out", channel_layer=message.channel_layer).send({"n": 1})
        began.tell()
        while True:
            pass

    wrapper = ChannelLayerWrapper(layer, "default", [route("a", consumer)])
    wrapper.send("a", {})
    worker = Worker(wrapper)
    with running(worker) as thread:
        began.wait()
        assert worker.busy_since is not None
        assert worker.kill()
        thread.join(PATIENCE)
        assert not thread.is_alive()
    assert "out" not in layer.queues


# --- routing that changes -------------------------------------------------------------------------


def test_new_channels_are_heard_at_once() -> None:
    """A worker that is blocked in take hears a channel that a new router or route brings."""
    got: list[str] = []
    told = threading.Semaphore(0)

    def consumer(message: Message) -> None:
        got.append(message.channel.name)
        told.release()

    scene = Scene(route("a", consumer))
    worker = Worker(scene.wrapper)
    worker.idle_seconds = None
    with running(worker):
        wait_for(scene.log, lambda: "worker.started" in scene.kinds())
        for channel, change in [
            ("b", lambda: scene.wrapper.router.add_route(Route("b", consumer))),
            ("c", lambda: setattr(scene.wrapper, "routing", [route("c", consumer)])),
            ("d", lambda: scene.wrapper.router.add_route(Route("d", consumer))),
        ]:
            scene.layer.send(channel, {})
            change()
            assert told.acquire(timeout=PATIENCE)
        scene.layer.send("a", {})
    assert got == ["b", "c", "d"]
    assert scene.layer.ledger()["a"].queued == 1


def test_a_worker_that_ended_watches_no_longer() -> None:
    """After its end the router's changes are not its business."""
    scene = Scene(route("a", print))
    with running(Worker(scene.wrapper)):
        wait_for(scene.log, lambda: "worker.started" in scene.kinds())
    assert scene.wrapper._watchers == {}
    scene.wrapper.router.add_route(Route("b", print))


# --- ending ---------------------------------------------------------------------------------------


def interrupted(message: Message) -> None:
    """Send, and then end as Ctrl-C ends a program."""
    Channel("b", channel_layer=message.channel_layer).send({"n": message["n"]})
    raise KeyboardInterrupt


def test_an_interrupt_of_a_consumer_comes_out_where_that_is_wanted() -> None:
    """After its message was settled and its sends went out (§15.1 row 16)."""
    scene = Scene(route("a", interrupted))
    worker = Worker(scene.wrapper, signal_handlers=False)
    worker.raises_interrupts = True
    for number in (1, 2):
        scene.layer.send("a", {"n": number})
        with pytest.raises(KeyboardInterrupt):
            worker.run()
        assert scene.got("b") == [{"n": number}]
    assert [event.error for event in scene.events("consumer.raised")] == ["KeyboardInterrupt: "] * 2
    assert [event.reason for event in scene.events("worker.stopped")] == ["asked"] * 2
    assert scene.layer.ledger()["a"].delivered == 2
    scene.check_books()


def test_an_interrupt_of_a_consumer_is_its_error_in_any_other_worker() -> None:
    """The worker goes on with the next message (DESIGN §5)."""
    scene = Scene(route("a", interrupted))
    worker = CountdownWorker(scene.wrapper, signal_handlers=False)
    worker.termed = 2  # type: ignore[assignment]
    for number in (1, 2):
        scene.layer.send("a", {"n": number})
    worker.run()
    assert scene.got("b") == [{"n": 1}, {"n": 2}]


@pytest.mark.parametrize("wanted", [True, False])
def test_a_classic_layers_worker_is_interrupted_alike(wanted: bool) -> None:
    """Where there are no receipts."""
    layer = ClassicLayer()
    wrapper = ChannelLayerWrapper(layer, "default", [route("a", interrupted)])
    worker = CountdownWorker(wrapper, signal_handlers=False)
    worker.termed = 2  # type: ignore[assignment]
    worker.raises_interrupts = wanted
    for number in (1, 2):
        wrapper.send("a", {"n": number})
    with pytest.raises(KeyboardInterrupt) if wanted else nullcontext():
        worker.run()
    assert len(layer.queues["b"]) == (1 if wanted else 2)


def test_stop_ends_an_idle_worker_at_once() -> None:
    """stop() wakes a worker that waits for ever."""
    scene = Scene(route("a", print))
    worker = Worker(scene.wrapper)
    worker.idle_seconds = None
    with running(worker):
        wait_for(scene.log, lambda: "worker.started" in scene.kinds())
    assert [event.reason for event in scene.events("worker.stopped")] == ["asked"]
    worker.stop()


def test_stop_lets_a_busy_worker_finish() -> None:
    """The running consumer ends, its sends leave; what waited behind it stays queued."""
    began, go_on = Told(), Told()

    def consumer(message: Message) -> None:
        Channel("out", channel_layer=message.channel_layer).send({})
        began.tell()
        go_on.wait()

    scene = Scene(route("a", consumer))
    worker = Worker(scene.wrapper)
    with running(worker) as thread:
        scene.layer.send("a", {})
        began.wait()
        scene.layer.send("a", {})
        assert worker.busy_since is not None
        worker.stop()
        assert scene.kinds("worker") == ["worker.started", "worker.stopping"]
        assert thread.is_alive()
        go_on.tell()
    assert scene.kinds("worker") == ["worker.started", "worker.stopping", "worker.stopped"]
    row = scene.layer.ledger()["a"]
    assert (row.delivered, row.queued) == (1, 1)
    assert len(scene.got("out")) == 1
    assert worker.busy_since is None
    scene.check_books()


def test_what_a_worker_does_is_its_own() -> None:
    """Its consumers act at its name and in its sandbox's layers; nothing stays."""
    scene = Scene()
    seen: list[Any] = []

    def consumer(message: Message) -> None:
        Group("g").send({})
        seen.append((acting.get()[1], serving.get()))

    scene.wrapper.routing = [route("a", consumer)]
    scene.layer.send("a", {})
    worker = CountdownWorker(scene.wrapper, signal_handlers=False)
    worker.name, worker.layers = "worker:7", {"default": scene.wrapper}
    worker.termed = 1  # type: ignore[assignment]
    worker.run()
    assert seen == [("worker:7", {"default": scene.wrapper})]
    assert acting.get() == CELL
    assert serving.get() is None
    assert {event.where for event in scene.events("group.sent")} == {"worker:7"}


def test_kill_drops_what_the_consumer_sent() -> None:
    """A killed endless consumer: its message is lost as worker_killed, its sends are dropped."""
    began = Told()

    def consumer(message: Message) -> None:
        Channel("out", channel_layer=message.channel_layer).send({})
        began.tell()
        while True:
            pass

    scene = Scene(route("a", consumer))
    worker = Worker(scene.wrapper)
    with running(worker) as thread:
        scene.layer.send("a", {})
        began.wait()
        assert worker.kill()
        assert not worker.kill() or worker.busy_since is not None
        thread.join(PATIENCE)
        assert not thread.is_alive()
    assert scene.got("out") == []
    assert scene.layer.ledger()["a"].lost == {"worker_killed": 1}
    assert [event.reason for event in scene.events("worker.stopped")] == ["killed"]
    assert scene.events("worker.stopping") == []
    assert scene.kinds("consumer") == ["consumer.started"]
    scene.check_books()


def test_kill_ends_an_idle_worker() -> None:
    """Nothing was in hand, so nothing is lost."""
    scene = Scene(route("a", print))
    worker = Worker(scene.wrapper)
    with running(worker) as thread:
        wait_for(scene.log, lambda: "worker.started" in scene.kinds())
        assert not worker.kill()
        thread.join(PATIENCE)
        assert not thread.is_alive()
    assert scene.kinds("message") == []


def test_a_consumer_that_ends_although_killed_has_no_effect() -> None:
    """Whoever swallows the interrupt and returns is discarded all the same."""
    began = Told()

    def consumer(message: Message) -> None:
        try:
            began.tell()
            while True:
                pass
        except BaseException:
            Channel("out", channel_layer=message.channel_layer).send({})

    scene = Scene(route("a", consumer))
    worker = Worker(scene.wrapper)
    with running(worker) as thread:
        scene.layer.send("a", {})
        began.wait()
        worker.kill()
        thread.join(PATIENCE)
        assert not thread.is_alive()
    assert scene.got("out") == []
    scene.check_books()


def test_a_consumer_may_kill_its_own_worker() -> None:
    """It ends there and then, and the calling thread's buffer is closed."""
    scene = Scene()
    worker = Worker(scene.wrapper, signal_handlers=False)
    after: list[int] = []

    def consumer(message: Message) -> None:
        Channel("out").send({})
        worker.kill()
        after.append(1)

    scene.wrapper.routing = [route("a", consumer)]
    worker.layers = {"default": scene.wrapper}
    scene.layer.send("a", {})
    worker.run()
    assert after == []
    assert not pending.active
    assert scene.layer.ledger()["a"].lost == {"worker_killed": 1}
    scene.check_books()


def test_killing_at_any_moment_leaves_the_books_whole() -> None:
    """Workers killed in full flight, two hundred times: every message has one fate."""
    scene = Scene(capacity=1_000_000)

    def consumer(message: Message) -> None:
        Channel("out", channel_layer=message.channel_layer).send({})
        Channel("out", channel_layer=message.channel_layer).send({}, immediately=True)

    scene.wrapper.routing = [route("a", consumer)]
    for _ in range(200):
        for _ in range(20):
            scene.layer.send("a", {})
        worker = Worker(scene.wrapper, signal_handlers=False)
        delivered = scene.layer.ledger()["a"].delivered
        thread = spawn("test-worker", worker.run)
        wait_for(scene.log, lambda: scene.layer.ledger()["a"].delivered > delivered)  # noqa: B023
        worker.kill()
        thread.join(PATIENCE)
        assert not thread.is_alive()
    row = scene.layer.ledger()["a"]
    assert row.accepted == row.queued + row.delivered + row.lost.get("worker_killed", 0)
    scene.check_books()


def test_a_broken_layer_fails_the_worker() -> None:
    """What goes wrong outside of consumers comes out of run(), and the log says "failed"."""
    scene = Scene(route("a", print))

    def broken(*args: Any, **kwargs: Any) -> None:
        raise OSError("gone")

    scene.wrapper.settle = broken
    scene.layer.send("a", {})
    worker = Worker(scene.wrapper, signal_handlers=False)
    with pytest.raises(OSError, match="gone"):
        worker.run()
    assert [event.reason for event in scene.events("worker.stopped")] == ["failed"]


# --- signals --------------------------------------------------------------------------------------

PROGRAM = """
import os, signal, sys, threading, time
from django.conf import settings
settings.configure(DATABASES={{}})
import django; django.setup()
from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.consumers.routing import route
from sandbox.consumers.channel import Channel
from sandbox.layers.memory import MemoryLayer
from sandbox.trace.log import Log
from sandbox.workers.worker import Worker

log = Log(time.monotonic)
layer = MemoryLayer(log=log)

def consumer(message):
    os.kill(os.getpid(), signal.{signal})
    Channel("out", channel_layer=layer).send({{}})
    print("finished", flush=True)

wrapper = ChannelLayerWrapper(layer, "default", [route("a", consumer)])
worker = Worker(wrapper)
if {busy}:
    layer.send("a", {{}})
    layer.send("a", {{}})
else:
    def strike():
        while not (worker._listener and worker._listener._listener.armed):
            pass
        os.kill(os.getpid(), signal.{signal})
    threading.Thread(target=strike, daemon=True).start()
try:
    worker.run()
except SystemExit as error:
    print("exit", error.code)
row = layer.ledger()["a"] if "a" in layer.ledger() else None
ended = [event.reason for event in log.events() if event.kind == "worker.stopped"]
print(row and (row.delivered, row.queued, row.in_hand), ended)
"""


def play_signal(name: str, busy: bool) -> list[str]:
    """Run a worker in a process that gets a signal; return what it printed."""
    program = textwrap.dedent(PROGRAM.format(signal=name, busy=busy))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_to_a_busy_worker_waits_for_the_consumer(name: str) -> None:
    """The consumer finishes, the loop ends; the next message stays queued."""
    assert play_signal(name, busy=True) == ["finished", "(1, 1, 0) ['asked']"]


def test_a_signal_to_an_idle_worker_ends_it() -> None:
    """sys.exit(0) at once."""
    assert play_signal("SIGTERM", busy=False) == ["exit 0", "None ['asked']"]


def test_a_frozen_worker_hears_nothing_until_it_thaws() -> None:
    """Not even a new channel; what lies there wakes it when it thaws."""
    seen: list[int] = []
    scene = Scene(route("a", lambda message: seen.append(message["n"])))
    worker = Worker(scene.wrapper, signal_handlers=False)
    worker.idle_seconds = None
    with running(worker):
        wait_for(scene.log, lambda: "worker.started" in scene.kinds())
        worker.freeze()
        assert worker.frozen
        scene.layer.send("a", {"n": 1})
        scene.wrapper.routing = [
            route("a", lambda message: seen.append(message["n"])),
            route("b", lambda message: seen.append(message["n"])),
        ]
        assert scene.layer.store.queue("a").listeners == ()
        assert scene.layer.store.queue("b").listeners == ()
        assert seen == []
        worker.thaw()
        scene.layer.send("b", {"n": 2})
        wait_for(scene.log, lambda: len(seen) == 2)
        assert sorted(seen) == [1, 2]
        assert not worker.frozen
