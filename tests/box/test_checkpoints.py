"""Back to a moment: code, tabs, queues, groups, sessions and data."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
from typing import Any

import pytest

from sandbox import Channel, Group, Sandbox
from sandbox.box.checkpoints import PATIENCE
from tests.box.conftest import Make

NOTE = "The database is your project's own, so its data stays as it is."


def queued(box: Sandbox, channel: str) -> list[Any]:
    """What waits on a channel."""
    return list(box.channels[channel].messages)


def members(box: Sandbox, group: str) -> list[str | None]:
    """Who is in a group, by name."""
    return [one.label for one in box.groups[group]] if group in box.groups else []


def test_code_goes_back(chat: Sandbox) -> None:
    """Later registrations and a later routing go."""
    chat.checkpoint()
    before = chat.consumers["ws_message"].source

    @chat.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        """Another."""

    @chat.consumer("jobs")
    def job(message: Any) -> None:
        """A new one."""

    assert repr(chat.reset()).startswith("back at 'start', in 0.")
    assert len(chat.consumers) == 3
    sources = [one.source for one in chat.consumers.values()]
    assert before in sources
    assert chat.find("kind:code.changed")[-1].by == "undo"  # type: ignore[attr-defined]


def test_tabs_go_back(chat: Sandbox) -> None:
    """Who is open stays open, who has gone comes again, who came since goes."""
    alice, bob = chat.connect("/", name="alice"), chat.connect("/x", name="bob")
    chat.checkpoint()
    channel = alice.reply_channel.name
    chat.connect("/", name="carol")
    fans = chat.crowd(3)
    bob.close()
    alice.send("unread by all")
    chat.settle()
    reset = chat.reset()
    assert (reset.name, reset.notes) == ("start", (NOTE,))
    assert reset.seconds < 1.0
    assert list(chat.tabs) == ["alice", "bob"]
    assert (alice.closed, bob.closed, alice.reply_channel.name) == (None, None, channel)
    assert fans.open == 0
    alice.send("hi")
    assert (alice.receive(), bob.receive()) == ("[user] hi", "[user] hi")


def test_a_tab_that_was_closed_then_is_closed_again(chat: Sandbox) -> None:
    """It was so."""
    alice = chat.connect("/", name="alice")
    alice.close()
    chat.checkpoint()
    alice.reopen()
    chat.reset()
    assert alice.closed is not None


def test_groups_go_back(chat: Sandbox) -> None:
    """By people, also where their reply channels are others now; strangers go."""
    chat.connect("/", name="alice"), chat.connect("/", name="bob")
    Group("late").add(chat.tabs["alice"].reply_channel)
    Group("late").add("some-channel")
    chat.settle()
    chat.checkpoint()
    chat.tabs["alice"].reopen()
    Group("new").add("x")
    Group("late").discard("some-channel")
    chat.settle()
    chat.reset()
    assert sorted(map(str, members(chat, "chat"))) == ["alice", "bob"]
    assert members(chat, "late") == ["alice", None]
    assert "new" not in chat.groups
    assert chat.tabs["alice"].reply_channel in chat.groups["late"]


def test_queues_go_back(box: Sandbox) -> None:
    """What waited waits again, in order; what came since is lost as flushed."""
    alice = box.connect("/", name="alice")
    for number in (1, 2):
        Channel("jobs").send({"n": number, "reply_channel": alice.reply_channel.name})
    box.checkpoint()
    alice.reopen()
    Channel("jobs").send({"n": 3})
    box.reset()
    assert [one["n"] for one in queued(box, "jobs")] == [1, 2]
    assert {one["reply_channel"] for one in queued(box, "jobs")} == {alice.reply_channel.name}
    assert box.ledger.total.lost["flushed"] == 3
    box.reset()
    assert [one["n"] for one in queued(box, "jobs")] == [1, 2]


def test_what_does_not_end_is_killed(box: Sandbox) -> None:
    """A consumer without an end does not keep anybody from going back."""
    box.checkpoint()
    started, over = threading.Event(), threading.Event()

    @box.consumer("x")
    def stuck(message: Any) -> None:
        started.set()
        while not over.wait(0.01):
            pass

    Channel("x").send({})
    assert started.wait(5)
    try:
        reset = box.reset()
    finally:
        over.set()
    assert PATIENCE <= reset.seconds < 1.0
    assert box.ledger.total.lost["worker_killed"] == 1
    assert list(box.consumers) == []


def test_it_goes_back_from_holds_and_faults_at_once(chat: Sandbox) -> None:
    """A tab that was cut off while its messages are held opens again, and nothing stops it."""
    alice = chat.connect("/", name="alice")
    chat.checkpoint()
    hold = chat.hold(alice)
    alice.send("held")
    hold.wait()
    chat.faults.cut(alice)
    chat.faults.fill("websocket.receive")
    reset = chat.reset()
    assert "could not be opened" not in repr(reset)
    assert reset.seconds < 2
    assert (hold.active, list(chat.faults)) == (False, [])
    assert alice.closed is None
    assert {one.reason for one in chat.lost} == {"flushed"}
    alice.send("hi")
    assert alice.expect("[user] hi") == "[user] hi"


def test_checkpoints_have_names(box: Sandbox) -> None:
    """One that there is not is told with those that there are; the same name again replaces."""
    with pytest.raises(KeyError, match=r"no checkpoint .*x.*; there are: none yet"):
        box.reset("x")
    box.checkpoint("start")
    box.connect("/", name="alice")
    box.checkpoint("chapter 2")
    with pytest.raises(KeyError, match=r"strat.*did you mean .*start"):
        box.reset("strat")
    with pytest.raises(TypeError, match="name is text"):
        box.checkpoint(3)  # type: ignore[arg-type]
    box.reset("start")
    assert list(box.tabs) == []
    box.reset("chapter 2")
    assert list(box.tabs) == ["alice"]
    labels = [one.label for one in box.find("kind:marked")]  # type: ignore[attr-defined]
    assert labels == [
        "checkpoint start",
        "checkpoint chapter 2",
        "reset to start",
        "reset to chapter 2",
    ]


def test_a_layer_of_other_processes_stays_as_it_is(
    box: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it holds may be others' too, so it is neither flushed nor put back; that is told."""
    monkeypatch.setattr(box._checkpoints, "_layers", lambda: {"far": object()})
    Channel("jobs").send({"n": 1})
    box.checkpoint()
    Channel("jobs").send({"n": 2})
    told = repr(box.reset())
    assert "Queues and groups of the layer 'far' stay as they are: they lie in a Redis" in told
    assert "former channels are ghosts" in told
    assert [one["n"] for one in queued(box, "jobs")] == [1, 2]


