"""Which consumers and views there are: from cells, from decorators, from a routing.

Role: API.md "Running a cell again" as data. What a cell registered before is replaced by what it
registers now, in one swap; what it no longer registers goes when the cell has ended well. It must
not know how routers serve, nor what runs.
"""

from __future__ import annotations

import difflib
import inspect
import textwrap
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.box.cells import Cell
from sandbox.consumers.naming import qualified_name

__all__ = ["Code", "Consumers", "Registration", "Registry", "source_of", "spoken_name"]

Changed = Callable[["Code", str], object]
"""Called with new code and its diff to the version before (empty for the first)."""


def source_of(thing: Any) -> str | None:
    """Return the source text of a function or class, or ``None`` where there is none."""
    try:
        return textwrap.dedent(inspect.getsource(inspect.unwrap(thing)))
    except (OSError, TypeError):
        return None


def spoken_name(thing: Any) -> str:
    """Return the name that the user knows: without the module where that is the notebook."""
    return qualified_name(thing).removeprefix("__main__.")


@dataclass(frozen=True, slots=True)
class Code:
    """One version of a consumer or view."""

    name: str
    """The user's name of it."""
    function: Any
    """What is called."""
    version: int
    """Counts from 1; a rerun without a change is no new version."""
    source: str | None
    """Its text; ``None`` where Python cannot tell."""
    earlier: str | None = None
    """The text of the version before; ``None`` for the first."""

    def diff(self) -> str:
        """Return the unified diff to the version before; empty for the first."""
        if self.earlier is None or self.source is None:
            return ""
        return "".join(
            difflib.unified_diff(
                self.earlier.splitlines(keepends=True),
                self.source.splitlines(keepends=True),
                f"{self.name} version {self.version - 1}",
                f"{self.name} version {self.version}",
            )
        )

    def next(self, function: Any) -> Code:
        """Return the code after this one: a new version where the text is another."""
        source, name = source_of(function), spoken_name(function)
        if source is not None and source == self.source and name == self.name:
            return Code(name, function, self.version, source, self.earlier)
        return Code(name, function, self.version + 1, source, self.source)


@dataclass(frozen=True, slots=True)
class Registration:
    """One thing that a cell or a script registered."""

    key: tuple[Any, ...]
    """What makes it the same place: kind, channels and filters, or kind and route."""
    code: Code
    entry: Any
    """The route that goes into the ladder; ``None`` for a view."""
    cell: Cell | None


class Registry:
    """Registrations in the order of the ladder. Any thread may call.

    *apply* puts the present state in force; it is called under the registry's lock, after each
    change, and an error from it undoes the change. *changed* hears of new versions.
    """

    def __init__(self, apply: Callable[[], object], changed: Changed) -> None:
        self._apply = apply
        self._changed = changed
        self._lock = threading.RLock()
        self._registrations: tuple[Registration, ...] = ()

    def __iter__(self) -> Iterator[Registration]:
        return iter(self._registrations)

    def __len__(self) -> int:
        return len(self._registrations)

    def register(self, key: tuple[Any, ...], function: Any, entry: Any, cell: Cell | None) -> Code:
        """Register *function* at *key*, in place of what was there; return its code."""
        with self._lock:
            before = self._registrations
            place = self._place_of(key, function, cell)
            if place is None:
                code = Code(spoken_name(function), function, 1, source_of(function))
                after = (*before, Registration(key, code, entry, cell))
            else:
                code = before[place].code.next(function)
                mine = Registration(key, code, entry, cell)
                after = (*before[:place], mine, *before[place + 1 :])
            self._put(after)
            if place is None or code.version != before[place].code.version:
                self._changed(code, code.diff())
            return code

    def _place_of(self, key: tuple[Any, ...], function: Any, cell: Cell | None) -> int | None:
        """Return the index of what *function* replaces: the same key, else the same function of
        an earlier run of this cell that moved to another channel."""
        for index, registration in enumerate(self._registrations):
            if registration.key == key:
                return index
        name = spoken_name(function)
        for index, registration in enumerate(self._registrations):
            if (
                cell is not None
                and registration.cell is not None
                and registration.cell.id == cell.id
                and registration.cell.execution != cell.execution
                and registration.code.name == name
            ):
                return index
        return None

    def remove(self, wanted: Callable[[Registration], bool]) -> list[Registration]:
        """Take away what *wanted* says, in one swap; return it."""
        with self._lock:
            gone = [one for one in self._registrations if wanted(one)]
            if gone:
                self._put(tuple(one for one in self._registrations if not wanted(one)))
            return gone

    def cell_ended(self, cell: Cell | None, succeeded: bool) -> list[Registration]:
        """Take away what *cell* registered in an earlier run and not in this one.

        A cell that failed changes nothing: its old code goes on serving. Nor does one that
        registered nothing at all, which may just have been used for something else.
        """
        if cell is None or not succeeded:
            return []
        if not any(one.cell == cell for one in self._registrations):
            return []
        return self.remove(
            lambda one: one.cell is not None
            and one.cell.id == cell.id
            and one.cell.execution != cell.execution
        )

    def _put(self, registrations: tuple[Registration, ...]) -> None:
        before, self._registrations = self._registrations, registrations
        try:
            self._apply()
        except BaseException:
            self._registrations = before
            raise


class Consumers(Mapping[str, Any]):
    """``box.consumers``: every consumer that routes name, by the user's name for it."""

    def __init__(self, codes: Callable[[], Iterable[tuple[str, Code]]], remove: Any) -> None:
        self._codes = codes
        self._remove = remove

    def _all(self) -> dict[str, Consumer]:
        found: dict[str, Consumer] = {}
        for channels, code in self._codes():
            name = code.name if code.name not in found else f"{code.name} ({channels})"
            found[name] = Consumer(name, channels, code, self._remove)
        return found

    def __getitem__(self, name: str) -> Consumer:
        found = self._all()
        if name not in found:
            raise KeyError(f"No consumer {name!r}; there are: {', '.join(found) or 'none yet'}.")
        return found[name]

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

    def __init__(self, name: str, channels: str, code: Code, remove: Any) -> None:
        self.name = name
        self.channels = channels
        self._code = code
        self._remove = remove

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

    def remove(self) -> None:
        """Take it away: the next message on its channel goes to the next rule that fits."""
        self._remove(self)

    def __repr__(self) -> str:
        return f"<consumer {self.name} on {self.channels}, version {self.version}>"
