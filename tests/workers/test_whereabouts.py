"""Which line of the user's own code a thread is at."""

from __future__ import annotations

import json
import threading
from typing import Any

from sandbox.runtime.threads import spawn
from sandbox.workers.whereabouts import line_of
from tests.workers.scene import PATIENCE


def stands(wait: Any) -> None:
    """Be somewhere, for as long as *wait* takes."""
    wait()


def test_the_innermost_line_of_ones_own_code_is_told() -> None:
    """Not the line in Python's own threading, where it really waits."""
    here, go = threading.Event(), threading.Event()

    def wait() -> None:
        here.set()
        go.wait(PATIENCE)

    thread = spawn("test-stands", stands, wait)
    assert here.wait(PATIENCE)
    file, line = line_of(thread)
    go.set()
    thread.join(PATIENCE)
    assert file == __file__
    assert line in (wait.__code__.co_firstlineno + 1, wait.__code__.co_firstlineno + 2)
    assert line_of(thread) == (None, None)


def test_of_others_code_alone_nothing_is_told() -> None:
    """A thread that runs only what Python brings is nowhere."""
    go = threading.Event()
    thread = spawn("test-other", go.wait, PATIENCE)
    assert line_of(thread) == (None, None)
    go.set()
    thread.join(PATIENCE)


def test_a_library_that_calls_back_is_looked_through() -> None:
    """The user's frame is found wherever it lies."""
    found: list[tuple[str | None, int | None]] = []

    def hook(pairs: Any) -> Any:
        found.append(line_of(threading.current_thread()))
        return pairs

    json.loads('{"a": 1}', object_pairs_hook=hook)
    assert found == [(__file__, hook.__code__.co_firstlineno + 1)]
