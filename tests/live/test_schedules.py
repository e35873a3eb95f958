"""Random schedules of sends, holds, decisions by hand and faults, with a worker and a server.

After each step the ledger balances, and log, events and layer agree; in the end every message has
one fate, and each that was lost has a reason that somebody gave.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.consumers.exceptions import ConsumeLater
from sandbox.consumers.routing import route
from sandbox.errors import ChannelFull
from sandbox.layers.copying import copy_content
from sandbox.layers.queues import CHANNEL, CONTENT, MESSAGE
from sandbox.live.faults import Faults, Parts
from sandbox.trace.causes import acting_as
from sandbox.trace.ledger import fold
from sandbox.workers.dispatch import Dispatcher
from tests.live.world import World

TARGETS = ("jobs", "group:chat", "alice", "connection:c3", "consumer:take_jobs", "s!")
CONDITIONS = (None, "content.n~[02468]$", "text~bomb", lambda content: content["n"] % 3 == 0)
REASONS = {"full", "expired", "fault", "dropped_by_you", "retries", "requeue_full"}


class Schedule(World):
    """A layer; a worker that answers or asks again, and a server that writes to its clients."""

    def __init__(self) -> None:
        super().__init__(capacity=6, expiry=20)
        self.slowed: dict[str, Any] = {}
        self.faults = Faults(
            log=self.log,
            around=self.around,
            parts=Parts(workers=dict, servers=dict, clients=dict, reopen=print, slowed=self.slowed),
        )

        def take_jobs(message: Any) -> None:
            if message.content.get("later"):
                raise ConsumeLater
            if message.reply_channel is not None:
                answer = {"text": "answer", "n": message.content["n"]}
                with suppress(ChannelFull):
                    message.reply_channel.send(answer, immediately=True)

        take_jobs.__qualname__ = "take_jobs"
        take_jobs.__module__ = "__main__"
        self.wrapper.routing = [route(("jobs", "websocket.receive"), take_jobs)]
        self.wrapper.send = self.layer.send  # asked again and again, on this clock: nothing waits
        self.dispatcher = Dispatcher(
            self.wrapper, where="worker:1", clock=self.clock, log=self.log, wait=self.clock.advance
        )
        self.worker = self.layer.listen(["jobs", "websocket.receive"], where="worker:1")
        self.server = self.layer.listen_with(lambda: None, ["s!"], where="server:1")
        self.layer.group_add("chat", "s!alice")
        self.layer.group_add("chat", "s!bob")
        self.layer.group_add("chat", "jobs")
        self.number = 0
        self.taken: list[int] = []

    # -- what can happen; each takes a number that chooses -------------------------------------

    def content(self, number: int) -> dict[str, Any]:
        self.number += 1
        return {"n": self.number, "text": ("hi", "bomb")[number % 2], "later": number % 11 == 0}

    def do_send(self, number: int) -> None:
        with suppress(ChannelFull):
            self.layer.send(("jobs", "s!alice", "s!page")[number % 3], self.content(number))

    def do_frame(self, number: int) -> None:
        reply = ("s!alice", "s!bob", "s!page")[number % 3]
        content = self.content(number) | {"reply_channel": reply}
        with suppress(ChannelFull):
            self.layer.accept("websocket.receive", content, where="server:1", cause=0)

    def do_group(self, number: int) -> None:
        self.layer.send_group("chat", self.content(number))

    def do_work(self, number: int) -> None:
        entry = self.worker.take(0)
        if entry is not None:
            self.taken.append(entry[MESSAGE])
            with acting_as("worker:1"):
                lost = self.dispatcher.dispatch(
                    entry[CHANNEL], copy_content(entry[CONTENT]), entry[MESSAGE]
                )
            if lost is None:
                self.layer.settle(entry, where="worker:1", duration=0.0)
            else:
                self.layer.lose(entry, lost, where="worker:1")

    def do_write(self, number: int) -> None:
        entries = self.layer.take_many(self.server, 1 + number % 3)
        self.taken += [entry[MESSAGE] for entry in entries]
        self.layer.settle_frames([(one, 21, 18, "x") for one in entries], where="server:1")

    def do_hold(self, number: int) -> None:
        where = CONDITIONS[number % len(CONDITIONS)]
        self.holds.begin(TARGETS[number % len(TARGETS)], where, expires=number % 5 == 0)

    def do_end_hold(self, number: int) -> None:
        for hold in list(self.holds.values())[: number % 3]:
            hold.end()

    def do_step(self, number: int) -> None:
        for hold in self.holds.values():
            with suppress(LookupError):
                hold.step(1 + number % 2)

    def one(self, number: int) -> Any:
        """Some message that is held, or ``None``."""
        held = [one for hold in self.holds.values() for one in (*hold, *hold.delayed)]
        return held[number % len(held)] if held else None

    def do_edit(self, number: int) -> None:
        if (held := self.one(number)) is not None:
            text = ("flower", "bomb")[number % 2]
            assert held.edit(text=text).content["text"] == text

    def do_drop(self, number: int) -> None:
        if (held := self.one(number)) is not None:
            held.drop()

    def do_duplicate(self, number: int) -> None:
        if (held := self.one(number)) is not None:
            with suppress(ChannelFull):
                copy = held.duplicate()
                assert copy.content == held.content
                assert copy.id != held.id

    def do_delay(self, number: int) -> None:
        if (held := self.one(number)) is not None:
            held.delay(number % 9)

    def do_move(self, number: int) -> None:
        if (held := self.one(number)) is not None:
            with suppress(IndexError):
                held.move_to(number % 3)

    def do_fault(self, number: int) -> None:
        target = TARGETS[number % len(TARGETS)]
        if number % 4 == 0:
            self.faults.lose(target, where=CONDITIONS[number % 3], n=(1, 2, None)[number % 3])
        elif number % 4 == 1:
            self.faults.expire(target, where=CONDITIONS[number % 3])
        elif number % 4 == 2:
            self.faults.fill(("jobs", "s!")[number // 4 % 2])
        else:
            self.faults.slow("consumer:take_jobs", seconds=0)

    def do_undo(self, number: int) -> None:
        if number % 4 == 0:
            self.faults.clear()
        elif self.faults:
            for fault in list(self.faults)[: number % 2]:
                fault.undo()

    def do_advance(self, number: int) -> None:
        self.advance((0.5, 3.0, 21.0)[number % 3])

    # -- what must always hold -----------------------------------------------------------------

    def check(self) -> None:
        """The books balance, and layer, log and events agree."""
        ledger = self.layer.ledger()
        assert ledger.balanced, ledger.table()
        assert self.log.ledger() == ledger
        assert fold(self.log.events()) == self.log.ledger()
        held = sum(len(hold) + len(hold.delayed) for hold in self.holds.values())
        assert held <= ledger.total.held
        assert len(self.taken) == len(set(self.taken)), "taken twice"

    def finish(self) -> None:
        """Let everything go and come to rest."""
        self.faults.close()
        self.holds.close()
        for _ in range(200):
            self.do_work(0)
            self.do_write(2)
        self.check()


ACTIONS = tuple(name[3:] for name in vars(Schedule) if name.startswith("do_"))
COMMON = ("send", "frame", "frame", "group", "work", "work", "write", "hold", "step")
schedules = st.lists(
    st.tuples(st.sampled_from(ACTIONS + COMMON), st.integers(0, 59)), min_size=1, max_size=60
)


def played(schedule: list[tuple[str, int]]) -> Schedule:
    """Play a schedule, checking after each step."""
    world = Schedule()
    for action, number in schedule:
        getattr(world, f"do_{action}")(number)
        world.check()
    return world


@given(schedules)
@settings(deadline=None)
def test_every_message_has_one_fate_and_each_loss_a_reason(schedule: list[tuple[str, int]]) -> None:
    """Nothing is lost without a reason that somebody gave, delivered twice, or left behind."""
    world = played(schedule)
    world.finish()
    total = world.layer.ledger().total
    assert (total.queued, total.held, total.in_hand) == (0, 0, 0)
    assert set(total.lost) <= REASONS, total.lost
    fates: Counter[str | None] = Counter()
    accepted: set[str | None] = set()
    for event in world.log.events():
        if event.kind == "message.accepted":
            accepted.add(event.id)
        elif event.kind in ("message.delivered", "message.lost"):
            fates[event.id] += 1
    assert set(fates) == accepted
    assert set(fates.values()) <= {1}
    for kind in ("hold", "fault"):
        events = [one.kind for one in world.log.events()]
        assert events.count(f"{kind}.began") == events.count(f"{kind}.ended")


@given(schedules)
@settings(deadline=None)
def test_the_same_schedule_gives_the_same_log(schedule: list[tuple[str, int]]) -> None:
    """Byte for byte: holds and faults draw nothing by chance (TRACE.md, rule 4)."""
    first, again = played(schedule), played(schedule)
    assert repr(first.log.events()) == repr(again.log.events())
