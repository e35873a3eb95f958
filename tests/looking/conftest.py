"""A real Redis, and what the original layers left in one (see data/capture.py)."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.redis_server import RedisServer, require_redis

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def redis_socket() -> Iterator[Path]:
    """Run a Redis of this room's own: its tests change how much it may hold, and who may read."""
    require_redis()
    server = RedisServer()
    yield server.path
    server.end()


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
