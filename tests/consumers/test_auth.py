"""Who sends a message: users by browser's cookie and by connection (CLASSIC-SPEC §4.7)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.test import override_settings

from sandbox.consumers.auth import (
    channel_and_http_session_user_from_http,
    channel_session_user,
    channel_session_user_from_http,
    http_session_user,
    transfer_user,
)
from sandbox.consumers.noting import short_hash
from sandbox.consumers.routing import route
from sandbox.consumers.sessions import channel_session, session_for_reply_channel
from tests.consumers.sessions import (
    browser_session,
    connect,
    message,
    new_user,
    signed_in,
    with_cookie,
)
from tests.workers.scene import Scene

pytestmark = pytest.mark.usefixtures("people")

HTTP = [
    http_session_user,
    channel_session_user_from_http,
    channel_and_http_session_user_from_http,
]
"""The decorators that look at the browser's session."""

FROM_HTTP = HTTP[1:]
"""Those that sign the connection in too."""


def user_of(message: Any) -> Any:
    """Return the message's user; to be decorated."""
    return message.user


@pytest.fixture
def alice() -> Any:
    """A user."""
    return new_user("alice")


# --- transferring ---------------------------------------------------------------------------------


def test_a_login_is_transferred_whole(alice: Any) -> None:
    """All three keys of it, and nothing else."""
    source, target = signed_in(alice, other=1), {"kept": 2}
    transfer_user(source, target)
    assert target.pop("kept") == 2
    assert target == {
        key: source[key]
        for key in (auth.BACKEND_SESSION_KEY, auth.SESSION_KEY, auth.HASH_SESSION_KEY)
    }


@pytest.mark.parametrize(
    "missing", [auth.BACKEND_SESSION_KEY, auth.SESSION_KEY, auth.HASH_SESSION_KEY]
)
def test_a_part_of_a_login_is_none(alice: Any, missing: str) -> None:
    """Where one key is missing, nothing is transferred."""
    source, target = signed_in(alice), {}
    del source[missing]
    transfer_user(source, target)
    assert target == {}


# --- by the browser's session ---------------------------------------------------------------------


@pytest.mark.parametrize("decorate", HTTP)
def test_a_browsers_user_is_the_messages_user(decorate: Any, alice: Any) -> None:
    """Found by the cookie of the handshake, or by the query."""
    session = signed_in(alice)
    assert decorate(user_of)(with_cookie(session)) == alice
    query = f"session_key={session.session_key}".encode()
    assert decorate(user_of)(connect(query_string=query)) == alice


@pytest.mark.parametrize("decorate", HTTP)
@pytest.mark.parametrize(
    "make",
    [
        connect,
        lambda: with_cookie("x" * 32),
        lambda: with_cookie("x"),
        lambda: with_cookie(browser_session(seen=1)),
    ],
    ids=["no-cookie", "forged", "malformed", "not-signed-in"],
)
def test_everybody_else_is_anonymous(decorate: Any, make: Callable[[], Any]) -> None:
    """No cookie, a forged one, one of a browser in which nobody signed in."""
    assert decorate(user_of)(make()) == AnonymousUser()


@pytest.mark.parametrize("decorate", HTTP)
def test_an_expired_login_is_anonymous(decorate: Any, alice: Any) -> None:
    """Its session is over."""
    session = signed_in(alice)
    session.set_expiry(-1)
    session.save()
    assert decorate(user_of)(with_cookie(session)) == AnonymousUser()


@pytest.mark.parametrize("decorate", HTTP)
def test_a_login_of_before_a_new_password_is_void(decorate: Any, alice: Any) -> None:
    """As Django has it: the whole session goes, and no other is made in its place."""
    session = signed_in(alice)
    alice.set_password("another")
    alice.save()
    before = Session.objects.filter(pk=session.session_key).count()
    assert decorate(user_of)(with_cookie(session)) == AnonymousUser()
    assert (before, Session.objects.filter(pk=session.session_key).count()) == (1, 0)


@pytest.mark.parametrize("change", [{"is_active": False}, None])
def test_a_user_who_is_gone_is_anonymous(alice: Any, change: Any) -> None:
    """Deleted, or not active any more."""
    session = signed_in(alice)
    users = auth.get_user_model().objects.filter(pk=alice.pk)
    _ = users.update(**change) if change else users.delete()
    assert http_session_user(user_of)(with_cookie(session)) == AnonymousUser()


def test_a_login_outlives_a_new_secret_key(alice: Any) -> None:
    """The session was signed by a key that is kept as a fallback: it stays valid under its own
    key, as no cookie could tell the browser another."""
    session = signed_in(alice)
    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        for _ in range(2):
            first = with_cookie(session)
            assert channel_session_user_from_http(user_of)(first) == alice
            assert channel_session_user(user_of)(message(first.reply_channel.name)) == alice
        old_connection = message()
        transfer = channel_session(lambda m: transfer_user(session, m.channel_session))
        transfer(old_connection)
        for _ in range(2):
            again = message(old_connection.reply_channel.name)
            assert channel_session_user(user_of)(again) == alice


# --- by the connection's session ------------------------------------------------------------------


@pytest.mark.parametrize("decorate", FROM_HTTP)
def test_a_connection_stays_its_browsers_users(decorate: Any, alice: Any) -> None:
    """Later messages carry no cookie, and have the same user; other connections have not."""
    first = with_cookie(signed_in(alice))
    assert decorate(user_of)(first) == alice
    assert channel_session_user(user_of)(message(first.reply_channel.name)) == alice
    assert channel_session_user(user_of)(message()) == AnonymousUser()


