"""The channel layer on Redis: classic face, and taking with receipts, as the memory layer has.

Role: sending, receiving and groups (CLASSIC-SPEC §1.3, §1.7, §11) by scripts that run inside the
server, so that each change, its place in the ledger and its fact for other processes are one step
(TRACE.md, "On Redis"). It must not know of consumers, workers or protocols.

::

    RedisLayer    redis.py           receiving, other extensions      ┐
      Grouping    redis_groups.py    groups, sending to all members   │
      Sending     redis_sending.py   sending                          │
      Looking     redis_looking.py   sums, sweeps, recovering         │ one object
      Taking      redis_taking.py    listeners, receipts, settling    │
      RedisBase   redis_base.py      options, servers, facts          ┘
        Shard     redis_shard.py     one server: connection, scripts (lua/*.lua), backoff
        Keeper    redis_keeper.py    the thread that hears its bells and sweeps
        Ears, Known                  who listens here; what is known here      (pure)
        Codec     redis_messages.py  msgpack, encryption, heads with causes    (pure)
        Host      redis_hosts.py     URLs, the ring; redis_sentinel.py finds masters

Keys of one server, all beginning with the prefix: ``NAME`` a queue; ``:meta`` ``:heads``
``:queued`` what is due when, and how much waits; ``:group:NAME`` ``:groups`` ``:in:CHANNEL``
memberships; ``:idle:NAME`` ``:ears:NAME`` ``:room:NAME`` ``:bell:PROCESS`` who waits for what;
``:hand:PROCESS`` what a process has in hand; ``:processes`` ``:ops`` who lives, and what it has
done last; ``:facts`` the stream. The ledger's counters are the hash ``ledger`` behind
``stats_prefix``.
"""

from __future__ import annotations

import asyncio
import contextlib
import string
import warnings
from collections.abc import Iterable
from typing import Any, ClassVar

from sandbox.errors import LayerDown
from sandbox.layers import names
from sandbox.layers.copying import copy_content
from sandbox.layers.names import receivable
from sandbox.layers.redis_ears import RedisListener
from sandbox.layers.redis_groups import Grouping
from sandbox.layers.redis_listener import RedisThreadListener
from sandbox.layers.redis_scripts import script
from sandbox.trace.causes import acting

__all__ = ["RedisLayer"]

BLOCK_SECONDS = 1.0
"""How long the classic ``receive(block=True)`` waits: its callers loop and look whether they
should stop (§15.1 row 15 asks for 0.1 to 1 s)."""

RANDOM_LETTERS = 12
"""How many letters :meth:`RedisLayer.new_channel` appends, as in 2016 (§1.3)."""

Received = tuple[str, dict[str, Any]] | tuple[None, None]


