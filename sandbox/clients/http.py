"""Requests of a virtual browser: pages, redirects, cookies, and requests held open.

http.client speaks HTTP over a socket of our own, announced before the request is sent. This
module must not know layers, servers or the box.
"""

from __future__ import annotations

import html
import http.client
import json as json_text
import socket
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any, Literal, overload
from urllib.parse import urlencode, urljoin

from sandbox.clients.endpoint import Announce, Explain, as_json
from sandbox.clients.handshake import HandshakeFailed, connect_socket
from sandbox.clients.headers import GivenHeaders, Headers, Target, header_pairs
from sandbox.clients.hub import Hub
from sandbox.clients.jar import Jar, as_jar
from sandbox.errors import NothingArrived, SandboxError, TabClosed
from sandbox.options import flag, seconds_or_none, shown

__all__ = ["Body", "Later", "Order", "Page", "head_of", "page_of", "request"]

Body = str | bytes | Mapping[str, Any] | Iterable[tuple[str, Any]] | None
"""What a request may carry: text, bytes, or a form as a mapping or pairs."""

#: As many redirects as a caller has patience for; browsers stop at 20.
MAX_REDIRECTS = 10


@dataclass(frozen=True, repr=False, eq=False)
class Page:
    """The answer to a request, read to its end."""

    status_code: int
    reason: str
    headers: Headers
    content: bytes
    #: Where it came from, after redirects.
    url: str
    #: The redirects before it, oldest first.
    history: tuple[Page, ...] = ()
    #: The cookies that it and the redirects before it set.
    cookies: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The content, decoded as its Content-Type says, else as UTF-8."""
        _, _, charset = self.headers.get("content-type", "").partition("charset=")
        try:
            return self.content.decode(charset.split(";")[0].strip(" \"'") or "utf-8", "replace")
        except LookupError:
            return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """The content read as JSON. Raises ValueError if it is something else."""
        try:
            return json_text.loads(self.content)
        except ValueError as error:
            raise ValueError(
                f"Expected JSON from {self.url}, got {self!r}: {self.text[:100]!r}: {error}."
            ) from None

    def __repr__(self) -> str:
        kind = self.headers.get("content-type", "").partition(";")[0]
        return f"<Page {self.status_code} {kind + ' ' if kind else ''}{len(self.content):,} bytes>"

    def _repr_html_(self) -> str:
        """Show the page as text, never as HTML: it comes from anywhere."""
        text = self.text
        cut = text[:2000] + ("…" if len(text) > 2000 else "")
        return f"<code>{html.escape(repr(self))}</code><pre>{html.escape(cut)}</pre>"


@dataclass(frozen=True, slots=True)
class Order:
    """What to ask for, and how; immutable, so that a redirect makes a new one."""

    method: str
    url: str
    headers: tuple[tuple[str, str | None], ...]
    body: bytes | None
    body_type: str

    @property
    def target(self) -> Target:
        """Where it goes."""
        return Target.of(self.url, "http")

    def redirected(self, page: Page) -> Order | None:
        """Return the request that *page* sends a browser to; None if it does not, or elsewhere."""
        location = page.headers.get("location")
        if page.status_code not in (301, 302, 303, 307, 308) or location is None:
            return None
        url = urljoin(self.url, location)
        try:
            same_place = Target.of(url, "http").netloc == self.target.netloc
        except ValueError:
            return None
        if not same_place:
            return None
        if page.status_code in (307, 308) or self.method in ("GET", "HEAD"):
            return replace(self, url=url)
        headers = tuple(pair for pair in self.headers if not pair[0].lower().startswith("content-"))
        return replace(self, method="GET", url=url, headers=headers, body=None, body_type="")


class Later:
    """A request under way: what ``wait=False`` gives, and what is announced for every request.

    All methods may be called from any thread.
    """

    def __init__(
        self,
        order: Order,
        *,
        name: str,
        cookies: Jar,
        timeout: float | None,
        follow: bool,
        announce: Announce | None,
        explain: Explain | None,
    ) -> None:
        self.name = name
        self.method = order.method
        self.url = order.url
        self._order = order
        self._history: list[Page] = []
        self._cookies: dict[str, str] = {}
        self._jar = cookies
        #: Seconds without a byte; None: no limit.
        self._timeout = timeout
        #: Whether the answer may take any time, whatever the timeout for sending is.
        self._held = False
        self._follow = follow
        self._announce = announce
        self._explain = explain
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._cancelled = False
        self._done = threading.Event()
        self._page: Page | None = None
        self._error: BaseException | None = None
        self._thread: threading.Thread | None = None

    @property
    def done(self) -> bool:
        """Whether the answer is there, or none will come."""
        return self._done.is_set()

    @property
    def cancelled(self) -> bool:
        """Whether it was given up."""
        return self._cancelled

    def result(self, timeout: float | None = None) -> Page:
        """Return the page, waiting up to *timeout* seconds (None: without limit).

        Raises NothingArrived if it is still not there, and whatever ended the request.
        """
        timeout = seconds_or_none("timeout", timeout)
        self._wait(timeout)
        if self._error is not None:
            raise self._error
        if self._page is None:
            raise NothingArrived(
                f"{self.name} waited {timeout:g} s for the answer to {self.method} {self.url}; "
                "it is still held open. result() goes on waiting, cancel() gives up."
                f"{self._why()}"
            )
        return self._page

    def _wait(self, timeout: float | None) -> None:
        self._done.wait(timeout)

    def cancel(self) -> None:
        """Give up, as a browser does when its window is closed; harmless when it is done.

        The connection is closed; :meth:`result` raises TabClosed.
        """
        with self._lock:
            self._cancelled = True
            if self._socket is not None:
                with suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)

    def join(self, timeout: float | None = None) -> None:
        """Wait up to *timeout* seconds until it is done; raises nothing."""
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout)

    def __repr__(self) -> str:
        if not self.done:
            state = "pending"
        elif self._page is not None:
            state = repr(self._page)
        else:
            state = "cancelled" if self._cancelled else "failed"
        return f"<Later {self.method} {self.url} {state}>"

    def _start(self, hub: Hub | None) -> None:
        """Send the request in the caller's thread, then wait for its answer in one of its own."""
        self._held = True
        connection = self._send(self._order)
        try:
            if hub is not None:
                hub.adopt(self)
            self._thread = threading.Thread(
                target=self._work, args=(connection, hub), name="sandbox-page", daemon=True
            )
            self._thread.start()
        except BaseException:
            connection.close()
            raise

    def _work(self, connection: http.client.HTTPConnection, hub: Hub | None) -> None:
        """Keep the page or the error for :meth:`result`."""
        try:
            self._page = self._finish(connection)
        except BaseException as error:
            self._error = error
        finally:
            self._done.set()
            if hub is not None:
                hub.release(self)

    def _perform(self) -> Page:
        """Do it all in the caller's thread."""
        return self._finish(self._send(self._order))

    def _finish(self, connection: http.client.HTTPConnection) -> Page:
        """Read the answer, follow redirects, return the last page."""
        while True:
            page = self._took(self._read(connection, self._order))
            if page is not None:
                return page
            connection = self._send(self._order)

    def _took(self, page: Page) -> Page | None:
        """Take an answer: return the last page of all, or ``None`` where :attr:`_order` is now
        what it leads to."""
        order, history = self._order, self._history
        set_cookies = page.headers.get_all("set-cookie")
        self._cookies |= self._jar.store(set_cookies, order.target.path)
        onward = order.redirected(page) if self._follow else None
        if onward is None:
            return replace(page, history=tuple(history), cookies=self._cookies)
        history.append(page)
        if len(history) > MAX_REDIRECTS:
            trail = " → ".join(one.url for one in history[-3:])
            raise SandboxError(
                f"{self.method} {self.url} was redirected {len(history)} times, at last "
                f"{trail}; follow=False returns the first answer."
            )
        self._order = onward
        return None

    def _send(self, order: Order) -> http.client.HTTPConnection:
        """Connect, announce, send the request; the connection is closed if that fails."""
        target = order.target
        try:
            sock = connect_socket(target, self._timeout)
        except HandshakeFailed as error:
            raise TabClosed(f"{order.method} {order.url}: {error}.") from error
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.auto_open = 0
        connection.sock = sock
        try:
            with self._telling(order):
                self._own(sock)
                if self._announce is not None:
                    self._announce(sock.getsockname()[:2], self)
                self._write(connection, order)
        except BaseException:
            connection.close()
            raise
        if self._held:
            sock.settimeout(None)
        return connection

    def _own(self, sock: socket.socket) -> None:
        """Make *sock* the one that :meth:`cancel` closes."""
        with self._lock:
            self._socket = sock
            if self._cancelled:
                raise ConnectionAbortedError

    def _write(self, connection: http.client.HTTPConnection, order: Order) -> None:
        """Send head and body."""
        connection.putrequest(
            order.method, order.target.resource, skip_host=True, skip_accept_encoding=True
        )
        for name, value in head_of(order, self._jar):
            connection.putheader(name, value)
        # A server may answer and close before it has read the body: its answer counts.
        with suppress(ConnectionError):
            connection.endheaders(order.body)

    def _read(self, connection: http.client.HTTPConnection, order: Order) -> Page:
        """Read one answer to its end and close the connection."""
        with self._telling(order), closing(connection):
            with connection.getresponse() as response:
                return page_of(response, order.url)

    @contextmanager
    def _telling(self, order: Order) -> Iterator[None]:
        """Say the network's errors in our own words."""
        what = f"{order.method} {order.url}"
        try:
            yield
        except SandboxError:
            raise
        except (OSError, http.client.HTTPException) as error:
            if self._cancelled:
                raise TabClosed(f"{what} was given up with cancel().") from error
            if isinstance(error, TimeoutError):
                limit = f"within {self._timeout:g} s" if self._timeout else "in time"
                raise NothingArrived(
                    f"{what}: no answer came {limit}; "
                    f"wait=False holds a request open while the cell goes on.{self._why()}"
                ) from error
            raise TabClosed(
                f"{what}: the server dropped the connection before its answer was complete "
                f"({type(error).__name__}: {error}).{self._why()}"
            ) from error

    def _why(self) -> str:
        """Return the injected explanation on lines of its own; an error in it says nothing."""
        try:
            text = self._explain(self, None) if self._explain else ""
        except Exception:
            return ""
        return f"\n{text}" if text else ""


