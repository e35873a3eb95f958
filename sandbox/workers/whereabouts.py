"""Which line a thread is at, as far as its user's own code goes.

Role: look at a thread's frames from outside. It must not know of workers, cells or logs.
"""

from __future__ import annotations

import sys
import sysconfig
import threading
from pathlib import Path
from types import FrameType

__all__ = ["line_of"]

_OTHERS = tuple(
    {
        str(Path(__file__).parents[1]),
        *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    }
)
"""Folders whose code is nobody's own: the sandbox, Python, and what is installed."""


def line_of(thread: threading.Thread) -> tuple[str | None, int | None]:
    """Return file and line of the innermost frame that is of the user's own code.

    ``(None, None)`` where no such frame is found: the thread has ended, or runs only what others
    wrote. Any thread may call; a moment later *thread* may be elsewhere.
    """
    frame: FrameType | None = sys._current_frames().get(thread.ident or 0)
    while frame is not None:
        file = frame.f_code.co_filename
        # Code that Python keeps inside itself is called "<frozen …>"; a cell may be "<stdin>".
        if not file.startswith(_OTHERS) and not file.startswith("<frozen "):
            return file, frame.f_lineno
        frame = frame.f_back
    return None, None
