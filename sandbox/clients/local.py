"""Tabs, crowds and requests without sockets: for the cooperative runtime.

Role: be :mod:`~sandbox.clients.hub`, :mod:`~sandbox.clients.link` and a request's transport where
server and client live in one stepped world. It must not know layers, servers or the box: the
world and the ways to a server are passed in.

What a tab sends lies at its link until a step takes it to the server; what a server sends lies
there until a step takes it to the tab. So a seed decides who is quicker, as a network does.
"""

from __future__ import annotations

import http.client
import io
from base64 import b64encode
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from random import Random
from typing import Any, Protocol

from sandbox.clients import frames
from sandbox.clients.frames import Closed
from sandbox.clients.handshake import (
    Address,
    HandshakeFailed,
    Opened,
    Opening,
    check_subprotocol,
    request_headers,
)
from sandbox.clients.headers import Headers, Target
from sandbox.clients.http import Later, Order, Page, head_of, page_of
from sandbox.clients.hub import Hub
from sandbox.clients.link import Ended, Link, Took
from sandbox.clients.news import News
from sandbox.clients.returning import FIRST_PAUSE, LONGEST_PAUSE, RETURN_SECONDS
from sandbox.errors import TabClosed

__all__ = ["LocalHub", "SteppedNews"]

FIRST_CLIENT_PORT = 50_000
"""Clients say that they speak from ports after this one."""


class Steps(Protocol):
    """What is needed of the world."""

    random: Random

    @property
    def clock(self) -> Callable[[], float]:
        """Virtual seconds."""

    def add(self, name: str, step: Callable[[], bool], due: Callable[[], float] = ...) -> None:
        """Let somebody take turns."""

    def remove(self, name: str) -> None:
        """Let somebody take no more turns."""

    def wait(self, answered: Callable[[], object], seconds: float | None, what: str) -> bool:
        """Step until *answered*, or until the time is up."""

    def call(self, fn: Callable[[], object]) -> object:
        """Call *fn* where the steps run."""


FindLine = Callable[[str, int], Any]
"""Returns the way to the server of that host and port (a ``LocalLine``), ``None`` without one."""


class SteppedNews(News):
    """A condition whose waits step the world."""

    def __init__(self, steps: Steps) -> None:
        super().__init__()
        self._steps = steps

    def wait_for(self, predicate: Callable[[], Any], timeout: float | None = None) -> Any:
        """Step until *predicate* is true, the lock not held; return its last value."""
        if found := predicate():
            return found
        saved = self._release_save()  # type: ignore[attr-defined]  # as Condition.wait itself does
        try:
            self._steps.wait(predicate, timeout, "a tab's next frame, or its end")
        finally:
            self._acquire_restore(saved)  # type: ignore[attr-defined]
        return predicate()


