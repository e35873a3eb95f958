"""Sessions for messages that are no requests, and messages in the order they were sent.

Role: the decorators of ``channels.sessions`` (CLASSIC-SPEC §4.5, §4.6). A connection has a session
of its own, found by its reply channel (``message.channel_session``); what the client's browser
carries is another one (``message.http_session``). It must not know what a session is used for:
users are :mod:`sandbox.consumers.auth`'s business.

::

    @enforce_ordering                     @channel_and_http_session
    def ws_message(message): ...          def ws_connect(message): ...
        before:  its turn? else wait          before:  cookie → http_session, key kept
        after:   replies leave, then the      after:   what was modified is saved
                 turn passes on

A session's key is a password: the log names sessions by a short hash (:mod:`.noting`).
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import signed_cookies
from django.contrib.sessions.backends.base import CreateError
from django.utils.module_loading import import_string

from sandbox.consumers import ordering
from sandbox.consumers.channel import pending
from sandbox.consumers.message import Message
from sandbox.consumers.naming import require_plain, shown_name
from sandbox.consumers.noting import note, short_hash
from sandbox.consumers.ordering import wait_channel_name
from sandbox.errors import ConsumeLater
from sandbox.trace.causes import acting

__all__ = [
    "channel_and_http_session",
    "channel_session",
    "enforce_ordering",
    "http_session",
    "requeue_messages",
    "session_for_reply_channel",
    "wait_channel_name",
]

Consumer = Callable[..., Any]
"""What is decorated: called with a message (a method: with itself and a message) and kwargs."""

NEXT_ORDER = "__channels_next_order"
"""The channel session's key for the order of the message whose turn it is (§4.6)."""

_REQUEST = "sandbox.django.request.AsgiRequest"
"""Reads cookies and query of a message; by name, since this room must not import the one above."""


# --- the session of a connection ------------------------------------------------------------------


def session_for_reply_channel(reply_channel: str) -> Any:
    """Return the session of the connection behind the channel of that name (§4.5).

    It has that connection's key whether or not it is stored yet. The engine is the setting
    CHANNEL_SESSION_ENGINE, else SESSION_ENGINE. May query the database.

    Raises:
        ValueError: the engine keeps sessions in cookies, which a WebSocket cannot be given.
    """
    return _stored(reply_channel)[0]


def _stored(reply_channel: str) -> tuple[Any, bool]:
    """Return the session and whether it was found in the store."""
    engine = import_module(
        getattr(settings, "CHANNEL_SESSION_ENGINE", None) or settings.SESSION_ENGINE
    )
    if engine is signed_cookies:
        raise ValueError(
            "You cannot use channels session functionality with signed cookie sessions: a "
            "WebSocket's client cannot be given a new cookie. Set CHANNEL_SESSION_ENGINE, for "
            "example to 'django.contrib.sessions.backends.db'."
        )
    key = _key_of(reply_channel)
    session = engine.SessionStore(session_key=key)
    session._session.keys()  # loads it, and a store forgets a key that leads to nothing
    found = session.session_key is not None
    session._session_key = key
    return session, found


def _key_of(reply_channel: str) -> str:
    digest = hashlib.sha1(reply_channel.encode(), usedforsecurity=False).hexdigest()
    return f"chn{digest[:29]}"


def channel_session(func: Consumer) -> Consumer:
    """Give *func*'s message the session of its connection: ``message.channel_session`` (§4.5).

    It is there from the connection's first message on, and is saved when *func* has changed it,
    also where *func* raises. The message is one of the first two positional arguments, so methods
    can be decorated too; decorating twice is harmless.

    The decorated function raises:
        ValueError: no message among its first two arguments, or one without a reply channel.
        ConsumeLater: another consumer has just made this session; the message comes again.
    Decorating an async function is ``NotAConsumer``.
    """
    require_plain(func)

    @functools.wraps(func)
    def inner(*args: Any, **kwargs: Any) -> Any:
        message = next((arg for arg in args[:2] if isinstance(arg, Message)), None)
        if message is None:
            raise ValueError("channel_session called without Message instance")
        if not hasattr(message, "channel_session"):
            message.channel_session = _open_for(message)  # type: ignore[attr-defined]
        try:
            return func(*args, **kwargs)
        finally:
            _save_if_changed(message)

    return inner


