"""What a consumer receives."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.consumers.channel import Channel
from sandbox.consumers.message import Message, pending_message_store
from sandbox.consumers.signals import consumer_finished, consumer_started
from sandbox.layers.memory import MemoryLayer


def make(**content: Any) -> Message:
    """Return a message on ``websocket.receive`` of a layer that nobody uses."""
    return Message(content, "websocket.receive", object())


def test_content_is_the_very_dict() -> None:
    """The content is not copied."""
    content = {"text": "hi"}
    assert Message(content, "a", None).content is content


def test_dict_access_goes_to_the_content() -> None:
    """Reading, writing, asking and listing keys all mean the content."""
    message = make(text="hi")
    assert message["text"] == "hi"
    assert "text" in message
    assert "bytes" not in message
    assert message.get("text") == "hi"
    assert message.get("bytes") is None
    assert message.get("bytes", b"") == b""
    message["path"] = "/"
    assert list(message.keys()) == ["text", "path"]
    assert list(message.values()) == ["hi", "/"]
    assert dict(message.items()) == message.content == {"text": "hi", "path": "/"}
    with pytest.raises(KeyError):
        message["absent"]


def test_channels_belong_to_the_messages_layer() -> None:
    """channel and reply_channel are Channels on the layer that the message came from."""
    message = make(reply_channel="reply!x")
    assert isinstance(message.channel, Channel)
    assert (message.channel.name, message.channel.channel_layer) == (
        "websocket.receive",
        message.channel_layer,
    )
    assert message.reply_channel is not None
    assert message.reply_channel.name == "reply!x"
    assert message.reply_channel.channel_layer is message.channel_layer


def test_channels_are_made_once() -> None:
    """Reading twice gives the same object; assigning replaces it."""
    message = make(reply_channel="reply!x")
    assert message.channel is message.channel
    assert message.reply_channel is message.reply_channel
    other = Channel("other", channel_layer=object())
    message.reply_channel = other
    assert message.reply_channel is other


@pytest.mark.parametrize("content", [{}, {"reply_channel": None}, {"reply_channel": ""}])
def test_no_reply_channel_is_none(content: dict[str, Any]) -> None:
    """Without a reply channel in the content there is none."""
    assert Message(content, "a", None).reply_channel is None


def test_the_reply_channel_is_that_of_the_arrival() -> None:
    """Taking it out of the content later changes nothing."""
    message = make(reply_channel="reply!x")
    del message.content["reply_channel"]
    assert str(message.reply_channel) == "reply!x"


def test_without_a_layer_the_default_one_is_meant(default: Any) -> None:
    """A message made without a layer has channels on the default layer; the name may be None."""
    message = Message({"reply_channel": "reply!x"}, None, None)
    assert message.channel_layer is None
    assert message.channel.name is None
    assert message.reply_channel is not None
    assert message.reply_channel.channel_layer is default


def test_decorators_may_set_attributes() -> None:
    """Sessions, users and doom are set from outside."""
    message = make()
    assert not hasattr(message, "channel_session")
    message.channel_session = "session"  # type: ignore[attr-defined]
    message.__doomed__ = True  # type: ignore[attr-defined]
    assert message.channel_session == "session"  # type: ignore[attr-defined]


def test_a_copy_shares_nothing() -> None:
    """copy() is deep, stays on channel and layer, and leaves behind what decorators set."""
    message = make(headers=[[b"a", b"b"]])
    message.user = "alice"  # type: ignore[attr-defined]
    twin = message.copy()
    twin["headers"][0][1] = b"changed"
    twin["path"] = "/"
    assert message.content == {"headers": [[b"a", b"b"]]}
    assert twin.channel.name == "websocket.receive"
    assert twin.channel_layer is message.channel_layer
    assert not hasattr(twin, "user")


def test_repr_shows_channel_and_content_shortly() -> None:
    """The repr names the channel and begins with the content, however long that is."""
    assert repr(make(text="hi")) == "<Message websocket.receive {'text': 'hi'}>"
    assert len(repr(make(text="x" * 10_000, path="/" * 10_000))) < 200


def test_a_long_consumer_flushes_its_sends_on_the_way() -> None:
    """The store of 2016 sends what waits; what is sent after that leaves at once."""
    layer = MemoryLayer()
    sender = Channel("news", channel_layer=layer)
    pending_message_store.append(sender, {"text": "outside"})
    consumer_started.send(sender=None, environ={})
    try:
        assert pending_message_store.active
        sender.send({"text": "one"})
        pending_message_store.append(sender, {"text": "two"})
        assert layer.receive(["news"]) == (None, None)
        pending_message_store.send_and_flush()
        assert not pending_message_store.active
        sender.send({"text": "three"})
        came = [layer.receive(["news"])[1] for _ in range(4)]
        assert came == [{"text": "one"}, {"text": "two"}, {"text": "three"}, None]
    finally:
        consumer_finished.send(sender=None)
    assert layer.receive(["news"]) == (None, None)


def test_the_store_of_pending_sends_is_opened_by_hand() -> None:
    """Outside a consumer, as a program of then did around its own sends."""
    layer = MemoryLayer()
    pending_message_store.prepare()
    Channel("news", channel_layer=layer).send({"text": "hi"})
    assert layer.receive(["news"]) == (None, None)
    pending_message_store.send_and_flush(sender=None)
    assert layer.receive(["news"])[1] == {"text": "hi"}
