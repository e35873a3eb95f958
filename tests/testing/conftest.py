"""What the tests of the shipped helpers share: a project's settings, and runs of test cases."""

from __future__ import annotations

import unittest
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import override_settings

from sandbox.consumers.manager import channel_layers

CLASSIC = "asgiref.inmemory.ChannelLayer"
ROUTING: list[Any] = []
"""The project's routing; the helpers leave it alone."""


@pytest.fixture(autouse=True)
def project() -> Iterator[None]:
    """Settings with two layers; whatever a test sets is gone after it."""
    layers = {
        "default": {"BACKEND": CLASSIC, "ROUTING": ROUTING, "TEST_CONFIG": {"expiry": 7}},
        "second": {"BACKEND": CLASSIC, "ROUTING": []},
    }
    with override_settings(CHANNEL_LAYERS=layers):
        yield
        assert channel_layers._set == {}


Run = Callable[[type[unittest.TestCase]], unittest.TestResult]


@pytest.fixture
def run(database: None) -> Run:
    """Run a test case as Django's runner does, and return the result."""

    def run(case: type[unittest.TestCase]) -> unittest.TestResult:
        result = unittest.TestResult()
        unittest.defaultTestLoader.loadTestsFromTestCase(case).run(result)
        return result

    return run


def failures(result: unittest.TestResult) -> list[str]:
    """Return the texts of all that went wrong."""
    return [text for _, text in (*result.failures, *result.errors)]
