"""What the box itself writes into the log: new code, and each ladder of rules that comes in force.

Role: turn registrations and routers into facts (TRACE.md "Events"), with texts as a user knows
them: a cell is ``cell [3]``, not a file's name that the kernel made up. It must not decide what
serves.
"""

from __future__ import annotations

import inspect
import tokenize
from collections.abc import Callable, Iterable
from typing import Any

from sandbox.box.cells import cell_of_file, current_cell
from sandbox.live.swap import changing_now
from sandbox.live.versions import Code
from sandbox.trace import ops
from sandbox.trace.ladder import lines_of
from sandbox.trace.log import Log

__all__ = [
    "CodeFields",
    "RoutingNotes",
    "address_of",
    "code_fields",
    "file_shown",
    "note_code",
    "place_of",
]


def place_of(thing: Any) -> tuple[str | None, int | None]:
    """Return where a function or class stands: ``("cell [3]", 2)``, or a file and its line.

    ``None`` for what Python cannot tell.
    """
    try:
        thing = inspect.unwrap(thing)
        file = inspect.getsourcefile(thing) or inspect.getfile(thing)
        line = _line_of(thing)
    except (OSError, TypeError, ValueError):
        return None, None
    return file_shown(file), max(line, 1)


def file_shown(file: str) -> str:
    """Return what a person calls the file of some code: ``cell [3]``, or its own name."""
    return cell_of_file(file) or file


def _line_of(thing: Any) -> int:
    try:
        return inspect.getsourcelines(thing)[1]
    except (tokenize.TokenError, SyntaxError):  # its file has become something else meanwhile
        return int(thing.__code__.co_firstlineno) if hasattr(thing, "__code__") else 1


def code_fields(code: Code) -> dict[str, Any]:
    """Return the fields of ``code.changed`` that say what *code* is and where it stands."""
    file, line = place_of(code.function)
    return {
        "what": code.name,
        "version": code.version,
        "source": code.source,
        "file": file,
        "line": line,
    }


Authors = dict[str, tuple[int, str]]
"""The user's name of a consumer or view → its newest version, and who wrote that: cell, editor …"""


class CodeFields:
    """The fields of all code in force; what it has found out of one version it remembers.

    *codes* gives what serves now; *authors* is what :func:`note_code` keeps. Any thread may call.
    """

    def __init__(self, codes: Callable[[], Iterable[Code]], authors: Authors) -> None:
        self._codes = codes
        self._authors = authors
        self._known: dict[int, tuple[Code, dict[str, Any]]] = {}

    def __call__(self) -> list[dict[str, Any]]:
        """Return the fields of ``code.changed``, diff included, in the order of the ladder."""
        known, found = self._known, {}
        for code in self._codes():
            kept = known.get(id(code))
            if kept is None or kept[0] is not code:
                version, by = self._authors.get(code.name, (0, None))
                told = {"diff": code.diff(), "by": by if version == code.version else None}
                kept = (code, {**code_fields(code), **told})
            found[id(code)] = kept
        self._known = found
        return [fields for _, fields in found.values()]


def address_of(log: Log, connection: int) -> tuple[str, int] | None:
    """Return the address from which a connection was opened; ``None`` where the log lost it."""
    for raw in log.read(0).entries:
        if raw[0] == ops.NOTE and raw[4] == connection and raw[3] == "connection.opened":
            client = raw[6].get("client")
            return (client[0], client[1]) if client else None
    return None


def note_code(log: Log, code: Code, diff: str, authors: Authors) -> None:
    """Append ``code.changed``: *code* serves from now on; *diff* leads to it. Who it is by is kept
    in *authors*, for those who come when the log has let the event go."""
    by = _by()
    authors[code.name] = (code.version, by)
    log.note("code.changed", id=log.ids.version(), **code_fields(code), diff=diff, by=by)


class RoutingNotes:
    """Appends ``routing.changed`` where the rules differ from those that it noted last.

    For one thread at a time: whoever swaps the router holds the registry's lock.
    """

    def __init__(self, log: Log, layer: str) -> None:
        self._log = log
        self._layer = layer
        self._noted: tuple[Any, ...] | None = None

    @property
    def lines(self) -> tuple[tuple[Any, ...], ...]:
        """The rules in force, as :func:`sandbox.trace.ladder.lines_of` gives them."""
        return self._noted or ()

    def note(self, rules: tuple[Any, ...], given: int) -> None:
        """Note that *rules* are in force, of which the first *given* were written by a person."""
        lines = lines_of(rules, given)
        if lines == self._noted:
            return
        by = "start" if self._noted is None else _by()
        self._noted = lines
        self._log.note("routing.changed", layer=self._layer, rules=lines, by=by)


def _by() -> str:
    return changing_now() or ("cell" if current_cell() is not None else "script")
