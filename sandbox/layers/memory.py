"""The channel layer in this process's memory, for threads and event loops alike.

Role: the thin shell around :class:`sandbox.layers.store.Store`: one lock, copies at the border,
blocking and async waiting, the classic method names (CLASSIC-SPEC §1.3). It must not know of
consumers, workers or protocols.

Waiting is parking on a lock that the sender releases: nothing polls.

A cell can be interrupted anywhere, and a worker killed, and neither may leave the layer's lock
behind. A plain ``with`` sees to that but costs twice as much as ``acquire`` and ``release``, so
:meth:`MemoryLayer.send`, ``accept`` and ``receive`` call these and ask on an error whether they
own the lock.
"""

from __future__ import annotations

import asyncio
import contextlib
import fnmatch
import re
import string
import threading
import warnings
from collections.abc import Iterable, Mapping
from random import Random
from typing import Any, ClassVar

from sandbox import errors
from sandbox.layers import names
from sandbox.layers.copying import IMMUTABLE, copy_content, is_flat
from sandbox.layers.listener import ThreadListener
from sandbox.layers.names import receivable, require_channels
from sandbox.layers.store import ACCEPTED_AT, CHANNEL, CONTENT, Entry, Listener, Store, Wake
from sandbox.layers.untold import tell
from sandbox.runtime.clock import Clock, Waiting, monotonic
from sandbox.runtime.wakeups import putoff
from sandbox.trace.causes import acting
from sandbox.trace.ledger import Ledger, Row
from sandbox.trace.log import Log

__all__ = ["MemoryLayer", "ThreadListener", "compile_capacities"]

BLOCK_SECONDS = 1.0
"""How long the classic ``receive(block=True)`` waits: its callers loop and look whether they
should stop (§15.1 row 15 asks for 0.1 to 1 s)."""

RANDOM_LETTERS = 8
"""How many letters :meth:`MemoryLayer.new_channel` appends, as in 2016 (§1.3)."""


def _ring_of(parked: threading.Lock) -> Wake:
    """Return what ends the sleep of who waits for *parked*; harmless twice."""

    def ring() -> None:
        with contextlib.suppress(RuntimeError):
            parked.release()

    return ring


def compile_capacities(channel_capacity: Mapping[Any, int] | None) -> list[tuple[Any, int]]:
    """Turn globs into patterns; anything with ``match`` stays as it is (§1.5)."""
    compiled: list[tuple[Any, int]] = []
    for pattern, capacity in (channel_capacity or {}).items():
        if hasattr(pattern, "match"):
            compiled.append((pattern, capacity))
        else:
            compiled.append((re.compile(fnmatch.translate(pattern)), capacity))
    return compiled


