"""The delay server on the cooperative runtime: an actor whose timers are virtual (DESIGN §3).

Role: be the same delay server as :mod:`sandbox.django.delay.worker` where there is no thread to
block. Due dates count from when the sandbox began, plus the virtual time that has passed since:
"a day later" takes no day. It must not know consumers or sockets.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from sandbox.django.delay.models import present
from sandbox.django.delay.worker import Taken, Worker
from sandbox.runtime.cooperative import FOREVER, World
from sandbox.trace.causes import acting_as

__all__ = ["SteppedDelay"]


class SteppedDelay:
    """Takes part in *world* from the moment it is made until :meth:`stop`."""

    def __init__(self, channel_layer: Any, world: World) -> None:
        self.worker = Worker(channel_layer, signal_handlers=False, database_sleep_duration=None)
        self.worker.pause = lambda seconds: world.wait(lambda: False, seconds, "the database")
        self._world = world
        self._began: datetime = timezone.now()
        self._start = world.clock()
        self._looked = False
        self._listening = self.worker.listening()
        self._listener = self._listening.__enter__()
        world.add(self.worker.name, self._step, self.due)

    def _now(self) -> datetime:
        return self._began + timedelta(seconds=self._world.clock() - self._start)

    def due(self) -> float:
        """Return the clock's moment at which the next message is due; infinity: none is known."""
        due = self.worker.next_due
        if due is None:
            return FOREVER
        moment: float = self._start + (due - self._began).total_seconds()
        return moment

    def _step(self) -> bool:
        token = present.set(self._now)
        try:
            with acting_as(self.worker.name):
                return self._do_one_thing()
        finally:
            present.reset(token)

    def _do_one_thing(self) -> bool:
        entry = self._listener.take_now()
        if entry is not None:
            self.worker.put_aside(Taken(entry[3], entry))
            return True
        due = self.worker.next_due
        if self._looked and (due is None or due > self._now()):
            return False
        first, self._looked = not self._looked, True
        self.worker.send_due()
        return not first or self.worker.next_due is not None

    def stop(self) -> None:
        """Take no more turns. Harmless twice."""
        self._world.remove(self.worker.name, self._step)
        listening, self._listening = self._listening, None  # type: ignore[assignment]
        if listening is not None:
            listening.__exit__(None, None, None)
