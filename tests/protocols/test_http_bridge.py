"""The protocol server over real HTTP."""

from __future__ import annotations

import contextlib
import email.utils
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.http import HttpResponse

from sandbox.consumers.channel import Channel, Group
from sandbox.consumers.routing import route
from sandbox.django.handler import ViewConsumer
from sandbox.django.settings import ensure_configured
from sandbox.django.views import Views
from sandbox.protocols.limits import Limits
from sandbox.protocols.proxies import Front
from tests.protocols.house import House, bytes_of
from tests.protocols.wire_client import PATIENCE


def test_a_request_is_one_message_and_its_reply_the_response() -> None:
    """Exact keys in, status, headers and body out; then http.disconnect with the decoded path."""
    with House() as house:
        asking = house.asking(
            "POST",
            "/caf%C3%A9/+?a=1",
            body=b"x" * 200_000,
            headers={"X_Evil": "1", "X-Good": " 2 "},
        )
        message = house.take("http.request")
        headers = dict(message.pop("headers"))
        reply_channel = message["reply_channel"]
        assert reply_channel.startswith(house.server.prefix)
        assert message.pop("client")[0] == "127.0.0.1"
        assert message == {
            "reply_channel": reply_channel,
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": "/café/+",
            "root_path": "",
            "query_string": b"a=1",
            "body": b"x" * 200_000,
            "server": ["127.0.0.1", house.server.port],
        }
        assert headers[b"x-good"] == b"2"
        assert b"x_evil" not in headers
        house.reply(message, status=201, headers=[("X-One", "1"), (b"X-Two", b"2")], content=b"yes")
        status, answered, body = asking.answer()
        assert (status, body) == (201, b"yes")
        assert (answered["x-one"], answered["x-two"]) == ("1", "2")
        assert email.utils.parsedate_to_datetime(answered["date"])
        assert house.take("http.disconnect") == {
            "reply_channel": reply_channel,
            "path": "/café/+",
        }
        house.rest()
    assert house.kinds("connection", "request", "response") == [
        "connection.opened",
        "request.received",
        "response.started",
        "response.ended",
        "connection.closed",
    ]
    [request], [ended] = house.events("request.received"), house.events("response.ended")
    [closed] = house.events("connection.closed")
    assert (closed.connection, closed.code, closed.by) == (ended.connection, None, "server")
    [accepted] = [e for e in house.events("message.accepted") if e.channel == "http.request"]
    assert accepted.cause == request.id
    assert (request.body_size, ended.size, ended.by) == (200_000, 3, "server")


def test_the_root_path_is_the_servers() -> None:
    """It is part of the path, and named by itself."""
    with House(front=Front(root_path="/app")) as house:
        asking = house.asking(path="/app/a")
        message = house.take("http.request")
        assert (message["root_path"], message["path"]) == ("/app", "/app/a")
        house.reply(message, status=200)
        asking.answer()


def test_a_date_of_the_consumers_own_is_kept() -> None:
    """There is one Date header, whoever sets it."""
    with House() as house:
        asking = house.asking()
        house.reply(house.take("http.request"), status=200, headers=[("Date", "today")])
        assert asking.answer()[1].get_all("date") == ["today"]


def test_a_full_channel_answers_503() -> None:
    """Nothing is asked of the application, but the end is told."""
    with House(channel_capacity={"http.request": 1}) as house:
        first = house.asking()
        house.wait_for(lambda: len(house.events("request.received")) == 1)
        status, headers, body = house.asking(path="/second").answer()
        assert status == 503
        assert headers["content-type"] == "text/html; charset=utf-8"
        assert b"<title>503 Service Unavailable</title>" in body
        assert house.take("http.disconnect")["path"] == "/second"
        house.reply(house.take("http.request"), status=200)
        assert first.answer()[0] == 200


def test_a_request_that_nobody_answers_gets_503() -> None:
    """After http_timeout; a reply that comes later is lost."""
    with House(http_timeout=0.05) as house:
        asking = house.asking()
        message = house.take("http.request")
        status, _, body = asking.answer()
        assert status == 503
        assert b"0.05 seconds" in body
        house.take("http.disconnect")
        house.reply(message, status=200)
        house.rest()
    assert house.lost() == {"no_connection": 1}
    assert [event.by for event in house.events("response.ended")] == ["timeout"]


def test_a_response_that_has_begun_is_cut_at_the_timeout() -> None:
    """The client sees that it is not whole (§15.1 row 4)."""
    with House(http_timeout=0.05) as house, house.raw() as client:
        client.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        house.reply(house.take("http.request"), status=200, content=b"begun", more_content=True)
        with contextlib.suppress(ConnectionResetError):
            client.rest()
        assert not client.buffer.endswith(b"0\r\n\r\n")
        house.take("http.disconnect")
    assert [event.by for event in house.events("response.ended")] == ["timeout"]


