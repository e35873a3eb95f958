"""Batches: their heads, sizes and numbers; what is skipped is counted."""

from __future__ import annotations

import json
from collections import Counter
from struct import unpack
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.layers.memory import MemoryLayer
from sandbox.recording.lines import events_of
from sandbox.runtime.clock import ManualClock, monotonic
from sandbox.trace.expand import Expander
from sandbox.trace.log import Log
from sandbox.views import batches
from sandbox.views.batches import LARGEST, Body, Encoder, Outbox, tally, too_many
from sandbox.views.prologue import Live, take
from tests.trace.histories import Model, histories

BIGGEST = 256 * 1024


def head_of(body: Body) -> dict[str, Any]:
    """Return the head of a batch."""
    found: dict[str, Any] = json.loads(body.data.split(b"\n")[0])
    return found


def seqs(bodies: list[Body]) -> list[int]:
    """Return the numbers of the facts in some batches."""
    lines = [line for body in bodies for line in body.data.split(b"\n")]
    return [event.seq for event in events_of(lines)]


@settings(max_examples=30)
@given(histories(), st.integers(1, 7))
def test_every_fact_is_told_once_in_order(model: Model, size: int) -> None:
    """However the log is cut into ticks."""
    encoder, bodies = Encoder(100.0, []), []
    for start in range(0, len(model.raws), size):
        bodies += encoder.bodies(model.raws[start : start + size])
    expander = Expander(100.0)
    number = sum(len(expander.expand(raw)) for raw in model.raws)
    assert seqs(bodies) == list(range(1, number + 1))
    assert encoder.seq == number
    for body in bodies:
        assert set(head_of(body)) == {"at"}
        assert body.seq == seqs([body])[-1]


def test_nothing_new_is_no_batch() -> None:
    """A tick without facts sends nothing."""
    assert Encoder(0.0, []).bodies([]) == []


def test_batches_stay_small() -> None:
    """However long the messages are; none is lost over it."""
    log = Log(monotonic)
    layer = MemoryLayer(capacity=1000, log=log)
    for number in range(300):
        layer.send("a", {"text": "ж" * 7000, "more": {str(n): "ü" * 500 for n in range(number)}})
    bodies = Encoder(log.start, log.ladders).bodies(log.read(0).entries)
    assert len(bodies) > 10
    assert max(len(body.data) for body in bodies) < BIGGEST
    assert seqs(bodies) == list(range(1, 302))


def test_a_prologue_says_what_it_is() -> None:
    """Kind, sums, place in the log, number of facts; also where that is none."""
    log = Log(ManualClock())
    layer = MemoryLayer(log=log, clock=log.clock)
    layer.send("a", {"n": 1})
    live = Live(log=log, layers=lambda: [layer])
    (body,) = Encoder(log.start, []).begin("fresh", take(live))
    assert (body.prologue, body.seq) == (True, 2)
    assert head_of(body) == {
        "at": 0.0,
        "prologue": "fresh",
        "seq": 2,
        "sums": [["default", "a", 1, 1, 0, 0, 0, {}, {}]],
        "facts": 2,
        "now": 0.0,
    }
    (nothing,) = Encoder(0.0, []).begin("merge", take(Live(log=log, layers=tuple)), skipped=5)
    assert (head_of(nothing)["facts"], head_of(nothing)["skipped"]) == (0, 5)


def test_a_long_prologue_goes_on_in_more_batches() -> None:
    """Only the first has its head; all of them are needed."""
    log = Log(monotonic)
    layer = MemoryLayer(capacity=5000, log=log)
    for _ in range(4000):
        layer.send("a", {"text": "x"})
    prologue = take(Live(log=log, layers=lambda: [layer]))
    bodies = Encoder(log.start, []).begin("fresh", prologue)
    assert len(bodies) > 1
    assert [body.prologue for body in bodies] == [True] + [False] * (len(bodies) - 1)
    assert head_of(bodies[0])["facts"] == sum(body.data.count(b"\n") for body in bodies)
    assert set(head_of(bodies[1])) == {"at"}


