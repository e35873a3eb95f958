"""Frames: bytes go in, whole, cut and wrong; messages, control frames and violations come out."""

from __future__ import annotations

import itertools
import tracemalloc
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode

from sandbox.protocols.frames import (
    CLOSE,
    PING,
    PONG,
    TEXT,
    FrameReader,
    Violation,
    close_frame,
    close_payload,
    control_frame,
    data_frame,
    head_of,
    read_close,
)
from tests.protocols.wire_client import close, frame, text


class Reader(FrameReader):
    """Keeps what it is handed; holds after *limit* messages."""

    def __init__(self, max_size: int | None = None, limit: int = 10**6) -> None:
        super().__init__(max_size)
        self.taken: list[tuple[int, Any]] = []
        self.limit = limit

    def take_message(self, opcode: int, payload: bytes | bytearray) -> None:
        """Keep a message, text as str."""
        self.taken.append((opcode, payload.decode() if opcode == TEXT else bytes(payload)))
        self._held = len(self.taken) >= self.limit

    def take_control(self, opcode: int, payload: bytes) -> None:
        """Keep a control frame."""
        self.taken.append((opcode, payload))


def read(*pieces: bytes, reader: Reader | None = None) -> list[tuple[int, Any]]:
    """Return what a reader takes from *pieces*, fed one by one; nothing may be left."""
    reader = reader or Reader()
    rest = b""
    for piece in pieces:
        rest = reader.parse(rest + piece)
    assert rest == b""
    return reader.taken


def singly(data: bytes) -> list[bytes]:
    """Return *data* in pieces of one byte."""
    return [bytes((byte,)) for byte in data]


def code_of(*pieces: bytes, reader: Reader | None = None) -> tuple[int, int]:
    """Return the code of the violation in *pieces*, and the number of the piece that shows it."""
    reader, rest = reader or Reader(), b""
    for number, piece in enumerate(pieces):
        try:
            rest = reader.parse(rest + piece)
        except Violation as violation:
            return violation.code, number
    raise AssertionError("no violation")


MESSAGES = st.lists(
    st.tuples(st.text() | st.binary(max_size=300), st.lists(st.integers(0, 300), max_size=3))
)


@hypothesis.given(MESSAGES, st.data())
def test_any_cut_gives_the_same_messages(messages: Any, data: st.DataObject) -> None:
    """Messages in any fragments, with pings between, cut anywhere, are the same messages."""
    wire, expected = b"", []
    for message, cuts in messages:
        payload = message.encode() if isinstance(message, str) else message
        at = [0, *sorted(min(cut, len(payload)) for cut in cuts), len(payload)]
        kind = 1 if isinstance(message, str) else 2
        for number, (start, end) in enumerate(itertools.pairwise(at)):
            last = number == len(at) - 2
            wire += frame(0 if number else kind, payload[start:end], fin=last)
            if not last:
                wire += frame(PING, b"%d" % number)
                expected.append((PING, b"%d" % number))
        expected.append((kind, message))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(wire)), max_size=10)))
    pieces = [wire[a:b] for a, b in zip([0, *cuts], [*cuts, len(wire)], strict=True)]
    assert read(*pieces) == expected


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65535, 65536])
def test_every_length_form_is_read(size: int) -> None:
    """A frame's length may take 7, 16 or 64 bits."""
    assert read(frame(2, bytes(size))) == [(2, bytes(size))]
    data = frame(2, bytes(size))
    assert read(*singly(data[:14]), data[14:]) == [(2, bytes(size))]


def test_held_reader_takes_nothing_more() -> None:
    """What a held reader leaves is the rest, byte for byte."""
    reader = Reader(limit=2)
    tail = text("c") + text("d")
    assert reader.parse(text("a") + text("b") + tail) == tail
    assert reader.parse(tail) == tail
    reader.limit, reader._held = 10, False
    assert reader.parse(tail) == b""
    assert reader.taken == [(1, name) for name in "abcd"]


@pytest.mark.parametrize("opcode", [3, 4, 5, 6, 7, 11, 12, 13, 14, 15])
def test_unknown_opcodes(opcode: int) -> None:
    """A reserved opcode is a violation at its frame's second byte."""
    assert code_of(*singly(frame(opcode, b"x"))) == (1002, 1)


@pytest.mark.parametrize("opcode", [0, 1, 2, 8, 9, 10])
@pytest.mark.parametrize("rsv", range(1, 8))
def test_reserved_bits(opcode: int, rsv: int) -> None:
    """Without an extension any reserved bit is a violation."""
    assert code_of(frame(opcode, b"", rsv=rsv))[0] == 1002


