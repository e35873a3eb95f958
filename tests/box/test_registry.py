"""Registrations as data: cells that run again, versions, diffs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.box.cells import Cell
from sandbox.box.registry import Consumers, Registry, Versions
from sandbox.live.versions import Code


class Book:
    """A registry whose ladder is only looked at."""

    def __init__(self) -> None:
        self.changes: list[tuple[str, int]] = []
        self.fails = False
        self.registry = Registry(
            self._apply, lambda code, diff: self.changes.append((code.name, code.version))
        )

    def _apply(self) -> None:
        if self.fails:
            raise ValueError("wrong")

    def add(self, key: str, function: Any, cell: str = "", run: int = 1) -> Code:
        """Register as the run *run* of *cell* does."""
        return self.registry.register(
            ("consumer", key), function, key, Cell(cell, run) if cell else None
        )

    def end(self, cell: str, run: int, succeeded: bool = True) -> None:
        """End a cell."""
        self.registry.cell_ended(Cell(cell, run), succeeded)

    @property
    def now(self) -> list[tuple[str, str]]:
        """(key, function's short name) in the ladder's order."""
        return [(one.key[1], one.code.name.rpartition(".")[2]) for one in self.registry]


@pytest.fixture
def book() -> Book:
    """An empty one."""
    return Book()


def f(message: Any) -> None:
    """One."""


def g(message: Any) -> None:
    """Two."""


def other_f() -> Callable[..., Any]:
    """Return another function of the same name."""

    def f(message: Any) -> None:
        """Other."""

    f.__qualname__ = "f"
    return f


def test_the_same_place_again_swaps_in_place(book: Book) -> None:
    """The ladder's order stays."""
    book.add("a", f)
    book.add("b", g)
    book.add("a", g)
    assert book.now == [("a", "g"), ("b", "g")]
    assert len(book.registry) == 2
    assert ("consumer", "a") in book.registry
    assert ("consumer", "x") not in book.registry


def test_a_renamed_function_leaves_nothing_behind(book: Book) -> None:
    """In a cell that runs again, on the same channel and on another."""
    book.add("a", f, "c", 1)
    book.add("a", g, "c", 2)
    book.end("c", 2)
    assert book.now == [("a", "g")]
    book.add("b", g, "c", 3)
    book.end("c", 3)
    assert book.now == [("b", "g")]


def test_what_a_cell_no_longer_registers_goes_when_it_has_ended_well(book: Book) -> None:
    """Other cells' and scripts' things stay."""
    book.add("a", f, "c", 1)
    book.add("b", g, "c", 1)
    book.add("x", f, "d", 1)
    book.add("y", f)
    book.add("b", g, "c", 2)
    book.end("c", 2, succeeded=False)
    assert len(book.now) == 4
    book.add("b", g, "c", 3)
    book.end("c", 3)
    assert book.now == [("b", "g"), ("x", "f"), ("y", "f")]


def test_a_cell_that_registers_nothing_takes_nothing_away(book: Book) -> None:
    """It may have been used for something else meanwhile; nor does what is no cell."""
    book.add("a", f, "c", 1)
    book.end("c", 2)
    book.registry.cell_ended(None, True)
    assert book.now == [("a", "f")]


def test_a_function_on_two_channels_keeps_both(book: Book) -> None:
    """Run again, and again with one of them changed."""
    for run in (1, 2):
        book.add("a", f, "c", run)
        book.add("b", f, "c", run)
        book.end("c", run)
        assert book.now == [("a", "f"), ("b", "f")]
    book.add("a", f, "c", 3)
    book.add("new", f, "c", 3)
    book.end("c", 3)
    assert sorted(book.now) == [("a", "f"), ("new", "f")]


def test_if_the_ladder_cannot_be_made_nothing_changes(book: Book) -> None:
    """Old code goes on serving."""
    book.add("a", f)
    book.fails = True
    with pytest.raises(ValueError, match="wrong"):
        book.add("b", g)
    with pytest.raises(ValueError, match="wrong"):
        book.registry.remove(lambda one: True)
    assert book.now == [("a", "f")]


def test_versions_count_texts(book: Book) -> None:
    """A run without a change is no new version; each new one is told, with its diff."""
    assert book.add("a", f).diff() == ""
    book.add("a", f)
    code = book.add("a", other_f())
    assert code.version == 2
    assert [version for _, version in book.changes] == [1, 2]
    assert '-    """One."""' in code.diff()
    assert '+    """Other."""' in code.diff()
    assert book.add("a", f).version == 3


def test_consumers_are_found_by_their_short_name_too() -> None:
    """Where only one has it; two of one name are told apart by channel."""
    codes = [
        Code("chat.ws", f, 1, None),
        Code("ws", g, 2, None),
        Code("ws", f, 3, None),
        Code("ws", f, 4, None),
    ]
    consumers = Consumers(
        lambda: [(f"c{min(n, 2)}", code, None) for n, code in enumerate(codes)], print
    )
    assert list(consumers) == ["chat.ws", "ws", "ws (c2)", "ws (3)"]
    assert consumers["ws"].version == 2
    only = Consumers(lambda: [("c", codes[0], None)], print)
    assert only["ws"].function is f
    assert only._ipython_key_completions_() == ["chat.ws"]
    assert repr(only) == "<consumer chat.ws on c, version 1>"
    with pytest.raises(KeyError, match=r"No consumer 'nix'; there are: chat\.ws\."):
        only["nix"]
    assert repr(Consumers(list, print)) == "no consumers yet"


def test_versions_go_by_identity() -> None:
    """Also for what cannot be hashed; the last generation is still known."""

    class Loose:
        __hash__ = None  # type: ignore[assignment]

        def __call__(self, message: Any) -> None: ...

    one, two = Loose(), Loose()
    versions = Versions()
    versions.replace([Code("x", one, 4, None)])
    versions.replace([Code("x", two, 5, None)])
    assert (versions.get(one, 1), versions.get(two, 1), versions.get(f, 1)) == (4, 5, 1)
    versions.replace([])
    assert (versions.get(one, 1), versions.get(two, 1), len(versions), list(versions)) == (
        1,
        5,
        0,
        [],
    )


def test_a_cell_that_fails_changes_nothing(book: Book) -> None:
    """What it had replaced serves again, as one more version; what it had added goes."""
    book.add("a", f, "c", 1)
    book.add("b", f, "c", 1)
    book.end("c", 1)
    book.add("a", g, "c", 2)
    book.add("new", g, "c", 2)
    back = book.registry.cell_ended(Cell("c", 2), False)
    assert book.now == [("a", "f"), ("b", "f")]
    assert [(one.key[1], one.code.function, one.code.version) for one in back] == [("a", f, 3)]


def test_a_first_run_that_fails_keeps_what_it_added(book: Book) -> None:
    """There is no old code that could go on serving; unless it replaced another cell's."""
    book.add("a", f, "c", 1)
    assert book.registry.cell_ended(Cell("c", 1), False) == []
    assert book.now == [("a", "f")]
    book.add("a", g, "d", 1)
    book.add("b", g, "d", 1)
    book.end("d", 1, succeeded=False)
    assert book.now == [("a", "f")]
