"""The vocabulary: TRACE.md's kinds as classes, and their way to JSON and back."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.trace import events
from sandbox.trace.events import (
    VOCABULARY,
    Event,
    MessageAccepted,
    RouteMatched,
    Unknown,
    from_dict,
    to_dict,
)
from sandbox.trace.ladder import Step

SPECIFIED = """
layer.opened layer.closed process.joined process.left server.started server.draining
server.stopped worker.started worker.busy worker.stopping worker.stopped connection.opened
connection.accepted connection.rejected connection.closed frame.received frame.sent frame.ignored
request.received response.started response.ended message.accepted message.refused message.taken
message.delivered message.lost message.held message.released message.edited message.duplicated
message.delayed group.joined group.left group.sent route.matched route.unmatched session.opened
session.saved user.identified consumer.started consumer.finished consumer.raised
consumer.deferred consumer.printed timer.set timer.fired code.changed code.refused
fault.began fault.ended marked log.trimmed
worker.stuck worker.freed reply.malformed subscriber.failed routing.changed
consumer.denied consumer.waited session.discarded binding.refused
message.moved hold.began hold.ended
"""


def test_every_kind_of_the_contract_has_a_class() -> None:
    """The vocabulary has the kinds of TRACE.md and a few of errors, refusals and routing."""
    assert sorted(VOCABULARY) == sorted(SPECIFIED.split())


@pytest.mark.parametrize("kind", VOCABULARY)
def test_classes_are_named_after_their_kind(kind: str) -> None:
    """message.accepted is MessageAccepted, a dataclass whose instances know their kind."""
    cls = VOCABULARY[kind]
    assert cls.__name__ == "".join(part.capitalize() for part in kind.split("."))
    assert is_dataclass(cls)
    assert cls().kind == kind
    assert cls.__doc__


def test_every_field_is_documented() -> None:
    """Each field that is declared has a comment in the line above it."""
    classes, _, _ = Path(events.__file__).read_text().partition("\ndef ")
    lines = classes.splitlines()
    declared = [n for n, line in enumerate(lines) if re.match(r"    \w+: .* = ", line)]
    own = [n for n in declared if not lines[n].startswith("    kind:")]
    assert len(own) > 90
    assert [lines[n] for n in own if not lines[n - 1].lstrip().startswith("#: ")] == []


def test_a_table_of_events_has_its_kind_in_a_column() -> None:
    """asdict, which DataFrame uses, gives the base fields in order and then the own ones."""
    row = asdict(MessageAccepted(seq=1, at=0.5, id="m1", where="cell", channel="a"))
    assert list(row)[:7] == ["seq", "at", "kind", "id", "cause", "where", "layer"]
    assert row["kind"] == "message.accepted"


texts = st.text(max_size=8)
plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts
contents = st.recursive(
    plain | st.binary(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def sample(cls: type[Event], value: Any) -> Event:
    """Return an event of *cls* with *value* wherever a field takes anything."""
    given: dict[str, Any] = {"seq": 7, "at": 1.5, "id": "m9", "cause": "f7", "where": "server:1"}
    for one in fields(cls):
        if one.type == "Any":
            given[one.name] = value
        elif one.type == "builtins.bytes | None":
            given[one.name] = b"\xff\x00"
        elif one.type == "tuple[str, ...]":
            given[one.name] = ("a", "b")
        elif one.type == "tuple[Step, ...]":
            given[one.name] = (Step("a -> b", False, "other channel"),)
        elif one.type == "Mapping[str, Any]":
            given[one.name] = {"pk": value}
    return cls(**given)


@given(kind=st.sampled_from(list(VOCABULARY)), value=contents)
def test_survives_json(kind: str, value: Any) -> None:
    """An event comes back from JSON as it was, whatever its contents."""
    event = sample(VOCABULARY[kind], value)
    text = json.dumps(to_dict(event), allow_nan=False)
    assert from_dict(json.loads(text)) == event


def test_an_unknown_kind_keeps_everything() -> None:
    """An event from a newer version is kept whole and written again as it was."""
    line = {"seq": 1, "at": 0.5, "kind": "rtc.opened", "id": "c1", "cause": None}
    line |= {"where": "server:1", "peer": {"$b64": "/w=="}, "n": [1, 2]}
    event = from_dict(line)
    assert isinstance(event, Unknown)
    assert event.kind == "rtc.opened"
    assert event.fields == {"peer": b"\xff", "n": [1, 2]}
    assert to_dict(event) == line


def test_missing_and_extra_fields_are_tolerated() -> None:
    """Fields that are missing have their defaults; fields that are not known are left out."""
    event = from_dict({"kind": "message.accepted", "channel": "a", "colour": "red"})
    assert event == MessageAccepted(channel="a")


@pytest.mark.parametrize("line", [{}, {"kind": 3}, {"kind": ""}])
def test_what_has_no_kind_is_no_event(line: dict[str, Any]) -> None:
    """A dict without a kind is refused with a sentence."""
    with pytest.raises(ValueError, match="An event has a 'kind'"):
        from_dict(line)


def test_a_damaged_ladder_is_read_as_far_as_possible() -> None:
    """Rungs that are no rungs are left out, and missing parts are empty."""
    line = {"kind": "route.matched", "ladder": [7, {"rule": "a -> b"}]}
    assert from_dict(line) == RouteMatched(ladder=(Step("a -> b", False, ""),))
