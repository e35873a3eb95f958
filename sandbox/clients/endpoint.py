"""What a tab and a crowd member share: one connection at a time, its counts, its end.

It must not know how frames are kept or waited for.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sandbox.clients import frames
from sandbox.clients.frames import Closed, Event
from sandbox.clients.handshake import Address, HandshakeFailed, Opened, Opening
from sandbox.clients.headers import GivenHeaders, Target, header_pairs
from sandbox.clients.hub import Hub
from sandbox.clients.jar import Jar, as_jar
from sandbox.clients.link import Link
from sandbox.clients.news import News
from sandbox.errors import SandboxError, SandboxStopped, TabClosed
from sandbox.options import seconds, shown

__all__ = [
    "Announce",
    "Endpoint",
    "Explain",
    "ReplyChannel",
    "Returns",
    "as_json",
    "opening_of",
    "show_data",
]

Announce = Callable[[Address, Any], object]
"""Learns the local address of a connection, and whose it is, before the server hears of it."""

Explain = Callable[[Any, Any], str]
"""Says why what was wanted (None: any frame) did not come to a tab; may return an empty text."""

Returns = Callable[[Any, Closed], bool]
"""Says whether a client opens its connection again that ended so; may take a moment to find out."""

ReplyChannel = Callable[[Address], Any]
"""Looks up the reply channel of a connection by its local address; None if not known."""

#: A send waits for room once this many bytes wait for the server to read.
MAX_UNSENT = 16 * 1024 * 1024

#: Seconds after a send that failed within which the hub knows how the connection ended.
SETTLES = 1.0


def opening_of(
    url: str,
    headers: GivenHeaders,
    subprotocols: Iterable[str] | str,
    cookies: Jar | Mapping[str, str] | None,
    timeout: float,
) -> Opening:
    """Return how to open a tab with these options. Raises ValueError or TypeError."""
    return Opening(
        target=Target.of(url, "ws"),
        headers=tuple(header_pairs(headers)),
        subprotocols=_subprotocols(subprotocols),
        cookies=as_jar(cookies),
        timeout=seconds("timeout", timeout, usual=10),
    )


def as_json(value: Any) -> str:
    """Return *value* as JSON. Raises TypeError for what JSON cannot say."""
    try:
        return json.dumps(value)
    except (TypeError, ValueError) as error:
        raise TypeError(
            "JSON says dicts, lists, texts, numbers, True, False and None, and not all of "
            f"{shown(value)} is of these ({error}): turn the rest into texts or numbers."
        ) from None


def _subprotocols(given: Iterable[str] | str) -> tuple[str, ...]:
    if isinstance(given, str):
        return (given,)
    names = tuple(given) if isinstance(given, Iterable) else (given,)
    if not all(isinstance(name, str) for name in names):
        raise TypeError(
            f"subprotocols is a list of texts, not {shown(given)}: write subprotocols=['chat']."
        )
    return names


def show_data(data: str | bytes) -> str:
    """Return a payload for an error's text: quoted, cut at 100 characters."""
    text = repr(data[:100])
    return f"{text}… ({len(data):,} in all)" if len(data) > 100 else text


