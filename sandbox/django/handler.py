"""From request message to reply messages through middleware and view (CLASSIC-SPEC §4.11, §13.2).

:class:`AsgiHandler` turns one message into a generator of reply dicts; :class:`ViewConsumer` is
the consumer that sends them. Neither knows servers or sockets, nor which views there are: the
URLconf is passed in.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from functools import wraps
from typing import Any, ClassVar

from asgiref.sync import async_to_sync, iscoroutinefunction
from django.conf import settings
from django.core import signals
from django.core.handlers.base import BaseHandler
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseBase,
    HttpResponseServerError,
)
from django.urls import set_script_prefix, set_urlconf

from sandbox.django.noting import note_people
from sandbox.django.request import AsgiRequest
from sandbox.errors import ChannelFull, RequestAborted, RequestTimeout, ResponseLater

__all__ = ["AsgiHandler", "ViewConsumer"]

Reply = dict[str, Any]
"""One message for a reply channel (CLASSIC-SPEC §2.2)."""

UrlConf = Callable[[], object]
"""Returns the URLconf of the moment: anything that Django takes as ``request.urlconf``."""

_RETRY = 0.05
"""Seconds between two tries on a full reply channel of a layer that cannot wait (§4.11)."""

_log = logging.getLogger("django.request")


class AsgiHandler(BaseHandler):  # type: ignore[misc]  # Django has no type information
    """Runs views; call it with an ``http.request`` message and iterate over the replies.

    One object may serve many threads at once, none of which may run an event loop. Middleware is
    loaded once, with the first request. *urlconf* is asked anew for each request; ``None`` means
    the project's ROOT_URLCONF.
    """

    request_class: ClassVar[type[AsgiRequest]] = AsgiRequest
    """What a message is made into; tests replace it."""

    chunk_size: ClassVar[int] = 512 * 1024
    """Bytes of content in one reply message at most."""

    _middleware_chain: Any  # Django's name for the outermost middleware

    def __init__(self, urlconf: UrlConf | None = None) -> None:
        super().__init__()
        self._urlconf = urlconf
        self._loading = threading.Lock()
        self._loaded = False

    def __call__(self, message: Any) -> Generator[Reply, None, None]:
        """Yield the replies to *message*; none for a view that answers later.

        An exception becomes a reply with status 500, unless the response has begun: then it is
        raised from the generator.
        """
        set_script_prefix(message.content.get("root_path") or "/")
        signals.request_started.send(sender=self.__class__, message=message)
        response = None
        try:
            response = self._respond(message)
            if response is not None and not hasattr(response, "_unsent"):
                yield from self._encoded(response)
        finally:
            if response is not None:
                response.close()  # which sends request_finished
            else:
                signals.request_finished.send(sender=self.__class__)
            set_script_prefix("/")  # this thread's consumers make URLs too

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Run middleware and view; what they raise comes back as a response."""
        if not self._loaded:
            with self._loading:
                if not self._loaded:
                    self.load_middleware()
        response: HttpResponseBase = super().get_response(request)
        return response

    @classmethod
    def encode_response(cls, response: HttpResponseBase) -> Iterator[Reply]:
        """Yield *response* as reply messages; the first has status and headers.

        Content of n pieces makes n messages; a streaming response of n parts n + 1, because only
        after the last part is known that it was the last. Nothing is read ahead.
        """
        if isinstance(response, FileResponse):
            response.block_size = cls.chunk_size
        reply: Reply = {"status": response.status_code, "headers": _headers(response)}
        if not response.streaming:
            for content, last in cls.chunk_bytes(response.content):
                yield {**reply, "content": content, "more_content": not last}
                reply = {}
            return
        for part in _parts(response):
            for content, _ in cls.chunk_bytes(part):
                yield {**reply, "content": content, "more_content": True}
                reply = {}
        yield {**reply, "more_content": False}

    @classmethod
    def chunk_bytes(cls, data: bytes) -> Iterator[tuple[bytes, bool]]:
        """Yield *data* in pieces of :attr:`chunk_size`, each with whether it is the last."""
        size = cls.chunk_size
        if len(data) <= size:
            yield data, True
            return
        for start in range(0, len(data), size):
            yield data[start : start + size], start + size >= len(data)

    # -- what Django's handler asks for -----------------------------------------------------------

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the chain of middleware; :meth:`get_response` does it with the first request."""
        super().load_middleware(is_async)
        chain: Any = self._middleware_chain

        def enter(request: HttpRequest) -> HttpResponseBase:
            # Middleware that makes URLs shall know the views of this sandbox, too.
            if (urlconf := getattr(request, "urlconf", None)) is not None:
                set_urlconf(urlconf)
            response: HttpResponseBase = chain(request)
            return response

        self._middleware_chain = enter
        self._loaded = True

    def make_view_atomic(self, view: Callable[..., Any]) -> Callable[..., Any]:
        """Wrap *view* in the transaction of ATOMIC_REQUESTS, which ResponseLater commits.

        A view that is a coroutine function comes back as a plain one.
        """
        atomic: Callable[..., Any] = super().make_view_atomic(view)
        if iscoroutinefunction(view):
            return _plain(view)
        if atomic is not view:
            atomic = super().make_view_atomic(_catching_later(view))
        return atomic

    def process_exception_by_middleware(
        self, exception: Exception, request: HttpRequest
    ) -> HttpResponseBase | None:
        """Turn ResponseLater into a response that nobody will see; leave the rest to Django."""
        if isinstance(exception, ResponseLater):
            return _unsent(request)
        response: HttpResponseBase | None = super().process_exception_by_middleware(
            exception, request
        )
        return response

    def check_response(self, response: Any, callback: Any, name: str | None = None) -> None:
        """Complain about a view that returns something else than a response, and say what."""
        super().check_response(response, callback, name)
        if not hasattr(response, "status_code"):
            view = name or f"The view {getattr(callback, '__name__', callback)}"
            raise ValueError(
                f"{view} returned {type(response).__name__}, but Django sends only responses: "
                "return HttpResponse(...) or JsonResponse(...)."
            )

    # -- from message to response -----------------------------------------------------------------

    def _respond(self, message: Any) -> HttpResponseBase | None:
        """Return the response; None if nothing shall be said."""
        try:
            request = self.request_class(message)
        except UnicodeDecodeError:
            return self._ours(HttpResponseBadRequest())
        except RequestTimeout:
            text = "408 Request Timeout: the body did not arrive in time."
            return self._ours(HttpResponse(text, status=408, content_type="text/plain"))
        except RequestAborted:
            return None
        return self._respond_to(request)

    def _respond_to(self, request: AsgiRequest) -> HttpResponseBase | None:
        if self._urlconf is not None:
            request.urlconf = self._urlconf()
        try:
            response = self._ours(self.get_response(request))
            note_people(request.message, request)
        except ResponseLater:
            return None
        except Exception:
            if settings.DEBUG_PROPAGATE_EXCEPTIONS:
                raise
            return self._ours(_plain_error(request.path))
        if hasattr(request, "_answers_later"):
            response._unsent = True
        return response

    def _encoded(self, response: HttpResponseBase) -> Iterator[Reply]:
        begun = False
        try:
            for reply in self.encode_response(response):
                yield reply
                begun = True
        except Exception:
            if begun:
                raise
            yield from self.encode_response(_plain_error("a response that could not be read"))

    def _ours(self, response: HttpResponseBase) -> HttpResponseBase:
        response._handler_class = self.__class__  # the sender of request_finished
        return response


class ViewConsumer:
    """The consumer of ``http.request`` that answers with Django views.

    It runs as any consumer does: what a view sends with Channel and Group leaves when the view's
    run ends. Only the replies leave at once, each waiting for room without limit. *urlconf*
    returns the URLconf for the next request; ``None`` means the project's ROOT_URLCONF.
    """

    handler_class: ClassVar[type[AsgiHandler]] = AsgiHandler
    """What makes replies of a message; subclasses replace it."""

    def __init__(self, urlconf: UrlConf | None = None) -> None:
        self.handler = self.handler_class() if urlconf is None else self.handler_class(urlconf)

    def __call__(self, message: Any) -> None:
        """Answer *message*. The client gets an end whatever happens; errors go to the worker."""
        replies = _Replies(message)
        try:
            with closing(self.handler(message)) as made:
                for reply in made:
                    replies.send(reply)
        except (Exception, SystemExit, KeyboardInterrupt):
            replies.finish_after_error()
            raise


class _Replies:
    """The reply channel of one request, and how far the answer has come."""

    def __init__(self, message: Any) -> None:
        self._channel = message.reply_channel
        layer = message.channel_layer or self._channel.channel_layer
        # Who put a send() of his own on the layer (a test) wants to see each reply.
        shadowed = "send" in getattr(layer, "__dict__", ())
        self._send_waiting = None if shadowed else getattr(layer, "send_waiting", None)
        self._full = getattr(layer, "ChannelFull", ChannelFull)
        self._begun = self._ended = False

    def send(self, reply: Reply) -> None:
        """Send at once, not when the consumer ends; wait for room as long as it takes."""
        if self._send_waiting is not None:
            self._send_waiting(self._channel.name, reply, None)
        else:
            self._send_patiently(reply)
        self._begun = True
        self._ended = not reply.get("more_content", False)

    def finish_after_error(self) -> None:
        """End what has begun, or say that it failed: a client shall not wait for its timeout."""
        if not self._begun:
            for reply in AsgiHandler.encode_response(_plain_error("a request")):
                self.send(reply)
        elif not self._ended:
            self.send({"more_content": False})

    def _send_patiently(self, reply: Reply) -> None:
        while True:
            try:
                self._channel.send(reply, immediately=True)
                return
            except self._full:
                threading.Event().wait(_RETRY)  # such a layer cannot say when there is room


def _headers(response: HttpResponseBase) -> list[tuple[bytes, bytes]]:
    """Return the headers in the response's own case and order, cookies last."""
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in response.items()]
    for cookie in response.cookies.values():
        headers.append((b"Set-Cookie", cookie.OutputString().encode("latin-1")))
    return headers


