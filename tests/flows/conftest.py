"""Sandboxes for flows: four workers, ended afterwards, with books that balance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox import Sandbox

WORKERS = 4

Make = Callable[..., Sandbox]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every flow on each runtime; on threads alone where its consumers block until another
    thread has done something."""
    if "runtime" in metafunc.fixturenames:
        blocks = metafunc.definition.get_closest_marker("blocks")
        metafunc.parametrize("runtime", ["threads"] if blocks else ["threads", "cooperative"])


@pytest.fixture
def make(runtime: str) -> Iterator[Make]:
    """Make sandboxes with four workers and a routing; their books balance at the end."""
    made: list[Sandbox] = []

    def _make(*routing: Any, **options: Any) -> Sandbox:
        usual = {"routing": list(routing), "workers": WORKERS, "runtime": runtime}
        made.append(Sandbox(**{**usual, **options}))
        return made[-1]

    yield _make
    for box in made:
        box.stop()
        assert box.ledger.balanced
        assert box.log.ledger() == box.ledger


def heard(box: Sandbox, channel: str) -> list[Any]:
    """Return the contents of all messages on *channel* so far."""
    events = box.log.events()
    return [
        one.content for one in events if one.kind == "message.accepted" and one.channel == channel
    ]
