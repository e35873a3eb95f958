"""A client with a path, headers, cookies, a session and a login, for HTTP and WebSocket alike.

Role: ``channels.test.websocket`` and ``channels.test.http`` (CLASSIC-SPEC §9). What it sends is
what a protocol server would, but for headers in the form of a dict. It must not know test cases.
"""

from __future__ import annotations

import json as json_module
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any

from django.apps import apps
from django.conf import settings

from sandbox.layers.copying import copy_content
from sandbox.testing.base import Client

__all__ = ["HttpClient", "WSClient"]

_NOTHING: Mapping[str, Any] = {}


class WSClient(Client):
    """A client as a browser is one: with cookies, a session, and a user after :meth:`login`.

    *ordered*: number the messages, as a server does for a WebSocket. The session's cookie goes
    with the first message only: a WebSocket's handshake carries it, its frames do not.
    """

    order: int
    """The order of the next message, where they are numbered."""

    def __init__(self, ordered: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._ordered = ordered
        self._session: Any = None
        self._headers: dict[str, Any] = {}
        self._cookies: dict[str, str] = {}
        self._session_cookie = True
        self.order = 0

    # -- what goes with a message ----------------------------------------------------------------

    def set_cookie(self, key: str, value: str) -> None:
        """Send this cookie from now on."""
        self._cookies[key] = value

    def set_header(self, key: str, value: Any) -> None:
        """Send this header from now on; ``ValueError`` for cookies."""
        if key.lower() == "cookie":
            raise ValueError(
                "Please use set_cookie(key, value): the header is made of all cookies."
            )
        self._headers[key] = value

    def get_cookies(self) -> dict[str, str]:
        """Return the cookies of the next message, the session's among them for the first."""
        cookies = dict(self._cookies)
        if self._session_cookie and apps.is_installed("django.contrib.sessions"):
            cookies[settings.SESSION_COOKIE_NAME] = self._known_session().session_key
        return cookies

    @property
    def headers(self) -> dict[str, Any]:
        """The headers of the next message, by name; the cookie's value is bytes."""
        headers = copy_content(self._headers)
        headers.setdefault("cookie", _encoded(self.get_cookies()))
        return headers

    @property
    def session(self) -> Any:
        """The session of this client's reply channel, stored when it is first asked for.

        ``EnvironmentError`` without ``django.contrib.sessions``.
        """
        if not apps.is_installed("django.contrib.sessions"):
            raise OSError("Add django.contrib.sessions to the INSTALLED_APPS to use session")
        session = self._known_session()
        if not session.exists(session.session_key):
            session.save(must_create=True)  # else its save() would find nothing to update
        return session

    def _known_session(self) -> Any:
        if self._session is None:
            from sandbox.consumers.sessions import session_for_reply_channel

            self._session = session_for_reply_channel(self.reply_channel)
        return self._session

    # -- sending and receiving -------------------------------------------------------------------

    def receive(self, json: bool = True) -> Any:
        """Take the next answer: its text, decoded if *json*, or its whole content where there is
        no text; ``None`` if there is no answer."""
        content = super().receive()
        if not content:
            return None
        text = content.get("text")
        if json and isinstance(text, str):
            return json_module.loads(text)
        return content.get("text", content)

    def send(
        self,
        to: str,
        content: Mapping[str, Any] = _NOTHING,
        text: Any = None,
        path: str = "/",
    ) -> None:
        """Put a message onto the channel *to*, completed as a server does it.

        What *content* has wins. *text* that is no text is sent as JSON. The query of *path* goes
        with ``websocket.connect`` only. ``ValueError`` for an order in *content* of a client that
        numbers by itself.
        """
        if to != "websocket.connect":
            path = path.partition("?")[0]
        self.channel_layer.send(to, self._completed(content, text, path))
        self._session_cookie = False

    def send_and_consume(  # type: ignore[override]
        self,
        channel: str,
        content: Mapping[str, Any] = _NOTHING,
        text: Any = None,
        path: str = "/",
        fail_on_none: bool = True,
        check_accept: bool = True,
    ) -> Any:
        """Send, then :meth:`consume`."""
        self.send(channel, content, text, path)
        return self.consume(channel, fail_on_none=fail_on_none, check_accept=check_accept)

    def consume(self, channel: str, fail_on_none: bool = True, check_accept: bool = True) -> Any:
        """Run the consumer of the next message and return what it returns.

        With *check_accept* a ``websocket.connect`` has to be answered by exactly
        ``{"accept": True}``, which is taken off; else ``AssertionError``.
        """
        result = super().consume(channel, fail_on_none=fail_on_none)
        if channel == "websocket.connect" and check_accept:
            received = self.receive(json=False)
            if received != {"accept": True}:
                raise AssertionError(
                    f"Connection rejected: {received!r} != {{'accept': True}}. A connect consumer "
                    'accepts by sending {"accept": True}; give check_accept=False to look yourself.'
                )
        return result

    def _completed(self, content: Mapping[str, Any], text: Any, path: str) -> dict[str, Any]:
        completed = copy_content(dict(content))
        path, _, query = path.partition("?")
        completed.setdefault("reply_channel", self.reply_channel)
        completed.setdefault("path", path)
        completed.setdefault("query_string", query)
        completed.setdefault("headers", self.headers)
        if self._ordered:
            if "order" in completed:
                raise ValueError('Do not use "order" manually with "ordered=True"')
            completed["order"] = self.order
            self.order += 1
        if text is None:
            text = completed.get("text")
        if text is not None:
            completed["text"] = text if isinstance(text, str) else json_module.dumps(text)
        return completed

    # -- signing in ------------------------------------------------------------------------------

    def login(self, **credentials: Any) -> bool:
        """Sign in with a name and a password; say whether that was possible.

        It is not with wrong credentials, for an inactive user, and without the sessions app.
        """
        from django.contrib.auth import authenticate

        user = authenticate(**credentials)
        if user is None or not user.is_active:
            return False
        if not apps.is_installed("django.contrib.sessions"):
            return False
        self._login(user)
        return True

    def force_login(self, user: Any, backend: str | None = None) -> None:
        """Sign *user* in without asking; *backend* ``None``: the first of the settings."""
        user.backend = settings.AUTHENTICATION_BACKENDS[0] if backend is None else backend
        self._login(user)

    def _login(self, user: Any) -> None:
        from django.contrib.auth import login
        from django.http import HttpRequest

        request = HttpRequest()
        request.session = self.session
        login(request, user)
        self.session.save()


HttpClient = WSClient
"""The older name of it."""


def _encoded(cookies: Mapping[str, str]) -> bytes:
    """Return the header's value for *cookies*."""
    encoder: SimpleCookie = SimpleCookie()
    for key, value in cookies.items():
        encoder[key] = value
    return "; ".join(morsel.OutputString() for morsel in encoder.values()).encode("ascii")
