"""Clocks: one that goes on by itself and one that does not."""

from __future__ import annotations

import pytest

from sandbox.runtime.clock import ManualClock, monotonic


def test_a_manual_clock_stands_still() -> None:
    """It shows its start until it is advanced."""
    clock = ManualClock(5.0)
    assert (clock(), clock()) == (5.0, 5.0)
    assert clock.advance(2.5) == clock() == 7.5
    assert clock.advance(0) == 7.5
    assert ManualClock()() == 0.0


def test_time_does_not_go_back() -> None:
    """Advancing by less than nothing is a ValueError and changes nothing."""
    clock = ManualClock(5.0)
    with pytest.raises(ValueError, match=r"goes forward only: advance\(\) got -1 seconds"):
        clock.advance(-1)
    assert clock() == 5.0


def test_the_real_clock_never_goes_back() -> None:
    """Two readings of the threads runtime's clock are in order."""
    first = monotonic()
    assert monotonic() >= first
