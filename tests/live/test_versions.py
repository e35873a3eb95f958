"""What each text of a consumer is called, and the steps back."""

from __future__ import annotations

import functools
import gc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.live.versions import MOST_STEPS, Code, History, Lineage, source_of


def f(message: Any) -> None:
    """One."""


def g(message: Any) -> None:
    """Two."""


def named(name: str, value: object) -> Callable[..., Any]:
    """Return a function of this name that has *value* in its closure."""

    def consumer(message: Any) -> Any:
        return value

    consumer.__qualname__ = name
    return consumer


def written(text: str, tmp_path: Path, file: str = "one.py") -> Any:
    """Return the function f of a file with this text."""
    path = tmp_path / file
    path.write_text(text)
    names: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(text, str(path), "exec"), names)
    return names["f"]


def test_without_a_source_each_is_another_version() -> None:
    """Python cannot tell what was executed from a string."""
    lineage, names = Lineage(), {}
    exec("def f(message): pass", names)
    first = lineage.code(names["f"], None)
    lineage.keep(first)
    second = lineage.code(names["f"], first)
    assert (first.source, second.version, second.diff()) == (None, 2, "")


def test_a_number_of_one_name_never_means_two_texts(tmp_path: Path) -> None:
    """Also where it is written anew in another place, or an earlier text comes back."""
    lineage = Lineage()
    old = written("def f(message): return 1\n", tmp_path, "a.py")
    new = written("def f(message): return 2\n", tmp_path, "b.py")
    one = lineage.code(old, None)
    assert lineage.keep(one)
    elsewhere = lineage.code(new, None)
    assert lineage.keep(elsewhere)
    assert (one.version, elsewhere.version) == (1, 2)
    assert "-def f(message): return 1" in elsewhere.diff()
    back = lineage.code(old, elsewhere)
    assert (back.version, back.source) == (3, one.source)
    assert lineage.keep(back)
    assert not lineage.keep(lineage.code(old, None))


def test_a_text_is_read_once(tmp_path: Path) -> None:
    """The file may have another by the time that an earlier function serves again."""
    lineage = Lineage()
    old = written("def f(message): return 1\n", tmp_path)
    assert lineage.source(old) == "def f(message): return 1\n"
    written("def f(message):\n    return 2\n", tmp_path)
    assert lineage.source(old) == "def f(message): return 1\n"


def test_what_is_forgotten_leaves_no_text() -> None:
    """Texts live as long as their functions."""
    lineage = Lineage()
    lineage.source(named("f", 1))
    gc.collect()
    assert lineage._texts == {}


class Loose:
    """Cannot be referred to weakly."""

    __slots__ = ()

    def __call__(self, message: Any) -> None:
        """Consume."""


def test_what_cannot_be_referred_to_weakly_has_versions_too() -> None:
    """Its text is read each time."""
    lineage = Lineage()
    assert lineage.code(Loose(), None).version == 1
    assert lineage._texts == {}


def test_bound_values_are_part_of_the_code() -> None:
    """Closures and partials of the same text differ by what they were made with."""
    lineage = Lineage()
    hello = lineage.code(named("f", "hello"), None)
    lineage.keep(hello)
    bye = lineage.code(named("f", "bye"), hello)
    assert bye.version == 2
    assert "-# with value = 'hello'\n+# with value = 'bye'\n" in bye.diff()
    assert lineage.code(named("f", "hello"), hello).version == 1
    text = source_of(functools.partial(f, 1, room="x"))
    assert text is not None
    assert text.endswith("# with argument 1 = 1\n# with room = 'x'\n")
    assert "object at" not in str(source_of(named("f", object())))


def test_lambdas_count_by_their_place() -> None:
    """Two of them have nothing to do with each other."""
    lineage = Lineage()
    one = lineage.code(lambda message: 1, None)
    lineage.keep(one)
    other = lineage.code(lambda message: 22, None)
    assert (one.version, other.version) == (1, 1)


def test_a_renamed_consumer_counts_on() -> None:
    """It is the next version of what was there."""
    lineage = Lineage()
    one = lineage.code(f, None)
    lineage.keep(one)
    assert lineage.code(g, one).version == 2


@given(st.lists(st.sampled_from("abc"), max_size=30))
def test_equal_numbers_mean_equal_texts(values: list[str]) -> None:
    """Whatever follows what, at one place."""
    lineage, there, texts = Lineage(), None, {}
    for value in values:
        there = lineage.code(named("f", value), there)
        lineage.keep(there)
        assert texts.setdefault(there.version, there.source) == there.source
    assert sorted(texts) == list(range(1, len(texts) + 1))


def test_steps_go_back_one_by_one() -> None:
    """The newest first, until none is left."""
    history: History[str] = History()
    history.note("a")
    history.note("b")
    assert len(history) == 2
    assert [history.back(), history.back(), history.back()] == ["b", "a", None]


def test_changes_of_one_author_in_a_row_are_one_step() -> None:
    """The consumers of one cell's run; the next run is another."""
    history: History[str] = History()
    history.note("a", "cell 1")
    history.note("b", "cell 1")
    history.note("c", "cell 2")
    history.note("d", "cell 1")
    assert [history.back() for _ in range(4)] == ["d", "c", "a", None]


def test_what_undid_itself_is_no_step() -> None:
    """Only its own author's newest step is forgotten."""
    history: History[str] = History()
    history.note("a", "cell 1")
    history.forget("cell 2")
    assert len(history) == 1
    history.forget("cell 1")
    history.forget("cell 1")
    assert len(history) == 0


def test_what_could_not_be_done_is_no_step() -> None:
    """Only the newest step goes, and only if it began there."""
    history: History[str] = History()
    history.note("a", "cell 1")
    history.note("b", "cell 2")
    history.drop("a")
    assert len(history) == 2
    history.drop("b")
    assert history.back() == "a"
    history.drop("a")
    assert len(history) == 0


def test_old_steps_go() -> None:
    """Memory is bounded."""
    history: History[int] = History()
    for number in range(MOST_STEPS + 5):
        history.note(number)
    assert len(history) == MOST_STEPS
    history.clear()
    assert history.back() is None


@pytest.mark.parametrize("source", ["x = 1\n", None])
def test_a_first_version_has_no_diff(source: str | None) -> None:
    """There is nothing before it."""
    assert Code("f", f, 1, source).diff() == ""
