"""The recorded logs: they can be made again, and mean what they meant."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from sandbox.trace.events import Event, from_dict
from tests.views.record_logs import FOLDER, SCENARIOS, as_lines, ledger_rows, record, stories


def read(name: str) -> list[Event]:
    """Return the recorded events of a scenario."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return parse(lines)


def parse(lines: list[str]) -> list[Event]:
    """Return the events of a recording's lines."""
    at, events = json.loads(lines[0])["at"], []
    for line in lines[1:]:
        after, kind, fields = json.loads(line)
        at += after
        events.append(from_dict({"kind": kind, "at": at, **fields}))
    return events


def meaning(events: list[Event]) -> dict[str, Any]:
    """Return what does not depend on how threads took turns."""
    return {
        "ledger": ledger_rows(events),
        "kinds": Counter(event.kind for event in events),
        "consumers": Counter(getattr(event, "consumer", None) for event in events),
        "members": Counter(
            event.group for event in events if event.kind in ("group.joined", "group.left")
        ),
    }


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_recorded_log_can_be_made_again(name: str) -> None:
    """The same scenario, played anew, gives a log of the same meaning."""
    assert meaning(read(name)) == meaning(record(name))


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_ledger_beside_a_log_is_its_fold(name: str) -> None:
    """What the front end's fold is compared with is what Python's fold makes of the log."""
    rows = json.loads((FOLDER / f"{name}.ledger.json").read_text(encoding="utf-8"))
    assert rows == ledger_rows(read(name))


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_stories_beside_a_log_are_its_stories(name: str) -> None:
    """What the front end's stories are compared with is what Python tells of the log."""
    told = json.loads((FOLDER / f"{name}.stories.json").read_text(encoding="utf-8"))
    assert told == stories(read(name))


def test_nothing_else_is_recorded() -> None:
    """Each file in the folder belongs to a scenario."""
    assert {path.name.partition(".")[0] for path in FOLDER.iterdir()} == set(SCENARIOS)


def test_lines_tell_everything() -> None:
    """Events that were written as lines and read again are the same, but for null fields."""
    events = record("chat")
    again = parse(as_lines(events))
    assert [one.kind for one in again] == [one.kind for one in events]
    assert meaning(again) == meaning(events)
    assert all(abs(a.at - b.at) < 1e-3 for a, b in zip(again, events, strict=True))
