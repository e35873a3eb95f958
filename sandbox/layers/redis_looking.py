"""Looking at a Redis layer, and what its keepers do once a second.

Role: sums, statistics, what waits and who listens; sweeping, burying, recovering. It must not
know who asks.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sandbox.errors import LayerDown
from sandbox.layers import names
from sandbox.layers.redis_known import Missing
from sandbox.layers.redis_messages import Unreadable, messages_in, split
from sandbox.layers.redis_scripts import script
from sandbox.layers.redis_shard import Opened, Shard
from sandbox.layers.redis_taking import Entry, Taking
from sandbox.trace import ops
from sandbox.trace.ledger import Ledger, Row

__all__ = ["Looking", "QueueView"]

logger = logging.getLogger("sandbox.layers")

_RETURN_SECONDS = 5.0
"""How long a server that came back empty waits for its processes, which try once a second."""

_MOST_SHOWN = 10_000
"""Elements of one queue that a look reads at once."""


class Looking(Taking):
    """The side of those who look; see :class:`~sandbox.layers.redis.RedisLayer`."""

    # -- keepers -----------------------------------------------------------------------------

    def rang(self, shard: Shard, what: str) -> None:
        """A server's bell: a queue has something, or with ``+`` before its name has room."""
        with self.working:
            if what.startswith("+"):
                self.working.wakes += self.ears.room(what[1:])
                return
            self._rang(shard, what)

    def _rang(self, shard: Shard, queue: str) -> None:
        wake = self.ears.rang(queue, shard.number)
        if wake is not None:
            self.working.wakes.append(wake)
        elif not self.ears.listeners(queue) or not any(
            one.ready for one in self.ears.listeners(queue)
        ):
            reply = shard.call(script("pass"), queue)
            if reply[0] == 1:
                self.ears.now_waits([queue], shard.number)

    def sweep(self, shard: Shard) -> None:
        """Say that this process lives; find what has expired and who has died on one server.

        A layer's keepers call it once a second. :class:`~sandbox.errors.LayerDown` where the
        server is away.
        """
        with self.working:
            armed = self.ears.armed(shard.number, self._is_on)
            reply = shard.call(
                script("sweep"), self._membership, round(2 * self.group_expiry) + 3600, *armed
            )
            _, wall, now, gone, ended, ready, dead, peers, next_number = reply
            shard.learn_time(wall)
            shard.skew = shard.clock() - now / 1e6
            self._told_down = None
            self._gone(shard, gone)
            self._ended(ended, "expired")
            ready_names = [one.decode() for one in ready]
            self.ears.now_waits([one for one in armed if one not in ready_names], shard.number)
            for queue in ready_names:
                self._rang(shard, queue)
            for process in dead:
                self._bury(shard, process, surely=False)
            if shard.number in self.known.missing:
                self._look_for_missing(shard)
            else:
                shard.peers, shard.next_number = peers, next_number

    def bury(self, token: str) -> None:
        """Say that a process of this layer has died: what it had in hand is lost.

        *token* is its layer's :attr:`token`. Who cannot say so need not: after 15 seconds without
        a sign of life any other process finds out. Losses are told in this process's log, as
        ``server_killed`` on reply channels and ``worker_killed`` on all others.
        """
        with self.working:
            for shard in self.shards:
                self._bury(shard, token.encode(), surely=True)

    def _bury(self, shard: Shard, process: bytes, *, surely: bool) -> None:
        reply = shard.call(script("bury"), process, b"1" if surely else b"0")
        self._gone(shard, reply[1])

    def _recover(self, shard: Shard, opened: Opened) -> None:
        """A server that was away is back: with everything, with less, or empty."""
        what = "came back empty"
        if opened.epoch == shard.epoch and opened.last < shard.seen:
            what = "restarted with older data"
            name = secrets.token_hex(8)
            opened.epoch = shard.call(script("renew"), name, shard.seen, outbox=False)[1]
        if opened.epoch != shard.epoch:
            self._came_back_empty(shard, what)
        self._lose_unanswered(shard)

    def _came_back_empty(self, shard: Shard, what: str) -> None:
        now = self.clock()
        messages = self.known.missing_with(shard.number, now)
        before = self.known.missing.get(shard.number)
        if before is not None:
            messages = before.messages + messages
        missing = Missing(what, messages, now + _RETURN_SECONDS)
        self.known.missing[shard.number] = missing
        shard.forget_counts()
        known = self.known.sums.get(shard.number, {})
        sums = [one for pair in known.items() if pair[1] for one in pair]
        hands: list[Any] = []
        for (number, stamp), taken in self.known.in_hand.items():
            if number == shard.number:
                hands += (stamp, f"{taken.queue}|{taken.left}|".encode() + taken.head)
        shard.call(script("seed"), len(sums), *sums, *hands, outbox=False)
        next_number = max(shard.next_number, self.number + 1)
        marks = self.known.marks_of(shard.number)
        reply = shard.call(script("mark"), next_number, *marks, outbox=False)
        missing.first = bool(reply[2])
        self._lose_missing(shard, missing, reply)

    def _lose_what_is_missing(self) -> None:
        """Wait for no other process any more: this one ends."""
        for number, missing in list(self.known.missing.items()):
            missing.until = float("-inf")
            with contextlib.suppress(LayerDown):  # then nobody is there who could be told
                self._look_for_missing(self.shards[number])

    def _look_for_missing(self, shard: Shard) -> None:
        """Ask what the other processes have taken of what may be lost."""
        reply = shard.call(script("mark"), 0, outbox=False)
        self._lose_missing(shard, self.known.missing[shard.number], reply)

    def _lose_missing(self, shard: Shard, missing: Missing, reply: Sequence[Any]) -> None:
        """What nobody has taken is lost, once all have told what they took, or had time to."""
        _, said, _, pairs = reply
        now = self.clock()
        if said < shard.peers and now < missing.until:
            return  # the next sweep asks again
        marks = {pairs[n].decode(): int(pairs[n + 1]) for n in range(0, len(pairs), 2)}
        lost = missing.lost(marks)
        rows = Counter([self._row(channel) for _, channel in lost])
        sums = [one for row, number in rows.items() for one in (f"l|layer_lost|{row}", number)]
        if sums:
            shard.call(script("seed"), len(sums), *sums, outbox=False)
        del self.known.missing[shard.number]
        for row, number in rows.items():
            self.known.count(shard.number, f"l|layer_lost|{row}", number)
        for message, channel in lost:
            fact = (ops.LOST, now, "layer", 0, self.alias, message, channel, "layer_lost", "queued")
            self._tell(fact)
        if lost or missing.first:
            logger.error(
                "The Redis at %s %s: %d messages that this process knew of are lost, and groups "
                "have lost their members until they join again. See that it stays up, or keeps its "
                "data.",
                shard.host,
                missing.what,
                len(lost),
            )

    def _lose_unanswered(self, shard: Shard) -> None:
        """What a server gave to this process and no answer brought is lost."""
        noted = shard.call(script("hand"), outbox=False)[1]
        settled = set(shard.outbox[1::6])
        for place in range(0, len(noted), 2):
            name = noted[place]
            if b":" in name:
                continue
            stamp = int(name)
            if (shard.number, stamp) in self.known.in_hand or stamp in settled:
                continue
            queue, weight, head = noted[place + 1].split(b"|", 2)
            row = self._row(queue.decode())
            members = messages_in(head)
            self.known.count(shard.number, f"i|{row}", len(members))
            for message, channel in members:
                self.known.forget(message)
                now = self.clock()
                self._tell(
                    (ops.TAKEN, now, "layer", self.alias, message, channel, now),
                    self._lost_fact(message, channel, "layer_lost", "layer", 0),
                )
                self.known.count(shard.number, f"i|{row}", -1)
                self.known.count(shard.number, f"l|layer_lost|{row}", 1)
            fact = self._lost_fact(*members[0], "layer_lost", "layer", 0)
            shard.outbox += (b"s", stamp, "layer_lost", b"", int(weight), self._fact(fact))

    # -- sums --------------------------------------------------------------------------------

    def ledger(self) -> Ledger:
        """Return the sums of all processes: accepted = queued + held + in hand + delivered + lost.

        One round trip to each server, of which each is balanced in itself.
        """
        with self.working:
            return self._ledger()

    def _ledger(self) -> Ledger:
        counts: dict[str, dict[str, int]] = {}
        for shard in self.shards:
            for counter, number in self._look(shard)[0].items():
                kind, _, row = counter.partition("|")
                reason, _, row = row.rpartition("|")
                rows = counts.setdefault(row, {})
                key = f"{kind}|{reason}" if reason else kind
                rows[key] = rows.get(key, 0) + number
        return Ledger(
            {
                (self.alias, row): _row_of(self.alias, row, found)
                for row, found in counts.items()
                if any(found.values())
            }
        )

    def _look(
        self, shard: Shard, heard: bool = False
    ) -> tuple[dict[str, int], dict[str, int], Any]:
        """Return a server's counters, its queues' numbers of messages, and how many listen."""
        reply = shard.call(script("look"), b"1" if heard else b"0")
        _, counters, queued, ears, gone = reply
        self._gone(shard, gone)
        names_ = [one.decode() for one in queued[::2]]
        return (
            dict(
                zip([one.decode() for one in counters[::2]], map(int, counters[1::2]), strict=True)
            ),
            dict(zip(names_, map(int, queued[1::2]), strict=True)),
            dict(zip(names_, ears, strict=False)),
        )

    def moving(self) -> dict[str, tuple[int, int]]:
        """Return channel → (queued where somebody listens, in hand), for what is not at rest."""
        found: dict[str, tuple[int, int]] = {}
        with self.working:
            for shard in self.shards:
                counters, queued, ears = self._look(shard, heard=True)
                for name, number in queued.items():
                    if number and (ears.get(name) or name in self.expected):
                        before = found.get(name, (0, 0))
                        found[name] = (before[0] + number, before[1])
                for counter, number in counters.items():
                    kind, _, row = counter.partition("|")
                    if kind == "i" and number and not row.endswith("?"):
                        before = found.get(row, (0, 0))
                        found[row] = (before[0], before[1] + number)
        return found

    @property
    def retry_in(self) -> float | None:
        """Seconds until the first of the servers that are away is tried again, at the earliest;
        ``None``: none is known to be away."""
        away = [shard for shard in self.shards if shard.why_down is not None]
        return min((shard.backoff.left for shard in away), default=None)

    @property
    def expected(self) -> frozenset[str]:
        """Channels that are routed here, also while no worker runs."""
        return self._expected

    _expected: frozenset[str] = frozenset()

    def global_statistics(self) -> dict[str, float]:
        """Return the sums over all channels (§11.6)."""
        total = self.ledger().total
        return {
            "messages_count": total.accepted,
            "messages_pending": total.queued + total.held,
            "channel_full_count": total.refused.get("full", 0) + total.lost.get("full", 0),
        }

    def channel_statistics(self, channel: str) -> dict[str, float]:
        """Return what waits on *channel* (``prefix!`` as a whole), and the age of the oldest in s.

        The counts of all time are those of the ledger's row: all ``?`` channels of one pattern
        share one.
        """
        names.require_channel(channel)
        queue = names.non_local_name(channel)
        with self.working:
            ledger = self._ledger()
            entries = [entry for shard in self.shards for entry in self._waiting(shard, queue)]
            now = self.clock()
        row = ledger[channel] if channel in ledger else Row(self.alias, channel)
        return {
            "messages_count": row.accepted,
            "messages_pending": len(entries),
            "messages_max_age": now - min(entry[4] for entry in entries) if entries else 0.0,
            "channel_full_count": row.refused.get("full", 0) + row.lost.get("full", 0),
        }

    # -- what waits --------------------------------------------------------------------------

    def _waiting(self, shard: Shard, queue: str) -> Iterator[Entry]:
        if not self._is_on(queue, shard.number):
            return
        reply = shard.call(script("waiting"), queue, _MOST_SHOWN)
        self._gone(shard, reply[2])
        for element in reply[1]:
            try:
                stamp, due, head, data = split(element)
                content = self.codec.unpack(data)
            except Unreadable as error:
                content = {error.reason: str(error)}
                if error.reason == "malformed" and not element[:1].isdigit():
                    continue
            ends, accepted_at = self.moment_of(shard, due), self.moment_of(shard, stamp)
            for message, channel in messages_in(head):
                yield ends, message, channel, content, accepted_at, None

    @property
    def store(self) -> _StoreView:
        """What there is, in the words of the memory layer's store: for pictures and lists."""
        return _StoreView(self)


