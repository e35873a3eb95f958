"""What the tests of delayed messages share: an empty table, and a time that is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connections
from django.utils import timezone


@pytest.fixture
def table(database: None) -> Iterator[None]:
    """The table, empty before and after."""
    from sandbox.django.delay.models import DelayedMessage

    DelayedMessage.objects.all().delete()
    yield
    DelayedMessage.objects.all().delete()
    connections.close_all()


class Time:
    """``timezone.now()`` of the test: it stands still until it is moved."""

    def __init__(self) -> None:
        self.now = timezone.now()

    def __call__(self) -> datetime:
        """Return the present moment."""
        return self.now

    def advance(self, milliseconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(milliseconds=milliseconds)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """A time of day that stands still."""
    time = Time()
    monkeypatch.setattr("django.utils.timezone.now", time)
    return time
