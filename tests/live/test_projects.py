"""What a change of a project's files comes to, told in a line, whoever lets it serve."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.live import projects
from sandbox.live.modules import Reloaded
from sandbox.live.projects import Project, module_of
from sandbox.live.versions import Code
from sandbox.runtime.clock import ManualClock
from sandbox.trace.log import Log

TEXT = "def answer(message):\n    return {!r}\n"


class Serving(Project):
    """Serves one function of one module."""

    def __init__(self, log: Log | None = None) -> None:
        super().__init__(log, None)
        from kiosk import answer

        self.function: Any = answer
        self.follow()

    def _homes(self) -> Iterable[str]:
        return [self.function.__module__]

    def _serving_now(self) -> Iterable[tuple[str, Any]]:
        return [("answer", self.function)]

    def _swap(self, found: Reloaded) -> list[Code]:
        self.function = found.other(self.function)
        return [Code("answer", self.function, 2, None)]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The module's file."""
    folder = tmp_path.resolve()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.chdir(folder)
    monkeypatch.setattr(logging.getLogger("sandbox.live"), "propagate", True)
    (folder / "kiosk.py").write_text(TEXT.format("one"))
    yield folder / "kiosk.py"
    sys.modules.pop("kiosk", None)


@pytest.fixture
def log() -> Log:
    """A log of its own."""
    return Log(ManualClock())


@pytest.fixture
def serving(file: Path, log: Log) -> Iterator[Serving]:
    """It serves, until the test has ended."""
    made = Serving(log)
    yield made
    made.close()


def write(serving: Serving, file: Path, text: str) -> None:
    """Write the file, and look at it in this thread."""
    with serving._watch._looking:
        file.write_text(text)
        serving._watch.look()


def test_what_serves_is_told_with_its_version(
    serving: Serving, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """By the path as a person calls it."""
    caplog.set_level(logging.INFO, "sandbox.live")
    write(serving, file, TEXT.format("two"))
    assert serving.function(None) == "two"
    assert caplog.messages == ["kiosk.py: answer version 2, from the next message on."]


def test_what_is_refused_is_told_with_its_line_and_is_in_the_log(
    serving: Serving, file: Path, log: Log, caplog: pytest.LogCaptureFixture
) -> None:
    """And nothing has changed."""
    write(serving, file, "x = 1\n1 / 0\n")
    assert serving.function(None) == "one"
    assert caplog.messages == [
        "kiosk.py, line 2: ZeroDivisionError: division by zero. The code of before goes on serving."
    ]
    (event,) = [one for one in log.events() if one.kind == "code.refused"]
    assert (event.line, event.by) == (2, "file")  # type: ignore[attr-defined]


def test_without_a_log_a_refusal_is_told_all_the_same(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """As under manage.py over a layer that keeps none."""
    serving = Serving()
    write(serving, file, "def answer(:")
    serving.close()
    assert "kiosk.py, line 1: SyntaxError" in caplog.text


def test_a_consumer_that_is_gone_from_its_file_goes_on_and_says_so(
    serving: Serving, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Sockets that it serves stay served."""
    write(serving, file, "x = 1\n")
    assert serving.function(None) == "one"
    assert "answer is not in its file any more, so it goes on with its old code." in caplog.messages


@pytest.mark.parametrize(
    ("restarts", "told"), [(False, "restart it to take its change on"), (True, "begins anew")]
)
def test_models_stay_and_the_line_says_what_to_do(
    serving: Serving,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    restarts: bool,
    told: str,
) -> None:
    """Where something restarts the process by itself, nothing."""
    monkeypatch.setattr(projects, "_defines_models", lambda name: name == "kiosk")
    monkeypatch.setattr(serving, "restarts", restarts)
    write(serving, file, TEXT.format("two"))
    assert serving.function(None) == "one"
    assert told in caplog.messages[-1]


def test_only_a_dotted_path_has_a_module() -> None:
    """Lists and functions have none."""
    assert module_of("shop.routing.channel_routing") == "shop.routing"
    assert module_of([]) == ""