@pytest.mark.parametrize(
    "data",
    [
        b"\x81\x00",
        b"\x89\x05",
        frame(CLOSE, fin=False),
        frame(PING, b"x", fin=False),
        frame(PONG, fin=False),
        b"\x88\xfe",
        b"\x89\xff",
        frame(0),
        frame(0, fin=False),
        frame(1, b"a", fin=False) + frame(1, b"b"),
        frame(2, b"a", fin=False) + frame(1, b"b", fin=False),
        text("whole") + frame(0, b"more"),
        frame(1, b"a", fin=False) + frame(0, b"b") + frame(0, b"c"),
        b"\x82\xff" + b"\x80" + bytes(7),
    ],
)
def test_misplaced_frames(data: bytes) -> None:
    """Masks, control frames and continuations keep their rules (RFC 6455 §5)."""
    assert code_of(data)[0] == code_of(*singly(data))[0] == 1002


GOOD = "κόσμε \U0010ffff \ud7ff \ue000 \x00"
BAD = [
    b"\x80",
    b"\xc0\x80",
    b"\xc3(",
    b"\xed\xa0\x80",
    b"\xed\xbf\xbf",
    b"\xf4\x90\x80\x80",
    b"\xf8\x88\x80\x80\x80",
    b"\xfe",
    b"\xff",
]


def test_valid_utf8_in_any_cut() -> None:
    """Characters may be cut by fragments and by segments."""
    payload = GOOD.encode()
    parts = [frame(1, fin=False), *(frame(0, byte, fin=False) for byte in singly(payload))]
    assert read(*parts, frame(0)) == [(1, GOOD)]
    assert read(*singly(frame(1, payload))) == [(1, GOOD)]


@pytest.mark.parametrize("bad", BAD)
def test_invalid_utf8(bad: bytes) -> None:
    """Invalid UTF-8 is 1007: in a whole frame, over fragments, and as soon as it shows."""
    payload = "κόσμε".encode() + bad + b"edited"
    assert code_of(frame(1, payload))[0] == 1007
    assert code_of(frame(1, payload, fin=False))[0] == 1007
    whole = frame(1, payload)
    head = len(whole) - len(payload)
    code, at = code_of(*singly(whole))
    assert code == 1007
    assert at - head < len("κόσμε".encode()) + len(bad) + 1
    parts = [frame(1, fin=False), *(frame(0, byte, fin=False) for byte in singly(payload))]
    assert code_of(*parts) == (1007, at - head + 1)


def test_text_that_ends_within_a_character() -> None:
    """A character that is not complete at the message's end is 1007."""
    assert code_of(frame(1, b"\xce"))[0] == 1007
    assert code_of(frame(1, b"\xce", fin=False), frame(0)) == (1007, 1)
    assert code_of(*singly(frame(1, b"ab\xce")))[0] == 1007


def test_binary_is_not_decoded() -> None:
    """Bytes may be anything."""
    assert read(frame(2, b"\xff", fin=False), frame(0, b"\xfe")) == [(2, b"\xff\xfe")]


def test_close_within_a_fragmented_message() -> None:
    """A close frame may come between fragments (Autobahn 7.1.5)."""
    assert read(frame(1, b"a", fin=False), close(1000)) == [(CLOSE, b"\x03\xe8")]


def test_size_is_known_from_the_head() -> None:
    """A message is too big by its heads, before the bytes have come; control frames are free."""
    whole = frame(2, bytes(11))
    assert code_of(whole[:6], whole[6:], reader=Reader(10)) == (1009, 0)
    many = [frame(2, bytes(5), fin=False), frame(PING, bytes(100)), frame(0, bytes(5), fin=False)]
    assert code_of(*many, frame(0, b"x")[:6], reader=Reader(10)) == (1009, 3)
    assert read(*many, frame(0), text("0123456789"), reader=Reader(10))[1][1] == bytes(10)


# --- compression ----------------------------------------------------------------------------------


def deflating(max_size: int | None = None) -> tuple[Reader, PerMessageDeflate]:
    """Return a reader with permessage-deflate and the client's side of it."""
    reader = Reader(max_size)
    reader._extensions = [PerMessageDeflate(False, False, 12, 12)]
    return reader, PerMessageDeflate(False, False, 12, 12)


def packed(client: PerMessageDeflate, opcode: int, payload: bytes, fin: bool = True) -> bytes:
    """Return a compressed client frame."""
    made = client.encode(Frame(Opcode(opcode), payload, fin))
    return frame(opcode, bytes(made.data), fin=fin, rsv=4 if made.rsv1 else 0)


def test_compressed_messages_are_inflated() -> None:
    """Compressed messages, whole, fragmented and cut, and plain ones between, are read."""
    reader, client = deflating()
    first = packed(client, 1, GOOD.encode() * 50)
    parts = packed(client, 2, b"x" * 500, fin=False) + packed(client, 0, b"y" * 500)
    expected = [(1, GOOD * 50), (2, b"x" * 500 + b"y" * 500), (1, "plain")]
    assert read(first, *singly(parts), text("plain"), reader=reader) == expected


