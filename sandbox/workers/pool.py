"""The workers of one layer in this process: threads that start, are replaced, and end.

Role: the shell around several :class:`~sandbox.workers.worker.Worker` (CLASSIC-SPEC §6.3, §6.6).
It must not know of sockets, cells or pictures.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sandbox.consumers.message import Message
from sandbox.runtime.threads import interrupt_thread, spawn
from sandbox.workers.dispatch import WorkerKilled
from sandbox.workers.worker import Worker

__all__ = ["Pool", "PooledWorker", "WorkerGroup"]

STOP_SECONDS = 2.0
"""How long a stopping pool waits for consumers that run, before it kills their workers."""

KILL_SECONDS = 0.5
"""How long it waits for a killed thread; one that is stuck in C code is left behind, daemonic."""


class PooledWorker:
    """One numbered place in a pool and the thread that fills it now."""

    def __init__(self, pool: Pool, number: int) -> None:
        self._pool = pool
        self.number = number
        self.name = f"worker:{number}"
        self._start()

    def _start(self) -> None:
        self.worker = self._pool._make_worker(self.name)
        self.thread = spawn(f"sandbox-{self._pool.name}-{self.name}", self._run, self.worker)

    def _run(self, worker: Worker) -> None:
        try:
            worker.ready()
            worker.run()
        except WorkerKilled:
            pass  # it came late, when the worker had nothing in hand any more
        finally:
            from django.db import connections

            connections.close_all()

    @property
    def busy_since(self) -> float | None:
        """The clock's moment at which its running consumer began; ``None`` while idle."""
        return self.worker.busy_since

    @property
    def alive(self) -> bool:
        """Whether its thread runs."""
        return self.thread.is_alive()

    def kill(self) -> None:
        """Discard what it does and put a new thread in its place (DESIGN §5).

        The message in hand is lost as ``worker_killed``, its buffered sends are dropped.
        """
        old, thread = self.worker, self.thread
        old.kill()
        interrupt_thread(thread, WorkerKilled)
        self._start()

    def __repr__(self) -> str:
        state = "busy" if self.busy_since is not None else "idle"
        return f"<{self.name} {state if self.alive else 'ended'}>"


class Pool:
    """Threads that serve one layer. Methods may be called from any thread, one at a time.

    Args:
        layer: the wrapper with the router.
        count: how many workers.
        name: of the sandbox, for the threads' names.
        layers: alias → wrapper, what ``Group("chat")`` means inside its consumers.
        auto_accept: see :class:`~sandbox.workers.worker.Worker`.
        versions: consumer → version of its code, for the log.
    """

    def __init__(
        self,
        layer: Any,
        count: int = 1,
        *,
        name: str = "default",
        layers: Mapping[str, Any] | None = None,
        auto_accept: bool | None = None,
        versions: Mapping[Any, int] | None = None,
        callback: Callable[[str, Message], Any] | None = None,
    ) -> None:
        self.layer = layer
        self.name = name
        self._layers = layers
        self._auto_accept = auto_accept
        self._versions = versions if versions is not None else {}
        self._callback = callback
        self.workers: dict[int, PooledWorker] = {}
        for number in range(1, count + 1):
            self.workers[number] = PooledWorker(self, number)

    def _make_worker(self, name: str) -> Worker:
        worker = Worker(self.layer, callback=self._callback, signal_handlers=False)
        worker.name = name
        worker.layers = self._layers
        worker.auto_accept = self._auto_accept
        worker.versions = self._versions
        return worker

    def resize(self, count: int) -> None:
        """Have *count* workers: new ones start, surplus ones finish what they do and end."""
        for number in sorted(self.workers, reverse=True):
            if number > count:
                self._end([self.workers.pop(number)], STOP_SECONDS)
        for number in range(1, count + 1):
            if number not in self.workers:
                self.workers[number] = PooledWorker(self, number)

    def restart(self, timeout: float = STOP_SECONDS) -> None:
        """Replace every worker; messages wait in the layer meanwhile (§6.6)."""
        count = len(self.workers)
        self.stop(timeout)
        self.resize(count)

    def stop(self, timeout: float = STOP_SECONDS) -> list[str]:
        """End all workers; return the names of those that could not be ended.

        Consumers that run have *timeout* seconds to finish, then their workers are killed.
        """
        workers, self.workers = list(self.workers.values()), {}
        return self._end(workers, timeout)

    def _end(self, workers: Iterable[PooledWorker], timeout: float) -> list[str]:
        workers = list(workers)
        for place in workers:
            place.worker.stop()
        deadline = threading.TIMEOUT_MAX if timeout is None else timeout
        for place in workers:
            if place.thread is not threading.current_thread():
                place.thread.join(deadline)
        left = [place for place in workers if place.alive]
        for place in left:
            place.worker.kill()
            interrupt_thread(place.thread, WorkerKilled)
        for place in left:
            if place.thread is not threading.current_thread():
                place.thread.join(KILL_SECONDS)
        return [place.name for place in left if place.alive]


class WorkerGroup(Worker):
    """Several workers in one process: this one in the calling thread, the others beside it (§6.3).

    *n_threads* ``None``: as many as the machine has cores.
    """

    def __init__(self, *args: Any, n_threads: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.n_threads = n_threads if n_threads is not None else os.cpu_count() or 1
        kwargs["signal_handlers"] = False
        self.sub_workers = [Worker(*args, **kwargs) for _ in range(self.n_threads - 1)]
        for number, worker in enumerate(self.sub_workers, 2):
            worker.name = f"worker:{number}"
        self.threads: list[threading.Thread] = []

    def sigterm_handler(self, signo: int, stack_frame: Any) -> None:
        """End at once: the other threads are daemons."""
        self.termed = True
        raise SystemExit(0)

    def ready(self) -> None:
        """Say ``worker_ready`` for every worker of the group."""
        super().ready()
        for worker in self.sub_workers:
            worker.ready()

    def run(self) -> None:
        """Run all of them; returns when this one ends, and then the others are stopped."""
        self.threads = [
            spawn(f"sandbox-group-{worker.name}", worker.run) for worker in self.sub_workers
        ]
        try:
            super().run()
        finally:
            for worker in self.sub_workers:
                worker.stop()
            for thread in self.threads:
                thread.join(STOP_SECONDS)
