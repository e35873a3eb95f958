"""Holds as their users have them: what they list, and what is done to it."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from sandbox.errors import ChannelFull, NothingArrived
from sandbox.live.holds import Hold
from sandbox.trace.causes import acting_as
from sandbox.trace.ledger import fold
from tests.layers.makers import SAFETY_S
from tests.live.world import World


@pytest.fixture
def world() -> Any:
    made = World(capacity=6)
    yield made
    assert made.layer.ledger().balanced
    assert fold(made.log.events()) == made.log.ledger()


def stopped(world: World, count: int = 3, **options: Any) -> Hold:
    """A hold at jobs, with so many messages."""
    stop = world.holds.begin("jobs", **options)
    for number in range(count):
        world.layer.send("jobs", {"n": number})
    return stop


def numbers(stop: Hold) -> list[Any]:
    return [held["n"] for held in stop]


def arrived(world: World) -> list[Any]:
    """What can be read from jobs, in order."""
    found = []
    while (message := world.layer.receive(["jobs"])[1]) is not None:
        found.append(message.get("n"))
    return found


def test_a_hold_is_a_sequence_of_what_it_stopped(world: World) -> None:
    """With ids and contents; what does not match runs on."""
    stop = world.holds.begin("jobs", "content.n~[13]")
    for number in range(5):
        world.layer.send("jobs", {"n": number})
    assert (len(stop), numbers(stop)) == (2, [1, 3])
    assert stop[-1] == stop[1] != stop[0]
    assert [held.id for held in stop[:1]] == ["m2"]
    assert stop[0].content == {"n": 1}
    assert stop[0].channel == "jobs"
    assert stop[0] in stop
    assert (stop.id, stop.target, stop.where) == ("x1", "channel:jobs", "content.n~[13]")
    assert arrived(world) == [0, 2, 4]
    with pytest.raises(IndexError, match="2 held at channel:jobs, so there is no number 2"):
        stop[2]


def test_its_end_lets_all_through_in_order(world: World) -> None:
    """Also where the block ends in an error; a second end does nothing."""
    with pytest.raises(ZeroDivisionError), stopped(world) as stop:
        1 / 0  # noqa: B018
    assert not stop.active
    assert arrived(world) == [0, 1, 2]
    stop.end()
    assert world.kinds().count("hold.ended") == 1


def test_one_at_a_time(world: World) -> None:
    """A step lets the first go and says which it was; several are several."""
    stop = stopped(world, 4)
    assert stop.step()["n"] == 0
    assert stop.step(2)["n"] == 2
    assert arrived(world) == [0, 1, 2]
    stop.release()
    assert arrived(world) == [3]
    assert stop.active
    with pytest.raises(LookupError, match="0 held at channel:jobs, so there are no 1"):
        stop.step()


def test_an_edit_changes_keys_or_all_of_it(world: World) -> None:
    """And says so in the log, with who did it."""
    stop = stopped(world, 2)
    with acting_as("stage"):
        assert stop[0].edit(n=7, text="new").content == {"n": 7, "text": "new"}
    stop[1].edit(content={"m": 1})
    edited = [event for event in world.log.events() if event.kind == "message.edited"]
    assert [event.changed for event in edited] == [  # type: ignore[attr-defined]
        {"n": 7, "text": "new"},
        {"m": 1, "n": None},
    ]
    assert [event.where for event in edited] == ["stage", "cell"]
    stop.end()
    assert world.layer.receive(["jobs"])[1] == {"n": 7, "text": "new"}
    assert world.layer.receive(["jobs"])[1] == {"m": 1}


def test_an_edit_that_no_message_can_hold_changes_nothing(world: World) -> None:
    """One sentence says why."""
    stop = stopped(world, 1)
    with pytest.raises(TypeError, match="content is the whole message as a dict, not 'x'"):
        stop[0].edit(content="x")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="cannot be copied"):
        stop[0].edit(lock=threading.Lock())
    with pytest.raises(TypeError, match="__asgi_channel__"):
        stop[0].edit(__asgi_channel__="x")
    assert stop[0].content == {"n": 0}


def test_what_is_given_and_what_is_got_are_copies(world: World) -> None:
    """Nobody's object is in the layer."""
    stop = stopped(world, 1)
    given = [1]
    stop[0].edit(list=given)
    given.append(2)
    stop[0].content["list"].append(3)
    assert stop[0]["list"] == [1]


