"""The classic applications as their users start and use them: two ways to serve, other clients.

Each is served by ``sandbox serve`` and by its own ``manage.py runserver``, in a process of its own,
four workers; the clients are websocket-client and urllib, which know nothing of this project.
"""

from __future__ import annotations

import json
import re
import signal
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest
import websocket

from tests.flows.test_applications import BLOG, ROOMS, cookie_of, prepared
from tests.flows.test_manage import PATIENCE, Runserver
from tests.test_cli import serving

WAYS = ["serve", "runserver"]


class Person:
    """Somebody with a browser: urllib for pages, websocket-client for sockets, one set of
    cookies."""

    def __init__(self, host: str) -> None:
        self.host = host
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self._cookies)
        )
        self._extra = ""
        self.sockets: list[websocket.WebSocket] = []

    def carry(self, cookies: dict[str, str]) -> None:
        """Have these cookies too, from now on."""
        self._extra = "; ".join(f"{name}={value}" for name, value in cookies.items())

    def ask(self, path: str, data: dict[str, str] | None = None) -> tuple[int, str]:
        """Get a page, or send a form; return status and text."""
        body = None if data is None else urllib.parse.urlencode(data).encode()
        headers = {"Cookie": self._extra} if self._extra else {}
        asked = urllib.request.Request(f"http://{self.host}{path}", body, headers)
        try:
            with self._opener.open(asked, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def open(self, path: str) -> websocket.WebSocket:
        """Open a WebSocket with these cookies, as a page of this host would."""
        kept = "; ".join(f"{one.name}={one.value}" for one in self._cookies)
        socket = websocket.create_connection(
            f"ws://{self.host}{path}",
            timeout=PATIENCE,
            cookie="; ".join(filter(None, [kept, self._extra])) or None,
            origin=f"http://{self.host}",
        )
        self.sockets.append(socket)
        return socket

    def leave(self) -> None:
        """Close all sockets."""
        for socket in self.sockets:
            socket.close()
            socket.shutdown()  # close() leaves it open where the server has said goodbye before


Persons = Callable[[], Person]


def served(project: Path, way: str) -> Iterator[Persons]:
    """Serve a project one way or the other; nothing may have gone wrong there."""
    people: list[Person] = []

    def person(host: str) -> Person:
        people.append(Person(host))
        return people[-1]

    if way == "serve":
        options = ("--settings", f"{project.name}.settings", "--workers", "4")
        with serving(project, *options) as (process, port, _):
            yield lambda: person(f"127.0.0.1:{port}")
            for one in people:
                one.leave()
            process.send_signal(signal.SIGINT)
            out, said = process.communicate(timeout=PATIENCE)
            assert process.returncode == 0
            assert "✓" in out  # the ledger balances
    else:
        running = Runserver(project, "--noreload")
        try:
            yield lambda: person(running.host)
            for one in people:
                one.leave()
        finally:
            said = running.end(signal.SIGINT)
    for trouble in ("Traceback", "Error processing message", "Could not find match"):
        assert trouble not in said, said


def heard(socket: websocket.WebSocket) -> Any:
    """Return the next frame's JSON."""
    return json.loads(socket.recv())


# --- the live blog --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def blog_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The live blog, with two blogs and two people."""
    return prepared("liveblog", tmp_path_factory.mktemp("blog"), BLOG)


@pytest.fixture(params=WAYS)
def blog(blog_project: Path, request: pytest.FixtureRequest) -> Iterator[Persons]:
    """Those who come to the live blog."""
    yield from served(blog_project, request.param)


def test_readers_see_posts_as_they_are_written(blog: Persons, blog_project: Path) -> None:
    """A page, its socket, an editor's form; who may not write is told so; who has gone hears
    nothing, and who comes later finds it on the page."""
    reader, guest, editor = blog(), blog(), blog()
    editor.carry(dict(cookie_of(blog_project, "editor")))
    status, page = reader.ask("/liveblog/launch/")
    assert (status, "The launch" in page) == (200, True)
    script = re.search(r'src="(/static/[^"]+)"', page)
    assert script is not None
    assert "WebSocketBridge" in reader.ask(script[1])[1]
    first, second = reader.open("/liveblog/launch/stream/"), guest.open("/liveblog/launch/stream/")
    elsewhere = guest.open("/liveblog/another/stream/")
    assert guest.ask("/liveblog/launch/post/", {"body": "no"}) == (403, "only for staff")
    bodies = [f"<i>{way}</i> ✓ {number}" for way in "ab" for number in range(5)]
    for body in bodies:
        assert editor.ask("/liveblog/launch/post/", {"body": body})[0] == 200
    for socket in (first, second):  # a view's group sends leave behind its page: in any order
        assert sorted(heard(socket)["body"] for _ in bodies) == bodies
    second.close()
    assert editor.ask("/liveblog/launch/post/", {"body": "after"})[0] == 200
    assert heard(first)["body"] == "after"
    assert editor.ask("/liveblog/another/post/", {"body": "there"})[0] == 200
    assert heard(elsewhere)["body"] == "there"
    assert "&lt;i&gt;a&lt;/i&gt; ✓ 4" in guest.ask("/liveblog/launch/")[1]
    assert guest.ask("/liveblog/nothing/")[0] == 404


def test_a_blog_that_is_none_says_so_and_closes(blog: Persons) -> None:
    """A frame, then a goodbye with 1000."""
    socket = blog().open("/liveblog/nothing/stream/")
    assert heard(socket) == {"error": "bad_slug"}
    opcode, data = socket.recv_data()
    assert (opcode, int.from_bytes(data[:2])) == (websocket.ABNF.OPCODE_CLOSE, 1000)


# --- rooms with permissions -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def chat_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chat, with a room for all, one for staff, and two people."""
    return prepared("multichat", tmp_path_factory.mktemp("chat"), ROOMS)


@pytest.fixture(params=WAYS)
def chat(chat_project: Path, request: pytest.FixtureRequest) -> Iterator[Persons]:
    """Those who come to the chat."""
    yield from served(chat_project, request.param)


def say(socket: websocket.WebSocket, command: str, room: Any, **more: Any) -> Any:
    """Send a command and return the next frame."""
    socket.send(json.dumps({"command": command, "room": room, **more}))
    return heard(socket)


def join(socket: websocket.WebSocket, room: int) -> Any:
    """Join a room; who joins hears of it first."""
    assert say(socket, "join", room)["message"] == "joined"
    return heard(socket)


def test_people_sign_in_and_talk_in_rooms(chat: Persons) -> None:
    """By a form and its cookie; members hear each other, others nothing, and nobody gets in where
    they may not; a logout holds for the next socket."""
    alice, bob, stranger = chat(), chat(), chat()
    for person, name in ((alice, "alice"), (bob, "bob")):
        assert person.ask("/login/", {"username": name, "password": "secret"}) == (200, "in")
    assert stranger.ask("/login/", {"username": "bob", "password": "guess"})[0] == 403
    hers, his, nobodys = (person.open("/chat/stream/") for person in (alice, bob, stranger))
    assert say(nobodys, "join", 1) == {"error": "USER_HAS_TO_LOGIN"}
    assert join(hers, 1) == {"join": "1", "title": "Lobby"}
    assert say(his, "join", 2) == {"error": "ROOM_ACCESS_DENIED"}
    assert join(his, 1) == {"join": "1", "title": "Lobby"}
    assert heard(hers)["username"] == "bob"
    for number in range(5):
        said = {"room": "1", "message": f"hi {number} ✓", "username": "bob"}
        assert say(his, "send", 1, message=said["message"]) == said == heard(hers)
    assert say(his, "leave", 1) == {"leave": "1"}
    assert say(his, "send", 1, message="still?") == {"error": "ROOM_ACCESS_DENIED"}
    assert bob.ask("/logout/") == (200, "out")
    again = bob.open("/chat/stream/")
    assert say(again, "join", 1) == {"error": "USER_HAS_TO_LOGIN"}
    assert say(hers, "send", 1, message="bye")["message"] == "bye"
