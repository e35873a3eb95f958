"""``box.clock``: virtual time that is moved, and slow motion on both runtimes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from sandbox import Channel, NothingArrived, Sandbox
from sandbox.errors import NotAvailableHere
from sandbox.runtime.pace import HOP_SECONDS
from tests.box.conftest import add_chat

Make = Callable[..., Sandbox]


@pytest.fixture
def stepped(make: Make) -> Sandbox:
    """The talk's chat on the cooperative runtime."""
    box = make(runtime="cooperative", seed=7)
    add_chat(box)
    return box


def kinds(box: Sandbox) -> list[str]:
    """What has happened."""
    return [event.kind for event in box.log.events()]


# -- time ----------------------------------------------------------------------------------------


def test_waiting_in_vain_takes_no_time(stepped: Sandbox) -> None:
    """An hour of virtual time is over at once, and the error says what it always says."""
    bob = stepped.connect("/", name="bob")
    began = time.monotonic()
    with pytest.raises(NothingArrived, match="bob waited 3600 s for a frame"):
        bob.receive(timeout=3600)
    assert time.monotonic() - began < 5
    assert stepped.clock.now > 3600


def test_a_day_later_memberships_have_expired(stepped: Sandbox) -> None:
    """In the log, at their moment, and not when somebody looks."""
    stepped.connect("/", name="alice")
    stepped.settle()
    joined = next(one for one in stepped.log.events() if one.kind == "group.joined")
    stepped.clock.advance(days=1, seconds=1)
    left = next(one for one in stepped.log.events() if one.kind == "group.left")
    assert left.reason == "expired"
    assert left.at == pytest.approx(joined.expires_at, abs=0.001)


def test_unread_messages_expire(make: Make) -> None:
    """A minute after they were sent."""
    box = make(runtime="cooperative", seed=1, workers=0, expiry=60)
    Channel("jobs").send({"a": 1})
    box.clock.advance(seconds=59)
    assert len(box.channels["jobs"]) == 1
    box.clock.advance(seconds=2)
    assert [loss.reason for loss in box.lost] == ["expired"]


def test_delayed_messages_come_when_they_are_due(make: Make, people: None) -> None:
    """Hours later, at once."""
    box = make(runtime="cooperative", seed=1)
    heard: list[float] = []
    box.consumer("later")(lambda message: heard.append(box.clock.now))
    Channel("asgi.delay").send({"channel": "later", "delay": 7_200_000, "content": {}})
    box.settle()
    assert heard == []
    box.clock.advance(hours=3)
    assert heard == [pytest.approx(7200, abs=0.1)]


def test_an_unanswered_request_gets_its_503(make: Make) -> None:
    """Two minutes later by the virtual clock."""
    box = make(runtime="cooperative", seed=1)
    box.consumer("http.request")(lambda message: None)
    assert box.get("/", timeout=None).status_code == 503
    assert box.clock.now == pytest.approx(120, abs=0.1)


def test_wait_ends_when_nothing_more_can_happen(make: Make, people: None) -> None:
    """What is delayed included; then the sandbox has ended."""
    box = make(runtime="cooperative", seed=1)
    heard: list[float] = []
    box.consumer("later")(lambda message: heard.append(box.clock.now))
    Channel("asgi.delay").send({"channel": "later", "delay": 60_000, "content": {}})
    box.wait()
    assert heard == [pytest.approx(60, abs=0.1)]
    assert box.stopped


def test_slow_motion_stretches_hops(stepped: Sandbox) -> None:
    """In the log's time; it is a fact of its own, and over with its handle."""
    alice = stepped.connect("/", name="alice")

    def echo() -> float:
        began = stepped.clock.now
        alice.send("x")
        alice.receive()
        return stepped.clock.now - began

    usual = echo()
    with stepped.clock.slow(10) as slowed:
        assert echo() > 5 * usual
    assert not slowed.active
    assert echo() < 3 * usual
    assert [kind for kind in kinds(stepped) if kind.startswith("fault")] == [
        "fault.began",
        "fault.ended",
    ]


# -- on threads ----------------------------------------------------------------------------------


def test_slow_motion_of_threads_stretches_every_hop(chat: Sandbox) -> None:
    """To the worker, and to the client; undone, all is as quick as before."""
    alice = chat.connect("/", name="alice")
    chat.settle()
    with chat.clock.slow(5):
        began = time.monotonic()
        alice.send("x")
        alice.receive()
        slow = time.monotonic() - began
    assert slow > 5 * HOP_SECONDS
    began = time.monotonic()
    alice.send("x")
    alice.receive()
    assert time.monotonic() - began < slow
    assert kinds(chat).count("fault.began") == kinds(chat).count("fault.ended") == 1


def test_slow_motion_lets_one_message_go_at_a_time(chat: Sandbox) -> None:
    """Two for one server come a hop apart."""
    alice, bob = chat.connect("/"), chat.connect("/")
    chat.settle()
    with chat.clock.slow(5):
        alice.send("x")
        bob.receive()
        chat.settle()
    sent = [event.at for event in chat.log.events() if event.kind == "frame.sent"]
    assert sent[1] - sent[0] >= 5 * HOP_SECONDS * 0.9


def test_the_end_of_slow_motion_wakes_who_waits(chat: Sandbox) -> None:
    """An hour a hop, and no hour is waited."""
    alice = chat.connect("/", name="alice")
    chat.settle()
    chat.clock.slow(3600 / HOP_SECONDS)
    alice.send("x")
    threading.Timer(0.05, chat.clock.fast).start()
    assert alice.receive() == "[user] x"


def test_the_end_of_a_sandbox_ends_slow_motion(chat: Sandbox) -> None:
    """Nobody waits for the hop."""
    alice = chat.connect("/", name="alice")
    chat.clock.slow(3600 / HOP_SECONDS)
    alice.send("x")
    began = time.monotonic()
    chat.stop()
    assert time.monotonic() - began < 10


def test_one_slow_motion_takes_the_place_of_another(chat: Sandbox) -> None:
    """And undoing the first changes nothing then."""
    first = chat.clock.slow(2)
    second = chat.clock.slow(3)
    assert not first.active
    first.undo()
    assert second.active
    assert "3 times slower" in repr(chat.clock)
    chat.clock.fast()
    chat.clock.fast()
    assert not second.active


@pytest.mark.parametrize("factor", [0.5, 0, -1, True, "10", None])
def test_a_wrong_factor_is_told(box: Sandbox, factor: Any) -> None:
    """With what to write."""
    with pytest.raises(ValueError, match=r"write box.clock.slow\(10\)"):
        box.clock.slow(factor)


def test_threads_cannot_skip_time(box: Sandbox) -> None:
    """The error says which runtime can."""
    for skip in (lambda: box.clock.advance(days=1), box.clock.step):
        with pytest.raises(NotAvailableHere, match='Sandbox\\(runtime="cooperative"\\)'):
            skip()
