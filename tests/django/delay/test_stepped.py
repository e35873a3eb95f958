"""Delayed messages in virtual time: set, sent when due, and never before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.layers.memory import MemoryLayer
from sandbox.runtime.cooperative import FOREVER, World
from sandbox.trace.log import Log

pytestmark = pytest.mark.usefixtures("table")


class Place:
    """A layer in a world, with a delay server."""

    def __init__(self, world: World) -> None:
        from sandbox.django.delay.stepped import SteppedDelay

        self.world = world
        self.log = Log(world.clock)
        self.layer = MemoryLayer(clock=world.clock, log=self.log, waiting=world.wait_for)
        self.wrapper = ChannelLayerWrapper(self.layer, "default", [])
        self.delay = world.call(SteppedDelay, self.wrapper, world)

    def remind(self, milliseconds: int, **content: Any) -> None:
        """Ask for a message later."""
        ask = {"channel": "remind", "delay": milliseconds, "content": content}
        self.layer.send("asgi.delay", ask)

    def came(self) -> list[Any]:
        """Everything that has come by now."""
        found = []
        while (got := self.layer.receive(["remind"]))[0] is not None:
            found.append(got[1])
        return found


@pytest.fixture
def place() -> Iterator[Place]:
    """One that ends with the test."""
    from django.db import connections

    world = World(7, closing=connections.close_all)
    one = Place(world)
    yield one
    world.call(one.delay.stop)
    world.call(one.delay.stop)
    world.close()


def test_messages_come_when_they_are_due(place: Place) -> None:
    """In the order of their dates, and no sooner."""
    place.remind(7_200_000, n=2)
    place.remind(3_600_000, n=1)
    place.world.rest()
    assert place.came() == []
    assert place.delay.due() == pytest.approx(3600, abs=1)
    place.world.advance(3590)
    assert place.came() == []
    place.world.advance(20)
    assert place.came() == [{"n": 1}]
    place.world.advance(3600)
    assert place.came() == [{"n": 2}]
    assert place.delay.due() == FOREVER


def test_the_log_has_the_virtual_due_date(place: Place) -> None:
    """The timer is set for it and fires at it."""
    place.remind(60_000)
    place.world.advance(61)
    timers = [event for event in place.log.events() if event.kind.startswith("timer")]
    assert [event.kind for event in timers] == ["timer.set", "timer.fired"]
    assert timers[0].due == pytest.approx(60, abs=0.01)
    assert timers[1].at == pytest.approx(60, abs=0.01)
    assert timers[0].id == timers[1].id


def test_what_is_no_request_for_a_delay_is_lost(place: Place) -> None:
    """As on threads; the next one is served."""
    place.layer.send("asgi.delay", {"nonsense": True})
    place.remind(0, n=1)
    place.world.rest()
    assert place.came() == [{"n": 1}]
    assert place.layer.ledger().total.lost == {"malformed": 1}
