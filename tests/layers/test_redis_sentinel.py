"""Masters that Sentinel knows: real sentinels, and a change of master under a layer's feet."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import redis

from sandbox.errors import LayerDown
from sandbox.layers.redis_sentinel import RedisSentinelLayer, sentinels_of
from sandbox.testing import contract
from sandbox.testing.contract import Check
from tests.layers.makers import SAFETY_S, RedisMaker
from tests.redis_server import RedisServer, free_port, require_redis


class Sentinels:
    """A master, its replica, and a sentinel that watches them as ``mymaster``."""

    def __init__(self) -> None:
        self.servers = [RedisServer(tcp=True), RedisServer(tcp=True)]
        master, replica = self.servers
        with replica.client() as client:
            client.replicaof("127.0.0.1", str(master.port))
        self.port = free_port()
        config = master.folder / "sentinel.conf"
        config.write_text(
            f"port {self.port}\nbind 127.0.0.1\n"
            f"sentinel monitor mymaster 127.0.0.1 {master.port} 1\n"
            "sentinel down-after-milliseconds mymaster 500\n"
        )
        self.process = subprocess.Popen(
            ["redis-server", str(config), "--sentinel"], stdout=subprocess.PIPE
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if b"+slave" in line:  # it has found the replica
                break
        self.drain = threading.Thread(target=self._read)
        self.switched = threading.Event()
        self.drain.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if b"+switch-master" in line:
                self.switched.set()

    def fail_over(self) -> None:
        """Let the replica become the master."""
        with redis.Redis(port=self.port) as client:
            client.execute_command("SENTINEL", "FAILOVER", "mymaster")
        assert self.switched.wait(30)

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.drain.join()
        assert self.process.stdout is not None
        self.process.stdout.close()
        for server in self.servers:
            server.end()


@pytest.fixture(scope="module")
def sentinels() -> Iterator[Sentinels]:
    """One for the whole module."""
    require_redis()
    there = Sentinels()
    yield there
    there.end()


def maker(sentinels: Sentinels, **more: Any) -> RedisMaker:
    hosts = [("127.0.0.1", sentinels.port)]
    return RedisMaker(
        sentinels.servers[:1], with_log=True, cls=RedisSentinelLayer, hosts=hosts, **more
    )


CHECKS = ("what_is_sent_is_received_once", "a_group_message_reaches_every_member")


@pytest.mark.parametrize("check", [c for c in contract.CHECKS if c.__name__ in CHECKS])
def test_it_is_a_layer_like_any_other(check: Check, sentinels: Sentinels) -> None:
    """Only the way to its server is another."""
    make = maker(sentinels)
    check(make)
    make.close()


@pytest.mark.parametrize("bad", ["localhost", b"x", ["redis://localhost"], [], [("a",)], ["a"]])
def test_sentinels_are_pairs(bad: Any) -> None:
    """A URL would be one of Redis itself (§11.8)."""
    with pytest.raises(ValueError, match=r"hosts"):
        sentinels_of(bad)
    assert sentinels_of(None) == [("localhost", 26379)]
    assert sentinels_of([["a", "7"]]) == [("a", 7)]


def test_services_are_asked_for(sentinels: Sentinels) -> None:
    """Where nobody names them; one shard for each."""
    layer = RedisSentinelLayer(hosts=[("127.0.0.1", sentinels.port)])
    assert len(layer.shards) == 1
    layer.open()
    assert str(layer.shards[0].host) == f"mymaster (127.0.0.1:{sentinels.servers[0].port})"
    layer.close()
    with pytest.raises(ValueError, match="list of names"):
        RedisSentinelLayer(hosts=[("127.0.0.1", sentinels.port)], services="mymaster")
    with pytest.raises(LayerDown, match="No sentinel says"):
        RedisSentinelLayer(hosts=[("127.0.0.1", 1)])


def test_without_a_sentinel_the_text_says_so() -> None:
    """Named services make no question at first; the first use meets the fault."""
    layer = RedisSentinelLayer(hosts=[("127.0.0.1", 1)], services=["mymaster"])
    with pytest.raises(LayerDown, match=r"mymaster \(its master\) cannot be reached"):
        layer.send("a", {})
    layer.close()


def test_a_new_master_is_found(sentinels: Sentinels) -> None:
    """What is sent afterwards arrives there; a reader that waits hears it."""
    layer = RedisSentinelLayer(hosts=[("127.0.0.1", sentinels.port)], services=["mymaster"])
    layer.send("a", {"n": 1})
    old = str(layer.shards[0].host)
    sentinels.fail_over()
    layer.send_waiting("a", {"n": 2}, SAFETY_S)
    with layer.listen(["a"], where="worker:1") as listener:
        found = []
        while not found or found[-1] != {"n": 2}:
            entry = listener.take(SAFETY_S)
            found.append(entry[3])
            layer.settle(entry, where="worker:1")
    assert found[-1] == {"n": 2}
    assert str(layer.shards[0].host) != old
    layer.close()
