"""Test cases with a layer of their own, and the client that runs consumers by hand."""

from __future__ import annotations

import unittest
from typing import Any, ClassVar

import pytest
from django.db import close_old_connections, connection

from sandbox.consumers.channel import Channel, Group
from sandbox.consumers.manager import channel_layers
from sandbox.consumers.routing import route
from sandbox.consumers.signals import consumer_finished
from sandbox.errors import ChannelFull, ConsumeLater, DenyConnection, WebsocketCloseException
from sandbox.testing import ChannelTestCase, Client, TransactionChannelTestCase, apply_routes
from tests.testing.conftest import ROUTING, Run, failures

CASES = pytest.mark.parametrize("base", [ChannelTestCase, TransactionChannelTestCase])


# --- test cases -----------------------------------------------------------------------------------


@CASES
def test_each_test_has_an_empty_layer(base: Any, run: Run) -> None:
    """In memory, with ten places, whatever CHANNEL_LAYERS says, and with the project's routing;
    the layer of before is untouched and comes back."""
    before = channel_layers["default"]
    before.send("a", {"left": "over"})
    layers: list[Any] = []

    class Case(base):
        def check(self) -> None:
            layers.append(channel_layers["default"])
            assert self.get_next_message("a") is None
            for n in range(10):
                Channel("a").send({"n": n})
            with pytest.raises(ChannelFull):
                Channel("a").send({})
            assert layers[-1].routing == ROUTING
            assert layers[-1].routing is not ROUTING

        test_one = test_two = test_three = check

    assert failures(run(Case)) == []
    assert len({id(layer) for layer in layers}) == 3
    assert before not in layers
    assert channel_layers["default"] is before
    assert before.receive(["a"]) == ("a", {"left": "over"})


@CASES
def test_only_the_named_layers_are_replaced(base: Any, run: Run) -> None:
    """Several, if the class says so."""
    default, second = channel_layers["default"], channel_layers["second"]

    class Case(base):
        test_channel_aliases: ClassVar[list[str]] = ["second"]

        def test(self) -> None:
            assert channel_layers["default"] is default
            assert channel_layers["second"] is not second
            Channel("a", alias="second").send({"n": 1})
            assert self.get_next_message("a", alias="second").content == {"n": 1}

    assert failures(run(Case)) == []
    assert channel_layers["second"] is second


@CASES
def test_a_message_can_be_required(base: Any, run: Run) -> None:
    """Its absence is a failure of the test; else it is None."""

    class Case(base):
        def test_there(self) -> None:
            Channel("a").send({"n": 1})
            message = self.get_next_message("a", require=True)
            assert (message["n"], message.channel.name) == (1, "a")

        def test_not_there(self) -> None:
            assert self.get_next_message("a") is None
            self.get_next_message("a", require=True)

    result = run(Case)
    assert result.errors == []
    [(_, text)] = result.failures
    assert "Expected a message on channel a, got none" in text


@CASES
def test_layers_come_back_after_skips_and_errors(base: Any, run: Run) -> None:
    """Django sets up early where the first test is skipped, and then tears nothing down (§13)."""
    before = channel_layers["default"]

    class Case(base):
        @unittest.skip("not today")
        def test_a(self) -> None: ...

        def test_b(self) -> None:
            raise ValueError("x")

        @unittest.skip("not today")
        def test_c(self) -> None: ...

    result = run(Case)
    assert len(result.skipped) == 2
    assert len(result.errors) == 1
    assert channel_layers["default"] is before

    class Skipped(base):
        @unittest.skip("not today")
        def test_a(self) -> None: ...

    run(Skipped)
    assert channel_layers["default"] is before


def test_the_database_is_rolled_back(run: Run) -> None:
    """The client keeps the connection of the test's transaction open."""
    from django.contrib.auth.models import User

    def consume(message: Any) -> None:
        User.objects.create(username=message["name"])

    class Case(ChannelTestCase):
        def test(self) -> None:
            assert connection.in_atomic_block
            with apply_routes(route("a", consume)):
                Client().send_and_consume("a", {"name": "zoe"})
            assert User.objects.filter(username="zoe").exists()

    assert failures(run(Case)) == []
    assert not User.objects.filter(username="zoe").exists()


