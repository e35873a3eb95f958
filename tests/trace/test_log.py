"""The log: ordered, bounded, followed by readers, and quiet about secrets."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.layers.memory import MemoryLayer
from sandbox.runtime.clock import ManualClock
from sandbox.trace import log as log_module
from sandbox.trace import ops
from sandbox.trace.causes import acting_as
from sandbox.trace.events import Event
from sandbox.trace.expand import Expander, count
from sandbox.trace.ledger import RawFold
from sandbox.trace.log import Log, Subscription
from tests.trace.histories import Model, histories

SAFETY_S = 10.0
"""Only ends a test that has failed already."""


def accepted(log: Log, content: dict[str, Any] | None = None) -> tuple[Any, ...]:
    """Return a raw tuple for one event."""
    return (ops.ACCEPTED, log.clock(), "cell", 0, "default", log.ids.message(), "a", content or {})


def filled(number: int, **bounds: int) -> Log:
    log = Log(ManualClock(), **bounds)
    for _ in range(number):
        log.append(accepted(log))
    return log


# --- appending and reading ----------------------------------------------------------------------


def test_notes_say_who_acts() -> None:
    """Actor and cause are the context's unless given; cause 0 is none; at is now unless given."""
    clock = ManualClock(50.0)
    log = Log(clock)
    clock.advance(2)
    with acting_as("worker:1", 19):
        log.note("marked", label="one")
        log.note("marked", where="layer", cause=0, at=50.5, id=log.ids.mark(), label="two")
    one, two = log.events()
    assert (one.seq, one.at, one.where, one.cause, one.id) == (1, 2.0, "worker:1", "r1", None)
    assert (two.seq, two.at, two.where, two.cause, two.id) == (2, 0.5, "layer", None, "k1")


def test_marks_have_ids() -> None:
    """``mark`` returns the id of its event."""
    log = filled(0)
    assert log.mark("begin", notes="n") == "k1"
    (event,) = log
    assert (event.kind, event.id, event.label) == ("marked", "k1", "begin")  # type: ignore[attr-defined]


def test_secrets_of_notes_are_redacted() -> None:
    """Headers, cookies and queries of a note are redacted when they are captured."""
    log = filled(0)
    log.note(
        "connection.opened",
        headers=[(b"cookie", b"sessionid=s3cr3t"), (b"x", b"y")],
        query="a=1&session_key=s3cr3t",
    )
    assert "s3cr3t" not in repr(log.read().entries)


def test_reading_goes_on_from_a_cursor() -> None:
    """``read`` gives what came since, at most the limit, and the next cursor."""
    log = filled(5)
    first = log.read(limit=2)
    assert (len(first.entries), first.next, first.missed) == (2, 2, 0)
    rest = log.read(first.next)
    assert first.entries + rest.entries == log.read().entries
    assert rest.next == log.end == 5
    assert log.read(5).entries == log.read(99).entries == []
    assert log.read(99).next == 99


@given(histories())
def test_events_are_numbered_in_order(model: Model) -> None:
    """Each event has the next seq; len counts them; the ledger is that of the raw tuples."""
    log = Log(ManualClock())
    for raw in model.raws:
        log.append(raw)
    events = log.events()
    assert [event.seq for event in events] == list(range(1, len(events) + 1))
    assert len(log) == len(events) == len(list(log)) == sum(map(count, model.raws))
    fold = RawFold()
    fold.add_all(model.raws)
    assert log.ledger() == fold.ledger()


# --- bounds -------------------------------------------------------------------------------------


