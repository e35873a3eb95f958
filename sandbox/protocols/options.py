"""A server's options as words on a command line (CLASSIC-SPEC §7.1).

Role: offer the options to argparse and turn what was given into arguments of
:class:`~sandbox.protocols.server.ProtocolServer`; shared by ``sandbox serve`` and ``daphne``. It
must not start anything.

Times are in seconds, and a negative one means never; sizes are in bytes.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import IO, Any

from sandbox.protocols import endpoints
from sandbox.protocols.access import AccessLogGenerator
from sandbox.protocols.limits import Limits
from sandbox.protocols.proxies import Front

__all__ = [
    "add_limits",
    "add_options",
    "add_places",
    "endpoints_of",
    "port_number",
    "server_arguments",
]

HOST, PORT = "127.0.0.1", 8000


def add_places(parser: Any, *, host: tuple[str, ...], port: tuple[str, ...]) -> None:
    """Offer where to listen; *host* and *port* are how these two are spelled."""
    parser.add_argument(*host, dest="host", default=None, help=f"where to listen ({HOST})")
    parser.add_argument(
        *port, dest="port", type=port_number, default=None, help=f"0 takes a free one ({PORT})"
    )
    parser.add_argument(
        "-u",
        "--unix-socket",
        dest="unix_socket",
        metavar="PATH",
        help="a socket in the file system, beside or instead of a port",
    )
    parser.add_argument(
        "--fd",
        dest="file_descriptor",
        type=_count,
        metavar="N",
        help="a descriptor of a socket that is bound already",
    )
    parser.add_argument(
        "-e",
        "--endpoint",
        dest="socket_strings",
        action="append",
        default=[],
        metavar="TEXT",
        help="tcp:port=8000:interface=127.0.0.1, unix:PATH or fd:fileno=3; as often as you like",
    )


def endpoints_of(arguments: argparse.Namespace) -> list[str]:
    """Return the descriptions of all endpoints that were asked for, sorted.

    With no option at all it is the default port; of host and port one alone has the other's
    default; other places alone mean no port. Duplicates are kept.
    """
    host, port = arguments.host, arguments.port
    others = (
        arguments.unix_socket is not None
        or arguments.file_descriptor is not None
        or arguments.socket_strings
    )
    if host is not None or port is not None or not others:
        host = HOST if host is None else host
        port = PORT if port is None else port
    built = endpoints.build_endpoint_description_strings(
        host, port, arguments.unix_socket, arguments.file_descriptor
    )
    return sorted([*arguments.socket_strings, *built])


def add_options(parser: Any, *, connect_timeout: float) -> None:
    """Offer how to serve; *connect_timeout* is the default of that option."""
    timing = parser.add_argument_group("times, in seconds; -1: never")
    for name, default, text in (
        ("http-timeout", 120.0, "until an unanswered request gets a 503"),
        ("websocket-timeout", None, "that a WebSocket may live (the layer's group expiry)"),
        ("websocket-connect-timeout", connect_timeout, "for a connect consumer, then 403"),
        ("websocket-handshake-timeout", 5.0, "the same, then the connection is dropped"),
        ("ping-interval", 20.0, "of silence before a WebSocket is pinged"),
        ("ping-timeout", 30.0, "for its answer"),
    ):
        spellings = [f"--{name}"]
        if "_" not in name and name.startswith("websocket"):
            spellings.append(f"--{name.replace('-', '_')}")
        if name == "http-timeout":
            spellings.insert(0, "-t")
        shown = "" if default is None else f" ({default:g})"
        timing.add_argument(
            *spellings,
            dest=name.replace("-", "_"),
            type=float,
            default=default,
            metavar="S",
            help=text + shown,
        )
    parser.add_argument(
        "--ws-protocol",
        dest="ws_protocols",
        nargs="*",
        default=[],
        metavar="NAME",
        help="the WebSocket subprotocols that are spoken",
    )
    parser.add_argument(
        "--root-path", default="", metavar="PATH", help="SCRIPT_NAME of the project"
    )
    parser.add_argument(
        "--proxy-headers",
        action="store_true",
        help="believe X-Forwarded-For, -Port and -Proto: only behind a proxy that sets them",
    )
    parser.add_argument(
        "--access-log", metavar="FILE", help="a line for each request and socket; - is stdout"
    )
    parser.add_argument(
        "--compress", action="store_true", help="agree to permessage-deflate where it is offered"
    )
    add_limits(parser)


def add_limits(parser: Any) -> None:
    """Offer the bounds that one may want to move."""
    limits = parser.add_argument_group("bounds, in bytes where they are sizes")
    normal = Limits()
    for name, field, text in (
        ("max-body", "body_bytes", "of a request's body, else 413"),
        ("max-headers", "header_bytes", "of a request's head, else 431"),
        ("max-message", "message_bytes", "of a WebSocket message, else close 1009"),
        ("max-unsent", "unsent_bytes", "that a slow WebSocket client may leave unread, else 1013"),
        ("max-connections", "connections", "open at once, else 503"),
        ("max-handshakes", "handshakes", "undecided at once, else 503"),
    ):
        limits.add_argument(
            f"--{name}",
            dest=field,
            type=_count,
            default=getattr(normal, field),
            metavar="N",
            help=f"{text} (%(default)s)",
        )


def server_arguments(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what ``ProtocolServer`` takes, but for layer, loop and log.

    ``ValueError`` for an endpoint that is none, ``OSError`` for an access log that cannot be
    written.
    """
    return {
        "endpoints": [endpoints.read(one) for one in endpoints_of(arguments)],
        "http_timeout": arguments.http_timeout,
        "websocket_timeout": arguments.websocket_timeout,
        "connect_timeout": arguments.websocket_connect_timeout,
        "handshake_timeout": arguments.websocket_handshake_timeout,
        "ping_interval": arguments.ping_interval,
        "ping_timeout": arguments.ping_timeout,
        "ws_protocols": list(arguments.ws_protocols),
        "compression": arguments.compress,
        "front": _front(arguments),
        "limits": _limits(arguments),
        "action_logger": _access_log(arguments.access_log),
    }


def _front(arguments: argparse.Namespace) -> Front:
    front = Front(root_path=arguments.root_path)
    if not arguments.proxy_headers:
        return front
    return replace(
        front,
        address_header="X-Forwarded-For",
        port_header="X-Forwarded-Port",
        proto_header="X-Forwarded-Proto",
    )


def _limits(arguments: argparse.Namespace) -> Limits:
    names = (
        "body_bytes",
        "header_bytes",
        "message_bytes",
        "unsent_bytes",
        "connections",
        "handshakes",
    )
    return Limits(**{name: getattr(arguments, name) for name in names})


def _access_log(where: str | None) -> AccessLogGenerator | None:
    if not where:
        return None
    # Closed when the process ends: a server may write to the last.
    stream: IO[str] = sys.stdout if where == "-" else open(where, "a")  # noqa: SIM115
    return AccessLogGenerator(stream)  # type: ignore[arg-type]


def _count(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"at least 0, not {value}")
    return value


def port_number(text: str) -> int:
    """Return the port that *text* says, for argparse: 0 to 65535."""
    value = _count(text)
    if value > 65535:
        raise argparse.ArgumentTypeError(f"at most 65535, not {value}")
    return value
