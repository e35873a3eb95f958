"""What a layer holds, and what happens to it by itself: queues, groups, listeners, expiry, sums.

Role: the state that the rules of :mod:`sandbox.layers.store` change, with the looks at it. Whoever
calls holds the layer's lock and passes the time in. It must not know of threads, event loops,
sockets, wall clocks or context variables.

On interrupts, see :mod:`sandbox.layers.store`.
"""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from collections.abc import Iterable, Mapping
from random import Random
from typing import Any, Final

from sandbox.layers.groups import Groups
from sandbox.layers.names import non_local_name
from sandbox.layers.queues import (
    CHANNEL,
    EXPIRES,
    MESSAGE,
    QUEUE,
    Entry,
    Fault,
    Hold,
    Listener,
    Queue,
    Wake,
)
from sandbox.layers.tallies import Tallies
from sandbox.layers.untold import Untold
from sandbox.trace import ops
from sandbox.trace.ids import Ids
from sandbox.trace.ledger import Ledger, ledger_key
from sandbox.trace.log import Log

__all__ = ["State"]

CHECKPOINT_MESSAGES: Final = 256
"""Messages between two checkpoints: what the log packs at once is still in the cache."""


class State:
    """The state of one layer; :class:`~sandbox.layers.store.Store` has the rules.

    *capacity* counts unread messages of each queue; *capacity_patterns* gives others by compiled
    pattern, first match wins. *expiry* and *group_expiry* are seconds. *log* may be ``None``.
    """

    def __init__(
        self,
        *,
        alias: str,
        capacity: int,
        capacity_patterns: Iterable[tuple[Any, int]],
        expiry: float,
        group_expiry: float,
        random: Random,
        log: Log | None,
    ) -> None:
        self.alias = alias
        self.capacity = capacity
        self.capacity_patterns = list(capacity_patterns)
        self.expiry = expiry
        self.random = random
        self.log = log
        self.holds: tuple[Hold, ...] = ()
        self.faults: tuple[Fault, ...] = ()
        self.expected: frozenset[str] = frozenset()
        """Channels that are routed, also while no worker runs: notices on them are kept."""
        self.untold: list[Untold] = []
        """What members of groups lost and no log tells, for the layer to tell."""
        self._message_id = (log.ids if log is not None else Ids()).message
        self._send_id = (log.ids if log is not None else Ids()).group_send
        self._queues: dict[str, Queue] = {}
        self._tallies = Tallies(alias)
        self._held: dict[int, tuple[Entry, int]] = {}
        """Message → its entry and the hold that stopped it, in the order in which they go."""
        self._delayed: dict[int, float] = {}
        """Held message → when it goes by itself."""
        self._expiring: frozenset[int] = frozenset()
        """Holds whose messages expire as if they were queued."""
        self._due: list[tuple[float, int, Queue | str | int]] = []
        """A heap of what expires when; a text is a group's name, a number a held message."""
        self._tie = itertools.count().__next__
        self._groups = Groups(alias=alias, expiry=group_expiry, schedule=self._schedule, log=log)
        self._until_checkpoint = CHECKPOINT_MESSAGES
        if log is not None:
            log.add_layer(alias)

    # -- what is due -------------------------------------------------------------------------

    def _schedule(self, due: float, thing: Queue | str | int) -> None:
        heapq.heappush(self._due, (due, self._tie(), thing))

    def _time(self, queue: Queue) -> None:
        """See to it that the heap has an item for *queue*, if it has anything that can expire."""
        if not queue.timed and queue.entries:
            self._schedule(queue.entries[0][EXPIRES], queue)
            queue.timed = True

    def next_due(self) -> float:
        """Return when to call :meth:`expire` next (clock's moment); infinity: never."""
        return self._due[0][0] if self._due else float("inf")

    def expire(self, now: float) -> None:
        """Lose what is past its time, and nothing else is looked at (§1.6)."""
        due = self._due
        while due and due[0][0] <= now:
            thing = due[0][2]
            if isinstance(thing, Queue):
                thing.timed = False  # no call in between: an interrupt leaves no queue untimed
                heapq.heappop(due)
                self._expire_queue(thing, now)
            elif isinstance(thing, str):
                heapq.heappop(due)
                self._groups.expire(thing, now)
            else:
                heapq.heappop(due)
                self._expire_held(thing, now)

    def _expire_queue(self, queue: Queue, now: float) -> None:
        while queue.entries and queue.entries[0][EXPIRES] <= now:
            entry = self._lose_first(queue, "expired", now, "layer", 0)
            # Its channel is thrown out of every group (§1.6, trap 8).
            self._groups.evict(entry[CHANNEL])
        queue.make_room()
        self._time(queue)
        if not queue.timed and "?" in queue.name and not queue.listeners and not queue.held:
            self._queues.pop(queue.name, None)

    def _lose_first(self, queue: Queue, reason: str, now: float, where: str, cause: int) -> Entry:
        """Lose the oldest message of *queue*, which has one."""
        lost, log = queue.tally.lost, self.log
        entry = queue.entries[0]
        message, channel = entry[MESSAGE], entry[CHANNEL]
        fact = (ops.LOST, now, where, cause, self.alias, message, channel, reason, "queued")
        if reason not in lost:
            lost[reason] = 0
        lost[reason] += 1
        del queue.entries[0]
        if log is not None:
            log.put(fact)
            log.attend()
        return entry

    def _lose_queued(
        self, queue: Queue, entry: Entry, reason: str, now: float, where: str, cause: int
    ) -> None:
        """Lose a message of *queue* that need not be its oldest."""
        lost, log = queue.tally.lost, self.log
        message, channel = entry[MESSAGE], entry[CHANNEL]
        rest = deque([other for other in queue.entries if other is not entry])
        fact = (ops.LOST, now, where, cause, self.alias, message, channel, reason, "queued")
        if reason not in lost:
            lost[reason] = 0
        lost[reason] += 1
        queue.entries = rest
        if log is not None:
            log.put(fact)
            log.attend()

    def _expire_held(self, message: int, now: float) -> None:
        """A held message whose hold lets it expire is past its time, if it is still held."""
        held = self._held.get(message)
        if held is None or held[0][EXPIRES] > now or message in self._delayed:
            return
        self._lose_held(message, "expired", now, "layer")
        self._groups.evict(held[0][CHANNEL])

    def _lose_held(self, message: int, reason: str, now: float, where: str) -> None:
        """Lose a held message; ``KeyError`` if it is not held."""
        entry, hold = self._held[message]
        queue, lost, log = entry[QUEUE], entry[QUEUE].tally.lost, self.log
        mine, channel = self.alias, entry[CHANNEL]
        fact = (ops.LOST, now, where, hold, mine, message, channel, reason, "held")
        if reason not in lost:
            lost[reason] = 0
        if message in self._delayed:
            del self._delayed[message]
        lost[reason] += 1
        del self._held[message]
        queue.held -= 1
        queue.tally.held -= 1
        if log is not None:
            log.put(fact)
            log.attend()
        queue.make_room()

    # -- listeners ---------------------------------------------------------------------------

    def wake_all(self) -> list[Wake]:
        """Return the wake-ups of all who listen to something that waits.

        For after an interrupt: a wake-up may have been in the hands of who was interrupted, and a
        queue may wait for its place among what expires. Senders that wait for room look again.
        """
        found: dict[int, Wake] = {}
        for queue in self._queues.values():
            queue.make_room()
            if queue.entries:
                self._time(queue)
                for listener in queue.listeners:
                    if queue.name not in listener.marked:
                        listener.make_ready(queue)
                    listener.armed = False
                    found[id(listener)] = listener.wake
        return list(found.values())

    def listen(self, listener: Listener, channels: Iterable[str]) -> list[Wake]:
        """Let *listener* hear exactly *channels* from now on; return the wake-ups that are due."""
        wanted = frozenset(channels)
        # Sorted, since the order of a set differs from process to process (TRACE.md, rule 4).
        left = [self.queue(name) for name in sorted(listener.channels - wanted)]
        for queue in left:
            listener.forget(queue)
        for name in sorted(wanted - listener.channels):
            queue = self.queue(name)
            queue.listeners = (*queue.listeners, listener)
            if queue.entries:
                listener.make_ready(queue)
        listener.channels = wanted
        # What this listener was woken for and no longer hears is for somebody else.
        wakes = [queue.announce() for queue in left if queue.entries]
        if listener.ready and listener.armed:
            listener.armed = False
            wakes.append(listener.wake)
        return [wake for wake in wakes if wake is not None]

    def close(self, listener: Listener) -> list[Wake]:
        """End *listener*; return its own wake-up and those of others who take over its turn."""
        listener.closed = True
        ready = list(listener.ready)
        for name in sorted(listener.channels):
            listener.forget(self.queue(name))
        listener.channels = frozenset()
        wakes = [queue.announce() for _, queue in sorted(ready) if queue.entries]
        if listener.armed:
            listener.armed = False
            wakes.append(listener.wake)
        return [wake for wake in wakes if wake is not None]

    def orphan(self, prefix: str, now: float, where: str) -> None:
        """The server that owned *prefix* has gone: what waits and what comes has no connection."""
        queue = self.queue(prefix)
        queue.orphaned = True
        while queue.entries:
            self._lose_first(queue, "no_connection", now, where, 0)
        queue.make_room()

    # -- groups ------------------------------------------------------------------------------

    def group_add(self, group: str, channel: str, now: float, where: str, cause: int) -> None:
        """Let *channel* join, or start its time in the group anew (§1.7)."""
        self.expire(now)
        self._groups.add(group, channel, now, where, cause)

    def group_discard(self, group: str, channel: str, now: float, where: str, cause: int) -> None:
        """Let *channel* leave; nothing happens where it is no member."""
        self.expire(now)
        self._groups.discard(group, channel, where, cause)

    def members(self, group: str, now: float) -> dict[str, float]:
        """Return member → moment it joined, oldest first; a copy (§15.1 row 14)."""
        self.expire(now)
        return dict(self._groups.members(group))

    def groups(self, now: float) -> list[str]:
        """Return the names of all groups that have members."""
        self.expire(now)
        return self._groups.names()

    # -- looking -----------------------------------------------------------------------------

    def queue(self, channel: str) -> Queue:
        """Return the queue that *channel* goes to (its non-local part), made if absent."""
        name = non_local_name(channel)
        queue = self._queues.get(name)
        if queue is None:
            queue = Queue(name, self.capacity_of(name), self._tallies.of(name))
            self._queues[name] = queue
        return queue

    def queues(self) -> list[Queue]:
        """Return all queues, in the order in which they were first used."""
        return list(self._queues.values())

    def next_expiry(self, queue: Queue) -> float:
        """Return when the oldest message of *queue* expires, and so makes room (clock's moment)."""
        return queue.entries[0][EXPIRES] if queue.entries else float("inf")

    def seen(self, channel: str) -> Queue | None:
        """Return the queue that *channel* goes to, or ``None`` where there is none; makes none."""
        return self._queues.get(non_local_name(channel))

    def is_used(self, channel: str) -> bool:
        """Say whether a queue of that name exists."""
        return channel in self._queues

    def capacity_of(self, channel: str) -> int:
        """Return the capacity that counts for *channel*: the first pattern that fits, else the
        layer's own (§1.5)."""
        for pattern, capacity in self.capacity_patterns:
            if pattern.match(channel):
                return capacity
        return self.capacity

    def ledger(self, now: float) -> Ledger:
        """Return the sums of every row, after what is due has expired.

        A channel that nothing was ever sent to has no row, as in the log's ledger.
        """
        self.expire(now)
        queued: dict[str, int] = {}
        for queue in self._queues.values():
            key = ledger_key(queue.name)
            queued[key] = queued.get(key, 0) + len(queue.entries)
        return self._tallies.ledger(queued)

    def _look_at_size(self, content: dict[str, Any]) -> None:
        """Let the next checkpoint come sooner where contents are large: it bounds the memory."""
        if self.log is not None:
            room = self.log.room_for(content)
            if room < self._until_checkpoint:
                self._until_checkpoint = room

    def _checkpoint(self, now: float) -> None:
        """Tell the log the sums as they are, so that it can let go of what came before."""
        self._until_checkpoint = max(CHECKPOINT_MESSAGES, 4 * len(self._tallies))
        if self.log is not None:
            self.log.checkpoint(now, self.alias, self._tallies.rows())

    def moving(self) -> Mapping[str, tuple[int, int]]:
        """Return channel → (queued where somebody listens, in hand), for what is not at rest."""
        found: dict[str, tuple[int, int]] = {}
        for queue in self._queues.values():
            heard = bool(queue.listeners) or queue.name in self.expected
            queued = len(queue.entries) if heard else 0
            in_hand = queue.tally.in_hand if "?" not in queue.name else 0
            if queued or in_hand:
                found[queue.name] = (queued, in_hand)
        return found
