"""The workers of one layer in this process: threads that start, are replaced, and end.

Role: the shell around several :class:`~sandbox.workers.worker.Worker` (CLASSIC-SPEC §6.3, §6.6).
It must not know of sockets, cells or pictures.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping
from itertools import count
from typing import Any

from sandbox.consumers.message import Message
from sandbox.runtime.clock import Clock, monotonic
from sandbox.runtime.pace import Pace
from sandbox.runtime.threads import quick_switching, spawn
from sandbox.workers.dispatch import Unrouted
from sandbox.workers.stepped import Seat
from sandbox.workers.worker import Worker

__all__ = ["Numbers", "Pool", "PooledWorker", "WorkerGroup"]

STOP_SECONDS = 2.0
"""How long a stopping pool waits for consumers that run, before it kills their workers."""

FINISH_SECONDS = 10.0
"""How long a worker that is replaced or let go has to finish, before it is killed."""

KILL_SECONDS = 0.5
"""How long it waits for killed threads; one that is stuck in C code is left behind, daemonic."""


def _serve(worker: Worker) -> None:
    """Be the thread of *worker*, up to the end of its database connections."""
    try:
        worker.run()
    finally:
        from django.db import connections

        connections.close_all()


def _serve_ready(worker: Worker) -> None:
    worker.ready()
    _serve(worker)


def _join(
    threads: Iterable[threading.Thread], seconds: float | None, clock: Clock = monotonic
) -> None:
    """Wait for all *threads* but the calling one, *seconds* together; ``None``: no limit."""
    until = None if seconds is None else clock() + seconds
    for thread in threads:
        if thread is not threading.current_thread():
            thread.join(None if until is None else max(until - clock(), 0.0))


class Numbers:
    """Hands out numbers from 1, the lowest that is free; pools that share it have distinct
    workers. Any thread may call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: set[int] = set()

    def take(self) -> int:
        """Return the lowest number that nobody has."""
        with self._lock:
            number = next(one for one in count(1) if one not in self._taken)
            self._taken.add(number)
            return number

    def give_back(self, number: int) -> None:
        """Let somebody else have *number*; harmless if nobody has it."""
        with self._lock:
            self._taken.discard(number)


