"""What a layer holds at one moment, and the same again later.

Role: queued messages and memberships, taken down and put back. Reply channels of clients that have
connected anew since are others now; what they are called is passed in. It must not know clients,
servers or workers. Any thread may call.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.errors import ChannelFull
from sandbox.layers.copying import copy_content
from sandbox.layers.queues import CHANNEL, CONTENT

__all__ = ["Held", "put_back", "take_down"]

Rename = Callable[[str], str | None]
"""Gives the name of today for a channel; ``None`` where nobody reads it any more."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a layer held."""

    messages: tuple[tuple[str, dict[str, Any]], ...]
    """(channel, content), each channel's oldest first; copies. Without replies on their way."""
    members: tuple[tuple[str, str], ...]
    """(group, channel), in the order of joining."""


def take_down(layer: Any) -> Held:
    """Return what *layer* holds now. What a worker has in hand, and replies, are not in it."""
    with layer.lock:
        now = layer.clock()
        messages = tuple(
            (entry[CHANNEL], copy_content(entry[CONTENT]))
            for queue in layer.store.queues()
            for entry in queue.entries
            if "!" not in entry[CHANNEL]
        )
        members = tuple(
            (group, channel)
            for group in layer.store.groups(now)
            for channel in layer.store.members(group, now)
        )
    return Held(messages, members)


def put_back(layer: Any, held: Held, rename: Rename) -> list[str]:
    """Let *layer* hold what it held: memberships first, then messages; it was flushed before.

    Returns what could not be put back, one sentence each.
    """
    missing: list[str] = []
    for group, channel in held.members:
        today = rename(channel)
        if today is None:
            missing.append(f"a member of {group!r} has gone for good")
        else:
            layer.group_add(group, today)
    for channel, content in held.messages:
        reply = content.get("reply_channel")
        today = rename(reply) if isinstance(reply, str) else None
        try:
            layer.send(channel, {**content, "reply_channel": today} if today else content)
        except ChannelFull:
            missing.append(f"a message on {channel!r} found it full")
    return missing
