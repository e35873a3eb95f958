"""Whose session it is: the user it names, or why nobody is known.

Role: Django's ``get_user`` for sessions without a request (CLASSIC-SPEC §4.7, §13.2), and the fact
in the log. It must not know decorators, nor how sessions are found.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib import auth

from sandbox.consumers.noting import note, short_hash

__all__ = ["GONE", "VOID", "identify", "username_of", "why_nobody"]

VOID = "the login is void, as after a new password: sign in again"
"""Why nobody is known where Django has found the session's hash to be wrong."""

GONE = "its user does not exist any more, or is not active"
"""Why nobody is known where the session is in order."""


class _Borrowed:
    """A session as Django's ``get_user`` may have it: everything but a new key.

    Django empties a session whose password has changed, and gives one that an older SECRET_KEY
    has signed a new key, which the browser learns by a cookie. Nobody can be given a cookie here,
    so the key stays: it keeps the login, and the connection's session its name.
    """

    def __init__(self, session: Any) -> None:
        self._session = session
        self.emptied = False

    def cycle_key(self) -> None:
        """Keep the key."""

    def flush(self) -> None:
        """Forget everything in it."""
        self._session.flush()
        self.emptied = True

    def __getitem__(self, name: str) -> Any:
        return self._session[name]

    def __setitem__(self, name: str, value: Any) -> None:
        self._session[name] = value

    def get(self, name: str, default: Any = None) -> Any:
        """Return what is kept under *name*."""
        return self._session.get(name, default)


class _Looked(_Borrowed):
    """A session that stays as it is, whatever is found."""

    def flush(self) -> None:
        """Forget nothing."""

    def __setitem__(self, name: str, value: Any) -> None:
        """Keep nothing."""


def identify(message: Any, how: str, session: Any) -> None:
    """Set ``message.user`` to the user of *session*, and say in the log who that is.

    *how* is "channel session" or "http session"; *session* may be ``None``. May query the database;
    a session whose login is void is flushed, as Django does it.
    """
    key = session.session_key if session is not None else None
    message.user, why = _find_user(how, session)
    name = None if why else message.user.get_username()
    note(message, "user.identified", session=short_hash(key), how=how, user=name, why=why)


def username_of(session: Any) -> str | None:
    """Return the name of the user of *session*; ``None`` where nobody is known.

    Only looks: a login that is void stays where it is. May query the database.
    """
    if why_nobody("channel session", session) is not None:
        return None
    user = auth.get_user(SimpleNamespace(session=_Looked(session)))
    return str(user.get_username()) if user.is_authenticated else None


def _find_user(how: str, session: Any) -> tuple[Any, str | None]:
    """Return the user of *session* and ``None``, or an anonymous one and why."""
    from django.contrib.auth.models import AnonymousUser  # not before Django is ready

    why = why_nobody(how, session)
    if why is not None:
        return AnonymousUser(), why
    borrowed = _Borrowed(session)
    user = auth.get_user(SimpleNamespace(session=borrowed))
    if user.is_authenticated:
        return user, None
    if borrowed.emptied:
        return user, VOID
    return user, GONE


def why_nobody(how: str, session: Any) -> str | None:
    """Return why nobody can be signed in with *session*; ``None`` where somebody may be.

    That is what the session itself tells; the user may still be gone.
    """
    if session is None:
        return "no session cookie and no session_key in its query (only connect can carry them)"
    if session.session_key is None or getattr(session, "leads_nowhere", False):
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
