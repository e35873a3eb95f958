"""RFC 6455 as the Autobahn test suite asks it: its cases by their numbers, over raw sockets.

The suite itself (autobahntestsuite 0.8.2) needs a Python that is gone; these are its cases 1 to 7,
9 and 10 rebuilt as a table (of 9 with larger pieces and fewer repetitions). The server under test
is the whole of ours: wire, bridge, layer and an echo consumer. Compression (12, 13) is in
``test_frames.py``.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from sandbox.consumers.routing import route
from tests.protocols.house import House
from tests.protocols.wire_client import Raw, close, frame, text

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
Frame = tuple[int, bytes]


@dataclass(frozen=True)
class Case:
    """What is sent, what must come back, and with which code the connection ends.

    *parts* are sent one after the other, each in segments of *chop* bytes (0: whole). *code*
    ``None``: nothing is wrong, so the client closes with 1000. Where *fast*, the connection must
    fail although the last part was not sent. Where it *waits*, the client reads one frame after
    each part: an echo goes through a worker, and what comes behind a violation is not sent.
    """

    number: str
    parts: tuple[bytes, ...]
    expected: tuple[Frame, ...] = ()
    code: int | None = None
    chop: int = 0
    fast: bool = False
    waits: bool = False


def binary(data: bytes) -> bytes:
    """Return a client's binary frame."""
    return frame(BINARY, data)


def echoes(*payloads: bytes, kind: int = TEXT) -> tuple[Frame, ...]:
    """Return the frames that an echo sends."""
    return tuple((kind, payload) for payload in payloads)


def fragments(kind: int, *pieces: bytes, between: Iterable[bytes] = ()) -> bytes:
    """Return one message in several frames, with whole frames *between* them."""
    more = iter(between)
    found = b""
    for number, piece in enumerate(pieces):
        found += frame(0 if number else kind, piece, fin=number == len(pieces) - 1)
        if number < len(pieces) - 1:
            found += next(more, b"")
    return found


HELLO = b"Hello, world!"
NOT_UTF8 = b"\x00\xff\xfe\xfd\xfc\xfb\x00\xff"


def framing() -> Iterator[Case]:
    """1: texts and binaries of every length form."""
    for group, kind, letter in (("1.1", TEXT, b"*"), ("1.2", BINARY, b"\xfe")):
        for number, size in enumerate((0, 125, 126, 127, 128, 65535, 65536), 1):
            payload = letter * size
            yield Case(f"{group}.{number}", (frame(kind, payload),), echoes(payload, kind=kind))
        payload = letter * 65536
        yield Case(f"{group}.8", (frame(kind, payload),), echoes(payload, kind=kind), chop=997)


def pings() -> Iterator[Case]:
    """2: pings and pongs."""
    for number, payload in enumerate((b"", b"Hello", NOT_UTF8, b"\xfe" * 125), 1):
        yield Case(f"2.{number}", (frame(PING, payload),), ((PONG, payload),))
    yield Case("2.5", (b"\x89\xfe\x00\x7eabcd" + b"x" * 126,), code=1002)
    yield Case("2.6", (frame(PING, b"\xfe" * 125),), ((PONG, b"\xfe" * 125),), chop=1)
    yield Case("2.7", (frame(PONG),))
    yield Case("2.8", (frame(PONG, b"unasked"),))
    yield Case("2.9", (frame(PONG, b"unasked"), frame(PING, b"p")), ((PONG, b"p"),))
    ten = [b"payload-%d" % number for number in range(10)]
    asked, answered = b"".join(frame(PING, one) for one in ten), tuple((PONG, one) for one in ten)
    yield Case("2.10", (asked,), answered)
    yield Case("2.11", (asked,), answered, chop=1)


