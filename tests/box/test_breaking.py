"""Messages that are stopped in a running sandbox: from cells, on real sockets."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import Channel, Group, Sandbox, SandboxStopped, TabClosed
from sandbox.consumers.sessions import enforce_ordering
from sandbox.errors import ConsumeLater, NotSettled
from sandbox.views.prologue import take
from tests.box.conftest import Make
from tests.workers.scene import wait_for


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
    chat.settle()
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


# --- faults ---------------------------------------------------------------------------------------


def kinds(box: Sandbox) -> list[str]:
    """The kinds of all events."""
    return [event.kind for event in box.log.events()]


def told(box: Sandbox) -> list[tuple[str, str, str | None]]:
    """What the log says of faults."""
    return [(e.kind[6:], e.fault, e.target) for e in box.find("fault")]  # type: ignore[attr-defined]


def test_a_killed_worker_loses_its_message_and_is_replaced(box: Sandbox) -> None:
    """At once, and the log names the fault."""

    @box.consumer("jobs")
    def endless(message: Any) -> None:
        while True:
            pass

    Channel("jobs").send({})
    cursor = 0
    while box.workers[1].busy_since is None:
        box.log.wait(cursor, 1.0)
        cursor = box.log.end
    fault = box.faults.kill("worker:1")
    assert not fault.active
    assert box.lost[0].reason == "worker_killed"
    box.settle()
    assert box.workers[1].alive
    assert told(box) == [("began", "kill", "worker:1"), ("ended", "kill", "worker:1")]


def test_a_frozen_worker_takes_nothing_until_it_thaws(box: Sandbox) -> None:
    """Also where the routing changes meanwhile; another worker would take over."""
    seen: list[Any] = []
    box.consumer("jobs")(lambda message: seen.append(message.content["n"]))
    with box.faults.freeze(1) as fault:
        assert "frozen" in repr(box.workers[1])
        Channel("jobs").send({"n": 1})
        box.consumer("other")(lambda message: None)
        with pytest.raises(NotSettled, match="1 queued on jobs"):
            box.settle(0.05)
        assert box.channels["jobs"].listeners == []
        box.scale(workers=2)
        box.settle()
        assert seen == [1]
        assert fault.active
    Channel("jobs").send({"n": 2})
    box.settle()
    assert seen == [1, 2]
    assert "worker:1" in box.channels["jobs"].listeners


def test_a_frozen_worker_that_is_killed_is_frozen_no_longer(box: Sandbox) -> None:
    """Its successor works, and the fault is over."""
    box.consumer("jobs")(lambda message: None)
    fault = box.faults.freeze(1)
    box.faults.kill(1)
    assert not fault.active
    assert list(box.faults) == []
    Channel("jobs").send({})
    box.settle()


def test_a_slow_consumer_keeps_its_worker_busy(box: Sandbox) -> None:
    """The end of the fault ends its wait."""
    name = box.consumer("websocket.receive")(echo).__qualname__
    tab = box.connect("/")
    with box.faults.slow(echo, seconds=600):
        tab.send("hi")
        with pytest.raises(NotSettled, match="worker:1 has been busy"):
            box.settle(0.05)
    assert tab.receive() == "hi"
    assert name == "echo"


def test_a_slow_client_and_one_that_sleeps_get_everything_late(box: Sandbox) -> None:
    """And in order."""
    box.consumer("websocket.receive")(echo)
    tab = box.connect("/", name="alice")
    for fault in (lambda: box.faults.slow("alice", seconds=600), lambda: box.faults.sleep(tab)):
        with fault():
            for text in ("1", "2"):
                tab.send(text)
            with pytest.raises(NotSettled, match="in hand from"):
                box.settle(0.05)
            assert tab.inbox == ()
            assert f"at tab:{tab.name} is in force" in box.why(tab, "1")[0]
        assert [tab.receive(), tab.receive()] == ["1", "2"]


def test_a_fault_of_a_connection_ends_with_it(box: Sandbox) -> None:
    """The log says so."""
    tab = box.connect("/", name="alice")
    fault = box.faults.sleep(tab)
    tab.close()
    box.settle()
    assert not fault.active
    assert told(box)[-1] == ("ended", "sleep", "tab:alice")


def test_a_real_pages_connection_can_be_slow_too(box: Sandbox) -> None:
    """By its id on the picture."""
    tab = box.connect("/", name="alice")
    (number,) = box._clients()
    with box.faults.sleep(f"connection:{number}") as fault:
        Channel(tab.reply_channel.name).send({"text": "hi"})
        assert fault.target == f"connection:{number}"
        assert tab.inbox == ()
    assert tab.receive() == "hi"


def test_a_cut_network_and_its_return(chat: Sandbox) -> None:
    """1006, consumers hear of it, and the tab comes back under its name."""
    bob = chat.connect("/", name="bob")
    with chat.faults.cut(bob):
        with pytest.raises(TabClosed):
            bob.receive()
        assert bob.closed is not None
        assert bob.closed.code == 1006
        chat.settle()
        assert len(chat.groups) == 0
    assert bob.closed is None
    bob.send("hi")
    assert bob.receive() == "[user] hi"
    with chat.faults.cut(bob):
        bob.reopen()
        mine = bob.reply_channel.name
    assert bob.reply_channel.name == mine, "it had come back by itself"


def test_a_reply_is_lost_on_its_way(box: Sandbox) -> None:
    """The next one; the lesson goes on after it."""
    box.consumer("websocket.receive")(echo)
    tab = box.connect("/", name="alice")
    box.faults.lose(tab, where="text~2")
    for text in ("1", "2", "2"):
        tab.send(text)
    assert [tab.receive(), tab.receive()] == ["1", "2"]
    assert [one.reason for one in box.lost] == ["fault"]
    assert "lost (fault)" in box.why(tab, "2")[0] or "It did arrive" in box.why(tab, "2")[0]


def test_a_full_channel_closes_a_socket(box: Sandbox) -> None:
    """With 1013, as any overload does."""
    tab = box.connect("/", name="alice")
    with box.faults.fill("websocket.receive"):
        tab.send("hi")
        with pytest.raises(TabClosed):
            tab.receive()
        assert tab.closed is not None
        assert tab.closed.code == 1013


def test_all_replies_of_a_server_can_be_full(chat: Sandbox) -> None:
    """They share one capacity."""
    alice, bob = chat.connect("/", name="alice"), chat.connect("/", name="bob")
    with chat.faults.fill(chat.servers[1].prefix):
        Group("chat").send({"text": "hi"})
    chat.settle()
    assert {one.reason for one in chat.lost} == {"full"}
    for tab in (alice, bob):
        assert tab.inbox == ()


def test_new_connections_are_refused(box: Sandbox) -> None:
    """By one server or all of them; who is there stays."""
    tab = box.connect("/", name="alice")
    for server in (None, 1, "server:1", box.servers[1]):
        with box.faults.refuse(server):
            assert box.get("/").status_code == 503
            with pytest.raises(TabClosed, match="the fault box refuses new connections"):
                box.connect("/", name="bob")
    box.connect("/", name="bob")
    assert tab.closed is None


def test_faults_end_with_the_sandbox(make: Make) -> None:
    """Nobody waits for them, and nothing is repaired."""
    box = make()
    box.consumer("jobs")(lambda message: None)
    tab = box.connect("/", name="alice")
    box.faults.slow(next(iter(box.consumers.values())).function, seconds=600)
    box.faults.cut(tab)
    Channel("jobs").send({})
    box.stop()
    assert [one[0] for one in told(box)].count("ended") == 2
    assert len(box.faults) == 0
    assert not box.find("kind:connection.opened")[1:]


def test_a_picture_that_opens_later_shows_faults(box: Sandbox) -> None:
    """With what they are aimed at, and how."""
    box.consumer("jobs")(echo)
    fault = box.faults.slow(echo, seconds=2)
    (began,) = (one for one in take(box._stages.live).facts if one.kind == "fault.began")
    assert (began.id, began.fault, began.options) == (  # type: ignore[attr-defined]
        fault.id,
        "slow",
        {"seconds": 2.0},
    )
    fault.undo()
    assert not [one for one in take(box._stages.live).facts if one.kind == "fault.began"]


@pytest.mark.parametrize("act", ["restart", "kill"])
def test_a_server_goes_and_its_tabs_come_back(chat: Sandbox, act: str) -> None:
    """On the one that takes its place; twice, by the number of the place."""
    bob = chat.connect("/", name="bob")
    for times in (1, 2):
        before = bob.reply_channel.name
        fault = getattr(chat.faults, act)("server:1")
        assert not fault.active
        if act == "restart":
            wait_for(chat.log, lambda: kinds(chat).count("server.stopped") == times)  # noqa: B023
        chat.settle()
        assert bob.closed is None
        assert bob.reply_channel.name != before
    bob.send("hi")
    assert bob.receive() == "[user] hi"
    assert [one[1] for one in told(chat)] == [act] * 4


def test_a_reset_ends_holds_and_faults(chat: Sandbox) -> None:
    """What was held is flushed, and what is put back is not stopped."""
    chat.checkpoint()
    alice = chat.connect("/", name="alice")
    stop, fault = chat.hold("websocket.receive"), chat.faults.freeze(1)
    alice.send("hi")
    stop.wait()
    chat.reset()
    assert not stop.active
    assert not fault.active
    assert chat.ledger["websocket.receive"].lost == {"flushed": 1}
    assert (len(chat.holds), len(chat.faults)) == (0, 0)


def test_the_sandbox_says_what_is_stopped_and_broken(box: Sandbox) -> None:
    """Only where something is."""
    assert "holds" not in repr(box)
    with box.hold("jobs"), box.faults.fill("other"):
        Channel("jobs").send({})
        assert "holds      channel:jobs (1 held)" in repr(box)
        assert "faults     fill channel:other" in repr(box)
    assert "faults" not in repr(box)


def test_all_faults_are_undone_whatever_their_order(chat: Sandbox) -> None:
    """A tab whose line was cut comes back also where newcomers were refused before."""
    bob = chat.connect("/", name="bob")
    chat.faults.refuse()
    chat.faults.cut(bob)
    chat.settle()
    chat.faults.clear()
    chat.settle()
    assert (len(chat.faults), bob.closed) == (0, None)
