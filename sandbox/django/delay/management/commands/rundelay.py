"""``manage.py rundelay``: the delay server as a process (CLASSIC-SPEC §6.5)."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from sandbox.consumers.manager import DEFAULT_CHANNEL_LAYER
from sandbox.django.delay.worker import Worker
from sandbox.django.log import setup_logger
from sandbox.django.management.shared import layer_for_processes

__all__ = ["Command"]


class Command(BaseCommand):  # type: ignore[misc]  # Django has no type information
    """Puts messages of ``asgi.delay`` aside and sends them when they are due, until a signal."""

    help = "Puts delayed messages aside and sends them when they are due."
    leave_locale_alone = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the layer and how often to look into the database."""
        parser.add_argument(
            "--layer",
            default=DEFAULT_CHANNEL_LAYER,
            help="the alias of the channel layer (%(default)s)",
        )
        parser.add_argument(
            "--sleep",
            type=float,
            default=1.0,
            help="seconds between two looks for rows of other processes (%(default)s)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until SIGTERM or Ctrl-C; ``CommandError`` for a layer of one process."""
        logger = setup_logger("django.channels", options["verbosity"])
        layer = layer_for_processes(
            options["layer"], "rundelay", "runserver sends delayed messages by itself then"
        )
        logger.info("Running delay against channel layer %s", layer)
        try:
            Worker(channel_layer=layer, database_sleep_duration=options["sleep"]).run()
        except KeyboardInterrupt:
            return
