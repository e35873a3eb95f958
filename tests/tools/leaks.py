"""What a test left behind: threads that still run and sockets that are still open.

Nothing here knows pytest; ``tests/conftest.py`` wraps it into a fixture.
"""

from __future__ import annotations

import gc
import os
import stat
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path

__all__ = ["Leaks"]

DESCRIPTORS = Path("/dev/fd")
BETWEEN_LOOKS = 0.02
"""Seconds; a socket that another thread closes tells nobody, so it has to be looked for."""


class Leaks:
    """Remembers the threads and sockets of now; :meth:`found` says which are new and stay."""

    def __init__(self, grace: float) -> None:
        """*grace*: seconds that new threads and sockets have to go away."""
        self.grace = grace
        self.threads = set(threading.enumerate())
        self.sockets = open_sockets()

    def found(self) -> list[str]:
        """Return one text for each leak, a thread's with its stack; [] if there is none."""
        until = time.monotonic() + self.grace
        threads = self.lasting_threads(until)
        sockets = self.lasting_sockets(until)
        return [*map(describe_thread, threads), *map(describe_socket, sorted(sockets))]

    def lasting_threads(self, until: float) -> list[threading.Thread]:
        """Wait for new threads up to *until* (monotonic seconds); return those still alive."""
        new = [thread for thread in threading.enumerate() if thread not in self.threads]
        for thread in new:
            if thread is not threading.current_thread():
                thread.join(max(0.0, until - time.monotonic()))
        return [thread for thread in new if thread.is_alive()]

    def lasting_sockets(self, until: float) -> set[tuple[int, int]]:
        """Wait for new sockets up to *until*; collect garbage only if there are any."""

        def new() -> set[tuple[int, int]]:
            return open_sockets() - self.sockets

        if not new():
            return set()
        gc.collect()
        wait(until, lambda: not new())
        return new()


def open_sockets() -> set[tuple[int, int]]:
    """Return (descriptor, inode) of every open socket of this process."""
    found = set()
    for name in os.listdir(DESCRIPTORS):
        try:
            status = os.fstat(int(name))
        except OSError:  # the descriptor of this very listing
            continue
        if stat.S_ISSOCK(status.st_mode):
            found.add((int(name), status.st_ino))
    return found


def wait(until: float, done: Callable[[], bool]) -> None:
    """Return when *done* says so, at *until* (monotonic seconds) at the latest."""
    while not done() and time.monotonic() < until:
        time.sleep(BETWEEN_LOOKS)


def describe_thread(thread: threading.Thread) -> str:
    """Return a leaked thread's name and where it stands."""
    frame = sys._current_frames().get(thread.ident or 0)
    stack = "".join(traceback.format_stack(frame)) if frame else "  (no Python frame)\n"
    kind = "daemon thread" if thread.daemon else "thread"
    return f"This test left the {kind} {thread.name!r} running, at:\n{stack}"


def describe_socket(found: tuple[int, int]) -> str:
    """Return what can be said of a leaked socket: its two ends where psutil knows them."""
    import psutil

    descriptor = found[0]
    for link in psutil.Process().net_connections(kind="all"):
        if link.fd == descriptor:
            ends = f"{link.laddr} → {link.raddr}, {link.status}"
            return f"This test left socket {descriptor} open: {ends}"
    return f"This test left socket {descriptor} open."
