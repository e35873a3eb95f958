"""Texts that are saved from the picture: one source of truth with cells."""

from __future__ import annotations

import json
import shlex
import sys
from typing import Any

import pytest

from sandbox import Channel, Sandbox, SandboxError, route
from sandbox.errors import NotAConsumer
from sandbox.live import writing
from sandbox.live.writing import TookTooLong
from sandbox.views.commands import answer
from tests.box.notebook import Notebook

ECHO = """
GREETING = "you said "

@box.consumer("websocket.receive")
def ws_message(message):
    message.reply_channel.send({"text": GREETING + message.content["text"]})
"""

LOUD = """
@box.consumer("websocket.receive")
def ws_message(message):
    message.reply_channel.send({"text": (GREETING + message.content["text"]).upper()})
"""


@pytest.fixture
def notebook(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Notebook:
    """A notebook with one cell that has run."""
    notebook = Notebook(box, monkeypatch)
    notebook.run("echo", ECHO)
    return notebook


def said(box: Sandbox, text: str) -> Any:
    """What a tab that stays open is answered."""
    tab = box.tabs["t"] if "t" in box.tabs else box.connect("/", name="t")
    tab.send(text)
    return tab.receive()


def command(box: Sandbox, do: str, **arguments: Any) -> Any:
    """Give a command as the picture does, and return its value."""
    text = json.dumps({"id": 1, "stage": "s", "do": do, **arguments})
    answered = json.loads(answer(text, box._editing.handlers))
    assert answered["ok"], answered
    return answered["value"]


def save(box: Sandbox, source: str, consumer: str | None = "ws_message", base: Any = None) -> Any:
    """Save a text by command."""
    return command(box, "code.save", consumer=consumer, source=source, base=base)


# -- a save serves --------------------------------------------------------------------------------


def test_a_saved_text_serves_the_next_message(notebook: Notebook) -> None:
    """In the cell's own names, on a socket that stays open; the log says by whom."""
    box = notebook.box
    assert said(box, "hi") == "you said hi"
    value = save(box, LOUD, base="v1")
    assert said(box, "hi") == "YOU SAID HI"
    assert (value["saved"], value["changed"][0]["version"]) == (True, "v2")
    assert ".upper()" in value["changed"][0]["diff"]
    last = box.find("kind:code.changed")[-1]
    assert (last.by, last.version) == ("editor", "v2")  # type: ignore[attr-defined]
    notebook.run("other", "GREETING = 'moo '")
    assert said(box, "hi") == "MOO HI"


def test_the_cell_run_again_wins_and_says_so(
    notebook: Notebook, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody is left to wonder which of the two serves."""
    box = notebook.box
    box.consumers["ws_message"].write(LOUD)
    notebook.run("echo", ECHO)
    assert said(box, "hi") == "you said hi"
    assert (
        "this cell's text again, version 3; the editor's version 2 went" in capsys.readouterr().out
    )
    notebook.run("echo", ECHO)
    assert capsys.readouterr().out == ""
    assert list(box.consumers) == ["ws_message"]


def test_a_save_can_be_undone(notebook: Notebook) -> None:
    """By the picture too."""
    save(notebook.box, LOUD)
    assert command(notebook.box, "code.undo") == ["ws_message"]
    assert said(notebook.box, "hi") == "you said hi"


def test_the_same_text_again_is_no_new_version(notebook: Notebook) -> None:
    """It is saved all the same."""
    source = notebook.box.consumers["ws_message"].source
    value = save(notebook.box, str(source))
    assert (value["saved"], value["changed"][0]["version"]) == (True, "v1")


def test_a_decorator_may_move_the_consumer(notebook: Notebook) -> None:
    """Nothing is left at its old place; the cell still owns it."""
    save(notebook.box, LOUD.replace("websocket.receive", "elsewhere"))
    assert notebook.box.consumers["ws_message"].channels == "elsewhere"
    notebook.run("echo", ECHO)
    assert [one.channels for one in notebook.box.consumers.values()] == ["websocket.receive"]


def test_what_stands_in_a_routing_is_edited_there(notebook: Notebook) -> None:
    """Its text has no decorator; its rule stays."""
    notebook.run(
        "routing", "from sandbox import route\ndef job(message): done.append(1)\ndone = []"
    )
    notebook.box.routing = [route("jobs", notebook.names["job"])]
    save(notebook.box, "def job(message): done.append(2)", "job")
    Channel("jobs").send({})
    notebook.box.settle()
    assert notebook.names["done"] == [2]
    assert notebook.box.consumers["job"].version == 2


def test_a_new_text_brings_new_consumers(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two in one swap, in the notebook's own namespace."""
    monkeypatch.setattr(sys.modules["__main__"], "box", notebook.box, raising=False)
    text = "\n".join(
        f'@box.consumer("{name}")\ndef {name}(message): pass' for name in ("one", "two")
    )
    steps = len(notebook.box._serving._history)
    value = save(notebook.box, text, None)
    assert [one["name"] for one in value["changed"]] == ["one", "two"]
    assert len(notebook.box._serving._history) == steps + 1
    assert {"one", "two"} <= set(notebook.box.consumers)
    assert "no consumer" in save(notebook.box, "x = 1", None)["message"]


def test_views_in_a_text_serve_too(notebook: Notebook) -> None:
    """In the same swap."""
    text = LOUD + (
        "\nfrom django.http import HttpResponse\n"
        "@box.view('hello/')\ndef hello(request): return HttpResponse('hello')\n"
    )
    save(notebook.box, text)
    assert notebook.box.get("/hello/").text == "hello"


def test_a_view_is_listed_and_saved_too(notebook: Notebook) -> None:
    """By its name, with its route; a name that a consumer has is the consumer's."""
    box = notebook.box
    page = "@box.view('hello/')\ndef hello(request): return HttpResponse('{}')\n"
    named = "@box.view('other/')\ndef ws_message(request): return HttpResponse('other')\n"
    notebook.run("views", f"from django.http import HttpResponse\n{page.format('hello')}{named}")
    listed = {one["name"]: one for one in command(box, "code.list")["consumers"]}
    assert list(listed) == ["ws_message", "hello"]
    assert listed["ws_message"]["path"] is None
    told = listed["hello"]
    assert (told["path"], told["channels"], told["editable"]) == ("hello/", ["http.request"], True)
    assert save(box, page.format("edited"), "hello", told["version"])["saved"]
    assert box.get("/hello/").text == "edited"
    assert save(box, page.format("late"), "hello", "v1")["conflict"]["version"] == "v2"
    wrong = save(box, "@box.view('hello/')\ndef hello(request: pass\n", "hello")
    assert (wrong["saved"], box.get("/hello/").text) == (False, "edited")
    assert "print" in command(box, "code.complete", consumer="hello")["names"]


# -- a text that is wrong -------------------------------------------------------------------------

WRONG = {
    "a syntax error": ("def ws_message(message:\n", "SyntaxError", 1),
    "an import error": ("x = 1\nimport nowhere_at_all\n" + LOUD, "ModuleNotFoundError", 2),
    "no parameter": (LOUD.replace("(message)", "()"), "NotAConsumer", 2),
    "async": (LOUD.replace("def ws", "async def ws"), "NotAConsumer", 2),
    "a name that no channel has": (LOUD.replace("websocket.receive", "ü"), "TypeError", 2),
    "another function": ("def other(message): pass\n", "SandboxError", None),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_text_changes_nothing(notebook: Notebook, what: str) -> None:
    """The old version serves on; what is wrong is told with its line."""
    source, error, line = WRONG[what]
    before = notebook.box.log.end
    value = save(notebook.box, source)
    assert (value["saved"], value["error"], value["line"]) == (False, error, line)
    assert value["message"]
    assert said(notebook.box, "hi") == "you said hi"
    assert notebook.box.consumers["ws_message"].version == 1
    changed = notebook.box.log.read(before).entries
    assert [one for one in changed if "code.changed" in one] == []


def test_all_of_a_text_serves_or_nothing(notebook: Notebook) -> None:
    """An error behind the first consumer takes it back as well."""
    value = save(notebook.box, LOUD + "\n1 / 0\n")
    assert (value["error"], value["line"]) == ("ZeroDivisionError", 6)
    assert said(notebook.box, "hi") == "you said hi"


def test_a_text_that_does_not_end_is_stopped(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old version serves meanwhile and afterwards."""
    monkeypatch.setattr(writing.Written.run_in, "__kwdefaults__", {"seconds": 0.2, "lock": None})
    with pytest.raises(TookTooLong, match="goes on serving"):
        notebook.box.consumers["ws_message"].write(LOUD + "\nwhile True: pass\n")
    assert said(notebook.box, "hi") == "you said hi"


def test_errors_in_python_are_the_texts_own(notebook: Notebook) -> None:
    """The command makes data of them; who calls gets them raised."""
    with pytest.raises(NotAConsumer):
        notebook.box.consumers["ws_message"].write(LOUD.replace("(message)", "()"))


def test_another_version_by_now_is_a_conflict(notebook: Notebook) -> None:
    """Nothing is saved; it comes with the text that serves."""
    notebook.run("echo", ECHO.replace("text", "bytes"))
    value = save(notebook.box, LOUD, base="v1")
    assert value["saved"] is False
    assert value["conflict"]["version"] == "v2"
    assert "bytes" in value["conflict"]["source"]


def test_a_failing_cell_keeps_what_was_saved_meanwhile(notebook: Notebook) -> None:
    """It takes back its own only."""
    notebook.names["save"] = lambda: save(notebook.box, LOUD)
    with pytest.raises(ZeroDivisionError):
        notebook.run("other", "@box.consumer('x')\ndef x(message): pass\nsave()\n1 / 0")
    assert said(notebook.box, "hi") == "YOU SAID HI"


# -- looking --------------------------------------------------------------------------------------


def from_a_file(message: Any) -> None:
    """Stands in this file."""


def test_the_list_tells_what_may_be_edited(notebook: Notebook) -> None:
    """And where the rest is edited."""
    notebook.box.routing = [route("a", from_a_file), route("b", lambda message: None)]
    value = command(notebook.box, "code.list")
    first, file, made = value["consumers"]
    assert (first["name"], first["version"], first["editable"]) == ("ws_message", "v1", True)
    assert first["channels"] == ["websocket.receive"]
    assert (file["editable"], made["editable"]) == (True, False)
    assert "made inside something else" in made["why"]
    assert value["routes"][0].startswith("websocket.receive")
    notebook.box.routing = [route("a", shlex.quote)]
    with pytest.raises(SandboxError, match="which no project of yours has"):
        notebook.box.consumers["shlex.quote"].write("x = 1")


def test_names_and_keys_are_completed(notebook: Notebook) -> None:
    """The person's own names first; keys that messages really had."""
    said(notebook.box, "hi")
    value = command(notebook.box, "code.complete", consumer="ws_message")
    names = value["names"]
    assert names.index("GREETING") < names.index("print")
    assert {"content", "reply_channel", "channel"} <= set(value["message"])
    assert {"text", "order", "path", "reply_channel"} <= set(value["keys"]["websocket.receive"])


def test_no_such_consumer_is_a_failed_command(box: Sandbox) -> None:
    """With the names that there are."""
    text = json.dumps(
        {"id": 1, "stage": "s", "do": "code.save", "consumer": "x", "source": "", "base": None}
    )
    answered = json.loads(answer(text, box._editing.handlers))
    assert answered == {"id": 1, "ok": False, "error": "No consumer 'x'; there are: none yet."}
