"""``manage.py runworker``: workers as a process (CLASSIC-SPEC §6.4)."""

from __future__ import annotations

import os
import signal
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sandbox.consumers.manager import DEFAULT_CHANNEL_LAYER
from sandbox.consumers.signals import worker_process_ready
from sandbox.django.log import setup_logger
from sandbox.django.management.shared import layer_for_processes, renewing
from sandbox.django.staticfiles import default_consumer
from sandbox.runtime.threads import spawn
from sandbox.workers.pool import WorkerGroup
from sandbox.workers.worker import Worker

__all__ = ["Command"]


class Command(BaseCommand):  # type: ignore[misc]  # Django has no type information
    """Runs consumers for the messages of one channel layer, until a signal.

    SIGTERM and Ctrl-C let the consumer that runs finish; what waits in the layer is for the next
    worker, and sockets stay open (§6.6). Files of the project serve from the next message on once
    they are written. Models and settings do not: for them SIGHUP does the same as SIGTERM and then
    begins anew, in a fresh interpreter under the same process number.
    """

    help = "Runs consumers for the messages of a channel layer."
    leave_locale_alone = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the layer, which of its channels, and how many threads."""
        parser.add_argument(
            "--layer",
            default=DEFAULT_CHANNEL_LAYER,
            help="the alias of the channel layer (%(default)s)",
        )
        parser.add_argument(
            "--only-channels",
            action="append",
            metavar="GLOB",
            help="listen to these channels only, such as 'websocket.*'; may be given several times",
        )
        parser.add_argument(
            "--exclude-channels",
            action="append",
            metavar="GLOB",
            help="do not listen to these channels; may be given several times",
        )
        parser.add_argument(
            "--threads", type=int, default=1, help="consumers that run at once (%(default)s)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until a signal; ``CommandError`` for a layer of one process."""
        self.logger = setup_logger("django.channels", options["verbosity"])
        layer = layer_for_processes(
            options["layer"], "runworker", "runserver has workers of its own"
        )
        self._prepare(layer.router)
        worker = self._make_worker(layer, options)
        worker.auto_accept = getattr(settings, "SANDBOX_AUTO_ACCEPT", True)
        worker.raises_interrupts = True
        self.logger.info("Running worker against channel layer %s", layer)
        try:
            with self._hearing_hangups(worker) as again, ExitStack() as ending:
                files = renewing([layer], self._prepare)
                if files is not None:
                    ending.callback(files.close)
                worker_process_ready.send(sender=worker)
                worker.ready()
                worker.run()
        except KeyboardInterrupt:
            return
        if again.is_set():
            self._begin_anew(layer)

    @staticmethod
    def _prepare(router: Any) -> None:
        router.check_default(http_consumer=default_consumer())

    @staticmethod
    @contextmanager
    def _hearing_hangups(worker: Any) -> Iterator[threading.Event]:
        """Let SIGHUP end *worker* well; the event says that one came."""
        again = threading.Event()

        def hang_up(number: int, frame: Any) -> None:
            again.set()
            # In a thread: this one may be inside the worker, with the lock that stop() takes.
            spawn("sandbox-hangup", worker.stop)

        is_main = threading.current_thread() is threading.main_thread()
        if not is_main or not hasattr(signal, "SIGHUP"):
            yield again
            return
        before = signal.signal(signal.SIGHUP, hang_up)
        try:
            yield again
        finally:
            signal.signal(signal.SIGHUP, before)

    def _begin_anew(self, layer: Any) -> None:
        """Become a fresh interpreter with the same command line; does not return."""
        self.logger.info("Hangup: beginning anew with the code of now.")
        close = getattr(layer.channel_layer, "close", None)
        if close is not None:
            close()
        sys.stdout.flush()
        sys.stderr.flush()
        os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - our own words, no shell

    def _make_worker(self, layer: Any, options: dict[str, Any]) -> Any:
        threads = options["threads"]
        if threads < 1:
            raise CommandError(f"--threads is at least 1, not {threads}: leave it away for one.")
        given = {
            "channel_layer": layer,
            "callback": self.consumer_called if options["verbosity"] > 1 else None,
            "only_channels": options["only_channels"],
            "exclude_channels": options["exclude_channels"],
        }
        if threads == 1:
            self.logger.info("Using single-threaded worker.")
            return Worker(**given)
        self.logger.info("Using multi-threaded worker, %d thread(s).", threads)
        return WorkerGroup(**given, n_threads=threads)

    def consumer_called(self, channel: str, message: Any) -> None:
        """Tell which channel a consumer is called for; any worker thread."""
        self.logger.debug("%s", channel)
