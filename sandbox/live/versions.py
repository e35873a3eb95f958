"""Versions of code and the way back through them, as data.

Role: say what each text of a consumer or view is called (``v3``: a number of one name never means
two texts), and keep what was in force before each change. Pure: it must not know who registers,
what serves, nor threads.
"""

from __future__ import annotations

import difflib
import functools
import inspect
import textwrap
import tokenize
import weakref
from collections import deque
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sandbox.consumers.naming import shown_name

__all__ = ["MOST_STEPS", "Code", "History", "Lineage", "Step", "source_of"]

T = TypeVar("T")

MOST_STEPS = 1000
"""How many changes can be taken back."""

_PLAIN = (str, int, float, bool, bytes, type(None))

_LONGEST_VALUE = 80


def source_of(thing: Any) -> str | None:
    """Return the source text of a function or class, or ``None`` where there is none.

    What a closure or a ``functools.partial`` has bound follows in a comment, where it is a plain
    value: ``make("hello")`` and ``make("bye")`` are not the same code.
    """
    bound = _bound(thing)
    try:
        text = textwrap.dedent(inspect.getsource(inspect.unwrap(_unbound(thing))))
    except (OSError, TypeError, SyntaxError, tokenize.TokenError):
        return None
    return text + "".join(f"# with {name} = {value}\n" for name, value in bound)


def _unbound(thing: Any) -> Any:
    while isinstance(thing, functools.partial):
        thing = thing.func
    return thing


def _bound(thing: Any) -> list[tuple[str, str]]:
    """Return the names and values that *thing* was made with, as far as they are plain."""
    found: list[tuple[str, str]] = []
    while isinstance(thing, functools.partial):
        found += [(f"argument {number}", repr(one)) for number, one in enumerate(thing.args, 1)]
        found += [(name, repr(one)) for name, one in thing.keywords.items()]
        thing = thing.func
    code, cells = getattr(thing, "__code__", None), getattr(thing, "__closure__", None)
    for name, cell in zip(getattr(code, "co_freevars", ()), cells or (), strict=False):
        try:
            value = cell.cell_contents
        except ValueError:  # a name that has no value yet
            continue
        if type(value) in _PLAIN and len(repr(value)) <= _LONGEST_VALUE:
            found.append((name, repr(value)))
    return found


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


class Lineage:
    """The newest code of each name, wherever it was written. One thread at a time.

    A consumer that is written again in another cell, or on another channel, goes on counting. What
    has no name of its own, a lambda, counts by its place alone. A text is read once for each
    function: the file that it came from may have another by now.
    """

    def __init__(self) -> None:
        self._newest: dict[str, Code] = {}
        self._given: dict[str, int] = {}
        """Name → the highest number that was given to a text of it."""
        self._texts: dict[int, tuple[weakref.ref[Any], str | None]] = {}

    def code(self, function: Any, before: Code | None) -> Code:
        """Return the code of *function*, which takes the place of *before* (``None``: a new one).

        The same name and text is the same version. Each number is given once, also to several
        of one name in one swap; one that cannot be served after all is left out.
        """
        name, source = shown_name(function), self.source(function)
        own = name.endswith("<lambda>")
        newest = None if own else self._newest.get(name)
        there = before or newest
        if (
            there is not None
            and source is not None
            and (there.name, there.source) == (name, source)
        ):
            return Code(name, function, there.version, source, there.earlier)
        if newest is not None and (there is None or newest.version > there.version):
            there = newest
        version = 1 if there is None else there.version + 1
        if not own:
            version = self._given[name] = max(version, self._given.get(name, 0) + 1)
        return Code(name, function, version, source, None if there is None else there.source)

    def keep(self, code: Code) -> bool:
        """Remember *code*: it serves. Return whether its version is a new one."""
        newest = self._newest.get(code.name)
        if newest is None or newest.version <= code.version:
            self._newest[code.name] = code
        return newest is None or newest.version < code.version

    def source(self, function: Any) -> str | None:
        """Return the text that *function* was written with; see :func:`source_of`."""
        key = id(function)
        known = self._texts.get(key)
        if known is not None and known[0]() is function:
            return known[1]
        source = source_of(function)
        try:
            gone = weakref.ref(function, lambda ref: self._forget(key, ref))
        except TypeError:  # it cannot be referred to weakly, so it is read each time
            return source
        self._texts[key] = (gone, source)
        return source

    def _forget(self, key: int, gone: weakref.ref[Any]) -> None:
        known = self._texts.get(key)
        if known is not None and known[0] is gone:
            del self._texts[key]


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """One change that can be taken back."""

    before: T
    """What was in force until then."""
    what: object
    """Whose change it is; ``None``: one by itself."""


class History(Generic[T]):
    """What was in force before each change, the newest last. One thread at a time.

    Several changes of one author in a row (the consumers of one cell's run) are one step. At most
    *most* steps are kept; then the oldest goes.
    """

    def __init__(self, most: int = MOST_STEPS) -> None:
        self._steps: deque[Step[T]] = deque(maxlen=most)

    def __len__(self) -> int:
        return len(self._steps)

    def note(self, before: T, what: object = None) -> None:
        """Note that *before* was in force until *what* changed it."""
        if what is None or not self._steps or self._steps[-1].what != what:
            self._steps.append(Step(before, what))

    def back(self) -> T | None:
        """Take the newest step away and return what was before it; ``None`` where there is none."""
        return self._steps.pop().before if self._steps else None

    def forget(self, what: object) -> None:
        """Take the newest step away if it is *what*'s: all of it has been undone already."""
        if self._steps and self._steps[-1].what == what:
            self._steps.pop()

    def drop(self, before: T) -> None:
        """Take the newest step away if it began with *before*: it has not been done in the end."""
        if self._steps and self._steps[-1].before == before:
            self._steps.pop()

    def clear(self) -> None:
        """Forget all steps."""
        self._steps.clear()
