"""What a person may do in the picture, done to a real sandbox."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from sandbox import Channel, Sandbox
from sandbox.box.deeds import content_of
from sandbox.errors import SandboxStopped, TabClosed
from sandbox.views.commands import Command


def do(box: Sandbox, verb: str, **arguments: Any) -> Any:
    """Do a command as the picture would."""
    return box._stages._handlers[verb](Command(1, "s", verb, arguments))


def test_a_tab_is_opened_typed_into_closed_and_reopened(chat: Sandbox) -> None:
    """It is a tab like one of a cell."""
    assert do(chat, "tab.open", path="lobby/", name="alice") == "alice"
    alice = chat.tabs["alice"]
    assert alice.path == "/lobby/"
    do(chat, "tab.send", tab="alice", text="hi")
    assert alice.receive() == "[user] hi"
    do(chat, "tab.close", tab="alice")
    assert alice.closed is not None
    with pytest.raises(TabClosed):
        do(chat, "tab.send", tab="alice", text="hi")
    do(chat, "tab.reopen", tab="alice")
    assert alice.closed is None


def test_a_tab_without_a_name_gets_one(chat: Sandbox) -> None:
    """As in a cell."""
    assert do(chat, "tab.open", path="/", name=None) == "tab 1"
    assert do(chat, "tab.open", path="/", name="  ") == "tab 2"


def test_an_unknown_tab_is_named(chat: Sandbox) -> None:
    """With those that there are."""
    chat.connect("/", name="bob")
    with pytest.raises(LookupError, match="There is no tab 'carol'; there are: 'bob'"):
        do(chat, "tab.close", tab="carol")


def test_nothing_is_opened_after_the_end(chat: Sandbox) -> None:
    """The sentence says what to do."""
    chat.stop()
    with pytest.raises(SandboxStopped, match="run the cell that makes it again"):
        do(chat, "tab.open", path="/", name=None)


def test_a_busy_worker_is_replaced(chat: Sandbox) -> None:
    """By its number; what it had in hand has a fate, and one that there is not is named."""
    began = threading.Event()

    @chat.consumer("loop")
    def loop(message: Any) -> None:
        began.set()
        while True:
            pass

    Channel("loop").send({})
    assert began.wait(10)
    do(chat, "worker.kill", worker=1)
    thread = chat.workers[1].thread
    do(chat, "worker.restart", worker=1)
    assert chat.workers[1].thread is not thread
    chat.settle()
    assert chat.ledger.total.lost == {"worker_killed": 1}
    with pytest.raises(KeyError, match="There is no worker 7"):
        do(chat, "worker.kill", worker=7)


def test_source_and_story(chat: Sandbox) -> None:
    """What the picture's links lead to."""
    name = next(one for one in chat.consumers if one.endswith("ws_message"))
    found = do(chat, "source", consumer=name)
    assert found["version"] == "v1"
    assert found["diff"] == ""
    assert "def ws_message" in found["source"]
    assert found["file"].endswith("conftest.py")
    alice = chat.connect("/", name="alice")
    alice.send("hi")
    chat.settle()
    told = do(chat, "story", about="alice")
    assert told.startswith("The story of alice")
    assert max(map(len, told.splitlines())) <= 110
    with pytest.raises(KeyError, match="No consumer 'nix'"):
        do(chat, "source", consumer="nix")


def test_a_content_is_fetched_whole(box: Sandbox) -> None:
    """However long, but without secrets."""
    Channel("a").send({"text": "x" * 50_000, "token": "hunter2"})
    number = box.find("kind:message.accepted")[-1].id
    found = do(box, "content", of=number)
    assert found == {"text": "x" * 50_000, "token": "[redacted]"}


def test_contents_of_frames_and_group_sends(chat: Sandbox) -> None:
    """By their ids."""
    alice = chat.connect("/", name="alice")
    alice.send(b"\x00\x01")
    alice.send("hello")
    chat.settle()
    frames = chat.find("kind:frame.received")
    assert [content_of(chat.log, event.id) for event in frames] == [{"$b64": "AAE="}, "hello"]
    sent = chat.find("kind:group.sent")[-1]
    assert content_of(chat.log, sent.id) == {"text": "[user] hello"}


def test_a_content_that_is_gone(box: Sandbox) -> None:
    """The log lets go of old events."""
    with pytest.raises(LookupError, match="no content called 'm999'"):
        do(box, "content", of="m999")
