"""What a group's members lose is told on a terminal, where no log tells it."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from sandbox.layers.memory import MemoryLayer
from sandbox.runtime.clock import monotonic
from sandbox.trace.log import Log


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What the layers' logger gets."""
    found: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: found.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("sandbox.layers")
    logger.addHandler(handler)
    yield found
    logger.removeHandler(handler)


def _room_of(members: int, layer: MemoryLayer) -> None:
    for number in range(members):
        layer.group_add("room", f"daphne.response.A!{number}")


def test_members_that_a_full_queue_keeps_a_message_from_are_told(lines: list[str]) -> None:
    """All sockets of one server share a queue, so a room with more members than its capacity
    loses, in 2016 without a word."""
    layer = MemoryLayer(capacity=10)
    _room_of(40, layer)
    layer.send_group("room", {"text": "hi"})
    assert lines == [
        "Group room: 30 of 40 members did not get a message, as daphne.response.A! is full at its "
        "capacity of 10 (30 lost there so far). Give the layer more in CHANNEL_LAYERS: "
        '"CONFIG": {"capacity": 1000}.'
    ]


def test_losses_without_end_are_told_as_often_as_they_double(lines: list[str]) -> None:
    """A thousand messages into a queue that nobody reads are ten lines."""
    layer = MemoryLayer(capacity=1)
    layer.group_add("room", "unread")
    for _ in range(1 + 1000):
        layer.send_group("room", {})
    sums = [int(line.partition("(")[2].partition(" ")[0]) for line in lines]
    assert sums == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]


def test_nothing_is_told_where_nothing_is_lost(lines: list[str]) -> None:
    """Neither of a message that reaches everybody, nor of a group without members."""
    layer = MemoryLayer(capacity=10)
    _room_of(10, layer)
    layer.send_group("room", {"text": "hi"})
    layer.send_group("empty", {"text": "hi"})
    assert lines == []


def test_where_a_log_is_it_tells(lines: list[str]) -> None:
    """A notebook's cells stay clean; the ledger has the loss."""
    layer = MemoryLayer(capacity=10, log=Log(monotonic))
    _room_of(40, layer)
    layer.send_group("room", {"text": "hi"})
    assert lines == []
    assert layer.ledger().total.lost == {"full": 30}
