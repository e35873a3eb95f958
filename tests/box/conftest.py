"""Sandboxes for tests: ended afterwards, with books that balance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.consumers.channel import Group

Make = Callable[..., Sandbox]
"""Makes a sandbox; takes what ``Sandbox`` takes."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked with ``runtimes`` on both, unless it is marked with ``blocks``."""
    marked = metafunc.definition.get_closest_marker
    if marked("runtimes") and not marked("blocks") and "runtime" in metafunc.fixturenames:
        metafunc.parametrize("runtime", ["threads", "cooperative"], indirect=True)


@pytest.fixture
def runtime(request: pytest.FixtureRequest) -> str:
    """What sandboxes run on where a test does not say."""
    return str(getattr(request, "param", "threads"))


@pytest.fixture
def make(runtime: str) -> Iterator[Make]:
    """Make sandboxes that end with the test; their logs then tell what their layers count."""
    made: list[Sandbox] = []

    def _make(**options: Any) -> Sandbox:
        made.append(Sandbox(**{"runtime": runtime, **options}))
        return made[-1]

    yield _make
    for box in made:
        box.stop()
        assert box.ledger.balanced
        assert box.log.ledger() == box.ledger


@pytest.fixture
def box(make: Make) -> Sandbox:
    """A sandbox with nothing in it."""
    return make()


@pytest.fixture
def chat(box: Sandbox) -> Sandbox:
    """The talk's chat."""
    add_chat(box)
    return box


def add_chat(box: Sandbox) -> None:
    """Register the talk's three consumers."""

    @box.consumer("websocket.connect")
    def ws_add(message: Any) -> None:
        Group("chat").add(message.reply_channel)

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        Group("chat").send({"text": "[user] {}".format(message.content["text"])})

    @box.consumer("websocket.disconnect")
    def ws_disconnect(message: Any) -> None:
        Group("chat").discard(message.reply_channel)
