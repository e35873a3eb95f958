"""Running a cell again (API.md), in a real kernel, with cells named as JupyterLab names them."""

from __future__ import annotations

import contextlib
import os
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from tests.notebooks.kernels import Kernel, Ran

pytestmark = pytest.mark.notebook

START = "from sandbox import Group, Sandbox\nbox = Sandbox()"
CHAT = """
@box.consumer("websocket.connect")
def ws_add(message):
    Group("chat").add(message.reply_channel)

@box.consumer("websocket.receive")
def ws_message(message):
    Group("chat").send({"text": "[user] %s" % message.content["text"]})

@box.consumer("websocket.disconnect")
def ws_disconnect(message):
    Group("chat").discard(message.reply_channel)
"""
CONNECT = 'alice = box.connect("/", name="alice"); bob = box.connect("/", name="bob")'
HI = 'alice.send("hi"); alice.receive(), bob.receive()'

Cell = Callable[[str, str], Ran]


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """One kernel for all tests here; each starts a sandbox of its own in it."""
    kernel = Kernel(tmp_path_factory.mktemp("kernel"))
    yield kernel
    kernel.shutdown()


@pytest.fixture
def cell(kernel: Kernel, request: pytest.FixtureRequest) -> Cell:
    """Run the code of a cell by its name; this test's cells are no other test's cells.

    The chat runs already, with alice and bob: cells "start", "chat" and "connect".
    """

    def run(name: str, code: str) -> Ran:
        return kernel.run(code, f"{request.node.name} {name}")

    for name, code in (("start", START), ("chat", CHAT), ("connect", CONNECT)):
        ran = run(name, code)
        assert (ran.error, ran.stderr) == ("", ""), ran.message
    return run


def test_the_chat_runs(cell: Cell) -> None:
    """The chat of the talk works in cells, and the box shows itself as text and table."""
    assert cell("hi", HI).result == "('[user] hi', '[user] hi')"
    shown = cell("box", "box").outputs[0]
    assert shown["text/plain"].startswith("<Sandbox 'default'>")
    assert "<table>" in shown["text/html"]
    assert "tabs       alice, bob" in shown["text/plain"]


def test_an_edited_body_is_swapped(cell: Cell, kernel: Kernel) -> None:
    """The next message meets the new code, and the tabs that were open are open still."""
    before = kernel.ask("[alice.reply_channel.name, bob.reply_channel.name]")
    cell("chat", CHAT.replace("[user]", "[you]"))
    assert cell("hi", HI).result == "('[you] hi', '[you] hi')"
    assert kernel.ask("[alice.reply_channel.name, bob.reply_channel.name]") == before
    assert kernel.ask("{name: one.version for name, one in box.consumers.items()}") == {
        "ws_add": 1,
        "ws_message": 2,
        "ws_disconnect": 1,
    }
    assert "+    Group" in kernel.ask('box.consumers["ws_message"].diff()')


def test_a_renamed_function_takes_the_old_ones_place(cell: Cell, kernel: Kernel) -> None:
    """The new name is called, the old one is gone."""
    cell("chat", CHAT.replace("ws_message", "ws_text").replace("[user]", "[new]"))
    assert kernel.ask("list(box.consumers)") == ["ws_add", "ws_text", "ws_disconnect"]
    assert cell("hi", HI).result == "('[new] hi', '[new] hi')"


def test_a_function_on_another_channel_moves(cell: Cell, kernel: Kernel) -> None:
    """A consumer whose channel is edited hears the new channel only."""
    cell("chat", CHAT.replace('"websocket.receive"', '"chat.in"'))
    assert kernel.ask("box.consumers['ws_message'].channels") == "chat.in"
    assert len(kernel.ask("list(box.consumers)")) == 3


def test_a_removed_function_goes(cell: Cell, kernel: Kernel) -> None:
    """What the cell no longer registers is no longer called."""
    cell("chat", CHAT.partition('@box.consumer("websocket.disconnect")')[0])
    assert kernel.ask("list(box.consumers)") == ["ws_add", "ws_message"]
    assert cell("hi", HI).result == "('[user] hi', '[user] hi')"


