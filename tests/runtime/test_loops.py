"""Loops: one on a thread of its own, and one timer for many deadlines."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from typing import Any

import pytest

from sandbox.runtime.loops import Deadlines, LoopThread

SAFETY_S = 10.0


@pytest.fixture
def runner() -> Iterator[LoopThread]:
    """A loop that runs."""
    runner = LoopThread("server:1")
    yield runner
    runner.stop()


async def where() -> tuple[str, asyncio.AbstractEventLoop]:
    return threading.current_thread().name, asyncio.get_running_loop()


def test_coroutines_run_on_the_loops_thread(runner: LoopThread) -> None:
    """``call`` runs them there and returns what they return."""
    assert runner.call(where()) == ("server:1", runner.loop)


def test_errors_reach_the_caller(runner: LoopThread) -> None:
    """What the coroutine raises is raised by ``call``."""

    async def fail() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        runner.call(fail())
    assert runner.call(where())[0] == "server:1"


def test_a_call_that_takes_too_long_is_cancelled(runner: LoopThread) -> None:
    """After its timeout it raises TimeoutError, and the coroutine does not go on."""
    ended = threading.Event()

    async def never() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    with pytest.raises(TimeoutError):
        runner.call(never(), 0.005)
    assert ended.wait(SAFETY_S)


def test_stopping_cancels_what_runs() -> None:
    """Tasks are cancelled and have ended when ``stop`` returns, also those that start others."""
    runner = LoopThread("server:1")
    seen: list[str] = []
    tasks: list[asyncio.Task[None]] = []

    async def stubborn(more: int) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            seen.append(f"ended {more}")
            if more:
                tasks.append(runner.loop.create_task(stubborn(more - 1)))

    async def begin() -> None:
        tasks.append(runner.loop.create_task(stubborn(2)))
        await asyncio.sleep(0)

    runner.call(begin())
    runner.stop()
    runner.stop()
    assert seen[0] == "ended 2"
    assert all(task.done() for task in tasks)
    assert runner.loop.is_closed()


def test_a_caller_is_not_left_hanging_when_the_loop_stops() -> None:
    """A call that still runs ends with CancelledError; a later one is a RuntimeError."""
    runner = LoopThread("server:1")
    begun, got = threading.Event(), []

    async def never() -> None:
        begun.set()
        await asyncio.Event().wait()

    def call() -> None:
        try:
            runner.call(never())
        except CancelledError as error:
            got.append(error)

    caller = threading.Thread(target=call)
    caller.start()
    assert begun.wait(SAFETY_S)
    runner.stop()
    caller.join(SAFETY_S)
    assert len(got) == 1
    with pytest.raises(RuntimeError, match="'server:1' has stopped"):
        runner.call(where())


def test_calls_race_with_the_end() -> None:
    """Whatever the moment of the stop, every call returns or raises."""
    for _ in range(20):
        runner = LoopThread("server:1")
        outcomes: list[object] = []

        def call(runner: LoopThread = runner, outcomes: list[object] = outcomes) -> None:
            try:
                outcomes.append(runner.call(where()))
            except (CancelledError, RuntimeError) as error:
                outcomes.append(error)

        callers = [threading.Thread(target=call) for _ in range(3)]
        for caller in callers:
            caller.start()
        runner.stop()
        for caller in callers:
            caller.join(SAFETY_S)
        assert len(outcomes) == 3


def test_somebody_is_asked_around_each_sleep(runner: LoopThread) -> None:
    """``before`` may shorten the loop's sleep and ``after`` follows it, until forgotten."""
    calls: list[str] = []

    def before(timeout: float | None) -> float | None:
        calls.append("before")
        return timeout

    async def watch() -> Callable[[], None]:
        return runner.around_sleep(before, lambda: calls.append("after"))

    async def turn() -> None:
        await asyncio.sleep(0)

    forget = runner.call(watch())
    runner.call(turn())
    assert calls[:2] in (["before", "after"], ["after", "before"])

    async def stop_watching() -> None:
        forget()

    runner.call(stop_watching())
    count = len(calls)
    runner.call(turn())
    assert len(calls) <= count + 1


