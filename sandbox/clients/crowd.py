"""Many light tabs as one: opened together, sent to together, counted together.

It must not know layers, servers or the box.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from types import TracebackType
from typing import Any, Self, overload

from sandbox.clients import frames
from sandbox.clients.endpoint import (
    Announce,
    Endpoint,
    Explain,
    ReplyChannel,
    Returns,
    as_json,
    opening_of,
)
from sandbox.clients.frames import Event
from sandbox.clients.handshake import Opening
from sandbox.clients.headers import GivenHeaders
from sandbox.clients.hub import CLOSING, Hub
from sandbox.clients.jar import Jar, as_jar
from sandbox.clients.link import Link
from sandbox.errors import NothingArrived, TabClosed
from sandbox.options import seconds, seconds_or_none, whole, whole_or_none

__all__ = ["Crowd", "Member"]


class Member(Endpoint):
    """One of a crowd: sends and keeps what it received last."""

    def __init__(
        self,
        hub: Hub,
        opening: Opening,
        *,
        index: int,
        keep: int | None,
        counted: Callable[[int], None],
        **passed: Any,
    ) -> None:
        super().__init__(hub, opening, **passed)
        #: Its place in the crowd, from 0.
        self.index = index
        self._counted = counted
        self._kept: deque[str | bytes] = deque(maxlen=keep)

    @property
    def received(self) -> tuple[str | bytes, ...]:
        """What it received, newest last: as much as the crowd's *keep*."""
        with self._news.lock:
            return tuple(self._kept)

    @property
    def last(self) -> str | bytes | None:
        """What it received last; None before anything came."""
        with self._news.lock:
            return self._kept[-1] if self._kept else None

    def __repr__(self) -> str:
        state = f"closed {self.closed.code}" if self.closed else "open"
        return f"<Member {self.name!r} {self.path} {state}, {self.received_count} received>"

    def _took(self, link: Link, messages: list[Event]) -> None:
        self._kept.extend([data for _, data in messages])
        self._counted(len(messages))

    def attempt(self) -> Exception | None:
        """Open the connection; return what went wrong."""
        try:
            self._open()
        except Exception as error:  # an announcement may raise anything; the caller hears of it
            return error
        return None

    def begin_close(self, code: int | None, reason: str) -> None:
        """Send a close frame if the connection is open."""
        if self._link is not None:
            self._hub.sending(self, CLOSING)
            self._link.close(code, reason)

    def drop(self) -> None:
        """Close the socket without waiting for the server."""
        if self._returning:
            self.stay_away()
        if self._link is not None and self._closed is None:
            self._hub.drop(self._link)


