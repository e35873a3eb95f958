"""Who is busy for long: the watch over a sandbox's workers.

Role: say in the log, once for each run, that a worker does not come back from it. It asks nobody
on the hot path and never polls: while no consumer runs it is parked on the log's own wake-up, and
while one does, it sleeps until the first of them would have been at it for long. It must not know
cells or pictures, nor do anything about what it sees.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from sandbox.runtime.threads import spawn
from sandbox.trace.log import Log
from sandbox.workers.worker import Worker

__all__ = ["BUSY_SECONDS", "Watch"]

BUSY_SECONDS = 5.0
"""A consumer that runs for longer than this is worth a word."""

_END_SECONDS = 2.0


class Watch:
    """The watch, from here until :meth:`close`. Any thread may call.

    Args:
        log: where it tells; its clock is the one that ``busy_since`` is by.
        workers: gives those of now.
        place: makes of a file's name what its user calls it.
        wait: how it sleeps: ``wait(bell, seconds)``, ``None`` seconds until the bell; for tests.
    """

    def __init__(
        self,
        log: Log,
        workers: Callable[[], Iterable[Worker]],
        *,
        place: Callable[[str], str] = str,
        wait: Callable[[threading.Event, float | None], object] | None = None,
    ) -> None:
        self._log = log
        self._workers = workers
        self._place = place
        self._wait = wait if wait is not None else threading.Event.wait
        self._bell = threading.Event()
        self._closed = False
        self._told: dict[str, float] = {}
        """Worker → when the run began that was told of last."""
        self._thread = spawn("sandbox-watch", self._run)

    def close(self) -> None:
        """End it. Harmless twice."""
        self._closed = True
        self._bell.set()
        if self._thread is not threading.current_thread():
            self._thread.join(_END_SECONDS)

    def _run(self) -> None:
        while True:
            self._bell.clear()
            if self._closed:
                return
            # The cursor first: a run that begins while we look is heard of.
            cursor = self._log.end
            due = self._look()
            if due is not None:
                self._wait(self._bell, max(due - self._log.clock(), 0.0))
                continue
            forget = self._log.alarm(cursor, self._bell.set)
            self._wait(self._bell, None)
            forget()

    def _look(self) -> float | None:
        """Tell of those that are due; return when the next one will be, ``None``: nobody works."""
        now = self._log.clock()
        due: list[float] = []
        told: dict[str, float] = {}
        for worker in self._workers():
            since = worker.busy_since
            if since is None:
                continue
            if self._told.get(worker.name) != since:
                if now - since < BUSY_SECONDS:
                    due.append(since + BUSY_SECONDS)
                    continue
                worker.note_busy(since, self._place)
            told[worker.name] = since
        self._told = told
        return min(due, default=None)
