"""The line without sockets: what an application and a client see of each other."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.protocols.limits import Limits
from sandbox.protocols.local import HIGH_WATER, LocalDoor, LocalLine
from sandbox.runtime.cooperative import World
from sandbox.runtime.virtual_loop import SteppedLoop

CLIENT = ("127.0.0.1", 50001)
HOST = [(b"Host", b"x")]


class Far:
    """A client's end that notes what it hears."""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.unread = 0

    def accepted(self, subprotocol: str | None, headers: Any) -> None:
        """Note it."""
        self.heard.append(("accepted", subprotocol))

    def refused(self, status: int) -> None:
        """Note it."""
        self.heard.append(("refused", status))

    def take(self, data: str | bytes) -> None:
        """Note it; it lies unread."""
        self.unread += len(data)
        self.heard.append(data)

    def said_goodbye(self, code: int, reason: str) -> None:
        """Note it."""
        self.heard.append(("goodbye", code))

    def wrote(self, data: bytes) -> None:
        """Note it."""
        self.heard.append(data)

    def ended(self) -> None:
        """Note it."""
        self.heard.append("ended")

    def lost(self) -> None:
        """Note it."""
        self.heard.append("lost")


class Server:
    """A line, and an application that notes what it receives and does as it is told."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.host = SteppedLoop(world, "server:1")
        self.door = LocalDoor("127.0.0.1", 8000)
        self.line = LocalLine(self.host.loop, self.door)
        self.scopes: list[Any] = []
        self.events: list[Any] = []
        self.send: Any = None
        self.error: Exception | None = None

    async def application(self, scope: Any, receive: Any, send: Any) -> None:
        """Note everything until the end."""
        self.scopes.append(scope)
        self.send = send
        while True:
            event = await receive()
            self.events.append(event)
            if self.error is not None:
                raise self.error
            if event["type"].endswith("disconnect"):
                return

    def start(self, **options: Any) -> None:
        """Take connections."""
        self.host.call(self.line.start(self.application, **options))

    def say(self, kind: str, **more: Any) -> None:
        """Let the application send something."""
        self.host.call(self.send({"type": kind, **more}))
        self.world.rest()

    def connect(self, target: str = "/", headers: Any = HOST) -> tuple[Far, Any]:
        """Begin a WebSocket."""
        far = Far()
        near = self.line.connect(far, target, headers, ["chat"], CLIENT)
        self.world.rest()
        return far, near

    def ask(self, method: str = "GET", body: bytes = b"") -> tuple[Far, Any]:
        """Begin a request."""
        far = Far()
        near = self.line.ask(far, method, "/a%20b?c=d", HOST, body, CLIENT)
        self.world.rest()
        return far, near


@pytest.fixture
def server() -> Iterator[Server]:
    """One that has started."""
    world = World(7)
    one = Server(world)
    one.start()
    yield one
    one.host.call(one.line.stop())
    one.host.stop()
    world.close()


def test_the_scope_is_that_of_a_wire(server: Server) -> None:
    """Path decoded, raw path and query as they came, both addresses."""
    server.connect("/a%20b?c=d")
    scope = server.scopes[0]
    assert (scope["type"], scope["path"], scope["raw_path"]) == ("websocket", "/a b", b"/a%20b")
    assert (scope["query_string"], scope["headers"]) == (b"c=d", [(b"host", b"x")])
    assert (scope["client"], scope["server"]) == (CLIENT, ("127.0.0.1", 8000))
    assert scope["subprotocols"] == ["chat"]


def test_messages_go_both_ways(server: Server) -> None:
    """After the accept; text and bytes stay what they are."""
    far, near = server.connect()
    server.say("websocket.accept", subprotocol="chat")
    near.send("hi")
    near.send(b"raw")
    server.world.rest()
    server.say("websocket.send", text="ho")
    server.say("websocket.send", bytes=b"war")
    assert far.heard == [("accepted", "chat"), "ho", b"war"]
    assert [(one.get("text"), one.get("bytes")) for one in server.events[1:]] == [
        ("hi", None),
        (None, b"raw"),
    ]


@pytest.mark.parametrize(
    ("kind", "more", "heard"),
    [
        ("websocket.close", {}, [("refused", 403)]),
        ("websocket.abort", {}, ["lost"]),
    ],
)
def test_a_handshake_is_refused_or_dropped(
    server: Server, kind: str, more: Any, heard: list[Any]
) -> None:
    """And the application's last event is the disconnect, 1006."""
    far, _ = server.connect()
    server.say(kind, **more)
    assert far.heard == heard
    assert server.events[-1] == {"type": "websocket.disconnect", "code": 1006, "reason": ""}


