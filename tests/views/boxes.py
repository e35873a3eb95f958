"""Sandboxes for the tests of views: ended afterwards, and seen as the pump sees them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from sandbox import Group, Sandbox
from sandbox.views.prologue import Live

__all__ = ["add_chat", "live_of", "make_box"]


@pytest.fixture
def make_box() -> Iterator[Callable[..., Sandbox]]:
    """Make sandboxes that end with the test."""
    made: list[Sandbox] = []

    def make(**options: Any) -> Sandbox:
        made.append(Sandbox(**options))
        return made[-1]

    yield make
    for box in made:
        box.stop()


def add_chat(box: Sandbox, *, leaves: bool = True) -> None:
    """Register the talk's consumers; without *leaves* nobody takes closed tabs out."""

    @box.consumer("websocket.connect")
    def ws_add(message: Any) -> None:
        Group("chat").add(message.reply_channel)

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        Group("chat").send({"text": "[user] {}".format(message.content["text"])})

    if leaves:

        @box.consumer("websocket.disconnect")
        def ws_disconnect(message: Any) -> None:
            Group("chat").discard(message.reply_channel)


def live_of(box: Sandbox) -> Live:
    """Return what a sandbox's own stages look at."""
    return box._stages._feed.live
