"""Layers for tests: on a manual clock, with or without a log."""

from __future__ import annotations

from random import Random
from typing import Any

from sandbox.layers.memory import MemoryLayer
from sandbox.layers.queues import CHANNEL, CONTENT, Entry
from sandbox.layers.redis import RedisLayer
from sandbox.runtime.clock import ManualClock
from sandbox.trace.ledger import fold
from sandbox.trace.log import Log
from tests.redis_server import RedisServer

__all__ = ["SAFETY_S", "ClockMaker", "RedisMaker", "Row", "logged", "settled", "taken"]

SAFETY_S = 10.0
"""Only ends a test that has failed already."""


class Row:
    """A row for the tables of holds and of faults; it matches every message, or those to one
    channel, or those that were sent to one group."""

    def __init__(self, channel: str | None = None, group: str | None = None, id: int = 25) -> None:
        self.id = id
        self.channel = channel
        self.group = group
        self.expires = self.spent = False
        self.reason = "fault"
        self.told: dict[str, Any] = {}

    def matches(self, channel: str, content: dict[str, Any], group: str | None) -> bool:
        return self.channel in (None, channel) and self.group in (None, group)

    loses = matches


class ClockMaker:
    """A contract's Maker for layers that take ``clock`` and ``random``."""

    def __init__(self, cls: Any, *, with_log: bool) -> None:
        self.cls = cls
        self.with_log = with_log
        self.clock = ManualClock(1000.0)

    def __call__(self, **settings: Any) -> Any:
        log = Log(self.clock) if self.with_log else None
        return self.cls(**settings, clock=self.clock, random=Random(7), log=log)

    def advance(self, seconds: float) -> None:
        self.clock.advance(seconds)


class RedisMaker(ClockMaker):
    """The same for layers on Redis servers, which are emptied before each; *more* are settings."""

    def __init__(
        self, servers: list[RedisServer], *, with_log: bool, cls: Any = RedisLayer, **more: Any
    ) -> None:
        super().__init__(cls, with_log=with_log)
        self.servers = servers
        self.more = more
        self.made: list[RedisLayer] = []

    def __call__(self, **settings: Any) -> RedisLayer:
        for server in self.servers:
            server.empty()
        return self.beside(**settings)

    def beside(self, **settings: Any) -> RedisLayer:
        """Return another layer on the same servers, as another process has one."""
        hosts = [server.url for server in self.servers]
        settings = {"hosts": hosts, "server_time": self.clock, **self.more, **settings}
        layer: RedisLayer = super().__call__(**settings)
        self.made.append(layer)
        return layer

    def close(self) -> None:
        """End all layers that were made."""
        for layer in self.made:
            layer.close()


def logged(clock: ManualClock | None = None, **settings: Any) -> tuple[MemoryLayer, Log]:
    """Return a memory layer and its log, on *clock* or on one that stands still at 0."""
    clock = clock or ManualClock()
    log = Log(clock)
    return MemoryLayer(**settings, clock=clock, random=Random(7), log=log), log


def settled(layer: Any, log: Log) -> None:
    """Assert that the sums of layer, log and events agree and balance."""
    ledger = layer.ledger()
    assert ledger.balanced, ledger.table()
    assert log.ledger() == ledger, f"{log.ledger().table()}\n{ledger.table()}"
    assert fold(log.events()) == ledger


def taken(entry: Entry | None) -> tuple[str, Any] | None:
    """Return the channel and content of what was taken."""
    return None if entry is None else (entry[CHANNEL], entry[CONTENT])
