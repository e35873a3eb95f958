"""Swaps under traffic, measured: ``python tests/bench/swaps.py --swaps 1000 --rate 1000``.

One tab sends numbered frames at a steady rate and reads their echoes. In every second phase the
consumer is swapped all the time; the phases between are what it is compared with, in the same run.
"""

from __future__ import annotations

import argparse
import json
import linecache
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from sandbox import Sandbox

SOURCE = """
def echo(message):
    message.reply_channel.send({{"text": message.content["text"] + " {version}"}})
"""


@dataclass
class Measured:
    """What one run has seen. Times in seconds."""

    swaps: int = 0
    sent: int = 0
    quiet: list[float] = field(default_factory=list)
    """Round trips while nothing was swapped."""
    swapping: list[float] = field(default_factory=list)
    """Round trips while the consumer was swapped."""
    took: list[float] = field(default_factory=list)
    """How long each swap took, until the next message was sure to meet the new code."""
    stale: int = 0
    """Messages that were sent after a swap had returned, and met the code before it."""
    numbers: list[int] = field(default_factory=list)
    """What came back, in the order of coming."""
    closed: Any = None
    """How the socket has ended; ``None``: it is open."""
    lost: int = 0
    balanced: bool = False
    rate: float = 0.0
    """Messages a second that really went."""

    def figures(self) -> dict[str, Any]:
        """Return the figures that are looked at; milliseconds."""
        quiet, swapping = pct(self.quiet, 0.99), pct(self.swapping, 0.99)
        return {
            "swaps": self.swaps,
            "messages": self.sent,
            "messages_per_s": round(self.rate),
            "p99_quiet_ms": round(quiet * 1000, 2),
            "p99_swapping_ms": round(swapping * 1000, 2),
            "ratio": round(swapping / quiet, 2),
            "swap_p50_ms": round(pct(self.took, 0.5) * 1000, 2),
            "swap_p99_ms": round(pct(self.took, 0.99) * 1000, 2),
            "stale": self.stale,
            "lost": self.lost,
            "doubled": len(self.numbers) - len(set(self.numbers)),
            "whole": self.numbers == list(range(self.sent)),
            "closed": self.closed,
            "balanced": self.balanced,
        }


def pct(values: list[float], share: float) -> float:
    """Return the value below which *share* of the values lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def consumer(version: int) -> Any:
    """Return an echo that says which version it is, with a source of its own."""
    source, file = SOURCE.format(version=version), f"<swap {version}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(source, file, "exec"), names)
    return names["echo"]


class Run:
    """One measurement: a sender, a swapper, and a reader, which is the caller."""

    def __init__(self, swaps: int, rate: float, seconds: float, phases: int) -> None:
        self.measured = Measured()
        self.swaps, self.rate, self.seconds, self.phases = swaps, rate, seconds, phases
        self.serving = 0
        """The newest version whose swap has returned."""
        self.box = Sandbox(capacity=100_000, name="swaps")
        self.box.consumer("websocket.receive")(consumer(0))
        self.tab = self.box.connect("/", name="t")
        self.began = time.perf_counter()
        self.total = int(rate * seconds * phases)

    def is_swapping(self, at: float) -> bool:
        """Say whether a moment is in a phase of swaps: every second one."""
        return int((at - self.began) / self.seconds) % 2 == 1

    def send(self) -> None:
        """Send numbered frames, each with its moment and what served when it was sent."""
        pause = threading.Event()
        for number in range(self.total):
            due = self.began + number / self.rate
            late = due - time.perf_counter()
            if late > 0:
                pause.wait(late)
            self.tab.send(f"{number} {time.perf_counter()} {self.serving}")
        self.measured.rate = self.total / (time.perf_counter() - self.began)

    def swap(self) -> None:
        """Swap evenly over the phases of swaps."""
        pause, busy = threading.Event(), self.phases // 2
        each = self.seconds * busy / self.swaps
        for version in range(1, self.swaps + 1):
            phase, inside = divmod((version - 1) * each, self.seconds)
            due = self.began + (2 * phase + 1) * self.seconds + inside
            late = due - time.perf_counter()
            if late > 0:
                pause.wait(late)
            new = consumer(version)
            at = time.perf_counter()
            self.box.consumer("websocket.receive")(new)
            self.measured.took.append(time.perf_counter() - at)
            self.serving = version
            self.measured.swaps += 1

    def read(self) -> Measured:
        """Measure; returns when all has come."""
        measured = self.measured
        threads = [threading.Thread(target=one) for one in (self.send, self.swap)]
        for thread in threads:
            thread.start()
        for _ in range(self.total):
            number, at, then, version = str(self.tab.receive(timeout=30)).split()
            now = time.perf_counter()
            measured.numbers.append(int(number))
            measured.stale += int(version) < int(then)
            phase = measured.swapping if self.is_swapping(float(at)) else measured.quiet
            phase.append(now - float(at))
        for thread in threads:
            thread.join()
        self.tab.expect_nothing()
        measured.sent = self.tab.sent_count
        measured.closed = self.tab.closed
        ledger = self.box.ledger
        measured.lost, measured.balanced = sum(ledger.total.lost.values()), ledger.balanced
        return measured


def measure(swaps: int, rate: float, seconds: float, phases: int = 4) -> Measured:
    """Swap *swaps* times while *rate* messages a second go through, in *phases* of *seconds*."""
    run = Run(swaps, rate, seconds, phases)
    try:
        return run.read()
    finally:
        run.box.stop()


def main() -> None:
    """Measure as the command line says, and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--swaps", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=1000)
    parser.add_argument("--seconds", type=float, default=1, help="of each phase")
    parser.add_argument("--phases", type=int, default=20, help="how many; in every second: swaps")
    given = parser.parse_args()
    measured = measure(given.swaps, given.rate, given.seconds, given.phases)
    print(json.dumps(measured.figures(), indent=1))


if __name__ == "__main__":
    main()