class LocalHub(Hub):
    """The links of one sandbox, which take turns in *steps*. *find* gives the way to a server;
    the rest is as for :class:`Hub`."""

    def __init__(
        self,
        on_activity: Callable[[], None] | None = None,
        on_send: Callable[[Any, int], object] | None = None,
        *,
        steps: Steps,
        find: FindLine,
    ) -> None:
        super().__init__(on_activity, on_send)
        self.steps = steps
        self.find = find
        self._moving: dict[LocalLink, None] = {}
        self._links: dict[LocalLink, None] = {}
        self._ports = FIRST_CLIENT_PORT
        self._away: list[tuple[float, float, float, Any]] = []
        """Clients that come back: (when to try, the pause after that, when to give up, who)."""
        steps.add("tabs", self._step)
        steps.add("tabs that return", self._return, self._next_return)

    def _step(self) -> bool:
        """Take one thing one way for one link, which the seed chooses."""
        links = list(self._moving)
        if not links:
            return False
        link = links[int(self.steps.random.random() * len(links))]
        news = link.move(self.steps.random)
        if not link.moves:
            self._moving.pop(link, None)
        if link.over:
            self._links.pop(link, None)
        if news:
            self.tell()
        return True

    # -- who has lost its server ---------------------------------------------------------------

    def bring_back(self, client: Any) -> None:
        """Open *client*, which has lost its server, again; one step tries once."""
        now = self.clock()
        self._away.append((now, FIRST_PAUSE, now + RETURN_SECONDS, client))

    def _next_return(self) -> float:
        # One that somebody opens just now has to wait for that, not for its time.
        waiting = [when for when, _, _, client in self._away if not client._is_opening]
        return min(waiting, default=float("inf"))

    def _return(self) -> bool:
        now = self.clock()
        for one in self._away:
            when, pause, deadline, client = one
            if when > now or client._is_opening:
                continue
            self._away.remove(one)
            if client.try_to_return():
                return True
            if now + pause > deadline or self.closed:
                client.stay_away()
            else:
                again = (now + pause, min(2 * pause, LONGEST_PAUSE), deadline, client)
                self._away.append(again)
            return True
        return False

    def new_address(self) -> Address:
        """Return the address from which the next client speaks."""
        self._ports += 1
        return "127.0.0.1", self._ports

    def line_to(self, target: Target) -> Any:
        """Return the way to a server. Raises HandshakeFailed where nobody answers."""
        line = self.find(target.host, target.port)
        if line is None:
            raise HandshakeFailed(f"nothing answers on {target.netloc} (connection refused)")
        return line

    def woken(self, link: LocalLink) -> None:
        """Let *link* move: it has something to carry."""
        self._moving[link] = None

    # -- what a hub does -----------------------------------------------------------------------

    @property
    def clock(self) -> Callable[[], float]:
        """Virtual seconds."""
        return self.steps.clock

    def make_news(self) -> News:
        """Return a condition whose waits step the world."""
        return SteppedNews(self.steps)

    @property
    def make_later(self) -> Any:
        """What makes a request that needs no socket."""
        return partial(LocalLater, hub=self)

    def open_all(self, jobs: Sequence[Callable[[], object]], news: News) -> None:
        """Do *jobs* one after the other."""
        for job in jobs:
            job()

    def dial(
        self,
        opening: Opening,
        announce: Callable[[Address], None],
        news: News,
        took: Took,
        ended: Ended,
    ) -> tuple[Opened, Link]:
        """Open a WebSocket. Raises HandshakeFailed."""
        line = self.line_to(opening.target)
        address = self.new_address()
        announce(address)
        link = LocalLink(self, news=news, took=took, ended=ended)
        key = b64encode(self.steps.random.randbytes(16)).decode("ascii")
        headers = _encoded(request_headers(opening, key))
        link.near = line.connect(
            link, opening.target.resource, headers, opening.subprotocols, address
        )
        try:
            return link.handshake(opening), link  # type: ignore[return-value]  # of Link's shape
        except BaseException:
            link.near.leave()
            raise

    def attach(self, link: Any) -> None:
        """Let *link* take turns. Raises SandboxStopped once the hub is closed."""
        with self._lock:
            self._must_be_open()
            self._links[link] = None
        if link.moves:
            self.woken(link)

    def flush(self, link: Any) -> None:
        """Let *link* move."""
        self.woken(link)

    def drop(self, link: Any) -> None:
        """Let *link* go without waiting for the server any longer."""
        link.abandon(Closed(1006, "the server did not answer the close frame", "tab"))

    def close(self, timeout: float = 5.0) -> None:
        """Close every link with 1001, end every held request."""
        super().close(timeout)
        links, self._links = list(self._links), {}
        for link in links:
            link.abandon(Closed(1001, "the sandbox ended", "sandbox"))
        self.steps.call(self._drain)
        self.steps.remove("tabs")
        self.steps.remove("tabs that return")
        for _, _, _, client in self._away:
            client.stay_away()
        self.tell()

    def _drain(self) -> None:
        for link in list(self._moving):
            while link.moves:
                link.move(self.steps.random)
        self._moving.clear()


