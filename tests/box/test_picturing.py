"""How a sandbox shows itself: a live stage, a table, text, each where it can be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox import NothingArrived, Sandbox
from sandbox.box import picturing
from sandbox.errors import NotAvailableHere
from tests.views.comms import RecordedComm, comms

__all__ = ["comms"]

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def outputs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """What is shown in the cells of a kernel that is none."""
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr(picturing, "in_kernel", lambda: True)
    monkeypatch.setattr(picturing, "show_here", shown.append)
    return iter([shown])


@pytest.fixture
def cell(outputs: Iterator[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """The output of the cell that runs."""
    return next(outputs)


def test_the_last_line_of_a_cell(box: Sandbox, cell: Any, comms: list[RecordedComm]) -> None:
    """The live widget, and for other places a table and text."""
    bundle = box._repr_mimebundle_()
    assert set(bundle) == {WIDGET, "text/html", "text/plain"}
    assert bundle["text/plain"] == repr(box)
    assert bundle[WIDGET]["model_id"] in [one.comm_id for one in comms]


def test_without_a_kernel_there_is_no_widget(chat: Sandbox) -> None:
    """A still picture, table and text are what there is."""
    chat.connect("/", name="<alice>")
    bundle = chat._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    assert bundle["text/html"].startswith("<svg ")
    assert "&lt;alice" in bundle["text/html"]
    assert "<alice" not in bundle["text/html"]
    assert chat._repr_svg_() == chat._still()


def test_the_still_picture_gives_way_to_the_live_one(
    box: Sandbox, cell: Any, comms: list[RecordedComm]
) -> None:
    """Where that is shown."""
    assert box._repr_svg_() is None


def test_showing(box: Sandbox, cell: Any, comms: list[RecordedComm]) -> None:
    """In the output of the cell, with its options; twice the same is one widget."""
    assert box.show("table", theme="dark", pin=True) is None  # type: ignore[func-returns-value]
    box.show("table", theme="dark", pin=True)
    assert [set(one) for one in cell] == [{WIDGET, "text/html", "text/plain"}] * 2
    assert cell[0][WIDGET] == cell[1][WIDGET]
    state = next(
        data["state"]
        for one in comms
        for _, data, _ in one.published
        if "options" in data.get("state", {})
    )
    assert state["options"]["view"] == "table"
    assert state["options"]["pin"] is True
    assert state["box"] == "default"


def test_a_view_that_there_is_not(box: Sandbox, cell: Any) -> None:
    """Nothing is shown; the views that there are stand in the error."""
    with pytest.raises(ValueError, match="there are: 'flow', 'table'"):
        box.show("members")
    assert cell == []


def test_outside_a_notebook_it_prints(box: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """The third of its forms."""
    box.show()
    assert capsys.readouterr().out == f"{box!r}\n"


def test_without_widgets(box: Sandbox, cell: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """show() says how to get them and shows nothing; the box itself still shows."""

    def missing() -> None:
        raise NotAvailableHere('install them with pip install "channel-sandbox[lab]"')

    monkeypatch.setattr("sandbox.box.stages.stage_class", missing)
    with pytest.raises(NotAvailableHere, match="lab"):
        box.show()
    assert cell == []
    assert set(box._repr_mimebundle_()) == {"text/html", "text/plain"}


def test_it_never_raises(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is wrong inside."""

    def wrong(self: Any) -> None:
        raise NothingArrived("wrong")

    monkeypatch.setattr(Sandbox, "ledger", property(wrong))
    assert "cannot be told at this moment" in repr(box)
    assert "cannot be told" in box._repr_html_()
    monkeypatch.setattr(picturing, "take", wrong)
    assert box._repr_html_().startswith("<table>")
    assert box._repr_svg_() is None
    monkeypatch.undo()
