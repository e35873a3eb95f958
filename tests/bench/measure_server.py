"""Every figure of the protocol server, each beside its reference in the same run.

    python tests/bench/measure_server.py            three interleaved rounds, ten minutes or so
    python tests/bench/measure_server.py --quick    one small round: does everything still work?
    python tests/bench/measure_server.py idle view  only these

Prints a table and writes ``server_figures.json`` (``--json FILE``). Memory is what the server's
process grows by for each connection, against a bare uvicorn with its own classes in the same run.
The long run with clients that misbehave is ``soak.py``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import measure
from measure import HERE, load, row, server


def kib_each(mode: str, kind: str, count: int) -> float:
    """Return what one idle WebSocket, or one held request, costs the server *mode*."""
    with server(mode) as (port, pid):
        if kind == "idle":
            url = f"ws://127.0.0.1:{port}/echo/"
            found = load("idle", url, "--steps", str(count), "--pids", str(pid))
            last = found["rows"][-1]
            alive, each = last["conns"], last["kib_per_conn"]
        else:
            done = subprocess.run(
                [
                    sys.executable,
                    str(HERE / "http_load.py"),
                    "held",
                    f"http://127.0.0.1:{port}/poll/",
                    *("--steps", str(count), "--pids", str(pid)),
                ],
                capture_output=True,
                text=True,
                timeout=180,
                check=True,
            )
            last = json.loads(done.stdout)["rows"][-1]
            alive, each = last["held"], last["kib_per_request"]
    if alive != count:
        raise RuntimeError(f"not all were held: {last}")
    return float(each)


def measure_memory(kind: str, what: str, count: int, more: float, rounds: int) -> None:
    """Compare memory with a bare uvicorn's."""
    sides = {
        mode: [kib_each(mode, kind, count) for _ in range(rounds)]
        for mode in ("uvicorn", "off", "on")
    }
    middle = {mode: statistics.median(found) for mode, found in sides.items()}
    allowed = middle["uvicorn"] + more
    row(
        f"{what} at {count:,}, KiB each",
        middle["off"],
        "KiB",
        f"≤ {middle['uvicorn']:.1f} + {more:g}",
        middle["off"] <= allowed,
        uvicorn=middle["uvicorn"],
        with_log=middle["on"],
    )


def measure_idle(rounds: int, quick: bool) -> None:
    """Sockets on which nothing happens."""
    measure_memory("idle", "idle WebSocket", 200 if quick else 5_000, 4, rounds)


def measure_held(rounds: int, quick: bool) -> None:
    """Requests that nobody has answered yet."""
    measure_memory("held", "held long poll", 200 if quick else 2_000, 3, rounds)


class _Poll(asyncio.Protocol):
    """One held request; notes when it was answered."""

    def __init__(self, answered: list[float], count: int, all_of_them: asyncio.Event) -> None:
        self.answered = answered
        self.count = count
        self.all_of_them = all_of_them

    def connection_made(self, transport: Any) -> None:
        transport.write(b"GET /poll/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")

    def data_received(self, data: bytes) -> None:
        if data.endswith(b"news"):
            self.answered.append(time.perf_counter())
            if len(self.answered) == self.count:
                self.all_of_them.set()


def asked(port: int, path: str) -> bytes:
    """Return the body of a page."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as response:
        body: bytes = response.read()
        return body


async def release_s(port: int, count: int) -> float:
    """Hold *count* requests; return how long after one group send the last was answered."""
    loop, answered = asyncio.get_running_loop(), list[float]()
    all_of_them = asyncio.Event()
    transports = []
    for start in range(0, count, 100):
        made = [
            loop.create_connection(lambda: _Poll(answered, count, all_of_them), "127.0.0.1", port)
            for _ in range(start, min(start + 100, count))
        ]
        transports += [transport for transport, _ in await asyncio.gather(*made)]
    ask = loop.run_in_executor
    while json.loads(await ask(None, asked, port, "/ledger/"))["polling"] < count:  # noqa: ASYNC110
        await asyncio.sleep(0.1)  # it is another process that is asked
    began = time.perf_counter()
    await ask(None, asked, port, "/release/")
    async with asyncio.timeout(60):
        await all_of_them.wait()
    for transport in transports:
        transport.close()
    return max(answered) - began


def measure_release(rounds: int, quick: bool) -> None:
    """Everybody who is held, answered by one group send."""
    count = 300 if quick else 5_000
    found = []
    for _ in range(rounds):
        with server("off") as (port, _):
            found.append(asyncio.run(release_s(port, count)))
    middle = statistics.median(found)
    row(f"{count:,} held, answered by one group send", middle, "s", "≤ 2", middle <= 2)


def views_per_cpu_second(mode: str, seconds: str) -> float:
    """Return how many Django views twenty connections get from a CPU-second of the server."""
    path = "/echo/" if mode in ("raw", "uvicorn") else "/hello/"
    with server(mode) as (port, pid):
        done = subprocess.run(
            [
                sys.executable,
                str(HERE / "http_load.py"),
                "get",
                f"http://127.0.0.1:{port}{path}",
                *("-c", "20", "-d", seconds, "--pids", str(pid)),
            ],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
    found = json.loads(done.stdout)
    if set(found["status"]) != {"200"}:
        raise RuntimeError(f"not every request was answered: {found}")
    return float(found["req_per_s"]) / sum(found["server_cpu"])


def measure_view(rounds: int, quick: bool) -> None:
    """A Django view over twenty connections; the bare uvicorn has no Django."""
    seconds = "0.5" if quick else "4"
    sides: dict[str, list[float]] = {"off": [], "on": [], "uvicorn": []}
    for _ in range(rounds):
        for mode, found in sides.items():
            found.append(views_per_cpu_second(mode, seconds))
    middle = {mode: statistics.median(found) for mode, found in sides.items()}
    row(
        "Django view, 20 connections",
        middle["off"],
        "per CPU-s",
        "≥ 1.6k",
        middle["off"] >= 1_600,
        with_log=middle["on"],
        bare_uvicorn=middle["uvicorn"],
    )


PARTS: dict[str, Callable[[int, bool], None]] = {
    "idle": measure_idle,
    "held": measure_held,
    "release": measure_release,
    "view": measure_view,
}


def main(argv: list[str] | None = None) -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="one small round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", default="server_figures.json", help="where to write the figures")
    options = parser.parse_args(argv)
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    measure.ROWS.clear()
    for name in options.parts or PARTS:
        PARTS[name](1 if options.quick else options.rounds, options.quick)
    Path(options.json).write_text(json.dumps({"rows": measure.ROWS}, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
