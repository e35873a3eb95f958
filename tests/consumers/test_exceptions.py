"""The classic names of what a consumer may raise."""

from __future__ import annotations

from sandbox import errors
from sandbox.consumers import exceptions


def test_they_are_the_very_classes_of_errors() -> None:
    """``except ConsumeLater`` catches what any other module raises."""
    for name in exceptions.__all__:
        assert getattr(exceptions, name) is getattr(errors, name)
