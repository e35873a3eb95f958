"""The house around the package: its commands, its imports, its tests' places."""

from __future__ import annotations

import ast
import importlib.machinery
import importlib.metadata
import importlib.util
import json
import socket
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest

from sandbox.__about__ import __version__
from tests.test_readme import commands
from tests.tools.leaks import Leaks

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "sandbox"
HEAVY = {"IPython", "asyncio", "django", "redis", "uvicorn", "websocket", "websockets"}


def load_runner() -> ModuleType:
    """Return tests/run as a module."""
    loader = importlib.machinery.SourceFileLoader("tests_run", str(ROOT / "tests" / "run"))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


runner = load_runner()


# --- commands -------------------------------------------------------------------------------------


def test_ci_and_readme_call_the_same() -> None:
    """The README's first two commands are those that CI runs, word for word."""
    ci = (ROOT / ".ci" / "run").read_text().split()
    install, tests = commands()[:2]
    assert install == runner.INSTALL
    assert "install" in runner.PARTS
    assert ci[-1] == tests


@pytest.mark.parametrize("program", ["tests/run", ".ci/run"])
def test_programs_may_be_executed(program: str) -> None:
    """The two programs of the house can be called by name."""
    assert (ROOT / program).stat().st_mode & 0o111


def test_every_part_says_what_it_does() -> None:
    """The help text has a line for each part."""
    for part in runner.PARTS:
        assert f"{part} " in runner.usage()
        assert getattr(runner.Run, part).__doc__


def test_arguments_after_two_dashes_are_pytests() -> None:
    """What follows the two dashes is left to pytest."""
    assert runner.split(["unit", "--", "-k", "x"]) == (["unit"], ["-k", "x"])
    assert runner.split(["lint"]) == (["lint"], [])


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """A part that does not exist is named, and nothing is run."""
    assert runner.main(["unti"]) == 2
    assert "There is no part 'unti'." in capsys.readouterr().err


def test_a_failing_command_stops_with_its_name(capfd: pytest.CaptureFixture[str]) -> None:
    """A failing command stops its step, and the text names both."""
    with pytest.raises(runner.Stopped) as stopped, runner.Step("types"):
        runner.call(sys.executable, "-c", "raise SystemExit(3)")
    assert str(stopped.value).startswith("types, `python")
    assert str(stopped.value).endswith("ended with 3")
    assert stopped.value.code == 3


def test_this_python_is_found() -> None:
    """A Python that can make environments is found, with its version."""
    version, path = runner.probe(sys.executable)
    assert version == sys.version_info[:2]
    assert Path(path).exists()


@pytest.mark.parametrize("program", ["no-such-python", "false"])
def test_what_is_no_python_is_passed_over(program: str) -> None:
    """A missing program or one that fails is not a Python."""
    assert runner.probe(program) is None


@pytest.mark.parametrize(
    ("answer", "suits"),
    [
        (["cpython", [3, 11, 0, "final"], "p"], True),
        (["cpython", [3, 10, 9, "final"], "p"], False),
        (["cpython", [3, 15, 0, "alpha"], "p"], False),
        (["pypy", [3, 11, 0, "final"], "p"], False),
    ],
)
def test_only_finished_cpythons_suit(
    answer: list[object], suits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Python suits if it is a finished CPython from 3.11 on."""
    monkeypatch.setattr(runner, "PROBE", f"print({json.dumps(answer)!r})")
    assert (runner.probe(sys.executable) is not None) == suits


def test_a_missing_program_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing beyond Python is asked for in one sentence."""
    needs = {"unit": [("no-such-server", "no-such-package", "the layer")]}
    monkeypatch.setattr(runner, "BEYOND_PYTHON", needs)
    runner.check_beyond_python("lint")
    with pytest.raises(runner.Stopped) as stopped:
        runner.check_beyond_python("unit")
    assert str(stopped.value) == (
        "The layer needs no-such-server: install it, "
        "on Debian with `apt-get install no-such-package`."
    )


# --- the package ----------------------------------------------------------------------------------


def test_version_has_one_source() -> None:
    """The installed distribution has the version that the package names."""
    assert importlib.metadata.version("channel-sandbox") == __version__


def test_import_is_light() -> None:
    """`import sandbox` loads no server, no Django, no notebook and no event loop."""
    program = "import sandbox, sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert loaded & HEAVY == set()


def modules_with_code() -> list[Path]:
    """Return the modules that define a function or a class: those have something to test."""
    return [path for path in sorted(PACKAGE.rglob("*.py")) if defines_something(path)]


def defines_something(path: Path) -> bool:
    """Tell whether a module defines a function or a class."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return any(isinstance(node, kinds) for node in ast.walk(tree))


def mirror(module: Path) -> Path:
    """Return where a module's tests are; a package's ``__init__`` has its exports to test."""
    stem = module.stem.strip("_")
    name = "test_exports.py" if stem == "init" else f"test_{stem}.py"
    return ROOT / "tests" / module.relative_to(PACKAGE).parent / name


@pytest.mark.parametrize(
    "module", modules_with_code(), ids=lambda path: str(path.relative_to(ROOT))
)
def test_every_module_has_its_tests(module: Path) -> None:
    """sandbox/layers/store.py is tested by tests/layers/test_store.py, and so on."""
    assert mirror(module).is_file(), f"{mirror(module).relative_to(ROOT)} is missing"


# --- the look at leaks ----------------------------------------------------------------------------


def test_a_thread_left_behind_is_found() -> None:
    """A thread that goes on after its time is named, with the place where it stands."""
    leaks, stop = Leaks(grace=0.05), threading.Event()
    thread = threading.Thread(target=stop.wait, name="forgotten", daemon=True)
    thread.start()
    found = leaks.found()
    stop.set()
    thread.join()
    assert len(found) == 1
    assert "daemon thread 'forgotten'" in found[0]
    assert "self._cond.wait(timeout)" in found[0]


def test_a_thread_that_ends_in_time_is_no_leak() -> None:
    """A thread has the time of grace to end."""
    leaks, stop = Leaks(grace=5.0), threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    threading.Timer(0.01, stop.set).start()
    assert leaks.found() == []


def test_a_socket_left_open_is_found() -> None:
    """Each end that stays open is named by its number; closed ones are not."""
    leaks = Leaks(grace=0.05)
    left, right = socket.socketpair()
    with left, right:
        numbers = sorted(end.fileno() for end in (left, right))
        found = leaks.found()
    assert len(found) == 2
    assert all(f"left socket {n} open" in text for n, text in zip(numbers, found, strict=True))
    assert leaks.found() == []
