"""What runs print: whole lines, bounds, and the way back to what led to a run."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from sandbox.layers.memory import MemoryLayer
from sandbox.runtime.clock import ManualClock, monotonic
from sandbox.trace import ops
from sandbox.trace.causes import acting_as
from sandbox.trace.ids import Ids
from sandbox.trace.log import Log
from sandbox.trace.output import LONGEST, MOST_TEXTS, Outputs, is_run, root_of, run_of

RUN = 4 * 16 + 3


@pytest.fixture
def log() -> Log:
    """A log in which run r4 of ws_message goes on."""
    log = Log(ManualClock())
    start(log, RUN, 16 + 1)
    return log


def start(log: Log, run: int, message: int) -> None:
    """Let a run begin."""
    log.append((ops.STARTED, 0.0, "worker:1", message, run, "ws_message", 1, (), (), 0, "worker:1"))


def printed(log: Log) -> list[Any]:
    """Return what was printed."""
    return [event for event in log.events() if event.kind == "consumer.printed"]


def texts(log: Log) -> list[tuple[str, str]]:
    """Return stream and text of what was printed."""
    return [(event.stream, event.text) for event in printed(log)]


def test_whole_lines_are_facts(log: Log) -> None:
    """However they were written."""
    outputs = Outputs()
    for piece in ("he", "llo", "\n", "two\nlines\nand a ", "half"):
        outputs.write(log, RUN, "worker:1", "stdout", piece)
    assert texts(log) == [("stdout", "hello\n"), ("stdout", "two\nlines\n")]
    outputs.finish(log, RUN)
    assert texts(log)[2:] == [("stdout", "and a half")]
    assert outputs.open == {}
    outputs.finish(log, RUN)
    assert len(texts(log)) == 3


def test_it_belongs_to_its_run(log: Log) -> None:
    """With its consumer and its worker."""
    Outputs().write(log, RUN, "worker:1", "stderr", "x\n")
    (event,) = printed(log)
    assert (event.id, event.run, event.consumer) == ("r4", "r4", "ws_message")
    assert (event.where, event.stream, event.cut) == ("worker:1", "stderr", 0)


def test_streams_and_runs_do_not_mix(log: Log) -> None:
    """Also where they take turns in the middle of lines, and where two logs count alike."""
    outputs, other = Outputs(), Log(ManualClock())
    for text in ("a", "b\n"):
        outputs.write(log, RUN, "worker:1", "stdout", text)
        outputs.write(log, RUN, "worker:1", "stderr", text.upper())
        outputs.write(log, RUN + 16, "worker:2", "stdout", text * 2)
        outputs.write(other, RUN, "worker:1", "stdout", text * 3)
    assert sorted(texts(log)) == [("stderr", "AB\n"), ("stdout", "aab\nb\n"), ("stdout", "ab\n")]
    assert texts(other) == [("stdout", "aaab\nb\nb\n")]
    assert {event.consumer for event in printed(other)} == {""}


def test_a_flush_is_seen_at_once(log: Log) -> None:
    """A prompt without an end of line."""
    outputs = Outputs()
    outputs.write(log, RUN, "worker:1", "stdout", "wait …")
    outputs.flush(log, RUN, "stdout")
    outputs.flush(log, RUN, "stdout")
    outputs.flush(log, RUN + 16, "stdout")
    assert texts(log) == [("stdout", "wait …")]


def test_a_flood_is_cut_and_counted(log: Log) -> None:
    """Not a character goes unmentioned."""
    outputs = Outputs()
    for _ in range(3):
        outputs.write(log, RUN, "worker:1", "stdout", "x" * (LONGEST - 1) + "\n")
    outputs.finish(log, RUN)
    assert sum(len(text) for _, text in texts(log)) == LONGEST
    assert printed(log)[-1].cut == 2 * LONGEST


def test_very_many_lines_are_cut_and_counted(log: Log) -> None:
    """They would crowd out everything else."""
    outputs = Outputs()
    for _ in range(MOST_TEXTS + 100):
        outputs.write(log, RUN, "worker:1", "stdout", "x\n")
    outputs.finish(log, RUN)
    assert len(printed(log)) == MOST_TEXTS + 1
    assert printed(log)[-1].cut == 200


def test_an_endless_line_is_not_kept_waiting(log: Log) -> None:
    """It becomes a fact when it is long enough."""
    outputs = Outputs()
    for _ in range(70):
        outputs.write(log, RUN, "worker:1", "stdout", "x" * 1000)
    assert len(printed(log)) == 1


def test_runs_that_never_end_are_let_go(log: Log) -> None:
    """Threads may print long after the runs that began them; memory is bounded all the same."""
    outputs = Outputs()
    for number in range(1500):
        outputs.write(log, number * 16 + 3, "worker:1", "stdout", "x")
    assert len(outputs.open) == 1000
    assert len(printed(log)) == 500


def test_many_threads_lose_nothing(log: Log) -> None:
    """Each line is whole."""
    outputs = Outputs()

    def work(number: int) -> None:
        for _ in range(100):
            outputs.write(log, number * 16 + 3, f"worker:{number}", "stdout", f"{number}")
            outputs.write(log, number * 16 + 3, f"worker:{number}", "stdout", f"{number}\n")
        outputs.finish(log, number * 16 + 3)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = printed(log)
    assert len(found) == 400
    for event in found:
        number = event.where[-1]
        assert (event.text, event.run) == (f"{number}{number}\n", f"r{number}")


def test_ids_of_runs() -> None:
    """Are known by their kind."""
    ids = Ids()
    assert is_run(ids.run())
    assert not any(map(is_run, (ids.message(), ids.frame(), ids.group_send(), 0)))


# --- what led to a run ----------------------------------------------------------------------------


def taken(layer: MemoryLayer, log: Log, channel: str) -> tuple[int, int]:
    """Take the next message and begin a run with it; return both ids."""
    with layer.listen([channel], where="worker:1") as listener:
        entry = listener.take(0)
    assert entry is not None
    run = log.ids.run()
    start(log, run, entry[1])
    return entry[1], run


def test_the_root_is_found_through_messages_runs_and_group_sends() -> None:
    """A cell's send leads to a run, whose group send leads to another run."""
    log = Log(monotonic)
    layer = MemoryLayer(log=log)
    layer.group_add("g", "b")
    layer.send("a", {})
    root = log.read(log.end - 1).entries[0]
    _, run = taken(layer, log, "a")
    with acting_as("worker:1", run):
        layer.send_group("g", {})
    for _ in range(3000):
        log.note("marked", label="noise")
    _, second = taken(layer, log, "b")
    assert root_of(log, second, 0) is root
    assert run_of(log, second) == log.read(log.end - 1).entries[0]
    assert root_of(log, second, log.end - 10) is None
    assert root_of(log, 999 * 16 + 3, 0) is None


