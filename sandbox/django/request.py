"""An ``http.request`` message as the request object that Django's views know (CLASSIC-SPEC §4.11).

It must not know how replies are made, nor which server took the request: all it reads is the
message, and the body's further chunks from the message's own layer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from io import BytesIO
from threading import Event
from typing import Any, ClassVar

from django.http import HttpRequest, QueryDict, parse_cookie
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from sandbox.errors import RequestAborted, RequestTimeout, ResponseLater
from sandbox.runtime.clock import Clock, monotonic

__all__ = ["AsgiRequest"]

_PAUSE = 0.01
"""Seconds before asking a layer again whose blocking receive came back at once (§15.1 row 15)."""


class AsgiRequest(HttpRequest):  # type: ignore[misc]  # Django has no type information
    """A request built from an ``http.request`` message, its whole body included.

    Building it may block on the body's chunks, so build it in a worker's thread. Raises
    ``UnicodeDecodeError`` for a path or query that is not UTF-8, ``RequestTimeout`` if the body
    takes longer than :attr:`body_receive_timeout`, ``RequestAborted`` if the client gave up.
    """

    ResponseLater = ResponseLater
    """Raise it in a view that answers ``request.reply_channel`` by itself, later."""

    body_receive_timeout: ClassVar[float] = 60
    """Seconds in all for the chunks of ``body_channel``; 0 refuses every chunked body."""

    def __init__(self, message: Any) -> None:
        # HttpRequest.__init__ would make empty GET, POST and COOKIES where lazy ones belong.
        content: dict[str, Any] = message.content
        self.message = message
        self.reply_channel = message.reply_channel
        self._read_started = False
        self.resolver_match = None
        self.path = _text(content["path"])
        self.script_name = _text(content.get("root_path") or "")
        self.path_info = _without_prefix(self.path, self.script_name)
        self.method = content["method"].upper()
        self.META = {
            "REQUEST_METHOD": self.method,
            "QUERY_STRING": _text(content.get("query_string") or ""),
            "SCRIPT_NAME": self.script_name,
            "PATH_INFO": self.path_info,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            **_addresses(content),
            **_headers(content.get("headers") or ()),
        }
        self._set_content_type_params(self.META)
        body = self._whole_body(content)
        _set_length(self.META, body)
        self._stream = BytesIO(body)

    def clock(self) -> float:
        """Return the layer's seconds: what measures :attr:`body_receive_timeout`."""
        layer = self.message.channel_layer or self.reply_channel.channel_layer
        clock: Clock = getattr(layer, "clock", monotonic)
        return clock()

    def _query(self) -> QueryDict:
        return QueryDict(self.META["QUERY_STRING"], encoding=self._encoding)

    GET = cached_property(_query)
    """The query's fields."""

    def _cookies(self) -> dict[str, str]:
        cookies: dict[str, str] = parse_cookie(self.META.get("HTTP_COOKIE", ""))
        return cookies

    COOKIES = cached_property(_cookies)
    """The cookies that the client sent."""

    @property
    def POST(self) -> QueryDict:
        """The fields of a form's body; read from the body when first asked for."""
        if not hasattr(self, "_post"):
            self._load_post_and_files()
        return self._post

    @POST.setter
    def POST(self, fields: QueryDict) -> None:
        """Put other fields in place of those sent."""
        self._post = fields

    @property
    def FILES(self) -> MultiValueDict:
        """The files of a form's body; read from the body when first asked for."""
        if not hasattr(self, "_files"):
            self._load_post_and_files()
        return self._files

    def _get_scheme(self) -> str:
        return self.message.content.get("scheme") or "http"

    def _whole_body(self, content: dict[str, Any]) -> bytes:
        body = content.get("body") or b""
        if not isinstance(body, bytes):
            raise TypeError(f"The body of an http.request is bytes, not {type(body).__name__}.")
        if not content.get("body_channel"):
            return body
        return b"".join([body, *self._chunks(content["body_channel"])])

    def _chunks(self, channel: str) -> Iterable[bytes]:
        deadline = self.clock() + self.body_receive_timeout
        more = True
        while more:
            chunk = self._next_chunk(channel, deadline)
            if chunk.get("closed"):
                raise RequestAborted(f"The client gave up while it sent the body to {channel}.")
            yield chunk.get("content", b"")
            more = chunk.get("more_content", False)

    def _next_chunk(self, channel: str, deadline: float) -> dict[str, Any]:
        layer = self.message.channel_layer or self.reply_channel.channel_layer
        while (began := self.clock()) < deadline:
            _, chunk = layer.receive([channel], block=True)
            if chunk is not None:
                return dict(chunk)
            if self.clock() - began < _PAUSE:
                Event().wait(_PAUSE)  # a foreign layer that does not block
        raise RequestTimeout(
            f"The body on {channel} was not complete after {self.body_receive_timeout} s."
        )


def _text(value: str | bytes) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else value


def _without_prefix(path: str, script_name: str) -> str:
    """Cut the mount point off *path*, at a slash only: ``/app`` is no prefix of ``/apple``."""
    prefix = script_name.rstrip("/")
    if prefix and (path == prefix or path.startswith(prefix + "/")):
        return path[len(prefix) :] or "/"
    return path


def _addresses(content: dict[str, Any]) -> dict[str, Any]:
    client, server = content.get("client"), content.get("server")
    known: dict[str, Any] = {"SERVER_NAME": "unknown", "SERVER_PORT": "0"}
    if client:
        known["REMOTE_ADDR"] = known["REMOTE_HOST"] = client[0]
        known["REMOTE_PORT"] = client[1]
    if server:
        known["SERVER_NAME"], known["SERVER_PORT"] = server[0], str(server[1])
    return known


def _headers(headers: Any) -> dict[str, str]:
    """Return META's entries for *headers*: pairs, or a dict as old tests have it."""
    meta: dict[str, str] = {}
    for name, value in headers.items() if isinstance(headers, Mapping) else headers:
        if key := _meta_key(name):
            text = value.decode("latin-1") if isinstance(value, bytes) else value
            meta[key] = f"{meta[key]},{text}" if key in meta else text
    return meta


@lru_cache(maxsize=512)
def _meta_key(name: str | bytes) -> str | None:
    """Return the META key of a header; None for ``x_name``, which could pose as ``x-name``."""
    text = (name.decode("latin-1") if isinstance(name, bytes) else name).upper()
    if "_" in text:
        return None
    key = text.replace("-", "_")
    return key if key in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{key}"


def _set_length(meta: dict[str, Any], body: bytes) -> None:
    """Put the true length where the client gave none, or nonsense; form parsers ask for it."""
    given = meta.get("CONTENT_LENGTH", "")
    if (body or given) and not (given.isascii() and given.isdigit()):
        meta["CONTENT_LENGTH"] = str(len(body))
