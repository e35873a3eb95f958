"""Files that are written are told, once and whole."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from sandbox.live.watch import Watch, _Handler


class Heard:
    """A watch and what it tells."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: SimpleQueue[set[Path]] = SimpleQueue()
        self.watch = Watch(self.told.put)

    def file(self, name: str, text: str = "one") -> Path:
        """Write a file."""
        path = self.folder / name
        path.write_text(text)
        return path

    def next(self) -> set[str]:
        """The names of the next ones that are told."""
        return {path.name for path in self.told.get(timeout=10)}


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Heard]:
    """A watch of nothing yet."""
    heard = Heard(tmp_path.resolve())
    yield heard
    heard.watch.close()
    heard.watch.close()


def test_a_written_file_is_told(heard: Heard) -> None:
    """Each time, and no other one of its folder."""
    one, two = heard.file("one.py"), heard.file("two.py")
    heard.file("other.py")
    heard.watch.follow([one, two])
    assert heard.watch.files == {one, two}
    heard.file("other.py", "changed")
    heard.file("one.py", "changed")
    assert heard.next() == {"one.py"}
    heard.file("two.py", "changed as well")
    assert heard.next() == {"two.py"}


def test_a_file_that_is_put_in_place_is_told(heard: Heard) -> None:
    """As editors and git do it."""
    one = heard.file("one.py")
    heard.watch.follow([one])
    os.replace(heard.file("one.tmp", "new text"), one)
    assert heard.next() == {"one.py"}


def test_who_cannot_wait_looks(heard: Heard) -> None:
    """It is told in the very same thread, and not a second time."""
    one = heard.file("one.py")
    seen: list[threading.Thread] = []
    watch = Watch(lambda files: seen.append(threading.current_thread()))
    watch._listen_in = lambda folders: None  # type: ignore[method-assign]  # a place that tells nothing
    watch.follow([one])
    watch.look()
    assert seen == []
    heard.file("one.py", "changed")
    watch.look()
    watch.look()
    assert seen == [threading.current_thread()]


def test_without_a_change_nothing_is_told(heard: Heard) -> None:
    """Only another time or size counts, and it is told once."""
    one = heard.file("one.py")
    heard.watch.follow([one])
    heard.watch.look()
    heard.file("one.py", "changed")
    assert heard.next() == {"one.py"}
    assert heard.told.empty()


def test_a_file_that_is_being_written_is_waited_for(heard: Heard) -> None:
    """Where the system does not tell of the end, it has to lie still for a moment."""
    one = heard.file("one.py")
    watch = heard.watch
    watch.follow([one])
    watch._whole = False
    watch._hint(str(one), False)
    one.write_text("changed")
    assert heard.next() == {"one.py"}


def test_no_longer_followed_is_no_longer_told(heard: Heard) -> None:
    """Also when it is followed again: what happened meanwhile is known."""
    one, two = heard.file("one.py"), heard.file("two.py")
    heard.watch.follow([one])
    heard.watch.follow([two])
    heard.file("one.py", "changed")
    heard.watch.follow([one])
    heard.file("one.py", "changed again")
    assert heard.next() == {"one.py"}
    heard.watch.follow([])
    heard.watch.look()
    assert heard.told.empty()


def test_an_error_ends_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It is logged, and the next change is told."""
    told: SimpleQueue[int] = SimpleQueue()

    def changed(files: set[Path]) -> None:
        told.put(1)
        raise ValueError("no")

    one = tmp_path.resolve() / "one.py"
    one.write_text("one")
    watch = Watch(changed)
    watch.follow([one])
    try:
        for text in ("two", "three"):
            one.write_text(text)
            assert told.get(timeout=10) == 1
    finally:
        watch.close()
    assert "could not be taken on" in caplog.text


def test_a_folder_that_has_gone_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Its changes show at the end of a cell, and nothing breaks."""
    watch = Watch(print)
    watch.follow([tmp_path / "gone" / "one.py"])
    watch.close()
    assert "at the end of a cell only" in caplog.text


def test_after_the_end_nothing_is_watched(heard: Heard) -> None:
    """Nor looked at."""
    one = heard.file("one.py")
    heard.watch.close()
    heard.watch.follow([one])
    heard.watch.look()
    assert heard.watch.files == set()


@pytest.mark.parametrize(
    ("kind", "hints"),
    [
        ("opened", []),
        ("closed_no_write", []),
        ("modified", [("a", False)]),
        ("closed", [("a", True)]),
    ],
)
def test_what_the_system_tells(kind: str, hints: list[tuple[str, bool]]) -> None:
    """Reading is no change; closing says that a file is whole."""
    seen: list[tuple[str, bool]] = []
    event = type("Event", (), {"event_type": kind, "src_path": "a", "dest_path": ""})
    _Handler(lambda path, whole: seen.append((path, whole))).dispatch(event)
    assert seen == hints
