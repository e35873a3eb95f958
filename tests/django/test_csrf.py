"""The token that goes along with a form."""

from __future__ import annotations

from importlib import import_module
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware
from django.test import override_settings

from sandbox.django.csrf import csrf_header, send_token
from tests.consumers.sessions import new_user, signed_in

DJANGOS = "django.middleware.csrf.CsrfViewMiddleware"


class Stricter(CsrfViewMiddleware):
    """A project's own."""


@pytest.mark.parametrize(
    ("middleware", "header"),
    [
        ([], None),
        (["django.middleware.common.CommonMiddleware"], None),
        (["sandbox.django.middleware.NotebookCsrfMiddleware"], None),
        (["nowhere.Middleware"], None),
        ([DJANGOS], "X-CSRFTOKEN"),
        (["django.middleware.common.CommonMiddleware", f"{__name__}.Stricter"], "X-CSRFTOKEN"),
    ],
)
def test_the_header_is_named_where_a_token_is_asked_for(
    middleware: list[str], header: str | None
) -> None:
    """By Django's middleware or one made from it; ours lets programs pass."""
    with override_settings(MIDDLEWARE=middleware):
        assert csrf_header() == header


def test_the_settings_name_the_header() -> None:
    """As the server's META does."""
    with override_settings(MIDDLEWARE=[DJANGOS], CSRF_HEADER_NAME="HTTP_X_OUR_TOKEN"):
        assert csrf_header() == "X-OUR-TOKEN"


def test_a_token_that_is_there_is_sent_again() -> None:
    """The one that came with a page."""
    cookies = {settings.CSRF_COOKIE_NAME: "a" * 32, "other": "b"}
    assert send_token(cookies, Random(1)) == "a" * 32
    assert cookies == {settings.CSRF_COOKIE_NAME: "a" * 32, "other": "b"}


def test_a_new_token_is_kept_as_a_cookie() -> None:
    """Drawn from what is given; the second form sends the same."""
    cookies: dict[str, str] = {}
    random = Random(1)
    token = send_token(cookies, random)
    assert (len(token), token.isalnum()) == (32, True)
    assert cookies == {settings.CSRF_COOKIE_NAME: token}
    assert send_token(cookies, random) == token
    assert send_token({}, Random(1)) == token != send_token({}, Random(2))


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("engine", ["db", "signed_cookies"])
def test_a_token_may_be_in_the_session(engine: str) -> None:
    """CSRF_USE_SESSIONS: of nobody's session a new one is made, and no other cookie."""
    cookies: dict[str, str] = {}
    engine = f"django.contrib.sessions.backends.{engine}"
    with override_settings(CSRF_USE_SESSIONS=True, SESSION_ENGINE=engine):
        token = send_token(cookies, Random(1))
        assert list(cookies) == [settings.SESSION_COOKIE_NAME]
        assert _session(cookies)["_csrftoken"] == token
        before = dict(cookies)
        assert send_token(cookies, Random(2)) == token
        assert cookies == before


@pytest.mark.usefixtures("people")
def test_a_session_with_somebody_stays_theirs() -> None:
    """The token is added to it; a cookie of a session that has gone gets a new one."""
    session = signed_in(new_user("alice"))
    cookies = {settings.SESSION_COOKIE_NAME: session.session_key}
    with override_settings(CSRF_USE_SESSIONS=True):
        token = send_token(cookies, Random(1))
        assert cookies == {settings.SESSION_COOKIE_NAME: session.session_key}
        kept = dict(_session(cookies))
        assert kept == {**dict(session), "_csrftoken": token}
        session.delete()
        send_token(cookies, Random(1))
        assert cookies[settings.SESSION_COOKIE_NAME] != session.session_key
        assert list(dict(_session(cookies))) == ["_csrftoken"]


def _session(cookies: dict[str, str]) -> Any:
    """Return the session that *cookies* name."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    return store(cookies[settings.SESSION_COOKIE_NAME])
