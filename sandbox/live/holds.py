"""Holds: messages stop, are looked at, changed, and let through one by one.

Role: ``box.hold`` (API.md "live") as objects, around the rules of :mod:`sandbox.layers.holding`.
It must not know cells, pictures, servers or clients.

::

    Holds.begin ──► Hold ──► [0] ──► Held: edit drop duplicate delay move_to release
                     └── wait, step, release, end

Any thread may call anything here, but a consumer should not wait for its own message.
"""

from __future__ import annotations

import html
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self, overload

from sandbox.errors import ChannelFull, NothingArrived
from sandbox.layers.copying import copy_content
from sandbox.layers.queues import ACCEPTED_AT, CHANNEL, CONTENT, MESSAGE, Entry
from sandbox.live.conditions import Condition, Where, condition, told_of
from sandbox.live.targets import Surroundings, Target, find_target, require_tables
from sandbox.options import did_you_mean, flag, seconds, seconds_or_none, shown, whole
from sandbox.trace.causes import acting
from sandbox.trace.ids import spell, unspell
from sandbox.trace.log import Log
from sandbox.trace.wording import shortened

__all__ = ["Held", "Hold", "Holds", "Later"]

Later = Callable[[float, Callable[[], object]], object]
"""Calls something on another thread after some seconds, unless the sandbox ends before."""

_SHOWN = 20
"""Held messages that a hold's text lists."""


class _Row:
    """A hold's row in the layer's table."""

    def __init__(self, number: int, target: Target, test: Condition, expires: bool, where: Any):
        self.id = number
        self.expires = expires
        self.since = 0.0
        self.told: Mapping[str, Any] = {
            "target": target.key,
            "condition": told_of(where),
            "expires": expires,
        }
        self._aimed_at = target.matches
        self._test = test

    def matches(self, channel: str, content: dict[str, Any], group: str | None) -> bool:
        """Say whether the target and the condition both fit."""
        return self._aimed_at(channel, content, group) and self._test(channel, content, group)


