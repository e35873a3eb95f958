"""Whose request it was, for the story of the message that brought it.

Role: note the session and the user of a request that Django's own middleware has found, as the
classic decorators do for other messages. Only what the view has asked for is noted, so nothing is
looked up for the log's sake. It must not know views, nor how sessions and users are found.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.functional import LazyObject, empty

from sandbox.consumers.identity import GONE, VOID, why_nobody
from sandbox.consumers.noting import log_of, note, short_hash

__all__ = ["note_people"]


def note_people(message: Any, request: Any) -> None:
    """Note which session and which user *request* had, as far as its view asked."""
    session = getattr(request, "session", None)
    if log_of(message) is None or session is None or not getattr(session, "accessed", False):
        return
    sent = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    key = session.session_key
    if not sent and not key:
        state = None  # the view looked, and there is none
    elif key is None:
        state = "absent"
    else:
        state = "found" if key == sent else "made"
    if state is not None:
        name = short_hash(key or sent)
        note(message, "session.opened", session=name, how="cookie", state=state)
    user = vars(request).get("user")
    if user is not None and not (isinstance(user, LazyObject) and user._wrapped is empty):
        known = user.is_authenticated
        told = {"user": user.get_username()} if known else {"why": _why_nobody(user, session, sent)}
        note(message, "user.identified", session=short_hash(key), how="http session", **told)


def _why_nobody(user: Any, session: Any, sent: Any) -> str:
    if not sent and session.session_key is None:
        return "no session cookie"
    if session.session_key is None and session.modified:
        # Emptied in the meantime: by Django, which then looks no user up, or by the view itself.
        return VOID if isinstance(user, LazyObject) else "the view has signed the user out"
    return why_nobody("http session", session) or GONE
