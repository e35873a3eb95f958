"""A real redis-server for tests: in a folder of its own, on a Unix socket or a loopback port."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

__all__ = ["RedisServer", "free_port", "require_redis"]

STARTS_WITHIN_S = 10.0


def require_redis() -> None:
    """Skip a test where no redis-server is installed; in CI that is an error."""
    if shutil.which("redis-server") is None:
        if os.environ.get("CI", "").lower() not in ("", "0", "false"):
            pytest.fail("CI needs redis-server: apt-get install redis-server")
        pytest.skip("no redis-server is installed: apt-get install redis-server")


class RedisServer:
    """One server, which may be killed, paused and started anew. *options* are redis-server's.

    On a Unix socket, or with *port* on a port of the loopback. *keeps*: it writes what it has to
    its folder, and has it again when it is started once more.
    """

    def __init__(self, *options: str, tcp: bool = False, keeps: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="redis-"))
        self.options = options
        self.path = self.folder / "s"
        self.port = free_port() if tcp else 0
        self.keeps = keeps
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        """Its address."""
        return f"redis://127.0.0.1:{self.port}/0" if self.port else f"unix://{self.path}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.path.unlink(missing_ok=True)
        where = ["--port", str(self.port), "--bind", "127.0.0.1"]
        where += [] if self.port else ["--unixsocket", str(self.path)]
        kept = ["--appendonly", "yes", "--appendfsync", "always"] if self.keeps else []
        self.process = subprocess.Popen(
            ["redis-server", *where, "--save", "", "--dir", str(self.folder), *kept, *self.options],
            stdout=subprocess.PIPE,
        )
        self._await_ready()

    def _await_ready(self) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        timer = threading.Timer(STARTS_WITHIN_S, self.process.kill)
        timer.start()
        said = b""
        for line in self.process.stdout:
            said += line
            if b"eady to accept connections" in line:
                break
        else:
            pytest.fail(f"redis-server did not start:\n{said.decode()}")
        timer.cancel()
        timer.join()
        self._drain = threading.Thread(target=self.process.stdout.read)
        self._drain.start()

    def client(self, **options: Any) -> redis.Redis:
        """Return a new client of it."""
        return redis.Redis.from_url(self.url, **options)

    def empty(self) -> None:
        """Forget everything."""
        with self.client() as client:
            client.flushall()

    def kill(self) -> None:
        """End it as a crash does; harmless where it has ended."""
        process, self.process = self.process, None
        if process is not None:
            process.kill()
            process.wait()
            self._drain.join()
            assert process.stdout is not None
            process.stdout.close()

    def pause(self) -> None:
        """Let it stand still."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Let it stand still for as long as the block lasts."""
        self.pause()
        try:
            yield
        finally:
            self.resume()

    def end(self) -> None:
        """End it and take its folder away."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def free_port() -> int:
    """Return a port of the loopback that nobody has."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port
