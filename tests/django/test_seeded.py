"""Session keys by the seed of a cooperative sandbox, and by Django everywhere else."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore as Stored
from django.contrib.sessions.models import Session
from django.http import HttpResponse

from sandbox import Sandbox
from sandbox.django.defaults import complete, reproducible
from sandbox.django.seeded import SessionStore

pytestmark = pytest.mark.usefixtures("people")


def key_in(**options: Any) -> str:
    """The key of a session that a view makes."""
    keys: list[str] = []
    with Sandbox(**options) as box:

        @box.view("")
        def view(request: Any) -> HttpResponse:
            session = SessionStore()
            session["a"] = 1
            session.save()
            keys.append(session.session_key or "")
            return HttpResponse()

        assert box.get("/").status_code == 200
    Session.objects.filter(pk=keys[0]).delete()
    return keys[0]


def test_the_same_seed_draws_the_same_key() -> None:
    """Of as many characters as Django's own; another seed, another key."""
    one = key_in(runtime="cooperative", seed=1)
    assert key_in(runtime="cooperative", seed=1) == one
    assert key_in(runtime="cooperative", seed=2) != one
    assert len(one) == 32


def test_threads_draw_as_django_does() -> None:
    """Nobody can guess a key, whatever the seed."""
    assert key_in(seed=1) != key_in(seed=1)


def test_a_key_that_is_taken_is_not_used_again() -> None:
    """The table is the same as Django's."""
    session = SessionStore()
    session.save()
    assert Stored().exists(session.session_key)
    session.delete()


def test_only_a_reproducible_django_uses_it() -> None:
    """With cookies that have no random name and no date."""
    assert "SESSION_ENGINE" not in complete({}, None)
    token = reproducible.set(True)
    try:
        names, again = complete({}, None), complete({}, None)
    finally:
        reproducible.reset(token)
    assert names["SESSION_ENGINE"] == "sandbox.django.seeded"
    assert names["SESSION_COOKIE_NAME"] == again["SESSION_COOKIE_NAME"]
    assert names["SESSION_EXPIRE_AT_BROWSER_CLOSE"] is True
