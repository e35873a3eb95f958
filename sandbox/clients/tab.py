"""A virtual browser tab: one WebSocket, what came over it, and ways to wait for more.

It must not know layers, servers or the box; how to settle and how to explain are passed in.
"""

from __future__ import annotations

import json
import re
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from itertools import islice
from types import TracebackType
from typing import Any, Literal, Self

from sandbox.clients import frames
from sandbox.clients.endpoint import (
    Announce,
    Endpoint,
    Explain,
    ReplyChannel,
    Returns,
    opening_of,
    show_data,
)
from sandbox.clients.frames import Closed, Event, Frame
from sandbox.clients.headers import GivenHeaders
from sandbox.clients.hub import CLOSING, Hub
from sandbox.clients.jar import Jar
from sandbox.clients.link import Link
from sandbox.errors import NothingArrived, SandboxError, TabClosed
from sandbox.options import seconds, seconds_or_none

__all__ = ["Settle", "Tab", "Wanted"]

Settle = Callable[[float, Callable[[], bool]], object]
"""Waits up to some seconds until nothing moves, or until the callable is true after an
``on_activity`` of the hub; raises NotSettled."""

Wanted = str | bytes | re.Pattern[str] | re.Pattern[bytes] | Callable[[str | bytes], object]
"""What :meth:`Tab.expect` looks for."""

#: Seconds that an iteration lets the sandbox take to settle.
SETTLE_TIMEOUT = 5.0


