"""What the tests of sessions and users share: messages of one connection, and what is stored."""

from __future__ import annotations

import itertools
from importlib import import_module
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib import auth

from sandbox.consumers.message import Message

_numbers = itertools.count(1)


def fresh_name() -> str:
    """Return a reply channel's name that no other test uses: sessions outlive their test."""
    return f"test.response.abc!client{next(_numbers)}"


def message(
    reply: str | None = None, layer: Any = None, channel: str = "test", **content: Any
) -> Any:
    """Return a message of the connection behind *reply* (``None``: of a new one)."""
    return Message({"reply_channel": reply or fresh_name(), **content}, channel, layer)


def connect(reply: str | None = None, layer: Any = None, **content: Any) -> Any:
    """Return a ``websocket.connect`` as a server sends it, with *cookies* and a *query*."""
    cookies = content.pop("cookies", None)
    headers = [[b"host", b"localhost"], *content.pop("headers", [])]
    if cookies:
        value = "; ".join(f"{name}={value}" for name, value in cookies.items())
        headers.append([b"cookie", value.encode()])
    content = {"path": "/", "order": 0, "query_string": b"", "headers": headers, **content}
    return message(reply, layer, "websocket.connect", **content)


def browser_session(**values: Any) -> Any:
    """Return a stored session with *values*, as a browser's request would have left it."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session.update(values)
    session.create()
    session.update(values)
    session.save()
    return session


def with_cookie(session: Any, **options: Any) -> Any:
    """Return a connect that carries the cookie of *session*, or of the key itself."""
    key = session if isinstance(session, str) else session.session_key
    return connect(cookies={settings.SESSION_COOKIE_NAME: key}, **options)


def stored(key: str) -> dict[str, Any]:
    """Return what the store has under *key*; empty where there is nothing."""
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key=key)
    return dict(session.items())


def signed_in(user: Any, **values: Any) -> Any:
    """Return the stored session of a browser in which *user* has signed in."""
    return browser_session(
        **{
            auth.SESSION_KEY: str(user.pk),
            auth.BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            auth.HASH_SESSION_KEY: user.get_session_auth_hash(),
            **values,
        }
    )


def new_user(name: str = "user") -> Any:
    """Return a stored user whose name no other test uses."""
    return auth.get_user_model().objects.create_user(f"{name}-{next(_numbers)}-{uuid4().hex[:6]}")
