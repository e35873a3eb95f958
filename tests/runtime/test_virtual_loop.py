"""An event loop that is stepped: tasks, timers and sleeping in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from sandbox.runtime.cooperative import FOREVER, World
from sandbox.runtime.virtual_loop import SteppedLoop


@pytest.fixture
def world() -> Iterator[World]:
    """A world that ends with the test."""
    one = World(7)
    yield one
    one.close()


@pytest.fixture
def host(world: World) -> Iterator[SteppedLoop]:
    """A loop in it."""
    one = SteppedLoop(world, "server:1")
    yield one
    one.stop()


def test_a_coroutine_runs_to_its_end(world: World, host: SteppedLoop) -> None:
    """A minute of sleep takes no time."""

    async def sleepy() -> str:
        assert asyncio.get_running_loop() is host.loop
        await asyncio.sleep(60)
        return "awake"

    assert host.call(sleepy()) == "awake"
    assert world.clock() == pytest.approx(60, abs=0.01)


def test_a_call_has_a_time_limit(host: SteppedLoop) -> None:
    """In virtual seconds."""
    with pytest.raises(TimeoutError):
        host.call(asyncio.Event().wait(), timeout=1)


def test_callbacks_run_one_a_step_in_their_order(world: World, host: SteppedLoop) -> None:
    """Timers when they are due; a cancelled one never."""
    ran: list[str] = []
    loop = host.loop
    loop.call_soon(ran.append, "a")
    loop.call_soon(ran.append, "b")
    loop.call_later(2, ran.append, "later")
    loop.call_later(1, ran.append, "cancelled").cancel()
    world.step()
    assert ran == ["a"]
    world.rest()
    assert ran == ["a", "b"]
    assert loop.due() == pytest.approx(2, abs=0.01)
    world.advance(3)
    assert ran == ["a", "b", "later"]
    assert loop.due() == FOREVER


def test_who_waits_with_it_is_asked_before_it_sleeps_and_after(
    world: World, host: SteppedLoop
) -> None:
    """As around a selector; until it is forgotten."""
    told: list[str] = []

    def before(timeout: float | None) -> float | None:
        told.append("before")
        return timeout

    forget = host.around_sleep(before, lambda: told.append("after"))
    world.rest()
    host.ring()
    world.rest()
    assert told == ["before", "after", "before"]
    forget()
    host.ring()
    world.rest()
    assert told == ["before", "after", "before"]


def test_an_error_in_a_callback_ends_nothing(
    world: World, host: SteppedLoop, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged."""
    host.loop.call_soon(lambda: 1 / 0)
    world.rest()
    assert "ZeroDivisionError" in caplog.text
    assert host.call(asyncio.sleep(0, "still here")) == "still here"


def test_the_end_cancels_what_runs(host: SteppedLoop) -> None:
    """And takes nothing more; harmless twice."""
    task = host.loop.create_task(asyncio.Event().wait())
    host.stop()
    host.stop()
    assert task.cancelled()
    with pytest.raises(RuntimeError, match="closed"):
        host.loop.call_soon(print)


def test_there_are_no_sockets(host: SteppedLoop) -> None:
    """Asking says so."""
    with pytest.raises(NotImplementedError):
        host.loop.add_reader(0, print)
