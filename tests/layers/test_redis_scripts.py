"""The scripts: all of them are found, and a server gives them the names that we do."""

from __future__ import annotations

import pytest

from sandbox.layers.redis_scripts import every_script, script
from tests.redis_server import RedisServer

NAMES = [one.name for one in every_script()]


@pytest.mark.parametrize("name", NAMES)
def test_a_server_takes_it_under_our_name(name: str, redis_server: RedisServer) -> None:
    """The text compiles, and its SHA1 is what EVALSHA asks for."""
    with redis_server.client() as client:
        assert client.script_load(script(name).text).encode() == script(name).sha


def test_a_script_is_read_once() -> None:
    """The same object comes back; an unknown name is an error."""
    assert "common" not in NAMES
    assert len(NAMES) > 15
    assert script("send") is script("send")
    with pytest.raises(FileNotFoundError):
        script("nonsense")
