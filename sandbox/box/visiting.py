"""The verbs by which clients come to a sandbox: tabs, crowds and requests.

Role: API.md's "clients" as methods, each with a cell that shows it; what they do is the business
of :mod:`sandbox.box.visitors`, and of :mod:`sandbox.django.login` where somebody signs in. It must
not know layers or workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random
from typing import Any, Literal, overload

from sandbox.box.browsers import Browser
from sandbox.box.visitors import Visitors
from sandbox.clients.crowd import Crowd
from sandbox.clients.headers import header_pairs
from sandbox.clients.http import Later, Page
from sandbox.clients.jar import Jar, as_jar
from sandbox.clients.tab import Tab
from sandbox.consumers.noting import short_hash
from sandbox.django import csrf
from sandbox.django.login import SignedIn, sign_in
from sandbox.django.settings import ensure_configured
from sandbox.django.sync import SyncThread
from sandbox.options import flag, shown, text
from sandbox.protocols.place import ServerPlace
from sandbox.trace.log import Log

__all__ = ["Visiting"]


class Visiting:
    """How clients come to a sandbox; a part of :class:`~sandbox.box.face.Face`."""

    log: Log
    _servers: dict[int, ServerPlace]
    _visitors: Visitors
    _sync: SyncThread
    _session_keys: Random
    """Draws the session keys of those who sign in."""

    def _must_run(self) -> None:
        """Raise ``SandboxStopped`` if it has ended."""
        raise NotImplementedError

    # -- where to ------------------------------------------------------------------------------

    @property
    def port(self) -> int:
        """The first server's port.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.port                             # 43821, say
            box.stop()
        """
        return self._servers[1].port

    @property
    def url(self) -> str:
        """The first server's address as this process sees it, without a slash at its end.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.url                              # 'http://127.0.0.1:43821', say
            box.stop()
        """
        return f"http://{self._servers[1].address}"

    @property
    def ws_url(self) -> str:
        """The same for WebSockets.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.ws_url                           # 'ws://127.0.0.1:43821', say
            box.stop()
        """
        return f"ws://{self._servers[1].address}"

    # -- clients -----------------------------------------------------------------------------

    def connect(
        self,
        path: str = "/",
        *,
        name: str | None = None,
        user: Any = None,
        headers: Any = None,
        subprotocols: Iterable[str] = (),
        cookies: Any = None,
        timeout: float = 10.0,
    ) -> Tab:
        """Open a tab: a real WebSocket client of this sandbox, open when this returns.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            alice = box.connect("/", name="alice")
            alice.send("hi")
            box.stop()

        A tab of the same *name* is closed first; without one it is "tab 1", "tab 2" …
        *user*: who is signed in there, by name, as with :meth:`login`; it names the tab too.
        ``TabClosed`` when a consumer, or the lack of one, refuses the handshake; the text says
        why. *timeout*: seconds for the handshake.
        """
        self._must_run()
        if user is not None:
            signed_in = self._sign_in(user, None)
            name = name or signed_in.username
            cookies = _with_session(as_jar(cookies), signed_in)
        return self._visitors.open_tab(
            self.ws_url + _rooted(path),
            name,
            headers=headers,
            subprotocols=subprotocols,
            cookies=cookies,
            timeout=timeout,
        )

    def login(self, user: Any, *, name: str | None = None, create: bool | None = None) -> Browser:
        """Return a browser in which *user* is signed in: its tabs and pages carry the cookie.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            alice = box.login("alice", create=True)
            alice.connect("/").send("hi")
            alice.get("/nowhere/").status_code   # 404
            box.stop()

        *user*: a name, or a user of the project. *create*: make one where there is none
        (``None``: in the sandbox's own database only). *name*: of the browser and its first tab;
        ``None``: the user's. An earlier browser of that name is closed first.

        ``LookupError`` where there is no such user, ``ValueError`` for one who is not active,
        ``NotAvailableHere`` in a project without users or sessions.
        """
        self._must_run()
        if name is not None:
            text("name", name, usual="alice")
        if create is not None:
            flag("create", create)
        signed_in = self._sign_in(user, create)
        browser = Browser(
            name or signed_in.username,
            _with_session(Jar(), signed_in),
            connect=self.connect,
            get=self.get,
            post=self.post,
            is_open=self._visitors.is_open,
        )
        self._visitors.add_browser(browser)
        return browser

    def _sign_in(self, user: Any, create: bool | None) -> SignedIn:
        """Sign *user* in, and note it as something that the person at the keyboard did."""
        if create is None:
            create = ensure_configured().folder is not None
        signed_in = self._sync.run(sign_in, user, create=create, random=self._session_keys)
        session, action = short_hash(signed_in.key), self.log.ids.action()
        told: dict[str, Any] = {"id": action, "session": session, "how": "login"}
        self.log.note("session.opened", state="made", **told)
        self.log.note("user.identified", user=signed_in.username, **told)
        return signed_in

    def crowd(
        self,
        size: int,
        path: str = "/",
        *,
        name: str | None = None,
        headers: Any = None,
        subprotocols: Iterable[str] = (),
        cookies: Any = None,
        timeout: float = 10.0,
        keep: int | None = 1000,
    ) -> Crowd:
        """Open *size* light tabs as one.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            fans = box.crowd(20, "/")
            fans.send("hello")
            fans.close(); box.stop()

        *keep*: how many frames each remembers (``None``: all). The rest as in :meth:`connect`.
        """
        self._must_run()
        return self._visitors.open_crowd(
            self.ws_url + _rooted(path),
            size,
            name,
            headers=headers,
            subprotocols=subprotocols,
            cookies=cookies,
            timeout=timeout,
            keep=keep,
        )

    @overload
    def get(
        self,
        path: str = ...,
        *,
        wait: Literal[True] = ...,
        headers: Any = ...,
        cookies: Any = ...,
        timeout: float | None = ...,
        follow: bool = ...,
    ) -> Page: ...
    @overload
    def get(
        self,
        path: str = ...,
        *,
        wait: bool,
        headers: Any = ...,
        cookies: Any = ...,
        timeout: float | None = ...,
        follow: bool = ...,
    ) -> Page | Later: ...
    def get(
        self,
        path: str = "/",
        *,
        wait: bool = True,
        headers: Any = None,
        cookies: Any = None,
        timeout: float | None = 60.0,
        follow: bool = True,
    ) -> Page | Later:
        """Ask for a page, as a browser does; ``wait=False`` returns while it is held open.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.get("/nowhere/").status_code     # 404
            later = box.get("/nowhere/", wait=False)
            later.result().status_code           # 404, when it has come
            box.stop()

        *timeout*: seconds without a byte from the server (``None``: no limit). *follow*:
        redirects to this very server.
        """
        page: Page | Later = self._request(
            "GET", path, wait=wait, headers=headers, cookies=cookies, timeout=timeout, follow=follow
        )
        return page

    @overload
    def post(
        self,
        path: str = ...,
        data: Any = ...,
        *,
        json: Any = ...,
        wait: Literal[True] = ...,
        headers: Any = ...,
        cookies: Any = ...,
        timeout: float | None = ...,
        follow: bool = ...,
    ) -> Page: ...
    @overload
    def post(
        self,
        path: str = ...,
        data: Any = ...,
        *,
        json: Any = ...,
        wait: bool,
        headers: Any = ...,
        cookies: Any = ...,
        timeout: float | None = ...,
        follow: bool = ...,
    ) -> Page | Later: ...
    def post(
        self,
        path: str = "/",
        data: Any = None,
        *,
        json: Any = None,
        wait: bool = True,
        headers: Any = None,
        cookies: Any = None,
        timeout: float | None = 60.0,
        follow: bool = True,
    ) -> Page | Later:
        """Send a form (*data*: a mapping), text or bytes, or ``json=``; see :meth:`get`.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.post("/", {"a": 1}).status_code
            box.stop()

        Where the project asks for a CSRF token, it goes along as from a page with the project's
        form: the cookie and the header ``X-CSRFToken``. The token is that of *cookies*, or a new
        one, which a jar or a browser keeps. ``headers={"X-CSRFToken": None}`` sends none: 403.
        """
        jar = as_jar(cookies)
        page: Page | Later = self._request(
            "POST",
            path,
            data=data,
            json=json,
            wait=wait,
            headers=[*self._token(data, headers, jar), *header_pairs(headers)],
            cookies=jar,
            timeout=timeout,
            follow=follow,
        )
        return page

    def _token(self, data: Any, headers: Any, cookies: Jar) -> list[tuple[str, str]]:
        """Return the header that carries the CSRF token, if one is asked for and not given."""
        self._must_run()
        header = csrf.csrf_header()
        given = {name.lower() for name, _ in header_pairs(headers)}
        in_form = isinstance(data, Mapping) and csrf.FIELD in data
        if header is None or header.lower() in given or in_form:
            return []
        return [(header, self._sync.run(csrf.send_token, cookies, random=self._session_keys))]

    def _request(self, method: str, path: str, **options: Any) -> Any:
        self._must_run()
        return self._visitors.ask(method, self.url + _rooted(path), **options)


def _with_session(jar: Jar, signed_in: SignedIn) -> Jar:
    """Return *jar* with the cookie of who is signed in."""
    jar[signed_in.cookie] = signed_in.key
    return jar


def _rooted(path: str) -> str:
    text("path", path, usual="/chat/")
    if "://" in path.partition("?")[0]:
        raise ValueError(
            f"path is what comes after this sandbox's own address, not {shown(path)}: "
            'write "/chat/".'
        )
    return path if path.startswith("/") else f"/{path}"
