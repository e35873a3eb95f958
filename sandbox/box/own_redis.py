"""A ``redis-server`` of the sandbox's own: on a Unix socket, without persistence, for as long as
the sandbox lives.

Role: start it, say how to get one where there is none, and see to it that it ends: also where this
process is killed, as a shell beside it waits for the end of a pipe that only this process holds. It
must not know layers.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import IO, Any

from sandbox.errors import NotAvailableHere
from sandbox.runtime.threads import spawn

__all__ = ["OwnRedis"]

STARTS_WITHIN_S = 10.0
"""Seconds that a server has to start."""

SERVERS = ("redis-server", "valkey-server")

_NO_DISK = ("--save", "", "--appendonly", "no")

_KEEPER = (
    'D=$1; shift; "$@" </dev/null & p=$!; cat >/dev/null; '
    'kill $p; kill -CONT $p; wait $p; rm -rf "$D"'
)
"""Runs a server until its own standard input ends, then takes the server's folder away. A server
that is paused hears of its end once it goes on."""


def _opened(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("Popen was asked for pipes, and gave none.")
    return pipe


class OwnRedis:
    """A server that runs when the constructor returns. Any thread may call.

    ``NotAvailableHere`` where none is installed, or where it does not start.
    """

    def __init__(self) -> None:
        program = next(filter(None, map(shutil.which, SERVERS)), None)
        if program is None:
            raise NotAvailableHere(
                "layer='redis' starts a redis-server, and there is none on this machine: "
                "apt-get install redis-server (conda install redis-server), or give the address "
                "of one, layer='redis://localhost:6379/0'."
            )
        self._program = program
        self._folder = tempfile.mkdtemp(prefix="sandbox-redis-")
        self.path = Path(self._folder) / "s"
        self.url = f"unix://{self.path}"
        """Its address."""
        self._aside = self.path.with_suffix(".cut")
        self._start()

    def _start(self) -> None:
        folder = self._folder
        options = (
            f"--appendonly no --port 0 --unixsocket {self.path} --unixsocketperm 700 --dir {folder}"
        )
        self._paused: int | None = None
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", _KEEPER, "sh", folder, self._program, *options.split(), *_NO_DISK],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # what interrupts a cell does not end it
        )
        self._pipe, self._output = _opened(self._process.stdin), _opened(self._process.stdout)
        try:
            self._await_ready()
        except BaseException:
            self.stop()
            raise

    def _await_ready(self) -> None:
        late = threading.Timer(STARTS_WITHIN_S, self.stop)
        late.start()
        said: list[str] = []
        try:
            for line in self._output:
                said.append(line.decode(errors="replace").strip())
                if "eady to accept connections" in said[-1]:
                    break
            else:
                raise NotAvailableHere(
                    f"redis-server did not start: {said[-1] if said else 'it said nothing'}; give "
                    "the address of a running one, layer='redis://localhost:6379/0'."
                )
        finally:
            late.cancel()
        self._drain = spawn("sandbox-redis-output", self._read_on)

    def _read_on(self) -> None:
        """Read what it says, so that it never waits for somebody who does."""
        with self._output as output:
            while output.read(4096):
                pass

    # -- bad weather, on purpose -------------------------------------------------------------

    def pause(self) -> None:
        """Let it answer nobody until :meth:`go_on`: its process is stopped. Harmless twice."""
        if self._paused is None:
            with self._client() as client:
                self._paused = int(client.info("server")["process_id"])
            os.kill(self._paused, signal.SIGSTOP)

    def go_on(self) -> None:
        """Let it answer again. Harmless where it was not paused."""
        process, self._paused = self._paused, None
        if process is not None:
            os.kill(process, signal.SIGCONT)

    def cut(self) -> None:
        """Break every connection, and let nobody connect until :meth:`mend`. Harmless twice."""
        if not self.path.exists():
            return
        paused = self._paused is not None
        self.go_on()  # else it could not let go of anybody
        self.path.rename(self._aside)
        with self._client() as client:
            for kind in ("normal", "pubsub"):
                client.client_kill_filter(_type=kind, skipme=True)
        if paused:
            self.pause()

    def mend(self) -> None:
        """Let clients connect again. Harmless where nothing was cut."""
        if self._aside.exists():
            self._aside.rename(self.path)

    def restart(self) -> None:
        """End it and start another one at the same address: it comes back empty."""
        self.stop()
        Path(self._folder).mkdir(mode=0o700)
        self._start()

    def _client(self) -> Any:
        import redis

        path = self._aside if self._aside.exists() else self.path
        return redis.Redis(unix_socket_path=str(path))

    def stop(self) -> None:
        """End it, and take its folder away. Harmless twice."""
        self.go_on()
        if not self._pipe.closed:
            self._pipe.close()
            self._process.wait()
