"""From request message to replies: counts, headers, failures, late answers (CLASSIC-SPEC §4.11)."""

from __future__ import annotations

import asyncio
import io
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.signals import request_finished, request_started
from django.db import connection, transaction
from django.http import (
    FileResponse,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
    StreamingHttpResponse,
)
from django.urls import get_script_prefix, reverse
from django.views import View

from sandbox.consumers.channel import Channel, pending
from sandbox.consumers.message import Message
from sandbox.django.handler import AsgiHandler, ViewConsumer
from sandbox.django.request import AsgiRequest
from sandbox.django.views import Views
from sandbox.errors import RequestAborted, RequestTimeout, ResponseLater
from sandbox.layers.memory import MemoryLayer

REPLY = "test.server!alice"
TEXT = (b"Content-Type", b"text/plain")


class SmallChunks(AsgiHandler):
    """Four bytes a message, so that counts can be seen."""

    chunk_size = 4


def encode(response: Any) -> list[dict[str, Any]]:
    """Return all replies for *response*."""
    return list(SmallChunks.encode_response(response))


@pytest.fixture
def signals() -> Iterator[list[tuple[str, Any]]]:
    """What Django was told about the beginning and end of requests."""
    told: list[tuple[str, Any]] = []

    def started(sender: Any, **keys: Any) -> None:
        told.append(("started", keys.get("message")))

    def finished(sender: Any, **keys: Any) -> None:
        told.append(("finished", sender))

    request_started.connect(started)
    request_finished.connect(finished)
    yield told
    request_started.disconnect(started)
    request_finished.disconnect(finished)


# -- encoding -------------------------------------------------------------------------------------


def test_a_simple_response_is_one_message() -> None:
    """Status, headers as tuples in their own case, content, and the word that this was all."""
    response = HttpResponse(b"Hi", content_type="text/plain")
    response["X-Own-Header"] = "caf\xe9"
    assert encode(response) == [
        {
            "status": 200,
            "headers": [TEXT, (b"X-Own-Header", "café".encode("latin-1"))],
            "content": b"Hi",
            "more_content": False,
        }
    ]


def test_cookies_come_last() -> None:
    """Each cookie is a Set-Cookie header of its own."""
    response = HttpResponse(content_type="text/plain")
    response.set_cookie("a", "1")
    response.set_cookie("b", "2", httponly=True)
    assert encode(response)[0]["headers"] == [
        TEXT,
        (b"Set-Cookie", b"a=1; Path=/"),
        (b"Set-Cookie", b"b=2; HttpOnly; Path=/"),
    ]


def test_a_redirect() -> None:
    """A redirect keeps its status and place."""
    reply = encode(HttpResponseRedirect("/there/"))[0]
    assert reply["status"] == 302
    assert (b"Location", b"/there/") in reply["headers"]


@pytest.mark.parametrize(
    ("content", "pieces"),
    [
        (b"", [b""]),
        (b"abc", [b"abc"]),
        (b"abcd", [b"abcd"]),
        (b"abcde", [b"abcd", b"e"]),
        (b"abcdefgh", [b"abcd", b"efgh"]),
    ],
)
def test_content_is_cut_into_pieces(content: bytes, pieces: list[bytes]) -> None:
    """Only the last piece says that it is the last; only the first has the status."""
    last = len(pieces) - 1
    assert list(SmallChunks.chunk_bytes(content)) == [
        (piece, place == last) for place, piece in enumerate(pieces)
    ]
    replies = encode(HttpResponse(content))
    assert [each["content"] for each in replies] == pieces
    assert [each["more_content"] for each in replies] == [True] * last + [False]
    assert ["status" in each for each in replies] == [True] + [False] * last


@pytest.mark.parametrize(
    ("response", "contents"),
    [
        (lambda: StreamingHttpResponse([]), []),
        (lambda: StreamingHttpResponse([b""]), [b""]),
        (lambda: StreamingHttpResponse("part" for _ in range(10)), [b"part"] * 10),
        (lambda: StreamingHttpResponse([b"abcdef", "g"]), [b"abcd", b"ef", b"g"]),
        (lambda: FileResponse("abcd"), [b"a", b"b", b"c", b"d"]),
        (lambda: FileResponse(io.BytesIO(b"abc")), [b"abc"]),
        (lambda: FileResponse(io.BytesIO(b"abcdefgh")), [b"abcd", b"efgh"]),
    ],
)
def test_a_stream_has_one_message_more(response: Any, contents: list[bytes]) -> None:
    """The last message has no content; an empty stream's only one has status and headers."""
    replies = encode(response())
    assert len(replies) == len(contents) + 1
    assert [each.get("content") for each in replies] == [*contents, None]
    assert [each["more_content"] for each in replies] == [True] * len(contents) + [False]
    assert ["status" in each for each in replies] == [True] + [False] * len(contents)


