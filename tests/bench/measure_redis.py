"""Every figure of the Redis layer, each beside bare redis-py in the same run.

    python tests/bench/measure_redis.py            five interleaved rounds, a minute or two
    python tests/bench/measure_redis.py --quick    one short round: does everything still work?
    python tests/bench/measure_redis.py group      only this part

Starts a redis-server of its own on a Unix socket. CPU is that of this process: the server's own is
not in it. Prints a table and writes ``redis_figures.json`` (``--json FILE``).
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent.parent))

import measure  # noqa: E402
from measure import ratio, rounds, row  # noqa: E402

from sandbox.layers.redis import RedisLayer  # noqa: E402
from sandbox.trace.log import Log  # noqa: E402
from tests.redis_server import RedisServer  # noqa: E402

MESSAGE = {"text": "hello world", "order": 1}
PUT = "redis.call('RPUSH', KEYS[1], ARGV[1]) return 1"
GET = "return redis.call('LPOP', KEYS[1])"
PREFIX = "daphne.response.abcdefghij!"


def layer_on(server: RedisServer, *, log: bool, capacity: int = 1_000) -> RedisLayer:
    """Return a layer, connected."""
    layer = RedisLayer(
        hosts=[server.url], capacity=capacity, log=Log(time.monotonic) if log else None
    )
    layer.open()
    return layer


def bare_pairs(server: RedisServer, number: int) -> float:
    """Two scripts that do the least, called by redis-py: pairs per CPU-second."""
    with server.client() as client:
        put, get = client.script_load(PUT), client.script_load(GET)
        began = time.process_time()
        for _ in range(number):
            client.evalsha(put, 1, "bare", b"hello world")
            client.evalsha(get, 1, "bare")
        return number / (time.process_time() - began)


def pairs(server: RedisServer, number: int, *, log: bool) -> float:
    """Send and receive, one at a time: pairs per CPU-second."""
    layer, channels = layer_on(server, log=log), ["websocket.receive"]
    began = time.process_time()
    for _ in range(number):
        layer.send("websocket.receive", MESSAGE)
        if layer.receive(channels)[0] is None:
            raise RuntimeError("a message was lost")
    found = number / (time.process_time() - began)
    layer.close()
    return found


def measure_pairs(server: RedisServer, count: int, quick: bool) -> None:
    """One at a time."""
    number = 1_000 if quick else 10_000
    bare, off, on = rounds(
        count,
        lambda: bare_pairs(server, number),
        lambda: pairs(server, number, log=False),
        lambda: pairs(server, number, log=True),
    )
    part = ratio(off, bare)
    row(
        "redis: send + receive, of a bare EVALSHA pair",
        part,
        "",
        "≥ 0.8",
        part >= 0.8,
        per_cpu_s=statistics.median(off),
        bare=statistics.median(bare),
        with_log=ratio(on, bare),
    )


def batched_pairs(server: RedisServer, number: int, *, log: bool) -> float:
    """A hundred sent at once, taken at once and settled: pairs per CPU-second."""
    layer = layer_on(server, log=log)
    listener = layer.listen_with(lambda: None, [PREFIX], where="server:1")
    done = 0
    began = time.process_time()
    while done < number:
        if layer.send_many([(f"{PREFIX}x", MESSAGE)] * 100):
            raise RuntimeError("the channel was full")
        for entry in layer.take_many(listener, 100):
            layer.settle(entry, where="server:1")
            done += 1
    found = number / (time.process_time() - began)
    layer.close_listener(listener)
    layer.close()
    return found


def measure_batches(server: RedisServer, count: int, quick: bool) -> None:
    """In batches."""
    number = 2_000 if quick else 50_000
    off, on = rounds(
        count,
        lambda: batched_pairs(server, number, log=False),
        lambda: batched_pairs(server, number, log=True),
    )
    middle = statistics.median(off)
    row(
        "redis: sent and taken in batches",
        middle,
        "pairs/CPU-s",
        "≥ 6k",
        middle >= 6_000,
        with_log=statistics.median(on),
    )


class Group:
    """A group of clients of one server, and what receives for them."""

    def __init__(self, server: RedisServer, members: int, *, log: bool, name: str) -> None:
        self.members = members
        self.name = name
        prefix = f"daphne.response.{name}!"
        self.layer = layer_on(server, log=log, capacity=2 * members)
        for number in range(members):
            self.layer.group_add(name, f"{prefix}{number:010d}")
        self.listener = self.layer.listen_with(lambda: None, [prefix], where="server:1")

    def seconds(self) -> float:
        """Return how long it takes until all have received what one sends to the group."""
        began = time.perf_counter()
        self.layer.send_group(self.name, MESSAGE)
        received = 0
        while received < self.members:
            taken = self.layer.take_many(self.listener, 256)
            if not taken:
                raise RuntimeError("not everybody was reached")
            received += len(taken)
            self.layer.settle_frames([(entry, 21, 18, "x") for entry in taken], where="server:1")
        self.layer.flush_outboxes()
        return time.perf_counter() - began

    def close(self) -> None:
        """Let go of it."""
        self.layer.close_listener(self.listener)
        self.layer.close()


def measure_group(server: RedisServer, count: int, quick: bool) -> None:
    """Ten thousand members, and a tenth of them beside it."""
    members = 1_000 if quick else 10_000
    large = Group(server, members, log=True, name="many")
    small = Group(server, members // 10, log=True, name="few")
    try:
        many, few = rounds(2 * count, large.seconds, small.seconds)
    finally:
        large.close()
        small.close()
    middle = statistics.median(many)
    growth = ratio(many, few)
    row(
        f"redis: group of {members:,}, all received",
        middle,
        "s",
        "≤ 0.3, linear",
        middle <= 0.3 and growth <= 15,
        of_a_tenth_of_them=growth,
    )


PARTS: dict[str, Callable[[RedisServer, int, bool], None]] = {
    "pairs": measure_pairs,
    "batches": measure_batches,
    "group": measure_group,
}


def main(argv: list[str] | None = None) -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="one small round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", default="redis_figures.json", help="where to write the figures")
    options = parser.parse_args(argv)
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    rows: list[dict[str, Any]] = measure.ROWS
    rows.clear()
    server = RedisServer()
    try:
        for name in options.parts or PARTS:
            server.empty()
            PARTS[name](server, 1 if options.quick else options.rounds, options.quick)
    finally:
        server.end()
    Path(options.json).write_text(json.dumps({"rows": rows}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
