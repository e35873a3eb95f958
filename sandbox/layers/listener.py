"""Taking messages on a thread: it sleeps until one comes.

Role: the shell by which workers and blocking readers wait for a layer in memory. Waiting is
parking on a lock that the sender releases: nothing polls. It must not know who waits, nor why.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sandbox.layers.names import receivable
from sandbox.layers.queues import Entry, Listener
from sandbox.runtime.clock import monotonic
from sandbox.runtime.wakeups import putoff

if TYPE_CHECKING:
    from sandbox.layers.memory import MemoryLayer

__all__ = ["ThreadListener"]


class ThreadListener:
    """Takes from a set of channels on one thread; others may close it or change its channels."""

    def __init__(self, layer: MemoryLayer, channels: Iterable[str], where: str) -> None:
        self._layer = layer
        self._parked = threading.Lock()
        self._parked.acquire()
        self._listener = Listener(self._ring, where)
        self.set_channels(channels)

    @property
    def channels(self) -> frozenset[str]:
        """What it listens to."""
        return self._listener.channels

    @property
    def closed(self) -> bool:
        """Whether it has ended."""
        return self._listener.closed

    def set_channels(self, channels: Iterable[str]) -> None:
        """Listen to exactly *channels* from now on; heard at once, also by a waiting thread."""
        wanted = receivable(channels)
        with self._layer.lock:
            if self._listener.closed:
                return
            wakes = self._layer.store.listen(self._listener, wanted)
        for wake in wakes:
            wake()

    def take(self, timeout: float | None = None) -> Entry | None:
        """Wait for a message and take it in hand; ``None`` after *timeout* seconds or when closed.

        Settle it with the layer's :meth:`~MemoryLayer.settle` or :meth:`~MemoryLayer.lose`. One
        thread at a time. A message that an interrupt keeps from the caller is lost as
        ``worker_killed``.
        """
        listener = self._listener
        listener.taken = None
        try:
            return self._wait(timeout, False)
        except BaseException:
            if listener.taken is not None:
                self._layer.lose(listener.taken, "worker_killed", where=listener.where)
            raise

    def take_now(self) -> Entry | None:
        """Like :meth:`take` without any waiting; for who is asked again and again, as a stepped
        worker is."""
        layer, listener = self._layer, self._listener
        with layer.lock:
            return layer.store.take(listener, layer.clock()) if listener.ready else None

    def receive(self, timeout: float | None = None) -> Entry | None:
        """Like :meth:`take`, and the message counts as delivered at once."""
        return self._wait(timeout, True)

    def _wait(self, timeout: float | None, settled: bool) -> Entry | None:
        layer, listener = self._layer, self._listener
        store, lock, clock = layer.store, layer.lock, layer.clock
        # A layer may have a clock that no sleeping thread sees moving, as in many tests.
        elapsed = monotonic if layer.waiting is None else clock
        deadline = None
        while True:
            with lock:
                entry = store.take(listener, clock(), settled)
                if entry is not None:
                    return entry
                if listener.closed:
                    return None
                listener.armed = True
            putoff.flush()
            left = None
            if timeout is not None:
                now = elapsed()
                deadline = now + max(timeout, 0.0) if deadline is None else deadline
                left = max(deadline - now, 0.0)
            try:
                if layer.park(self._parked, left):
                    continue
            except BaseException:
                self._renew()
                raise
            if self._disarm():
                return None

    def _ring(self) -> None:
        # After an interrupt a wake-up may be rung twice (MemoryLayer._wake_again).
        try:  # noqa: SIM105 - suppress() costs as much as the wake-up
            self._parked.release()
        except RuntimeError:
            pass

    def _disarm(self) -> bool:
        """Stop waiting; ``False`` where a wake-up came at the last moment (and is used up)."""
        with self._layer.lock:
            if self._listener.armed:
                self._listener.armed = False
                return True
        self._parked.acquire()
        return False

    def _renew(self) -> None:
        """Stop waiting after an interrupt, which may have come before or after the wake-up."""
        with self._layer.lock:
            self._listener.armed = False
        # A wake-up that is still to come makes the next wait look once in vain.
        self._parked.acquire(blocking=False)

    def close(self) -> None:
        """End it: a waiting ``take`` returns ``None``. Harmless twice."""
        self._layer.close_listener(self._listener)

    def __enter__(self) -> ThreadListener:
        """Return itself."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close it."""
        self.close()
