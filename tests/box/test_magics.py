"""Magics: what they mean and what they say; in a real kernel they run in tests/notebooks."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from sandbox import Channel, Group, Sandbox, SandboxStopped
from sandbox.box import cells, magics, printing
from tests.box.conftest import Make


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a kernel is given."""
    found: dict[str, Any] = {}
    monkeypatch.setattr(magics, "_boxes", [])
    monkeypatch.setattr(cells, "in_kernel", lambda: True)
    monkeypatch.setattr(cells, "add_cell_magic", found.__setitem__)
    return found


def test_a_kernel_is_given_both(added: dict[str, Any], box: Sandbox) -> None:
    """By the sandbox itself."""
    magics.offer(box)
    assert added == {"sync": magics.run_sync, "story": magics.run_story}


def test_they_mean_the_sandbox_that_was_started_last(added: dict[str, Any], make: Make) -> None:
    """One that has ended is none: then it is the one before, if that still runs."""
    with pytest.raises(SandboxStopped, match=r"run box = Sandbox\(\) first"):
        magics.run_sync("", "1")
    one, two = make(name="one"), make(name="two")
    magics.offer(one)
    magics.offer(two)
    assert magics._box() is two
    two.stop()
    assert magics._box() is one
    one.stop()
    with pytest.raises(SandboxStopped):
        magics.run_story("", "1")


def test_what_a_cell_does_itself_is_found(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its tabs' frames, its sends to channels and groups, in order; not what others do."""
    cell = printing.Cell(threading.get_ident(), {})
    monkeypatch.setattr(printing.printing, "cell", cell)
    tab = box.connect("/", name="t")
    Group("g").add("x")
    box.settle()
    cursor = box.log.end
    tab.send("hi")
    box.settle()
    Channel("a").send({})
    Group("g").send({})
    stranger = threading.Thread(target=tab.send, args=("theirs",))
    stranger.start()
    stranger.join()
    box.settle()
    found = list(magics.caused_by_cell(box.log, box._doings, cursor))
    kinds = [next(e for e in box.log.events() if e.id == one).kind for one in found]
    assert kinds == ["frame.received", "message.accepted", "group.sent"]
    monkeypatch.setattr(printing.printing, "cell", None)
    assert list(magics.caused_by_cell(box.log, box._doings, cursor)) == []


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (0, "This cell caused nothing that the log knows of.\n"),
        (magics.MOST_STORIES, ""),
        (magics.MOST_STORIES + 3, "… and 3 more: box.find() has them.\n"),
    ],
)
def test_what_is_not_shown_is_told(found: int, text: str) -> None:
    """Nothing is left out silently."""
    assert magics._remark(found) == text