def reserved() -> Iterator[Case]:
    """3 and 4: reserved bits and opcodes."""
    hello = echoes(HELLO)
    good = text(HELLO.decode())
    yield Case("3.1", (frame(TEXT, HELLO, rsv=1),), code=1002)
    for number, rsv, chop in (("3.2", 2, 0), ("3.3", 3, 0), ("3.4", 4, 1)):
        yield Case(
            number,
            (good, frame(TEXT, HELLO, rsv=rsv) + frame(PING)),
            hello,
            1002,
            chop=chop,
            waits=True,
        )
    yield Case("3.5", (frame(BINARY, NOT_UTF8, rsv=5),), code=1002)
    yield Case("3.6", (frame(PING, HELLO, rsv=6),), code=1002)
    yield Case("3.7", (frame(CLOSE, b"\x03\xe8", rsv=7),), code=1002)
    for group, first in (("4.1", 3), ("4.2", 11)):
        for number in range(5):
            opcode = first + number
            payload = HELLO if number % 2 else b""
            before = (good,) if number > 1 else ()
            bad = frame(opcode, payload) + frame(PING)
            yield Case(
                f"{group}.{number + 1}",
                (*before, bad),
                hello if before else (),
                1002,
                chop=1 if number > 2 else 0,
                waits=True,
            )


def fragmentation() -> Iterator[Case]:
    """5: fragments, and what may be between them."""
    yield Case("5.1", (frame(PING, b"a", fin=False) + frame(0, b"b"),), code=1002)
    yield Case("5.2", (frame(PONG, b"a", fin=False) + frame(0, b"b"),), code=1002)
    two = fragments(TEXT, b"fragment1", b"fragment2")
    whole = echoes(b"fragment1fragment2")
    yield Case("5.3", (two,), whole)
    yield Case("5.4", (two,), whole, chop=7)
    yield Case("5.5", (two,), whole, chop=1)
    with_ping = fragments(TEXT, b"fragment1", b"fragment2", between=[frame(PING, b"p")])
    for number, chop in (("5.6", 0), ("5.7", 7), ("5.8", 1)):
        yield Case(number, (with_ping,), ((PONG, b"p"), *whole), chop=chop)
    for number, fin, chop in (
        ("5.9", True, 0),
        ("5.10", True, 7),
        ("5.11", True, 1),
        ("5.12", False, 0),
        ("5.13", False, 7),
        ("5.14", False, 1),
    ):
        bad = frame(0, b"nothing to continue", fin=fin)
        yield Case(number, (bad + text(HELLO.decode()),), code=1002, chop=chop)
    bad = frame(0, b"fragment3", fin=False) + text("fragment4")
    yield Case("5.15", (two, bad), whole, 1002, waits=True)
    for number, fin in (("5.16", False), ("5.17", True)):
        bad = frame(0, b"fragment1", fin=fin) + frame(TEXT, b"fragment2", fin=False)
        yield Case(number, (bad + frame(0, b"fragment3"),) * 2, code=1002)
    yield Case("5.18", (frame(TEXT, b"fragment1", fin=False) + text("fragment2"),), code=1002)
    five = [b"fragment%d" % number for number in range(1, 6)]
    between = [b"", frame(PING, b"one"), b"", frame(PING, b"two")]
    expected = ((PONG, b"one"), (PONG, b"two"), *echoes(b"".join(five)))
    yield Case("5.19", (fragments(TEXT, *five, between=between),), expected)
    yield Case("5.20", (fragments(TEXT, *five, between=between),), expected, chop=1)


KOSME = "κόσμε".encode()
LONG = "Hello-µ@ßöäüàá-UTF-8!!".encode()
BROKEN = KOSME + b"\xed\xa0\x80edited"

