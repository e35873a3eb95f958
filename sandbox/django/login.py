"""Signing somebody in without a form, and finding out who is on a connection.

Role: what ``box.login``, ``user=`` and the members of groups ask of the database. It must not
know browsers, sandboxes or cookies' jars: the result says which cookie to send. Uses the ORM: call
it in a thread without an event loop, after ``django.setup()``.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from random import Random
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends import signed_cookies
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, SessionBase
from django.http import HttpRequest

from sandbox.consumers.identity import username_of
from sandbox.consumers.sessions import session_for_reply_channel
from sandbox.errors import NotAvailableHere

__all__ = ["SignedIn", "sign_in", "store", "user_of_connection"]

_NEEDED = ("django.contrib.auth", "django.contrib.sessions")

KEY_LENGTH = 32
"""Characters of a session's key, as Django makes them."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is signed in; repr and log never show the key."""

    username: str
    cookie: str
    """The name of the session's cookie."""
    key: str
    """Its value: a password."""

    def __repr__(self) -> str:
        return f"<SignedIn {self.username!r}>"


def sign_in(who: Any, *, create: bool, random: Random) -> SignedIn:
    """Make a session in which *who* (a user's name, or the user) is signed in.

    *create*: make a user of that name if there is none, without a password. *random* draws the
    session's key. Last login and the signal ``user_logged_in`` are as after a form.

    Raises:
        NotAvailableHere: the project has no users or no sessions.
        LookupError: there is no user of that name, and *create* is false.
        ValueError: the user is not active, or was never saved.
        TypeError: *who* is neither a name nor a user.
    """
    missing = [app for app in _NEEDED if not apps.is_installed(app)]
    if missing:
        raise NotAvailableHere(
            f"Signing in needs users and sessions, but INSTALLED_APPS lacks {' and '.join(missing)}"
            ": add what is missing there."
        )
    user = _user(who, create)
    if not user.is_active:
        raise ValueError(
            f"{user.get_username()!r} is not active, so nobody can sign in as that user: set "
            "is_active, or sign in as somebody else."
        )
    session = _session_of(user)
    store(session, random)
    request = HttpRequest()
    request.session = session
    user_logged_in.send(sender=user.__class__, request=request, user=user)
    return SignedIn(user.get_username(), settings.SESSION_COOKIE_NAME, session.session_key)


def user_of_connection(reply_channel: str) -> str | None:
    """Return the name of who has signed in on the connection behind *reply_channel*, or ``None``.

    That is by its channel session, as ``channel_session_user`` finds it; ``None`` also where the
    project has no users or no sessions.
    """
    if not all(map(apps.is_installed, _NEEDED)):
        return None
    return username_of(session_for_reply_channel(reply_channel))


def _user(who: Any, create: bool) -> Any:
    """Return the stored user that *who* means."""
    model = auth.get_user_model()
    if isinstance(who, model):
        if who.pk is None:
            raise ValueError(f"{who.get_username()!r} was never saved: call its save() first.")
        return who
    if not isinstance(who, str) or not who:
        raise TypeError(
            "Somebody signs in by name, such as 'alice', or as a user of the project, not "
            f"{type(who).__name__}."
        )
    manager = model._default_manager
    try:
        return manager.get_by_natural_key(who)
    except model.DoesNotExist:
        if create:
            return manager.create_user(**{model.USERNAME_FIELD: who})
    raise LookupError(
        f"There is no user {who!r} in this project's database: create one first, or let it be "
        "made with create=True."
    )


def _session_of(user: Any) -> SessionBase:
    """Return a new session with what a login leaves there."""
    session: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore()
    session[auth.SESSION_KEY] = user._meta.pk.value_to_string(user)
    session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    return session


def store(session: SessionBase, random: Random) -> None:
    """Save the new *session* under a key of its own, which *random* draws; needs the ORM."""
    if isinstance(session, signed_cookies.SessionStore):
        session.save()  # the key is its content
        return
    while True:
        key = "".join(random.choices(VALID_KEY_CHARS, k=KEY_LENGTH))
        if not session.exists(key):
            break
    session._session_key = key
    session.save(must_create=True)
