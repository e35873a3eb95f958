"""What a worker is busy with, in words: for ``print(box)``, ``box.why`` and ``NotSettled``.

Role: look at one worker from outside. It must not wait, nor change anything.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from sandbox.box.explaining import remedy
from sandbox.box.noting import file_shown
from sandbox.trace.wording import plain
from sandbox.workers.watch import BUSY_SECONDS

__all__ = ["doing", "worker_in_words"]


def doing(worker: Any) -> str:
    """Return where a busy worker is: ``" in ws_message, line 12 of cell [3]"``.

    Empty where that is not known, or over by now. Any thread may call.
    """
    consumer, file, line = worker.worker.running_at()
    name = f" in {plain(consumer.rpartition('.')[2])}" if consumer else ""
    if file is None or line is None:
        return name
    shown = file_shown(file)
    short = shown if shown != file else PurePath(file).name
    return f"{name}, line {line} of {plain(short)}"


def worker_in_words(worker: Any, now: float) -> str:
    """Return a worker's name and state; of one that does not come back, where it is, too.

    *now*: by the clock of its layer.
    """
    since = worker.busy_since
    if since is None or now - since < BUSY_SECONDS:
        return repr(worker).strip("<>")
    return f"{worker.name} busy {now - since:.0f} s{doing(worker)}: {remedy(worker.number)}"
