"""A ``redis-server`` of the sandbox's own: on a Unix socket, without persistence, for as long as
the sandbox lives.

Role: start it, say how to get one where there is none, and see to it that it ends: also where this
process is killed, as a shell beside it waits for the end of a pipe that only this process holds. It
must not know layers.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import IO

from sandbox.errors import NotAvailableHere
from sandbox.runtime.threads import spawn

__all__ = ["OwnRedis"]

STARTS_WITHIN_S = 10.0
"""Seconds that a server has to start."""

SERVERS = ("redis-server", "valkey-server")

_NO_DISK = ("--save", "", "--appendonly", "no")

_KEEPER = 'D=$1; shift; "$@" </dev/null & p=$!; cat >/dev/null; kill $p; wait $p; rm -rf "$D"'
"""Runs a server until its own standard input ends, then takes the server's folder away."""


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
        folder = tempfile.mkdtemp(prefix="sandbox-redis-")
        self.path = Path(folder) / "s"
        self.url = f"unix://{self.path}"
        """Its address."""
        options = (
            f"--appendonly no --port 0 --unixsocket {self.path} --unixsocketperm 700 --dir {folder}"
        )
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", _KEEPER, "sh", folder, program, *options.split(), *_NO_DISK],
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

    def stop(self) -> None:
        """End it, and take its folder away. Harmless twice."""
        if not self._pipe.closed:
            self._pipe.close()
            self._process.wait()