def test_a_small_file_is_two_messages(tmp_path: Path) -> None:
    """A file is read in pieces of the size of a message, and closed."""
    (tmp_path / "a.txt").write_bytes(b"x" * 5000)
    response = FileResponse((tmp_path / "a.txt").open("rb"))
    replies = list(AsgiHandler.encode_response(response))
    assert [len(each.get("content", b"")) for each in replies] == [5000, 0]
    assert (b"Content-Length", b"5000") in replies[0]["headers"]
    response.close()
    assert response.file_to_stream.closed


def test_an_asynchronous_stream_is_read_part_by_part() -> None:
    """Each part leaves before the next is made; an early end closes the generator."""
    seen: list[Any] = []

    async def parts() -> AsyncIterator[str]:
        try:
            for number in range(3):
                await asyncio.sleep(0)
                seen.append(number)
                yield str(number)
        finally:
            seen.append("closed")

    replies = AsgiHandler.encode_response(StreamingHttpResponse(parts()))
    assert next(replies)["content"] == b"0"
    assert seen == [0]
    assert [each.get("content") for each in replies] == [b"1", b"2", None]
    assert seen == [0, 1, 2, "closed"]
    half = AsgiHandler.encode_response(StreamingHttpResponse(parts()))
    next(half)
    half.close()
    assert seen[4:] == [0, "closed"]


# -- running views --------------------------------------------------------------------------------


def test_a_view_runs(message: Any, handler: Any, signals: list[Any]) -> None:
    """The view's response comes back; Django hears of the beginning and the end, once."""
    request_message = message("/hello/", query_string=b"n=1")

    def view(request: Any) -> HttpResponse:
        assert request.message is request_message
        return HttpResponse(f"{request.method} {request.path} {request.GET['n']}")

    replies = list(handler(view)(request_message))
    assert [each["content"] for each in replies] == [b"GET /hello/ 1"]
    assert signals == [("started", request_message), ("finished", AsgiHandler)]


def test_an_async_view_runs(message: Any, handler: Any) -> None:
    """A coroutine function is a view too."""

    async def view(request: Any) -> HttpResponse:
        await asyncio.sleep(0)
        return HttpResponse("async")

    assert next(handler(view)(message()))["content"] == b"async"


def test_an_async_view_that_raises_leaves_no_thread(message: Any, handler: Any) -> None:
    """Its error is a 500 as any other's, and the helper thread ends with it."""

    async def view(request: Any) -> HttpResponse:
        raise LookupError("no such flower")

    before = set(threading.enumerate())
    for _ in range(3):
        assert next(handler(view)(message()))["status"] == 500
    for thread in set(threading.enumerate()) - before:
        thread.join(2)
    assert set(threading.enumerate()) <= before


def test_a_class_is_a_view(message: Any, handler: Any) -> None:
    """Methods that a class does not have are 405."""

    class Page(View):
        def get(self, request: Any) -> HttpResponse:
            return HttpResponse("page")

    run = handler(Page)
    assert next(run(message()))["content"] == b"page"
    assert next(run(message(method="PUT")))["status"] == 405


def test_urls_have_the_prefix_of_the_request(message: Any) -> None:
    """``reverse()`` knows where the site is mounted, during the request only."""
    views = Views()
    views.add("here/", lambda request: HttpResponse(reverse("here")), name="here")
    run = AsgiHandler(views.current)
    for root_path in ("/app", ""):
        replies = list(run(message(f"{root_path}/here/", root_path=root_path)))
        assert replies[0]["content"].decode() == f"{root_path}/here/"
        assert get_script_prefix() == "/"


def test_middleware_knows_the_urls_of_the_sandbox(message: Any, changed: Any) -> None:
    """Middleware may make URLs of views before the view is found."""
    changed(MIDDLEWARE=[f"{__name__}.reversing"])
    views = Views()
    views.add("here/", lambda request: HttpResponse(request.place), name="here")
    assert next(AsgiHandler(views.current)(message("/here/")))["content"] == b"/here/"