def test_dropped_messages_are_lost_by_you(world: World) -> None:
    """And counted so."""
    stop = stopped(world)
    stop[1].drop()
    assert numbers(stop) == [0, 2]
    assert world.layer.ledger()["jobs"].lost == {"dropped_by_you": 1}
    assert world.layer.ledger()["jobs"].held == 2


def test_a_copy_is_held_by_itself(world: World) -> None:
    """It can be edited alone, and needs room."""
    stop = stopped(world)
    copy = stop[0].duplicate()
    copy.edit(n="copy")
    assert numbers(stop) == [0, "copy", 1, 2]
    stop[0].duplicate()
    stop[0].duplicate()
    with pytest.raises(ChannelFull, match="a copy is one more message"):
        stop[0].duplicate()
    stop.end()
    assert arrived(world) == [0, 0, 0, "copy", 1, 2]


def test_the_order_is_the_persons(world: World) -> None:
    """One by one, or all at once."""
    stop = stopped(world)
    stop[2].move_to(0)
    assert numbers(stop) == [2, 0, 1]
    stop.reorder([1, 2, 0])
    assert numbers(stop) == [0, 1, 2]
    stop.reorder([2, 0, 1])
    with pytest.raises(IndexError, match="3 held at channel:jobs, so there is no place 3"):
        stop[0].move_to(3)
    with pytest.raises(ValueError, match=r"name each place from 0 once, not .0, 0, 1."):
        stop.reorder([0, 0, 1])
    stop.end()
    assert arrived(world) == [2, 0, 1]


def test_what_is_delayed_goes_by_itself(world: World) -> None:
    """Off the list, in its time, whether the hold is still there or not."""
    stop = stopped(world)
    stop[0].delay(5)
    stop[0].delay(2)
    first, second = stop.delayed
    assert (numbers(stop), first.due, second.due) == ([2], 5.0, 2.0)
    assert first.held
    stop.end()
    assert arrived(world) == [2]
    world.advance(2)
    assert arrived(world) == [1]
    assert (first.due, second.due) == (3.0, None)
    world.advance(3)
    assert arrived(world) == [0]
    assert stop.delayed == ()
    released = [event for event in world.log.events() if event.kind == "message.released"]
    assert [event.where for event in released] == ["cell", "layer", "layer"]


def test_a_second_delay_counts(world: World) -> None:
    """The first timer rings in vain."""
    stop = stopped(world, 1)
    held = stop[0]
    held.delay(2)
    held.delay(5)
    world.advance(2)
    assert held.held
    world.advance(3)
    assert arrived(world) == [0]


def test_what_has_gone_cannot_be_decided_about(world: World) -> None:
    """It says where to look, and still knows what it said."""
    stop = stopped(world, 1)
    held = stop[0]
    held.release()
    assert not held.held
    assert held.content == {"n": 0}
    for act in (held.release, held.drop, held.duplicate, held.edit, lambda: held.delay(1)):
        with pytest.raises(LookupError, match="m1 is not held any more"):
            act()
    assert "not held any more" in repr(held)


def test_wait_returns_when_enough_is_held(world: World) -> None:
    """Woken by the message that makes it enough."""
    stop = world.holds.begin("jobs")
    found: list[Any] = []
    waiter = threading.Thread(target=lambda: found.append(len(stop.wait(SAFETY_S, n=2))))
    waiter.start()
    for number in range(2):
        world.layer.send("jobs", {"n": number})
    waiter.join(SAFETY_S)
    assert found == [2]
    assert stop.wait(0) is stop


def test_wait_in_vain_says_what_is_missing(world: World) -> None:
    """How many are there, and whether the name is near another one."""
    stop = stopped(world, 1)
    with pytest.raises(NothingArrived, match="waited 0 s for 2 messages; 1 held"):
        stop.wait(0, n=2)
    with pytest.warns(UserWarning, match="did you mean 'jobs'"):
        typo = world.holds.begin("jbos")
    with pytest.raises(NothingArrived, match="did you mean 'jobs'"):
        typo.wait(0)
    stop.end()
    with pytest.raises(NothingArrived, match="but it has ended"):
        stop.wait()


