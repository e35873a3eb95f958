"""The filter language: words, key:value, key~regex, -not, quotes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import sandbox.trace.filter
from sandbox.trace import events as e
from sandbox.trace.filter import CONTAINED, KEYS, closest, compile
from tests.trace.chat import chat, expand

SHARED = json.loads((Path(__file__).parents[1] / "data" / "filter_cases.json").read_text("utf-8"))
"""Facts, queries and what they find: the front end's filter has to agree with all of them."""

EVENTS = [
    *expand(chat(bob_is_gone=True)),
    e.ConsumerRaised(
        seq=30,
        at=9.0,
        id="r9",
        run="r9",
        message="m12",
        consumer="chat.ws_message",
        where="worker:1",
        error="ValueError: no such room",
    ),
    e.MessageRefused(seq=31, at=10.0, channel="http.request", reason="full", content={"a b": "c"}),
    e.MessageAccepted(
        seq=32, at=10.5, id="m13", channel="chat", content={"text": "two words", "n": 7}
    ),
    e.ConsumerPrinted(seq=33, at=10.6, id="r9", run="r9", text='say "hi"'),
    e.ConnectionAccepted(seq=34, at=10.7, id="c1", connection="c1"),
    e.Marked(seq=35, at=11.0, label="bob joins", where="tab:bob"),
    e.Unknown(seq=36, at=12.0, kind="rtc.opened", fields={"connection": "c1", "code": 5}),
]


def found(query: str, now: float | None = None) -> list[tuple[str, str | None]]:
    return [(one.kind, one.id) for one in filter(compile(query, now), EVENTS)]


def kinds(query: str, now: float | None = None) -> list[str]:
    return [kind for kind, _ in found(query, now)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("lost", ["message.lost"]),
        ("message.refused", ["message.refused"]),
        ("group", ["group.sent"]),
        ("raised", ["consumer.raised"]),
        ("kind:rtc.opened", ["rtc.opened"]),
        ("lost channel:bob", ["message.lost"]),
        ("lost channel:alice", []),
        ("message -accepted -taken -delivered -lost", ["message.refused"]),
        ("reason:full", ["message.refused"]),
        ("reason:ful", []),
        ("consumer:ws_message raised", ["consumer.raised"]),
        ("error:room", ["consumer.raised"]),
        ("error~^Value.*room$", ["consumer.raised"]),
        ("id:m13", ["message.accepted"]),
        ("content.n:7", ["message.accepted"]),
        ("content.n~^[0-9]$", ["message.accepted"]),
        ("accepted text:hi -channel:websocket", ["message.accepted", "message.accepted"]),
        ("text:'two words'", ["message.accepted"]),
        ('"text:two words"', ["message.accepted"]),
        ('text:"two w"', ["message.accepted"]),
        ("text:'\"hi\"'", ["consumer.printed"]),
        ("text:HI", []),
        ("where:tab", ["marked"]),
        (
            "tab:bob",
            ["connection.opened", "message.accepted", "message.taken", "message.lost", "marked"],
        ),
        (
            "connection:c1 -frame -message",
            ["connection.opened", "connection.accepted", "rtc.opened"],
        ),
        ("tab:alice frame", ["frame.received", "frame.sent"]),
        ("since:10.65", ["connection.accepted", "marked", "rtc.opened"]),
        ("since:10.65 until:11", ["connection.accepted", "marked"]),
        ("code:5", ["rtc.opened"]),
        ("ladder:matched", ["route.matched"]),
        ("cause:g3", ["message.accepted", "message.accepted"]),
        ("  lost\t", ["message.lost"]),
    ],
)
def test_queries(query: str, expected: list[str]) -> None:
    """Each query finds just what it says."""
    assert kinds(query) == expected


def test_an_empty_query_takes_everything() -> None:
    """Without terms nothing is left out."""
    assert len(kinds("")) == len(EVENTS)


def test_the_last_seconds() -> None:
    """A negative moment counts back from now."""
    assert kinds("since:-1.5", now=12.5) == ["marked", "rtc.opened"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("losst", r"did you mean 'lost'\?.*text:losst"),
        ("qqq", "neither a kind of event nor a part of one"),
        ("chanel:x", r"No event has a field 'chanel' \(did you.* Closest are channel, channels, "),
        ("channel:", "needs a value behind the colon"),
        ("text~(", "needs a regular expression"),
        ("since:soon", "needs a number of seconds"),
        ("since~5", "write since:5"),
        ("since:-5", "there is no now"),
        ('text:"open', "A quote is open"),
        ("text:don't", "quotes of the other kind"),
        ("-", "neither a kind"),
    ],
)
def test_mistakes_say_what_to_write(query: str, text: str) -> None:
    """A query that cannot be read says what was expected and what came."""
    with pytest.raises(ValueError, match=text):
        compile(query)


def test_contained_fields_exist() -> None:
    """The fields that need only contain a value are fields of the vocabulary."""
    assert CONTAINED <= KEYS


def test_each_predicate_learns_by_itself() -> None:
    """Names learnt from one log do not leak into the next predicate."""
    assert kinds("tab:alice")
    assert not list(filter(compile("tab:alice frame"), EVENTS[2:]))


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["query"])
def test_shared_cases(case: dict[str, Any]) -> None:
    """What the table in the browser finds, ``box.find`` finds too."""
    events = map(e.from_dict, SHARED["facts"])
    found = filter(compile(case["query"], SHARED["now"]), events)
    assert [one.seq for one in found] == case["seqs"]


@pytest.mark.parametrize("case", SHARED["mistakes"], ids=lambda case: case["query"])
def test_shared_mistakes(case: dict[str, Any]) -> None:
    """What the table in the browser says about a mistake is said here too."""
    with pytest.raises(ValueError, match=re.escape(case["says"][0])) as caught:
        compile(case["query"], SHARED["now"])
    assert [part for part in case["says"] if part not in str(caught.value)] == []


def test_the_shared_list_of_contained_fields_is_this_one() -> None:
    """Both filters look into the same fields."""
    assert SHARED["contained"] == sorted(CONTAINED)


def test_help_lists_every_field() -> None:
    """An error names the few fields that are closest; the module's help has them all."""
    doc = sandbox.trace.filter.__doc__ or ""
    fields = doc.partition("Fields:")[2].replace("\n", " ").split(",")
    assert sorted(field.strip() for field in fields) == sorted(KEYS)
    assert closest("chanel")[0] == "channel"
