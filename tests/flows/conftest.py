"""Sandboxes for flows: four workers, ended afterwards, with books that balance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox import Sandbox

WORKERS = 4

Make = Callable[..., Sandbox]


@pytest.fixture
def make() -> Iterator[Make]:
    """Make sandboxes with four workers and a routing; their books balance at the end."""
    made: list[Sandbox] = []

    def _make(*routing: Any, **options: Any) -> Sandbox:
        made.append(Sandbox(**{"routing": list(routing), "workers": WORKERS, **options}))
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
