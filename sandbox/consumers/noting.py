"""Facts that decorators add to the story of a message: sessions, users, turns.

Role: find the log of the layer that a message came from, and name a session without giving its
key away. A foreign layer has no log, and then nothing is noted. It must not know what the facts
mean, nor who reads them.
"""

from __future__ import annotations

import hashlib
from typing import Any

from sandbox.trace.log import Log

__all__ = ["log_of", "note", "short_hash"]

_SHOWN = 8
"""Hexadecimal digits of a session's name: enough to tell some thousand apart, useless as a key."""


def log_of(message: Any) -> Log | None:
    """Return the log of the layer that *message* came from; ``None`` where there is none."""
    log = getattr(message.channel_layer, "log", None)
    return log if isinstance(log, Log) else None


def note(message: Any, kind: str, **fields: Any) -> None:
    """Append an event of *kind* to the story of the consumer that runs with *message*."""
    log = log_of(message)
    if log is not None:
        log.note(kind, **fields)


def short_hash(session_key: str | None) -> str | None:
    """Return the name by which the log knows a session; ``None`` for one without a key.

    The key itself is a password and never enters the log (TRACE.md, "Events").
    """
    if not session_key:
        return None
    return hashlib.sha256(session_key.encode()).hexdigest()[:_SHOWN]
