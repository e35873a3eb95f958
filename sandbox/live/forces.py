"""What makes a fault so, and ends it: one small class for each way in which things go wrong.

Role: the shells between :mod:`sandbox.live.faults` and the parts that a fault befalls: a worker, a
server's connection, a layer's table. They must not know names, handles or which faults there are.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.live.conditions import Condition
from sandbox.live.targets import Target
from sandbox.trace.causes import acting, acting_as

__all__ = ["Force", "Frozen", "Full", "Impaired", "Lasting", "Moment", "Row", "Slow", "Store"]


class Force:
    """Something that can be made so, and ended. Any thread may call."""

    momentary = False
    """Whether it is over as soon as it has happened."""
    tells = False
    """Whether it says by itself in the log when it begins and ends."""

    def begin(self, number: int, told: Mapping[str, Any], undo: Callable[[], object]) -> None:
        """Make it so. *number*: the fault's id; *told*: what the log says of it; *undo*: is called
        where it is over by itself."""
        raise NotImplementedError

    def end(self, *, closing: bool) -> None:
        """Make it as before; *closing*: the sandbox ends, so nothing is repaired."""

    @property
    def active(self) -> bool:
        """Whether it is so still."""
        return True


class Lasting(Force):
    """Something that is done, and something that undoes it."""

    def __init__(self, begin: Callable[[], object], end: Callable[[], object]) -> None:
        self._begin, self._end = begin, end

    def begin(self, number: int, told: Mapping[str, Any], undo: Callable[[], object]) -> None:
        """Do it, with the fault as the cause of what follows."""
        with acting_as(acting.get()[1], number):
            self._begin()

    def end(self, *, closing: bool) -> None:
        """Undo it, unless the sandbox ends."""
        if not closing:
            self._end()


class Moment(Lasting):
    """Something that is over as soon as it has happened."""

    momentary = True

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__(act, lambda: None)


class Store(Lasting):
    """Something about the server behind a layer; it goes on even as the sandbox ends, since its
    last words go there."""

    def end(self, *, closing: bool) -> None:
        """Undo it in any case."""
        self._end()


class Frozen(Force):
    """A worker that takes nothing; over, too, once another thread has taken its place."""

    def __init__(self, place: Any) -> None:
        self._place, self._worker = place, place.worker

    def begin(self, number: int, told: Mapping[str, Any], undo: Callable[[], object]) -> None:
        """Let it take nothing more."""
        self._worker.freeze()

    def end(self, *, closing: bool) -> None:
        """Let it take messages again."""
        self._worker.thaw()

    @property
    def active(self) -> bool:
        """Whether the frozen thread is the place's own still."""
        return self._place.worker is self._worker


class Slow(Force):
    """A consumer whose runs begin with a wait; undone, it is over for who waits, too."""

    def __init__(
        self,
        slowed: dict[str, Callable[[], object]],
        name: str,
        wait: float,
        pause: Callable[[threading.Event, float], object] = threading.Event.wait,
    ) -> None:
        """*pause* waits until the event is set, or so many seconds."""
        self._slowed, self._name, self._wait = slowed, name, wait
        self._over = threading.Event()
        self._pausing = pause

    def begin(self, number: int, told: Mapping[str, Any], undo: Callable[[], object]) -> None:
        """Let each run wait from now on."""
        self._slowed[self._name] = self._pause

    def _pause(self) -> None:
        self._pausing(self._over, self._wait)

    def end(self, *, closing: bool) -> None:
        """Let nobody wait any more."""
        if self._slowed.get(self._name) == self._pause:
            del self._slowed[self._name]
        self._over.set()


class Impaired(Force):
    """A connection whose client reads slowly or not at all; over, too, when it has gone."""

    def __init__(self, server: Any, connection: Any, wait: float | None) -> None:
        self._server, self._connection, self._wait = server, connection, wait
        self._undo: Callable[[], None] | None = None

    def begin(self, number: int, told: Mapping[str, Any], undo: Callable[[], object]) -> None:
        """Let each frame wait."""
        self._undo = self._server.impair(self._connection, self._wait, undo)

    def end(self, *, closing: bool) -> None:
        """Let what waits go."""
        if self._undo is not None:
            self._undo()


class Full(Force):
    """A channel that has no room."""

    def __init__(self, aim: Target) -> None:
        self._layer = aim.layer.channel_layer
        self._name = aim.name.rpartition("/")[2]

    def begin(self, number: int, told: Mapping[str, Any], undo: Callable[[], object]) -> None:
        """Let it hold nothing more."""
        with self._layer.lock:
            self._layer.store.queue(self._name).capacity = 0

    def end(self, *, closing: bool) -> None:
        """Give it its capacity back, and wake who waits for room."""
        with self._layer.lock:
            store = self._layer.store
            queue = store.queue(self._name)
            queue.capacity = store.capacity_of(queue.name)
            queue.make_room()


class Row(Force):
    """A row of the layer's table of faults (:class:`sandbox.layers.queues.Fault`), which loses
    *limit* messages (``None``: all) that are aimed at and that *test* picks."""

    tells = True

    def __init__(
        self, layer: Any, matches: Condition, test: Condition, limit: int | None, reason: str
    ) -> None:
        self._layer = layer
        self._matches = matches
        self._test = test
        self._left = limit
        self.id = 0
        self.reason = reason
        """Of the losses: ``fault`` or ``expired``."""
        self.told: Mapping[str, Any] = {}
        """What the log says of it."""

    @property
    def spent(self) -> bool:
        """Whether it has lost all that it was to lose."""
        return self._left == 0

    def loses(self, channel: str, content: dict[str, Any], group: str | None) -> bool:
        """Say whether this message is to be lost, and count it; called under the layer's lock."""
        if self.spent or not self._fits(channel, content, group):
            return False
        if self._left is not None:
            self._left -= 1
        return True

    def _fits(self, channel: str, content: dict[str, Any], group: str | None) -> bool:
        return self._matches(channel, content, group) and self._test(channel, content, group)

    def begin(self, number: int, told: Mapping[str, Any], undo: Callable[[], object]) -> None:
        """Stand in the table; where messages are to expire, those that wait do so now."""
        self.id, self.told = number, told
        layer, (_, who) = self._layer, acting.get()
        with layer.lock:
            now = layer.clock()
            layer.store.begin_fault(self, now, who)
            if self.reason == "expired":
                layer.store.expire_matching(self._fits, now, who, number)

    def end(self, *, closing: bool) -> None:
        """Leave the table; harmless where it has left it by itself."""
        _, who = acting.get()
        with self._layer.lock:
            self._layer.store.end_fault(self, self._layer.clock(), who, self.id)

    @property
    def active(self) -> bool:
        """Whether it stands in the table."""
        return self in self._layer.store.faults