class RedisLayer(Grouping):
    """A channel layer on one Redis or several. Any thread may call anything.

    ::

        layer = RedisLayer(hosts=["redis://localhost:6379/0"])

    Args:
        expiry: seconds that an unread message lives.
        hosts: URLs or (host, port) pairs; the same ones in the same order everywhere; ``None``:
            localhost:6379.
        prefix: begins all keys; layers with different ones do not meet.
        group_expiry: seconds that a membership lives after the last ``group_add``.
        capacity: unread messages that a channel holds; for ``prefix!`` all clients share it.
        channel_capacity: glob or pattern → capacity; the first that fits counts.
        symmetric_encryption_keys: the first encrypts, all decrypt; contents only, not names.
        stats_prefix: begins the keys of the ledger's sums.
        connection_kwargs: for redis-py's connections.
        alias: the name of this layer in the log.
        clock, random, log: injected; *log* ``None`` records nothing here.
        patience: seconds that a server has for an answer, then it counts as away.
        facts: about how many facts each server keeps for other processes; 0: none.
        server_time: gives the seconds since 1970 that count for expiry; ``None``: each server's
            own clock. For tests.

    A message that no server accepted is refused with :class:`~sandbox.errors.LayerDown`, which
    is a ``ChannelFull``: try again later. Those who wait for messages wait until the server is
    back.
    """

    extensions: ClassVar[list[str]] = ["groups", "flush", "statistics", "async"]
    takes_given: ClassVar[bool] = True
    """That ``send_waiting`` and ``send_group`` know ``given=True``."""

    def __repr__(self) -> str:
        """Say what this is; never blocks."""
        hosts = ", ".join(str(shard.host) for shard in self.shards)
        return f"<{type(self).__name__} {self.alias!r} on {hosts} capacity={self.capacity}>"

    # -- the classic face: receiving ---------------------------------------------------------

    def receive(self, channels: Iterable[str], block: bool = False) -> Received:
        """Return ``(channel, message)`` of one of *channels*, or ``(None, None)`` (§1.3).

        ``block=True`` waits up to a second. ``prefix!`` gives the full original name. The message
        counts as delivered. :class:`~sandbox.errors.LayerDown` where the server is away.
        """
        wanted = receivable(channels)
        if not wanted:
            return None, None
        where = acting.get()[1]
        with self.working:
            entry = self._receive(wanted, where)
        if entry is None and block:
            with RedisThreadListener(self, wanted, where) as listener:
                entry = listener.receive(BLOCK_SECONDS)
        if entry is None:
            return None, None
        return entry[2], entry[3] if self._is_whole(entry) else copy_content(entry[3])

    @staticmethod
    def _is_whole(entry: Any) -> bool:
        """Say whether nobody else has an entry's content: it came alone."""
        return entry[5] is None

    def _receive(self, wanted: list[str], where: str) -> Any:
        """Take and deliver at once; channels in random turn (§1.4)."""
        for queue in wanted if self._unpacked else ():
            while (entry := self._next_unpacked(queue)) is not None:
                if entry[0] > self.clock():
                    self._deliver(entry, where, None)
                    return entry
                self._settle([entry], "expired", where, 0)  # never received (§1.3)
        if len(wanted) > 1:
            start = int(self.random.random() * len(wanted))
            wanted = wanted[start:] + wanted[:start]
        for shard in self._in_turn():
            queues = [name for name in wanted if self._is_on(name, shard.number)]
            if queues:
                found = self._take_from(shard, queues, 1, b"given", True, False, None, where)
                if found:
                    return found[0]
        return None

    def receive_many(self, channels: Iterable[str], block: bool = False) -> Received:
        """The deprecated name of :meth:`receive` (§1.3)."""
        warnings.warn(
            "receive_many() is the old name of receive().", DeprecationWarning, stacklevel=2
        )
        return self.receive(channels, block)

    async def receive_async(self, channels: Iterable[str]) -> Received:
        """Await a message of *channels*; ``(None, None)`` after a second (§1.8 ``async``).

        Works on any event loop of any thread; cancelling it loses no message.
        """
        wanted = receivable(channels)
        loop = asyncio.get_running_loop()
        arrived = asyncio.Event()

        def wake() -> None:
            """Let the loop look, from whichever thread."""
            with contextlib.suppress(RuntimeError):  # the loop was closed with this left in it
                loop.call_soon_threadsafe(arrived.set)

        listener = RedisListener(wake, acting.get()[1])
        self.hear(listener, wanted)
        try:
            entry = self.take(listener, settled=True, wait=True)
            if entry is None and wanted:
                try:
                    async with asyncio.timeout(BLOCK_SECONDS):
                        while entry is None:
                            await arrived.wait()
                            arrived.clear()
                            entry = self.take(listener, settled=True, wait=True)
                except TimeoutError:
                    pass
        finally:
            self.close_listener(listener)
        return (None, None) if entry is None else (entry[2], copy_content(entry[3]))

    def new_channel(self, pattern: str) -> str:
        """Return an unused single-reader channel: *pattern* ends in ``?`` (§1.3, trap 9)."""
        if not isinstance(pattern, str) or not pattern.endswith("?"):
            raise AssertionError(
                f"new_channel() takes a name that ends in '?', such as 'body?', not {pattern!r}."
            )
        # 52 to the 12th: nobody needs to ask the server whether it is in use.
        name = pattern + "".join(self.random.choices(string.ascii_letters, k=RANDOM_LETTERS))
        names.require_channel(name)
        return name

    # -- other extensions --------------------------------------------------------------------

    def flush(self) -> None:
        """Forget all messages and groups (§1.8); each message is lost as ``flushed``.

        What somebody has in hand stays there.
        """
        cause, where = acting.get()
        with self.working:
            for shard in self.shards:
                _, gone, ended = shard.call(script("flush"))
                self._gone(shard, gone, cause, where)
                self._ended(ended, "flushed", where)
            for queue in list(self._unpacked):
                while (entry := self._next_unpacked(queue)) is not None:
                    self._settle([entry], "flushed", where, cause)

    def orphan(self, prefix: str, *, where: str) -> None:
        """The server that owned *prefix* has gone; its messages are lost as ``no_connection``."""
        with self.working:
            while (entry := self._next_unpacked(prefix)) is not None:
                self._settle([entry], "no_connection", where, 0)
            shard = self._shard_of(prefix)
            try:
                reply = shard.call(script("orphan"), prefix, round(self.group_expiry))
            except LayerDown as error:
                self.say_down(error)  # what waits there expires
            else:
                self._gone(shard, reply[1], 0, where)

    def throttle(self, channel: str) -> None:
        """Let *channel* be full until :meth:`let_flow`: its client reads more slowly than its
        consumer writes. Who sends with patience waits; a group send is not held up."""
        self._set_slow(channel, b"1")

    def let_flow(self, channel: str) -> None:
        """Undo :meth:`throttle`, and wake who waits. Harmless where nothing was throttled."""
        self._set_slow(channel, b"0")

    def _set_slow(self, channel: str, slow: bytes) -> None:
        queue = names.non_local_name(channel)
        with self.working:
            try:
                self._shard_of(queue).call(script("slow"), queue, channel, slow)
            except LayerDown as error:
                self.say_down(error)
            if slow == b"0":
                self.working.wakes += self.ears.room(queue)

    def expect(self, channels: Iterable[str]) -> None:
        """Name the routed channels: notices on them are kept while workers are being replaced."""
        with self.working:
            self._expected = frozenset(channels)

    def close(self) -> None:
        """Say in the log that this layer has ended, and let go of its servers. Messages stay
        there. Harmless twice."""
        with self.working:
            if self._closed:
                return
            self._closed = True
            keepers, self._keepers = self._keepers, []
        for keeper in keepers:
            keeper.stop()
        with self.working:
            self._flush_outboxes()
            self._lose_what_is_missing()
            for shard in self.shards:
                shard.leave()
            if self.log is not None:
                self.log.note("layer.closed", where="layer", cause=0, layer=self.alias)
