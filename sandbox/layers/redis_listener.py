"""Taking messages from a Redis layer on a thread: it sleeps until a bell rings.

Role: the shell by which workers and blocking readers wait. A server rings once for a message that
came while this process waited (``redis_keeper.py`` hears it); nothing polls. It must not know who
waits, nor why.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sandbox.layers.redis_ears import RedisListener
from sandbox.runtime.clock import monotonic
from sandbox.runtime.wakeups import putoff

if TYPE_CHECKING:
    from sandbox.layers.redis_taking import Taking

__all__ = ["RedisThreadListener"]


class RedisThreadListener:
    """Takes from a set of channels on one thread; others may close it or change its channels."""

    def __init__(self, layer: Taking, channels: Iterable[str], where: str) -> None:
        self._layer = layer
        self._parked = threading.Lock()
        self._parked.acquire()
        self._listener = RedisListener(self._ring, where)
        layer.hear(self._listener, channels)

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
        self._layer.hear(self._listener, channels)

    def take(self, timeout: float | None = None) -> Any:
        """Wait for a message and take it in hand; ``None`` after *timeout* seconds or when closed.

        Settle it with the layer's ``settle`` or ``lose``. One thread at a time. A message that an
        interrupt keeps from the caller is lost as ``worker_killed``. While a server is away, this
        waits for it.
        """
        listener = self._listener
        listener.taken = None
        try:
            return self._wait(timeout, False)
        except BaseException:
            taken: Any = listener.taken
            if taken is not None:
                self._layer.lose(taken, "worker_killed", where=listener.where)
            raise

    def receive(self, timeout: float | None = None) -> Any:
        """Like :meth:`take`, and the message counts as delivered at once."""
        return self._wait(timeout, True)

    def _wait(self, timeout: float | None, settled: bool) -> Any:
        layer, listener = self._layer, self._listener
        wait = timeout is None or timeout > 0
        deadline = None
        while True:
            entry = layer.take(listener, settled=settled, wait=wait)
            if entry is not None:
                return entry
            if listener.closed or not wait:
                return None
            putoff.flush()
            left = -1.0
            if timeout is not None:
                now = monotonic()
                deadline = now + timeout if deadline is None else deadline
                left = max(deadline - now, 0.0)
            try:
                if self._parked.acquire(timeout=left):
                    continue
            except BaseException:
                self._renew()
                raise
            if self._disarm():
                return None

    def _ring(self) -> None:
        try:  # noqa: SIM105 - suppress() costs as much as the wake-up
            self._parked.release()
        except RuntimeError:
            pass

    def _disarm(self) -> bool:
        """Stop waiting; ``False`` where a wake-up came at the last moment (and is used up)."""
        with self._layer.working:
            if self._listener.armed:
                self._listener.armed = False
                return True
        self._parked.acquire()
        return False

    def _renew(self) -> None:
        """Stop waiting after an interrupt, which may have come before or after the wake-up."""
        with self._layer.working:
            self._listener.armed = False
        # A wake-up that is still to come makes the next wait look once in vain.
        self._parked.acquire(blocking=False)

    def close(self) -> None:
        """End it: a waiting ``take`` returns ``None``. Harmless twice."""
        self._layer.close_listener(self._listener)

    def __enter__(self) -> RedisThreadListener:
        """Return itself."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close it."""
        self.close()