class Tab(Endpoint):
    """A tab that is open when the constructor returns.

    Raises TabClosed if the server refuses; the error's ``tab`` is the tab, for ``tab.closed``.
    All methods may be called from any thread.
    """

    def __init__(
        self,
        hub: Hub,
        url: str,
        *,
        name: str = "tab",
        headers: GivenHeaders = None,
        subprotocols: Iterable[str] | str = (),
        cookies: Jar | Mapping[str, str] | None = None,
        timeout: float = 10.0,
        announce: Announce | None = None,
        settle: Settle | None = None,
        explain: Explain | None = None,
        reply_channel: ReplyChannel | None = None,
        returns: Returns | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(
            hub,
            opening_of(url, headers, subprotocols, cookies, timeout),
            name=name,
            news=hub.make_news(),
            announce=announce,
            explain=explain,
            reply_channel=reply_channel,
            returns=returns,
        )
        self._settle = settle
        self._clock = clock
        self._began = clock()
        self._frames: list[Frame] = []
        self._unread: deque[Frame] = deque()
        #: How many frames have left the unread ones, so that their numbers stay the same.
        self._taken = 0
        self._try_open()

    # Reading.

    def receive(self, timeout: float | None = 5.0) -> str | bytes:
        """Return the next frame, waiting up to *timeout* seconds (None: without limit).

        Raises NothingArrived, or TabClosed once all that came before the end has been read.
        """
        return self._next(lambda data: True, timeout, None)

    def receive_json(self, timeout: float | None = 5.0) -> Any:
        """Return the next frame read as JSON. Raises ValueError if it is something else."""
        data = self.receive(timeout)
        try:
            return json.loads(data)
        except ValueError as error:
            raise ValueError(
                f"Expected a frame with JSON, {self.name} received {show_data(data)}: {error}."
            ) from None

    def expect(self, wanted: Wanted, timeout: float | None = 5.0) -> str | bytes:
        """Skip to the frame that is *wanted* and return it.

        Text and bytes must be equal, a compiled pattern is searched for, a callable must return
        something true. What was skipped stays in :attr:`frames`. If nothing fits within *timeout*
        seconds, NothingArrived is raised and nothing is skipped.
        """
        return self._next(_matcher(wanted), timeout, wanted)

    def expect_nothing(self, timeout: float = 5.0) -> None:
        """Let the sandbox settle, then make sure that no frame is unread.

        Raises AssertionError that lists what came; NotSettled if something still moves after
        *timeout* seconds.
        """
        timeout = seconds("timeout", timeout)
        if self._settle is not None:
            self._settle(timeout, self._has_unread)
        else:
            with self._news.lock:
                self._news.wait_for(lambda: self._unread or self.closed, timeout)
        came = self.inbox
        if came:
            raise AssertionError(
                f"Expected nothing more for {self.name}, but {_some(came)} came; "
                "receive() or expect(…) what is due first."
            )

    @property
    def inbox(self) -> tuple[str | bytes, ...]:
        """What has come and was not read yet, newest last."""
        with self._news.lock:
            return tuple(frame.data for frame in self._unread)

    @property
    def frames(self) -> tuple[Frame, ...]:
        """Both directions, the whole history over all connections, newest last."""
        with self._news.lock:
            return tuple(self._frames)

    def __iter__(self) -> Iterator[str | bytes]:
        """Yield what is on its way; ends when the tab is closed or the sandbox has settled."""
        while True:
            over = self.closed is not None or self._settle is None
            while (data := self._pop()) is not None:
                yield data
            if over or self._settle is None:
                return
            self._settle(SETTLE_TIMEOUT, self._has_news)
            if not self._has_news():
                return

    # Opening and closing.

    def close(self, code: int | None = 1000, reason: str = "", *, timeout: float = 2.0) -> None:
        """Close the tab; harmless when it is closed.

        Waits up to *timeout* seconds for the server's answer, then drops the connection.
        ``None`` as *code* sends a close frame without one. Raises ValueError for a code that may
        not be sent, and for a reason above 123 bytes.
        """
        frames.close_payload(code, reason)
        timeout = seconds("timeout", timeout, usual=2)
        if self._returning:
            self.stay_away()
        link = self._link
        if link is None or self._closed is not None:
            return
        self._hub.sending(self, CLOSING)
        with self._news.lock:
            if link.close(code, reason):
                self._note("sent", f"{code or ''} {reason}".strip(), "close")
            try:
                self._news.wait_for(lambda: link.closed is not None, timeout)
            finally:
                if link.closed is None:
                    self._hub.drop(link)
            self._news.wait_for(lambda: link.closed is not None, timeout)

    def reopen(self) -> Self:
        """Open it again with the same path, headers, cookies and subprotocols; return it.

        An open tab is closed first. What was unread goes, as in a reloaded page; the history in
        :attr:`frames` goes on. Raises TabClosed if the server refuses.
        """
        self.close()
        with self._news.lock:
            self._taken += len(self._unread)
            self._unread.clear()
        with self._opening_now:
            self._try_open()
        return self

    def _try_open(self) -> None:
        """Open the connection; an error gets ``tab`` and the explanation."""
        try:
            self._open()
        except TabClosed as error:
            refused = TabClosed(f"{error}{self._why(None)}")
            refused.tab = self  # type: ignore[attr-defined]
            raise refused from error.__cause__

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __await__(self) -> Generator[None, None, Self]:
        """Await to itself: a tab is open already."""
        yield from ()
        return self

    def __repr__(self) -> str:
        closed = self.closed
        is_open = self._link is not None and not self._returning
        state = f"closed {closed.code}" if closed else "open" if is_open else "connecting"
        return f"<Tab {self.name!r} {self.path} {state}, {len(self._unread)} unread>"

    # What the hub's thread and the waits do.

    def _sent(self, data: str | bytes) -> None:
        self._note("sent", data, _kind(data))

    def _took(self, link: Link, messages: list[Event]) -> None:
        if link is self._link:
            for _, data in messages:
                self._unread.append(self._note("received", data, _kind(data)))

    def _ended(self, link: Link, closed: Closed) -> None:
        super()._ended(link, closed)
        if link is self._link and closed.code != 1006 and closed.by != "sandbox":
            self._note("received", str(closed), "close")

    def _note(
        self,
        direction: Literal["sent", "received"],
        data: str | bytes,
        kind: Literal["text", "bytes", "close"],
    ) -> Frame:
        """Add one frame to the history; the condition is held."""
        frame = Frame(direction, data, self._clock() - self._began, kind)
        self._frames.append(frame)
        return frame

    def _pop(self) -> str | bytes | None:
        """Take the next unread frame; None without any."""
        with self._news.lock:
            if not self._unread:
                return None
            self._taken += 1
            return self._unread.popleft().data

    def _has_unread(self) -> bool:
        return bool(self._unread)

    def _has_news(self) -> bool:
        """Whether an iteration has something to do: a frame, or the end."""
        return bool(self._unread) or self.closed is not None

    def _next(
        self, fits: Callable[[str | bytes], object], timeout: float | None, wanted: Any
    ) -> str | bytes:
        """Take the first unread frame that *fits*, with those before it; wait if there is none."""
        timeout = seconds_or_none("timeout", timeout)
        deadline = None if timeout is None else self._hub.clock() + timeout
        looked = 0
        while True:
            number, candidates = self._look(looked)
            for data in candidates:
                number += 1
                if fits(data) and self._take(number):
                    return data
            looked = number
            if not candidates and not self._wait(looked, deadline, wanted):
                raise self._in_vain(timeout, wanted)

    def _look(self, looked: int) -> tuple[int, list[str | bytes]]:
        """Return a few unread frames from number *looked* on, and the number of the first."""
        with self._news.lock:
            first = max(looked, self._taken)
            skip = first - self._taken
            return first, [frame.data for frame in islice(self._unread, skip, skip + 16)]

    def _take(self, number: int) -> bool:
        """Take the unread frames below *number*; False if another reader was faster."""
        with self._news.lock:
            if self._taken >= number:
                return False
            while self._taken < number:
                self._unread.popleft()
                self._taken += 1
            return True

    def _wait(self, looked: int, deadline: float | None, wanted: Any) -> bool:
        """Wait for a frame beyond number *looked*; tell whether one came.

        Raises TabClosed if none can come any more.
        """
        with self._news.lock:
            left = None if deadline is None else deadline - self._hub.clock()
            self._news.wait_for(
                lambda: self._taken + len(self._unread) > looked or self.closed is not None,
                left,
            )
            if self._taken + len(self._unread) > looked:
                return True
            if self.closed is not None:
                raise self._over(f", before {_show(wanted)} came" if wanted is not None else "")
            return False

    def _in_vain(self, timeout: float | None, wanted: Any) -> SandboxError:
        """Return the error of a wait in which nothing fitting came."""
        inbox = self.inbox
        if inbox:
            instead = f"{_some(inbox)} came instead"
        else:
            last = [frame.data for frame in self.frames if frame.direction == "received"]
            instead = "nothing came" + (f" after {show_data(last[-1])}" if last else " so far")
        waited = f"waited {timeout:g} s for" if timeout else "looked for"
        text = f"{self.name} {waited} {_show(wanted)}; {instead}."
        return NothingArrived(text + self._why(wanted))


def _kind(data: str | bytes) -> Literal["text", "bytes"]:
    return "text" if isinstance(data, str) else "bytes"


def _matcher(wanted: Wanted) -> Callable[[str | bytes], object]:
    """Return what tells whether a frame is *wanted*. Raises TypeError for other kinds of things."""
    if isinstance(wanted, str | bytes):
        return lambda data: data == wanted
    if isinstance(wanted, re.Pattern):
        pattern: re.Pattern[Any] = wanted
        return lambda data: isinstance(data, type(pattern.pattern)) and pattern.search(data)
    if callable(wanted):
        return wanted
    raise TypeError(
        "expect(…) takes text, bytes, a compiled pattern or a function of the frame, "
        f"not {type(wanted).__name__}: for JSON compare what receive_json() returns."
    )


def _show(wanted: Any) -> str:
    """Return what was waited for, for an error's text."""
    if wanted is None:
        return "a frame"
    if isinstance(wanted, re.Pattern):
        return f"a match of {wanted.pattern!r}"
    if isinstance(wanted, str | bytes):
        return show_data(wanted)
    return f"a frame that fits {getattr(wanted, '__name__', repr(wanted))}"


def _some(data: tuple[str | bytes, ...], limit: int = 5) -> str:
    """Return the last few payloads for an error's text, and how many there are."""
    shown = ", ".join(show_data(one) for one in data[-limit:])
    return shown if len(data) <= limit else f"{len(data):,} frames, at last {shown},"
