"""Facts of other processes: what is read from the streams is what happened there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.layers.redis import RedisLayer
from sandbox.layers.redis_facts import Fact, FactReader, shorten
from sandbox.trace import ops
from sandbox.trace.causes import acting_as
from sandbox.trace.ledger import fold
from sandbox.trace.log import Log
from tests.layers.makers import RedisMaker, settled
from tests.redis_server import RedisServer, require_redis


@pytest.fixture(params=[None, ["key"]], ids=["plain", "encrypted"])
def keys(request: pytest.FixtureRequest) -> Any:
    """Keys of all processes."""
    return request.param


class Viewer:
    """A process that sees nothing but the streams."""

    def __init__(self, layer: RedisLayer, since: int | None = 0) -> None:
        self.layer = layer
        self.log = Log(layer.clock)
        self.readers = [FactReader(layer, shard, since=since) for shard in layer.shards]

    def look(self) -> list[Fact]:
        found = [fact for reader in self.readers for fact in reader.read()]
        for fact in found:
            self.log.append(fact.raw)
        return found

    def close(self) -> None:
        for reader in self.readers:
            reader.close()


@pytest.fixture
def viewer(make: RedisMaker, keys: Any) -> Iterator[Viewer]:
    """One beside the first layer."""
    make.more["symmetric_encryption_keys"] = keys
    one = Viewer(make())
    yield one
    one.close()


def everything(layer: RedisLayer) -> None:
    """Let about everything happen that can."""
    for name in ("a", "server!x", "server!y", "b"):
        layer.group_add("chat", name)
    layer.send("a", {"text": "hi", "headers": [["cookie", "sessionid=secret"]]})
    layer.accept("a", {"order": 3, "text": "f"}, where="server:1", cause=2, connection=5, frame=2)
    layer.send_group("chat", {"text": "to all"})
    layer.receive(["a"])
    with layer.listen(["a", "server!"], where="worker:1") as listener:
        first, second, third = (listener.take(0) for _ in range(3))
        layer.settle(first, where="worker:1", duration=0.5)
        layer.lose(second, "no_route", where="worker:1")
        layer.settle_frames([(third, 5, 18, "x")], where="server:1")
    assert layer.send_many([("a", {"n": number}) for number in range(101)]) == [100]
    layer.group_discard("chat", "b")
    layer.orphan("server!", where="server:1")
    layer.send("server!z", {})
    layer.send_group("chat", {})
    layer.flush()
    layer.flush_outboxes()


def test_the_streams_tell_what_the_log_tells(make: RedisMaker, viewer: Viewer) -> None:
    """A process that only reads them comes to the same ledger, and to the same events by id."""
    there = make.beside()
    with acting_as("worker:7", 3):
        everything(there)
    viewer.look()
    assert there.log is not None
    settled(there, there.log)
    assert viewer.log.ledger() == there.ledger()
    assert fold(viewer.log.events()) == there.ledger()

    def told(log: Log) -> dict[str, set[Any]]:
        kinds: dict[str, set[Any]] = {}
        for event in log.events():
            fields = [getattr(event, name, None) for name in ("id", "message", "channel", "reason")]
            # Who emptied a queue is told to the log of who did, not to the others.
            cause = event.cause if event.kind != "message.lost" else None
            kinds.setdefault(event.kind, set()).add((*fields, cause))
        return kinds

    mine, theirs = told(there.log), told(viewer.log)
    for kind in ("message.accepted", "message.taken", "message.lost", "group.sent", "group.joined"):
        assert theirs[kind] == mine[kind], kind
    assert viewer.readers[0].missed == 0
    contents = [getattr(event, "content", None) for event in viewer.log.events()]
    assert {"text": "to all"} in contents
    assert "secret" not in str(contents)


def test_facts_name_the_process_that_made_them_true(make: RedisMaker, viewer: Viewer) -> None:
    """So that each can leave out its own, which it has told its log already."""
    there = make.beside()
    viewer.layer.send("a", {})
    there.receive(["a"])
    assert [(fact.number, fact.process) for fact in viewer.look()] == [
        (1, viewer.layer.token),
        (2, there.token),
    ]
    assert viewer.look() == []


def test_ids_of_processes_differ(make: RedisMaker) -> None:
    """Each counts from its own beginning, as the first server has numbered it."""
    here, there = make(), make.beside()
    here.send("a", {})
    there.send("a", {})
    assert (here.number, there.number) == (0, 1)
    assert here.log is not None
    assert there.log is not None
    assert here.log.events()[-1].message == "m1"  # type: ignore[attr-defined]
    assert there.log.events()[-1].message == "m1000000001"  # type: ignore[attr-defined]


def test_a_reader_may_begin_with_what_comes_next(make: RedisMaker, viewer: Viewer) -> None:
    """``since=None`` leaves out what was before its first look."""
    viewer.layer.send("a", {})
    late = Viewer(viewer.layer, since=None)
    assert late.look() == []
    viewer.layer.send("a", {})
    assert [fact.raw[0] for fact in late.look()] == [ops.ACCEPTED]
    late.close()


def test_it_waits_for_the_next_fact(make: RedisMaker, viewer: Viewer, threads: Any) -> None:
    """As long as it is told to, on a connection of its own."""
    reader = viewer.readers[0]
    assert reader.read(block=0.01) == []
    future = threads(reader.read, block=10.0)
    viewer.layer.send("a", {})
    assert [fact.number for fact in future.result(10)] == [1]


def test_what_was_let_go_is_counted(make: RedisMaker, viewer: Viewer) -> None:
    """The stream is bounded, and a reader that comes late knows how much it has not seen."""
    small = make.beside(facts=10, capacity=1000)
    for _ in range(500):
        small.send("a", {})
    found = viewer.look()
    assert viewer.readers[0].missed == 500 - len(found) > 0
    assert found[-1].number == 500


def test_a_store_that_was_emptied_is_read_from_its_beginning(
    make: RedisMaker, viewer: Viewer, redis_server: RedisServer
) -> None:
    """Its facts are counted anew."""
    viewer.layer.send("a", {})
    viewer.layer.send("a", {})
    viewer.look()
    redis_server.empty()
    make.beside().send("b", {})
    assert [fact.number for fact in viewer.look()] == [1]


def test_members_on_several_servers_are_one_group_send() -> None:
    """The first stream tells the send, the others what was accepted there."""
    require_redis()
    servers = [RedisServer(), RedisServer()]
    make = RedisMaker(servers, with_log=True)
    try:
        layer = make()
        for number in range(8):
            layer.group_add("chat", f"server{number}!x")
        viewer = Viewer(make.beside())
        layer.send_group("chat", {"text": "hi"})
        viewer.look()
        kinds = [event.kind for event in viewer.log.events()]
        assert (kinds.count("group.sent"), kinds.count("message.accepted")) == (1, 8)
        assert viewer.log.ledger() == layer.ledger()
        viewer.close()
    finally:
        make.close()
        for server in servers:
            server.end()


def test_only_what_travels_apart_is_left_out() -> None:
    """Time, layer and content of a fact are known otherwise."""
    full = (ops.ACCEPTED, 12345.0, "cell", 0, "needle", 17, "a", {"text": "needle"})
    assert b"needle" not in shorten(full)
    assert b"cell" in shorten(full)