class LocalLink:
    """One WebSocket of a tab or a crowd member, and the client's end of it (``FarSocket``).

    What an owner calls may be called from any thread; all else happens in the world's steps.
    """

    def __init__(self, hub: LocalHub, *, news: News, took: Any, ended: Any) -> None:
        self.news = news
        self.near: Any = None
        self.received_count = 0
        self.sent_count = 0
        self.closed: Closed | None = None
        self.over = False
        self.room_wanted = False
        self.unread = 0
        self._hub = hub
        self._took = took
        self._ended = ended
        self._attached = False
        self._decided: tuple[str, Any] | None = None
        self._out: deque[tuple[str, Any]] = deque()
        self._in: deque[tuple[str, Any]] = deque()
        self._unsent = 0
        self._goodbye = False

    # -- what the owner calls ------------------------------------------------------------------

    @property
    def unsent(self) -> int:
        """Bytes that no step has taken to the server yet."""
        return self._unsent

    def send(self, opcode: int, payload: bytes) -> bool:
        """Send a data frame; tell whether the connection could still take it. Never blocks."""
        if self.closed is not None or self._goodbye:
            return False
        self._unsent += len(payload)
        self.sent_count += 1
        self._put("data", (opcode, payload))
        return True

    def close(self, code: int | None, reason: str) -> bool:
        """Send a close frame, once; tell whether this call sends it."""
        frames.close_payload(code, reason)
        if self.closed is not None or self._goodbye:
            return False
        self._goodbye = True
        self._put("close", (1005 if code is None else code, reason))
        return True

    def _put(self, kind: str, what: Any) -> None:
        self._out.append((kind, what))
        self._hub.woken(self)

    def shut(self) -> None:
        """Let go of a connection that could not be attached."""
        self.near.leave()

    def handshake(self, opening: Opening) -> Opened:
        """Step until the server has decided. Raises HandshakeFailed."""
        steps = self._hub.steps
        steps.wait(
            lambda: self._decided is not None,
            opening.timeout,
            f"the handshake of {opening.target.path}",
        )
        if self._decided is None:
            raise HandshakeFailed(
                f"the server did not answer the handshake within {opening.timeout:g} s"
            )
        kind, what = self._decided
        if kind == "lost":
            raise HandshakeFailed("the server dropped the connection during the handshake")
        if kind == "refused":
            phrase = http.client.responses.get(what, "")
            raise HandshakeFailed(
                f"the server refused the handshake: {f'{what} {phrase}'.strip()}", what
            )
        subprotocol, pairs = what
        headers = Headers(
            [(name.decode("latin-1"), text.decode("latin-1")) for name, text in pairs]
        )
        check_subprotocol(subprotocol, opening)
        opening.cookies.store(headers.get_all("set-cookie"), opening.target.path)
        return Opened(None, b"", headers, subprotocol)

    # -- the client's end, in the server's steps -----------------------------------------------

    def accepted(self, subprotocol: str | None, headers: list[tuple[bytes, bytes]]) -> None:
        """Take the server's yes."""
        self._decided = ("accepted", (subprotocol, headers))

    def refused(self, status: int) -> None:
        """Take the server's no."""
        self._decided = ("refused", status)

    def take(self, data: str | bytes) -> None:
        """Take a message; it is the tab's in a step of its own."""
        self.unread += len(data)
        self._arrived("data", data)

    def said_goodbye(self, code: int, reason: str) -> None:
        """Take a close frame."""
        self._arrived("close", (code, reason))

    def lost(self) -> None:
        """Take the end of the connection."""
        if self._decided is None:
            self._decided = ("lost", None)
        self._arrived("lost", None)

    def _arrived(self, kind: str, what: Any) -> None:
        self._in.append((kind, what))
        self._hub.woken(self)

    # -- steps ---------------------------------------------------------------------------------

    @property
    def moves(self) -> bool:
        """Whether there is something to carry."""
        return bool(self._in or self._out)

    def move(self, random: Random) -> bool:
        """Carry one thing one way; tell whether the owner has news."""
        if self._in and (not self._out or random.random() < 0.5):
            return self._read(*self._in.popleft())
        return self._write(*self._out.popleft())

    def _write(self, kind: str, what: Any) -> bool:
        if kind == "close":
            self.near.say_goodbye(*what)
            return False
        opcode, payload = what
        self._unsent -= len(payload)
        self.near.send(payload.decode() if opcode == frames.TEXT else payload)
        return self.room_wanted

    def _read(self, kind: str, what: Any) -> bool:
        if kind == "data":
            self.unread -= len(what)
            self.near.has_read()
            if self.closed is not None:
                return False
            opcode = frames.TEXT if isinstance(what, str) else frames.BINARY
            with self.news.lock:
                self._took(self, [(opcode, what)])
                self.received_count += 1
            return True
        self.over = True
        if kind == "lost":
            return self.end(Closed(1006, "", "tab" if self._goodbye else "lost"))
        code, reason = what
        if self._goodbye:
            return self.end(Closed(code, reason, "tab"))
        self.close(None if code == 1005 else code, "")
        return self.end(Closed(code, reason, "server"))

    def end(self, closed: Closed) -> bool:
        """Settle how the connection ended, unless that is settled; tell whether it was news."""
        if self.closed is not None:
            return False
        with self.news.lock:
            self.closed = closed
            self._ended(self, closed)
        return True

    def abandon(self, closed: Closed) -> bool:
        """Give the connection up, with a close frame if it may still be sent."""
        if self.closed is None and closed.code != 1006:
            self.close(closed.code, closed.reason)
        elif self.closed is None:
            self.near.leave()
        self.over = True
        return self.end(closed)


