"""A WebSocket echo over Redis, server and worker as two processes, beside bare round trips.

    python tests/bench/measure_apart.py            three interleaved rounds, about a minute
    python tests/bench/measure_apart.py --quick    one short round: does everything still work?

"bare" is the same way without us: an echo of uvicorn as it comes, and two processes that hand one
value there and back by what the server is asked for on that way (a script that puts, a bell that
rings, a script that takes), with redis-py. Beside it "layer": the same two processes with our layer
and its log, but no server, worker or client; what is above that is theirs. CPU is that of server
and worker; beside it that of the sandbox, which gathers their facts. Prints a table and writes
``apart_figures.json`` (``--json FILE``).
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

import measure  # noqa: E402
import psutil  # noqa: E402
import redis  # noqa: E402
from measure import load, ratio, row, server  # noqa: E402

from sandbox import Sandbox  # noqa: E402
from sandbox.layers.redis import RedisLayer  # noqa: E402
from sandbox.runtime.clock import monotonic  # noqa: E402
from sandbox.trace.log import Log  # noqa: E402

PUT = "redis.call('RPUSH', KEYS[1], ARGV[1]) redis.call('RPUSH', KEYS[2], '1') return 1"
TAKE = "return redis.call('LPOP', KEYS[1])"
PATIENCE_S = 60.0


class Bare:
    """One side of the bare way: puts, waits for its bell, takes."""

    def __init__(self, url: str, there: str, here: str) -> None:
        # Its own five seconds are too few for the other process to begin on a busy machine.
        self._client = redis.Redis.from_url(url, socket_timeout=PATIENCE_S)
        self._put, self._take = self._client.script_load(PUT), self._client.script_load(TAKE)
        self._there, self._here = there, here

    def put(self, value: bytes) -> None:
        """Hand a value to the other side."""
        self._client.evalsha(self._put, 2, self._there, f"{self._there}:bell", value)

    def take(self) -> bytes:
        """Wait for a value from there."""
        self._client.blpop([f"{self._here}:bell"])
        value: bytes = self._client.evalsha(self._take, 1, self._here)
        return value

    def close(self) -> None:
        """Let the server go."""
        self._client.close()


class Layered:
    """One side of the same way with our layer: sends, waits as a worker does, settles."""

    def __init__(self, url: str, there: str, here: str) -> None:
        self._layer = RedisLayer(hosts=[url], prefix="alone:", log=Log(monotonic))
        self._there = there
        self._listener = self._layer.listen([here], where=here)

    def put(self, value: bytes) -> None:
        """Hand a value to the other side."""
        self._layer.send(self._there, {"bytes": value})

    def take(self) -> bytes:
        """Wait for a value from there."""
        entry = self._listener.take(PATIENCE_S)
        self._layer.settle(entry, where="bench")
        value: bytes = entry[3]["bytes"]
        return value

    def close(self) -> None:
        """Let the server go."""
        self._listener.close()
        self._layer.close()


SIDES: dict[str, type[Bare | Layered]] = {"bare": Bare, "layer": Layered}


def give_back(kind: str, url: str) -> None:
    """Be the other process: give back what comes, until an empty value."""
    side = SIDES[kind](url, "back", "forth")
    while value := side.take():
        side.put(value)
    side.close()


def trip_ms(kind: str, url: str, number: int) -> float:
    """Return the median of round trips between two processes, in milliseconds."""
    other = subprocess.Popen([sys.executable, __file__, "--give-back", kind, url])
    try:
        side, trips = SIDES[kind](url, "forth", "back"), []
        for _ in range(number):
            began = time.perf_counter()
            side.put(b"hello world")
            side.take()
            trips.append(time.perf_counter() - began)
        side.put(b"")
        other.wait(PATIENCE_S)
        side.close()
    finally:
        other.kill()
        other.wait()
    return 1000 * statistics.median(trips[number // 10 :])


def measure_apart(count: int, quick: bool) -> None:
    """One client's round trip, and fifty clients' by CPU."""
    number, seconds = ("200", "0.5") if quick else ("2000", "2")
    trips, hops, layers, echoes, works, watching = [], [], [], [], [], []
    with (
        Sandbox(layer="redis", name="apart", capacity=1000) as box,
        server("uvicorn") as (port, pid),
    ):

        @box.consumer("websocket.receive")
        def echo(message: Any) -> None:
            message.reply_channel.send({"text": message["text"]})

        box.scale(servers=1, workers=1, processes=True, timeout=0)
        pids = [str(box.servers[1].server.pid), str(box.workers[1].pid)]
        url, address = f"{box.ws_url}/echo/", box._own_redis.url
        me = psutil.Process()
        for _ in range(count):
            hops.append(trip_ms("bare", address, int(number)))
            layers.append(trip_ms("layer", address, int(number)))
            raw = f"ws://127.0.0.1:{port}/echo/"
            echoes.append(load("rtt", raw, "-n", number, "--pids", str(pid))["p50_ms"])
            trips.append(load("rtt", url, "-n", number, "--pids", *pids)["p50_ms"])
            before = sum(me.cpu_times()[:2])
            many = load("echo", url, "-c", "50", "-d", seconds, "--warm-s", "0.3", "--pids", *pids)
            if many["connected"] != 50 or many["closed_by_server"]:
                raise RuntimeError(f"not all clients held: {many}")
            works.append(many["rt_per_s"] / sum(many["server_cpu"]))
            watching.append((sum(me.cpu_times()[:2]) - before) / (float(seconds) + 0.3))
        lost = box.ledger.total.lost
        if set(lost) - {"no_connection"}:
            raise RuntimeError(f"messages were lost: {lost}")
    slower = ratio(trips, [sum(one) for one in zip(hops, echoes, strict=True)])
    row(
        "redis: echo, two processes, p50",
        slower,
        "× bare",
        "≤ 1.5",
        slower <= 1.5,
        ms=statistics.median(trips),
        bare_redis_ms=statistics.median(hops),
        layer_ms=statistics.median(layers),
        uvicorn_ms=statistics.median(echoes),
    )
    work = statistics.median(works)
    row(
        "redis: echo, two processes, 50 clients",
        work,
        "per CPU-s",
        "≥ 2,500",
        work >= 2500,
        watching_cpus=statistics.median(watching),
    )


def main(argv: list[str] | None = None) -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", default="apart_figures.json", help="where to write the figures")
    parser.add_argument("--give-back", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.give_back:
        give_back(*options.give_back)
        return 0
    measure.ROWS.clear()
    measure_apart(1 if options.quick else options.rounds, options.quick)
    Path(options.json).write_text(json.dumps({"rows": measure.ROWS}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
