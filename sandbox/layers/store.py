"""The rules of a channel layer as pure state: acceptance, capacity, holds, taking, expiry, fates.

Role: CLASSIC-SPEC §1 and TRACE.md's life of a message, in synchronous code. Whoever calls holds
the layer's lock and passes the time in; wake-ups are handed back to be called after the lock is
released. It must not know of threads, event loops, sockets, wall clocks or context variables.

::

      accept ──► queued ──► take ──► deliver
                 │   ▲        │
         hold    ▼   │ release▼
                held          lose(reason)

Below it: ``holding.py`` (what a person stops, changes or breaks), ``state.py`` (what there is, and
its expiry), ``queues.py`` (what a queue and a listener are), ``groups.py`` (who is a member),
``tallies.py`` (the sums).

Interrupts: a cell can be interrupted anywhere, also in here. CPython raises them after calls and
at the turn of a loop only. So each change of a message's state is prepared first, and then made in
a row of statements without a call, of which the last one puts it into the log: an interrupt finds
all of it, or nothing. Where that cannot be, what was begun is carried through before the interrupt
goes on.

Costs: every operation touches only what it is about. Expiry keeps one item in a heap for each
queue and each group (all entries of a queue have the same lifetime, so its head is its oldest),
and a listener has a heap of the queues that have something for it.
"""

from __future__ import annotations

import heapq
from collections import deque
from typing import Any

from sandbox.errors import ChannelFull
from sandbox.layers.copying import copy_content
from sandbox.layers.holding import Fact, Fate, Holding
from sandbox.layers.queues import (
    ACCEPTED_AT,
    CHANNEL,
    CONTENT,
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
from sandbox.layers.refusals import refusal
from sandbox.layers.untold import Untold
from sandbox.trace import ops
from sandbox.trace.redact import SENSITIVE_KEYS, redact

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
    "Store",
    "Wake",
]

_harmless = SENSITIVE_KEYS.isdisjoint
"""Whether a content has no key of its own under which a secret could be."""

# Looked up for each message: a global costs less than an attribute of a module.
ACCEPTED, FRAME_ACCEPTED = ops.ACCEPTED, ops.FRAME_ACCEPTED
DELIVERED, RECEIVED, TAKEN = ops.DELIVERED, ops.RECEIVED, ops.TAKEN


STREAM_AHEAD = 1024 * 1024
"""Bytes of one stream that may lie unread on its reply channel: two of a view's chunks, so that
the server finds the next one when it has written one."""


def _weight(content: dict[str, Any]) -> int:
    return sum(len(value) for value in content.values() if isinstance(value, (bytes, str)))


class _Share:
    """What a group send means for one queue."""

    __slots__ = ("batch", "full", "queue", "room")

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self.room = queue.capacity - len(queue.entries) - queue.held
        self.batch: list[Entry] = []
        self.full = 0


