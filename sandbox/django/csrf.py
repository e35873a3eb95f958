"""The token by which Django knows that a form was sent from one of its own pages.

Role: let a client without pages do what a browser does that has the project's form open: send the
cookie that came with the page, and the same token as a header. It must not know browsers or
sandboxes; cookies come as a mapping.
"""

from __future__ import annotations

import string
from collections.abc import MutableMapping
from importlib import import_module
from random import Random
from typing import Any

from django.conf import settings
from django.middleware.csrf import CSRF_SESSION_KEY, CsrfViewMiddleware
from django.utils.module_loading import import_string

from sandbox.django.login import store
from sandbox.django.middleware import NotebookCsrfMiddleware

__all__ = ["FIELD", "csrf_header", "send_token"]

FIELD = "csrfmiddlewaretoken"
"""The form's field by which a page sends it; then no header is needed."""

TOKEN_LENGTH = 32
"""Characters of a token, as Django makes them: letters and digits."""


def csrf_header() -> str | None:
    """Return the name of the header that carries the token; ``None`` where the project does not
    ask for one, nor does the Django that the sandbox makes itself."""
    if not any(_checks(path) for path in settings.MIDDLEWARE or ()):
        return None
    name: str = settings.CSRF_HEADER_NAME
    return name.removeprefix("HTTP_").replace("_", "-")


def send_token(cookies: MutableMapping[str, str], random: Random) -> str:
    """Return the token that goes with *cookies*; where they have none, a new one is put there, as
    the project's form would have done.

    With ``CSRF_USE_SESSIONS`` the token is in the session that the cookies name, or in a new one:
    then this uses the ORM, so call it in a thread without an event loop.
    """
    if settings.CSRF_USE_SESSIONS:
        return _token_in_session(cookies, random)
    name = settings.CSRF_COOKIE_NAME
    if not cookies.get(name):
        cookies[name] = _new_token(random)
    return cookies[name]


def _checks(path: str) -> bool:
    """Say whether this middleware asks programs for a token."""
    try:
        found: Any = import_string(path)
    except ImportError:
        return False  # Django itself will say so, when it loads them
    return (
        isinstance(found, type)
        and issubclass(found, CsrfViewMiddleware)
        and not issubclass(found, NotebookCsrfMiddleware)
    )


def _token_in_session(cookies: MutableMapping[str, str], random: Random) -> str:
    name = settings.SESSION_COOKIE_NAME
    engine = import_module(settings.SESSION_ENGINE)
    session = engine.SessionStore(cookies.get(name) or None)
    token: str | None = session.get(CSRF_SESSION_KEY)
    if token is None:
        token = session[CSRF_SESSION_KEY] = _new_token(random)
        if session.session_key is None:
            store(session, random)
        else:
            session.save()
        cookies[name] = session.session_key
    return token


def _new_token(random: Random) -> str:
    return "".join(random.choices(string.ascii_letters + string.digits, k=TOKEN_LENGTH))