def _open_for(message: Message) -> Any:
    """Return the stored session of the connection of *message*; make it if there is none."""
    if message.reply_channel is None:
        raise ValueError(
            "No reply_channel sent to consumer: @channel_session finds a session by its message's "
            f"reply channel, and this message on {message.channel.name!r} names none. Put "
            "'reply_channel' into the content that you send there."
        )
    session, found = _stored(message.reply_channel.name)
    # A key that leads to nothing may still be there: an expired one that nobody has cleared.
    if not found and not session.exists(session.session_key):
        try:
            session.save(must_create=True)
        except CreateError:
            raise ConsumeLater from None
    state = "found" if found else "made"
    note(
        message,
        "session.opened",
        session=short_hash(session.session_key),
        how="channel",
        state=state,
    )
    return session


def _save_if_changed(message: Any) -> None:
    session = message.channel_session
    if session.modified and not session.is_empty():
        _save(message, "channel")


def _save(message: Any, how: str) -> None:
    """Save the connection's session under its own key, also after a logout or a login.

    Django gives a session another key then, and tells it to the client by a cookie; a connection
    has only its reply channel to be known by.
    """
    session, key = message.channel_session, _key_of(message.reply_channel.name)
    other, must_create = session.session_key, False
    if other != key:
        if other is not None:
            session.delete(other)
        session._session_key = key
        must_create = not session.exists(key)
    session.save(must_create=must_create)
    session.modified = False
    note(message, "session.saved", session=short_hash(key), how=how)


# --- the session of the client's browser ----------------------------------------------------------


def http_session(func: Consumer) -> Consumer:
    """Give *func*'s message the browser's session: ``message.http_session`` (§4.5).

    Its key is ``session_key`` in the query, else the session cookie; without either it is
    ``None``. Only messages with headers or a query have one: of a WebSocket, the connect. It is
    saved when *func* has changed it and has not raised. No session and no cookie is ever made:
    changes to one whose key leads to nothing (forged, expired) are discarded, as the log says.

    The decorated function raises ``ValueError`` for a message that cannot be read as a request.
    Decorating an async function is ``NotAConsumer``.
    """
    require_plain(func)

    @functools.wraps(func)
    def inner(message: Any, *args: Any, **kwargs: Any) -> Any:
        if hasattr(message, "http_session"):
            try:
                return func(message, *args, **kwargs)
            finally:
                _save_http(message)
        message.http_session = _open_http(message)
        result = func(message, *args, **kwargs)
        _save_http(message)
        return result

    return inner


def _open_http(message: Any) -> Any:
    """Return the session that the message's query or cookie names, or ``None``."""
    try:
        # What came over a WebSocket has no method, and a request cannot do without.
        message.content.setdefault("method", "FAKE")
        request = import_string(_REQUEST)(message)
        key, how = request.GET.get("session_key"), "query string"
        if key is None:
            key, how = request.COOKIES.get(settings.SESSION_COOKIE_NAME), "cookie"
    except Exception as error:
        raise ValueError(
            "Cannot parse HTTP message - are you sure this is a HTTP consumer? A session by cookie "
            "needs a message with path and headers, such as http.request or websocket.connect; "
            f"this one cannot be read: {type(error).__name__}: {error}"
        ) from error
    return _load_http(message, key, how) if key else None


def _load_http(message: Any, key: str, how: str) -> Any:
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key=key)
    session._session.keys()
    # A store forgets a key that leads to nothing; one in a cookie counts as changed then. The key
    # is given back, as a connection's own session may be made only after this.
    session.leads_nowhere = session.session_key is None or session.modified
    session._session_key, session.modified = key, False
    state = "absent" if session.leads_nowhere else "found"
    note(message, "session.opened", session=short_hash(key), how=how, state=state)
    return session


def _save_http(message: Any) -> None:
    session = message.http_session
    if session is None or not session.modified or session.is_empty():
        return
    key, doubtful = session.session_key, getattr(session, "leads_nowhere", False)
    if key is None or (doubtful and not session.exists(key)):
        why = "its key leads to no session (forged, expired or logged out)"
        note(message, "session.discarded", how="http", why=why)
        return
    session.save()
    session.modified = False
    note(message, "session.saved", session=short_hash(session.session_key), how="http")


