"""The classic ``asgiref.inmemory``: the memory layer under its 2016 name and defaults.

Role: what ``"BACKEND": "asgiref.inmemory.ChannelLayer"`` resolves to. Its capacity is 10, as it
was (CLASSIC-SPEC §1.9, trap 1); the module's name contains ``inmemory``, by which the classic
code recognises layers that stay in one process. It must not know who uses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from sandbox.layers.memory import MemoryLayer

__all__ = ["ChannelLayer", "channel_layer"]

channel_layer: ChannelLayer
"""The classic module-level layer, one in a process; made when it is first asked for (§1.9)."""


class ChannelLayer(MemoryLayer):
    """A memory layer with the classic defaults: capacity 10 for every channel.

    Positional arguments as in 2016; the keyword-only ones are those of
    :class:`~sandbox.layers.memory.MemoryLayer`.
    """

    extensions: ClassVar[list[str]] = ["groups", "flush", "statistics", "async"]

    def __init__(
        self,
        expiry: float = 60,
        group_expiry: float = 86400,
        capacity: int = 10,
        channel_capacity: Mapping[Any, int] | None = None,
        **injected: Any,
    ) -> None:
        super().__init__(expiry, group_expiry, capacity, channel_capacity, **injected)


def __getattr__(name: str) -> Any:
    """Make ``channel_layer`` (PEP 562). Two threads that ask at once get the same one."""
    if name != "channel_layer":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return globals().setdefault(name, ChannelLayer())
