"""WebSocket frames (RFC 6455 §5): reading a client's, building a server's.

Role: bytes in, messages and control frames out, each error with its close code. It must not know
sockets, event loops or ASGI, and keeps no more than the message that is under way.
"""

from __future__ import annotations

import codecs
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from websockets.exceptions import PayloadTooBig, ProtocolError
from websockets.frames import Frame, Opcode

try:
    from websockets.speedups import apply_mask
except ImportError:  # pragma: no cover - only where the library was built without its C part
    from websockets.utils import apply_mask

if TYPE_CHECKING:
    from websockets.extensions import Extension

__all__ = [
    "BINARY",
    "CLOSE",
    "PING",
    "PONG",
    "TEXT",
    "FrameReader",
    "Violation",
    "apply_mask",
    "close_frame",
    "close_payload",
    "control_frame",
    "data_frame",
    "head_of",
    "read_close",
]

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
_OPCODES = frozenset((0, TEXT, BINARY, CLOSE, PING, PONG))

# RFC 6455 §7.4.1 and the IANA registry; 1004 to 1006 and 1015 never travel.
_RECEIVABLE_CODES = frozenset((1000, 1001, 1002, 1003, *range(1007, 1015)))
_SENDABLE_CODES = _RECEIVABLE_CODES - {1002}

_utf8_decoder = codecs.getincrementaldecoder("utf-8")


class Violation(Exception):
    """The client broke the protocol: fail the connection with :attr:`code` (RFC 6455 §7.1.7)."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


# --- building ------------------------------------------------------------------------------------


def head_of(first: int, size: int) -> bytes:
    """Return the head of an unmasked frame with the first byte *first* and *size* bytes of data."""
    if size < 126:
        return bytes((first, size))
    if size < 65536:
        return bytes((first, 126)) + size.to_bytes(2, "big")
    return bytes((first, 127)) + size.to_bytes(8, "big")


def data_frame(opcode: int, payload: bytes, extensions: Sequence[Extension] = ()) -> bytes:
    """Return the one frame that carries a whole message."""
    if not extensions:
        return head_of(0x80 | opcode, len(payload)) + payload
    return Frame(Opcode(opcode), payload).serialize(mask=False, extensions=extensions)


def control_frame(opcode: int, payload: bytes) -> bytes:
    """Return a ping, pong or close frame; *payload* has at most 125 bytes."""
    return bytes((0x80 | opcode, len(payload))) + payload


def close_frame(code: int, reason: str = "") -> bytes:
    """Return a close frame of the server's own; a reason that is too long is cut."""
    text = reason.encode()[:123].decode(errors="ignore").encode()
    return control_frame(CLOSE, code.to_bytes(2, "big") + text)


def close_payload(code: object, reason: object) -> bytes:
    """Return what a close frame carries; None stands for 1000 and for no reason.

    ``ValueError``: the code may not be sent, or the reason is too long. ``TypeError``: no str.
    """
    code = 1000 if code is None else code
    if type(code) is not int or not (code in _SENDABLE_CODES or 3000 <= code <= 4999):
        raise ValueError(
            f"A close code is 1000, or from 3000 to 4999, not {code!r}; "
            "of the protocol's own a server may send 1001, 1003 and 1007 to 1014."
        )
    if not (reason is None or isinstance(reason, str)):
        raise TypeError(f"A close reason is str or None, not {type(reason).__name__}.")
    text = (reason or "").encode()
    if len(text) > 123:
        raise ValueError(f"A close reason has at most 123 bytes of UTF-8, not {len(text)}.")
    return code.to_bytes(2, "big") + text


def read_close(payload: bytes) -> tuple[int, str]:
    """Return code and reason of a client's close frame, 1005 if it has none (RFC 6455 §7.1.5)."""
    if not payload:
        return 1005, ""
    code = int.from_bytes(payload[:2], "big")
    if len(payload) < 2 or not (code in _RECEIVABLE_CODES or 3000 <= code <= 4999):
        raise Violation(1002, "malformed close frame")
    return code, payload[2:].decode()


# --- reading -------------------------------------------------------------------------------------


