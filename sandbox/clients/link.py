"""One open WebSocket of a tab or a crowd member: sends for its owner, reads for the hub.

It must not know what its owner does with frames. Owners call from any thread; what is marked
so runs in the hub's thread only. Locks are taken in the order owner's ``news``, then the link's.
"""

from __future__ import annotations

import socket
import threading
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.clients import frames
from sandbox.clients.frames import Closed, Event, Parser
from sandbox.clients.news import News

if TYPE_CHECKING:
    from sandbox.clients.hub import Hub

__all__ = ["Ended", "Link", "Took", "frame_bytes"]


Took = Callable[["Link", list[Event]], None]
"""Takes data frames, oldest first; called in the hub's thread with the owner's condition held."""

Ended = Callable[["Link", Closed], None]
"""Learns that the connection is over; called likewise, once, after the last Took."""


def frame_bytes(payload: str | bytes, opcode: int) -> bytes:
    """Return one masked frame as it goes on the wire."""
    from websocket import ABNF

    data = payload.encode() if isinstance(payload, str) else payload
    return bytes(ABNF.create_frame(data, opcode).format())


class Link:
    """A connected socket after its handshake, attached to a hub.

    *news* is held while *took* and *ended* are called, and notified after each batch.
    """

    def __init__(
        self,
        sock: socket.socket,
        hub: Hub,
        *,
        news: News,
        took: Took,
        ended: Ended,
        early: bytes = b"",
    ) -> None:
        self.socket = sock
        self.news = news
        #: Data frames the owner has taken, counted after it has.
        self.received_count = 0
        #: How the connection ended; None while it is open.
        self.closed: Closed | None = None
        #: Whether the socket has nothing more to give; the hub then closes it.
        self.over = False
        #: Whether a sender waits on *news* for room; it says so itself, *news* held.
        self.room_wanted = False
        self._took = took
        self._ended = ended
        self._hub = hub
        self._early = early
        self._parser = Parser()
        self._lock = threading.Lock()
        #: Data frames that the hub has not fetched yet; and how many bytes they have.
        self._queue: deque[bytes] = deque()
        self._queued = 0
        #: Code (0: none) and frame of the close that this side sends after the queue, once.
        self._goodbye: tuple[int, bytes] | None = None
        # The hub's thread only: data frames fetched, bytes fetched and not sent.
        self._fetched = 0
        self._out = bytearray()
        self._bid = False
        #: Whether a send failed; how the connection ended is known once the rest has been read.
        self._broken = False

    @property
    def sent_count(self) -> int:
        """Data frames sent, counted before their bytes leave."""
        with self._lock:
            return self._fetched + len(self._queue)

    @property
    def unsent(self) -> int:
        """Bytes that the operating system has not taken yet."""
        return len(self._out) + self._queued

    @property
    def waits_to_write(self) -> bool:
        """Whether the socket had no room for all that was fetched; for the hub."""
        return bool(self._out)

    def send(self, opcode: int, payload: bytes) -> bool:
        """Send a data frame; tell whether the connection could still take it. Never blocks.

        The hub does the sending: an interrupt between a socket's send and the note of it would
        have it sent twice, and interrupts come to the main thread only. It is called before the
        frame is queued (it waits for the lock), so that no queued frame is ever forgotten.
        """
        frame = frame_bytes(payload, opcode)
        with self._lock:
            if self.closed is not None or self._goodbye is not None or self._broken:
                return False
            self._hub.flush(self)
            self._queued += len(frame)
            self._queue.append(frame)
        return True

    def close(self, code: int | None, reason: str) -> bool:
        """Send a close frame, once; tell whether this call sends it. Never blocks."""
        frame = frame_bytes(frames.close_payload(code, reason), frames.CLOSE)
        with self._lock:
            if self.closed is not None or self._goodbye is not None:
                return False
            self._hub.flush(self)
            self._goodbye = code or 0, frame
        return True

    def shut(self) -> None:
        """Close the socket: the hub when it is over, or who could not attach it."""
        self.socket.close()

    # The rest runs in the hub's thread only.

    def flush(self) -> bool:
        """Send what waits; tell whether somebody waits for room, who may find some now."""
        self._fetch()
        try:
            while self._out:
                del self._out[: self.socket.send(self._out)]
        except BlockingIOError:
            pass
        except OSError:
            # The socket now turns readable. What the server said before it went (a close frame
            # with its code) is read first.
            self._broken = True
            self._out.clear()
        return self.room_wanted

    def _fetch(self) -> None:
        """Take over what other threads queued, the close frame last."""
        with self._lock:
            while self._queue:
                self._out += self._queue.popleft()
                self._fetched += 1
            self._queued = 0
            if self._goodbye is not None and not self._bid:
                self._out += self._goodbye[1]
                self._bid = True

    def start(self) -> bool:
        """Take what came along with the handshake; tell whether that was anything."""
        early, self._early = self._early, b""
        return self._take(early) if early else False

    def read(self, buffer: bytearray) -> bool:
        """Read once into *buffer*; tell whether the owner has news."""
        try:
            size = self.socket.recv_into(buffer)
        except (BlockingIOError, InterruptedError):
            return False
        except OSError:
            size = 0
        if size:
            return self._take(memoryview(buffer)[:size])
        self.over = True
        return self.end(Closed(1006, "", "lost" if self._goodbye is None else "tab"))

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
            self.flush()
        self.over = True
        return self.end(closed)

    def _take(self, data: bytes | memoryview) -> bool:
        """Handle what the server sent; tell whether the owner has news."""
        if self.closed is not None:
            return False  # after the close frame, until the server ends its side
        messages: list[Event] = []
        closed: Closed | None = None
        for opcode, payload in self._parser.feed(data):
            if opcode in (frames.TEXT, frames.BINARY):
                messages.append((opcode, payload))
            elif opcode == frames.CLOSE:
                closed = self._answer(payload)
                break
            elif opcode == frames.PING:
                self._pong(payload)
        if messages:
            with self.news.lock:
                self._took(self, messages)
                self.received_count += len(messages)
        if closed is None and self._parser.failure is not None:
            closed = self._fail(*self._parser.failure)
        return self.end(closed) if closed else bool(messages)

    def _pong(self, payload: str | bytes) -> None:
        """Answer a ping, unless this side has said goodbye."""
        if not self._bid:
            self._out += frame_bytes(payload, frames.PONG)
            self.flush()

    def _answer(self, payload: str | bytes) -> Closed:
        """Answer the server's close frame, or recognise it as the answer to ours."""
        said = frames.read_close(payload) if isinstance(payload, bytes) else None
        if said is None:
            return self._fail(1002, "a malformed close frame")
        code, reason = said
        if self.close(None if code == 1005 else code, ""):
            self.flush()
            return Closed(code, reason, "server")
        return Closed(code, reason, "tab")

    def _fail(self, code: int, text: str) -> Closed:
        """End the connection because of the server's violation of the protocol."""
        self.close(code, text)
        self.flush()
        self.over = True
        return Closed(code, f"the server broke the protocol: {text}", "tab")
