"""Taking messages from a Redis layer, and saying what became of them.

Role: listeners of threads and loops, receipts, settling (TRACE.md, "On Redis"). It must not know
who takes.

What is settled is told to this process's log at once, and to the server with the next call or
before this process waits for long: a worker's round is two round trips, one for what it sends and
one for "that is done, what is next?"; a server's likewise, for what comes in and for the replies.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from sandbox.errors import LayerDown
from sandbox.layers.names import receivable
from sandbox.layers.queues import Wake
from sandbox.layers.redis_base import RedisBase
from sandbox.layers.redis_ears import RedisListener
from sandbox.layers.redis_keeper import Keeper
from sandbox.layers.redis_known import Taken
from sandbox.layers.redis_listener import RedisThreadListener
from sandbox.layers.redis_messages import Unreadable, messages_in, split
from sandbox.layers.redis_scripts import script
from sandbox.layers.redis_shard import Shard
from sandbox.trace import ops
from sandbox.trace.ids import process_of

__all__ = ["Entry", "Taking"]

logger = logging.getLogger("sandbox.layers")

Entry = tuple[float, int, str, Any, float, Any]
"""(expires at, message id, full channel name, content, accepted at, what it was taken with): as
:data:`sandbox.layers.queues.Entry`, times by this process's clock."""


