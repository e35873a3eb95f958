"""Tracebacks as the person who wrote the code reads them.

Role: format an error without the frames of the worker itself, with files called as people call
them: a notebook's cell is ``cell [3]``, not a temporary file that the kernel made up. Who knows
such names says so with :func:`call_files`. It must not know of notebooks.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable

__all__ = ["call_files", "traceback_of"]

Name = Callable[[str], str | None]
"""Gives what people call a file; ``None``: by its path."""

_names: list[Name] = []
_FRAME = re.compile(r'^(  File ")(.+)(", line \d+, in )', re.MULTILINE)


def call_files(name: Name) -> None:
    """Let *name* say what files are called from now on, in this process."""
    _names[:] = [name]


def traceback_of(error: BaseException, within: str) -> str:
    """Format *error*, without the outermost frames that are of the file *within*. Never raises."""
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename == within:
        frames = frames.tb_next
    text = "".join(traceback.format_exception(type(error), error, frames))
    return _FRAME.sub(lambda frame: f"{frame[1]}{_called(frame[2])}{frame[3]}", text)


def _called(file: str) -> str:
    for name in _names:
        try:
            return name(file) or file
        except Exception:  # a kernel of another make
            return file
    return file
