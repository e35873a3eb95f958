"""Which messages: queries, functions, and what is told of them."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.live.conditions import Condition, Where, condition, told_of

OWNERS = {"s!alice": "alice", "s!bob": "bob"}


def asked(where: Where) -> Condition:
    return condition(where, layer="default", now=lambda: 3.0, owner=OWNERS.get)


def fits(
    where: Where, content: dict[str, Any], channel: str = "jobs", group: str | None = None
) -> bool:
    return asked(where)(channel, content, group)


@pytest.mark.parametrize(
    ("where", "content", "expected"),
    [
        ("text~bomb", {"text": "a bomb"}, True),
        ("text~bomb", {"text": "a flower"}, False),
        ("text~bomb", {"bytes": b"bomb"}, False),
        ("-text~bomb", {"text": "a flower"}, True),
        ("content.order:3", {"order": 3}, True),
        ("content.order:3", {"order": 30}, True),
        ("content.order~^3$", {"order": 30}, False),
        ("path:/chat", {"path": "/chat/room"}, True),
        ("content~close", {"close": True}, True),
        ("channel:jobs", {}, True),
        ("channel:mail", {}, False),
        ("message", {}, True),
        ("lost", {}, False),
        ("since:2", {}, True),
        ("since:4", {}, False),
        ("", {}, True),
        (None, {}, True),
        (lambda content: content.get("n") == 1, {"n": 1}, True),
        (lambda content: content.get("n") == 1, {"n": 2}, False),
    ],
)
def test_a_query_or_a_function_picks_messages(
    where: Where, content: dict[str, Any], expected: bool
) -> None:
    """The table's language, with the message's own keys as fields."""
    assert fits(where, content) is expected


def test_a_tab_is_who_sent_it_or_gets_it() -> None:
    """In a query too."""
    assert fits("tab:alice", {"reply_channel": "s!alice"}, "websocket.receive")
    assert fits("tab:alice", {"text": "hi"}, "s!alice")
    assert not fits("tab:alice", {"text": "hi"}, "s!bob")
    assert not fits("tab:alice", {"reply_channel": 7}, "websocket.receive")


def test_a_group_is_what_it_was_sent_to() -> None:
    """Not what its channel is a member of."""
    assert fits("group:chat", {}, "s!alice", "chat")
    assert not fits("group:chat", {}, "s!alice")


def test_a_function_gets_a_copy() -> None:
    """What it does to it stays without consequence."""
    content = {"list": [1]}
    assert fits(lambda given: given["list"].append(2) is None, content)
    assert content == {"list": [1]}


def test_what_is_no_condition_is_refused_at_once() -> None:
    """Before anything is stopped."""
    with pytest.raises(ValueError, match="regular expression"):
        asked("text~(")
    with pytest.raises(ValueError, match="No event has a field 'txt'"):
        asked("txt:bomb")
    with pytest.raises(TypeError, match="where is a filter such as 'text~bomb'"):
        asked(3)  # type: ignore[arg-type]


def test_a_function_is_told_by_its_name() -> None:
    """The log cannot keep it."""

    def is_bomb(content: dict[str, Any]) -> bool:
        return True

    assert told_of(is_bomb) == f"{is_bomb.__qualname__}(content)"
    assert told_of("text~bomb") == "text~bomb"
    assert told_of(None) is None
