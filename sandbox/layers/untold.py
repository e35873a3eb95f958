"""What a layer loses where no log says so: told on a terminal, as often as it doubles.

Role: the words for a group's message that some members did not get (CLASSIC-SPEC §1.7 drops it
without one). It must not know when it is told: the caller holds no lock then.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import NamedTuple

from sandbox.layers.queues import Queue

__all__ = ["Untold", "tell"]

logger = logging.getLogger("sandbox.layers")


class Untold(NamedTuple):
    """That members of *group* lost a message because *queue* was full."""

    group: str
    lost: int
    """How many members lost it on this queue."""
    members: int
    """How many members the group has in all."""
    queue: Queue


def tell(losses: Iterable[Untold]) -> None:
    """Warn of *losses*, of those on one queue whenever their sum reaches a power of two.

    So who sends a thousand messages too many makes ten lines. Any thread.
    """
    for group, lost, members, queue in losses:
        total = queue.tally.lost["full"]
        if total.bit_length() > (total - lost).bit_length():
            logger.warning(
                "Group %s: %d of %d members did not get a message, as %s is full at its capacity "
                'of %d (%d lost there so far). Give the layer more in CHANNEL_LAYERS: "CONFIG": '
                '{"capacity": 1000}.',
                *(group, lost, members, queue.name, queue.capacity, total),
            )
