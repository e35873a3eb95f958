"""Receivers of signals in files that are saved again and again."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.dispatch import Signal

from sandbox.live.modules import reload

TEXT = """
from tests.live.test_receivers import HEARD, rung

def bell(sender, **_):
    HEARD.append({0!r})

def bell_by_name(sender, **_):
    HEARD.append("by name " + {0!r})

rung.connect(bell)
rung.connect(bell_by_name, dispatch_uid="bell")
"""

rung = Signal()
HEARD: list[str] = []


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A module that has connected two receivers."""
    monkeypatch.syspath_prepend(str(tmp_path.resolve()))
    made = tmp_path.resolve() / "belfry.py"
    made.write_text(TEXT.format("one"))
    importlib.import_module("belfry")
    yield made
    del sys.modules["belfry"]
    rung.receivers = []
    rung.sender_receivers_cache.clear()


def heard() -> list[str]:
    """What is heard when it rings."""
    HEARD.clear()
    rung.send(sender=None)
    return sorted(HEARD)


def again(file: Path, text: str) -> Any:
    """Save the module, and load it anew."""
    file.write_text(text)
    return reload(["belfry"], {"belfry": file}, seconds=5)


def test_each_receiver_runs_once_in_its_newest_text(file: Path) -> None:
    """However often its file is saved; with and without a ``dispatch_uid``. The old modules live
    on, as there is a way back to them."""
    kept = [sys.modules["belfry"]]
    assert heard() == ["by name one", "one"]
    for word in ("two", "three"):
        again(file, TEXT.format(word))
        kept.append(sys.modules["belfry"])
        assert heard() == [f"by name {word}", word]


def test_a_file_that_fails_leaves_those_of_before(file: Path) -> None:
    """Also where it has connected others before it failed."""
    with pytest.raises(ZeroDivisionError):
        again(file, TEXT.format("two") + "1 / 0\n")
    assert heard() == ["by name one", "one"]


def test_what_is_taken_back_is_heard_no_more(file: Path) -> None:
    """As when the new modules cannot serve; the next text is."""
    old = sys.modules["belfry"]
    found = again(file, TEXT.format("two"))
    found.take_back()
    assert sys.modules["belfry"] is old
    assert heard() == ["by name one", "one"]
    again(file, TEXT.format("three"))
    assert heard() == ["by name three", "three"]
