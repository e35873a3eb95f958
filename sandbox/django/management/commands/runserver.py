"""``manage.py runserver``: protocol server and workers in one process (CLASSIC-SPEC §6.4).

Role: Django's development server, with ours in its place where a channel layer is configured. The
``runserver`` of staticfiles is re-based onto this one (:mod:`sandbox.django.apps`).
"""

from __future__ import annotations

import atexit
import errno
import os
import sys
import threading
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.management.commands.runserver import Command as DjangoRunserver
from django.db import connections
from django.utils import autoreload

from sandbox.consumers.manager import DEFAULT_CHANNEL_LAYER, channel_layers
from sandbox.django.handler import ViewConsumer
from sandbox.django.log import setup_logger
from sandbox.django.management.shared import named_layer, renewing
from sandbox.django.staticfiles import default_consumer
from sandbox.errors import InvalidChannelLayerError, NotAvailableHere
from sandbox.protocols.daphne.server import Server
from sandbox.protocols.endpoints import build_endpoint_description_strings
from sandbox.runtime.threads import quick_switching
from sandbox.workers.pool import Numbers, Pool

__all__ = ["Command"]

GOODBYE_SECONDS = 2.0
"""How long a process that ends waits for its clients to take their goodbye."""

WORKERS = 4
"""Worker threads of the default layer, one with --nothreading."""

STATIC_APP = "django.contrib.staticfiles"


