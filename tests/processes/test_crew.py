"""Workers in processes: killed, replaced, more and fewer."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest

from sandbox import Channel, Sandbox
from sandbox.processes.member import Member
from tests.processes.apart import happened, speaks
from tests.tools.interrupts import interrupted_when
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


def test_a_restart_whose_wait_is_interrupted_goes_on(apart: Sandbox) -> None:
    """Ctrl-C while a consumer finishes: it is replaced when it has, and no process is left over."""
    Channel("block", channel_layer=apart.layers["default"]).send({})
    wait_for(apart.log, lambda: any(one.busy_since for one in apart.workers.values()))
    (busy,) = (one for one in apart.workers.values() if one.busy_since is not None)
    old = busy.member
    replacing = lambda: wait_for(apart.log, lambda: busy._replacing)  # noqa: E731
    with interrupted_when(replacing), pytest.raises(KeyboardInterrupt):
        busy.restart(timeout=None)
    assert busy.pid == old.process.pid
    old.kill()  # the end that it was waiting for
    wait_for(apart.log, lambda: busy.member is not old)
    assert busy.alive
    assert speaks(apart, "after an interrupt")


def test_a_worker_that_is_killed_before_it_is_ready_is_replaced_too(
    apart: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By somebody, again while it starts: the place is not left empty."""
    killed: list[Member] = []
    fleet = apart._fleet
    assert fleet is not None
    start = fleet.start

    def start_and_kill(*actor: Any, **config: Any) -> Member:
        member = start(*actor, **config)
        if len(killed) < 2:
            killed.append(member)
            member.process.kill()
        return member

    monkeypatch.setattr(fleet, "start", start_and_kill)
    os.kill(apart.workers[1].pid, signal.SIGKILL)
    wait_for(apart.log, lambda: len(killed) == 2 and bool(apart.workers[1].member.info))
    assert apart.workers[1].member not in killed
    assert apart.workers[1].alive
    assert speaks(apart, "killed at its start")
