"""The queue of messages that wait for their turn; whose turn it is, test_sessions tells."""

from __future__ import annotations

from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.consumers.message import Message
from sandbox.consumers.ordering import layer_of, move_back, put_aside, wait_channel_name
from sandbox.layers.memory import MemoryLayer
from tests.workers.scene import Scene

REPLY = "test.response.abc!alice"


def of(layer: object, channel: str = "websocket.receive", **content: object) -> Message:
    """Return a message of alice's connection."""
    return Message({"reply_channel": REPLY, **content}, channel, layer)


def test_what_is_put_aside_comes_back_as_it_was() -> None:
    """To its own channel, oldest first, each once."""
    layer = MemoryLayer()
    assert (
        put_aside(of(layer, order=2))
        == wait_channel_name(REPLY)
        == "__wait__.test.response.abc?alice"
    )
    put_aside(of(layer, "chat.receive", order=3))
    assert move_back(of(layer)) == 2
    assert layer.receive(["websocket.receive"])[1] == {"reply_channel": REPLY, "order": 2}
    assert layer.receive(["chat.receive"])[1] == {"reply_channel": REPLY, "order": 3}
    assert move_back(of(layer)) == 0


def test_each_has_one_fate_in_the_books() -> None:
    """What waited is delivered, and what goes back is a new message that it caused."""
    scene = Scene()
    put_aside(of(scene.wrapper, order=2))
    move_back(of(scene.wrapper))
    first, second = scene.events("message.accepted")
    assert second.cause == first.message
    row = scene.layer.ledger()[wait_channel_name(REPLY)]
    assert (row.accepted, row.delivered, row.in_hand) == (1, 1, 0)
    scene.check_books()


def test_something_else_on_the_wait_channel_is_lost_by_name() -> None:
    """It does not say where it came from, so it cannot go back; those behind it do."""
    scene = Scene()
    scene.layer.send(wait_channel_name(REPLY), {"stray": True})
    put_aside(of(scene.wrapper, order=2))
    move_back(of(scene.wrapper))
    assert [event.reason for event in scene.events("message.lost")] == ["malformed"]
    assert [one["order"] for one in scene.got("websocket.receive")] == [2]
    scene.check_books()


def test_a_message_without_a_layer_uses_its_reply_channels(
    default: ChannelLayerWrapper,
) -> None:
    """As messages that tests make by hand."""
    assert layer_of(of(None)) is default
