"""Workers in processes: killed, replaced, more and fewer."""

from __future__ import annotations

import os
import signal

import pytest

from sandbox import Channel, Sandbox
from tests.processes.apart import happened, speaks
from tests.workers.scene import wait_for


def test_a_worker_that_is_killed_in_a_consumer_is_replaced(apart: Sandbox) -> None:
    """kill -9 from outside: its message is lost as worker_killed, and named."""
    begun = len(happened(apart, "worker.started"))
    layer = apart.layers["default"]
    Channel("block", channel_layer=layer).send({})
    wait_for(apart.log, lambda: any(one.busy_since for one in apart.workers.values()))
    (busy,) = (one for one in apart.workers.values() if one.busy_since is not None)
    os.kill(busy.pid, signal.SIGKILL)
    wait_for(apart.log, lambda: len(happened(apart, "worker.started")) == begun + 1)
    lost = [loss for loss in apart.lost if loss.reason == "worker_killed"]
    assert [loss.channel for loss in lost] == ["block"]
    left = happened(apart, "process.left")[-1]
    assert (left.where, left.reason) == (busy.name, "killed (-9)")
    assert speaks(apart, "one less")
    apart.settle(20)
    assert apart.log.ledger().total == apart.ledger.total


def test_a_worker_is_restarted_without_a_gap(apart: Sandbox) -> None:
    """The new process is there before the old one goes; nothing is lost."""
    lost = apart.ledger.total.lost
    before = apart.workers[1].pid
    apart.workers[1].restart()
    assert apart.workers[1].pid != before
    assert speaks(apart, "again")
    assert apart.ledger.total.lost == lost


def test_processes_grow_and_shrink(apart: Sandbox) -> None:
    """As threads do."""
    apart.scale(workers=3)
    assert sorted(apart.workers) == [1, 2, 3]
    gone = apart.workers[3].pid
    apart.scale(workers=2)
    assert sorted(apart.workers) == [1, 2]
    with pytest.raises(ProcessLookupError):
        os.kill(gone, 0)


def test_a_worker_that_does_not_finish_is_killed_and_replaced(apart: Sandbox) -> None:
    """After its patience; the message has a fate, and whoever asked does not wait for ever."""
    before = apart.ledger.total.lost.get("worker_killed", 0)
    Channel("block", channel_layer=apart.layers["default"]).send({})
    wait_for(apart.log, lambda: any(one.busy_since for one in apart.workers.values()))
    (busy,) = (one for one in apart.workers.values() if one.busy_since is not None)
    busy.restart(timeout=0.1)
    assert busy.alive
    assert apart.ledger.total.lost["worker_killed"] == before + 1
    assert speaks(apart, "next, please")


def test_kill_returns_when_another_one_is_there(apart: Sandbox) -> None:
    """As with threads: box.workers[1] is alive and another."""
    before = apart.workers[1].pid
    apart.workers[1].kill()
    assert apart.workers[1].pid != before
    assert apart.workers[1].alive
    assert speaks(apart, "and on")
