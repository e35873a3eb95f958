"""Where a consumer's output appears in a notebook: under the cell that caused it, or nowhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.notebooks.kernels import Kernel

pytestmark = pytest.mark.notebook

START = """
import logging, sys, threading
from sandbox import Channel, Group, Sandbox
box = Sandbox()
sent, go_on = threading.Event(), threading.Event()

@box.consumer("websocket.connect")
def ws_add(message):
    print("connect", message["path"])

@box.consumer("websocket.receive")
def ws_message(message):
    print("got", message["text"])
    print("oh", file=sys.stderr)
    logging.getLogger("mine").warning("logged")

@box.consumer("websocket.disconnect")
def ws_bye(message):
    print("bye")

@box.consumer("work")
def work(message):
    print("work")

@box.consumer("slow")
def slow(message):
    print("begins", flush=True)
    sent.set()
    go_on.wait(20)
    print("ends")

alice = box.connect("/a", name="alice"); box.settle()
"""


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """One kernel with one sandbox for all tests here."""
    kernel = Kernel(tmp_path_factory.mktemp("kernel"))
    ran = kernel.run(START, "start")
    assert (ran.error, ran.stderr) == ("", ""), ran.message
    assert ran.stdout == "connect /a\n"
    yield kernel
    kernel.shutdown()


def printed(kernel: Kernel) -> list[str]:
    """Return what runs printed to stdout so far, as the story has it."""
    events = "box.find('kind:consumer.printed')"
    found: list[str] = kernel.ask(f"[e.text for e in {events} if e.stream == 'stdout']")
    return found


def test_under_the_cell_that_sent(kernel: Kernel) -> None:
    """By a tab: stdout, stderr and logging; once each in the log."""
    ran = kernel.run("alice.send('hi'); box.settle(); print('mine')", "send")
    assert ran.stdout == "got hi\nmine\n"
    assert ran.stderr == "oh\nlogged\n"
    streams = kernel.ask("[e.stream for e in box.find('kind:consumer.printed')][-3:]")
    assert streams == ["stdout", "stderr", "log"]


def test_under_the_cell_that_opened_or_closed(kernel: Kernel) -> None:
    """A connection's beginning and end are the cell's doing, too."""
    assert kernel.run("bob = box.connect('/b'); box.settle()", "open").stdout == "connect /b\n"
    assert kernel.run("bob.close(); box.settle()", "close").stdout == "bye\n"


def test_under_the_cell_that_sent_a_message(kernel: Kernel) -> None:
    """By a channel, without a tab."""
    assert kernel.run("Channel('work').send({}); box.settle()", "channel").stdout == "work\n"


def test_not_under_a_strangers(kernel: Kernel) -> None:
    """What an earlier cell left running shows in the story only."""
    kernel.run(
        "def later():\n    go_on.wait(20); alice.send('late')\n"
        "go_on.clear(); thread = threading.Thread(target=later); thread.start()",
        "leave",
    )
    ran = kernel.run("go_on.set(); thread.join(); box.settle(); print('mine')", "stranger")
    assert (ran.stdout, ran.stderr) == ("mine\n", "")
    assert printed(kernel)[-1] == "got late\n"


def test_not_under_the_next_cell(kernel: Kernel) -> None:
    """A run that outlives its cell goes on in the story."""
    ran = kernel.run("sent.clear(); go_on.clear(); Channel('slow').send({}); sent.wait(20)", "one")
    assert ran.stdout == "begins\n"
    ran = kernel.run("go_on.set(); box.settle(); print('mine')", "two")
    assert ran.stdout == "mine\n"
    assert printed(kernel)[-2:] == ["begins\n", "ends\n"]


def test_not_what_was_typed_into_the_picture(kernel: Kernel) -> None:
    """A person at the stage is no cell."""
    ran = kernel.run(
        "def typed():\n"
        "    from sandbox.views.commands import Command\n"
        "    box._stages._handlers['tab.send'](\n"
        "        Command(1, 's', 'tab.send', {'tab': 'alice', 'text': 'typed'}))\n"
        "thread = threading.Thread(target=typed); thread.start(); thread.join(); box.settle()",
        "typed",
    )
    assert (ran.stdout, ran.stderr) == ("", "")
    assert printed(kernel)[-1] == "got typed\n"


def test_it_ends_with_the_sandbox(kernel: Kernel) -> None:
    """Then the kernel's streams are its own again."""
    name = "type(sys.stdout).__name__"
    assert kernel.ask(name) == "_Stream"
    kernel.run("box.stop()", "stop")
    assert kernel.ask(name) == "OutStream"
