"""Which cell runs: asked of a stand-in for IPython."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from sandbox.box import cells
from sandbox.box.cells import (
    Cell,
    Line,
    cell_of_file,
    current_cell,
    in_kernel,
    running_line,
    when_cells_begin,
    when_cells_end,
    when_cells_fail,
)


class Shell:
    """What is used of IPython's shell and its kernel."""

    def __init__(self) -> None:
        self.execution_count = 3
        self.history_manager = SimpleNamespace(input_hist_raw=["", "import this", "2", ""])
        self.parent: Any = {"metadata": {"cellId": "abc"}}
        self.kernel: Any = SimpleNamespace(get_parent=lambda channel: self.parent)
        self.hooks: list[Callable[..., Any]] = []
        self.events = SimpleNamespace(register=lambda name, hook: self.hooks.append(hook))


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell that IPython says is running."""
    running = Shell()
    ipython = SimpleNamespace(get_ipython=lambda: running)
    monkeypatch.setitem(sys.modules, "IPython", ipython)  # type: ignore[arg-type]
    monkeypatch.setattr(cells, "_listeners", [])
    monkeypatch.setattr(cells, "_beginners", [])
    monkeypatch.setattr(cells, "_mourners", [])
    monkeypatch.setattr(cells, "_hooked", set())
    return running


def test_without_a_shell_there_are_no_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script, or a test."""
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    assert (in_kernel(), current_cell()) == (False, None)
    when_cells_end(print)()


def test_a_cell_is_known_by_its_id(shell: Shell) -> None:
    """The id stays when it runs again, the execution does not."""
    assert in_kernel()
    assert current_cell() == Cell("abc", 3)


@pytest.mark.parametrize("parent", [None, {}, {"metadata": {}}])
def test_a_front_end_that_names_no_cells(shell: Shell, parent: Any) -> None:
    """A console, for example."""
    shell.parent = parent
    assert current_cell() is None


def test_a_kernel_of_another_make(shell: Shell) -> None:
    """One without get_parent() has no cells for us, and no error."""
    shell.kernel = object()
    assert current_cell() is None


def test_the_end_of_each_cell_is_told(shell: Shell) -> None:
    """With whether it succeeded; the shell is hooked once for all; and it can be ended."""
    heard: list[Any] = []
    forget = when_cells_end(heard.append)
    when_cells_end(lambda succeeded: heard.append("too"))
    begin, hook = shell.hooks
    begin(SimpleNamespace())
    hook(SimpleNamespace(success=True))
    forget()
    forget()
    hook(SimpleNamespace(success=False))
    assert heard == [True, "too", "too"]


def test_an_error_of_a_cell_is_told(shell: Shell) -> None:
    """Whether it came about before the cell ran or while it did; until that is ended."""
    heard: list[BaseException] = []
    forget = when_cells_fail(heard.append)
    _, end = shell.hooks
    early, late = SyntaxError("no"), ValueError("no")
    end(SimpleNamespace(success=True, error_before_exec=None, error_in_exec=None))
    end(SimpleNamespace(success=False, error_before_exec=early, error_in_exec=None))
    end(SimpleNamespace(success=False, error_before_exec=None, error_in_exec=late))
    assert heard == [early, late]
    forget()
    end(SimpleNamespace(success=False, error_before_exec=early, error_in_exec=None))
    assert heard == [early, late]


def test_the_beginning_of_each_cell_is_told(shell: Shell) -> None:
    """Until it is ended; the shell is hooked once for both."""
    heard: list[str] = []
    forget = when_cells_begin(lambda: heard.append("begins"))
    when_cells_end(lambda succeeded: heard.append("ends"))
    begin, end = shell.hooks
    for hook in (begin, end):
        hook(SimpleNamespace(success=True))
    forget()
    begin(SimpleNamespace())
    assert heard == ["begins", "ends"]


def test_a_cells_code_is_called_by_its_number(shell: Shell) -> None:
    """The kernel's own name for it is a file that nobody has."""
    assert cell_of_file("/tmp/x.py") is None
    names = {"/tmp/ipykernel_1/5.py": ("Cell", "In[3]"), "/x.py": ("File", "/x.py")}
    shell.compile = SimpleNamespace(format_code_name=names.get)
    assert cell_of_file("/tmp/ipykernel_1/5.py") == "cell [3]"
    assert cell_of_file("/x.py") is None
    assert cell_of_file("/y.py") is None


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("import sandbox\n# box = Sandbox()\nbox = Sandbox()\nbox.url", "box = Sandbox()"),
        ("import sandbox\nbox = sandbox.demo('chat')\n", "box = sandbox.demo('chat')"),
        ("x = 1\n  make(x)\n\n", "make(x)"),
        ("box = Sandbox(" + 80 * "x" + ")", "box = Sandbox(" + 45 * "x" + "…"),
    ],
)
def test_a_cell_is_found_again_by_a_line_of_it(shell: Shell, typed: str, line: str) -> None:
    """The one with the call in it, else the last; and by the number in its prompt."""
    shell.parent["content"] = {"code": typed}
    shell.history_manager.input_hist_raw[3] = typed
    assert running_line("Sandbox(", "demo(") == Line(line, 3)


def test_code_that_is_not_kept_has_no_line(shell: Shell) -> None:
    """As what a front end runs on its own; and nothing has one outside a kernel."""
    assert running_line("Sandbox(") is None
    shell.parent["content"] = {"code": "box = Sandbox()"}
    assert running_line("Sandbox(") is None
    shell.history_manager.input_hist_raw.append("box = Sandbox()")
    assert running_line("Sandbox(") == Line("box = Sandbox()", 4)
    shell.kernel = None
    assert running_line("Sandbox(") is None