def test_a_look_at_the_browser_alone_signs_no_connection_in(alice: Any) -> None:
    """``http_session_user`` keeps nothing for later."""
    first = with_cookie(signed_in(alice))
    http_session_user(user_of)(first)
    assert channel_session_user(user_of)(message(first.reply_channel.name)) == AnonymousUser()


def test_both_sessions_are_there_for_later_messages(alice: Any) -> None:
    """With ``channel_and_http_session_user_from_http`` the browser's comes again too."""
    decorate = channel_and_http_session_user_from_http
    first = with_cookie(signed_in(alice, theme="dark"))
    decorate(user_of)(first)
    theme = decorate(lambda message: message.http_session["theme"])
    assert theme(connect(first.reply_channel.name)) == "dark"


def test_a_connection_whose_login_is_void_keeps_its_session(alice: Any) -> None:
    """It is emptied, and what a consumer then keeps there is still the connection's."""
    first = with_cookie(signed_in(alice))
    reply = first.reply_channel.name
    channel_session_user_from_http(user_of)(first)
    alice.set_password("another")
    alice.save()

    @channel_session_user
    def keep(message: Any) -> Any:
        message.channel_session["room"] = "lobby"
        return message.user

    assert keep(message(reply)) == AnonymousUser()
    assert dict(session_for_reply_channel(reply).items()) == {"room": "lobby"}


def test_users_come_with_arguments_and_results() -> None:
    """What routes hand over goes through, and so does what the consumer returns."""
    for decorate in [channel_session_user, *HTTP]:
        decorated = decorate(lambda message, room, n=0: (room, n))
        assert decorated(connect(), "lobby", n=1) == ("lobby", 1)
        assert decorated.__name__ == "<lambda>"


def test_methods_cannot_be_decorated_with_a_browsers_session() -> None:
    """The message must come first; the text is that of an unreadable message."""
    with pytest.raises(ValueError, match="Cannot parse HTTP message"):
        http_session_user(lambda self, message: None)(object(), connect())


# --- as the log tells it --------------------------------------------------------------------------


def told(decorate: Any, *messages: Any, **settings: Any) -> list[tuple[Any, ...]]:
    """Return user, how and why of each identification while a worker runs the messages."""
    scene = Scene(route("websocket.connect", decorate(lambda message: None)))
    with override_settings(**settings):
        for one in messages:
            scene.play("websocket.connect", **one.content)
    assert scene.events("consumer.raised") == []
    events = scene.events("user.identified")
    runs = {event.run for event in scene.events("consumer.started")}
    assert {event.cause for event in events} <= runs
    return [(event.user, event.how, event.why) for event in events]


def test_the_log_tells_who_it_is(alice: Any) -> None:
    """By name, with the session that says so; no key is told."""
    session = signed_in(alice)
    first = with_cookie(session)
    assert told(channel_session_user_from_http, first) == [
        (alice.get_username(), "http session", None)
    ]
    assert told(channel_session_user, connect(first.reply_channel.name)) == [
        (alice.get_username(), "channel session", None)
    ]
    scene = Scene(route("websocket.connect", http_session_user(lambda message: None)))
    scene.play("websocket.connect", **with_cookie(session).content)
    (identified,) = scene.events("user.identified")
    assert identified.session == short_hash(session.session_key)
    assert session.session_key not in repr(scene.log.events())


def deleted(user: Any) -> Any:
    """Return the session of a user who does not exist any more."""
    session = signed_in(user)
    user.delete()
    return session


def outdated(user: Any) -> Any:
    """Return a session of before a new password."""
    session = signed_in(user)
    user.set_password("another")
    user.save()
    return session


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda user: connect(), "no session cookie and no session_key"),
        (lambda user: with_cookie("x" * 32), "the key is forged, or it has expired"),
        (lambda user: with_cookie(browser_session(a=1)), "nobody has signed in with this browser"),
        (lambda user: with_cookie(outdated(user)), "the login is void, as after a new password"),
        (lambda user: with_cookie(deleted(user)), "its user does not exist any more"),
    ],
    ids=["no-cookie", "forged", "not-signed-in", "new-password", "deleted"],
)
def test_the_log_tells_why_nobody_is_known(alice: Any, make: Any, why: str) -> None:
    """Each case in its own words."""
    ((user, how, reason),) = told(http_session_user, make(alice))
    assert (user, how) == (None, "http session")
    assert why in reason


def test_the_log_tells_of_a_backend_that_is_not_in_use(alice: Any) -> None:
    """It names the backend and the setting."""
    backends = ["django.contrib.auth.backends.RemoteUserBackend"]
    ((_, _, why),) = told(
        http_session_user, with_cookie(signed_in(alice)), AUTHENTICATION_BACKENDS=backends
    )
    assert "django.contrib.auth.backends.ModelBackend, which AUTHENTICATION_BACKENDS" in why


def test_the_log_tells_how_a_connection_gets_a_user() -> None:
    """Which decorator of the connect consumer was forgotten."""
    ((_, how, why),) = told(channel_session_user, connect())
    assert how == "channel session"
    assert "channel_session_user_from_http on the connect consumer" in why
