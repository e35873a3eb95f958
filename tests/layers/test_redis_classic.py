"""The Redis layers under their names of 2016."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings

from sandbox.consumers.manager import channel_layers, import_dotted
from sandbox.layers import redis_classic
from sandbox.layers.redis_classic import RedisChannelLayer
from sandbox.testing import contract
from sandbox.testing.contract import Check
from tests.layers.makers import RedisMaker
from tests.redis_server import RedisServer


@pytest.mark.parametrize("check", contract.CHECKS, ids=lambda check: check.__name__)
def test_contract(check: Check, redis_server: RedisServer) -> None:
    """The contract of every layer."""
    make = RedisMaker([redis_server], with_log=False, cls=RedisChannelLayer)
    check(make)
    make.close()


@pytest.mark.parametrize("name", redis_classic.__all__)
def test_settings_of_2016_name_it(name: str) -> None:
    """By the path that they had."""
    assert import_dotted(f"asgi_redis.{name}") is getattr(redis_classic, name)


def test_statistics_have_the_keys_of_2016(redis_server: RedisServer) -> None:
    """Compared as whole dicts by its users' tests (§11.6)."""
    layer = RedisChannelLayer(hosts=[redis_server.url], capacity=1)
    layer.send("a", {})
    with pytest.raises(layer.ChannelFull):
        layer.send("a", {})
    assert layer.global_statistics() == {"messages_count": 1, "channel_full_count": 1}
    found = layer.channel_statistics("a")
    assert found.pop("messages_max_age") < 60
    assert found == {"messages_count": 1, "channel_full_count": 1, "messages_pending": 1}
    layer.close()


def test_arguments_come_in_their_old_order(redis_server: RedisServer) -> None:
    """§11.1, by position."""
    layer = RedisChannelLayer(7, [redis_server.url], "p:", 70, 3, {"a*": 1}, ["key"], "s:", {})
    assert (layer.expiry, layer.group_expiry, layer.capacity) == (7, 70, 3)
    assert (layer.prefix, layer.stats_prefix, layer.get_capacity("ab")) == ("p:", "s:", 1)
    layer.send("b", {"text": "needle"})
    with redis_server.client() as client:
        assert b"needle" not in client.lrange("p:b", 0, -1)[0]  # type: ignore[index]
    layer.close()


def test_config_and_test_config_make_layers(redis_server: RedisServer) -> None:
    """As the settings of a project have them."""
    config: dict[str, Any] = {
        "BACKEND": "asgi_redis.RedisChannelLayer",
        "ROUTING": [],
        "CONFIG": {"hosts": [redis_server.url], "capacity": 9},
        "TEST_CONFIG": {"hosts": [redis_server.url], "prefix": "test:"},
    }
    with override_settings(CHANNEL_LAYERS={"redis": config}):
        wrapper = channel_layers.make_backend("redis")
        for_tests = channel_layers.make_test_backend("redis")
        assert (wrapper.capacity, for_tests.prefix) == (9, "test:")
        assert not wrapper.local_only()
        wrapper.send("a", {"n": 1})
        assert for_tests.receive(["a"]) == (None, None)
        assert wrapper.receive(["a"]) == ("a", {"n": 1})
        wrapper.close()
        for_tests.close()
