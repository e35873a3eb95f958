"""The cooperative runtime: one step at a time, chosen by a seed, on a virtual clock (DESIGN §3).

Role: drive actors (servers, workers, tabs, timers) in turns while somebody waits for something.
The same seed and the same calls give the same steps at the same moments, so the same log, byte
for byte. It must not know what the actors do.

::

    caller ──wait──► World: step, step, step … until it is answered, or its time is up
                       ├── picks an actor that can move, by the seed; each step takes a hop of time
                       ├── nobody can move: the clock jumps to what is due next
                       └── nothing is due either: says who waits for what; it never hangs

All steps run on one dedicated thread without an event loop, so the ORM and every synchronous API
just work; where there are no threads (Emscripten), in the caller's own. A wait *inside* a step,
such as a consumer that waits for room, runs the steps of all others, deeper on the same stack.

**To step a world in a test** (property tests of holds, swaps and faults)::

    box = Sandbox(runtime="cooperative", seed=draw(integers()))
    alice = box.connect("/")             # a wait: runs until the socket is open
    alice.send("hi")                     # no wait: it lies in the tab until somebody steps
    while box.clock.step():              # one step of one actor; False: nobody can move now
        assert box.ledger.balanced and box.log.ledger() == box.ledger
    box.clock.advance(seconds=60)        # what is due until then happens, in its order

``box.settle()`` is "step until nobody moves" in one call. For parts without a whole sandbox:
``world = World(seed=7)``, ``world.add("name", step)``, ``world.step()``; a layer gets
``clock=world.clock, waiting=world.wait_for``.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context, copy_context
from queue import SimpleQueue
from random import Random
from typing import Any, ParamSpec, TypeVar

from sandbox.errors import NothingArrived, SandboxError, SandboxStopped
from sandbox.runtime.clock import VirtualClock
from sandbox.runtime.threads import spawn

__all__ = ["FOREVER", "HOP_SECONDS", "Due", "Step", "World"]

P = ParamSpec("P")
T = TypeVar("T")

Step = Callable[[], bool]
"""One turn of an actor: do one thing and return ``True``, or ``False`` where there is nothing."""

Due = Callable[[], float]
"""The clock's moment at which an actor that cannot move now will be able to; infinity: never by
itself."""

HOP_SECONDS = 0.0001
"""Virtual seconds that one step takes: about what a hop takes on threads, so that durations in a
picture look as they do there."""

FOREVER = float("inf")

STUCK_SECONDS = 5.0
"""Real seconds that a caller waits for a step whose own caller has given up."""

_logger = logging.getLogger("sandbox.runtime")


def _never() -> float:
    return FOREVER


class _Actor:
    """Somebody who takes turns."""

    __slots__ = ("busy", "context", "due", "name", "step")

    def __init__(self, name: str, step: Step, due: Due) -> None:
        self.name = name
        self.step = step
        self.due = due
        self.busy = False
        """Whether its step goes on: it waits, and others move meanwhile."""
        self.context = Context()
        """What it sets in context variables is its own, as on a thread of its own."""


class _Job:
    """A call that a thread outside waits for."""

    def __init__(self, fn: Callable[[], Any]) -> None:
        self.fn = fn
        self.context = copy_context()
        self.done = threading.Event()
        self.given_up = False
        self.result: Any = None
        self.error: BaseException | None = None

    def perform(self) -> None:
        """Run it; what it raises is for the caller."""
        try:
            self.result = self.context.run(self.fn)
        except BaseException as error:
            self.error = error
        finally:
            self.done.set()

    def answer(self) -> Any:
        """Return the result, or raise the error."""
        error, self.error = self.error, None
        if error is None:
            return self.result
        try:
            raise error
        finally:
            del error  # it holds this very frame


class World:
    """Actors, their clock, and the thread that runs their steps.

    Any thread may call anything; calls from outside run one after the other. *seed* chooses among
    actors. *inline*: use the caller's thread; ``None``: only where there are no threads. *closing*
    is called in the thread as it ends.
    """

    def __init__(
        self,
        seed: object = 0,
        *,
        inline: bool | None = None,
        name: str = "sandbox-world",
        closing: Callable[[], object] | None = None,
    ) -> None:
        self.seed = seed
        self.clock = VirtualClock()
        self.random = Random(f"world {seed}")
        self.factor = 1.0
        """How many times as long each step takes; for slow motion."""
        self.steps = 0
        """Steps that have been taken."""
        self._name = name
        self._closing = closing
        self._actors: dict[str, _Actor] = {}
        self._waits: list[str] = []
        """What is waited for now, the outermost first."""
        self._failed: Exception | None = None
        self.running: str | None = None
        """The actor whose step goes on, the innermost one; ``None`` between steps."""
        self._inline = sys.platform == "emscripten" if inline is None else inline
        self._gate = threading.RLock()
        """Held by the caller from outside whose turn it is."""
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._job: _Job | None = None
        self._thread: threading.Thread | None = None
        self._ident: int | None = None
        self._closed = False

    # -- actors --------------------------------------------------------------------------------

    def add(self, name: str, step: Step, due: Due = _never) -> None:
        """Let *name* take turns; an earlier actor of that name is replaced."""
        self._actors[name] = _Actor(name, step, due)

    def remove(self, name: str, step: Step | None = None) -> None:
        """Let *name* take no more turns; harmless if it is not there, or, where *step* is given,
        if somebody else has its name by now."""
        actor = self._actors.get(name)
        if actor is not None and (step is None or actor.step == step):
            del self._actors[name]

    # -- what callers do -----------------------------------------------------------------------

    def step(self) -> bool:
        """Take one step of one actor that can move now; ``False`` where nobody can."""
        return self.call(self._step)

    def rest(self) -> int:
        """Step until nobody can move now, and return how many steps it took. No time is waited.

        Actors that never come to rest are stepped for ever: see :meth:`wait`, which has a limit.
        """
        return self.call(self._rest)

    def advance(self, seconds: float) -> None:
        """Let *seconds* pass: everything due until then happens, each at its moment."""
        if not seconds >= 0:
            raise ValueError(f"Time goes forward only: advance() got {seconds!r} seconds.")
        self.call(self._advance, self.clock() + seconds)

    def wait(
        self, answered: Callable[[], object], seconds: float | None = None, what: str = "something"
    ) -> bool:
        """Step until *answered* is true, or until *seconds* of virtual time have passed (``None``:
        as long as anything can happen). Says whether it is true.

        Inside a step it runs the steps of all other actors. ``NothingArrived`` where nothing can
        happen any more, with who waits for what (*what* is this one's part of it).
        """
        deadline = FOREVER if seconds is None else self.clock() + max(seconds, 0.0)
        return self.call(self._wait, answered, deadline, what)

    def settle(
        self,
        at_rest: Callable[[], object],
        seconds: float,
        or_when: Callable[[], object] | None = None,
    ) -> bool:
        """Step until nobody can move and *at_rest* is true, or until *or_when* is; ``False`` after
        *seconds* of virtual time."""
        return self.call(self._settle, at_rest, self.clock() + seconds, or_when)

    def wait_for(self, answered: Callable[[], object], seconds: float | None) -> bool:
        """Be :meth:`wait` for a layer, which knows no names."""
        return self.wait(answered, seconds, "a message, or room for one")

    def call(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call *fn* where the steps run, and return its result or raise its error.

        ``KeyboardInterrupt`` reaches the caller at once; the step that runs goes on to its end,
        and no more follow. After :meth:`close` it raises ``SandboxStopped``.
        """
        if threading.get_ident() == self._ident:
            return fn(*args, **kwargs)
        with self._gate:
            if self._closed:
                raise SandboxStopped(
                    "This sandbox has stopped, so nothing moves in it any more; run the cell that "
                    "makes it again."
                )
            if self._inline:
                with self._here():
                    return fn(*args, **kwargs)
            self._wait_for_stuck()
            job = _Job(lambda: fn(*args, **kwargs))
            self._hand_over(job)
            try:
                job.done.wait()
            except BaseException:
                job.given_up = True
                raise
            return job.answer()  # type: ignore[no-any-return]

    def close(self, timeout: float = 5.0) -> None:
        """End the thread, waiting up to *timeout* real seconds for a step that still runs.

        Harmless twice. Not for a step itself.
        """
        with self._gate:
            if self._closed:
                return
            self._closed = True
            if self._inline and self._closing is not None:
                self._closing()
            self._jobs.put(None)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout)

    @property
    def stuck(self) -> bool:
        """Whether a step goes on that its caller has given up."""
        job = self._job
        return job is not None and job.given_up

    @property
    def alive(self) -> bool:
        """Whether it can still take steps."""
        return not self._closed

    def _wait_for_stuck(self) -> None:
        """Give a step that was interrupted a while to end; then say what keeps everybody."""
        job = self._job
        if job is not None and job.given_up and not job.done.wait(STUCK_SECONDS):
            raise SandboxError(
                f"A step of {self.running} that was interrupted still goes on, and everything "
                "waits for it: end what it does, or box.workers[1].kill() if it is that worker."
            )

    # -- where steps run -----------------------------------------------------------------------

    def _hand_over(self, job: _Job) -> None:
        if self._thread is None:
            self._thread = spawn(self._name, self._work)
        self._jobs.put(job)

    def _work(self) -> None:
        """Be the dedicated thread."""
        self._ident = threading.get_ident()
        while (job := self._jobs.get()) is not None:
            self._job = job
            if not job.given_up:
                job.perform()
            self._job = job = None
        if self._closing is not None:
            self._closing()

    @contextmanager
    def _here(self) -> Iterator[None]:
        """Let the calling thread be where steps run, without the event loop that it may have."""
        running = asyncio._get_running_loop()
        asyncio._set_running_loop(None)
        self._ident = threading.get_ident()
        try:
            yield
        finally:
            self._ident = None
            asyncio._set_running_loop(running)

    # -- stepping ------------------------------------------------------------------------------

    def _step(self) -> bool:
        """Give one turn to an actor that can move; every one is as likely as any other."""
        # A copy: others may add actors from any thread meanwhile.
        actors = [actor for actor in list(self._actors.values()) if not actor.busy]
        while actors:
            place = int(self.random.random() * len(actors))
            actor = actors[place]
            actors[place] = actors[-1]
            actors.pop()
            if self._turn(actor):
                self.steps += 1
                self.clock.advance(HOP_SECONDS * self.factor)
                return True
        return False

    def _turn(self, actor: _Actor) -> bool:
        outer, self.running = self.running, actor.name
        actor.busy = True
        try:
            moved = actor.context.run(actor.step)
        except Exception as error:
            if outer is None:
                raise
            # Whoever waits inside a step is not to blame: the one outside hears of it.
            _logger.exception("A step of %s failed:", actor.name)
            self._failed = self._failed or error
            return True
        finally:
            actor.busy = False
            self.running = outer
        if outer is None and self._failed is not None:
            failed, self._failed = self._failed, None
            raise failed
        return moved

    def _rest(self) -> int:
        steps = 0
        while self._step():
            steps += 1
        return steps

    def _advance(self, until: float) -> None:
        while True:
            self._rest()
            moment = self.next_due()
            if moment > until:
                break
            self.clock.advance_to(moment)
        self.clock.advance_to(until)
        self._rest()

    def _wait(self, answered: Callable[[], object], deadline: float, what: str) -> bool:
        job = self._job if self.running is None else None
        self._waits.append(what)
        try:
            while not answered():
                if self.clock() >= deadline or (job is not None and job.given_up):
                    return False
                if not self._step():
                    self._pass_time(deadline)
            return True
        finally:
            self._waits.pop()

    def _settle(
        self,
        at_rest: Callable[[], object],
        deadline: float,
        or_when: Callable[[], object] | None,
    ) -> bool:
        job = self._job if self.running is None else None
        while True:
            if or_when is not None and or_when():
                return True
            if self.clock() >= deadline or (job is not None and job.given_up):
                return bool(at_rest())
            if self._step():
                continue
            if at_rest():
                return True
            self._pass_time(deadline)

    def _pass_time(self, deadline: float) -> None:
        """Nobody can move: go to where something is due, or the wait's end."""
        moment = min(self.next_due(), deadline)
        if moment == FOREVER:
            waits = "; ".join(f"somebody waits for {what}" for what in reversed(self._waits))
            raise NothingArrived(
                f"Nothing can happen any more in this sandbox, and {waits}: send what is waited "
                "for first, or wait with a timeout."
            )
        self.clock.advance_to(moment)

    def next_due(self) -> float:
        """Return the clock's moment at which something happens by itself; infinity: never."""
        return min(
            (one.due() for one in list(self._actors.values()) if not one.busy), default=FOREVER
        )