class Store(Holding):
    """A layer's state with its rules. Not thread-safe: the caller holds the layer's lock."""

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
        if len(entries) + queue.held >= queue.capacity or channel in queue.throttled:
            raise ChannelFull(channel)
        message = self._message_id()
        expires = now + self.expiry
        entry: Entry = (expires, message, channel, content, now, queue)
        log = self.log
        fact: Fact | None = None
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
        if self.holds or self.faults or queue.orphaned:
            fate = self._fate(entry)
            if fate is not None:
                self._go_astray(entry, fate, fact, now, where, cause)
                return None
        try:
            if fact is not None and log is not None:
                log.put(fact)
            queue.tally.accepted += 1  # nothing can come between this and the next line
            entries.append(entry)
        except BaseException:
            if fact is not None and log is not None and log.ends_with(fact):
                self._finish_accepting(entry)
            raise
        if log is not None and log.awaited:
            log.attend()
        if not queue.timed:
            self._time(queue)
        return queue.announce() if queue.listeners else None

    def accept_stream(
        self,
        channel: str,
        content: dict[str, Any],
        now: float,
        where: str,
        cause: int,
        nested: bool,
    ) -> Wake | None:
        """Like :meth:`accept`, for who waits for room as long as it takes: a reply channel is full
        for it with :data:`STREAM_AHEAD` bytes unread, whatever the capacity of all the replies.

        A view that streams a file would else put all of it into memory before anybody looks.
        """
        entries = self.queue(channel).entries
        if entries and "!" in channel:
            ahead = sum(_weight(entry[CONTENT]) for entry in entries if entry[CHANNEL] == channel)
            if ahead >= STREAM_AHEAD:
                raise ChannelFull(channel)
        return self.accept(channel, content, now, where, cause, 0, 0, nested)

    def _finish_accepting(self, entry: Entry) -> None:
        """After an interrupt: what the log says is so. The caller sees to it that readers look."""
        queue = entry[QUEUE]
        if not queue.entries or queue.entries[-1] is not entry:
            queue.tally.accepted += 1
            queue.entries.append(entry)
        self._time(queue)

    def accept_notice(
        self, channel: str, content: dict[str, Any], now: float, where: str, cause: int
    ) -> Wake | None:
        """Accept a notice such as ``http.disconnect``; where nobody listens it is lost at once."""
        queue = self.queue(channel)
        if queue.listeners or channel in self.expected:
            return self.accept(channel, content, now, where, cause)
        message = self._message_id()
        fact = (ACCEPTED, now, where, cause, self.alias, message, channel, redact(content))
        entry: Entry = (now, message, channel, content, now, queue)
        self._go_astray(entry, ("nobody_listens", None), fact, now, where, cause)
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
        counted, fact = refusal(channel, content, reason, now, where, cause, self.alias, attempts)
        refused = self._tallies.of(counted).refused
        if reason not in refused:
            refused[reason] = 0
        refused[reason] += 1
        if self.log is not None:
            self.log.put(fact)
            self.log.attend()

    def send_group(
        self, group: str, content: dict[str, Any], now: float, where: str, cause: int
    ) -> list[Wake]:
        """Accept *content* once for every member; a full member loses it (§1.7).

        An interrupt comes before all of it, or after: either nobody was reached, or everybody.
        """
        if self._due and self._due[0][0] <= now:
            self.expire(now)
        joined = self._groups.members(group)
        unshared = self.log is None  # then classic readers get an entry's content as it is
        self._until_checkpoint -= len(joined)
        self._look_at_size(content)
        if self._until_checkpoint < 0:
            self._checkpoint(now)
        message_id, get_queue = self._message_id, self.queue
        expires = now + self.expiry
        shares: dict[Queue, _Share] = {}
        members: list[tuple[int, str]] = []
        full: list[int] = []
        astray: list[tuple[Entry, Fate]] = []
        divert = bool(self.holds or self.faults)
        for channel in joined:
            queue = get_queue(channel)
            share = shares.get(queue)
            if share is None:
                share = shares[queue] = _Share(queue)
            message = message_id()
            members.append((message, channel))
            if share.room <= 0:
                share.full += 1
                full.append(message)
                continue
            given = copy_content(content) if unshared else content
            entry: Entry = (expires, message, channel, given, now, queue)
            if divert or queue.orphaned:
                fate = self._fate(entry, group)
                if fate is not None:
                    share.room -= not fate[0]  # what is held takes room, what is lost does not
                    astray.append((entry, fate))
                    continue
            share.room -= 1
            share.batch.append(entry)
        facts: list[Fact] = []
        if self.log is not None:
            send, mine, shown = self._send_id(), self.alias, redact(content)
            gone = frozenset(full)
            facts = [
                (ops.GROUP_SENT, now, where, cause, mine, send, group, shown, tuple(members), gone)
            ]
            facts += [self._fact_of(entry, fate, now, where, cause) for entry, fate in astray]
        reached = [
            (one.queue, len(one.batch) + one.full, one.full, one.batch) for one in shares.values()
        ]
        self._carry_through(reached, astray, facts, now)
        if full and self.log is None:
            self.untold += [
                Untold(group, one.full, len(joined), one.queue)
                for one in shares.values()
                if one.full
            ]
        wakes: list[Wake] = []
        for share in shares.values():
            self._time(share.queue)
            for _ in share.batch if share.queue.listeners else ():
                wake = share.queue.announce()
                if wake is None:
                    break
                wakes.append(wake)
        return wakes

    # -- taking ------------------------------------------------------------------------------

    def take(self, listener: Listener, now: float, settled: bool = False) -> Entry | None:
        """Give *listener* the oldest message of all its channels, or ``None``.

        *settled*: it counts as delivered at once, as by the classic ``receive``.

        Oldest first over channels, so that one worker sees what a client did in the order in which
        it did it, a disconnect after the last frame; and nobody starves. What was taken is also
        ``listener.taken``, for a caller that an interrupt keeps from getting it.
        """
        if self._due and self._due[0][0] <= now:
            self.expire(now)
        ready = listener.ready
        while ready:
            oldest, queue = ready[0]
            entries = queue.entries
            if not entries:
                listener.next_ready(queue)
                continue
            entry = entries[0]
            if entry[1] != oldest:
                # Somebody else took what this queue was ready with: it has another place now.
                heapq.heapreplace(ready, (entry[1], queue))
                continue
            log = self.log
            fact = None
            if log is not None:
                op = RECEIVED if settled else TAKEN
                fact = (op, now, listener.where, self.alias, entry[1], entry[2], entry[4])
            del entries[0]
            if settled:
                queue.tally.delivered += 1
            else:
                queue.tally.in_hand += 1
                listener.taken = entry
            if fact is not None and log is not None:
                log.put(fact)
                if log.awaited:
                    log.attend()
            listener.next_ready(queue)
            if queue.room_wakes:
                queue.make_room()
            return entry
        return None

    def take_many(self, listener: Listener, now: float, limit: int) -> list[Entry]:
        """Give *listener* up to *limit* messages at once; one line in the log for each queue.

        A queue is emptied before the next one: for listeners of one channel, as servers are.
        """
        if self._due and self._due[0][0] <= now:
            self.expire(now)
        taken: list[Entry] = []
        log = self.log
        while listener.ready and len(taken) < limit:
            queue = listener.ready[0][1]
            room = limit - len(taken)
            waiting = list(queue.entries)
            batch, rest = waiting[:room], deque(waiting[room:])
            number = len(batch)
            rows = tuple([(entry[1], entry[2], entry[4]) for entry in batch])
            fact = (ops.TAKEN_MANY, now, listener.where, self.alias, rows)
            if number:
                queue.entries = rest
                queue.tally.in_hand += number
                taken += batch
                if log is not None:
                    log.put(fact)
            listener.next_ready(queue)
            queue.make_room()
        if log is not None and log.awaited:
            log.attend()
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
            entries, log = queue.entries, self.log
            entry = entries[0]
            fact = None
            if log is not None:
                fact = (RECEIVED, now, where, self.alias, entry[1], entry[2], entry[4])
            del entries[0]
            queue.tally.delivered += 1
            if fact is not None and log is not None:
                log.put(fact)
                if log.awaited:
                    log.attend()
            if queue.room_wakes:
                queue.make_room()
            return entry
        return None

    # -- settling ----------------------------------------------------------------------------

    def deliver(self, entry: Entry, now: float, where: str, duration: float | None) -> None:
        """Settle a message in hand as delivered, after *duration* seconds of work."""
        tally, log = entry[5].tally, self.log
        fact = (DELIVERED, now, where, self.alias, entry[1], entry[2], duration)
        tally.in_hand -= 1
        tally.delivered += 1
        if log is not None:
            log.put(fact)
            log.attend()

    def deliver_frames(
        self, sent: list[tuple[Entry, int, int, Any]], now: float, where: str
    ) -> None:
        """Settle messages that a protocol server wrote: (entry, connection, frame id, data)."""
        for entry, _, _, _ in sent:
            tally = entry[5].tally
            tally.in_hand -= 1
            tally.delivered += 1
        if self.log is not None:
            rows = tuple(
                [(e[1], e[2], connection, frame, data) for e, connection, frame, data in sent]
            )
            self.log.append((ops.FRAMES_SENT, now, where, self.alias, rows))

    def lose(self, entry: Entry, reason: str, now: float, where: str, cause: int) -> None:
        """Settle a message in hand as lost."""
        tally, log = entry[QUEUE].tally, self.log
        message, channel = entry[MESSAGE], entry[CHANNEL]
        fact = (ops.LOST, now, where, cause, self.alias, message, channel, reason, "in_hand")
        if reason not in tally.lost:
            tally.lost[reason] = 0
        tally.lost[reason] += 1
        tally.in_hand -= 1
        if log is not None:
            log.put(fact)
            log.attend()

    def flush(self, now: float, where: str, cause: int) -> None:
        """Forget all messages and groups; every one is accounted for."""
        for queue in self._queues.values():
            while queue.entries:
                self._lose_first(queue, "flushed", now, where, cause)
            queue.make_room()
        for message in list(self._held):
            self.drop(message, now, where, "flushed")
        self._groups.flush(where, cause)
