"""Verbs and places of a sandbox that have no part of their own."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sandbox import Group, Sandbox
from sandbox.errors import SandboxStopped
from tests.box.conftest import Make


def test_the_story_of_whoever_visits(chat: Sandbox) -> None:
    """By the object or its name; by id, by event; of the last thing done."""
    alice, fans = chat.connect("/", name="alice"), chat.crowd(2, name="fans")
    alice.send("hi")
    chat.settle()
    assert str(chat.story(alice)) == str(chat.story("alice"))
    assert chat.story(fans[0]).about == "fans 1/2"
    (frame,) = chat.find("kind:frame.received")
    assert str(chat.story(frame)) == str(chat.story(frame.id)) == str(chat.story())
    later = chat.get("/x/", wait=False)
    later.result()
    assert "GET /x/" in str(chat.story(later))


def test_members_of_any_server_are_known(make: Make) -> None:
    """A client of the second server has no tab's name, and is no ghost."""
    box = make(servers=2)

    @box.consumer("websocket.connect")
    def ws_add(message: Any) -> None:
        Group("chat").add(message.reply_channel)

    from sandbox.clients import Hub, Tab

    hub = Hub()
    try:
        Tab(hub, f"ws://{box.servers[2].address}/")
        box.connect("/", name="alice")
        box.settle()
        members = {member.label: member.ghost for member in box.groups["chat"]}
        assert members == {None: False, "alice": False}
    finally:
        hub.close()


def test_names_outlive_what_the_log_lets_go_of(
    chat: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of those who are there, and of those who have gone."""
    alice, bob = chat.connect("/", name="alice"), chat.connect("/", name="bob")
    gone = bob.reply_channel.name
    bob.close()
    chat.settle()
    Group("chat").add(gone)
    alice.send("hi")
    chat.settle()
    late = [event for event in chat.log.events() if event.kind != "connection.opened"]
    monkeypatch.setattr(chat.log, "events", lambda newest=None: late)
    told = str(chat.story("alice"))
    assert "frame.received  " in told
    assert re.search(r'frame\.received +alice "hi"', told)
    assert re.search(r"message\.accepted +bob's reply channel", told)
    assert [loss.channel for loss in chat.lost] == ["bob's reply channel"]
    assert [event.kind for event in chat.find("frame tab:alice")] == [
        "frame.received",
        "frame.sent",
    ]
    assert 'alice "hi"' in repr(chat.find("frame.received"))


def test_code_changes_name_their_origin(box: Sandbox) -> None:
    """A script's here, where no cell runs."""
    box.consumer("a")(print)
    assert [(event.what, event.by) for event in box.find("code.changed")] == [
        ("builtins.print", "script")
    ]


def test_an_explanation_never_raises(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is part of another error's text."""
    bob = box.connect("/", name="bob")
    monkeypatch.setattr(box, "_why", lambda *args: 1 / 0)
    assert box._explain(bob, None).startswith("(why it did not come could not be told: ZeroDiv")


def test_the_log_stays_readable_after_the_end(chat: Sandbox) -> None:
    """Questions are answered; verbs are not."""
    bob = chat.connect("/", name="bob")
    bob.send("hi")
    chat.settle()
    chat.stop()
    assert chat.why(bob, "hi")[0].startswith("bob's connection ended at")
    assert chat.story(bob).events
    assert chat.find("frame")
    assert chat.ledger.balanced
    assert chat.lost == []
    with pytest.raises(SandboxStopped):
        chat.sync(print)
