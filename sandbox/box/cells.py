"""Which notebook cell runs now, and when it has ended.

Role: the only module that asks IPython. Without a kernel there are no cells, and everything here
says so. It must not know what cells register.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = [
    "Cell",
    "Line",
    "add_cell_magic",
    "body_of",
    "cell_of_file",
    "current_cell",
    "formatted",
    "in_kernel",
    "remember_value",
    "running_line",
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
    cell_id = _request().get("metadata", {}).get("cellId")
    return Cell(str(cell_id), int(_shell().execution_count)) if cell_id else None


def _request() -> dict[str, Any]:
    """Return the request that the kernel's shell is at; empty where it cannot be asked."""
    kernel = getattr(_shell(), "kernel", None)
    if kernel is None:
        return {}
    try:
        return kernel.get_parent("shell") or {}
    except Exception:  # a kernel of another make
        return {}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cell, by which a person finds the cell again."""

    text: str
    """As it was typed, at most 60 characters."""
    execution: int
    """The number in the cell's prompt: 3 is ``In [3]``."""


def running_line(*calls: str) -> Line | None:
    """Return the line of the running cell that has one of *calls* in it, such as ``Sandbox(``.

    Else its last line that is not empty, which is what a cell shows. ``None`` outside a kernel, and
    for code that is not kept in the history.
    """
    code = _request().get("content", {}).get("code", "")
    kept = getattr(getattr(_shell(), "history_manager", None), "input_hist_raw", [""])
    told = [one.strip() for one in code.splitlines() if one.strip()]
    # What counts executions has counted this one already, or not yet: by IPython's version.
    if not told or kept[-1] != code:
        return None
    calling = (one for one in told if not one.startswith("#") and any(c in one for c in calls))
    text = next(calling, told[-1])
    return Line(text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…", len(kept) - 1)


_LONGEST = 60


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


def add_cell_magic(name: str, run: Callable[[str, str], Any]) -> None:
    """Let ``%%name`` call *run(line, cell)*, which returns the cell's value. Harmless twice.

    Outside IPython there are no magics.
    """
    shell = _shell()
    if shell is not None:
        shell.register_magic_function(run, "cell", name)


def body_of(cell: str) -> tuple[Callable[[], Any], str]:
    """Return what runs the lines below a magic, as a cell of their own, and gives the last value;
    and the file's name that they have in tracebacks.

    Line numbers are those of the whole cell. ``SyntaxError`` for what is no Python. IPython only.
    """
    shell = _shell()
    source = "\n" + shell.transform_cell(cell)
    file = shell.compile.cache(source, shell.execution_count, raw_code=cell)
    tree = shell.transform_ast(shell.compile.ast_parse(source, filename=file))
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    body = shell.compile(tree, file, "exec")
    value = None if last is None else shell.compile(ast.Expression(last.value), file, "eval")
    names = shell.user_ns

    def run() -> Any:
        exec(body, names)  # noqa: S102 - a cell's own lines
        return eval(value, names) if value is not None else None  # noqa: S307 - as above

    return run, file


def formatted(value: Any) -> dict[str, Any]:
    """Return *value* as a cell would show it, by MIME type; in the calling thread. Only in
    IPython."""
    data, _ = _shell().display_formatter.format(value)
    return dict(data)


def remember_value(value: Any) -> None:
    """Let *value* be ``_`` in the next cell. Only in IPython."""
    _shell().user_ns["_"] = value


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
