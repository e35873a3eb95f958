"""Which consumers and views there are: from cells, from decorators, from a routing.

Role: API.md "Running a cell again" as data. What a cell registered before is replaced by what it
registers now, in one swap; what it no longer registers goes when the cell has ended well. It must
not know how routers serve, nor what runs.
"""

from __future__ import annotations

import textwrap
import threading
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sandbox.box.cells import Cell
from sandbox.consumers.naming import shown_name
from sandbox.errors import SandboxError
from sandbox.live.versions import Code, Lineage
from sandbox.options import did_you_mean

__all__ = ["Consumer", "Consumers", "Registration", "Registry", "Versions", "nobody_writes"]

Changed = Callable[["Code", str], object]
"""Called with new code and its diff to the version before (empty for the first)."""


@dataclass(frozen=True, slots=True)
class Registration:
    """One thing that a cell or a script registered."""

    key: tuple[Any, ...]
    """What makes it the same place: kind, channels and filters, or kind and route."""
    code: Code
    entry: Any
    """The route that goes into the ladder; ``None`` for a view."""
    cell: Cell | None
    name: str | None = None
    """The name that a view was given; ``None``: its function's."""
    edited: bool = False
    """Whether its text came from the editor, and not from the cell or script."""


def _is_of(registration: Registration, cell: Cell) -> bool:
    """Say whether this run of *cell* or an earlier one registered it."""
    return registration.cell is not None and registration.cell.id == cell.id


def _with(
    registrations: tuple[Registration, ...], new: Mapping[tuple[Any, ...], Registration]
) -> tuple[Registration, ...]:
    """Return *registrations* with *new* ones in their places, those without a place behind."""
    there = {one.key for one in registrations}
    behind = (one for key, one in new.items() if key not in there)
    return (*(new.get(one.key, one) for one in registrations), *behind)


