"""Who visits a sandbox: its tabs, crowds and requests, by name.

Role: open clients, remember them under their names, and know which connection is whose. It must
not know layers, workers or consumers; what clients need from those is passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from sandbox.box.browsers import Browser
from sandbox.box.labels import Address, Labels
from sandbox.box.printing import OPENING, Doings
from sandbox.clients.crowd import Crowd
from sandbox.clients.endpoint import Announce, Endpoint, Explain
from sandbox.clients.frames import Closed
from sandbox.clients.headers import header_pairs
from sandbox.clients.http import Later, Page, request
from sandbox.clients.hub import Hub
from sandbox.clients.tab import Settle, Tab
from sandbox.options import text
from sandbox.runtime.clock import monotonic

__all__ = ["Visitors"]


class Visitors:
    """The clients of one sandbox. Any thread may call.

    *nudge* is called when something has come to a client. *settle* and *explain* are what tabs
    ask; *as_channel* makes a Channel of a reply channel's name; *was_killed* says whether its
    server has died. *doings* learns what they do.
    *make_hub* makes what reads for them, *clock* measures how long they wait.
    """

    def __init__(
        self,
        *,
        nudge: Callable[[], None],
        settle: Settle,
        explain: Explain,
        as_channel: Callable[[str], Any],
        was_killed: Callable[[str], bool],
        doings: Doings | None = None,
        make_hub: Callable[[Callable[[], None], Any], Hub] = Hub,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._clock = clock
        self.labels = Labels()
        self._doings = doings
        self.tabs: dict[str, Tab] = {}
        self.crowds: dict[str, Crowd] = {}
        self.browsers: dict[str, Browser] = {}
        self._hub = make_hub(nudge, None if doings is None else self._sending)
        self._nudge = nudge
        self._settle = settle
        self._explain = explain
        self._as_channel = as_channel
        self._was_killed = was_killed
        self._numbers: dict[str, int] = {}
        self._held: WeakKeyDictionary[Later, Address] = WeakKeyDictionary()

    def open_tab(self, url: str, name: str | None, **options: Any) -> Tab:
        """Open a tab; one of the same name is closed first."""
        name = self._named("tab", name, self.tabs)
        earlier = self.tabs.pop(name, None)
        if earlier is not None:
            earlier.close()
        with self._announcing() as announce:
            try:
                tab = Tab(
                    self._hub,
                    url,
                    name=name,
                    announce=announce,
                    settle=self._settle,
                    explain=self._explain,
                    reply_channel=self._reply_channel,
                    returns=self._returns,
                    clock=self._clock,
                    **options,
                )
            except Exception as error:
                refused = getattr(error, "tab", None)
                if refused is not None:
                    self.tabs[name] = refused  # to look at, and to reopen()
                raise
        self.tabs[name] = tab
        return tab

    def is_open(self, name: str) -> bool:
        """Say whether a tab of that name is open."""
        tab = self.tabs.get(name)
        return tab is not None and tab.closed is None

    def add_browser(self, browser: Browser) -> None:
        """Remember *browser*; an earlier one of its name is closed, as a tab would be."""
        earlier = self.browsers.pop(browser.name, None)
        if earlier is not None:
            earlier.close()
        self.browsers[browser.name] = browser

    def open_crowd(self, url: str, size: int, name: str | None, **options: Any) -> Crowd:
        """Open a crowd; one of the same name is closed first."""
        name = self._named("crowd", name, self.crowds)
        earlier = self.crowds.pop(name, None)
        if earlier is not None:
            earlier.close()
        with self._announcing() as announce:
            crowd = self.crowds[name] = Crowd(
                self._hub,
                url,
                size,
                name=name,
                announce=announce,
                explain=self._explain,
                reply_channel=self._reply_channel,
                returns=self._returns,
                **options,
            )
        return crowd

    def ask(self, method: str, url: str, *, wait: bool, **options: Any) -> Page | Later:
        """Make a request; with *wait* return its page, else what will have it."""
        with self._announcing(through=wait) as announce:

            def hold(address: Address, later: Later) -> None:
                announce(address, later)
                if not wait:
                    self._held[later] = address

            # Like a program, not like a page: with an Origin Django asks for a CSRF token, which
            # only a page that was fetched before could know.
            headers = [("Origin", None), *header_pairs(options.pop("headers", None))]
            return request(
                method,
                url,
                headers=headers,
                wait=wait,
                hub=self._hub,
                announce=hold,
                explain=self._explain,
                **options,
            )

    def _sending(self, client: Any, number: int) -> None:
        if self._doings is not None:
            self._doings.note(client.address, number, self._doings.cell_here())

    def endpoints(self) -> Iterator[Endpoint]:
        """Yield every tab, and every member of a crowd."""
        yield from self.tabs.copy().values()
        for crowd in self.crowds.copy().values():
            yield from crowd

    def held(self) -> list[tuple[Later, Address]]:
        """Return the requests that are held open, with the addresses that they speak from."""
        return list(self._held.copy().items())

    def close(self) -> None:
        """End every client and the thread that reads for them. Harmless twice."""
        self._hub.close()

    @contextmanager
    def _announcing(self, through: bool = False) -> Iterator[Announce]:
        """Give what announces addresses; when it is *through* or has failed, strike them off.

        A server that never met such a client would be waited for in vain by settle.
        """
        addresses: list[Address] = []
        doings = self._doings
        cell = doings.cell_here() if doings is not None else None

        def announce(address: Address, client: Any) -> None:
            addresses.append(address)
            if doings is not None:
                doings.note(address, OPENING, doings.cell_here() or cell)
            self.labels.announce(address, client)

        succeeded = False
        try:
            yield announce
            succeeded = True
        finally:
            if through or not succeeded:
                for address in addresses:
                    self.labels.over(address)
                self._nudge()

    def _reply_channel(self, address: Address) -> Any:
        name = self.labels.reply_channel(address)
        return self._as_channel(name) if name is not None else None

    def _returns(self, client: Endpoint, closed: Closed) -> bool:
        """A client comes back to a server that was replaced; one whose cable was cut does not."""
        if closed.by == "server":
            return True
        address = client.address
        channel = self.labels.reply_channel(address) if address is not None else None
        return channel is not None and self._was_killed(channel)

    def _named(self, kind: str, name: str | None, taken: Iterable[str]) -> str:
        """Return *name*, or the next free "tab 3"."""
        if name is not None:
            return text("name", name, usual="alice")
        while True:
            self._numbers[kind] = number = self._numbers.get(kind, 0) + 1
            if f"{kind} {number}" not in taken:
                return f"{kind} {number}"