def test_other_cells_keep_theirs(cell: Cell, kernel: Kernel) -> None:
    """A cell run again takes away nothing that another cell registered."""
    more = '@box.consumer("chat.more")\ndef more(message): ...'
    cell("more", more)
    cell("chat", CHAT)
    assert "more" in kernel.ask("list(box.consumers)")
    cell("more", more.replace("more", "less"))
    assert kernel.ask("sorted(box.consumers)") == ["less", "ws_add", "ws_disconnect", "ws_message"]


@pytest.mark.parametrize(
    ("broken", "error"),
    [
        (CHAT.replace("[user]", "[new]") + "\n1 / 0", "ZeroDivisionError"),
        (CHAT.replace("[user]", "[new]") + "\ndef (", "SyntaxError"),
        (CHAT.replace("[user]", "[new]").replace("def ws_disconnect", "async def x"), "NotACons"),
        ("@box.consumer('websocket.receive')\ndef only(message): ...\nnothing", "NameError"),
    ],
    ids=["raises", "syntax", "async", "other functions"],
)
def test_a_failing_cell_leaves_the_old_code(
    cell: Cell, kernel: Kernel, broken: str, error: str
) -> None:
    """A cell that fails changes nothing: all of its earlier code goes on serving."""
    assert cell("chat", broken).error.startswith(error)
    assert kernel.ask("list(box.consumers)") == ["ws_add", "ws_message", "ws_disconnect"]
    assert cell("hi", HI).result == "('[user] hi', '[user] hi')"


def test_a_new_cell_that_fails_keeps_what_came_before_the_error(cell: Cell, kernel: Kernel) -> None:
    """In a first run there is no old code to go on serving, so what was registered serves."""
    code = '@box.consumer("chat.more")\ndef more(message): ...\n'
    assert cell("more", code + "nothing").error == "NameError"
    assert "more" in kernel.ask("list(box.consumers)")
    cell("more", code.replace("def more", "def fewer"))
    assert kernel.ask("list(box.consumers)")[3:] == ["fewer"]


def test_a_view_is_swapped_and_renamed(cell: Cell, kernel: Kernel) -> None:
    """Views of a cell are replaced in the same way."""
    view = (
        "from django.http import HttpResponse\n"
        "@box.view('hello/')\ndef hello(request): return HttpResponse('one')\n"
    )
    cell("view", view)
    assert kernel.ask("box.get('/hello/').text") == "one"
    cell("view", view.replace("one", "two"))
    assert kernel.ask("box.get('/hello/').text") == "two"
    assert cell("view", view.replace("one", "three") + "1 / 0").error == "ZeroDivisionError"
    assert kernel.ask("box.get('/hello/').text") == "two"
    cell("view", view.replace("'hello/'", "'bye/'"))
    assert kernel.ask("[box.get(path).status_code for path in ('/hello/', '/bye/')]") == [404, 200]


def test_a_new_box_says_what_went_and_is_empty(cell: Cell, kernel: Kernel) -> None:
    """Starting again ends the earlier box in one line; its tabs say that it has ended."""
    ran = cell("start", START)
    assert re.fullmatch(
        r"The sandbox before this one ended: 3 consumers, 2 tabs went\. "
        r"Run their cells again, first those with the code: \[\d+\]\.\n",
        ran.stdout,
    )
    assert (ran.error, ran.stderr) == ("", "")
    assert kernel.ask("[list(box.consumers), list(box.tabs), list(box.groups)]") == [[], [], []]
    assert cell("hi", HI).error == "TabClosed"
    assert cell("start", START).stdout == ""


def test_connecting_again_closes_the_earlier_tab(cell: Cell, kernel: Kernel) -> None:
    """The earlier alice is closed, then the new one opens; without a name there are new tabs."""
    cell("keep", "first = alice")
    cell("connect", CONNECT)
    assert kernel.ask("first.closed is not None and alice.closed is None")
    assert kernel.ask("[list(box.tabs), len(box.groups['chat'])]") == [["alice", "bob"], 2]
    cell("more", "tab = box.connect('/')")
    cell("more", "tab = box.connect('/')")
    assert kernel.ask("list(box.tabs)") == ["alice", "bob", "tab 1", "tab 2"]


