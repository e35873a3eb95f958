"""One thread without an event loop, for calls that may use the ORM (``box.sync``, API.md).

A notebook's cell runs where an event loop runs, so Django refuses its ORM there. This thread has
none. It must not know what it is asked to call.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import Context, copy_context
from queue import SimpleQueue
from typing import Any, Generic, ParamSpec, TypeVar

from django.conf import settings
from django.db import close_old_connections, connections

from sandbox.errors import SandboxStopped

__all__ = ["SteppedSync", "SyncThread"]

P = ParamSpec("P")
T = TypeVar("T")


class _Call(Generic[T]):
    """One call on its way through the thread: the question, then the answer."""

    def __init__(self, fn: Callable[[], T], context: Context) -> None:
        self.fn = fn
        self.context = context
        self.done = threading.Event()
        self.result: T | None = None
        self.error: BaseException | None = None

    def perform(self) -> None:
        """Run the call; whatever it raises is kept for the caller, SystemExit included."""
        try:
            self.result = self.context.run(_with_fresh_connections, self.fn)
        except BaseException as error:
            # Not this frame's business: the caller of run() shall see it in its own cell.
            self.error = error
        finally:
            self.done.set()

    def answer(self) -> T:
        """Return the result or raise the error with the traceback that it was born with."""
        error, self.error = self.error, None
        if error is None:
            return self.result  # type: ignore[return-value]  # T, None only if T allows it
        try:
            raise error
        finally:
            del error  # it holds this very frame through its traceback


class SyncThread:
    """A lazily started daemon thread that runs one call at a time, in the order of asking.

    Any thread may use it. It starts with the first :meth:`run`; :meth:`close` ends it for good.
    """

    def __init__(self, name: str = "sandbox-sync") -> None:
        self.name = name
        self._lock = threading.Lock()
        self._calls: SimpleQueue[_Call[Any] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False

    def run(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call ``fn(*args, **kwargs)`` in the thread and return its result, or raise its error.

        Context variables are those of the caller. Called from the thread itself it runs at once.
        ``KeyboardInterrupt`` reaches the caller at once; the call itself goes on to its end and
        later calls wait for it. After :meth:`close` it raises ``SandboxStopped``.
        """
        if threading.current_thread() is self._thread:
            return fn(*args, **kwargs)
        call = _Call(lambda: fn(*args, **kwargs), copy_context())
        self._put(call)
        call.done.wait()
        return call.answer()

    def close(self, timeout: float | None = 5.0) -> None:
        """End the thread after the calls already asked for; wait for that *timeout* seconds.

        ``None`` waits for ever. A call that does not end is left behind in its daemon thread.
        Closing twice is harmless; closing from the thread itself does not wait.
        """
        with self._lock:
            thread, already, self._closed = self._thread, self._closed, True
            if thread is not None and not already:
                self._calls.put(None)
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout)

    def _put(self, call: _Call[Any]) -> None:
        with self._lock:
            if self._closed:
                raise SandboxStopped(
                    "This sandbox has stopped, so box.sync() has no thread to call "
                    "in; run the cell that makes the sandbox again."
                )
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self.name, daemon=True)
                self._thread.start()
            self._calls.put(call)

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            call.perform()
            del call  # an idle thread keeps nothing of its last caller alive
        if settings.configured:
            connections.close_all()


class SteppedSync(SyncThread):
    """The same on the cooperative runtime: calls run where the steps run, between two of them.

    *call* is the world's. There is no thread of its own to end.
    """

    def __init__(self, call: Callable[..., Any]) -> None:
        super().__init__()
        self._call = call

    def run(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call ``fn(*args, **kwargs)`` and return its result, or raise its error.

        In a consumer it runs at once, in the consumer's own transaction if it has one.
        """
        result: T = self._call(lambda: fn(*args, **kwargs))
        return result


def _with_fresh_connections(fn: Callable[[], T]) -> T:
    """Run *fn* as Django runs a request: without connections that have outlived their time."""
    _close_old_connections()
    try:
        return fn()
    finally:
        _close_old_connections()


def _close_old_connections() -> None:
    if settings.configured:  # without settings there is no database, and Django would raise
        close_old_connections()
