"""The classic signals around consumers and workers.

Role: announce what workers do (CLASSIC-SPEC §4.12), and connect what belongs to every consumer:
its send buffer, and the end of old database connections. A worker calls :func:`send_started` and
:func:`send_finished`, which save Django's dispatching where nobody else listens. It must not know
workers.
"""

from __future__ import annotations

import threading
from typing import Any

from django.db import close_old_connections, connections
from django.db.backends.signals import connection_created
from django.dispatch import Signal

from sandbox.consumers.channel import pending

__all__ = [
    "consumer_finished",
    "consumer_started",
    "send_finished",
    "send_started",
    "worker_process_ready",
    "worker_ready",
]

consumer_started = Signal()
"""Sent before each consumer, in its thread, with ``environ={}``; opens the send buffer."""

consumer_finished = Signal()
"""Sent after each consumer, also one that raised; ends old connections, flushes the buffer."""

worker_ready = Signal()
"""Sent for each worker that is about to run."""

worker_process_ready = Signal()
"""Sent once in each ``runworker`` process, before its workers are ready."""


def open_buffer(**_: Any) -> None:
    """Receive ``consumer_started``: buffer the consumer's sends."""
    pending.begin()


def flush_buffer(**_: Any) -> None:
    """Receive ``consumer_finished``: send what was buffered; ``RuntimeError`` if some could not."""
    pending.finish()


consumer_started.connect(open_buffer)
# Django's own function, not one of ours: test clients disconnect it by identity. Before the
# flush, which may wait for room while a connection is held for nothing.
consumer_finished.connect(close_old_connections)
consumer_finished.connect(flush_buffer)

_OUR_STARTED = list(consumer_started.receivers)
_OUR_FINISHED = list(consumer_finished.receivers)


def send_started(sender: Any = None) -> None:
    """Announce that a consumer starts in this thread; the worker's short way.

    An exception of somebody else's receiver comes out here, with the buffer open: call
    :func:`send_finished` whatever happens.
    """
    if consumer_started.receivers == _OUR_STARTED:
        pending.begin()
    else:
        consumer_started.send(sender, environ={})


def send_finished(sender: Any = None) -> None:
    """Announce that the consumer of this thread is done; the worker's short way.

    The buffer is flushed whatever other receivers do.

    Raises:
        RuntimeError: some buffered sends could not be sent (see ``PendingSends.finish``).
        Exception: what a receiver raised, after the flush.
    """
    try:
        if consumer_finished.receivers == _OUR_FINISHED:
            if _database.in_use:
                _close_old_connections()
        else:
            consumer_finished.send(sender, environ={})
    finally:
        if pending.finish() and _database.in_use:
            # What followed the sends, such as saving a session, has opened one again.
            _close_old_connections()


class _Database(threading.local):
    """What this thread knows of its own database connections."""

    in_use: bool = True
    """Whether one may be open: not known yet for a new thread, so it looks once."""


_database = _Database()


def _close_old_connections() -> None:
    """Do what Django does, and note whether there is anything to do next time.

    Asking Django's handler costs more than all the rest here, once per message, and most
    consumers never open a connection.
    """
    close_old_connections()
    _database.in_use = any(
        connection.connection is not None for connection in connections.all(initialized_only=True)
    )


def _note_connection(**_: Any) -> None:
    _database.in_use = True


connection_created.connect(_note_connection)
