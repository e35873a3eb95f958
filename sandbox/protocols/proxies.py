"""What a proxy in front of the server says of the client behind it (CLASSIC-SPEC §7.3, §7.5).

Role: read and take out the headers that only a trusted proxy may set, as pure code over an ASGI
scope. It must not know servers, messages or sockets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

__all__ = ["Front", "parse_x_forwarded_for"]

_ROOT_PATH = b"daphne-root-path"


@dataclass(frozen=True, slots=True)
class Front:
    """What stands in front of a server.

    Name the headers only where a proxy sets them: else any client says who it is. ``None``: the
    header is not looked at. *root_path* is SCRIPT_NAME; the header ``Daphne-Root-Path`` of a
    request comes before it (§7.3).
    """

    root_path: str = ""
    address_header: str | None = None
    port_header: str | None = None
    proto_header: str | None = None

    def see_through(self, scope: dict[str, Any]) -> None:
        """Put into *scope* what is true behind the proxy: client, scheme, root path; a Unix
        socket has no addresses."""
        headers = scope["headers"]
        server = scope.get("server")
        if server is not None and server[1] is None:
            scope["server"] = None
        scope["root_path"] = self.root_path
        for name, value in headers:
            if name == _ROOT_PATH:
                scope["root_path"] = unquote(value.decode("ascii", "replace"))
        if self.address_header is not None:
            self._see_client(scope)
        if any(name == _ROOT_PATH for name, _ in headers):
            scope["headers"] = [pair for pair in headers if pair[0] != _ROOT_PATH]

    def _see_client(self, scope: dict[str, Any]) -> None:
        headers: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            headers[name] = headers[name] + b"," + value if name in headers else value
        client, scheme = parse_x_forwarded_for(
            headers,
            self.address_header,
            self.port_header,
            self.proto_header,
            scope.get("client"),
            scope.get("scheme"),
        )
        scope["client"] = tuple(client) if client else None
        if scheme:
            scope["scheme"] = scheme


def parse_x_forwarded_for(
    headers: Any,
    address_header_name: str | None = "X-Forwarded-For",
    port_header_name: str | None = "X-Forwarded-Port",
    proto_header_name: str | None = "X-Forwarded-Proto",
    original_addr: Any = None,
    original_scheme: str | None = None,
) -> tuple[Any, str | None]:
    """Return the client's address as ``[host, port]`` and its scheme, as a proxy tells them.

    *headers* is a mapping, or has Twisted's ``getAllRawHeaders()``; names and values are bytes or
    str, a value may be a list. Names are matched without regard to case. Without the address
    header the originals come back; port and scheme count only together with it (§7.5).
    """
    found = _as_text(headers)
    addresses = _named(found, address_header_name)
    if not addresses:
        return original_addr, original_scheme
    address = [addresses.split(",")[0].strip(), 0]
    port = _named(found, port_header_name)
    if port and port.split(",")[0].strip().isascii() and port.split(",")[0].strip().isdigit():
        address[1] = int(port.split(",")[0])
    scheme = _named(found, proto_header_name)
    return address, scheme.split(",")[0].strip() if scheme else original_scheme


def _named(headers: Mapping[str, str], name: str | None) -> str | None:
    return headers.get(name.lower()) if name else None


def _as_text(headers: Any) -> dict[str, str]:
    pairs = headers.getAllRawHeaders() if hasattr(headers, "getAllRawHeaders") else headers.items()
    found: dict[str, str] = {}
    for name, value in pairs:
        first = value[0] if isinstance(value, (list, tuple)) else value
        found[_text(name).lower()] = _text(first)
    return found


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
