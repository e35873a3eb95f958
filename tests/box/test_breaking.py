"""Messages that are stopped in a running sandbox: from cells, on real sockets."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import Channel, Group, Sandbox, SandboxStopped, TabClosed
from sandbox.consumers.sessions import enforce_ordering
from sandbox.errors import ConsumeLater
from sandbox.views.prologue import take
from tests.box.conftest import Make


def echo(message: Any) -> None:
    """Answer with what came."""
    message.reply_channel.send({"text": message.content["text"]})


def test_a_frame_is_edited_on_its_way_in(chat: Sandbox) -> None:
    """What does not match runs on; the rest goes when the block ends."""
    alice, bob = chat.connect("/", name="alice"), chat.connect("/", name="bob")
    with chat.hold("websocket.receive", where="text~bomb") as stop:
        alice.send("bomb")
        alice.send("hi")
        stop.wait()
        assert bob.receive() == "[user] hi"
        stop[0].edit(text="flower")
    assert bob.receive() == "[user] flower"


def test_and_on_its_way_out(chat: Sandbox) -> None:
    """A hold at a tab stops both directions of that one only."""
    alice, bob = chat.connect("/", name="alice"), chat.connect("/", name="bob")
    with chat.hold(bob) as stop:
        alice.send("hi")
        stop.wait()
        assert alice.receive() == "[user] hi"
        bob.send("from bob")
        stop.wait(n=2)
        assert [held.channel for held in stop] == [bob.reply_channel.name, "websocket.receive"]
        stop[0].edit(text="flower")
        stop.step()
        assert bob.receive() == "flower"
    assert alice.receive() == "[user] from bob"


def test_a_tab_that_reopens_is_still_held(chat: Sandbox) -> None:
    """It is the same tab, on another connection."""
    alice = chat.connect("/", name="alice")
    with chat.hold("alice", where="text~.") as stop:
        alice.reopen()
        alice.send("hi")
        assert stop.wait()[0]["text"] == "hi"


def test_a_group_hold_stops_each_members_copy(chat: Sandbox) -> None:
    """One of them can be dropped."""
    alice, bob = chat.connect("/", name="alice"), chat.connect("/", name="bob")
    with chat.hold(chat.groups["chat"]) as stop:
        Group("chat").send({"text": "hi"})
        stop.wait(n=2)
        next(held for held in stop if held.channel == alice.reply_channel.name).drop()
    assert bob.receive() == "hi"
    alice.expect_nothing()
    assert chat.lost[0].reason == "dropped_by_you"


@pytest.mark.parametrize("by", ["function", "name", "consumer"])
def test_a_hold_at_a_consumer_follows_its_route(box: Sandbox, by: str) -> None:
    """Also when its cell is run again: the name is the same."""
    box.consumer("websocket.receive", path="^/a")(echo)
    target = {"function": echo, "name": "echo", "consumer": box.consumers[echo_name(box)]}[by]
    if by == "name":
        target = f"consumer:{echo_name(box)}"
    one, other = box.connect("/a"), box.connect("/b")
    with box.hold(target) as stop:
        one.send("x")
        other.send("y")
        stop.wait()
        box.settle()
        assert len(stop) == 1
    assert one.receive() == "x"


def echo_name(box: Sandbox) -> str:
    (name,) = (one for one in box.consumers if one.endswith("echo"))
    return name


def test_a_held_close_keeps_the_socket_open(box: Sandbox) -> None:
    """Until it is let through; edited, it says something instead."""

    @box.consumer("websocket.receive")
    def bye(message: Any) -> None:
        message.reply_channel.send({"close": 4001})

    tab = box.connect("/", name="alice")
    with box.hold(tab, where="content~close") as stop:
        tab.send("1")
        tab.send("2")
        stop.wait(n=2)
        stop[0].edit(content={"text": "not yet"})
        stop.step()
        assert tab.receive() == "not yet"
        assert tab.closed is None
    with pytest.raises(TabClosed):
        tab.receive()
    assert tab.closed is not None
    assert tab.closed.code == 4001


def test_messages_in_order_wait_for_the_one_that_is_held(database: None, box: Sandbox) -> None:
    """The ordering decorator sees a gap, and closes it when the hold lets go."""

    @box.consumer("websocket.connect")
    @enforce_ordering
    def connect(message: Any) -> None:
        message.reply_channel.send({"accept": True})

    @box.consumer("websocket.receive")
    @enforce_ordering
    def receive(message: Any) -> None:
        echo(message)

    tab = box.connect("/", name="alice")
    with box.hold("websocket.receive", where="text:first") as stop:
        tab.send("first")
        stop.wait()
        tab.send("second")
        tab.expect_nothing()
        stop.step()
        assert [tab.receive(), tab.receive()] == ["first", "second"]


def test_a_message_that_comes_back_is_held_again(box: Sandbox) -> None:
    """ConsumeLater accepts a new message, which the hold stops like the first."""
    seen: list[str] = []

    @box.consumer("jobs")
    def later(message: Any) -> None:
        seen.append(message.content["n"])
        if len(seen) == 1:
            raise ConsumeLater

    with box.hold("jobs") as stop:
        Channel("jobs").send({"n": 1})
        stop.wait().step()
        stop.wait()
        assert stop[0].content["__retries__"] == 1
        assert seen == [1]
    box.settle()
    assert seen == [1, 1]


def test_a_delayed_message_goes_in_its_time(box: Sandbox) -> None:
    """By a real timer."""
    box.consumer("websocket.receive")(echo)
    tab = box.connect("/")
    with box.hold("websocket.receive") as stop:
        tab.send("late")
        stop.wait()[0].delay(0.01)
    assert tab.receive() == "late"


def test_held_messages_are_at_rest(chat: Sandbox) -> None:
    """Settling does not wait for a person."""
    alice = chat.connect("/", name="alice")
    with chat.hold("websocket.receive") as stop:
        alice.send("hi")
        stop.wait()
        chat.settle()
        assert chat.ledger.total.held == 1


def test_a_full_hold_refuses_like_a_full_channel(make: Make) -> None:
    """Held messages take up room."""
    box = make(capacity=2)
    with box.hold("jobs") as stop:
        for _ in range(2):
            Channel("jobs").send({})
        with pytest.raises(box.layers["default"].ChannelFull):
            Channel("jobs").send({})
        stop[0].drop()
        Channel("jobs").send({})
        assert len(stop) == 2


def test_why_names_the_hold(chat: Sandbox) -> None:
    """On the way in, and on the way out."""
    alice, bob = chat.connect("/", name="alice"), chat.connect("/", name="bob")
    inwards = chat.hold("websocket.receive")
    alice.send("hi")
    inwards.wait()
    assert "is held since" in chat.why(bob, "[user] hi")[0]
    assert 'box.holds["channel:websocket.receive"].end()' in chat.why(bob, "[user] hi")[0]
    outwards = chat.hold(bob)
    inwards.end()
    outwards.wait()
    assert "to bob's reply channel is held" in chat.why(bob, "[user] hi")[0]
    outwards.end()
    assert bob.receive() == "[user] hi"
    assert "It did arrive" in chat.why(bob, "[user] hi")[0]


def test_the_story_shows_what_was_done_by_hand(chat: Sandbox) -> None:
    """As what followed from the frame."""
    alice = chat.connect("/", name="alice")
    with chat.hold("websocket.receive") as stop:
        alice.send("bomb")
        stop.wait()[0].edit(text="flower").duplicate()
    chat.settle()
    told = str(chat.story("f1"))
    for line in ("message.held", 'by hand: {text: "flower"}', "by hand: the copy is m"):
        assert line in told
    assert told.count('"[user] flower"') >= 2


def test_the_end_of_a_sandbox_ends_its_holds(make: Make) -> None:
    """What was held still reaches its consumer."""
    box = make()
    seen: list[int] = []
    box.consumer("jobs")(lambda message: seen.append(message.content["n"]))
    stop = box.hold("jobs")
    for number in range(2):
        Channel("jobs").send({"n": number})
    stop[0].delay(1000)
    box.stop()
    assert sorted(seen) == [0, 1]
    assert box.ledger.total.held == 0
    with pytest.raises(SandboxStopped):
        box.hold("jobs")


def test_a_picture_that_opens_later_shows_holds(chat: Sandbox) -> None:
    """The shortest history tells of them, of what they keep, and of what is delayed."""
    alice = chat.connect("/", name="alice")
    stop = chat.hold("websocket.receive", where="text~.")
    alice.send("one")
    alice.send("two")
    stop.wait(n=2)[0].edit(text="edited").delay(100)
    facts = take(chat._stages.live).facts
    began = next(one for one in facts if one.kind == "hold.began")
    assert (began.id, began.target, began.condition) == (  # type: ignore[attr-defined]
        stop.id,
        stop.target,
        "text~.",
    )
    kinds = [one.kind for one in facts if one.kind.startswith(("hold.", "message."))]
    assert kinds == [
        "hold.began",
        "message.accepted",
        "message.held",
        "message.delayed",
        "message.accepted",
        "message.held",
    ]
    (accepted, _) = (one for one in facts if one.kind == "message.accepted")
    assert accepted.content["text"] == "edited"  # type: ignore[attr-defined]
    (delayed,) = (one for one in facts if one.kind == "message.delayed")
    assert 0 < delayed.changed["seconds"] <= 100  # type: ignore[attr-defined]
    stop.end()
    assert not [one for one in take(chat._stages.live).facts if one.kind == "hold.began"]
