"""Clients that mean no good, and replies that mean nothing: fuzzed, cut off at every byte, endless.

After each of them the next client is served, nothing of it is left, and the books are whole.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from websockets.exceptions import ProtocolError
from websockets.frames import Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

from sandbox.consumers.routing import route
from sandbox.protocols import http, websocket
from sandbox.protocols.frames import CLOSE, PING, TEXT, FrameReader, Violation, read_close
from sandbox.protocols.http import HttpState
from sandbox.protocols.limits import Limits
from sandbox.protocols.websocket import Malformed, WebSocketState
from tests.protocols.house import House
from tests.protocols.wire_client import Raw, close, frame, text

QUICK = hypothesis.settings(deadline=None, max_examples=100)

# --- replies that mean nothing --------------------------------------------------------------------

KEYS = st.sampled_from(
    ["status", "headers", "content", "more_content", "accept", "close", "text", "bytes", "request"]
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-10, 70000)
    | st.sampled_from([200, 204, 304, 404, 1000, 3000, 4999])
    | st.text(max_size=5)
    | st.binary(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner),
    max_leaves=6,
)
REPLIES = st.lists(st.dictionaries(KEYS | st.text(max_size=3), VALUES, max_size=4), max_size=6)


@hypothesis.given(REPLIES, st.booleans())
def test_any_replies_are_a_response_or_malformed(replies: Any, head_only: bool) -> None:
    """Whatever comes, the events are one head with a valid status, then parts up to the last;
    what is malformed changes nothing."""
    state = HttpState(head_only)
    events: list[dict[str, Any]] = []
    for reply in replies:
        before = (state.phase, state.status, state.size)
        try:
            events += state.answer(reply)
        except Malformed:
            assert (state.phase, state.status, state.size) == before
    kinds = [event["type"] for event in events]
    assert kinds == ["http.response.start"][: len(kinds)] + ["http.response.body"] * (
        len(kinds) - 1
    )
    if events:
        assert 200 <= events[0]["status"] <= 599
        ends = [not event["more_body"] for event in events[1:]]
        assert ends.count(True) == (state.phase == http.ENDED)
        assert not any(ends[:-1])


@hypothesis.given(REPLIES, st.booleans())
def test_any_replies_are_a_dialogue_or_malformed(replies: Any, opened: bool) -> None:
    """The events are one decision, frames of one kind of data each, one close with a code that may
    be sent; what is malformed changes nothing."""
    state = WebSocketState()
    if opened:
        state.phase = websocket.OPEN
    events: list[dict[str, Any]] = []
    for reply in replies:
        before = state.phase
        try:
            events += state.answer(reply)
        except Malformed:
            assert state.phase == before
    kinds = [event["type"].removeprefix("websocket.") for event in events]
    if kinds and not opened:
        assert kinds.pop(0) in ("accept", "close")
    assert "accept" not in kinds
    assert "close" not in kinds[:-1]
    for event in events:
        if event["type"] == "websocket.send":
            assert (type(event.get("text")) is str) != (type(event.get("bytes")) is bytes)
        if "code" in event:
            assert event["code"] == 1000 or 3000 <= event["code"] <= 4999


# --- frames that mean nothing ---------------------------------------------------------------------


class Reader(FrameReader):
    """Keeps what it is handed."""

    def __init__(self) -> None:
        super().__init__(1000)
        self.taken: list[tuple[int, bytes]] = []

    def take_message(self, opcode: int, payload: bytes | bytearray) -> None:
        """Keep a message; text must be text."""
        if opcode == TEXT:
            payload.decode()
        self.taken.append((opcode, bytes(payload)))

    def take_control(self, opcode: int, payload: bytes) -> None:
        """Keep a control frame; a close ends it."""
        if opcode == CLOSE:
            read_close(payload)
            self._held = True
        self.taken.append((opcode, payload))


def ours(data: bytes) -> tuple[list[tuple[int, bytes]], int | None]:
    """Return what our reader takes of *data*, and the code of its complaint."""
    reader = Reader()
    try:
        reader.parse(data)
    except Violation as violation:
        return reader.taken, violation.code
    return reader.taken, None


def theirs(data: bytes) -> tuple[list[tuple[int, bytes]], int | None]:
    """Return the same of the ``websockets`` library."""
    conn = ServerProtocol(max_size=1000, state=State.OPEN)
    with contextlib.suppress(ProtocolError):
        conn.receive_data(data)
    taken: list[tuple[int, bytes]] = []
    kind, parts = 0, b""
    for event in conn.events_received():
        if event.opcode in (Opcode.TEXT, Opcode.BINARY):  # type: ignore[union-attr]
            kind, parts = int(event.opcode), b""  # type: ignore[union-attr]
        if event.opcode < 8:  # type: ignore[union-attr]
            parts += event.data  # type: ignore[union-attr]
            if event.fin:  # type: ignore[union-attr]
                taken.append((kind, bytes(parts)))
        else:
            taken.append((int(event.opcode), bytes(event.data)))  # type: ignore[union-attr]
    sent = conn.close_sent if conn.close_rcvd is None else None
    return taken, sent.code if sent is not None else None


FRAMES = st.builds(
    frame,
    st.integers(0, 15) | st.sampled_from([0, 1, 2, 8, 9, 10]),
    st.binary(max_size=10) | st.sampled_from([b"", b"\x03\xe8", b"\x03\xe8bye", b"x" * 130]),
    fin=st.booleans() | st.just(True),
    rsv=st.just(0) | st.integers(0, 7),
)


@hypothesis.given(st.lists(FRAMES, max_size=6))
@QUICK
def test_any_frames_are_read_as_another_library_reads_them(frames: Any) -> None:
    """The same messages and control frames, and the same complaint, up to where the two differ by
    right: we look at a text as it comes, the other leaves that to its user."""
    data = b"".join(frames)
    (taken, code), (others, other_code) = ours(data), theirs(data)
    if code == 1007:  # they do not look at text
        assert others[: len(taken)] == taken
        return
    if code == 1009 or other_code == 1009:
        assert code == other_code
        return
    assert taken == others
    # A close frame with a wrong code and a wrong text has two faults.
    assert code == other_code or {code, other_code} == {1002, 1007}


# --- a house under fire ---------------------------------------------------------------------------


def consume_request(message: Any) -> None:
    """Read the body to its end, answer with its length."""
    size = len(message["body"])
    layer, channel = message.channel_layer, message.content.get("body_channel")
    while channel:
        _, chunk = layer.receive([channel], block=True)
        if chunk is None or chunk.get("closed"):
            return
        size += len(chunk["content"])
        if not chunk["more_content"]:
            break
    message.reply_channel.send({"status": 200, "content": b"%d" % size})


def consume_connect(message: Any) -> None:
    """Accept."""
    message.reply_channel.send({"accept": True})


def consume_receive(message: Any) -> None:
    """Send back what came."""
    message.reply_channel.send({key: message[key] for key in ("text", "bytes") if key in message})


ROUTING = [
    route("http.request", consume_request),
    route("websocket.connect", consume_connect),
    route("websocket.receive", consume_receive),
    route("websocket.disconnect", lambda message: None),
]


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """A server with small bounds and a worker; at the end its books are checked."""
    limits = Limits(inline_bytes=500, chunk_bytes=100, linger_seconds=0.2, header_bytes=4000)
    with House(routing=ROUTING, capacity=1000, limits=limits) as house:
        yield house
        house.rest()
        assert house.server.clients == {}


def is_served(house: House) -> None:
    """The next client is: a page, and a socket."""
    with Raw(house.server.port) as client:
        client.send(b"POST /next HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody")
        assert client.response()[0] == 200
        assert client.take(11) == b"1\r\n4\r\n0\r\n\r\n"
    with Raw(house.server.port) as client:
        client.request("/next")
        assert client.response()[0] == 101
        client.send(text("next"))
        assert client.frame() == (1, b"next")


UPLOAD = (
    b"POST /up HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    + b"".join(b"64\r\n" + b"x" * 100 + b"\r\n" for _ in range(9))
    + b"0\r\n\r\n"
)
PIPELINE = b"".join(b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % number for number in range(5))
HANDSHAKE = (
    b"GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
)
FRAMES_OF_A_CHAT = (
    text("one") + frame(PING, b"p") + frame(2, b"x" * 300, fin=False) + frame(0, b"y") + close(1000)
)


@pytest.mark.parametrize(
    ("dialogue", "step"),
    [(UPLOAD, 7), (PIPELINE, 5), (HANDSHAKE + FRAMES_OF_A_CHAT, 7)],
    ids=["upload", "pipeline", "chat"],
)
@pytest.mark.parametrize("how", ["reset", "close"])
def test_a_client_may_go_at_every_point(house: House, dialogue: bytes, step: int, how: str) -> None:
    """Cut off after so many bytes, by a reset or by an end."""
    for end in range(0, len(dialogue) + 1, step):
        client = Raw(house.server.port)
        with contextlib.suppress(OSError):
            client.send(dialogue[:end])
        client.reset() if how == "reset" else client.sock.close()
    is_served(house)
    house.rest()


@hypothesis.given(
    body=st.binary(max_size=3000),
    cuts=st.lists(st.integers(0, 4000), max_size=8),
    sizes=st.lists(st.integers(1, 700), min_size=1, max_size=8),
    chunked=st.booleans(),
)
@hypothesis.settings(deadline=None, max_examples=60)
def test_any_body_arrives_whole(
    house: House, body: bytes, cuts: list[int], sizes: list[int], chunked: bool
) -> None:
    """However it is framed, chunked and segmented, the consumer gets all of it, in order."""
    head = b"POST /up HTTP/1.1\r\nHost: x\r\n"
    if chunked:
        data, at, number = head + b"Transfer-Encoding: chunked\r\n\r\n", 0, 0
        while at < len(body):
            piece = body[at : at + sizes[number % len(sizes)]]
            data += b"%x\r\n%b\r\n" % (len(piece), piece)
            at, number = at + len(piece), number + 1
        data += b"0\r\n\r\n"
    else:
        data = head + b"Content-Length: %d\r\n\r\n" % len(body) + body
    places = sorted({0, len(data), *(cut for cut in cuts if cut < len(data))})
    with Raw(house.server.port) as client:
        for start, end in itertools.pairwise(places):
            client.send(data[start:end])
        assert client.response()[0] == 200
        size = b"%d" % len(body)
        assert client.take(len(size) + 10) == b"%x\r\n%b\r\n0\r\n\r\n" % (len(size), size)


MUTATIONS = st.lists(
    st.tuples(
        st.integers(0, 300), st.sampled_from(["drop", "double", "change"]), st.binary(max_size=2)
    ),
    min_size=1,
    max_size=4,
)


def mutated(data: bytes, mutations: Any) -> bytes:
    """Return *data* with some bytes dropped, doubled or changed."""
    for at, how, other in mutations:
        at %= len(data)
        middle = {"drop": b"", "double": data[at : at + 1] * 2, "change": other}[how]
        data = data[:at] + middle + data[at + 1 :]
    return data


@hypothesis.given(st.sampled_from([UPLOAD, PIPELINE, HANDSHAKE + FRAMES_OF_A_CHAT]), MUTATIONS)
@hypothesis.settings(deadline=None, max_examples=150)
def test_any_mutation_is_survived(house: House, dialogue: bytes, mutations: Any) -> None:
    """A dialogue with some bytes wrong gets answers that are HTTP, or an end; never silence, and
    never a 500."""
    with Raw(house.server.port) as client:
        client.sock.settimeout(0.2)
        with contextlib.suppress(OSError):
            client.send(mutated(dialogue, mutations))
        with contextlib.suppress(TimeoutError, OSError):
            client.rest()
        answered = client.buffer
    if answered:
        assert answered.startswith((b"HTTP/1.1 1", b"HTTP/1.1 2", b"HTTP/1.1 4", b"HTTP/1.1 501"))
    assert b"HTTP/1.1 500" not in answered


def test_the_house_still_serves(house: House) -> None:
    """After all of that."""
    is_served(house)
    house.rest()


# --- endless --------------------------------------------------------------------------------------


def test_fragments_without_an_end_are_bounded() -> None:
    """They are one message, and it is too long at last: 1009."""
    with House(routing=ROUTING, limits=Limits(message_bytes=10_000)) as house:
        client = house.raw()
        client.request()
        assert client.response()[0] == 101
        client.send(frame(2, b"x" * 99, fin=False))
        with contextlib.suppress(OSError):
            for _ in range(1_000):
                client.send(frame(0, b"x" * 99, fin=False))
        assert client.closing()[0] == 1009
        client.sock.close()
        is_served(house)


def test_a_flood_of_pings_costs_the_flooder() -> None:
    """Who does not read its pongs gets the last one only; others are served meanwhile."""
    with House(routing=ROUTING) as house:
        client = house.raw(receive_buffer=4096)
        client.request()
        assert client.response()[0] == 101
        client.sock.settimeout(0.5)
        flood = frame(PING, b"x" * 125) * 500
        with contextlib.suppress(TimeoutError):
            for _ in range(200):
                client.send(flood)
        is_served(house)
        client.reset()
        house.rest()


def test_a_flood_of_connections_is_refused_and_forgotten() -> None:
    """More than fit get a 503; when they have gone everybody is served again."""
    with House(routing=ROUTING, limits=Limits(connections=20)) as house:
        clients = [Raw(house.server.port) for _ in range(60)]
        refused = 0
        for client in clients[20:]:
            with contextlib.suppress(ConnectionError, EOFError):
                refused += client.response()[0] == 503
        assert refused >= 35
        for client in clients:
            client.sock.close()
        with contextlib.suppress(ConnectionError):
            house.wait_for(lambda: serves(house))
    assert {event.status for event in house.events("connection.rejected")} == {503}


def serves(house: House) -> bool:
    """Say whether a client is served at present."""
    try:
        is_served(house)
    except (AssertionError, ConnectionError, EOFError):
        return False
    return True


def test_a_flood_of_frames_mutes_its_socket_only() -> None:
    """Beyond the capacity it is 1013 for that one, and the others are served."""
    with House(channel_capacity={"websocket.receive": 10}) as house:
        flooder, message = house.opened()
        other, other_message = house.opened()
        flooder.send(text("x") * 50)
        assert flooder.closing()[0] == 1013
        while house.layer.receive(["websocket.receive"])[0] is not None:
            pass
        other.send(text("next"))
        assert house.take("websocket.receive")["text"] == "next"
        house.reply(other_message, text="served")
        assert other.frame() == (1, b"served")
        house.reply(message, text="too late")
        for client in (flooder, other):
            client.sock.close()
        house.rest()
    assert house.lost() == {"no_connection": 1}
