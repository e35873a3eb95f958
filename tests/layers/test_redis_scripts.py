"""The scripts: all of them are found, and a server gives them the names that we do."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.layers import redis_scripts
from sandbox.layers.redis_scripts import script
from tests.redis_server import RedisServer

NAMES = sorted(
    file.stem
    for file in (Path(redis_scripts.__file__).parent / "lua").glob("*.lua")
    if file.stem != "common"
)


@pytest.mark.parametrize("name", NAMES)
def test_a_server_takes_it_under_our_name(name: str, redis_server: RedisServer) -> None:
    """The text compiles, and its SHA1 is what EVALSHA asks for."""
    with redis_server.client() as client:
        assert client.script_load(script(name).text).encode() == script(name).sha


def test_a_script_is_read_once() -> None:
    """The same object comes back; an unknown name is an error."""
    assert script("send") is script("send")
    with pytest.raises(FileNotFoundError):
        script("nonsense")