class Registry:
    """Registrations in the order of the ladder. Any thread may call.

    *apply* puts the present state in force; it is called under the registry's lock, after each
    change, and an error from it undoes the change. *changed* hears of new versions, which *lineage*
    counts.
    """

    def __init__(
        self, apply: Callable[[], object], changed: Changed, lineage: Lineage | None = None
    ) -> None:
        self._apply = apply
        self._changed = changed
        self._lineage = lineage if lineage is not None else Lineage()
        self.lock = threading.RLock()
        """Held while the ladder changes; whoever changes another part of it takes it, too."""
        self._registrations: tuple[Registration, ...] = ()
        self._before: tuple[Cell, tuple[Registration, ...]] | None = None
        """The cell that registers now, and what was in force before it, in case it fails."""

    def __iter__(self) -> Iterator[Registration]:
        return iter(self._registrations)

    def __len__(self) -> int:
        return len(self._registrations)

    def register(
        self,
        key: tuple[Any, ...],
        function: Any,
        entry: Any,
        cell: Cell | None,
        name: str | None = None,
    ) -> Code:
        """Register *function* at *key*, in place of what was there; return its code."""
        with self.lock:
            before = self._registrations
            if cell is not None and (self._before is None or self._before[0] != cell):
                self._before = (cell, before)
            place = self._place_of(key, function, cell)
            there = None if place is None else before[place].code
            code = self._lineage.code(function, there)
            mine = Registration(key, code, entry, cell, name)
            if place is None:
                self._put((*before, mine))
            else:
                self._put((*before[:place], mine, *before[place + 1 :]))
            self._tell(code, there)
            return code

    def _tell(self, code: Code, there: Code | None) -> None:
        """Say that *code* serves in the place of *there*, if it is another version."""
        news = self._lineage.keep(code)
        if there is None or code.version != there.version:
            self._changed(code, code.diff() if news else "")

    def write(
        self, drafts: Iterable[Registration], gone: Container[tuple[Any, ...]] = ()
    ) -> list[Code]:
        """Let *drafts* (their codes not counted yet) serve in one swap; return their codes.

        What has a key that is in *gone* goes in the same swap.

        They belong to the cells that they name, as if those had registered them; a cell that runs
        just now and fails does not take them back.
        """
        with self.lock:
            there = {one.key: one for one in self._registrations}
            counted = {one.key: self._counted(one, there.get(one.key)) for one in drafts}
            kept = tuple(one for one in self._registrations if one.key not in gone)
            self._put(_with(kept, counted))
            if self._before is not None:
                self._before = (self._before[0], _with(self._before[1], counted))
            for key, one in counted.items():
                now = there.get(key)
                self._tell(one.code, None if now is None else now.code)
            return [one.code for one in counted.values()]

    def _counted(self, one: Registration, now: Registration | None) -> Registration:
        code = self._lineage.code(one.code.function, None if now is None else now.code)
        return replace(one, code=code)

    def _place_of(self, key: tuple[Any, ...], function: Any, cell: Cell | None) -> int | None:
        """Return the index of what *function* replaces: the same key, else the same function of
        an earlier run of this cell that moved to another channel."""
        for index, registration in enumerate(self._registrations):
            if registration.key == key:
                return index
        name = shown_name(function)
        for index, registration in enumerate(self._registrations):
            if (
                cell is not None
                and registration.cell is not None
                and registration.cell.id == cell.id
                and registration.cell.execution != cell.execution
                and registration.code.name == name
                and registration.key[0] == key[0]
            ):
                return index
        return None

    def __contains__(self, key: object) -> bool:
        """Say whether something is registered at *key*."""
        return any(one.key == key for one in self._registrations)

    def remove(self, wanted: Callable[[Registration], bool]) -> list[Registration]:
        """Take away what *wanted* says, in one swap; return it."""
        with self.lock:
            gone = [one for one in self._registrations if wanted(one)]
            if gone:
                self._put(tuple(one for one in self._registrations if not wanted(one)))
            return gone

    def cell_ended(self, cell: Cell | None, succeeded: bool) -> list[Registration]:
        """Settle what *cell* registered in this run; return what came back into force.

        After success, what an earlier run registered and this one did not is taken away. A cell
        that failed changes nothing: its old code goes on serving. Where there was none, what it
        registered before the error stays. A cell that registered nothing may just have been used
        for something else.
        """
        with self.lock:
            began, self._before = self._before, None
            if cell is None or began is None or began[0] != cell:
                return []
            if not succeeded:
                return self._undo(cell, began[1])
            self.remove(lambda one: _is_of(one, cell) and one.cell != cell)
            return []

    def _undo(self, cell: Cell, before: tuple[Registration, ...]) -> list[Registration]:
        """Put back what was in force *before*, if *cell* has replaced something of it."""
        there = {one.key: one for one in self._registrations}
        lost = [one for one in before if there.get(one.key) is not one]
        if not lost and not any(_is_of(one, cell) for one in before):
            return []
        return self.put_back(before)

    @property
    def state(self) -> tuple[Registration, ...]:
        """All of them, as :meth:`put_back` takes them."""
        return self._registrations

    def put_back(self, before: tuple[Registration, ...]) -> list[Registration]:
        """Let *before* be all that there is, in one swap; return what has come back.

        What takes its place back from another text is one more version.
        """
        with self.lock:
            there = {one.key: one for one in self._registrations}
            back = tuple(self._again(one, there.get(one.key)) for one in before)
            self._put(back)
            returned = [one for one in back if there.get(one.key) is not one]
            for one in returned:
                now = there.get(one.key)
                self._tell(one.code, None if now is None else now.code)
            return returned

    def _again(self, one: Registration, now: Registration | None) -> Registration:
        return one if now is one else self._counted(one, now)

    def _put(self, registrations: tuple[Registration, ...]) -> None:
        before, self._registrations = self._registrations, registrations
        try:
            self._apply()
        except BaseException:
            self._registrations = before
            raise


Named = tuple[str, Code, tuple[Any, ...] | None]
"""Channels with slashes between them, code, and the key of its registration; ``None`` for what
stands in the routing that was given."""


def nobody_writes(name: str, source: str) -> None:
    """Say that texts cannot be saved here: what a sandbox without an editor answers."""
    raise SandboxError(f"There is no editor here, so {name} cannot be written: run its cell again.")


