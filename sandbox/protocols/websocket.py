"""WebSocket: what a socket's events mean as channel messages, and the other way round.

Role: CLASSIC-SPEC §2.3 and §2.4 as pure code: dicts in, ASGI events out, one small state a
connection. It must not know of sockets, tasks, timers or how messages are carried.

::

    handshake ──accept──► open ──close──► closed
        └──────reject──────────────────────▲
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "CLOSED",
    "HANDSHAKE",
    "OPEN",
    "Malformed",
    "WebSocketState",
    "connect_message",
    "disconnect_message",
    "header_list",
    "joined_headers",
]

HANDSHAKE, OPEN, CLOSED = "handshake", "open", "closed"

_KEYS = frozenset({"accept", "text", "bytes", "close"})
_NOTHING: tuple[dict[str, Any], ...] = ()


class Malformed(ValueError):
    """A reply that the protocol does not know; the text says what it expected."""


def header_list(headers: Any) -> list[tuple[bytes, bytes]]:
    """Return ASGI headers for a message: names lower-case, those with ``_`` dropped, values
    without space around them (§7.3).

    A name with an underscore would look like one with a hyphen to a WSGI-style application
    (CVE-2015-0219).
    """
    return [(bytes(name), value.strip(b" \t")) for name, value in headers if b"_" not in name]


def joined_headers(headers: Any) -> list[tuple[bytes, bytes]]:
    """Return a handshake's headers: repeated ones are joined with a comma (§7.4)."""
    joined: dict[bytes, bytes] = {}
    for name, value in header_list(headers):
        joined[name] = joined[name] + b"," + value if name in joined else value
    return list(joined.items())


def connect_message(scope: Any, reply_channel: str) -> dict[str, Any]:
    """Return the ``websocket.connect`` message for an ASGI scope (§2.3)."""
    client, server = scope.get("client"), scope.get("server")
    return {
        "reply_channel": reply_channel,
        "path": scope["path"],
        "headers": joined_headers(scope["headers"]),
        "query_string": bytes(scope.get("query_string") or b""),
        "client": list(client) if client else None,
        "server": list(server) if server else None,
        "order": 0,
    }


def disconnect_message(reply_channel: str, path: str, code: int, order: int) -> dict[str, Any]:
    """Return the ``websocket.disconnect`` message (§2.3); *order* is frames received + 1."""
    return {"reply_channel": reply_channel, "code": code, "path": path, "order": order}


class WebSocketState:
    """Where one connection stands, and what a reply means there.

    *subprotocol* is the one to agree on when the socket is accepted, or ``None``.
    """

    __slots__ = ("phase", "subprotocol")

    def __init__(self, subprotocol: str | None = None) -> None:
        self.phase = HANDSHAKE
        self.subprotocol = subprotocol

    def answer(self, content: dict[str, Any]) -> tuple[dict[str, Any], ...]:
        """Return the ASGI events that a reply calls for, in order; the phase moves with them.

        Raises :class:`Malformed` for a reply that §2.4 does not know; nothing changes then.
        """
        if self.phase == OPEN and len(content) == 1:
            # What nearly every message is: a text for an open socket.
            text = content.get("text")
            if type(text) is str:
                return ({"type": "websocket.send", "text": text},)
        if not content.keys() <= _KEYS:
            unknown = sorted(map(str, content.keys() - _KEYS))
            raise Malformed(
                "A WebSocket reply has any of the keys accept, text, bytes, close; "
                f"this one has {', '.join(unknown)}."
            )
        text, data = content.get("text"), content.get("bytes")
        if text is not None and not isinstance(text, str):
            raise Malformed(f"text is a str, not {type(text).__name__}: {text!r}.")
        if data is not None and not isinstance(data, (bytes, bytearray)):
            raise Malformed(f"bytes is bytes, not {type(data).__name__}.")
        if text and data:
            raise Malformed("A reply carries text or bytes, not both: send two messages.")
        code = _close_code(content.get("close"))
        if self.phase == HANDSHAKE:
            return self._decide(content.get("accept"), text, data, code)
        if self.phase == OPEN:
            return self._act(text, data, code)
        return _NOTHING

    def _decide(
        self, accept: Any, text: str | None, data: bytes | bytearray | None, code: int | None
    ) -> tuple[dict[str, Any], ...]:
        carries = bool(text) or bool(data)
        if accept is False or (code is not None and not carries and not accept):
            self.phase = CLOSED
            return ({"type": "websocket.close"},)  # before the accept: HTTP 403
        if not accept and not carries:
            return _NOTHING
        self.phase = OPEN
        accepted = {"type": "websocket.accept", "subprotocol": self.subprotocol}
        # Empty data with an accept sends only the upgrade (trap 17).
        return (accepted, *self._act(text or None, data or None, code))

    def _act(
        self, text: str | None, data: bytes | bytearray | None, code: int | None
    ) -> tuple[dict[str, Any], ...]:
        events: list[dict[str, Any]] = []
        if text:
            events.append({"type": "websocket.send", "text": text})
        elif data:
            events.append({"type": "websocket.send", "bytes": bytes(data)})
        elif text is not None:
            events.append({"type": "websocket.send", "text": text})
        elif data is not None:
            events.append({"type": "websocket.send", "bytes": bytes(data)})
        if code is not None:
            self.phase = CLOSED
            events.append({"type": "websocket.close", "code": code})
        return tuple(events)


def _close_code(close: Any) -> int | None:
    """Return the code of a reply's ``close`` (§2.4, §7.4 row 10), ``None`` where it closes not."""
    if close is True:
        return 1000
    if not close:
        return None
    if isinstance(close, int) and (close == 1000 or 3000 <= close <= 4999):
        return close
    raise Malformed(
        f"close is True, 1000 or a code from 3000 to 4999, not {close!r}: "
        "the others belong to the protocol. The socket stays as it is."
    )
