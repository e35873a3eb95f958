"""Events as lines and back: nothing is lost but what must not be written."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Iterable
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.errors import BadRecording
from sandbox.recording import lines as module
from sandbox.recording.lines import (
    HEAD_BYTES,
    LONGEST_LINE,
    LONGEST_TEXT,
    Lines,
    check_header,
    events_of,
    header,
    shown,
)
from sandbox.trace import events as e
from sandbox.trace.events import Event, Unknown, to_dict
from sandbox.trace.expand import Expander
from sandbox.trace.ladder import RoutedRule, Step
from tests.trace.histories import Model, histories


def as_dict(event: Event) -> dict[str, Any]:
    """Return an event in JSON's types, its time to the microsecond."""
    shape = to_dict(event)
    return {**shape, "at": round(shape["at"], 6)}


def back(events: Iterable[Event], longest: int | None = None) -> list[Event]:
    """Write events as lines and read them again."""
    writer = Lines(longest)
    return list(events_of([writer.head(0.0), *map(writer.line, events)]))


def rest_of(line: bytes) -> dict[str, Any]:
    """Return the fields of a line."""
    found: dict[str, Any] = json.loads(line)[2]
    return found


EXAMPLES: list[Event] = [
    e.LayerOpened(1, 0.1, layer="default", store="memory", capacity=100, expiry=60.5),
    e.ConnectionOpened(2, 0.2, "c1", path="/ü", query=b"a=1", headers=((b"host", b"x"),)),
    e.FrameReceived(3, 0.25, "f1", connection="c1", order=1, text="hé\u2028😀", size=9),
    e.FrameReceived(4, 0.25, "f2", connection="c1", bytes=b"\x00\xff", size=2),
    e.MessageAccepted(5, 0.3, "m1", "f1", "server:1", content={"a": [1, {"b": None}], 5: (1,)}),
    e.RouteMatched(6, 0.3, "m1", ladder=(Step("r", False, "other"), Step("s", True, "matched"))),
    e.RoutingChanged(7, 0.2, rules=(RoutedRule("a", "b", "a -> b", {"path": "^/"}, True),)),
    e.ConsumerRaised(8, 0.5, "r1", error="E: x", traceback='File "x"\n'),
    e.MessageTaken(9, 1e5, "m1", waited=1e-7),
    e.MessageDelivered(10, 1e5, "m1", duration=float("inf")),
    Unknown(11, 1e5, "z", kind="new.kind", fields={"n": 1, "data": b"x"}),
    e.LogTrimmed(12, 0.0, events=3, up_to=3),
]


@pytest.mark.parametrize("event", EXAMPLES, ids=lambda event: event.kind)
def test_an_event_comes_back(event: Event) -> None:
    """Every field of every sort."""
    (found,) = back([event])
    assert type(found) is type(event)
    assert as_dict(found) == as_dict(event)


@pytest.mark.parametrize("kind", e.VOCABULARY)
def test_every_kind_has_a_form(kind: str) -> None:
    """With all fields as they are by default; those that are null are not written."""
    cls = e.VOCABULARY[kind]
    (found,) = back([cls(seq=1, at=2.0)])
    assert as_dict(found) == as_dict(cls(seq=1, at=2.0))
    rest = rest_of(Lines().line(cls(seq=1)))
    assert None not in rest.values()
    assert set(rest) <= {one.name for one in fields(cls)} - {"at", "kind"}


@settings(max_examples=40)
@given(histories(), st.lists(st.integers(1, 6)))
def test_a_log_comes_back_in_any_batching(model: Model, sizes: list[int]) -> None:
    """Heads between the lines change nothing."""
    expander = Expander(100.0)
    events = [event for raw in model.raws for event in expander.expand(raw)]
    writer, written, left = Lines(None), [], list(events)
    while left:
        size = sizes.pop() if sizes else len(left)
        written.append(writer.head(left[0].at))
        written += map(writer.line, left[:size])
        del left[:size]
    assert list(map(as_dict, events_of(written))) == list(map(as_dict, events))


@given(st.lists(st.floats(0, 1e6), max_size=50))
def test_times_do_not_drift(times: list[float]) -> None:
    """Each is right to the microsecond, however many came before."""
    found = back([e.Marked(at=at) for at in times])
    assert [event.at for event in found] == [round(at * 1e6) / 1e6 for at in times]


def test_the_form_is_the_contracts() -> None:
    """Seconds since the line before, the kind, and the rest."""
    writer = Lines()
    assert writer.head(12.345678, facts=0, skipped=None) == b'{"at":12.345678,"facts":0}'
    line = writer.line(e.MessageTaken(7, 12.345, "m1", where="worker:1", message="m1"))
    assert line.startswith(b'[-0.000678,"message.taken",{"seq":7,"id":"m1",')
    assert (
        writer.line(e.Marked(at=12.345, label="x"))
        == b'[0.000000,"marked",{"where":"","label":"x"}]'
    )


def test_secrets_are_not_written() -> None:
    """In frames, contents, bodies and queries; what the tool says itself is left alone."""
    events: list[Event] = [
        e.FrameReceived(text='{"password": "hunter2"}'),
        e.FrameSent(bytes=b'{"token": "hunter2"}'),
        e.MessageAccepted(content={"text": '{"secret": "hunter2"}', "api_key": "hunter2"}),
        e.GroupSent(content={"text": "token=hunter2"}),
        e.MessageAccepted(content={"body": b"user=ann&password=hunter2"}),
        e.ConnectionOpened(query=b"token=hunter2"),
        e.ConsumerPrinted(text="{'password': 'hunter2'}"),
        e.RouteMatched(kwargs={"token": "hunter2"}),
        Unknown(kind="x", fields={"password": "hunter2"}),
    ]
    for event in events:
        (found,) = back([event])
        assert "hunter2" not in repr(found)
        assert "[redacted]" in repr(found)
    code = e.CodeChanged(source="password = 'mine'")
    assert rest_of(Lines().line(code))["source"] == "password = 'mine'"