class Crowd:
    """Many light tabs as one; they are open when the constructor returns.

    Members whom the server refused are in it too, with their ``closed``; if it refused all,
    TabClosed is raised with the first one's text. All methods may be called from any thread.
    """

    def __init__(
        self,
        hub: Hub,
        url: str,
        size: int,
        *,
        name: str = "crowd",
        headers: GivenHeaders = None,
        subprotocols: Iterable[str] | str = (),
        cookies: Jar | Mapping[str, str] | None = None,
        timeout: float = 10.0,
        keep: int | None = 1000,
        announce: Announce | None = None,
        explain: Explain | None = None,
        reply_channel: ReplyChannel | None = None,
        returns: Returns | None = None,
    ) -> None:
        """Open *size* connections; each member keeps its last *keep* frames (None: all).

        *timeout* is in seconds for each handshake; each member starts with a copy of *cookies*.
        """
        whole("size", size, least=1, usual=20)
        keep = whole_or_none("keep", keep, least=0, usual=1000, none="all")
        jar = as_jar(cookies)
        self.name = name
        self._hub = hub
        self._news = hub.make_news()
        self._received = 0
        self._explain = explain
        self._members = [
            Member(
                hub,
                opening_of(url, headers, subprotocols, dict(jar), timeout),
                index=index,
                keep=keep,
                counted=self._count,
                name=f"{name} {index + 1}/{size}",
                news=self._news,
                announce=announce,
                explain=explain,
                reply_channel=reply_channel,
                returns=returns,
            )
            for index in range(size)
        ]
        self._open_all()

    @property
    def received(self) -> int:
        """Data frames that all members together have received since they opened."""
        return self._received

    @property
    def counts(self) -> list[int]:
        """Data frames received, by member."""
        return [member.received_count for member in self._members]

    @property
    def last(self) -> list[str | bytes | None]:
        """What each member received last; None where nothing came."""
        return [member.last for member in self._members]

    @property
    def open(self) -> int:
        """How many members are open."""
        return sum(member.closed is None for member in self._members)

    def send(self, data: str | bytes, *, who: int | None = None) -> None:
        """Send a frame from every member, or from member number *who* alone (from 0).

        Members that are closed are passed over; raises TabClosed if nobody, or not *who*, is open.
        """
        if who is not None:
            self._member(who).send(data)
            return
        sent = 0
        for member in self._members:
            try:
                member.send(data)
                sent += 1
            except TabClosed as error:
                closed = error
        if not sent:
            raise closed

    def send_json(self, value: Any, *, who: int | None = None) -> None:
        """Send *value* as JSON in a text frame, like :meth:`send`."""
        self.send(as_json(value), who=who)

    def _member(self, who: int) -> Member:
        whole("who", who, least=-len(self), usual=0)
        if who >= len(self):
            raise IndexError(
                f"{self.name} has members 0 to {len(self) - 1}, not {who}: write who=0."
            )
        return self._members[who]

    def wait(
        self, total: int | None = None, *, each: int | None = None, timeout: float | None = 5.0
    ) -> int:
        """Wait until *total* frames have come to all together, or *each* many to everyone.

        Both count from the opening; without either, each=1. Returns how many have come in all.
        Raises NothingArrived after *timeout* seconds (None: no limit), or once all are closed.
        """
        total = whole_or_none("total", total, least=0, usual=10, none="any number")
        each = whole_or_none("each", each, least=0, usual=1, none="any number")
        timeout = seconds_or_none("timeout", timeout)
        if total is None and each is None:
            each = 1

        def enough() -> bool:
            return (total is None or self._received >= total) and (
                each is None or min(self.counts) >= each
            )

        with self._news.lock:
            self._news.wait_for(lambda: enough() or not self.open, timeout)
            if enough():
                return self._received
        raise NothingArrived(self._in_vain(total, each, timeout))

    def close(self, code: int | None = 1000, reason: str = "", *, timeout: float = 2.0) -> None:
        """Close every member; harmless when they are closed.

        Waits up to *timeout* seconds for the server's answers, then drops the connections.
        """
        frames.close_payload(code, reason)
        timeout = seconds("timeout", timeout, usual=2)
        for member in self._members:
            member.begin_close(code, reason)
        try:
            with self._news.lock:
                self._news.wait_for(lambda: not self.open, timeout)
        finally:
            for member in self._members:
                member.drop()
        with self._news.lock:
            self._news.wait_for(lambda: not self.open, timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._members)

    def __iter__(self) -> Iterator[Member]:
        return iter(tuple(self._members))

    @overload
    def __getitem__(self, index: int) -> Member: ...
    @overload
    def __getitem__(self, index: slice) -> list[Member]: ...
    def __getitem__(self, index: int | slice) -> Member | list[Member]:
        return self._members[index]

    def __repr__(self) -> str:
        gone = len(self) - self.open
        state = f"{self.open} open" + (f", {gone} closed" if gone else "")
        return f"<Crowd {self.name!r} {self._members[0].path} {state}, {self.received} received>"

    def _count(self, number: int) -> None:
        """Count arrivals; in the hub's thread, the condition is held."""
        self._received += number

    def _open_all(self) -> None:
        """Open every member over a few threads; an interrupt closes what is open."""
        given_up = False
        errors: list[Exception] = []

        def attempt(member: Member) -> None:
            error = member.attempt()
            if given_up:
                member.drop()
            if error is not None:
                errors.append(error)

        jobs = [partial(attempt, member) for member in self._members]
        try:
            self._hub.open_all(jobs, self._news)
        except BaseException:
            given_up = True
            for member in self._members:
                member.drop()
            raise
        if len(errors) == len(self._members):
            raise errors[0]

    def _in_vain(self, total: int | None, each: int | None, timeout: float | None) -> str:
        """Return the text of a wait in which too little came."""
        goals = [f"{total:,} frames"] if total is not None else []
        goals += [f"{each:,} frames at each of {len(self)}"] if each is not None else []
        least = min(self._members, key=lambda member: member.received_count)
        closed = f"; {len(self) - self.open} are closed" if self.open < len(self) else ""
        waited = f"waited {timeout:g} s" if timeout is not None else "waited"
        return (
            f"{self.name} {waited} for {' and '.join(goals)}; {self._received:,} came, "
            f"the fewest to {least.name} ({least.received_count:,}){closed}."
            f"{least._why(None)}"
        )
