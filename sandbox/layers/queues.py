"""Queues of messages, and who listens to them: the parts that the store's rules work on.

Role: what a queue and a listener are, and how a queue makes itself known to its listeners. Pure;
whoever calls holds the layer's lock. It must not know of groups, the ledger or the log.
"""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, Final, Protocol

from sandbox.layers.tallies import Tally

__all__ = [
    "ACCEPTED_AT",
    "CHANNEL",
    "CONTENT",
    "EXPIRES",
    "MESSAGE",
    "QUEUE",
    "Entry",
    "Fault",
    "Hold",
    "Listener",
    "Queue",
    "Wake",
]

Wake = Callable[[], object]
"""Called after the lock is released, by the thread that made something available."""

Entry = tuple[float, int, str, dict[str, Any], float, "Queue"]
"""(expires at, message id, full channel name, content, accepted at, its queue).

Also the receipt of whoever has the message in hand. Content belongs to the layer: readers that
give it to user code copy it first."""

EXPIRES: Final = 0
MESSAGE: Final = 1
CHANNEL: Final = 2
CONTENT: Final = 3
ACCEPTED_AT: Final = 4
QUEUE: Final = 5


class Hold(Protocol):
    """A row of the table of holds: messages that match stop before they are queued.

    One that raises is reported in the log and does not match.
    """

    id: int
    expires: bool
    """Whether what it stops expires as if it were queued."""
    told: Mapping[str, Any]
    """The fields of ``hold.began`` and ``hold.ended``."""

    def matches(self, channel: str, content: dict[str, Any], group: str | None) -> bool:
        """Say whether this message is to be held; called under the layer's lock.

        *group*: the group that it was sent to; ``None``: it was sent to *channel* itself.
        """


class Fault(Protocol):
    """A row of the table of faults: messages that match are lost.

    One that raises is reported in the log and does not match.
    """

    id: int
    reason: str
    """Of the loss: ``fault``, or ``expired``, which throws the channel out of its groups."""
    spent: bool
    """Whether it has lost all that it was to lose; then it ends by itself."""
    told: Mapping[str, Any]
    """The fields of ``fault.began`` and ``fault.ended``."""

    def loses(self, channel: str, content: dict[str, Any], group: str | None) -> bool:
        """Say whether this message is to be lost; called under the layer's lock, as for a hold."""


class Queue:
    """One queue: a normal channel, a ``?`` channel, or all of ``prefix!`` (§1.5)."""

    __slots__ = (
        "capacity",
        "entries",
        "held",
        "listeners",
        "name",
        "orphaned",
        "room_wakes",
        "tally",
        "throttled",
        "timed",
    )

    def __init__(self, name: str, capacity: int, tally: Tally) -> None:
        self.name = name
        self.capacity = capacity
        self.tally = tally
        self.entries: deque[Entry] = deque()
        self.held = 0
        self.listeners: tuple[Listener, ...] = ()
        self.room_wakes: list[Wake] = []
        """Senders that are parked until there is room. Unlike others, these are called with the
        lock held, and may be called twice."""
        self.timed = False
        """Whether the heap of what is due has an item for this queue."""
        self.orphaned = False
        """Whether the server that owned this prefix has gone for good."""
        self.throttled: frozenset[str] = frozenset()
        """Channels of this prefix that are full whatever its capacity, as their client reads too
        slowly."""

    def announce(self) -> Wake | None:
        """Mark this queue as ready for all its listeners; return the wake-up of one that waits."""
        name, found = self.name, None
        for listener in self.listeners:
            if name not in listener.marked:
                listener.make_ready(self)
            if listener.armed and found is None:
                listener.armed = False
                found = listener.wake
        return found

    def make_room(self) -> None:
        """Wake the senders that wait for room."""
        for wake in self.room_wakes:
            wake()
        self.room_wakes.clear()


class Listener:
    """Somebody who takes from a set of channels, in fair turns, for as long as it is open."""

    __slots__ = ("armed", "channels", "closed", "marked", "ready", "taken", "wake", "where")

    def __init__(self, wake: Wake, where: str) -> None:
        self.wake = wake
        self.where = where
        self.channels: frozenset[str] = frozenset()
        self.ready: list[tuple[int, Queue]] = []
        """A heap of the queues that have something: (id of the oldest message seen there, it)."""
        self.marked: set[str] = set()
        self.armed = False
        """Whether *wake* is to be called when something comes; set by a reader that found
        nothing, cleared by whoever wakes it."""
        self.taken: Entry | None = None
        """What it took last: an interrupt may come before the reader has it."""
        self.closed = False

    def make_ready(self, queue: Queue) -> None:
        """Note that *queue*, which is not marked, has something."""
        self.marked.add(queue.name)
        heapq.heappush(self.ready, (queue.entries[0][1], queue))

    def next_ready(self, queue: Queue) -> None:
        """The first ready queue, *queue*, was taken from: give it its new place, or none."""
        if queue.entries:
            heapq.heapreplace(self.ready, (queue.entries[0][1], queue))
        else:
            heapq.heappop(self.ready)
            self.marked.discard(queue.name)

    def forget(self, queue: Queue) -> None:
        """Hear *queue* no longer."""
        queue.listeners = tuple(other for other in queue.listeners if other is not self)
        if queue.name in self.marked:
            self.marked.discard(queue.name)
            self.ready = [one for one in self.ready if one[1] is not queue]
            heapq.heapify(self.ready)
