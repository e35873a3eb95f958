"""A wait of the main thread ends with its event, and with any signal, however it falls."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading

import pytest

from sandbox.runtime import hearing
from sandbox.runtime.hearing import HearingEvent

CHILD = """
import signal
from sandbox.runtime.hearing import HearingEvent
signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
try:
    print("ready", flush=True)
    HearingEvent().wait_hearing()
except KeyboardInterrupt:
    print("heard")
"""


def test_it_ends_with_its_event() -> None:
    """Set by another thread, or before."""
    event = HearingEvent()
    threading.Timer(0.01, event.set).start()
    event.wait_hearing()
    event.wait_hearing()
    assert signal.set_wakeup_fd(-1) == -1


def test_a_signal_before_the_system_waits_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its byte is in the socket already."""

    class Late(socket.socket):
        """A socket whose wait begins just after a signal."""

        def recv(self, *args: int) -> bytes:
            signal.raise_signal(signal.SIGUSR1)
            return super().recv(*args)

    real = socket.socketpair

    def pair() -> tuple[socket.socket, socket.socket]:
        ear, hand = real()
        return Late(ear.family, ear.type, ear.proto, ear.detach()), hand

    event = HearingEvent()
    monkeypatch.setattr(hearing.socket, "socketpair", pair)
    before = signal.signal(signal.SIGUSR1, lambda *_: event.set())
    try:
        event.wait_hearing()
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_a_handler_that_raises_ends_it() -> None:
    """In a process whose main thread waits for what never comes."""
    child = subprocess.Popen([sys.executable, "-c", CHILD], stdout=subprocess.PIPE, text=True)
    assert child.stdout
    assert child.stdout.readline() == "ready\n"
    child.terminate()
    assert child.communicate(timeout=30)[0] == "heard\n"
    assert child.returncode == 0


def test_in_another_thread_it_is_the_events_own_wait() -> None:
    """Signals do not reach it."""
    event = HearingEvent()
    thread = threading.Thread(target=event.wait_hearing)
    thread.start()
    event.set()
    thread.join(10)
    assert not thread.is_alive()
