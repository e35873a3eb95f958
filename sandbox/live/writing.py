"""Code that comes as text: compiled, run once in a namespace, and taken back if it fails.

Role: what an editor's save does, without registering anything. A text runs in a thread of its own
that has a limited time, so that an endless loop at its top level ends. It must not know which
consumers there are.
"""

from __future__ import annotations

import dis
import linecache
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from contextvars import copy_context
from itertools import count
from types import CodeType
from typing import Any

from sandbox.errors import SandboxError
from sandbox.runtime.threads import spawn
from sandbox.workers.killing import forget_interrupt, interrupt

__all__ = ["LOADING_SECONDS", "TookTooLong", "Written", "line_of", "run_within"]

LOADING_SECONDS = 5.0
"""How long a text may run until what it defines is there: longer than imports take."""

_numbers = count(1)
_ABSENT = object()


class TookTooLong(SandboxError, TimeoutError):
    """A text ran longer than it may; the text says what goes on serving."""


class _Enough(BaseException):
    """Raised inside a text that does not end."""


class Written:
    """One text of an editor: a file that is in Python's memory only.

    *title* is what tracebacks call it. ``SyntaxError`` where it is none; nothing has happened then.
    Its lines can be shown in tracebacks and by :mod:`inspect` from here on.
    """

    def __init__(self, title: str, source: str) -> None:
        self.file = f"<{title}, edit {next(_numbers)}>"
        """Its name in tracebacks."""
        self.source = source if source.endswith("\n") else source + "\n"
        self._code = compile(self.source, self.file, "exec", dont_inherit=True)
        lines = self.source.splitlines(keepends=True)
        linecache.cache[self.file] = (len(self.source), None, lines, self.file)

    def run_in(
        self,
        names: dict[str, Any],
        *,
        seconds: float = LOADING_SECONDS,
        lock: AbstractContextManager[Any] | None = None,
    ) -> None:
        """Run it in *names*, as a cell would run; if it raises, its names are as they were.

        ``TookTooLong`` after *seconds*. *lock*: held by what must not be interrupted. What it did
        elsewhere (files, messages sent) is not taken back.
        """
        before = {name: names.get(name, _ABSENT) for name in _bound_by(self._code)}
        try:
            run_within(seconds, lambda: exec(self._code, names), self.file, lock)  # noqa: S102
        except BaseException:
            for name, value in before.items():
                if value is _ABSENT:
                    names.pop(name, None)
                else:
                    names[name] = value
            raise


def _bound_by(code: CodeType) -> Iterator[str]:
    """Yield the names that the top level of *code* binds or deletes."""
    for step in dis.get_instructions(code):
        if step.opname in ("STORE_NAME", "STORE_GLOBAL", "DELETE_NAME", "DELETE_GLOBAL"):
            yield str(step.argval)


def run_within(
    seconds: float,
    run: Callable[[], object],
    what: str,
    lock: AbstractContextManager[Any] | None = None,
) -> None:
    """Call *run* in a thread of its own, with the caller's context variables.

    ``TookTooLong`` after *seconds*: then it is interrupted at its next bytecode (one that is
    inside C code is left behind). *what* is named in the error.
    """
    done = threading.Event()
    failed: list[BaseException] = []
    context = copy_context()

    def work() -> None:
        try:
            context.run(run)
        except BaseException as error:
            failed.append(error)
        finally:
            done.set()

    thread = spawn("sandbox-loading", work)
    if not done.wait(seconds):
        interrupt(thread, _Enough, lock or nullcontext(), lambda: not done.is_set())
        thread.join(1.0)
        if thread.is_alive() and done.is_set():
            forget_interrupt(thread)
        raise TookTooLong(
            f"{what} has run for {seconds:g} s without an end, so it was stopped; the code of "
            "before goes on serving. A loop belongs into a function, not at the top level."
        )
    thread.join()
    if failed:
        error = failed.pop()
        try:
            raise error
        finally:
            del error  # its traceback holds this frame


def line_of(error: BaseException, file: str) -> int | None:
    """Return the line of *file* at which *error* came about, from 1; ``None``: elsewhere."""
    if isinstance(error, SyntaxError) and error.filename == file:
        return error.lineno
    found, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            found = trace.tb_lineno
        trace = trace.tb_next
    return found
