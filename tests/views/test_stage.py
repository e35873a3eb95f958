"""The widget: what it shows the notebook, and what goes over its comm."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sandbox.errors import NotAvailableHere
from sandbox.views import stage as module
from sandbox.views.stage import StageWidget, editor_module, stage_class
from tests.views.comms import RecordedComm, comms

__all__ = ["comms"]

ROOT = Path(module.__file__).parent.parent.parent


class Heard:
    """What a stage has told."""

    def __init__(self) -> None:
        self.commands: list[tuple[str, str]] = []
        self.ended: list[str] = []

    def make(self, **options: Any) -> StageWidget:
        """Return a stage that tells."""
        return stage_class()(
            "abc",
            "default",
            options,
            [{"text": "box = Sandbox()", "execution": 1}],
            lambda stage, text: self.commands.append((stage.id, text)),
            lambda stage: self.ended.append(stage.id),
        )


def test_its_state_is_small_and_has_no_token(comms: list[RecordedComm]) -> None:
    """The stage's id, the sandbox's name, the options; the front end itself."""
    Heard().make(view="flow", theme="dark")
    state = comms[-1].published[0][1]["state"]
    own = {name: value for name, value in state.items() if not name.startswith("_")}
    assert {key: own[key] for key in ("stage", "box", "options")} == {
        "stage": "abc",
        "box": "default",
        "options": {"view": "flow", "theme": "dark"},
    }
    assert own["cells"] == [{"text": "box = Sandbox()", "execution": 1}]
    assert set(own) == {"stage", "box", "options", "cells", "layout", "tabbable", "tooltip"}
    assert state["_esm"] == module.MODULE.read_text(encoding="utf-8")


def test_a_notebook_finds_the_live_widget(comms: list[RecordedComm]) -> None:
    """By its model's id."""
    bundle = Heard().make().bundle()
    shown = bundle["application/vnd.jupyter.widget-view+json"]
    assert shown["model_id"] == comms[-1].comm_id


def test_batches_go_as_buffers(comms: list[RecordedComm]) -> None:
    """And answers as plain messages."""
    stage = Heard().make()
    stage.write({"type": "batch"}, b"\x01\x00\x00\x00{}")
    stage.write({"type": "answer", "text": "{}"}, None)
    assert comms[-1].custom() == [
        ({"type": "batch"}, [b"\x01\x00\x00\x00{}"]),
        ({"type": "answer", "text": "{}"}, []),
    ]


def test_commands_are_heard(comms: list[RecordedComm]) -> None:
    """Other messages are not for us."""
    heard = Heard()
    heard.make()
    comms[-1].say({"type": "command", "text": "{}"})
    comms[-1].say({"type": "other"})
    comms[-1].say({"type": "command"})
    assert heard.commands == [("abc", "{}"), ("abc", "")]


def test_it_ends_with_its_comm(comms: list[RecordedComm]) -> None:
    """Whoever closes it."""
    heard = Heard()
    heard.make()
    comms[-1].end()
    assert heard.ended == ["abc"]
    stage: Any = heard.make()
    stage.close()
    assert heard.ended[1:]
    with pytest.raises(ConnectionError):
        stage.write({}, None)


def test_without_widgets_it_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence with the command."""
    monkeypatch.setitem(sys.modules, "anywidget", None)
    stage_class.cache_clear()
    with pytest.raises(NotAvailableHere, match=r'pip install "channel-sandbox\[lab\]"'):
        stage_class()
    stage_class.cache_clear()


def test_without_a_built_front_end_it_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In a checkout where somebody took it away."""
    monkeypatch.setattr(module, "MODULE", tmp_path / "none.js")
    stage_class.cache_clear()
    with pytest.raises(NotAvailableHere, match="npm run build"):
        stage_class()
    stage_class.cache_clear()


def test_the_editor_is_a_module_of_its_own() -> None:
    """A page imports its text; no stage carries it."""
    text = editor_module()
    assert re.search(r"export\s*\{[^}]*\bas default\b", text)
    assert "cm-tooltip" in text
    assert "cm-tooltip" not in module.MODULE.read_text(encoding="utf-8")


def test_without_a_built_editor_it_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The picture goes on without it."""
    monkeypatch.setattr(module, "EDITOR", tmp_path / "editor.js")
    with pytest.raises(NotAvailableHere, match=r"editor\.js .*npm run build"):
        editor_module()


def test_a_sandbox_loads_no_widgets() -> None:
    """Neither importing the package nor running a sandbox needs the extra."""
    text = (
        "import sys; import sandbox; from sandbox import Sandbox\n"
        "with Sandbox() as box: repr(box); box._repr_mimebundle_()\n"
        "print(sorted({'anywidget', 'ipywidgets', 'traitlets', 'comm'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, cwd=ROOT)
    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")
