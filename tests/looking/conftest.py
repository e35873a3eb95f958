"""A real Redis, and what the original layers left in one (see data/capture.py)."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def redis_socket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Run a Redis of our own on a Unix socket, without persistence."""
    program = shutil.which("redis-server")
    assert program, "redis-server is not installed: apt-get install redis-server"
    place = tmp_path_factory.mktemp("redis") / "redis.sock"
    server = subprocess.Popen(
        [program, "--port", "0", "--unixsocket", str(place), "--save", "", "--dir", place.parent],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout
        for line in server.stdout:
            if "ready to accept connections" in line.lower():
                break
        yield place
    finally:
        server.kill()
        server.wait()
        if server.stdout:
            server.stdout.close()


@pytest.fixture
def url(redis_socket: Path) -> Iterator[str]:
    """Give the address of a Redis that is empty before and after the test."""
    address = f"unix://{redis_socket}?db=0"
    client = redis.Redis.from_url(address)
    client.flushall()
    yield address
    client.flushall()
    client.close()


@pytest.fixture
def client(url: str) -> Iterator[redis.Redis]:
    """Give a client of that Redis that may write."""
    with redis.Redis.from_url(url) as made:
        yield made


Restore = Callable[..., None]


@pytest.fixture
def restore(client: redis.Redis) -> Restore:
    """Give a function that puts a captured layer back, *ago_s* seconds old."""

    def put(name: str, ago_s: float = 0.0) -> None:
        seconds, micro = client.time()  # type: ignore[misc]
        for key in json.loads((DATA / f"{name}.json").read_text()):
            _put(client, key, seconds + micro / 1e6 - ago_s)
            if key["pttl_ms"] > 0:
                client.pexpire(key["key"], max(int(key["pttl_ms"] - ago_s * 1000), 1))

    return put


def _put(client: redis.Redis, key: dict[str, Any], now: float) -> None:
    name, value = key["key"], key["value"]
    if key["type"] == "string":
        client.set(name, base64.b64decode(value))
    elif key["type"] == "list":
        client.rpush(name, *(base64.b64decode(one) for one in value))
    else:
        client.zadd(name, {base64.b64decode(one): now + score for one, score in value})