def _parts(response: Any) -> Iterator[bytes]:
    """Yield the parts of a streaming response, an asynchronous one from a loop of its own."""
    if not response.is_async:
        yield from response
        return
    parts = aiter(response.streaming_content)
    with asyncio.Runner() as runner:
        try:
            while (part := runner.run(_next_of(parts))) is not None:
                yield part
        finally:
            runner.run(parts.aclose())


async def _next_of(parts: Any) -> bytes | None:
    part: bytes | None = await anext(parts, None)
    return part


def _catching_later(view: Callable[..., Any]) -> Callable[..., Any]:
    """Return *view* with ResponseLater caught inside, where it undoes no transaction."""

    @wraps(view)
    def call(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return view(request, *args, **kwargs)
        except ResponseLater:
            return _unsent(request)

    return call


def _plain(view: Callable[..., Any]) -> Callable[..., Any]:
    """Return the coroutine function *view* as a function for a thread without a loop.

    Errors cross as values: raised through asgiref's frames they would keep its helper thread
    alive until the garbage collector comes.
    """

    async def outcome(*args: Any, **kwargs: Any) -> tuple[Any, Exception | None]:
        try:
            return await view(*args, **kwargs), None
        except Exception as error:
            return None, error

    def call(*args: Any, **kwargs: Any) -> Any:
        response, error = async_to_sync(outcome)(*args, **kwargs)
        try:
            if error is not None:
                raise error
            return response
        finally:
            del error

    return call


def _unsent(request: HttpRequest) -> HttpResponse:
    """Note on *request* that there is no reply now; return what middleware may work on.

    The mark is on the request because middleware may replace the response.
    """
    request._answers_later = True
    return HttpResponse(status=204)


def _plain_error(what: str) -> HttpResponse:
    """Log the exception being handled and return it as text: Django's own page is broken."""
    _log.error("Internal Server Error: %s", what, exc_info=True)
    text = traceback.format_exc() if settings.DEBUG else "Internal Server Error"
    return HttpResponseServerError(text, content_type="text/plain")
