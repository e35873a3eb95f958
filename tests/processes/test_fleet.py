"""Processes of one sandbox: one story, one log, the same code in all of them."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse

from sandbox import Channel, Group, Sandbox
from sandbox.errors import NotAvailableHere
from sandbox.processes.shipping import NotShippable
from tests.processes.apart import happened, members_of, speaks
from tests.tools.interrupts import interrupted_when
from tests.workers.scene import wait_for

GATE = threading.Lock()


def test_everything_runs_elsewhere_and_nobody_notices(apart: Sandbox) -> None:
    """alice has come over by herself; each worker and server is another process."""
    apart.settle(20)
    assert apart.tabs["alice"].closed is None
    assert speaks(apart, "from afar")
    assert len({*members_of(apart), os.getpid()}) == 4
    assert sorted(apart.workers) == [1, 2]
    joined = {event.where for event in happened(apart, "process.joined")}
    assert joined >= {"worker:1", "worker:2", "server:1.2"}


def test_a_story_crosses_processes(apart: Sandbox) -> None:
    """From the frame to the frame, by causes, whoever did what where."""
    assert speaks(apart, "once upon a time")
    apart.settle(20)
    sent = [one for one in happened(apart, "frame.received") if one.text == "once upon a time"]
    told = apart.story(sent[0])
    kinds = [event.kind for event in told.events]
    for kind in ("frame.received", "message.accepted", "consumer.started", "group.sent"):
        assert kind in kinds
    assert kinds.index("message.taken") < kinds.index("consumer.started")
    assert {event.where.partition(":")[0] for event in told.events} >= {"server", "worker"}
    (run,) = (event for event in told.events if event.kind == "consumer.started")
    assert run.consumer.endswith("ws_message")
    assert any(event.kind == "route.matched" and event.ladder for event in told.events)
    assert apart.log.ledger().total == apart.ledger.total


def test_a_swap_reaches_every_process_between_messages(apart: Sandbox) -> None:
    """When the cell is through, the next message runs with the new code, with its version."""
    before = apart.consumers["ws_message"].version

    def ws_message(message: Any) -> None:
        Group("chat").send({"text": "new " + message["text"]})

    old = apart.consumers["ws_message"].function
    apart.consumer("websocket.receive")(ws_message)
    try:
        for number in range(10):
            apart.tabs["alice"].send(str(number))
        # Two workers: who is first is not certain, that nobody runs the old code is.
        heard = {apart.tabs["alice"].receive(20) for _ in range(10)}
        assert heard == {f"new {number}" for number in range(10)}
        apart.settle(20)
        runs = [
            one
            for one in happened(apart, "consumer.started")
            if one.consumer.endswith("ws_message") and one.version == f"v{before + 1}"
        ]
        assert len(runs) == 10
    finally:
        apart.consumer("websocket.receive")(old)
    assert speaks(apart, "as before")


def test_what_cannot_be_sent_is_named_in_the_cell(apart: Sandbox) -> None:
    """In one sentence; the code of before goes on serving in the processes."""

    def ws_message(message: Any) -> None:
        with GATE:
            Group("chat").send({"text": "guarded"})

    ws_message.__module__ = "__main__"
    old = apart.consumers["ws_message"].function
    with pytest.raises(NotShippable, match=r"ws_message cannot be sent .* uses 'GATE', a lock"):
        apart.consumer("websocket.receive")(ws_message)
    assert apart.consumers["ws_message"].function is old
    assert speaks(apart, "still here")


def test_a_change_that_cannot_be_sent_stands_in_no_later_ones_way(apart: Sandbox) -> None:
    """It has not been done: nothing is to be undone, and other consumers go there as ever."""

    def guarded(message: Any) -> None:
        with GATE:
            pass

    def fine(message: Any) -> None:
        pass

    guarded.__module__ = "__main__"
    apart.consumer("fine")(fine)
    with pytest.raises(NotShippable, match="guarded cannot be sent"):
        apart.consumer("guarded")(guarded)
    assert "guarded" not in apart.consumers
    apart.consumers["fine"].remove()
    assert [name.rpartition(".")[2] for name in apart.undo()] == ["fine"]
    apart.consumers["fine"].remove()
    assert speaks(apart, "unharmed")


def test_a_layer_in_memory_says_what_to_do(box: Sandbox) -> None:
    """Processes have no memory in common."""
    with pytest.raises(NotAvailableHere, match=r'Sandbox\(layer="redis"\)'):
        box.scale(processes=True)
    assert box.workers[1].alive


@pytest.fixture
def box() -> Iterator[Sandbox]:
    """A sandbox in memory."""
    made = Sandbox(name="memory")
    yield made
    made.stop()


def test_views_are_run_there_too(apart: Sandbox) -> None:
    """And a change of one serves with the next request."""

    @apart.view("where/")
    def where(request: Any) -> HttpResponse:
        return HttpResponse(str(os.getpid()))

    found = int(apart.get("/where/").text)
    assert found in {one.pid for one in apart.workers.values()}

    def again(request: Any) -> HttpResponse:
        return HttpResponse("changed")

    apart.view("where/")(again)
    assert apart.get("/where/").text == "changed"


def test_a_move_whose_wait_is_interrupted_is_whole(apart: Sandbox) -> None:
    """Ctrl-C while a consumer finishes: there are workers and servers all the same."""
    Channel("block", channel_layer=apart.layers["default"]).send({})
    wait_for(apart.log, lambda: any(one.busy_since for one in apart.workers.values()))
    crew = apart._pool

    def leaving() -> None:
        wait_for(apart.log, lambda: not crew.workers)

    with interrupted_when(leaving), pytest.raises(KeyboardInterrupt):
        apart.scale(processes=False, timeout=1)
    assert all(one.thread is not None for one in apart.workers.values())
    assert len(apart.workers) == 2
    assert speaks(apart, "interrupted")
    apart.scale(processes=True, timeout=0.1)


def test_everything_comes_back_into_this_process(apart: Sandbox) -> None:
    """Last of all: processes=False ends them, and nobody notices that either."""
    pids = members_of(apart)
    apart.scale(processes=False, timeout=0.1)
    drained = [one for place in apart.servers.values() for one in place.draining]
    assert all(one.member.wait(20) for one in drained if hasattr(one, "member"))
    apart.settle(20)
    assert speaks(apart, "home again")
    assert all(one.thread is not None for one in apart.workers.values())
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
