"""A sandbox whose workers and servers are processes, for all tests of this room."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox import Group, Sandbox
from tests.processes.apart import GREETING, happened
from tests.redis_server import require_redis
from tests.tools.leaks import Leaks
from tests.workers.scene import wait_for


@pytest.fixture
def nothing_leaks() -> None:
    """The sandbox of this room lives on: what it leaves behind is looked at in its end."""


@pytest.fixture(scope="module")
def apart() -> Iterator[Sandbox]:
    """The chat with two workers and a server in processes; alice is connected."""
    require_redis()
    leaks = Leaks(grace=5.0)
    box = Sandbox(layer="redis", name="apart")

    @box.consumer("websocket.connect")
    def ws_add(message: Any) -> None:
        Group("chat").add(message.reply_channel)

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        Group("chat").send({"text": GREETING + message["text"]})

    @box.consumer("websocket.disconnect")
    def ws_disconnect(message: Any) -> None:
        Group("chat").discard(message.reply_channel)

    @box.consumer("block")
    def block(message: Any) -> None:
        import threading

        threading.Event().wait()

    try:
        box.connect("/", name="alice")
        box.scale(workers=2, processes=True, timeout=0.1)
        wait_for(box.log, lambda: bool(happened(box, "server.stopped")))
        box.settle(20)  # alice has come over
        yield box
    finally:
        box.stop()
        assert box.ledger.balanced
        assert leaks.found() == []
