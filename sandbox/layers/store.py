"""The rules of a channel layer as pure state: queues, groups, capacity, expiry, ledger.

Role: CLASSIC-SPEC §1 and TRACE.md's life of a message, in synchronous code. Whoever calls holds
the layer's lock and passes the time in; wake-ups are handed back to be called after the lock is
released. It must not know of threads, event loops, sockets, wall clocks or context variables.

::

      accept ──► queued ──► take ──► deliver
                 │   ▲        │
         hold    ▼   │ release▼
                held          lose(reason)

Interrupts: a cell can be interrupted anywhere, also in here. Accepting is therefore written so that
an interrupt leaves a message either unsent or accepted, counted and logged (CPython raises them
after calls only, so what stands between two calls is done as one).

Costs: every operation touches only what it is about. Expiry keeps one item in a heap for each
queue and each group (all entries of a queue have the same lifetime, so its head is its oldest),
and a listener has a list of the queues that have something for it.
"""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from random import Random
from typing import Any, Final, Protocol

from sandbox.errors import ChannelFull
from sandbox.layers.copying import copy_content
from sandbox.layers.names import non_local_name
from sandbox.trace import ops
from sandbox.trace.ids import Ids
from sandbox.trace.ledger import INVALID_NAME, Ledger, Row, ledger_key
from sandbox.trace.log import Log
from sandbox.trace.redact import SENSITIVE_KEYS, redact

__all__ = ["Entry", "Fault", "Hold", "Listener", "Queue", "Store", "Wake"]

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

Fate = tuple[str, int | None]
"""(reason of the loss, or "" for a hold; id of the fault or hold)."""

CHECKPOINT_MESSAGES: Final = 128
"""Messages between two checkpoints: what the log packs at once is still in the cache."""

_harmless = SENSITIVE_KEYS.isdisjoint
"""Whether a content has no key of its own under which a secret could be."""

_LONGEST_NAME = 200
"""Characters that the log keeps of a name that was refused: names have no bound before a check."""

# Looked up for each message: a global costs less than an attribute of a module.
ACCEPTED, FRAME_ACCEPTED = ops.ACCEPTED, ops.FRAME_ACCEPTED
RECEIVED, TAKEN = ops.RECEIVED, ops.TAKEN


class Hold(Protocol):
    """A row of the table of holds: messages that match stop before they are queued.

    One that raises is reported in the log and does not match.
    """

    id: int

    def matches(self, channel: str, content: dict[str, Any]) -> bool:
        """Say whether this message is to be held; called under the layer's lock."""


class Fault(Protocol):
    """A row of the table of faults: messages that match are lost with reason ``fault``.

    One that raises is reported in the log and does not match.
    """

    id: int

    def loses(self, channel: str, content: dict[str, Any]) -> bool:
        """Say whether this message is to be lost; called under the layer's lock."""


class _Tally:
    """The running sums of one ledger row. *queued* is derived from the queues themselves."""

    __slots__ = ("accepted", "delivered", "held", "in_hand", "lost", "refused")

    def __init__(self) -> None:
        self.accepted = 0
        self.held = 0
        self.in_hand = 0
        self.delivered = 0
        self.lost: dict[str, int] = {}
        self.refused: dict[str, int] = {}


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
        "timed",
    )

    def __init__(self, name: str, capacity: int, tally: _Tally) -> None:
        self.name = name
        self.capacity = capacity
        self.tally = tally
        self.entries: deque[Entry] = deque()
        self.held = 0
        self.listeners: tuple[Listener, ...] = ()
        self.room_wakes: list[Wake] = []
        """Senders that are parked until there is room. Unlike others, these may be called with
        the lock held."""
        self.timed = False
        """Whether the heap has an item for this queue."""
        self.orphaned = False
        """Whether the server that owned this prefix has gone for good."""


class Listener:
    """Somebody who takes from a set of channels, in fair turns, for as long as it is open."""

    __slots__ = ("armed", "channels", "closed", "marked", "ready", "wake", "where")

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
        self.closed = False