DATA = """
    from sandbox import Sandbox

    box = Sandbox()

    from django.contrib.auth.models import User
    from django.contrib.sessions.models import Session

    @box.consumer("jobs")
    def job(message):
        User.objects.create(username=message["name"])

    box.login("alice", create=True)
    box.checkpoint()
    box.login("bob", create=True)
    from sandbox import Channel
    Channel("jobs").send({"name": "carol"})
    box.settle()
    names = lambda: sorted(box.sync(lambda: list(User.objects.values_list("username", flat=True))))
    assert names() == ["alice", "bob", "carol"], names()
    reset = box.reset()
    assert reset.notes == (), reset
    assert reset.seconds < 1, reset
    assert names() == ["alice"], names()
    assert box.sync(Session.objects.count) == 1
    Channel("jobs").send({"name": "dora"})
    box.settle()
    assert names() == ["alice", "dora"], names()
    box.reset()
    assert names() == ["alice"], names()
    box.stop()
    print("all is well")
"""


def test_data_and_sessions_go_back() -> None:
    """Those of the sandbox's own database; workers with open connections read what was."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(DATA)], capture_output=True, text=True, timeout=60
    )
    assert done.stdout == "all is well\n", done.stderr


def test_an_ended_sandbox_has_no_moments(make: Make) -> None:
    """Its copies are let go."""
    box = make()
    box.checkpoint()
    box.stop()
    assert box._checkpoints.names == []
