"""What a layer held is there again, under the names of today."""

from __future__ import annotations

from typing import Any

from sandbox.layers.memory import MemoryLayer
from sandbox.live.restoring import put_back, take_down
from sandbox.runtime.clock import ManualClock


def layer(clock: ManualClock, **options: Any) -> MemoryLayer:
    """A layer whose time stands still."""
    return MemoryLayer(clock=clock, **options)


def same(channel: str) -> str | None:
    """Every name is what it was."""
    return channel


def test_messages_and_members_come_back_in_order(manual_clock: ManualClock) -> None:
    """What was changed since does not show in what was taken down."""
    one = layer(manual_clock)
    for number in (1, 2):
        one.send("a", {"n": [number]})
    one.group_add("g", "x")
    held = take_down(one)
    held.messages[0][1]["n"].append("own")
    held = take_down(one)
    one.flush()
    assert put_back(one, held, same) == []
    assert [one.receive(["a"])[1] for _ in range(2)] == [{"n": [1]}, {"n": [2]}]
    assert list(one.group_channels("g")) == ["x"]


def test_replies_on_their_way_do_not(manual_clock: ManualClock) -> None:
    """Their connections are others by then."""
    one = layer(manual_clock)
    one.send("server!abc", {"text": "hi"})
    assert take_down(one).messages == ()


def test_names_of_today_take_the_place_of_old_ones(manual_clock: ManualClock) -> None:
    """In groups and in messages; who has gone for good is told."""
    one = layer(manual_clock)
    one.send("a", {"reply_channel": "s!old"})
    one.send("a", {"reply_channel": "s!gone"})
    one.group_add("g", "s!old")
    one.group_add("g", "s!gone")
    held = take_down(one)
    one.flush()
    today = {"s!old": "s!new"}
    assert put_back(one, held, today.get) == ["a member of 'g' has gone for good"]
    assert list(one.group_channels("g")) == ["s!new"]
    assert [one.receive(["a"])[1] for _ in range(2)] == [
        {"reply_channel": "s!new"},
        {"reply_channel": "s!gone"},
    ]


def test_what_finds_no_room_is_told(manual_clock: ManualClock) -> None:
    """Nothing is lost silently."""
    one = layer(manual_clock)
    one.send("a", {"n": 1})
    one.send("a", {"n": 2})
    held = take_down(one)
    assert put_back(layer(manual_clock, capacity=1), held, same) == [
        "a message on 'a' found it full"
    ]


def test_what_has_expired_is_no_member(manual_clock: ManualClock) -> None:
    """The moment counts."""
    one = layer(manual_clock, group_expiry=10)
    one.group_add("g", "x")
    manual_clock.advance(11)
    assert take_down(one).members == ()
