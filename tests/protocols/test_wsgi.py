"""A WSGI application that asks workers."""

from __future__ import annotations

import io
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.consumers.routing import route
from sandbox.layers.memory import MemoryLayer
from sandbox.protocols.wsgi import WsgiToAsgiAdapter
from sandbox.runtime.clock import ManualClock
from sandbox.workers.pool import Pool


class Started(list[Any]):
    """What start_response was told."""

    def __call__(self, status: Any, headers: Any) -> None:
        """Keep it."""
        self.append((status, headers))


def environ(**more: Any) -> dict[str, Any]:
    """Return the environment of a request."""
    made: dict[str, Any] = {}
    setup_testing_defaults(made)
    return made | more


class Fixed(WsgiToAsgiAdapter):
    """Whose reply channel is known, as tests of 2016 have it."""

    def get_reply_channel(self) -> str:
        """Return it."""
        return "http.response.test"


def test_a_reply_is_the_response() -> None:
    """The status is bytes (§1.11); the request is on its channel, and its end is told."""
    layer = MemoryLayer()
    layer.expect(["http.disconnect"])
    layer.send(
        "http.response.test", {"status": 200, "headers": [(b"Colour", b"Blue")], "content": b"one"}
    )
    started = Started()
    assert list(Fixed(layer)(environ(PATH_INFO="/a"), started)) == [b"one"]
    assert started == [(b"200 OK", [(b"Colour", b"Blue")])]
    _, request = layer.receive(["http.request"])
    assert (request["reply_channel"], request["path"]) == ("http.response.test", "/a")
    _, gone = layer.receive(["http.disconnect"])
    assert gone == {"reply_channel": "http.response.test", "path": "/a"}


@pytest.mark.parametrize(
    ("reply", "status"),
    [
        ({"status": 404}, b"404 Not Found"),
        ({"status": 201}, b"201 Created"),
        ({"status": 599}, b"599 Unknown Status"),
        ({"status": 200, "status_text": "Fine"}, b"200 Fine"),
    ],
)
def test_statuses_have_their_text(reply: dict[str, Any], status: bytes) -> None:
    """A reply's own comes first."""
    layer = MemoryLayer()
    layer.send("http.response.test", reply)
    started = Started()
    assert list(Fixed(layer)(environ(), started)) == []
    assert started[0][0] == status


def test_content_comes_in_its_parts() -> None:
    """Until more_content is false; what comes later is not taken."""
    layer = MemoryLayer()
    for part in (
        {"status": 200, "content": b"a", "more_content": True},
        {"content": b"", "more_content": True},
        {"content": b"b"},
        {"content": b"late"},
    ):
        layer.send("http.response.test", part)
    assert list(Fixed(layer)(environ(), Started())) == [b"a", b"b"]
    assert layer.receive(["http.response.test"])[1] == {"content": b"late"}


def test_a_request_is_translated_whole() -> None:
    """Headers, body, root path, addresses: what §2.5 maps, the other way round."""
    translated = WsgiToAsgiAdapter(MemoryLayer()).translate_request(
        environ(
            REQUEST_METHOD="post",
            SCRIPT_NAME="/app",
            PATH_INFO="/caf\xc3\xa9/",
            QUERY_STRING="a=%20",
            CONTENT_TYPE="text/plain",
            CONTENT_LENGTH="2",
            HTTP_X_ONE="1",
            REMOTE_ADDR="1.2.3.4",
            REMOTE_PORT="99",
            SERVER_NAME="me",
            SERVER_PORT="80",
        ),
        b"ab",
    )
    headers = translated.pop("headers")
    assert [b"x-one", b"1"] in headers
    assert [b"content-type", b"text/plain"] in headers
    assert [b"content-length", b"2"] in headers
    assert translated == {
        "http_version": "1.0",
        "method": "POST",
        "scheme": "http",
        "path": "/app/café/",
        "root_path": "/app",
        "query_string": b"a=%20",
        "body": b"ab",
        "client": ["1.2.3.4", 99],
        "server": ["me", 80],
    }


def test_a_full_channel_is_a_503() -> None:
    """At once."""
    layer = MemoryLayer(capacity=1)
    layer.send("http.request", {})
    started = Started()
    [page] = list(WsgiToAsgiAdapter(layer)(environ(), started))
    assert started[0][0] == b"503 Service Unavailable"
    assert b"Request queue full." in page


def test_nobody_answers_is_a_503() -> None:
    """After the timeout, by the clock that was given."""
    clock = ManualClock()

    class Late(MemoryLayer):
        def receive(self, channels: Any, block: bool = False) -> Any:
            """Let a minute pass."""
            clock.advance(60)
            return None, None

    started = Started()
    [page] = list(WsgiToAsgiAdapter(Late(), timeout=120, clock=clock)(environ(), started))
    assert started[0][0] == b"503 Service Unavailable"
    assert b"within 120 seconds" in page


def test_a_response_that_does_not_end_raises() -> None:
    """The server cuts it, so that the client sees."""
    layer = MemoryLayer()
    layer.send("http.response.test", {"status": 200, "content": b"a", "more_content": True})
    parts = Fixed(layer, timeout=0.01)(environ(), Started())
    assert next(parts) == b"a"
    with pytest.raises(TimeoutError, match="had begun"):
        next(parts)


def test_a_long_body_is_a_413() -> None:
    """Nobody is asked."""
    layer = MemoryLayer()
    started = Started()
    adapter = WsgiToAsgiAdapter(layer, body_bytes=10)
    list(adapter(environ(CONTENT_LENGTH="11", **{"wsgi.input": io.BytesIO(b"x" * 11)}), started))
    assert started[0][0].startswith(b"413 ")
    assert layer.receive(["http.request"]) == (None, None)


class Quiet(WSGIRequestHandler):
    """Says nothing on stderr."""

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def served(application: Any) -> Iterator[str]:
    """Serve a WSGI application with the standard library; yield its URL."""
    with make_server("127.0.0.1", 0, application, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_a_wsgi_server_serves_what_workers_answer() -> None:
    """By PEP 3333, which the validator holds both sides to: body in, pieces out."""

    def echo(message: Any) -> None:
        send = message.reply_channel.send
        send({"status": 200, "headers": [(b"Content-Type", b"text/plain")], "more_content": True})
        send({"content": message["body"], "more_content": True})
        send({"content": b"!"})

    layer = MemoryLayer()
    wrapper = ChannelLayerWrapper(layer, "default", [route("http.request", echo)])
    pool = Pool(wrapper, 1, layers={"default": wrapper})
    with served(validator(WsgiToAsgiAdapter(layer).native)) as url:
        with urllib.request.urlopen(f"{url}/a?b", data=b"hello") as response:
            assert (response.status, response.read()) == (200, b"hello!")
    assert pool.stop() == []
