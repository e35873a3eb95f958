"""What all parts of the Redis layer stand on: its settings, its servers, and what it tells the log.

Role: options, shards, time, wake-ups, and the facts that come back from scripts. The classic face
is in :mod:`sandbox.layers.redis`, taking in ``redis_taking.py``, looking in ``redis_looking.py``.
It must not know of consumers, workers or protocols.

One lock holds a process's calls in order, so that the process's log has its facts in the order in
which they became true. Waiting is done outside of it: nobody holds it for longer than one answer
of a server takes.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Mapping, Sequence
from random import Random
from typing import Any, ClassVar

from sandbox import errors
from sandbox.layers import names
from sandbox.layers.memory import compile_capacities
from sandbox.layers.queues import Wake
from sandbox.layers.redis_ears import Ears
from sandbox.layers.redis_facts import ENCRYPTED, shorten
from sandbox.layers.redis_hosts import Host, hosts_of, shard_of
from sandbox.layers.redis_known import Known
from sandbox.layers.redis_messages import Codec, messages_in
from sandbox.layers.redis_scripts import script
from sandbox.layers.redis_shard import Opened, Shard
from sandbox.layers.refusals import refusal
from sandbox.runtime.clock import Clock, monotonic
from sandbox.trace import ops
from sandbox.trace.ids import Ids
from sandbox.trace.ledger import ledger_key
from sandbox.trace.log import Log

__all__ = ["FACTS", "PATIENCE", "RedisBase", "Working", "has_one_place"]

logger = logging.getLogger("sandbox.layers")

FACTS = 10_000
"""About how many facts each server keeps for other processes to read."""

PATIENCE = 5.0
"""Seconds that a server has for an answer."""

SHOWN_BYTES = 16 * 1024
"""A content that is longer stands in the stream without its text: streams live in memory."""


class Working:
    """Holds a layer's lock; wakes those who are due once it is released."""

    __slots__ = ("lock", "wakes")

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.wakes: list[Wake] = []
        """Whom to wake."""

    def __enter__(self) -> None:
        self.lock.acquire()

    def __exit__(self, *exc: object) -> None:
        wakes: list[Wake] = []
        if self.wakes:
            wakes, self.wakes = self.wakes, []
        self.lock.release()
        for wake in wakes:
            wake()


