"""A project of 2016 as several processes over Redis, started from the shell and driven for real.

Server, worker and delay server are commands of their own, as in production then; what changes are
two lines of the settings.
"""

from __future__ import annotations

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.clients.hub import Hub
from sandbox.clients.tab import Tab
from tests.flows.test_manage import PATIENCE, migrated, project
from tests.redis_server import RedisServer, require_redis
from tests.test_cli import environment

__all__ = ["migrated", "project"]

SETTINGS = """
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "asgi_redis.RedisChannelLayer",
        "CONFIG": {"hosts": [%r]},
        "ROUTING": "mysite.routing.channel_routing",
    },
}
"""


class Command:
    """A command in a process of its own."""

    def __init__(self, project: Path, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *words],
            cwd=project,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.said: list[str] = []
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def line(self, pattern: str) -> str:
        """Wait for a line, and return the pattern's first group."""
        while True:
            line = self._lines.get(timeout=PATIENCE)
            assert line is not None, "".join(self.said)
            self.said.append(line)
            found = re.search(pattern, line)
            if found is not None:
                return found[1]

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """End it by a signal; return its status."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
        status = self.process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status


class Site:
    """The project's server, and workers beside it."""

    def __init__(self, project: Path, url: str) -> None:
        self.project = project
        with (project / "mysite" / "settings.py").open("a") as settings:
            settings.write(SETTINGS % url)
        self.commands: list[Command] = []
        self.server = self.manage("runserver", "127.0.0.1:0", "--noreload", "--noworker")
        self.host = self.server.line(r"Listening on (127\.0\.0\.1:\d+)")
        self.hub = Hub()

    def manage(self, *words: str) -> Command:
        """Start ``manage.py`` with these words."""
        return self.start("manage.py", *words)

    def start(self, *words: str) -> Command:
        """Start Python with these words."""
        self.commands.append(Command(self.project, *words))
        return self.commands[-1]

    def worker(self, *options: str) -> Command:
        """Start a worker, and wait until it listens."""
        worker = self.manage("runworker", *options)
        worker.line(r"(Listening on channels)")
        return worker

    def tab(self, path: str) -> Tab:
        """Open a WebSocket."""
        return Tab(self.hub, f"ws://{self.host}{path}", timeout=PATIENCE)

    def end(self) -> None:
        """End everything."""
        self.hub.close()
        for command in self.commands:
            command.end()


@pytest.fixture
def site(project: Path) -> Iterator[Site]:
    """The project on a Redis of its own, served without workers."""
    require_redis()
    server = RedisServer()
    made = Site(project, server.url)
    try:
        yield made
    finally:
        made.end()
        server.end()


def test_server_and_worker_are_two_processes(site: Site) -> None:
    """What the server takes waits for a worker, also for one that is started later."""
    opened: list[Tab] = []
    opening = threading.Thread(target=lambda: opened.append(site.tab("/tricks/room/red/")))
    opening.start()
    worker = site.worker()
    opening.join(PATIENCE)
    (red,) = opened
    red.send("hi")
    assert red.receive(PATIENCE) == "somebody: hi"
    assert worker.end() == 0


def test_a_worker_takes_on_a_file_that_is_written(site: Site) -> None:
    """From the next message on, in the same process; no socket closes, every message is answered
    once, in order."""
    worker = site.worker("--threads", "2")
    red = site.tab("/tricks/room/red/")
    consumers = site.project / "tricks" / "consumers.py"
    red.send("0")
    heard = [red.receive(PATIENCE)]
    consumers.write_text(consumers.read_text().replace('"%s: %s"', '"%s says %s"'))
    for number in range(1, 10):
        red.send(str(number))
        heard.append(red.receive(PATIENCE))
    worker.line(r"(consumers\.py: loaded anew, from the next message on)")
    red.send("10")
    heard.append(red.receive(PATIENCE))
    assert [int(re.sub(r".*\D", "", str(one))) for one in heard] == list(range(11))
    assert (heard[0], heard[-1]) == ("somebody: 0", "somebody says 10")
    assert red.closed is None
    assert worker.process.poll() is None


def test_a_workers_code_is_renewed_and_no_socket_closes(site: Site) -> None:
    """SIGHUP: it finishes, begins anew as the same process, and has the code of now; what comes
    meanwhile waits."""
    worker = site.worker()
    red = site.tab("/tricks/room/red/")
    red.send("one")
    assert red.receive(PATIENCE) == "somebody: one"
    consumers = site.project / "tricks" / "consumers.py"
    consumers.write_text(consumers.read_text().replace('"%s: %s"', '"%s says %s"'))
    os.kill(worker.process.pid, signal.SIGHUP)
    for number in range(20):
        red.send(str(number))
    worker.line(r"(Hangup: beginning anew)")
    worker.line(r"(Listening on channels)")
    heard = [red.receive(PATIENCE) for _ in range(20)]
    assert [re.sub(r".*\D", "", str(one)) for one in heard] == [str(one) for one in range(20)]
    red.send("two")
    assert red.receive(PATIENCE) == "somebody says two"
    assert red.closed is None
    assert worker.process.poll() is None


def test_a_killed_worker_takes_one_message_with_it(site: Site) -> None:
    """kill -9, and the next worker goes on with the others; the socket stays open."""
    worker = site.worker()
    red = site.tab("/tricks/room/red/")
    red.send("one")
    assert red.receive(PATIENCE) == "somebody: one"
    assert worker.end(signal.SIGKILL) == -signal.SIGKILL
    red.send("two")
    site.worker("--threads", "2")
    assert red.receive(PATIENCE) == "somebody: two"


def test_the_delay_server_is_a_process_too(site: Site) -> None:
    """A message for later goes through it, and its database, to the worker."""
    site.worker()
    delay = site.manage("rundelay")
    timer = site.tab("/tricks/timer/")
    timer.send("50")
    assert timer.receive(PATIENCE) == "it is time for tea"
    assert delay.process.poll() is None


def test_sandbox_serve_joins_over_redis(site: Site) -> None:
    """Its workers serve the other server's sockets, and groups reach the sockets of both."""
    where = site.project / "mysite" / "settings.py"
    url = re.findall(r"'(unix://[^']+)'", where.read_text())[-1]
    main = "from sandbox.cli import main; raise SystemExit(main())"
    words = ("-c", main, "serve", "--settings", "mysite.settings", "--layer", url)
    served = site.start(
        *words, "--routing", "mysite.routing.channel_routing", "--port", "0", "--workers", "2"
    )
    host = served.line(r"Serving http://(127\.0\.0\.1:\d+)")
    here = site.tab("/tricks/room/red/")
    there = Tab(site.hub, f"ws://{host}/tricks/room/red/", timeout=PATIENCE)
    there.send("hello over there")
    assert here.receive(PATIENCE) == there.receive(PATIENCE) == "somebody: hello over there"
