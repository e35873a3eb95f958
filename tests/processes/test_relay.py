"""Facts of a log go over the pipe, all of them and in order."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.processes.pipe import Pipe
from sandbox.processes.relay import Relay, ladder_of, with_ladder
from sandbox.runtime.clock import monotonic
from sandbox.trace import ops
from sandbox.trace.log import Log


class Stage:
    """A log, its relay, and the pipe's other end."""

    def __init__(self) -> None:
        one, other = socket.socketpair()
        self.log = Log(monotonic)
        self.near, self.far = Pipe(one), Pipe(other)
        self.relay = Relay(self.log, self.near)

    def receive(self) -> tuple[list[Any], list[int], int]:
        """Return the next facts, answers and number of those that are missing."""
        message = self.far.receive()
        assert message is not None
        kind, facts, _, answers, missed = message
        assert kind == "facts"
        return facts, answers, missed


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A log and its relay."""
    made = Stage()
    yield made
    made.relay.finish()
    made.near.close()
    made.far.close()


def test_what_is_appended_is_sent_as_it_is(stage: Stage) -> None:
    """In the order of the log."""
    facts = [(ops.DELIVERED, 1.0, "worker:1", "default", n, "a", None) for n in range(3)]
    for fact in facts:
        stage.log.append(fact)
    got: list[Any] = []
    while len(got) < 3:
        got += stage.receive()[0]
    assert got == facts


def test_a_question_is_answered_behind_all_that_was_before(stage: Stage) -> None:
    """So that who asks knows that nothing older is to come."""
    stage.log.mark("first")
    stage.relay.answer(7)
    got: list[Any] = []
    answers: list[int] = []
    while not answers:
        facts, answers, _ = stage.receive()
        got += facts
    assert answers == [7]
    assert [one[3] for one in got] == ["marked"]


def test_a_ladder_is_named_by_the_generation_of_its_code(stage: Stage) -> None:
    """Its number in one log means nothing in another."""
    kept = stage.log.keep(("rules",))
    stage.relay.generations[kept] = 42
    started = (ops.STARTED, 1.0, "worker:1", 1, 2, "consumer", 1, (), kept, 0, "worker:1")
    stage.log.append(started)
    stage.log.note("route.unmatched", where="worker:1", rules=kept, channel="a", message=1)
    got: list[Any] = []
    while len(got) < 2:
        got += stage.receive()[0]
    assert [ladder_of(one) for one in got] == [42, 42]
    assert with_ladder(got[0], kept) == started


def test_what_a_process_says_of_its_own_layer_is_not_sent(stage: Stage) -> None:
    """The sandbox has told of the layer itself."""
    stage.log.note("layer.opened", where="layer", layer="default")
    stage.log.mark("behind")
    assert [one[3] for one in stage.receive()[0]] == ["marked"]


def test_one_fact_that_cannot_be_sent_does_not_keep_the_others(stage: Stage) -> None:
    """It is counted as missing."""
    stage.log.put_all([(ops.NOTE, 1.0, "w", "marked", 0, 0, {"label": threading.Lock()})])
    stage.log.mark("whole")
    got: list[Any] = []
    missing = 0
    while not got:
        facts, _, missed = stage.receive()
        got += facts
        missing += missed
    assert (len(got), missing) == (1, 1)
