"""The editor: texts of consumers that are saved from the picture, and what helps to write them.

Role: one source of truth with cells. A save runs the text in the namespace of the cell that the
consumer came from, and serves it between two messages; the cell, run again, wins. What stands in a
file of the project is saved into that file. It must not know how texts reach it
(:mod:`sandbox.views.commands`), nor how they look.

::

    code.list      what there is to edit, and the rules
    code.save      a text serves, or says why it does not and at which line
    code.undo      the last change, whoever made it
    code.complete  names that the text may use, and keys that messages were seen to have
"""

from __future__ import annotations

import builtins
import inspect
import os
import sys
import tokenize
import traceback
from collections.abc import Callable, Container, Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sandbox.box.cells import Cell
from sandbox.box.noting import place_of
from sandbox.box.registry import Registration
from sandbox.box.serving import Draft, Serving
from sandbox.consumers.message import Message
from sandbox.errors import SandboxError
from sandbox.live.swap import changing_by
from sandbox.live.versions import Code
from sandbox.live.writing import Written, line_of
from sandbox.trace.log import Log
from sandbox.views.commands import Command, Handler

__all__ = ["Editing"]

LOOKED_THROUGH = 5_000
"""Newest raw entries of the log in which keys of messages are looked for: 0.1 s."""

_MOST_NAMES = 500

_MESSAGE = Message({}, "websocket.receive", None)
"""Any message: for the names of its attributes."""


class Editing:
    """What the editor may ask of one sandbox. Any thread may call.

    *lock* is the layer's: nothing is interrupted inside it. *undo* takes the last change back.
    *files*: those whose consumers may be edited in them; *write_file* gives one another text.
    """

    def __init__(
        self,
        serving: Serving,
        log: Log,
        *,
        lock: AbstractContextManager[Any] | None,
        undo: Callable[[], Iterable[str]],
        must_run: Callable[[], object],
        files: Callable[[], Container[Path]],
        write_file: Callable[[Path, str], list[Code]],
    ) -> None:
        self._files = files
        self._write_file = write_file
        self._serving = serving
        self._log = log
        self._lock = lock
        self._undo = undo
        self._must_run = must_run

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """Verb → what does it."""
        return {
            "code.list": lambda command: self.what_there_is(),
            "code.save": self._save,
            "code.undo": lambda command: list(self._undo()),
            "code.complete": lambda command: self.completions(command.arguments["consumer"]),
        }

    # -- saving ------------------------------------------------------------------------------

    def write(self, name: str | None, source: str) -> list[Code]:
        """Let *source* serve as the text of the consumer *name* (``None``: of new ones).

        Returns the codes that it has brought. Whatever the text raises is raised, and
        ``NotAConsumer``, ``SyntaxError``, ``TookTooLong``: then the code of before goes on
        serving, and names are as they were.
        """
        self._must_run()
        found, mine = self._serving.place(name) if name is not None else (None, None)
        if found is not None:
            why = self._not_editable(found)
            if why is not None:
                raise SandboxError(why)
            if _file_of(found) is not None:
                return self._into_file(found, source)
        return self._run(Written(_short(name or "editor"), source), found, mine)

    def _into_file(self, code: Code, source: str) -> list[Code]:
        """Put *source* into the consumer's own file, in the place of its text of now."""
        file = _file_of(code)
        text = Path(str(file)).read_text(encoding="utf-8").splitlines(keepends=True)
        there = _lines_of(code)
        if file is None or "".join(text[there]) != code.source:
            raise SandboxError(
                f"{file} has another text by now, which does not serve: put it right there first."
            )
        text[there] = [source.rstrip("\n") + "\n"]
        try:
            return self._write_file(file, "".join(text))
        except BaseException as error:
            line = line_of(error, str(file))
            error.__dict__["line_in_text"] = line - there.start if line is not None else 0
            raise

    def _not_editable(self, code: Code) -> str | None:
        """Return why the text of *code* cannot be saved from here; ``None`` where it can."""
        function = inspect.unwrap(code.function)
        if code.source is None:
            return f"Python does not know the text of {code.name}, so it cannot be edited here."
        if not getattr(function, "__qualname__", "").isidentifier():
            return (
                f"{code.name} is made inside something else, so it is edited there: in the cell or "
                "file that makes it."
            )
        file = _file_of(code)
        if file is not None and file not in self._files():
            return f"{code.name} stands in {file}, which no project of yours has: it is not edited."
        return None

    def _run(self, written: Written, found: Code | None, mine: Registration | None) -> list[Code]:
        names = _names_of(found)
        with self._serving.drafting(_cell_of(mine)) as draft, changing_by("editor"):
            written.run_in(names, lock=self._lock)
        with changing_by("editor"):
            return self._serve(draft, names, found, mine)

    def _serve(
        self, draft: Draft, names: Mapping[str, Any], found: Code | None, mine: Registration | None
    ) -> list[Code]:
        drafted = {one.key for one in draft.registrations}
        if found is None:
            if not drafted:
                raise SandboxError(
                    "This text registers no consumer, so nothing serves it: write "
                    '@box.consumer("websocket.receive") above the function.'
                )
            return self._serving.swap(draft.registrations)
        if drafted:
            moved = {mine.key} - drafted if mine is not None else set()
            return self._serving.swap(draft.registrations, gone=moved)
        short, old = _short(found.name), found.function
        new = names.get(short)
        if new is None or new is old:
            raise SandboxError(
                f"This text defines no {short}, which is what serves here: write def {short}"
                "(message): …, or rename it in the cell that registers it."
            )
        return self._serving.swap(other=lambda one: new if one is old else one)

    def _save(self, command: Command) -> dict[str, Any]:
        """Save, and tell the outcome as data: what is wrong with a text is no failed command."""
        name, base = command.arguments["consumer"], command.arguments["base"]
        if name is not None:
            now, _ = self._serving.place(name)  # KeyError: there is none, and no text's fault
            if base is not None and base != f"v{now.version}":
                return {"saved": False, "conflict": self._told(name)}
        try:
            codes = self.write(name, command.arguments["source"])
        except Exception as error:
            problem = problem_of(error)
            self._log.note(
                "code.refused",
                what=name or "editor",
                error=f"{problem['error']}: {problem['message']}",
                file=None,
                line=problem["line"],
                by="editor",
            )
            return {"saved": False, **problem}
        return {
            "saved": True,
            "changed": [
                {"name": one.name, "version": f"v{one.version}", "diff": one.diff()}
                for one in codes
            ],
        }

    # -- looking -----------------------------------------------------------------------------

    def what_there_is(self) -> dict[str, Any]:
        """Return the consumers and views to be looked at or edited, and the rules, as data."""
        consumers, views = self._serving.consumers, self._serving.views
        return {
            "consumers": [self._told(name) for name in (*consumers, *views)],
            "routes": [rule.describe() for rule in self._serving.wrapper.router.rules],
        }

    def _told(self, name: str) -> dict[str, Any]:
        code, mine = self._serving.place(name)
        view = mine is not None and mine.entry is None
        consumer = None if view else self._serving.consumers[name]
        file, line = place_of(code.function)
        why = self._not_editable(code)
        return {
            "name": name,
            "channels": ["http.request"] if consumer is None else consumer.channels.split("/"),
            "path": mine.key[1] if mine is not None and view else None,
            "version": f"v{code.version}",
            "source": code.source,
            "diff": code.diff(),
            "file": file,
            "line": line,
            "edited": mine is not None and mine.edited,
            "shadowed_by": None if consumer is None else consumer.shadowed_by,
            "editable": why is None,
            "why": why,
        }

    def completions(self, name: str | None) -> dict[str, Any]:
        """Return what may be completed in the text of *name* (``None``: of a new one).

        ``names``: what the namespace knows, the user's own first; ``message``: a message's
        attributes; ``keys``: channel → the keys that its messages were seen to have of late.
        """
        code = self._serving.place(name)[0] if name is not None else None
        own = [one for one in _names_of(code) if not one.startswith("_")]
        return {
            "names": [*sorted(own)[:_MOST_NAMES], *sorted(vars(builtins))],
            "message": [one for one in dir(_MESSAGE) if not one.startswith("_")],
            "keys": self._keys_seen(),
        }

    def _keys_seen(self) -> dict[str, list[str]]:
        seen: dict[str, dict[str, None]] = {}
        for event in self._log.events(LOOKED_THROUGH):
            content = getattr(event, "content", None)
            if event.kind == "message.accepted" and isinstance(content, Mapping):
                channel = str(event.channel)  # type: ignore[attr-defined]
                keys = seen.setdefault(channel.partition("!")[0], {})
                keys.update(dict.fromkeys(map(str, content)))
        return {channel: sorted(keys) for channel, keys in sorted(seen.items())}


