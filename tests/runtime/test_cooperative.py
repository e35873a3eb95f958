"""The world: seeded steps, virtual time, waits that step, and no wait that hangs."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from sandbox.errors import NothingArrived, SandboxStopped
from sandbox.runtime.clock import VirtualClock
from sandbox.runtime.cooperative import FOREVER, HOP_SECONDS, World


@pytest.fixture(params=[False, True], ids=["thread", "inline"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """A world, on its own thread or in the caller's."""
    one = World(7, inline=request.param)
    yield one
    one.close()


def counting(world: World, name: str, times: int) -> list[float]:
    """Let *name* take part with *times* things to do; return when it did them."""
    did: list[float] = []

    def step() -> bool:
        if len(did) == times:
            return False
        did.append(world.clock())
        return True

    world.add(name, step)
    return did


def order(seed: object) -> list[str]:
    world, turns = World(seed, inline=True), list[str]()
    for name in "abc":
        left = [1] * 10
        world.add(name, lambda n=name, left=left: bool(left and (left.pop(), turns.append(n))))
    world.rest()
    world.close()
    return turns


def test_the_same_seed_gives_the_same_order() -> None:
    """Another seed gives another one."""
    assert order(1) == order(1)
    assert len({tuple(order(seed)) for seed in range(5)}) == 5


def test_a_step_takes_a_hop_of_virtual_time(world: World) -> None:
    """And twice as long in slow motion."""
    did = counting(world, "a", 3)
    world.step()
    world.factor = 2.0
    world.rest()
    assert did == pytest.approx([0.0, HOP_SECONDS, 3 * HOP_SECONDS])
    assert world.steps == 3
    assert world.step() is False


def test_a_wait_steps_until_it_is_answered(world: World) -> None:
    """And no further."""
    did = counting(world, "a", 10)
    assert world.wait(lambda: len(did) == 4)
    assert len(did) == 4


def test_a_wait_ends_when_its_virtual_time_is_up(world: World) -> None:
    """No real time passes: an hour is over at once."""
    assert world.wait(lambda: False, 3600.0) is False
    assert world.clock() == 3600.0


def test_the_clock_jumps_to_what_is_due(world: World) -> None:
    """Timers fire at their moments, in their order."""
    fired: list[float] = []
    due = [5.0, 2.0, 60.0]

    def step() -> bool:
        if due and min(due) <= world.clock():
            due.remove(min(due))
            fired.append(world.clock())
            return True
        return False

    world.add("timers", step, lambda: min(due, default=FOREVER))
    world.advance(10)
    assert fired == [2.0, 5.0]
    assert world.clock() == 10.0
    assert world.wait(lambda: not due)
    assert fired[2] == 60.0


def test_a_wait_inside_a_step_runs_the_others(world: World) -> None:
    """The one that waits takes no turn meanwhile."""
    did: list[str] = []

    def waiting() -> bool:
        if did:
            return False
        did.append("waits")
        world.wait(lambda: "other" in did, what="the other")
        did.append("goes on")
        return True

    def other() -> bool:
        if did != ["waits"]:
            return False
        did.append("other")
        return True

    world.add("waiting", waiting)
    world.add("other", other)
    world.rest()
    assert did == ["waits", "other", "goes on"]


def test_where_nothing_can_happen_it_says_who_waits_for_what(world: World) -> None:
    """It never hangs."""

    def step() -> bool:
        world.wait(lambda: False, what="room on jobs")
        return True

    world.add("worker:1", step)
    with pytest.raises(NothingArrived, match=r"waits for room on jobs.*waits for a frame"):
        world.wait(lambda: False, what="a frame")


def test_an_error_deep_inside_reaches_the_one_outside(world: World) -> None:
    """Whoever waits inside a step does not get it."""
    seen, waits = list[str](), list[bool]()

    def waiting() -> bool:
        if seen:
            return False
        waits.append(True)
        world.wait(lambda: False, 1.0)
        seen.append("survived")
        return True

    def failing() -> bool:
        if not waits:
            return False
        waits.clear()
        raise ZeroDivisionError

    world.add("waiting", waiting)
    world.add("failing", failing)
    with pytest.raises(ZeroDivisionError):
        world.rest()
    assert seen == ["survived"]


def test_steps_run_without_an_event_loop(world: World) -> None:
    """So the ORM works in them, also where the caller has a loop."""
    found: list[object] = []

    def step() -> bool:
        if not found:
            found.append(asyncio._get_running_loop())
            return True
        return False

    world.add("a", step)

    async def cell() -> None:
        world.rest()
        assert asyncio.get_running_loop() is not None

    asyncio.run(cell())
    assert found == [None]


def test_all_steps_run_on_one_thread_of_their_own() -> None:
    """Not in the caller's."""
    world, threads = World(), set[int]()
    world.add("a", lambda: not threads and not threads.add(threading.get_ident()))  # type: ignore[func-returns-value]
    world.rest()
    assert world.call(threading.get_ident) in threads
    assert threading.get_ident() not in threads
    world.close()


def test_after_the_end_nothing_moves(world: World) -> None:
    """And says so."""
    world.close()
    world.close()
    with pytest.raises(SandboxStopped, match="nothing moves"):
        world.step()


def test_a_virtual_clock_counts_whole_nanoseconds() -> None:
    """A moment is the same however it was reached, and never before the one asked for."""
    one, other = VirtualClock(), VirtualClock()
    for _ in range(10):
        one.advance(0.1)
    other.advance_to(1.0)
    assert one() == other() == 1.0
    other.advance_to(1.0000000001)
    assert other() >= 1.0000000001
    other.advance_to(0.5)
    assert other() >= 1.0
    with pytest.raises(ValueError, match="forward only"):
        one.advance(-1)
