"""The pure store: whatever happens in whatever order, every message is accounted for."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.errors import ChannelFull
from sandbox.layers.store import CHANNEL, CONTENT, MESSAGE, QUEUE, Entry, Listener, Store
from sandbox.runtime.clock import ManualClock
from sandbox.runtime.stepping import Stepper
from sandbox.trace import log as log_module
from sandbox.trace.ledger import fold
from sandbox.trace.log import Log
from tests.layers.makers import Row

CHANNELS = ("a", "b", "s!x", "s!y", "t!", "body?x")
QUEUES = ("a", "b", "s!", "t!", "body?x")
EXPIRY, GROUP_EXPIRY, CAPACITY = 10.0, 30.0, 4


def make_store(log: Log | None, **settings: Any) -> Store:
    defaults: dict[str, Any] = {
        "alias": "default",
        "capacity": CAPACITY,
        "capacity_patterns": [(re.compile("b"), 2)],
        "expiry": EXPIRY,
        "group_expiry": GROUP_EXPIRY,
        "random": Random(3),
    }
    return Store(**{**defaults, **settings}, log=log)


class World:
    """A store with its log, clock and readers, and everything that can be done to it."""

    def __init__(self, **bounds: int) -> None:
        self.clock = ManualClock(100.0)
        self.log = Log(self.clock, **bounds)
        self.store = make_store(self.log)
        self.rung: list[int] = []
        self.listeners = [Listener(lambda n=n: self.rung.append(n), f"worker:{n}") for n in (0, 1)]
        for listener in self.listeners:
            self.store.listen(listener, QUEUES[:3])
        self.rows = [*map(Row, CHANNELS), Row(group="g0"), Row(group="g1")]
        self.bad = [*map(Row, CHANNELS), Row(group="g0")]
        for number, row in enumerate((*self.rows, *self.bad)):
            row.id = 25 + 16 * number
            row.expires = number % 2 == 0
            row.reason = ("fault", "expired")[number % 2]
        self.in_hand: list[Entry] = []
        self.seen: set[int] = set()
        # Where a message stands in its queue; one that is released goes to the end.
        self.place: dict[int, int] = {}
        self.last: dict[str, int] = {}

    # -- what can happen; each takes a number that chooses ------------------------------------

    def do_send(self, number: int) -> None:
        channel = CHANNELS[number % len(CHANNELS)]
        frame = self.log.ids.frame() if number % 3 == 0 else 0
        try:
            now = self.clock()
            self.store.accept(channel, {"n": number}, now, "cell", 0, 21 if frame else 0, frame)
        except ChannelFull:
            self.store.refuse(channel, {"n": number}, "full", self.clock(), "cell", 0, 1)

    def do_notice(self, number: int) -> None:
        self.store.expected = frozenset({"a"} if number % 2 else ())
        with suppress(ChannelFull):
            channel = CHANNELS[number % len(CHANNELS)]
            self.store.accept_notice(channel, {}, self.clock(), "server:1", 0)

    def do_refuse(self, number: int) -> None:
        channel, reason = (("a b", "invalid_name"), ("a", "not_a_dict"))[number % 2]
        self.store.refuse(channel, None, reason, self.clock(), "cell", 0, 1)

    def do_send_group(self, number: int) -> None:
        self.store.send_group(f"g{number % 2}", {"n": number}, self.clock(), "cell", 0)

    def do_group_add(self, number: int) -> None:
        channel = CHANNELS[number % len(CHANNELS)]
        self.store.group_add(f"g{number % 2}", channel, self.clock(), "cell", 0)

    def do_group_discard(self, number: int) -> None:
        channel = CHANNELS[number % len(CHANNELS)]
        self.store.group_discard(f"g{number % 2}", channel, self.clock(), "cell", 0)

    def do_receive(self, number: int) -> None:
        names = list(QUEUES[number % len(QUEUES) :])
        entry = self.store.receive(names, self.clock(), "cell")
        if entry is not None:
            self.took(entry)

    def do_take(self, number: int) -> None:
        entry = self.store.take(self.listeners[number % 2], self.clock())
        if entry is not None:
            self.took(entry)
            self.in_hand.append(entry)

    def do_take_many(self, number: int) -> None:
        entries = self.store.take_many(self.listeners[number % 2], self.clock(), number % 4)
        for entry in entries:
            self.took(entry)
        self.in_hand += entries

    def do_deliver(self, number: int) -> None:
        if self.in_hand:
            entry = self.in_hand.pop(number % len(self.in_hand))
            self.store.deliver(entry, self.clock(), "worker:0", 0.5)

    def do_deliver_frames(self, number: int) -> None:
        sent, self.in_hand = self.in_hand[: number % 3], self.in_hand[number % 3 :]
        rows = [(entry, 21, self.log.ids.frame() if number % 2 else 0, "x") for entry in sent]
        self.store.deliver_frames(rows, self.clock(), "server:1")

    def do_lose(self, number: int) -> None:
        if self.in_hand:
            entry = self.in_hand.pop(number % len(self.in_hand))
            self.store.lose(entry, "no_route", self.clock(), "worker:0", 0)

    def do_hold(self, number: int) -> None:
        """Begin one, at a channel or a group, that may let its messages expire; or end one."""
        row = self.rows[number % len(self.rows)]
        before = [entry[MESSAGE] for entry in self.store.held_at(row.id)]
        if number % 2:
            self.store.begin_hold(row, self.clock(), "cell")
        else:
            self.store.end_hold(row, self.clock(), "cell")
            for message in before:
                self.place[message] = self.log.ids.message()

    def do_fault(self, number: int) -> None:
        """Begin one that loses, or lets expire; some are spent after a message. Or end one."""
        row = self.bad[number % len(self.bad)]
        if number % 3 == 0:
            row.spent = number % 2 == 0
            self.store.begin_fault(row, self.clock(), "cell")
        else:
            self.store.end_fault(row, self.clock(), "cell")

    def do_expire_matching(self, number: int) -> None:
        row = Row(CHANNELS[number % len(CHANNELS)])
        self.store.expire_matching(row.matches, self.clock(), "cell", 0)

    def do_release(self, number: int) -> None:
        if held := self.store.held():
            message = held[number % len(held)][MESSAGE]
            self.store.release(message, self.clock(), "cell")
            self.place[message] = self.log.ids.message()

    def do_edit(self, number: int) -> None:
        if held := self.store.held():
            message = held[number % len(held)][MESSAGE]
            content = {"n": -number} if number % 3 else {"m": number}
            self.store.edit(message, content, self.clock(), "cell")
            (found,) = [one[CONTENT] for one in self.store.held() if one[MESSAGE] == message]
            assert found == content

    def do_duplicate(self, number: int) -> None:
        if held := self.store.held():
            entry = held[number % len(held)]
            with suppress(ChannelFull):
                copy = self.store.duplicate(entry[MESSAGE], self.clock(), "cell")
                order = [one[MESSAGE] for one in self.store.held()]
                assert order.index(copy) == order.index(entry[MESSAGE]) + 1

    def do_move(self, number: int) -> None:
        if rows := self.store.held_by():
            entry, hold = rows[number % len(rows)]
            place = number % 3
            with suppress(IndexError):
                self.store.move(entry[MESSAGE], place, self.clock(), "cell")
                assert self.store.held_at(hold)[place] is entry

    def do_delay(self, number: int) -> None:
        if held := self.store.held():
            message = held[number % len(held)][MESSAGE]
            self.store.delay(message, number % 7, self.clock(), "cell")

    def do_release_due(self, number: int) -> None:
        due = [(at, one) for one, at in self.store.delayed().items() if at <= self.clock()]
        self.store.release_due(self.clock())
        for _, message in sorted(due):
            self.place[message] = self.log.ids.message()
        assert all(at > self.clock() for at in self.store.delayed().values())

    def do_drop(self, number: int) -> None:
        if held := self.store.held():
            self.store.drop(held[number % len(held)][MESSAGE], self.clock(), "cell")

    def do_advance(self, number: int) -> None:
        self.clock.advance((0.5, 3.0, 11.0, 31.0)[number % 4])

    def do_flush(self, number: int) -> None:
        if number % 3 == 0:
            self.store.flush(self.clock(), "cell", 0)

    def do_orphan(self, number: int) -> None:
        if number % 5 == 0:
            self.store.orphan("t!", self.clock(), "server:1")

    def do_listen(self, number: int) -> None:
        self.store.listen(self.listeners[number % 2], QUEUES[number % 3 :: 2])

    # -- what must always hold ----------------------------------------------------------------

    def took(self, entry: Entry) -> None:
        """Nothing is taken twice or after its expiry; ``!`` and ``?`` keep their order."""
        message, queue = entry[MESSAGE], entry[QUEUE].name
        assert message not in self.seen, "taken twice"
        self.seen.add(message)
        assert entry[0] > self.clock(), "taken after its expiry"
        if "!" in queue or "?" in queue:
            place = self.place.get(message, message)
            assert self.last.get(queue, 0) < place, "out of order"
            self.last[queue] = place

    def check(self) -> None:
        """The equation holds in every row; the store's, the log's and the events' sums agree."""
        ledger = self.store.ledger(self.clock())
        assert ledger.balanced, ledger.table()
        assert self.log.ledger() == ledger, f"{self.log.ledger().table()}\n{ledger.table()}"
        assert ledger.total.in_hand == len(self.in_hand)
        assert ledger.total.held == len(self.store.held())
        assert set(self.store.delayed()) <= {entry[MESSAGE] for entry in self.store.held()}
        for queue in self.store.queues():
            assert queue.held == sum(entry[QUEUE] is queue for entry in self.store.held())
        events = self.log.events()
        trimmed = bool(events) and events[0].kind == "log.trimmed"
        if not trimmed:
            assert fold(events) == ledger
        assert [event.seq for event in events] == list(
            range(events[0].seq, events[0].seq + len(events)) if events else []
        )
        assert len(self.log) == len(events) - trimmed

    def step(self, action: str, number: int) -> None:
        getattr(self, f"do_{action}")(number)
        self.check()


