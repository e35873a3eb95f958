"""Modules loaded anew: all that needs them too, or nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from sandbox.live.modules import file_of, imports_of, loaded_with, reload
from sandbox.live.writing import TookTooLong


class Project:
    """A package on disk, ``shop``, of which some modules are loaded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "shop"
        self.folder.mkdir()
        self.write("__init__", "")
        self.write("words", "WORD = 'one'")
        self.write("consumers", "from shop.words import WORD\ndef f(message): return WORD\n")
        self.write("routing", "from . import consumers\nroutes = [consumers.f]\n")
        self.write("alone", "started = object()")
        import shop.alone
        import shop.routing  # noqa: F401

    def write(self, name: str, text: str) -> None:
        """Write a module's file."""
        (self.folder / f"{name}.py").write_text(text)

    def loaded(self) -> dict[str, Path]:
        """What is watched for the routing."""
        return loaded_with(["shop.routing"])

    def reload(self, *names: str, seconds: float = 5, fixed: Any = lambda name: False) -> Any:
        """Load modules anew."""
        changed = [f"shop.{name}" for name in names]
        return reload(changed, self.loaded(), seconds=seconds, fixed=fixed)

    @staticmethod
    def module(name: str) -> ModuleType:
        """The module of now."""
        return sys.modules[f"shop.{name}"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A project that is forgotten afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    yield Project(tmp_path)
    for name in [one for one in sys.modules if one.partition(".")[0] == "shop"]:
        del sys.modules[name]


def test_imports_are_read_from_the_text() -> None:
    """All of their forms, also those inside functions, with the packages above."""
    text = "import a.b\nfrom c import d\ndef f():\n    from . import e\n    from ..g import h\n"
    assert imports_of(text, "p.q") == {
        *("a", "a.b", "c", "c.d", "p", "p.q", "p.q.e", "p.g", "p.g.h"),
    }


def test_a_routing_that_is_named_in_a_text_is_needed_too(project: Project) -> None:
    """As ``include("shop.routing.routes")`` names it; sentences and numbers name nothing."""
    assert imports_of("x = 'shop.routing.routes', 'no. 1', '1.2', 'shop'", "") == {
        *("shop", "shop.routing", "shop.routing.routes"),
    }
    project.write("alone", "named = 'shop.routing.routes'")
    found = loaded_with(["shop.alone"])
    assert {"shop.routing", "shop.consumers", "shop.words"} <= set(found)
    project.write("words", "WORD = 'two'")
    assert "shop.alone" in reload(["shop.words"], found, seconds=5).new


def test_only_a_persons_own_files_count() -> None:
    """Not Python's, not installed packages, not ours, not built-in ones."""
    assert file_of(__name__) in (Path(__file__), None)
    for name in ("json", "pytest", "sandbox.box.sandbox", "sys", "no.such", "__main__"):
        assert file_of(name) is None


def test_what_a_module_needs_is_found(project: Project) -> None:
    """Through others, and no more than that."""
    assert set(project.loaded()) == {"shop", "shop.routing", "shop.consumers", "shop.words"}


def test_all_that_import_a_changed_module_are_new(project: Project) -> None:
    """The others stay the very same; the old ones stay whole."""
    old = project.module("consumers").f
    words, alone = project.module("words"), project.module("alone")
    project.write("words", "WORD = 'two'")
    found = project.reload("words")
    assert set(found.new) == {"shop.words", "shop.consumers", "shop.routing"}
    assert old(None) == "one"
    assert project.module("routing").routes[0](None) == "two"
    assert project.module("alone") is alone
    assert project.module("words") is not words
    assert sys.modules["shop"].words is project.module("words")  # type: ignore[attr-defined]


def test_the_same_size_within_the_same_second_is_seen(project: Project) -> None:
    """Python's cache of compiled files would call it fresh."""
    for word in ("abc", "def", "ghi"):
        project.write("words", f"WORD = {word!r}")
        project.reload("words")
        assert word == project.module("words").WORD


def test_things_are_found_in_the_new_modules(project: Project) -> None:
    """By the name that they had there; what is new in nothing stays itself."""
    old = project.module("consumers").f
    old_module = project.module("consumers")
    found = project.reload("consumers")
    new = project.module("consumers").f
    assert (found.other(old) is new, new is not old) == (True, True)
    assert found.other(len) is len
    assert found.replacements()[id(old)] is new
    assert found.replacements()[id(old_module)] is project.module("consumers")
    assert project.reload("consumers").other(old) is project.module("consumers").f


def test_what_a_module_no_longer_has_stays(project: Project) -> None:
    """There is nothing to put in its place."""
    old = project.module("consumers").f
    project.write("consumers", "def g(message): pass\nf = None\ndel f\n")
    project.write("routing", "from . import consumers\n")
    assert project.reload("consumers", "routing").other(old) is old


WRONG = {
    "a syntax error": ("words", "def f(:", SyntaxError),
    "an error": ("words", "WORD = 1 / 0", ZeroDivisionError),
    "an import that there is not": ("consumers", "import nowhere_at_all", ImportError),
    "an end of the program": ("words", "raise SystemExit", SystemExit),
}


@pytest.mark.parametrize("what", WRONG)
def test_if_one_fails_nothing_has_changed(project: Project, what: str) -> None:
    """The old modules are the imported ones, also as attributes of their packages."""
    name, text, error = WRONG[what]
    before = {name: sys.modules[name] for name in project.loaded()}
    project.write(name, text)
    with pytest.raises(error):
        project.reload(name)
    assert {name: sys.modules[name] for name in before} == before
    assert sys.modules["shop"].words is before["shop.words"]  # type: ignore[attr-defined]


def test_a_module_that_does_not_end_is_stopped(project: Project) -> None:
    """Importing it works again afterwards: no lock is left behind."""
    project.write("words", "while True: pass")
    with pytest.raises(TookTooLong, match=r"words\.py has run for 0\.2 s"):
        project.reload("words", seconds=0.2)
    project.write("words", "WORD = 'well'")
    project.reload("words")
    assert project.module("consumers").f(None) == "well"


def test_fixed_modules_stay_and_are_told(project: Project) -> None:
    """Django keeps models for the life of the process."""
    words = project.module("words")
    found = project.reload("words", fixed=lambda name: name == "shop.words")
    assert (project.module("words") is words, found.kept) == (True, ("shop.words",))


def test_what_was_loaded_can_be_taken_back(project: Project) -> None:
    """If it turns out that it cannot serve."""
    words = project.module("words")
    project.reload("words").take_back()
    assert project.module("words") is words