def reversing(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Middleware that makes a URL."""

    def run(request: Any) -> Any:
        request.place = reverse("here")
        return get_response(request)

    return run


def test_middleware_is_loaded_once(message: Any, handler: Any, changed: Any) -> None:
    """Eight threads that come while it is being loaded share one chain."""
    changed(MIDDLEWARE=[f"{__name__}.counting"])
    loaded.clear()
    contents: list[bytes] = []
    everyone, lock = threading.Barrier(8), threading.Lock()

    class Crowd:
        """A lock that all eight come to: each has found that nothing is loaded."""

        def __enter__(self) -> None:
            everyone.wait(10)
            lock.acquire()

        def __exit__(self, *exc: object) -> None:
            lock.release()

    run = handler(lambda request: HttpResponse("ok"))
    run._loading = Crowd()
    threads = [
        threading.Thread(target=lambda: contents.extend(each["content"] for each in run(message())))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (loaded, contents) == ([1], [b"ok"] * 8)


loaded: list[int] = []


def counting(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Middleware that counts how often it is made."""
    loaded.append(1)
    return get_response


# -- what goes wrong ------------------------------------------------------------------------------


def raising(error: BaseException) -> type[AsgiHandler]:
    """Return a handler whose requests cannot be built."""

    class Request(AsgiRequest):
        def __init__(self, message: Any) -> None:
            raise error

    class Handler(AsgiHandler):
        request_class = Request

    return Handler


def test_what_is_not_utf8_is_400(message: Any, signals: list[Any]) -> None:
    """A path that cannot be decoded is the client's mistake."""
    replies = list(AsgiHandler()(message(b"/\xff")))
    assert [each["status"] for each in replies] == [400]
    assert [name for name, _ in signals] == ["started", "finished"]


def test_a_late_body_is_408(message: Any) -> None:
    """The text says so."""
    (reply,) = raising(RequestTimeout())()(message())
    assert (reply["status"], b"408" in reply["content"]) == (408, True)
    assert (b"Content-Type", b"text/plain") in reply["headers"]


def test_an_aborted_request_has_no_reply(message: Any, signals: list[Any]) -> None:
    """Nobody is there to read one; Django hears of the end all the same."""
    assert list(raising(RequestAborted())()(message())) == []
    assert [name for name, _ in signals] == ["started", "finished"]


@pytest.mark.parametrize(("debug", "shown"), [(True, b"no such flower"), (False, b"Server Error")])
def test_an_exception_is_djangos_500(
    message: Any, handler: Any, changed: Any, debug: bool, shown: bytes
) -> None:
    """The page has the traceback where DEBUG is on."""
    changed(DEBUG=debug)

    def view(request: Any) -> HttpResponse:
        raise LookupError("no such flower")

    (reply,) = handler(view)(message())
    assert (reply["status"], shown in reply["content"]) == (500, True)


@pytest.mark.parametrize(
    ("debug", "shown"), [(True, b"broken page"), (False, b"Internal Server Error")]
)
def test_a_broken_500_page_is_plain_text(
    message: Any, handler: Any, changed: Any, debug: bool, shown: bytes
) -> None:
    """What Django's own handling cannot render still gets an answer."""
    changed(DEBUG=debug, MIDDLEWARE=[])

    class Handler(AsgiHandler):
        def get_response(self, request: Any) -> Any:
            raise RuntimeError("broken page")

    (reply,) = handler(lambda request: HttpResponse(), Handler)(message())
    assert reply["status"] == 500
    assert reply["headers"] == [(b"Content-Type", b"text/plain")]
    assert shown in reply["content"]


def test_middleware_that_cannot_be_loaded_is_a_500(
    message: Any, handler: Any, changed: Any
) -> None:
    """The text says which."""
    changed(DEBUG=True, MIDDLEWARE=["no.such.middleware"])
    (reply,) = handler(lambda request: HttpResponse())(message())
    assert (reply["status"], b"No module named 'no'" in reply["content"]) == (500, True)


@pytest.mark.parametrize("returned", [None, "text"])
def test_a_view_that_returns_no_response(
    message: Any, handler: Any, changed: Any, returned: Any
) -> None:
    """The error says what it returned and what to return."""
    changed(DEBUG=True)
    (reply,) = handler(lambda request: returned)(message())
    assert reply["status"] == 500
    expected = b"return an HttpResponse" if returned is None else b"returned str, but Django"
    assert expected in reply["content"]


def test_exceptions_may_be_propagated(message: Any, handler: Any, changed: Any) -> None:
    """DEBUG_PROPAGATE_EXCEPTIONS holds here too."""
    changed(DEBUG_PROPAGATE_EXCEPTIONS=True)

    def view(request: Any) -> HttpResponse:
        raise LookupError

    with pytest.raises(LookupError):
        list(handler(view)(message()))


# -- ResponseLater --------------------------------------------------------------------------------


def later(request: Any) -> HttpResponse:
    """A view that answers later."""
    raise ResponseLater


async def later_async(request: Any) -> HttpResponse:
    """The same as a coroutine function."""
    raise ResponseLater


class Later(View):
    """The same as a class."""

    def get(self, request: Any) -> HttpResponse:
        """Answer later."""
        raise request.ResponseLater


def replacing(get_response: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Middleware that makes a response of its own of every response."""

    def run(request: Any) -> Any:
        return JsonResponse({"status": get_response(request).status_code})

    return run


@pytest.mark.parametrize("view", [later, later_async, Later])
@pytest.mark.parametrize(
    "middleware",
    [
        [],
        [
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.middleware.gzip.GZipMiddleware",
        ],
        [f"{__name__}.replacing"],
    ],
    ids=["none", "usual", "replacing"],
)
def test_a_view_that_answers_later_has_no_reply(
    message: Any, handler: Any, changed: Any, signals: list[Any], middleware: list[str], view: Any
) -> None:
    """Nothing is sent, through any middleware, and nothing counts as an error."""
    changed(MIDDLEWARE=middleware, DEBUG=True)
    assert list(handler(view)(message())) == []
    assert [name for name, _ in signals] == ["started", "finished"]


def test_a_template_response_may_answer_later(message: Any, handler: Any) -> None:
    """Rendering is part of the view."""

    class Rendered(HttpResponse):
        def render(self) -> HttpResponse:
            raise ResponseLater

    assert list(handler(lambda request: Rendered())(message())) == []


@pytest.fixture
def atomic_requests(database: None) -> Iterator[None]:
    """Let every view run in a transaction."""
    connection.settings_dict["ATOMIC_REQUESTS"] = True
    yield
    connection.settings_dict["ATOMIC_REQUESTS"] = False
    Session.objects.all().delete()
    connection.close()


def save(key: str) -> None:
    """Leave a row behind."""
    Session.objects.create(session_key=key, session_data="", expire_date="2030-01-01T00:00Z")


@pytest.mark.usefixtures("atomic_requests")
def test_answering_later_commits(message: Any, handler: Any, changed: Any) -> None:
    """ResponseLater undoes no transaction: whoever answers later needs what the view stored."""
    changed(MIDDLEWARE=[])

    def view(request: Any) -> HttpResponse:
        save("kept")
        raise ResponseLater

    def failing(request: Any) -> HttpResponse:
        save("gone")
        raise LookupError

    assert list(handler(view)(message())) == []
    assert next(handler(failing)(message()))["status"] == 500
    assert list(Session.objects.values_list("session_key", flat=True)) == ["kept"]


@pytest.mark.usefixtures("atomic_requests")
def test_views_can_leave_atomic_requests(message: Any, handler: Any) -> None:
    """``@non_atomic_requests`` is heard."""

    @transaction.non_atomic_requests
    def view(request: Any) -> HttpResponse:
        return HttpResponse(str(connection.in_atomic_block))

    def usual(request: Any) -> HttpResponse:
        return HttpResponse(str(connection.in_atomic_block))

    assert next(handler(view)(message()))["content"] == b"False"
    assert next(handler(usual)(message()))["content"] == b"True"


# -- ViewConsumer ---------------------------------------------------------------------------------


def replies_in(layer: Any) -> list[dict[str, Any]]:
    """Take all replies off *layer*."""
    taken = []
    while (answer := layer.receive(["test.server!"]))[0] is not None:
        taken.append(answer[1])
    return taken


def consumer(view: Callable[..., Any]) -> ViewConsumer:
    """Return a consumer whose only view is *view*."""
    views = Views()
    views.add("^.*$", view)
    return ViewConsumer(views.current)


def test_replies_leave_at_once_and_other_sends_at_the_end(message: Any, layer: MemoryLayer) -> None:
    """What a view sends by Channel waits for the end of its run, as in every consumer."""
    request_message = message()

    def view(request: Any) -> HttpResponse:
        Channel("news", channel_layer=layer).send({"text": "a view ran"})
        return HttpResponse("hi")

    pending.begin()
    consumer(view)(request_message)
    assert [each["content"] for each in replies_in(layer)] == [b"hi"]
    assert layer.receive(["news"]) == (None, None)
    pending.finish()
    assert layer.receive(["news"]) == ("news", {"text": "a view ran"})


def test_without_a_urlconf_the_project_answers(message: Any, layer: MemoryLayer) -> None:
    """``ViewConsumer()`` is the classic default consumer."""
    ViewConsumer()(message("/nowhere/"))
    assert [each["status"] for each in replies_in(layer)] == [404]


def test_a_full_reply_channel_is_waited_for(message: Any) -> None:
    """A slow server holds the worker back; nothing is lost, and the order stays."""
    layer = MemoryLayer(capacity=1)
    content = message().content
    run = consumer(lambda request: StreamingHttpResponse("abcd"))
    thread = threading.Thread(target=lambda: run(Message(content, "http.request", layer)))
    thread.start()
    taken: list[dict[str, Any]] = []
    while not taken or taken[-1]["more_content"]:
        reply = layer.receive(["test.server!"], block=True)[1]
        assert reply is not None
        taken.append(reply)
    thread.join(10)
    assert [each.get("content") for each in taken] == [b"a", b"b", b"c", b"d", None]


class OldLayer:
    """A layer of 2016, which cannot wait."""

    class ChannelFull(Exception):
        """Its own error."""

    def __init__(self) -> None:
        self.refusals = 2
        self.sent: list[Any] = []

    def send(self, channel: str, content: dict[str, Any]) -> None:
        """Refuse twice, then take."""
        if self.refusals:
            self.refusals -= 1
            raise self.ChannelFull
        self.sent.append((channel, content["content"]))


def test_a_full_foreign_layer_is_tried_again(message: Any) -> None:
    """Without ``send_waiting`` the classic retry does it."""
    layer = OldLayer()
    run = consumer(lambda request: HttpResponse("hi"))
    run(Message(message().content, "http.request", layer))
    assert layer.sent == [(REPLY, b"hi")]


def test_a_replaced_send_sees_each_reply(
    message: Any, layer: MemoryLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who puts a ``send`` of his own on the layer is asked."""
    sent: list[str] = []
    monkeypatch.setattr(layer, "send", lambda channel, content: sent.append(channel), raising=False)
    consumer(lambda request: HttpResponse("hi"))(message())
    assert sent == [REPLY]


def broken_stream(parts: int) -> Callable[[Any], StreamingHttpResponse]:
    """Return a view whose stream fails after *parts*."""

    def stream() -> Iterator[bytes]:
        for _ in range(parts):
            yield b"part"
        raise LookupError("no more flowers")

    return lambda request: StreamingHttpResponse(stream())


def test_a_stream_that_fails_at_once_is_a_500(message: Any, layer: MemoryLayer) -> None:
    """Nothing was sent yet, so the client can still be told."""
    consumer(broken_stream(0))(message())
    assert [each["status"] for each in replies_in(layer)] == [500]


def test_a_stream_that_fails_later_is_ended(message: Any, layer: MemoryLayer) -> None:
    """The client does not wait for its timeout, and the worker hears of the error."""
    with pytest.raises(LookupError):
        consumer(broken_stream(2))(message())
    replies = replies_in(layer)
    assert [each.get("content") for each in replies] == [b"part", b"part", None]
    assert [each["more_content"] for each in replies] == [True, True, False]


def test_sys_exit_in_a_view_is_a_500_and_an_error(message: Any, layer: MemoryLayer) -> None:
    """The client is told; the exception goes on to the worker, which survives it."""

    def view(request: Any) -> HttpResponse:
        raise SystemExit(1)

    with pytest.raises(SystemExit):
        consumer(view)(message())
    assert [each["status"] for each in replies_in(layer)] == [500]


def test_a_malformed_message_is_a_500_and_an_error(message: Any, layer: MemoryLayer) -> None:
    """A message without a path was made by hand; its sender is told, the worker too."""
    request_message = message()
    del request_message.content["path"]
    with pytest.raises(KeyError):
        consumer(later)(request_message)
    assert [each["status"] for each in replies_in(layer)] == [500]


def test_the_response_is_closed(message: Any, layer: MemoryLayer) -> None:
    """What belongs to a response ends with it, also where its stream fails."""
    closed: list[str] = []

    class Closing:
        def __init__(self, name: str) -> None:
            self.parts = iter([b"a"]) if name == "good" else broken_stream(1)(None)
            self.name = name

        def __iter__(self) -> Iterator[bytes]:
            yield from self.parts

        def close(self) -> None:
            closed.append(self.name)

    consumer(lambda request: StreamingHttpResponse(Closing("good")))(message())
    with pytest.raises(LookupError):
        consumer(lambda request: StreamingHttpResponse(Closing("bad")))(message())
    assert closed == ["good", "bad"]
