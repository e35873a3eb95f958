"""The keeper: it hears bells, and finds what is due, whatever happens to its server."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.layers import redis_keeper
from sandbox.layers.redis import RedisLayer
from sandbox.layers.redis_keeper import Keeper
from tests.layers.makers import SAFETY_S, RedisMaker
from tests.redis_server import RedisServer


def keepers() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name.startswith("sandbox-redis")]


def test_there_is_none_before_somebody_waits(make: RedisMaker) -> None:
    """Who only sends needs no thread; closing ends it, blocked as it is."""
    layer = make()
    layer.send("a", {})
    assert keepers() == []
    listener = layer.listen(["a"], where="worker:1")
    assert len(keepers()) == 1
    listener.close()
    layer.close()
    assert keepers() == []


def test_it_sweeps_by_itself(redis_server: RedisServer) -> None:
    """What expires enters the log though nobody reads or sends."""
    from sandbox.runtime.clock import monotonic
    from sandbox.trace.log import Log

    log = Log(monotonic)
    layer = RedisLayer(0.01, hosts=[redis_server.url], log=log)
    layer.send("unread", {})
    listener = layer.listen(["other"], where="worker:1")
    cursor = 0
    while not any(event.kind == "message.lost" for event in log.events()):
        cursor = log.end
        assert log.wait(cursor, SAFETY_S) or any(e.kind == "message.lost" for e in log.events())
    listener.close()
    layer.close()


def test_a_layer_that_nobody_has_any_more_ends_it(redis_server: RedisServer) -> None:
    """It does not keep its layer alive."""
    layer = RedisLayer(hosts=[redis_server.url])
    layer.listen(["a"], where="worker:1").close()
    (thread,) = keepers()
    del layer
    gc.collect()
    thread.join(SAFETY_S)
    assert not thread.is_alive()


def test_it_comes_back_after_its_server(
    own_server: RedisServer, threads: Callable[..., Any]
) -> None:
    """A reader that waited all the time gets what is sent afterwards."""
    layer, sender = RedisLayer(hosts=[own_server.url]), RedisLayer(hosts=[own_server.url])
    with layer.listen(["a"], where="worker:1") as listener:
        assert listener.take(0.01) is None
        future = threads(listener.take, 30)
        own_server.kill()
        own_server.start()
        sender.send("a", {"n": 1})
        assert future.result(30)[3] == {"n": 1}
    layer.close()
    sender.close()


def test_a_fault_of_its_own_is_said_aloud(
    make: RedisMaker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """And it goes on."""
    monkeypatch.setattr(redis_keeper, "SWEEP_SECONDS", 0.01)
    layer = make()
    swept = threading.Semaphore(0)
    faults = [ZeroDivisionError("needle")]

    def sweep(shard: Any) -> None:
        if faults:
            raise faults.pop()
        swept.release()

    monkeypatch.setattr(layer, "sweep", sweep)
    keeper = Keeper(layer, layer.shards[0])
    layer.open()
    keeper.start()
    keeper.start()
    assert swept.acquire(timeout=SAFETY_S)
    keeper.stop()
    keeper.stop()
    assert "needle" in caplog.text
