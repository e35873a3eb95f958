"""The delay server: it puts messages aside and sends them when they are due (CLASSIC-SPEC §6.5).

Role: the shell between the channel ``asgi.delay``, the table and the clock. It serves as a process
(``rundelay``), or as a thread beside workers. It must not know consumers or sockets.

Each iteration receives and looks for due rows (§16 trap 3). It wakes for a message and for the
next due date that it knows of; every *database_sleep_duration* seconds it looks into the database
by itself, for rows that other processes have put there.
"""

from __future__ import annotations

import logging
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import DatabaseError, InterfaceError, close_old_connections, connections, router

from sandbox.django.delay.models import DelayedMessage, packed, present
from sandbox.runtime.clock import Clock, monotonic
from sandbox.runtime.threads import spawn
from sandbox.trace.causes import acting

__all__ = ["CHANNEL", "Beside", "Taken", "Worker"]

logger = logging.getLogger("django.channels")

CHANNEL = "asgi.delay"
"""Where delayed messages are sent to (§2.6)."""

NAME = "delay"

FOREIGN_SECONDS = 0.1
"""How long it waits on a layer that cannot wake it (§6.5)."""

DATABASE_ERRORS = (DatabaseError, InterfaceError)

NOT_MIGRATED = (
    "Delayed messages wait, since the database has no table for them: run `python manage.py "
    "migrate`, and they go on by themselves"
)


class Taken(NamedTuple):
    """A message of the channel, and the receipt to settle it by where the layer gives one."""

    content: dict[str, Any]
    entry: Any = None

    @property
    def id(self) -> int:
        """The message's number in the log; 0 where there is none."""
        return self.entry[1] if self.entry is not None else 0


class _Timer(NamedTuple):
    """What the log knows of one row: the timer's number and the message that set it."""

    id: int
    message: int


