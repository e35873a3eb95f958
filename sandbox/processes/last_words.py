"""What a process did that was killed before it could tell: read from the layer's own streams.

Role: each change on Redis stands in a stream, written by the script that made it; what a dead
process has not told of these over its pipe is told in its stead (TRACE.md, "On Redis"). It must not
know processes, pipes or logs.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from sandbox.trace import ops

__all__ = ["Told", "last_words"]

Raw = tuple[Any, ...]

REMEMBERED = 20_000
"""Facts of one process that are remembered; streams keep about half as many of all."""

_ID_AT = {
    ops.ACCEPTED: 5,
    ops.FRAME_ACCEPTED: 7,
    ops.GROUP_SENT: 5,
    ops.TAKEN: 4,
    ops.RECEIVED: 4,
    ops.DELIVERED: 4,
    ops.LOST: 5,
}
"""Where the id stands of what a fact of a layer is about."""


def _key(raw: Raw) -> tuple[int, int] | None:
    """Return what tells a fact of a layer from all others; ``None`` for other facts."""
    op = raw[0]
    if op in (ops.TAKEN_MANY, ops.FRAMES_SENT):
        return op, raw[4][0][0]
    place = _ID_AT.get(op)
    return None if place is None else (op, raw[place])


class Told:
    """Which facts of its layer one process has told."""

    def __init__(self) -> None:
        self._order: deque[tuple[int, int]] = deque()
        self._keys: set[tuple[int, int]] = set()

    def note(self, facts: list[Raw]) -> None:
        """Remember *facts*, and forget the oldest where there are too many."""
        for raw in facts:
            key = _key(raw)
            if key is not None and key not in self._keys:
                self._keys.add(key)
                self._order.append(key)
        while len(self._order) > REMEMBERED:
            self._keys.discard(self._order.popleft())

    def is_news(self, raw: Raw) -> bool:
        """Say whether a fact of the layer was not told."""
        key = _key(raw)
        return key is not None and key not in self._keys


def last_words(layer: Any, token: str, told: Told) -> list[Raw]:
    """Return the facts of the process called *token* that it has not told, in each stream's order.

    ``LayerDown`` where a server is away.
    """
    from sandbox.layers.redis_facts import FactReader

    found: list[Raw] = []
    for shard in layer.shards:
        reader = FactReader(layer, shard, since=0)
        try:
            while facts := reader.read():
                mine = (one.raw for one in facts if one.process == token)
                found += (raw for raw in mine if told.is_news(raw))
        finally:
            reader.close()
    return found
