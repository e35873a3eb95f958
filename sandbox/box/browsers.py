"""Browsers of people who are signed in: several tabs and pages with one jar of cookies.

Role: what ``box.login`` returns (API.md). It must not know how people sign in, nor how tabs are
opened: the first is :mod:`sandbox.django.login`'s business, the second its opener's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, overload

from sandbox.clients.http import Later, Page
from sandbox.clients.jar import Jar
from sandbox.clients.tab import Tab

__all__ = ["Browser"]


class Browser:
    """A browser with cookies of its own. Any thread may call.

    *connect*, *get* and *post* are the sandbox's; *is_open* says whether a tab of some name is.
    """

    def __init__(
        self,
        name: str,
        cookies: Jar,
        *,
        connect: Callable[..., Tab],
        get: Callable[..., Any],
        post: Callable[..., Any],
        is_open: Callable[[str], bool],
    ) -> None:
        self.name = name
        """What its first tab is called; the others have numbers behind it."""
        self.cookies = cookies
        """Its cookies, the session's among them; what answers set is kept here too."""
        self._connect = connect
        self._get = get
        self._post = post
        self._is_open = is_open
        self._tabs: list[Tab] = []

    def connect(self, path: str = "/", *, name: str | None = None, **options: Any) -> Tab:
        """Open a tab with this browser's cookies; *options* are those of ``box.connect``.

        Without a *name* it is called as the browser is, or, while a tab of that name is open,
        "alice 2", "alice 3" …
        """
        tab = self._connect(path, name=name or self._free_name(), cookies=self.cookies, **options)
        self._tabs = [one for one in self._tabs if one.closed is None] + [tab]
        return tab

    @overload
    def get(self, path: str = ..., *, wait: Literal[True] = ..., **options: Any) -> Page: ...
    @overload
    def get(self, path: str = ..., *, wait: bool, **options: Any) -> Page | Later: ...
    def get(self, path: str = "/", *, wait: bool = True, **options: Any) -> Page | Later:
        """Ask for a page with this browser's cookies; *options* are those of ``box.get``."""
        page: Page | Later = self._get(path, wait=wait, cookies=self.cookies, **options)
        return page

    @overload
    def post(
        self, path: str = ..., data: Any = ..., *, wait: Literal[True] = ..., **options: Any
    ) -> Page: ...
    @overload
    def post(
        self, path: str = ..., data: Any = ..., *, wait: bool, **options: Any
    ) -> Page | Later: ...
    def post(
        self, path: str = "/", data: Any = None, *, wait: bool = True, **options: Any
    ) -> Page | Later:
        """Send a form with this browser's cookies; *options* are those of ``box.post``."""
        page: Page | Later = self._post(path, data, wait=wait, cookies=self.cookies, **options)
        return page

    def close(self) -> None:
        """Close its tabs; harmless twice. Its cookies stay, so it can open others."""
        tabs, self._tabs = self._tabs, []
        for tab in tabs:
            tab.close()

    def _free_name(self) -> str:
        name, number = self.name, 1
        while self._is_open(name):
            number += 1
            name = f"{self.name} {number}"
        return name

    def __repr__(self) -> str:
        tabs = sum(tab.closed is None for tab in self._tabs)
        return f"<Browser {self.name!r}, {tabs} tab{'s' if tabs != 1 else ''} open>"
