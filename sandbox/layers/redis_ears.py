"""Who in this process listens to which queues of a Redis layer, and whom a bell wakes.

Role: the process's own side of waiting. The servers know per queue whether this process waits;
here is which of its threads and loops do. Pure; whoever calls holds the layer's lock. It must not
know of connections.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sandbox.layers.queues import Wake

__all__ = ["Ears", "RedisListener"]


class RedisListener:
    """Somebody in this process who takes from a set of channels, for as long as it is open."""

    __slots__ = ("armed", "channels", "closed", "ready", "taken", "wake", "where")

    def __init__(self, wake: Wake, where: str) -> None:
        self.wake = wake
        self.where = where
        self.channels: frozenset[str] = frozenset()
        self.armed = False
        """Whether *wake* is to be called when something comes."""
        self.ready = False
        """Whether something may have come since it last found nothing."""
        self.taken: object = None
        """What it took last: an interrupt may come before the reader has it."""
        self.closed = False


class _Ear:
    """One queue that this process listens to."""

    __slots__ = ("listeners", "waits")

    def __init__(self) -> None:
        self.listeners: list[RedisListener] = []
        self.waits: set[int] = set()
        """Shards that will ring when something comes."""


class Ears:
    """All queues that somebody in this process listens to, and senders that wait for room."""

    def __init__(self) -> None:
        self._ears: dict[str, _Ear] = {}
        self._room: dict[str, list[Wake]] = {}

    def __bool__(self) -> bool:
        return bool(self._ears)

    def listen(
        self, listener: RedisListener, channels: Iterable[str]
    ) -> tuple[list[str], list[str]]:
        """Let *listener* hear exactly *channels*; return the queues that this process begins to
        listen to, and those that it ends with."""
        wanted = frozenset(channels)
        begun, ended = [], []
        for name in sorted(listener.channels - wanted):
            ear = self._ears[name]
            ear.listeners.remove(listener)
            if not ear.listeners:
                del self._ears[name]
                ended.append(name)
        for name in sorted(wanted - listener.channels):
            if name not in self._ears:
                begun.append(name)
                self._ears[name] = _Ear()
            self._ears[name].listeners.append(listener)
        listener.channels = wanted
        listener.ready = True
        return begun, ended

    def rang(self, queue: str, shard: int) -> Wake | None:
        """A server has rung for *queue*: return the wake-up of one who waits for it."""
        ear = self._ears.get(queue)
        if ear is None:
            return None
        ear.waits.discard(shard)
        return self.news(queue)

    def news(self, queue: str) -> Wake | None:
        """Something came onto *queue*: return the wake-up of one who waits for it."""
        ear = self._ears.get(queue)
        found: Wake | None = None
        for listener in ear.listeners if ear is not None else ():
            listener.ready = True
            if listener.armed and found is None:
                listener.armed = False
                found = listener.wake
        return found

    def waits(
        self, listener: RedisListener, shards: int, is_on: Callable[[str, int], bool]
    ) -> bool:
        """Say whether every server will ring for everything that *listener* hears."""
        for name in listener.channels:
            there = self._ears[name].waits
            if len(there) < shards and any(
                shard not in there for shard in range(shards) if is_on(name, shard)
            ):
                return False
        return True

    def now_waits(self, queues: Iterable[str], shard: int) -> None:
        """A server will ring for these."""
        for name in queues:
            ear = self._ears.get(name)
            if ear is not None:
                ear.waits.add(shard)

    def others(self, listener: RedisListener, shard: int) -> list[str]:
        """Return the queues of *listener* for which somebody else waits and no bell would ring."""
        found = []
        for name in listener.channels:
            ear = self._ears[name]
            if shard not in ear.waits and any(
                other.armed for other in ear.listeners if other is not listener
            ):
                found.append(name)
        return found

    def armed(self, shard: int, is_on: Callable[[str, int], bool]) -> list[str]:
        """Return the queues on a shard that somebody waits for."""
        return [
            name
            for name, ear in self._ears.items()
            if is_on(name, shard) and any(one.armed for one in ear.listeners)
        ]

    def of_shard(self, shard: int, is_on: Callable[[str, int], bool]) -> list[str]:
        """Return the queues on a shard that somebody listens to."""
        return [name for name in self._ears if is_on(name, shard)]

    def listeners(self, queue: str) -> list[RedisListener]:
        """Return who listens to *queue* in this process."""
        ear = self._ears.get(queue)
        return list(ear.listeners) if ear is not None else []

    def names(self) -> list[str]:
        """Return every queue that somebody listens to."""
        return list(self._ears)

    def forget_waits(self, shard: int) -> None:
        """A server may have forgotten whom to ring."""
        for ear in self._ears.values():
            ear.waits.discard(shard)

    def everybody(self) -> list[Wake]:
        """Let all look for themselves; return the wake-ups of all who wait, also for room."""
        wakes: list[Wake] = []
        for listener in {one for ear in self._ears.values() for one in ear.listeners}:
            listener.ready = True
            if listener.armed:
                listener.armed = False
                wakes.append(listener.wake)
        for queue in list(self._room):
            wakes += self.room(queue)
        return wakes

    # -- senders -----------------------------------------------------------------------------

    def wait_for_room(self, queue: str, wake: Wake) -> None:
        """Call *wake* once, when there may be room on *queue*."""
        self._room.setdefault(queue, []).append(wake)

    def forget_room(self, queue: str, wake: Wake) -> None:
        """Undo that; harmless where it was called already."""
        waiting = self._room.get(queue)
        if waiting is not None and wake in waiting:
            waiting.remove(wake)
            if not waiting:
                del self._room[queue]

    def room(self, queue: str) -> list[Wake]:
        """There may be room on *queue*: return whom to wake."""
        return self._room.pop(queue, [])
