"""What this process knows of a Redis layer by itself, for the day on which a server forgets.

Role: which messages it has accepted that nobody is known to have taken, what it has in hand, and
what it has added to the ledger. Pure; whoever calls holds the layer's lock. It must not know of
servers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["Known", "Taken", "Waiting"]


class Waiting:
    """Messages that were accepted here at once and wait, as far as is known here: one, or those of
    a group send, which share this one object."""

    __slots__ = ("channels", "ends", "first", "shard", "step")

    def __init__(
        self, shard: int, ends: float, first: int, channels: Sequence[str], step: int = 1
    ) -> None:
        self.shard = shard
        self.ends = ends
        """When they expire, by the layer's clock."""
        self.first = first
        self.channels = channels
        self.step = step

    def channel_of(self, message: int) -> str:
        """Return the full name of a message's channel."""
        return self.channels[(message - self.first) // self.step]


class Taken:
    """An element of a queue that this process has in hand: one message, or several of a prefix."""

    __slots__ = ("head", "left", "queue", "shard", "stamp")

    def __init__(self, shard: int, stamp: int, queue: str, head: bytes, left: int) -> None:
        self.shard = shard
        self.stamp = stamp
        self.queue = queue
        self.head = head
        self.left = left
        """How many of its messages are not settled yet."""


class Known:
    """The memory of one process."""

    def __init__(self) -> None:
        self.waiting: dict[int, Waiting] = {}
        self.in_hand: dict[tuple[int, int], Taken] = {}
        self.sums: dict[int, dict[str, int]] = {}
        """Shard → counter → what this process has added to it."""
        self.group_sizes: dict[str, int] = {}
        """Group → how many members its last send met."""

    def accepted(self, messages: Iterable[int], waiting: Waiting, now: float) -> None:
        """Note messages; what is past its time is forgotten on the way."""
        known = self.waiting
        known.update(dict.fromkeys(messages, waiting))
        while known:
            first = next(iter(known))
            if known[first].ends > now or known[first] is waiting:
                return
            del known[first]

    def forget(self, message: int) -> None:
        """Note that a message waits no more; harmless where it was not known."""
        self.waiting.pop(message, None)

    def take(self, taken: Taken) -> None:
        """Note what is in hand."""
        self.in_hand[taken.shard, taken.stamp] = taken

    def settle(self, taken: Taken, number: int) -> bool:
        """Note that *number* of its messages are settled; say whether these were the last."""
        taken.left -= number
        if taken.left <= 0:
            self.in_hand.pop((taken.shard, taken.stamp), None)
            return True
        return False

    def count(self, shard: int, counter: str, number: int) -> None:
        """Note what was added to the ledger."""
        sums = self.sums.setdefault(shard, {})
        sums[counter] = sums.get(counter, 0) + number

    def lost_with(self, shard: int, now: float) -> list[tuple[int, str]]:
        """Take out what waited on a shard that has come back empty; return (message, channel)."""
        lost = [
            (message, one.channel_of(message))
            for message, one in self.waiting.items()
            if one.shard == shard and one.ends > now
        ]
        for message in [m for m, one in self.waiting.items() if one.shard == shard]:
            del self.waiting[message]
        return lost
