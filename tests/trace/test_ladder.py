"""Why each rule took a message or let it pass (CLASSIC-SPEC §3.2)."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.trace import ladder
from sandbox.trace.ladder import NO_CONTENT, NOT_BY_TEXT, Rule, Step, explain, shadows

CONNECT = Rule(("websocket.connect",), consumer="chat.ws_add")
CHAT = Rule(("websocket.receive",), filters=(("path", "^/chat"),), consumer="chat.ws_message")
ANY = Rule(("websocket.receive",), consumer="chat.other")
INNER = Rule(
    ("websocket.receive",),
    stages=(("path", "^/api"), ("path", "^/v[0-9]+")),
    filters=(("path", "^/users$"), ("text", "^hi")),
    consumer="api.users",
)


def whys(*rules: Rule, content: Any, index: int | None = None) -> list[tuple[bool, str]]:
    steps = explain(rules, "websocket.receive", content, index)
    return [(step.matched, step.why) for step in steps]


def test_rules_are_described_as_routes_are() -> None:
    """A rule's text is the classic string form of a route (§3.4)."""
    assert CHAT.describe() == "websocket.receive (path=^/chat) -> chat.ws_message"
    assert Rule(("a", "b"), consumer="f").describe() == "a/b -> f"


def test_stops_at_the_first_match() -> None:
    """Rules are tried in order, and none after the one that matched."""
    steps = explain((CONNECT, CHAT, ANY), "websocket.receive", {"path": "/chat/1"})
    assert steps == (
        Step(CONNECT.describe(), False, "other channel"),
        Step(CHAT.describe(), True, "matched"),
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ({}, "no key 'path'"),
        ({"path": "/x"}, "path '/x' does not match '^/chat'"),
        ({"path": b"/x"}, "path '/x' does not match '^/chat'"),
        ({"path": None}, "path is None, not text"),
        ({"path": 7}, "path is 7, not text"),
        (None, NO_CONTENT),
    ],
)
def test_why_a_filter_does_not_match(content: Any, why: str) -> None:
    """A filter that does not match says what it found."""
    assert whys(CHAT, content=content) == [(False, why)]


def test_a_match_needs_the_start_only() -> None:
    """Patterns are anchored at the start, not at the end, as re.match is."""
    assert whys(
        Rule(("websocket.receive",), filters=(("path", "/ch"),)), content={"path": "/chat"}
    )[0][0]


def test_includes_cut_what_they_match() -> None:
    """Inner patterns see what the includes around them left, each in turn."""
    assert whys(INNER, content={"path": "/api/v12/users", "text": "hi you"}) == [(True, "matched")]
    assert whys(INNER, content={"path": b"/api/v12/users", "text": b"hi"}) == [(True, "matched")]
    for path, why in {
        "/users": "path '/users' does not match '^/api'",
        "/api/users": "path '/users' does not match '^/v[0-9]+'",
        "/api/v1/x": "path '/x' does not match '^/users$'",
    }.items():
        assert whys(INNER, content={"path": path, "text": "hi"}) == [(False, why)]


def test_without_content_the_known_rule_counts() -> None:
    """Where the content is gone, channels are still compared and the known rule is the match."""
    assert whys(CONNECT, CHAT, ANY, content=None, index=2) == [
        (False, "other channel"),
        (False, NO_CONTENT),
        (True, "matched"),
    ]


def test_what_happened_overrules_what_the_text_says() -> None:
    """A rule that would match but did not is marked as such, and the right one follows."""
    assert whys(ANY, CHAT, content={"path": "/x"}, index=1) == [
        (False, NOT_BY_TEXT),
        (True, "matched"),
    ]


def test_an_index_past_the_end_means_no_match() -> None:
    """Of a message that no rule took, no rule is shown as the match."""
    assert whys(CHAT, CONNECT, content={"path": "/x"}, index=2) == [
        (False, "path '/x' does not match '^/chat'"),
        (False, "other channel"),
    ]


def test_long_values_are_cut() -> None:
    """A reason is short even where the value is long, and such values are not kept."""
    rule = Rule(("websocket.receive",), filters=(("text", "^y"),))
    ((matched, why),) = whys(rule, content={"text": "x" * 100_000})
    assert not matched
    assert len(why) < 120


def test_a_broken_pattern_is_a_reason() -> None:
    """A pattern that cannot be compiled explains itself and raises nothing."""
    rule = Rule(("websocket.receive",), filters=(("text", "("),))
    ((matched, why),) = whys(rule, content={"text": "x"})
    assert not matched
    assert "not a regular expression" in why


def test_answers_are_kept_and_bounded() -> None:
    """The same question has the very same answer; the store of answers stays small."""
    rules = (CHAT, ANY)
    one = explain(rules, "websocket.receive", {"path": "/x", "order": 1})
    assert explain(rules, "websocket.receive", {"path": "/x", "order": 2}) is one
    for number in range(2500):
        explain(rules, "websocket.receive", {"path": f"/{number}"})
    assert len(ladder._tables[id(rules)].answers) <= 1000


def test_tables_are_bounded_and_never_mixed_up() -> None:
    """Many routings do not pile up, and a new one never gets an old one's answer."""
    for number in range(200):
        rule = Rule(("a",), consumer=f"f{number}")
        (step,) = explain((rule,), "a", {})
        assert step.rule == f"a -> f{number}"
    assert len(ladder._tables) <= 32


def test_no_rules_no_steps() -> None:
    """An empty routing has an empty ladder."""
    assert explain((), "a", {}) == ()


def test_rules_that_no_message_can_reach_are_known() -> None:
    """By who takes all their messages; conditions let some through, and so does another channel."""
    rules = [
        Rule(("a",), consumer="first"),
        Rule(("b",), filters=(("path", "^/x"),), consumer="some"),
        Rule(("a",), filters=(("path", "^/x"),), consumer="never"),
        Rule(("a", "b"), consumer="on b"),
        Rule(("b", "a"), consumer="neither"),
        Rule(("c",), stages=(("path", "^/x"),), consumer="inside"),
        Rule(("c",), consumer="rest"),
    ]
    assert {index: rule.consumer for index, rule in shadows(rules).items()} == {
        2: "first",
        4: "on b",
    }