class Store:
    """The state of one layer. Not thread-safe: the caller holds the layer's lock.

    *capacity* counts unread messages of each queue; *channel_capacity* gives others by compiled
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
        self.group_expiry = group_expiry
        self.random = random
        self.log = log
        self.holds: tuple[Hold, ...] = ()
        self.faults: tuple[Fault, ...] = ()
        self.expected: frozenset[str] = frozenset()
        """Channels that are routed, also while no worker runs: notices on them are kept."""
        self._message_id = (log.ids if log is not None else Ids()).message
        self._send_id = (log.ids if log is not None else Ids()).group_send
        self._queues: dict[str, Queue] = {}
        self._tallies: dict[str, _Tally] = {}
        self._held: dict[int, tuple[Entry, int]] = {}
        self._groups: dict[str, dict[str, float]] = {}
        self._memberships: dict[str, set[str]] = {}
        self._due: list[tuple[float, int, Queue | str]] = []
        self._timed_groups: set[str] = set()
        self._tie = itertools.count().__next__
        self._until_checkpoint = CHECKPOINT_MESSAGES
        if log is not None:
            log.add_layer(alias)

    # -- accepting ---------------------------------------------------------------------------

    def accept(
        self,
        channel: str,
        content: dict[str, Any],
        now: float,
        where: str,
        cause: int,
        connection: int = 0,
        frame: int = 0,
        nested: bool = False,
    ) -> Wake | None:
        """Take *content*, which now belongs to the layer, onto *channel*; return whom to wake.

        Raises :class:`ChannelFull` at capacity. With *frame*, the log says in the same breath
        that this frame arrived on *connection* and caused the message. *nested*: secrets may also
        be further down in *content*.
        """
        due = self._due
        if due and due[0][0] <= now:
            self.expire(now)
        self._until_checkpoint -= 1
        if not self._until_checkpoint & 7:  # every eighth tells whether contents have grown
            self._look_at_size(content)
        if self._until_checkpoint < 0:
            self._checkpoint(now)
        queue = self._queues.get(channel) or self.queue(channel)
        entries = queue.entries
        if len(entries) + queue.held >= queue.capacity:
            raise ChannelFull(channel)
        message = self._message_id()
        expires = now + self.expiry
        entry: Entry = (expires, message, channel, content, now, queue)
        fate = None
        if self.holds or self.faults or queue.orphaned:
            fate = self._fate(entry)
        log = self.log
        fact: tuple[Any, ...] | None = None
        try:
            if log is not None:
                shown = content if not nested and _harmless(content) else redact(content)
                mine = self.alias
                if frame:
                    order = content.get("order", 0)
                    # fmt: off
                    fact = (
                        FRAME_ACCEPTED, now, where, connection, frame, order,
                        mine, message, channel, shown,
                    )
                    # fmt: on
                else:
                    fact = (ACCEPTED, now, where, cause, mine, message, channel, shown)
                log.append(fact)
            queue.tally.accepted += 1  # nothing can come between this and the next line
            entries.append(entry)
        except BaseException:
            if fact is not None and log is not None and log.ends_with(fact):
                self._finish_accepting(entry)
            raise
        if fate is not None:
            entries.pop()
            self._divert(entry, fate, now, where, cause)
            return None
        if not queue.timed:
            heapq.heappush(due, (expires, self._tie(), queue))
            queue.timed = True
        return self._announce(queue) if queue.listeners else None

    def _finish_accepting(self, entry: Entry) -> None:
        """After an interrupt: what the log says is so. The caller sees to it that readers look."""
        queue = entry[QUEUE]
        if not queue.entries or queue.entries[-1] is not entry:
            queue.tally.accepted += 1
            queue.entries.append(entry)
        self._time_queue(queue)

    def accept_notice(
        self, channel: str, content: dict[str, Any], now: float, where: str, cause: int
    ) -> Wake | None:
        """Accept a notice such as ``http.disconnect``; where nobody listens it is lost at once."""
        queue = self.queue(channel)
        if queue.listeners or channel in self.expected:
            return self.accept(channel, content, now, where, cause)
        message = self._message_id()
        queue.tally.accepted += 1
        if self.log is not None:
            shown = redact(content)
            self.log.append((ops.ACCEPTED, now, where, cause, self.alias, message, channel, shown))
        entry: Entry = (now, message, channel, content, now, queue)
        self._count_lost(entry, "nobody_listens", "queued", now, where, cause)
        return None

    def refuse(
        self,
        channel: Any,
        content: Any,
        reason: str,
        now: float,
        where: str,
        cause: int,
        attempts: int,
    ) -> None:
        """Count and log that a message was not accepted (*attempts* tries); the sender knows.

        *content* may still be the sender's own: the log gets a copy.
        """
        invalid = reason == "invalid_name" or not isinstance(channel, str)
        tally = self._tally(INVALID_NAME if invalid else channel)
        tally.refused[reason] = tally.refused.get(reason, 0) + 1
        if self.log is None:
            return
        name = channel[:_LONGEST_NAME] if type(channel) is str else _of_type(channel)
        shown = _shown(content)
        self.log.append((ops.REFUSED, now, where, cause, self.alias, name, reason, shown, attempts))

    def send_group(
        self, group: str, content: dict[str, Any], now: float, where: str, cause: int
    ) -> list[Wake]:
        """Accept *content* once for every member; a full member loses it (§1.7). Never raises."""
        if self._due and self._due[0][0] <= now:
            self.expire(now)
        joined = self._groups.get(group, {})
        unshared = self.log is None  # then classic readers get an entry's content as it is
        self._until_checkpoint -= len(joined)
        self._look_at_size(content)
        if self._until_checkpoint < 0:
            self._checkpoint(now)
        message_id, get_queue = self._message_id, self.queue
        expires = now + self.expiry
        accepted: list[tuple[int, str]] = []
        full: list[Entry] = []
        diverted: list[tuple[Entry, Fate]] = []
        wakes: list[Wake] = []
        divert = bool(self.holds or self.faults)
        interrupt: BaseException | None = None
        entry: Entry | None = None
        try:
            for channel in joined:
                queue = get_queue(channel)
                message = message_id()
                given = copy_content(content) if unshared else content
                entry = (expires, message, channel, given, now, queue)
                fate = self._fate(entry) if divert or queue.orphaned else None
                queue.tally.accepted += 1  # nothing can come between this and the next line
                accepted.append((message, channel))
                if len(queue.entries) + queue.held >= queue.capacity:
                    full.append(entry)
                    continue
                if fate is not None:
                    diverted.append((entry, fate))
                    continue
                queue.entries.append(entry)
                if not queue.timed:
                    heapq.heappush(self._due, (expires, self._tie(), queue))
                    queue.timed = True
                if queue.listeners:
                    wake = self._announce(queue)
                    if wake is not None:
                        wakes.append(wake)
        except BaseException as error:
            # Who was reached keeps the message, and the log says so; the others were not reached.
            interrupt = error
            self._finish_group_send(entry, accepted, full, diverted)
        for lost in full:
            losses = lost[QUEUE].tally.lost
            losses["full"] = losses.get("full", 0) + 1
        if self.log is not None:
            shown = redact(content)
            send, mine = self._send_id(), self.alias
            members, gone = tuple(accepted), frozenset([lost[MESSAGE] for lost in full])
            self.log.append(
                (ops.GROUP_SENT, now, where, cause, mine, send, group, shown, members, gone)
            )
        for one, fate in diverted:
            self._divert(one, fate, now, where, cause)
        if interrupt is not None:
            raise interrupt
        return wakes

    def _finish_group_send(
        self,
        entry: Entry | None,
        accepted: list[tuple[int, str]],
        full: list[Entry],
        diverted: list[tuple[Entry, Fate]],
    ) -> None:
        if entry is None or not accepted or accepted[-1][0] != entry[MESSAGE]:
            return  # the last one had not been counted yet
        if entry in full[-1:] or any(one is entry for one, _ in diverted[-1:]):
            return
        queue = entry[QUEUE]
        if not queue.entries or queue.entries[-1] is not entry:
            queue.entries.append(entry)
        self._time_queue(queue)

    def _fate(self, entry: Entry) -> Fate | None:
        """Ask faults, holds and orphaned prefixes about a message that is not accepted yet."""
        channel, content = entry[CHANNEL], entry[CONTENT]
        if entry[QUEUE].orphaned:
            return "no_connection", None
        for fault in self.faults:
            if self._holds_true(fault.loses, channel, content):
                return "fault", fault.id
        for hold in self.holds:
            if self._holds_true(hold.matches, channel, content):
                return "", hold.id
        return None

    def _divert(self, entry: Entry, fate: Fate, now: float, where: str, cause: int) -> None:
        """Let an accepted message meet its fate instead of being queued."""
        reason, number = fate
        if reason:
            why = cause if number is None else number
            self._count_lost(entry, reason, "queued", now, where, why)
            return
        queue = entry[QUEUE]
        self._held[entry[MESSAGE]] = (entry, number or 0)
        queue.held += 1
        queue.tally.held += 1
        if self.log is not None:
            message, channel = entry[MESSAGE], entry[CHANNEL]
            self.log.append((ops.HELD, now, where, self.alias, message, channel, number))

    def _holds_true(
        self, test: Callable[[str, dict[str, Any]], bool], channel: str, content: dict[str, Any]
    ) -> bool:
        # A person wrote this test in a cell; its error is theirs and not the sender's.
        try:
            return bool(test(channel, content))
        except Exception as error:
            if self.log is not None:
                self.log.note(
                    "subscriber.failed",
                    where="layer",
                    cause=0,
                    subscriber=getattr(test, "__qualname__", type(test).__name__),
                    error=f"{type(error).__name__}: {error}",
                )
            return False

    def _requeue(self, entry: Entry) -> Wake | None:
        queue = entry[QUEUE]
        queue.entries.append(entry)
        self._time_queue(queue)
        return self._announce(queue) if queue.listeners else None

    def _time_queue(self, queue: Queue) -> None:
        if not queue.timed and queue.entries:
            heapq.heappush(self._due, (queue.entries[0][EXPIRES], self._tie(), queue))
            queue.timed = True

    def _make_ready(self, listener: Listener, queue: Queue) -> None:
        listener.marked.add(queue.name)
        heapq.heappush(listener.ready, (queue.entries[0][MESSAGE], queue))

    def _announce(self, queue: Queue) -> Wake | None:
        """Mark *queue* as ready for all its listeners; return the wake-up of one that waits."""
        name, found = queue.name, None
        for listener in queue.listeners:
            if name not in listener.marked:
                self._make_ready(listener, queue)
            if listener.armed and found is None:
                listener.armed = False
                found = listener.wake
        return found

    # -- holds -------------------------------------------------------------------------------

    def held(self) -> list[Entry]:
        """Return what is held, oldest first."""
        return [entry for entry, _ in self._held.values()]

    def held_by(self) -> list[tuple[Entry, int]]:
        """Return what is held, oldest first, with the ids of the holds that stopped it."""
        return list(self._held.values())

    def release(self, message: int, now: float, where: str) -> Wake | None:
        """Queue a held message, with its whole lifetime before it; ``KeyError`` if not held."""
        entry, hold = self._held.pop(message)
        queue = entry[QUEUE]
        queue.held -= 1
        queue.tally.held -= 1
        if self.log is not None:
            self.log.append((ops.RELEASED, now, where, self.alias, message, entry[CHANNEL], hold))
        if queue.orphaned:
            self._count_lost(entry, "no_connection", "queued", now, where, 0)
            return None
        return self._requeue((now + self.expiry, *entry[1:]))

    def drop(self, message: int, now: float, where: str, reason: str = "dropped_by_you") -> None:
        """Lose a held message on purpose; ``KeyError`` if it is not held."""
        entry, hold = self._held.pop(message)
        queue = entry[QUEUE]
        queue.held -= 1
        queue.tally.held -= 1
        self._count_lost(entry, reason, "held", now, where, hold)
        self._make_room(queue)

    # -- taking ------------------------------------------------------------------------------

    def take(self, listener: Listener, now: float) -> Entry | None:
        """Give *listener* the oldest message of all its channels, or ``None``.

        Oldest first over channels, so that one worker sees what a client did in the order in which
        it did it, a disconnect after the last frame; and nobody starves.
        """
        if self._due and self._due[0][0] <= now:
            self.expire(now)
        ready = listener.ready
        while ready:
            oldest, queue = ready[0]
            entries = queue.entries
            if entries and entries[0][1] != oldest:
                # Somebody else took what this queue was ready with: it has another place now.
                heapq.heapreplace(ready, (entries[0][1], queue))
                continue
            entry = self._pop(queue, now)
            self._next_ready(listener, queue)
            if entry is not None:
                queue.tally.in_hand += 1
                log = self.log
                if log is not None:
                    where = listener.where
                    log.append((TAKEN, now, where, self.alias, entry[1], entry[2], entry[4]))
                return entry
        return None

    def _next_ready(self, listener: Listener, queue: Queue) -> None:
        """The first ready queue was taken from: give it its new place, or none."""
        if queue.entries:
            heapq.heapreplace(listener.ready, (queue.entries[0][1], queue))
        else:
            heapq.heappop(listener.ready)
            listener.marked.discard(queue.name)

    def take_many(self, listener: Listener, now: float, limit: int) -> list[Entry]:
        """Give *listener* up to *limit* messages at once; one line in the log.

        A queue is emptied before the next one: for listeners of one channel, as servers are.
        """
        if self._due and self._due[0][0] <= now:
            self.expire(now)
        taken: list[Entry] = []
        ready = listener.ready
        while ready and len(taken) < limit:
            queue = ready[0][1]
            entries, tally = queue.entries, queue.tally
            before = len(taken)
            while entries and len(taken) < limit:
                entry = entries.popleft()
                if entry[EXPIRES] <= now:
                    self._count_expired(entry, now)
                else:
                    taken.append(entry)
            tally.in_hand += len(taken) - before
            self._next_ready(listener, queue)
        if taken and self.log is not None:
            rows = tuple([(entry[1], entry[2], entry[4]) for entry in taken])
            self.log.append((ops.TAKEN_MANY, now, listener.where, self.alias, rows))
        return taken

    def receive(self, names: list[str], now: float, where: str) -> Entry | None:
        """Take and deliver at once (the classic ``receive``), channels in random turn (§1.4)."""
        due = self._due
        if due and due[0][0] <= now:
            self.expire(now)
        if len(names) > 1:
            start = int(self.random.random() * len(names))
            names = names[start:] + names[:start]
        queues = self._queues
        for name in names:
            queue = queues.get(name)
            if queue is None or not queue.entries:
                continue
            entry = queue.entries.popleft()
            if entry[0] <= now:
                self._count_expired(entry, now)
                later = self._pop(queue, now)
                if later is None:
                    continue
                entry = later
            queue.tally.delivered += 1
            log = self.log
            if log is not None:
                log.append((RECEIVED, now, where, self.alias, entry[1], entry[2], entry[4]))
            return entry
        return None

    def _pop(self, queue: Queue, now: float) -> Entry | None:
        entries = queue.entries
        while entries:
            entry = entries.popleft()
            if entry[EXPIRES] > now:
                return entry
            self._count_expired(entry, now)
        return None

    def room_wakes(self, entries: Iterable[Entry]) -> list[Wake]:
        """Return (and forget) the wake-ups of senders that wait for room where these came from."""
        wakes: list[Wake] = []
        for entry in entries:
            queue = entry[QUEUE]
            if queue.room_wakes:
                wakes += queue.room_wakes
                queue.room_wakes.clear()
        return wakes

    def _make_room(self, queue: Queue) -> None:
        """Wake the senders that wait for room where it came about otherwise than by taking."""
        for wake in queue.room_wakes:
            wake()
        queue.room_wakes.clear()

    # -- settling ----------------------------------------------------------------------------

    def deliver(self, entry: Entry, now: float, where: str, duration: float | None) -> None:
        """Settle a message in hand as delivered, after *duration* seconds of work."""
        tally = entry[QUEUE].tally
        tally.in_hand -= 1
        tally.delivered += 1
        if self.log is not None:
            self.log.append(
                (ops.DELIVERED, now, where, self.alias, entry[MESSAGE], entry[CHANNEL], duration)
            )

    def deliver_frames(
        self, sent: list[tuple[Entry, int, int, Any]], now: float, where: str
    ) -> None:
        """Settle messages that a protocol server wrote: (entry, connection, frame id, data)."""
        for entry, _, _, _ in sent:
            tally = entry[QUEUE].tally
            tally.in_hand -= 1
            tally.delivered += 1
        if self.log is not None:
            rows = tuple(
                [(e[1], e[2], connection, frame, data) for e, connection, frame, data in sent]
            )
            self.log.append((ops.FRAMES_SENT, now, where, self.alias, rows))

    def lose(self, entry: Entry, reason: str, now: float, where: str, cause: int) -> None:
        """Settle a message in hand as lost."""
        entry[QUEUE].tally.in_hand -= 1
        self._count_lost(entry, reason, "in_hand", now, where, cause)

    def _count_lost(
        self, entry: Entry, reason: str, state: str, now: float, where: str, cause: int
    ) -> None:
        lost = entry[QUEUE].tally.lost
        lost[reason] = lost.get(reason, 0) + 1
        if self.log is not None:
            _, message, channel, *_ = entry
            self.log.append(
                (ops.LOST, now, where, cause, self.alias, message, channel, reason, state)
            )

    # -- expiry ------------------------------------------------------------------------------

    def expire(self, now: float) -> None:
        """Lose what is past its time, and nothing else is looked at (§1.6)."""
        due = self._due
        while due and due[0][0] <= now:
            _, _, thing = heapq.heappop(due)
            if isinstance(thing, Queue):
                self._expire_queue(thing, now)
            else:
                self._expire_group(thing, now)

    def _expire_queue(self, queue: Queue, now: float) -> None:
        entries = queue.entries
        while entries and entries[0][EXPIRES] <= now:
            self._count_expired(entries.popleft(), now)
        queue.timed = bool(entries)
        self._make_room(queue)
        if entries:
            heapq.heappush(self._due, (entries[0][EXPIRES], self._tie(), queue))
        elif "?" in queue.name and not queue.listeners and not queue.held:
            self._queues.pop(queue.name, None)

    def _count_expired(self, entry: Entry, now: float) -> None:
        self._count_lost(entry, "expired", "queued", now, "layer", 0)
        # An unread message that expires throws its channel out of every group (§1.6, trap 8).
        for group in list(self._memberships.get(entry[CHANNEL], ())):
            self._leave(group, entry[CHANNEL], "evicted")

    def _expire_group(self, group: str, now: float) -> None:
        self._timed_groups.discard(group)
        members = self._groups.get(group)
        while members:
            channel, joined_at = next(iter(members.items()))
            if joined_at + self.group_expiry > now:
                self._time_group(group, joined_at + self.group_expiry)
                return
            self._leave(group, channel, "expired")

    def _time_group(self, group: str, due: float) -> None:
        # One item in the heap for each name, however often the group empties and fills again.
        if group not in self._timed_groups:
            self._timed_groups.add(group)
            heapq.heappush(self._due, (due, self._tie(), group))

    # -- groups ------------------------------------------------------------------------------

    def group_add(self, group: str, channel: str, now: float, where: str, cause: int) -> None:
        """Let *channel* join, or start its time in the group anew (§1.7)."""
        self.expire(now)
        members = self._groups.get(group)
        if members is None:
            members = self._groups[group] = {}
            self._time_group(group, now + self.group_expiry)
        members.pop(channel, None)  # oldest first: a member that joins again moves to the end
        members[channel] = now
        self._memberships.setdefault(channel, set()).add(group)
        if self.log is not None:
            self.log.note(
                "group.joined",
                where=where,
                cause=cause,
                layer=self.alias,
                group=group,
                channel=channel,
                expires_at=now + self.group_expiry - self.log.start,
            )

    def group_discard(self, group: str, channel: str, now: float, where: str, cause: int) -> None:
        """Let *channel* leave; nothing happens where it is no member."""
        self.expire(now)
        if channel in self._groups.get(group, ()):
            self._leave(group, channel, "discarded", where, cause)

    def _leave(
        self, group: str, channel: str, reason: str, where: str = "layer", cause: int = 0
    ) -> None:
        members = self._groups[group]
        del members[channel]
        if not members:
            del self._groups[group]
        groups = self._memberships[channel]
        groups.discard(group)
        if not groups:
            del self._memberships[channel]
        if self.log is not None:
            self.log.note(
                "group.left",
                where=where,
                cause=cause,
                layer=self.alias,
                group=group,
                channel=channel,
                reason=reason,
            )

    def members(self, group: str, now: float) -> dict[str, float]:
        """Return member → moment it joined, oldest first; a copy (§15.1 row 14)."""
        self.expire(now)
        return dict(self._groups.get(group, {}))

    def groups(self, now: float) -> list[str]:
        """Return the names of all groups that have members."""
        self.expire(now)
        return list(self._groups)

    # -- listeners ---------------------------------------------------------------------------

    def wake_all(self) -> list[Wake]:
        """Return the wake-ups of all who listen to something that waits.

        For after an interrupt: a wake-up may have been in the hands of who was interrupted.
        """
        found: dict[int, Wake] = {}
        for queue in self._queues.values():
            if queue.entries:
                for listener in queue.listeners:
                    if queue.name not in listener.marked:
                        self._make_ready(listener, queue)
                    listener.armed = False
                    found[id(listener)] = listener.wake
        return list(found.values())

    def listen(self, listener: Listener, channels: Iterable[str]) -> list[Wake]:
        """Let *listener* hear exactly *channels* from now on; return the wake-ups that are due."""
        wanted = frozenset(channels)
        # Sorted, since the order of a set differs from process to process (TRACE.md, rule 4).
        left = [self._unhear(listener, name) for name in sorted(listener.channels - wanted)]
        for name in sorted(wanted - listener.channels):
            queue = self.queue(name)
            queue.listeners = (*queue.listeners, listener)
            if queue.entries:
                self._make_ready(listener, queue)
        listener.channels = wanted
        # What this listener was woken for and no longer hears is for somebody else.
        wakes = [self._announce(queue) for queue in left if queue.entries]
        if listener.ready and listener.armed:
            listener.armed = False
            wakes.append(listener.wake)
        return [wake for wake in wakes if wake is not None]

    def close(self, listener: Listener) -> list[Wake]:
        """End *listener*; return its own wake-up and those of others who take over its turn."""
        listener.closed = True
        ready = list(listener.ready)
        for name in sorted(listener.channels):
            self._unhear(listener, name)
        listener.channels = frozenset()
        wakes = [self._announce(queue) for _, queue in sorted(ready) if queue.entries]
        if listener.armed:
            listener.armed = False
            wakes.append(listener.wake)
        return [wake for wake in wakes if wake is not None]

    def _unhear(self, listener: Listener, name: str) -> Queue:
        queue = self.queue(name)
        queue.listeners = tuple(other for other in queue.listeners if other is not listener)
        if name in listener.marked:
            listener.marked.discard(name)
            listener.ready = [one for one in listener.ready if one[1] is not queue]
            heapq.heapify(listener.ready)
        return queue

    def orphan(self, prefix: str, now: float, where: str) -> None:
        """The server that owned *prefix* has gone: what waits and what comes has no connection."""
        queue = self.queue(prefix)
        queue.orphaned = True
        while queue.entries:
            self._count_lost(queue.entries.popleft(), "no_connection", "queued", now, where, 0)
        self._make_room(queue)

    # -- looking -----------------------------------------------------------------------------

    def queue(self, channel: str) -> Queue:
        """Return the queue that *channel* goes to (its non-local part), made if absent."""
        name = non_local_name(channel)
        queue = self._queues.get(name)
        if queue is None:
            queue = Queue(name, self.capacity_of(name), self._tally(name))
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

    def _tally(self, channel: str) -> _Tally:
        key = ledger_key(channel)
        tally = self._tallies.get(key)
        if tally is None:
            tally = self._tallies[key] = _Tally()
        return tally

    def ledger(self, now: float) -> Ledger:
        """Return the sums of every row, after what is due has expired.

        A channel that nothing was ever sent to has no row, as in the log's ledger.
        """
        self.expire(now)
        queued: dict[str, int] = {}
        for queue in self._queues.values():
            key = ledger_key(queue.name)
            queued[key] = queued.get(key, 0) + len(queue.entries)
        return Ledger(
            {
                (self.alias, key): Row(
                    layer=self.alias,
                    channel=key,
                    accepted=tally.accepted,
                    queued=queued.get(key, 0),
                    held=tally.held,
                    in_hand=tally.in_hand,
                    delivered=tally.delivered,
                    lost=dict(tally.lost),
                    refused=dict(tally.refused),
                )
                for key, tally in self._tallies.items()
                if tally.accepted or tally.refused
            }
        )

    def _look_at_size(self, content: dict[str, Any]) -> None:
        """Let the next checkpoint come sooner where contents are large: it bounds the memory."""
        if self.log is not None:
            room = self.log.room_for(content)
            if room < self._until_checkpoint:
                self._until_checkpoint = room

    def _checkpoint(self, now: float) -> None:
        """Tell the log the sums as they are, so that it can let go of what came before."""
        self._until_checkpoint = max(CHECKPOINT_MESSAGES, 4 * len(self._tallies))
        if self.log is None:
            return
        rows = tuple(
            [
                (
                    key,
                    tally.accepted,
                    # What has no other fate is queued; ledger() counts it in the queues.
                    tally.accepted
                    - (tally.held + tally.in_hand + tally.delivered + sum(tally.lost.values())),
                    tally.held,
                    tally.in_hand,
                    tally.delivered,
                    tuple(tally.lost.items()),
                    tuple(tally.refused.items()),
                )
                for key, tally in self._tallies.items()
                if tally.accepted or tally.refused
            ]
        )
        self.log.checkpoint(now, self.alias, rows)

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

    def flush(self, now: float, where: str, cause: int) -> list[Wake]:
        """Forget all messages and groups; every one is accounted for. Returns waiting senders."""
        wakes: list[Wake] = []
        for queue in self._queues.values():
            while queue.entries:
                self._count_lost(queue.entries.popleft(), "flushed", "queued", now, where, cause)
            wakes += queue.room_wakes
            queue.room_wakes.clear()
        for message in list(self._held):
            self.drop(message, now, where, "flushed")
        for group in list(self._groups):
            for channel in list(self._groups[group]):
                self._leave(group, channel, "flushed", where, cause)
        return wakes


def _of_type(value: Any) -> str:
    return f"<{type(value).__name__}>"


def _shown(content: Any) -> Any:
    """Return what the log may keep of a message that was refused: a copy, or just its type."""
    if not isinstance(content, dict):
        return content if content is None or type(content) in (str, bytes) else _of_type(content)
    try:
        return redact(copy_content(content))
    except Exception:
        return _of_type(content)
