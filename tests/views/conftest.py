"""One Chromium for all tests that look at the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser

from tests.views.page import StagePage, chromium, stage_page


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium for the session."""
    with chromium() as found:
        yield found


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., StagePage]]:
    """Opens a page of its own; each must have had no error when the test ends."""
    with ExitStack() as pages:

        def open_it(**look: object) -> StagePage:
            return pages.enter_context(stage_page(browser, **look))  # type: ignore[arg-type]

        yield open_it


@pytest.fixture
def stage(open_page: Callable[..., StagePage]) -> StagePage:
    """A page of 1280 × 800."""
    return open_page()
