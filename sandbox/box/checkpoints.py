"""Moments of a sandbox to which it can go back: code, tabs, queues, groups, sessions and data.

Role: take everything down, and put it back in an order in which nothing disturbs what is there
already. It must not know how any part does its own share of that.

::

    what came since closes ─► what runs ends ─► code, data ─► tabs that have gone ─► groups, queues
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.box.serving import Serving, State
from sandbox.box.visitors import Visitors
from sandbox.clients.tab import Tab
from sandbox.django import snapshots
from sandbox.django.settings import ensure_configured
from sandbox.django.sync import SyncThread
from sandbox.errors import NothingArrived, NotSettled, TabClosed
from sandbox.layers.memory import MemoryLayer
from sandbox.live.restoring import Held, put_back, take_down
from sandbox.live.swap import changing_by
from sandbox.options import did_you_mean
from sandbox.runtime.clock import Clock

__all__ = ["Checkpoints", "Reset"]

PATIENCE = 0.25
"""Seconds that consumers have to finish what they do before their workers are replaced."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One moment."""

    code: State
    tabs: Mapping[str, Tab]
    open: frozenset[str]
    """Names of the tabs that were open."""
    held: Mapping[str, Held]
    """Layer's alias → what it held."""
    alive: frozenset[str]
    """Reply channels of connections that were open."""
    data: snapshots.Snapshot
    """Empty where the database is the project's own."""


@dataclass(frozen=True, slots=True)
class Reset:
    """What a reset has done; it tells itself in a line or two."""

    name: str
    seconds: float
    """How long it took."""
    notes: tuple[str, ...] = field(default=())
    """What is not as it was, a sentence each; empty where all is."""

    def __repr__(self) -> str:
        lines = [f"back at {self.name!r}, in {self.seconds:.2f} s", *self.notes]
        return "\n".join(lines)


