"""Layers without a sandbox, whose routers follow the project's files."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.consumers.routing import Router, route
from sandbox.layers.memory import MemoryLayer
from sandbox.live import projects
from sandbox.live.renewing import Renewing

JOBS = "from depot.words import WORD\n\ndef job(message):\n    return WORD + '{}'\n"
MAIL = "from depot.words import WORD\n\ndef mail(message):\n    return WORD + ' mail'\n"
ROUTING = """
from sandbox import route
from depot.jobs import job

channel_routing = [route("jobs", job)]
"""


class Depot(logging.Handler):
    """A package ``depot`` on disk, and what is said of its files."""

    def __init__(self, folder: Path) -> None:
        super().__init__(logging.INFO)
        self.folder = folder / "depot"
        self.folder.mkdir()
        self.lines: SimpleQueue[str] = SimpleQueue()
        texts = {"__init__": "", "words": "WORD = 'one'", "routing": ROUTING, "mail": MAIL}
        for name, text in {**texts, "jobs": JOBS.format("")}.items():
            self.file(name).write_text(text)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.put(record.getMessage())

    def file(self, name: str) -> Path:
        """One of its files."""
        return self.folder / f"{name}.py"

    def write(self, name: str, text: str) -> str:
        """Write a file, and return what is said of it when it has been taken on."""
        self.file(name).write_text(text)
        return self.lines.get(timeout=10)


@pytest.fixture
def depot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Depot]:
    """The package, forgotten afterwards."""
    folder = tmp_path.resolve()
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.chdir(folder)
    made, logger = Depot(folder), logging.getLogger("sandbox.live")
    logger.addHandler(made)
    level = logger.level
    logger.setLevel(logging.INFO)  # which forgets what was enabled before
    yield made
    logger.setLevel(level)
    logger.removeHandler(made)
    for name in [one for one in sys.modules if one.partition(".")[0] == "depot"]:
        del sys.modules[name]


class World:
    """Two layers: the first with a dotted path, the other with a list of functions."""

    def __init__(self, **options: Any) -> None:
        from depot.mail import mail

        self.one = ChannelLayerWrapper(MemoryLayer(), "default", "depot.routing.channel_routing")
        self.two = ChannelLayerWrapper(MemoryLayer(), "mail", [route("post", mail)])
        self.prepare(self.one.router)
        self.renewing = Renewing([self.one, self.two], self.prepare, **options)

    @staticmethod
    def prepare(router: Router) -> None:
        """As the commands do."""
        router.check_default(http_consumer=lambda message: "page")

    def answers(self) -> tuple[Any, Any, Any]:
        """What the three consumers say."""
        asked = ((self.one, "jobs"), (self.two, "post"), (self.one, "http.request"))
        found = [wrapper.router.find(channel, {}) for wrapper, channel in asked]
        return tuple(match[0](None) for match in found)


@pytest.fixture
def make() -> Iterator[Any]:
    """Makes worlds, and lets their files go."""
    made: list[World] = []

    def build(**options: Any) -> World:
        made.append(World(**options))
        return made[-1]

    yield build
    for world in made:
        world.renewing.close()


def test_each_layer_gets_what_is_written(make: Any, depot: Depot) -> None:
    """Through imports, too; one that was loaded anew earlier stays so; defaults stay."""
    world = make()
    assert world.answers() == ("one", "one mail", "page")
    assert depot.write("mail", MAIL.replace("' mail'", "' post'")).endswith(
        "mail.py: loaded anew, from the next message on."
    )
    assert world.answers() == ("one", "one post", "page")
    depot.write("jobs", JOBS.format("!"))
    assert world.answers() == ("one!", "one post", "page")
    depot.write("words", "WORD = 'two'")
    assert world.answers() == ("two!", "two post", "page")


def test_workers_hear_a_new_rules_channel(make: Any, depot: Depot) -> None:
    """The routing is read anew, and whoever waits for messages is told of its channels."""
    world, told = make(), []
    world.one.watch(lambda: told.append("news" in world.one.router.channels))
    depot.write("routing", ROUTING.replace("[route(", "[route('news', job), route("))
    assert told == [True]
    assert world.answers() == ("one", "one mail", "page")


@pytest.mark.parametrize("text", ["def job(:", "import nowhere_at_all", "job = 3"])
def test_what_cannot_serve_changes_nothing(make: Any, depot: Depot, text: str) -> None:
    """Neither layer; the line says so, and no other process would help."""
    world = make()
    assert "The code of before goes on serving." in depot.write("jobs", text)
    assert world.answers() == ("one", "one mail", "page")
    assert world.renewing.takes(depot.file("jobs")) is True
    depot.write("words", "WORD = 'two'")
    assert world.answers() == ("one", "two mail", "page")
    depot.write("jobs", JOBS.format("?"))
    assert world.answers() == ("two?", "two mail", "page")


def test_it_takes_what_serves_and_leaves_the_rest_to_others(
    make: Any, depot: Depot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files that nothing here is made of, and those that define models until they change back."""
    monkeypatch.setattr(projects, "_defines_models", lambda name: name == "depot.words")
    world = make(restarts=True)
    depot.file("jobs").write_text(JOBS.format("!"))
    assert world.renewing.takes(depot.file("jobs")) is True
    assert world.answers()[0] == "one!"
    assert world.renewing.takes(depot.folder / "other.py") is False
    depot.file("words").write_text("WORD = 'two'")
    assert world.renewing.takes(depot.file("words")) is False
    said = [depot.lines.get(timeout=10) for _ in range(3)]
    assert said[-1].endswith("so this process begins anew.")


def test_after_the_end_files_are_only_files(make: Any, depot: Depot) -> None:
    """Harmless twice."""
    world = make()
    world.renewing.close()
    world.renewing.close()
    depot.file("words").write_text("WORD = 'two'")
    assert world.renewing.takes(depot.file("words")) is False or world.answers()[0] == "one"
    assert world.answers() == ("one", "one mail", "page")
