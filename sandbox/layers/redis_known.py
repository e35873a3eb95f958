"""What this process knows of a Redis layer by itself, for the day on which a server forgets.

Role: which messages it has accepted that nobody is known to have taken, what it has in hand, and
what it has added to the ledger. Pure; whoever calls holds the layer's lock. It must not know of
servers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sandbox.layers.names import non_local_name
from sandbox.trace.ids import process_of

__all__ = ["Known", "Missing", "Taken", "Waiting"]


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


class Missing:
    """What waited on a server that came back empty, until all processes have told what they took.

    *what* the server did, in words; *messages*: (message, channel); *until*: the moment of the
    layer's clock after which nobody is waited for.
    """

    def __init__(self, what: str, messages: list[tuple[int, str]], until: float) -> None:
        self.what = what
        self.messages = messages
        self.until = until
        self.first = False
        """Whether this process is the one that found the server empty."""

    def lost(self, marks: Mapping[str, int]) -> list[tuple[int, str]]:
        """Return those that nobody has taken; *marks*: ``queue|process`` → last one taken."""
        return [
            (message, channel)
            for message, channel in self.messages
            if message > marks.get(f"{non_local_name(channel)}|{process_of(message)}", 0)
        ]


class Known:
    """The memory of one process."""

    def __init__(self) -> None:
        self.waiting: dict[int, Waiting] = {}
        self.in_hand: dict[tuple[int, int], Taken] = {}
        self.sums: dict[int, dict[str, int]] = {}
        """Shard → counter → what this process has added to it."""
        self.group_sizes: dict[str, int] = {}
        """Group → how many members its last send met."""
        self.missing: dict[int, Missing] = {}
        """Shard → what may be lost there."""
        self.marks: dict[tuple[int, str, int], tuple[int, float]] = {}
        """Shard, queue and sending process → the last message that was taken here, and until when
        it matters. A queue is read in its order, so what the same process sent there before has
        been taken, too, here or elsewhere."""

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

    def mark(self, shard: int, queue: str, message: int, until: float, now: float) -> None:
        """Note that *message* of *queue* was taken; it matters *until* then, the layer's time."""
        marks, key = self.marks, (shard, queue, process_of(message))
        marks.pop(key, None)  # so that those come first that nothing was taken by for longest
        marks[key] = (message, until)
        while marks[first := next(iter(marks))][1] <= now and first != key:
            del marks[first]

    def marks_of(self, shard: int) -> list[str | int]:
        """Return a shard's marks as ``queue|process``, message, and so on."""
        return [
            one
            for (number, queue, process), (message, _) in self.marks.items()
            if number == shard
            for one in (f"{queue}|{process}", message)
        ]

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

    def missing_with(self, shard: int, now: float) -> list[tuple[int, str]]:
        """Take out what waited on a shard that has come back empty, as far as is known here; return
        (message, channel). Other processes may have taken some of it."""
        missing = [
            (message, one.channel_of(message))
            for message, one in self.waiting.items()
            if one.shard == shard and one.ends > now
        ]
        for message in [m for m, one in self.waiting.items() if one.shard == shard]:
            del self.waiting[message]
        return missing
