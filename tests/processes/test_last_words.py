"""What a killed process did and had no time to tell is read from the layer's streams."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.layers.redis import RedisLayer
from sandbox.processes import last_words as module
from sandbox.processes.last_words import Told, last_words
from sandbox.runtime.clock import monotonic
from sandbox.trace import ops
from sandbox.trace.log import Log
from tests.redis_server import RedisServer, require_redis


@pytest.fixture
def server() -> Iterator[RedisServer]:
    """A Redis."""
    require_redis()
    made = RedisServer()
    yield made
    made.end()


def test_what_was_told_is_not_told_again(server: RedisServer) -> None:
    """Of what the dead one has sent and taken, the rest is found, and nothing of others'."""
    dead = RedisLayer(hosts=[server.url], log=Log(monotonic))
    alive = RedisLayer(hosts=[server.url], log=Log(monotonic))
    try:
        alive.send("a", {"from": "another"})
        for number in range(5):
            dead.send("a", {"n": number})
        dead.group_add("g", "r!x")
        dead.send_group("g", {"text": "hi"})
        with dead.listen(["a"], where="worker:1") as listener:
            entry = listener.take(5)
            assert entry is not None
        assert dead.log is not None
        raws = dead.log.read(0).entries
        sent = [raw for raw in raws if raw[0] == ops.ACCEPTED]
        told = Told()
        told.note(sent[:3])
        found = last_words(alive, dead.token, told)
        assert [raw[7] for raw in found if raw[0] == ops.ACCEPTED] == [{"n": 3}, {"n": 4}]
        assert [raw[4] for raw in found if raw[0] == ops.TAKEN] == [entry[1]]
        assert [raw[6] for raw in found if raw[0] == ops.GROUP_SENT] == ["g"]
        told.note(found)
        assert last_words(alive, dead.token, told) == []
    finally:
        dead.close()
        alive.close()


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest are forgotten; other facts than a layer's are no news at all."""
    monkeypatch.setattr(module, "REMEMBERED", 2)
    told = Told()
    facts = [(ops.TAKEN, 1.0, "w", "default", number, "a", 0.0) for number in range(3)]
    told.note(facts)
    assert [told.is_news(one) for one in facts] == [True, False, False]
    assert not told.is_news((ops.NOTE, 1.0, "w", "marked", 1, 0, {}))
