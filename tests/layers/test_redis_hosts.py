"""Hosts and the ring: which addresses are taken, and which server a name is on."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.layers.redis_hosts import hosts_of, shard_of


def test_urls_pairs_and_nothing_are_taken() -> None:
    """A pair is on database 0; nothing is the usual place."""
    hosts = hosts_of(["redis://a:7/2", ("b", 6380), ["::1", "6381"], "unix:///tmp/s?db=3"], {})
    assert list(map(str, hosts)) == ["a:7/2", "b:6380/0", "::1:6381/0", "/tmp/s/3"]
    assert str(hosts_of(None, {})[0]) == "localhost:6379/0"


@pytest.mark.parametrize("bad", ["redis://localhost", b"x", [], 7, [7], [("a",)], ["no-scheme"]])
def test_anything_else_is_a_value_error(bad: Any) -> None:
    """One bare text above all: it would be a host for each letter."""
    with pytest.raises(ValueError, match=r"host|URL"):
        hosts_of(bad, {})


def test_no_password_is_shown() -> None:
    """Neither of the URL nor of the options."""
    (host,) = hosts_of(["redis://user:needle@a:7/2"], {"client_name": "me"})
    assert "needle" not in str(host)
    connection = host.connection(socket_timeout=3.0)
    assert (connection.password, connection.client_name) == ("needle", "me")
    assert (connection.socket_timeout, connection.protocol) == (3.0, 2)


def test_names_are_spread_as_in_2016() -> None:
    """The ring of asgi_redis: the same names on the same servers."""
    assert [shard_of(name, 4) for name in ("a", "chat", "body?AbC", "server!x")] == [3, 0, 3, 1]
    found = {shard_of(f"group{number}", 3) for number in range(50)}
    assert found == {0, 1, 2}
    assert shard_of("anything", 1) == 0


def test_clients_of_one_process_are_together() -> None:
    """Only the part up to the mark counts."""
    assert len({shard_of(f"server!{local}", 16) for local in "abcdefgh"}) == 1
