"""A layer with a log, on a manual clock, and what there is to aim at on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.consumers.routing import route
from sandbox.layers.memory import MemoryLayer
from sandbox.live.holds import Holds
from sandbox.live.targets import Surroundings
from sandbox.runtime.clock import ManualClock
from tests.layers.makers import logged

__all__ = ["World", "on_jobs", "ws_message"]


def on_jobs(message: Any) -> None:
    """Take what is sent to jobs."""


def ws_message(message: Any) -> None:
    """Take frames of /chat."""


class World:
    """Two layers of one log; alice has a tab, and "chat" is a group."""

    def __init__(self, **settings: Any) -> None:
        self.clock = ManualClock(100.0)
        self.layer, self.log = logged(self.clock, **settings)
        second = MemoryLayer(alias="second", clock=self.clock, log=self.log)
        routing = [route("jobs", on_jobs), route("websocket.receive", ws_message, path="^/chat")]
        self.wrapper = ChannelLayerWrapper(self.layer, "default", routing)
        self.second = ChannelLayerWrapper(second, "second", [])
        self.timers: list[tuple[float, Callable[[], object]]] = []
        self.around = Surroundings(
            layers=lambda: {"default": self.wrapper, "second": self.second},
            owner={"s!alice": "alice", "s!bob": "bob"}.get,
            tabs=lambda: ["alice", "bob", "twice"],
            groups=lambda: ["chat", "second/chat", "twice"],
            consumers=lambda: [rule.consumer for rule in self.wrapper.router.rules],
            channels=lambda: ["jobs", "websocket.receive"],
            replies=lambda: {"c3": "s!page"},
        )
        self.holds = Holds(
            log=self.log,
            around=self.around,
            later=lambda seconds, run: self.timers.append((self.clock() + seconds, run)),
        )

    def advance(self, seconds: float) -> None:
        """Let time pass, and ring what is due."""
        self.clock.advance(seconds)
        due = [run for moment, run in self.timers if moment <= self.clock()]
        self.timers = [one for one in self.timers if one[0] > self.clock()]
        for run in due:
            run()

    def kinds(self) -> list[str]:
        """The kinds of all events but the layers' own."""
        return [event.kind for event in self.log.events() if not event.kind.startswith("layer.")]