class Checkpoints:
    """The moments of one sandbox, by name. One thread at a time may go back.

    *layers*: alias → raw layer. *alive*: the reply channels of connections that are open. *owner*:
    the name of the client behind a reply channel, former ones too. *settle* waits for rest, and
    raises ``NotSettled``. *busy*: workers that run something, each with ``kill()``. *repair* undoes
    all faults; *let_go* ends all holds.
    """

    def __init__(
        self,
        *,
        serving: Serving,
        visitors: Visitors,
        sync: SyncThread,
        clock: Clock,
        layers: Callable[[], Mapping[str, Any]],
        alive: Callable[[], Iterable[str]],
        settle: Callable[[float], object],
        busy: Callable[[], Iterable[Any]],
        repair: Callable[[], object],
        let_go: Callable[[], object],
    ) -> None:
        self._serving = serving
        self._visitors = visitors
        self._sync = sync
        self._clock = clock
        self._layers = layers
        self._alive = alive
        self._settle = settle
        self._busy = busy
        self._repair = repair
        self._let_go = let_go
        self._taken: dict[str, Checkpoint] = {}

    @property
    def names(self) -> list[str]:
        """The checkpoints that there are."""
        return list(self._taken)

    def take(self, name: str) -> None:
        """Remember this moment as *name*, in place of an earlier one of that name."""
        tabs = self._visitors.tabs.copy()
        own = ensure_configured().folder is not None
        taken = Checkpoint(
            code=self._serving.state,
            tabs=tabs,
            open=frozenset(one for one, tab in tabs.items() if tab.closed is None),
            held={alias: take_down(layer) for alias, layer in self._memory_layers().items()},
            alive=frozenset(self._alive()),
            data=self._sync.run(snapshots.take) if own else {},
        )
        earlier = self._taken.pop(name, None)
        self._taken[name] = taken
        if earlier is not None:
            snapshots.close(earlier.data)

    def close(self) -> None:
        """Forget them all. Harmless twice."""
        taken, self._taken = self._taken, {}
        for one in taken.values():
            snapshots.close(one.data)

    def back(self, name: str) -> Reset:
        """Go back to *name*; ``KeyError`` lists what there is."""
        point = self._taken.get(name)
        if point is None:
            known = ", ".join(map(repr, self._taken)) or "none yet"
            raise KeyError(
                f"There is no checkpoint {name!r}{did_you_mean(name, self._taken)}; there are: "
                f'{known}. box.checkpoint("{name}") makes one.'
            )
        began = self._clock()
        notes: list[str] = []
        # What is held goes first, so that it comes out nowhere, and the holds before the faults: a
        # tab that opens again as its fault ends would be stopped at once.
        self._flush()
        self._let_go()
        with contextlib.suppress(TabClosed):  # told below, of those that were open then
            self._repair()
        self._close_what_came_since(point)
        self._come_to_rest()
        with changing_by("undo"):
            self._serving.put_back(point.code)
        self._flush()
        if point.data:
            self._sync.run(snapshots.restore, point.data, self._clock)
        notes += self._open_what_went(point)
        self._come_to_rest()
        for alias, layer in self._memory_layers().items():
            if alias in point.held:
                self._empty_groups(layer)
                notes += put_back(layer, point.held[alias], self._rename(point))
        for one in point.open:
            _read_away(self._visitors.tabs.get(one))
        notes += [
            f"Queues and groups of the layer {alias!r} stay as they are: they lie in a Redis, "
            "where others may use them. Tabs that came back are new members; their former channels "
            "are ghosts until a consumer discards them or they expire."
            for alias in self._layers().keys() - self._memory_layers().keys()
        ]
        if not point.data:
            notes.append("The database is your project's own, so its data stays as it is.")
        return Reset(name, self._clock() - began, tuple(dict.fromkeys(notes)))

    def _flush(self) -> None:
        for layer in self._memory_layers().values():
            layer.flush()

    def _memory_layers(self) -> dict[str, Any]:
        """Return the layers that live in this process: what others hold is not ours alone."""
        return {alias: one for alias, one in self._layers().items() if isinstance(one, MemoryLayer)}

    def _close_what_came_since(self, point: Checkpoint) -> None:
        visitors = self._visitors
        for name, tab in visitors.tabs.copy().items():
            if name not in point.open:
                tab.close()
            if name not in point.tabs:
                visitors.tabs.pop(name, None)
        for name, crowd in visitors.crowds.copy().items():
            crowd.close()
            visitors.crowds.pop(name, None)

    def _come_to_rest(self) -> None:
        """Let what runs end; what does not is discarded, with a new worker in its place."""
        with contextlib.suppress(NotSettled):
            self._settle(PATIENCE)
            return
        for worker in self._busy():
            worker.kill()

    def _open_what_went(self, point: Checkpoint) -> list[str]:
        """Open the tabs that were open."""
        notes = []
        for name in sorted(point.open):
            tab = self._visitors.tabs.setdefault(name, point.tabs[name])
            try:
                if tab.closed is not None:
                    tab.reopen()
            except TabClosed as error:
                notes.append(f"{name} could not be opened again: {error}")
        return notes

    @staticmethod
    def _empty_groups(layer: Any) -> None:
        """Take out of groups who has just come in by connecting: who was in it comes back."""
        for group in layer.group_names():
            for channel in layer.group_channels(group):
                layer.group_discard(group, channel)

    def _rename(self, point: Checkpoint) -> Callable[[str], str | None]:
        """Return what tells the name of today for a channel of then."""
        now = frozenset(self._alive())
        owner = self._visitors.labels.owner
        today = {owner(channel): channel for channel in now}

        def rename(channel: str) -> str | None:
            if channel in now or channel not in point.alive:
                return channel  # it lives on, is no reply channel, or was a ghost then already
            name = owner(channel)
            return today.get(name) if name is not None else None

        return rename


def _read_away(tab: Tab | None) -> None:
    """Let what came to *tab* count as read: the next frame is one of after the reset."""
    for _ in tab.inbox if tab is not None else ():
        with contextlib.suppress(NothingArrived, TabClosed):
            tab.receive(timeout=0)  # type: ignore[union-attr]
