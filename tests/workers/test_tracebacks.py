"""Tracebacks: the worker's own frames are left out, and cells have their names."""

from __future__ import annotations

import pytest

from sandbox.workers import tracebacks
from sandbox.workers.tracebacks import call_files, traceback_of


@pytest.fixture(autouse=True)
def nobody_names_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test says it itself."""
    monkeypatch.setattr(tracebacks, "_names", [])


def raised(file: str) -> ValueError:
    """An error that comes from code of this file."""
    names: dict[str, object] = {}
    exec(compile("def f():\n    raise ValueError('no such room')\n", file, "exec"), names)
    try:
        names["f"]()  # type: ignore[operator]
    except ValueError as error:
        return error
    raise AssertionError


def test_frames_of_the_worker_are_left_out() -> None:
    """The outermost ones; the rest stays."""
    text = traceback_of(raised("/tmp/ipykernel_1/23.py"), __file__)
    assert __file__ not in text
    assert '  File "/tmp/ipykernel_1/23.py", line 2, in f' in text
    assert text.endswith("ValueError: no such room\n")


def test_a_cell_is_called_by_its_number() -> None:
    """As whoever knows cells says; other files keep their paths."""
    call_files({"/tmp/ipykernel_1/23.py": "cell [3]"}.get)
    assert '  File "cell [3]", line 2, in f' in traceback_of(raised("/tmp/ipykernel_1/23.py"), "")
    assert f'  File "{__file__}", line ' in traceback_of(raised("/tmp/ipykernel_1/23.py"), "")


def test_who_cannot_tell_names_is_not_asked_twice() -> None:
    """The error of the person's own code is what counts."""

    def broken(file: str) -> str:
        raise RuntimeError

    call_files(broken)
    assert '  File "/x.py", line 2, in f' in traceback_of(raised("/x.py"), "")