@given(histories(120), st.integers(1, 60), st.integers(1, 16))
def test_trimming_changes_no_sum_and_no_number(model: Model, most: int, look: int) -> None:
    """The newest events are the same as without bounds, and log.trimmed says what is missing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log_module, "_HOUSEKEEPING", look)
        log = Log(ManualClock(), max_events=most)
        whole = Log(ManualClock())
        for raw in model.raws:
            log.append(raw)
            whole.append(raw)
        assert log.ledger() == whole.ledger()
        events, everything = log.events(), whole.events()
        gone = len(everything) - len(log)
        if gone:
            trimmed = events.pop(0)
            assert (trimmed.kind, trimmed.seq) == ("log.trimmed", gone)
            assert (trimmed.events, trimmed.up_to) == (gone, gone)  # type: ignore[attr-defined]
        assert [event.seq for event in events] == [event.seq for event in everything[gone:]]
        assert [event.kind for event in events] == [event.kind for event in everything[gone:]]
        assert log.end == whole.end == len(model.raws)


def test_events_are_bounded() -> None:
    """There are never much more than max_events, and never none."""
    log = Log(ManualClock(), max_events=1000)
    least = most = 1000
    for number in range(20_000):
        log.append(accepted(log))
        if number > 1200:
            least, most = min(least, len(log)), max(most, len(log))
    assert most <= 1000 * 9 / 8 + 1
    assert least >= 1000 * 6 / 8


def send_and_receive(log: Log, contents: Iterator[dict[str, Any]]) -> MemoryLayer:
    """Let a layer carry *contents* and log it."""
    layer = MemoryLayer(log=log, clock=log.clock)
    for content in contents:
        layer.send("a", content)
        layer.receive(["a"])
    return layer


def kept_bytes(log: Log) -> int:
    """Return how many bytes of content the log still has."""
    entries = log.read().entries
    return sum(len(entry[7]["bytes"]) for entry in entries if entry[0] == ops.ACCEPTED)


def test_bytes_are_bounded() -> None:
    """Large contents are let go earlier: what is kept stays near max_bytes."""
    most = 2_000_000
    log = Log(ManualClock(), max_bytes=most)
    contents = ({"bytes": b"%06d" % n * 5_000, "deep": [{"text": "y" * 99}]} for n in range(600))
    layer = send_and_receive(log, contents)
    assert most / 2 < kept_bytes(log) < most * 1.3
    assert log.events()[0].kind == "log.trimmed"
    assert log.ledger() == layer.ledger()


def test_contents_that_grow_at_once_are_bounded_soon() -> None:
    """Every eighth message is weighed, so a burst of large ones passes the bound only briefly."""
    most = 2_000_000
    log = Log(ManualClock(), max_bytes=most)
    sizes = [10] * 1000 + [100_000] * 60
    layer = send_and_receive(log, ({"bytes": bytes(size)} for size in sizes))
    assert kept_bytes(log) < most * 1.3
    assert log.ledger() == layer.ledger()


def test_what_is_no_plain_data_is_kept_as_it_is() -> None:
    """An object that cannot be packed is read back all the same, and weighed by estimate."""
    log = Log(ManualClock())
    moment = datetime(2016, 5, 21, tzinfo=UTC)
    layer = send_and_receive(log, ({"at": moment, "text": "x" * 100} for _ in range(1000)))
    contents = [entry[7] for entry in log.read().entries if entry[0] == ops.ACCEPTED]
    assert [content["at"] for content in contents] == [moment] * 1000
    assert log._bytes > 50_000
    assert log.ledger() == layer.ledger()


def test_trimming_with_two_layers_keeps_the_sums_of_both() -> None:
    """A checkpoint speaks for its own layer only; the other is added up."""
    log = Log(ManualClock(), max_events=500)
    layers = [MemoryLayer(log=log, clock=log.clock, alias=alias) for alias in ("one", "two")]
    for number in range(3000):
        layer = layers[number % 7 == 0]
        layer.send("a", {"n": number})
        if number % 3:
            layer.receive(["a"])
        if number % 50 == 0:
            layer.flush()
    rows = {**layers[0].ledger().rows, **layers[1].ledger().rows}
    assert log.ledger().rows == rows
    assert log.events()[0].kind == "log.trimmed"


def test_the_newest_is_kept_whatever_its_size() -> None:
    """One content above the bound replaces all others, and no more."""
    log = Log(ManualClock(), max_bytes=1000, max_events=80)
    for _ in range(100):
        log.append(accepted(log, {"text": "x" * 100_000}))
    assert 1 <= len(log) <= 11


def test_appending_while_memory_is_looked_after_is_no_deadlock() -> None:
    """What the garbage collector finalises meanwhile may append to the same log."""
    log = Log(ManualClock(), max_events=16)

    class Content(dict[str, Any]):
        def values(self) -> Any:
            log.append(accepted(log))
            return super().values()

    for _ in range(50):
        content = Content(text="x")
        log.append((ops.NOTE, 0.0, "cell", "marked", 0, 0, [content]))
        log.append((ops.NOTE, 0.0, "cell", "marked", 0, 0, {"x": [content]}))
    thread = threading.Thread(target=lambda: log.end)
    thread.start()
    thread.join(SAFETY_S)
    assert not thread.is_alive()


def test_an_interrupt_while_memory_is_looked_after_changes_no_sum(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A cell can be interrupted in there: the next look does the same work again."""
    log = filled(99, max_events=80)
    real = log_module._count_all

    def interrupted(entries: list[Any]) -> Any:
        monkeypatch.setattr(log_module, "_count_all", real)
        raise KeyboardInterrupt

    for _ in range(30):
        monkeypatch.setattr(log_module, "_count_all", interrupted)
        with suppress(KeyboardInterrupt):
            for _ in range(100):
                log.append(accepted(log))
        assert log_module._count_all is real
    appended = log.end
    assert log.ledger().total.accepted == appended
    assert log._trimmed + len(log) == appended