class QueueView:
    """One queue as it is at the moment at which it is asked; the lock need not be held."""

    def __init__(self, layer: Looking, name: str) -> None:
        self._layer = layer
        self.name = name
        """The channel's name; for a server's reply channels their common prefix."""
        self.capacity = layer.get_capacity(name)
        """How many unread messages it holds."""
        self.held = 0
        """How many a hold has stopped."""

    @property
    def entries(self) -> list[Entry]:
        """What waits, oldest first; up to 10,000 elements of each server are looked at."""
        layer = self._layer
        with layer.working:
            found = [one for shard in layer.shards for one in layer._waiting(shard, self.name)]
        return sorted(found, key=lambda entry: entry[4])

    @property
    def listeners(self) -> Sequence[Any]:
        """Who listens in this process."""
        return self._layer.ears.listeners(self.name)


class _StoreView:
    """The looks that ``box`` takes at a layer's store."""

    def __init__(self, layer: Looking) -> None:
        self._layer = layer

    def queues(self) -> list[QueueView]:
        """Return every queue that something waits on or somebody here listens to."""
        layer = self._layer
        with layer.working:
            waiting = [name for shard in layer.shards for name in layer._look(shard)[1]]
        return [QueueView(layer, name) for name in dict.fromkeys([*layer.ears.names(), *waiting])]

    def queue(self, channel: str) -> QueueView:
        """Return the queue that *channel* goes to."""
        return QueueView(self._layer, names.non_local_name(channel))

    def ledger(self, now: float) -> Ledger:
        """Return the layer's sums; *now* is not needed, the servers have their own time."""
        return self._layer.ledger()

    def held_by(self) -> list[tuple[Entry, int]]:
        """Return what is held, with the ids of the holds."""
        return []

    def delayed(self) -> dict[int, float]:
        """Return which held messages go by themselves, and when."""
        return {}

    def groups(self, now: float) -> list[str]:
        """Return the names of all groups that have members."""
        return self._layer.group_names()  # type: ignore[attr-defined, no-any-return]

    def members(self, group: str, now: float) -> dict[str, float]:
        """Return member → moment it joined, oldest first."""
        return self._layer.group_channels(group)  # type: ignore[attr-defined, no-any-return]


def _row_of(alias: str, row: str, found: dict[str, int]) -> Row:
    lost = {key[2:]: number for key, number in found.items() if key.startswith("l|") and number}
    refused = {key[2:]: number for key, number in found.items() if key.startswith("r|") and number}
    accepted, in_hand, delivered = (found.get(key, 0) for key in "aid")
    return Row(
        layer=alias,
        channel=row,
        accepted=accepted,
        queued=accepted - in_hand - delivered - sum(lost.values()),
        held=0,
        in_hand=in_hand,
        delivered=delivered,
        lost=lost,
        refused=refused,
    )