class Hold(Sequence["Held"]):
    """Messages stop here until it ends; those that were stopped are its items, first one first.

    ::

        from sandbox import Channel, Sandbox
        box = Sandbox()
        with box.hold("jobs") as stop:
            Channel("jobs").send({"text": "bomb"})
            stop.wait()
            stop[0].edit(text="flower")
        len(box.channels["jobs"])            # 1: the end of the hold let it through
        box.stop()

    A context manager; :meth:`end` does the same by hand. Messages are accepted, take up room on
    their channel, and stand under "held" in the ledger.
    """

    def __init__(self, row: _Row, target: Target, log: Log, later: Later) -> None:
        self._row = row
        self._layer = target.layer.channel_layer
        self._log = log
        self._later = later
        self.id: str = spell(row.id) or ""
        """Its id in the log: ``"x1"``."""
        self.target = target.key
        """What it is aimed at: ``"channel:websocket.receive"``."""

    # -- what there is -----------------------------------------------------------------------

    @property
    def active(self) -> bool:
        """Whether it stops messages."""
        return self._row in self._layer.store.holds

    @property
    def where(self) -> str | None:
        """The condition, as the log tells it; ``None``: every message."""
        told: str | None = self._row.told["condition"]
        return told

    @property
    def delayed(self) -> tuple[Held, ...]:
        """What goes by itself, as somebody delayed it; not among the items."""
        store = self._layer.store
        with self._layer.lock:
            due = store.delayed()
            mine = [entry for entry, hold in store.held_by() if hold == self._row.id]
        return tuple(Held(self, entry) for entry in mine if entry[MESSAGE] in due)

    def _entries(self) -> list[Entry]:
        with self._layer.lock:
            found: list[Entry] = self._layer.store.held_at(self._row.id)
        return found

    @overload
    def __getitem__(self, place: int) -> Held: ...

    @overload
    def __getitem__(self, place: slice) -> list[Held]: ...

    def __getitem__(self, place: int | slice) -> Held | list[Held]:
        """Return what is held at a place, from 0, or at several."""
        entries = self._entries()
        if isinstance(place, slice):
            return [Held(self, entry) for entry in entries[place]]
        try:
            return Held(self, entries[place])
        except IndexError:
            raise IndexError(
                f"{len(entries)} held at {self.target}, so there is no number {place}: "
                "wait() waits for the next one."
            ) from None

    def __len__(self) -> int:
        return len(self._entries())

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Iterator[Held]:
        return iter([Held(self, entry) for entry in self._entries()])

    # -- waiting and going on ----------------------------------------------------------------

    def wait(self, timeout: float | None = 5.0, *, n: int = 1) -> Self:
        """Wait up to *timeout* seconds (``None``: without limit) until *n* messages are held.

        Returns the hold itself. ``NothingArrived`` if too few came.
        """
        limit = seconds_or_none("timeout", timeout)
        n = whole("n", n, least=1, usual=1)
        log = self._log
        deadline = None if limit is None else log.clock() + limit
        while True:
            cursor = log.end
            if len(self) >= n:
                return self
            left = None if deadline is None else deadline - log.clock()
            if (left is not None and left <= 0) or not self.active:
                raise NothingArrived(self._in_vain(limit, n))
            log.wait(cursor, left, unless=lambda: len(self) >= n or not self.active)

    def _in_vain(self, limit: float | None, n: int) -> str:
        wanted = "a message" if n == 1 else f"{n} messages"
        if not self.active:
            return (
                f"The hold at {self.target} waited for {wanted}, but it has ended: "
                "run the cell that begins it again."
            )
        kind, _, name = self.target.partition(":")
        meant = self._meant(name) if kind == "channel" else ""
        return (
            f"The hold at {self.target} waited {limit:g} s for {wanted}; {len(self)} held. "
            f"Send something that it stops{meant}, or look at box.story()."
        )

    def _meant(self, name: str) -> str:
        with self._layer.lock:
            known = [queue.name for queue in self._layer.store.queues()]
        return did_you_mean(name, known) if name not in known else ""

    def step(self, n: int = 1) -> Held:
        """Let the first *n* messages through, and return the last of them.

        ``LookupError`` where so many are not held.
        """
        n = whole("n", n, least=1, usual=1)
        entries = self._entries()
        if len(entries) < n:
            raise LookupError(
                f"{len(entries)} held at {self.target}, so there are no {n} to let through: "
                "wait() waits for the next one."
            )
        for entry in entries[:n]:
            held = Held(self, entry)
            held.release()
        return held

    def release(self) -> None:
        """Let all through that is held now, in order; what comes is held on."""
        for held in self:
            held.release()

    def reorder(self, order: Sequence[int]) -> None:
        """Let what is held stand in another order: ``stop.reorder([2, 0, 1])``.

        *order* names each present place once, from 0; else ``ValueError``.
        """
        entries = self._entries()
        if sorted(order) != list(range(len(entries))):
            raise ValueError(
                f"{len(entries)} messages are held at {self.target}: name each place from 0 once, "
                f"not {shown(list(order))}."
            )
        for place, old in enumerate(order):
            Held(self, entries[old]).move_to(place)

    def end(self) -> None:
        """Stop nothing more, and let all through in order. Harmless twice.

        What was delayed goes when it is due.
        """
        self._do(lambda store, now, who: store.end_hold(self._row, now, who))
        self._log.nudge()

    def __enter__(self) -> Self:
        """Return itself; it stops messages already."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it."""
        self.end()

    # -- showing itself ----------------------------------------------------------------------

    def _lines(self) -> list[tuple[str, str, str]]:
        entries = self._entries()
        lines = [
            (str(place), spell(entry[MESSAGE]) or "", shortened(entry[CONTENT], 90))
            for place, entry in enumerate(entries[:_SHOWN])
        ]
        if len(entries) > _SHOWN:
            lines.append(("…", "", f"{len(entries) - _SHOWN} more"))
        return lines

    def __repr__(self) -> str:
        """Return what it is aimed at, and what is held; never waits."""
        condition = f" where {self.where}" if self.where else ""
        delayed = self.delayed
        late = f", {len(delayed)} delayed" if delayed else ""
        state = "" if self.active else ", ended"
        head = f"<hold {self.id} at {self.target}{condition}: {len(self)} held{late}{state}>"
        return "\n".join([head, *(f"  {a}  {b}  {c}" for a, b, c in self._lines())])

    def _repr_html_(self) -> str:
        """Return the same as an escaped table."""
        head = html.escape(repr(self).partition("\n")[0])
        rows = [
            "".join(f"<td style='text-align:left'>{html.escape(cell)}</td>" for cell in line)
            for line in self._lines()
        ]
        table = "".join(f"<tr>{row}</tr>" for row in rows)
        return f"<p>{head}</p><table>{table}</table>"

    # -- doing -------------------------------------------------------------------------------

    def _do(self, act: Callable[[Any, float, str], Any]) -> Any:
        """Do *act(store, now, who)* under the layer's lock, and wake whom it returns."""
        layer, (_, who) = self._layer, acting.get()
        with layer.lock:
            done = act(layer.store, layer.clock(), who)
        _wake(done)
        return done

    def _release_due(self, moment: float) -> None:
        # Timers may ring a little early.
        self._do(lambda store, now, who: store.release_due(max(now, moment)))

    def _release_delayed(self) -> None:
        """Let go at once what was delayed, as the sandbox ends."""
        for held in self.delayed:
            held.release()


