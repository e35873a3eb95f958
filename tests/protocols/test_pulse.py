"""When a silent client is pinged, and when it is lost, without a socket."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.protocols import pulse
from sandbox.protocols.pulse import Pulse


class Loop:
    """Keeps what is to be called, and when."""

    def __init__(self) -> None:
        self.due: tuple[float, Callable[[], None]] | None = None
        self.now = 1000.0

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Any:
        """Keep it."""
        self.due = (self.now + seconds, callback)
        return self

    def cancel(self) -> None:
        """Forget it."""
        self.due = None

    def go_on(self) -> float:
        """Let the time pass until the timer rings; return how long that took."""
        assert self.due is not None
        (then, callback), self.due = self.due, None
        passed, self.now = then - self.now, then
        callback()
        return passed


class Pinging(Pulse):
    """Counts its pings; notes that its client is lost."""

    def __init__(self, loop: Loop, interval: float | None, timeout: float | None) -> None:
        kept: Any = loop
        super().__init__(None, kept, interval, timeout)
        self.pings = 0
        self.lost: float | None = None

    def send_ping(self) -> None:
        """Count."""
        self.pings += 1

    def lose_silent(self, seconds: float) -> None:
        """Note."""
        self.lost = seconds


@pytest.fixture
def loop(monkeypatch: pytest.MonkeyPatch) -> Loop:
    """A loop whose time the test moves."""
    loop = Loop()
    monkeypatch.setattr(pulse, "monotonic", lambda: loop.now)
    return loop


def test_a_silent_client_is_pinged_then_lost(loop: Loop) -> None:
    """After the interval, and after the time for an answer."""
    one = Pinging(loop, 20, 30)
    one._start_pings()
    assert (loop.go_on(), one.pings) == (20, 1)
    assert (loop.go_on(), one.lost) == (20, None)
    assert (loop.go_on(), one.lost) == (10, 30)
    assert loop.due is None


def test_whatever_is_heard_is_an_answer(loop: Loop) -> None:
    """Then the interval begins again."""
    one = Pinging(loop, 20, 30)
    one._start_pings()
    loop.go_on()
    loop.now += 5
    one._heard = loop.now
    assert (loop.go_on(), one.pings) == (15, 1)
    assert (loop.go_on(), one.pings) == (5, 2)
    assert one.lost is None


def test_a_client_that_cannot_be_heard_is_not_lost(loop: Loop) -> None:
    """While reading is paused."""
    one = Pinging(loop, 20, 30)
    one._start_pings()
    loop.go_on()
    one._held = True
    for _ in range(5):
        loop.go_on()
    assert one.lost is None
    assert one.pings > 1


def test_a_client_that_is_spoken_to_is_not_pinged(loop: Loop) -> None:
    """What goes counts as well as what comes."""
    one = Pinging(loop, 20, 30)
    one._start_pings()
    for _ in range(5):
        one._spoke = loop.now + 19
        loop.go_on()
    assert one.pings == 0


def test_without_an_interval_there_is_no_timer(loop: Loop) -> None:
    """None and 0 are the same."""
    for interval in (None, 0):
        Pinging(loop, interval, 30)._start_pings()
        assert loop.due is None


def test_without_a_timeout_pings_go_on(loop: Loop) -> None:
    """Nobody is lost."""
    one = Pinging(loop, 20, None)
    one._start_pings()
    for _ in range(4):
        loop.go_on()
    assert (one.pings, one.lost) == (4, None)