VALID = {
    # 6.5 to 6.11: the first and the last of each length, and what stands around surrogates.
    "6.5": [KOSME, b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5"],
    "6.7": [b"\x00", b"\xc2\x80", b"\xe0\xa0\x80", b"\xf0\x90\x80\x80"],
    "6.9": [b"\x7f", b"\xdf\xbf", b"\xef\xbf\xbf", b"\xf4\x8f\xbf\xbf"],
    "6.11": [
        b"\xed\x9f\xbf",
        b"\xee\x80\x80",
        b"\xef\xbf\xbd",
        b"\xf4\x8f\xbf\xbf",
    ],
    # 6.22: characters that are none, which UTF-8 can still carry.
    "6.22": [chr(plane << 16 | low).encode() for plane in range(17) for low in (0xFFFE, 0xFFFF)],
    "6.23": [chr(code).encode() for code in range(0xFFF9, 0xFFFE)]
    + [b"\xef\xbf\xbd", b"\xef\xb7\x90"],
}

INVALID = {
    "6.6": [KOSME[:cut] for cut in (1, 3, 5, 7, 9)],
    "6.8": [b"\xf8\x88\x80\x80\x80", b"\xfc\x84\x80\x80\x80\x80"],
    "6.10": [b"\xf7\xbf\xbf\xbf", b"\xfb\xbf\xbf\xbf\xbf", b"\xfd\xbf\xbf\xbf\xbf\xbf"],
    "6.11": [b"\xf4\x90\x80\x80"],
    "6.12": [
        b"\x80",
        b"\xbf",
        *(b"\x80\xbf" * n + b"\x80" * (n % 2) for n in range(1, 6)),
        bytes(range(0x80, 0xC0)),
    ],
    "6.13": [
        b" ".join(bytes((byte,)) for byte in range(start, end)) + b" "
        for start, end in ((0xC0, 0xE0), (0xE0, 0xF0), (0xF0, 0xF8), (0xF8, 0xFC), (0xFC, 0xFE))
    ],
    "6.14": [
        *(b"\xc0", b"\xe0\x80", b"\xf0\x80\x80", b"\xf8\x80\x80\x80", b"\xfc\x80\x80\x80\x80"),
        *(b"\xdf", b"\xef\xbf", b"\xf7\xbf\xbf", b"\xfb\xbf\xbf\xbf", b"\xfd\xbf\xbf\xbf\xbf"),
    ],
    "6.15": [
        b"\xc0\xe0\x80\xf0\x80\x80\xf8\x80\x80\x80\xfc\x80\x80\x80\x80\xdf\xef\xbf\xf7\xbf\xbf"
    ],
    "6.16": [b"\xfe", b"\xff", b"\xfe\xfe\xff\xff"],
    "6.17": [
        *(b"\xc0\xaf", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf"),
        *(b"\xf8\x80\x80\x80\xaf", b"\xfc\x80\x80\x80\x80\xaf"),
    ],
    "6.18": [
        *(b"\xc1\xbf", b"\xe0\x9f\xbf", b"\xf0\x8f\xbf\xbf"),
        *(b"\xf8\x87\xbf\xbf\xbf", b"\xfc\x83\xbf\xbf\xbf\xbf"),
    ],
    "6.19": [
        *(b"\xc0\x80", b"\xe0\x80\x80", b"\xf0\x80\x80\x80"),
        *(b"\xf8\x80\x80\x80\x80", b"\xfc\x80\x80\x80\x80\x80"),
    ],
    "6.20": [
        b"\xed\xa0\x80",
        b"\xed\xad\xbf",
        b"\xed\xae\x80",
        b"\xed\xaf\xbf",
        b"\xed\xb0\x80",
        b"\xed\xbe\x80",
        b"\xed\xbf\xbf",
    ],
    "6.21": [
        high + low
        for high, low in itertools.product(
            (b"\xed\xa0\x80", b"\xed\xad\xbf", b"\xed\xae\x80", b"\xed\xaf\xbf"),
            (b"\xed\xb0\x80", b"\xed\xbf\xbf"),
        )
    ],
}


def utf8() -> Iterator[Case]:
    """6: UTF-8, whole, in fragments, and wrong; a wrong byte fails the connection at once."""
    yield Case("6.1.1", (text(""),), echoes(b""))
    yield Case("6.1.2", (fragments(TEXT, b"", b"", b""),), echoes(b""))
    yield Case("6.1.3", (fragments(TEXT, b"", b"middle", b""),), echoes(b"middle"))
    yield Case("6.2.1", (frame(TEXT, LONG),), echoes(LONG))
    yield Case("6.2.2", (fragments(TEXT, LONG[:7], LONG[7:]),), echoes(LONG))
    octets = [bytes((byte,)) for byte in LONG]
    yield Case("6.2.3", (fragments(TEXT, *octets),), echoes(LONG))
    yield Case("6.2.4", (fragments(TEXT, *octets),), echoes(LONG), chop=1)
    yield Case("6.3.1", (frame(TEXT, BROKEN),), code=1007)
    yield Case("6.3.2", (fragments(TEXT, *(bytes((byte,)) for byte in BROKEN)),), code=1007)
    first, bad, last = KOSME, b"\xf4\x90\x80\x80", b"edited"
    in_frames = (
        frame(TEXT, first, fin=False),
        frame(0, bad, fin=False),
        frame(0, last),
    )
    yield Case("6.4.1", in_frames, code=1007, fast=True)
    split = (in_frames[0], frame(0, bad[:2], fin=False), frame(0, bad[2:] + last))
    yield Case("6.4.2", split, code=1007, fast=True)
    one = frame(TEXT, first + bad + last)
    for number, at in (("6.4.3", len(first + bad)), ("6.4.4", len(first) + 2)):
        yield Case(number, (one[: 6 + at], one[6 + at :]), code=1007, fast=True)
    for group, strings in VALID.items():
        for number, string in enumerate(strings, 1):
            yield Case(f"{group}.{number}", (frame(TEXT, string),), echoes(string))
    for group, strings in INVALID.items():
        for number, string in enumerate(strings, len(VALID.get(group, [])) + 1):
            yield Case(f"{group}.{number}", (frame(TEXT, string),), code=1007)


def closing() -> Iterator[Case]:
    """7: closing."""
    bye = close(1000)
    hello, echo = text(HELLO.decode()), echoes(HELLO)
    yield Case("7.1.1", (hello, bye), echo, 1000, waits=True)
    yield Case("7.1.2", (bye + close(1000),), code=1000)
    yield Case("7.1.3", (bye + frame(PING),), code=1000)
    yield Case("7.1.4", (bye + hello,), code=1000)
    half = frame(TEXT, b"fragment1", fin=False)
    yield Case("7.1.5", (half + bye + frame(0, b"fragment2"),), code=1000)
    big = b"BAsd7&jh23" * 26000
    yield Case(
        "7.1.6", (frame(TEXT, big), hello + bye + frame(PING)), echoes(big), 1000, waits=True
    )
    yield Case("7.3.1", (close(),), code=1005)
    yield Case("7.3.2", (frame(CLOSE, b"a"),), code=1002)
    yield Case("7.3.3", (bye,), code=1000)
    yield Case("7.3.4", (close(1000, "Hello World!"),), code=1000)
    yield Case("7.3.5", (close(1000, "*" * 123),), code=1000)
    yield Case("7.3.6", (b"\x88\xfe\x00\x7eabcd" + b"*" * 126,), code=1002)
    yield Case("7.5.1", (frame(CLOSE, b"\x03\xe8" + BROKEN),), code=1007)
    valid = (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
    for number, code in enumerate(valid, 1):
        yield Case(f"7.7.{number}", (close(code),), code=code)
    for number, code in enumerate((0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999), 1):
        yield Case(f"7.9.{number}", (close(code),), code=1002)
    yield Case("7.13.1", (close(5000),), code=1002)
    yield Case("7.13.2", (close(65535),), code=1002)


def limits() -> Iterator[Case]:
    """9 and 10: large messages, in one frame, in many, and in small segments."""
    for group, kind in (("9.1", TEXT), ("9.2", BINARY)):
        for number, size in enumerate((64, 256, 1024, 4096, 8192, 16384), 1):
            payload = b"*" * (size * 1024)
            yield Case(f"{group}.{number}", (frame(kind, payload),), echoes(payload, kind=kind))
    payload = b"*" * (4 * 1024 * 1024)
    for group, kind in (("9.3", TEXT), ("9.4", BINARY)):
        for number, piece in enumerate((256, 4096, 65536, 1024 * 1024, 4 * 1024 * 1024), 1):
            pieces = [payload[at : at + piece] for at in range(0, len(payload), piece)]
            yield Case(f"{group}.{number}", (fragments(kind, *pieces),), echoes(payload, kind=kind))
    payload = b"*" * (1024 * 1024)
    for group, kind in (("9.5", TEXT), ("9.6", BINARY)):
        for number, chop in enumerate((128, 512, 2048), 1):
            yield Case(
                f"{group}.{number}",
                (frame(kind, payload),),
                echoes(payload, kind=kind),
                chop=chop,
            )
    for group, kind in (("9.7", TEXT), ("9.8", BINARY)):
        for number, size in enumerate((0, 16, 256, 4096), 1):
            payloads = [b"*" * size] * 200
            yield Case(
                f"{group}.{number}",
                tuple(frame(kind, one) for one in payloads),
                echoes(*payloads, kind=kind),
                waits=True,
            )
    pieces = [b"*" * 1300] * 50 + [b"*" * 536]
    yield Case("10.1.1", (fragments(TEXT, *pieces),), echoes(b"*" * 65536))


CASES = [
    *framing(),
    *pings(),
    *reserved(),
    *fragmentation(),
    *utf8(),
    *closing(),
    *limits(),
]


def consume_accept(message: Any) -> None:
    """Accept."""
    message.reply_channel.send({"accept": True})


def consume_echo(message: Any) -> None:
    """Send back what came, empty or not."""
    message.reply_channel.send({key: message[key] for key in ("text", "bytes") if key in message})


CODES: dict[str, int] = {}
"""With which code each connection ended, as the application was told."""


def consume_disconnect(message: Any) -> None:
    """Note the code."""
    CODES[message["reply_channel"]] = message["code"]


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A whole server with an echo consumer."""
    routing = [
        route("websocket.connect", consume_accept),
        route("websocket.receive", consume_echo),
        route("websocket.disconnect", consume_disconnect),
    ]
    with House(routing=routing, capacity=1000) as house:
        yield house
        house.rest()


def test_the_table_is_whole() -> None:
    """No number twice, and no group forgotten."""
    numbers = [case.number for case in CASES]
    assert len(numbers) == len(set(numbers)) > 270
    assert {number.split(".")[0] for number in numbers} == {
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "9",
        "10",
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.number)
def test_case(house: House, case: Case) -> None:
    """The echo, the control frames and the end are what RFC 6455 asks for; the reason of the end
    reaches the application."""
    with house.raw() as client:
        client.request()
        assert client.response()[0] == 101
        ours = house.server.clients[client.sock.getsockname()].reply_channel
        told = client_plays(client, case)
        opcode, payload = client.frame()
        assert opcode == CLOSE
        assert (struct.unpack("!H", payload[:2])[0] if payload else 1005) == told
        assert client.rest() == b""
    house.wait_for(lambda: ours in CODES)
    assert CODES[ours] == told


def client_plays(client: Raw, case: Case) -> int:
    """Send the case, check what comes back; return the code that the connection must end with."""
    expected = list(case.expected)
    for number, part in enumerate(case.parts):
        if case.fast and number == len(case.parts) - 1:
            break
        for start in range(0, len(part), case.chop or max(1, len(part))):
            client.send(part[start : start + (case.chop or len(part))])
        if case.waits and expected:
            assert client.frame() == expected.pop(0)
    for one in expected:
        assert client.frame() == one
    if case.code is None:
        client.send(close(1000))
        return 1000
    return case.code
