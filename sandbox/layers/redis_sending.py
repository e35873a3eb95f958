"""Sending to a Redis layer: at once, with patience, and for protocol servers.

Role: what :class:`~sandbox.layers.redis.RedisLayer` does with a message that comes in
(CLASSIC-SPEC §1.3, §1.5). It must not know who sends.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from sandbox import errors
from sandbox.errors import LayerDown
from sandbox.layers import names
from sandbox.layers.copying import copy_content, is_flat
from sandbox.layers.queues import Wake
from sandbox.layers.redis_known import Waiting
from sandbox.layers.redis_looking import Looking
from sandbox.layers.redis_messages import head_of
from sandbox.layers.redis_scripts import script
from sandbox.layers.redis_shard import Once, Shard
from sandbox.runtime.clock import monotonic
from sandbox.runtime.wakeups import putoff
from sandbox.trace import ops
from sandbox.trace.causes import acting
from sandbox.trace.redact import SENSITIVE_KEYS, redact

__all__ = ["Sending"]

_harmless = SENSITIVE_KEYS.isdisjoint


class Doubt:
    """Whether a message was accepted whose answer never came."""

    happened = False
    """Known once the server is there again."""

    def settles(self, late: Callable[[Any], object]) -> Once:
        """Return what notes that it was, and calls *late*."""

        def happened(reply: Any) -> None:
            self.happened = True
            late(reply)

        return happened


class Sending(Looking):
    """The side of those who send; see :class:`~sandbox.layers.redis.RedisLayer`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._newest_doubt = Doubt()
        self._doubted: dict[int, tuple[Any, Doubt]] = {}
        """Id of a content that an event loop tries to send again → it, and its doubt."""

    # -- the classic face: sending -----------------------------------------------------------

    def send(self, channel: str, message: dict[str, Any]) -> None:
        """Put *message* on *channel*; never waits for room (§1.3).

        Raises ``ChannelFull`` at capacity, :class:`~sandbox.errors.LayerDown` where the server is
        away, ``TypeError`` for a bad name or content that msgpack cannot hold (``OverflowError``
        for too large a number), ``AssertionError`` for a message that is no dict or has the
        reserved key.
        """
        cause, where = acting.get()
        packed = self._checked(channel, message, where, cause)
        with self.working:
            try:
                self._accept(channel, message, packed, where, cause)
            except errors.ChannelFull as error:
                self._refuse_full(error, channel, message, where, cause)
                raise

    def send_many(self, messages: Iterable[tuple[str, dict[str, Any]]]) -> list[int]:
        """Send (channel, message) pairs in one round trip for each server; nothing is raised for
        full channels: the numbers of the pairs that met one come back.

        All else is as in :meth:`send`; a bad pair is found before any is sent.
        """
        cause, where = acting.get()
        wanted = [(one, what, self._checked(one, what, where, cause)) for one, what in messages]
        full: list[int] = []
        with self.working:
            for shard, numbers, calls in self._grouped(wanted, where, cause):
                try:
                    replies = shard.calls([call for _, call in calls])
                except LayerDown as error:
                    for number in numbers:
                        channel, message, _ = wanted[number]
                        self._refuse_full(error, channel, message, where, cause)
                    raise
                for number, ((message_id, _), reply) in zip(
                    numbers, zip(calls, replies, strict=True), strict=True
                ):
                    channel, message, _ = wanted[number]
                    facts = self._facts_of(message_id, channel, message, where, cause, 0, 0)
                    try:
                        self._accepted(shard, message_id, channel, reply, facts, where)
                    except errors.ChannelFull as error:
                        self._refuse_full(error, channel, message, where, cause)
                        full.append(number)
        return full

    def _grouped(
        self, wanted: Sequence[tuple[str, Any, bytes]], where: str, cause: int
    ) -> list[tuple[Shard, list[int], list[Any]]]:
        """Return for each server which messages go there, and the calls that send them."""
        found: dict[int, tuple[Shard, list[int], list[Any]]] = {}
        for number, (channel, message, packed) in enumerate(wanted):
            shard = self._shard_of(names.non_local_name(channel))
            _, numbers, calls = found.setdefault(shard.number, (shard, [], []))
            shard.open()
            message_id = self._ids.message()
            fact = self._facts_of(message_id, channel, message, where, cause, 0, 0)
            arguments = self._send_arguments(message_id, channel, packed, message, fact, cause, b"")
            numbers.append(number)
            once = partial(self._accepted_late, shard, message_id, channel, fact, where)
            calls.append((message_id, (script("send"), arguments, once)))
        return list(found.values())

    def _accept(
        self,
        channel: str,
        content: Any,
        packed: bytes,
        where: str,
        cause: int,
        *,
        connection: int = 0,
        frame: int = 0,
        flags: bytes = b"",
    ) -> None:
        """Let a server accept a message; the last one's ``ChannelFull`` where none does."""
        shards = self._shards_for(names.non_local_name(channel))
        for place, shard in enumerate(shards, 1):
            try:
                self._accept_on(
                    shard, channel, content, packed, where, cause, connection, frame, flags
                )
            except errors.ChannelFull as error:
                # In doubt: another server might take it a second time.
                if place == len(shards) or getattr(error, "in_doubt", False):
                    raise
            else:
                return

    def _accept_on(
        self,
        shard: Shard,
        channel: str,
        content: Any,
        packed: bytes,
        where: str,
        cause: int,
        connection: int,
        frame: int,
        flags: bytes,
    ) -> None:
        shard.open()  # the process's number, and so its ids, come from there
        message = self._ids.message()
        fact = self._facts_of(message, channel, content, where, cause, connection, frame)
        why = frame or cause
        arguments = self._send_arguments(message, channel, packed, content, fact, why, flags)
        late = partial(self._accepted_late, shard, message, channel, fact, where)
        self._newest_doubt = Doubt()
        once = self._newest_doubt.settles(late)
        reply = shard.call(script("send"), *arguments, once=once)
        self._accepted(shard, message, channel, reply, fact, where)

    def _accepted_late(
        self,
        shard: Shard,
        message: int,
        channel: str,
        fact: tuple[Any, ...],
        where: str,
        reply: Sequence[Any],
    ) -> None:
        """A message whose answer never came was accepted all the same."""
        self._accepted(shard, message, channel, reply, fact, where)

    def _send_arguments(
        self,
        message: int,
        channel: str,
        packed: bytes,
        content: Any,
        fact: tuple[Any, ...],
        cause: int,
        flags: bytes,
    ) -> tuple[Any, ...]:
        queue = names.non_local_name(channel)
        return (
            queue,
            channel,
            self.get_capacity(queue),
            self._lifetime,
            head_of(message, cause, self.token, channel),
            packed,
            self._fact(fact),
            self._shown(content, fact[-1]),
            flags,
        )

    def _facts_of(
        self,
        message: int,
        channel: str,
        content: Any,
        where: str,
        cause: int,
        connection: int,
        frame: int,
    ) -> tuple[Any, ...]:
        """Return the raw entry that says that a message was accepted; its content comes last."""
        now, mine = self.clock(), self.alias
        shown = content if is_flat(content) and _harmless(content) else redact(content)
        if frame:
            order = content.get("order", 0)
            head = (ops.FRAME_ACCEPTED, now, where, connection, frame, order)
            return (*head, mine, message, channel, shown)
        return (ops.ACCEPTED, now, where, cause, mine, message, channel, shown)

    def _accepted(
        self,
        shard: Shard,
        message: int,
        channel: str,
        reply: Sequence[Any],
        fact: tuple[Any, ...],
        where: str,
    ) -> None:
        """Tell what a server said to a message: that it is queued, lost at once, or full."""
        queue = names.non_local_name(channel)
        row, code = self._row(queue), reply[0]
        if code == b"done":  # it had arrived before the connection broke
            code, wakes, gone = 1, 1, ()
        else:
            wakes, gone = reply[2], reply[3]
        if gone:
            self._gone(shard, gone)
        if code == 0:
            full = errors.ChannelFull(channel)
            oldest = reply[4]
            full.oldest = self.moment_of(shard, int(float(oldest))) if oldest else float("inf")  # type: ignore[attr-defined]
            raise full
        if self.log is not None:
            self._tell((*fact[:-1], copy_content(fact[-1])))
        self.known.count(shard.number, f"a|{row}", 1)
        if reply[1] > shard.seen and reply[0] != b"done":
            shard.seen = reply[1]
        if code == 1:
            if self.log is not None:
                now = self.clock()
                waiting = Waiting(shard.number, now + self.expiry, message, (channel,))
                self.known.accepted((message,), waiting, now)
            if wakes:
                self._rang(shard, queue)
            return
        reason = code.decode()
        self.known.count(shard.number, f"l|{reason}|{row}", 1)
        now = self.clock()
        self._tell((ops.LOST, now, where, 0, self.alias, message, channel, reason, "queued"))

    def _refuse_full(
        self,
        error: Exception,
        channel: str,
        content: Any,
        where: str,
        cause: int,
        attempts: int = 1,
    ) -> None:
        reason = "layer_down" if isinstance(error, LayerDown) else "full"
        self._refuse(channel, content, reason, where, cause, attempts)

    # -- the classic face: sending with patience ---------------------------------------------

    def send_waiting(
        self,
        channel: str,
        message: dict[str, Any],
        seconds: float | None,
        *,
        given: bool = False,
    ) -> None:
        """Like :meth:`send`, but wait up to *seconds* for room (``None``: for ever, as a stream
        does: it also waits while a megabyte of its own lies unread), and for a server that is
        away.

        Waits on a wake-up, without polling; one ``message.refused`` in the log tells how often it
        was tried. Then ``ChannelFull``. *given*: the message is given away. Not for a thread that
        runs an event loop.
        """
        cause, where = acting.get()
        packed = self._checked(channel, message, where, cause)
        flags = b"rs" if seconds is None else b"r"
        queue = names.non_local_name(channel)
        deadline = float("inf") if seconds is None else monotonic() + seconds
        attempts, doubt = 0, None
        while True:
            parked = threading.Lock()
            parked.acquire()
            ring = _ring_of(parked)
            with self.working:
                attempts += 1
                try:
                    self._accept_unless(doubt, channel, message, packed, where, cause, flags)
                except errors.ChannelFull as error:
                    doubt = self._doubt_of(error) or doubt
                    left = deadline - monotonic()
                    if left <= 0:
                        self._refuse_full(error, channel, message, where, cause, attempts)
                        raise
                    limit = min(left, self._until_room(error, queue))
                    self.ears.wait_for_room(queue, ring)
                    self._keep()
                else:
                    if attempts > 1:
                        self._refuse(channel, message, "full", where, cause, attempts - 1)
                    return
            putoff.flush()  # this thread is about to wait
            if not parked.acquire(timeout=-1 if limit == float("inf") else limit):
                with self.working:
                    self.ears.forget_room(queue, ring)

    def _accept_unless(
        self,
        doubt: Doubt | None,
        channel: str,
        content: Any,
        packed: bytes,
        where: str,
        cause: int,
        flags: bytes,
    ) -> None:
        """Let a server accept a message, unless it turns out that one has done so before."""
        if doubt is not None:
            for shard in self._shards_for(names.non_local_name(channel)):
                shard.open()
            if doubt.happened:
                return
        self._accept(channel, content, packed, where, cause, flags=flags)

    def _doubt_of(self, error: Exception) -> Doubt | None:
        return self._newest_doubt if getattr(error, "in_doubt", False) else None

    def _until_room(self, error: Exception, queue: str) -> float:
        """Return the seconds after which to try again even if nobody says that there is room."""
        if isinstance(error, LayerDown):
            return max(self._shard_of(queue).backoff.left, 0.01)
        oldest: float = getattr(error, "oldest", float("inf"))
        return max(oldest - self.clock(), 0.0)

    # -- sending for protocol servers --------------------------------------------------------

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
        """Send for protocol servers: *content* is given away, and its channel is a valid one.

        With *frame* the log tells in one line that the frame came in and was accepted. Whom to
        wake is added to *wakes* where it is given, for the caller to do soon. Raises
        ``ChannelFull`` (logged as refused), which a server that is away is too.
        """
        packed = self._packed(channel, content, where, cause)
        with self.working:
            try:
                self._accept(
                    channel, content, packed, where, cause, connection=connection, frame=frame
                )
            except errors.ChannelFull as error:
                self._refuse_full(error, channel, content, where, cause or frame)
                raise
            if wakes is not None and self.working.wakes:
                wakes += self.working.wakes
                self.working.wakes = []

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

        Where the channel is full or the server away, *wake* is called once, from any thread, when
        it may have room; the seconds returned are how long to wait for that at most.
        """
        packed = self._packed(channel, content, where, cause)
        queue = names.non_local_name(channel)
        with self.working:
            doubt = self._doubted.pop(id(content), (None, None))[1] if self._doubted else None
            try:
                self._accept_unless(doubt, channel, content, packed, where, cause, b"r")
            except errors.ChannelFull as error:
                doubt = self._doubt_of(error) or doubt
                if doubt is not None:
                    self._doubted[id(content)] = (content, doubt)
                self.ears.wait_for_room(queue, wake)
                self._keep()
                return self._until_room(error, queue)
            if attempts > 1:
                self._refuse(channel, content, "full", where, cause, attempts - 1)
        return None

    def accept_notice(
        self, channel: str, content: dict[str, Any], *, where: str, cause: int
    ) -> None:
        """Send a notice that may be dropped: where nobody hears it, it is lost at once."""
        packed = self._packed(channel, content, where, cause)
        with self.working:
            flags = b"" if channel in self.expected else b"n"
            try:
                self._accept(channel, content, packed, where, cause, flags=flags)
            except errors.ChannelFull as error:
                self._refuse_full(error, channel, content, where, cause)

    # -- checks ------------------------------------------------------------------------------

    def _checked(self, channel: Any, message: Any, where: str, cause: int) -> bytes:
        """Return *message* as bytes, once all about it is right."""
        try:
            names.require_channel(channel)
        except TypeError:
            self._refuse_now(channel, message, "invalid_name", where, cause)
            raise
        self._require_message(channel, message, where, cause)
        return self._packed(channel, message, where, cause)

    def _require_message(self, channel: Any, message: Any, where: str, cause: int) -> None:
        if not isinstance(message, dict):
            self._refuse_now(channel, message, "not_a_dict", where, cause)
            raise AssertionError(f"A message is a dict, not {type(message).__name__}: {message!r}.")
        if "__asgi_channel__" in message:
            self._refuse_now(channel, message, "not_a_dict", where, cause)
            raise AssertionError(
                "The key '__asgi_channel__' is reserved; take it out of the message."
            )

    def _packed(self, channel: str, message: Any, where: str, cause: int) -> bytes:
        try:
            return self.codec.pack(message)
        except OverflowError:
            self._refuse_now(channel, None, "unserialisable", where, cause)
            raise
        except Exception as error:
            self._refuse_now(channel, None, "unserialisable", where, cause)
            raise TypeError(
                "A message holds text, bytes, numbers, lists and dicts; this one on "
                f"{channel!r} cannot be written down: {error}."
            ) from error

    def _refuse_now(self, channel: Any, message: Any, reason: str, where: str, cause: int) -> None:
        with self.working:
            self._refuse(channel, message, reason, where, cause)


def _ring_of(parked: threading.Lock) -> Wake:
    """Return what ends the sleep of who waits for *parked*; harmless twice."""

    def ring() -> None:
        with contextlib.suppress(RuntimeError):
            parked.release()

    return ring
