"""Consumers that are classes: a method for each channel (CLASSIC-SPEC §4.9)."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from sandbox.consumers.generic import BaseConsumer
from sandbox.consumers.generic.websockets import WebsocketConsumer
from sandbox.consumers.routing import Route, Router, route_class
from sandbox.errors import NotAConsumer
from tests.consumers.sessions import message
from tests.workers.scene import Scene


class Noting(BaseConsumer):
    """Notes what it consumes."""

    method_mapping: ClassVar[dict[str, str]] = {"test.one": "one", "test.two": "two"}

    def one(self, message: Any, **kwargs: Any) -> None:
        """Consume the first channel."""
        self.seen = ("one", message, kwargs)

    def two(self, message: Any, **kwargs: Any) -> None:
        """Consume the second channel."""
        self.seen = ("two", message, kwargs)


def test_constructing_it_runs_the_message() -> None:
    """With message and kwargs on the instance, by the method of the channel."""
    one = message(channel="test.two")
    consumer = Noting(one, room="lobby")
    assert consumer.seen == ("two", one, {"room": "lobby"})
    assert (consumer.message, consumer.kwargs) == (one, {"room": "lobby"})


def test_it_hears_the_channels_of_its_methods() -> None:
    """As a set."""
    assert Noting.channel_names() == {"test.one", "test.two"}
    assert BaseConsumer.channel_names() == set()


def test_a_route_leads_to_the_very_class() -> None:
    """Without attributes no subclass is made; filters are the route's."""
    route = Noting.as_route(path=r"^/(?P<room>\w+)$")
    assert isinstance(route, Route)
    assert route.consumer is Noting
    assert set(route.channels) == {"test.one", "test.two"}
    one = message(channel="test.one", path="/lobby")
    assert Router([route]).match(one) == (Noting, {"room": "lobby"})


@pytest.mark.parametrize("give", [Noting.as_route, lambda a: Noting.as_route(attrs=a)])
def test_attributes_make_a_subclass(give: Any) -> None:
    """Of the same name, for this route only."""
    consumer = give({"channel_session": True, "greeting": "hi"}).consumer
    assert consumer is not Noting
    assert issubclass(consumer, Noting)
    assert (consumer.__name__, consumer.__qualname__) == ("Noting", "Noting")
    assert consumer.__module__ == Noting.__module__
    assert (consumer.channel_session, consumer.greeting) == (True, "hi")
    assert Noting.channel_session is False


@pytest.mark.parametrize("attrs", ["path", [("a", 1)], 1])
def test_attributes_are_a_dict(attrs: Any) -> None:
    """The text shows one."""
    with pytest.raises(AssertionError, match="takes attributes as a dict"):
        Noting.as_route(attrs)


def test_one_instance_serves_one_message() -> None:
    """Nothing is left on it for the next one."""
    seen: list[Any] = []

    class Once(Noting):
        def one(self, message: Any, **kwargs: Any) -> None:
            seen.append(self)

    scene = Scene(route_class(Once))
    scene.play("test.one")
    scene.play("test.one")
    assert len(set(map(id, seen))) == 2


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("attributes", "has"),
    [
        ({}, (False, False)),
        ({"channel_session": True}, (True, False)),
        ({"channel_session_user": True}, (True, True)),
    ],
)
def test_attributes_ask_for_session_and_user(attributes: Any, has: tuple[bool, bool]) -> None:
    """A user implies the session."""
    found: list[tuple[bool, bool]] = []

    def one(self: Any, message: Any) -> None:
        found.append((hasattr(message, "channel_session"), hasattr(message, "user")))

    type("Asking", (Noting,), {"one": one, **attributes})(message(channel="test.one"))
    assert found == [has]


def test_a_method_that_is_missing_is_an_error() -> None:
    """As Python says it."""

    class Lacking(BaseConsumer):
        method_mapping: ClassVar[dict[str, str]] = {"test.one": "one"}

    with pytest.raises(AttributeError, match="'one'"):
        Lacking(message(channel="test.one"))


def test_an_async_method_is_refused_when_the_class_is_made() -> None:
    """Nobody would await it; what messages do not lead to may be what it likes."""
    with pytest.raises(NotAConsumer, match=r"Mine\.one is async.*without await"):

        class Mine(Noting):
            async def one(self, message: Any, **kwargs: Any) -> None:  # type: ignore[override]
                """Consume the first channel."""

    with pytest.raises(NotAConsumer, match=r"Echo\.receive is async"):

        class Echo(WebsocketConsumer):
            async def receive(self, text: Any = None, bytes: Any = None, **kwargs: Any) -> None:  # type: ignore[override]
                """Consume a frame."""

    class Helping(Noting):
        async def fetch(self) -> int:
            """Help somebody else."""
            return 1

    assert Helping.channel_names() == Noting.channel_names()