def test_a_long_poll_of_two_hundred_is_answered_by_one_group_send() -> None:
    """Held requests wait in a group; one send answers all of them, and all are told to be over."""

    def consume(message: Any) -> None:
        Group("poll").add(message.reply_channel)
        Channel("waiting").send({})

    def consume_disconnect(message: Any) -> None:
        Group("poll").discard(message["reply_channel"])

    routing = [
        route("http.request", consume),
        route("http.disconnect", consume_disconnect),
        route("waiting", lambda message: None),
    ]
    with House(routing=routing, capacity=1000) as house:
        askings = [house.asking(path=f"/{number}") for number in range(200)]
        house.wait_for(lambda: house.row("waiting").accepted == 200)
        house.layer.send_group("poll", {"status": 200, "content": b"news"})
        assert {asking.answer()[::2] for asking in askings} == {(200, b"news")}
        house.wait_for(lambda: house.row("http.disconnect").delivered == 200)
        assert house.layer.group_channels("poll") == {}
        house.rest()
    assert house.lost() == {}


def test_a_client_that_gives_up_first_is_told_of() -> None:
    """http.disconnect while the request is held; the reply that comes later is lost."""
    with House() as house:
        asking = house.asking(path="/poll")
        message = house.take("http.request")
        asking.close()
        assert house.take("http.disconnect")["path"] == "/poll"
        house.reply(message, status=200)
        house.rest()
    assert house.lost() == {"no_connection": 1}
    assert [event.by for event in house.events("response.ended")] == ["client"]
    assert [event.by for event in house.events("connection.closed")] == ["client"]
    assert house.kinds("response.started") == []


def test_each_request_of_a_connection_has_its_own_reply_channel() -> None:
    """Keep-alive: one socket, several requests."""
    with House() as house:
        asking = house.asking(path="/1")
        channels = []
        for number in (1, 2, 3):
            message = house.take("http.request")
            assert message["path"] == f"/{number}"
            channels.append(message["reply_channel"])
            house.reply(message, status=200, content=b"%d" % number)
            assert asking.connection.getresponse().read() == b"%d" % number
            asking.connection.request("GET", f"/{number + 1}")
        assert len(set(channels)) == 3
        house.reply(house.take("http.request"), status=204)
        assert asking.answer()[0] == 204


def test_pipelined_requests_are_answered_in_turn() -> None:
    """The second is asked when the first has been answered."""
    with House() as house, house.raw() as client:
        client.send(b"GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n")
        for number in (b"1", b"2"):
            message = house.take("http.request")
            assert message["path"] == f"/{number.decode()}"
            house.reply(message, status=200, headers=[("Content-Length", "1")], content=number)
            assert client.response()[0] == 200
            assert client.take(1) == number


