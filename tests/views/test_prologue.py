"""The prologue: what is so now, and a place in the log from which nothing is missed."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from sandbox import Channel, Group, Sandbox
from sandbox.layers.memory import MemoryLayer
from sandbox.runtime.clock import monotonic
from sandbox.trace.events import to_dict
from sandbox.trace.ledger import Ledger, RawFold
from sandbox.trace.log import Log
from sandbox.views.prologue import WHOLE_HISTORY, Live, Prologue, sums_of, take
from sandbox.workers import pool
from tests.layers.makers import Row
from tests.views.boxes import add_chat, live_of, make_box
from tests.workers.scene import wait_for

__all__ = ["make_box"]


def folded(prologue: Prologue, log: Log) -> Ledger:
    """Return the sums of a prologue and of all that came after it."""
    fold = RawFold()
    for alias in prologue.ledgers:
        rows = [
            (key, *counts, tuple(lost.items()), tuple(refused.items()))
            for layer, key, *counts, lost, refused in sums_of(prologue)
            if layer == alias
        ]
        fold.restart(alias, rows)
    fold.add_all(log.read(prologue.cursor).entries)
    return fold.ledger()


def kinds(prologue: Prologue) -> Counter[str]:
    """Count the facts by kind."""
    return Counter(event.kind for event in prologue.facts)


def of_kind(prologue: Prologue, kind: str) -> list[Any]:
    """Return the facts of one kind."""
    return [event for event in prologue.facts if event.kind == kind]


def test_what_came_before_and_after_is_all_there_is() -> None:
    """While four threads send, take and settle, every prologue and its rest fold to the ledger."""
    log = Log(monotonic, max_events=10**9, max_bytes=10**9)
    layer = MemoryLayer(capacity=20, log=log)
    live = Live(log=log, layers=lambda: [layer])
    layer.group_add("g", "a")
    layer.group_add("g", "b")
    stop = threading.Event()

    def churn() -> None:
        with layer.listen(["a", "b"], where="worker:1") as listener:
            while not stop.is_set():
                layer.send_group("g", {"text": "x"})
                entry = listener.take(0)
                if entry is not None:
                    layer.settle(entry, where="worker:1")

    threads = [threading.Thread(target=churn) for _ in range(4)]
    for thread in threads:
        thread.start()
    prologues = [take(live, whole=number % 2 * 1000) for number in range(40)]
    stop.set()
    for thread in threads:
        thread.join()
    for prologue in prologues:
        assert folded(prologue, log) == layer.ledger()
        for ledger in prologue.ledgers.values():
            assert ledger.balanced
        listed = kinds(prologue)["message.accepted"]
        if prologue.facts[0].seq == 0:  # the shortest history
            assert listed == prologue.ledgers["default"].total.queued


def test_the_shortest_history_has_everything_that_is_there(
    make_box: Callable[..., Sandbox],
) -> None:
    """Layers, server, workers, rules, code, clients with names, and members with their times."""
    box = make_box(workers=2)
    add_chat(box)
    alice = box.connect("/lobby/", name="alice")
    box.connect("/", name="bob")
    box.settle()
    prologue = take(live_of(box))
    assert kinds(prologue) == {
        "layer.opened": 1,
        "server.started": 1,
        "routing.changed": 1,
        "code.changed": 3,
        "worker.started": 2,
        "connection.opened": 2,
        "connection.accepted": 2,
        "group.joined": 2,
    }
    assert {event.seq for event in prologue.facts} == {0}
    first = of_kind(prologue, "connection.opened")[0]
    assert (first.label, first.path) == ("alice", "/lobby/")
    assert first.reply_channel == alice.reply_channel.name
    joined = of_kind(prologue, "group.joined")[0]
    assert joined.channel == first.reply_channel
    assert abs(joined.expires_at - joined.at - 86400) < 1e-6
    told = {event.kind: event for event in box.log.events()}
    assert of_kind(prologue, "routing.changed")[0].rules == told["routing.changed"].rules
    code = of_kind(prologue, "code.changed")[-1]
    assert (code.what, code.version, code.source) == (
        told["code.changed"].what,
        "v1",
        told["code.changed"].source,
    )
    opened = next(event for event in box.log.events() if event.kind == "connection.opened")
    assert (first.id, round(first.at, 6)) == (opened.id, round(opened.at, 6))


def test_waiting_and_running_messages_are_told(make_box: Callable[..., Sandbox]) -> None:
    """A run that goes on, with its message in hand; what waits behind it."""
    box = make_box()
    began, go_on = threading.Event(), threading.Event()

    @box.consumer("work")
    def work(message: Any) -> None:
        began.set()
        go_on.wait(20)

    for number in range(3):
        Channel("work").send({"n": number})
    Channel("nobody").send({"n": 9})
    assert began.wait(20)
    prologue = take(live_of(box))
    go_on.set()
    assert [event.content for event in of_kind(prologue, "message.accepted")] == [
        {"n": 1},
        {"n": 2},
        {"n": 9},
        {"n": 0},
    ]
    (taken,) = of_kind(prologue, "message.taken")
    (started,) = of_kind(prologue, "consumer.started")
    assert (taken.where, started.worker) == ("worker:1", "worker:1")
    assert started.message == taken.message
    assert started.consumer.endswith("work")
    row = prologue.ledgers["default"]["work"]
    assert (row.queued, row.in_hand) == (2, 1)
    assert {one[0] for one in prologue.waiting}.isdisjoint({0})
    assert len(prologue.waiting) == 3


def test_who_is_busy_for_long_is_told(make_box: Callable[..., Sandbox]) -> None:
    """With since when, as the log has it; a stage that comes later raises the same alarm."""
    box = make_box()
    began, go_on = threading.Event(), threading.Event()

    @box.consumer("work")
    def work(message: Any) -> None:
        began.set()
        go_on.wait(20)

    Channel("work").send({})
    assert began.wait(20)
    worker = box.workers[1].worker
    assert of_kind(take(live_of(box)), "worker.busy") == []
    assert worker.busy_since is not None
    assert worker.note_busy(worker.busy_since, str)
    prologue = take(live_of(box))
    go_on.set()
    (told,) = of_kind(prologue, "worker.busy")
    (logged,) = box.find("kind:worker.busy")
    assert to_dict(told) | {"seq": logged.seq, "at": logged.at} == to_dict(logged)
    assert logged.consumer.endswith("work")
    assert logged.file == __file__
    (taken,) = of_kind(prologue, "message.taken")
    assert abs(logged.at - taken.at - logged.duration) < 0.01
    box.settle()
    assert of_kind(take(live_of(box)), "worker.busy") == []


def test_held_messages_are_told(make_box: Callable[..., Sandbox]) -> None:
    """As accepted and held."""
    box = make_box()

    box._layer.store.holds = (Row("held"),)
    Channel("held").send({"n": 1})
    prologue = take(live_of(box))
    (held,) = of_kind(prologue, "message.held")
    assert (held.channel, held.breakpoint) == ("held", "x1")
    assert prologue.ledgers["default"]["held"].held == 1
    box._layer.store.holds = ()
    box._layer.store.drop(box._layer.store.held()[0][1], monotonic(), "cell")


def test_a_ghost_is_told_with_its_id(make_box: Callable[..., Sandbox]) -> None:
    """A client that has gone, and that a group still counts."""
    box = make_box()
    add_chat(box, leaves=False)
    bob = box.connect("/", name="bob")
    bob.close()
    box.settle()
    prologue = take(live_of(box))
    (opened,) = of_kind(prologue, "connection.opened")
    (closed,) = of_kind(prologue, "connection.closed")
    assert (opened.label, opened.id) == ("bob", "c1")
    assert closed.connection == "c1"
    assert of_kind(prologue, "group.joined")[0].channel == opened.reply_channel


def test_a_held_request_is_told(make_box: Callable[..., Sandbox]) -> None:
    """With its method and path."""
    box = make_box()

    @box.consumer("http.request", path="^/poll")
    def poll(message: Any) -> None:
        Group("pollers").add(message.reply_channel)

    later = box.get("/poll/", wait=False)
    box.settle()
    prologue = take(live_of(box))
    (request,) = of_kind(prologue, "request.received")
    assert (request.method, request.path, request.id) == ("GET", "/poll/", "q1")
    assert of_kind(prologue, "connection.opened")[0].protocol == "http"
    Group("pollers").send({"status": 200, "content": b"now"})
    later.result(5)


def test_a_killed_thread_that_goes_on_is_told_of(
    make_box: Callable[..., Sandbox], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stage that opens later shows the zombie too, until it has ended."""
    monkeypatch.setattr(pool, "KILL_SECONDS", 0.05)
    box, gate, began = make_box(), threading.Lock(), threading.Event()
    gate.acquire()

    @box.consumer("stuck")
    def stuck(message: Any) -> None:
        began.set()
        with gate:
            pass

    Channel("stuck").send({})
    assert began.wait(10)
    box.workers[1].kill()
    try:
        wait_for(box.log, lambda: bool(box.workers[1].zombies))
        (told,) = of_kind(take(live_of(box)), "worker.stuck")
        wait_for(box.log, lambda: bool(box.find("kind:worker.stuck")))
        (logged,) = (one for one in box.log.events() if one.kind == "worker.stuck")
        assert (told.worker, told.run, told.message) == (logged.worker, logged.run, logged.message)
        assert told.consumer.endswith("stuck")
    finally:
        gate.release()
    wait_for(box.log, lambda: not box.workers[1].zombies)
    assert of_kind(take(live_of(box)), "worker.stuck") == []


