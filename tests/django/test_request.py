"""The request object that an http.request message becomes (CLASSIC-SPEC §4.11)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http.request import RawPostDataException

from sandbox.consumers.message import Message
from sandbox.django.request import AsgiRequest
from sandbox.errors import RequestAborted, RequestTimeout, ResponseLater
from sandbox.layers.memory import MemoryLayer
from sandbox.runtime.clock import ManualClock

FORM = [[b"content-type", b"application/x-www-form-urlencoded"]]
MULTIPART = (
    b"--x\r\n"
    b'Content-Disposition: form-data; name="title"\r\n\r\nhello\r\n'
    b"--x\r\n"
    b'Content-Disposition: form-data; name="note"; filename="n.txt"\r\n'
    b"Content-Type: text/plain\r\n\r\nfile text\r\n"
    b"--x--\r\n"
)


def test_meta_of_a_bare_request(message: Any) -> None:
    """Only what the message says is in META; an unknown server is called unknown."""
    request = AsgiRequest(message("/test/", method="get", headers=[]))
    assert request.META == {
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": "",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/test/",
        "SERVER_NAME": "unknown",
        "SERVER_PORT": "0",
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
    }
    assert (request.method, request.path, request.path_info) == ("GET", "/test/", "/test/")
    assert (request.body, dict(request.GET), dict(request.POST), request.COOKIES) == (
        b"",
        {},
        {},
        {},
    )
    assert request.reply_channel.name == "test.server!alice"
    assert request.ResponseLater is ResponseLater


def test_meta_of_addresses(message: Any) -> None:
    """The client's port is a number, the server's a string."""
    request = AsgiRequest(message(client=["10.0.0.1", 4711], server=["example.org", 8000]))
    assert request.META["REMOTE_ADDR"] == request.META["REMOTE_HOST"] == "10.0.0.1"
    assert request.META["REMOTE_PORT"] == 4711
    assert (request.META["SERVER_NAME"], request.META["SERVER_PORT"]) == ("example.org", "8000")


@pytest.mark.parametrize("as_dict", [True, False])
def test_headers_become_meta_keys(message: Any, as_dict: bool) -> None:
    """Headers come as pairs of bytes or as a dict, and are read as latin-1."""
    pairs = [(b"host", b"example.org"), (b"content-length", b"0"), (b"x-name", b"Jos\xe9")]
    headers = {name.decode(): value for name, value in pairs} if as_dict else pairs
    request = AsgiRequest(message(headers=headers))
    assert request.META["HTTP_HOST"] == request.headers["host"] == "example.org"
    assert request.META["CONTENT_LENGTH"] == "0"
    assert request.META["HTTP_X_NAME"] == "José"


def test_repeated_headers_are_joined(message: Any) -> None:
    """A header that comes twice has both values, in order."""
    request = AsgiRequest(message(headers=[[b"x-a", b"1"], [b"x-b", b"3"], [b"x-a", b"2"]]))
    assert (request.META["HTTP_X_A"], request.META["HTTP_X_B"]) == ("1,2", "3")


def test_a_header_with_an_underscore_cannot_pose_as_another(message: Any) -> None:
    """``x_user`` is dropped: META could not tell it from ``x-user``."""
    request = AsgiRequest(message(headers=[[b"x-user", b"alice"], [b"x_user", b"mallory"]]))
    assert request.META["HTTP_X_USER"] == "alice"


@pytest.mark.parametrize(
    ("path", "root_path", "script_name", "path_info"),
    [
        ("/a/", "", "", "/a/"),
        ("/app/a/", "/app", "/app", "/a/"),
        ("/app/a/", "/app/", "/app/", "/a/"),
        ("/app", "/app", "/app", "/"),
        ("/apple/", "/app", "/app", "/apple/"),
        (b"/caf\xc3\xa9/", "", "", "/café/"),
        ("/a/", None, "", "/a/"),
    ],
)
def test_path_and_script_name(
    message: Any, path: str | bytes, root_path: str | None, script_name: str, path_info: str
) -> None:
    """``path_info`` is the path without the mount point."""
    request = AsgiRequest(message(path, root_path=root_path))
    assert request.path == (path.decode() if isinstance(path, bytes) else path)
    assert (request.script_name, request.META["SCRIPT_NAME"]) == (script_name, script_name)
    assert (request.path_info, request.META["PATH_INFO"]) == (path_info, path_info)


@pytest.mark.parametrize("query", [b"a=1&a=2&b=%C3%A9+x", "a=1&a=2&b=%C3%A9+x"])
def test_query(message: Any, query: str | bytes) -> None:
    """The query may be bytes or text."""
    request = AsgiRequest(message(query_string=query))
    assert (request.GET.getlist("a"), request.GET["b"]) == (["1", "2"], "é x")
    assert request.META["QUERY_STRING"] == "a=1&a=2&b=%C3%A9+x"
    assert request.get_full_path() == "/?a=1&a=2&b=%C3%A9+x"


@pytest.mark.parametrize("keys", [{"query_string": b"\xff"}, {"path": b"/\xff/"}])
def test_what_is_not_utf8_is_refused(message: Any, keys: dict[str, bytes]) -> None:
    """The handler answers 400 to this error."""
    with pytest.raises(UnicodeDecodeError):
        AsgiRequest(message(**keys))


def test_scheme(message: Any) -> None:
    """The message says whether it came over TLS; without a word it did not."""
    assert AsgiRequest(message(scheme="https")).is_secure()
    assert AsgiRequest(message()).scheme == "http"
    url = AsgiRequest(message("/x/", scheme="https", server=["a.org", 443], headers=[]))
    assert url.build_absolute_uri() == "https://a.org/x/"


def test_cookies(message: Any) -> None:
    """Cookies are a dict."""
    request = AsgiRequest(message(headers=[[b"cookie", b"a=1; b=two"]]))
    assert request.COOKIES == {"a": "1", "b": "two"}


def test_a_form(message: Any) -> None:
    """A form's fields are read from the body."""
    request = AsgiRequest(message(method="POST", headers=FORM, body=b"a=1&a=2&b=x"))
    assert (request.POST.getlist("a"), request.POST["b"]) == (["1", "2"], "x")
    assert request.body == b"a=1&a=2&b=x"


