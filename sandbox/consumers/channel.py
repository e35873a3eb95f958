"""Channel and Group, and the buffer that holds a consumer's sends until it ends.

Role: the sending half of what users write (CLASSIC-SPEC §5 and §4.3). A consumer's sends become
visible only after the consumer and its decorators are done; outside a consumer they go at once.
It must not know who opens and flushes the buffer: workers call :data:`pending` directly, test
clients send the two signals of :mod:`sandbox.consumers.signals`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sandbox.consumers.manager import DEFAULT_CHANNEL_LAYER, ChannelLayerWrapper, channel_layers
from sandbox.layers.copying import copy_content

__all__ = ["Channel", "Group", "PendingSends", "pending"]

logger = logging.getLogger("django.channels")

_Send = tuple[Any, str, dict[str, Any], bool]
"""(layer, name, content, whether the name is a group's): one send that waits for its consumer."""


class _Buffer(threading.local):
    """Each thread's buffered sends, oldest first; ``None`` while no consumer runs there."""

    sends: list[_Send] | None = None

    answered: frozenset[str] | set[str] = frozenset()
    """Channels to which this consumer sent a WebSocket reply immediately."""

    after: tuple[Callable[[], object], ...] = ()
    """What is to be done once the sends have left, in order."""


_buffer = _Buffer()

_WEBSOCKET_REPLY = frozenset({"accept", "close", "text", "bytes"})


class PendingSends:
    """The sends of the consumer that runs in the calling thread (CLASSIC-SPEC §4.3).

    Whoever runs a consumer calls :meth:`begin`, runs it, and calls :meth:`finish` however it
    ended. ``finish`` must be called while ``trace.causes.acting`` still names the run: buffered
    sends enter the log when they leave, and take the run as their cause from there.
    Each thread has its own buffer; the settings below are everyone's.
    """

    retry_time: float = 2.0
    """Seconds that one buffered send waits for room in a full channel."""

    retry_interval: float = 0.2
    """Seconds between two tries on a layer that cannot wait by itself (no ``send_waiting``)."""

    clock: Callable[[], float] = staticmethod(time.monotonic)
    """Monotonic seconds; used for layers without ``send_waiting`` only."""

    sleep: Callable[[float], object] = staticmethod(time.sleep)  # noqa: TID251 - see _send_patiently
    """How to wait between two tries; used for layers without ``send_waiting`` only."""

    @property
    def active(self) -> bool:
        """Whether sends of the calling thread are buffered now."""
        return _buffer.sends is not None

    def begin(self) -> None:
        """Buffer the calling thread's sends from now on; what was left in its buffer is dropped."""
        _buffer.sends = []
        _buffer.answered = frozenset()
        _buffer.after = ()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Put this thread's buffer aside for the block: it runs another consumer while the first
        one waits, as the cooperative runtime does."""
        kept = _buffer.sends, _buffer.answered, _buffer.after
        _buffer.sends, _buffer.answered, _buffer.after = None, frozenset(), ()
        try:
            yield
        finally:
            _buffer.sends, _buffer.answered, _buffer.after = kept

    def after(self, action: Callable[[], object]) -> bool:
        """Call *action* in this thread once the running consumer's sends have left.

        It is called however the consumer ends, also when its sends fail or are dropped. Returns
        ``False``, and keeps nothing, where no consumer runs: then the caller acts by itself.
        """
        if _buffer.sends is None:
            return False
        _buffer.after = (*_buffer.after, action)
        return True

    def answered(self, channel: str) -> bool:
        """Say whether the consumer of this thread has decided about the socket behind *channel*.

        That is: sent anything with ``accept``, ``close``, ``text`` or ``bytes`` to it, buffered
        or immediately. For a worker that accepts silent connects (§2.4); ask before ``finish``.
        """
        return channel in _buffer.answered or any(
            name == channel and not is_group and not _WEBSOCKET_REPLY.isdisjoint(content)
            for _, name, content, is_group in _buffer.sends or ()
        )

    def drop(self) -> int:
        """Close the buffer without sending (the run was discarded); return how many sends went."""
        sends, _buffer.sends = _buffer.sends, None
        try:
            self._do_after()
        except Exception:
            # Nobody is left to hear of it but the log: whoever drops is ending this thread.
            logger.exception("What was to follow a discarded consumer has failed:")
        return len(sends) if sends else 0

    def finish(self) -> bool:
        """Close the buffer, then send what it held, in order, and do what was to follow.

        Harmless if it is closed already.

        Each send waits up to :attr:`retry_time` for room. One that fails does not keep back those
        after it; a channel that stayed full is then tried without waiting, so that a consumer
        with many sends to it costs its worker 2 s and not 2 s for each. Returns whether anything
        was to follow.

        Raises:
            RuntimeError: some could not be sent; the text names their channels and the reasons.
            Exception: what an action of :meth:`after` raised.
        """
        sends = _buffer.sends
        if sends is None:
            return False
        _buffer.sends = None
        follows = bool(_buffer.after)
        try:
            if sends:
                self._send_all(sends)
        finally:
            if follows:
                self._do_after()
        return follows

    @staticmethod
    def _do_after() -> None:
        """Do everything that was to follow, then raise the first error of it."""
        actions, _buffer.after = _buffer.after, ()
        errors: list[Exception] = []
        for action in actions:
            try:
                action()
            except Exception as error:
                errors.append(error)
        if errors:
            raise errors[0]

    def _send_all(self, sends: list[_Send]) -> None:
        failures: list[tuple[_Send, Exception]] = []
        stuck: set[tuple[int, str]] = set()
        for send in sends:
            queue = (id(send[0]), send[1].partition("!")[0])  # capacity is per prefix (§1.5)
            try:
                self._send_patiently(send, 0.0 if queue in stuck else self.retry_time)
            except Exception as error:
                failures.append((send, error))
                if _is_full(send[0], error):
                    stuck.add(queue)
        if failures:
            raise RuntimeError(self._describe(failures, len(sends))) from failures[0][1]

    def _send_patiently(self, send: _Send, patience: float) -> None:
        """Send, waiting up to *patience* seconds for room; then the layer's ``ChannelFull``."""
        layer, name, content, is_group = send
        if is_group:
            # Never full: members are dropped one by one (§1.5).
            give = _giver(layer, "send_group")
            if give is not None:
                give(name, content, given=True)
            else:
                layer.send_group(name, content)
            return
        give = _giver(layer, "send_waiting")
        if give is not None:
            give(name, content, patience, given=True)
            return
        send_waiting = _send_waiting_of(layer)
        if send_waiting is not None:
            send_waiting(name, content, patience)
            return
        # A foreign layer has no way to tell when there is room, so this one loop must poll.
        deadline: float | None = None
        while True:
            try:
                layer.send(name, content)
            except Exception as error:
                now = self.clock()
                deadline = now + patience if deadline is None else deadline
                if now >= deadline or not _is_full(layer, error):
                    raise
            else:
                return
            self.sleep(self.retry_interval)

    def _describe(self, failures: list[tuple[_Send, Exception]], total: int) -> str:
        reasons: dict[str, int] = {}
        for (layer, name, _, is_group), error in failures:
            reason = f"{'group' if is_group else 'channel'} {name!r} "
            if _is_full(layer, error):
                reason += f"was full for {self.retry_time:g} s"
            else:
                reason += f"refused it: {type(error).__name__}: {error}"
            reasons[reason] = reasons.get(reason, 0) + 1
        told = "; ".join(f"{r} ({n} messages)" if n > 1 else r for r, n in reasons.items())
        return (
            f"A consumer's buffered sends leave when it ends, but {len(failures)} of {total} could "
            f"not: {told}. See to it that somebody reads the channel, or raise its capacity."
        )


pending = PendingSends()
"""The one store of buffered sends; every thread sees its own part of it."""


def _is_full(layer: Any, error: Exception) -> bool:
    """Say whether *error* is the layer's own ``ChannelFull`` (foreign layers bring their own)."""
    full = getattr(layer, "ChannelFull", None)
    return isinstance(full, type) and isinstance(error, full)


def _giver(layer: Any, method: str) -> Callable[..., object] | None:
    """Return the layer's own *method* if it takes content that is given away, or ``None``.

    Buffered content is a copy already; such a layer need not copy it once more. None too where
    the method, or ``send``, was replaced on an instance: who puts a mock there must see each send.
    """
    if isinstance(layer, ChannelLayerWrapper):
        own = layer.__dict__
        if method in own or "send" in own:
            return None
        layer = layer.channel_layer
    if not getattr(type(layer), "takes_given", False):
        return None
    own = layer.__dict__
    if method in own or "send" in own:
        return None
    return getattr(layer, method)  # type: ignore[no-any-return]


def _send_waiting_of(layer: Any) -> Callable[[str, dict[str, Any], float], object] | None:
    """Return the layer's own waiting send, or ``None``.

    None too where ``send`` was replaced on the instance: who puts a mock there must see each send.
    """
    if isinstance(layer, ChannelLayerWrapper):
        if "send" in layer.__dict__:
            return None
        layer = layer.channel_layer
    if "send" in getattr(layer, "__dict__", ()) or not hasattr(type(layer), "send_waiting"):
        return None
    return layer.send_waiting  # type: ignore[no-any-return]


class _Address:
    """What Channel and Group share: a name, and the layer on which it means something."""

    name: str
    """The name; it is checked by the layer when it is used, not before."""

    def __init__(
        self,
        name: str | bytes | None,
        alias: str = DEFAULT_CHANNEL_LAYER,
        channel_layer: Any = None,
    ) -> None:
        self.name = name.decode("ascii") if isinstance(name, bytes) else name  # type: ignore[assignment]
        self._alias = alias
        self._layer = channel_layer or None

    @property
    def channel_layer(self) -> Any:
        """The layer (or its wrapper): as given, else what the alias means where it is used.

        Looked up at each use, so that a ``Group("chat")`` at the top of a module belongs to the
        sandbox whose worker runs the consumer, and survives ``box = Sandbox()`` run again.
        """
        layer = self._layer
        return channel_layers[self._alias] if layer is None else layer

    @channel_layer.setter
    def channel_layer(self, layer: Any) -> None:
        self._layer = layer

    def __str__(self) -> str:
        return str(self.name)

    def __repr__(self) -> str:
        alias = "" if self._alias == DEFAULT_CHANNEL_LAYER else f", alias={self._alias!r}"
        return f"{type(self).__name__}({self.name!r}{alias})"


class Channel(_Address):
    """A named queue: each message is consumed once, by one reader.

    *channel_layer* wins over *alias*; bytes names are decoded as ASCII.
    """

    def send(self, content: dict[str, Any], immediately: bool = False) -> None:
        """Send *content*; in a consumer when it ends, unless *immediately*. Any thread may call.

        The content is copied now: what happens to the dict later does not show.

        Raises:
            TypeError: *content* is not a dict or cannot be copied; or, when it is sent now, the
                name is not valid.
            ChannelFull: it is sent now and there is no room.
        """
        if not isinstance(content, dict):
            raise TypeError(
                f"Channel.send takes a dict such as {{'text': 'hi'}}, not {_shown(content)}: "
                "wrap it in one."
            )
        layer = self._layer
        if layer is None:
            layer = channel_layers[self._alias]
        sends = _buffer.sends
        if sends is not None:
            if not immediately:
                sends.append((layer, self.name, _own_copy(content), False))
                return
            if not _WEBSOCKET_REPLY.isdisjoint(content):
                _buffer.answered = {*_buffer.answered, self.name}
        layer.send(self.name, content)


class Group(_Address):
    """A named set of channels: each message goes to every member.

    *channel_layer* wins over *alias*; bytes names are decoded as ASCII.
    """

    def add(self, channel: Channel | str) -> None:
        """Make *channel* (or the channel of that name) a member, at once, also in a consumer."""
        self.channel_layer.group_add(self.name, _channel_name(channel, "add"))

    def discard(self, channel: Channel | str) -> None:
        """End the membership of *channel*, at once; harmless if it is no member."""
        self.channel_layer.group_discard(self.name, _channel_name(channel, "discard"))

    def send(self, content: dict[str, Any], immediately: bool = False) -> None:
        """Send *content* to every member; in a consumer when it ends, unless *immediately*.

        The content is copied now; the members are those of the moment when it leaves. A member
        whose channel is full misses it. Any thread may call.

        Raises:
            ValueError: *content* is not a dict (the classic choice, unlike ``Channel.send``).
            TypeError: it cannot be copied.
        """
        if not isinstance(content, dict):
            raise ValueError(
                f"Group.send takes a dict such as {{'text': 'hi'}}, not {_shown(content)}: "
                "wrap it in one."
            )
        layer = self._layer
        if layer is None:
            layer = channel_layers[self._alias]
        if not immediately:
            sends = _buffer.sends
            if sends is not None:
                sends.append((layer, self.name, _own_copy(content), True))
                return
        layer.send_group(self.name, content)


def _own_copy(content: dict[str, Any]) -> dict[str, Any]:
    try:
        return copy_content(content)
    except Exception as error:
        raise TypeError(
            f"A message holds plain data, but this one cannot be copied: {error}. "
            "Send texts, numbers, lists and dicts, or the key by which the receiver finds the rest."
        ) from error


def _shown(value: Any) -> str:
    text = repr(value)
    return f"{text if len(text) <= 60 else text[:59] + '…'} ({type(value).__name__})"


def _channel_name(channel: Channel | str | None, verb: str) -> str:
    if isinstance(channel, Channel):
        return channel.name
    if channel is None:
        raise TypeError(
            f"Group.{verb} takes a Channel or a channel's name, not None: a message without "
            "'reply_channel' in its content has no reply channel to give."
        )
    return channel
