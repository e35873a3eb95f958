"""Live code in a real kernel: magics, cards, files, undo, saves while a cell runs."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.notebooks.kernels import Kernel, Ran

pytestmark = pytest.mark.notebook

START = """
from sandbox import Group, Sandbox
box = Sandbox()
from django.contrib.auth.models import User

@box.consumer("websocket.receive")
def ws_message(message):
    message.reply_channel.send({"text": "you said " + message.content["text"]})

bob = box.connect("/", name="bob")
"""


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """One kernel for all tests here."""
    kernel = Kernel(tmp_path_factory.mktemp("kernel"))
    yield kernel
    kernel.shutdown()


@pytest.fixture(autouse=True)
def started(kernel: Kernel) -> None:
    """A sandbox with one tab, made anew."""
    ran = kernel.run(START, "start")
    assert not ran.error, ran.message


def card(ran: Ran) -> str:
    """The title of the card below a cell."""
    assert ran.error
    assert len(ran.displayed) == 1
    assert "border-left" in ran.displayed[0]["text/html"]
    return str(ran.displayed[0]["text/plain"].split("\n")[0])


# -- magics ---------------------------------------------------------------------------------------


def test_a_sync_cell_may_use_the_orm(kernel: Kernel) -> None:
    """Its names are the notebook's; its last value is shown, a queryset too, and is ``_``."""
    ran = kernel.run(
        "%%sync\nuser, _new = User.objects.get_or_create(username='ann')\n"
        "User.objects.filter(username='ann')",
        "sync",
    )
    assert (ran.error, ran.stderr) == ("", "")
    assert ran.displayed[0]["text/plain"] == "<QuerySet [<User: ann>]>"
    assert kernel.run("user.username", "after").result == "'ann'"
    assert kernel.run("%%sync\n_.count()", "count").displayed[0]["text/plain"] == "1"


def test_a_sync_cell_prints_and_fails_as_any(kernel: Kernel) -> None:
    """Under itself; what it registers is that cell's own."""
    ran = kernel.run("%%sync\nprint('hello')\n1 / 0", "sync")
    assert (ran.stdout, ran.error) == ("hello\n", "ZeroDivisionError")
    assert kernel.run("%%sync\n3;", "quiet").displayed == []
    code = "%%sync\n@box.consumer('x')\ndef {}(message): ..."
    kernel.run(code.format("one"), "mine")
    kernel.run(code.format("two"), "mine")
    assert kernel.ask("sorted(box.consumers)") == ["two", "ws_message"]


def test_a_story_cell_tells_what_it_caused(kernel: Kernel) -> None:
    """And gives its value; one that caused nothing says so."""
    ran = kernel.run("%%story\nbob.send('hi')\nbob.receive()", "story")
    assert ran.result == "'you said hi'"
    assert len(ran.displayed) == 1
    assert "ws_message" in ran.displayed[0]["text/plain"]
    assert 'bob "hi"' in ran.displayed[0]["text/plain"]
    assert kernel.run("%%story\n1", "nothing").stdout.startswith("This cell caused nothing")


# -- cards ----------------------------------------------------------------------------------------

CARDS = {
    "User.objects.count()": "The database cannot be asked like this in a cell",
    "bob.send('x'); await bob.receive()": "No await here",
    "box.connect(3)": "A tab connects to a path",
    "Sandbox(workers='1')": "workers is something else",
    "box.connect('/', timeout='1')": "timeout is something else",
    "Group('chat').add('x'); box.groups['caht']": "There is nothing called 'caht'",
    "@box.consumer('x')\ndef f(): ...": "A consumer takes the message",
    "@box.consumer('x')\nasync def f(message): ...": "A consumer is a plain function",
    "async def f(): ...\ndef g(): await f()": "await has no place in a consumer",
}


@pytest.mark.parametrize("code", CARDS)
def test_what_people_try_first_has_a_card(kernel: Kernel, code: str) -> None:
    """Below the traceback, once."""
    assert card(kernel.run(code, "try")) == CARDS[code]


def test_a_persons_own_error_has_none(kernel: Kernel) -> None:
    """Nor has a cell that succeeds."""
    assert kernel.run("raise ValueError('mine')", "own").displayed == []
    assert kernel.run("1", "well").displayed == []