def test_post_can_be_replaced(message: Any) -> None:
    """Middleware may put other fields in place."""
    request = AsgiRequest(message(method="POST", headers=FORM, body=b"a=1"))
    request.POST = request.GET
    assert request.POST is request.GET


@pytest.mark.parametrize("length", [None, b"nonsense", b"-1", str(len(MULTIPART)).encode()])
def test_an_upload(message: Any, length: bytes | None) -> None:
    """Files and fields are read, also where the client gave no usable length."""
    headers = [[b"content-type", b"multipart/form-data; boundary=x"]]
    if length is not None:
        headers.append([b"content-length", length])
    request = AsgiRequest(message(method="POST", headers=headers, body=MULTIPART))
    assert request.META["CONTENT_LENGTH"] == str(len(MULTIPART))
    assert request.POST["title"] == "hello"
    assert request.FILES["note"].read() == b"file text"
    request.close()


def test_a_body_is_a_stream_too(message: Any) -> None:
    """It can be read in pieces, and then not as a whole."""
    request = AsgiRequest(message(method="PUT", body=b"onetwothree"))
    assert (request.read(3), request.read()) == (b"one", b"twothree")
    with pytest.raises(RawPostDataException):
        _ = request.body


def test_the_charset_of_the_content_type(message: Any) -> None:
    """A charset that Python knows is taken, another one is ignored."""
    types = {"latin-1": b"text/plain; charset=latin-1", None: b"text/plain; charset=klingon"}
    for encoding, value in types.items():
        request = AsgiRequest(message(headers=[[b"content-type", value]], query_string=b"a=%E9"))
        assert request.encoding == encoding
        assert request.GET["a"] == ("é" if encoding else "\N{REPLACEMENT CHARACTER}")
        assert request.content_type == "text/plain"


def test_a_body_above_the_limit(message: Any, changed: Any) -> None:
    """DATA_UPLOAD_MAX_MEMORY_SIZE holds."""
    changed(DATA_UPLOAD_MAX_MEMORY_SIZE=2)
    request = AsgiRequest(message(method="POST", headers=FORM, body=b"a=1"))
    with pytest.raises(RequestDataTooBig):
        _ = request.POST


def test_a_body_is_bytes(message: Any) -> None:
    """Text is refused with a clear error."""
    with pytest.raises(TypeError, match="is bytes, not str"):
        AsgiRequest(message(body="text"))


# -- a body in chunks -----------------------------------------------------------------------------


def test_chunks_are_appended(message: Any, layer: MemoryLayer) -> None:
    """The body is the message's own, then the chunks up to one with nothing after it."""
    layer.send("some-body", {"content": b"re=fou", "more_content": True})
    layer.send("some-body", {"content": b"r", "more_content": False})
    layer.send("some-body", {"content": b"not part of it"})
    request = AsgiRequest(
        message(method="POST", headers=FORM, body=b"there_a", body_channel="some-body")
    )
    assert request.POST["there_are"] == "four"


def test_a_chunked_body_without_time(message: Any) -> None:
    """With no time at all the body is late at once."""

    class Impatient(AsgiRequest):
        body_receive_timeout = 0

    with pytest.raises(RequestTimeout):
        Impatient(message(method="POST", body=b"a", body_channel="some-body"))


def test_the_time_for_a_body_is_counted_in_all(message: Any) -> None:
    """Chunks that come one by one do not start the time anew."""
    clock = ManualClock()

    class Slow:
        def receive(self, channels: list[str], block: bool = False) -> tuple[str, dict[str, Any]]:
            assert block
            clock.advance(25)
            return channels[0], {"content": b".", "more_content": True}

    class Timed(AsgiRequest):
        def clock(self) -> float:
            return clock()

    content = message(body_channel="some-body").content
    with pytest.raises(RequestTimeout, match="after 60 s"):
        Timed(Message(content, "http.request", Slow()))
    assert clock() == 75


def test_a_layer_that_does_not_block_is_asked_again(message: Any) -> None:
    """Layers of 2016 may come back with nothing (§15.1 row 15)."""
    answers = [(None, None), ("some-body", {"content": b"late"})]

    class Old:
        def receive(self, channels: list[str], block: bool = False) -> Any:
            return answers.pop(0)

    content = message(body_channel="some-body").content
    assert AsgiRequest(Message(content, "http.request", Old())).body == b"late"


def test_a_client_that_gives_up(message: Any, layer: MemoryLayer) -> None:
    """``closed`` ends the request."""
    layer.send("some-body", {"content": b"a", "more_content": True})
    layer.send("some-body", {"closed": True})
    with pytest.raises(RequestAborted):
        AsgiRequest(message(body_channel="some-body"))
