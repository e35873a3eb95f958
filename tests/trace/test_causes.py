"""Causes: who acts now, and because of what."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from sandbox.trace.causes import CELL, acting, acting_as


def test_by_default_a_person_acts() -> None:
    """Outside everything the actor is the cell, without a cause."""
    assert acting.get() == CELL == (0, "cell")


def test_a_block_acts_for_somebody() -> None:
    """Inside it actor and cause are given; afterwards they are what they were, errors included."""
    with acting_as("worker:1", 19):
        assert acting.get() == (19, "worker:1")
        with suppress(KeyError), acting_as("tab:alice"):
            assert acting.get() == (0, "tab:alice")
            raise KeyError
        assert acting.get() == (19, "worker:1")
    assert acting.get() == CELL


def test_tasks_take_their_cause_along() -> None:
    """A task that was made inside a block acts for the same; what it sets is its own."""

    async def child() -> tuple[int, str]:
        with acting_as("worker:2", 35):
            await asyncio.sleep(0)
        return acting.get()

    async def main() -> tuple[int, str]:
        with acting_as("worker:1", 19):
            task = asyncio.get_running_loop().create_task(child())
            await asyncio.sleep(0)
            assert acting.get() == (19, "worker:1")
        return await task

    assert asyncio.run(main()) == (19, "worker:1")
