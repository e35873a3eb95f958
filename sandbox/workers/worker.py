"""A worker: one thread that takes messages and runs consumers, for as long as it is told to.

Role: the shell around :mod:`sandbox.workers.dispatch` (CLASSIC-SPEC §6.1, §6.2): take, dispatch,
settle, stop, be killed. It works on any classic layer; on ours it takes with a receipt, so that a
message it had in hand has a recorded fate. It must not know of sockets, cells or pictures.
"""

from __future__ import annotations

import fnmatch
import logging
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from types import FrameType
from typing import Any

from sandbox.consumers.channel import pending
from sandbox.consumers.manager import serving
from sandbox.consumers.message import Message
from sandbox.consumers.signals import worker_ready
from sandbox.layers.copying import copy_content
from sandbox.runtime.clock import monotonic
from sandbox.runtime.pace import Pace
from sandbox.runtime.wakeups import putoff
from sandbox.trace.causes import acting
from sandbox.workers.dispatch import Dispatcher, Unrouted, WorkerKilled
from sandbox.workers.killing import forget_interrupt, interrupt
from sandbox.workers.whereabouts import line_of

__all__ = ["Worker"]

logger = logging.getLogger("django.channels")

IDLE_SECONDS = 1.0
"""How long one iteration of a bare worker waits before it looks at ``termed`` again, which classic
code assigns from outside; a pool's workers need not look, they are told by :meth:`Worker.stop`."""


