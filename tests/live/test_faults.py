"""The fault box's own rules, and what it does to a layer; test_breaking.py does the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.errors import ChannelFull
from sandbox.live.faults import Faults, Parts
from sandbox.trace.ledger import fold
from tests.live.world import World


class Box(World):
    """A world with a fault box, and nothing in it but a layer."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.slowed: dict[str, Any] = {}
        self.faults = Faults(
            log=self.log,
            around=self.around,
            parts=Parts(workers=dict, servers=dict, clients=dict, reopen=print, slowed=self.slowed),
        )

    def told(self) -> list[tuple[str, str, str | None]]:
        """What the log says of faults."""
        return [
            (event.kind, event.fault, event.target)  # type: ignore[attr-defined]
            for event in self.log.events()
            if event.kind.startswith("fault.")
        ]


@pytest.fixture
def world() -> Iterator[Box]:
    made = Box(capacity=3)
    yield made
    made.faults.clear()
    assert made.layer.ledger().balanced
    assert fold(made.log.events()) == made.log.ledger()


def test_a_full_channel_has_no_room_until_it_is_undone(world: Box) -> None:
    """A sender hears of it, a group send loses its message; then there is room again."""
    world.layer.group_add("chat", "jobs")
    with world.faults.fill("jobs") as fault:
        assert fault.active
        with pytest.raises(ChannelFull):
            world.layer.send("jobs", {})
        world.layer.send_group("chat", {})
    assert not fault.active
    row = world.layer.ledger()["jobs"]
    assert (row.lost, row.refused) == ({"full": 1}, {"full": 1})
    for _ in range(3):
        world.layer.send("jobs", {})
    with pytest.raises(ChannelFull):
        world.layer.send("jobs", {})


def test_who_waits_for_room_gets_it(world: Box) -> None:
    """The end of the fault wakes parked senders."""
    rung: list[bool] = []
    with world.faults.fill("second/jobs"):
        waits = world.second.accept_or_wait(
            "jobs", {}, lambda: rung.append(True), where="x", cause=0
        )
        assert waits is not None
    assert rung == [True]


def test_the_next_message_is_lost(world: Box) -> None:
    """The one that fits; then the fault is over, and the log says so after the loss."""
    fault = world.faults.lose("jobs", where="content.n:2")
    for number in (1, 2, 2):
        world.layer.send("jobs", {"n": number})
    assert not fault.active
    assert len(world.faults) == 0
    assert world.layer.ledger()["jobs"].lost == {"fault": 1}
    kinds = [kind for kind in world.kinds() if kind in ("message.lost", "fault.ended")]
    assert kinds == ["message.lost", "fault.ended"]
    assert fault.options == {"where": "content.n:2", "n": 1}
    (lost,) = (event for event in world.log.events() if event.kind == "message.lost")
    assert lost.cause == fault.id


def test_all_are_lost_until_it_is_undone(world: Box) -> None:
    """As many as come."""
    with world.faults.lose("jobs", n=None) as fault:
        for _ in range(5):
            world.layer.send("jobs", {})
        assert fault.active
    world.layer.send("jobs", {})
    row = world.layer.ledger()["jobs"]
    assert (row.lost, row.queued) == ({"fault": 5}, 1)


def test_a_client_loses_what_goes_to_it(world: Box) -> None:
    """Not what comes from it: that is lost by its channel."""
    world.faults.lose("alice", n=None)
    world.layer.send("s!alice", {"text": "hi"})
    world.layer.send("websocket.receive", {"reply_channel": "s!alice"})
    ledger = world.layer.ledger()
    assert ledger["s!"].lost == {"fault": 1}
    assert ledger["websocket.receive"].queued == 1


def test_messages_expire_at_once(world: Box) -> None:
    """Those that wait, and those that come; what does not fit stays."""
    world.layer.group_add("chat", "jobs")
    for number in (1, 2):
        world.layer.send("jobs", {"n": number})
    with world.faults.expire("jobs", where="content.n:1"):
        world.layer.send("jobs", {"n": 1})
    row = world.layer.ledger()["jobs"]
    assert (row.lost, row.queued) == ({"expired": 2}, 1)
    assert world.layer.group_channels("chat") == {}


