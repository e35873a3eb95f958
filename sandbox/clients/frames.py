"""What goes over a link: frames, how a connection ended, and a parser of a server's bytes.

Pure: no socket, thread or clock. It must not know tabs or the hub.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Closed", "Event", "Frame", "Parser", "close_payload", "read_close"]

CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA

#: What a tab accepts in one message, in bytes; above it the tab closes with 1009.
MAX_MESSAGE = 64 * 1024 * 1024

Event = tuple[int, str | bytes]
"""An opcode and its payload: text is a str, everything else bytes."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame of a tab's history, a close frame included."""

    direction: Literal["sent", "received"]
    #: The payload; of a close frame its code and reason as text.
    data: str | bytes
    #: Seconds since the tab was opened for the first time.
    at: float
    kind: Literal["text", "bytes", "close"] = "text"


@dataclass(frozen=True, slots=True)
class Closed:
    """How a connection ended: the close code, the reason and who ended it.

    The codes 1005 (a close frame without a code) and 1006 (no close frame at all) are never on
    the wire; they say what was missing. *status* is the HTTP status of a refused handshake.
    """

    code: int
    reason: str = ""
    by: Literal["tab", "server", "lost", "sandbox"] = "server"
    status: int | None = None

    def __str__(self) -> str:
        return f"{self.code} {self.reason}".rstrip()


def close_payload(code: int | None, reason: str = "") -> bytes:
    """Return the payload of a close frame; ``None`` as *code* makes it empty.

    Raises ValueError for a code that may not be sent, and for a reason above 123 bytes.
    """
    if code is None:
        if reason:
            raise ValueError("A close frame without a code has no room for a reason.")
        return b""
    if not _may_send(code):
        raise ValueError(
            f"A tab closes with 1000 or a code from 3000 to 4999, not {code!r} "
            "(1001 to 1014, less 1004 to 1006, are accepted to try things out)."
        )
    if not isinstance(reason, str):
        raise TypeError(f"A close reason is text such as 'bye', not {reason!r}.")
    text = reason.encode()
    if len(text) > 123:
        raise ValueError(f"A close reason has room for 123 bytes, this one has {len(text)}.")
    return code.to_bytes(2, "big") + text


def read_close(payload: bytes) -> tuple[int, str] | None:
    """Return code and reason of a close frame's payload, 1005 without one, None if malformed."""
    if not payload:
        return 1005, ""
    code = int.from_bytes(payload[:2], "big")
    if len(payload) == 1 or not _may_send(code):
        return None
    try:
        return code, payload[2:].decode()
    except UnicodeDecodeError:
        return None


def _may_send(code: int) -> bool:
    """Tell whether RFC 6455 §7.4 and its registry allow *code* in a close frame."""
    return 3000 <= code <= 4999 or (1000 <= code <= 1014 and code not in (1004, 1005, 1006))


class Parser:
    """Turns the bytes of a server into events, however they were cut up.

    After a violation of the protocol :attr:`failure` is set, and no more events come.
    One thread only.
    """

    def __init__(self, max_message: int = MAX_MESSAGE) -> None:
        self.max_message = max_message
        #: Close code and text of the violation that ended parsing; None while all is well.
        self.failure: tuple[int, str] | None = None
        self._buffer = bytearray()
        #: No frame is complete before the buffer holds this many bytes.
        self._need = 2
        #: Opcode and parts of a fragmented message.
        self._opcode = CONTINUATION
        self._parts = bytearray()

    def feed(self, data: bytes | bytearray | memoryview) -> list[Event]:
        """Return the events that *data* completes, oldest first."""
        buffer = self._buffer
        buffer += data
        events: list[Event] = []
        position, size = 0, len(buffer)
        while size - position >= self._need and self.failure is None:
            head = self._head(position, size)
            if head is None:
                break
            start, length = head
            if size - start < length:
                self._need = start - position + length
                break
            self._frame(buffer[position], bytes(buffer[start : start + length]), events)
            position = start + length
            self._need = 2
        del buffer[:position]
        return events

    def _head(self, position: int, size: int) -> tuple[int, int] | None:
        """Return where the payload at *position* starts and its length; None if bytes lack."""
        first, length = self._buffer[position], self._buffer[position + 1]
        if length < 126:
            start = position + 2
        else:
            start = position + (4 if length == 126 else 10)
            if length > 127:
                self.failure = 1002, "a server's frames are not masked, this one is"
                return None
            if size < start:
                self._need = start - position
                return None
            length = int.from_bytes(self._buffer[position + 2 : start], "big")
        self.failure = self._objection(first, length)
        return None if self.failure else (start, length)

    def _objection(self, first: int, length: int) -> tuple[int, str] | None:
        """Say what the first byte and the length of a frame violate; None if nothing."""
        opcode = first & 0x0F
        if first & 0x70:
            return 1002, "reserved bits are set, but no extension was agreed on"
        if opcode not in (CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG):
            return 1002, f"opcode {opcode} does not exist"
        if opcode >= CLOSE and (length > 125 or not first & 0x80):
            return 1002, "a control frame has at most 125 bytes and is never fragmented"
        if opcode < CLOSE and (opcode == CONTINUATION) != (self._opcode != CONTINUATION):
            return 1002, "a fragmented message was not continued, or one was that never began"
        if opcode < CLOSE and len(self._parts) + length > self.max_message:
            return 1009, f"a message above {self.max_message} bytes"
        return None

    def _frame(self, first: int, payload: bytes, events: list[Event]) -> None:
        """Add what one complete, lawful frame amounts to."""
        opcode, final = first & 0x0F, first & 0x80
        if opcode >= CLOSE:
            events.append((opcode, payload))
        elif final and opcode:
            self._message(opcode, payload, events)
        else:
            self._opcode = opcode or self._opcode
            self._parts += payload
            if final:
                whole, self._parts = bytes(self._parts), bytearray()
                opcode, self._opcode = self._opcode, CONTINUATION
                self._message(opcode, whole, events)

    def _message(self, opcode: int, payload: bytes, events: list[Event]) -> None:
        """Add a complete message; text must be UTF-8."""
        if opcode == BINARY:
            events.append((BINARY, payload))
            return
        try:
            events.append((TEXT, payload.decode()))
        except UnicodeDecodeError:
            self.failure = 1007, "a text frame is not UTF-8"
