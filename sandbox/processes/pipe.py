"""A pipe between a sandbox and one of its processes: whole messages, both ways.

Role: frame and pickle what is said. Both ends are the same program of the same user, and each
runs the other's code anyway, so pickle gives nobody more than they have; the pipe has no name in
the file system that others could open. It must not know what the messages mean.
"""

from __future__ import annotations

import contextlib
import pickle
import socket
import struct
import threading
from typing import Any

__all__ = ["Pipe"]

_HEAD = struct.Struct("!Q")


class Pipe:
    """One end. Any thread may send; one thread at a time may receive."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._lock = threading.Lock()

    def send(self, *message: Any) -> bool:
        """Send a message; ``False`` where the other end has gone.

        What cannot be pickled raises as pickle does, and nothing is sent.
        """
        data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
        with self._lock:
            try:
                self._socket.sendall(_HEAD.pack(len(data)) + data)
            except OSError:
                return False
        return True

    def receive(self) -> tuple[Any, ...] | None:
        """Wait for a message; ``None`` where the other end has gone."""
        head = self._read(_HEAD.size)
        data = None if head is None else self._read(_HEAD.unpack(head)[0])
        if data is None:
            return None
        message: tuple[Any, ...] = pickle.loads(data)  # noqa: S301 - our own process's
        return message

    def _read(self, size: int) -> bytes | None:
        parts: list[bytes] = []
        while size:
            try:
                part = self._socket.recv(min(size, 1 << 20))
            except OSError:
                return None
            if not part:
                return None
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        """Hang up: the other end hears of it, and so does a thread that receives here."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
