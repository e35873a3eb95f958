"""A WSGI application that asks the workers of a channel layer (CLASSIC-SPEC §1.11, §2.5).

Role: one WSGI call becomes ``http.request``, the replies become its response, in the thread of the
WSGI server that called. It must not know sockets, Django or workers.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from sandbox.errors import ChannelFull
from sandbox.protocols import http
from sandbox.runtime.clock import Clock, monotonic

__all__ = ["WsgiToAsgiAdapter"]

BODY_BYTES = 64 * 1024 * 1024
"""The same bound as a server's: a worker holds a body whole."""


class WsgiToAsgiAdapter:
    """The WSGI application for *channel_layer*; any thread that runs no event loop may call it.

    It blocks until the response is whole, or *timeout* seconds have passed without one (``None``:
    for ever): then 503. *clock* measures that. A body beyond *body_bytes* is a 413.

    The status reaches ``start_response`` as bytes, as it did in 2016 (§1.11); :meth:`native` is
    the same application for servers that hold to PEP 3333.
    """

    def __init__(
        self,
        channel_layer: Any,
        *,
        timeout: float | None = 120,
        clock: Clock = monotonic,
        body_bytes: int = BODY_BYTES,
    ) -> None:
        self.channel_layer = channel_layer
        self._timeout = timeout
        self._clock = clock
        self._body_bytes = body_bytes

    def native(self, environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        """Be a WSGI application of today: status and headers are str."""

        def start(status: bytes, headers: list[tuple[bytes, bytes]]) -> None:
            start_response(
                status.decode("latin-1"),
                [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers],
            )

        return self(environ, start)

    def get_reply_channel(self) -> str:
        """Return a channel for the replies to one request that only its caller reads."""
        name: str = self.channel_layer.new_channel("http.response?")
        return name

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        """Ask, and yield the response's content as it comes."""
        body = self._body(environ)
        if body is None:
            page = http.error_page(413, "Content Too Large", f"At most {self._body_bytes} bytes.")
            return self._page(page, start_response)
        message = self.translate_request(environ, body)
        message["reply_channel"] = self.get_reply_channel()
        try:
            self.channel_layer.send("http.request", message)
        except self._full:
            page = http.error_page(503, "Service Unavailable", "Request queue full.")
            return self._page(page, start_response)
        return self._answer(message, start_response)

    @property
    def _full(self) -> type[Exception]:
        full: type[Exception] = getattr(self.channel_layer, "ChannelFull", ChannelFull)
        return full

    def _answer(self, message: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        state = http.HttpState(head_only=message["method"] == "HEAD")
        try:
            for reply in self._replies(message["reply_channel"]):
                for event in state.answer(reply):
                    if event["type"] == "http.response.start":
                        text = reply.get("status_text")
                        start_response(_status(event["status"], text), event["headers"])
                    elif event["body"]:
                        yield event["body"]
                if state.phase == http.ENDED:
                    return
        finally:
            # Also where the WSGI server has given up, and closes this generator.
            self._say_goodbye(message["reply_channel"], message["path"])
        if state.phase == http.WAITING:
            page = http.error_page(
                503,
                "Service Unavailable",
                f"No response within {self._timeout:g} seconds from the application.",
            )
            yield from self._page(page, start_response)
        else:
            raise TimeoutError(f"The response had begun, but not ended in {self._timeout:g} s.")

    def _say_goodbye(self, reply_channel: str, path: str) -> None:
        gone = http.disconnect_message(reply_channel, path)
        notice = getattr(self.channel_layer, "accept_notice", None)
        if notice is not None:
            notice("http.disconnect", gone, where="wsgi", cause=0)
            return
        with contextlib.suppress(self._full):
            self.channel_layer.send("http.disconnect", gone)

    def _replies(self, reply_channel: str) -> Iterator[dict[str, Any]]:
        """Yield what comes on the reply channel until the time is over."""
        until = None if self._timeout is None else self._clock() + self._timeout
        while until is None or self._clock() < until:
            _, reply = self.channel_layer.receive([reply_channel], block=True)
            if reply is not None:
                yield reply

    @staticmethod
    def _page(page: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        start_response(_status(page["status"], None), page["headers"])
        yield page["content"]

    # -- the request -------------------------------------------------------------------------

    def _body(self, environ: dict[str, Any]) -> bytes | None:
        """Return the request's body; ``None`` where it is too long."""
        length = environ.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isascii() and length.isdigit() else 0
        if size > self._body_bytes:
            return None
        body: bytes = environ["wsgi.input"].read(size) if size else b""
        return body

    def translate_request(self, environ: dict[str, Any], body: bytes = b"") -> dict[str, Any]:
        """Return the ``http.request`` message for a WSGI *environ*, without a reply channel."""
        root_path = _decoded(environ.get("SCRIPT_NAME", ""))
        remote = environ.get("REMOTE_ADDR")
        server = environ.get("SERVER_NAME")
        return {
            "http_version": environ.get("SERVER_PROTOCOL", "HTTP/1.1").partition("/")[2] or "1.1",
            "method": environ["REQUEST_METHOD"].upper(),
            "scheme": environ.get("wsgi.url_scheme", "http"),
            "path": root_path + _decoded(environ.get("PATH_INFO", "")) or "/",
            "root_path": root_path,
            "query_string": environ.get("QUERY_STRING", "").encode("latin-1"),
            "headers": list(_headers(environ)),
            "body": body,
            "client": [remote, _number(environ.get("REMOTE_PORT"))] if remote else None,
            "server": [server, _number(environ.get("SERVER_PORT"))] if server else None,
        }


def _headers(environ: dict[str, Any]) -> Iterator[list[bytes]]:
    """Yield the request's headers; those that WSGI has no name for are lost in it."""
    for key, value in environ.items():
        if key.startswith("HTTP_"):
            name = key[5:]
        elif key in ("CONTENT_TYPE", "CONTENT_LENGTH") and value:
            name = key
        else:
            continue
        yield [name.replace("_", "-").lower().encode("latin-1"), str(value).encode("latin-1")]


def _decoded(text: str) -> str:
    """Return a path as text: WSGI gives each byte as one letter (PEP 3333)."""
    return text.encode("latin-1").decode("utf-8", "replace")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _status(status: int, text: str | None) -> bytes:
    if text is None:
        try:
            text = HTTPStatus(status).phrase
        except ValueError:
            text = "Unknown Status"
    return f"{status} {text}".encode("latin-1")
