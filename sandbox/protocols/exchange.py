"""One HTTP request and its response: ASGI on one side, bytes of HTTP/1.1 on the other.

Role: hold a body until somebody receives it, and frame a response (RFC 9112 §6, §7). It must not
know parsing, order, deadlines or what other requests a connection has: its wire does.

What an application may rely on beyond ASGI:

* ``receive()`` gives the body in parts, then waits for ``http.disconnect``, which says under
  ``by`` who ended it: "client", "timeout" or "server".
* ``send()`` suspends only while the client reads too slowly, and does nothing once it has gone.
* The head goes out with the first part of the body. HEAD, 204 and 304 have no body, whatever is
  sent. What cannot be sent raises ``ValueError`` or ``RuntimeError``.
* ``{"type": "http.response.abort"}`` cuts the connection: a response that has begun cannot be
  ended in another way that the client sees.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio

    from sandbox.protocols.http_wire import HttpWire

__all__ = ["Exchange", "status_line"]

_WAITING, _BEGUN, _STARTED, _ENDED = 0, 1, 2, 3
_UNREAD = 65536  # bytes of a body that may wait for receive() before the connection is not read


def status_line(status: int) -> bytes:
    """Return the first line of a response, without its line end."""
    line = _STATUS_LINES.get(status)
    return line if line is not None else b"HTTP/1.1 %d " % status


_STATUS_LINES = {
    status.value: b"HTTP/1.1 %d %s" % (status, status.phrase.encode()) for status in HTTPStatus
}


class Exchange:
    """A request that is being answered, or waits for its turn. Only for the loop's thread.

    *keep_alive*: whether the connection may go on afterwards; *expects*: the client waits for
    "100 Continue" before it sends the body.
    """

    __slots__ = (
        "_body",
        "_chunked",
        "_delivered",
        "_framed",
        "_head",
        "_knows_chunks",
        "_left",
        "_phase",
        "_unread",
        "_waiter",
        "_wire",
        "by",
        "expects",
        "gone",
        "keep_alive",
        "method",
        "more",
        "scope",
        "size",
    )

    def __init__(
        self, wire: HttpWire, scope: dict[str, Any], *, keep_alive: bool, expects: bool
    ) -> None:
        self._wire = wire
        self.scope: dict[str, Any] | None = scope
        """What the application gets; given away when it starts."""
        self.method: str = scope["method"]
        self._knows_chunks = scope["http_version"] == "1.1"
        self.keep_alive = keep_alive
        self.expects = expects
        self.more = True
        """Whether the request's body is still coming."""
        self.size = 0
        """Bytes of the request's body so far."""
        self.gone = False
        """Whether nobody is there to answer any more."""
        self.by = "client"
        """Who ended it, where it has not ended well."""
        self._body: list[bytes] = []
        self._unread = 0
        self._delivered = False
        self._waiter: asyncio.Future[None] | None = None
        self._phase = _WAITING
        self._head = b""
        self._framed = True
        self._chunked = False
        self._left: int | None = None  # bytes that Content-Length still promises

    # -- what the wire calls -----------------------------------------------------------------

    @property
    def started(self) -> bool:
        """Whether bytes of the response are on their way."""
        return self._phase >= _STARTED

    @property
    def ended(self) -> bool:
        """Whether the response is complete."""
        return self._phase == _ENDED

    @property
    def is_full(self) -> bool:
        """Whether more of the body waits than should."""
        return self._unread > _UNREAD

    def feed(self, part: bytes) -> None:
        """Take a part of the body."""
        self.size += len(part)
        if self._phase == _ENDED or self.gone:
            return
        self._body.append(part)
        self._unread += len(part)
        self._wake()

    def finish(self) -> None:
        """The body is whole."""
        self.more = False
        self._wake()

    def break_off(self, by: str) -> None:
        """The client has gone, or is given up: *by* whom."""
        if not self.gone:
            self.gone = True
            self.by = by
            self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    # -- ASGI --------------------------------------------------------------------------------

    async def receive(self) -> dict[str, Any]:
        """Return the next part of the body, or ``http.disconnect`` once it is over."""
        while True:
            if self.gone or self._phase == _ENDED:
                return {"type": "http.disconnect", "by": self.by if self.gone else "server"}
            if self._body or not (self.more or self._delivered):
                return self._next_part()
            if self.expects and self.more:
                self.expects = False
                self._wire.write(b"HTTP/1.1 100 Continue\r\n\r\n")
            self._waiter = self._wire.loop.create_future()
            await self._waiter

    def _next_part(self) -> dict[str, Any]:
        parts, self._body = self._body, []
        was_full, self._unread = self.is_full, 0
        self._delivered = not self.more
        if was_full:
            self._wire.read_on()
        body = parts[0] if len(parts) == 1 else b"".join(parts)
        return {"type": "http.request", "body": body, "more_body": self.more}

    async def send(self, message: dict[str, Any]) -> None:
        """Send a part of the response; suspends while the client reads too slowly."""
        kind = message["type"]
        if kind == "http.response.abort":
            self._wire.abort()
            return
        if self.gone:
            return
        if self._wire.full:
            await self._wire.drained()
            if self.gone:
                return
        if kind == "http.response.body" and _BEGUN <= self._phase < _ENDED:
            self._send_body(message.get("body") or b"", bool(message.get("more_body")))
        elif kind == "http.response.start" and self._phase == _WAITING:
            self._begin(message["status"], message.get("headers") or ())
        else:
            expected = ("http.response.start", "http.response.body", "http.response.body")
            wanted = expected[self._phase] if self._phase < _ENDED else "nothing more"
            raise RuntimeError(f"Expected {wanted} but {kind!r} was sent.")

    # -- framing -----------------------------------------------------------------------------

    def _begin(self, status: int, headers: Any) -> None:
        """Build the head; it is written with the first part of the body."""
        without_body = self.method == "HEAD" or status in (204, 304)
        lines, length, close = _lines_of(status, headers)
        if length is not None and status != 204:
            lines.append(b"Content-Length: %d" % length)
        if without_body:
            self._framed, length = False, None
        elif length is None and self._knows_chunks:
            lines.append(b"Transfer-Encoding: chunked")
            self._chunked = True
        # HTTP/1.0 without a length: the end of the connection ends it. And who still sends a body
        # that nobody waits for is not waited for.
        unknown_end = not without_body and length is None and not self._chunked
        if close or self.more or unknown_end:
            self.keep_alive = False
        if not self.keep_alive:
            lines.append(b"Connection: close")
        head = b"\r\n".join(lines)
        if head.count(b"\n") != len(lines) - 1 or head.count(b"\r") != len(lines) - 1:
            raise ValueError("A response's header has no line end within, but one of these has.")
        self._head, self._left = head + b"\r\n\r\n", length
        self._phase = _BEGUN

    def _send_body(self, body: bytes, more: bool) -> None:
        if not self._framed:
            data = b""
        elif self._chunked:
            data = b"%x\r\n%b\r\n" % (len(body), body) if body else b""
            data = data if more else data + b"0\r\n\r\n"
        else:
            self._count_down(len(body), more)
            data = body
        if self._phase == _BEGUN:
            data = self._head + data
            self._head = b""
            self._phase = _STARTED
            self.expects = False
        if data:
            self._wire.write(data)
        if not more:
            self._phase = _ENDED
            self._body.clear()
            self._wire.exchange_ended(self)
            self._wake()

    def _count_down(self, size: int, more: bool) -> None:
        """Hold a response to the length that its head promised."""
        if self._left is None:
            return
        if size > self._left or (not more and size < self._left):
            raise ValueError(
                "The content of a response is as long as its Content-Length, but it is "
                f"{'longer' if size > self._left else 'shorter'}."
            )
        self._left -= size


def _lines_of(status: int, headers: Any) -> tuple[list[bytes], int | None, bool]:
    """Return the head's lines, the length it promises, and whether it ends the connection.

    How a body is framed is the server's business: Transfer-Encoding and Connection are taken out,
    and Content-Length, which is said once.
    """
    lines = [status_line(status)]
    length: int | None = None
    close = False
    for name, value in headers:
        lower = name.lower()
        if lower == b"content-length":
            length = _length_of(value, length)
        elif lower == b"connection":
            close = close or b"close" in [token.strip() for token in value.lower().split(b",")]
        elif lower != b"transfer-encoding":
            lines.append(b"%b: %b" % (name, value))
    return lines, length, close


def _length_of(value: bytes, before: int | None) -> int:
    text = value.strip(b" \t")
    if not text.isdigit() or (before is not None and int(text) != before):
        raise ValueError(f"A response has one Content-Length, a number, not {value!r}.")
    return int(text)
