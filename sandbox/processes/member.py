"""One process of a sandbox, seen from the sandbox.

Role: start it, speak with it, notice its end. It must not know what it is for.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from sandbox.errors import SandboxError
from sandbox.processes.pipe import Pipe
from sandbox.runtime.threads import spawn

__all__ = ["READY_SECONDS", "Member"]

READY_SECONDS = 30.0
"""Seconds that a process has to import what it needs."""

_HERE = Path(__file__).parents[2]


class Member:
    """One process. It starts at once; :meth:`ready` waits for it. Any thread may call.

    *heard* gets what it says, *ended* is called when it has gone, both in a thread of its own.
    *descriptors* are file descriptors that it inherits under the same numbers.
    """

    def __init__(
        self,
        config: dict[str, Any],
        heard: Callable[[Member, tuple[Any, ...]], object],
        ended: Callable[[Member], object],
        descriptors: Iterable[int] = (),
    ) -> None:
        self.name: str = config["name"]
        self.info: dict[str, Any] = {}
        """What it told when it was ready."""
        self.expected = False
        """Whether its end is what somebody has asked for."""
        self.was_killed = False
        """Whether a signal has ended it before it was ready."""
        self.over = threading.Event()
        """Set when it has gone and *ended* has been called."""
        self._ready: Future[None] = Future()
        self._heard, self._ended = heard, ended
        ours, theirs = socket.socketpair()
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "sandbox.processes.child", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=(theirs.fileno(), *descriptors),
                env={**os.environ, "PYTHONPATH": _with_here(os.environ.get("PYTHONPATH"))},
                start_new_session=True,  # what interrupts a cell, or a terminal, is not for it
            )
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        self._pipe = Pipe(ours)
        self._thread = spawn(f"sandbox-{self.name}-pipe", self._read)
        path = list(dict.fromkeys([*sys.path, str(_HERE)]))
        verbatim = "sandbox.verbatim" in sys.modules
        self.send("begin", {**config, "path": path, "verbatim": verbatim})

    def send(self, *message: Any) -> bool:
        """Say something; ``False`` where it has gone."""
        return self._pipe.send(*message)

    def ready(self) -> None:
        """Wait until it is; ``SandboxError`` says why it is not."""
        try:
            self._ready.result(READY_SECONDS)
        except TimeoutError:
            raise SandboxError(
                f"The process of {self.name} is not ready after {READY_SECONDS:.0f} s: see what "
                "else this machine does, or what takes so long to import."
            ) from None

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self.process.poll() is None

    def kill(self) -> None:
        """End it at once (SIGKILL), and wait for that. Harmless twice."""
        self.process.kill()
        self.over.wait()

    def discard(self) -> None:
        """End it at once, as what is asked for: nobody takes its place. Harmless twice."""
        self.expected = True
        self.kill()

    def wait(self, timeout: float | None) -> bool:
        """Wait for its end; ``False`` where it has not come after *timeout* seconds."""
        return self.over.wait(timeout)

    def _read(self) -> None:
        try:
            while (message := self._pipe.receive()) is not None:
                self._take(message)
        finally:
            self._pipe.close()
            self.process.wait()
            if not self._ready.done():
                self._fail_at(self.process.returncode)
            try:
                self._ended(self)
            finally:
                self.over.set()

    def _take(self, message: tuple[Any, ...]) -> None:
        if message[0] == "ready":
            self.info = message[1]
            self._ready.set_result(None)
        elif message[0] == "failed":
            self._fail(*message[1:])
        else:
            self._heard(self, message)

    def _fail_at(self, status: int) -> None:
        if status < 0:
            self.was_killed = True
            self._ready.set_exception(
                SandboxError(
                    f"The process of {self.name} was killed by {signal.Signals(-status).name} "
                    "before it was ready: see who does that, such as a system out of memory."
                )
            )
        else:
            self._fail(f"it ended with status {status}", "")

    def _fail(self, why: str, trace: str) -> None:
        error = SandboxError(
            f"The process of {self.name} did not start: {why}. What it imports has to be "
            "importable in a fresh interpreter too."
        )
        if trace:
            error.add_note(trace)
        self._ready.set_exception(error)


def _with_here(path: str | None) -> str:
    return os.pathsep.join(filter(None, [str(_HERE), path]))