class Consumers(Mapping[str, Any]):
    """``box.consumers``: every consumer that routes name, by the user's name for it.

    A function of a module is found by its own name too, where only one has it.
    """

    def __init__(
        self,
        look: Callable[[], Iterable[Named]],
        remove: Callable[[Any], None],
        write: Callable[[str, str], object] = nobody_writes,
        shadowed: Callable[[], Mapping[tuple[str, str], str]] = dict,
    ) -> None:
        """*shadowed*: (name, channels) → the consumer that takes all their messages."""
        self._look = look
        self._remove = remove
        self._write = write
        self._shadowed = shadowed

    def _all(self) -> dict[str, Consumer]:
        found: dict[str, Consumer] = {}
        shadowed = self._shadowed()
        for channels, code, key in self._look():
            shadow = shadowed.get((code.name, channels))
            name, number = code.name, 1
            while name in found:
                number += 1
                name = f"{code.name} ({channels})" if number == 2 else f"{code.name} ({number})"
            found[name] = Consumer(name, channels, code, key, self._remove, self._write, shadow)
        return found

    def __getitem__(self, name: str) -> Consumer:
        found = self._all()
        if name in found:
            return found[name]
        short = [one for one in found.values() if one.name.rpartition(".")[2] == name]
        if len(short) == 1:
            return short[0]
        raise KeyError(
            f"No consumer {name!r}{did_you_mean(name, found)}; "
            f"there are: {', '.join(found) or 'none yet'}."
        )

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def __repr__(self) -> str:
        lines = [repr(consumer) for consumer in self._all().values()]
        return "\n".join(lines) or "no consumers yet"


class Consumer:
    """``box.consumers["ws_message"]``: one consumer as it serves now."""

    def __init__(
        self,
        name: str,
        channels: str,
        code: Code,
        key: tuple[Any, ...] | None,
        remove: Callable[[Any], None],
        write: Callable[[str, str], object],
        shadowed_by: str | None = None,
    ) -> None:
        self.name = name
        """The name on the picture."""
        self.channels = channels
        """The channels that it hears, with slashes between them."""
        self.key = key
        """What makes it the same place when it is registered again; ``None`` for one that stands
        in the routing that was given."""
        self.shadowed_by = shadowed_by
        """The consumer whose rule comes first and takes all its messages, so that it never runs;
        ``None`` for one that messages can reach."""
        self._code = code
        self._remove = remove
        self._write = write

    @property
    def function(self) -> Any:
        """What is called with each message."""
        return self._code.function

    @property
    def source(self) -> str | None:
        """Its text; ``None`` where Python cannot tell."""
        return self._code.source

    @property
    def version(self) -> int:
        """How many different texts it has had here."""
        return self._code.version

    def diff(self) -> str:
        """Return what the last change did, as a unified diff; empty for the first version."""
        return self._code.diff()

    def write(self, source: str) -> None:
        """Let *source* serve in its place from the next message on, as the editor's save does.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            @box.consumer("websocket.receive")
            def ws_message(message): ...
            box.consumers["ws_message"].write('''
            @box.consumer("websocket.receive")
            def ws_message(message):
                message.reply_channel.send({"text": "new"})
            ''')
            box.stop()

        The text runs once, where its cell ran; the cell, run again, wins. Where the consumer stands
        in a file of the project, that file gets the text. What it raises is raised here,
        ``SyntaxError`` included; then the old version goes on serving, and the file is as it was.
        ``SandboxError`` for one that cannot be written: it was made inside a function, say.
        """
        self._write(self.name, textwrap.dedent(source))

    def remove(self) -> None:
        """Take it away: the next message on its channel goes to the next rule that fits.

        Harmless twice. ``SandboxError`` for one that stands in the routing that was given.
        """
        self._remove(self)

    def __repr__(self) -> str:
        shadow = f", never runs: {self.shadowed_by} comes first" if self.shadowed_by else ""
        return f"<consumer {self.name} on {self.channels}, version {self.version}{shadow}>"


class Versions(Mapping[Any, int]):
    """Consumer → version of its code, by identity: a consumer need not be hashable.

    What was replaced by the last change is still known, for the messages that it runs with.
    Any thread may ask; one at a time may call :meth:`replace`.
    """

    def __init__(self) -> None:
        self._now: dict[int, tuple[Any, int]] = {}
        self._before: dict[int, tuple[Any, int]] = {}

    def replace(self, codes: Iterable[Code]) -> None:
        """Let *codes* be all that there is now."""
        now = {id(code.function): (code.function, code.version) for code in codes}
        self._before, self._now = self._now, now

    def __getitem__(self, consumer: Any) -> int:
        found = self._now.get(id(consumer)) or self._before.get(id(consumer))
        if found is None:
            raise KeyError(consumer)
        return found[1]

    def __iter__(self) -> Iterator[Any]:
        return (consumer for consumer, _ in self._now.values())

    def __len__(self) -> int:
        return len(self._now)
