"""Opens one WebSocket: TCP connection, announcement, upgrade; blocking, in the caller's thread.

websocket-client speaks the handshake; it is imported on first use. This module must not know
tabs or the hub.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.clients.headers import Headers, Target
from sandbox.clients.jar import Jar

__all__ = [
    "Address",
    "HandshakeFailed",
    "Opened",
    "Opening",
    "check_subprotocol",
    "connect_socket",
    "open_websocket",
    "request_headers",
]

Address = tuple[str, int]
"""A local host and port: what the server sees as its client."""

#: Headers that a handshake has anyway; a caller's value takes the place of the usual one.
_OWN = ("origin", "host", "cookie")

#: A server's answer to the handshake has at most this many bytes of head.
MAX_HEAD = 64 * 1024


class HandshakeFailed(Exception):
    """No WebSocket came of it; *status* is the HTTP status, None if there was no HTTP answer.

    Internal: tabs and crowds turn it into TabClosed with their own name in it.
    """

    def __init__(self, text: str, status: int | None = None) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True, slots=True)
class Opening:
    """How to open a connection, so that it can be opened again in the same way."""

    target: Target
    headers: tuple[tuple[str, str | None], ...] = ()
    subprotocols: tuple[str, ...] = ()
    cookies: Jar = field(default_factory=Jar)
    #: Seconds for the TCP connection and the handshake together.
    timeout: float = 10.0


@dataclass(frozen=True, slots=True)
class Opened:
    """An open WebSocket; the socket does not block any more."""

    socket: Any
    """A ``socket.socket``; ``None`` where there is none (the cooperative runtime)."""
    #: Bytes of the server's first frames, if they came along with the handshake.
    early: bytes
    headers: Headers
    subprotocol: str | None


def connect_socket(target: Target, timeout: float | None) -> socket.socket:
    """Return a TCP connection to *target* without Nagle's delay.

    Raises HandshakeFailed if nothing answers within *timeout* seconds (None: the system's limit).
    """
    try:
        sock = socket.create_connection((target.host, target.port), timeout)
    except OSError as error:
        raise HandshakeFailed(f"nothing answers on {target.netloc} ({_why(error)})") from error
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def open_websocket(opening: Opening, announce: Callable[[Address], None]) -> Opened:
    """Open a WebSocket; *announce* gets the local address before the server hears of it.

    Raises HandshakeFailed; the socket is closed then, and after an interrupt as well.
    """
    deadline = time.monotonic() + opening.timeout
    sock = connect_socket(opening.target, opening.timeout)
    try:
        announce(sock.getsockname()[:2])
        return _upgrade(_Wire(sock, deadline), opening)
    except BaseException:
        sock.close()
        raise


def _upgrade(wire: _Wire, opening: Opening) -> Opened:
    """Let websocket-client do the handshake over *wire*."""
    import websocket

    target = opening.target
    client: Any = websocket.WebSocket(enable_multithread=False)
    try:
        # The host name is given as an option: websocket-client has one cookie jar for the whole
        # process, keyed by the URL's host, and a name that nobody has keeps our tabs out of it.
        client.connect(f"ws://tab.invalid{target.resource}", socket=wire, **_options(opening))
        if wire.status != 101:  # older versions take a redirect that is not followed for success
            raise ValueError(wire.status_text)
    except (websocket.WebSocketException, OSError, ValueError) as error:
        raise _failure(error, wire, opening) from error
    headers = wire.headers
    opening.cookies.store(headers.get_all("set-cookie"), target.path)
    wire.socket.setblocking(False)
    return Opened(wire.socket, wire.rest(), headers, headers.get("sec-websocket-protocol"))


def _options(opening: Opening) -> dict[str, object]:
    """Return websocket-client's options; a header given as None is left out."""
    given = {name.lower(): value for name, value in opening.headers}
    origin = given.get("origin", opening.target.origin)
    cookies = [opening.cookies.header(opening.target.path), given.get("cookie")]
    return {
        "origin": origin,
        "suppress_origin": origin is None,
        "host": given.get("host") or opening.target.netloc,
        "cookie": "; ".join(filter(None, cookies)) or None,
        "subprotocols": list(opening.subprotocols) or None,
        "header": [f"{n}: {v}" for n, v in opening.headers if n.lower() not in _OWN and v],
        "redirect_limit": 0,  # a browser's WebSocket follows no redirect
    }


def request_headers(opening: Opening, key: str) -> list[tuple[str, str]]:
    """Return the headers of a handshake as websocket-client sends them, for who has no socket.

    *key* is what goes under Sec-WebSocket-Key.
    """
    options: dict[str, Any] = _options(opening)
    pairs = [
        ("Upgrade", "websocket"),
        ("Host", options["host"]),
        ("Origin", options["origin"]),
        ("Sec-WebSocket-Key", key),
        ("Sec-WebSocket-Version", "13"),
        ("Connection", "Upgrade"),
        ("Sec-WebSocket-Protocol", ",".join(opening.subprotocols) or None),
        *((name, value) for name, value in opening.headers if name.lower() not in _OWN),
        ("Cookie", options["cookie"]),
    ]
    return [(name, value) for name, value in pairs if value]


def check_subprotocol(chosen: str | None, opening: Opening) -> None:
    """Raise HandshakeFailed where the server agreed on none of the subprotocols asked for."""
    if opening.subprotocols and chosen not in opening.subprotocols:
        asked = ", ".join(opening.subprotocols)
        raise HandshakeFailed(
            f"the server chose the subprotocol {chosen or 'none'}, not one of {asked}"
        )


def _failure(error: Exception, wire: _Wire, opening: Opening) -> HandshakeFailed:
    """Say in words what became of the handshake."""
    status = wire.status
    if status == 101 and opening.subprotocols:
        chosen = wire.headers.get("sec-websocket-protocol", "none")
        asked = ", ".join(opening.subprotocols)
        return HandshakeFailed(f"the server chose the subprotocol {chosen}, not one of {asked}")
    if status is not None and status != 101:
        return HandshakeFailed(f"the server refused the handshake: {wire.status_text}", status)
    if time.monotonic() >= wire.deadline:
        return HandshakeFailed(
            f"the server did not answer the handshake within {opening.timeout:g} s"
        )
    if status == 101 or wire.spoke:
        return HandshakeFailed(f"the server's answer is not a WebSocket handshake ({error})")
    return HandshakeFailed("the server dropped the connection during the handshake")


def _why(error: OSError) -> str:
    """Return an operating system's error in a few words."""
    return (error.strerror or str(error) or type(error).__name__).lower()


class _Wire:
    """What websocket-client sees of the socket: it reads byte by byte, this reads ahead.

    It also holds the deadline of the whole handshake, where a socket's timeout starts anew with
    every byte, and keeps the answer's head with all its headers, which websocket-client merges.
    """

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self.socket = sock
        self.deadline = deadline
        self._read = bytearray()
        self._given = 0

    def recv(self, size: int) -> bytes:
        """Return up to *size* bytes; empty at the end of the stream."""
        if self._given == len(self._read):
            self.socket.settimeout(self.gettimeout())
            self._read += self.socket.recv(4096)
            if len(self._read) > MAX_HEAD and self.status is None:
                raise ValueError("its head does not end")
        chunk = bytes(self._read[self._given : self._given + size])
        self._given += len(chunk)
        return chunk

    def send(self, data: bytes) -> int:
        """Send what fits, before the deadline."""
        self.socket.settimeout(self.gettimeout())
        return self.socket.send(data)

    def gettimeout(self) -> float:
        """Return the seconds left; never 0, which would mean not to wait at all."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        return left

    def close(self) -> None:
        """Close the socket; websocket-client calls it when the handshake fails."""
        self.socket.close()

    def rest(self) -> bytes:
        """Return what was read beyond the handshake."""
        return bytes(self._read[self._given :])

    @property
    def spoke(self) -> bool:
        """Whether the server sent anything."""
        return bool(self._read)

    @property
    def _head(self) -> list[str]:
        """The lines of the answer's head; empty while it is incomplete."""
        head, end, _ = self._read.partition(b"\r\n\r\n")
        return head.decode("latin-1").split("\r\n") if end else []

    @property
    def status_text(self) -> str:
        """Status and reason as the server wrote them."""
        return self._head[0].partition(" ")[2].strip() if self._head else ""

    @property
    def status(self) -> int | None:
        """The HTTP status; None without a complete head."""
        number = self.status_text.partition(" ")[0]
        return int(number) if number.isdecimal() else None

    @property
    def headers(self) -> Headers:
        """The answer's headers, one by one."""
        pairs = (line.partition(":") for line in self._head[1:])
        return Headers((name.strip(), value.strip()) for name, _, value in pairs)