class Worker:
    """Takes messages from the routed channels of one layer and runs their consumers.

    Args as in CLASSIC-SPEC §6.1: *channel_layer* is a wrapper with a router (``None`` is allowed
    for objects that are only asked, trap of §6.1), *callback* gets ``(channel, message)``,
    *message_retries* bounds ConsumeLater, *only_channels* and *exclude_channels* are globs.

    :meth:`run` blocks the calling thread; :meth:`stop` may be called from any thread.
    """

    termed: bool = False
    """Whether to end; read once per iteration. A subclass may make it a property (trap 2)."""

    def __init__(
        self,
        channel_layer: Any,
        callback: Callable[[str, Message], Any] | None = None,
        message_retries: int = 10,
        signal_handlers: bool = True,
        only_channels: Iterable[str] | None = None,
        exclude_channels: Iterable[str] | None = None,
    ) -> None:
        self.channel_layer = channel_layer
        self.callback = callback
        self.message_retries = message_retries
        self.signal_handlers = signal_handlers
        self.only_channels = list(only_channels) if only_channels is not None else None
        self.exclude_channels = list(exclude_channels) if exclude_channels is not None else None
        self.termed = False
        self.in_job = False
        self.name = "worker:1"
        """The logical name in the log; a pool gives each of its workers one."""
        self.layers: Any = None
        """Alias → wrapper of the sandbox it serves; ``None``: what settings say."""
        self.auto_accept: bool | None = None
        """``None``: as the setting SANDBOX_AUTO_ACCEPT says, which a bare worker takes as False."""
        self.raises_interrupts = False
        """Whether a ``KeyboardInterrupt`` of a consumer comes out of :meth:`run`, once its message
        is settled: in the main thread of a process that is this worker. Elsewhere it is an error
        of the consumer like any other (§15.1 row 16)."""
        self.versions: Mapping[Any, int] = {}
        """Consumer → version of its code, for the log."""
        self.slowed: Mapping[str, Callable[[], object]] = {}
        """Consumer's name → what is to happen before each of its runs: it takes its time."""
        self.pace: Pace | None = None
        """Slow motion of the sandbox it serves; ``None``: there is none."""
        self.wait: Callable[[float], object] = threading.Event().wait
        """How it lets seconds pass."""
        self.unrouted = Unrouted()
        """What was said about missing routes; a pool's workers share one."""
        self.idle_seconds: float | None = IDLE_SECONDS
        """How long an idle iteration lasts; ``None``: until a message comes, or :meth:`stop`."""
        self.told_busy: tuple[float, Mapping[str, Any]] | None = None
        """When the run began that :meth:`note_busy` told of last, and what the log was told."""
        self._guard = threading.Lock()
        self._dispatcher: Dispatcher | None = None
        self._listener: Any = None
        self._entry: Any = None
        self._busy_since: float | None = None
        self._thread: threading.Thread | None = None
        self._frozen = False
        self._running = False
        """Whether the log says that it runs."""
        self._stopping = False
        """Whether the log says that it takes nothing more."""

    # -- what the classic tests and commands use ---------------------------------------------

    def install_signal_handler(self) -> None:
        """End on SIGTERM and SIGINT (main thread only): idle at once, else after the consumer."""
        signal.signal(signal.SIGTERM, self.sigterm_handler)
        signal.signal(signal.SIGINT, self.sigterm_handler)

    def sigterm_handler(self, signo: int, stack_frame: FrameType | None) -> None:
        """React to a signal: leave now, or after the consumer that runs."""
        self.termed = True
        if self.in_job:
            logger.info("Shutdown signal received while busy, waiting for loop termination")
            self._note_stopping()  # without the guard: this very thread may hold it
        else:
            logger.info("Shutdown signal received while idle, terminating immediately")
            sys.exit(0)

    def ready(self) -> None:
        """Say by the signal ``worker_ready`` that this worker is about to run."""
        worker_ready.send(sender=self)

    def apply_channel_filters(self, channels: Iterable[str]) -> list[str]:
        """Keep what matches ``only_channels`` and drop what matches ``exclude_channels`` (§6.1)."""

        def fits(channel: str, patterns: list[str]) -> bool:
            return any(fnmatch.fnmatchcase(channel, pattern) for pattern in patterns)

        kept = list(channels)
        if self.only_channels:
            kept = [channel for channel in kept if fits(channel, self.only_channels)]
        if self.exclude_channels:
            kept = [channel for channel in kept if not fits(channel, self.exclude_channels)]
        return kept

    # -- running -----------------------------------------------------------------------------

    def run(self) -> None:
        """Take and dispatch until ``termed`` (read once per iteration, trap 2) or stopped."""
        if self.signal_handlers:
            self.install_signal_handler()
        layer = self.channel_layer
        dispatcher, channels = self._begin()
        reason = "failed"
        try:
            with self._acting():
                if hasattr(layer, "listen"):
                    self._run_with_receipts(dispatcher, channels)
                else:
                    self._run_classic(dispatcher, channels)
            reason = "asked"
        except WorkerKilled:
            pass
        except (SystemExit, KeyboardInterrupt):
            reason = "asked"
            raise
        finally:
            self._note_stopped(reason)

    def _begin(self) -> tuple[Dispatcher, list[str]]:
        """Say that it runs, in this thread; return what dispatches, and the channels to hear."""
        self._thread = threading.current_thread()
        dispatcher = self._dispatcher = self._make_dispatcher()
        channels = self.apply_channel_filters(self.channel_layer.router.channels)
        # A worker that is a whole process says so aloud; one of a sandbox is on the picture, and
        # its line would land in somebody's cell.
        level = logging.INFO if self.signal_handlers else logging.DEBUG
        logger.log(level, "Listening on channels %s", ", ".join(sorted(channels)))
        self._note("worker.started", channels=tuple(sorted(channels)))
        self._running, self._stopping = True, False
        return dispatcher, channels

    def _make_dispatcher(self) -> Dispatcher:
        layer = self.channel_layer
        dispatcher = Dispatcher(
            layer,
            where=self.name,
            clock=getattr(layer, "clock", monotonic),
            log=getattr(layer, "log", None),
            message_retries=self.message_retries,
            auto_accept=self._accepts_by_default(),
            callback=self.callback,
            wait=self.wait,
            unrouted=self.unrouted,
        )
        dispatcher.versions = self.versions
        dispatcher.slowed = self.slowed
        return dispatcher

    @contextmanager
    def _acting(self) -> Iterator[None]:
        """Let what this thread does be this worker's, in its sandbox, until the block ends."""
        acted = acting.set((0, self.name))
        served = serving.set(self.layers) if self.layers is not None else None
        try:
            yield
        finally:
            if served is not None:
                serving.reset(served)
            acting.reset(acted)

    def _note(self, kind: str, **fields: Any) -> None:
        layer = self.channel_layer
        log = getattr(layer, "log", None)
        if log is not None:
            log.note(kind, where=self.name, cause=0, worker=self.name, layer=layer.alias, **fields)

    def _accepts_by_default(self) -> bool:
        if self.auto_accept is not None:
            return self.auto_accept
        from django.conf import settings

        return bool(getattr(settings, "SANDBOX_AUTO_ACCEPT", False))

    def _note_stopping(self) -> None:
        """Say once that it finishes what it has in hand and takes nothing more."""
        if self._running and not self._stopping:
            self._stopping = True
            self._note("worker.stopping", reason="asked")

    def _note_stopped(self, reason: str) -> None:
        """Say once that it has ended: a killed one has for all others, though its thread runs."""
        with self._guard:
            running, self._running = self._running, False
        if running:
            self._note("worker.stopped", reason=reason)

    def _run_with_receipts(self, dispatcher: Dispatcher, channels: list[str]) -> None:
        layer = self.channel_layer
        with self._guard:
            listener = self._listener = layer.listen(channels, where=self.name)
        unwatch = layer.watch(self._rerouted)
        try:
            # Between reading the router's channels and watching it, it may have changed.
            self._rerouted()
            putoff.begin()
            try:
                self._take_and_dispatch(dispatcher, listener)
            finally:
                self._settle_down(dispatcher)
        finally:
            self._settle_down(dispatcher)  # if the first was interrupted before it could begin
            putoff.end()
            unwatch()
            listener.close()
            self._give_up_entry()

    def _take_and_dispatch(self, dispatcher: Dispatcher, listener: Any) -> None:
        take, serve, timeout = listener.take, self._serve, self.idle_seconds
        while not self.termed:
            entry = take(timeout)
            if entry is not None:
                serve(dispatcher, entry)
            elif listener.closed:
                break

    def _serve(self, dispatcher: Dispatcher, entry: Any) -> None:
        """Run the consumer for a message in hand, and settle it."""
        layer, clock = self.channel_layer, dispatcher.clock
        self._entry = entry
        self.in_job = True
        if self.pace is not None and self.pace.hop:
            putoff.flush()  # this thread is about to wait
            self.pace.wait(lambda: self.termed)
        began = self._busy_since = clock()
        # The log keeps what was accepted, so user code gets a copy of its own.
        lost = dispatcher.dispatch(entry[2], copy_content(entry[3]), entry[1])
        with self._guard:
            if dispatcher.killed:
                raise WorkerKilled
            self._entry = None
            self._busy_since = None
        if lost is None:
            layer.settle(entry, where=self.name, duration=clock() - began)
        else:
            layer.lose(entry, lost, where=self.name)
        self.in_job = False
        if dispatcher.interrupted and self.raises_interrupts:
            raise KeyboardInterrupt

    def _settle_down(self, dispatcher: Dispatcher) -> None:
        """From here on nobody interrupts this thread, and no interrupt is on its way."""
        while True:
            try:
                dispatcher.interruptible = False
                with self._guard:  # who is just about to interrupt holds it
                    forget_interrupt(threading.current_thread())
                pending.drop()
                return
            except WorkerKilled:
                continue

    def _give_up_entry(self) -> bool:
        """Lose what is in hand, if anything is and nobody else has done so."""
        with self._guard:
            entry, self._entry = self._entry, None
        if entry is not None:
            self.channel_layer.lose(entry, "worker_killed", where=self.name)
        return entry is not None

    def _run_classic(self, dispatcher: Dispatcher, channels: list[str]) -> None:
        """Serve a layer that has only the classic methods; nothing is known of receipts there."""
        layer = self.channel_layer
        try:
            while not self.termed:
                self.in_job = False
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore", DeprecationWarning)
                    channel, content = layer.receive_many(channels, block=True)
                if channel is None:
                    threading.Event().wait(0.01)  # such a layer may not block (§6.2)
                    continue
                self.in_job = True
                self._busy_since = dispatcher.clock()
                dispatcher.dispatch(channel, content)
                with self._guard:
                    self._busy_since = None
                if dispatcher.interrupted and self.raises_interrupts:
                    raise KeyboardInterrupt
        finally:
            self.in_job = False
            self._settle_down(dispatcher)

    def _rerouted(self) -> None:
        """The router changed: hear its channels from now on."""
        with self._guard:  # of two changes at once, the later one stays
            if self._listener is not None:
                self._listener.set_channels(self._heard())

    def _heard(self) -> list[str]:
        """Return the channels that it listens to; none while it is frozen."""
        if self._frozen:
            return []
        return self.apply_channel_filters(self.channel_layer.router.channels)

    # -- freezing ----------------------------------------------------------------------------

    @property
    def frozen(self) -> bool:
        """Whether it takes nothing for now."""
        return self._frozen

    def freeze(self) -> None:
        """Take nothing more until :meth:`thaw`; what runs goes on to its end. Any thread."""
        self._frozen = True
        self._rerouted()

    def thaw(self) -> None:
        """Take messages again. Harmless where it was not frozen."""
        self._frozen = False
        self._rerouted()

    # -- ending ------------------------------------------------------------------------------

    @property
    def busy_since(self) -> float | None:
        """The clock's moment at which the running consumer began; ``None`` while idle."""
        return self._busy_since

    @property
    def in_hand(self) -> tuple[Any, Any]:
        """The message that it has taken (the layer's entry), and the log's entry of its run.

        Each is ``None`` where there is none. A look from another thread: a moment later it may be
        over.
        """
        dispatcher = self._dispatcher
        return self._entry, dispatcher.running if dispatcher is not None else None

    def running_at(self) -> tuple[str, str | None, int | None]:
        """Return the running consumer's name, and file and line of its user's code by now.

        ``""`` and ``None`` for what is not known, or over by now. A look from another thread.
        """
        dispatcher, thread = self._dispatcher, self._thread
        run = dispatcher.running if dispatcher is not None else None
        if thread is None or self._busy_since is None:
            return "", None, None
        return (run[5] if run is not None else "", *line_of(thread))

    def note_busy(self, since: float, place: Callable[[str], str]) -> bool:
        """Say in the log that the run that began at *since* goes on, and where it is by now.

        *place* makes of a file's name what its user calls it. Returns whether it does go on: one
        that is over, or was discarded, is not told of. Any thread.
        """
        with self._guard:  # nobody settles what is in hand meanwhile
            dispatcher, thread = self._dispatcher, self._thread
            if self._busy_since != since or dispatcher is None or thread is None:
                return False
            if dispatcher.killed:
                return False
            run = dispatcher.running
            consumer, file, line = self.running_at()
            fields = {
                "id": run[4] if run is not None else 0,
                "run": run[4] if run is not None else 0,
                "message": run[3] if run is not None else 0,
                "consumer": consumer,
                "duration": dispatcher.clock() - since,
                "file": place(file) if file is not None else None,
                "line": line,
            }
            self._note("worker.busy", **fields)
            self.told_busy = (since, fields)
            return True

    def stop(self) -> None:
        """Let the running consumer finish and then end. Any thread; harmless twice."""
        self.termed = True
        with self._guard:  # so that it cannot be said to have stopped in between
            if self._listener is not None:
                self._listener.close()
            self._note_stopping()
        if self.pace is not None:
            self.pace.wake()

    def kill(self) -> bool:
        """End it without waiting: what runs is discarded and, as far as possible, interrupted.

        Its buffered sends are dropped, its message is lost as ``worker_killed``. Returns whether
        a consumer was running. A thread that is inside C code ends when it comes back. Any
        thread; harmless twice.
        """
        busy = self.discard()
        self.interrupt()
        return busy

    def discard(self) -> bool:
        """The first half of :meth:`kill`: from now on what runs here has no effect any more."""
        with self._guard:
            dispatcher, listener = self._dispatcher, self._listener
            if dispatcher is not None:
                dispatcher.killed = True
        self.termed = True
        busy = self._busy_since is not None
        self._give_up_entry()
        if listener is not None:
            listener.close()
        self._note_stopped("killed")
        if self.pace is not None:
            self.pace.wake()
        return busy

    def interrupt(self) -> bool:
        """The second half: raise :class:`WorkerKilled` in the consumer, if one still runs."""
        dispatcher, thread = self._dispatcher, self._thread
        if dispatcher is None or thread is None:
            return False
        lock = getattr(self.channel_layer, "lock", None) or nullcontext()
        with self._guard:
            return interrupt(thread, WorkerKilled, lock, lambda: dispatcher.interruptible)
