"""HTTP: what a request means as a channel message, and what replies mean as a response.

Role: CLASSIC-SPEC §2.1, §2.2 and §7.3 as pure code: dicts in, ASGI events out, one small state a
request. It must not know of sockets, tasks, timers or how messages are carried.

::

    waiting ──status──► started ──no more content──► ended
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from sandbox.protocols.websocket import Malformed, header_list

__all__ = [
    "CLOSED",
    "ENDED",
    "STARTED",
    "WAITING",
    "HttpState",
    "chunk_messages",
    "disconnect_message",
    "error_page",
    "request_message",
    "title_of",
]

WAITING, STARTED, ENDED = "waiting", "started", "ended"


def request_message(
    scope: Any, reply_channel: str, body: bytes, body_channel: str | None = None
) -> dict[str, Any]:
    """Return the ``http.request`` message for an ASGI scope (§2.1).

    *body* is all of it, or its beginning: then the rest comes in chunks through *body_channel*.
    """
    client, server = scope.get("client"), scope.get("server")
    message = {
        "reply_channel": reply_channel,
        "http_version": scope["http_version"],
        "method": scope["method"].upper(),
        "scheme": scope.get("scheme") or "http",
        "path": scope["path"],
        "root_path": scope.get("root_path") or "",
        "query_string": bytes(scope.get("query_string") or b""),
        "headers": [[name, value] for name, value in header_list(scope["headers"])],
        "body": body,
        "client": list(client) if client else None,
        "server": list(server) if server else None,
    }
    if body_channel is not None:
        message["body_channel"] = body_channel
    return message


def chunk_messages(part: bytes, more: bool, size: int) -> Iterator[dict[str, Any]]:
    """Yield the body chunks (§2.2) for a *part* of a body, each of *size* bytes at most."""
    for start in range(0, max(1, len(part)), size):
        last = start + size >= len(part)
        yield {"content": part[start : start + size], "more_content": more or not last}


CLOSED = {"content": b"", "closed": True, "more_content": False}
"""The last chunk of a body that never became whole (§2.2): the request is to be abandoned."""


def disconnect_message(reply_channel: str, path: str) -> dict[str, Any]:
    """Return the ``http.disconnect`` message (§2.2)."""
    return {"reply_channel": reply_channel, "path": path}


def error_page(status: int, title: str, body: str) -> dict[str, Any]:
    """Return a small page as a reply message: what the server says itself (§7.3)."""
    text = (
        f"<!DOCTYPE html><html><head><title>{status} {html.escape(title)}</title></head>"
        f"<body><h1>{html.escape(title)}</h1><p>{html.escape(body)}</p>"
        "<footer>channel sandbox</footer></body></html>"
    ).encode()
    return {
        "status": status,
        "headers": [
            (b"Content-Type", b"text/html; charset=utf-8"),
            (b"Content-Length", str(len(text)).encode()),
        ],
        "content": text,
        "more_content": False,
    }


def title_of(status: int) -> str:
    """Return what a status is called, such as "Not Found"."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Status"


_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


def _header(pair: Any) -> tuple[bytes, bytes]:
    """Return a response's header as bytes; what would break out of its line is refused."""
    try:
        name, value = (
            part.encode("latin-1") if isinstance(part, str) else bytes(memoryview(part))
            for part in pair
        )
    except (TypeError, ValueError) as error:
        raise Malformed(
            f"A response's header is a pair of bytes or text (latin-1), not {pair!r}."
        ) from error
    if not _NAME.fullmatch(name) or _CONTROL.search(value):
        raise Malformed(f"A response's header has a name and no control characters, not {pair!r}.")
    return name, value


def _body_of(content: dict[str, Any]) -> bytes:
    body = content.get("content", b"")
    if body is None:
        return b""
    if not isinstance(body, (bytes, bytearray)):
        raise Malformed(f"A response's content is bytes, not {type(body).__name__}.")
    return bytes(body)


class HttpState:
    """Where one response stands, and what a reply means there.

    *head_only*: the request was a HEAD, so whatever its consumer says, no body is sent.
    """

    __slots__ = ("_head_only", "phase", "size", "status")

    def __init__(self, head_only: bool = False) -> None:
        self.phase = WAITING
        self.status: int | None = None
        self.size = 0
        """Bytes of body so far."""
        self._head_only = head_only

    def answer(self, content: dict[str, Any]) -> tuple[dict[str, Any], ...]:
        """Return the ASGI events that a reply calls for; the phase moves with them.

        Raises :class:`Malformed` for a reply that is none; nothing changes then.
        """
        if self.phase == ENDED:
            return ()
        first = self.phase == WAITING
        if not first and "status" in content:
            raise Malformed("Only the first message of a response has a status (§2.2).")
        head = _head_of(content) if first else None
        body = _body_of(content)
        more = bool(content.get("more_content", False))
        if head is not None:
            self.status = head["status"]
        if self._head_only or self.status in (204, 304):
            body = b""
        self.size += len(body)
        self.phase = STARTED if more else ENDED
        event = {"type": "http.response.body", "body": body, "more_body": more}
        return (head, event) if head is not None else (event,)


def _head_of(content: dict[str, Any]) -> dict[str, Any]:
    status = content.get("status")
    if "status" not in content:
        raise Malformed(
            "The first message of a response has a status; this one has "
            f"{', '.join(sorted(map(str, content))) or 'nothing'}."
        )
    if not isinstance(status, int) or not 200 <= status <= 599:
        raise Malformed(f"A response's status is a number from 200 to 599, not {status!r}.")
    headers = content.get("headers") or ()
    if not isinstance(headers, (list, tuple)):
        raise Malformed(f"A response's headers are a list of pairs, not {headers!r}.")
    return {
        "type": "http.response.start",
        "status": int(status),
        "headers": [_header(pair) for pair in headers],
    }
