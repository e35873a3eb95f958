"""The loggers of commands and workers on a terminal (CLASSIC-SPEC §6.4, "Logging").

Role: give ``django.channels`` and the server's loggers a handler, as classic commands do. It must
not know who writes what.
"""

from __future__ import annotations

import logging

__all__ = ["handler", "setup_logger", "speak"]

handler = logging.StreamHandler()
"""Where the lines go: stderr. Looked up at each call, so that it can be replaced."""

FORMAT = "%(asctime)s - %(levelname)s - %(module)s - %(message)s"

BESIDE = (
    "daphne.server",
    "daphne.http_protocol",
    "daphne.ws_protocol",
    "sandbox.server",
    "sandbox.layers",
)
"""Loggers of protocol servers, under their names of then and of now, and of layers."""


def setup_logger(name: str, verbosity: int = 1) -> logging.Logger:
    """Let the logger *name* and those of protocol servers write to :data:`handler`.

    *verbosity*: above 1 each message of a worker is told, too. Returns the logger.
    """
    handler.setFormatter(logging.Formatter(FORMAT))
    for each in (name, *BESIDE):
        logger = logging.getLogger(each)
        logger.setLevel(logging.DEBUG if verbosity > 1 else logging.INFO)
        logger.propagate = False
        if handler not in logger.handlers:
            logger.addHandler(handler)
    return logging.getLogger(name)


def speak() -> None:
    """Let a process that somebody watches on a terminal say there what fails in its workers.

    Where the settings configure logging, views speak as these say; else they speak here too.
    """
    from django.conf import settings

    setup_logger("django.channels")
    views = logging.getLogger("django")
    if not settings.LOGGING_CONFIG and handler not in views.handlers:
        views.addHandler(handler)
