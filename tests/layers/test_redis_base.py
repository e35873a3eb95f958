"""What all parts of the Redis layer stand on: settings, servers, and what the log is told."""

from __future__ import annotations

import re

import pytest

from sandbox.layers.redis import RedisLayer
from tests.layers.makers import RedisMaker


def test_says_in_the_log_that_it_is_open_and_closed(make: RedisMaker) -> None:
    """Open with the first server that it has reached; closed once."""
    layer = make(alias="other", capacity=7, channel_capacity={"a*": 2}, expiry=5)
    assert layer.log is not None
    assert layer.log.events() == []
    layer.open()
    layer.open()
    layer.close()
    layer.close()
    opened, closed = layer.log.events()
    assert (opened.kind, closed.kind) == ("layer.opened", "layer.closed")
    assert (opened.layer, opened.store, opened.capacity) == ("other", "redis", 7)  # type: ignore[attr-defined]
    assert opened.channel_capacity == (("(?s:a.*)\\Z", 2),)  # type: ignore[attr-defined]


def test_making_one_connects_to_nothing() -> None:
    """So settings can be read while the server is away."""
    RedisLayer(hosts=["redis://127.0.0.1:1/0"]).close()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"hosts": "redis://localhost"}, "put it into a list"),
        ({"prefix": b"asgi:"}, "prefix is a text"),
        ({"symmetric_encryption_keys": "secret"}, "put it into a list"),
        ({"connection_kwargs": {"socket_timeout": 4}}, "socket_timeout is at least 5 s"),
    ],
)
def test_wrong_settings_are_value_errors(settings: dict[str, object], told: str) -> None:
    """With what is right."""
    with pytest.raises(ValueError, match=re.escape(told)):
        RedisLayer(**settings)  # type: ignore[arg-type]


def test_layers_of_other_prefixes_do_not_meet(make: RedisMaker) -> None:
    """On one server, with sums of their own where their ``stats_prefix`` differs too."""
    first, second = make(), make.beside(prefix="other:", stats_prefix="other-meta:")
    first.send("a", {"n": 1})
    assert second.receive(["a"]) == (None, None)
    assert second.ledger().total.accepted == 0
    assert first.receive(["a"]) == ("a", {"n": 1})


def test_the_capacity_of_a_prefix_is_that_of_its_name(make: RedisMaker) -> None:
    """§11.5: the pattern is asked about the non-local name."""
    layer = make(channel_capacity={"server!": 2})
    assert layer.get_capacity("server!x") == layer.get_capacity("server!") == 2


def test_the_layers_time_goes_forward_only(make: RedisMaker) -> None:
    """A server whose clock is set back keeps messages no longer than it should, nor for ever."""
    layer = make(expiry=10)
    layer.send("a", {"n": 1})
    make.clock._now -= 3600
    layer.send("a", {"n": 2})
    make.clock.advance(9)
    assert layer.receive(["a"]) == ("a", {"n": 1})
    make.clock.advance(2)
    assert layer.receive(["a"]) == (None, None)
    assert layer.ledger()["a"].lost == {"expired": 1}


def test_a_clock_set_forward_expires_by_name(make: RedisMaker) -> None:
    """What cannot be told from a long wait is lost, and the ledger says so."""
    layer = make(expiry=10)
    layer.send("a", {})
    make.clock.advance(3600)
    layer.send("a", {"n": 2})
    assert layer.receive(["a"]) == ("a", {"n": 2})
    assert layer.ledger()["a"].lost == {"expired": 1}


def test_its_address_tells_no_secret() -> None:
    """Hosts and databases, parted by commas; neither user nor password."""
    layer = RedisLayer(hosts=["redis://me:secret@127.0.0.1:1/3", "unix:///run/redis/s?db=1"])
    assert layer.address == "127.0.0.1:1/3, /run/redis/s/1"
    layer.close()
