"""Which notebook cell runs now, and when it has ended.

Role: the only module that asks IPython. Without a kernel there are no cells, and everything here
says so. It must not know what cells register.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = [
    "Cell",
    "cell_of_file",
    "current_cell",
    "in_kernel",
    "show_here",
    "when_cells_begin",
    "when_cells_end",
    "when_cells_fail",
]


@dataclass(frozen=True, slots=True)
class Cell:
    """One run of one cell. Equal *id*: the same cell, run again."""

    id: str
    """What the front end calls the cell; it stays when the cell is edited."""
    execution: int
    """The number of this run."""


def _shell() -> Any:
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython is not None else None


def in_kernel() -> bool:
    """Say whether this process is a Jupyter kernel."""
    return getattr(_shell(), "kernel", None) is not None


def current_cell() -> Cell | None:
    """Return the cell that runs, or ``None`` outside a kernel, or where it names no cells."""
    shell = _shell()
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return None
    try:
        parent = kernel.get_parent("shell")
    except Exception:  # a kernel of another make
        return None
    cell_id = (parent or {}).get("metadata", {}).get("cellId")
    return Cell(str(cell_id), int(shell.execution_count)) if cell_id else None


def cell_of_file(file: str) -> str | None:
    """Return ``cell [3]`` for the file's name that the kernel gave a cell's code, else ``None``."""
    compiler = getattr(_shell(), "compile", None)
    name_of = getattr(compiler, "format_code_name", None)
    if name_of is None:
        return None
    named = name_of(file)  # ("Cell", "In[3]")
    if not named or not named[1].startswith("In["):
        return None
    return f"cell [{named[1][3:-1].strip()}]"


def show_here(data: dict[str, Any]) -> None:
    """Show *data* (by MIME type) in the output of the cell that runs. Only in a kernel."""
    from IPython.display import display

    display(data, raw=True)  # type: ignore[no-untyped-call]


def when_cells_fail(callback: Callable[[BaseException], object]) -> Callable[[], None]:
    """Call *callback(error)* after each cell that has failed, below its traceback; return the
    function that ends that.

    Outside IPython nothing is called.
    """
    return _listen(_mourners, callback)


_listeners: list[Callable[[bool], object]] = []
_mourners: list[Callable[[BaseException], object]] = []
_beginners: list[Callable[[], object]] = []
_hooked: set[int] = set()


def when_cells_end(callback: Callable[[bool], object]) -> Callable[[], None]:
    """Call *callback(succeeded)* after each cell; return the function that ends that.

    Outside IPython nothing is called.
    """
    return _listen(_listeners, callback)


def when_cells_begin(callback: Callable[[], object]) -> Callable[[], None]:
    """Call *callback()* before each cell, in its thread; return the function that ends that.

    Outside IPython nothing is called.
    """
    return _listen(_beginners, callback)


def _listen(listeners: list[Any], callback: Any) -> Callable[[], None]:
    shell = _shell()
    if shell is not None and id(shell) not in _hooked:
        _hooked.add(id(shell))
        shell.events.register("pre_run_cell", _cell_begins)
        shell.events.register("post_run_cell", _cell_ended)
    listeners.append(callback)

    def forget() -> None:
        if callback in listeners:
            listeners.remove(callback)

    return forget


def _cell_begins(info: Any = None) -> None:
    for callback in tuple(_beginners):
        callback()


def _cell_ended(result: Any = None) -> None:
    for callback in tuple(_listeners):
        callback(bool(getattr(result, "success", True)))
    error = getattr(result, "error_before_exec", None) or getattr(result, "error_in_exec", None)
    if isinstance(error, BaseException):
        for mourner in tuple(_mourners):
            mourner(error)
