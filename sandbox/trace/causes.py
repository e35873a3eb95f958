"""Who acts now, and because of what.

Role: the one context variable that links an event to its cause (TRACE.md, "Causes"). Whoever
acts (a consumer's run, a view, a cell, a tab) sets it; layers read it when they append. It must
not know who sets it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["CELL", "acting", "acting_as"]

CELL: tuple[int, str] = (0, "cell")
"""The default: no cause, and the actor is the person at the keyboard."""

acting: ContextVar[tuple[int, str]] = ContextVar("sandbox_acting", default=CELL)
"""``(cause id, logical actor)`` of what happens now. Id 0 means that there is no cause."""


@contextmanager
def acting_as(where: str, cause: int = 0) -> Iterator[None]:
    """Let everything inside the block happen at *where* because of *cause*."""
    token = acting.set((cause, where))
    try:
        yield
    finally:
        acting.reset(token)
