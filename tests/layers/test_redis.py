"""The Redis layer: the contract of every layer, on a real server, and what receiving adds."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox.layers.redis import RedisLayer
from sandbox.testing import contract
from sandbox.testing.contract import Check
from tests.layers.makers import RedisMaker, settled
from tests.redis_server import RedisServer, require_redis


@pytest.fixture(scope="module")
def second_server() -> Iterator[RedisServer]:
    """One more server, for a ring of two."""
    require_redis()
    server = RedisServer()
    yield server
    server.end()


@pytest.fixture(params=["bare", "logged", "encrypted", "no facts"])
def kind(request: pytest.FixtureRequest) -> dict[str, Any]:
    """In which ways a layer may be set up."""
    kinds: dict[str, dict[str, Any]] = {
        "bare": {"with_log": False},
        "logged": {"with_log": True},
        "encrypted": {"with_log": True, "symmetric_encryption_keys": ["secret"]},
        "no facts": {"with_log": False, "facts": 0},
    }
    return kinds[request.param]


@pytest.mark.parametrize("check", contract.CHECKS, ids=lambda check: check.__name__)
def test_contract(check: Check, kind: dict[str, Any], redis_server: RedisServer) -> None:
    """The Redis layer keeps the contract of every layer, and its ledger is the log's."""
    maker = RedisMaker([redis_server], **kind)
    try:
        check(maker)
        for layer in maker.made[-1:]:
            if layer.log is not None:
                settled(layer, layer.log)
    finally:
        maker.close()


COUNTED_BY_SERVER = {
    "full_after_exactly_the_capacity",
    "a_full_member_of_a_group_misses_the_message",
    "capacities_by_pattern_are_kept",
    "a_groups_members_keep_their_capacities",
    "expired_messages_make_room",
    "statistics_count",
}
"""A normal channel is on all servers of a ring, and each holds the capacity."""


@pytest.mark.parametrize(
    "check",
    [one for one in contract.CHECKS if one.__name__ not in COUNTED_BY_SERVER],
    ids=lambda check: check.__name__,
)
def test_contract_on_two_servers(
    check: Check, redis_server: RedisServer, second_server: RedisServer
) -> None:
    """A ring of two keeps it too: a look takes from each server until one has something."""
    maker = RedisMaker([redis_server, second_server], with_log=True)
    try:
        check(maker)
        for layer in maker.made[-1:]:
            if layer.log is not None:
                settled(layer, layer.log)
    finally:
        maker.close()


def test_each_server_of_a_ring_holds_the_capacity(
    redis_server: RedisServer, second_server: RedisServer
) -> None:
    """A normal channel is full where all are; a reply prefix is on one, and so holds it once."""
    make = RedisMaker([redis_server, second_server], with_log=True)
    layer = make(capacity=2)
    for _ in range(4):
        layer.send("a", {})
    with pytest.raises(layer.ChannelFull):
        layer.send("a", {})
    for _ in range(2):
        layer.send("server!x", {})
    with pytest.raises(layer.ChannelFull):
        layer.send("server!x", {})
    assert layer.ledger()["a"].refused == {"full": 1}
    assert len(contract.drain(layer, ["a"])) == 4
    make.close()


def test_a_real_clock_lets_messages_expire(redis_server: RedisServer) -> None:
    """Without a clock of the test's, the server's own counts."""
    layer = RedisLayer(expiry=0.05, hosts=[redis_server.url])
    layer.send("a", {})
    found = asyncio.run(layer.receive_async(["other"]))  # a second
    assert found == (None, None)
    assert layer.receive(["a"]) == (None, None)
    assert layer.ledger()["a"].lost == {"expired": 1}
    layer.close()


def test_several_processes_share_the_queues(make: RedisMaker) -> None:
    """What one process sends another receives; the sums of both are the same."""
    here, there = make(), make.beside()
    here.send("a", {"n": 1})
    assert there.receive(["a"]) == ("a", {"n": 1})
    there.group_add("chat", "b")
    here.send_group("chat", {"n": 2})
    assert there.receive(["b"]) == ("b", {"n": 2})
    assert here.ledger() == there.ledger()
    assert here.ledger().total.delivered == 2


def test_a_waiting_receiver_of_another_process_is_woken(
    make: RedisMaker, threads: Callable[..., Any]
) -> None:
    """Its server rings for it; nothing is lost on the way."""
    here, there = make(), make.beside()
    with there.listen(["a"], where="worker:2") as listener:
        future = threads(listener.take, 10)
        here.send("a", {"n": 1})
        entry = future.result(10)
    assert entry[2:4] == ("a", {"n": 1})
    there.settle(entry, where="worker:2")
    there.flush_outboxes()
    assert here.ledger()["a"].delivered == 1


def test_receive_async_waits_for_a_message(make: RedisMaker, threads: Callable[..., Any]) -> None:
    """On an event loop, woken by another process."""
    here, there = make(), make.beside()
    future = threads(lambda: asyncio.run(there.receive_async(["a"])))
    here.send("a", {"n": 1})
    assert future.result(10) == ("a", {"n": 1})
