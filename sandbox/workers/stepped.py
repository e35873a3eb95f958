"""A worker that is stepped: one message a step, on the cooperative runtime (DESIGN §3).

Role: be the same worker as :mod:`sandbox.workers.worker` where there is no thread to block: what
:meth:`Worker.run` does in a row is cut at the one place where it waits for a message. It must not
know of sockets, cells or pictures.

A consumer that waits (for room, for a body) runs other actors' steps meanwhile, deeper on the
same stack; its send buffer is put aside for them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from typing import Any

from sandbox.consumers.channel import pending
from sandbox.consumers.message import Message
from sandbox.runtime.cooperative import FOREVER, World
from sandbox.workers.dispatch import WorkerKilled
from sandbox.workers.worker import Worker

__all__ = ["Seat", "SteppedWorker"]


class SteppedWorker(Worker):
    """A worker as an actor of *world*; the rest as for :class:`Worker`. On our own layers only."""

    def __init__(
        self,
        channel_layer: Any,
        callback: Callable[[str, Message], Any] | None = None,
        message_retries: int = 10,
        signal_handlers: bool = False,
        only_channels: Iterable[str] | None = None,
        exclude_channels: Iterable[str] | None = None,
        *,
        world: World,
    ) -> None:
        super().__init__(
            channel_layer,
            callback,
            message_retries,
            signal_handlers,
            only_channels,
            exclude_channels,
        )
        self.world = world
        self.wait = self._sleep
        self._unwatch: Callable[[], object] | None = None
        self.alive = False
        """Whether it takes turns."""

    def _sleep(self, seconds: float) -> None:
        self.world.wait(lambda: False, seconds, f"{self.name} to try again")

    def run(self) -> None:
        """Begin to take turns; returns at once. Any thread, also while a step goes on."""
        layer = self.channel_layer
        _, channels = self._begin()
        self._listener = layer.listen(channels, where=self.name)
        self._unwatch = layer.watch(self._rerouted)
        self._rerouted()
        self.alive = True
        self.world.add(self.name, self.step)

    def step(self) -> bool:
        """Take one message and run its consumer; ``False`` where none waits. For the world."""
        listener, dispatcher = self._listener, self._dispatcher
        if dispatcher is None:
            return False
        if self.termed or listener.closed:
            self._close("asked")
            return True
        entry = listener.take_now()
        if entry is None:
            return False
        self._thread = threading.current_thread()
        try:
            with self._acting(), pending.aside():
                try:
                    self._serve(dispatcher, entry)
                finally:
                    self._settle_down(dispatcher)
        except WorkerKilled:
            self._close("killed")
        return True

    def _close(self, reason: str) -> None:
        self.alive = False
        if self._unwatch is not None:
            self._unwatch()
        self._listener.close()
        self._give_up_entry()
        self._note_stopped(reason)
        self.world.remove(self.name, self.step)

    def interrupt(self) -> bool:
        """Raise :class:`WorkerKilled` in the consumer, unless it waits and others move meanwhile:
        then its end has to wait for that, too."""
        return self.world.running == self.name and super().interrupt()


class Seat:
    """Stands in for the thread of a stepped worker, where a pool asks for one."""

    def __init__(self, name: str, serve: Any, worker: SteppedWorker) -> None:
        """Let *worker* take turns. *serve*, what a thread would do, is not needed: it ends with
        the thread's database connections, and here all share those of the world's thread."""
        self.name = name
        self._worker = worker
        worker.ready()
        worker.run()

    def is_alive(self) -> bool:
        """Say whether it takes turns."""
        return self._worker.alive

    def join(self, timeout: float | None = None) -> None:
        """Step the world until it has ended, up to *timeout* virtual seconds."""
        worker = self._worker
        worker.world.wait(lambda: not worker.alive, timeout, f"{worker.name} to end")

    @property
    def is_here(self) -> bool:
        """Whether the caller is a consumer of this very worker."""
        return self._worker.world.running == self._worker.name

    def after(self, ended: Callable[[], object], timeout: float | None) -> None:
        """Call *ended* in a step of its own once the worker has ended, or in *timeout* virtual
        seconds (``None``: no limit): for a consumer that cannot wait for its own end."""
        worker, world, name = self._worker, self._worker.world, f"{self.name}-ending"
        due = FOREVER if timeout is None else world.clock() + timeout

        def step() -> bool:
            if worker.alive and world.clock() < due:
                return False
            world.remove(name, step)
            ended()
            return True

        world.add(name, step, lambda: due)
