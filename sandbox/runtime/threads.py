"""Threads as this project uses them: named, daemonic, and quick to hand over.

Role: the little that is needed around :mod:`threading`. It must not know what the threads do.
"""

from __future__ import annotations

import contextvars
import ctypes
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

__all__ = ["InterruptsLater", "in_background", "interrupt_thread", "quick_switching", "spawn"]

SWITCH_INTERVAL_S = 0.0005
"""CPython's default of 5 ms lets one busy consumer lift everybody's round trip from 0.2 to
5.6 ms; with this it is 0.8 ms (DESIGN §3)."""


def spawn(name: str, run: Callable[..., Any], *args: Any) -> threading.Thread:
    """Start and return a daemon thread called *name*, with an empty context of its own."""
    thread = threading.Thread(target=run, args=args, name=name, daemon=True)
    thread.start()
    return thread


def in_background(name: str, run: Callable[..., Any], *args: Any) -> None:
    """Run it in a thread of its own, in the context of who calls, and wait for its end.

    What it raises is raised here. Who is interrupted meanwhile (Ctrl-C) waits no more, and *run*
    goes on to its end: nothing is left half done.
    """
    done: Future[None] = Future()
    context = contextvars.copy_context()

    def whole() -> None:
        try:
            context.run(run, *args)
        except BaseException as error:
            done.set_exception(error)
        else:
            done.set_result(None)

    spawn(name, whole)
    done.result()


class InterruptsLater:
    """Keeps a Ctrl-C that ends a wait until what has been begun is whole.

    ::

        later = InterruptsLater()
        with later:
            new.start()                 # a KeyboardInterrupt ends the wait in it, and is kept
        ...                             # what must not be left out
        later.go_on()                   # raises it
    """

    def __init__(self) -> None:
        self._kept: BaseException | None = None

    def __enter__(self) -> InterruptsLater:
        return self

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> bool:
        if isinstance(error, KeyboardInterrupt):
            self._kept = error
            return True
        return False

    def go_on(self) -> None:
        """Raise what was kept; nothing where nothing was."""
        if self._kept is not None:
            raise self._kept


def interrupt_thread(thread: threading.Thread, error: type[BaseException]) -> bool:
    """Raise *error* in *thread* at its next bytecode; ``False`` where it has ended.

    A thread that is inside C code notices only when it comes back.
    """
    ident = thread.ident
    if ident is None or not thread.is_alive():
        return False
    raised = ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(ident), ctypes.py_object(error)
    )
    return bool(raised == 1)


class _QuickSwitching:
    """Lowers the interpreter's switch interval while at least one holder wants it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holders = 0
        self._before = 0.0

    def hold(self) -> None:
        """Lower it; call :meth:`let_go` once for each call of this."""
        with self._lock:
            self._holders += 1
            if self._holders == 1:
                self._before = sys.getswitchinterval()
                sys.setswitchinterval(min(self._before, SWITCH_INTERVAL_S))

    def let_go(self) -> None:
        """Restore what was there before, with the last holder."""
        with self._lock:
            self._holders -= 1
            if self._holders == 0:
                sys.setswitchinterval(self._before)


quick_switching = _QuickSwitching()
"""Process-wide, as the interval is."""