class _Answer:
    """The client's end of a request (``FarRequest``): what has come of the answer."""

    def __init__(self, address: Address, told: Callable[[], object]) -> None:
        self.address = address
        self.near: Any = None
        self.data = bytearray()
        self.whole = False
        self.broken = False
        self._told = told

    @property
    def over(self) -> bool:
        """Whether nothing more comes."""
        return self.whole or self.broken

    def wrote(self, data: bytes) -> None:
        """Take bytes of the response."""
        self.data += data

    def ended(self) -> None:
        """The response is whole."""
        self.whole = True
        self._told()

    def lost(self) -> None:
        """The connection is gone."""
        self.broken = True
        self._told()


class LocalLater(Later):
    """A request under way without a socket or a thread."""

    def __init__(self, order: Order, *, hub: LocalHub, **options: Any) -> None:
        super().__init__(order, **options)
        self._hub = hub
        self._answer: _Answer | None = None
        self._adopted = False

    def _send(self, order: Order) -> Any:
        target = order.target
        try:
            line = self._hub.line_to(target)
        except HandshakeFailed as error:
            raise TabClosed(f"{order.method} {order.url}: {error}.") from error
        answer = self._answer = _Answer(self._hub.new_address(), self._told)
        with self._telling(order):
            if self._cancelled:
                raise ConnectionAbortedError
            if self._announce is not None:
                self._announce(answer.address, self)
            headers = _encoded(head_of(order, self._jar))
            answer.near = line.ask(
                answer, order.method, target.resource, headers, order.body or b"", answer.address
            )
        return answer

    def _read(self, answer: Any, order: Order) -> Page:
        with self._telling(order):
            try:
                self._wait_for_bytes(answer)
            except BaseException:
                answer.near.leave()
                raise
            return self._page_of(answer, order)

    def _wait_for_bytes(self, answer: _Answer) -> None:
        """Wait for the end of the answer: so many seconds for each part of it."""
        steps = self._hub.steps
        while not answer.over:
            size = len(answer.data)

            def went_on(size: int = size) -> bool:
                return answer.over or len(answer.data) > size

            if not steps.wait(went_on, self._timeout, f"the answer to {self.name}"):
                raise TimeoutError

    def _page_of(self, answer: _Answer, order: Order) -> Page:
        if answer.broken:
            raise ConnectionResetError("connection reset")
        response = http.client.HTTPResponse(_Bytes(answer.data), method=order.method)  # type: ignore[arg-type]
        response.begin()
        return page_of(response, order.url)

    # -- held open -----------------------------------------------------------------------------

    def _start(self, hub: Hub | None) -> None:
        """Send the request; its answer is taken in the step in which it comes."""
        self._held = True
        self._send(self._order)
        self._hub.adopt(self)
        self._adopted = True

    def _told(self) -> None:
        """The answer is there, or none will come; in the server's steps."""
        if not self._held or self.done:
            return
        order, answer = self._order, self._answer
        try:
            with self._telling(order):
                page = self._page_of(answer, order)  # type: ignore[arg-type]
            self._page = self._took(page)
            if self._page is None:
                self._send(self._order)
                return
        except BaseException as error:
            self._error = error
        self._done.set()
        self._hub.release(self)

    def _wait(self, timeout: float | None) -> None:
        self._hub.steps.wait(self._done.is_set, timeout, f"the answer to {self.name}")

    def cancel(self) -> None:
        """Give up, as a browser does when its window is closed; harmless when it is done."""
        self._cancelled = True
        if self._answer is not None and not self._answer.over:
            self._answer.near.leave()

    def join(self, timeout: float | None = None) -> None:
        """Step up to *timeout* virtual seconds until it is done; raises nothing."""
        self._wait(timeout)


class _Bytes:
    """Looks like a socket to :mod:`http.client`, and has all that will ever come."""

    def __init__(self, data: bytes | bytearray) -> None:
        self._file = io.BytesIO(bytes(data))

    def makefile(self, mode: str) -> io.BytesIO:
        """Return the bytes as a file."""
        return self._file


def _encoded(pairs: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("ascii"), value.encode("latin-1")) for name, value in pairs]