def test_run_all_twice_is_as_once(cell: Cell, kernel: Kernel) -> None:
    """After Run All, run a second time, everything is as after the first."""
    look = (
        "[box.settle(), list(box.consumers), [one.version for one in box.consumers.values()], "
        "{name: len(tab.frames) for name, tab in box.tabs.items()}, "
        "[member.label for member in box.groups['chat']], str(box.ledger), str(box.lost)]"
    )
    ends = []
    for _ in range(2):
        for name, code in (("start", START), ("chat", CHAT), ("connect", CONNECT), ("hi", HI)):
            assert not cell(name, code).error
        ends.append(kernel.ask(look))
    assert ends[0] == ends[1]


def test_threads_do_not_pile_up(cell: Cell, kernel: Kernel) -> None:
    """Starting again and again leaves as many threads and sockets as once."""
    count = (
        "(__import__('threading').active_count(), "
        "len(__import__('psutil').Process().net_connections()))"
    )
    before = kernel.ask(count)
    for _ in range(3):
        for name, code in (("start", START), ("chat", CHAT), ("connect", CONNECT), ("hi", HI)):
            assert not cell(name, code).error
    assert kernel.ask(count) == before


def waiting(code: str) -> str:
    """Return *code*, with a word said while it waits.

    Not before: a signal that comes in the moment in which Python begins to wait for a lock is seen
    after the wait only, which no person's ■ is quick enough for.
    """
    word = "threading.Timer(0.2, lambda: print('waiting', flush=True)).start()"
    return f"import threading; {word}; {code}"


def test_an_interrupt_ends_the_cell_only(cell: Cell, kernel: Kernel) -> None:
    """■ ends a wait at once; sandbox, tabs and consumers go on working."""
    request = kernel.send(waiting("bob.receive(timeout=60)"))
    kernel.wait_for_output("waiting")
    kernel.interrupt()
    assert kernel.result(request).error == "KeyboardInterrupt"
    assert kernel.ask("[alice.closed, bob.closed, box.stopped]") == [None, None, False]
    assert cell("hi", HI).result == "('[user] hi', '[user] hi')"


def test_an_interrupt_ends_settle_and_get(cell: Cell, kernel: Kernel) -> None:
    """The same for the other waits, while a consumer is busy."""
    cell(
        "slow",
        "import threading; go = threading.Event()\n"
        "@box.consumer('chat.slow')\ndef slow(message): go.wait(60)\n"
        "from sandbox import Channel; Channel('chat.slow').send({})",
    )
    for wait in ("box.settle(60)", "box.get('/', timeout=60)", "list(bob)"):
        request = kernel.send(waiting(wait))
        kernel.wait_for_output("waiting")
        kernel.interrupt()
        assert kernel.result(request).error == "KeyboardInterrupt", wait
    assert not cell("go", "go.set(); box.settle()").error
    assert cell("hi", HI).result == "('[user] hi', '[user] hi')"


def test_await_is_not_needed_but_works(cell: Cell) -> None:
    """Tabs and boxes await to themselves, also where the kernel's own loop runs."""
    ran = cell("await", "carol = await box.connect('/', name='carol'); await box is box")
    assert (ran.error, ran.result) == ("", "True")


# -- names ----------------------------------------------------------------------------------------


def test_the_classic_names_are_there_after_import_sandbox(kernel: Kernel) -> None:
    """`from channels import Group` is the sandbox's own class, without a second import."""
    ran = kernel.run(
        "import sandbox\nfrom channels import Group\nfrom channels.routing import route\n"
        "Group is sandbox.Group, route is sandbox.route"
    )
    assert (ran.error, ran.result) == ("", "(True, True)"), ran.message


# -- the kernel's end -----------------------------------------------------------------------------


def reachable(port: int) -> bool:
    """Say whether somebody listens on *port*."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


@pytest.fixture
def own_kernel(tmp_path: Path) -> Iterator[Kernel]:
    """A kernel for one test that ends it."""
    kernel = Kernel(tmp_path)
    yield kernel
    kernel.shutdown()


def test_restart_and_shutdown_leave_nothing(own_kernel: Kernel) -> None:
    """With the kernel its process, its port and its temporary files are gone."""
    for end in (own_kernel.restart, own_kernel.shutdown):
        for code in (START, CHAT, CONNECT, HI):
            ran = own_kernel.run(code)
            assert not ran.error, ran.message
        pid, port = own_kernel.ask("[__import__('os').getpid(), box.port]")
        assert reachable(port)
        end()
        assert not reachable(port)
        with contextlib.suppress(psutil.NoSuchProcess):
            assert psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
        assert os.listdir(own_kernel.temporary) == []
