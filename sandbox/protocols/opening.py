"""The opening handshake (RFC 6455 §4), its ASGI scope, and the HTTP answers to it.

Role: one request in, an :class:`Opening` or a refusal out; ``websockets`` does the checking. It
must not know who decides, or how bytes travel.
"""

from __future__ import annotations

import email.utils
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from websockets.datastructures import Headers
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.http11 import Request, Response
from websockets.server import ServerProtocol

if TYPE_CHECKING:
    from websockets.extensions import Extension

__all__ = ["Opening", "Refused", "plain_response", "read_opening"]

_LOGGER = logging.getLogger("uvicorn.error")
_UNSAFE = re.compile("[\r\n\0]")
_STATUSES = frozenset(HTTPStatus)

# Small windows: with the library's 15 bits a connection would cost 300 KiB.
_DEFLATE = ServerPerMessageDeflateFactory(
    server_max_window_bits=12, client_max_window_bits=12, compress_settings={"memLevel": 5}
)


@dataclass(frozen=True, slots=True)
class Refused:
    """A handshake that is none: the HTTP *response* in bytes, its *status*, and *why* in words."""

    response: bytes
    status: int
    why: str


class Opening:
    """A handshake that is not decided: the request, the answer to it, and what was negotiated."""

    __slots__ = ("extensions", "request", "response")

    def __init__(self, request: Request, response: Response, extensions: list[Extension]) -> None:
        self.request = request
        self.response = response
        self.extensions = extensions

    def scope(self, root_path: str) -> dict[str, Any]:
        """Return those parts of the ASGI scope that the request decides."""
        path, query = _split_target(self.request.path)
        headers = list(self.request.headers.raw_items())
        offered = self.request.headers.get_all("Sec-WebSocket-Protocol")
        return {
            "type": "websocket",
            "http_version": "1.1",
            "root_path": root_path,
            "path": root_path + unquote(path),
            "raw_path": (root_path + path).encode("ascii"),
            "query_string": query.encode("ascii"),
            "headers": [(k.lower().encode("ascii"), v.encode("latin-1")) for k, v in headers],
            "subprotocols": [name.strip() for line in offered for name in line.split(",")],
            "extensions": {"websocket.http.response": {}, "websocket.abort": {}},
        }

    def accept(self, headers: Iterable[tuple[bytes, bytes]], subprotocol: str | None) -> bytes:
        """Return the 101; ``ValueError`` for a header that cannot be sent."""
        pairs = list(headers)
        if subprotocol is not None:
            pairs.append((b"Sec-WebSocket-Protocol", subprotocol.encode("latin-1")))
        answer = Headers(self.response.headers)
        answer.update(_decoded(pairs))
        return Response(101, self.response.reason_phrase, answer).serialize()

    def deny(self, status: int, headers: Iterable[tuple[bytes, bytes]]) -> None:
        """Take the head of the application's own answer; ``ValueError`` if it cannot be sent."""
        if type(status) is not int or not 200 <= status <= 599:
            raise ValueError(
                f"websocket.http.response.start expects a status from 200 to 599, not {status!r}."
            )
        answer = Headers(_decoded(headers))
        answer.setdefault("date", email.utils.formatdate(usegmt=True))
        answer.setdefault("connection", "close")
        phrase = HTTPStatus(status).phrase if status in _STATUSES else ""
        self.response = Response(status, phrase, answer)

    def denial(self, body: bytes, more: bool) -> bytes:
        """Return the denial with the first part of its body; unless *more* comes, its length."""
        if not more:
            self.response.headers.setdefault("content-length", str(len(body)))
        return self.response.serialize() + body


def read_opening(data: bytes, deflate: bool) -> Opening | Refused:
    """Check the handshake request *data*: an opening, or why it is refused.

    With *deflate* the compression that a client offers is agreed to.
    """
    conn = ServerProtocol(extensions=[_DEFLATE] if deflate else None, logger=_LOGGER)
    conn.receive_data(data)
    events = conn.events_received()
    if not events or not isinstance(events[0], Request):
        answer = b"".join(conn.data_to_send()) or plain_response(HTTPStatus.BAD_REQUEST)
        return Refused(answer, int(answer.split(b" ", 2)[1]), _why(conn.parser_exc))
    request = events[0]
    response = conn.accept(request)
    if response.status_code == 101:
        del response.headers["Date"]  # the server has its own, or none
        return Opening(request, response, conn.extensions)
    if request.headers.get_all("Sec-WebSocket-Version") != ["13"]:
        response.headers["Sec-WebSocket-Version"] = "13"  # RFC 6455 §4.4
    return Refused(response.serialize(), response.status_code, _why(conn.handshake_exc))


def _why(error: BaseException | None) -> str:
    """Return in words what is wrong with a handshake, the innermost reason last."""
    words = []
    while error is not None:
        words.append(str(error))
        error = error.__cause__
    return f"the WebSocket handshake is wrong: {': '.join(words) or 'it is not whole'}"


def plain_response(status: HTTPStatus) -> bytes:
    """Return a whole HTTP response that says *status* and nothing more."""
    return ServerProtocol(logger=_LOGGER).reject(status, f"{status.phrase}\n").serialize()


def _split_target(target: str) -> tuple[str, str]:
    """Return path and query string of a request target, which may be a whole URL."""
    if not target.startswith("/"):
        parts = urlsplit(target)
        return parts.path or "/", parts.query
    path, _, query = target.partition("?")
    return path, query


def _decoded(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    """Return ASGI header pairs as str; ``ValueError`` where one would break out of its line."""
    pairs = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
    for name, value in pairs:
        if not name or _UNSAFE.search(name) or _UNSAFE.search(value):
            raise ValueError(
                "A header expects a name, and no line ends or NUL in name and value, "
                f"but {name!r}: {value!r} came."
            )
    return pairs
