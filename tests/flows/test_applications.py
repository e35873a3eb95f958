"""Whole projects written with classic names only, served in a process of their own, four workers.

Their files are in ``tests/data``; nothing in them knows of the sandbox but one import at the top
of ``manage.py``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.clients.http import Page, request
from sandbox.clients.hub import Hub
from sandbox.clients.jar import Jar
from sandbox.clients.tab import Tab
from tests.test_cli import environment, serving
from tests.workers.scene import PATIENCE

DATA = Path(__file__).parents[1] / "data"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


class Site:
    """A project that is served, and clients of it."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.hub = Hub()

    def tab(self, path: str, cookies: Jar | None = None) -> Tab:
        """Open a WebSocket."""
        return Tab(self.hub, f"ws://{self.host}{path}", cookies=cookies)

    def post(self, path: str, data: dict[str, Any], cookies: Jar | None = None) -> Page:
        """Send a form."""
        return request("POST", f"http://{self.host}{path}", data=data, cookies=cookies)

    def get(self, path: str, cookies: Jar | None = None) -> Page:
        """Ask for a page."""
        return request("GET", f"http://{self.host}{path}", cookies=cookies)

    def close(self) -> None:
        """End all clients."""
        self.hub.close()


def manage(project: Path, *arguments: str) -> None:
    """Run the project's own manage.py."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=project,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


def prepared(name: str, folder: Path, first: str) -> Path:
    """Return a copy of a project with its tables made and *first* run in its shell."""
    project = folder / name
    shutil.copytree(DATA / name, project)
    manage(project, "migrate", "--run-syncdb", "--verbosity", "0")
    manage(project, "shell", "-c", first)
    return project


def served(project: Path) -> Iterator[Site]:
    """Serve a project and yield its site; nothing may have gone wrong there."""
    options = ("--settings", f"{project.name}.settings", "--workers", "4")
    with serving(project, *options) as (process, port, _):
        site = Site(port)
        yield site
        site.close()
        process.terminate()
        _, errors = process.communicate(timeout=60)
        assert "Traceback" not in errors, errors
        assert "Error processing message" not in errors, errors


# --- the live blog --------------------------------------------------------------------------------

BLOG = """
from django.contrib.auth.models import User
from posts.models import Liveblog
User.objects.create_user("editor", password="secret", is_staff=True)
User.objects.create_user("reader", password="secret")
Liveblog.objects.create(title="The launch", slug="launch")
Liveblog.objects.create(title="Another", slug="another")
"""


@pytest.fixture(scope="module")
def blog_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The live blog, with two blogs and two people."""
    return prepared("liveblog", tmp_path_factory.mktemp("blog"), BLOG)


@pytest.fixture
def blog(blog_project: Path) -> Iterator[Site]:
    """The live blog, served."""
    yield from served(blog_project)


def cookie_of(project: Path, name: str) -> Jar:
    """Return the cookies of a browser in which this user of the project has signed in."""
    code = (
        "from django.test import Client; from django.contrib.auth.models import User;"
        f"c = Client(); c.force_login(User.objects.get(username={name!r}));"
        "print(c.cookies['sessionid'].value)"
    )
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", code],
        cwd=project,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return Jar({"sessionid": done.stdout.split()[-1]})


def test_a_post_reaches_all_who_read(blog: Site, blog_project: Path) -> None:
    """Those who have the page of that blog open, at once; and the page itself afterwards."""
    readers = [blog.tab("/liveblog/launch/stream/") for _ in range(3)]
    other = blog.tab("/liveblog/another/stream/")
    editor = cookie_of(blog_project, "editor")
    for number in range(3):
        posted = blog.post("/liveblog/launch/post/", {"body": f"<b>{number}</b>"}, editor)
        assert posted.status_code == 200
    for reader in readers:
        # A view's group sends leave behind its page, so those of two workers may overtake.
        bodies = {reader.receive_json(timeout=PATIENCE)["body"] for _ in range(3)}
        assert bodies == {"<b>0</b>", "<b>1</b>", "<b>2</b>"}
    assert other.inbox == ()
    assert "&lt;b&gt;2&lt;/b&gt;" in blog.get("/liveblog/launch/").text


def test_who_may_not_post_reaches_nobody(blog: Site, blog_project: Path) -> None:
    """By cookie: neither a reader nor a stranger; the next post of an editor comes first."""
    reader = blog.tab("/liveblog/another/stream/")
    for cookies in (None, cookie_of(blog_project, "reader"), Jar({"sessionid": "x" * 32})):
        posted = blog.post("/liveblog/another/post/", {"body": "no"}, cookies)
        assert posted.status_code == 403
    blog.post("/liveblog/another/post/", {"body": "yes"}, cookie_of(blog_project, "editor"))
    assert reader.receive_json(timeout=PATIENCE)["body"] == "yes"


