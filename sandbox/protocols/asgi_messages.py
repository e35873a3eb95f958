"""What an application's ASGI messages for a WebSocket mean, and what is wrong with them.

Role: a message in, its opcode and payload out, or an error that says what was expected. Pure; it
must not know connections or their states.
"""

from __future__ import annotations

from typing import Any

from sandbox.protocols.frames import BINARY, TEXT

__all__ = ["data_of", "out_of_place"]


def data_of(message: dict[str, Any]) -> tuple[int, bytes]:
    """Return opcode and payload of a ``websocket.send``; ``TypeError`` says what is wrong."""
    text, data = message.get("text"), message.get("bytes")
    if (text is None) == (data is None):
        found = "neither" if text is None else "both"
        raise TypeError(f"websocket.send expects either text or bytes, but {found} came.")
    if data is None:
        if isinstance(text, str):
            return TEXT, text.encode()
        raise TypeError(
            f"websocket.send expects text as str, not {type(text).__name__}; "
            "bytes go under the key 'bytes'."
        )
    if isinstance(data, bytes):
        return BINARY, data
    raise TypeError(
        f"websocket.send expects bytes as bytes, not {type(data).__name__}; "
        "str goes under the key 'text'."
    )


def out_of_place(kind: str, expected: str) -> RuntimeError:
    """Return the error for an ASGI message that does not fit the connection's state."""
    return RuntimeError(f"Expected {expected} but {kind!r} was sent.")