ACTIONS = tuple(name[3:] for name in vars(World) if name.startswith("do_"))
COMMON = ("send", "send", "send", "send_group", "group_add", "receive", "take", "deliver")
steps = st.lists(
    st.tuples(st.sampled_from(ACTIONS + COMMON), st.integers(0, 59)), min_size=1, max_size=60
)


@given(steps)
def test_every_message_is_accounted_for(steps: list[tuple[str, int]]) -> None:
    """After every step of any history: accepted = queued + held + in hand + delivered + lost."""
    world = World()
    for action, number in steps:
        world.step(action, number)


@given(steps)
def test_and_so_it_is_with_a_tiny_log(steps: list[tuple[str, int]]) -> None:
    """Letting go of old events changes no sum, and seq goes on without a gap."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(log_module, "_HOUSEKEEPING", 4)
        world = World(max_events=12)
        for action, number in steps:
            world.step(action, number)
            # The newest stretch always stays, and a group send is a tuple of many events.
            assert len(world.log) <= 12 + 4 * (1 + 2 * len(CHANNELS))


@given(steps)
def test_nobody_is_left_out(steps: list[tuple[str, int]]) -> None:
    """In the end everything that is queued can be taken, by whoever listens to all channels."""
    world = World()
    world.store.holds = world.store.faults = ()
    for action, number in steps:
        world.step(action, number)
    for listener in world.listeners:
        world.store.close(listener)
    world.store.holds = ()
    reader = Listener(lambda: None, "worker:9")
    world.store.listen(reader, QUEUES)
    while (entry := world.store.take(reader, world.clock())) is not None:
        world.took(entry)
        world.in_hand.append(entry)
        world.check()
    assert world.store.ledger(world.clock()).total.queued == 0


def run_actors(seed: int) -> str:
    """Let senders, readers and a restless person take seeded turns; return the log as text."""
    world = World()
    stepper = Stepper(seed, world.clock)
    left = dict.fromkeys(ACTIONS, 12)

    def actor(action: str) -> Callable[[], bool]:
        def step() -> bool:
            left[action] -= 1
            if left[action] >= 0:
                world.step(action, stepper.random.randrange(60))
            return left[action] >= 0

        return step

    for action in ACTIONS:
        stepper.add(action, actor(action))
    assert stepper.run() == 12 * len(ACTIONS)
    return repr(world.log.read().entries)


@pytest.mark.parametrize("seed", range(4))
def test_the_same_seed_gives_the_same_bytes(seed: int) -> None:
    """Turns drawn from a seed give a log that is the same byte for byte (TRACE.md, rule 4)."""
    assert run_actors(seed) == run_actors(seed)
    assert run_actors(seed) != run_actors(seed + 1)


# --- holds and faults ---------------------------------------------------------------------------


def stored(**settings: Any) -> tuple[Store, Log]:
    log = Log(ManualClock())
    return make_store(log, **settings), log


def kinds(log: Log) -> list[str]:
    return [event.kind for event in log.events()]


def test_a_held_message_waits_outside_its_queue() -> None:
    """It is accepted and held; released it is queued anew, at the end, with its whole lifetime."""
    store, log = stored()
    store.holds = (Row("a"),)
    store.accept("a", {"n": 1}, 0.0, "cell", 0)
    store.holds = ()
    store.accept("a", {"n": 2}, 0.0, "cell", 0)
    row = store.ledger(0.0)["a"]
    assert (row.queued, row.held) == (1, 1)
    (held,) = store.held()
    store.receive(["a"], 1.0, "cell")
    store.release(held[MESSAGE], EXPIRY - 1, "cell")
    entry = store.receive(["a"], 2 * EXPIRY - 2, "cell")
    assert entry is not None
    assert entry[CONTENT] == {"n": 1}
    names = [event for event in log.events() if event.kind in ("message.held", "message.released")]
    assert [(event.kind, event.breakpoint) for event in names] == [  # type: ignore[attr-defined]
        ("message.held", "x1"),
        ("message.released", "x1"),
    ]
    with pytest.raises(KeyError):
        store.release(held[MESSAGE], 0.0, "cell")


def test_held_messages_count_against_the_capacity() -> None:
    """A hold does not make a channel endless."""
    store, _ = stored(capacity=2)
    store.holds = (Row(),)
    for _ in range(2):
        store.accept("s!x", {}, 0.0, "cell", 0)
    with pytest.raises(ChannelFull):
        store.accept("s!y", {}, 0.0, "cell", 0)
    store.drop(store.held()[0][MESSAGE], 0.0, "cell")
    assert store.ledger(0.0)["s!"].lost == {"dropped_by_you": 1}
    store.accept("s!y", {}, 0.0, "cell", 0)


def test_a_fault_loses_messages() -> None:
    """They are accepted, then lost with reason fault, because of that fault."""
    store, log = stored()
    store.faults = (Row("a"),)
    store.group_add("chat", "a", 0.0, "cell", 0)
    store.group_add("chat", "b", 0.0, "cell", 0)
    store.accept("a", {}, 0.0, "cell", 0)
    store.send_group("chat", {}, 0.0, "cell", 0)
    assert store.ledger(0.0)["a"].lost == {"fault": 2}
    assert store.ledger(0.0)["b"].queued == 1
    lost = [event for event in log.events() if event.kind == "message.lost"]
    assert {event.cause for event in lost} == {"x1"}


def test_a_hold_of_an_orphaned_prefix_ends_in_no_connection() -> None:
    """What is released to a server that is gone is lost, not queued for ever."""
    store, log = stored()
    store.holds = (Row(),)
    store.accept("s!x", {}, 0.0, "cell", 0)
    store.holds = ()
    store.orphan("s!", 0.0, "server:1")
    store.release(store.held()[0][MESSAGE], 0.0, "cell")
    assert store.ledger(0.0)["s!"].lost == {"no_connection": 1}
    assert fold(log.events()) == store.ledger(0.0)


@pytest.mark.parametrize("table", ["holds", "faults"])
def test_a_table_that_raises_is_reported_and_passed_over(table: str) -> None:
    """An error in somebody's condition is in the log; the message goes its way."""

    class Broken(Row):
        def matches(self, channel: str, content: dict[str, Any], group: str | None) -> bool:
            raise KeyError("oops")

        loses = matches

    store, log = stored()
    setattr(store, table, (Broken(),))
    store.accept("a", {}, 0.0, "cell", 0)
    failed = log.events()[0]
    assert failed.kind == "subscriber.failed"
    assert "Broken.matches" in failed.subscriber  # type: ignore[attr-defined]
    assert failed.error == "KeyError: 'oops'"  # type: ignore[attr-defined]
    assert store.ledger(0.0)["a"].queued == 1
    unlogged = make_store(None)
    setattr(unlogged, table, (Broken(),))
    unlogged.accept("a", {}, 0.0, "cell", 0)
    assert unlogged.ledger(0.0)["a"].queued == 1