class Worker:
    """Stores what comes on ``asgi.delay`` and sends it when it is due.

    Args:
        channel_layer: a wrapper, or a raw layer.
        signal_handlers: end on SIGTERM and SIGINT; for the main thread.
        database_sleep_duration: seconds between two looks into the database; ``None``: never
            without a reason, for a database that nobody else fills.

    :meth:`run` blocks the calling thread; :meth:`stop` may be called from any thread.
    """

    termed: bool = False
    """Whether to end; read once per iteration. A subclass may make it a property (trap 2)."""

    def __init__(
        self,
        channel_layer: Any,
        signal_handlers: bool = True,
        database_sleep_duration: float | None = 1,
    ) -> None:
        self.channel_layer = channel_layer
        self.signal_handlers = signal_handlers
        self.database_sleep_duration = database_sleep_duration
        self.termed = False
        self.in_job = False
        self.name = NAME
        """The logical name in the log."""
        self._log: Any = getattr(channel_layer, "log", None)
        self._clock: Clock = getattr(channel_layer, "clock", None) or monotonic
        self._guard = threading.Lock()
        self._listener: Any = None
        self._stopped = threading.Event()
        self.pause: Callable[[float], object] = self._stopped.wait
        """How it lets seconds pass, unless it is to end."""
        self.next_due: Any = None
        """The earliest due date that is known, a datetime; ``None``: no row is known."""
        self._timers: dict[int, _Timer] = {}
        """Row's key → its timer, of those that were set here."""
        self._complaint: str | None = None
        """What was said about a database that fails; ``None``: it works."""

    # -- ending --------------------------------------------------------------------------------

    def install_signal_handler(self) -> None:
        """End on SIGTERM and SIGINT (main thread only): idle at once, else after the iteration."""
        signal.signal(signal.SIGTERM, self.sigterm_handler)
        signal.signal(signal.SIGINT, self.sigterm_handler)

    def sigterm_handler(self, signo: int, stack_frame: FrameType | None) -> None:
        """React to a signal: leave now, or after what is being stored or sent."""
        self.termed = True
        if self.in_job:
            logger.info("Shutdown signal received while busy, waiting for loop termination")
        else:
            logger.info("Shutdown signal received while idle, terminating immediately")
            sys.exit(0)

    def stop(self) -> None:
        """Let the iteration end, and then :meth:`run`. Any thread; harmless twice."""
        self.termed = True
        self._stopped.set()
        with self._guard:
            if self._listener is not None:
                self._listener.close()

    # -- running -------------------------------------------------------------------------------

    def run(self) -> None:
        """Store and send until ``termed`` (read once per iteration, trap 2) or stopped."""
        if self.signal_handlers:
            self.install_signal_handler()
        logger.log(
            logging.INFO if self.signal_handlers else logging.DEBUG, "Listening on %s", CHANNEL
        )
        token = acting.set((0, self.name))
        looked_at: float | None = None
        try:
            with self.listening():
                while not self.termed:
                    self.in_job = False
                    taken = self._receive(self._seconds_until_look(looked_at))
                    self.in_job = True
                    if taken is not None:
                        self.put_aside(taken)
                    if self._seconds_until_look(looked_at) == 0:
                        looked_at = monotonic()
                        self.send_due()
        finally:
            self.in_job = False
            acting.reset(token)

    def _seconds_until_look(self, looked_at: float | None) -> float | None:
        """Return in how many seconds to look for due rows: 0 for now, ``None`` for never.

        The first look is at once (trap 3).
        """
        if looked_at is None:
            return 0
        waits = []
        if self.database_sleep_duration is not None:
            waits.append(looked_at + self.database_sleep_duration - monotonic())
        if self.next_due is not None:
            waits.append((self.next_due - present.get()()).total_seconds())
        return max(min(waits), 0) if waits else None

    @contextmanager
    def listening(self) -> Iterator[Any]:
        """Hear the channel for the block, and give what takes from it; ``None`` on a layer that
        has only the classic methods."""
        layer = self.channel_layer
        if not hasattr(layer, "listen"):
            yield None
            return
        with self._guard:
            listener = self._listener = layer.listen([CHANNEL], where=self.name)
            if self._stopped.is_set():
                listener.close()
        self._note("worker.started", channels=(CHANNEL,))
        try:
            yield listener
        finally:
            listener.close()
            self._note("worker.stopped", reason="asked")

    def _receive(self, seconds: float | None) -> Taken | None:
        """Take a message, waiting *seconds* for one (``None``: as long as it takes)."""
        layer, listener = self.channel_layer, self._listener
        if listener is not None:
            entry = listener.take(seconds)
            return None if entry is None else Taken(entry[3], entry)
        channel, content = layer.receive([CHANNEL], block=False)
        if channel is not None:
            return Taken(content)
        wait = FOREIGN_SECONDS if seconds is None else min(seconds, FOREIGN_SECONDS)
        self._stopped.wait(wait)  # such a layer cannot say when something comes
        return None

    # -- putting aside -------------------------------------------------------------------------

    def put_aside(self, taken: Taken) -> None:
        """Make *taken* a row; one that cannot be is lost, and the next is served (§15.1 row 20)."""
        try:
            row = _row_of(taken.content)
        except (TypeError, ValueError, OverflowError, ValidationError) as error:
            logger.error("Invalid message received on %s: %s", CHANNEL, _told(error))
            self._settle(taken, "malformed")
            return
        try:
            close_old_connections()
            row.save()
        except DATABASE_ERRORS as error:
            self._complain("A delayed message could not be stored, so it waits", error)
            self._put_back(taken)
            return
        self._complaint = None
        self._note_set(row, taken)
        if self.next_due is None or row.due_date < self.next_due:
            self.next_due = row.due_date
        self._settle(taken)

    def _put_back(self, taken: Taken) -> None:
        """Send it to the back of the channel, and give the database time to come back."""
        token = acting.set((taken.id, self.name))
        try:
            self.channel_layer.send(CHANNEL, taken.content)
        except self.channel_layer.ChannelFull:
            logger.error("A delayed message is lost: %s is full, and the database fails", CHANNEL)
            self._settle(taken, "requeue_full")
        else:
            self._settle(taken)
        finally:
            acting.reset(token)
        self.pause(self.database_sleep_duration or 1)

    def _settle(self, taken: Taken, reason: str | None = None) -> None:
        """Say what became of the message: it is delivered, or lost for *reason*."""
        if taken.entry is None:
            return
        if reason is None:
            self.channel_layer.settle(taken.entry, where=self.name)
        else:
            self.channel_layer.lose(taken.entry, reason, where=self.name)

    # -- sending -------------------------------------------------------------------------------

    def send_due(self) -> None:
        """Send every row that is due, and note when the next one will be."""
        self.next_due = None
        try:
            close_old_connections()
            for row in DelayedMessage.objects.is_due():
                self._send(row)
            self.next_due = DelayedMessage.objects.next_due()
            self._complaint = None
        except DATABASE_ERRORS as error:
            self._complain("Due messages could not be looked for", error)
        finally:
            close_old_connections()

    def _send(self, row: DelayedMessage) -> None:
        key, timer = row.pk, self._timer_of(row)
        self._note_timer("timer.fired", timer, row)
        token = acting.set((timer.id, self.name))
        try:
            row.send(self.channel_layer)
        except DATABASE_ERRORS:
            raise
        except Exception:
            # Trying it again every second would say the same every second.
            logger.exception("A due message is lost: %s cannot be sent", row)
            DelayedMessage.objects.filter(pk=key).delete()
        finally:
            acting.reset(token)
        if DelayedMessage.objects.filter(pk=key).exists():  # its channel was full
            self._note_timer("timer.set", timer, row)
        else:
            self._timers.pop(key, None)

    def _complain(self, what: str, error: Exception) -> None:
        """Say what is wrong with the database, once until it works again or says another thing."""
        said = NOT_MIGRATED if _table_is_missing() else f"{what}: {error}"
        if said != self._complaint:
            self._complaint = said
            logger.error("%s.", said)

    # -- the log -------------------------------------------------------------------------------

    def _note(self, kind: str, **fields: Any) -> None:
        if self._log is not None:
            alias = getattr(self.channel_layer, "alias", "default")
            self._log.note(kind, where=self.name, cause=0, worker=self.name, layer=alias, **fields)

    def _note_set(self, row: DelayedMessage, taken: Taken) -> None:
        if self._log is not None:
            timer = self._timers[row.pk] = _Timer(self._log.ids.timer(), taken.id)
            self._note_timer("timer.set", timer, row)

    def _note_timer(self, kind: str, timer: _Timer, row: DelayedMessage) -> None:
        if self._log is not None:
            left = (row.due_date - present.get()()).total_seconds()
            self._log.note(
                kind,
                where=self.name,
                id=timer.id,
                cause=timer.message,
                message=timer.message,
                channel=row.channel_name,
                due=self._clock() - self._log.start + left,
            )

    def _timer_of(self, row: DelayedMessage) -> _Timer:
        """Return the timer of *row*; one that another process has set gets a number here."""
        known = self._timers.get(row.pk)
        if known is not None or self._log is None:
            return known or _Timer(0, 0)
        return _Timer(self._log.ids.timer(), 0)


