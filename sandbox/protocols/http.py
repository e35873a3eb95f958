"""HTTP: what a request means as a channel message, and what replies mean as a response.

Role: CLASSIC-SPEC §2.1, §2.2 and §7.3 as pure code: dicts in, ASGI events out, one small state a
request. It must not know of sockets, tasks, timers or how messages are carried.

::

    waiting ──status──► started ──no more content──► ended
"""

from __future__ import annotations

import html
from typing import Any

from sandbox.protocols.websocket import Malformed, header_list

__all__ = ["ENDED", "STARTED", "WAITING", "HttpState", "disconnect_message", "error_page", "request_message"]

WAITING, STARTED, ENDED = "waiting", "started", "ended"


def request_message(scope: Any, reply_channel: str, body: bytes) -> dict[str, Any]:
    """Return the ``http.request`` message for an ASGI scope and its whole body (§2.1)."""
    client, server = scope.get("client"), scope.get("server")
    return {
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


def _header_bytes(value: Any) -> bytes:
    return value.encode("latin-1") if isinstance(value, str) else bytes(value)


class HttpState:
    """Where one response stands, and what a reply means there."""

    __slots__ = ("phase", "size", "status")

    def __init__(self) -> None:
        self.phase = WAITING
        self.status: int | None = None
        self.size = 0
        """Bytes of body so far."""

    def answer(self, content: dict[str, Any]) -> tuple[dict[str, Any], ...]:
        """Return the ASGI events that a reply calls for; the phase moves with them.

        Raises :class:`Malformed` for a reply that is none; nothing changes then.
        """
        if self.phase == ENDED:
            return ()
        if self.phase == WAITING:
            start = (self._start(content),)
        elif "status" in content:
            raise Malformed("Only the first message of a response has a status (§2.2).")
        else:
            start = ()
        body = content.get("content", b"")
        if body is None:
            body = b""
        if not isinstance(body, (bytes, bytearray)):
            raise Malformed(f"A response's content is bytes, not {type(body).__name__}.")
        more = bool(content.get("more_content", False))
        if start:
            self.status = start[0]["status"]
        self.phase = STARTED if more else ENDED
        self.size += len(body)
        return (*start, {"type": "http.response.body", "body": bytes(body), "more_body": more})

    def _start(self, content: dict[str, Any]) -> dict[str, Any]:
        status = content.get("status")
        if "status" not in content:
            raise Malformed(
                "The first message of a response has a status; this one has "
                f"{', '.join(sorted(map(str, content))) or 'nothing'}."
            )
        if not isinstance(status, int) or not 100 <= status <= 999:
            raise Malformed(f"A response's status is a number such as 200, not {status!r}.")
        headers = [
            (_header_bytes(name), _header_bytes(value))
            for name, value in content.get("headers", ())
        ]
        return {"type": "http.response.start", "status": int(status), "headers": headers}
