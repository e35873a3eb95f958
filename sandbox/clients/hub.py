"""One thread that reads for all tabs and crowds of a sandbox; woken, never polling.

It must not know what a tab is: it moves bytes of links and tells those who wait.
"""

from __future__ import annotations

import logging
import selectors
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from sandbox.clients.frames import Closed
from sandbox.clients.handshake import Address, Opened, Opening, open_websocket
from sandbox.clients.link import Ended, Link, Took
from sandbox.clients.news import News
from sandbox.clients.returning import Returner, Returning
from sandbox.errors import SandboxStopped

if TYPE_CHECKING:
    from sandbox.clients.http import Later

__all__ = ["CLOSING", "Endable", "Hub"]

#: Stands for a frame's number where a client is about to close.
CLOSING = -1

#: Handshakes under way at once: enough that slow consumers overlap, few enough to stay fast.
OPENERS = 32

#: What one read takes at most, in bytes; there is one buffer for the whole hub.
READ_SIZE = 256 * 1024

#: Seconds that the server gets to end its TCP side after the close frames, as in a browser.
LINGER = 1.0

_logger = logging.getLogger(__name__)


class Endable(Protocol):
    """Something else that ends with the hub: a request held open."""

    def cancel(self) -> None:
        """Give up; from any thread, more than once."""

    def join(self, timeout: float | None = None) -> None:
        """Wait up to *timeout* seconds until nothing is left of it."""


class Hub:
    """The reader of all links. Its thread starts with the first link and ends with :meth:`close`.

    *on_activity* is called after each batch of arrivals in the hub's thread, without any lock.
    *on_send* is called in the thread that sends, before a client's frame leaves, with the client
    and the frame's number on its connection (from 1; :data:`CLOSING`: it is about to close).
    All methods may be called from any thread.
    """

    def __init__(
        self,
        on_activity: Callable[[], None] | None = None,
        on_send: Callable[[Any, int], object] | None = None,
    ) -> None:
        self._on_activity = on_activity
        self._on_send = on_send
        self._lock = threading.Lock()
        self._loop: _Loop | None = None
        self._closed = False
        self._endables: set[Endable] = set()
        self._returner = Returner()

    @property
    def clock(self) -> Callable[[], float]:
        """Monotonic seconds, for how long a client waits."""
        return time.monotonic

    @property
    def closed(self) -> bool:
        """Whether :meth:`close` has been called."""
        return self._closed

    def make_news(self) -> News:
        """Return a condition to wait with for what comes over a link."""
        return News()

    @property
    def make_later(self) -> type[Later]:
        """What makes a request that goes the way of these links."""
        from sandbox.clients.http import Later

        return Later

    def open_all(self, jobs: Sequence[Callable[[], object]], news: News) -> None:
        """Do all *jobs*, several at once, and wait for their end on *news*; an interrupt ends the
        waiting, not the jobs."""
        waiting, left = deque(jobs), len(jobs)

        def work() -> None:
            nonlocal left
            while True:
                try:
                    job = waiting.popleft()
                except IndexError:
                    return
                job()
                with news.lock:
                    left -= 1
                    if not left:
                        news.notify_all()

        for _ in range(min(OPENERS, len(jobs))):
            threading.Thread(target=work, name="sandbox-crowd", daemon=True).start()
        try:
            with news.lock:
                news.wait_for(lambda: left == 0)
        finally:
            waiting.clear()

    def dial(
        self,
        opening: Opening,
        announce: Callable[[Address], None],
        news: News,
        took: Took,
        ended: Ended,
    ) -> tuple[Opened, Link]:
        """Open a WebSocket; nothing is read for its link before :meth:`attach`.

        Raises HandshakeFailed.
        """
        opened = open_websocket(opening, announce)
        link = Link(opened.socket, self, news=news, took=took, ended=ended, early=opened.early)
        return opened, link

    def attach(self, link: Link) -> None:
        """Read for *link* from now on. Raises SandboxStopped once the hub is closed."""
        with self._lock:
            self._must_be_open()
            if self._loop is None:
                self._loop = _Loop(self.tell)
            self._loop.order(self._loop.watch, link)

    def sending(self, client: Any, number: int) -> None:
        """Tell that *client* is about to send its frame *number*, or to close."""
        if self._on_send is not None:
            self._on_send(client, number)

    def flush(self, link: Link) -> None:
        """Send the rest of what *link* could not send at once."""
        if self._loop is not None:
            self._loop.order(self._loop.flush, link)

    def drop(self, link: Link) -> None:
        """Close *link*'s socket without waiting for the server any longer."""
        if self._loop is not None:
            self._loop.order(self._loop.drop, link)

    def bring_back(self, client: Returning) -> None:
        """Open *client*, which has lost its server, again."""
        self._returner.order(client)

    def adopt(self, endable: Endable) -> None:
        """End *endable* when the hub closes. Raises SandboxStopped once the hub is closed."""
        with self._lock:
            self._must_be_open()
            self._endables.add(endable)

    def release(self, endable: Endable) -> None:
        """Forget *endable*, which has ended by itself, and tell of it."""
        with self._lock:
            self._endables.discard(endable)
        self.tell()

    def close(self, timeout: float = 5.0) -> None:
        """Close every link with 1001, end every held request, end the thread.

        Harmless the second time. Waits up to *timeout* seconds for the thread.
        """
        self._returner.close()
        with self._lock:
            self._closed = True
            loop, endables = self._loop, list(self._endables)
            self._endables.clear()
        for endable in endables:
            endable.cancel()
        for endable in endables:
            endable.join(timeout)
        if loop is not None:
            loop.stop(timeout)

    def _must_be_open(self) -> None:
        if self._closed:
            raise SandboxStopped("This sandbox has ended; run the cell that makes it again.")

    def tell(self) -> None:
        """Call *on_activity*; an error in it is logged and ends nothing."""
        if self._on_activity is not None:
            try:
                self._on_activity()
            except Exception:
                _logger.exception("on_activity raised")


