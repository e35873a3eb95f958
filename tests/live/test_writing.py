"""Texts that run once: what they define, and what stays of one that fails."""

from __future__ import annotations

import inspect
import threading
import traceback
from contextvars import ContextVar
from typing import Any

import pytest

from sandbox.live.writing import TookTooLong, Written, line_of, run_within


def test_a_text_runs_in_the_names_of_its_cell() -> None:
    """What it defines is there, with lines that Python can show."""
    names: dict[str, Any] = {"greeting": "hi"}
    Written("f", "def f():\n    return greeting").run_in(names)
    assert names["f"]() == "hi"
    assert inspect.getsource(names["f"]) == "def f():\n    return greeting\n"


def test_a_traceback_shows_its_lines() -> None:
    """As of any file."""
    names: dict[str, Any] = {}
    written = Written("f", "def f():\n    return 1 / 0\n")
    written.run_in(names)
    with pytest.raises(ZeroDivisionError) as caught:
        names["f"]()
    told = "".join(traceback.format_exception(caught.value))
    assert f'File "{written.file}", line 2, in f\n    return 1 / 0' in told
    assert line_of(caught.value, written.file) == 2
    assert line_of(ValueError(), written.file) is None


def test_two_texts_of_one_title_are_two_files() -> None:
    """The lines of the earlier one can still be shown: it may be running."""
    one, two = Written("f", "x = 1"), Written("f", "x = 2")
    assert one.file != two.file
    assert one.source == "x = 1\n"


def test_what_is_no_python_does_nothing() -> None:
    """It is refused before anything runs."""
    with pytest.raises(SyntaxError) as caught:
        Written("f", "x = 1\ndef f(:\n")
    assert line_of(caught.value, str(caught.value.filename)) == 2


@pytest.mark.parametrize("error", ["1 / 0", "import nowhere_at_all", "raise SystemExit"])
def test_after_an_error_names_are_as_they_were(error: str) -> None:
    """Those that were there, and those that were not; what other threads bound stays."""
    names: dict[str, Any] = {"x": 1, "gone": 2}
    text = f"x = 5\nnew = 6\ndel gone\nshare()\n{error}\n"
    names["share"] = lambda: names.update(others=3)
    with pytest.raises((ZeroDivisionError, ImportError, SystemExit)) as caught:
        Written("f", text).run_in(names)
    names.pop("share"), names.pop("__builtins__")
    assert names == {"x": 1, "gone": 2, "others": 3}
    assert line_of(caught.value, _file_of(caught)) == 5


def _file_of(caught: pytest.ExceptionInfo[BaseException]) -> str:
    files = [frame.filename for frame in traceback.extract_tb(caught.value.__traceback__)]
    return next(one for one in files if ", edit " in one)


def test_a_loop_without_an_end_is_stopped() -> None:
    """After the seconds that it has; its thread ends, and names are as they were."""
    names: dict[str, Any] = {}
    with pytest.raises(TookTooLong, match=r"0\.2 s without an end.*goes on serving"):
        Written("f", "x = 1\nwhile True: pass\n").run_in(names, seconds=0.2)
    assert "x" not in names


def test_the_lock_is_never_left_behind() -> None:
    """Who holds it is interrupted when it has let go."""
    lock = threading.RLock()
    names: dict[str, Any] = {"lock": lock}
    with pytest.raises(TookTooLong):
        Written("f", "while True:\n    with lock: pass\n").run_in(names, seconds=0.1, lock=lock)
    assert lock.acquire(timeout=5)


def test_context_variables_are_the_callers() -> None:
    """In the thread of its own."""
    variable: ContextVar[str] = ContextVar("v", default="none")
    variable.set("mine")
    seen: list[str] = []
    run_within(5, lambda: seen.append(variable.get()), "x")
    assert seen == ["mine"]
