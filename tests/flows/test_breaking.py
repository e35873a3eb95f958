"""Random schedules of talk, swaps, ways back, holds, decisions by hand and faults, on the
cooperative runtime.

One step at a time, and after each the ledger balances and what has begun runs the code of that
moment; in the end every message has one fate. The
same schedule with the same seed gives the same log, byte for byte.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import Channel, Group, Sandbox, TabClosed
from sandbox.errors import ChannelFull, NotSettled
from sandbox.recording.lines import Lines
from sandbox.trace.ledger import fold
from sandbox.trace.losses import LOSSES

TABS = ("alice", "bob")
MESSAGE_CONSUMER = "ws_message"
TARGETS = ("websocket.receive", "group:chat", "tab:alice", "tab:bob", "consumer:ws_message")


class Play:
    """A chat with two tabs, and what can be done to it; each act takes a number that chooses."""

    def __init__(self, seed: int) -> None:
        self.box = Sandbox(name="play", runtime="cooperative", seed=seed, capacity=8, workers=2)
        box = self.box

        self.texts = 0
        self.point = False
        self.looked = 0
        self.runs: set[str | None] = set()

        def ws_add(message: Any) -> None:
            Group("chat").add(message.reply_channel)

        def ws_disconnect(message: Any) -> None:
            Group("chat").discard(message.reply_channel)

        for name, consumer in (
            ("connect", ws_add),
            ("receive", self.next_text()),
            ("disconnect", ws_disconnect),
        ):
            consumer.__module__, consumer.__qualname__ = "__main__", consumer.__name__
            box.consumer(f"websocket.{name}")(consumer)
        for tab in TABS:
            box.connect("/", name=tab)

    def next_text(self) -> Any:
        """The consumer of frames in a text that there has not been."""
        self.texts += 1
        mark = self.texts

        def ws_message(message: Any) -> None:
            Group("chat").send({"text": f"{message.content.get('text') or 'nothing'} {mark}"})

        ws_message.__module__, ws_message.__qualname__ = "__main__", MESSAGE_CONSUMER
        return ws_message

    def check(self) -> None:
        """The books balance, and the log tells the same."""
        ledger = self.box.ledger
        assert ledger.balanced, ledger.table()
        assert self.box.log.ledger() == ledger

    def step(self, times: int) -> None:
        """Let a few steps happen, and look at the books after each."""
        for _ in range(times):
            self.new_runs()
            if not self.box.clock.step():
                return
            self.check()
            serves = self.box.consumers
            for version in self.new_runs():
                assert version == f"v{serves[MESSAGE_CONSUMER].version}"

    def new_runs(self) -> list[str | None]:
        """The versions of the consumer of frames that have begun to run since the last call."""
        grown = self.box.log.end - self.looked
        self.looked = self.box.log.end
        new: list[str | None] = []
        for event in self.box.log.events(grown) if grown else ():
            if event.kind == "consumer.started" and event.id not in self.runs:
                self.runs.add(event.id)
                if event.consumer == MESSAGE_CONSUMER:  # type: ignore[attr-defined]
                    new.append(event.version)  # type: ignore[attr-defined]
        return new

    # -- what can happen -----------------------------------------------------------------------

    def do_talk(self, number: int) -> None:
        with suppress(TabClosed):
            self.box.tabs[TABS[number % 2]].send(("hi", "bomb")[number // 2 % 2])

    def do_send(self, number: int) -> None:
        with suppress(ChannelFull):
            Channel("websocket.receive").send({"text": "by hand"})
        Group("chat").send({"text": "to all"})

    def do_swap(self, number: int) -> None:
        closed = {name: tab.closed for name, tab in self.box.tabs.items()}
        self.box.consumer("websocket.receive")(self.next_text())
        assert {name: tab.closed for name, tab in self.box.tabs.items()} == closed

    def do_take_back(self, number: int) -> None:
        self.box.undo()

    def do_checkpoint(self, number: int) -> None:
        self.box.checkpoint()
        self.point = True

    def do_reset(self, number: int) -> None:
        if self.point:
            self.box.reset()

    def do_hold(self, number: int) -> None:
        where = (None, "text~bomb")[number % 2]
        with suppress(LookupError):  # a consumer whose registration was taken back
            self.box.hold(TARGETS[number % len(TARGETS)], where)

    def do_end_hold(self, number: int) -> None:
        for hold in list(self.box.holds.values())[: 1 + number % 2]:
            hold.end()

    def do_decide(self, number: int) -> None:
        held = [one for hold in self.box.holds.values() for one in hold]
        if held:
            one = held[number % len(held)]
            acts: tuple[Callable[[], object], ...] = (
                one.release,
                one.drop,
                lambda: one.edit(text="flower"),
                one.duplicate,
                lambda: one.delay(number % 4),
                lambda: one.move_to(0),
            )
            with suppress(ChannelFull):
                acts[number % len(acts)]()

    def do_fault(self, number: int) -> None:
        faults, tab = self.box.faults, f"tab:{TABS[number % 2]}"
        acts: tuple[Callable[[], object], ...] = (
            lambda: faults.kill(1 + number % 2),
            lambda: faults.freeze(1 + number % 2),
            lambda: faults.slow("consumer:ws_message", seconds=0.5),
            lambda: faults.slow(tab, seconds=0.5),
            lambda: faults.sleep(tab),
            lambda: faults.cut(tab),
            lambda: faults.fill("websocket.receive"),
            lambda: faults.expire("group:chat"),
            lambda: faults.lose(tab, n=2),
            lambda: faults.lose("websocket.receive", n=1),
            lambda: faults.restart(1),
        )
        with suppress(LookupError):  # a tab that is closed cannot be slow
            acts[number % len(acts)]()

    def do_undo(self, number: int) -> None:
        with suppress(TabClosed):
            if number % 3:
                self.box.faults.clear()
            else:
                for fault in list(self.box.faults)[:1]:
                    fault.undo()

    def do_reopen(self, number: int) -> None:
        with suppress(TabClosed):
            tab = self.box.tabs[TABS[number % 2]]
            if tab.closed is not None:
                tab.reopen()

    def do_advance(self, number: int) -> None:
        self.box.clock.advance(seconds=(0.1, 1.0, 5.0)[number % 3])

    def finish(self) -> None:
        """Undo everything, and come to rest."""
        with suppress(TabClosed):
            self.box.faults.clear()
        self.box.holds.clear()
        self.box.clock.advance(seconds=10)
        with suppress(NotSettled):
            self.box.settle(5)
        self.check()
        self.box.stop()


ACTS = tuple(name[3:] for name in vars(Play) if name.startswith("do_"))
schedules = st.lists(
    st.tuples(st.sampled_from((*ACTS, "talk", "talk")), st.integers(0, 65), st.integers(0, 12)),
    min_size=1,
    max_size=25,
)


def played(seed: int, schedule: list[tuple[str, int, int]]) -> Sandbox:
    """Play a schedule to its end."""
    play = Play(seed)
    try:
        for act, number, steps in schedule:
            getattr(play, f"do_{act}")(number)
            play.check()
            play.step(steps)
        play.finish()
    finally:
        play.box.stop()
    return play.box


@pytest.mark.filterwarnings("ignore")
@given(st.integers(0, 3), schedules)
@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
def test_every_message_has_one_fate(seed: int, schedule: list[tuple[str, int, int]]) -> None:
    """After each step the ledger balances; in the end nothing waits, and each loss has a reason."""
    box = played(seed, schedule)
    total = box.ledger.total
    assert (total.held, total.in_hand) == (0, 0)
    assert set(total.lost) <= set(LOSSES)
    events = box.log.events()
    assert fold(events) == box.ledger
    fates = Counter(
        event.id for event in events if event.kind in ("message.delivered", "message.lost")
    )
    assert set(fates.values()) <= {1}
    began = Counter(event.id for event in events if event.kind in ("hold.began", "fault.began"))
    ended = Counter(event.id for event in events if event.kind in ("hold.ended", "fault.ended"))
    assert began == ended
    assert set(began.values()) <= {1}


@given(st.integers(0, 3), schedules)
@settings(deadline=None, max_examples=15, suppress_health_check=list(HealthCheck))
def test_the_same_schedule_gives_the_same_log(
    seed: int, schedule: list[tuple[str, int, int]]
) -> None:
    """Byte for byte."""

    def log() -> list[bytes]:
        lines = Lines()
        return [lines.line(event) for event in played(seed, schedule).log.events()]

    assert log() == log()
