"""One event loop on one background thread.

Role: where protocol servers live. The kernel's own loop is never touched. It must not know what
runs on the loop.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from sandbox.runtime.threads import spawn

__all__ = ["Deadlines", "LoopThread"]

_Result = TypeVar("_Result")


class LoopThread:
    """An asyncio loop that runs in a daemon thread until it is stopped.

    :meth:`call` and :meth:`stop` are for other threads; they block.
    """

    def __init__(self, name: str) -> None:
        self.loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = spawn(name, self._run)
        self._started.wait()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.call_soon(self._started.set)
        try:
            self.loop.run_forever()
        finally:
            left = asyncio.all_tasks(self.loop)
            for task in left:
                task.cancel()
            if left:
                self.loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            self.loop.run_until_complete(self.loop.shutdown_asyncgens())
            self.loop.close()
            asyncio.set_event_loop(None)

    def call(
        self, coroutine: Coroutine[Any, Any, _Result], timeout: float | None = None
    ) -> _Result:
        """Run *coroutine* on the loop and return its result; ``TimeoutError`` after *timeout* s."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(timeout)

    def stop(self) -> None:
        """Cancel what still runs, end the thread and close the loop. Harmless twice."""
        if self._thread.is_alive():
            try:
                self.loop.call_soon_threadsafe(self.loop.stop)
            except RuntimeError:
                return  # it was closed in between
            self._thread.join()


class Deadlines:
    """Things that all have the same time to live: one timer for thousands of them.

    *seconds* ``None`` or negative: no deadline. Only for the thread of *loop*.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        seconds: float | None,
        expired: Callable[[Any], object],
    ) -> None:
        self._loop = loop
        self._seconds = seconds if seconds is not None and seconds >= 0 else None
        self._expired = expired
        self._due: dict[Any, float] = {}
        self._timer: asyncio.TimerHandle | None = None

    def add(self, thing: Any) -> None:
        """Give *thing* its time from now on."""
        if self._seconds is None:
            return
        self._due.pop(thing, None)
        self._due[thing] = due = self._loop.time() + self._seconds
        if self._timer is None:
            self._timer = self._loop.call_at(due, self._ring)

    def remove(self, thing: Any) -> None:
        """Forget *thing*; harmless if it is not there."""
        self._due.pop(thing, None)

    def _ring(self) -> None:
        now = self._loop.time()
        self._timer = None
        while self._due:
            thing, due = next(iter(self._due.items()))
            if due > now:
                self._timer = self._loop.call_at(due, self._ring)
                return
            del self._due[thing]
            self._expired(thing)

    def close(self) -> None:
        """Forget everything and cancel the timer."""
        self._due.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