def test_a_failing_consumer_shows_the_cells_own_line(kernel: Kernel) -> None:
    """On the very message, with the cell called by its number; ``box.why`` says what to try."""
    kernel.run(
        "@box.consumer('websocket.receive')\ndef ws_message(message):\n"
        "    message.content['bytes'].upper()",
        "fails",
    )
    kernel.run("bob.send('hi'); box.settle()", "send")
    told = kernel.ask("box.find('raised')[-1].traceback")
    assert re.search(r'File "cell \[\d+\]", line 3, in ws_message\n +message.content', told)
    assert "ipykernel" not in told
    why = kernel.ask("str(box.why(bob, 'hi'))")
    assert "KeyError: 'bytes', line 3" in why
    assert 'message.content.get("bytes")' in why


# -- live code ------------------------------------------------------------------------------------


def test_a_file_that_a_cell_writes_serves_when_the_cell_has_ended(kernel: Kernel) -> None:
    """The notebook's names are the new ones; a wrong file says so; undo brings it back."""
    write = (
        "%%writefile shop.py\n"
        "def ws_message(message):\n"
        "    message.reply_channel.send({{'text': {!r}}}{}"
    )
    kernel.run(write.format("one", ")"), "file")
    kernel.run(
        "import shop\nfrom sandbox import route\nbox.consumers['ws_message'].remove()\n"
        "box.routing = [route('websocket.receive', shop.ws_message)]",
        "routing",
    )
    ask = "bob.send('?'); bob.receive()"
    assert kernel.run(ask, "ask").result == "'one'"
    assert "shop.ws_message version 2" in kernel.run(write.format("two", ")"), "file").stdout
    assert kernel.run(ask, "ask").result == "'two'"
    assert kernel.ask("shop.ws_message is box.routing[0].consumer") is True
    told = kernel.run(write.format("three", ""), "file").stdout
    assert "SyntaxError" in told
    assert "The code of before goes on serving." in told
    assert kernel.run(ask, "ask").result == "'two'"
    assert kernel.run("box.undo(); " + ask, "undo").result == "'one'"


def test_a_save_serves_while_a_long_cell_runs(kernel: Kernel) -> None:
    """Swaps need no cell's end: another thread saves, and the cell's own loop sees it."""
    code = """
import threading, time
text = box.consumers["ws_message"].source.replace("you said", "heard")
threading.Thread(target=lambda: box.consumers["ws_message"].write(text)).start()
until = time.monotonic() + 20
while time.monotonic() < until:
    bob.send("hi")
    if bob.receive() == "heard hi":
        break
"""
    ran = kernel.run(code, "long")
    assert not ran.error, ran.message
    assert kernel.ask("bob.frames[-1].data") == "heard hi"
    assert kernel.ask("bob.closed") is None


def test_the_cell_run_again_wins_over_the_editor(kernel: Kernel) -> None:
    """And says so."""
    cell = "@box.consumer('y')\ndef y(message): 'one'"
    kernel.run(cell, "mine")
    kernel.run("box.consumers['y'].write(\"@box.consumer('y')\\ndef y(message): 'two'\")", "edit")
    assert kernel.ask("box.consumers['y'].version") == 2
    assert "the editor's version 2 went" in kernel.run(cell, "mine").stdout
    assert kernel.ask("list(box.consumers)") == ["ws_message", "y"]


def test_a_reset_brings_all_back(kernel: Kernel) -> None:
    """Code, tabs and data, and it says how long it took."""
    kernel.run("box.checkpoint()", "point")
    kernel.run("%%sync\nUser.objects.create(username='later')", "later")
    kernel.run(
        "@box.consumer('z')\ndef z(message): ...\nbob.close(); box.connect('/', name='new')", "more"
    )
    ran = kernel.run("box.reset()", "reset")
    assert ran.result.startswith("back at 'start', in 0.")
    assert kernel.ask("(sorted(box.consumers), list(box.tabs), bob.closed)") == (
        ["ws_message"],
        ["bob"],
        None,
    )
    names = kernel.run("%%sync\nUser.objects.filter(username='later').count()", "count")
    assert names.displayed[0]["text/plain"] == "0"
