"""Who sends a message: ``message.user``, from a connection's or a browser's session.

Role: the decorators of ``channels.auth`` (CLASSIC-SPEC §4.7). Each says in the log who the user
is, or why nobody is known. It must not know how sessions are found, nor how people sign in.

::

    connect, with a cookie:  http_session ──► message.user ──transfer_user──► channel_session
    later messages:                           message.user ◄───────────────── channel_session
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib import auth

from sandbox.consumers.noting import note, short_hash
from sandbox.consumers.sessions import (
    channel_and_http_session,
    channel_session,
    http_session,
)

__all__ = [
    "channel_and_http_session_user_from_http",
    "channel_session_user",
    "channel_session_user_from_http",
    "http_session_user",
    "transfer_user",
]

Consumer = Callable[..., Any]

_KEYS = (auth.BACKEND_SESSION_KEY, auth.SESSION_KEY, auth.HASH_SESSION_KEY)
"""What a session of somebody who is signed in holds; only all three together mean anything."""


def transfer_user(from_session: Any, to_session: Any) -> None:
    """Copy who is signed in from one session to another; nothing where nobody is (§4.7)."""
    if all(key in from_session for key in _KEYS):
        for key in _KEYS:
            to_session[key] = from_session[key]


def channel_session_user(func: Consumer) -> Consumer:
    """Give *func*'s message the user of its connection's session: ``message.user`` (§4.7).

    Implies :func:`~sandbox.consumers.sessions.channel_session`. Nobody is signed in there before
    a connect consumer with :func:`channel_session_user_from_http`; then it is ``AnonymousUser``.
    """

    @channel_session
    @functools.wraps(func)
    def inner(message: Any, *args: Any, **kwargs: Any) -> Any:
        session = message.channel_session
        # Emptied, not flushed: the connection would lose its session's key.
        _identify(message, "channel session", session, session.clear)
        return func(message, *args, **kwargs)

    return inner


def http_session_user(func: Consumer) -> Consumer:
    """Give *func*'s message the user of the browser's session: ``message.user`` (§4.7).

    Implies :func:`~sandbox.consumers.sessions.http_session`; without such a session it is
    ``AnonymousUser``.
    """

    @http_session
    @functools.wraps(func)
    def inner(message: Any, *args: Any, **kwargs: Any) -> Any:
        session = message.http_session
        _identify(message, "http session", session, session and session.flush)
        return func(message, *args, **kwargs)

    return inner


def channel_session_user_from_http(func: Consumer) -> Consumer:
    """Sign the connection in as whom its browser is: for ``websocket.connect`` (§4.7).

    ``message.user`` is the browser's user; later messages find the same one with
    :func:`channel_session_user`.
    """
    return _from_http(channel_session, func)


def channel_and_http_session_user_from_http(func: Consumer) -> Consumer:
    """Do the same, and keep the browser's session for later messages too (§4.7)."""
    return _from_http(channel_and_http_session, func)


def _from_http(with_session: Callable[[Consumer], Consumer], func: Consumer) -> Consumer:
    @http_session_user
    @with_session
    @functools.wraps(func)
    def inner(message: Any, *args: Any, **kwargs: Any) -> Any:
        if message.http_session is not None:
            transfer_user(message.http_session, message.channel_session)
        return func(message, *args, **kwargs)

    return inner


# --- finding the user -----------------------------------------------------------------------------


class _Borrowed:
    """A session as Django's ``get_user`` may have it: everything but a new key.

    Django empties a session whose password has changed, and gives one that an older SECRET_KEY
    has signed a new key, which the browser learns by a cookie. Nobody can be given a cookie here,
    so the key stays: it keeps the login, and the connection's session its name.
    """

    def __init__(self, session: Any, empty: Callable[[], object]) -> None:
        self._session = session
        self._empty = empty
        self.emptied = False

    def cycle_key(self) -> None:
        """Keep the key."""

    def flush(self) -> None:
        """Forget everything in it."""
        self._empty()
        self.emptied = True

    def __getitem__(self, name: str) -> Any:
        return self._session[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self._session[name] = value

    def get(self, name: str, default: Any = None) -> Any:
        """Return what is kept under *name*."""
        return self._session.get(name, default)


def _identify(message: Any, how: str, session: Any, empty: Any) -> None:
    """Set ``message.user`` to the user of *session*, and say in the log who that is.

    *how* names the kind of session; *empty* is what to call where its login is void.
    """
    key = session.session_key if session is not None else None
    message.user, why = _find_user(how, session, empty)
    name = None if why else message.user.get_username()
    note(message, "user.identified", session=short_hash(key), how=how, user=name, why=why)


def _find_user(how: str, session: Any, empty: Any) -> tuple[Any, str | None]:
    """Return the user of *session* and ``None``, or an anonymous one and why."""
    from django.contrib.auth.models import AnonymousUser  # not before Django is ready

    why = _why_nobody(how, session)
    if why is not None:
        return AnonymousUser(), why
    borrowed = _Borrowed(session, empty)
    user = auth.get_user(SimpleNamespace(session=borrowed))
    if user.is_authenticated:
        return user, None
    if borrowed.emptied:
        return user, "the login is void, as after a new password: sign in again"
    return user, "its user does not exist any more, or is not active"


def _why_nobody(how: str, session: Any) -> str | None:
    """Return why nobody can be signed in here, as far as the session itself tells."""
    if session is None:
        return "no session cookie and no session_key in its query (only connect can carry them)"
    if session.session_key is None:
        return "its session does not exist: the key is forged, or it has expired or ended"
    if auth.SESSION_KEY not in session or auth.BACKEND_SESSION_KEY not in session:
        if how == "channel session":
            return (
                "nobody has signed in here: channel_session_user_from_http on the connect consumer "
                "takes over the browser's user"
            )
        return "nobody has signed in with this browser"
    backend = session[auth.BACKEND_SESSION_KEY]
    if backend not in settings.AUTHENTICATION_BACKENDS:
        return f"it was signed in by {backend}, which AUTHENTICATION_BACKENDS does not name"
    return None
