"""What consumers print and log belongs to their runs; everything else passes untouched."""

from __future__ import annotations

import contextvars
import io
import logging
import sys
import threading
import time
from typing import Any

import pytest
from django.http import HttpResponse

from sandbox import Channel, Sandbox
from sandbox.box import printing as module
from sandbox.box.printing import OPENING, Cell, Doings, printing
from sandbox.trace import ops
from tests.box.conftest import Make


def printed(box: Sandbox) -> list[tuple[str, str]]:
    """Return stream and text of what runs printed."""
    return [(event.stream, event.text) for event in box.find("kind:consumer.printed")]


def test_prints_belong_to_the_run_and_go_to_the_terminal(
    make: Make, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a script both: the terminal has them as ever, and so has the story."""
    box = make()  # here: pytest has streams of its own for each part of a test

    @box.consumer("work")
    def work(message: Any) -> None:
        print("hello", message["n"])
        print("oh", file=sys.stderr)
        print("half", end="")

    Channel("work").send({"n": 1})
    box.settle()
    print("mine")
    assert printed(box) == [("stdout", "hello 1\n"), ("stderr", "oh\n"), ("stdout", "half")]
    told = capsys.readouterr()
    assert (told.out, told.err) == ("hello 1\nhalfmine\n", "oh\n")
    (run,) = {event.run for event in box.find("kind:consumer.printed")}
    kinds = [event.kind for event in box.log.events() if event.id == run]
    assert kinds[0] == "consumer.started"
    assert kinds[-1] == "consumer.finished"
    assert "stdout: hello 1" in str(box.story())


def test_logs_belong_to_the_run(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Once, as a line of the log; the terminal has it as before."""
    box = make()  # here: pytest has streams of its own for each part of a test

    @box.consumer("work")
    def work(message: Any) -> None:
        logging.getLogger("mine").warning("number %s", 5)
        logging.getLogger("mine").info("too quiet")
        try:
            1 / 0  # noqa: B018
        except ZeroDivisionError:
            logging.getLogger("mine").exception("failed")
        logging.getLogger("mine").error("wrong %s")
        logging.getLogger("mine").error("wrong %d", "x")

    logging.raiseExceptions, before = False, logging.raiseExceptions
    try:
        Channel("work").send({})
        box.settle()
    finally:
        logging.raiseExceptions = before
    found = printed(box)
    assert {stream for stream, _ in found} == {"log"}
    assert found[0] == ("log", "WARNING mine: number 5\n")
    assert found[1][1].startswith("ERROR mine: failed\nTraceback")
    assert "ZeroDivisionError" in found[1][1]
    assert "its arguments do not fit" in found[3][1]
    assert len(found) == 4
    capsys.readouterr()


def test_views_print_too(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """A view is run by a worker like any consumer."""
    box = make()  # here: pytest has streams of its own for each part of a test

    @box.view("hello/")
    def hello(request: Any) -> HttpResponse:
        print("in a view")
        return HttpResponse("x")

    box.get("/hello/")
    box.settle()
    assert printed(box) == [("stdout", "in a view\n")]
    capsys.readouterr()


def test_what_the_sandbox_itself_logs_is_no_output(
    make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    """A consumer that raises is a fact of its own already."""
    box = make()  # here: pytest has streams of its own for each part of a test

    @box.consumer("boom")
    def boom(message: Any) -> None:
        raise ValueError("no")

    Channel("boom").send({})
    box.settle()
    assert printed(box) == []
    assert len(box.find("kind:consumer.raised")) == 1
    assert "Error processing message" in caplog.text


def test_four_workers_at_once(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Every line is that of its own run, however they interleave."""
    box = make(workers=4, capacity=1000)
    together = threading.Barrier(4)

    @box.consumer("work")
    def work(message: Any) -> None:
        if message["n"] < 4:
            together.wait(20)
        for _ in range(5):
            print(message["n"], end=" ")
            time.thread_time()
            print(message["n"])

    for number in range(200):
        Channel("work").send({"n": number})
    box.settle(30)
    messages = {event.id: event.content["n"] for event in box.find("kind:message.accepted")}
    runs = {event.run: messages[event.message] for event in box.find("kind:consumer.started")}
    found = box.find("kind:consumer.printed")
    assert len(found) == 1000
    for event in found:
        number = runs[event.run]
        assert event.text == f"{number} {number}\n"
    capsys.readouterr()


def test_a_thread_with_the_runs_context(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """What a consumer starts with its context belongs to it, also later; else to nobody."""
    box = make()  # here: pytest has streams of its own for each part of a test
    threads: list[threading.Thread] = []

    @box.consumer("work")
    def work(message: Any) -> None:
        context = contextvars.copy_context()
        threads.append(threading.Thread(target=context.run, args=(print, "mine")))
        threads.append(threading.Thread(target=contextvars.Context().run, args=(print, "nobody's")))

    Channel("work").send({})
    box.settle()
    for thread in threads:
        thread.start()
        thread.join()
    assert printed(box) == [("stdout", "mine\n")]
    assert capsys.readouterr().out == "mine\nnobody's\n"


def test_two_sandboxes_keep_theirs(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Run ids are counted by each."""
    one, two = make(name="one"), make(name="two")
    for name, box in (("one", one), ("two", two)):

        @box.consumer("work")
        def work(message: Any, name: str = name) -> None:
            print(name)

        box.layers["default"].send("work", {})
        box.settle()
    assert (printed(one), printed(two)) == ([("stdout", "one\n")], [("stdout", "two\n")])
    capsys.readouterr()


def test_all_is_as_before_in_the_end(make: Make) -> None:
    """Streams and logging, when the last sandbox has ended."""
    before = sys.stdout, sys.stderr, logging.getLogRecordFactory()
    one, two = make(name="one"), make(name="two")
    assert sys.stdout is not before[0]
    one.stop()
    assert sys.stdout is not before[0]
    two.stop()
    assert (sys.stdout, sys.stderr, logging.getLogRecordFactory()) == before
    assert printing._doings == {}


def test_somebody_elses_stream_stays(make: Make) -> None:
    """Who replaced the stream meanwhile keeps it."""
    box, before = make(), sys.stdout
    own = io.StringIO()
    sys.stdout = own
    try:
        box.stop()
        assert sys.stdout is own
    finally:
        sys.stdout = before
    assert sys.stdout is before  # the catcher's, which lets everything through
    print("x", file=before)
    sys.stdout = before._stream  # type: ignore[attr-defined]


def test_the_stream_is_a_stream(make: Make) -> None:
    """Whoever asks it for something else gets the stream's own."""
    make()  # here: pytest has streams of its own for each part of a test
    assert sys.stdout.encoding == sys.stdout._stream.encoding  # type: ignore[attr-defined]
    assert sys.stdout.isatty() is False
    sys.stdout.writelines(["a\n", "b\n"])
    sys.stdout.flush()
    with pytest.raises(TypeError):
        sys.stdout.write(5)  # type: ignore[arg-type]


def test_a_flood_is_bounded(make: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """The log stays readable, the terminal has it all."""
    box = make()  # here: pytest has streams of its own for each part of a test

    @box.consumer("work")
    def work(message: Any) -> None:
        for _ in range(2000):
            print("x" * 99)

    Channel("work").send({})
    box.settle()
    found = box.find("kind:consumer.printed")
    assert sum(len(event.text) for event in found) + found[-1].cut == 200_000
    assert len(found) < 600
    assert "more characters" in str(found)
    assert len(capsys.readouterr().out) == 200_000


# --- what a cell has done ------------------------------------------------------------------------


def test_doings_of_the_cell_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only this cell's own acts count, by connection and number."""
    cell, address = Cell(threading.get_ident(), {}), ("127.0.0.1", 5)
    doings = Doings({7: address}.get)
    monkeypatch.setattr(printing, "cell", cell)
    assert doings.cell_here() is cell
    doings.note(address, 2, cell)
    doings.note(address, OPENING, cell)
    doings.note(address, 3, None)

    def frame(number: int) -> tuple[Any, ...]:
        return (ops.FRAME_ACCEPTED, 0.0, "server:1", 7, 18, number, "default", 17, "x", {})

    assert doings.led_to(frame(2), cell)
    assert not doings.led_to(frame(3), cell)
    opened = (ops.NOTE, 0.0, "server:1", "connection.opened", 7, 0, {})
    assert doings.led_to(opened, cell)
    closed = (ops.NOTE, 0.0, "server:1", "connection.closed", 0, 7, {"connection": 7})
    assert not doings.led_to(closed, cell)
    assert doings.led_to((ops.ACCEPTED, 0.0, "cell", 0, "default", 17, "x", {}), cell)
    assert not doings.led_to((ops.ACCEPTED, 0.0, "worker:1", 0, "default", 17, "x", {}), cell)
    other = Cell(threading.get_ident(), {})
    monkeypatch.setattr(printing, "cell", other)
    assert not doings.led_to(frame(2), other)
    doings.note(address, 3, cell)  # a cell that has ended does nothing any more
    assert not doings.led_to(frame(3), other)


def test_another_thread_is_not_the_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier cell left running is not this one's doing."""
    monkeypatch.setattr(printing, "cell", Cell(0, {}))
    assert Doings(lambda number: None).cell_here() is None


def test_outside_a_kernel_there_are_no_cells(make: Make) -> None:
    """Nothing is noted, and nothing is kept."""
    make()  # here: pytest has streams of its own for each part of a test
    assert printing.cell is None
    assert Doings.cell_here() is None
    assert module.in_kernel() is False
