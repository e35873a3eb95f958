"""Whose session it is; the decorators that ask are tested in test_auth."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser

from sandbox.consumers.identity import identify, why_nobody
from tests.consumers.sessions import browser_session, message, new_user, signed_in

pytestmark = pytest.mark.usefixtures("people")


def test_the_user_of_a_session_is_put_on_the_message() -> None:
    """And the session is left as it is."""
    alice, one = new_user("alice"), message()
    session = signed_in(alice)
    identify(one, "http session", session)
    assert one.user == alice
    assert session[auth.SESSION_KEY] == str(alice.pk)
    assert not session.modified or session.exists(session.session_key)


def test_without_a_session_nobody_is() -> None:
    """There is nothing to be emptied."""
    one = message()
    identify(one, "http session", None)
    assert one.user == AnonymousUser()


def test_a_void_login_is_flushed() -> None:
    """As Django does it: the session is gone, whosever it was."""
    alice, one = new_user("alice"), message()
    session = signed_in(alice)
    key = session.session_key
    session[auth.HASH_SESSION_KEY] = "another"
    identify(one, "channel session", session)
    assert one.user == AnonymousUser()
    assert session.is_empty()
    assert not session.exists(key)


@pytest.mark.parametrize("missing", [auth.SESSION_KEY, auth.BACKEND_SESSION_KEY])
def test_a_session_without_a_login_says_so_by_itself(missing: str) -> None:
    """No user is looked up then; what to do differs between the two kinds of sessions."""
    session: Any = signed_in(new_user())
    assert why_nobody("http session", session) is None
    del session[missing]
    assert why_nobody("http session", session) == "nobody has signed in with this browser"
    told = why_nobody("channel session", session)
    assert told is not None
    assert "channel_session_user_from_http" in told
    assert why_nobody("http session", None) != why_nobody("http session", browser_session())
