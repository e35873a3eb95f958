"""Turns: seeded, fair enough, and on virtual time."""

from __future__ import annotations

import pytest

from sandbox.runtime.clock import ManualClock
from sandbox.runtime.stepping import Stepper


def counting(stepper: Stepper, name: str, times: int) -> list[float]:
    """Let *name* take part with *times* things to do; return when it did them."""
    did: list[float] = []

    def step() -> bool:
        if len(did) == times:
            return False
        did.append(stepper.clock())
        return True

    stepper.add(name, step)
    return did


def turns(seed: int) -> list[str]:
    stepper = Stepper(seed)
    for name in "abc":
        counting(stepper, name, 10)
    stepper.run()
    return stepper.turns


def test_everybody_gets_to_do_everything() -> None:
    """A run ends when nobody has anything to do; it counts the turns."""
    stepper = Stepper()
    did = [counting(stepper, name, 5) for name in "abc"]
    assert stepper.run() == 15
    assert [len(one) for one in did] == [5, 5, 5]
    assert stepper.step() is False
    assert stepper.run() == 0


def test_the_same_seed_gives_the_same_order() -> None:
    """Another seed gives another one."""
    assert turns(1) == turns(1)
    assert len({tuple(turns(seed)) for seed in range(5)}) == 5


def test_who_has_nothing_to_do_takes_no_turn() -> None:
    """The turn goes to somebody who has."""
    stepper = Stepper()
    stepper.add("idle", lambda: False)
    counting(stepper, "busy", 3)
    stepper.run()
    assert stepper.turns == ["busy"] * 3


def test_actors_come_and_go() -> None:
    """One that is removed has no turn; one of the same name takes its place."""
    stepper = Stepper()
    counting(stepper, "a", 3)
    counting(stepper, "b", 3)
    stepper.remove("a")
    counting(stepper, "b", 1)
    assert stepper.run() == 1
    with pytest.raises(KeyError):
        stepper.remove("a")


def test_a_run_that_never_rests_is_stopped() -> None:
    """The limit is an error, not an endless loop."""
    stepper = Stepper()
    stepper.add("restless", lambda: True)
    with pytest.raises(RuntimeError, match="within 50 turns"):
        stepper.run(50)


def test_time_passes_only_when_asked() -> None:
    """Turns take no time; ``sleep`` advances the clock that was given."""
    clock = ManualClock(5.0)
    stepper = Stepper(0, clock)
    did = counting(stepper, "a", 2)
    stepper.step()
    stepper.sleep(1.5)
    stepper.step()
    assert did == [5.0, 6.5]