class PooledWorker:
    """One numbered place in a pool and the thread that fills it now. Any thread may call."""

    def __init__(self, pool: Pool, number: int) -> None:
        self._pool = pool
        self.number = number
        self.name = f"worker:{number}"
        self._stuck: list[tuple[Any, ...]] = []
        self._start()

    def _start(self) -> None:
        self.worker = self._pool._make_worker(self.name)
        name = f"sandbox-{self._pool.name}-{self.name}"
        self.thread = self._pool._spawn(name, _serve_ready, self.worker)

    @property
    def busy_since(self) -> float | None:
        """The clock's moment at which its running consumer began; ``None`` while idle."""
        return self.worker.busy_since

    @property
    def alive(self) -> bool:
        """Whether its thread runs."""
        return bool(self.thread.is_alive())

    @property
    def zombies(self) -> tuple[tuple[Any, ...], ...]:
        """The runs (entries of the log) of killed threads that go on, as they are inside C code."""
        return tuple(self._stuck)

    def kill(self) -> None:
        """Discard what it does and put a new thread in its place (DESIGN §5).

        The message in hand is lost as ``worker_killed``, its buffered sends are dropped. In a
        pool that was stopped meanwhile there is no replacement. A thread that does not end because
        it is inside C code is told of as ``worker.stuck``, and as ``worker.freed`` when it ends.
        """
        self._kill(self.worker)

    def restart(self, timeout: float | None = FINISH_SECONDS) -> None:
        """Let it finish what it does, then put a new thread in its place (CLASSIC-SPEC §6.6).

        It takes nothing more; what is sent meanwhile waits in the layer. A consumer that has not
        finished after *timeout* seconds (``None``: no limit) is killed. Returns when the new one
        is there; from within its own consumer at once, and the new one comes when that has ended.
        Harmless where the place is no longer in its pool.
        """
        self._end(timeout)

    def stop(self, timeout: float | None = FINISH_SECONDS) -> None:
        """Let it finish what it does and be replaced by nobody; *timeout* as for restart.

        The pool is one smaller then. Harmless twice.
        """
        pool = self._pool
        with pool._lock:
            left = self._is_wanted()
            if left:
                del pool.workers[self.number]
        if left:
            self._end(timeout)

    def _end(self, timeout: float | None) -> None:
        with self._pool._lock:
            old, thread = self.worker, self.thread
        old.stop()
        if thread is threading.current_thread():
            spawn(f"{thread.name}-ending", self._follow, old, thread, timeout)
        elif isinstance(thread, Seat) and thread.is_here:
            thread.after(lambda: self._follow(old, thread, 0), timeout)
        else:
            self._follow(old, thread, timeout)

    def _follow(self, old: Worker, thread: Any, timeout: float | None) -> None:
        """Fill the place again when *thread* has ended, or give its number back."""
        thread.join(timeout)
        if thread.is_alive():
            self._kill(old)
        with self._pool._lock:
            if not self._is_wanted():
                self._pool._numbers.give_back(self.number)
            elif self.worker is old:
                self._start()

    def _is_wanted(self) -> bool:
        return self._pool.workers.get(self.number) is self

    def _kill(self, old: Worker) -> None:
        """Kill *old*, unless another one has taken its place already."""
        pool = self._pool
        with pool._lock:
            if self.worker is not old:
                return
            thread, (_, run) = self.thread, old.in_hand
            old.discard()
            pool._killed = [*pool._alive_of_killed(), (self.name, thread)]
            if self._is_wanted():
                self._start()
        if run is not None and isinstance(thread, threading.Thread):
            spawn(f"{thread.name}-killed", self._watch, thread, run)
        old.interrupt()  # last: a consumer may have asked for its own end

    def _watch(self, thread: threading.Thread, run: tuple[Any, ...]) -> None:
        """Tell of a killed thread that goes on, and of its end."""
        thread.join(KILL_SECONDS)
        if thread.is_alive():
            self._stuck.append(run)
            self._note("worker.stuck", run)
            thread.join()
            self._stuck.remove(run)
            self._note("worker.freed", run)

    def _note(self, kind: str, run: tuple[Any, ...]) -> None:
        layer = self._pool.layer
        log = getattr(layer, "log", None)
        if log is not None:
            message, number, consumer = run[3:6]
            log.note(
                kind,
                where=self.name,
                id=number,
                cause=message,
                worker=self.name,
                layer=layer.alias,
                run=number,
                message=message,
                consumer=consumer,
            )

    def __repr__(self) -> str:
        idle = "frozen" if self.worker.frozen else "idle"
        state = "busy" if self.busy_since is not None else idle
        stuck = ", ".join(run[5] for run in self.zombies)
        zombies = f", a killed thread goes on in {stuck}" if stuck else ""
        return f"<{self.name} {state if self.alive else 'ended'}{zombies}>"


