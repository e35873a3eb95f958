"""Opens again what has lost its server: a few threads, there while something is to be opened.

Role: what a page does that connects again (CLASSIC-SPEC §10), for tabs and crowds. It must not know
who decides what comes back, nor why a server went.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from typing import Protocol

__all__ = ["RETURN_SECONDS", "Returner", "Returning"]

#: Seconds for which a lost connection is tried to be opened again.
RETURN_SECONDS = 10.0

#: Seconds before the second try; each further one waits twice as long, up to LONGEST_PAUSE.
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 1.0

#: Connections that are opened at once, at most.
THREADS = 8

_logger = logging.getLogger(__name__)


class Returning(Protocol):
    """What can be opened again."""

    def try_to_return(self) -> bool:
        """Try once; say whether it is over with that: open, given up, or not wanted any more."""

    def stay_away(self) -> None:
        """No try has succeeded in time: it is closed for good."""


class Returner:
    """Opens connections again. Any thread may call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[Returning] = deque()
        self._threads = 0
        self._ended = threading.Event()

    def order(self, thing: Returning) -> None:
        """Open *thing* again, soon; nothing is opened any more after :meth:`close`."""
        with self._lock:
            self._waiting.append(thing)
            if self._threads < THREADS:
                self._threads += 1
                threading.Thread(target=self._run, name="sandbox-returning", daemon=True).start()

    def close(self) -> None:
        """Give up what has not come back. Harmless twice."""
        self._ended.set()

    def _run(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._threads -= 1
                    return
                thing = self._waiting.popleft()
            try:
                self._bring_back(thing)
            except Exception:
                _logger.exception("a connection could not be opened again")
                thing.stay_away()

    def _bring_back(self, thing: Returning) -> None:
        deadline = time.monotonic() + RETURN_SECONDS
        pause = FIRST_PAUSE
        while not self._ended.is_set():
            if thing.try_to_return():
                return
            if time.monotonic() + pause > deadline or self._ended.wait(pause):
                break
            pause = min(2 * pause, LONGEST_PAUSE)
        thing.stay_away()
