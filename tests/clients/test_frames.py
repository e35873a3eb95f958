"""What the parser makes of a server's bytes, and what may be in a close frame."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.clients import frames
from sandbox.clients.frames import Closed, Parser, close_payload, read_close
from tests.clients.servers import frame

EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just(frames.TEXT), st.text(max_size=200)),
        st.tuples(st.just(frames.BINARY), st.binary(max_size=70_000)),
        st.tuples(st.sampled_from([frames.PING, frames.PONG]), st.binary(max_size=125)),
    ),
    max_size=6,
)


@given(EVENTS, st.lists(st.integers(1, 5000), min_size=1))
def test_bytes_cut_anywhere_give_the_same_events(
    events: list[tuple[int, str | bytes]], cuts: list[int]
) -> None:
    data = b"".join(frame(payload, opcode) for opcode, payload in events)
    parser, found, position = Parser(), [], 0
    while position < len(data):
        size = cuts[0]
        cuts = cuts[1:] + cuts[:1]
        found += parser.feed(data[position : position + size])
        position += size
    assert found == events
    assert parser.failure is None


def test_a_frame_comes_only_when_its_last_byte_is_there() -> None:
    parser = Parser()
    data = frame("x" * 70_000)
    assert [event for byte in data[:-1] for event in parser.feed(bytes([byte]))] == []
    assert parser.feed(data[-1:]) == [(frames.TEXT, "x" * 70_000)]


def test_a_fragmented_message_comes_as_one_with_pings_in_between() -> None:
    parser = Parser()
    parts = (
        frame("é".encode()[:1], frames.TEXT, final=False)
        + frame(b"?", frames.PING)
        + frame("é".encode()[1:], frames.CONTINUATION, final=False)
        + frame("!", frames.CONTINUATION)
        + frame(b"\xff", frames.BINARY)
    )
    assert parser.feed(parts) == [
        (frames.PING, b"?"),
        (frames.TEXT, "é!"),
        (frames.BINARY, b"\xff"),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xc1\x00", 1002),
        (frame(b"", 3), 1002),
        (b"\x81\x80abcd", 1002),
        (b"\x81\xfe\x00\x80", 1002),
        (frame(b"", frames.CONTINUATION), 1002),
        (frame("a", final=False) + frame("b"), 1002),
        (frame(b"", frames.PING, final=False), 1002),
        (b"\x89\x7e\x00\x7e", 1002),
        (frame(b"\xff"), 1007),
        (b"\x82\x7f" + struct.pack("!Q", 101), 1009),
        (frame(b"x" * 60, 2, final=False) + frame(b"x" * 60, 0), 1009),
    ],
    ids=[
        "reserved bit",
        "unknown opcode",
        "masked",
        "masked long",
        "continues nothing",
        "not continued",
        "fragmented ping",
        "long ping",
        "not UTF-8",
        "too large",
        "too large in parts",
    ],
)
def test_a_violation_ends_parsing_with_its_close_code(data: bytes, code: int) -> None:
    parser = Parser(max_message=100)
    assert parser.feed(frame("before") + data + frame("after")) == [(frames.TEXT, "before")]
    assert parser.failure is not None
    assert parser.failure[0] == code
    assert parser.feed(frame("later")) == []


@pytest.mark.parametrize("code", [1000, 1001, 1011, 1014, 3000, 4999])
def test_a_close_code_that_may_be_sent_survives_the_wire(code: int) -> None:
    assert read_close(close_payload(code, "grund für")) == (code, "grund für")


@pytest.mark.parametrize("code", [0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 70000, -1])
def test_a_close_code_of_the_protocol_may_not_be_sent(code: int) -> None:
    with pytest.raises(ValueError, match="closes with 1000 or a code from 3000"):
        close_payload(code)


def test_no_code_is_an_empty_close_frame_and_reads_as_1005() -> None:
    assert close_payload(None) == b""
    assert read_close(b"") == (1005, "")
    with pytest.raises(ValueError, match="no room for a reason"):
        close_payload(None, "why")


def test_a_reason_above_123_bytes_is_refused() -> None:
    assert len(close_payload(1000, "x" * 123)) == 125
    with pytest.raises(ValueError, match="123 bytes, this one has 124"):
        close_payload(1000, "ü" * 62)


@pytest.mark.parametrize("payload", [b"\x03", b"\x00\x00", b"\x03\xed", b"\x03\xe8\xff"])
def test_a_malformed_close_frame_is_recognised(payload: bytes) -> None:
    assert read_close(payload) is None


def test_how_it_ended_shows_code_and_reason() -> None:
    assert str(Closed(4001, "bye")) == "4001 bye"
    assert str(Closed(1000)) == "1000"
    assert bool(Closed(1000)), "so that `if tab.closed` works"
