"""Random schedules of swaps and sends: every message runs once, on the code of its moment."""

from __future__ import annotations

import linecache
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sandbox.box.noting import note_code
from sandbox.box.serving import Serving, State
from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.consumers.routing import route
from sandbox.layers.copying import copy_content
from sandbox.layers.memory import MemoryLayer
from sandbox.layers.store import CHANNEL, CONTENT, MESSAGE
from sandbox.runtime.clock import ManualClock
from sandbox.trace.log import Log
from sandbox.workers.dispatch import Dispatcher

CHANNELS = ("a", "b")
channels = st.sampled_from(CHANNELS)


def consumer(text: int, channel: str, ran: list[Any], during: Any = None) -> Any:
    """Return a consumer whose source tells *text*; *during* is called while it runs."""
    source, file = f"def on_{channel}(message):\n    ran({text}, message)\n", f"<code {text}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)

    def note(which: int, message: Any) -> None:
        if during is not None:
            during()
        ran.append((which, message.content["n"]))

    names: dict[str, Any] = {"__name__": "__main__", "ran": note}
    exec(compile(source, file, "exec"), names)
    return names[f"on_{channel}"]


class Schedule(RuleBasedStateMachine):
    """One layer, one ladder, one worker that takes a message when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        clock = ManualClock()
        self.log = Log(clock)
        self.layer = MemoryLayer(clock=clock, log=self.log, capacity=1000)
        wrapper = ChannelLayerWrapper(self.layer, "default", [])
        self.serving = Serving(wrapper, lambda code, diff: note_code(self.log, code, diff, {}))
        self.dispatcher = Dispatcher(
            wrapper, where="worker:1", clock=clock, log=self.log, wait=clock.advance
        )
        self.listener = self.layer.listen_with(lambda: None, CHANNELS, where="worker:1")
        self.texts = 0
        self.sent = 0
        self.ran: list[tuple[int, int]] = []
        self.expected: list[tuple[int, int]] = []
        self.waiting: list[tuple[str, int]] = []
        self.ladder: dict[str, int] = {}
        """Channel → the text that a decorator has put there."""
        self.given: dict[str, int] = {}
        """The same for the routing, which comes behind."""
        self.steps: list[tuple[dict[str, int], dict[str, int]]] = []
        self.kept: tuple[State, dict[str, int], dict[str, int]] | None = None

    def teardown(self) -> None:
        """Let go of the listener."""
        self.layer.close_listener(self.listener)

    # -- changes -----------------------------------------------------------------------------

    def next_text(self) -> int:
        """A text that there has not been."""
        self.texts += 1
        return self.texts

    def step(self) -> None:
        """What is in force can be gone back to."""
        self.steps.append((self.ladder.copy(), self.given.copy()))

    def register(self, channel: str, during: Any = None) -> None:
        """As a decorator does."""
        self.step()
        text = self.ladder[channel] = self.next_text()
        self.serving.consumer(consumer(text, channel, self.ran, during), channel, {})

    @rule(channel=channels)
    def swap(self, channel: str) -> None:
        """A cell registers a new text."""
        self.register(channel)

    @rule(channel=channels)
    def swap_during_a_run(self, channel: str) -> None:
        """A consumer is swapped while it runs, once."""
        once = [True]

        def during() -> None:
            if once:
                once.clear()
                self.register(channel)

        self.register(channel, during)

    @rule(wanted=st.sets(channels))
    def assign_routing(self, wanted: set[str]) -> None:
        """All of a routing at once."""
        if not wanted and not self.given:
            return
        self.step()
        self.given = {channel: self.next_text() for channel in sorted(wanted)}
        self.serving.routing = [
            route(channel, consumer(text, channel, self.ran))
            for channel, text in self.given.items()
        ]

    @precondition(lambda self: self.given)
    @rule()
    def substitute(self) -> None:
        """As a file that was written does: others in the place of those that serve."""
        self.step()
        new = {channel: self.next_text() for channel in self.given}
        old = {name: code.function for name, code in self.routed().items()}
        other = {
            id(old[channel]): consumer(text, channel, self.ran) for channel, text in new.items()
        }
        self.given = new
        self.serving.swap(other=lambda one: other.get(id(one), one))

    def routed(self) -> dict[str, Any]:
        """Channel → code of the routing."""
        return {channel: code for (channel, _, _), code in self.serving._routed.items()}

    @precondition(lambda self: self.ladder)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        """One is taken away."""
        self.step()
        channel = data.draw(st.sampled_from(sorted(self.ladder)))
        del self.ladder[channel]
        found = [
            one for one in self.serving.consumers.values() if one.key and channel in one.channels
        ]
        found[0].remove()

    @rule(channel=channels)
    def refuse(self, channel: str) -> None:
        """What cannot serve changes nothing, and is no step."""
        for thing in (None, lambda: None):
            try:
                self.serving.swap(other=lambda one, thing=thing: thing)
            except TypeError:
                continue
            assert not self.ladder
            assert not self.given

    @rule()
    def undo(self) -> None:
        """One step back."""
        names = self.serving.undo()
        if not self.steps:
            assert names is None
            return
        self.ladder, self.given = self.steps.pop()

    @rule()
    def keep(self) -> None:
        """Remember this moment."""
        self.kept = (self.serving.state, self.ladder.copy(), self.given.copy())

    @precondition(lambda self: self.kept is not None)
    @rule()
    def go_back(self) -> None:
        """All code of a moment at once, which is a step."""
        assert self.kept is not None
        state, ladder, given = self.kept
        if (ladder, given) != (self.ladder, self.given):
            self.step()
        self.serving.put_back(state)
        self.ladder, self.given = ladder.copy(), given.copy()

    # -- messages ----------------------------------------------------------------------------

    @rule(channel=channels)
    def send(self, channel: str) -> None:
        """One message waits."""
        self.sent += 1
        self.layer.send(channel, {"n": self.sent})
        self.waiting.append((channel, self.sent))

    @rule()
    def work(self) -> None:
        """The worker takes a message and runs it, on what serves at this moment."""
        taken = self.layer.take_many(self.listener, 1)
        assert bool(taken) is bool(self.waiting)
        if not taken:
            return
        entry = taken[0]
        channel, number = entry[CHANNEL], entry[CONTENT]["n"]
        self.waiting.remove((channel, number))
        text = self.ladder.get(channel, self.given.get(channel))
        if text is not None:
            self.expected.append((text, number))
        lost = self.dispatcher.dispatch(channel, copy_content(entry[CONTENT]), entry[MESSAGE])
        if lost is None:
            self.layer.settle(entry, where="worker:1")
        else:
            assert (lost, text) == ("no_route", None)
            self.layer.lose(entry, lost, where="worker:1")

    # -- what always holds -------------------------------------------------------------------

    @invariant()
    def every_message_runs_once_on_the_code_of_its_moment(self) -> None:
        """Nothing lost, nothing doubled, nothing stale."""
        assert self.ran == self.expected

    @invariant()
    def the_books_balance(self) -> None:
        """At every step, and the log tells the same."""
        ledger = self.layer.ledger()
        assert ledger.balanced
        assert ledger == self.log.ledger()
        assert ledger.total.queued == len(self.waiting)

    @invariant()
    def a_version_is_one_text(self) -> None:
        """Of one name a number never means two."""
        seen: dict[tuple[str, str], str] = {}
        for event in self.log.events():
            if event.kind == "code.changed":
                key = (event.what, event.version)  # type: ignore[attr-defined]
                assert seen.setdefault(key, event.source) == event.source  # type: ignore[attr-defined]

    @invariant()
    def what_serves_is_what_was_asked_for(self) -> None:
        """The ladder is the model's."""
        names = {**self.given, **self.ladder}
        for channel in CHANNELS:
            found = self.serving.wrapper.router.find(channel, {})
            text = names.get(channel)
            assert (found is None) is (text is None)
            if found is not None:
                assert found[0].__code__.co_filename == f"<code {text}>"


TestSchedule = Schedule.TestCase
TestSchedule.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
