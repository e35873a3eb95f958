"""What makes a fault so: begun, it is; ended, it is not, and nothing of it stays."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from sandbox.errors import ChannelFull
from sandbox.live.forces import Force, Frozen, Full, Impaired, Lasting, Moment, Row, Slow
from sandbox.live.targets import find_target
from sandbox.trace.causes import acting
from tests.layers.makers import SAFETY_S
from tests.live.world import World

NUMBER = 25
"""The id x1."""


def begin(force: Force, undo: Any = print) -> None:
    force.begin(NUMBER, {"fault": "test", "target": None, "options": None}, undo)


def test_what_lasts_is_done_and_undone_because_of_the_fault() -> None:
    """At the end of the sandbox it is not undone: nobody is left to have it repaired."""
    causes: list[int] = []
    done: list[str] = []
    force = Lasting(lambda: causes.append(acting.get()[0]), lambda: done.append("undone"))
    begin(force)
    assert causes == [NUMBER]
    force.end(closing=True)
    assert done == []
    force.end(closing=False)
    assert done == ["undone"]


def test_what_is_a_moments_work_is_over_at_once() -> None:
    """It has nothing to undo."""
    done: list[int] = []
    force = Moment(lambda: done.append(1))
    begin(force)
    force.end(closing=False)
    assert (done, force.momentary) == ([1], True)


def test_a_frozen_worker_is_the_thread_not_the_place() -> None:
    """Once another worker has the place, it is over; the old one is thawed all the same."""

    class Worker:
        frozen = False

        def freeze(self) -> None:
            self.frozen = True

        def thaw(self) -> None:
            self.frozen = False

    class Place:
        worker = Worker()

    place = Place()
    old = place.worker
    force = Frozen(place)
    begin(force)
    assert (old.frozen, force.active) == (True, True)
    place.worker = Worker()
    assert not force.active
    force.end(closing=True)
    assert not old.frozen


def test_a_slow_consumer_waits_until_the_end() -> None:
    """Who waits goes on at once; a later fault of the same consumer stays."""
    table: dict[str, Any] = {}
    first, second = Slow(table, "f", 600), Slow(table, "f", 600)
    begin(first)
    waiter = threading.Thread(target=table["f"])
    waiter.start()
    begin(second)
    first.end(closing=False)
    waiter.join(SAFETY_S)
    assert not waiter.is_alive()
    assert list(table) == ["f"]
    second.end(closing=True)
    assert table == {}


def test_an_impaired_line_is_the_servers_business() -> None:
    """It is told what to call when the client has gone."""
    calls: list[Any] = []

    class Server:
        def impair(self, *given: Any) -> Any:
            calls.append(given)
            return lambda: calls.append("ended")

    force = Impaired(Server(), "connection", 2.0)
    force.end(closing=False)  # before its beginning: nothing to end
    begin(force, undo=print)
    force.end(closing=False)
    assert calls == [("connection", 2.0, print), "ended"]


def test_a_full_channel_has_its_own_capacity_back() -> None:
    """Not what it would have by default."""
    world = World(channel_capacity={"jobs": 1})
    force = Full(find_target("jobs", world.around))
    begin(force)
    with pytest.raises(ChannelFull):
        world.layer.send("jobs", {})
    force.end(closing=False)
    world.layer.send("jobs", {})
    with pytest.raises(ChannelFull):
        world.layer.send("jobs", {})


@pytest.mark.parametrize("limit", [2, None])
def test_a_row_loses_as_many_as_it_may(limit: int | None) -> None:
    """And leaves the table by itself when that is done."""
    world = World()
    row = Row(
        world.layer, lambda channel, _, __: channel == "jobs", lambda *_: True, limit, "fault"
    )
    begin(row)
    for _ in range(3):
        world.layer.send("jobs", {})
    world.layer.send("other", {})
    assert world.layer.ledger()["jobs"].lost == {"fault": limit or 3}
    assert world.layer.ledger()["other"].queued == 1
    assert (row.active, row.spent) == (limit is None, limit is not None)
    row.end(closing=False)
    row.end(closing=True)
    assert world.kinds().count("fault.ended") == 1
