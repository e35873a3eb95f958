"""Where a server listens: descriptions such as ``tcp:port=8000:interface=127.0.0.1`` (§7.1).

Role: read and write the descriptions that Daphne took from Twisted, as pure code. It must not open
anything. Of Twisted's own kinds only ``tcp``, ``unix`` and ``fd`` are known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Descriptor", "Endpoint", "Tcp", "Unix", "build_endpoint_description_strings", "read"]


@dataclass(frozen=True, slots=True)
class Tcp:
    """A TCP port; 0 takes a free one."""

    host: str = "127.0.0.1"
    port: int = 0

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Unix:
    """A socket in the file system; it is made, and taken away at the end."""

    path: str

    def __str__(self) -> str:
        return f"unix:{self.path}"


@dataclass(frozen=True, slots=True)
class Descriptor:
    """A file descriptor of a socket that is bound already, as a process manager hands it over."""

    fileno: int

    def __str__(self) -> str:
        return f"fd:{self.fileno}"


Endpoint = Tcp | Unix | Descriptor
"""Any place to listen."""


def build_endpoint_description_strings(
    host: str | None = None,
    port: int | None = None,
    unix_socket: str | None = None,
    file_descriptor: int | None = None,
) -> list[str]:
    """Return descriptions for what is given; ``None`` is "not given", 0 is a value (§15.1 row 18).

    ``ValueError`` where only one of *host* and *port* is given.
    """
    if (host is None) != (port is None):
        raise ValueError(
            f"A TCP endpoint needs host and port, but only {'port' if host is None else 'host'} "
            "was given."
        )
    found = []
    if host is not None:
        found.append(f"tcp:port={port}:interface={host.strip('[]').replace(':', chr(92) + ':')}")
    if unix_socket is not None:
        found.append(f"unix:{unix_socket}")
    if file_descriptor is not None:
        found.append(f"fd:fileno={file_descriptor}")
    return found


def read(description: str) -> Endpoint:
    """Return what *description* means. ``ValueError`` says what is wrong with it."""
    kind, _, rest = description.partition(":")
    given = [part.replace("\\:", ":") for part in re.split(r"(?<!\\):", rest)] if rest else []
    named = dict(part.split("=", 1) for part in given if "=" in part)
    plain = [part for part in given if "=" not in part]
    if kind == "tcp":
        port = named.get("port", plain[0] if plain else "")
        host = named.get("interface", "127.0.0.1")
        return Tcp(host, _number(port, description, 65535))
    if kind == "unix":
        path = named.get("address", plain[0] if plain else rest)
        if path:
            return Unix(path)
    if kind == "fd":
        return Descriptor(_number(named.get("fileno", plain[0] if plain else ""), description))
    raise ValueError(
        "An endpoint is tcp:port=8000:interface=127.0.0.1, unix:/path/to/socket or fd:fileno=3, "
        f"not {description!r}: Twisted's other kinds are not known here."
    )


def _number(text: str, description: str, most: int | None = None) -> int:
    if not text.isascii() or not text.isdigit() or (most is not None and int(text) > most):
        raise ValueError(f"A number was expected in the endpoint {description!r}, not {text!r}.")
    return int(text)
