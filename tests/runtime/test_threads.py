"""Threads: named, interruptible, and quick to hand over."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest

from sandbox.runtime.threads import (
    SWITCH_INTERVAL_S,
    InterruptsLater,
    _QuickSwitching,
    in_background,
    interrupt_thread,
    quick_switching,
    spawn,
)
from sandbox.trace.causes import CELL, acting, acting_as
from tests.tools.interrupts import interrupted_when

SAFETY_S = 10.0


def test_a_spawned_thread_has_a_name_and_holds_up_no_exit() -> None:
    """It runs at once with its arguments, under its name, as a daemon."""
    found: list[object] = []
    thread = spawn("worker:1", lambda *got: found.extend((threading.current_thread(), *got)), 1, 2)
    thread.join(SAFETY_S)
    assert found == [thread, 1, 2]
    assert thread.name == "worker:1"
    assert thread.daemon


def test_a_spawned_thread_does_not_act_for_its_maker() -> None:
    """The context of who made it is not inherited."""
    found: list[object] = []
    with acting_as("tab:alice", 26):
        spawn("x", lambda: found.append(acting.get())).join(SAFETY_S)
    assert found == [CELL]


def test_a_thread_can_be_interrupted() -> None:
    """The error is raised in it at its next step."""
    started, ended = threading.Event(), threading.Event()

    def spin() -> None:
        started.set()
        try:
            while True:
                pass
        except KeyboardInterrupt:
            ended.set()

    thread = spawn("spinner", spin)
    assert started.wait(SAFETY_S)
    assert interrupt_thread(thread, KeyboardInterrupt)
    assert ended.wait(SAFETY_S)
    thread.join(SAFETY_S)


def test_a_thread_that_does_not_run_is_not_interrupted() -> None:
    """Not started or ended: False, and nothing happens."""
    assert interrupt_thread(threading.Thread(), KeyboardInterrupt) is False
    thread = spawn("short", lambda: None)
    thread.join(SAFETY_S)
    assert interrupt_thread(thread, KeyboardInterrupt) is False


@pytest.fixture
def interval() -> Iterator[float]:
    """The interpreter's own switch interval, restored afterwards."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(0.005)
    yield 0.005
    sys.setswitchinterval(before)


def test_switching_is_quick_while_somebody_wants_it(interval: float) -> None:
    """The first holder lowers the interval, the last one restores it."""
    switching = _QuickSwitching()
    switching.hold()
    switching.hold()
    switching.let_go()
    assert sys.getswitchinterval() == pytest.approx(SWITCH_INTERVAL_S, abs=2e-6)
    switching.let_go()
    assert sys.getswitchinterval() == pytest.approx(interval, abs=2e-6)


def test_an_interval_that_is_lower_already_stays(interval: float) -> None:
    """Nobody's choice of an even lower one is raised."""
    sys.setswitchinterval(0.0001)
    switching = _QuickSwitching()
    switching.hold()
    assert sys.getswitchinterval() == pytest.approx(0.0001, abs=2e-6)
    switching.let_go()
    assert isinstance(quick_switching, _QuickSwitching)


def test_what_runs_in_the_background_is_waited_for_and_raises_here() -> None:
    """In the context of who calls."""
    found: list[object] = []
    with acting_as("tab:alice", 26):
        in_background("x", lambda: found.append(acting.get()))
        assert found == [acting.get()]
    with pytest.raises(ZeroDivisionError):
        in_background("x", lambda: 1 / 0)


def test_an_interrupt_ends_the_wait_and_not_the_work() -> None:
    """Ctrl-C in a restart: nothing is left half done."""
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        may_end.wait(SAFETY_S)
        ended.set()

    with interrupted_when(lambda: begun.wait(SAFETY_S)), pytest.raises(KeyboardInterrupt):
        in_background("work", work)
    assert not ended.is_set()
    may_end.set()
    assert ended.wait(SAFETY_S)


def test_an_interrupt_is_kept_until_all_is_whole() -> None:
    """Everything else is raised at once."""
    later = InterruptsLater()
    with later:
        raise KeyboardInterrupt
    with pytest.raises(KeyboardInterrupt):
        later.go_on()
    with pytest.raises(ZeroDivisionError), later:
        1 / 0  # noqa: B018
    InterruptsLater().go_on()
