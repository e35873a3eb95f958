"""A message that waits in the database."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from sandbox.consumers.manager import ChannelLayerWrapper, channel_layers
from sandbox.django.delay.models import DelayedMessage, packed
from sandbox.errors import ChannelFull
from sandbox.layers.memory import MemoryLayer
from tests.django.delay.conftest import Time

pytestmark = pytest.mark.usefixtures("table")


def stored(delay: float = 5000, channel: str = "test", **content: Any) -> DelayedMessage:
    """Return a row that is due in *delay* milliseconds."""
    row = DelayedMessage(channel_name=channel, content=json.dumps(content), delay=delay)
    row.save()
    return row


def test_the_delay_is_told_in_milliseconds_from_now(time: Time) -> None:
    """Setting it sets the due date; reading it counts down, below zero too."""
    row = stored(5000)
    assert row.delay == 5000
    time.advance(5001)
    assert row.delay == -1
    assert "to test, due 20" in str(row)


def test_due_rows_are_found_when_their_time_has_come(time: Time) -> None:
    """At the very moment, the earliest first; the next due date is known before."""
    late, early = stored(5000), stored(3000)
    assert list(DelayedMessage.objects.is_due()) == []
    assert DelayedMessage.objects.next_due() == early.due_date
    time.advance(5000)
    assert list(DelayedMessage.objects.is_due()) == [early, late]


def test_sending_takes_the_row_away(layer: MemoryLayer) -> None:
    """The message is on its channel, and there is no row."""
    assert stored(text="hi").send(layer) is True
    assert layer.receive(["test"]) == ("test", {"text": "hi"})
    assert DelayedMessage.objects.count() == 0


def test_sending_goes_to_the_default_layer_unless_told(layer: MemoryLayer) -> None:
    """As ``Channel`` does it."""
    before = channel_layers.set("default", ChannelLayerWrapper(layer, "default", []))
    try:
        stored(text="hi").send()
    finally:
        channel_layers.set("default", before)
    assert layer.receive(["test"])[1] == {"text": "hi"}


def test_a_row_that_was_never_saved_is_sent_too(layer: MemoryLayer) -> None:
    """There is nothing to take away then."""
    assert DelayedMessage(channel_name="test", content="{}").send(layer) is True
    assert layer.receive(["test"]) == ("test", {})


def test_a_full_channel_puts_it_off(time: Time) -> None:
    """The row stays and is due again a second later, or when one says."""
    layer = MemoryLayer(capacity=1)
    layer.send("test", {})
    row = stored(-10, n=1)
    assert row.send(layer) is False
    assert (DelayedMessage.objects.get().delay, row.delay) == (1000, 1000)
    row.send(layer, requeue_delay=70)
    assert DelayedMessage.objects.get().delay == 70
    layer.receive(["test"])
    assert row.send(layer) is True
    assert layer.receive(["test"])[1] == {"n": 1}


def test_a_foreign_layers_own_error_counts(time: Time) -> None:
    """Such a layer has a ChannelFull of its own."""

    class Foreign:
        class ChannelFull(Exception):
            """Not the sandbox's."""

        def send(self, channel: str, message: Any) -> None:
            raise self.ChannelFull

    assert not issubclass(Foreign.ChannelFull, ChannelFull)
    assert stored().send(Foreign()) is False
    assert DelayedMessage.objects.get().delay == 1000


def test_another_error_comes_out_and_leaves_the_row() -> None:
    """Nothing is lost silently."""

    class Broken(MemoryLayer):
        def send(self, channel: str, message: Any) -> None:
            raise ConnectionError("away")

    row = stored()
    with pytest.raises(ConnectionError, match="away"):
        row.send(Broken())
    assert DelayedMessage.objects.get() == row


def test_of_two_who_try_one_sends() -> None:
    """Two processes found the same due row; the message goes out once."""
    layer, start, sent = MemoryLayer(), threading.Barrier(2), []
    key = stored(text="once").pk

    def send() -> None:
        row = DelayedMessage.objects.get(pk=key)
        start.wait(10)
        sent.append(row.send(layer))
        connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(sent) == [False, True]
    assert layer.receive(["test"])[1] == {"text": "once"}
    assert layer.receive(["test"]) == (None, None)


@pytest.mark.parametrize(
    "content", [{}, {"text": "é", "list": [1, 2.5, None, True]}, {"bytes": b"\x00\xff", "$x": {}}]
)
def test_content_comes_back_as_it_was(content: dict[str, Any], layer: MemoryLayer) -> None:
    """Text, numbers, lists and bytes survive the database."""
    DelayedMessage(channel_name="test", content=packed(content)).send(layer)
    assert layer.receive(["test"])[1] == content


def test_tuples_come_back_as_lists(layer: MemoryLayer) -> None:
    """As a layer on Redis does it (§1.2)."""
    text = packed({"headers": [(b"a", b"b")]})
    DelayedMessage(channel_name="test", content=text).send(layer)
    assert layer.receive(["test"])[1] == {"headers": [[b"a", b"b"]]}


@pytest.mark.parametrize("content", [None, "text", ["a"], {"object": object()}, {"set": {1}}])
def test_content_that_is_no_message_is_refused(content: Any) -> None:
    """At once, and not when it is due."""
    with pytest.raises(TypeError, match=r"dict|plain data"):
        packed(content)


@pytest.mark.parametrize("name", ["", "a b", "x" * 100, None])
def test_a_name_that_is_no_channel_is_refused(name: Any) -> None:
    """By ``full_clean``, as a form would."""
    with pytest.raises(ValidationError):
        DelayedMessage(channel_name=name, content="{}", delay=1).full_clean()
