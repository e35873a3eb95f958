"""Threads of the layers' tests, and what tells that one is parked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sandbox.layers import listener, memory, redis_listener
from tests.layers.makers import SAFETY_S, RedisMaker
from tests.redis_server import RedisServer, require_redis


class Parking:
    """Stands in for ``threading`` in the layer's modules: says when somebody parks on a lock."""

    def __init__(self) -> None:
        self.parked = threading.Semaphore(0)
        self.RLock = threading.RLock

    def Lock(self) -> ParkingLock:
        return ParkingLock(self.parked)

    def wait(self) -> None:
        """Wait until one more thread has nothing left to do but to park."""
        assert self.parked.acquire(timeout=SAFETY_S)


class ParkingLock:
    """A lock that counts each time somebody finds it locked."""

    def __init__(self, parked: threading.Semaphore) -> None:
        self._lock = threading.Lock()
        self._parked = parked

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        if self._lock.acquire(blocking=False):
            return True
        self._parked.release()
        return self._lock.acquire(blocking, timeout)

    def release(self) -> None:
        self._lock.release()


@pytest.fixture
def parking(monkeypatch: pytest.MonkeyPatch) -> Parking:
    """What tells that a thread is parked, so that no test has to sleep."""
    stand_in = Parking()
    monkeypatch.setattr(memory, "threading", stand_in)
    monkeypatch.setattr(listener, "threading", stand_in)
    return stand_in


@pytest.fixture
def redis_parking(monkeypatch: pytest.MonkeyPatch) -> Parking:
    """The same for threads that wait for a Redis layer."""
    stand_in = Parking()
    monkeypatch.setattr(redis_listener, "threading", stand_in)
    return stand_in


@pytest.fixture
def threads() -> Any:
    """Threads whose errors reach the test."""
    with ThreadPoolExecutor(8) as pool:
        yield pool.submit


@pytest.fixture
def make(redis_server: RedisServer) -> Iterator[RedisMaker]:
    """Makes Redis layers with a log, on one server and a clock that stands still."""
    maker = RedisMaker([redis_server], with_log=True)
    yield maker
    maker.close()


@pytest.fixture
def own_server() -> Iterator[RedisServer]:
    """A redis-server that a test may do harm to."""
    require_redis()
    server = RedisServer()
    yield server
    server.end()