def channel_and_http_session(func: Consumer) -> Consumer:
    """Give *func*'s message both sessions, the browser's also after the connect (§4.5).

    The first message's key of the browser's session is kept in the connection's; later messages,
    which carry no cookie, get the browser's session by it.
    """
    require_plain(func)

    @http_session
    @channel_session
    @functools.wraps(func)
    def inner(message: Any, *args: Any, **kwargs: Any) -> Any:
        name, kept = settings.SESSION_COOKIE_NAME, message.channel_session
        if message.http_session is None:
            if kept.get(name):
                message.http_session = _load_http(message, kept[name], "channel session")
        elif name not in kept and message.http_session.session_key:
            kept[name] = message.http_session.session_key
        return func(message, *args, **kwargs)

    return inner


# --- messages in order ----------------------------------------------------------------------------


def enforce_ordering(func: Consumer | None = None, slight: bool = False) -> Any:
    """Run *func* with a connection's messages in the order in which they were sent (§4.6).

    A message that comes before its turn waits on a channel of its connection; when the turn
    reaches it, it goes back to where it came from. The turn passes on when the replies that *func*
    sent have left, so replies leave in the order of the messages too, however many workers run.
    It passes on as well where *func* raises: one error shall not silence a connection for good.
    Only ``ConsumeLater`` keeps it, as the same message comes again.

    Works with and without parentheses; implies :func:`channel_session`; returns nothing.

    Raises:
        ValueError: *slight* is true; or, from the decorated function, there is no ``order``.
        NotAConsumer: *func* is async.
        ChannelFull: from the decorated function; the waiting messages are too many, or there is
            no room for one that goes back.
    """
    if slight:
        raise ValueError(
            "Slight ordering is always on since Channels 1.0: take away slight=True, or the whole "
            "decorator where only connect had to come first."
        )

    def decorator(func: Consumer) -> Consumer:
        require_plain(func)

        @channel_session
        @functools.wraps(func)
        def inner(message: Any, *args: Any, **kwargs: Any) -> None:
            order = _order_of(message)
            expected = message.channel_session.get(NEXT_ORDER, 0)
            if order == expected:
                _take_turn(message, order, lambda: func(message, *args, **kwargs))
            else:
                _await_turn(message, order, expected, shown_name(func))

        return inner

    return decorator if func is None else decorator(func)


def requeue_messages(message: Any) -> None:
    """Put every message that waits for the connection of *message* back where it came from.

    The classic name of it; :func:`enforce_ordering` does so by itself. ``ChannelFull`` where there
    is no room.
    """
    ordering.move_back(message)


def _order_of(message: Any) -> int:
    order = message.content.get("order")
    if not isinstance(order, int):
        raise ValueError(
            f"@enforce_ordering needs a message with an 'order', a whole number, but this one on "
            f"{message.channel.name!r} has {order!r}: use it for websocket.receive and "
            "websocket.disconnect, or copy 'order' into what you send on."
        )
    return order


def _take_turn(message: Any, order: int, run: Callable[[], Any]) -> None:
    """Run the consumer, and let the next message have its turn behind its replies."""
    keeps = False

    def pass_on() -> None:
        if not keeps:
            message.channel_session[NEXT_ORDER] = order + 1
            _save(message, "turn")
            ordering.move_back(message)

    # Asked for beforehand: an interrupt may come at any moment of the run.
    later = pending.after(pass_on)
    try:
        run()
    except ConsumeLater:
        # On its last try the message is lost, and nobody would ever take this turn.
        keeps = not getattr(message, "__doomed__", False)
        raise
    finally:
        if not later:
            pass_on()


def _await_turn(message: Any, order: int, expected: int, consumer: str) -> None:
    """Put the message aside, then see whether its turn has come in the meantime.

    In this order: whoever passes the turn on saves it first and looks for waiting messages then,
    so one of the two sees the other.
    """
    channel = ordering.put_aside(message)
    note(
        message,
        "consumer.waited",
        id=acting.get()[0],
        cause=0,
        consumer=consumer,
        order=order,
        expected=expected,
        channel=channel,
    )
    if order == message.channel_session.load().get(NEXT_ORDER, 0):
        ordering.move_back(message)