def test_a_blog_that_is_none_says_so_and_closes(blog: Site) -> None:
    """Accept, text and close in one message."""
    tab = blog.tab("/liveblog/nothing/stream/")
    assert tab.receive_json(timeout=PATIENCE) == {"error": "bad_slug"}
    with pytest.raises(ConnectionError):
        tab.receive(timeout=PATIENCE)


@pytest.mark.browser
def test_a_page_shows_posts_as_they_come(blog: Site, blog_project: Path) -> None:
    """In a real browser, with the script from the static files; text stays text."""
    from playwright.sync_api import sync_playwright

    editor = cookie_of(blog_project, "editor")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://{blog.host}/liveblog/launch/")
        page.wait_for_function("() => document.title === 'live'")
        blog.post("/liveblog/launch/post/", {"body": "<i>live</i>"}, editor)
        page.wait_for_selector("li:has-text('<i>live</i>')")
        browser.close()


# --- rooms with permissions -----------------------------------------------------------------------

ROOMS = """
from django.contrib.auth.models import User
from chat.models import Room
User.objects.create_user("alice", password="secret", is_staff=True)
User.objects.create_user("bob", password="secret")
Room.objects.create(title="Lobby")
Room.objects.create(title="Office", staff_only=True)
"""


@pytest.fixture(scope="module")
def chat_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The chat, with a room for all, one for staff, and two people."""
    return prepared("multichat", tmp_path_factory.mktemp("chat"), ROOMS)


@pytest.fixture
def chat(chat_project: Path) -> Iterator[Site]:
    """The chat, served."""
    yield from served(chat_project)


def entered(chat: Site, name: str | None) -> Tab:
    """Sign in by the form, in a browser of one's own; return its tab."""
    cookies = Jar()
    if name is not None:
        form = {"username": name, "password": "secret"}
        assert chat.post("/login/", form, cookies).text == "in"
    return chat.tab("/chat/stream/", cookies)


def join(tab: Tab, room: int) -> Any:
    """Join a room; return its answer. Who joins hears of it first: a consumer's sends leave when
    it ends, and by then it is a member."""
    assert say(tab, "join", room)["message"] == "joined"
    return tab.receive_json(timeout=PATIENCE)


def say(tab: Tab, command: str, room: Any, **more: Any) -> Any:
    """Send a command and return the next frame."""
    tab.send_json({"command": command, "room": room, **more})
    return tab.receive_json(timeout=PATIENCE)


def test_rooms_hear_who_is_in_them(chat: Site) -> None:
    """Joining, speaking, leaving: by whom the cookie says, and to members only."""
    alice, bob = entered(chat, "alice"), entered(chat, "bob")
    assert join(alice, 1) == {"join": "1", "title": "Lobby"}
    assert join(bob, 1) == {"join": "1", "title": "Lobby"}
    assert alice.receive_json(timeout=PATIENCE) == {
        "room": "1",
        "message": "joined",
        "username": "bob",
    }
    said = {"room": "1", "message": "hi", "username": "bob"}
    assert say(bob, "send", 1, message="hi") == said
    assert alice.receive_json(timeout=PATIENCE) == said
    assert say(bob, "leave", 1) == {"leave": "1"}
    assert say(bob, "send", 1, message="still?") == {"error": "ROOM_ACCESS_DENIED"}
    assert say(alice, "send", 1, message="gone")["message"] == "gone"
    assert bob.inbox == ()


def test_rooms_let_in_who_may(chat: Site) -> None:
    """Strangers nowhere, others not into the staff's; a room that is none is said to be so."""
    alice, bob, stranger = (entered(chat, name) for name in ("alice", "bob", None))
    assert say(stranger, "join", 1) == {"error": "USER_HAS_TO_LOGIN"}
    assert say(bob, "join", 2) == {"error": "ROOM_ACCESS_DENIED"}
    assert say(bob, "join", 99) == {"error": "ROOM_INVALID"}
    assert say(bob, "join", "x") == {"error": "ROOM_INVALID"}
    assert join(alice, 2) == {"join": "2", "title": "Office"}
    assert say(bob, "send", 2, message="hi") == {"error": "ROOM_ACCESS_DENIED"}
    assert alice.inbox == ()


def test_who_has_left_is_in_no_room(chat: Site) -> None:
    """The disconnect consumer finds the rooms in the session of the connection."""
    alice, bob = entered(chat, "alice"), entered(chat, "bob")
    join(alice, 1)
    join(bob, 1)
    alice.receive_json(timeout=PATIENCE)
    bob.close()
    bob.reopen()
    assert say(alice, "send", 1, message="bye")["message"] == "bye"
    assert say(bob, "send", 1, message="hi") == {"error": "ROOM_ACCESS_DENIED"}