def test_chunks_come_in_order() -> None:
    """Without a length a response is chunked, and ends with the empty chunk."""
    with House() as house, house.raw() as client:
        client.send(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        message = house.take("http.request")
        house.reply(message, status=200, more_content=True)
        for part in (b"one", b"two"):
            house.reply(message, content=part, more_content=True)
        house.reply(message, content=b"three")
        house.reply(message, content=b"late")
        status, headers = client.response()
        assert (status, headers["transfer-encoding"]) == (200, "chunked")
        assert client.rest() == b"3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n0\r\n\r\n"
        house.rest()
    assert house.lost() == {"no_connection": 1}


def test_http_1_0_gets_a_stream_that_the_end_ends() -> None:
    """No chunks: what comes is sent as it is, and the end of the connection is the end of it."""
    with House() as house, house.raw() as client:
        client.send(b"GET / HTTP/1.0\r\n\r\n")
        message = house.take("http.request")
        assert message["http_version"] == "1.0"
        house.reply(message, status=200, content=b"one", more_content=True)
        house.reply(message, content=b"two")
        status, headers = client.response()
        assert (status, headers["connection"]) == (200, "close")
        assert not {"transfer-encoding", "content-length"} & headers.keys()
        assert client.rest() == b"onetwo"


@pytest.mark.parametrize(
    ("method", "status"), [("HEAD", 200), ("GET", 204), ("GET", 304), ("HEAD", 404)]
)
def test_responses_without_a_body_have_none(method: str, status: int) -> None:
    """HEAD, 204 and 304; the connection goes on to the next request."""
    with House() as house, house.raw() as client:
        for _ in range(2):
            client.send(f"{method} / HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            content = b"body" if method == "HEAD" else b""
            headers = [("Content-Length", "4")] if method == "HEAD" else []
            house.reply(house.take("http.request"), status=status, headers=headers, content=content)
            assert client.response()[0] == status
        house.wait_for(lambda: house.row(house.server.prefix).delivered == 2)
        assert client.buffer == b""


@pytest.mark.parametrize(
    "reply",
    [
        {},
        {"text": "a"},
        {"status": 99},
        {"status": 200, "content": "text"},
        {"status": 200, "headers": [("Content-Length", 5)]},
    ],
)
def test_a_malformed_reply_answers_500(reply: dict[str, Any]) -> None:
    """The client is not left hanging (§15.1 row 6); the reply is lost as malformed."""
    with House() as house:
        asking = house.asking()
        message = house.take("http.request")
        house.reply(message, **reply)
        status, _, body = asking.answer()
        assert status == 500
        assert b"Internal Server Error" in body
        house.take("http.disconnect")
        house.rest()
    assert house.lost() == {"malformed": 1}
    assert len(house.events("reply.malformed")) == 1


def test_a_malformed_chunk_is_lost_and_the_rest_is_sent() -> None:
    """The response goes on without it."""
    with House() as house:
        asking = house.asking()
        message = house.take("http.request")
        house.reply(message, status=200, content=b"a", more_content=True)
        house.reply(message, status=200)
        house.reply(message, content=b"b")
        assert asking.answer()[::2] == (200, b"ab")
        house.rest()
    assert house.lost() == {"malformed": 1}


@pytest.mark.parametrize("length", ["1", "99", "many"])
def test_a_wrong_length_ends_the_connection(length: str) -> None:
    """It cannot be mended, so the client sees an end and does not hang."""
    with House() as house, house.raw() as client:
        client.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        message = house.take("http.request")
        house.reply(message, status=200, headers=[("Content-Length", length)], content=b"abc")
        with contextlib.suppress(ConnectionResetError):
            client.rest()
        house.take("http.disconnect")
        house.rest()
    assert house.lost() == {"malformed": 1}


def test_a_large_stream_reaches_a_client_that_reads() -> None:
    """A consumer writes faster than anybody reads; that alone is no slow client."""
    with House(capacity=1000) as house:
        asking = house.asking()
        message = house.take("http.request")
        streaming = threading.Thread(target=stream, args=(house, message, 48))
        streaming.start()
        status, _, body = asking.answer()
        streaming.join(PATIENCE)
        assert (status, len(body), body[-3:]) == (200, 48 * 500_000 + 3, b"end")
        house.rest()
    assert house.lost() == {}


def stream(house: House, message: dict[str, Any], pieces: int) -> None:
    """Answer with so many pieces of half a megabyte, waiting for room as a view does."""
    send = partial(house.layer.send_waiting, message["reply_channel"])
    send({"status": 200, "more_content": True}, None)
    for _ in range(pieces):
        send({"content": b"x" * 500_000, "more_content": True}, None)
    send({"content": b"end"}, None)


def test_a_consumer_waits_for_a_client_that_reads_slowly() -> None:
    """It is not ahead by more than a few pieces; when the client reads on, nothing is missing."""
    with House(capacity=1000) as house, house.raw(receive_buffer=65536) as client:
        client.send(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        message = house.take("http.request")
        streaming = threading.Thread(target=stream, args=(house, message, 100))
        streaming.start()
        house.wait_for(lambda: any(one.throttled for one in house.server.connections.values()))
        streaming.join(0.2)
        assert streaming.is_alive()
        assert house.row(house.server.prefix).accepted < 20
        body = b"".join(iter(lambda: client.sock.recv(1_000_000), b""))
        streaming.join(PATIENCE)
        assert body.endswith(b"end\r\n0\r\n\r\n")
        assert body.count(b"x" * 500_000) == 100
        house.rest()
    assert house.lost() == {}


def test_a_consumer_that_waits_is_freed_when_its_client_goes() -> None:
    """What it still sends has no connection."""
    with House(capacity=1000) as house:
        client = house.raw(receive_buffer=4096)
        client.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        message = house.take("http.request")
        streaming = threading.Thread(target=stream, args=(house, message, 100))
        streaming.start()
        house.wait_for(lambda: any(one.throttled for one in house.server.connections.values()))
        client.reset()
        streaming.join(PATIENCE)
        assert not streaming.is_alive()
        house.take("http.disconnect")
        house.rest()
    assert set(house.lost()) == {"no_connection"}


def test_a_client_that_never_reads_is_cut() -> None:
    """Past the bound the response is cut, and what was not sent is lost as slow_client."""
    limits = Limits(unsent_response=1_000_000, ahead_bytes=2_000_000)
    with House(capacity=1000, limits=limits) as house, house.raw(receive_buffer=4096) as client:
        client.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        message = house.take("http.request")
        house.reply(message, status=200, more_content=True)
        for _ in range(100):
            house.reply(message, content=b"x" * 100_000, more_content=True)
        house.take("http.disconnect")
        house.rest()
    lost = house.lost()
    assert lost["slow_client"] >= 10
    assert set(lost) == {"slow_client", "no_connection"}


@pytest.mark.parametrize(
    "request_line", [b"GET /\xff HTTP/1.1", b"NONSENSE", b"GET / HTTP/9.9", b"\x16\x03\x01"]
)
def test_what_is_no_request_is_no_message(request_line: bytes) -> None:
    """400, and the next client is served."""
    with House() as house:
        answer = bytes_of(house.server.port, request_line + b"\r\nHost: x\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 400 ")
        assert house.nothing_on("http.request")
        served(house)


def served(house: House) -> None:
    """A client is served."""
    asking = house.asking()
    house.reply(house.take("http.request"), status=200, content=b"ok")
    assert asking.answer()[::2] == (200, b"ok")


def test_a_body_that_never_ends_is_no_message() -> None:
    """Who gives up before the request is whole has asked nothing."""
    with House() as house:
        client = house.raw()
        client.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
        client.reset()
        served(house)
    assert len(house.events("request.received")) == 1


def test_a_client_that_waits_for_100_gets_it() -> None:
    """Expect: 100-continue is answered before the body comes."""
    with House() as house, house.raw() as client:
        client.send(
            b"POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n"
        )
        assert client.take(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.send(b"body")
        message = house.take("http.request")
        assert message["body"] == b"body"
        house.reply(message, status=200)
        assert client.response()[0] == 200


def test_websockets_and_http_share_the_port() -> None:
    """The Upgrade header decides; another upgrade is none."""
    with House() as house:
        client, _ = house.opened()
        with client:
            served(house)
        with house.raw() as other:
            other.send(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")
            house.reply(house.take("http.request"), status=200)
            assert other.response()[0] == 200


# --- a body in chunks -----------------------------------------------------------------------------

SMALL = Limits(inline_bytes=1000, chunk_bytes=100)


def post(size: int) -> bytes:
    """Return the head of a request whose body has this size."""
    return b"POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % size


def chunks_of(house: House, message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the chunks behind *message* up to the last."""
    while True:
        chunk = house.take(message["body_channel"])
        yield chunk
        if not chunk["more_content"]:
            return


def test_a_long_body_comes_in_chunks_through_its_channel() -> None:
    """Its beginning is in the message; in all they are what was sent (§2.2)."""
    body = bytes(range(256)) * 200
    with House(limits=SMALL, capacity=1000) as house, house.raw() as client:
        client.send(post(len(body)) + body[:2000])
        message = house.take("http.request")
        client.send(body[2000:])
        assert message["body_channel"].startswith("http.request.body?")
        chunks = list(chunks_of(house, message))
        assert message["body"] + b"".join(chunk["content"] for chunk in chunks) == body
        assert len(message["body"]) >= 1000
        assert max(len(chunk["content"]) for chunk in chunks) == 100
        assert all("closed" not in chunk for chunk in chunks)
        house.reply(message, status=200, content=b"thanks")
        assert client.response()[0] == 200
    house.rest()
    [request] = house.events("request.received")
    assert request.body_size == len(body)
    causes = {e.cause for e in house.events("message.accepted") if "body?" in e.channel}
    assert causes == {request.id}


def test_a_short_body_has_no_channel() -> None:
    """It travels in the message."""
    with House(limits=SMALL) as house:
        asking = house.asking("POST", "/up", body=b"x" * 900)
        message = house.take("http.request")
        assert (len(message["body"]), "body_channel" in message) == (900, False)
        house.reply(message, status=200)
        asking.answer()


def test_a_full_body_channel_stops_the_client() -> None:
    """Three chunks fit; the rest waits in the client until they are taken, and is then whole."""
    limits = Limits(inline_bytes=1000, chunk_bytes=64 * 1024)
    size = 40_000_000
    with House(limits=limits, channel_capacity={"http.request.body?*": 3}) as house:
        client = house.raw()
        client.send(post(size))
        sending = threading.Thread(target=client.send, args=(b"x" * size,))
        sending.start()
        message = house.take("http.request")
        house.wait_for(lambda: house.row(message["body_channel"]).queued == 3)
        sending.join(0.1)
        assert sending.is_alive()
        got = len(message["body"])
        for chunk in chunks_of(house, message):
            got += len(chunk["content"])
        sending.join(PATIENCE)
        assert got == size
        house.reply(message, status=200)
        assert client.response()[0] == 200
        client.sock.close()
        house.take("http.disconnect")
        house.rest()
    # However often it had to wait, each time is one line.
    assert {event.reason for event in house.events("message.refused")} == {"full"}


@pytest.mark.parametrize("loss", ["reset", "eof", "nonsense"])
def test_a_body_that_never_ends_is_closed(loss: str) -> None:
    """The application is told to abandon the request (§2.2), and that it is over."""
    with House(limits=SMALL, capacity=1000) as house:
        client = house.raw()
        client.send(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        client.send(b"5dc\r\n" + b"x" * 1500 + b"\r\n")
        message = house.take("http.request")
        if loss == "nonsense":
            client.send(b"nonsense\r\n")
            assert client.response()[0] == 400
        elif loss == "reset":
            client.reset()
        client.sock.close()
        last = list(chunks_of(house, message))[-1]
        assert (last["closed"], last["content"]) == (True, b"")
        assert house.take("http.disconnect")["path"] == "/"
        house.rest()
        served(house)
    by = {event.by for event in house.events("connection.closed")[:1]}
    assert by == {"server" if loss == "nonsense" else "client"}


def test_an_answer_before_the_body_is_whole_ends_it() -> None:
    """Who would still read it is told; the client may read its answer."""
    with House(limits=SMALL, channel_capacity={"http.request.body?*": 2}) as house:
        client = house.raw()
        client.send(post(5000) + b"x" * 2500)
        message = house.take("http.request")
        house.reply(message, status=413, content=b"too much")
        status, headers = client.response()
        assert (status, headers["connection"]) == (413, "close")
        client.sock.close()
        house.take("http.disconnect")
        assert list(chunks_of(house, message))[-1].get("closed")
        house.rest()


def test_stopping_does_not_wait_for_a_body() -> None:
    """A body that waits for room is given up with its request."""
    with House(limits=SMALL, channel_capacity={"http.request.body?*": 2}) as house:
        client = house.raw()
        client.send(post(500_000) + b"x" * 2_000)
        message = house.take("http.request")
        client.send(b"x" * 100_000)
        house.wait_for(lambda: house.row(message["body_channel"]).queued == 2)
        before = house.log.clock()
        house.server.stop()
        assert house.log.clock() - before < 1
        assert client.response()[0] == 503
        client.sock.close()


def test_a_view_reads_a_body_in_chunks() -> None:
    """Django's request has all of it, and a form's file is whole."""
    ensure_configured()
    seen: list[tuple[int, bytes]] = []

    def upload(request: Any) -> HttpResponse:
        file = request.FILES["file"].read()
        seen.append((len(file), file[-3:]))
        return HttpResponse(b"got it")

    views = Views()
    views.add("up", upload)
    file = b"y" * 300_000 + b"end"
    body = (
        b'--B\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
        + file
        + b"\r\n--B--\r\n"
    )
    routing = [route("http.request", ViewConsumer(views.current))]
    with House(routing=routing, limits=SMALL, channel_capacity={"http.request.body?*": 5}) as house:
        asking = house.asking(
            "POST",
            "/up",
            body=body,
            headers={"Content-Type": "multipart/form-data; boundary=B", "Host": "localhost"},
        )
        assert asking.answer()[::2] == (200, b"got it")
        house.rest()
    assert seen == [(300_003, b"end")]


# --- refused before anybody was asked -------------------------------------------------------------


def test_a_refusal_is_one_event() -> None:
    """Who was refused, with what, and why; there is no connection.opened for it."""
    with House(limits=Limits(header_bytes=200)) as house:
        with house.raw() as client:
            address = client.sock.getsockname()
            client.send(b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 300)
            assert client.response()[0] == 431
        served(house)
    [refused] = house.events("connection.rejected")
    assert (refused.status, tuple(refused.client)) == (431, address)
    assert "longer than it may be" in refused.why


def test_a_timeout_says_what_it_waited_for() -> None:
    """In the log of the connection's end."""
    with House(http_timeout=0.05) as house:
        asking = house.asking()
        house.take("http.request")
        assert asking.answer()[0] == 503
        house.take("http.disconnect")
        house.rest()
    [closed] = house.events("connection.closed")
    assert (closed.by, closed.why) == ("timeout", "no whole response within 0.05 s")
