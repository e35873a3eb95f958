"""One event loop on one background thread.

Role: where protocol servers live. The kernel's own loop is never touched. It must not know what
runs on the loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import select
import selectors
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar

from sandbox.runtime.threads import spawn

__all__ = ["BeforeSleep", "Deadlines", "LoopHost", "LoopThread"]

_Result = TypeVar("_Result")

BeforeSleep = Callable[[float | None], float | None]
"""Called in the loop's thread each time before it would sleep, with for how long (seconds; 0: it
only looks; ``None``: until something comes). Returns how long it may sleep at most."""


class LoopHost(Protocol):
    """What a protocol server needs of whoever runs its loop: a thread, or a stepped world."""

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The loop itself."""

    def call(
        self, coroutine: Coroutine[Any, Any, _Result], timeout: float | None = None
    ) -> _Result:
        """Run *coroutine* on the loop and return its result."""

    def begin(self, coroutine: Coroutine[Any, Any, _Result]) -> Future[_Result]:
        """Run *coroutine* on the loop and return what will have its result."""

    def call_later(self, seconds: float, run: Callable[[], object]) -> None:
        """Call *run* on the loop in *seconds*. Any thread."""

    def around_sleep(self, before: BeforeSleep, after: Callable[[], object]) -> Callable[[], None]:
        """Call *before* when the loop has nothing to do, *after* when it has again."""

    def ring(self) -> None:
        """Wake the loop. Any thread."""


class _Selector(selectors.DefaultSelector):
    """Asks before the loop sleeps: what is ready then needs no wake-up through a socket."""

    def __init__(self) -> None:
        super().__init__()
        self.around: tuple[tuple[BeforeSleep, Callable[[], object]], ...] = ()
        self.bell: int | None = None
        """An event descriptor that ends a sleep, on Linux: one system call to ring, none to
        answer, where asyncio's own pair of sockets takes one and three."""
        epoll = getattr(self, "_selector", None)
        if epoll is not None and hasattr(os, "eventfd") and isinstance(epoll, select.epoll):
            self.bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
            # Each ring is one edge. The selector does not know the descriptor, so it reports
            # nothing for it: the loop just wakes.
            epoll.register(self.bell, select.EPOLLIN | select.EPOLLET)

    def close(self) -> None:
        """Close the selector and its bell."""
        super().close()
        bell, self.bell = self.bell, None
        if bell is not None:
            os.close(bell)

    def select(self, timeout: float | None = None) -> Any:
        """Wait as the loop wants, or as little as somebody needs."""
        around = self.around
        for before, _ in around:
            timeout = before(timeout)
        found = super().select(timeout)
        for _, after in around:
            after()
        return found


class LoopThread:
    """An asyncio loop that runs in a daemon thread until it is stopped.

    :meth:`call` and :meth:`stop` are for other threads; they block.
    """

    def __init__(self, name: str) -> None:
        self._selector = _Selector()
        self.loop: asyncio.AbstractEventLoop = asyncio.SelectorEventLoop(self._selector)
        self._gate = threading.Lock()
        self._ended = False
        self._started = threading.Event()
        self._thread = spawn(name, self._run)
        self._started.wait()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.call_soon(self._started.set)
        try:
            self.loop.run_forever()
        finally:
            with self._gate:
                self._ended = True
            # What was handed over before that becomes a task in the loop's next round.
            self.loop.run_until_complete(asyncio.sleep(0))
            while left := asyncio.all_tasks(self.loop):
                for task in left:
                    task.cancel()
                self.loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            self.loop.run_until_complete(self.loop.shutdown_asyncgens())
            with self._gate:
                self.loop.close()
            asyncio.set_event_loop(None)

    def call(
        self, coroutine: Coroutine[Any, Any, _Result], timeout: float | None = None
    ) -> _Result:
        """Run *coroutine* on the loop and return its result.

        Cancels it and raises ``TimeoutError`` after *timeout* seconds; ``RuntimeError`` once the
        loop has stopped, ``CancelledError`` where it stops meanwhile.
        """
        future = self.begin(coroutine)
        try:
            return future.result(timeout)
        except BaseException:
            future.cancel()
            raise

    def call_later(self, seconds: float, run: Callable[[], object]) -> None:
        """Call *run* on the loop's thread in *seconds*; never, where the loop stops before.

        Any thread may call; harmless where the loop has ended.
        """
        with self._gate:
            if not self._ended:
                self.loop.call_soon_threadsafe(self.loop.call_later, seconds, run)

    def begin(self, coroutine: Coroutine[Any, Any, _Result]) -> Future[_Result]:
        """Run *coroutine* on the loop and return what will have its result; never blocks.

        ``RuntimeError`` once the loop has stopped; where it stops meanwhile, it is cancelled.
        """
        with self._gate:
            if self._ended:
                coroutine.close()
                raise RuntimeError(f"The loop of {self._thread.name!r} has stopped; start another.")
            return asyncio.run_coroutine_threadsafe(coroutine, self.loop)

    def around_sleep(self, before: BeforeSleep, after: Callable[[], object]) -> Callable[[], None]:
        """Call *before* each time before the loop sleeps and *after* when it woke.

        Returns what ends that. For the loop's own thread.
        """
        pair = (before, after)
        self._selector.around = (*self._selector.around, pair)

        def forget() -> None:
            around = self._selector.around
            self._selector.around = tuple(other for other in around if other is not pair)

        return forget

    def ring(self) -> None:
        """Wake the loop if it sleeps; harmless when it is awake or has ended. Any thread."""
        with self._gate:  # so that the bell is not closed, and its number reused, in between
            bell = self._selector.bell
            if bell is not None:
                os.eventfd_write(bell, 1)
            else:
                with contextlib.suppress(RuntimeError):  # the loop was closed
                    self.loop.call_soon_threadsafe(_nothing)

    def stop(self) -> None:
        """Cancel what still runs, end the thread and close the loop. Harmless twice.

        Not for the loop's own thread, which cannot wait for its end.
        """
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
        # The timer that rang stays in its place until the end: an add() meanwhile sets none.
        now = self._loop.time()
        try:
            while self._due:
                thing, due = next(iter(self._due.items()))
                if due > now:
                    break
                del self._due[thing]
                self._expired(thing)
        finally:
            self._timer = None
            if self._due:
                self._timer = self._loop.call_at(next(iter(self._due.values())), self._ring)

    def close(self) -> None:
        """Forget everything and cancel the timer."""
        self._due.clear()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


def _nothing() -> None:
    """Be called: that the loop woke up is all that is wanted."""
