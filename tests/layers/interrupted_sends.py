"""Interrupt a group send at each step that reaches members; the ledger balances after every one.

A script for test_store.py, since it traces its thread.
"""

from __future__ import annotations

import linecache
import sys
from contextlib import suppress
from typing import Any

from sandbox.layers.store import Store
from tests.layers.test_store import stored


def interrupted_at(stop: int) -> int:
    """Interrupt a send at step *stop*, check the sums, and return how many steps there were."""
    store, _ = stored(capacity=1)
    for channel in ("a", "b", "s!x", "s!y", "t!"):
        store.group_add("chat", channel, 0.0, "cell", 0)
    steps = 0

    def trace(frame: Any, event: str, argument: Any) -> Any:
        nonlocal steps
        if frame.f_code is not Store.send_group.__code__:
            return None
        line = linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip()
        # Before this one no call ends, so Python raises nothing there.
        if event == "line" and not line.startswith("accepted.append("):
            steps += 1
            if steps == stop:
                raise KeyboardInterrupt
        return trace

    sys.settrace(trace)
    try:
        with suppress(KeyboardInterrupt):
            store.send_group("chat", {}, 0.0, "cell", 0)
    finally:
        sys.settrace(None)
    ledger = store.ledger(0.0)
    if not ledger.balanced:
        raise AssertionError(f"step {stop}\n{ledger.table()}")
    return steps


def main() -> None:
    """Go through the steps in which members are reached."""
    for stop in range(1, 60):
        if interrupted_at(stop) < stop:
            raise AssertionError(f"Reaching five members takes more than {stop} steps.")


if __name__ == "__main__":
    main()
