"""Loggers of commands on a terminal."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from django.test import override_settings

from sandbox.django import log
from sandbox.django.log import BESIDE, setup_logger, speak


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Replace the module's handler, as classic tests do; what was set up is taken back."""
    stream = io.StringIO()
    monkeypatch.setattr(log, "handler", logging.StreamHandler(stream))
    names = ("tests.channels", "django", "django.channels", *BESIDE)
    loggers = [logging.getLogger(name) for name in names]
    before = [(each.level, each.propagate, each.handlers[:]) for each in loggers]
    yield stream
    for each, (level, propagate, handlers) in zip(loggers, before, strict=True):
        each.setLevel(level)
        each.propagate, each.handlers = propagate, handlers


def test_a_line_names_time_level_and_module(stream: io.StringIO) -> None:
    """The handler is looked up when it is needed; nothing goes to the root's handlers, too."""
    logger = setup_logger("tests.channels")
    logger.info("ready")
    logger.debug("not told")
    setup_logger("tests.channels").info("again")
    lines = stream.getvalue().splitlines()
    assert [line.split(" - ")[1:] for line in lines] == [
        ["INFO", "test_log", "ready"],
        ["INFO", "test_log", "again"],
    ]
    assert not logger.propagate


def test_more_verbosity_tells_more(stream: io.StringIO) -> None:
    """From 2 on; the loggers of servers get the same."""
    logger = setup_logger("tests.channels", 2)
    logger.debug("a message")
    logging.getLogger("daphne.server").debug("a frame")
    assert stream.getvalue().count("DEBUG") == 2


@pytest.mark.parametrize(("configured", "times"), [(None, 1), ("logging.config.dictConfig", 0)])
def test_a_process_on_a_terminal_says_what_fails(
    stream: io.StringIO, configured: str | None, times: int
) -> None:
    """In consumers always, once; in views where no settings say how views speak."""
    with override_settings(LOGGING_CONFIG=configured):
        speak()
        speak()
        logging.getLogger("django.channels").error("a consumer")
        logging.getLogger("django.request").error("a view")
    told = stream.getvalue()
    assert (told.count("a consumer"), told.count("a view")) == (1, times)
