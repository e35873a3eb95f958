"""A project's own files, swapped under traffic."""

from __future__ import annotations

import functools
import logging
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from sandbox import Sandbox, SandboxError, route
from sandbox.box import watching as module
from sandbox.box.editing import problem_of
from sandbox.errors import NotAConsumer
from sandbox.live import projects
from tests.box.conftest import Make

CONSUMERS = """
from store.words import WORD

def ws_message(message):
    message.reply_channel.send({"text": WORD + " " + message.content["text"]})
"""

TWO = CONSUMERS.replace("WORD +", "'two' +")

ROUTING = """
from sandbox import route
from store.consumers import ws_message

channel_routing = [route("websocket.receive", ws_message)]
"""

PATH = "store.routing.channel_routing"


class Told(logging.Handler):
    """Waits for what is said of a file."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.lines: SimpleQueue[str] = SimpleQueue()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.put(record.getMessage())


class Project:
    """A package ``store`` on disk."""

    def __init__(self, folder: Path, told: Told) -> None:
        self.folder = folder / "store"
        self.folder.mkdir()
        self._told = told
        for name, text in (
            ("__init__", ""),
            ("words", "WORD = 'one'"),
            ("consumers", CONSUMERS),
            ("routing", ROUTING),
        ):
            (self.folder / f"{name}.py").write_text(text)

    def write(self, name: str, text: str) -> str:
        """Write a file, and return what is said of it when it has been taken on."""
        (self.folder / f"{name}.py").write_text(text)
        return self._told.lines.get(timeout=10)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """A project that is forgotten afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path.resolve()))
    monkeypatch.chdir(tmp_path)
    told, logger = Told(), logging.getLogger("sandbox.live")
    logger.addHandler(told)
    level = logger.level
    logger.setLevel(logging.INFO)  # which forgets what was enabled before
    yield Project(tmp_path.resolve(), told)
    logger.setLevel(level)
    logger.removeHandler(told)
    for name in [one for one in sys.modules if one.partition(".")[0] == "store"]:
        del sys.modules[name]


def said(box: Sandbox, text: str = "hi") -> Any:
    """What a tab that stays open is answered."""
    tab = box.tabs["t"] if "t" in box.tabs else box.connect("/", name="t")
    tab.send(text)
    return tab.receive()


def test_a_written_file_serves_the_next_message(make: Make, project: Project) -> None:
    """And so does one that it imports; sockets stay open; the log says by whom."""
    box = make(routing=PATH)
    assert said(box) == "one hi"
    told = project.write("consumers", CONSUMERS.replace("WORD + ", "WORD.upper() + "))
    assert said(box) == "ONE hi"
    assert "consumers.py: store.consumers.ws_message version 2, from the next message on" in told
    project.write("words", "WORD = 'two'")
    assert said(box) == "TWO hi"
    last = box.find("kind:code.changed")[-1]
    assert (last.by, last.version) == ("file", "v2")  # type: ignore[attr-defined]
    assert ".upper()" in last.diff  # type: ignore[attr-defined]
    assert box.tabs["t"].closed is None


def test_a_routing_that_another_one_includes_by_its_path_is_watched(
    make: Make, project: Project
) -> None:
    """``include("store.inner.inner_routing")``, as projects of 2016 write it."""
    (project.folder / "inner.py").write_text(ROUTING.replace("channel_", "inner_"))
    outer = "from sandbox import include\nchannel_routing = [include('store.inner.inner_routing')]"
    (project.folder / "routing.py").write_text(outer)
    box = make(routing=PATH)
    assert said(box) == "one hi"
    inner = ROUTING.replace("channel_", "inner_").replace("ws_message)", "loud)")
    loud = "\ndef loud(message):\n    message.reply_channel.send({'text': 'LOUD'})\n\ninner_routing"
    project.write("inner", inner.replace("\ninner_routing", loud))
    assert said(box) == "LOUD"
    project.write("consumers", TWO)
    assert said(box) == "LOUD"


def test_a_new_rule_serves_too(make: Make, project: Project) -> None:
    """The routing of a dotted path is read anew."""
    box = make(routing=PATH)
    new = ROUTING.replace("[route(", "[route('jobs', ws_message), route(")
    project.write("routing", new)
    assert len(box.routing) == 2
    box.undo()
    assert len(box.routing) == 1


