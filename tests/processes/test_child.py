"""A process of a sandbox ends with it, whatever it dies of."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.redis_server import require_redis

SCRIPT = """
import os, sys
from sandbox import Sandbox
box = Sandbox(layer="redis")
@box.consumer("websocket.receive")
def echo(message):
    message.reply_channel.send({"text": message["text"]})
box.scale(servers=1, workers=1, processes=True, timeout=0)
tab = box.connect("/")
tab.send("hi")
assert tab.receive() == "hi"
print(box.workers[1].pid, box.servers[1].server.pid, flush=True)
END
"""


@pytest.mark.parametrize("end", ["box.stop()", "", "os.kill(os.getpid(), 9)"])
def test_nothing_is_left_however_it_ends(end: str) -> None:
    """Stopped, at the interpreter's exit, or killed: no process goes on."""
    require_redis()
    reading, writing = os.pipe()
    script = SCRIPT.replace("END", end)
    # They all inherit this standard error: reading it ends when the last of them has ended.
    done = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=writing)
    os.close(writing)
    try:
        assert done.stdout is not None
        pids = [int(one) for one in done.stdout.read().split()]
        done.wait()
        done.stdout.close()
        with os.fdopen(reading, "rb") as said:
            told = said.read()
    finally:
        done.kill()
    assert len(pids) == 2, told.decode()