# --- listeners ----------------------------------------------------------------------------------


def listening(store: Store, *channels: str) -> tuple[Listener, list[bool]]:
    rung: list[bool] = []
    listener = Listener(lambda: rung.append(True), "worker:1")
    store.listen(listener, channels)
    return listener, rung


def test_each_message_wakes_one_waiting_listener() -> None:
    """A message wakes one that is armed, and that one is armed no more."""
    store, _ = stored()
    first, _ = listening(store, "a")
    second, _ = listening(store, "a")
    assert store.accept("a", {}, 0.0, "cell", 0) is None
    first.armed = second.armed = True
    woken = [store.accept("a", {}, 0.0, "cell", 0) for _ in range(3)]
    assert woken == [first.wake, second.wake, None]


def test_a_listener_that_comes_late_finds_what_waits() -> None:
    """Messages from before it listened are ready, and an armed one is woken for them."""
    store, _ = stored()
    store.accept("a", {}, 0.0, "cell", 0)
    listener, _ = listening(store)
    listener.armed = True
    assert store.listen(listener, ["a"]) == [listener.wake]
    assert store.take(listener, 0.0) is not None


def test_closing_hands_over_what_was_ready() -> None:
    """Another waiting listener is woken for it; the closed one too, so that it can end."""
    store, _ = stored()
    first, _ = listening(store, "a")
    second, _ = listening(store, "a")
    first.armed = True
    store.accept("a", {}, 0.0, "cell", 0)
    first.armed = second.armed = True
    assert store.close(first) == [second.wake, first.wake]
    assert store.close(first) == []


