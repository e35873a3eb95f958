"""What an application's messages carry."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.protocols.asgi_messages import data_of, out_of_place


@pytest.mark.parametrize(
    ("message", "data"),
    [
        ({"text": "é"}, (1, "é".encode())),
        ({"text": "", "bytes": None}, (1, b"")),
        ({"bytes": b"\xff"}, (2, b"\xff")),
        ({"bytes": b"", "text": None}, (2, b"")),
    ],
)
def test_text_and_bytes_have_their_opcode(message: dict[str, Any], data: tuple[int, bytes]) -> None:
    """Empty ones too: the other key may be absent or None."""
    assert data_of(message) == data


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ({}, "neither came"),
        ({"text": "a", "bytes": b"b"}, "both came"),
        ({"text": b"a"}, "under the key 'bytes'"),
        ({"bytes": "a"}, "under the key 'text'"),
        ({"text": 1}, "not int"),
    ],
)
def test_what_carries_nothing_is_named(message: dict[str, Any], says: str) -> None:
    """The text says what came, and where it belongs."""
    with pytest.raises(TypeError, match=says):
        data_of(message)


def test_a_message_out_of_place_is_named() -> None:
    """With what was expected."""
    error = out_of_place("websocket.send", "websocket.accept")
    assert str(error) == "Expected websocket.accept but 'websocket.send' was sent."
