"""What is counted and told of a message that was not accepted.

Role: the one form of a refusal for every layer (TRACE.md, ``message.refused``). Pure. It must not
know where messages are kept.
"""

from __future__ import annotations

from typing import Any

from sandbox.layers.copying import copy_content
from sandbox.trace import ops
from sandbox.trace.ledger import INVALID_NAME
from sandbox.trace.redact import redact

__all__ = ["refusal"]

_LONGEST_NAME = 200
"""Characters that the log keeps of a name that was refused: names have no bound before a check."""


def refusal(
    channel: Any,
    content: Any,
    reason: str,
    now: float,
    where: str,
    cause: int,
    layer: str,
    attempts: int,
) -> tuple[str, tuple[Any, ...]]:
    """Return the channel by which it is counted, and the log's raw entry.

    *content* may still be the sender's own: the log gets a copy.
    """
    invalid = reason == "invalid_name" or not isinstance(channel, str)
    name = channel[:_LONGEST_NAME] if type(channel) is str else _of_type(channel)
    fact = (ops.REFUSED, now, where, cause, layer, name, reason, _shown(content), attempts)
    return INVALID_NAME if invalid else channel, fact


def _of_type(value: Any) -> str:
    return f"<{type(value).__name__}>"


def _shown(content: Any) -> Any:
    """Return what the log may keep of a message that was refused: a copy, or just its type."""
    if not isinstance(content, dict):
        return content if content is None or type(content) in (str, bytes) else _of_type(content)
    try:
        return redact(copy_content(content))
    except Exception:
        return _of_type(content)