def test_a_handshake_is_answered_with_a_page(server: Server) -> None:
    """Of the application's own status."""
    far, _ = server.connect()
    server.say("websocket.http.response.start", status=503, headers=[])
    server.say("websocket.http.response.body", body=b"busy")
    assert far.heard == [("refused", 503)]


def test_who_closes_first_decides_the_code(server: Server) -> None:
    """The other side answers; the application hears the client's."""
    far, near = server.connect()
    server.say("websocket.accept")
    near.say_goodbye(4001, "bye")
    server.world.rest()
    assert far.heard[1:] == [("goodbye", 4001)]
    assert server.events[-1]["code"] == 4001
    far, near = server.connect()
    server.say("websocket.accept")
    server.say("websocket.close", code=4002)
    near.say_goodbye(4002, "")
    server.world.rest()
    assert far.heard[1:] == [("goodbye", 4002)]
    assert server.events[-1]["code"] == 4002


def test_a_client_that_goes_is_1006(server: Server) -> None:
    """What it had sent before comes before."""
    _, near = server.connect()
    server.say("websocket.accept")
    near.send("last")
    near.leave()
    server.world.rest()
    assert [one["type"] for one in server.events[1:]] == [
        "websocket.receive",
        "websocket.disconnect",
    ]
    assert server.events[-1]["code"] == 1006


def test_a_client_that_does_not_read_makes_send_wait(server: Server) -> None:
    """Until it has read; a close goes out all the same."""
    far, near = server.connect()
    server.say("websocket.accept")
    server.say("websocket.send", bytes=b"x" * (HIGH_WATER + 1))
    task = server.host.loop.create_task(server.send({"type": "websocket.send", "text": "late"}))
    server.world.rest()
    assert not task.done()
    far.unread = 0
    near.has_read()
    server.world.rest()
    assert task.done()
    assert far.heard[-1] == "late"


def test_an_application_that_raises_ends_the_socket(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    """With 1011 when it is open, and 500 before."""
    far, near = server.connect()
    server.say("websocket.accept")
    server.error = ValueError("no")
    near.send("x")
    server.world.rest()
    assert far.heard[-1] == ("goodbye", 1011)
    far, _ = server.connect()
    assert far.heard == [("refused", 500)]
    assert "ValueError" in caplog.text


def test_a_request_is_answered(server: Server) -> None:
    """In bytes, as a wire would write them."""
    far, _ = server.ask("POST", b"z" * 200_000)
    bodies = [one["body"] for one in server.events]
    assert b"".join(bodies) == b"z" * 200_000
    assert server.events[-1]["more_body"] is False
    server.say("http.response.start", status=200, headers=[(b"X", b"y")])
    server.say("http.response.body", body=b"hello")
    assert far.heard[-1] == "ended"
    written = b"".join(far.heard[:-1])
    assert written.startswith(b"HTTP/1.1 200 OK\r\nX: y\r\n")
    assert b"hello" in written


def test_a_request_that_is_given_up_is_told(server: Server) -> None:
    """And one that is cut is lost at the client's."""
    _, near = server.ask()
    near.leave()
    server.world.rest()
    assert server.events[-1] == {"type": "http.disconnect", "by": "client"}
    far, _ = server.ask()
    server.say("http.response.abort")
    assert far.heard == ["lost"]


def test_an_application_that_does_not_answer_is_500(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    """Said by the server itself."""
    server.error = ValueError("no")
    far, _ = server.ask()
    assert far.heard[0].startswith(b"HTTP/1.1 500 ")
    assert far.heard[-1] == "ended"


def test_bounds_are_kept_and_refusals_reported() -> None:
    """A head that is too long never reaches the application."""
    world, told = World(1), list[Any]()
    server = Server(world)
    server.start(
        limits=Limits(header_bytes=50, connections=1),
        report=lambda client, status, why: told.append(status),
    )
    far, _ = server.connect(headers=[*HOST, (b"X", b"y" * 60)])
    assert far.heard == [("refused", 431)]
    server.connect()
    far, _ = server.connect()
    assert far.heard == [("refused", 503)]
    assert told == [431, 503]
    server.host.call(server.line.stop())
    server.host.stop()
    world.close()


def test_a_server_that_stops_says_goodbye(server: Server) -> None:
    """1012 to open sockets; nobody answers afterwards."""
    far, _ = server.connect()
    server.say("websocket.accept")
    server.host.call(server.line.stop())
    assert far.heard[-1] == ("goodbye", 1012)
    assert server.door.line is None
    assert server.line.tasks == set()
    assert asyncio.all_tasks(server.host.loop) == set()
