"""Who sends a message: ``message.user``, from a connection's or a browser's session.

Role: the decorators of ``channels.auth`` (CLASSIC-SPEC §4.7). It must not know how sessions are
found, how people sign in, nor how a session's user is found (:mod:`.identity`).

::

    connect, with a cookie:  http_session ──► message.user ──transfer_user──► channel_session
    later messages:                           message.user ◄───────────────── channel_session
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.contrib import auth

from sandbox.consumers.identity import identify
from sandbox.consumers.naming import require_plain
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
    require_plain(func)

    @channel_session
    @functools.wraps(func)
    def inner(message: Any, *args: Any, **kwargs: Any) -> Any:
        identify(message, "channel session", message.channel_session)
        return func(message, *args, **kwargs)

    return inner


def http_session_user(func: Consumer) -> Consumer:
    """Give *func*'s message the user of the browser's session: ``message.user`` (§4.7).

    Implies :func:`~sandbox.consumers.sessions.http_session`; without such a session it is
    ``AnonymousUser``.
    """
    require_plain(func)

    @http_session
    @functools.wraps(func)
    def inner(message: Any, *args: Any, **kwargs: Any) -> Any:
        identify(message, "http session", message.http_session)
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
    require_plain(func)

    @http_session_user
    @with_session
    @functools.wraps(func)
    def inner(message: Any, *args: Any, **kwargs: Any) -> Any:
        if message.http_session is not None:
            transfer_user(message.http_session, message.channel_session)
        return func(message, *args, **kwargs)

    return inner
