"""Restarts under traffic, measured: ``python tests/bench/restarts.py threads 1000``.

Several tabs send numbered frames at a steady rate, together 1,000 a second, and read their echoes,
while workers or servers are replaced all the time. With ``servers``, each tab leaves the server
that drains before its deadline, as a page does that is loaded again.
"""

from __future__ import annotations

import argparse
import json
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from sandbox import Sandbox

TABS = 4
PAUSES = {"threads": 0.02, "processes": 0.02, "servers": 0.5, "kills": 0.5}
"""Seconds of traffic between two restarts."""

WAIT_S = 120.0


@dataclass
class Measured:
    """What one run has seen."""

    restarts: int = 0
    seconds: float = 0.0
    sent: int = 0
    lost: int = 0
    """Frames that got no answer."""
    doubled: int = 0
    """Frames that got more than one."""
    closed: int = 0
    """Sockets that somebody else than their tab has closed."""
    reasons: dict[str, int] = field(default_factory=dict)
    """Losses in the ledger."""
    named: int = 0
    """Losses that ``box.lost`` names."""
    balanced: bool = False
    told: bool = False
    """Whether the log tells the same sums as the layer keeps."""

    def figures(self) -> dict[str, Any]:
        """Return what is looked at."""
        rate = round(self.sent / self.seconds) if self.seconds else 0
        return {**vars(self), "seconds": round(self.seconds, 2), "messages_per_s": rate}


class Traffic:
    """Tabs that send at *rate* messages a second, all together, until :meth:`stop`."""

    def __init__(self, box: Sandbox, rate: float) -> None:
        self.box = box
        self.rate = rate
        self.tabs = [box.connect("/", name=f"t{number}") for number in range(TABS)]
        self.sent: list[list[str]] = [[] for _ in self.tabs]
        self.closed = 0
        self._gates = [threading.Lock() for _ in self.tabs]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._send)
        self._thread.start()

    def _send(self) -> None:
        began, number, pause = time.perf_counter(), 0, threading.Event()
        while not self._over.is_set():
            late = began + number / self.rate - time.perf_counter()
            if late > 0:
                pause.wait(late)
            tab = number % TABS
            with self._gates[tab]:
                text = f"{tab} {number}"
                self.tabs[tab].send(text)
                self.sent[tab].append(text)
            number += 1

    def move(self, deadline: float) -> None:
        """Let every tab read what it waits for, leave, and come again: before the deadline."""
        until = time.perf_counter() + deadline
        for number, tab in enumerate(self.tabs):
            with self._gates[number]:
                self._read(number)
                self.closed += tab.closed is not None or time.perf_counter() > until
                tab.reopen()

    def _read(self, number: int) -> None:
        """Wait until a tab has as many answers as it has sent frames."""
        tab, wanted = self.tabs[number], len(self.sent[number])
        while self._heard(tab) < wanted:
            tab.receive(timeout=WAIT_S)

    @staticmethod
    def _heard(tab: Any) -> int:
        return sum(one.direction == "received" and one.kind == "text" for one in tab.frames)

    def stop(self, measured: Measured) -> None:
        """End it, and see what has come."""
        self._over.set()
        self._thread.join()
        self.box.settle(WAIT_S)
        for tab, sent in zip(self.tabs, self.sent, strict=True):
            heard = [
                one.data for one in tab.frames if one.direction == "received" and one.kind == "text"
            ]
            measured.sent += len(sent)
            measured.lost += len(set(sent) - set(heard))
            measured.doubled += len(heard) - len(set(heard))
            ends = [
                one for one in tab.frames if one.direction == "received" and one.kind == "close"
            ]
            measured.closed += sum(not str(one.data).startswith("1000") for one in ends)
        measured.closed += self.closed
        ledger = self.box.ledger
        measured.reasons, measured.balanced = dict(ledger.total.lost), ledger.balanced
        measured.named = len(self.box.lost)
        measured.told = self.box.log.ledger().total == ledger.total


def measure(kind: str, count: int, *, rate: float = 1000, deadline: float = 10.0) -> Measured:
    """Restart *count* times: ``"threads"``, ``"processes"``, ``"servers"``, or ``"kills"`` of
    processes with the messages that they have in hand."""
    apart = kind in ("processes", "kills")
    measured = Measured()
    with Sandbox(
        layer="redis" if apart else "memory", workers=2, capacity=100_000, name="restarts"
    ) as box:

        @box.consumer("websocket.receive")
        def echo(message: Any) -> None:
            message.reply_channel.send({"text": message["text"]})

        if apart:
            box.scale(processes=True, timeout=1)
        traffic = Traffic(box, rate)
        began = time.perf_counter()
        pause = threading.Event()
        for number in range(count):
            pause.wait(PAUSES[kind])
            if kind == "servers":
                box.servers[1].restart(deadline=deadline)
                pause.wait(min(PAUSES[kind], deadline / 2))  # they go on at the one that drains
                traffic.move(deadline)
            elif kind == "kills":
                box.workers[number % 2 + 1].kill()
            else:
                box.workers[number % 2 + 1].restart()
            measured.restarts += 1
        measured.seconds = time.perf_counter() - began
        traffic.stop(measured)
    return measured


def main() -> None:
    """Measure by the command line, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["threads", "processes", "servers", "kills"])
    parser.add_argument("count", type=int)
    parser.add_argument("--rate", type=float, default=1000)
    parser.add_argument("--deadline", type=float, default=10)
    given = parser.parse_args()
    measured = measure(given.kind, given.count, rate=given.rate, deadline=given.deadline)
    print(json.dumps(measured.figures(), indent=1))


if __name__ == "__main__":
    main()
