"""The thread that hears a server's bells and, once a second, looks after what is due.

Role: one for each server of a process that listens. It blocks on this process's bell with a
connection of its own; whoever puts a message on a queue for which the process waits rings it. It
also says that the process lives, finds what has expired, and buries processes that have died
(TRACE.md, "On Redis"). It must not know who is woken.

It does not keep its layer alive: a layer that nobody has any more ends it.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
import weakref
from typing import TYPE_CHECKING, Any

from redis import exceptions

from sandbox.errors import LayerDown
from sandbox.layers.redis_hosts import pack_command
from sandbox.layers.redis_shard import Shard
from sandbox.runtime.clock import monotonic
from sandbox.runtime.threads import spawn

if TYPE_CHECKING:
    from sandbox.layers.redis_looking import Looking

__all__ = ["SWEEP_SECONDS", "Keeper"]

SWEEP_SECONDS = 1
"""How often what is due is looked for. (Whole seconds: Redis 6 waits in such.)"""

logger = logging.getLogger("sandbox.layers")


class Keeper:
    """The bell and the sweep of one server. Any thread may start and stop it."""

    def __init__(self, layer: Looking, shard: Shard) -> None:
        self._layer: Any = weakref.ref(layer)
        self._shard = shard
        # Packed once: whoever a bell wakes gets the interpreter when this thread waits again.
        bell = f"{layer.prefix}:bell:{layer.token}"
        self._wait = (pack_command(("BLPOP", bell, SWEEP_SECONDS)),)
        self._ended = threading.Event()
        self._guard = threading.Lock()
        self._connection: Any = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; harmless twice."""
        with self._guard:
            if self._thread is None and not self._ended.is_set():
                self._thread = spawn(f"sandbox-redis-{self._shard.number}", self._run)

    def stop(self) -> None:
        """End the thread, which may be blocked in a wait. Harmless twice."""
        self._ended.set()
        with self._guard:
            connection, thread = self._connection, self._thread
            if connection is not None:
                _shut(connection)
        if thread is not None and thread is not threading.current_thread():
            thread.join()

    def _run(self) -> None:
        due = 0.0
        while not self._ended.is_set():
            layer = self._layer()
            if layer is None:
                break
            try:
                if monotonic() >= due:
                    self._sweep(layer)
                    due = monotonic() + SWEEP_SECONDS
                connection = self._connected()
                del layer  # so that it can end while this waits
                rung = self._listen(connection)
                layer = self._layer()
                if rung is not None and layer is not None:
                    layer.rang(self._shard, rung.decode())
            except (LayerDown, exceptions.RedisError, OSError):
                self._drop()
                # Whoever calls meanwhile tries too; this only sees to it that somebody does.
                self._ended.wait(max(self._shard.backoff.left, 0.05))
            except Exception:
                logger.exception("The bell of %r does not work", self._shard)
                self._drop()
                self._ended.wait(SWEEP_SECONDS)
            layer = None
        self._drop()

    def _sweep(self, layer: Looking) -> None:
        try:
            layer.sweep(self._shard)
        except LayerDown as error:
            if not self._shard.is_open:
                raise
            layer.say_down(error)  # it is there, but out of memory: what it has can be taken

    def _connected(self) -> Any:
        if self._connection is None:
            # A wait is answered within its own second; a server that is gone without a word is
            # noticed after the patience beyond it.
            connection = self._shard.connection(SWEEP_SECONDS + self._shard.patience)
            connection.connect()
            with self._guard:
                self._connection = connection
                if self._ended.is_set():
                    _shut(connection)
        return self._connection

    def _listen(self, connection: Any) -> bytes | None:
        connection.send_packed_command(self._wait, check_health=False)
        reply = connection.read_response(disable_decoding=True)
        return None if reply is None else reply[1]

    def _drop(self) -> None:
        with self._guard:
            connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):
                connection.disconnect()


def _shut(connection: Any) -> None:
    """Wake a thread that is blocked in reading from *connection*."""
    sock = getattr(connection, "_sock", None)
    if sock is not None:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
