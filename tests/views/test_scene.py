"""What stands on a still picture, read off the facts of real sandboxes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from sandbox import Channel, Group, Sandbox
from sandbox.views.prologue import take
from sandbox.views.scene import Scene, kind_of, scene_of
from tests.layers.makers import Row
from tests.views.boxes import add_chat, live_of, make_box

__all__ = ["make_box"]

Make = Callable[..., Sandbox]


def scene(box: Sandbox) -> Scene:
    """Return what stands there now."""
    return scene_of(take(live_of(box)))


@pytest.mark.parametrize(
    ("channel", "kind"),
    [
        ("websocket.connect", "connect"),
        ("websocket.receive", "receive"),
        ("websocket.disconnect", "disconnect"),
        ("http.request", "request"),
        ("daphne.response.abc!def", "reply"),
        ("chat.in", "custom"),
    ],
)
def test_kinds(channel: str, kind: str) -> None:
    """By the channel's name."""
    assert kind_of(channel) == kind


def test_the_chat(make_box: Make) -> None:
    """Clients with names, channels, consumers on them, group with its members."""
    box = make_box(workers=2)
    add_chat(box)
    for name in ("alice", "bob"):
        box.connect("/lobby/", name=name)
    box.settle()
    found = scene(box)
    assert list(found.servers) == ["server:1"]
    assert [(one.name, one.path, one.state) for one in found.clients.values()] == [
        ("alice", "/lobby/", "open"),
        ("bob", "/lobby/", "open"),
    ]
    assert sorted(one.name for one in found.workers.values()) == ["worker:1", "worker:2"]
    own = [one for one in found.consumers.values() if not one.builtin]
    assert [one.name.rpartition(".")[2] for one in own] == ["ws_add", "ws_message", "ws_disconnect"]
    assert [one.name for one in found.consumers.values() if one.builtin] == ["Django views"]
    assert found.groups["chat"].members == [("alice", False), ("bob", False)]
    assert found.channels["websocket.receive"].capacity == 100
    assert found.total == box.ledger.total
    assert found.balanced


def test_an_empty_sandbox(make_box: Make) -> None:
    """Its built-in routes are there."""
    found = scene(make_box())
    assert (found.clients, found.groups) == ({}, {})
    assert all(one.builtin for one in found.consumers.values())
    assert len(found.channels) == 4


def test_queues_and_runs(make_box: Make) -> None:
    """What waits, what is full, and who runs what."""
    box = make_box(capacity=3)
    began, go_on = threading.Event(), threading.Event()

    @box.consumer("work")
    def work(message: Any) -> None:
        began.set()
        go_on.wait(20)

    Channel("work").send({})
    assert began.wait(20)
    for _ in range(3):
        Channel("work").send({})
    Channel("other").send({})
    found = scene(box)
    go_on.set()
    assert (found.channels["work"].queued, found.channels["work"].full) == (3, True)
    assert (found.channels["other"].queued, found.channels["other"].full) == (1, False)
    (worker,) = found.workers.values()
    assert worker.message == "custom"
    assert worker.consumer is not None
    assert worker.consumer.endswith("work")
    assert found.total.in_hand == 1


def test_ghosts_and_foreign_members(make_box: Make) -> None:
    """A group counts who has gone; a member may be any channel."""
    box = make_box()
    add_chat(box, leaves=False)
    box.connect("/", name="bob").close()
    Group("chat").add("chat.in")
    box.settle()
    found = scene(box)
    assert [one.state for one in found.clients.values()] == ["ghost"]
    assert found.groups["chat"].members == [("bob", True), ("chat.in", False)]


def test_held_messages(make_box: Make) -> None:
    """Are no longer in the queue, and take up room."""
    box = make_box(capacity=1)

    box._layer.store.holds = (Row("held"),)
    Channel("held").send({})
    channel = scene(box).channels["held"]
    assert (channel.queued, channel.held, channel.full) == (0, 1, True)


def test_a_request_that_waits(make_box: Make) -> None:
    """With its method."""
    box = make_box()

    @box.consumer("http.request", path="^/poll")
    def poll(message: Any) -> None:
        Group("pollers").add(message.reply_channel)

    later = box.get("/poll/", wait=False)
    box.settle()
    (client,) = scene(box).clients.values()
    assert (client.request, client.path) == ("GET", "/poll/")
    Group("pollers").send({"status": 200, "content": b""})
    later.result(5)


def test_after_the_end(make_box: Make) -> None:
    """Sums and code remain."""
    box = make_box()
    add_chat(box)
    box.connect("/")
    box.stop()
    found = scene(box)
    assert (found.clients, found.workers, found.servers) == ({}, {}, {})
    assert found.total == box.ledger.total
