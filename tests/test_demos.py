"""sandbox.demos: what is printed is what runs."""

from __future__ import annotations

import inspect
import linecache
import traceback
from collections.abc import Iterator
from typing import Any

import pytest

import sandbox
from sandbox.box import Sandbox, picturing
from sandbox.box.cells import Cell
from sandbox.demos import DEMOS, demo, run_code


@pytest.fixture
def chat(database: None, capsys: pytest.CaptureFixture[str]) -> Iterator[Sandbox]:
    """The chat demo, ended after the test."""
    with demo("chat") as box:
        yield box


def test_the_chat_is_there_at_once(chat: Sandbox) -> None:
    """One line gives consumers, and alice and bob connected."""
    assert list(chat.consumers) == ["ws_add", "ws_message", "ws_disconnect"]
    alice, bob = chat.tabs["alice"], chat.tabs["bob"]
    alice.send("hi")
    assert (bob.receive(), alice.receive()) == ("[user] hi", "[user] hi")
    assert chat.ledger.balanced


def test_prints_the_code_that_runs(chat: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """The printed code is the source of the consumers that run, word for word."""
    printed = capsys.readouterr().out
    assert printed == DEMOS["chat"] + "\n"
    for consumer in chat.consumers.values():
        assert consumer.source is not None
        assert consumer.source in printed
        assert inspect.getsource(consumer.function) == consumer.source


def test_tracebacks_show_its_lines(chat: Sandbox) -> None:
    """An error in a demo's consumer shows the line where it happened."""
    ws_message = chat.consumers["ws_message"].function
    linecache.checkcache()
    with pytest.raises(AttributeError) as caught:
        ws_message(None)
    last = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert last.filename == "<sandbox demo chat>"
    assert last.line is not None
    assert last.line.startswith('Group("chat").send(')


def test_in_a_notebook_the_picture_is_shown(
    monkeypatch: pytest.MonkeyPatch, database: None
) -> None:
    """Once, whether the cell's value is the sandbox or not."""
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr(picturing, "in_kernel", lambda: True)
    monkeypatch.setattr(picturing, "show_here", shown.append)
    monkeypatch.setattr(picturing, "current_cell", lambda: Cell("abc", 3))
    monkeypatch.setattr(picturing.Picturing, "_widget", lambda self: {"widget": 1})
    with demo("chat") as box:
        assert [set(one) for one in shown] == [{"widget", "text/html", "text/plain"}]
        assert box._repr_mimebundle_() == {"text/plain": "<Sandbox 'default'>"}
        monkeypatch.setattr(picturing, "current_cell", lambda: Cell("abc", 4))
        assert "widget" in box._repr_mimebundle_()


def test_an_unknown_name_lists_what_there_is() -> None:
    """A name that does not exist is a ValueError with all names."""
    with pytest.raises(ValueError, match=r"no demo 'chess'; there are: 'chat'"):
        demo("chess")


def test_is_the_packages_demo() -> None:
    """It is what `sandbox.demo` means."""
    assert sandbox.demo is demo


def test_code_that_fails_leaves_nothing_running(database: None) -> None:
    """A sandbox that the code made ends when the code fails after that."""
    source = "from sandbox import Sandbox\nbox = Sandbox(name='failing')\nraise ValueError(box)\n"
    with pytest.raises(ValueError, match="Sandbox") as caught:
        run_code("<test>", source)
    assert caught.value.args[0].stopped
