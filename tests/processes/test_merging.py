"""Facts of several processes become one order, by the time at which they became true."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox.processes import merging
from sandbox.processes.merging import Merger

PATIENCE = 10.0


class Stage:
    """A merger, sources that answer by hand or at once, and what comes out."""

    def __init__(self) -> None:
        self.now = 100.0
        self.out: list[Any] = []
        self.answers: dict[str, Callable[[int], None]] = {}
        self.changed = threading.Condition()
        self.merger = Merger(self.put, self.ask, lambda: self.now)

    def put(self, facts: list[Any]) -> None:
        with self.changed:
            self.out += [fact[2] for fact in facts]
            self.changed.notify_all()

    def ask(self, source: str, number: int) -> None:
        self.answers.get(source, lambda n: self.merger.take(source, [], [n]))(number)

    def wait(self, count: int) -> list[Any]:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.out) >= count, PATIENCE)
            return list(self.out)


@pytest.fixture
def stage() -> Iterator[Stage]:
    """A merger with two sources, a and b."""
    made = Stage()
    made.merger.add("a")
    made.merger.add("b")
    yield made
    made.merger.close()


def test_facts_wait_for_those_that_were_true_before(stage: Stage) -> None:
    """What b knew already when a told comes in its place."""
    late = [(0, 1.0, "b1"), (0, 3.0, "b3")]
    stage.answers["b"] = lambda n: stage.merger.take("b", [late.pop(0) for _ in late[:]], [n])
    stage.merger.take("a", [(0, 2.0, "a2"), (0, 4.0, "a4")], [])
    assert stage.wait(4) == ["b1", "a2", "b3", "a4"]


def test_a_sources_own_order_stays(stage: Stage) -> None:
    """Even where two of its threads have read the clock the other way round."""
    stage.merger.take("a", [(0, 2.0, "first"), (0, 1.0, "second")], [])
    assert stage.wait(2) == ["first", "second"]


def test_who_does_not_answer_is_not_waited_for_long(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that stands still does not hold up the picture of all others."""
    monkeypatch.setattr(merging, "PATIENCE", 0.01)
    stage.answers["b"] = lambda n: None
    stage.merger.take("a", [(0, 1.0, "a1")], [])
    assert stage.wait(1) == ["a1"]


def test_sync_returns_when_all_is_passed_on(stage: Stage) -> None:
    """Also what nobody has told yet when it is called."""
    pending = [(0, 1.0, "b1")]
    stage.answers["b"] = lambda n: stage.merger.take("b", [pending.pop() for _ in pending[:]], [n])
    assert stage.merger.sync(PATIENCE)
    assert stage.out == ["b1"]


def test_without_sources_sync_has_nothing_to_wait_for() -> None:
    """It returns at once."""
    stage = Stage()
    try:
        assert stage.merger.sync(0.0)
    finally:
        stage.merger.close()


def test_a_source_that_has_gone_is_not_asked(stage: Stage) -> None:
    """What it told before is passed on."""
    stage.answers["b"] = lambda n: None
    stage.merger.take("b", [(0, 1.0, "last words")], [])
    stage.merger.remove("b")
    assert stage.wait(1) == ["last words"]


def test_the_end_passes_on_what_is_there(stage: Stage) -> None:
    """Nothing is lost with the merger."""
    stage.answers["a"] = stage.answers["b"] = lambda n: None
    stage.merger.take("a", [(0, 1.0, "a1")], [])
    stage.merger.close()
    assert stage.out == ["a1"]