def test_a_long_text_is_its_head() -> None:
    """With its size in bytes and its digest; for a recording it may be whole."""
    text = "ж" * LONGEST_TEXT
    line = Lines().line(e.FrameSent(text=text))
    mark = rest_of(line)["text"]
    assert mark["$size"] == 2 * LONGEST_TEXT
    assert mark["$digest"] == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
    assert mark["$head"] == "ж" * (HEAD_BYTES // 2)
    assert rest_of(Lines(None).line(e.FrameSent(text=text)))["text"] == text
    assert rest_of(Lines().line(e.FrameSent(text="x" * LONGEST_TEXT)))["text"] == "x" * LONGEST_TEXT


def test_long_bytes_are_their_head() -> None:
    """Also inside a content."""
    line = Lines().line(e.MessageAccepted(content={"body": b"\x01" * 50_000}))
    mark = rest_of(line)["content"]["body"]
    assert mark["$size"] == 50_000
    assert len(mark["$head"]["$b64"]) < 3000


def test_a_long_source_is_its_head_too() -> None:
    """A line has a bound, whatever is in it."""
    line = Lines().line(e.CodeChanged(source="x = 1\n" * 50_000))
    assert len(line) < 4000
    many = e.MessageAccepted(content={f"key{n}": "v" * 50 for n in range(20_000)})
    line = Lines().line(many)
    assert len(line) < LONGEST_LINE
    assert rest_of(line)["content"]["$size"] > 1_000_000


def test_half_a_pair_is_still_json() -> None:
    """A lone surrogate cannot be UTF-8; JSON's escapes carry it."""
    event = e.FrameReceived(text="\ud800 ü")
    line = Lines().line(event)
    assert line.isascii()
    assert rest_of(line)["text"] == "\ud800 ü"


def test_the_same_content_is_written_once() -> None:
    """Members of a group send share it; what differs is not mixed up."""
    content, other = {"text": "a"}, {"text": "b"}
    writer = Lines()
    events = [e.MessageAccepted(content=one) for one in (content, content, other, content)]
    found = [rest_of(writer.line(event))["content"]["text"] for event in events]
    assert found == ["a", "a", "b", "a"]


def test_shown_is_for_single_values() -> None:
    """What a person asks for by itself has no limit, and no secrets."""
    assert shown({"text": "x" * 50_000, "token": "y"}, None)["text"] == "x" * 50_000
    assert shown({"token": "y"}) == {"token": "[redacted]"}
    assert shown({"$head": 1}) == {"$dict": [["$head", 1]]}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "it is no JSON"),
        ('"text"', "neither an object nor an array"),
        ("[1, 2]", "neither an object nor an array"),
        ('["x", "marked", {}]', "its time is 'x'"),
        ('[true, "marked", {}]', "its time is True"),
        ('{"at": null}', "its time is None"),
        ('[0, "", {}]', "a 'kind' of text"),
    ],
)
def test_a_bad_line_is_named(line: str, why: str) -> None:
    """By its number, and why."""
    with pytest.raises(BadRecording, match=rf"^Line 2 of the recording .*{re.escape(why)}"):
        list(events_of(['{"at": 0}', line]))


def test_a_header_says_what_it_is() -> None:
    """And is a head like any other."""
    line = header(title="Талк", made=5.0)
    assert check_header(line)["title"] == "Талк"
    assert [event.at for event in events_of([line, '[1.5, "marked", {}]'])] == [1.5]


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "[0, 'x', {}]",
        '{"format": "asciicast", "version": 1}',
        '{"format": "channel-sandbox"}',
    ],
)
def test_another_files_header_is_refused(line: str) -> None:
    """Before anything of it is read."""
    with pytest.raises(BadRecording):
        check_header(line)


def test_a_later_version_is_refused() -> None:
    """With what to do."""
    line = json.dumps({"format": module.FORMAT, "version": 99, "at": 0})
    with pytest.raises(BadRecording, match="upgrade channel-sandbox"):
        check_header(line)


def test_hot_kinds_are_quick() -> None:
    """At most 12 µs each in the quickest of several rounds, on a machine that others use too."""
    content = {"reply_channel": "daphne.response.abc!def", "path": "/", "order": 1, "text": "hi"}
    events: list[Event] = [
        e.FrameReceived(1, 0.1, "f1", None, "server:1", "c1", 1, "hi", None, 2),
        e.MessageAccepted(2, 0.1, "m1", "f1", "server:1", "default", "m1", "x.y", content, 9, None),
        e.MessageTaken(3, 0.1, "m1", None, "worker:1", "default", "m1", "x.y", 0.0001),
        e.ConsumerStarted(4, 0.1, "r1", "m1", "worker:1", "r1", "m1", "ws", "v1", "worker:1"),
        e.ConsumerFinished(5, 0.1, "r1", "m1", "worker:1", "r1", "m1", "ws", 0.0002),
        e.MessageDelivered(6, 0.1, "m1", None, "worker:1", "default", "m1", "x.y", 0.0003),
        e.FrameSent(7, 0.1, "f2", "m2", "server:1", "c1", None, "[user] hi", None, 9),
    ] * 200
    writer, best = Lines(), float("inf")
    for _ in range(7):
        began = time.thread_time()
        for event in events:
            writer.line(event)
        best = min(best, time.thread_time() - began)
    assert best / len(events) < 12e-6
