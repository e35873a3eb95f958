"""What the box notes in the log: new code with its place, and each ladder that serves."""

from __future__ import annotations

from typing import Any

from sandbox import Sandbox, include, route
from sandbox.box.noting import CodeFields, place_of
from sandbox.live.swap import changing_by
from sandbox.trace.ladder import RoutedRule
from tests.box.conftest import add_chat


def of_kind(box: Sandbox, kind: str) -> list[Any]:
    """Return the events of one kind, oldest first."""
    return [event for event in box.log.events() if event.kind == kind]


def own_rules(event: Any) -> list[RoutedRule]:
    """Return the rules that a person wrote."""
    return [rule for rule in event.rules if not rule.builtin]


def test_the_ladder_at_the_start_is_noted(box: Sandbox) -> None:
    """A new sandbox says once which rules it has by itself."""
    (first,) = of_kind(box, "routing.changed")
    assert (first.by, first.layer) == ("start", "default")
    assert [rule.channel for rule in first.rules] == [
        "http.request",
        "websocket.connect",
        "websocket.receive",
        "websocket.disconnect",
    ]
    assert own_rules(first) == []


def test_each_new_rule_is_a_new_ladder(chat: Sandbox) -> None:
    """The newest event has all rules in the order of trying, with the names of runs."""
    changes = of_kind(chat, "routing.changed")
    assert len(changes) == 4
    assert [change.by for change in changes] == ["start", "script", "script", "script"]
    names = [rule.consumer.rpartition(".")[2] for rule in own_rules(changes[-1])]
    assert names == ["ws_add", "ws_message", "ws_disconnect"]
    chat.connect("/")
    started = of_kind(chat, "consumer.started")[0]
    assert started.consumer == own_rules(changes[-1])[0].consumer


def test_the_same_ladder_is_not_noted_again(box: Sandbox) -> None:
    """New code for the same rule changes no line on the picture."""
    for _ in range(2):
        add_chat(box)
    assert len(of_kind(box, "routing.changed")) == 4


def test_filters_of_includes_and_routes_are_told(box: Sandbox) -> None:
    """One row for each channel; the texts of one key stand together."""

    def ws_room(message: Any, room: str) -> None:
        """Do nothing."""

    inner = [route(["websocket.receive", "chat.in"], ws_room, path=r"^/(?P<room>\w+)")]
    box.routing = [include(inner, path="^/chat")]
    rows = own_rules(of_kind(box, "routing.changed")[-1])
    assert [row.channel for row in rows] == ["websocket.receive", "chat.in"]
    assert rows[0].filters == {"path": r"^/chat ^/(?P<room>\w+)"}
    assert rows[0].text == rows[1].text


def test_code_says_where_it_stands(box: Sandbox) -> None:
    """File, first line and whole text, of each version."""
    add_chat(box)
    first = of_kind(box, "code.changed")[0]
    assert first.file is not None
    assert first.file.endswith("conftest.py")
    assert first.source.startswith('@box.consumer("websocket.connect")\ndef ws_add(')
    with open(first.file) as file:
        assert '@box.consumer("websocket.connect")' in file.read().splitlines()[first.line - 1]


def test_what_has_no_source_has_no_place() -> None:
    """A builtin stands nowhere."""
    assert place_of(print) == (None, None)


def test_who_wrote_what_serves_is_known_without_its_event(chat: Sandbox) -> None:
    """A picture that skips some facts still says by whom; an older text, put back, is undo's."""
    fields = CodeFields(chat._serving.codes, chat._authors)

    def by() -> dict[str, Any]:
        return {one["what"].rpartition(".")[2]: one["by"] for one in fields()}

    assert by()["ws_message"] == "script"

    def ws_message(message: Any) -> None: ...

    with changing_by("editor"):
        chat.consumer("websocket.receive")(ws_message)
    assert by() == {"ws_add": "script", "ws_message": "editor", "ws_disconnect": "script"}
    chat.undo()
    assert by()["ws_message"] == "undo"
