"""Trying many courses of events: the same program, one seed after the other.

Role: a search through interleavings for tests, on top of the cooperative runtime. It must not know
what the program does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

__all__ = ["explore"]

T = TypeVar("T")

SEEDS = 100
"""How many courses are tried where nobody says otherwise."""


def explore(program: Callable[[int], T], seeds: Iterable[int] = range(SEEDS)) -> dict[int, T]:
    """Run *program* once with each seed; return what it returned, by seed.

    ::

        from sandbox import Sandbox
        from sandbox.testing import explore

        def race(seed):
            heard = []
            with Sandbox(runtime="cooperative", seed=seed) as box:
                box.consumer("websocket.receive")(lambda message: heard.append(message["text"]))
                alice, bob = box.connect("/"), box.connect("/")
                alice.send("alice"); bob.send("bob")
                box.settle()
            return tuple(heard)

        set(explore(race).values())          # both orders

    An error of the program comes out at once, with a note that names the seed: calling the program
    with it shows the same course again, step by step. A course that no seed has taken may exist
    all the same: this is a search, and no proof.
    """
    outcomes: dict[int, T] = {}
    for seed in seeds:
        try:
            outcomes[seed] = program(seed)
        except Exception as error:
            name = getattr(program, "__name__", "the program")
            error.add_note(f"With seed {seed}: {name}({seed}) takes the same course again.")
            raise
    return outcomes