# --- waiting ------------------------------------------------------------------------------------


def test_wait_returns_at_once_where_there_is_something() -> None:
    """An entry at the cursor or later, or a reason not to wait, ends it before it begins."""
    log = filled(3)
    assert log.wait(2, 0)
    assert not log.wait(3, 0)
    assert log.wait(3, unless=lambda: True)
    assert not log.wait(3, 0.005, unless=lambda: False)


def test_the_newest_events_have_the_same_numbers() -> None:
    """Whole packs are left out in front; what is read is as it would be in all."""
    log = filled(0)
    for number in range(10):
        layer = MemoryLayer(log=log, alias=f"layer {number}")
    for number in range(2_000):
        layer.send("a", {"n": number})
        layer.receive(["a"])
    everything, some = log.events(), log.events(newest=300)
    assert log._packs
    assert 300 <= len(some) < len(everything) / 2
    assert some == everything[-len(some) :]
    assert log.events(newest=10_000_000) == everything


def test_a_wait_that_gave_up_leaves_nothing_behind() -> None:
    """Appending is as quick afterwards as before."""
    log = filled(0)
    assert not log.wait(0, 0)
    log.append(accepted(log))
    assert log._waiters == []
    assert (log.awaited, log._look_due > 0) == (False, True)


def test_everybody_who_waits_is_woken() -> None:
    """One append wakes all, and a nudge does without an entry."""
    log = filled(0)
    for wake in (lambda: log.append(accepted(log)), log.nudge):
        cursor = log.end
        waiters = [threading.Thread(target=log.wait, args=(cursor,)) for _ in range(3)]
        for waiter in waiters:
            waiter.start()
        while len(log._waiters) < 3:
            pass
        wake()
        for waiter in waiters:
            waiter.join(SAFETY_S)
            assert not waiter.is_alive()


def test_no_wake_up_is_missed() -> None:
    """Four writers against a reader that waits for each entry, until a flag and a nudge end it."""
    log = Log(ManualClock(), max_events=500)
    stopped = False
    read = 0

    def follow() -> None:
        nonlocal read
        cursor = 0
        while log.wait(cursor, unless=lambda: stopped):
            batch = log.read(cursor)
            read += len(batch.entries) + batch.missed
            cursor = batch.next
            if stopped and not batch.entries:
                return

    def write() -> None:
        for _ in range(1000):
            log.append(accepted(log))

    reader = threading.Thread(target=follow)
    reader.start()
    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(SAFETY_S)
    stopped = True
    log.nudge()
    reader.join(SAFETY_S)
    assert not reader.is_alive()
    assert read == 4000


def test_pingpong_loses_no_turn() -> None:
    """Two threads that each wait for the other's entry come through a thousand turns."""
    log = filled(0)

    def play(first: int) -> None:
        for turn in range(first, 1000, 2):
            assert log.wait(turn - 1, SAFETY_S)
            log.append(accepted(log))

    players = [threading.Thread(target=play, args=(first,)) for first in (0, 1)]
    for player in players:
        player.start()
    for player in players:
        player.join(SAFETY_S)
    assert log.end == 1000


# --- subscribers --------------------------------------------------------------------------------


class Reader:
    """A subscriber that keeps what it gets and says when it has got enough."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.events: list[Event] = []
        self.batches: list[int] = []
        self.missed = 0
        self.gate = threading.Event()
        self.gate.set()
        self.entered = threading.Event()
        self.news = threading.Condition()
        self.subscription: Subscription = log.subscribe(self, name="reader")

    def __call__(self, events: list[Event], missed: int) -> None:
        self.entered.set()
        assert self.gate.wait(SAFETY_S)
        with self.news:
            self.events += events
            self.batches.append(len(events))
            self.missed += missed
            self.news.notify_all()

    def until(self, number: int) -> None:
        """Wait until it has got *number* events."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.events) >= number, SAFETY_S)