def _begin(store: Any, row: _Row, now: float, who: str) -> None:
    row.since = now
    store.begin_hold(row, now, who)


def _wake(done: Any) -> None:
    for wake in done if isinstance(done, list) else [done]:
        if callable(wake):
            wake()


class Held:
    """One held message: ``stop[0]``. Deciding about one that is not held any more is a
    ``LookupError``."""

    __slots__ = ("_entry", "_hold", "channel", "id")

    def __init__(self, hold: Hold, entry: Entry) -> None:
        self._hold = hold
        self._entry = entry
        self.id: str = spell(entry[MESSAGE]) or ""
        """The message's id: ``"m9"``."""
        self.channel: str = entry[CHANNEL]
        """The channel that it is on its way to."""

    def _now(self) -> Entry | None:
        store = self._hold._layer.store
        with self._hold._layer.lock:
            for entry in store.held():
                if entry[MESSAGE] == self._entry[MESSAGE]:
                    found: Entry = entry
                    return found
        return None

    @property
    def content(self) -> dict[str, Any]:
        """A copy of what it says, as edited; of one that is gone, as it was last seen here."""
        return copy_content((self._now() or self._entry)[CONTENT])

    @property
    def held(self) -> bool:
        """Whether it is held (or delayed) still."""
        return self._now() is not None

    @property
    def due(self) -> float | None:
        """In how many seconds it goes by itself; ``None`` where nobody delayed it."""
        layer = self._hold._layer
        with layer.lock:
            due = layer.store.delayed().get(self._entry[MESSAGE])
            return None if due is None else float(max(due - layer.clock(), 0.0))

    @property
    def age(self) -> float:
        """Seconds since it was sent."""
        return float(self._hold._layer.clock() - self._entry[ACCEPTED_AT])

    def __getitem__(self, key: str) -> Any:
        return self.content[key]

    def edit(self, *, content: Mapping[str, Any] | None = None, **keys: Any) -> Self:
        """Change what it says: ``edit(text="flower")`` sets keys, ``edit(content={…})`` all of it.

        Returns itself. ``TypeError`` for what no message can hold.
        """
        if content is not None and not isinstance(content, Mapping):
            raise TypeError(
                f"content is the whole message as a dict, not {shown(content)}: write "
                'edit(text="…") to change one key.'
            )
        given = _copied({**(content if content is not None else self.content), **keys})
        self._decide(lambda store, message, now, who: store.edit(message, given, now, who))
        return self

    def drop(self) -> None:
        """Lose it, on purpose: it is counted as lost, ``dropped_by_you``."""
        self._decide(lambda store, message, now, who: store.drop(message, now, who))

    def duplicate(self) -> Held:
        """Put a copy behind it, held like itself, and return the copy.

        The copy is one more accepted message; ``ChannelFull`` where its channel has no room.
        """
        try:
            number = self._decide(
                lambda store, message, now, who: store.duplicate(message, now, who)
            )
        except ChannelFull as full:
            raise ChannelFull(
                f"{full}: a copy is one more message, and held ones take up room. Let some "
                "through first, or raise capacity."
            ) from None
        return Held(self._hold, (*self._entry[:1], number, *self._entry[2:]))

    def delay(self, seconds_: float) -> None:
        """Let it go by itself in so many seconds; it leaves the hold's list."""
        wait = seconds("delay", seconds_, usual=2)
        hold = self._hold
        due: float = self._decide(
            lambda store, message, now, who: store.delay(message, wait, now, who)
        )
        hold._later(wait, lambda: hold._release_due(due))

    def move_to(self, place: int) -> None:
        """Let it be number *place* (from 0) of what is held; ``IndexError`` beyond the end."""
        place = whole("place", place, least=0, usual=0)
        try:
            self._decide(lambda store, message, now, who: store.move(message, place, now, who))
        except IndexError:
            raise IndexError(
                f"{len(self._hold)} held at {self._hold.target}, so there is no place {place} to "
                "move to: places count from 0."
            ) from None

    def release(self) -> None:
        """Let it through: it goes to the end of its channel, with its whole lifetime before it."""
        self._decide(lambda store, message, now, who: store.release(message, now, who))

    def _decide(self, act: Callable[[Any, int, float, str], Any]) -> Any:
        message = self._entry[MESSAGE]
        try:
            return self._hold._do(lambda store, now, who: act(store, message, now, who))
        except KeyError:
            raise LookupError(
                f"{self.id} is not held any more, so nothing can be decided about it: "
                f'box.story("{self.id}") tells what became of it.'
            ) from None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and other.id == self.id and other._hold is self._hold

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        """Return id, channel and content."""
        gone = "" if self.held else ", not held any more"
        return f"<{self.id} on {self.channel} {shortened(self.content, 90)}{gone}>"


