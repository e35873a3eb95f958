"""Normal channels on this machine, all else for everybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.layers.redis_local import RedisLocalLayer
from sandbox.testing import contract
from sandbox.testing.contract import Check
from tests.layers.makers import RedisMaker, settled
from tests.redis_server import RedisServer


@pytest.fixture
def make(redis_server: RedisServer) -> Iterator[RedisMaker]:
    """Makes layers of this machine."""
    maker = RedisMaker([redis_server], with_log=True, cls=RedisLocalLayer, machine="here")
    yield maker
    maker.close()


@pytest.mark.parametrize("check", contract.CHECKS, ids=lambda check: check.__name__)
def test_contract(check: Check, make: RedisMaker) -> None:
    """It keeps the contract of every layer."""
    check(make)
    for layer in make.made[-1:]:
        settled(layer, layer.log)


def test_work_stays_on_its_machine(make: RedisMaker) -> None:
    """Replies and groups reach every machine."""
    here, there = make(), make.beside(machine="there")
    here.send("http.request", {"n": 1})
    assert there.receive(["http.request"]) == (None, None)
    assert here.receive(["http.request"]) == ("http.request", {"n": 1})
    here.send("server!x", {"n": 2})
    assert there.receive(["http.request", "server!"]) == ("server!x", {"n": 2})
    there.group_add("chat", "server!x")
    here.send_group("chat", {"n": 3})
    assert there.receive(["server!"]) == ("server!x", {"n": 3})
    single = here.new_channel("body?")
    there.send(single, {"n": 4})
    assert here.receive([single]) == (single, {"n": 4})


def test_this_machines_channels_come_first(make: RedisMaker) -> None:
    """§11.8: local first, then the others."""
    layer = make()
    layer.send("server!x", {})
    layer.send("http.request", {})
    assert layer.receive(["server!", "http.request"])[0] == "http.request"


def test_the_machines_own_redis_may_be_another(make: RedisMaker, own_server: RedisServer) -> None:
    """Nothing of a normal channel goes through the shared one."""
    layer = make(local_host=own_server.url)
    layer.send("a", {})
    with own_server.client() as near, make.servers[0].client() as far:
        assert near.keys("asgi::local:here:a") == [b"asgi::local:here:a"]
        assert far.keys("*a") == []
