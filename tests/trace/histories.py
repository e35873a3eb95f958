"""Random histories of a layer, as the raw tuples that a real one would append.

Role: a small model that only ever does what a layer can do (it takes what is queued, settles what
is in hand), so that every history is consistent; hypothesis chooses what happens.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from sandbox.trace import ops
from sandbox.trace.ids import Ids

LAYERS = ("default", "other")
CHANNELS = ("websocket.receive", "http.request", "server.A!one", "server.A!two", "body?x", "body?y")
REASONS = ("expired", "no_connection", "flushed", "full")

Message = tuple[int, str, str]
"""(id, layer, channel)."""


class Model:
    """A layer without contents: where each message is, and what was appended."""

    def __init__(self) -> None:
        self.ids = Ids()
        self.raws: list[tuple[Any, ...]] = []
        self.places: dict[str, list[Message]] = {"queued": [], "held": [], "in_hand": []}
        self.now = 100.0

    def append(self, op: int, *rest: Any) -> None:
        self.now += 0.25
        self.raws.append((op, self.now, "somebody", *rest))

    def accept(self, layer: str, channel: str) -> Message:
        message = (self.ids.message(), layer, channel)
        self.places["queued"].append(message)
        return message

    def pick(self, place: str, number: int) -> Message | None:
        there = self.places[place]
        return there.pop(number % len(there)) if there else None

    def move(self, source: str, target: str | None, number: int) -> Message | None:
        message = self.pick(source, number)
        if message is not None and target is not None:
            self.places[target].append(message)
        return message

    def step(self, action: str, number: int) -> None:
        """Do *action* if something is there to do it with."""
        getattr(self, f"do_{action}")(number, LAYERS[number % 2], CHANNELS[number % len(CHANNELS)])

    def do_send(self, number: int, layer: str, channel: str) -> None:
        message, _, _ = self.accept(layer, channel)
        self.append(ops.ACCEPTED, 0, layer, message, channel, {"n": number})

    def do_frame(self, number: int, layer: str, channel: str) -> None:
        message, _, _ = self.accept(layer, channel)
        content = {"text": "hi", "order": number}
        ids = self.ids.connection(), self.ids.frame(), number
        self.append(ops.FRAME_ACCEPTED, *ids, layer, message, channel, content)

    def do_refuse(self, number: int, layer: str, channel: str) -> None:
        reason = ("full", "invalid_name")[number % 2]
        name = f"bad name {number}" if reason == "invalid_name" else channel
        self.append(ops.REFUSED, 0, layer, name, reason, None, 1)

    def do_group(self, number: int, layer: str, channel: str) -> None:
        members, full = [], []
        for member in range(number % 4):
            name = CHANNELS[(number + member) % len(CHANNELS)]
            if (number >> member) % 2:
                full.append(self.ids.message())
                members.append((full[-1], name))
            else:
                members.append(self.accept(layer, name)[::2])
        sent = self.ids.group_send()
        self.append(ops.GROUP_SENT, 0, layer, sent, "g", {}, tuple(members), frozenset(full))

    def do_take(self, number: int, layer: str, channel: str) -> None:
        if found := self.move("queued", "in_hand", number):
            message, layer, channel = found
            self.append(ops.TAKEN, layer, message, channel, self.now)

    def do_take_many(self, number: int, layer: str, channel: str) -> None:
        mine = [one for one in self.places["queued"] if one[1] == layer][: number % 4]
        for one in mine:
            self.places["queued"].remove(one)
            self.places["in_hand"].append(one)
        entries = tuple((message, channel, None) for message, _, channel in mine)
        self.append(ops.TAKEN_MANY, layer, entries)

    def do_receive(self, number: int, layer: str, channel: str) -> None:
        if found := self.move("queued", None, number):
            message, layer, channel = found
            self.append(ops.RECEIVED, layer, message, channel, self.now)

    def do_deliver(self, number: int, layer: str, channel: str) -> None:
        if found := self.move("in_hand", None, number):
            message, layer, channel = found
            self.append(ops.DELIVERED, layer, message, channel, 0.5)

    def do_frames(self, number: int, layer: str, channel: str) -> None:
        mine = [one for one in self.places["in_hand"] if one[1] == layer][: number % 4]
        for one in mine:
            self.places["in_hand"].remove(one)
        entries = tuple(
            (message, channel, 5, self.ids.frame() if message % 3 else 0, "hi")
            for message, _, channel in mine
        )
        self.append(ops.FRAMES_SENT, layer, entries)

    def do_lose(self, number: int, layer: str, channel: str) -> None:
        state = ("queued", "held", "in_hand")[number % 3]
        if found := self.move(state, None, number):
            message, layer, channel = found
            reason = REASONS[number % len(REASONS)]
            self.append(ops.LOST, 0, layer, message, channel, reason, state)

    def do_hold(self, number: int, layer: str, channel: str) -> None:
        if found := self.move("queued", "held", number):
            message, layer, channel = found
            self.append(ops.HELD, layer, message, channel, 0)

    def do_release(self, number: int, layer: str, channel: str) -> None:
        if found := self.move("held", "queued", number):
            message, layer, channel = found
            self.append(ops.RELEASED, layer, message, channel, 0)

    def do_run(self, number: int, layer: str, channel: str) -> None:
        if there := self.places["in_hand"]:
            message, run = there[number % len(there)][0], self.ids.run()
            self.append(ops.STARTED, message, run, "f", 1, (), (), 0, "worker:1")
            self.append(ops.FINISHED, run, "f", message, 0.5)

    def do_note(self, number: int, layer: str, channel: str) -> None:
        self.append(ops.NOTE, "marked", self.ids.mark(), 0, {"label": f"moment {number}"})

    def do_note_lost(self, number: int, layer: str, channel: str) -> None:
        if found := self.move("queued", None, number):
            message, layer, channel = found
            fields = {"layer": layer, "channel": channel, "reason": "layer_lost", "state": "queued"}
            self.append(ops.NOTE, "message.lost", message, 0, fields)


ACTIONS = tuple(name[3:] for name in vars(Model) if name.startswith("do_"))


def histories(most: int = 40) -> st.SearchStrategy[Model]:
    """Return models that have lived through up to *most* random steps."""

    def live(steps: list[tuple[str, int]]) -> Model:
        model = Model()
        for action, number in steps:
            model.step(action, number)
        return model

    step = st.tuples(st.sampled_from(ACTIONS), st.integers(0, 1000))
    return st.lists(step, max_size=most).map(live)
