"""A layer with a log and a routing, and a worker's turn taken by hand."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.layers.copying import copy_content
from sandbox.layers.memory import MemoryLayer, ThreadListener
from sandbox.runtime.clock import Clock, monotonic
from sandbox.trace.log import Log
from sandbox.workers.dispatch import Dispatcher

PATIENCE = 10.0
"""Seconds after which what must happen is taken not to; a passing test never waits so long."""


class Scene:
    """One layer, its wrapper and its log; *options* are the dispatcher's."""

    def __init__(
        self, *routing: Any, capacity: int = 100, clock: Clock = monotonic, **options: Any
    ) -> None:
        self.clock = clock
        self.log = Log(clock)
        self.layer = MemoryLayer(capacity=capacity, clock=clock, log=self.log)
        self.wrapper = ChannelLayerWrapper(self.layer, "default", list(routing))
        self.options: dict[str, Any] = {"where": "worker:1", "wait": threading.Event().wait}
        self.options |= options
        self._dispatcher: Dispatcher | None = None
        self.listener: ThreadListener | None = None

    @property
    def dispatcher(self) -> Dispatcher:
        """The one dispatcher, made when it is first needed."""
        if self._dispatcher is None:
            self._dispatcher = Dispatcher(
                self.wrapper, clock=self.clock, log=self.log, **self.options
            )
        return self._dispatcher

    def turn(self) -> str | None:
        """Take the next message of the routed channels, dispatch and settle it."""
        where = self.options["where"]
        if self.listener is None:
            self.listener = self.layer.listen(self.wrapper.router.channels, where=where)
        entry = self.listener.take(0)
        assert entry is not None, "there was nothing to take"
        lost = self.dispatcher.dispatch(entry[2], copy_content(entry[3]), entry[1])
        if lost is None:
            self.layer.settle(entry, where=where)
        else:
            self.layer.lose(entry, lost, where=where)
        return lost

    def play(self, channel: str, **content: Any) -> str | None:
        """Send a message and take one turn."""
        self.layer.send(channel, content)
        return self.turn()

    def got(self, channel: str) -> list[dict[str, Any]]:
        """Receive everything that waits on *channel*."""
        name, found = channel.partition("!"), []
        while True:
            message = self.layer.receive([name[0] + name[1]])[1]
            if message is None:
                return found
            found.append(message)

    def kinds(self, *wanted: str) -> list[str]:
        """Return the kinds of events so far; with *wanted* only those that begin so."""
        kinds = [event.kind for event in self.log.events()]
        return [kind for kind in kinds if not wanted or kind.startswith(wanted)]

    def events(self, kind: str) -> list[Any]:
        """Return the events of *kind*."""
        return [event for event in self.log.events() if event.kind == kind]

    def check_books(self) -> None:
        """Nothing is in hand, and the log tells the same sums as the layer keeps."""
        ledger = self.layer.ledger()
        assert [row for row in ledger.rows.values() if row.in_hand] == []
        for row in ledger.rows.values():
            assert row.accepted == row.queued + row.held + row.delivered + sum(row.lost.values())
        assert ledger == self.log.ledger()


class Told:
    """An event that a consumer sets with a value, and the test waits for."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self.value: Any = None

    def tell(self, value: Any = None) -> None:
        """Set it."""
        self.value = value
        self._event.set()

    def wait(self) -> Any:
        """Wait for it and return the value."""
        assert self._event.wait(PATIENCE), "it was never told"
        return self.value


def wait_for(log: Log, true: Callable[[], bool]) -> None:
    """Wait until *true* says so, looking whenever the log gets an entry."""
    until = monotonic() + PATIENCE
    while True:
        cursor = log.end
        if true():
            return
        assert log.wait(cursor, timeout=max(until - monotonic(), 0.0)), "it never came true"