class RedisBase:
    """Settings and servers of a layer; see :class:`~sandbox.layers.redis.RedisLayer`."""

    ChannelFull: ClassVar[type[Exception]] = errors.ChannelFull
    MessageTooLarge: ClassVar[type[Exception]] = errors.MessageTooLarge

    def __init__(
        self,
        expiry: float = 60,
        hosts: Any = None,
        prefix: str = "asgi:",
        group_expiry: float = 86400,
        capacity: int = 100,
        channel_capacity: Mapping[Any, int] | None = None,
        symmetric_encryption_keys: Sequence[str | bytes] | None = None,
        stats_prefix: str = "asgi-meta:",
        connection_kwargs: Mapping[str, Any] | None = None,
        *,
        alias: str = "default",
        clock: Clock = monotonic,
        random: Random | None = None,
        log: Log | None = None,
        patience: float = PATIENCE,
        facts: int = FACTS,
        server_time: Callable[[], float] | None = None,
    ) -> None:
        if not isinstance(prefix, str):
            raise ValueError(f"prefix is a text such as 'asgi:', not {prefix!r}.")
        self.expiry = expiry
        self.group_expiry = group_expiry
        self.capacity = capacity
        self.channel_capacity = compile_capacities(channel_capacity)
        self.prefix = prefix
        self.stats_prefix = stats_prefix
        self.alias = alias
        self.clock = clock
        self.log = log
        self.token = secrets.token_hex(6)
        """What this process is called on the servers."""
        self.number = 0
        """Which process of this layer it is, counted from 0 by the first server."""
        # Nothing here refers back to the layer: it ends when nobody has it any more.
        self.working = Working()
        self.lock: Any = self.working.lock
        self.ears = Ears()
        self.known = Known()
        self.random = random if random is not None else Random()
        wall = server_time if server_time is not None else time.time
        self.codec = Codec(symmetric_encryption_keys, expiry + 10, wall)
        self._ids = log.ids if log is not None else Ids()
        self._lifetime = round(expiry * 1e6)
        self._membership = round(group_expiry * 1e6)
        self._told_down: str | None = None
        self._facts = facts
        self._turn = self.random.randrange(1 << 16)
        self._closed = False
        self._opened = False
        me = weakref.WeakMethod(self._when_open)

        def when_open(shard: Shard, opened: Opened) -> None:
            method = me()
            if method is not None:
                method(shard, opened)

        self._shard_options: dict[str, Any] = {
            "token": self.token,
            "clock": clock,
            "random": self.random,
            "patience": patience,
            "facts": facts,
            "given_time": server_time,
            "when_open": when_open,
        }
        found = self._hosts(hosts, dict(connection_kwargs or {}))
        self.shards = [
            Shard(number, host, prefix=prefix, stats_prefix=stats_prefix, **self._shard_options)
            for number, host in enumerate(found)
        ]
        self._ring = len(self.shards)
        if log is not None:
            log.add_layer(alias)

    def _hosts(self, hosts: Any, options: dict[str, Any]) -> Sequence[Host]:
        self._require_patience(options)
        return hosts_of(hosts, options)

    def _require_patience(self, options: Mapping[str, Any]) -> None:
        timeout = options.get("socket_timeout")
        if timeout is not None and timeout < PATIENCE:
            raise ValueError(
                f"socket_timeout is at least {PATIENCE:g} s, as the layer waits that long for a "
                f"message, not {timeout!r}."
            )

    # -- servers -----------------------------------------------------------------------------

    def open(self) -> None:
        """Connect to all servers now, and tell the log; else the first use does.

        :class:`~sandbox.errors.LayerDown` says which cannot be reached, why, and what to do.
        """
        with self.working:
            for shard in self.shards:
                shard.open()

    def _when_open(self, shard: Shard, opened: Opened) -> None:
        """A server is there, for the first time or again. Called with the lock held."""
        if not opened.came_back:
            if shard.number == 0:
                self.number = opened.number
                self._ids.begin_at(opened.number)
            if not self._opened:
                self._opened = True
                self._note_opened()
            return
        self.ears.forget_waits(shard.number)
        channels = self.ears.of_shard(shard.number, self._is_on)
        if channels:
            shard.call(script("hear"), len(channels), *channels, outbox=False)
        self._recover(shard, opened)
        self.working.wakes += self.ears.everybody()

    def _recover(self, shard: Shard, opened: Opened) -> None:
        """Find out what a server that was away has lost."""

    def _note_opened(self) -> None:
        if self.log is not None:
            self.log.note(
                "layer.opened",
                where="layer",
                cause=0,
                layer=self.alias,
                store="redis",
                capacity=self.capacity,
                channel_capacity=tuple(
                    (getattr(pattern, "pattern", str(pattern)), amount)
                    for pattern, amount in self.channel_capacity
                ),
                expiry=self.expiry,
                group_expiry=self.group_expiry,
                address=self.address,
            )

    @property
    def address(self) -> str:
        """Where its servers are, without users and passwords; several are parted by commas."""
        return ", ".join(str(shard.host) for shard in self.shards)

    def say_down(self, error: errors.LayerDown) -> None:
        """Say once that a server is away; those who wait go on waiting for it."""
        if str(error) != self._told_down:
            self._told_down = str(error)
            logger.error("%s", error)

    def _is_on(self, queue: str, shard: int) -> bool:
        """Say whether messages of *queue* may be on a shard: normal channels are on all."""
        return not has_one_place(queue) or shard_of(queue, self._ring) == shard

    def _shard_of(self, queue: str) -> Shard:
        """Return where the next message for *queue* goes: normal channels take turns (§11.5)."""
        if has_one_place(queue):
            return self.shards[shard_of(queue, self._ring)]
        if self._ring == 1:
            return self.shards[0]
        self._turn += 1
        return self.shards[self._turn % self._ring]

    def _shards_for(self, queue: str) -> list[Shard]:
        """Return where a message for *queue* may go, first choice first: a normal channel's next
        server where one is full or away."""
        first = self._shard_of(queue)
        if self._ring == 1 or has_one_place(queue):
            return [first]
        return self.shards[first.number :] + self.shards[: first.number]

    def _group_shard(self, group: str) -> Shard:
        return self.shards[shard_of(group, self._ring)]

    def _in_turn(self) -> list[Shard]:
        """Return all servers in the order in which to look for messages."""
        if len(self.shards) == 1:
            return self.shards
        self._turn += 1
        start = self._turn % len(self.shards)
        return self.shards[start:] + self.shards[:start]

    # -- names and capacity ------------------------------------------------------------------

    def get_capacity(self, channel: str) -> int:
        """Return the capacity that counts for *channel* (§1.5)."""
        name = names.non_local_name(channel)
        for pattern, capacity in self.channel_capacity:
            if pattern.match(name):
                return capacity
        return self.capacity

    def valid_channel_name(self, name: Any, receive: bool = False) -> bool:
        """Return ``True`` for a valid name, else raise ``TypeError`` (§1.1)."""
        (names.require_receivable if receive else names.require_channel)(name)
        return True

    def valid_channel_names(self, names_: Any, receive: bool = False) -> bool:
        """Return ``True`` for a list of valid names (§1.1)."""
        names.require_channels(names_, receive=receive)
        return True

    def valid_group_name(self, name: Any) -> bool:
        """Return ``True`` for a valid group name, else raise ``TypeError`` (§1.1)."""
        names.require_group(name)
        return True

    def non_local_name(self, name: str) -> str:
        """Return the part of *name* up to and including ``!``."""
        return names.non_local_name(name)

    # -- facts -------------------------------------------------------------------------------

    def _fact(self, raw: tuple[Any, ...]) -> bytes:
        """Return a raw entry of the log for the stream: its time, layer and content go apart."""
        if not self._facts:
            return b""
        packed = shorten(raw)
        return ENCRYPTED + self.codec.encrypt(packed) if self.codec.encrypts else packed

    def _shown(self, content: Any, redacted: Any) -> bytes:
        """Return what the stream shows of a content: the same (``=``), another, or nothing."""
        if redacted is content:
            return b"="
        packed = self.codec.pack(redacted)
        return packed if len(packed) <= SHOWN_BYTES else b""

    def _tell(self, *facts: tuple[Any, ...]) -> None:
        """Append to this process's log."""
        log = self.log
        if log is not None:
            log.put_all(facts)
            log.attend()

    def _gone(
        self,
        shard: Shard,
        rows: Iterable[Sequence[Any]],
        cause: int = 0,
        where: str = "layer",
    ) -> None:
        """Tell what a script has found lost, and let its channels leave their groups (§1.6)."""
        evicted: dict[str, None] = {}
        for queue_, reason_, state, head, number, settled in rows:
            queue, reason = queue_.decode(), reason_.decode()
            row = ledger_key(queue)
            self.known.count(shard.number, f"l|{reason}|{row}", number)
            if state == b"in_hand":
                self.known.count(shard.number, f"i|{row}", -number)
            done = {int(one) for one in settled.split()} if settled else set()
            for message, channel in messages_in(head) if head else ():
                if message in done:
                    continue
                self.known.forget(message)
                if reason == "expired":
                    evicted[channel] = None
                self._tell(
                    (
                        ops.LOST,
                        self.clock(),
                        where,
                        cause,
                        self.alias,
                        message,
                        channel,
                        reason,
                        state.decode(),
                    )
                )
            if not head:
                self._say_unnamed(queue, reason)
            self.working.wakes += self.ears.room(queue)
        for channel in evicted:
            self._evict(channel)

    def _say_unnamed(self, queue: str, reason: str) -> None:
        logger.warning(
            "Something on %s was not readable or had gone without a trace (%s); somebody else may "
            "have written into this layer's keys.",
            queue,
            reason,
        )

    def _evict(self, channel: str) -> None:
        for shard in self.shards:
            reply = shard.call(
                script("group"), b"evict", b"", channel, self._membership, b"", b"", b"", b""
            )
            self._ended(reply[1], "evicted")

    def _ended(self, pairs: Sequence[bytes], reason: str, where: str = "layer") -> None:
        """Tell that memberships have ended: group, channel, group, channel…"""
        if self.log is None:
            return
        for place in range(0, len(pairs), 2):
            self.log.note(
                "group.left",
                where=where,
                cause=0,
                layer=self.alias,
                group=pairs[place].decode(),
                channel=pairs[place + 1].decode(),
                reason=reason,
            )

    def _refuse(
        self,
        channel: Any,
        shown: Any,
        reason: str,
        where: str,
        cause: int,
        attempts: int = 1,
    ) -> None:
        """Count and log that a message was not accepted; the sender knows."""
        counted, fact = refusal(
            channel, shown, reason, self.clock(), where, cause, self.alias, attempts
        )
        row = ledger_key(counted)
        shard = self.shards[0]
        shard.refuse(row, reason, self._fact(fact))
        self.known.count(shard.number, f"r|{reason}|{row}", 1)
        self._tell(fact)

    # -- time --------------------------------------------------------------------------------

    def moment_of(self, shard: Shard, moment: int) -> float:
        """Return a server's moment (µs) on this layer's clock (seconds)."""
        return moment / 1e6 + shard.skew

    def ends_in_log(self, joined_at: float) -> float:
        """Return when a membership ends, in the log's seconds since its beginning."""
        start = self.log.start if self.log is not None else 0.0
        return joined_at + self.group_expiry - start

    @staticmethod
    def _row(queue: str) -> str:
        return ledger_key(queue)


def has_one_place(queue: str) -> bool:
    """Say whether a queue is on one server of the ring: normal channels are on all."""
    return queue.endswith("!") or "?" in queue