def page_of(response: http.client.HTTPResponse, url: str) -> Page:
    """Return what *response*, whose head has been read, says as a whole."""
    content = response.read()
    headers = Headers(response.getheaders())
    return Page(response.status, response.reason, headers, content, url)


@overload
def request(
    method: str,
    url: str,
    *,
    data: Body = ...,
    json: Any = ...,
    headers: GivenHeaders = ...,
    cookies: Jar | Mapping[str, str] | None = ...,
    timeout: float | None = ...,
    follow: bool = ...,
    wait: Literal[True] = ...,
    name: str | None = ...,
    hub: Hub | None = ...,
    announce: Announce | None = ...,
    explain: Explain | None = ...,
) -> Page: ...
@overload
def request(
    method: str,
    url: str,
    *,
    data: Body = ...,
    json: Any = ...,
    headers: GivenHeaders = ...,
    cookies: Jar | Mapping[str, str] | None = ...,
    timeout: float | None = ...,
    follow: bool = ...,
    wait: bool,
    name: str | None = ...,
    hub: Hub | None = ...,
    announce: Announce | None = ...,
    explain: Explain | None = ...,
) -> Page | Later: ...
def request(
    method: str,
    url: str,
    *,
    data: Body = None,
    json: Any = None,
    headers: GivenHeaders = None,
    cookies: Jar | Mapping[str, str] | None = None,
    timeout: float | None = 60.0,
    follow: bool = True,
    wait: bool = True,
    name: str | None = None,
    hub: Hub | None = None,
    announce: Announce | None = None,
    explain: Explain | None = None,
) -> Page | Later:
    """Ask for a page like a browser; with ``wait=False`` return at once what will have it.

    *data* is a form (mapping or pairs), text or bytes; *json* any value instead. A header given
    as None is not sent. A jar given as *cookies* is used and filled. Redirects to the same host
    are followed, up to ten. *timeout* is in seconds without a byte from the server (None: no
    limit); with ``wait=False`` it is for connecting and sending only, and *hub* ends the request
    when it closes.

    Raises NothingArrived when no answer came in time, TabClosed when the connection was refused
    or lost, SandboxStopped when the hub has ended. Any thread.
    """
    timeout = seconds_or_none("timeout", timeout, usual=60)
    flag("follow", follow)
    flag("wait", wait)
    body, body_type = _body(data, json)
    order = Order(method.upper(), url, tuple(header_pairs(headers)), body, body_type)
    make = Later if hub is None else hub.make_later
    later: Later = make(
        order,
        name=name or f"{order.method} {order.target.path}",
        cookies=as_jar(cookies),
        timeout=timeout,
        follow=follow,
        announce=announce,
        explain=explain,
    )
    if wait:
        return later._perform()
    later._start(hub)
    return later


