"""Messages that wait for their turn: one queue for each connection (CLASSIC-SPEC §4.6).

Role: the wait channel of a connection, how a message gets onto it, and how all of them get back
to where they came from. When somebody's turn has come is for :mod:`sandbox.consumers.sessions`
to say; sessions are not known here, nor are workers.
"""

from __future__ import annotations

from typing import Any

from sandbox.layers.copying import copy_content
from sandbox.trace.causes import acting

__all__ = ["layer_of", "move_back", "put_aside", "wait_channel_name"]

ORIGINAL = "original_channel"
"""The key of a waiting message that names the channel it came from (§2.8)."""

ROOM_SECONDS = 0.5
"""How long a message that goes back waits for room there, as one after ConsumeLater does."""


def wait_channel_name(reply_channel: str) -> str:
    """Return where messages of the connection behind *reply_channel* wait for their turn."""
    return f"__wait__.{reply_channel.replace('!', '?')}"


def layer_of(message: Any) -> Any:
    """Return the layer that *message* belongs to: its own, else what its reply channel means."""
    return message.channel_layer or message.reply_channel.channel_layer


def put_aside(message: Any) -> str:
    """Let *message* wait for its turn; return the wait channel.

    It goes there at once, whatever consumer runs: it must be there before anybody looks again.

    Raises:
        ChannelFull: the layer's own; too many messages of this connection wait already.
    """
    layer, reply_channel = layer_of(message), message.reply_channel.name
    channel = wait_channel_name(reply_channel)
    message.content[ORIGINAL] = message.channel.name
    try:
        layer.send(channel, message.content)
    except layer.ChannelFull as error:
        raise layer.ChannelFull(
            f"A message that came before its turn cannot wait, because {channel} is full: its "
            "connection sends faster than consumers run. Start more workers, or raise the capacity."
        ) from error
    return channel


def move_back(message: Any) -> int:
    """Put all that waits for the connection of *message* back where it came from; return how many.

    Raises:
        ChannelFull: the layer's own; the channel that one came from stayed full. That one is lost
            (``requeue_full``), those behind it wait on.
    """
    layer = layer_of(message)
    channel = wait_channel_name(message.reply_channel.name)
    # Who puts a send() of his own on the layer (a test) wants to see each message.
    if hasattr(layer, "listen") and "send" not in vars(layer):
        return _move_with_receipts(layer, channel)
    return _move_classic(layer, channel)


def _move_with_receipts(layer: Any, channel: str) -> int:
    """Take, send and settle one after the other, so that each one's fate is in the log."""
    where, moved = acting.get()[1], 0
    with layer.listen([channel], where=where) as waiting:
        while (entry := waiting.take(0)) is not None:
            _move_one(layer, entry, where)
            moved += 1
    return moved


def _move_one(layer: Any, entry: Any, where: str) -> None:
    content = copy_content(entry[3])
    reason: str | None = "worker_killed"  # unless this comes to its end
    acted = acting.set((entry[1], where))  # the waiting message is why the new one is sent
    try:
        original = content.pop(ORIGINAL, None)
        if original is None:
            reason = "malformed"  # nobody here puts such a thing there
            return
        layer.send_waiting(original, content, ROOM_SECONDS, given=True)
        reason = None
    except layer.ChannelFull as error:
        reason = "requeue_full"
        raise layer.ChannelFull(_full(original, entry[2])) from error
    finally:
        acting.reset(acted)
        if reason is None:
            layer.settle(entry, where=where)
        else:
            layer.lose(entry, reason, where=where)


def _move_classic(layer: Any, channel: str) -> int:
    """Do the same on a layer that has only the classic methods."""
    moved = 0
    receive = getattr(layer, "receive", None) or layer.receive_many
    while True:
        _, content = receive([channel], block=False)
        if content is None:
            return moved
        original = content.pop(ORIGINAL)
        try:
            layer.send(original, content)
        except layer.ChannelFull as error:
            raise layer.ChannelFull(_full(original, channel)) from error
        moved += 1


def _full(original: str, channel: str) -> str:
    return (
        f"The turn of a message that waited on {channel} has come, but {original} is full, so it "
        "is lost: start more workers, or raise the capacity."
    )