class Command(DjangoRunserver):  # type: ignore[misc]  # Django has no type information
    """Starts a development server that speaks HTTP and WebSocket, with workers of its own.

    Files behind the routing and the URLs serve from the next message on once they are written, and
    no socket closes. For all others (models, settings, apps) the reloader starts a new process, so
    sockets close with 1012; ``SANDBOX_RENEWING = None`` in the settings leaves it everything.
    """

    help = "Starts a development server for HTTP and WebSocket, with workers."
    protocol = "http"
    server_cls = Server

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what Django's takes, and what belongs to channels."""
        super().add_arguments(parser)
        parser.add_argument(
            "--noworker",
            action="store_false",
            dest="run_worker",
            help="Run the server alone; runworker is another process then.",
        )
        parser.add_argument(
            "--noasgi",
            action="store_false",
            dest="use_asgi",
            help="Run Django's own server, without channels.",
        )
        parser.add_argument(
            "--http_timeout",
            type=int,
            default=60,
            help="Seconds until a request that nobody answers gets a 503 (%(default)s).",
        )
        parser.add_argument(
            "--websocket_handshake_timeout",
            type=int,
            default=5,
            help="Seconds for the decision of a websocket.connect consumer (%(default)s).",
        )
        if apps.is_installed(STATIC_APP) and not isinstance(self, _static_command()):
            _add_static_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until Ctrl-C; a layer that cannot be used is a ``CommandError``."""
        self.logger = setup_logger("django.channels", options["verbosity"])
        try:
            self.uses_channels = options["use_asgi"] and DEFAULT_CHANNEL_LAYER in channel_layers
        except InvalidChannelLayerError as error:
            raise CommandError(str(error)) from error
        super().handle(*args, **options)

    def inner_run(self, *args: Any, **options: Any) -> None:
        """Check, say where it listens, and serve; the reloader calls it in a thread of its own."""
        if not self.uses_channels:
            self.server_cls = DjangoRunserver.server_cls
            super().inner_run(*args, **options)
            return
        autoreload.raise_last_exception()
        layer = named_layer(DEFAULT_CHANNEL_LAYER)
        self._prepare = partial(_with_defaults, http_consumer=self.get_consumer(*args, **options))
        self._prepare(layer.router)
        self._check(options)
        self._announce(layer)
        with self._exiting_well(options), ExitStack() as ending:
            quick_switching.hold()
            ending.callback(quick_switching.let_go)
            if options["run_worker"]:
                self._start_workers(layer, ending, options)
            server = self._make_server(layer, options)
            ending.callback(_say_goodbye_at_exit(server))
            server.run()

    def get_consumer(self, *args: Any, **options: Any) -> Any:
        """Return what answers ``http.request`` where no route does."""
        if not options.get("use_static_handler", True):
            return ViewConsumer()
        return default_consumer(insecure=options.get("insecure_serving", False))

    def _check(self, options: dict[str, Any]) -> None:
        if not options["skip_checks"]:
            self.stdout.write("Performing system checks...\n\n")
            # Past Django's own, which leaves the checks to this place.
            kwargs = BaseCommand.get_check_kwargs(self, options)
            self.check(**{**kwargs, "display_num_errors": True})
        self.check_migrations()
        for connection in connections.all(initialized_only=True):
            connection.close()

    def _announce(self, layer: Any) -> None:
        address = f"[{self.addr}]" if ":" in self.addr else self.addr
        quit_command = "CTRL-BREAK" if sys.platform == "win32" else "CONTROL-C"
        self.stdout.write(
            f"{datetime.now():%B %d, %Y - %X}\n"
            f"Django version {self.get_version()}, using settings "
            f"{settings.SETTINGS_MODULE!r}\n"
            f"Starting Channels development server at {self.protocol}://{address}:{self.port}/\n"
            f"Channel layer {layer}\n"
            f"Quit the server with {quit_command}.\n"
        )

    def _make_server(self, layer: Any, options: dict[str, Any]) -> Any:
        return self.server_cls(
            channel_layer=layer,
            endpoints=build_endpoint_description_strings(host=self.addr, port=self.port),
            signal_handlers=not options["use_reloader"],
            action_logger=self.log_action,
            http_timeout=options["http_timeout"],
            ws_protocols=getattr(settings, "CHANNELS_WS_PROTOCOLS", None),
            root_path=getattr(settings, "FORCE_SCRIPT_NAME", "") or "",
            websocket_handshake_timeout=options["websocket_handshake_timeout"],
        )

    # -- workers -------------------------------------------------------------------------------

    def _start_workers(self, layer: Any, ending: ExitStack, options: dict[str, Any]) -> None:
        """Start workers for the default layer and for all others that no other process sees."""
        accepts = getattr(settings, "SANDBOX_AUTO_ACCEPT", True)
        numbers = Numbers()
        count = WORKERS if options["use_threading"] else 1
        wrappers = [layer, *_other_local_layers()]
        for wrapper in wrappers:
            size = count if wrapper is layer else 1
            pool = Pool(wrapper, size, name="runserver", auto_accept=accepts, numbers=numbers)
            ending.callback(pool.stop)
            # The workers' own lines are for processes of their own.
            self.logger.debug("Listening on %s", ", ".join(sorted(wrapper.router.channels)))
        if layer.local_only() and apps.is_installed("sandbox.django.delay"):
            from sandbox.django.delay.worker import Beside

            ending.callback(Beside(layer).stop)
        self._follow_files(wrappers, ending, options)

    def _follow_files(self, layers: list[Any], ending: ExitStack, options: dict[str, Any]) -> None:
        """Let files serve as they are written; the reloader restarts for those only that cannot."""
        files = renewing(layers, self._prepare, restarts=options["use_reloader"])
        if files is None:
            return
        ending.callback(files.close)

        def swapped(sender: Any, file_path: Path, **_: Any) -> bool | None:
            # What is true here keeps Django's reloader from ending this process.
            return files.takes(Path(file_path)) or None

        autoreload.file_changed.connect(swapped, weak=False)
        ending.callback(lambda: autoreload.file_changed.disconnect(swapped))

    # -- ending --------------------------------------------------------------------------------

    @contextmanager
    def _exiting_well(self, options: dict[str, Any]) -> Iterator[None]:
        """Turn an interrupt into the end, and an address that cannot be had into one line."""
        try:
            yield
        except NotAvailableHere as error:
            self._fail(str(error))
        except OSError as error:
            texts = {
                errno.EACCES: "You don't have permission to access that port.",
                errno.EADDRINUSE: "That port is already in use.",
                errno.EADDRNOTAVAIL: "That IP address can't be assigned to.",
            }
            self._fail(texts.get(error.errno or 0, str(error)))
        except KeyboardInterrupt:
            pass
        message = options.get("shutdown_message", "")
        if message:
            self.stdout.write(message)

    def _fail(self, text: str) -> None:
        self.stderr.write(f"Error: {text}")
        # As Django does it: sys.exit() would only end this thread, and leave the reloader.
        os._exit(1)

    # -- what clients do -----------------------------------------------------------------------

    def log_action(self, protocol: str, action: str, details: dict[str, Any]) -> None:
        """Write one line to stderr for what a client did; any thread."""
        write = _TEXTS.get((protocol, action))
        text = "" if write is None else write(details)
        if (protocol, action) == ("http", "complete"):
            text = self._coloured(text, details["status"])
        sys.stderr.write(f"[{datetime.now():%Y/%m/%d %H:%M:%S}] {text}")

    def _coloured(self, text: str, status: int | None) -> str:
        for fits, name in _STYLES:
            if fits(status or 500):
                return str(getattr(self.style, name)(text))
        return text


def _say_goodbye_at_exit(server: Any) -> Callable[[], None]:
    """Let clients hear a goodbye where the process ends behind the server's back: under the
    reloader it runs in a daemon thread. Returns what says that it has ended by itself."""
    ended = threading.Event()

    def goodbye() -> None:
        server.stop()
        ended.wait(GOODBYE_SECONDS)

    atexit.register(goodbye)

    def over() -> None:
        atexit.unregister(goodbye)
        ended.set()

    return over


def _with_defaults(router: Any, http_consumer: Any) -> None:
    """Add what is always consumed; once is enough."""
    router.check_default(http_consumer=http_consumer)


def _other_local_layers() -> list[Any]:
    found = [named_layer(alias) for alias in channel_layers.configs if alias != "default"]
    return [wrapper for wrapper in found if wrapper.local_only()]


def _static_command() -> type:
    """Return the command of staticfiles, which has its arguments already."""
    from django.contrib.staticfiles.management.commands.runserver import Command as Static

    return Static  # type: ignore[no-any-return]


def _add_static_arguments(parser: ArgumentParser) -> None:
    """Take what the command of staticfiles takes, where ours comes before it."""
    parser.add_argument(
        "--nostatic",
        action="store_false",
        dest="use_static_handler",
        help="Do not serve static files at STATIC_URL.",
    )
    parser.add_argument(
        "--insecure",
        action="store_true",
        dest="insecure_serving",
        help="Serve static files even if DEBUG is False.",
    )


def _http(details: dict[str, Any]) -> str:
    status = "-" if details["status"] is None else details["status"]
    return (
        f"HTTP {details['method']} {details['path']} {status} "
        f"[{details['time_taken']:.2f}, {details['client']}]\n"
    )


def _websocket(what: str) -> Callable[[dict[str, Any]], str]:
    return lambda details: f"WebSocket {what} {details['path']} [{details['client']}]\n"


_TEXTS: dict[tuple[str, str], Callable[[dict[str, Any]], str]] = {
    ("http", "complete"): _http,
    ("websocket", "connected"): _websocket("CONNECT"),
    ("websocket", "disconnected"): _websocket("DISCONNECT"),
    ("websocket", "connecting"): _websocket("HANDSHAKING"),
    ("websocket", "rejected"): _websocket("REJECT"),
}

_STYLES: tuple[tuple[Callable[[int], bool], str], ...] = (
    (lambda status: 200 <= status < 300, "HTTP_SUCCESS"),
    (lambda status: 100 <= status < 200, "HTTP_INFO"),
    (lambda status: status == 304, "HTTP_NOT_MODIFIED"),
    (lambda status: 300 <= status < 400, "HTTP_REDIRECT"),
    (lambda status: status == 404, "HTTP_NOT_FOUND"),
    (lambda status: 400 <= status < 500, "HTTP_BAD_REQUEST"),
    (lambda status: True, "HTTP_SERVER_ERROR"),
)