class Endpoint:
    """One client of a WebSocket server. All methods may be called from any thread."""

    def __init__(
        self,
        hub: Hub,
        opening: Opening,
        *,
        name: str,
        news: News,
        announce: Announce | None,
        explain: Explain | None,
        reply_channel: ReplyChannel | None,
        returns: Returns | None = None,
    ) -> None:
        self.name = name
        self._hub = hub
        self._opening = opening
        self._news = news
        self._announce = announce
        self._explain = explain
        self._reply_channel = reply_channel
        self._link: Link | None = None
        self._opened: Opened | None = None
        self._address: Address | None = None
        self._closed: Closed | None = None
        self._returns = returns
        self._returning = False
        self._lost: Closed | None = None
        """How it ended, where nobody has decided yet whether it is opened again."""
        self._opening_now = threading.Lock()

    @property
    def url(self) -> str:
        """The address that it connects to, ``ws://…``."""
        return f"ws://{self._opening.target.netloc}{self._opening.target.resource}"

    @property
    def path(self) -> str:
        """The path with its query, as the server gets it."""
        return self._opening.target.resource

    @property
    def cookies(self) -> Jar:
        """Its browser's cookies."""
        return self._opening.cookies

    @property
    def subprotocol(self) -> str | None:
        """What the server chose from the subprotocols asked for; None without any."""
        return self._opened.subprotocol if self._opened else None

    @property
    def address(self) -> Address | None:
        """Its own host and port, the server's *client*; None before the first connection."""
        return self._address

    @property
    def reply_channel(self) -> Any:
        """The channel on which consumers answer this connection; None if not known."""
        if self._reply_channel is None or self._address is None:
            return None
        return self._reply_channel(self._address)

    @property
    def closed(self) -> Closed | None:
        """None while it is open; afterwards the code, the reason and who ended it.

        Also None while it is being opened again because its server was replaced.
        """
        return None if self._returning else self._closed

    @property
    def returning(self) -> bool:
        """Whether it is being opened again, as its server was replaced: with the same path, headers
        and cookies. It is neither open nor closed meanwhile."""
        return self._returning

    @property
    def sent_count(self) -> int:
        """Data frames sent over the present connection, counted before they leave."""
        return self._link.sent_count if self._link else 0

    @property
    def received_count(self) -> int:
        """Data frames received over the present connection, counted when they can be read."""
        return self._link.received_count if self._link else 0

    def send(self, data: str | bytes) -> None:
        """Send a frame: a str as text, bytes as binary.

        Returns at once, as in a browser; only when the server has left 16 MiB unread does it wait
        for room, and while it is being opened again for that. Raises TabClosed if the connection
        is over, TypeError for anything else.
        """
        self._send(data, *_encode(data))

    def send_json(self, value: Any) -> None:
        """Send *value* as JSON in a text frame. Raises TypeError for what JSON cannot say."""
        self.send(as_json(value))

    def _send(self, data: str | bytes, opcode: int, payload: bytes) -> None:
        """Send one frame and note it; the condition is held so that no answer comes before."""
        with self._news.lock:
            while True:
                self._news.wait_for(lambda: not self._returning)
                link = self._link
                if link is None or self._closed is not None:
                    raise self._over()
                if link.unsent > MAX_UNSENT:
                    self._wait_for_room(link)
                self._hub.sending(self, link.sent_count + 1)
                if link.send(opcode, payload):
                    break
                self._news.wait_for(lambda: self._closed, SETTLES)
                if not self._returning:
                    raise self._over()
            self._sent(data)

    def _wait_for_room(self, link: Link) -> None:
        """Wait until the server has read enough, or the end; the condition is held."""
        link.room_wanted = True
        try:
            self._news.wait_for(lambda: link.unsent <= MAX_UNSENT or link.closed)
        finally:
            link.room_wanted = False

    def _sent(self, data: str | bytes) -> None:
        """Note what was sent; the condition is held."""

    def _took(self, link: Link, messages: list[Event]) -> None:
        """Take what *link* received; in the hub's thread, the condition is held."""
        raise NotImplementedError

    def _ended(self, link: Link, closed: Closed) -> None:
        """Note that *link* is over; in the hub's thread, the condition is held."""
        if link is self._link:
            self._closed = closed
            if self._returns is not None and _may_return(closed):
                self._lost, self._returning = closed, True
                self._hub.bring_back(self)

    @property
    def _is_opening(self) -> bool:
        """Whether its connection is being opened this moment, for the first time or again."""
        return self._opening_now.locked()

    def try_to_return(self) -> bool:
        """Open the connection again if it is to be; called by the hub's returner."""
        with self._opening_now:
            lost, self._lost = self._lost, None
            if not self._returning:
                return True
            if lost is not None and not (self._returns and self._returns(self, lost)):
                self.stay_away()
                return True
            try:
                self._open()
            except (TabClosed, SandboxStopped):
                return self._is_refused()
            self._came_back()
            return True

    def _is_refused(self) -> bool:
        """Say whether the server, or the end of the sandbox, leaves no hope; then it stays away."""
        closed = self._closed
        hope = (closed is not None and closed.by == "lost") or getattr(closed, "status", 0) == 503
        if not hope:
            self.stay_away()
        return not hope

    def _came_back(self) -> None:
        """It is open; unless it was lost once more meanwhile, or closed from here."""
        with self._news.lock:
            wanted = self._returning
            self._returning = self._lost is not None
            self._news.notify_all()
        if not wanted and self._link is not None:
            self._hub.drop(self._link)
        self._hub.tell()

    def stay_away(self) -> None:
        """It is not opened again: from now on it is closed."""
        with self._news.lock:
            self._returning = False
            self._news.notify_all()
        self._hub.tell()

    def _open(self) -> None:
        """Open the connection.

        Raises TabClosed if no WebSocket comes of it, or if the hub has ended.
        """
        if self._hub.closed:
            raise TabClosed(_EARLIER)
        with self._news.lock:
            self._link = self._closed = None
        try:
            opened, link = self._hub.dial(
                self._opening, self._announced, self._news, self._took, self._ended
            )
        except HandshakeFailed as error:
            by = "lost" if error.status is None else "server"
            self._closed = Closed(1006, str(error), by, error.status)  # type: ignore[arg-type]
            raise self._over() from None
        with self._news.lock:
            self._link, self._opened, self._closed = link, opened, None
        try:
            self._hub.attach(link)
        except BaseException as error:
            link.shut()
            if not isinstance(error, SandboxStopped):
                raise
            self._closed = Closed(1001, "the sandbox ended", "sandbox")
            raise self._over() from None

    def _announced(self, address: Address) -> None:
        """Learn the local address and pass it on, before the handshake is sent."""
        self._address = address
        if self._announce is not None:
            self._announce(address, self)

    def _over(self, doing: str = "") -> SandboxError:
        """Return the error for using a connection that is over; *doing* is what was tried."""
        closed = self._closed
        if closed is None:
            return TabClosed(f"{self.name} is not open (any more); tab.reopen() opens it again.")
        if closed.by == "sandbox":
            return TabClosed(_EARLIER)
        who = {
            "tab": f"it was closed from here with code {closed}",
            "server": f"the server closed it with code {closed}",
            "lost": "the connection was lost without a close frame (code 1006)",
        }[closed.by]
        if closed.code == 1006 and closed.reason:  # refused, or not answered
            who = f"{closed.reason} (code {closed.code})"
        text = f"{self.name} at {self.path} is closed: {who}"
        return TabClosed(f"{text}{doing}; tab.reopen() opens it again.")

    def _why(self, wanted: Any) -> str:
        """Return the injected explanation on lines of its own; an error in it says nothing."""
        try:
            text = self._explain(self, wanted) if self._explain else ""
        except Exception:
            return ""
        return f"\n{text}" if text else ""


_EARLIER = "This tab belonged to an earlier sandbox; run the cell that connects again."


def _may_return(closed: Closed) -> bool:
    """Say whether a server that was replaced ends a connection like this."""
    return (closed.by == "server" and closed.code == 1012) or closed.by == "lost"


def _encode(data: object) -> tuple[int, bytes]:
    """Return opcode and payload of *data*. Raises TypeError unless it is text or bytes."""
    if isinstance(data, str):
        return frames.TEXT, data.encode()
    if isinstance(data, bytes | bytearray | memoryview):
        return frames.BINARY, bytes(data)
    if isinstance(data, dict):
        raise TypeError(
            "a frame is text or bytes; send_json(…) for JSON; "
            "Channel(…).send(…) for a channel message"
        )
    raise TypeError(f"a frame is text or bytes, not {type(data).__name__}; send_json(…) for JSON")
