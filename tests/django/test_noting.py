"""Whose request it was, in the story of its message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib import auth
from django.http import HttpResponse

from sandbox.consumers.message import Message
from sandbox.consumers.noting import short_hash
from sandbox.django.handler import AsgiHandler
from sandbox.django.noting import note_people
from sandbox.layers.memory import MemoryLayer
from sandbox.trace.log import Log
from tests.consumers.sessions import browser_session, new_user, signed_in
from tests.django.conftest import REPLY, MakeHandler

pytestmark = pytest.mark.usefixtures("people")

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


class Site:
    """A site with one view, and a log of what is noted there."""

    def __init__(self, handler: AsgiHandler) -> None:
        self.log = Log(lambda: 0.0)
        self.layer = MemoryLayer(log=self.log)
        self.handler = handler

    def ask(self, key: str | None = None) -> list[tuple[Any, ...]]:
        """Ask with a session's key; return what was noted: kind, session, state, user or why."""
        headers = [[b"host", b"localhost"]]
        if key is not None:
            headers.append([b"cookie", f"{settings.SESSION_COOKIE_NAME}={key}".encode()])
        content = {"reply_channel": REPLY, "method": "GET", "path": "/", "headers": headers}
        (reply,) = self.handler(Message(content, "http.request", self.layer))
        assert reply["status"] == 200
        noted = [one for one in self.log.events() if one.kind.startswith(("session.", "user."))]
        told: list[tuple[Any, ...]] = []
        for one in noted:
            fields = (getattr(one, name, None) for name in ("state", "user", "why"))
            told.append((one.kind, one.session, *(value for value in fields if value)))  # type: ignore[attr-defined]
        return told


@pytest.fixture
def site(handler: MakeHandler, changed: Callable[..., None]) -> Callable[..., Site]:
    """Make a site of a view, which gets a request with session and user."""
    changed(MIDDLEWARE=MIDDLEWARE, ALLOWED_HOSTS=["*"])

    def make(view: Callable[[Any], object]) -> Site:
        def answer(request: Any) -> HttpResponse:
            view(request)
            return HttpResponse("")

        return Site(handler(answer))

    return make


def test_a_view_that_asks_for_nobody_adds_nothing(site: Any) -> None:
    """Nothing is looked up for the log's sake."""
    key = signed_in(new_user()).session_key
    assert site(lambda request: None).ask(key) == []


def test_the_session_that_a_view_uses_is_noted(site: Any) -> None:
    """By its short hash, and without a user, whom the view did not ask for."""
    key = browser_session(a=1).session_key
    found = site(lambda request: request.session.get("a")).ask(key)
    assert found == [("session.opened", short_hash(key), "found")]


def test_the_user_whom_a_view_asks_for_is_noted(site: Any) -> None:
    """By name, with the session that says so; no key is told."""
    alice = new_user("alice")
    key = signed_in(alice).session_key
    one = site(lambda request: str(request.user))
    assert one.ask(key) == [
        ("session.opened", short_hash(key), "found"),
        ("user.identified", short_hash(key), alice.get_username()),
    ]
    assert key not in repr(one.log.events())


def test_a_login_is_noted_with_its_new_session(site: Any) -> None:
    """The one that the answer's cookie names."""
    alice = new_user("alice")
    keys: list[str] = []

    def login(request: Any) -> None:
        auth.login(request, alice, settings.AUTHENTICATION_BACKENDS[0])
        keys.append(request.session.session_key)

    assert site(login).ask() == [
        ("session.opened", short_hash(keys[0]), "made"),
        ("user.identified", short_hash(keys[0]), alice.get_username()),
    ]


def outdated() -> str:
    """Return the key of a session of before a new password."""
    user = new_user()
    key = str(signed_in(user).session_key)
    user.set_password("another")
    user.save()
    return key


def deleted() -> str:
    """Return the key of a session whose user is gone."""
    user = new_user()
    key = str(signed_in(user).session_key)
    user.delete()
    return key


@pytest.mark.parametrize(
    ("make", "states", "why"),
    [
        (lambda: None, [], "no session cookie"),
        (lambda: "x" * 32, ["absent"], "the key is forged, or it has expired"),
        (lambda: browser_session(a=1).session_key, ["found"], "nobody has signed in with this"),
        (outdated, ["absent"], "the login is void"),
        (deleted, ["found"], "its user does not exist any more"),
    ],
)
def test_it_is_told_why_nobody_is_known(site: Any, make: Any, states: Any, why: str) -> None:
    """In the words of the decorators."""
    *opened, (kind, _, reason) = site(lambda request: str(request.user)).ask(make())
    assert kind == "user.identified"
    assert [state for _, _, state in opened] == states
    assert why in reason


def test_who_signs_out_is_told(site: Any) -> None:
    """That is no void login."""
    key = signed_in(new_user()).session_key
    *_, (_, _, why) = site(auth.logout).ask(key)
    assert why == "the view has signed the user out"


def test_without_a_log_or_sessions_nothing_is_noted(
    handler: MakeHandler, changed: Callable[..., None]
) -> None:
    """A foreign layer has no log, and a project may have no sessions."""

    class Request:
        session = None
        COOKIES: dict[str, str] = {}  # noqa: RUF012 - as a request has them

    log = Log(lambda: 0.0)
    for layer in (MemoryLayer(), MemoryLayer(log=log)):
        note_people(Message({"reply_channel": REPLY}, "http.request", layer), Request())
    assert [one.kind for one in log.events() if one.kind.startswith("session")] == []
