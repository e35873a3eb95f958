"""Swapping code: who does it, and new functions in the place of old ones.

Role: rebuild a routing around other consumers, all at once, and say by whom a change is made. It
must not know what is registered, nor how a router comes to serve.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sandbox.consumers.routing import Route

__all__ = ["changing_by", "changing_now", "consumers_of", "substituted"]

_by: ContextVar[str | None] = ContextVar("sandbox_changing_by", default=None)


@contextmanager
def changing_by(by: str) -> Iterator[None]:
    """Let what changes in the block be a change of *by*: "editor", "file" or "undo"."""
    token = _by.set(by)
    try:
        yield
    finally:
        _by.reset(token)


def changing_now() -> str | None:
    """Return who changes code in this thread; ``None``: nobody has said so."""
    return _by.get()


def substituted(entries: Iterable[Any], other: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Return routing *entries* with ``other(consumer)`` for each consumer in them.

    Entries in which nothing is another stay the very same objects; the rest are copied, so that a
    router that was made of the old ones goes on unchanged. Entries that decide by themselves are
    asked for nothing. ``NotAConsumer`` for what cannot consume.
    """
    return tuple(_substitute(entry, other) for entry in entries)


def _substitute(entry: Any, other: Callable[[Any], Any]) -> Any:
    inner = getattr(entry, "routing", None)
    if isinstance(inner, list | tuple):
        new = substituted(inner, other)
        if all(one is two for one, two in zip(inner, new, strict=True)):
            return entry
        return _copy_with(entry, "routing", list(new))
    if not hasattr(entry, "consumer"):
        return entry
    consumer = other(entry.consumer)
    if consumer is entry.consumer:
        return entry
    # Whatever comes in is checked as any consumer of a route is.
    return _copy_with(entry, "consumer", Route("websocket.receive", consumer).consumer)


def _copy_with(entry: Any, name: str, value: Any) -> Any:
    entry = copy.copy(entry)
    setattr(entry, name, value)
    return entry


def consumers_of(entries: Iterable[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield (entry, consumer) of every route in *entries*, includes opened."""
    for entry in entries:
        inner = getattr(entry, "routing", None)
        if inner is not None:
            yield from consumers_of(inner)
        elif hasattr(entry, "consumer"):
            yield entry, entry.consumer
