"""The picture under load, beside the same page at rest."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.bench.flood import Flood
from tests.views.page import StagePage, chromium, stage_page

pytestmark = pytest.mark.bench

PER_SECOND = 10_000
LEAST = 0.83
"""Frames a second under load, as a share of those at rest in the same run."""

LONG = os.environ.get("SANDBOX_BENCH_LONG", "") not in ("", "0")
"""Whether memory is watched for five minutes (3,000,000 events) instead of twenty seconds."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser of its own, so that nothing else takes its time."""
    with chromium() as found:
        yield found


@pytest.fixture
def stage(browser: Browser) -> Iterator[StagePage]:
    """A page of 1280 × 800."""
    with stage_page(browser) as page:
        yield page


def opened(stage: StagePage, members: int) -> Flood:
    """Show a stage with a chat of *members* in it."""
    flood = Flood(members)
    stage.show(list(flood.opening()))
    return flood


def batch(at: float, lines: list[str]) -> bytes:
    """A batch, but for its number."""
    return "\n".join([json.dumps({"at": at}), *lines]).encode()


def pour(stage: StagePage, flood: Flood, seconds: float) -> float:
    """Let *seconds* of the flood come in real time; return the page's frames a second meanwhile."""
    made = [batch(at, lines) for at, lines in flood.batches(seconds, PER_SECOND)]
    stage.files["flood"] = b"".join(struct.pack("<I", len(one)) + one for one in made)
    stage.page.evaluate("probes.load('flood')")
    del stage.files["flood"]
    return float(stage.page.evaluate("(seconds) => probes.pour(seconds)", seconds))


def test_frames_under_load(stage: StagePage) -> None:
    """At 10,000 events a second the page draws at 0.83 of its rate at rest, and no sum is lost."""
    flood = opened(stage, 10)
    pour(stage, flood, 2)
    stage.wait_ledger("delivered", flood.delivered)
    before = stage.page.evaluate("probes.rate(3)")
    loaded = pour(stage, flood, 10)
    stage.wait_ledger("accepted", flood.accepted)
    stage.wait_ledger("delivered", flood.delivered)
    after = stage.page.evaluate("probes.rate(3)")
    rest = (before + after) / 2
    print(f"\n{loaded:.1f} frames a second under load, {rest:.1f} at rest: {loaded / rest:.2f}")
    assert stage.ledger()["balanced"]
    assert loaded / rest >= LEAST


@pytest.mark.timeout(2_400 if LONG else 120)
def test_memory_stays_flat(stage: StagePage) -> None:
    """Once the history is as long as it may be, the heap no longer grows."""
    flood = opened(stage, 10)
    # After 8 s the history is full; the engine compiles what is hot for a minute more, which is a
    # tenth of so small a heap and none of the picture's.
    for _ in range(7 if LONG else 1):
        pour(stage, flood, 8)
    stage.wait_ledger("delivered", flood.delivered)
    before = stage.page.evaluate("probes.memory()")
    for _ in range(30 if LONG else 2):
        pour(stage, flood, 10)
        stage.wait_ledger("delivered", flood.delivered)
    after = stage.page.evaluate("probes.memory()")
    grown = (after["heap"] - before["heap"]) / before["heap"]
    print(f"\nheap {before['heap'] / 2**20:.1f} → {after['heap'] / 2**20:.1f} MiB")
    assert grown < 0.05
    assert after["nodes"] == before["nodes"]
