"""What tests ask of a sandbox whose workers and servers are processes."""

from __future__ import annotations

from typing import Any

from sandbox import Sandbox

GREETING = "hello "


def happened(box: Sandbox, *kinds: str) -> list[Any]:
    """The events of these kinds."""
    return [event for event in box.log.events() if event.kind in kinds]


def members_of(box: Sandbox) -> list[int]:
    """Its processes."""
    places = [*box.workers.values(), *(place.server for place in box.servers.values())]
    return [place.pid for place in places]


def speaks(box: Sandbox, text: str) -> bool:
    """Whether alice hears what she says."""
    box.tabs["alice"].send(text)
    return bool(box.tabs["alice"].expect(GREETING + text, timeout=20) == GREETING + text)
