"""The classic ``asgiref.base_layer``: what a channel layer of somebody's own may start from.

Role: the settings and the checks that every layer shares (CLASSIC-SPEC §1.9). It stores no
message. Our own :class:`~sandbox.layers.memory.MemoryLayer` has the same methods without this
base. It must not know a particular layer's storage.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from sandbox import errors
from sandbox.layers import names
from sandbox.layers.memory import compile_capacities
from sandbox.layers.names import require_channels

__all__ = ["BaseChannelLayer"]

Received = tuple[str, dict[str, Any]] | tuple[None, None]
"""A channel and its message, or nothing."""


class BaseChannelLayer:
    """Settings and checks; a subclass overrides what says ``NotImplementedError``.

    Args:
        expiry: seconds that an unread message lives.
        group_expiry: seconds that a membership lives after the last ``group_add``.
        capacity: unread messages that a channel holds.
        channel_capacity: glob or pattern → capacity; the first that fits counts.

    What a subclass has to obey, from which threads it is called included, is its own affair:
    workers call it from several.
    """

    ChannelFull: ClassVar[type[Exception]] = errors.ChannelFull
    MessageTooLarge: ClassVar[type[Exception]] = errors.MessageTooLarge

    extensions: ClassVar[list[str]] = []
    """Which of ``groups``, ``flush``, ``statistics``, ``async`` the layer has (§1.3)."""

    def __init__(
        self,
        expiry: float = 60,
        group_expiry: float = 86400,
        capacity: int = 100,
        channel_capacity: Mapping[Any, int] | None = None,
    ) -> None:
        self.expiry = expiry
        self.group_expiry = group_expiry
        self.capacity = capacity
        self.channel_capacity = compile_capacities(channel_capacity)

    # -- what a layer does (§1.3, §1.7, §1.8) -------------------------------------------------

    def send(self, channel: str, message: dict[str, Any]) -> None:
        """Put *message* on *channel* without waiting; ``ChannelFull`` at capacity."""
        raise NotImplementedError(_what_is_missing(self, "send"))

    def receive(self, channels: Iterable[str], block: bool = False) -> Received:
        """Take a message from one of *channels*, or ``(None, None)``."""
        raise NotImplementedError(_what_is_missing(self, "receive"))

    def receive_many(self, channels: Iterable[str], block: bool = False) -> Received:
        """The deprecated name of :meth:`receive`, by which workers call it."""
        warnings.warn(
            "receive_many() is the old name of receive().", DeprecationWarning, stacklevel=2
        )
        return self.receive(channels, block)

    def new_channel(self, pattern: str) -> str:
        """Return an unused channel name that begins with *pattern*, which ends in ``?``."""
        raise NotImplementedError(_what_is_missing(self, "new_channel"))

    def group_add(self, group: str, channel: str) -> None:
        """Let *channel* be a member of *group*, for ``group_expiry`` seconds from now."""
        raise NotImplementedError(_what_is_missing(self, "group_add"))

    def group_discard(self, group: str, channel: str) -> None:
        """End the membership of *channel*; harmless if there is none."""
        raise NotImplementedError(_what_is_missing(self, "group_discard"))

    def group_channels(self, group: str) -> Iterable[str]:
        """Return the members of *group*."""
        raise NotImplementedError(_what_is_missing(self, "group_channels"))

    def send_group(self, group: str, message: dict[str, Any]) -> None:
        """Send *message* to each member; a full one misses it."""
        raise NotImplementedError(_what_is_missing(self, "send_group"))

    def flush(self) -> None:
        """Forget every message and group."""
        raise NotImplementedError(_what_is_missing(self, "flush"))

    # -- checks (§1.1, §1.5) ------------------------------------------------------------------

    def get_capacity(self, channel: str) -> int:
        """Return the capacity that counts for *channel*: the first pattern that fits it."""
        for pattern, capacity in self.channel_capacity:
            if pattern.match(channel):
                return capacity
        return self.capacity

    def valid_channel_name(self, name: Any, receive: bool = False) -> bool:
        """Return ``True`` for a valid name, else raise ``TypeError``."""
        (names.require_receivable if receive else names.require_channel)(name)
        return True

    def valid_channel_names(self, names: Any, receive: bool = False) -> bool:
        """Return ``True`` for a list of valid names; ``AssertionError`` for no list or an empty
        one."""
        require_channels(names, receive=receive)
        return True

    def valid_group_name(self, name: Any) -> bool:
        """Return ``True`` for a valid group name, else raise ``TypeError``."""
        names.require_group(name)
        return True

    def non_local_name(self, name: str) -> str:
        """Return the part of *name* up to and including the first ``!``, or all of it."""
        return names.non_local_name(name)


def _what_is_missing(layer: BaseChannelLayer, method: str) -> str:
    return f"{type(layer).__name__} has no {method}(): its class has to define it."