def test_the_oldest_message_of_all_channels_comes_first() -> None:
    """One listener sees its channels' messages in the order in which they were accepted."""
    store, _ = stored(capacity=10, capacity_patterns=[])
    listener, _ = listening(store, "a", "b", "c")
    for channel in "abbacab":
        store.accept(channel, {}, 0.0, "cell", 0)
    taken = [store.take(listener, 0.0) for _ in range(8)]
    assert [entry and entry[CHANNEL] for entry in taken] == [*"abbacab", None]


def test_two_listeners_share_the_order() -> None:
    """What one took does not disturb the other's order."""
    store, _ = stored(capacity=10, capacity_patterns=[])
    one, _ = listening(store, "a", "b")
    two, _ = listening(store, "b", "a")
    for channel in "aabbab":
        store.accept(channel, {}, 0.0, "cell", 0)
    taken = [store.take(who, 0.0) for who in (one, one, two, one, two, two, one)]
    assert [entry and entry[CHANNEL] for entry in taken] == [*"aabbab", None]


def test_batches_begin_with_the_oldest_too() -> None:
    """A batch takes from the channel that has waited longest, and goes on with the next."""
    store, _ = stored()
    listener, _ = listening(store, "a", "s!")
    for channel in ("a", "a", "a", "a", "s!x"):
        store.accept(channel, {}, 0.0, "cell", 0)
    first, second = (store.take_many(listener, 0.0, 3) for _ in range(2))
    assert [entry[CHANNEL] for entry in first] == ["a", "a", "a"]
    assert [entry[CHANNEL] for entry in second] == ["a", "s!x"]


