"""What the pump takes of a core, measured; the bounds are the contract's (``views/pump.py``)."""

from __future__ import annotations

import time
from typing import Any

import pytest

from sandbox.layers.memory import MemoryLayer
from sandbox.runtime.clock import monotonic
from sandbox.trace.log import Log
from sandbox.views.prologue import Live
from sandbox.views.pump import Feed, Pump

SECONDS = 3.0


class Sink:
    """Counts what is sent."""

    def __init__(self) -> None:
        self.batches = 0
        self.biggest = 0

    def write(self, content: dict[str, Any], buffer: bytes | None) -> None:
        """Take one message."""
        self.batches += 1
        self.biggest = max(self.biggest, len(buffer or b""))


@pytest.mark.bench
@pytest.mark.parametrize(("rate", "share", "skips"), [(10_000, 0.20, False), (200_000, 0.30, True)])
def test_its_share_of_a_core(rate: int, share: float, skips: bool) -> None:
    """At 10,000 events a second it tells every one; at 200,000 it skips, and stays modest."""
    log, sink, pump = Log(monotonic), Sink(), Pump()
    layer = MemoryLayer(capacity=100_000, log=log)
    feed = Feed(Live(log=log, layers=lambda: [layer]))
    pump.start(feed, sink)
    began, done = time.monotonic(), 0
    while (passed := time.monotonic() - began) < SECONDS:
        for _ in range(min(int(passed * rate / 3) - done, 4_000)):
            layer.send("a", {"text": "hello there"})
            layer.receive(["a"])
            done += 1
        time.sleep(0.002)
    busy, took = pump.busy_s, time.monotonic() - began
    pump.finish(feed)
    got = done * 3 / took
    print(f"{got:,.0f} events/s: {busy / took:.1%} of a core, {sink.batches / took:.0f} batches/s")
    assert got > rate * 0.5, "the machine is too busy to say anything"
    assert busy / took <= share
    assert (feed.skipped > 0) is skips
    assert sink.biggest < 256 * 1024
