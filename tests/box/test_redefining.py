"""Functions of a routing that a cell defines anew, and what else may happen to their names."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from sandbox import Sandbox, route
from sandbox.box.redefining import Redefining

pytestmark = pytest.mark.runtimes


class Notebook:
    """Runs cells whose functions answer with a text."""

    def __init__(self, box: Sandbox) -> None:
        self.box = box
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.redefining = Redefining(box._serving, lambda: self.names)

    def cell(self, name: str, text: str, head: str = "message") -> Any:
        """Define a function, and end the cell."""
        code = f"def {name}({head}):\n    message.reply_channel.send({{'text': {text!r}}})\n"
        exec(code, self.names)
        return self.names[name]

    def ended(self) -> None:
        """The cell has ended."""
        self.redefining.look()

    def said(self) -> Any:
        """What a tab that stays open is answered."""
        tabs = self.box.tabs
        tab = tabs["t"] if "t" in tabs else self.box.connect("/", name="t")
        tab.send("?")
        return tab.receive()


@pytest.fixture
def notebook(box: Sandbox) -> Notebook:
    """One whose routing has ``one``, defined in a cell of its own."""
    made = Notebook(box)
    box.routing = [route("websocket.receive", made.cell("one", "first"))]
    made.ended()
    return made


def test_a_function_defined_anew_serves(
    notebook: Notebook, capsys: pytest.CaptureFixture[str]
) -> None:
    """With its version, and no socket closes; undo takes it back, and it does not come again."""
    assert notebook.said() == "first"
    notebook.cell("one", "second")
    notebook.ended()
    assert "one version 2 serves from the next message on" in capsys.readouterr().out
    assert notebook.said() == "second"
    notebook.ended()
    assert capsys.readouterr().out == ""
    notebook.box.undo()
    assert notebook.said() == "first"
    notebook.ended()
    assert notebook.said() == "first"
    assert notebook.box.tabs["t"].closed is None


def test_what_cannot_serve_leaves_the_one_of_before(
    notebook: Notebook, capsys: pytest.CaptureFixture[str]
) -> None:
    """And says why, until it can."""
    notebook.cell("one", "second", head="")
    notebook.ended()
    assert "the one of before goes on: A consumer takes the message" in capsys.readouterr().out
    assert notebook.said() == "first"
    notebook.cell("one", "third")
    notebook.ended()
    assert notebook.said() == "third"


@pytest.mark.parametrize("value", [5, len, None])
def test_a_name_that_means_something_else_changes_nothing(notebook: Notebook, value: Any) -> None:
    """A number, what was imported, nothing."""
    notebook.names["one"] = value
    notebook.ended()
    assert notebook.said() == "first"
    del notebook.names["one"]
    notebook.ended()
    assert notebook.said() == "first"


def test_one_with_a_place_of_its_own_stays_there(notebook: Notebook) -> None:
    """A decorator has put it somewhere: two cells may use one name for two consumers."""
    notebook.box.consumer("jobs")(notebook.cell("one", "second"))
    notebook.ended()
    assert notebook.said() == "first"


def test_a_routing_assigned_anew_is_the_persons_own(notebook: Notebook) -> None:
    """What stands in the list serves."""
    old = notebook.names["one"]
    new = notebook.cell("one", "second")
    notebook.box.routing = [route("websocket.receive", new)]
    notebook.ended()
    assert notebook.said() == "second"
    notebook.box.routing = [route("websocket.receive", old)]
    notebook.ended()
    assert notebook.said() == "first"


def test_the_end_of_a_cell_looks(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the notebook's own names; not where the cell has failed."""
    made = Notebook(box)
    main = sys.modules["__main__"]
    first = made.cell("one", "first")
    monkeypatch.setattr(main, "one", first, raising=False)
    box.routing = [route("websocket.receive", first)]
    box._cell_ended(True)
    monkeypatch.setattr(main, "one", made.cell("one", "second"))
    box._cell_ended(False)
    assert made.said() == "first"
    box._cell_ended(True)
    assert made.said() == "second"
