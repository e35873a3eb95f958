"""Ending a consumer from outside: an exception that another thread raises in it.

Role: CPython raises at the target's next bytecode, whatever that is. What must not be cut in two
is the layer: its state is shared, and its lock would stay locked for ever. This module makes sure
that it is not. It must not know of workers, pools or messages.

A thread that is inside C code (``time.sleep``, a database driver) notices when it comes back. Locks
of other libraries are in the same danger as with Ctrl-C in the main thread; that is the price of
ending ``while True: pass`` at all.
"""

from __future__ import annotations

import ctypes
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from types import FrameType
from typing import Any

__all__ = ["forget_interrupt", "interrupt"]

_PROTECTED = str(Path(__file__).parent.parent / "layers")
"""Code below this folder holds the layer's lock, or is about to."""

_RETRY_SECONDS = 0.001
"""How long the target has to get out of the layer: a call there takes microseconds."""


def interrupt(
    thread: threading.Thread,
    error: type[BaseException],
    lock: AbstractContextManager[Any],
    wanted: Callable[[], bool],
) -> bool:
    """Raise *error* in *thread*, but never inside the layer that *lock* guards.

    Asks *wanted* before each try, and returns ``False`` where it says no. A thread may interrupt
    itself; then this does not return.
    """
    while True:
        with lock:
            if not wanted():
                return False
            if not _set_error(thread, error):
                return False
            # While we have the lock, nobody gets further than to wait for it in there. The
            # exception has either been raised outside by now, or can be taken back.
            if not _is_protected(thread):
                return True
            _set_error(thread, None)
        threading.Event().wait(_RETRY_SECONDS)


def forget_interrupt(thread: threading.Thread) -> None:
    """Take back what :func:`interrupt` has set and *thread* has not met yet."""
    _set_error(thread, None)


def _set_error(thread: threading.Thread, error: type[BaseException] | None) -> bool:
    """Set or clear the exception that *thread* is to raise; ``False`` where it has ended."""
    if thread.ident is None:
        return False
    what = ctypes.py_object() if error is None else ctypes.py_object(error)
    done = ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), what)
    return bool(done == 1)


def _is_protected(thread: threading.Thread) -> bool:
    """Say whether *thread* is inside the layer's code, at whatever depth."""
    frame: FrameType | None = sys._current_frames().get(thread.ident or 0)
    while frame is not None:
        if frame.f_code.co_filename.startswith(_PROTECTED):
            return True
        frame = frame.f_back
    return False
