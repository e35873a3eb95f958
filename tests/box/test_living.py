"""The way back of a running sandbox: undo."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse

from sandbox import Channel, Sandbox, SandboxStopped, route
from tests.box.conftest import Make


def answers(text: str) -> Any:
    """Return a consumer that answers *text*."""

    def ws_message(message: Any) -> None:
        message.reply_channel.send({"text": text})

    ws_message.__qualname__ = "ws_message"
    return ws_message


def changes(box: Sandbox) -> list[tuple[str, str | None, str | None]]:
    """What the log says of new code."""
    return [(e.what, e.version, e.by) for e in box.find("kind:code.changed")]  # type: ignore[attr-defined]


def test_undo_brings_the_code_of_before_back(box: Sandbox) -> None:
    """On a socket that stays open; step by step, until nothing is left."""
    tab = box.connect("/")
    for text in ("one", "two"):
        box.consumer("websocket.receive")(answers(text))
    tab.send("?")
    assert tab.receive() == "two"
    assert repr(box.undo()).startswith("undone: ")
    tab.send("?")
    assert tab.receive() == "one"
    assert changes(box)[-1][1:] == ("v3", "undo")
    assert box.consumers["ws_message"].version == 3
    box.undo()
    assert list(box.consumers) == []
    tab.send("?")
    tab.expect_nothing()
    assert repr(box.undo()) == "nothing is left to undo"
    assert tab.closed is None


def test_an_undone_routing_serves_again(box: Sandbox) -> None:
    """An assignment is one step, however many rules it has."""
    box.routing = [route("a", answers("1")), route("b", answers("1"))]
    box.routing = []
    assert len(box.undo()) == 1  # both are called ws_message
    assert len(box.routing) == 2
    box.undo()
    assert len(box.routing) == 0


def test_a_removed_consumer_comes_back(box: Sandbox) -> None:
    """To take one away is a change like any other."""
    box.consumer("a")(answers("1"))
    box.consumers["ws_message"].remove()
    box.undo()
    assert box.consumers["ws_message"].version == 1


def test_views_go_back_too(box: Sandbox) -> None:
    """By the same steps."""

    @box.view("x/")
    def x(request: Any) -> HttpResponse:
        return HttpResponse("one")

    @box.view("x/")
    def y(request: Any) -> HttpResponse:
        return HttpResponse("two")

    assert box.get("/x/").text == "two"
    box.undo()
    assert box.get("/x/").text == "one"
    box.undo()
    assert box.get("/x/").status_code == 404


def test_what_runs_finishes_on_the_code_it_began_with(box: Sandbox) -> None:
    """A swap comes between two messages; the log tells each one's version."""
    seen = []

    def ws_message(message: Any) -> None:
        box.consumer("x")(answers("new"))
        seen.append("old")

    box.consumer("x")(ws_message)
    box.consumer("x")(ws_message)
    Channel("x").send({"reply_channel": "nobody"})
    Channel("x").send({"reply_channel": "nobody"})
    box.settle()
    assert seen == ["old"]
    runs = [e.version for e in box.find("kind:consumer.started")]  # type: ignore[attr-defined]
    assert runs == ["v1", "v2"]


def test_an_ended_sandbox_undoes_nothing(make: Make) -> None:
    """It says so."""
    box = make()
    box.stop()
    with pytest.raises(SandboxStopped):
        box.undo()
