"""Signing somebody in without a form."""

from __future__ import annotations

from importlib import import_module
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.test import override_settings

from sandbox.consumers.auth import transfer_user
from sandbox.consumers.sessions import session_for_reply_channel
from sandbox.django.login import sign_in, user_of_connection
from sandbox.errors import NotAvailableHere
from tests.consumers.sessions import fresh_name, new_user, signed_in

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
def alice() -> Any:
    """A user."""
    return new_user("alice")


def user_of(key: str) -> Any:
    """Return whom Django takes a request with this session key for."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key=key)
    return auth.get_user(request)


def enter(who: Any, **options: Any) -> Any:
    """Sign *who* in; by default nobody is made."""
    return sign_in(who, **{"create": False, "random": Random(), **options})


def test_a_session_is_made_that_django_knows(alice: Any) -> None:
    """By name or as a user; the cookie is the project's."""
    for who in (alice, alice.get_username()):
        signed_in = enter(who)
        assert user_of(signed_in.key) == alice
        assert signed_in.username == alice.get_username()
        assert signed_in.cookie == settings.SESSION_COOKIE_NAME


def test_each_login_is_a_session_of_its_own(alice: Any) -> None:
    """As in two browsers."""
    assert enter(alice).key != enter(alice).key


def test_the_key_is_drawn_from_what_is_given(alice: Any) -> None:
    """The same seed draws the same keys; one that is taken is passed over."""
    first = enter(alice, random=Random("login, tests/django"))
    expected = Random("login, tests/django")
    keys = ["".join(expected.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=32)) for _ in "ab"]
    assert first.key == keys[0]
    assert enter(alice, random=Random("login, tests/django")).key == keys[1]


def test_a_login_is_announced_as_after_a_form(alice: Any) -> None:
    """With Django's signal, which also notes the last login."""
    heard: list[Any] = []

    def hear(sender: Any, request: Any, user: Any, **_: Any) -> None:
        heard.append((sender, request.session.session_key, user))

    user_logged_in.connect(hear)
    try:
        signed_in = enter(alice)
    finally:
        user_logged_in.disconnect(hear)
    assert heard == [(type(alice), signed_in.key, alice)]
    alice.refresh_from_db()
    assert alice.last_login is not None


def test_an_unknown_name_is_asked_for(alice: Any) -> None:
    """A typo makes no user; the text says how one is made."""
    name = alice.get_username() + "x"
    with pytest.raises(LookupError, match=r"no user 'alice.*x' in this project.*create=True"):
        enter(name)
    assert user_of(enter(name, create=True).key).get_username() == name
    made = auth.get_user_model().objects.get(username=name)
    assert not made.has_usable_password()
    assert user_of(enter(name, create=True).key) == made


def test_who_is_not_active_cannot_sign_in(alice: Any) -> None:
    """As with a form."""
    alice.is_active = False
    alice.save()
    with pytest.raises(ValueError, match="is not active"):
        enter(alice.get_username())


def test_a_user_who_was_never_saved_cannot_sign_in() -> None:
    """There is nobody whom the session could name."""
    with pytest.raises(ValueError, match="was never saved"):
        enter(auth.get_user_model()(username="nobody"))


@pytest.mark.parametrize("who", [1, b"alice", None, "", ["alice"]])
def test_other_things_are_no_names(who: Any) -> None:
    """The text shows a name."""
    with pytest.raises(TypeError, match="by name, such as 'alice'"):
        enter(who)


def test_sessions_in_cookies_work_too(alice: Any) -> None:
    """There the cookie is the session."""
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"):
        assert user_of(enter(alice).key) == alice


@pytest.mark.parametrize("app", ["django.contrib.auth", "django.contrib.sessions"])
def test_a_project_without_users_or_sessions_says_so(app: str, monkeypatch: Any) -> None:
    """With the app that is missing."""
    from django.apps import apps

    real = apps.is_installed
    monkeypatch.setattr(apps, "is_installed", lambda name: name != app and real(name))
    with pytest.raises(NotAvailableHere, match=f"INSTALLED_APPS lacks {app}:"):
        enter("alice")


def test_the_key_is_not_shown(alice: Any) -> None:
    """It is a password, and a repr ends up in saved notebooks."""
    signed_in = enter(alice)
    assert signed_in.key not in repr(signed_in)
    assert alice.get_username() in repr(signed_in)


def test_who_is_on_a_connection_is_looked_up(alice: Any) -> None:
    """By its session; a void login is not emptied by the look, and tells nobody."""
    reply = fresh_name()
    assert user_of_connection(reply) is None
    session = session_for_reply_channel(reply)
    transfer_user(signed_in(alice), session)
    session.save(must_create=True)
    assert user_of_connection(reply) == alice.get_username()
    alice.set_password("another")
    alice.save()
    assert user_of_connection(reply) is None
    assert auth.SESSION_KEY in session_for_reply_channel(reply)


def test_in_a_project_without_users_nobody_is(monkeypatch: Any) -> None:
    """Nor in one without sessions."""
    from django.apps import apps

    monkeypatch.setattr(apps, "is_installed", lambda name: False)
    assert user_of_connection(fresh_name()) is None