class MemoryLayer:
    """A channel layer in memory. Any thread may call anything; nothing here needs a loop.

    Args:
        expiry: seconds that an unread message lives.
        group_expiry: seconds that a membership lives after the last ``group_add``.
        capacity: unread messages that a channel holds; for ``prefix!`` all clients share it.
        channel_capacity: glob or pattern → capacity; the first that fits counts.
        alias: the name of this layer in the log.
        clock, random, log: injected; *log* ``None`` records nothing.
        waiting: how a caller waits; ``None``: its thread sleeps until it is woken.
    """

    ChannelFull: ClassVar[type[Exception]] = errors.ChannelFull
    MessageTooLarge: ClassVar[type[Exception]] = errors.MessageTooLarge
    extensions: ClassVar[list[str]] = ["groups", "flush", "statistics", "async"]
    takes_given: ClassVar[bool] = True
    """That ``send_waiting`` and ``send_group`` know ``given=True``."""

    def __init__(
        self,
        expiry: float = 60,
        group_expiry: float = 86400,
        capacity: int = 100,
        channel_capacity: Mapping[Any, int] | None = None,
        *,
        alias: str = "default",
        clock: Clock = monotonic,
        random: Random | None = None,
        log: Log | None = None,
        waiting: Waiting | None = None,
    ) -> None:
        self.expiry = expiry
        self.group_expiry = group_expiry
        self.capacity = capacity
        self.channel_capacity = compile_capacities(channel_capacity)
        self.alias = alias
        self.clock = clock
        self.log = log
        self.waiting = waiting
        self.store = Store(
            alias=alias,
            capacity=capacity,
            capacity_patterns=self.channel_capacity,
            expiry=expiry,
            group_expiry=group_expiry,
            random=random if random is not None else Random(),
            log=log,
        )
        # Reentrant: it knows its owner, and what the garbage collector finalises may send.
        self.lock: Any = threading.RLock()
        self._random = self.store.random
        if log is not None:
            log.note(
                "layer.opened",
                where="layer",
                cause=0,
                layer=alias,
                store="memory",
                capacity=capacity,
                channel_capacity=tuple(
                    (getattr(pattern, "pattern", str(pattern)), amount)
                    for pattern, amount in self.channel_capacity
                ),
                expiry=expiry,
                group_expiry=group_expiry,
            )

    def __repr__(self) -> str:
        """Say what this is; never blocks."""
        return f"<MemoryLayer {self.alias!r} capacity={self.capacity} expiry={self.expiry}s>"

    # -- the classic face: sending -----------------------------------------------------------

    def send(self, channel: str, message: dict[str, Any]) -> None:
        """Put a copy of *message* on *channel*; never blocks (§1.3).

        Raises ``ChannelFull`` at capacity, ``TypeError`` for a bad name or content that cannot be
        copied, ``AssertionError`` for a message that is no dict or has the reserved key.
        """
        cause, where = acting.get()
        try:
            known = channel in names._valid_channels
        except TypeError:  # it has no hash
            known = False
        if not known:
            self._require_channel(channel, message, where, cause)
        if type(message) is not dict or "__asgi_channel__" in message:
            self._require_message(channel, message, where, cause)
        immutable = IMMUTABLE
        for value in message.values():  # copy_content, written out: this is the hottest path
            if type(value) not in immutable:
                content, nested = self._copied(channel, message, where, cause), True
                break
        else:
            content, nested = {**message}, False
        now = self.clock()
        lock = self.lock
        try:
            lock.acquire()
            wake = self.store.accept(channel, content, now, where, cause, 0, 0, nested)
            lock.release()
            if wake is not None:
                wake()
        except BaseException as error:
            self._let_go(error, channel, content, now, where, cause)
            raise

    def _let_go(
        self, error: BaseException, channel: str, content: Any, now: float, where: str, cause: int
    ) -> None:
        """After an error while the lock was taken, held or given back: refuse, and give it back."""
        if self.lock._is_owned():
            try:
                if isinstance(error, errors.ChannelFull):
                    self.store.refuse(channel, content, "full", now, where, cause, 1)
            finally:
                self.lock.release()
        if not isinstance(error, Exception):
            self._wake_again()

    def _wake_again(self) -> None:
        """After an interrupt, which may have come between taking a wake-up in hand and ringing."""
        with self.lock:
            wakes = self.store.wake_all()
        for wake in wakes:
            wake()

    def _copied(self, channel: str, message: dict[str, Any], where: str, cause: int) -> Any:
        try:
            return copy_content(message)
        except Exception as error:
            self._refuse(channel, None, "unserialisable", where, cause)
            raise TypeError(
                f"A message holds plain data; this one on {channel!r} cannot be copied: {error}."
            ) from error

    def send_waiting(
        self,
        channel: str,
        message: dict[str, Any],
        seconds: float | None,
        *,
        given: bool = False,
    ) -> None:
        """Like :meth:`send`, but wait up to *seconds* for room (``None``: for ever, as a stream
        does: it also waits while much of its own lies unread, :meth:`Store.accept_stream`).

        Waits on a wake-up, without polling; one ``message.refused`` in the log tells how often it
        was tried. Then ``ChannelFull``. *given*: the message is given away, so it is not copied.
        Not for a thread that runs an event loop.
        """
        cause, where = acting.get()
        self._require_channel(channel, message, where, cause)
        if type(message) is not dict or "__asgi_channel__" in message:
            self._require_message(channel, message, where, cause)
        content = message if given else self._copied(channel, message, where, cause)
        nested = self.log is not None and not is_flat(content)
        now = self.clock()
        lock = self.lock
        full = False
        try:
            lock.acquire()
            if seconds is None:
                wake = self.store.accept_stream(channel, content, now, where, cause, nested)
            else:
                wake = self.store.accept(channel, content, now, where, cause, 0, 0, nested)
            lock.release()
        except BaseException as error:
            if lock._is_owned():
                lock.release()
            full = isinstance(error, errors.ChannelFull)
            if not full:
                self._wake_again()
                raise
        if full:
            wake = self._wait_for_room(channel, content, now, seconds, where, cause)
        if wake is not None:
            wake()

    def _wait_for_room(
        self,
        channel: str,
        content: dict[str, Any],
        began: float,
        seconds: float | None,
        where: str,
        cause: int,
    ) -> Wake | None:
        """Try again each time room may have come; the first try, at *began*, has failed."""
        putoff.flush()  # this thread is about to wait
        deadline = float("inf") if seconds is None else began + seconds
        attempts = 1
        while True:
            parked = threading.Lock()
            parked.acquire()
            wake_up = _ring_of(parked)
            with self.lock:
                now = self.clock()
                attempts += 1
                try:
                    # Nested or not was settled by the first try; the safe answer costs little here.
                    if seconds is None:
                        wake = self.store.accept_stream(channel, content, now, where, cause, True)
                    else:
                        wake = self.store.accept(channel, content, now, where, cause, nested=True)
                except errors.ChannelFull:
                    if now >= deadline:
                        self.store.refuse(channel, content, "full", now, where, cause, attempts)
                        raise
                else:
                    self.store.refuse(channel, content, "full", now, where, cause, attempts - 1)
                    return wake
                queue = self.store.queue(channel)
                queue.room_wakes.append(wake_up)
                limit = min(self.store.next_expiry(queue), deadline) - now
            if not self.park(parked, None if limit == float("inf") else max(limit, 0.0)):
                with self.lock:
                    if wake_up in queue.room_wakes:
                        queue.room_wakes.remove(wake_up)

    def park(self, parked: threading.Lock, seconds: float | None) -> bool:
        """Wait until somebody releases *parked*, and take it again; ``False`` after *seconds*."""
        if self.waiting is None:
            return parked.acquire(timeout=-1 if seconds is None else seconds)
        return self.waiting(lambda: not parked.locked(), seconds) and parked.acquire(blocking=False)

    def due(self) -> float:
        """Return the clock's moment at which the next message or membership is past its time, at
        the earliest; infinity where none is."""
        with self.lock:
            return self.store.next_due()

    def expire(self) -> bool:
        """Let go what is past its time, and say so in the log; ``False`` where nothing is.

        On threads nobody needs to call this: whoever looks at a channel or a group does it.
        """
        with self.lock:
            now = self.clock()
            if self.store.next_due() > now:
                return False
            self.store.expire(now)
            return True

    def accept(
        self,
        channel: str,
        content: dict[str, Any],
        *,
        where: str,
        cause: int,
        connection: int = 0,
        frame: int = 0,
        wakes: list[Wake] | None = None,
    ) -> None:
        """Send for protocol servers: *content* is given away, so it is not copied or checked.

        With *frame* the log tells in one line that the frame came in and was accepted. Whom to
        wake is added to *wakes* where it is given, for the caller to do soon. Raises
        ``ChannelFull`` (logged as refused).
        """
        now = self.clock()
        lock = self.lock
        try:
            lock.acquire()
            wake = self.store.accept(channel, content, now, where, cause, connection, frame)
            lock.release()
        except BaseException as error:
            self._let_go(error, channel, content, now, where, cause or frame)
            raise
        if wake is not None:
            if wakes is None:
                wake()
            else:
                wakes.append(wake)

    def accept_or_wait(
        self,
        channel: str,
        content: dict[str, Any],
        wake: Wake,
        *,
        where: str,
        cause: int,
        attempts: int = 1,
    ) -> float | None:
        """Like :meth:`accept`, but for who waits on an event loop: ``None`` once accepted.

        Where the channel is full, *wake* is called once, from any thread, when it may have room;
        the seconds returned are how long to wait for that at most, since what expires makes room
        without a word. *attempts* counts the tries; the log has one line for all of them.
        """
        ready: Wake | None = None
        with self.lock:
            now = self.clock()
            try:
                ready = self.store.accept(channel, content, now, where, cause, nested=True)
            except errors.ChannelFull:
                queue = self.store.queue(channel)
                queue.room_wakes.append(wake)
                return max(0.0, self.store.next_expiry(queue) - now)
            if attempts > 1:
                self.store.refuse(channel, content, "full", now, where, cause, attempts - 1)
        if ready is not None:
            ready()
        return None

    def accept_notice(
        self, channel: str, content: dict[str, Any], *, where: str, cause: int
    ) -> None:
        """Send a notice that may be dropped: where nobody hears it, it is lost at once."""
        now = self.clock()
        with self.lock:
            try:
                wake = self.store.accept_notice(channel, content, now, where, cause)
            except errors.ChannelFull:
                self.store.refuse(channel, content, "full", now, where, cause, 1)
                return
        if wake is not None:
            wake()

    def _require_channel(self, channel: Any, message: Any, where: str, cause: int) -> None:
        try:
            names.require_channel(channel)
        except TypeError:
            self._refuse(channel, message, "invalid_name", where, cause)
            raise

    def _require_message(self, channel: Any, message: Any, where: str, cause: int) -> None:
        if not isinstance(message, dict):
            self._refuse(channel, message, "not_a_dict", where, cause)
            raise AssertionError(f"A message is a dict, not {type(message).__name__}: {message!r}.")
        if "__asgi_channel__" in message:
            self._refuse(channel, message, "not_a_dict", where, cause)
            raise AssertionError(
                "The key '__asgi_channel__' is reserved; take it out of the message."
            )

    def _refuse(self, channel: Any, message: Any, reason: str, where: str, cause: int) -> None:
        with self.lock:
            self.store.refuse(channel, message, reason, self.clock(), where, cause, 1)

    # -- the classic face: receiving ---------------------------------------------------------

    def receive(
        self, channels: Iterable[str], block: bool = False
    ) -> tuple[str, dict[str, Any]] | tuple[None, None]:
        """Return ``(channel, message)`` of one of *channels*, or ``(None, None)`` (§1.3).

        ``block=True`` waits up to a second. ``prefix!`` gives the full original name. The message
        counts as delivered.
        """
        wanted = channels if type(channels) is list else names.listed(channels)
        for name in wanted:
            if name not in names._valid_channels or "!" in name:
                names.require_receivable(name)
        where = acting.get()[1]
        now = self.clock()
        lock = self.lock
        try:
            lock.acquire()
            entry = self.store.receive(wanted, now, where)
            lock.release()
        except BaseException as error:
            if lock._is_owned():
                lock.release()
            if not isinstance(error, Exception):
                self._wake_again()
            raise
        if entry is None:
            if not block or not wanted:
                return None, None
            with ThreadListener(self, wanted, where) as listener:
                entry = listener.receive(BLOCK_SECONDS)
            if entry is None:
                return None, None
        content = entry[CONTENT]
        return entry[CHANNEL], content if self.log is None else copy_content(content)

    def receive_many(
        self, channels: Iterable[str], block: bool = False
    ) -> tuple[str, dict[str, Any]] | tuple[None, None]:
        """The deprecated name of :meth:`receive` (§1.3)."""
        warnings.warn(
            "receive_many() is the old name of receive().", DeprecationWarning, stacklevel=2
        )
        return self.receive(channels, block)

    async def receive_async(
        self, channels: Iterable[str]
    ) -> tuple[str, dict[str, Any]] | tuple[None, None]:
        """Await a message of *channels*; ``(None, None)`` after a second (§1.8 ``async``).

        Works on any event loop of any thread; cancelling it loses no message.
        """
        wanted = receivable(channels)
        loop = asyncio.get_running_loop()
        where = acting.get()[1]
        arrived = asyncio.Event()

        def wake() -> None:
            """Let the loop look, from whichever thread."""
            with contextlib.suppress(RuntimeError):  # the loop was closed with this left in it
                loop.call_soon_threadsafe(arrived.set)

        listener = Listener(wake, where)
        with self.lock:
            self.store.listen(listener, wanted)
        try:
            entry = self._receive_or_arm(listener)
            if entry is None and wanted:
                try:
                    async with asyncio.timeout(BLOCK_SECONDS):
                        while entry is None:
                            await arrived.wait()
                            arrived.clear()
                            entry = self._receive_or_arm(listener)
                except TimeoutError:
                    pass
        finally:
            self._close(listener)
        if entry is None:
            return None, None
        return entry[CHANNEL], copy_content(entry[CONTENT])

    def _receive_or_arm(self, listener: Listener) -> Entry | None:
        with self.lock:
            entry = self.store.take(listener, self.clock(), settled=True)
            listener.armed = entry is None
        return entry

    def new_channel(self, pattern: str) -> str:
        """Return an unused single-reader channel: *pattern* ends in ``?`` (§1.3, trap 9)."""
        if not isinstance(pattern, str) or not pattern.endswith("?"):
            raise AssertionError(
                f"new_channel() takes a name that ends in '?', such as 'body?', not {pattern!r}."
            )
        with self.lock:
            while True:
                letters = "".join(self._random.choices(string.ascii_letters, k=RANDOM_LETTERS))
                names.require_channel(pattern + letters)
                if not self.store.is_used(pattern + letters):
                    return pattern + letters

    # -- taking and settling (TRACE.md) ------------------------------------------------------

    def listen(self, channels: Iterable[str], *, where: str) -> ThreadListener:
        """Return a listener of *channels* for a thread; *where* names the actor in the log."""
        return ThreadListener(self, channels, where)

    def listen_with(self, wake: Wake, channels: Iterable[str], *, where: str) -> Listener:
        """Return a listener that calls *wake* (from any thread) when it is armed and due."""
        wanted = receivable(channels)
        listener = Listener(wake, where)
        with self.lock:
            self.store.listen(listener, wanted)
        return listener

    def take_many(self, listener: Listener, limit: int) -> list[Entry]:
        """Take up to *limit* messages for *listener*; :meth:`is_waiting` arms its wake-up."""
        with self.lock:
            return self.store.take_many(listener, self.clock(), limit)

    def is_waiting(self, listener: Listener, *, soon: bool = False) -> bool:
        """Say whether something waits for *listener*; where nothing does, arm its wake-up.

        *soon* (who asks does so again within a moment) changes nothing here: it saves a layer on
        a server a round trip.
        """
        with self.lock:
            if listener.ready:
                return True
            listener.armed = not listener.closed
            return False

    def settle(self, entry: Entry, *, where: str, duration: float | None = None) -> None:
        """Say that a message in hand was delivered, after *duration* seconds of work."""
        with self.lock:
            self.store.deliver(entry, self.clock(), where, duration)

    def settle_frames(self, sent: list[tuple[Entry, int, int, Any]], *, where: str) -> None:
        """Say that these were written: (entry, connection id, frame id or 0, data)."""
        with self.lock:
            self.store.deliver_frames(sent, self.clock(), where)

    def lose(self, entry: Entry, reason: str, *, where: str, cause: int = 0) -> None:
        """Say that a message in hand is lost, for one of TRACE.md's reasons."""
        with self.lock:
            self.store.lose(entry, reason, self.clock(), where, cause)

    def _close(self, listener: Listener) -> None:
        with self.lock:
            wakes = self.store.close(listener)
        for wake in wakes:
            wake()

    def close_listener(self, listener: Listener) -> None:
        """End *listener*; what was ready for it wakes another one. Harmless twice."""
        self._close(listener)

    def orphan(self, prefix: str, *, where: str) -> None:
        """The server that owned *prefix* has gone; its messages are lost as ``no_connection``."""
        with self.lock:
            self.store.orphan(prefix, self.clock(), where)

    def throttle(self, channel: str) -> None:
        """Let *channel* be full until :meth:`let_flow`: its client reads more slowly than its
        consumer writes. Who sends with patience waits; a group send is not held up."""
        with self.lock:
            queue = self.store.queue(channel)
            queue.throttled |= {channel}

    def let_flow(self, channel: str) -> None:
        """Undo :meth:`throttle`, and wake who waits. Harmless where nothing was throttled."""
        with self.lock:
            queue = self.store.queue(channel)
            queue.throttled -= {channel}
            queue.make_room()

    def expect(self, channels: Iterable[str]) -> None:
        """Name the routed channels: notices on them are kept while workers are being replaced."""
        with self.lock:
            self.store.expected = frozenset(channels)

    # -- groups ------------------------------------------------------------------------------

    def group_add(self, group: str, channel: str) -> None:
        """Let *channel* join *group*, or refresh its membership (§1.7)."""
        names.require_group(group)
        names.require_channel(channel)
        cause, where = acting.get()
        with self.lock:
            self.store.group_add(group, channel, self.clock(), where, cause)

    def group_discard(self, group: str, channel: str) -> None:
        """Let *channel* leave *group*; no error where it is no member."""
        names.require_group(group)
        names.require_channel(channel)
        cause, where = acting.get()
        with self.lock:
            self.store.group_discard(group, channel, self.clock(), where, cause)

    def group_channels(self, group: str) -> dict[str, float]:
        """Return the members of *group* as a copy: name → clock's moment of joining."""
        names.require_group(group)
        with self.lock:
            return self.store.members(group, self.clock())

    def group_names(self) -> list[str]:
        """Return the names of all groups that have members."""
        with self.lock:
            return self.store.groups(self.clock())

    def send_group(self, group: str, message: dict[str, Any], *, given: bool = False) -> None:
        """Send *message* to every member; never ``ChannelFull``: a full member loses it (§1.7).

        *given*: the message is given away, so it is not copied.
        """
        cause, where = acting.get()
        names.require_group(group)
        self._require_message(group, message, where, cause)
        content = message if given else self._copied(group, message, where, cause)
        try:
            with self.lock:
                wakes = self.store.send_group(group, content, self.clock(), where, cause)
                untold, self.store.untold = self.store.untold, []
            for wake in wakes:
                wake()
            if untold:
                tell(untold)
        except BaseException:
            self._wake_again()
            raise

    # -- other extensions --------------------------------------------------------------------

    def flush(self) -> None:
        """Forget all messages and groups (§1.8); each message is lost as ``flushed``."""
        cause, where = acting.get()
        with self.lock:
            self.store.flush(self.clock(), where, cause)

    def global_statistics(self) -> dict[str, float]:
        """Return the sums over all channels (§1.8)."""
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
        with self.lock:
            now = self.clock()
            ledger = self.store.ledger(now)
            queue = self.store.seen(channel)
            entries = queue.entries if queue is not None else ()
            pending = len(entries) + (queue.held if queue is not None else 0)
            age = now - entries[0][ACCEPTED_AT] if entries else 0.0
        row = ledger[channel] if channel in ledger else Row(self.alias, channel)
        return {
            "messages_count": row.accepted,
            "messages_pending": pending,
            "messages_max_age": age,
            "channel_full_count": row.refused.get("full", 0) + row.lost.get("full", 0),
        }

    def ledger(self) -> Ledger:
        """Return the layer's own sums: accepted = queued + held + in hand + delivered + lost."""
        with self.lock:
            return self.store.ledger(self.clock())

    def moving(self) -> dict[str, tuple[int, int]]:
        """Return channel → (queued, in hand) for what has not come to rest."""
        with self.lock:
            self.store.expire(self.clock())
            return dict(self.store.moving())

    # -- names -------------------------------------------------------------------------------

    def valid_channel_name(self, name: Any, receive: bool = False) -> bool:
        """Return ``True`` for a valid name, else raise ``TypeError`` (§1.1)."""
        (names.require_receivable if receive else names.require_channel)(name)
        return True

    def valid_channel_names(self, names: Any, receive: bool = False) -> bool:
        """Return ``True`` for a list of valid names (§1.1)."""
        require_channels(names, receive=receive)
        return True

    def valid_group_name(self, name: Any) -> bool:
        """Return ``True`` for a valid group name, else raise ``TypeError`` (§1.1)."""
        names.require_group(name)
        return True

    def non_local_name(self, name: str) -> str:
        """Return the part of *name* up to and including ``!``."""
        return names.non_local_name(name)

    def get_capacity(self, channel: str) -> int:
        """Return the capacity that counts for *channel* (§1.5)."""
        return self.store.capacity_of(channel)

    def close(self) -> None:
        """Say in the log that this layer has ended. Messages stay readable."""
        if self.log is not None:
            self.log.note("layer.closed", where="layer", cause=0, layer=self.alias)