def test_a_wait_ends_with_its_hold(world: World) -> None:
    """Nobody waits for what cannot come."""
    stop = world.holds.begin("jobs")
    errors: list[BaseException] = []

    def wait() -> None:
        try:
            stop.wait(SAFETY_S)
        except NothingArrived as error:
            errors.append(error)

    waiter = threading.Thread(target=wait)
    waiter.start()
    stop.end()
    waiter.join(SAFETY_S)
    assert len(errors) == 1


def test_the_same_target_again_ends_the_earlier_hold(world: World) -> None:
    """As a cell that is run again does; another target's stays."""
    first = stopped(world, 1)
    other = world.holds.begin("second/jobs")
    again = world.holds.begin("channel:jobs", "content.n:5")
    assert (first.active, again.active, other.active) == (False, True, True)
    assert arrived(world) == [0]
    assert list(world.holds) == ["channel:second/jobs", "channel:jobs"]


def test_a_wrong_condition_leaves_the_earlier_hold(world: World) -> None:
    """Nothing ends before all is known to be right."""
    first = stopped(world, 1)
    with pytest.raises(ValueError, match="regular expression"):
        world.holds.begin("jobs", "text~(")
    assert first.active


def test_holds_are_found_by_what_they_are_aimed_at(world: World) -> None:
    """And by their ids, for commands."""
    stop = stopped(world, 1)
    assert world.holds["jobs"] is world.holds["channel:jobs"] is world.holds.by_id("x1") is stop
    assert world.holds.message("m1") == stop[0]
    assert len(world.holds) == 1
    with pytest.raises(KeyError, match="There is no hold at 'jbos'"):
        world.holds["jbos"]
    stop.end()
    assert repr(world.holds) == "no holds"
    for look in (lambda: world.holds.by_id("x1"), lambda: world.holds.message("m1")):
        with pytest.raises(LookupError, match="any more"):
            look()


def test_a_delayed_message_is_found_after_its_hold(world: World) -> None:
    """Until it has gone."""
    stop = stopped(world, 1)
    stop[0].delay(5)
    world.holds.begin("jobs")
    world.holds.message("m1").release()
    assert arrived(world) == [0]


def test_the_end_of_the_sandbox_lets_everything_go(world: World) -> None:
    """Delayed messages too, also those of holds that are over."""
    first = stopped(world, 1)
    first[0].delay(50)
    stop = stopped(world, 2)
    stop[0].delay(50)
    world.holds.close()
    assert sorted(arrived(world)) == [0, 0, 1]
    assert len(world.holds) == 0
    world.holds.close()


def test_expiring_holds_let_time_run(world: World) -> None:
    """Only where asked."""
    kept, lets = stopped(world, 1), world.holds.begin("second/jobs", expires=True)
    world.second.send("jobs", {})
    world.clock.advance(60)
    world.layer.ledger()
    assert world.second.ledger()["second", "jobs"].lost == {"expired": 1}
    assert (len(kept), len(lets)) == (1, 0)


def test_it_shows_itself(world: World) -> None:
    """Text and an escaped table; what is many is counted."""
    world.layer.store.queue("jobs").capacity = 100
    stop = world.holds.begin("jobs", "content.n~.")
    world.layer.send("jobs", {"n": "<b>"})
    for number in range(30):
        world.layer.send("jobs", {"n": number})
    stop[5].delay(1)
    lines = repr(stop).splitlines()
    assert lines[0] == "<hold x1 at channel:jobs where content.n~.: 30 held, 1 delayed>"
    assert lines[1] == '  0  m1  {n: "<b>"}'
    assert lines[-1].split() == ["…", "10", "more"]
    assert "&lt;b&gt;" in stop._repr_html_()
    assert "<b>" not in stop._repr_html_()
    assert repr(stop[0]) == '<m1 on jobs {n: "<b>"}>'


def test_a_hold_whose_condition_fails_lets_pass_and_reports(world: World) -> None:
    """The sender is not troubled by somebody's function."""
    world.holds.begin("jobs", lambda content: content["text"] == "x")
    world.layer.send("jobs", {"n": 1})
    assert arrived(world) == [1]
    failed = [event for event in world.log.events() if event.kind == "subscriber.failed"]
    assert failed[0].error == "KeyError: 'text'"  # type: ignore[attr-defined]
