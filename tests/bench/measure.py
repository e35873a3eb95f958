"""Every figure of the path, each beside its reference in the same run.

    python tests/bench/measure.py            five interleaved rounds, a few minutes
    python tests/bench/measure.py --quick    one short round: does everything still work?
    python tests/bench/measure.py echo layer only these

Prints a table and writes ``figures.json`` into the present folder (``--json FILE``). Ratios are
medians over rounds in which both sides ran in turn: absolute figures depend on the machine and on
who else uses it. Nothing here passes or fails; the reaches stand beside the figures.
"""

from __future__ import annotations

import argparse
import json
import os
import queue
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROWS: list[dict[str, Any]] = []


def row(measure: str, value: float, unit: str, reach: str, ok: bool, **beside: Any) -> None:
    """Add a row to the table and print it."""
    shown = {key: _short(number) for key, number in beside.items()}
    ROWS.append(
        {"measure": measure, "value": value, "unit": unit, "reach": reach, "reached": ok, **beside}
    )
    told = "  ".join(f"{key} {number}" for key, number in shown.items())
    print(f"{'✓' if ok else '✗'} {measure:<46} {_short(value):>9} {unit:<12} {reach:<12} {told}")
    sys.stdout.flush()


def _short(number: Any) -> str:
    if not isinstance(number, float):
        return str(number)
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def rounds(count: int, *sides: Callable[[], float]) -> list[list[float]]:
    """Run the sides in turn, *count* times; return each side's figures."""
    figures: list[list[float]] = [[] for _ in sides]
    for _ in range(count):
        for side, found in zip(sides, figures, strict=True):
            found.append(side())
    return figures


