"""An event whose wait hears every signal.

Role: what the main thread waits for while it serves. It must not know what signals mean: their
handlers say.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import threading

__all__ = ["HearingEvent"]


class HearingEvent(threading.Event):
    """An event; :meth:`wait_hearing` waits for it, and for signals. Any thread may call."""

    def __init__(self) -> None:
        super().__init__()
        self._hands: list[socket.socket] = []

    def set(self) -> None:
        """Set it, and wake whoever waits."""
        super().set()
        for hand in tuple(self._hands):
            with contextlib.suppress(OSError):  # shut, or full: nobody waits, or enough is in it
                hand.send(b"!")

    def wait_hearing(self) -> None:
        """Wait until it is set, or until a signal's handler raises.

        A lock's wait does not do: a signal that comes between the interpreter's last look and the
        system's wait is handled after the wait only, and that may be never. A byte in a socket
        stays there. Signals reach the main thread alone; in others this is :meth:`wait`.
        """
        if threading.current_thread() is not threading.main_thread():
            self.wait()
            return
        ear, hand = socket.socketpair()
        with ear, hand:
            hand.setblocking(False)
            self._hands.append(hand)
            before = signal.set_wakeup_fd(hand.fileno(), warn_on_full_buffer=False)
            try:
                while not self.is_set():
                    ear.recv(1)
            finally:
                signal.set_wakeup_fd(before)
                self._hands.remove(hand)
