"""Restarts under a thousand messages a second: nobody notices."""

from __future__ import annotations

import os

import pytest

from tests.bench.restarts import Measured, measure
from tests.redis_server import require_redis

LONG = bool(os.environ.get("SANDBOX_LONG"))
"""Whether the long versions run, which take minutes."""


def require_unnoticed(measured: Measured, count: int) -> None:
    """No socket closed before its time, nothing lost, nothing doubled."""
    figures = measured.figures()
    print(figures)
    assert measured.restarts == count
    assert (measured.lost, measured.doubled, measured.closed) == (0, 0, 0)
    assert measured.reasons == {}
    assert measured.balanced
    assert measured.told
    assert measured.sent > 0


@pytest.mark.bench
@pytest.mark.timeout(900)
def test_thread_workers_are_restarted_under_traffic() -> None:
    """One after the other, all the time."""
    count = 1000 if LONG else 50
    require_unnoticed(measure("threads", count), count)


@pytest.mark.bench
@pytest.mark.timeout(1800)
def test_process_workers_are_restarted_under_traffic() -> None:
    """The new process is ready before the old one goes."""
    require_redis()
    count = 100 if LONG else 5
    require_unnoticed(measure("processes", count), count)


@pytest.mark.bench
@pytest.mark.timeout(900)
def test_servers_are_restarted_under_traffic() -> None:
    """Sockets go on at the old one, up to ten seconds; new ones are taken at once."""
    count = 20 if LONG else 2
    require_unnoticed(measure("servers", count), count)


@pytest.mark.bench
@pytest.mark.timeout(900)
def test_every_loss_of_a_kill_is_named() -> None:
    """kill -9 under traffic: what had no answer is in the ledger, each with its reason."""
    require_redis()
    measured = measure("kills", 10 if LONG else 2)
    print(measured.figures())
    assert set(measured.reasons) <= {"worker_killed"}
    assert measured.lost <= sum(measured.reasons.values()) == measured.named
    assert (measured.doubled, measured.closed) == (0, 0)
    assert measured.balanced
