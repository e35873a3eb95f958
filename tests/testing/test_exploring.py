"""Many seeds are many courses of events, and a failing one can be had again."""

from __future__ import annotations

import pytest

from sandbox import Sandbox
from sandbox.testing import explore


def race(seed: int) -> tuple[str, ...]:
    """Two tabs speak at once; whom the worker hears first is open."""
    heard: list[str] = []
    with Sandbox(runtime="cooperative", seed=seed, name="race") as box:
        box.consumer("websocket.receive")(lambda message: heard.append(message["text"]))
        alice, bob = box.connect("/"), box.connect("/")
        alice.send("alice")
        bob.send("bob")
        box.settle()
    return tuple(heard)


def test_a_few_seeds_find_several_courses() -> None:
    """Each is the same when it is asked for again."""
    found = explore(race, range(20))
    assert len(set(found.values())) > 1
    assert race(3) == found[3]


def test_a_failing_course_names_its_seed() -> None:
    """In a note, and the error is the program's own."""

    def fragile(seed: int) -> None:
        if seed == 5:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError) as caught:
        explore(fragile)
    assert caught.value.__notes__ == ["With seed 5: fragile(5) takes the same course again."]