class _Loop:
    """The hub's thread. Only it touches the selector; others leave orders and ring the bell."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell = tell
        self._selector = selectors.DefaultSelector()
        self._ear, self._bell = socket.socketpair()
        self._ear.setblocking(False)
        self._lock = threading.Lock()
        self._orders: dict[tuple[Callable[[Link], bool], Link], None] = {}
        self._rung = self._stopping = self._ended = False
        #: Links whose close frames are exchanged, and when the tab waits no longer.
        self._lingering: deque[tuple[float, Link]] = deque()
        self._links: set[Link] = set()
        self._buffer = bytearray(READ_SIZE)
        self._selector.register(self._ear, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name="sandbox-tabs", daemon=True)
        self._thread.start()

    # From any thread.

    def order(self, what: Callable[[Link], bool], link: Link) -> None:
        """Have the thread do *what* with *link*; once, however often it is asked for meanwhile.

        When this returns the thread is awake, and when it is interrupted nothing else depends
        on it: see :meth:`Link.send`.
        """
        with self._lock:
            self._orders[what, link] = None
            self._ring()

    def stop(self, timeout: float) -> None:
        """End the thread and wait for it, up to *timeout* seconds; not when called in it."""
        with self._lock:
            self._stopping = True
            self._ring()
        if self._thread is not threading.current_thread():
            self._thread.join(timeout)

    def _ring(self) -> None:
        """Wake the thread, once for any number of orders; the lock is held."""
        if not self._rung and not self._ended:
            self._bell.send(b"\0")
            self._rung = True  # in this order: interrupted in between, it rings twice

    # In the hub's thread.

    def watch(self, link: Link) -> bool:
        """Begin to read for *link*."""
        self._selector.register(link.socket, selectors.EVENT_READ, link)
        self._links.add(link)
        return link.start()

    def flush(self, link: Link) -> bool:
        """Send more of what waits at *link*; those who wait for room hear of it."""
        return link.flush()

    def drop(self, link: Link) -> bool:
        """Give *link* up."""
        return link.abandon(Closed(1006, "the server did not answer the close frame", "tab"))

    def _run(self) -> None:
        """Turn until stopped, then close everything."""
        try:
            while not self._stopping:
                self._turn(self._selector.select(self._patience()))
        finally:
            self._end()

    def _patience(self) -> float | None:
        """Return the seconds until the next lingering link is dropped; None: no limit."""
        if not self._lingering:
            return None
        return max(0.0, self._lingering[0][0] - time.monotonic())

    def _turn(self, ready: list[tuple[selectors.SelectorKey, int]]) -> None:
        """Handle one batch, then wake those whom it concerns."""
        news: set[News] = set()
        for key, mask in ready:
            if key.data is None:
                self._do_orders(news)
            elif key.data in self._links:
                self._serve(key.data, partial(self._move, mask=mask), news)
        self._drop_lingering(news)
        for condition in news:
            with condition.lock:
                condition.notify_all()
        if news:
            self._tell()

    def _do_orders(self, news: set[News]) -> None:
        """Do what other threads asked for."""
        with self._lock:
            self._ear.recv(64)
            self._rung = False
            orders = list(self._orders)
            self._orders.clear()
        for what, link in orders:
            # A link that is gone needs nothing; one to be watched is not there yet.
            if link in self._links or what == self.watch:
                self._serve(link, what, news)

    def _move(self, link: Link, mask: int) -> bool:
        """Read or send as the selector says."""
        wrote = bool(mask & selectors.EVENT_WRITE) and self.flush(link)
        read = bool(mask & selectors.EVENT_READ) and link.read(self._buffer)
        return read or wrote

    def _serve(self, link: Link, what: Callable[[Link], bool], news: set[News]) -> None:
        """Do *what* with *link*; an error in it ends that link and no other."""
        was_closed = link.closed
        try:
            heard = what(link)
        except Exception as error:
            _logger.exception("a link failed")
            heard = link.abandon(Closed(1006, repr(error), "lost"))
        if heard:
            news.add(link.news)
        if link.over:
            self._forget(link)
            return
        if link.closed is not None and was_closed is None:
            self._lingering.append((time.monotonic() + LINGER, link))
        self._listen(link)

    def _listen(self, link: Link) -> None:
        """Ask the selector for room to write exactly while something waits for it."""
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if link.waits_to_write else 0)
        if self._selector.get_key(link.socket).events != wanted:
            self._selector.modify(link.socket, wanted, link)

    def _forget(self, link: Link) -> None:
        """Close a link's socket."""
        if link in self._links:
            self._links.discard(link)
            self._selector.unregister(link.socket)
        link.shut()

    def _drop_lingering(self, news: set[News]) -> None:
        """Close the sockets whose server does not; what is gone already is skipped."""
        now = time.monotonic()
        while self._lingering:
            deadline, link = self._lingering[0]
            if link in self._links and deadline > now:
                return
            self._lingering.popleft()
            if link in self._links:
                self._serve(link, self.drop, news)

    def _end(self) -> None:
        """Close every socket; whoever waits hears that the sandbox has ended."""
        with self._lock:
            self._ended = True
            orders = [link for what, link in self._orders if what == self.watch]
        for link in [*self._links, *orders]:
            link.abandon(Closed(1001, "the sandbox ended", "sandbox"))
            link.shut()
            with link.news.lock:
                link.news.notify_all()
        self._links.clear()
        self._selector.close()
        self._ear.close()
        self._bell.close()
        self._tell()