def ratio(ours: list[float], theirs: list[float]) -> float:
    """Return the median of the ratios, round by round."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


# --- the layer alone --------------------------------------------------------------------------


def pairs_per_cpu_second(log: bool, number: int) -> float:
    """Send and receive in one thread."""
    from sandbox.layers.memory import MemoryLayer
    from sandbox.trace.log import Log

    layer = MemoryLayer(capacity=1_000, log=Log(time.monotonic) if log else None)
    message, channels = {"text": "hello world", "order": 1}, ["websocket.receive"]
    began = time.process_time()
    for _ in range(number):
        layer.send("websocket.receive", message)
        layer.receive(channels)
    return number / (time.process_time() - began)


def deque_pairs_per_cpu_second(number: int) -> float:
    """The floor: a deque under a lock, with a shallow copy."""
    lock, kept = threading.Lock(), deque()  # type: ignore[var-annotated]
    message = {"text": "hello world", "order": 1}
    began = time.process_time()
    for _ in range(number):
        with lock:
            kept.append(dict(message))
        with lock:
            kept.popleft()
    return number / (time.process_time() - began)


def measure_layer(count: int, quick: bool) -> None:
    """Pairs per CPU-second, and what the log costs there."""
    number = 20_000 if quick else 200_000
    off, on, floor = rounds(
        count,
        lambda: pairs_per_cpu_second(False, number),
        lambda: pairs_per_cpu_second(True, number),
        lambda: deque_pairs_per_cpu_second(number),
    )
    best = statistics.median(off)
    row(
        "layer: send + receive, log off",
        best,
        "pairs/CPU-s",
        "≥ 250k",
        best >= 250_000,
        of_a_locked_deque=ratio(off, floor),
    )
    kept = statistics.median(on)
    row("layer: send + receive, log on", kept, "pairs/CPU-s", "≥ 200k", kept >= 200_000)
    cost = 1 - ratio(on, off)
    row("layer: the log's cost", 100 * cost, "%", "≤ 45", cost <= 0.45)


def hand_off_us(
    make: Callable[[], tuple[Callable[[float], Any], Callable[[], float | None]]], number: int
) -> float:
    """Median time from a put until a blocked thread has it."""
    put, get = make()
    found: list[float] = []
    ready = threading.Semaphore(0)

    def take() -> None:
        while True:
            ready.release()
            sent = get()
            if sent is None:
                return
            found.append(time.perf_counter() - sent)

    thread = threading.Thread(target=take)
    thread.start()
    for _ in range(number):
        ready.acquire()
        time.sleep(0.0002)  # until the taker is blocked
        put(time.perf_counter())
    ready.acquire()
    put(-1.0)
    thread.join()
    return statistics.median(found) * 1e6


def _queue_sides() -> tuple[Callable[[float], Any], Callable[[], float | None]]:
    line: queue.SimpleQueue[float] = queue.SimpleQueue()

    def get() -> float | None:
        sent = line.get()
        return None if sent < 0 else sent

    return line.put, get


def _layer_sides(log: bool) -> tuple[Callable[[float], Any], Callable[[], float | None]]:
    from sandbox.layers.memory import MemoryLayer
    from sandbox.trace.log import Log

    layer = MemoryLayer(capacity=1_000, log=Log(time.monotonic) if log else None)
    listener = layer.listen(["work"], where="worker:1")

    settled: list[Any] = []

    def get() -> float | None:
        if settled:  # after the moment that is measured, as a worker does
            layer.settle(settled.pop(), where="worker:1")
        entry = listener.take()
        if entry is None:
            return None
        settled.append(entry)
        sent = entry[3]["sent"]
        return None if sent < 0 else float(sent)

    return lambda sent: layer.send("work", {"sent": sent}), get


def measure_handoff(count: int, quick: bool) -> None:
    """A blocked worker thread against a SimpleQueue."""
    from sandbox.runtime.threads import quick_switching

    number = 200 if quick else 2_000
    quick_switching.hold()
    ours, logged, theirs = rounds(
        count,
        lambda: hand_off_us(lambda: _layer_sides(False), number),
        lambda: hand_off_us(lambda: _layer_sides(True), number),
        lambda: hand_off_us(_queue_sides, number),
    )
    quick_switching.let_go()
    found = ratio(ours, theirs)
    row(
        "hand-off to a blocked worker, p50",
        found,
        "× SimpleQueue",
        "≤ 2",
        found <= 2,
        us=statistics.median(ours),
        with_log=ratio(logged, theirs),
        queue_us=statistics.median(theirs),
    )


def group_ms(members: int) -> float:
    """Send to a group and receive it all."""
    from sandbox.layers.memory import MemoryLayer

    layer = MemoryLayer(capacity=members + 1)
    for number in range(members):
        layer.group_add("chat", f"daphne.response.abcdefghij!{number:08d}")
    began = time.perf_counter()
    layer.send_group("chat", {"text": "hello world"})
    got = 0
    while layer.receive(["daphne.response.abcdefghij!"])[0] is not None:
        got += 1
    if got != members:
        raise RuntimeError(f"{got} of {members} were received")
    return (time.perf_counter() - began) * 1000


def measure_group(count: int, quick: bool) -> None:
    """Ten thousand members, and whether the time is linear."""
    large, small = rounds(count, lambda: group_ms(10_000), lambda: group_ms(1_000))
    whole, grown = statistics.median(large), ratio(large, small)
    row("group of 10,000: sent and received", whole, "ms", "≤ 100", whole <= 100)
    row(
        "group of 10,000 against 1,000",
        grown,
        "×",
        "≤ 12",
        grown <= 12,
        ms_for_1000=statistics.median(small),
    )


# --- the whole path ---------------------------------------------------------------------------


@contextmanager
def server(mode: str) -> Iterator[tuple[int, int]]:
    """Run a server process; yield its port and pid."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, str(HERE / "serve.py"), mode, str(port)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=HERE,
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        if line.strip() != "ready":
            raise RuntimeError(f"the server {mode!r} did not start: {line!r}")
        yield port, process.pid
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def load(*arguments: str) -> dict[str, Any]:
    """Run the load client and return what it measured."""
    done = subprocess.run(
        [sys.executable, str(HERE / "ws_load.py"), *arguments],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the load client failed: {done.stderr[-500:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measure_echo(count: int, quick: bool) -> None:
    """One client's round trip, fifty clients' throughput, and the log's cost there.

    "raw" has the same loop and WebSocket class as the path: what is judged is what the path adds.
    "stock" beside it is uvicorn as it comes, with the faster of its own WebSocket classes.
    """
    number, seconds = ("200", "0.5") if quick else ("2000", "2")
    modes = ("box", "on", "off", "uvicorn", "raw")
    trips: dict[str, list[float]] = {mode: [] for mode in modes}
    rates: dict[str, list[float]] = {mode: [] for mode in modes}
    works: dict[str, list[float]] = {mode: [] for mode in modes}
    with ExitStack() as stack:
        servers = {mode: stack.enter_context(server(mode)) for mode in modes}
        for _ in range(count):
            for mode, (port, pid) in servers.items():
                url = f"ws://127.0.0.1:{port}/echo/"
                trips[mode].append(load("rtt", url, "-n", number, "--pids", str(pid))["p50_ms"])
                many = load(
                    "echo", url, "-c", "50", "-d", seconds, "--warm-s", "0.3", "--pids", str(pid)
                )
                if many["connected"] != 50 or many["closed_by_server"]:
                    raise RuntimeError(f"not all clients held: {many}")
                rates[mode].append(many["rt_per_s"])
                works[mode].append(many["rt_per_s"] / sum(many["server_cpu"]))
    middle = {mode: statistics.median(rates[mode]) for mode in modes}
    work = {mode: statistics.median(works[mode]) for mode in modes}
    slower = ratio(trips["box"], trips["raw"])
    row(
        "WebSocket echo, 1 client, p50",
        slower,
        "× raw",
        "≤ 2",
        slower <= 2,
        ms=statistics.median(trips["box"]),
        raw_ms=statistics.median(trips["raw"]),
        stock_ms=statistics.median(trips["uvicorn"]),
    )
    share = ratio(rates["box"], rates["raw"])
    row(
        "WebSocket echo, 50 clients, throughput",
        share,
        "× raw",
        "≥ 0.4",
        share >= 0.4,
        per_s=middle["box"],
        raw_per_s=middle["raw"],
        stock_per_s=middle["uvicorn"],
        per_cpu_s=work["box"],
        raw_per_cpu_s=work["raw"],
        stock_per_cpu_s=work["uvicorn"],
    )
    cost = 1 - ratio(works["on"], works["off"])
    row(
        "the log's cost in it, per CPU-second",
        100 * cost,
        "%",
        "≤ 10",
        cost <= 0.10,
        on_per_cpu_s=work["on"],
        off_per_cpu_s=work["off"],
        by_throughput=100 * (1 - ratio(rates["on"], rates["off"])),
    )


def measure_chat(count: int, quick: bool) -> None:
    """A broadcast to a thousand sockets."""
    sockets, seconds = ("100", "0.5") if quick else ("1000", "4")
    works: dict[str, list[float]] = {"box": [], "raw": []}
    for _ in range(count):
        for mode, figures in works.items():
            with server(mode) as (port, pid):
                found = load(
                    "chat",
                    f"ws://127.0.0.1:{port}/chat/",
                    "-c",
                    sockets,
                    "-d",
                    seconds,
                    "--pids",
                    str(pid),
                )
            if found["lost_share"]:
                raise RuntimeError(f"messages were lost: {found}")
            figures.append(found["delivered_per_s"] / sum(found["server_cpu"]))
    found = statistics.median(works["box"])
    row(
        f"chat to {sockets} sockets",
        found,
        "per CPU-s",
        "≥ 15k",
        found >= 15_000,
        raw_per_cpu_s=statistics.median(works["raw"]),
        share=ratio(works["box"], works["raw"]),
    )


# --- starting ---------------------------------------------------------------------------------


FIRST_ANSWER = """
import time
from sandbox import Sandbox
box = Sandbox()
@box.consumer("websocket.receive")
def ws_message(message):
    message.reply_channel.send({"text": message["text"]})
tab = box.connect("/")
tab.send("hi")
tab.receive()
import os
print("ready", flush=True)
os._exit(0)
"""


def python_s(code: str) -> float:
    """Return how long a fresh Python takes for *code*."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def measure_start(count: int, quick: bool) -> None:
    """Importing, and the first answer."""
    python_s(FIRST_ANSWER)  # files cached
    bare, imported, answered = rounds(
        count,
        lambda: python_s("pass"),
        lambda: python_s("import sandbox"),
        lambda: python_s(FIRST_ANSWER),
    )
    took = statistics.median(a - b for a, b in zip(imported, bare, strict=True))
    row("import sandbox", took, "s", "≤ 0.15", took <= 0.15)
    first = statistics.median(a - b for a, b in zip(answered, bare, strict=True))
    row("Sandbox() to first answer, import included", first, "s", "≤ 1.5", first <= 1.5)


PARTS: dict[str, Callable[[int, bool], None]] = {
    "layer": measure_layer,
    "handoff": measure_handoff,
    "group": measure_group,
    "echo": measure_echo,
    "chat": measure_chat,
    "start": measure_start,
}


def main(argv: list[str] | None = None) -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="one short round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", default="figures.json", help="where to write the figures")
    options = parser.parse_args(argv)
    unknown = set(options.parts) - set(PARTS)
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(PARTS)}")
    ROWS.clear()
    for name in options.parts or PARTS:
        PARTS[name](1 if options.quick else options.rounds, options.quick)
    version = ".".join(map(str, sys.version_info[:3]))
    figures = {"python": version, "cores": os.cpu_count(), "load": os.getloadavg(), "rows": ROWS}
    Path(options.json).write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