# --- the client -----------------------------------------------------------------------------------


def test_its_reply_channel_is_its_own() -> None:
    """The alias and five letters, a normal channel."""
    names = {Client("second").reply_channel for _ in range(20)}
    assert len(names) > 15
    assert all(name.startswith("second") and len(name) == 11 and name.isalpha() for name in names)


def test_it_sends_a_copy_with_its_reply_channel() -> None:
    """What is given as reply channel wins."""
    client = Client()
    content: dict[str, Any] = {"list": [1]}
    client.send("a", content)
    content["list"].append(2)
    message = client.get_next_message("a")
    assert message is not None
    assert message.content == {"list": [1], "reply_channel": client.reply_channel}
    client.send("a", {"reply_channel": "other"})
    assert client.get_next_message("a")["reply_channel"] == "other"
    assert client.get_next_message("a") is None


def test_it_runs_the_consumer_and_returns_what_that_returns() -> None:
    """Sends of the consumer leave when it has ended."""
    client = Client()

    def consume(message: Any, name: str) -> str:
        message.reply_channel.send({"text": name})
        assert client.receive() is None
        return f"hello {name}"

    with apply_routes(route("a", consume, path=r"^/(?P<name>\w+)")):
        assert client.send_and_consume("a", {"path": "/you"}) == "hello you"
    assert client.receive() == {"text": "you"}
    assert client.receive() is None


def test_what_is_missing_is_an_assertion() -> None:
    """Unless it may be."""
    client = Client()
    with pytest.raises(AssertionError, match="No message for channel a"):
        client.consume("a")
    assert client.consume("a", fail_on_none=False) is None
    with pytest.raises(AssertionError, match=r"Can't find consumer for message <Message a"):
        client.send_and_consume("a")
    assert client.send_and_consume("a", fail_on_none=False) is None


@pytest.mark.parametrize("error", [DenyConnection, ConsumeLater, ZeroDivisionError])
def test_what_a_consumer_raises_comes_out(error: type[Exception]) -> None:
    """What it has sent before leaves all the same (§4.3)."""
    client = Client()

    def consume(message: Any) -> None:
        message.reply_channel.send({"n": 1})
        raise error

    with apply_routes(route("a", consume)), pytest.raises(error):
        client.send_and_consume("a")
    assert client.receive() == {"n": 1}


def test_an_instruction_for_the_socket_is_followed() -> None:
    """As a worker follows it."""

    def consume(message: Any) -> None:
        raise WebsocketCloseException(4001)

    client = Client()
    with apply_routes(route("websocket.receive", consume)):
        assert client.send_and_consume("websocket.receive") is None
    assert client.receive() == {"close": 4001}


def test_receivers_of_the_signals_stay_in_their_order() -> None:
    """Old connections are closed before the flush, in every worker of this process, too."""
    before = list(consumer_finished.receivers)
    with apply_routes(route("a", lambda message: None)):
        Client().send_and_consume("a")
    assert list(consumer_finished.receivers) == before
    assert consumer_finished.disconnect(close_old_connections)
    consumer_finished.connect(close_old_connections)
    consumer_finished.receivers.insert(0, consumer_finished.receivers.pop())


def test_it_finds_the_consumer_of_a_channel() -> None:
    """Where a route takes any message there."""

    def consume(message: Any) -> None: ...

    with apply_routes([route("a", consume), route("b", consume, path="^/")]):
        assert Client().get_consumer_by_channel("a") is consume
        assert Client().get_consumer_by_channel("b") is None
        assert Client().get_consumer_by_channel("c") is None


def test_it_joins_groups_of_its_layer() -> None:
    """And hears what is sent to them."""
    client = Client("second")
    client.join_group("chat")
    Group("chat").send({"n": 1})
    Group("chat", alias="second").send({"n": 2})
    assert client.receive() == {"n": 2}
    assert client.receive() is None