def test_after_a_prologue_routes_can_be_explained() -> None:
    """The contents of messages that waited before it are remembered."""
    from sandbox.trace import ops
    from sandbox.trace.ladder import Rule

    log = Log(monotonic)
    layer = MemoryLayer(log=log)
    layer.send("a", {"path": "/x"})
    prologue = take(Live(log=log, layers=lambda: [layer]))
    encoder = Encoder(log.start, log.ladders)
    encoder.restart(prologue)
    rules = (Rule(("a",), (), (("path", "^/y"),), "f"), Rule(("a",), (), (), "g"))
    message = prologue.waiting[0][0]
    raw = (ops.STARTED, monotonic(), "worker:1", message, 19, "g", 1, (), rules, 1, "worker:1")
    (body,) = encoder.bodies([raw])
    matched = next(iter(events_of(body.data.split(b"\n"))))
    assert matched.seq == prologue.seq + 1
    assert "no longer in the log" not in repr(matched)
    assert "does not" in repr(matched) or "not match" in repr(matched)


# --- numbers --------------------------------------------------------------------------------------


def body(text: bytes = b"x", seq: int = 0, prologue: bool = False) -> Body:
    """Return some body."""
    return Body(text, seq, prologue)


def test_numbers_grow_by_one() -> None:
    """Little-endian, before the lines."""
    outbox = Outbox()
    sent = [outbox.number(body(b"abc")) for _ in range(3)]
    assert [unpack("<I", one[:4])[0] for one in sent] == [1, 2, 3]
    assert sent[0][4:] == b"abc"


def test_what_was_missed_is_sent_again() -> None:
    """The very same batches under the same numbers."""
    outbox = Outbox()
    sent = [outbox.number(body(bytes([n]), seq=n)) for n in range(6)]
    assert outbox.again(2) == sent[2:]
    assert outbox.again(0) == sent
    assert outbox.again(6) == outbox.again(9) == []
    assert outbox.seq_after(3) == 2


def test_nothing_before_a_prologue_is_needed() -> None:
    """Who missed it gets it, and what came after it."""
    outbox = Outbox()
    outbox.number(body())
    sent = [outbox.number(body(prologue=True)), outbox.number(body())]
    assert outbox.again(0) == sent
    assert outbox.again(1) == sent


def test_only_so_much_is_kept() -> None:
    """What is not kept any more is not pretended."""
    outbox = Outbox()
    for n in range(60):
        outbox.number(body(b"x" * LARGEST, seq=n))
    assert outbox.again(3) is None
    assert outbox.seq_after(3) is None
    kept = outbox.again(55)
    assert kept is not None
    assert len(kept) == 5


# --- skipping -------------------------------------------------------------------------------------


@given(histories())
def test_a_tally_counts_what_events_would(model: Model) -> None:
    """Without making them."""
    expander = Expander(100.0)
    events = [event for raw in model.raws for event in expander.expand(raw)]
    counted = tally(model.raws)
    assert +counted["kinds"] == Counter(event.kind for event in events)
    started = [event for event in events if event.kind == "consumer.started"]
    assert counted["runs"] == Counter(event.consumer for event in started)  # type: ignore[attr-defined]


def test_a_tally_goes_on() -> None:
    """Over several reads, errors included."""
    log = Log(monotonic)
    log.note("consumer.raised", consumer="ws")
    counted = tally(log.read(0).entries)
    assert tally(log.read(0).entries, counted)["raised"] == {"ws": 2}
    assert counted["kinds"] == {"consumer.raised": 2}


def test_the_bounds_fit_together() -> None:
    """What may wait is several ticks' work, and a batch is below the contract's bound."""
    assert batches.BACKLOG >= 3 * batches.BUDGET
    assert not too_many(batches.BACKLOG)
    assert too_many(batches.BACKLOG + 1)
    assert LARGEST < BIGGEST
