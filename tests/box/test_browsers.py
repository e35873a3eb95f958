"""Browsers of people who are signed in: ``box.login`` and ``user=``."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import override_settings

from sandbox import Group, Sandbox, SandboxStopped
from sandbox.consumers.auth import channel_session_user, channel_session_user_from_http
from sandbox.consumers.noting import short_hash
from tests.box.conftest import Make
from tests.box.test_sandbox import script
from tests.consumers.sessions import new_user

pytestmark = [pytest.mark.usefixtures("people"), pytest.mark.runtimes]

WITH_SESSIONS = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


@pytest.fixture
def who(box: Sandbox) -> Sandbox:
    """A sandbox whose consumers say who speaks."""

    @box.consumer("websocket.connect")
    @channel_session_user_from_http
    def ws_add(message: Any) -> None:
        message.reply_channel.send({"accept": True, "text": f"hello {message.user}"})

    @box.consumer("websocket.receive")
    @channel_session_user
    def ws_message(message: Any) -> None:
        message.reply_channel.send({"text": f"{message.user} says {message['text']}"})

    return box


@pytest.fixture
def alice() -> str:
    """The name of a user."""
    return str(new_user("alice").get_username())


def test_a_signed_in_browsers_tabs_are_its_users(who: Sandbox, alice: str) -> None:
    """From the handshake on, and in every later message."""
    tab = who.login(alice).connect("/")
    assert tab.receive() == f"hello {alice}"
    tab.send("hi")
    assert tab.receive() == f"{alice} says hi"
    stranger = who.connect("/")
    assert stranger.receive() == "hello AnonymousUser"


def test_its_pages_are_too(who: Sandbox, alice: str) -> None:
    """The cookie is sent with every request, and what an answer sets is kept."""

    @who.view("me/")
    def me(request: Any) -> HttpResponse:
        response = HttpResponse(f"{request.method} {request.user}")
        response.set_cookie("theme", "dark")
        return response

    with override_settings(MIDDLEWARE=WITH_SESSIONS):
        browser = who.login(alice)
        assert browser.get("/me/").text == f"GET {alice}"
        assert browser.post("/me/", {"a": 1}).text == f"POST {alice}"
        assert browser.get("/me/", wait=False).result().text == f"GET {alice}"
        assert who.get("/me/").text == "GET AnonymousUser"
    assert browser.cookies["theme"] == "dark"


def test_its_cookies_are_its_own(who: Sandbox, alice: str) -> None:
    """Two browsers of one user have two sessions; the repr shows no key."""
    one, other = who.login(alice), who.login(alice, name="phone")
    keys = [browser.cookies[settings.SESSION_COOKIE_NAME] for browser in (one, other)]
    assert len(set(keys)) == 2
    assert keys[0] not in repr(one) + repr(one.cookies)


def test_its_tabs_are_called_after_it(who: Sandbox, alice: str) -> None:
    """The first as the browser, others with a number, while it is open; a name can be given."""
    browser = who.login(alice)
    first = browser.connect("/")
    second = browser.connect("/")
    assert [first.name, second.name] == [alice, f"{alice} 2"]
    assert browser.connect("/", name="third").name == "third"
    assert repr(browser) == f"<Browser {alice!r}, 3 tabs open>"
    first.close()
    assert browser.connect("/").name == alice
    assert who.login(alice, name="phone").connect("/").name == "phone"


def test_signing_in_again_closes_the_earlier_browser(who: Sandbox, alice: str) -> None:
    """As running a cell again does with a tab; another browser of the same user stays."""
    earlier, phone = who.login(alice), who.login(alice, name="phone")
    tabs = [earlier.connect("/"), earlier.connect("/"), phone.connect("/")]
    who.login(alice)
    assert [tab.closed is None for tab in tabs] == [False, False, True]


def test_closing_it_closes_its_tabs(who: Sandbox, alice: str) -> None:
    """Twice is harmless, and it can open others."""
    browser = who.login(alice)
    tab = browser.connect("/")
    browser.close()
    browser.close()
    assert tab.closed is not None
    assert repr(browser) == f"<Browser {alice!r}, 0 tabs open>"
    assert browser.connect("/").receive() == f"hello {alice}"


def test_one_tab_can_be_signed_in_alone(who: Sandbox, alice: str) -> None:
    """``user=`` names it too, unless a name is given; other cookies go along."""
    tab = who.connect("/", user=alice)
    assert (tab.name, tab.receive()) == (alice, f"hello {alice}")
    other = who.connect("/", user=alice, name="other", cookies={"theme": "dark"})
    assert (other.name, other.receive()) == ("other", f"hello {alice}")
    assert other.cookies["theme"] == "dark"


def test_a_typo_makes_no_user_in_somebody_elses_database(who: Sandbox, alice: str) -> None:
    """The text says how to make one."""
    with pytest.raises(LookupError, match="create=True"):
        who.login(alice + "x")
    assert who.login(alice + "x", create=True).connect("/").receive() == f"hello {alice}x"


def test_the_log_tells_who_signed_in(who: Sandbox, alice: str) -> None:
    """As something that was done in a cell; the session is known by its short hash."""
    browser = who.login(alice)
    key = browser.cookies[settings.SESSION_COOKIE_NAME]
    opened, identified = who.story().events
    assert (opened.kind, identified.kind) == ("session.opened", "user.identified")
    assert (opened.where, opened.cause) == ("cell", None)
    assert opened.session == identified.session == short_hash(key)  # type: ignore[attr-defined]
    assert identified.user == alice  # type: ignore[attr-defined]
    tab = browser.connect("/")
    who.settle()
    found = [event.session for event in who.log.events() if event.kind == "session.opened"]  # type: ignore[attr-defined]
    assert found[:2] == [short_hash(key)] * 2
    assert key not in repr(who.log.events())
    assert f"user.identified {alice} by http session" in " ".join(str(who.story(tab)).split())


def test_members_of_a_group_have_their_users(who: Sandbox, alice: str) -> None:
    """As the session of their connection says; other channels have none, and asking changes
    nothing."""
    tab, stranger = who.login(alice).connect("/"), who.connect("/", name="stranger")
    for member in (tab.reply_channel, stranger.reply_channel, "news"):
        Group("room").add(member)
    told = {member.label: member.user for member in who.groups["room"]}
    assert told == {alice: alice, "stranger": None, None: None}
    assert {member.label: member.user for member in who.groups["room"]} == told
    tab.send("still me")
    assert tab.receive() == f"hello {alice}"
    assert tab.receive() == f"{alice} says still me"


def test_a_seed_makes_the_same_keys(make: Make, alice: str) -> None:
    """In the same order of logins; without a seed nobody can guess them."""

    def keys(seed: int | None) -> list[str]:
        box = make(name=f"seeded {seed}", seed=seed)
        return [box.login(alice).cookies[settings.SESSION_COOKIE_NAME] for _ in range(2)]

    from django.contrib.sessions.models import Session

    first = keys(7)
    Session.objects.filter(pk__in=first).delete()
    assert keys(7) == first
    assert not set(keys(None)) & set(keys(None))


def test_a_stopped_sandbox_signs_nobody_in(who: Sandbox, alice: str) -> None:
    """As it opens no tabs."""
    who.stop()
    with pytest.raises(SandboxStopped):
        who.login(alice)


NEW = """
from django.http import HttpResponse

from sandbox import Sandbox
from sandbox.consumers.auth import channel_session_user_from_http

with Sandbox() as box:

    @box.consumer("websocket.connect")
    @channel_session_user_from_http
    def ws_add(message):
        message.reply_channel.send({"text": message.user.username})

    @box.view("me/")
    def me(request):
        return HttpResponse(request.user.username)

    alice, bob = box.login("alice"), box.connect("/", user="bob")
    print(alice.connect("/").receive(), bob.receive(), alice.get("/me/").text)
    print(box.login("alice").connect("/").receive())
    from django.contrib.auth.models import User
    print(box.sync(User.objects.count))
"""


def test_a_new_sandbox_knows_everybody() -> None:
    """In its own database, a user is made when somebody of that name first signs in."""
    done = script(NEW)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["alice", "bob", "alice", "alice", "2"]