def problem_of(error: BaseException) -> dict[str, Any]:
    """Return what is wrong with a text: ``{error, message, line, column}``; the two numbers count
    from 1 and are ``None`` where nothing in the text is to blame."""
    message = error.msg if isinstance(error, SyntaxError) else str(error)
    return {
        "error": type(error).__name__,
        "message": str(message) or type(error).__name__,
        "line": _line_of_text(error),
        "column": error.offset if isinstance(error, SyntaxError) else None,
        "traceback": "".join(traceback.format_exception_only(error)),
    }


def _line_of_text(error: BaseException) -> int | None:
    known = getattr(error, "line_in_text", None)
    if known is not None:
        return int(known) if known > 0 else None
    if isinstance(error, SyntaxError) and str(error.filename).startswith("<"):
        return error.lineno
    files = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    mine = next((one for one in files if one.startswith("<") and ", edit " in one), None)
    return line_of(error, mine) if mine is not None else None


def _short(name: str) -> str:
    return name.partition(" ")[0].rpartition(".")[2]


def _cell_of(mine: Registration | None) -> Cell | None:
    return mine.cell if mine is not None else None


def _names_of(code: Code | None) -> dict[str, Any]:
    """Return the namespace in which the text of *code* is at home."""
    if code is None:
        return vars(sys.modules["__main__"])
    function = inspect.unwrap(code.function)
    found = getattr(function, "__globals__", None)
    if found is None:
        found = vars(sys.modules.get(getattr(function, "__module__", ""), sys.modules["__main__"]))
    return found


def _lines_of(code: Code) -> slice:
    """Return where in its file *code* stands; nowhere, if the file is no Python any more."""
    try:
        lines, first = inspect.getsourcelines(inspect.unwrap(code.function))
    except (OSError, SyntaxError, tokenize.TokenError):
        return slice(0, 0)
    return slice(first - 1, first - 1 + len(lines))


def _file_of(code: Code) -> Path | None:
    """Return the file of the module that *code* is from; ``None``: it is of a cell or script."""
    function = inspect.unwrap(code.function)
    if getattr(function, "__module__", "__main__") == "__main__":
        return None
    return Path(os.path.realpath(inspect.getsourcefile(function) or ""))
