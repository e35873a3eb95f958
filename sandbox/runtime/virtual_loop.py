"""An event loop that is stepped: callbacks and timers in virtual time, without a selector.

Role: let the asynchronous half of a protocol server run on the cooperative runtime, one callback a
step. It must not know what runs on it, nor who steps it.

It has what coroutines, tasks, futures and timers need, and nothing for sockets: asking for that is
a ``NotImplementedError``, as :class:`asyncio.AbstractEventLoop` has it.
"""

from __future__ import annotations

import asyncio
import heapq
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Generator
from concurrent.futures import Future
from contextvars import Context
from itertools import count
from typing import Any, TypeVar

from sandbox.runtime.clock import Clock
from sandbox.runtime.cooperative import FOREVER, World
from sandbox.runtime.loops import BeforeSleep

__all__ = ["SteppedFuture", "SteppedLoop", "VirtualLoop"]

_logger = logging.getLogger("asyncio")
_Result = TypeVar("_Result")


class VirtualLoop(asyncio.AbstractEventLoop):
    """Callbacks in the order in which they were asked for, timers by *clock*."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ready: deque[asyncio.Handle] = deque()
        self._timers: list[tuple[float, int, asyncio.TimerHandle]] = []
        self._tie = count()
        self._closed = False

    # -- what coroutines and tasks call --------------------------------------------------------

    def time(self) -> float:
        """Return the clock's moment."""
        return self._clock()

    def call_soon(  # type: ignore[override]  # typeshed has it with type variables of its own
        self, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """Call *callback* in a step of its own, behind those that were asked for before."""
        self._must_be_open()
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon  # type: ignore[assignment]

    def call_at(  # type: ignore[override]
        self, when: float, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Call *callback* once the clock has come to *when*."""
        self._must_be_open()
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._timers, (when, next(self._tie), handle))
        return handle

    def call_later(  # type: ignore[override]
        self, delay: float, callback: Callable[..., Any], *args: Any, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Call *callback* in *delay* seconds."""
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """Be told by a timer that it was cancelled: it is passed over when its time comes."""

    def create_future(self) -> asyncio.Future[Any]:
        """Return a future of this loop."""
        return asyncio.Future(loop=self)

    def create_task(
        self,
        coro: Coroutine[Any, Any, _Result] | Generator[Any, None, _Result],
        *,
        name: str | None = None,
        context: Context | None = None,
        **_: Any,
    ) -> asyncio.Task[_Result]:
        """Return a task whose steps are steps of this loop."""
        return asyncio.Task(coro, loop=self, name=name, context=context)

    def get_debug(self) -> bool:
        """Return ``False``: whoever debugs steps by hand."""
        return False

    def is_running(self) -> bool:
        """Say whether one of its callbacks runs now."""
        return asyncio._get_running_loop() is self

    def is_closed(self) -> bool:
        """Say whether it has been closed."""
        return self._closed

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        """Log what a callback raised, or what nobody asked a task about."""
        _logger.error(context["message"], exc_info=context.get("exception"))

    def _must_be_open(self) -> None:
        if self._closed:
            raise RuntimeError("Event loop is closed")

    # -- what whoever steps it calls -----------------------------------------------------------

    @property
    def can_move(self) -> bool:
        """Whether a callback waits for its turn."""
        return bool(self._ready)

    def due(self) -> float:
        """Return the moment of the next timer; infinity without any."""
        timers = self._timers
        while timers and timers[0][2].cancelled():
            heapq.heappop(timers)
        return timers[0][0] if timers else FOREVER

    def run_one(self) -> bool:
        """Run the callback whose turn it is; ``False`` where there is none."""
        while self.due() <= self._clock():
            self._ready.append(heapq.heappop(self._timers)[2])
        ready = self._ready
        while ready:
            handle = ready.popleft()
            if not handle.cancelled():
                self._run(handle)
                return True
        return False

    def _run(self, handle: asyncio.Handle) -> None:
        running = asyncio._get_running_loop()
        asyncio._set_running_loop(self)
        try:
            handle._run()
        finally:
            asyncio._set_running_loop(running)

    def close(self) -> None:
        """Take nothing more; what waits is dropped."""
        self._closed = True
        self._ready.clear()
        self._timers.clear()


class SteppedFuture(Future[_Result]):
    """A result that comes in a step of the world: waiting for it steps it."""

    def __init__(self, world: World, what: str) -> None:
        super().__init__()
        self._world = world
        self._what = what

    def result(self, timeout: float | None = None) -> _Result:
        """Return the result; ``TimeoutError`` after *timeout* virtual seconds."""
        self._world.wait(self.done, timeout, self._what)
        return super().result(0)


class SteppedLoop:
    """A virtual loop as an actor of *world*: what :class:`~sandbox.runtime.loops.LoopThread` is on
    threads. *name* is the actor's."""

    def __init__(self, world: World, name: str) -> None:
        # typeshed calls abstract what just raises NotImplementedError, such as all that is for
        # sockets.
        self.loop = VirtualLoop(world.clock)  # type: ignore[abstract]
        self._world = world
        self._name = name
        self._around: tuple[tuple[BeforeSleep, Callable[[], object]], ...] = ()
        self._asleep = False
        world.add(name, self._step, self.loop.due)

    def _step(self) -> bool:
        loop = self.loop
        if self._asleep and (loop.can_move or loop.due() <= loop.time()):
            self._asleep = False
            for _, after in self._around:
                after()
        if loop.run_one():
            return True
        if not self._asleep:
            for before, _ in self._around:
                before(None)
            self._asleep = True
            return self._step() if loop.can_move else False
        return False

    def call(
        self, coroutine: Coroutine[Any, Any, _Result], timeout: float | None = None
    ) -> _Result:
        """Run *coroutine* on the loop and return its result; ``TimeoutError`` after *timeout*
        virtual seconds. Any thread."""
        return self._world.call(self._call, coroutine, timeout)

    def _call(self, coroutine: Coroutine[Any, Any, _Result], timeout: float | None) -> _Result:
        task = self.loop.create_task(coroutine)
        if not self._world.wait(task.done, timeout, f"{self._name} to do what it was told"):
            task.cancel()
            raise TimeoutError(f"{self._name} took longer than {timeout} s.")
        return task.result()

    def begin(self, coroutine: Coroutine[Any, Any, _Result]) -> Future[_Result]:
        """Run *coroutine* on the loop and return what will have its result; never blocks.

        ``RuntimeError`` once the loop has stopped.
        """
        if self.loop.is_closed():
            coroutine.close()
            raise RuntimeError(f"The loop of {self._name} has stopped; start another.")
        future: SteppedFuture[_Result] = SteppedFuture(self._world, f"the end of {self._name}")

        def ended(task: asyncio.Task[_Result]) -> None:
            if task.cancelled():
                future.cancel()
            elif (error := task.exception()) is not None:
                future.set_exception(error)
            else:
                future.set_result(task.result())

        self.loop.create_task(coroutine).add_done_callback(ended)
        return future

    def call_later(self, seconds: float, run: Callable[[], object]) -> None:
        """Call *run* in a step of this loop in *seconds*; never, where it stops before.

        Any thread may call; harmless where the loop has ended.
        """
        if not self.loop.is_closed():
            self.loop.call_later(seconds, run)

    def around_sleep(self, before: BeforeSleep, after: Callable[[], object]) -> Callable[[], None]:
        """Call *before* whenever nothing is left to do, *after* when there is again something.

        Returns what ends that.
        """
        pair = (before, after)
        self._around = (*self._around, pair)

        def forget() -> None:
            self._around = tuple(other for other in self._around if other is not pair)

        return forget

    def ring(self) -> None:
        """Wake it: it looks again whether there is something to do."""
        self.loop.call_soon(_nothing)

    def stop(self) -> None:
        """Cancel what still runs, and take no more steps. Harmless twice."""
        if not self.loop.is_closed():
            self._world.call(self._stop)

    def _stop(self) -> None:
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        while self.loop.run_one():
            pass
        self.loop.close()
        self._world.remove(self._name)


def _nothing() -> None:
    """Be called: that the loop woke up is all that is wanted."""
