"""Workers in processes: numbered places, each with an interpreter of its own.

Role: what :mod:`sandbox.workers.pool` is for threads, with the same face. A kill is a real one: the
message in hand is lost as ``worker_killed``, as the layer's server knows who had it. It must not
know servers, tabs or pictures.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from sandbox.errors import SandboxError
from sandbox.processes.fleet import Actor, Fleet, Raw
from sandbox.processes.member import Member
from sandbox.runtime.threads import in_background, spawn
from sandbox.trace import ops
from sandbox.workers.pool import FINISH_SECONDS, STOP_SECONDS, Numbers

__all__ = ["Crew", "ProcessWorker"]

logger = logging.getLogger("sandbox.processes")


class ProcessWorker(Actor):
    """One numbered place in a crew, and the process that fills it now. Any thread may call."""

    thread = None

    def __init__(self, crew: Crew, number: int) -> None:
        self._crew = crew
        self.number = number
        self.name = f"worker:{number}"
        self.zombies: tuple[Raw, ...] = ()
        self._entry: Raw | None = None
        self._running: Raw | None = None
        self._lock = threading.RLock()
        self._replacing = False
        self._killed_at_start = 0
        self.member = self._spawn()

    def _spawn(self) -> Member:
        return self._crew.start(self)

    def begin(self) -> None:
        """Wait until its process is ready, and let it take messages."""
        self.member.ready()
        self._crew.fleet.joined(self.member)
        self.member.send("go")

    # -- what there is -----------------------------------------------------------------------

    @property
    def worker(self) -> ProcessWorker:
        """Itself: what a pool's place has beside its thread, this has not."""
        return self

    @property
    def channel_layer(self) -> Any:
        """The sandbox's own end of its layer."""
        return self._crew.layer

    @property
    def in_hand(self) -> tuple[Any, Any]:
        """The message that it has taken, as a layer's entry, and the log's entry of its run."""
        return self._entry, self._running

    @property
    def busy_since(self) -> float | None:
        """The clock's moment at which its running consumer began; ``None`` while idle."""
        running = self._running
        return None if running is None else float(running[1])

    def running_at(self) -> tuple[str, str | None, int | None]:
        """Return the running consumer's name; where it is by now only its own process knows."""
        running = self._running
        return (running[5] if running is not None else "", None, None)

    def note_busy(self, since: float, place: Callable[[str], str]) -> bool:
        """Do nothing: its own process tells of a run that goes on. Returns whether it does."""
        return self.busy_since == since

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self.member.alive

    @property
    def pid(self) -> int:
        """Its process, as the system calls it."""
        return int(self.member.process.pid)

    def __repr__(self) -> str:
        state = "busy" if self.busy_since is not None else "idle"
        return f"<{self.name} {state if self.alive else 'ended'}, process {self.pid}>"

    def saw(self, raw: Raw) -> Raw:
        """Follow what it has in hand."""
        op = raw[0]
        if op == ops.TAKEN:
            self._entry = (float("inf"), raw[4], raw[5], {}, raw[1], None)
        elif op == ops.STARTED:
            self._running = raw
        elif op == ops.FINISHED or (op == ops.NOTE and raw[3] == "consumer.raised"):
            self._running = None
        elif (
            op in (ops.DELIVERED, ops.LOST)
            and self._entry
            and raw[_MESSAGE_AT[op]] == self._entry[1]
        ):
            self._entry = None
        return raw

    # -- life --------------------------------------------------------------------------------

    def kill(self) -> None:
        """End its process at once (SIGKILL) and put a new one in its place."""
        in_background(f"sandbox-{self.name}-kill", self._kill)

    def _kill(self) -> None:
        member = self.member
        member.kill()
        self._fill(member)

    def gone(self, member: Member) -> None:
        """Its process has ended: if nobody asked for that, another one takes its place."""
        self._entry = self._running = None
        if member.expected:
            return
        self._crew.note_killed(self)
        if not self._replacing:
            # In a thread: whoever waits for this end may have the lock of this place.
            spawn(f"sandbox-{self.name}-again", self._fill, member)

    def _fill(self, dead: Member) -> None:
        """Put a new process in the place of a dead one, unless somebody has done so."""
        with self._lock:
            if dead is not self.member or not self._crew.wants(self):
                return
            if dead.info:
                self._killed_at_start = 0
            elif dead.was_killed:
                self._killed_at_start += 1
            if not dead.info and not 0 < self._killed_at_start < _STARTS:
                logger.error(
                    "The process of %s ended before it was ready, so no other is started: "
                    "box.workers[%d].restart() tries again.",
                    self.name,
                    self.number,
                )
                return
            self.member = new = self._spawn()
        try:
            self.begin()
        except SandboxError as error:
            logger.error("%s", error)
            if new.alive:  # not ready in time; who has died is followed by another one
                new.discard()

    def restart(self, timeout: float | None = FINISH_SECONDS) -> None:
        """Let it finish what it does, then put a new process in its place.

        The new one is ready before the old one ends: nothing waits for it. A consumer that has not
        finished after *timeout* seconds (``None``: no limit) is killed. Who is interrupted
        (Ctrl-C) waits no more; the restart goes on.
        """
        in_background(f"sandbox-{self.name}-restart", self._restart, timeout)

    def _restart(self, timeout: float | None) -> None:
        with self._lock:
            if not self._crew.wants(self):
                return
            self._replacing = True
            try:
                old, new = self.member, self._spawn()
                try:
                    new.ready()
                except BaseException:
                    new.discard()
                    raise
                self._end(old, timeout)
                self.member = new
            finally:
                self._replacing = False
        self.begin()

    def stop(self, timeout: float | None = FINISH_SECONDS) -> None:
        """Let it finish what it does and be replaced by nobody; *timeout* as for restart."""
        self._crew.drop(self)
        with self._lock:
            self._end(self.member, timeout)
        self._crew.numbers.give_back(self.number)

    def _end(self, member: Member, timeout: float | None) -> None:
        member.send("stop")
        if not member.wait(timeout):
            member.kill()