def test_the_same_fault_of_the_same_target_again_ends_the_earlier_one(world: Box) -> None:
    """Another target's, and another fault of it, go on."""
    first = world.faults.lose("jobs", n=None)
    filled = world.faults.fill("jobs")
    other = world.faults.lose("second/jobs")
    again = world.faults.lose("channel:jobs")
    assert not first.active
    assert list(world.faults) == [filled, other, again]
    assert again in world.faults
    assert world.faults[0] is filled
    assert world.faults.by_id(other.id) is other


def test_everything_is_undone_and_told_once(world: Box) -> None:
    """Newest first; twice is harmless."""
    world.faults.fill("jobs")
    fault = world.faults.lose("jobs")
    world.faults.clear()
    fault.undo()
    world.faults.clear()
    assert world.told() == [
        ("fault.began", "fill", "channel:jobs"),
        ("fault.began", "lose", "channel:jobs"),
        ("fault.ended", "lose", "channel:jobs"),
        ("fault.ended", "fill", "channel:jobs"),
    ]
    assert repr(world.faults) == "no faults"
    assert repr(fault) == "<fault x2: lose channel:jobs {n: 1}, over>"


def test_a_slow_consumer_waits_before_each_run(world: Box) -> None:
    """Until it is undone, which also wakes who waits."""
    fault = world.faults.slow("consumer:on_jobs", seconds=0.001)
    assert fault.target == "consumer:tests.live.world.on_jobs"
    pause = world.slowed["tests.live.world.on_jobs"]
    pause()
    slower = world.faults.slow("consumer:on_jobs", seconds=1000)
    assert world.slowed["tests.live.world.on_jobs"] != pause
    pause = world.slowed["tests.live.world.on_jobs"]
    slower.undo()
    assert world.slowed == {}
    pause()  # at once


@pytest.mark.parametrize(
    ("act", "error", "match"),
    [
        (lambda f: f.fill("chat"), TypeError, "A channel can be full, not group:chat"),
        (lambda f: f.slow("jobs"), TypeError, "A consumer or a client can be slow"),
        (lambda f: f.slow(print, seconds=-1), ValueError, "seconds is from 0"),
        (lambda f: f.sleep("jobs"), TypeError, "A client is a tab"),
        (lambda f: f.cut("alice"), LookupError, "alice is not connected"),
        (lambda f: f.lose("jobs", n=0), ValueError, "n is at least 1"),
        (lambda f: f.lose("jobs", where="text~("), ValueError, "regular expression"),
        (lambda f: f.kill(7), LookupError, "There is no worker 7; there are: none"),
        (lambda f: f.refuse("server:9"), LookupError, "There is no server 'server:9'"),
        (lambda f: f.by_id("x9"), LookupError, "no fault 'x9'"),
    ],
)
def test_what_cannot_be_broken_says_so(
    world: Box, act: Any, error: type[Exception], match: str
) -> None:
    """Before anything begins."""
    with pytest.raises(error, match=match):
        act(world.faults)
    assert world.told() == []


def test_a_fault_that_cannot_begin_is_not_in_force(world: Box) -> None:
    """The log tells of both, and the error comes out."""

    class Place:
        name = "worker:1"

        def kill(self) -> None:
            raise OSError("no")

    parts = Parts(workers=lambda: {1: Place()}, servers=dict, clients=dict, reopen=print, slowed={})
    faults = Faults(log=world.log, around=world.around, parts=parts)
    with pytest.raises(OSError, match="no"):
        faults.kill(1)
    assert [kind for kind, _, _ in world.told()] == ["fault.began", "fault.ended"]
    assert len(faults) == 0


def test_one_that_cannot_be_undone_keeps_no_other_from_it(world: Box) -> None:
    """All are over, and the error is raised."""
    full = world.faults.fill("jobs")
    broken = world.faults.fill("others")

    def fail(*, closing: bool = False) -> None:
        raise RuntimeError("it is stuck")

    broken._force.end = fail  # type: ignore[method-assign]
    with pytest.raises(RuntimeError, match="it is stuck"):
        world.faults.clear()
    assert not full.active
    assert list(world.faults) == []
