"""WebSocket without sockets: the truth table of §2.4, and the messages of §2.3."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.protocols.websocket import (
    CLOSED,
    HANDSHAKE,
    OPEN,
    Malformed,
    WebSocketState,
    connect_message,
    disconnect_message,
    header_list,
    joined_headers,
)

ACCEPT = {"type": "websocket.accept", "subprotocol": None}
REJECT = {"type": "websocket.close"}


def text(value: str) -> dict[str, Any]:
    """Return the ASGI event that sends a text."""
    return {"type": "websocket.send", "text": value}


def data(value: bytes) -> dict[str, Any]:
    """Return the ASGI event that sends bytes."""
    return {"type": "websocket.send", "bytes": value}


def close(code: int) -> dict[str, Any]:
    """Return the ASGI event that closes an open socket."""
    return {"type": "websocket.close", "code": code}


HANDSHAKING: list[tuple[dict[str, Any], list[Any], str]] = [
    ({}, [], HANDSHAKE),
    ({"accept": None}, [], HANDSHAKE),
    ({"text": ""}, [], HANDSHAKE),
    ({"bytes": b""}, [], HANDSHAKE),
    ({"text": None, "bytes": None, "close": None}, [], HANDSHAKE),
    ({"close": False}, [], HANDSHAKE),
    ({"accept": True}, [ACCEPT], OPEN),
    ({"accept": True, "text": ""}, [ACCEPT], OPEN),
    ({"accept": True, "bytes": b""}, [ACCEPT], OPEN),
    ({"accept": True, "text": "a"}, [ACCEPT, text("a")], OPEN),
    ({"text": "a"}, [ACCEPT, text("a")], OPEN),
    ({"bytes": b"a"}, [ACCEPT, data(b"a")], OPEN),
    ({"text": "", "bytes": b"a"}, [ACCEPT, data(b"a")], OPEN),
    ({"text": "a", "bytes": b""}, [ACCEPT, text("a")], OPEN),
    ({"bytes": bytearray(b"a")}, [ACCEPT, data(b"a")], OPEN),
    ({"accept": False}, [REJECT], CLOSED),
    ({"accept": False, "text": "a", "close": 4000}, [REJECT], CLOSED),
    ({"close": True}, [REJECT], CLOSED),
    ({"close": 4000}, [REJECT], CLOSED),
    ({"close": True, "text": ""}, [REJECT], CLOSED),
    ({"close": True, "text": "a"}, [ACCEPT, text("a"), close(1000)], CLOSED),
    ({"close": 4000, "bytes": b"a"}, [ACCEPT, data(b"a"), close(4000)], CLOSED),
    ({"accept": True, "close": True}, [ACCEPT, close(1000)], CLOSED),
    ({"accept": True, "text": "a", "close": 3000}, [ACCEPT, text("a"), close(3000)], CLOSED),
]

WHEN_OPEN: list[tuple[dict[str, Any], list[Any], str]] = [
    ({}, [], OPEN),
    ({"accept": True}, [], OPEN),
    ({"accept": False}, [], OPEN),
    ({"accept": False, "text": "a"}, [text("a")], OPEN),
    ({"text": "a"}, [text("a")], OPEN),
    ({"bytes": b"a"}, [data(b"a")], OPEN),
    ({"close": True}, [close(1000)], CLOSED),
    ({"close": 1000}, [close(1000)], CLOSED),
    ({"close": 4999}, [close(4999)], CLOSED),
    ({"close": 0}, [], OPEN),
    ({"close": True, "text": "a"}, [text("a"), close(1000)], CLOSED),
    # Not as in 2016, which could send no empty frames: a client that sends one to an echo wants it.
    ({"text": ""}, [text("")], OPEN),
    ({"bytes": b""}, [data(b"")], OPEN),
]

MALFORMED: list[dict[str, Any]] = [
    {"txt": "a"},
    {"accept": True, "order": 1},
    {"text": "a", "bytes": b"a"},
    {"text": b"a"},
    {"text": 3},
    {"bytes": "a"},
    {"close": 999},
    {"close": 1005},
    {"close": 2999},
    {"close": 5000},
    {"close": "yes"},
]


@pytest.mark.parametrize(("reply", "events", "phase"), HANDSHAKING)
def test_a_reply_while_handshaking(reply: dict[str, Any], events: list[Any], phase: str) -> None:
    """The left column of §2.4's table."""
    state = WebSocketState()
    assert list(state.answer(reply)) == events
    assert state.phase == phase


@pytest.mark.parametrize(("reply", "events", "phase"), WHEN_OPEN)
def test_a_reply_to_an_open_socket(reply: dict[str, Any], events: list[Any], phase: str) -> None:
    """The right column of §2.4's table."""
    state = WebSocketState()
    state.phase = OPEN
    assert list(state.answer(reply)) == events
    assert state.phase == phase


@pytest.mark.parametrize("reply", MALFORMED)
@pytest.mark.parametrize("phase", [HANDSHAKE, OPEN])
def test_what_is_no_reply_changes_nothing(reply: dict[str, Any], phase: str) -> None:
    """It is refused with a text, and the socket stays as it is."""
    state = WebSocketState()
    state.phase = phase
    with pytest.raises(Malformed):
        state.answer(reply)
    assert state.phase == phase


def test_a_closed_socket_answers_nothing() -> None:
    """Whatever comes later is nothing to it."""
    state = WebSocketState()
    state.phase = CLOSED
    assert state.answer({"accept": True, "text": "a"}) == ()


def test_the_subprotocol_goes_with_the_accept() -> None:
    """What was agreed on is said when the socket is accepted."""
    assert WebSocketState("chat").answer({"accept": True}) == (
        {"type": "websocket.accept", "subprotocol": "chat"},
    )


def test_headers_with_underscores_are_dropped() -> None:
    """They would pass for others (CVE-2015-0219)."""
    assert header_list([(b"a-b", b" 1\t"), (b"a_b", b"2")]) == [(b"a-b", b"1")]


def test_repeated_headers_are_joined() -> None:
    """A handshake's headers are pairs, in the order of their first coming."""
    headers = [(b"a", b"1"), (b"b", b"2"), (b"a", b"3"), (b"a_b", b"4")]
    assert joined_headers(headers) == [(b"a", b"1,3"), (b"b", b"2")]


def test_a_connect_has_exactly_these_keys() -> None:
    """As Daphne sent it: without scheme and root path; headers are tuples."""
    scope = {"path": "/ä", "headers": [(b"a", b"1")], "client": ("h", 1), "server": None}
    assert connect_message(scope, "r!x") == {
        "reply_channel": "r!x",
        "path": "/ä",
        "headers": [(b"a", b"1")],
        "query_string": b"",
        "client": ["h", 1],
        "server": None,
        "order": 0,
    }


def test_a_goodbye_has_a_code_and_an_order() -> None:
    """websocket.disconnect carries both, and the path."""
    assert disconnect_message("r!x", "/", 1005, 3) == {
        "reply_channel": "r!x",
        "code": 1005,
        "path": "/",
        "order": 3,
    }
