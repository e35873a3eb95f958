"""Holds, held messages and faults from the picture, done to a real sandbox."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import sandbox
from sandbox import Channel, Sandbox, SandboxStopped
from sandbox.box.hands import FAULTS
from sandbox.views.commands import VERBS, answer

pytestmark = pytest.mark.runtimes


def do(box: Sandbox, verb: str, **arguments: Any) -> Any:
    """Send a command as the picture would, and return its value; an error raises."""
    text = json.dumps({"id": 1, "stage": "s", "do": verb, **arguments})
    found = json.loads(answer(text, box._stages._handlers))
    if not found["ok"]:
        raise RuntimeError(found["error"])
    return found["value"]


def jobs(box: Sandbox, count: int) -> None:
    for number in range(count):
        Channel("jobs").send({"n": number, "password": "secret"})


def left(box: Sandbox) -> list[Any]:
    return [message.get("n") for message in box.channels["jobs"].messages]


def test_messages_are_held_and_let_through_one_by_one(box: Sandbox) -> None:
    """The list tells what waits; steps, a release and the end let go."""
    hold = do(box, "hold.begin", target="jobs", where="  ")
    assert (hold["target"], hold["where"], hold["messages"]) == ("channel:jobs", None, [])
    jobs(box, 5)
    (told,) = do(box, "hold.list")
    assert [one["content"]["n"] for one in told["messages"]] == [0, 1, 2, 3, 4]
    assert do(box, "hold.step", hold=hold["hold"]) == told["messages"][0]["message"]
    assert left(box) == [0]
    do(box, "hold.release", hold=hold["hold"])
    assert left(box) == [0, 1, 2, 3, 4]
    do(box, "hold.end", hold=hold["hold"])
    assert do(box, "hold.list") == []
    with pytest.raises(RuntimeError, match="There is no hold 'x1'"):
        do(box, "hold.step", hold=hold["hold"])


def test_held_messages_are_decided_about(box: Sandbox) -> None:
    """Each by its id; the log says that it was done in the picture."""
    hold = do(box, "hold.begin", target="jobs", where="content.n~[0-9]")
    jobs(box, 4)
    (told,) = do(box, "hold.list")
    ids = [one["message"] for one in told["messages"]]
    do(box, "held.move", message=ids[3], place=0)
    do(box, "held.drop", message=ids[0])
    copy = do(box, "held.duplicate", message=ids[1])
    do(box, "held.edit", message=copy, changes={"n": "copy"})
    do(box, "held.delay", message=ids[2], seconds=1000)
    (told,) = do(box, "hold.list")
    assert [one["content"]["n"] for one in told["messages"]] == [3, 1, "copy"]
    assert [one["message"] for one in told["delayed"]] == [ids[2]]
    assert 0 < told["delayed"][0]["due"] <= 1000
    do(box, "held.release", message=ids[2])
    do(box, "hold.end", hold=hold["hold"])
    assert left(box) == [2, 3, 1, "copy"]
    by = {event.where for event in box.find("kind~message.(edited|moved|duplicated|delayed)")}
    assert by == {"stage"}
    with pytest.raises(RuntimeError, match=f"{ids[0]} is not held"):
        do(box, "held.release", message=ids[0])


def test_an_edit_keeps_what_it_does_not_name(box: Sandbox) -> None:
    """Also what the picture may not show; null takes a key away, bytes come as they are."""
    do(box, "hold.begin", target="jobs", where=None)
    jobs(box, 1)
    (message,) = do(box, "hold.list")[0]["messages"]
    assert message["content"]["password"] != "secret"
    changes = {"n": None, "bytes": {"$b64": "aGk="}}
    edited = do(box, "held.edit", message=message["message"], changes=changes)
    assert "n" not in edited["content"]
    (held,) = box.holds["jobs"]
    assert held.content == {"password": "secret", "bytes": b"hi"}


def test_a_fault_is_begun_and_undone(box: Sandbox) -> None:
    """By its name, with its options; the list tells what is in force."""
    box.consumer("jobs")(lambda message: None)
    slow = do(
        box,
        "fault.begin",
        fault="slow",
        target=f"consumer:{box._routed()[0]}",
        options={"seconds": 2},
    )
    assert (slow["fault"], slow["options"], slow["active"]) == ("slow", {"seconds": 2.0}, True)
    full = do(box, "fault.begin", fault="fill", target="channel:jobs", options=None)
    assert [one["id"] for one in do(box, "fault.list")] == [slow["id"], full["id"]]
    do(box, "fault.undo", fault=slow["id"])
    assert [one["id"] for one in do(box, "fault.list")] == [full["id"]]
    do(box, "fault.clear")
    assert do(box, "fault.list") == []
    killed = do(box, "fault.begin", fault="kill", target="worker:1", options=None)
    assert not killed["active"]
    assert {event.where for event in box.find("fault")} == {"stage"}


@pytest.mark.parametrize(
    ("arguments", "match"),
    [
        ({"fault": "slw", "target": None}, "did you mean 'slow'"),
        ({"fault": "kill", "target": None}, "needs a target"),
        ({"fault": "kill", "target": "worker:9"}, "There is no worker 'worker:9'"),
        ({"fault": "fill", "target": "jobs", "options": {"n": 1}}, "takes no options, not 'n'"),
        ({"fault": "lose", "target": "jobs", "options": {"n": "x"}}, "n is a whole number"),
        ({"fault": "clear", "target": None}, "There is no fault 'clear'"),
    ],
)
def test_what_cannot_be_begun_says_why(box: Sandbox, arguments: dict[str, Any], match: str) -> None:
    """One sentence, and nothing is in force."""
    with pytest.raises(RuntimeError, match=match):
        do(box, "fault.begin", **{"options": None, **arguments})
    assert do(box, "fault.list") == []


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_of_the_picture_is_one_of_the_box(box: Sandbox, name: str) -> None:
    """By the same name, with these options."""
    import inspect

    parameters = inspect.signature(getattr(box.faults, name)).parameters
    assert set(FAULTS[name]) <= set(parameters)
    assert len(parameters) == 1 + len(FAULTS[name])


def test_every_verb_of_holds_and_faults_is_done(box: Sandbox) -> None:
    """None of them is missing."""
    mine = {verb for verb in VERBS if verb.startswith(("hold.", "held.", "fault."))}
    assert mine <= set(box._stages._handlers)


def test_nothing_begins_after_the_end(box: Sandbox) -> None:
    """The sentence says what to do; to look is no harm."""
    box.stop()
    with pytest.raises(RuntimeError, match="run the cell that makes it again"):
        do(box, "hold.begin", target="jobs", where=None)
    with pytest.raises(RuntimeError, match="run the cell that makes it again"):
        do(box, "fault.begin", fault="refuse", target=None, options=None)
    assert do(box, "hold.list") == do(box, "fault.list") == []
    with pytest.raises(SandboxStopped):
        box.hold("jobs")


def test_slow_motion_is_begun_changed_and_ended(box: Sandbox) -> None:
    """One factor at a time, told with its number; 1 is the usual pace."""
    do(box, "clock.slow", factor=5)
    do(box, "clock.slow", factor=20)
    assert "20 times slower" in repr(box.clock)
    assert [fields["options"] for _, _, _, fields in box._in_force()] == [{"factor": 20}]
    do(box, "clock.slow", factor=1)
    assert box._in_force() == []
    told = [(one.kind, one.target, one.options["factor"]) for one in box.find("fault")]
    assert told == [
        ("fault.began", "clock", 5),
        ("fault.ended", "clock", 5),
        ("fault.began", "clock", 20),
        ("fault.ended", "clock", 20),
    ]
    with pytest.raises(RuntimeError, match=r"times as long, from 1 on, not 0\.5"):
        do(box, "clock.slow", factor=0.5)


def test_the_picture_offers_every_fault_with_its_options() -> None:
    """The fault box of the front end and the commands know the same ones."""
    views = Path(sandbox.__file__).parent / "views"
    text = (views / "frontend" / "stage" / "breaking.ts").read_text("utf-8")
    offer = r'offer\("(\w+)", (?:\[[^\]]*\]|MESSAGES)(?:, \[([A-Z, ]*)\])?'
    offered = {name: options.lower() for name, options in re.findall(offer, text)}
    wanted = {name: set(options) for name, options in FAULTS.items()}
    assert {name: set(re.findall(r"\w+", one)) for name, one in offered.items()} == wanted