@pytest.mark.parametrize(
    ("payload", "size", "code"),
    [(b"\xff" * 50, None, 1007), (b"x" * 1001, 1000, 1009), (bytes(10**6), 1000, 1009)],
)
def test_compressed_messages_keep_the_rules(payload: bytes, size: int | None, code: int) -> None:
    """UTF-8 and size are judged after inflating."""
    reader, client = deflating(size)
    assert code_of(packed(client, 1, payload), reader=reader) == (code, 0)


def test_a_full_message_leaves_no_room_for_a_bomb() -> None:
    """Fragments that inflate behind a message at its bound are 1009."""
    reader, client = deflating(1000)
    first = packed(client, 2, bytes(1000), fin=False)
    assert reader.parse(first) == b""
    assert code_of(packed(client, 0, bytes(10**6)), reader=reader) == (1009, 0)


def test_a_small_fragment_copies_nothing_of_a_large_message() -> None:
    """A bomb of some kilobytes, then one byte at a time, would be copied whole each time: a
    second of the loop's time for each hundred bytes that a client sends."""
    reader, client = deflating(2**24)
    first = packed(client, 2, bytes(2**23), fin=False)
    small = [packed(client, 0, b"x", fin=False) for _ in range(20)]
    assert reader.parse(first + small[0]) == b""
    tracemalloc.start()
    try:
        for one in small[1:]:
            assert reader.parse(one) == b""
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


def test_compression_gone_wrong() -> None:
    """What does not inflate is 1002, so is RSV1 on a continuation or a control frame."""
    for bad in (
        frame(1, b"\xff\xff\xff", rsv=4),
        frame(1, b"a", fin=False) + frame(0, b"", rsv=4),
        frame(PING, rsv=4),
    ):
        assert code_of(bad, reader=deflating()[0])[0] == 1002


def test_compressed_frames_are_built() -> None:
    """A message goes out compressed where the extension was agreed to."""
    server, client = (
        PerMessageDeflate(False, False, 12, 12),
        PerMessageDeflate(False, False, 12, 12),
    )
    built = data_frame(TEXT, b"x" * 100, [server])
    assert built[0] == 0xC1
    assert client.decode(Frame(Opcode.TEXT, built[2:], True, True)).data == b"x" * 100


# --- building and close frames --------------------------------------------------------------------


def test_heads() -> None:
    """The head has the shortest form of the length."""
    assert head_of(0x81, 125) == b"\x81\x7d"
    assert head_of(0x81, 126) == b"\x81\x7e\x00\x7e"
    assert head_of(0x81, 65535) == b"\x81\x7e\xff\xff"
    assert head_of(0x82, 65536) == b"\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00"


def test_frames_are_built() -> None:
    """A server's frames are whole and unmasked."""
    assert data_frame(TEXT, b"hi") == b"\x81\x02hi"
    assert control_frame(PONG, b"p") == b"\x8a\x01p"
    assert close_frame(1012) == b"\x88\x02\x03\xf4"


def test_own_reasons_are_cut_at_a_character() -> None:
    """A reason of the server's own that is too long is cut, never within a character."""
    built = close_frame(1002, "x" + "é" * 100)
    assert len(built) == 2 + 2 + 123
    assert built[4:].decode() == "x" + "é" * 61
    assert len(close_frame(1002, "é" * 100)) == 2 + 2 + 122


@pytest.mark.parametrize("code", [1000, 1001, 1003, *range(1007, 1015), 3000, 4999])
def test_codes_that_may_be_sent(code: int) -> None:
    """These codes make a close frame's payload, with their reason."""
    assert close_payload(code, "é") == code.to_bytes(2, "big") + "é".encode()


def test_no_code_is_1000() -> None:
    """None stands for 1000 and for no reason."""
    assert close_payload(None, None) == b"\x03\xe8"


@pytest.mark.parametrize(
    "code", [0, 999, 1002, 1004, 1005, 1006, 1015, 1016, 2999, 5000, True, "1"]
)
def test_codes_that_may_not_be_sent(code: object) -> None:
    """Other codes raise ValueError that names them."""
    with pytest.raises(ValueError, match=repr(code)):
        close_payload(code, None)


@pytest.mark.parametrize("code", [1000, 1001, 1002, 1003, *range(1007, 1015), 3000, 3999, 4999])
def test_codes_that_may_come(code: int) -> None:
    """A client's code and reason are read."""
    assert read_close(code.to_bytes(2, "big") + "é".encode()) == (code, "é")


@pytest.mark.parametrize(
    "code", [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535]
)
def test_codes_that_may_not_come(code: int) -> None:
    """Codes that never travel are a violation (RFC 6455 §7.4)."""
    with pytest.raises(Violation) as caught:
        read_close(code.to_bytes(2, "big"))
    assert caught.value.code == 1002


def test_close_frames_without_a_code() -> None:
    """An empty payload is 1005; one byte is a violation."""
    assert read_close(b"") == (1005, "")
    with pytest.raises(Violation, match="malformed"):
        read_close(b"\x03")