@pytest.fixture
def readers() -> Iterator[list[Reader]]:
    """Readers that are stopped in the end."""
    made: list[Reader] = []
    yield made
    for reader in made:
        reader.gate.set()
        reader.subscription.stop()


def test_a_subscriber_gets_every_event_from_now_on_in_order(readers: list[Reader]) -> None:
    """In batches, on a thread of its own, with the seq that the log gives."""
    log = filled(7)
    readers.append(reader := Reader(log))

    def write() -> None:
        for _ in range(500):
            log.append(accepted(log))

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    reader.until(1500)
    for writer in writers:
        writer.join(SAFETY_S)
    assert [event.seq for event in reader.events] == list(range(8, 1508))
    assert [event.id for event in reader.events] == [event.id for event in log.events()[7:]]
    assert reader.missed == 0
    assert 0 not in reader.batches


def test_a_slow_subscriber_is_told_of_its_gap(readers: list[Reader]) -> None:
    """It goes on with the oldest that is left, under the right numbers."""
    log = Log(ManualClock(), max_events=80)
    readers.append(reader := Reader(log))
    reader.gate.clear()
    log.append(accepted(log))
    assert reader.entered.wait(SAFETY_S)
    for _ in range(1000):
        log.append(accepted(log))
    kept = len(log)
    reader.gate.set()
    reader.until(1 + kept)
    assert reader.missed == 1000 - kept
    assert [event.seq for event in reader.events] == [1, *range(1002 - kept, 1002)]
    assert [event.id for event in reader.events[1:]] == [e.id for e in log.events()[1:]]


def test_a_subscriber_that_fails_is_dropped_and_reported(readers: list[Reader]) -> None:
    """The others go on; its error is kept, and an event names it."""
    log = filled(0)
    calls: list[int] = []

    def fail(events: list[Event], missed: int) -> None:
        calls.append(len(events))
        raise KeyError("broken")

    readers.append(reader := Reader(log))
    failing = log.subscribe(fail, name="fails")
    log.append(accepted(log))
    reader.until(2)
    log.append(accepted(log))
    reader.until(3)
    failing.stop()
    assert calls == [1]
    assert isinstance(failing.error, KeyError)
    failed = log.events()[1]
    assert failed.kind == "subscriber.failed"
    assert failed.subscriber == "fails"  # type: ignore[attr-defined]
    assert failed.error == "KeyError: 'broken'"  # type: ignore[attr-defined]
    assert reader.subscription.error is None


def test_an_entry_that_nobody_can_read_is_reported() -> None:
    """A tuple of another version ends a subscription with a report, not in silence."""
    log = filled(0)
    subscription = log.subscribe(lambda events, missed: None, name="reader")
    log.append((99, 0.0, "cell"))
    subscription._thread.join(SAFETY_S)
    assert isinstance(subscription.error, ValueError)
    assert log.read(1).entries[0][3] == "subscriber.failed"


def test_stop_ends_the_thread() -> None:
    """Also twice, also while others are subscribed, also from the callback itself."""
    log = filled(0)
    other, mine = Reader(log), Reader(log)
    mine.subscription.stop()
    mine.subscription.stop()
    assert not mine.subscription._thread.is_alive()
    log.append(accepted(log))
    other.until(1)
    other.subscription.stop()
    assert mine.events == []
    ended: list[Subscription] = []
    ready = threading.Event()

    def end(events: list[Event], missed: int) -> None:
        assert ready.wait(SAFETY_S)
        ended[0].stop()

    ended.append(log.subscribe(end, name="ends"))
    ready.set()
    log.append(accepted(log))
    ended[0]._thread.join(SAFETY_S)
    assert not ended[0]._thread.is_alive()
    assert ended[0].error is None


def test_seq_is_right_whenever_a_subscriber_comes() -> None:
    """Wherever it begins, before or after trimming, numbers are those of the log."""
    log = Log(ManualClock(), max_events=40)
    for start in (0, 13, 39, 200):
        while log.end < start:
            log.append(accepted(log))
        reader = Reader(log)
        log.append(accepted(log))
        reader.until(1)
        reader.subscription.stop()
        assert reader.events[0].seq == start + 1
        assert reader.events[0].seq == log.events()[-1].seq


def test_expanding_twice_gives_equal_events() -> None:
    """Reading changes nothing."""
    log = filled(3)
    assert log.events() == log.events()
    first = [event for entry in log.read().entries for event in Expander(0.0).expand(entry)]
    assert [event.id for event in first] == [event.id for event in log]