class FakeLoop:
    """The part of a loop that deadlines use, with time that the test moves."""

    def __init__(self) -> None:
        self.now = 100.0
        self.timers: list[FakeTimer] = []

    def time(self) -> float:
        return self.now

    def call_at(self, when: float, callback: Callable[[], None]) -> FakeTimer:
        timer = FakeTimer(when, callback)
        self.timers.append(timer)
        return timer

    @property
    def waiting(self) -> list[FakeTimer]:
        return [timer for timer in self.timers if not timer.over]

    def advance(self, seconds: float) -> None:
        self.now += seconds
        for timer in self.waiting:
            if timer.when <= self.now:
                timer.over = True
                timer.callback()


class FakeTimer:
    def __init__(self, when: float, callback: Callable[[], None]) -> None:
        self.when, self.callback, self.over = when, callback, False

    def cancel(self) -> None:
        self.over = True


def make(seconds: float | None = 10.0) -> tuple[FakeLoop, Deadlines, list[Any]]:
    loop, expired = FakeLoop(), []
    return loop, Deadlines(loop, seconds, expired.append), expired  # type: ignore[arg-type]


def test_things_expire_in_turn_with_one_timer() -> None:
    """However many there are, one timer is set at a time."""
    loop, deadlines, expired = make()
    for thing in "abc":
        deadlines.add(thing)
        loop.advance(1)
    assert len(loop.waiting) == 1
    loop.advance(7)
    assert expired == ["a"]
    assert len(loop.waiting) == 1
    loop.advance(2)
    assert expired == ["a", "b", "c"]
    assert loop.waiting == []


def test_removed_things_do_not_expire() -> None:
    """Removing is harmless for what is not there."""
    loop, deadlines, expired = make()
    deadlines.add("a")
    deadlines.add("b")
    deadlines.remove("a")
    deadlines.remove("never there")
    loop.advance(10)
    assert expired == ["b"]


def test_adding_again_gives_the_time_anew() -> None:
    """The second time counts."""
    loop, deadlines, expired = make()
    deadlines.add("a")
    loop.advance(6)
    deadlines.add("a")
    loop.advance(6)
    assert expired == []
    loop.advance(4)
    assert expired == ["a"]


@pytest.mark.parametrize("seconds", [None, -1])
def test_without_a_deadline_nothing_expires(seconds: float | None) -> None:
    """None or negative seconds: for ever (§15.1 row 5)."""
    loop, deadlines, _ = make(seconds)
    deadlines.add("a")
    assert loop.timers == []
    deadlines.close()


def test_what_expires_may_add_things() -> None:
    """A callback that adds does not make a second timer, and nothing is forgotten."""
    loop, deadlines, expired = make()
    deadlines._expired = lambda thing: (expired.append(thing), deadlines.add(thing + "'"))
    deadlines.add("a")
    loop.advance(1)
    deadlines.add("b")
    loop.advance(9)
    assert expired == ["a"]
    assert len(loop.waiting) == 1
    loop.advance(1)
    loop.advance(9)
    loop.advance(1)
    assert expired == ["a", "b", "a'", "b'"]
    assert len(loop.waiting) == 1


def test_an_error_of_one_does_not_save_the_others() -> None:
    """Where the callback raises, the loop hears it, and the rest expires all the same."""
    loop, deadlines, expired = make()

    def fail_once(thing: str) -> None:
        expired.append(thing)
        if thing == "a":
            raise KeyError(thing)

    deadlines._expired = fail_once
    deadlines.add("a")
    deadlines.add("b")
    with pytest.raises(KeyError):
        loop.advance(10)
    loop.advance(0)
    assert expired == ["a", "b"]


def test_closing_cancels_the_timer() -> None:
    """Nothing expires after that."""
    loop, deadlines, expired = make()
    deadlines.add("a")
    deadlines.close()
    deadlines.close()
    loop.advance(100)
    assert expired == []
    assert loop.waiting == []