class Taking(RedisBase):
    """The side of those who take; see :class:`~sandbox.layers.redis.RedisLayer`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._unpacked: dict[str, deque[Entry]] = {}
        """Prefix → messages that came in one element with others, and are in hand."""
        self._keepers: list[Keeper] = []

    # -- listening ---------------------------------------------------------------------------

    def listen(self, channels: Iterable[str], *, where: str) -> RedisThreadListener:
        """Return a listener of *channels* for a thread; *where* names the actor in the log."""
        return RedisThreadListener(self, channels, where)

    def listen_with(self, wake: Wake, channels: Iterable[str], *, where: str) -> RedisListener:
        """Return a listener that calls *wake* (from any thread) when it is armed and due."""
        listener = RedisListener(wake, where)
        self.hear(listener, channels)
        return listener

    def hear(self, listener: RedisListener, channels: Iterable[str]) -> None:
        """Let *listener* hear exactly *channels* from now on."""
        wanted = receivable(channels)
        with self.working:
            if listener.closed:
                return
            begun, ended = self.ears.listen(listener, wanted)
            self._tell_ears(begun, ended)
            if listener.armed:
                listener.armed = False
                self.working.wakes.append(listener.wake)
            self._keep()

    def _keep(self) -> None:
        """Hear the servers' bells, from the first time on at which somebody waits here."""
        if not self._keepers and not self._closed:
            me: Any = self  # a keeper knows more of it than this part does
            self._keepers = [Keeper(me, shard) for shard in self.shards]
            for keeper in self._keepers:
                keeper.start()

    def close_listener(self, listener: RedisListener) -> None:
        """End *listener*; what it was woken for wakes another one. Harmless twice."""
        with self.working:
            if listener.closed:
                return
            listener.closed = True
            heard = list(listener.channels)
            _, ended = self.ears.listen(listener, ())
            self._tell_ears((), ended)
            for queue in heard:
                wake = self.ears.news(queue)
                if wake is not None:
                    self.working.wakes.append(wake)
            if listener.armed:
                listener.armed = False
                self.working.wakes.append(listener.wake)

    def _tell_ears(self, begun: Sequence[str], ended: Sequence[str]) -> None:
        """Let the servers know who listens; one that is away is told when it is back."""
        for shard in self.shards:
            here = [name for name in begun if self._is_on(name, shard.number)]
            gone = [name for name in ended if self._is_on(name, shard.number)]
            if here or gone:
                try:
                    shard.call(script("hear"), len(here), *here, *gone)
                except LayerDown as error:
                    self.say_down(error)

    # -- taking ------------------------------------------------------------------------------

    def take(self, listener: RedisListener, *, settled: bool, wait: bool) -> Entry | None:
        """Give *listener* the oldest message of all its channels, or ``None``.

        *settled*: it counts as delivered at once. *wait*: where there is nothing, the listener is
        armed, and its wake-up will be called. While a server is away nothing comes from it.
        """
        with self.working:
            entry = self._take_unpacked(listener, settled)
            if entry is None and listener.channels:
                entry = self._take_from_servers(listener, settled, wait)
            if not settled:
                listener.taken = entry
            if entry is None:
                listener.armed = wait and not listener.closed
            return entry

    def _take_unpacked(self, listener: RedisListener, settled: bool) -> Entry | None:
        for queue in listener.channels if self._unpacked else ():
            entry = self._next_unpacked(queue)
            if entry is not None:
                if settled:
                    self._deliver(entry, listener.where, None)
                return entry
        return None

    def _next_unpacked(self, queue: str) -> Entry | None:
        entries = self._unpacked.get(queue)
        if entries is None:
            return None
        entry = entries.popleft()
        if not entries:
            del self._unpacked[queue]
        return entry

    def _take_from_servers(
        self, listener: RedisListener, settled: bool, wait: bool
    ) -> Entry | None:
        order = b"oldest"
        for shard in self._in_turn():
            queues = [name for name in listener.channels if self._is_on(name, shard.number)]
            if not queues:
                continue
            try:
                found = self._take_from(shard, queues, 1, order, settled, wait, listener)
            except LayerDown as error:
                self.say_down(error)
                continue
            if found:
                return found[0]
        return None

    def _take_from(
        self,
        shard: Shard,
        queues: list[str],
        limit: int,
        order: bytes,
        settled: bool,
        wait: bool,
        listener: RedisListener | None,
        where: str = "",
    ) -> list[Entry]:
        """Take up to *limit* messages from one server; of several in one element the rest stays
        in :attr:`_unpacked`."""
        others = self.ears.others(listener, shard.number) if listener is not None else []
        where = listener.where if listener is not None else where
        reply = shard.call(
            script("take"),
            limit,
            b"1" if settled else b"0",
            order,
            b"1" if wait else b"0",
            where,
            len(queues),
            *queues,
            *others,
            once=partial(self._lose_unreceived, shard, where) if settled else None,
        )
        if reply[0] == b"done":
            self._lose_unreceived(shard, where, reply)
            return self._take_from(shard, queues, limit, order, settled, wait, listener, where)
        _, elements, gone, look, waiting = reply
        if gone:
            self._gone(shard, gone)
        if waiting:
            self.ears.now_waits(queues, shard.number)
        if others:
            self._look_after(others, [one.decode() for one in look], shard.number)
        entries: list[Entry] = []
        for place in range(0, len(elements), 2):
            queue = queues[elements[place]]
            self.working.wakes += self.ears.room(queue)
            entries += self._unpack(shard, queue, elements[place + 1], where, settled)
        for entry in entries[limit:]:
            self._unpacked.setdefault(entry[5].queue, deque()).append(entry)
        if settled:
            for entry in entries[:limit]:
                if entry[5] is not None:
                    self._deliver(entry, where, None)
        del entries[limit:]
        return entries

    def _lose_unreceived(self, shard: Shard, where: str, reply: Sequence[Any]) -> None:
        """A message that was given to this process, and counted as delivered, never arrived."""
        queue, _, head = reply[3].partition(b"|")
        row = self._row(queue.decode())
        for message, channel in messages_in(head):
            self.known.forget(message)
            now = self.clock()
            self._tell((ops.TAKEN, now, where, self.alias, message, channel, now))
            self.known.count(shard.number, f"d|{row}", 1)
            self._lose_delivered(shard, row, message, channel, "layer_lost", where)

    def _lose_delivered(
        self, shard: Shard, row: str, message: int, channel: str, reason: str, where: str
    ) -> None:
        """What its server counts as delivered is lost."""
        fact = self._lost_fact(message, channel, reason, where, 0)
        shard.outbox += (b"c", row, reason, b"", 1, self._fact(fact))
        self.known.count(shard.number, f"d|{row}", -1)
        self.known.count(shard.number, f"l|{reason}|{row}", 1)
        self._tell(fact)

    def _look_after(self, others: list[str], look: list[str], shard: int) -> None:
        self.ears.now_waits([name for name in others if name not in look], shard)
        for name in look:
            wake = self.ears.news(name)
            if wake is not None:
                self.working.wakes.append(wake)

    def _unpack(
        self, shard: Shard, queue: str, element: bytes, where: str, settled: bool
    ) -> list[Entry]:
        """Turn an element into entries, and tell that they were taken.

        What was delivered with the taking has no receipt (its last field is ``None``).
        """
        stamp, due, head, data = split(element)
        shard.seen = max(shard.seen, stamp)
        members = messages_in(head)
        at_once = settled and len(members) == 1
        now, ends = self.clock(), self.moment_of(shard, due)
        # The server's clock was compared with this one when the connection opened, and no better
        # than a round trip takes: by it a message can be taken before it was accepted.
        accepted_at = min(self.moment_of(shard, stamp), now)
        row = self._row(queue)
        taken = None
        if not at_once:
            taken = Taken(shard.number, stamp, queue, head, len(members))
            self.known.take(taken)
        self.known.count(shard.number, f"{'d' if at_once else 'i'}|{row}", len(members))
        for message, _ in members:
            self.known.forget(message)
        if process_of(members[-1][0]) != self.number:
            self.known.mark(shard.number, queue, members[-1][0], ends, now)
        content, unreadable = None, None
        try:
            content = self.codec.unpack(data)
        except Unreadable as error:
            unreadable = error
        if self.log is not None:
            now = self.clock()
            rows = tuple([(message, channel, accepted_at) for message, channel in members])
            if len(rows) > 1:
                self._tell((ops.TAKEN_MANY, now, where, self.alias, rows))
            else:
                op = ops.RECEIVED if at_once and unreadable is None else ops.TAKEN
                self._tell((op, now, where, self.alias, *rows[0]))
        entries = [
            (ends, message, channel, content, accepted_at, taken) for message, channel in members
        ]
        if unreadable is None:
            return entries
        self._lose_unreadable(shard, row, entries, unreadable, where)
        return []

    def _lose_unreadable(
        self, shard: Shard, row: str, entries: list[Entry], error: Unreadable, where: str
    ) -> None:
        logger.error(
            "A message on %s is lost as %s: %s. Give every process of this layer the same "
            "symmetric_encryption_keys.",
            entries[0][2],
            error.reason,
            error,
        )
        for entry in entries:
            _, message, channel, _, _, taken = entry
            if taken is not None:
                self._settle([entry], error.reason, where, 0)
                continue
            self._lose_delivered(shard, row, message, channel, error.reason, where)

    # -- servers' side -----------------------------------------------------------------------

    def take_many(self, listener: RedisListener, limit: int) -> list[Entry]:
        """Take up to *limit* messages for *listener*; :meth:`is_waiting` arms its wake-up."""
        with self.working:
            taken: list[Entry] = []
            for queue in listener.channels if self._unpacked else ():
                taken += self._some_unpacked(queue, limit - len(taken))
            if len(taken) < limit and not listener.closed:
                listener.ready = False
                taken += self._take_rest(listener, limit - len(taken))
            return taken

    def _some_unpacked(self, queue: str, limit: int) -> list[Entry]:
        entries = self._unpacked.get(queue)
        if entries is None:
            return []
        some = [entries.popleft() for _ in range(min(limit, len(entries)))]
        if not entries:
            del self._unpacked[queue]
        return some

    def _take_rest(self, listener: RedisListener, limit: int) -> list[Entry]:
        taken: list[Entry] = []
        for shard in self._in_turn():
            queues = [name for name in listener.channels if self._is_on(name, shard.number)]
            if not queues or len(taken) >= limit:
                continue
            try:
                taken += self._take_from(
                    shard, queues, limit - len(taken), b"oldest", False, True, listener
                )
            except LayerDown as error:
                self.say_down(error)
        if len(taken) >= limit:
            listener.ready = True
        return taken

    def is_waiting(self, listener: RedisListener, *, soon: bool = False) -> bool:
        """Say whether something may wait for *listener*; where nothing does, arm its wake-up.

        *soon*: who asks does so again within a moment, so that what is settled may wait until
        then: the next call takes it along, which costs no round trip.
        """
        with self.working:
            if listener.ready or any(name in self._unpacked for name in listener.channels):
                return not listener.closed
            if self.ears.waits(listener, len(self.shards), self._is_on) or any(
                not shard.is_open for shard in self.shards
            ):
                if not soon:
                    self._flush_outboxes()
                listener.armed = not listener.closed
                return False
            return True

    # -- settling ----------------------------------------------------------------------------

    def settle(self, entry: Entry, *, where: str, duration: float | None = None) -> None:
        """Say that a message in hand was delivered, after *duration* seconds of work."""
        with self.working:
            self._deliver(entry, where, duration)

    def _deliver(self, entry: Entry, where: str, duration: float | None) -> None:
        fact = (ops.DELIVERED, self.clock(), where, self.alias, entry[1], entry[2], duration)
        self._note_settled([entry], "", fact)

    def settle_frames(self, sent: list[tuple[Entry, int, int, Any]], *, where: str) -> None:
        """Say that these were written: (entry, connection id, frame id or 0, data)."""
        with self.working:
            groups: dict[int, list[tuple[Entry, int, int, Any]]] = {}
            for one in sent:
                groups.setdefault(id(one[0][5]), []).append(one)
            now = self.clock()
            for some in groups.values():
                rows = tuple([(e[1], e[2], conn, frame, data) for e, conn, frame, data in some])
                fact = (ops.FRAMES_SENT, now, where, self.alias, rows)
                self._note_settled([one[0] for one in some], "", fact)

    def lose(self, entry: Entry, reason: str, *, where: str, cause: int = 0) -> None:
        """Say that a message in hand is lost, for one of TRACE.md's reasons."""
        with self.working:
            self._settle([entry], reason, where, cause)

    def _settle(self, entries: list[Entry], reason: str, where: str, cause: int) -> None:
        for entry in entries:
            fact = self._lost_fact(entry[1], entry[2], reason, where, cause)
            self._note_settled([entry], reason, fact)

    def _lost_fact(
        self, message: int, channel: str, reason: str, where: str, cause: int
    ) -> tuple[Any, ...]:
        now = self.clock()
        return (ops.LOST, now, where, cause, self.alias, message, channel, reason, "in_hand")

    def _note_settled(self, entries: list[Entry], reason: str, fact: tuple[Any, ...]) -> None:
        """Settle messages of one element: in this log now, on its server soon."""
        taken: Taken = entries[0][5]
        number = len(entries)
        shard = self.shards[taken.shard]
        last = self.known.settle(taken, number)
        ids = "" if last else " ".join(str(entry[1]) for entry in entries)
        shard.outbox += (b"s", taken.stamp, reason, ids, number, self._fact(fact))
        row = self._row(taken.queue)
        self.known.count(taken.shard, f"i|{row}", -number)
        self.known.count(taken.shard, f"l|{reason}|{row}" if reason else f"d|{row}", number)
        self._tell(fact)
        if len(shard.outbox) >= _OUTBOX and shard.is_open:
            self._flush_outboxes()

    def _flush_outboxes(self) -> None:
        """Send what is settled; what cannot go stays there until its server is back."""
        for shard in self.shards:
            try:
                shard.flush()
            except LayerDown as error:
                self.say_down(error)

    def flush_outboxes(self) -> None:
        """Let the servers know what was settled here; before a process waits or ends."""
        with self.working:
            self._flush_outboxes()


_OUTBOX = 6 * 512
"""Fields after which settled messages are told to the server without waiting for a next call."""