def _copied(content: dict[str, Any]) -> dict[str, Any]:
    if "__asgi_channel__" in content or not all(isinstance(key, str) for key in content):
        raise TypeError(
            "A message's keys are texts other than '__asgi_channel__', which layers use "
            f"themselves; these came: {', '.join(map(repr, content))}."
        )
    try:
        return copy_content(content)
    except Exception as error:
        raise TypeError(
            f"A message holds plain data; this one cannot be copied: {error}."
        ) from error


class Holds(Mapping[str, Hold]):
    """The holds of a sandbox that are in force, by what they are aimed at. Any thread may call."""

    def __init__(self, *, log: Log, around: Surroundings, later: Later) -> None:
        self._log = log
        self._around = around
        self._later = later
        self._lock = threading.RLock()
        self._holds: dict[str, Hold] = {}
        self._ended: list[Hold] = []
        """Holds that are over, some of whose messages may still be delayed."""

    def begin(self, target: Any, where: Where = None, *, expires: bool = False) -> Hold:
        """Begin to hold what *where* matches of *target*; an earlier hold of it ends first."""
        aim = find_target(target, self._around)
        require_tables(aim)
        log = self._log
        test = condition(
            where,
            layer=aim.layer.alias,
            now=lambda: log.clock() - log.start,
            owner=self._around.owner,
        )
        row = _Row(log.ids.fault(), aim, test, flag("expires", expires), where)
        hold = Hold(row, aim, log, self._later)
        with self._lock:
            earlier = self._holds.pop(aim.key, None)
            if earlier is not None:
                self._end(earlier)
            self._holds[aim.key] = hold
            hold._do(lambda store, now, who: _begin(store, row, now, who))
        return hold

    def _end(self, hold: Hold) -> None:
        hold.end()
        self._ended = [one for one in (*self._ended, hold) if one.delayed]

    def _look(self) -> dict[str, Hold]:
        with self._lock:
            for hold in [one for one in self._holds.values() if not one.active]:
                self._ended.append(hold)
            self._holds = {key: one for key, one in self._holds.items() if one.active}
            self._ended = [one for one in self._ended if one.delayed]
            return dict(self._holds)

    def message(self, name: str) -> Held:
        """Return the held (or delayed) message with an id such as ``"m9"``; ``LookupError``."""
        number = unspell(name)
        holds = self._look()
        for hold in (*holds.values(), *self._ended):
            found: list[Held] = [*hold, *hold.delayed]
            for held in found:
                if held._entry[MESSAGE] == number:
                    return held
        raise LookupError(f"{name} is not held (any more): look at box.story({name!r}).")

    def by_id(self, name: str) -> Hold:
        """Return the hold with an id such as ``"x1"``; ``LookupError`` where it is not in force."""
        for hold in self._look().values():
            if hold.id == name:
                return hold
        raise LookupError(f"There is no hold {name!r} (any more).")

    def in_force(self) -> list[tuple[str, int, float, Mapping[str, Any]]]:
        """Return ("hold", number, the clock's moment of its beginning, what the log says of it)
        for each. Takes no lock of its own, so that it may be asked under the layers' locks."""
        rows = [hold._row for hold in self._holds.copy().values() if hold.active]
        return [("hold", row.id, row.since, row.told) for row in rows]

    def clear(self) -> None:
        """End all of them, in the order in which they began."""
        for hold in self._look().values():
            hold.end()

    def close(self) -> None:
        """End all of them, and let go what is delayed: the sandbox ends."""
        holds = list(self._look().values())
        for hold in (*holds, *self._ended):
            hold.end()
            hold._release_delayed()

    def __getitem__(self, target: str) -> Hold:
        """Return the hold of a target's name, with or without its kind."""
        found = self._look()
        names = [target, *(key for key in found if key.partition(":")[2] == target)]
        for name in names:
            if name in found:
                return found[name]
        raise KeyError(
            f"There is no hold at {target!r}{did_you_mean(target, found)}; there are: "
            f"{', '.join(map(repr, found)) or 'none'}."
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._look())

    def __len__(self) -> int:
        return len(self._look())

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def __repr__(self) -> str:
        """Return a line for each, with what it holds."""
        return "\n".join(map(repr, self._look().values())) or "no holds"