def _row_of(content: Mapping[str, Any]) -> DelayedMessage:
    """Return the row that *content* asks for, not saved yet; what is wrong is raised."""
    missing = [key for key in ("channel", "content", "delay") if key not in content]
    if missing:
        raise ValueError(
            f"it lacks {' and '.join(missing)}: send "
            '{"channel": "remind", "delay": 5000, "content": {…}}, the delay in milliseconds.'
        )
    if not isinstance(content["channel"], str):
        raise TypeError(f"channel is the name of a channel, not {content['channel']!r}.")
    delay = content["delay"]
    if isinstance(delay, bool) or not isinstance(delay, int | float) or not delay >= 0:
        raise TypeError(f"delay is a number of milliseconds from 0 on, not {delay!r}.")
    row = DelayedMessage(channel_name=content["channel"], content=packed(content["content"]))
    row.delay = delay
    row.full_clean()
    return row


def _told(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(error.messages)
    return str(error)


def _table_is_missing() -> bool:
    """Say whether the database answers, and has no table of delayed messages."""
    connection = connections[router.db_for_write(DelayedMessage)]
    try:
        return DelayedMessage._meta.db_table not in connection.introspection.table_names()
    except DATABASE_ERRORS:
        return False


class Beside:
    """A worker in a thread of its own, beside those that share its layer's process.

    Nobody else fills the table then, so the database is asked only when there is a reason.
    """

    def __init__(self, channel_layer: Any) -> None:
        self.worker = Worker(channel_layer, signal_handlers=False, database_sleep_duration=None)
        self._thread = spawn("sandbox-delay", _serve, self.worker)

    def stop(self, timeout: float = 2.0) -> None:
        """End it, waiting up to *timeout* seconds. Any other thread; harmless twice."""
        self.worker.stop()
        self._thread.join(timeout)


def _serve(worker: Worker) -> None:
    """Be the thread of *worker*, up to the end of its database connections."""
    try:
        worker.run()
    finally:
        connections.close_all()
