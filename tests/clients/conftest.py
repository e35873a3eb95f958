"""A server for all tests of tabs, one by hand, and a hub that is closed after each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.clients import Hub
from tests.clients.servers import ByHand, Served


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """The ASGI application of ``servers.py`` in uvicorn."""
    server = Served()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def by_hand() -> Iterator[ByHand]:
    """A server whose connections the test moves by hand."""
    server = ByHand()
    yield server
    server.close()


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A hub."""
    hub = Hub()
    yield hub
    hub.close()