def test_a_short_history_is_told_whole(make_box: Callable[..., Sandbox]) -> None:
    """Where little has happened, all of it is there with its own numbers."""
    box = make_box()
    add_chat(box)
    box.connect("/").send("hi")
    box.settle()
    prologue = take(live_of(box), whole=WHOLE_HISTORY)
    assert prologue.facts == box.log.events()
    assert prologue.seq == len(prologue.facts)
    assert prologue.cursor == box.log.end


def test_contents_of_very_many_messages_are_left_out() -> None:
    """They can be fetched; the messages are all there."""
    log = Log(monotonic)
    layer = MemoryLayer(capacity=2000, log=log)
    for number in range(600):
        layer.send("a", {"n": number})
    facts = take(Live(log=log, layers=lambda: [layer])).facts
    accepted: list[Any] = [event for event in facts if event.kind == "message.accepted"]
    assert len(accepted) == 600
    assert {event.content for event in accepted} == {None}


def test_after_the_end_nothing_lives(make_box: Callable[..., Sandbox]) -> None:
    """A sandbox that has ended has its sums, and a layer that is closed."""
    box = make_box()
    add_chat(box)
    box.connect("/")
    box.stop()
    prologue = take(live_of(box))
    assert kinds(prologue)["worker.started"] == kinds(prologue)["server.started"] == 0
    assert prologue.facts[-1].kind == "layer.closed"
    assert prologue.ledgers["default"] == box.ledger


def test_it_tells_which_process_a_worker_runs_in(make_box: Callable[..., Sandbox]) -> None:
    """So of a server; and where the store of the layer is."""
    box = make_box(layer="redis")
    box.scale(workers=1, processes=True)
    prologue = take(live_of(box))
    joined = {event.where: event.process for event in of_kind(prologue, "process.joined")}
    assert joined == {
        actor.name: actor.process for actor in (box.workers[1], box.servers[1].server)
    }
    [opened] = of_kind(prologue, "layer.opened")
    assert (opened.store, opened.address) == ("redis", box.layers["default"].channel_layer.address)
    order = [event.kind for event in prologue.facts]
    assert order.index("process.joined") < order.index("worker.started")