def test_expired_messages_are_not_taken() -> None:
    """They are lost when whoever looks finds them, also in a batch."""
    store, log = stored()
    listener, _ = listening(store, "a")
    store.accept("a", {"n": 1}, 0.0, "cell", 0)
    store.accept("a", {"n": 2}, 5.0, "cell", 0)
    entries = store.take_many(listener, EXPIRY + 1, 10)
    assert [entry[CONTENT] for entry in entries] == [{"n": 2}]
    assert store.take(listener, 100.0) is None
    assert store.ledger(0.0)["a"].lost == {"expired": 1}
    assert fold(log.events()) == store.ledger(0.0)


# --- interrupts ---------------------------------------------------------------------------------


class InterruptedLog(Log):
    """A log at whose next fact somebody presses Ctrl-C: before or after it was appended."""

    before = after = False

    def __init__(self, clock: ManualClock) -> None:
        super().__init__(clock)
        self.really_put, self.put = self.put, self.interrupted_put

    def interrupted_put(self, entry: tuple[Any, ...]) -> None:
        before, after, self.before, self.after = self.before, self.after, False, False
        if before:
            raise KeyboardInterrupt
        self.really_put(entry)
        if after:
            raise KeyboardInterrupt


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("frame", [0, 18])
def test_an_interrupted_send_was_sent_or_not(when: str, frame: int) -> None:
    """A message that the log has is queued, and one that it has not is not there at all."""
    log = InterruptedLog(ManualClock())
    store = make_store(log)
    setattr(log, when, True)
    with pytest.raises(KeyboardInterrupt):
        store.accept("a", {"n": 1}, 0.0, "cell", 0, 21, frame)
    ledger = store.ledger(0.0)
    assert ledger == log.ledger() == fold(log.events())
    assert ledger.total.queued == (when == "after")
    assert store.ledger(EXPIRY).total.queued == 0


