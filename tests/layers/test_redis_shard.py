"""One server: calls that come through whatever it does, and errors that say what to do."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from sandbox.errors import ChannelFull, LayerDown
from sandbox.layers.redis import RedisLayer
from sandbox.layers.redis_scripts import script
from sandbox.layers.redis_shard import Backoff
from sandbox.runtime.clock import ManualClock
from tests.layers.makers import RedisMaker
from tests.redis_server import RedisServer


def test_waits_between_tries_grow() -> None:
    """Up to a bound, with some chance in it, so that processes do not come all at once."""
    clock = ManualClock()
    backoff = Backoff(clock, Random(7), first=0.1, longest=5.0)
    assert (backoff.left, backoff.failures) == (0.0, 0)
    waits = [backoff.failed() for _ in range(12)]
    bounds = [min(0.1 * 2**number, 5.0) for number in range(12)]
    assert all(bound / 2 <= wait <= bound for wait, bound in zip(waits, bounds, strict=True))
    assert len(set(waits)) == 12
    assert backoff.left == pytest.approx(waits[-1])
    clock.advance(waits[-1])
    assert backoff.left == 0.0
    backoff.succeeded()
    assert backoff.failures == 0


def test_two_do_not_wait_alike() -> None:
    """Another seed, another wait."""
    first, second = (Backoff(ManualClock(), Random(seed)).failed() for seed in (1, 2))
    assert first != second


def test_scripts_that_were_flushed_are_loaded_again(make: RedisMaker, redis_server: Any) -> None:
    """Also in the middle of many calls, and nothing happens twice or out of order."""
    layer = make(capacity=1000)
    layer.send("server!x", {"n": 0})
    with redis_server.client() as client:
        client.script_flush()
    layer.send_many([("server!x", {"n": number}) for number in range(1, 50)])
    found = [layer.receive(["server!"])[1]["n"] for _ in range(50)]
    assert found == list(range(50))


def test_a_call_that_was_answered_into_nothing_happens_once(make: RedisMaker) -> None:
    """The connection broke before the answer came: asked again, the server knows."""
    layer = make()
    (shard,) = layer.shards
    layer.open()
    connection = shard._connection
    real = connection.read_response

    def breaks(*args: Any, **options: Any) -> Any:
        connection.read_response = real
        real(*args, **options)  # the server has done it
        raise ConnectionResetError("reset")

    connection.read_response = breaks
    layer.send("a", {"n": 1})
    assert shard._connection is not connection
    assert layer.receive(["a"]) == ("a", {"n": 1})
    assert layer.receive(["a"]) == (None, None)
    assert layer.ledger()["a"].accepted == 1


def test_a_message_whose_answer_is_lost_is_lost_by_name(make: RedisMaker) -> None:
    """A taken one is never given out a second time: the ledger says that it is lost."""
    layer = make()
    layer.send("a", {"n": 1})
    layer.send("a", {"n": 2})
    connection = layer.shards[0]._connection
    real = connection.read_response

    def breaks(*args: Any, **options: Any) -> Any:
        real(*args, **options)
        raise ConnectionResetError("reset")

    with layer.listen(["a"], where="worker:1") as listener:
        for keeper in layer._keepers:
            keeper.stop()  # it would meet the broken connection first
        connection.read_response = breaks
        entry = listener.take(0)
        assert entry[3] == {"n": 2}
        layer.settle(entry, where="worker:1")
    row = layer.ledger()["a"]
    assert (row.delivered, row.lost, row.balanced) == (1, {"layer_lost": 1}, True)
    assert layer.log is not None
    assert layer.log.ledger() == layer.ledger()


def test_a_call_that_comes_too_late_does_nothing(make: RedisMaker) -> None:
    """Its sender has given up long ago, since the server stood still."""
    layer = RedisLayer(hosts=[make.servers[0].url])
    layer.flush()
    (shard,) = layer.shards
    packed = shard._pack(script("flush"), (), 0, b"1")
    connection = shard._connection
    connection.send_packed_command([packed])
    assert connection.read_response(disable_decoding=True)[0] == b"late"
    layer.close()


def test_a_clock_that_was_set_forward_is_learnt(make: RedisMaker) -> None:
    """A call that is late only by the server's new time is made again."""
    layer = RedisLayer(hosts=[make.servers[0].url])
    layer.open()
    (shard,) = layer.shards
    shard._drift += 3600  # as if the server's clock had been an hour behind
    shard._deadline_due = 0.0
    layer.send("a", {"n": 1})
    assert layer.receive(["a"]) == ("a", {"n": 1})
    layer.send("a", {"n": 2})
    assert layer.receive(["a"]) == ("a", {"n": 2})
    layer.close()


def test_a_server_that_is_not_there_is_named() -> None:
    """With what to do, at once, and without a try for each call."""
    layer = RedisLayer(hosts=["redis://:needle@127.0.0.1:1/0"])
    with pytest.raises(LayerDown, match=r"127\.0\.0\.1:1/0 cannot be reached.*start it") as raised:
        layer.send("a", {})
    assert isinstance(raised.value, ChannelFull)
    assert "needle" not in str(raised.value)
    with pytest.raises(LayerDown, match="cannot be reached"):
        layer.receive(["a"])
    assert layer.shards[0].backoff.failures <= 2
    layer.close()


def test_a_wrong_password_is_named() -> None:
    """None, and a wrong one."""
    server = RedisServer("--requirepass", "right")
    try:
        for password, told in (("", "wants a password"), (":wrong@", "refuses the password")):
            url = server.url.replace("://", f"://{password}")
            layer = RedisLayer(hosts=[url])
            with pytest.raises(LayerDown, match=told) as raised:
                layer.open()
            assert ":wrong" not in str(raised.value)
            layer.close()
        layer = RedisLayer(hosts=[server.url.replace("://", "://:right@")])
        layer.send("a", {})
        assert layer.receive(["a"]) == ("a", {})
        layer.close()
    finally:
        server.end()


def test_too_old_a_version_is_named(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the one that is needed."""
    monkeypatch.setattr("sandbox.layers.redis_shard.LEAST_VERSION", (99, 1))
    layer = RedisLayer(hosts=[redis_server.url])
    with pytest.raises(LayerDown, match=r"too old: version \d.*needs 99\.1.*install a newer one"):
        layer.open()
    layer.close()


def test_a_server_without_memory_refuses_but_gives() -> None:
    """Senders are refused with what to do; readers make room."""
    server = RedisServer()
    try:
        layer = RedisLayer(hosts=[server.url], capacity=1000)
        layer.send("a", {"n": 1})
        with server.client() as client:
            client.config_set("maxmemory", "1")
            with pytest.raises(LayerDown, match="out of memory: raise its maxmemory"):
                layer.send("a", {"n": 2})
            with layer.listen(["a"], where="worker:1") as listener:
                entry = listener.take(0)
                assert entry[3] == {"n": 1}
                layer.settle(entry, where="worker:1")
            assert layer.ledger()["a"].delivered == 1
            assert layer.ledger()["a"].refused == {"layer_down": 1}
            client.config_set("maxmemory", "0")
        layer.send("a", {"n": 3})
        assert layer.receive(["a"]) == ("a", {"n": 3})
        layer.close()
    finally:
        server.end()


def test_it_shows_where_it_is(make: RedisMaker) -> None:
    """And never blocks for it."""
    layer = make()
    assert repr(layer.shards[0]).endswith(", not connected>")
    assert "RedisLayer 'default' on /" in repr(layer)
    layer.open()
    assert repr(layer.shards[0]) == f"<shard 0 {make.servers[0].path}/0>"