def _body(data: Body, json: Any) -> tuple[bytes | None, str]:
    """Return a request's body and its Content-Type."""
    if json is not None:
        if data is not None:
            raise TypeError("A request carries data=… or json=…, not both.")
        return as_json(json).encode(), "application/json"
    if data is None:
        return None, ""
    if isinstance(data, str):
        return data.encode(), "text/plain; charset=utf-8"
    if isinstance(data, bytes | bytearray | memoryview):
        return bytes(data), "application/octet-stream"
    return urlencode(_pairs(data), doseq=True).encode(), "application/x-www-form-urlencoded"


def _pairs(data: Any) -> list[Any]:
    """Return a form's names and values. Raises TypeError for what is no form."""
    pairs = data.items() if isinstance(data, Mapping) else data
    pairs = list(pairs) if isinstance(pairs, Iterable) else [pairs]
    if not all(isinstance(pair, tuple | list) and len(pair) == 2 for pair in pairs):
        raise TypeError(
            f"data is a form (a dict, or pairs), text or bytes, not {shown(data)}: "
            'write post(path, {"a": 1}), or json=… for JSON.'
        )
    return pairs


def head_of(order: Order, jar: Jar) -> list[tuple[str, str]]:
    """Return a request's headers: a browser's own, unless the caller gave others."""
    target = order.target
    given = {name.lower(): value for name, value in order.headers}
    cookies = [jar.header(target.path), given.pop("cookie", None)]
    own = {"Host": target.netloc, "Accept": "text/html,*/*;q=0.8"}
    own["Cookie"] = "; ".join(filter(None, cookies))
    if order.method not in ("GET", "HEAD"):
        own["Origin"] = target.origin
    if order.body is not None or order.method in ("POST", "PUT", "PATCH"):
        own |= {"Content-Type": order.body_type, "Content-Length": str(len(order.body or b""))}
    head = [(name, value) for name, value in own.items() if value and name.lower() not in given]
    return head + [
        (name, value)
        for name, value in order.headers
        if value is not None and name.lower() != "cookie"
    ]
