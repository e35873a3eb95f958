"""Ctrl-C at a chosen moment, for tests."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sandbox.runtime.threads import spawn

__all__ = ["interrupted_when"]


@contextmanager
def interrupted_when(begun: Callable[[], object]) -> Iterator[None]:
    """Interrupt the main thread once, after *begun* has returned, in a thread of its own.

    A signal that comes between two steps of the interpreter does not end a wait that begins just
    then; so it is sent again until it is seen.
    """
    seen = threading.Event()

    def handle(number: int, frame: Any) -> None:
        if not seen.is_set():
            seen.set()
            raise KeyboardInterrupt

    def interrupt() -> None:
        begun()
        while not seen.is_set():
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            seen.wait(0.01)

    before = signal.signal(signal.SIGINT, handle)
    thread = spawn("interrupt", interrupt)
    try:
        yield
    finally:
        thread.join()
        signal.signal(signal.SIGINT, before)