class Interrupts(Row):
    """A condition in which somebody presses Ctrl-C at the message to one channel."""

    def matches(self, channel: str, content: dict[str, Any], group: str | None) -> bool:
        if channel == "s!y":
            raise KeyboardInterrupt
        return channel == "b"

    loses = matches


@pytest.mark.parametrize("table", ["holds", "faults"])
def test_a_group_send_that_is_interrupted_at_first_reaches_nobody(table: str) -> None:
    """While it asks holds and faults, nothing has been accepted yet."""
    store, log = stored()
    setattr(store, table, (Interrupts(),))
    for channel in ("a", "b", "s!x", "s!y", "t!"):
        store.group_add("chat", channel, 0.0, "cell", 0)
    with pytest.raises(KeyboardInterrupt):
        store.send_group("chat", {}, 0.0, "cell", 0)
    ledger = store.ledger(0.0)
    assert ledger == log.ledger() == fold(log.events())
    assert ledger.balanced
    assert ledger.total.accepted == 0
    with pytest.raises(KeyboardInterrupt):
        store.accept("s!y", {}, 0.0, "cell", 0)
    assert store.ledger(0.0) == ledger


def test_an_interrupt_anywhere_keeps_the_books() -> None:
    """Whichever step of an operation is the last one, every sum is right, and in the log.

    In a process of its own: tracing a thread while others run has hung Python 3.11.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.layers.interrupts"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_everybody_is_woken_after_an_interrupt() -> None:
    """All who listen to something that waits are returned, once each, and nobody else."""
    store, _ = stored()
    both, _ = listening(store, "a", "b")
    other, _ = listening(store, "t!")
    both.armed = other.armed = True
    store.accept("a", {}, 0.0, "cell", 0)
    store.accept("b", {}, 0.0, "cell", 0)
    assert store.wake_all() == [both.wake]
    assert (both.armed, other.armed) == (False, True)


# --- memory -------------------------------------------------------------------------------------


def test_single_reader_queues_go_when_they_are_empty() -> None:
    """``?`` channels are used once, so an empty one is forgotten when its time is over."""
    store, _ = stored()
    for number in range(50):
        name = f"body?{number}"
        store.accept(name, {}, 0.0, "cell", 0)
        if number % 2:
            store.receive([name], 0.0, "cell")
    assert len(store.queues()) == 50
    store.expire(EXPIRY + 1)
    assert store.queues() == []
    assert not store.is_used("body?1")
    assert store.ledger(EXPIRY + 1)["body?x"].accepted == 50


def test_the_heap_has_one_item_for_each_name() -> None:
    """Filling and emptying queues and groups does not make it grow."""
    store, _ = stored()
    for _ in range(100):
        store.accept("a", {}, 0.0, "cell", 0)
        store.receive(["a"], 0.0, "cell")
        store.group_add("chat", "a", 0.0, "cell", 0)
        store.group_discard("chat", "a", 0.0, "cell", 0)
    assert len(store._due) == 2


def test_looking_for_a_queue_makes_none() -> None:
    """``seen`` gives the queue of a channel's prefix, or nothing."""
    store, _ = stored()
    assert store.seen("s!x") is None
    queue = store.queue("s!x")
    assert store.seen("s!y") is queue
    assert store.next_expiry(queue) == float("inf")
    store.accept("s!x", {}, 1.0, "cell", 0)
    assert store.next_expiry(queue) == 1.0 + EXPIRY
