"""How asyncio's transports read, and how they end.

Role: the one place that knows what is not in their documentation: an attribute, an error.
"""

from __future__ import annotations

import asyncio
from typing import Any

__all__ = ["PIECE", "end_output", "read_in_small_pieces"]

PIECE = 64 * 1024
"""Bytes that one read may bring."""


def read_in_small_pieces(transport: Any) -> None:
    """Let *transport* read 64 KiB at most at a time, where it is one of asyncio's own.

    asyncio makes room for 256 KiB before each read. That is more than the 128 KiB from which on
    the C library asks the system for memory of its own, so that each frame of ten bytes may cost
    two system calls and the zeroing of pages: measured, an echo took 2.5 times as much of a CPU.
    """
    if getattr(transport, "max_size", 0) > PIECE:
        transport.max_size = PIECE


def end_output(transport: asyncio.Transport) -> None:
    """Say that nothing more comes; a connection that has been reset meanwhile just ends.

    The socket raises where the loop has not seen the reset yet, as when many clients go at once.
    """
    try:
        transport.write_eof()
    except OSError:
        transport.abort()
