"""How asyncio's transports read.

Role: the one place that knows an attribute of theirs which is not in their documentation.
"""

from __future__ import annotations

from typing import Any

__all__ = ["PIECE", "read_in_small_pieces"]

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
