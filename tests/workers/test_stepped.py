"""A worker that is stepped: one message a step, with the same facts as one in a thread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.consumers.channel import Channel
from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.consumers.routing import route
from sandbox.errors import ConsumeLater
from sandbox.layers.memory import MemoryLayer
from sandbox.runtime.cooperative import World
from sandbox.trace.log import Log
from sandbox.workers.pool import Pool
from sandbox.workers.stepped import Seat, SteppedWorker


class Stage:
    """A layer in a world, and a pool of stepped workers."""

    def __init__(self, world: World, *routing: Any, size: int = 1, capacity: int = 100) -> None:
        self.world = world
        self.log = Log(world.clock)
        self.layer = MemoryLayer(
            capacity=capacity, clock=world.clock, log=self.log, waiting=world.wait_for
        )
        self.wrapper = ChannelLayerWrapper(self.layer, "default", list(routing))
        self.pool = Pool(self.wrapper, size, make=self.make, spawn=Seat)

    def make(self, *args: Any, **options: Any) -> SteppedWorker:
        """Make a worker of this world."""
        return SteppedWorker(*args, world=self.world, **options)

    def kinds(self, where: str) -> list[str]:
        """What *where* did."""
        return [event.kind for event in self.log.events() if event.where == where]


@pytest.fixture
def world() -> Iterator[World]:
    """A world that ends with the test, and its books balance."""
    one = World(7)
    yield one
    one.close()


def test_one_message_is_one_step(world: World) -> None:
    """Taken, run and settled in it."""
    seen: list[int] = []
    stage = Stage(world, route("a", lambda message: seen.append(message["n"])))
    for number in range(3):
        stage.layer.send("a", {"n": number})
    assert world.step()
    assert seen == [0]
    assert world.rest() == 2
    assert seen == [0, 1, 2]
    assert stage.layer.ledger().total.delivered == 3
    stage.pool.stop()
    assert stage.kinds("worker:1")[0] == "worker.started"
    assert stage.kinds("worker:1")[-1] == "worker.stopped"


def test_its_clock_measures_what_it_waits(world: World) -> None:
    """A consumer put back waits for room in virtual time."""
    tries: list[float] = []

    def later(message: Any) -> None:
        tries.append(world.clock())
        if len(tries) < 4:
            raise ConsumeLater

    stage = Stage(world, route("a", later))
    stage.layer.send("a", {})
    world.rest()
    assert len(tries) == 4
    stage.pool.stop()


def test_two_consumers_have_a_send_buffer_each(world: World) -> None:
    """Although they run on one stack: the first one waits while the second one runs."""
    sent: list[str] = []

    def outer(message: Any) -> None:
        Channel("out", channel_layer=stage.wrapper).send({"by": "outer"})
        stage.layer.send("b", {})
        world.wait(lambda: sent == ["inner"], 1.0)
        sent.append("outer goes on")

    def inner(message: Any) -> None:
        Channel("out", channel_layer=stage.wrapper).send({"by": "inner"})

    stage = Stage(
        world,
        route("a", outer),
        route("b", inner),
        route("out", lambda message: sent.append(message["by"])),
        size=2,
    )
    stage.layer.send("a", {})
    world.rest()
    assert sent == ["inner", "outer goes on", "outer"]
    stage.pool.stop()


def test_it_hears_a_new_routing_at_once(world: World) -> None:
    """And not the old one any more."""
    seen: list[str] = []
    stage = Stage(world, route("a", lambda message: seen.append("a")))
    from sandbox.consumers.routing import Router

    stage.wrapper.router = Router([route("b", lambda message: seen.append("b"))])
    stage.layer.send("a", {})
    stage.layer.send("b", {})
    world.rest()
    assert seen == ["b"]
    stage.pool.stop()


def test_a_pool_is_resized_and_replaced(world: World) -> None:
    """Between two steps; the names are the places'."""
    seen: list[int] = []
    stage = Stage(world, route("a", lambda message: seen.append(message["n"])))
    stage.pool.resize(3)
    assert [place.alive for place in stage.pool.workers.values()] == [True] * 3
    stage.pool.restart()
    stage.pool.workers[1].kill()
    stage.layer.send("a", {"n": 1})
    world.rest()
    assert seen == [1]
    stage.pool.resize(0)
    assert world.step() is False


def test_a_worker_that_is_killed_while_it_waits_loses_its_message(world: World) -> None:
    """Its consumer is not let go on with any effect."""
    sent: list[str] = []

    def waits(message: Any) -> None:
        Channel("out", channel_layer=stage.wrapper).send({})
        stage.pool.workers[1].kill()
        world.wait(lambda: False, 1.0)

    stage = Stage(
        world, route("a", waits), route("out", lambda message: sent.append("out")), size=1
    )
    stage.layer.send("a", {})
    world.rest()
    assert sent == []
    assert stage.layer.ledger().total.lost == {"worker_killed": 1}
    assert stage.pool.workers[1].alive
    stage.pool.stop()