class FrameReader:
    """Reads a client's frames; a subclass says what becomes of them.

    :meth:`parse` calls :meth:`take_message` and :meth:`take_control`; these may set ``_held``,
    then nothing more is taken. Text is checked as it comes, also inside a frame, so that a
    connection fails at the first wrong byte. *max_size* bounds a message in bytes, None: nothing.
    """

    __slots__ = (
        "_decoder",
        "_extensions",
        "_first",
        "_held",
        "_kind",
        "_left",
        "_mask",
        "_max_size",
        "_message",
        "_start",
    )

    def __init__(self, max_size: int | None) -> None:
        self._max_size = sys.maxsize if max_size is None else max_size
        self._extensions: Sequence[Extension] = ()
        self._held = False
        # The data frame that is under way: its first byte, mask, bytes still to come, and where
        # in the message it starts.
        self._first = 0
        self._mask = b""
        self._left = 0
        self._start = 0
        # The message that is under way: its opcode (0: none), what has come of it.
        self._kind = 0
        self._message = bytearray()
        self._decoder: codecs.IncrementalDecoder | None = None

    def take_message(self, opcode: int, payload: bytes | bytearray) -> None:
        """Take a whole text or binary message; ``UnicodeDecodeError`` is a violation."""
        raise NotImplementedError

    def take_control(self, opcode: int, payload: bytes) -> None:
        """Take a ping, pong or close frame."""
        raise NotImplementedError

    def parse(self, data: bytes) -> bytes:
        """Take all that *data* holds; return the rest, to be put before what comes next.

        The rest is a part of a head, a part of a control frame, or what ``_held`` kept back.
        :class:`Violation`: the connection must fail.
        """
        at, end = 0, len(data)
        try:
            while at < end and not self._held:
                past = self._take_payload(data, at) if self._left else self._take_frame(data, at)
                if past == at:
                    break
                at = past
        except UnicodeDecodeError as error:
            raise Violation(1007, f"invalid UTF-8: {error.reason}") from error
        return data[at:]

    def _take_frame(self, data: bytes, at: int) -> int:
        """Take the frame at *at*, or the head of a data frame that is longer than *data*.

        Returns the position after what was taken: *at* if it takes more to begin.
        """
        if len(data) < at + 2:
            return at
        first, size = data[at], data[at + 1] & 127
        self._check_head(first, data[at + 1])
        past = at + 2
        if size > 125:
            past += 2 if size == 126 else 8
            if len(data) < past:
                return at
            size = int.from_bytes(data[at + 2 : past], "big")
        if first & 8 == 0:
            self._check_size(size)
        mask, past = data[past : past + 4], past + 4
        if len(data) < past:
            return at
        return self._take_body(data, at, past, past + size, mask)

    def _take_body(self, data: bytes, at: int, past: int, end: int, mask: bytes) -> int:
        """Take what the frame at *at* carries, from *past* to *end*, as far as it is there."""
        first, whole = data[at], len(data) >= end
        if first & 8:
            if not whole:
                return at
            self.take_control(first & 15, apply_mask(data[past:end], mask))
            return end
        if whole and (first == 0x81 or first == 0x82):
            self.take_message(first & 15, apply_mask(data[past:end], mask))
            return end
        self._begin_frame(first, end - past, mask)
        return past

    def _check_head(self, first: int, second: int) -> None:
        """Refuse what RFC 6455 §5.2, §5.4 and §5.5 forbid in the first two bytes of a frame."""
        opcode, reserved = first & 15, first & 0x70
        if opcode not in _OPCODES:
            raise Violation(1002, f"unknown opcode {opcode}")
        if reserved and not (reserved == 0x40 and self._extensions and 0 < opcode < 8):
            raise Violation(1002, "reserved bits are set")
        if not second & 0x80:
            raise Violation(1002, "a client's frame must be masked")
        if opcode & 8:
            if not first & 0x80:
                raise Violation(1002, "fragmented control frame")
            if second & 127 > 125:
                raise Violation(1002, "control frame too long")
        elif opcode and self._kind:
            raise Violation(1002, "expected a continuation frame")
        elif not opcode and not self._kind:
            raise Violation(1002, "nothing to continue")

    def _check_size(self, size: int) -> None:
        """Refuse a frame that makes its message too long, before it has come."""
        if size >> 63:
            raise Violation(1002, "frame length with its highest bit set")
        if len(self._message) + size > self._max_size:
            raise Violation(1009, f"message above {self._max_size} bytes")

    def _begin_frame(self, first: int, size: int, mask: bytes) -> None:
        """Begin a data frame that is a fragment, is not all here, or is compressed."""
        self._first, self._left, self._mask = first, size, mask
        if first & 15:
            self._kind = first & 15
            self._message = bytearray()
            self._decoder = _utf8_decoder() if self._kind == TEXT else None
        self._start = len(self._message)
        if not size:
            self._end_frame()

    def _take_payload(self, data: bytes, at: int) -> int:
        """Take more of the data frame that is under way; return the position after it."""
        piece = apply_mask(data[at : at + self._left], self._mask)
        self._message += piece
        self._left -= len(piece)
        if self._decoder is not None and not self._extensions:
            self._decoder.decode(piece)
        if self._left:
            turn = len(piece) % 4
            self._mask = self._mask[turn:] + self._mask[:turn]
        else:
            self._end_frame()
        return at + len(piece)

    def _end_frame(self) -> None:
        """End a data frame; with the last one of a message, hand the message on."""
        if self._extensions:
            self._inflate()
        if not self._first & 0x80:
            return
        if self._decoder is not None:
            self._decoder.decode(b"", True)
        opcode, payload = self._kind, self._message
        self._kind, self._message, self._decoder = 0, bytearray(), None
        self.take_message(opcode, payload)

    def _inflate(self) -> None:
        """Put in the place of the frame's bytes what the extensions make of them."""
        packed = bytes(self._message[self._start :])
        plain = self._decoded(packed, self._max_size - self._start)
        # In place: a copy for each of many small fragments would be work without end.
        del self._message[self._start :]
        self._message += plain
        if self._decoder is not None:
            self._decoder.decode(plain)

    def _decoded(self, packed: bytes, room: int) -> bytes:
        """Return the plain payload of the frame under way, at most *room* bytes."""
        first = self._first
        frame = Frame(Opcode(first & 15), packed, bool(first & 0x80), bool(first & 0x40))
        try:
            for extension in reversed(self._extensions):
                # To zlib a room of 0 would mean no bound.
                frame = extension.decode(frame, max_size=max(1, room))
        except PayloadTooBig as error:
            raise Violation(1009, f"message above {self._max_size} bytes") from error
        except ProtocolError as error:
            raise Violation(1002, str(error)) from error
        if frame.rsv1:
            raise Violation(1002, "reserved bits are set")
        if len(frame.data) > room:
            raise Violation(1009, f"message above {self._max_size} bytes")
        return bytes(frame.data)
