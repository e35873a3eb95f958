"""``daphne.cli``: the command ``daphne mysite.asgi:channel_layer`` (CLASSIC-SPEC §7.1).

Role: read arguments, import the layer they name, run a ``Server``. It must not know how anything
is served.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from typing import Any

from sandbox.protocols import options
from sandbox.protocols.access import AccessLogGenerator
from sandbox.protocols.daphne.server import Server

__all__ = ["CommandLineInterface"]

CONNECT_TIMEOUT = 5.0
"""The command's own default; a server's is 20 (§7.1)."""

_LEVELS = (logging.WARN, logging.INFO, logging.DEBUG)


class CommandLineInterface:
    """The command. ``CommandLineInterface.entrypoint()`` runs it with this process's arguments."""

    description = "Serve HTTP and WebSocket for the workers of a channel layer."

    server_class: Any = None
    """What serves; ``None``: :class:`Server` of this module, looked up when it is needed."""

    def __init__(self) -> None:
        self.parser = argparse.ArgumentParser(
            prog="daphne",
            description=self.description,
            epilog="Example: daphne -b 127.0.0.1 -p 8000 mysite.asgi:channel_layer",
        )
        options.add_places(self.parser, host=("-b", "--bind"), port=("-p", "--port"))
        options.add_options(self.parser, connect_timeout=CONNECT_TIMEOUT)
        self.parser.add_argument(
            "-v",
            "--verbosity",
            type=int,
            default=1,
            choices=(0, 1, 2),
            help="0 warnings, 1 also the access log, 2 everything (1)",
        )
        self.parser.add_argument(
            "--force-sync", action="store_true", help="without effect: nothing polls here"
        )
        self.parser.add_argument(
            "channel_layer", help="where the layer is: mysite.asgi:channel_layer"
        )

    @classmethod
    def entrypoint(cls) -> None:
        """Run with this process's arguments."""
        cls().run(sys.argv[1:])

    def run(self, args: Sequence[str]) -> None:
        """Serve as *args* say, until interrupted.

        ``SystemExit`` for wrong arguments; what importing the layer raises, and ``PortTaken``.
        """
        given = self.parser.parse_args(list(args))
        logging.basicConfig(
            level=_LEVELS[given.verbosity], format="%(asctime)-15s %(levelname)-8s %(message)s"
        )
        layer = _imported(given.channel_layer)
        arguments = options.server_arguments(given)
        front = arguments.pop("front")
        server = (self.server_class or Server)(
            channel_layer=layer,
            endpoints=options.endpoints_of(given),
            http_timeout=arguments.pop("http_timeout"),
            websocket_timeout=arguments.pop("websocket_timeout"),
            websocket_connect_timeout=arguments.pop("connect_timeout"),
            websocket_handshake_timeout=arguments.pop("handshake_timeout"),
            ping_interval=arguments.pop("ping_interval"),
            ping_timeout=arguments.pop("ping_timeout"),
            ws_protocols=arguments.pop("ws_protocols"),
            root_path=front.root_path,
            proxy_forwarded_address_header=front.address_header,
            proxy_forwarded_port_header=front.port_header,
            proxy_forwarded_proto_header=front.proto_header,
            action_logger=arguments.pop("action_logger") or _spoken(given.verbosity),
            force_sync=given.force_sync,
            verbosity=given.verbosity,
            compression=arguments.pop("compression"),
            limits=arguments.pop("limits"),
        )
        server.run()


def _spoken(verbosity: int) -> AccessLogGenerator | None:
    """Return the access log on stdout that verbosity 1 and 2 have (§7.1)."""
    return AccessLogGenerator(sys.stdout) if verbosity >= 1 else None


def _imported(path: str) -> Any:
    """Return what ``module:name.name`` names; modules are found from the current folder on."""
    sys.path.insert(0, os.getcwd())
    module, _, names = path.partition(":")
    found: Any = importlib.import_module(module)
    for name in (names or "channel_layer").split("."):
        found = getattr(found, name)
    return found
