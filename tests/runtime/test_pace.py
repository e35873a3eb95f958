"""Slow motion: a hop that is waited, and not a moment longer than it has to be."""

from __future__ import annotations

import threading

from sandbox.runtime.clock import monotonic
from sandbox.runtime.pace import HOP_SECONDS, Pace


def test_nobody_waits_without_slow_motion() -> None:
    """A factor of 1 is none."""
    pace = Pace()
    pace.set(1)
    pace.wait(lambda: False)
    assert pace.hop == 0


def test_a_hop_is_waited() -> None:
    """As long as the factor says."""
    pace = Pace()
    pace.set(2)
    began = monotonic()
    pace.wait(lambda: False)
    assert monotonic() - began >= 2 * HOP_SECONDS * 0.9


def test_another_pace_ends_the_wait_and_is_told() -> None:
    """To those who listen, until they do not."""
    pace, told, waits = Pace(), list[str](), threading.Event()
    pace.set(3600 / HOP_SECONDS)
    forget = pace.watch(lambda: told.append("changed"))
    # Asked under the lock that a change needs: what follows finds it waiting.
    waiting = threading.Thread(target=pace.wait, args=(lambda: waits.set() is not None,))
    waiting.start()
    assert waits.wait(10)
    pace.set(1)
    waiting.join(10)
    assert not waiting.is_alive()
    forget()
    pace.set(2)
    assert told == ["changed"]


def test_who_has_to_go_goes() -> None:
    """Once it is woken."""
    pace, over, waits = Pace(), threading.Event(), threading.Event()
    pace.set(3600 / HOP_SECONDS)
    waiting = threading.Thread(target=pace.wait, args=(lambda: waits.set() or over.is_set(),))
    waiting.start()
    assert waits.wait(10)
    over.set()
    pace.wake()
    waiting.join(10)
    assert not waiting.is_alive()