_STARTS = 5
"""How often in a row a process that is killed before it is ready is followed by another one."""

_MESSAGE_AT = {ops.DELIVERED: 4, ops.LOST: 5}


class Crew:
    """Processes that serve one layer, with the face of a pool. Any thread may call.

    They take no messages before :meth:`begin`.
    """

    def __init__(
        self,
        fleet: Fleet,
        layer: Any,
        size: int,
        *,
        numbers: Numbers,
        auto_accept: bool,
    ) -> None:
        self.fleet = fleet
        self.layer = layer
        self.numbers = numbers
        self._auto_accept = auto_accept
        self._lock = threading.RLock()
        self._begun = False
        self.workers: dict[int, ProcessWorker] = {}
        """Number → place; for reading."""
        self._grow(size)

    def start(self, actor: ProcessWorker) -> Member:
        """Start a process for a place."""
        return self.fleet.start(actor, role="worker", auto_accept=self._auto_accept)

    def _grow(self, size: int) -> list[ProcessWorker]:
        new = []
        with self._lock:
            while len(self.workers) < size:
                number = self.numbers.take()
                self.workers[number] = place = ProcessWorker(self, number)
                new.append(place)
        return new

    def _grow_ready(self, size: int) -> None:
        for place in self._grow(size):
            place.begin()

    def ready(self) -> None:
        """Wait until all could begin; ``SandboxError`` says why one cannot."""
        for place in list(self.workers.values()):
            place.member.ready()

    def begin(self) -> None:
        """Let all take messages."""
        for place in list(self.workers.values()):
            place.begin()

    def wants(self, place: ProcessWorker) -> bool:
        """Say whether *place* is still one of it."""
        return self.workers.get(place.number) is place

    def drop(self, place: ProcessWorker) -> None:
        """Have *place* no longer."""
        with self._lock:
            if self.wants(place):
                del self.workers[place.number]

    def note_killed(self, place: ProcessWorker) -> None:
        """Tell that a worker was killed."""
        self.fleet.log.note(
            "worker.stopped",
            where=place.name,
            cause=0,
            worker=place.name,
            layer=self.layer.alias,
            reason="killed",
        )

    def resize(self, size: int, timeout: float | None = STOP_SECONDS) -> None:
        """Have *size* workers; surplus ones have *timeout* seconds to finish, all together."""
        in_background("sandbox-crew-grows", self._grow_ready, size)
        with self._lock:
            surplus = [self.workers.pop(number) for number in sorted(self.workers)[size:]]
        _at_once(place.stop for place in surplus)(timeout)

    def restart(self, timeout: float | None = FINISH_SECONDS) -> None:
        """Replace one worker after the other."""
        for place in list(self.workers.values()):
            place.restart(timeout)

    def stop(self, timeout: float | None = STOP_SECONDS) -> list[str]:
        """End all workers; nobody is left, so the list is empty."""
        self.resize(0, timeout)
        return []


def _at_once(calls: Any) -> Callable[[float | None], None]:
    """Return what makes all *calls* at the same time, and waits for them."""

    def run(timeout: float | None) -> None:
        threads = [spawn("sandbox-ending", call, timeout) for call in calls]
        for thread in threads:
            thread.join()

    return run