class Pool:
    """Threads that serve one layer. Any thread may call, consumers too.

    Args:
        layer: the wrapper with the router.
        size: how many workers.
        name: of the sandbox, for the threads' names.
        layers: alias → wrapper, what ``Group("chat")`` means inside its consumers.
        auto_accept: see :class:`~sandbox.workers.worker.Worker`.
        versions: consumer → version of its code, for the log.
        slowed: consumer's name → what is to happen before each of its runs.
        callback: called with ``(channel, message)`` before each consumer, in its worker's thread.
        numbers: shared with other pools of the same sandbox; ``None``: from 1.
        pace: slow motion, for threads.
        make, spawn: what makes a worker and what lets it run; the cooperative runtime has others
            (:mod:`sandbox.workers.stepped`).
    """

    def __init__(
        self,
        layer: Any,
        size: int = 1,
        *,
        name: str = "default",
        layers: Mapping[str, Any] | None = None,
        auto_accept: bool | None = None,
        versions: Mapping[Any, int] | None = None,
        slowed: Mapping[str, Callable[[], object]] | None = None,
        callback: Callable[[str, Message], Any] | None = None,
        numbers: Numbers | None = None,
        pace: Pace | None = None,
        make: Callable[..., Worker] = Worker,
        spawn: Callable[..., Any] = spawn,
    ) -> None:
        self.layer = layer
        self._pace = pace
        self._clock: Clock = getattr(layer, "clock", monotonic)
        self._make = make
        self._spawn = spawn
        self.name = name
        self._numbers = numbers if numbers is not None else Numbers()
        self._layers = layers
        self._auto_accept = auto_accept
        self._versions = versions if versions is not None else {}
        self._slowed = slowed if slowed is not None else {}
        self._callback = callback
        self._unrouted = Unrouted()
        self._lock = threading.RLock()
        """Held for moments only: whoever waits for a consumer lets others kill it meanwhile."""
        self._killed: list[tuple[str, threading.Thread]] = []
        """Threads without a place, which may not have ended yet."""
        self.workers: dict[int, PooledWorker] = {}
        """Number → place; for reading."""
        self.resize(size)

    def _make_worker(self, name: str) -> Worker:
        worker = self._make(self.layer, callback=self._callback, signal_handlers=False)
        worker.name = name
        worker.layers = self._layers
        worker.auto_accept = self._auto_accept
        worker.versions = self._versions
        worker.slowed = self._slowed
        worker.unrouted = self._unrouted
        worker.idle_seconds = None
        worker.pace = self._pace
        return worker

    def resize(self, size: int, timeout: float | None = STOP_SECONDS) -> None:
        """Have *size* workers: new ones start, surplus ones finish what they do and end.

        Those have *timeout* seconds for it, all together (``None``: no limit), then they are
        killed.
        """
        with self._lock:
            surplus = [self.workers.pop(number) for number in sorted(self.workers)[size:]]
            while len(self.workers) < size:
                number = self._numbers.take()
                self.workers[number] = PooledWorker(self, number)
        self._end(surplus, timeout)

    def restart(self, timeout: float | None = FINISH_SECONDS) -> None:
        """Replace one worker after the other, each as :meth:`PooledWorker.restart` does."""
        with self._lock:
            places = list(self.workers.values())
        for place in places:
            place.restart(timeout)

    def stop(self, timeout: float | None = STOP_SECONDS) -> list[str]:
        """End all workers; return the names of those whose threads could not be ended.

        Consumers that run have *timeout* seconds to finish, all together, then their workers are
        killed. A consumer that calls this ends after it, like any other.
        """
        self.resize(0, timeout)
        with self._lock:
            killed = self._alive_of_killed()
        _join((thread for _, thread in killed), KILL_SECONDS, self._clock)
        with self._lock:
            self._killed = self._alive_of_killed()
            return [name for name, _ in self._killed]

    def _alive_of_killed(self) -> list[tuple[str, threading.Thread]]:
        return [(name, thread) for name, thread in self._killed if thread.is_alive()]

    def _end(self, places: Iterable[PooledWorker], timeout: float | None) -> None:
        places = list(places)
        for place in places:
            place.worker.stop()
        _join((place.thread for place in places), timeout, self._clock)
        for place in places:
            if place.alive and place.thread is not threading.current_thread():
                place.kill()
            self._numbers.give_back(place.number)


class WorkerGroup(Worker):
    """Several workers in one process: this one in the calling thread, the others beside it (§6.3).

    *n_threads* ``None``: as many as the machine has cores.
    """

    def __init__(self, *args: Any, n_threads: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.n_threads = n_threads if n_threads is not None else os.cpu_count() or 1
        self.sub_workers = [Worker(*args, **kwargs) for _ in range(self.n_threads - 1)]
        for number, worker in enumerate(self.sub_workers, 2):
            worker.signal_handlers = False  # those are for the main thread
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
        """Run all of them; when this one ends, the others are stopped.

        They have :data:`STOP_SECONDS` to finish, unless a signal ends this one. Meanwhile threads
        change places more often: with CPython's 5 ms one that sends to itself has taken its
        message before another, which was woken for it, has its turn (seconds of that were seen).
        """
        for worker in self.sub_workers:
            worker.layers, worker.auto_accept = self.layers, self.auto_accept
            worker.versions, worker.unrouted = self.versions, self.unrouted
        patience = 0.0
        quick_switching.hold()
        try:
            self.threads = [
                spawn(f"sandbox-group-{worker.name}", _serve, worker) for worker in self.sub_workers
            ]
            super().run()
            patience = STOP_SECONDS
        finally:
            quick_switching.let_go()
            for worker in self.sub_workers:
                worker.stop()
            _join(self.threads, patience)