def test_a_frame_is_a_root() -> None:
    """With its connection and its place there."""
    log = Log(monotonic)
    layer = MemoryLayer(log=log)
    connection, frame = log.ids.connection(), log.ids.frame()
    layer.accept("a", {"order": 3}, where="s", cause=frame, connection=connection, frame=frame)
    _, run = taken(layer, log, "a")
    root = root_of(log, run, 0)
    assert root is not None
    assert (root[0], root[3], root[5]) == (ops.FRAME_ACCEPTED, connection, 3)


def test_the_end_of_a_connection_is_a_root() -> None:
    """The goodbye leads to the disconnect, not the opening long ago."""
    log = Log(monotonic)
    layer = MemoryLayer(log=log)
    connection = log.ids.connection()
    log.note("connection.opened", id=connection, cause=0, connection=connection)
    since = log.end
    log.note("connection.closed", cause=connection, connection=connection)
    layer.accept("bye", {}, where="server:1", cause=connection)
    _, run = taken(layer, log, "bye")
    root = root_of(log, run, since)
    assert root is not None
    assert root[3] == "connection.closed"


def test_a_request_is_led_to_by_its_connection() -> None:
    """The connection's opening is the root."""
    log = Log(monotonic)
    layer = MemoryLayer(log=log)
    connection, request = log.ids.connection(), log.ids.request()
    log.note("connection.opened", id=connection, cause=0, connection=connection)
    log.note("request.received", id=request, cause=connection, connection=connection)
    layer.accept("http.request", {}, where="server:1", cause=request)
    _, run = taken(layer, log, "http.request")
    root = root_of(log, run, 0)
    assert root is not None
    assert (root[3], root[4]) == ("connection.opened", connection)