@pytest.mark.parametrize("given", ["list", "decorator"])
def test_consumers_that_were_handed_over_are_swapped(
    make: Make, project: Project, given: str
) -> None:
    """From a list of routes, or by the decorator in a cell; also after undo."""
    from store.consumers import ws_message  # type: ignore[import-not-found]

    box = make()
    if given == "list":
        box.routing = [route("websocket.receive", ws_message)]
    else:
        box.consumer("websocket.receive")(ws_message)
    project.write("consumers", CONSUMERS.replace("WORD + ", "'two' + "))
    assert said(box) == "two hi"
    box.undo()
    assert said(box) == "one hi"
    project.write("consumers", CONSUMERS.replace("WORD + ", "'three' + "))
    assert said(box) == "three hi"


WRONG = {
    "a syntax error": ("consumers", "x = 1\ndef f(:", "consumers.py, line 2: SyntaxError"),
    "an import error": ("consumers", "\nimport nowhere_at_all", "consumers.py, line 2: Module"),
    "no parameter": ("consumers", "def ws_message(): pass", "routing.py, line 5: NotAConsumer"),
    "a name that has gone": ("words", "WORT = 1", "consumers.py, line 2: ImportError"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_file_leaves_the_old_code_serving(make: Make, project: Project, what: str) -> None:
    """It says where and why; the file put right serves."""
    name, text, place = WRONG[what]
    box = make(routing=PATH)
    told = project.write(name, text)
    assert place in told
    assert told.endswith("The code of before goes on serving.")
    assert said(box) == "one hi"
    refused = box.find("kind:code.refused")[-1]
    assert (refused.by, refused.line) == ("file", int(place.split("line ")[1][0]))  # type: ignore[attr-defined]
    project.write(name, "WORD = 'two'" if name == "words" else TWO)
    assert said(box) == "two hi"


def test_what_cannot_serve_is_taken_back_whole(make: Make, project: Project) -> None:
    """A function without a parameter, where no module notices: imports are as they were, too."""
    from store import consumers

    box = make(routing=[route("websocket.receive", consumers.ws_message)])
    old = sys.modules["store.consumers"]
    told = project.write("consumers", "async def ws_message(message): pass")
    assert "NotAConsumer" in told
    assert sys.modules["store.consumers"] is old
    assert said(box) == "one hi"
    project.write("consumers", TWO)
    assert said(box) == "two hi"


def test_what_runs_finishes_on_the_code_it_began_with(make: Make, project: Project) -> None:
    """Globals of its module included, also those that it reads after the swap."""
    waits = CONSUMERS.replace(
        "    message.reply", "    began.set(); go.wait(10)\n    message.reply"
    ).replace("from store", "from threading import Event\nbegan, go = Event(), Event()\nfrom store")
    (project.folder / "consumers.py").write_text(waits)
    box = make(routing=PATH)
    old = sys.modules["store.consumers"]
    tab = box.connect("/", name="t")
    tab.send("hi")
    assert old.began.wait(10)
    project.write("words", "WORD = 'two'")
    old.go.set()
    assert tab.receive() == "one hi"
    sys.modules["store.consumers"].go.set()
    assert said(box) == "two hi"


def test_what_cannot_follow_its_file_is_told(make: Make, project: Project) -> None:
    """A consumer that a cell has wrapped, and one that its file has no more; they serve on."""
    from store import consumers

    def wrapped(message: Any) -> None:
        inner(message)

    inner = consumers.ws_message
    functools.update_wrapper(wrapped, inner)
    wrapped_route = route("websocket.receive", wrapped)
    box = make(routing=[wrapped_route, route("a", inner)])
    project.write("consumers", TWO)
    assert "wrapped or made outside its file" in project._told.lines.get(timeout=10)
    assert said(box) == "one hi"
    box.routing = [route("websocket.receive", inner)]
    project.write("consumers", "x = 1")
    assert "not in its file any more" in project._told.lines.get(timeout=10)
    assert said(box) == "one hi"


def test_the_editor_saves_into_the_file(make: Make, project: Project) -> None:
    """The file has the new text and nothing else changes in it; it serves, and undo goes back."""
    box = make(routing=PATH)
    old = box.consumers["ws_message"].source
    assert old is not None
    box.consumers["ws_message"].write(old.replace("WORD + ", "'new' + "))
    assert said(box) == "new hi"
    file = project.folder / "consumers.py"
    assert file.read_text() == CONSUMERS.replace("WORD + ", "'new' + ")
    last = box.find("kind:code.changed")[-1]
    assert (last.by, last.version) == ("editor", "v2")  # type: ignore[attr-defined]
    box.undo()
    assert said(box) == "one hi"


@pytest.mark.parametrize(
    ("text", "error", "line"),
    [
        ("def ws_message(message):\n    return (", SyntaxError, 2),
        ("def ws_message(): pass", NotAConsumer, None),
        ("import nowhere_at_all\ndef ws_message(message): pass", ImportError, 1),
    ],
)
def test_a_wrong_save_leaves_the_file_as_it_was(
    make: Make, project: Project, text: str, error: type[Exception], line: int | None
) -> None:
    """And the old code serving; the line is the text's own."""
    box = make(routing=PATH)
    with pytest.raises(error) as caught:
        box.consumers["ws_message"].write(text)
    assert problem_of(caught.value)["line"] == line
    assert (project.folder / "consumers.py").read_text() == CONSUMERS
    assert said(box) == "one hi"
    assert project._told.lines.empty()


@pytest.mark.parametrize("end", ["", "\n)", "\nx = ("])
def test_a_file_that_says_something_else_by_now_is_not_touched(
    make: Make, project: Project, end: str
) -> None:
    """What it has was refused, so the text in the picture is not the file's."""
    box = make(routing=PATH)
    broken = "import nowhere_at_all\n" + CONSUMERS + end
    project.write("consumers", broken)
    with pytest.raises(SandboxError, match="another text by now"):
        box.consumers["ws_message"].write("def ws_message(message): pass")
    assert (project.folder / "consumers.py").read_text() == broken


def test_modules_with_models_stay(
    make: Make, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence says why."""
    monkeypatch.setattr(projects, "_defines_models", lambda name: name == "store.words")
    box = make(routing=PATH)
    project.write("words", "WORD = 'two'")
    assert "defines database models" in project._told.lines.get(timeout=10)
    assert said(box) == "one hi"


def test_a_cell_that_writes_a_file_sees_it_serve(
    make: Make, project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """When the cell has ended it has been taken on, with a line under that cell."""
    box = make(routing=PATH)
    with box._watching._watch._looking:  # the system's own news come too late
        (project.folder / "words.py").write_text("WORD = 'two'")
        box._cell_ended(True)
    assert "words.py: store.consumers.ws_message version 1" in capsys.readouterr().out
    assert said(box) == "two hi"


def test_a_notebooks_names_mean_what_is_loaded_now(
    make: Make, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Modules, and what was imported from them."""
    main = sys.modules["__main__"]
    box = make(routing=PATH)
    from store import consumers

    monkeypatch.setattr(module, "in_kernel", lambda: True)
    monkeypatch.setattr(main, "my_module", consumers, raising=False)
    monkeypatch.setattr(main, "my_consumer", consumers.ws_message, raising=False)
    project.write("words", "WORD = 'two'")
    now = sys.modules["store.consumers"]
    assert main.my_module is now  # type: ignore[attr-defined]
    assert main.my_consumer is now.ws_message  # type: ignore[attr-defined]
    assert said(box) == "two hi"


def test_consumers_of_cells_need_no_watch(make: Make) -> None:
    """No thread listens to the file system where there is no file."""
    box = make()
    names: dict[str, Any] = {"__name__": "__main__"}
    exec("def f(message): pass", names)
    box.consumer("a")(names["f"])
    assert box._watching.files == set()
    assert [one.name for one in threading.enumerate() if one.name == "sandbox-files"] == []


SERVE = """
    import re, subprocess, sys, time
    from pathlib import Path
    served = subprocess.Popen(
        [sys.executable, "-m", "sandbox.cli", "serve", "--routing", "store.routing.channel_routing",
         "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    from websocket import create_connection
    url = re.search(r"ws://[0-9.:]+", served.stdout.readline()).group()
    tab = create_connection(url, timeout=10)
    tab.send("hi")
    assert tab.recv() == "one hi"
    Path("store/words.py").write_text("WORD = 'two'")
    print(served.stderr.readline())
    tab.send("hi")
    print(tab.recv())
    tab.close()
    served.terminate()
    served.communicate(timeout=20)
"""


def test_sandbox_serve_takes_files_on_too(project: Project) -> None:
    """On the socket that is open; it says so."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SERVE)],
        cwd=project.folder.parent,
        capture_output=True,
        text=True,
        timeout=60,
    )
    lines = done.stdout.split("\n")
    assert lines[0].startswith("sandbox serve: store/words.py: store.consumers"), done.stderr
    assert "two hi" in lines
