"""The verbs by which clients come to a sandbox: tabs, crowds and requests.

Role: API.md's "clients" as methods, each with a cell that shows it; what they do is the business
of :mod:`sandbox.box.visitors`. It must not know layers, workers or consumers.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, overload

from sandbox.box.visitors import Visitors
from sandbox.clients.crowd import Crowd
from sandbox.clients.http import Later, Page
from sandbox.clients.tab import Tab
from sandbox.options import shown, text
from sandbox.protocols.server import ProtocolServer

__all__ = ["Visiting"]


class Visiting:
    """How clients come to a sandbox; a part of :class:`~sandbox.box.face.Face`."""

    _servers: dict[int, ProtocolServer]
    _visitors: Visitors

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
        ``TabClosed`` when a consumer, or the lack of one, refuses the handshake; the text says
        why. *timeout*: seconds for the handshake.
        """
        self._must_run()
        return self._visitors.open_tab(
            self.ws_url + _rooted(path),
            name,
            headers=headers,
            subprotocols=subprotocols,
            cookies=cookies,
            timeout=timeout,
        )

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
        """
        page: Page | Later = self._request(
            "POST",
            path,
            data=data,
            json=json,
            wait=wait,
            headers=headers,
            cookies=cookies,
            timeout=timeout,
            follow=follow,
        )
        return page

    def _request(self, method: str, path: str, **options: Any) -> Any:
        self._must_run()
        return self._visitors.ask(method, self.url + _rooted(path), **options)


def _rooted(path: str) -> str:
    text("path", path, usual="/chat/")
    if "://" in path.partition("?")[0]:
        raise ValueError(
            f"path is what comes after this sandbox's own address, not {shown(path)}: "
            'write "/chat/".'
        )
    return path if path.startswith("/") else f"/{path}"
