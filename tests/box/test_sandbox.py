"""The whole, as a user meets it: options, life, clients, ends."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse

from sandbox import Channel, Group, NothingArrived, PortTaken, Sandbox, SandboxStopped, TabClosed
from sandbox.box import runtimes
from sandbox.box import sandbox as module
from sandbox.errors import SandboxError
from tests.box.conftest import Make, add_chat

ROOT = Path(module.__file__).parent.parent.parent


def script(text: str, timeout: float = 60) -> subprocess.CompletedProcess[str]:
    """Run *text* in a Python of its own, with a Django from nothing."""
    environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", text],
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT)},
    )


# -- the talk's chat, in the sheet's words ----------------------------------------------------


def test_the_sheet(chat: Sandbox) -> None:
    """Clients as API.md has them."""
    alice, bob = chat.connect("/", name="alice"), chat.connect("/", name="bob")
    alice.send("hi")
    assert bob.receive(timeout=5) == "[user] hi"
    assert alice.expect("[user] hi") == "[user] hi"
    bob.expect_nothing()
    alice.send_json({"n": 1})
    assert bob.expect(lambda data: "n" in data) == '[user] {"n": 1}'
    alice.send("a")
    alice.send("b")
    assert list(bob) == ["[user] a", "[user] b"]
    assert list(alice)[1:] == ["[user] a", "[user] b"]
    assert bob.inbox == ()
    assert [frame.direction for frame in bob.frames] == ["received"] * 4
    assert alice in chat.groups["chat"]
    assert len(chat.groups["chat"]) == 2
    alice.close(code=1000)
    chat.settle()
    assert alice not in chat.groups["chat"]
    assert list(alice) == []
    with pytest.raises(TabClosed):
        alice.send("x")
    alice.reopen().send("again")
    assert bob.receive() == "[user] again"
    assert chat.ledger.balanced


def test_a_frame_is_no_message(chat: Sandbox) -> None:
    """The text says what to call instead."""
    alice = chat.connect("/")
    with pytest.raises(TypeError) as caught:
        alice.send({"text": "hi"})  # type: ignore[arg-type]
    assert str(caught.value) == (
        "a frame is text or bytes; send_json(…) for JSON; Channel(…).send(…) for a channel message"
    )


def test_iterating_ends_when_all_has_settled(chat: Sandbox) -> None:
    """A cell never hangs."""
    bob = chat.connect("/", name="bob")
    for _ in range(5):
        bob.send("x")
    assert list(bob) == ["[user] x"] * 5
    assert list(bob) == []


def test_it_awaits_to_itself(make: Make) -> None:
    """In a cell with ``await``."""

    async def cell() -> None:
        async with make() as box:
            assert await box is box
            add_chat(box)
            alice = await box.connect("/")
            alice.send("hi")
            assert alice.receive() == "[user] hi"
        assert box.stopped

    asyncio.run(cell())


def test_with(make: Make) -> None:
    """And without await."""
    with make() as box:
        assert not box.stopped
    assert box.stopped


def test_a_long_poll_is_held_while_the_cell_goes_on(box: Sandbox) -> None:
    """wait=False; answered by a message from anywhere."""

    @box.consumer("http.request", path="^/poll")
    def poll(message: Any) -> None:
        Group("pollers").add(message.reply_channel)

    laters = [box.get("/poll/", wait=False) for _ in range(3)]
    box.settle()
    assert [later.done for later in laters] == [False] * 3
    assert [member.label for member in box.groups["pollers"]] == ["GET /poll/"] * 3
    Group("pollers").send({"status": 200, "content": b"now"})
    assert [later.result(5).text for later in laters] == ["now"] * 3


def test_posting(box: Sandbox) -> None:
    """A form, JSON, bytes; to a view that a worker runs."""

    @box.view("echo/")
    def echo(request: Any) -> Any:
        return HttpResponse(request.POST.get("a") or request.body)

    assert box.post("/echo/", {"a": "1"}).text == "1"
    assert box.post("/echo/", json=[1]).json() == [1]
    assert box.post("/echo/", b"raw").content == b"raw"


def test_a_crowd_of_200(make: Make) -> None:
    """Many light tabs as one."""
    box = make(capacity=1000)
    add_chat(box)
    fans = box.crowd(200, "/")
    box.settle()
    assert len(box.groups["chat"]) == 200
    fans[0].send("hi")
    assert fans.wait(each=1, timeout=20) == 200
    box.settle()
    assert fans.received == 200
    fans.close()
    box.settle()
    assert "chat" not in box.groups


def test_the_orm_from_a_cell(box: Sandbox, database: None) -> None:
    """In a thread where it may be used."""
    from django.contrib.auth.models import User

    async def cell() -> int:
        count: int = box.sync(User.objects.filter(username="nobody").count)
        return count

    assert asyncio.run(cell()) == 0


def test_an_endless_consumer_is_replaced(box: Sandbox) -> None:
    """kill() puts a new worker in its place; the message has a fate."""
    began = threading.Event()

    @box.consumer("loop")
    def loop(message: Any) -> None:
        began.set()
        while True:
            pass

    seen = []
    box.consumer("after")(seen.append)
    Channel("loop").send({})
    assert began.wait(5)
    box.workers[1].kill()
    Channel("after").send({})
    box.settle()
    assert len(seen) == 1
    assert box.ledger.total.lost == {"worker_killed": 1}


# -- names and replacement --------------------------------------------------------------------


def test_a_second_one_of_the_same_name_replaces_the_first(make: Make) -> None:
    """Its tabs say so."""
    first = make()
    alice = first.connect("/", name="alice")
    second = make()
    assert (first.stopped, second.stopped) == (True, False)
    for use in (lambda: alice.send("x"), alice.receive, alice.reopen):
        with pytest.raises(
            TabClosed,
            match=r"(?i)^this tab belonged to an earlier sandbox; run the cell that connects again",
        ):
            use()
    for verb in (first.connect, first.get, first.settle, lambda: first.crowd(2)):
        with pytest.raises(SandboxStopped, match="'default' has ended"):
            verb()  # type: ignore[operator]
    with pytest.raises(SandboxStopped):
        first.routing = []
    with pytest.raises(SandboxStopped):
        first.consumer("a")(print)
    assert second.tabs == {}


def test_in_a_kernel_one_line_says_what_went(
    make: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing for an empty one."""
    monkeypatch.setattr(module, "in_kernel", lambda: True)
    make()
    add_chat(make())
    box = module._running["default"]
    box.view("a/")(lambda request: None)
    box.connect("/", name="alice")
    box.connect("/", name="gone").close()
    make()
    assert capsys.readouterr().out == (
        "The sandbox before this one ended: 3 consumers, 1 view, 1 tab went. "
        "Run their cells again.\n"
    )


def test_two_names_are_two_sandboxes(make: Make) -> None:
    """``Group("chat")`` in a consumer belongs to its own; in a cell to the one started last."""
    one, two = make(name="one"), make(name="two")
    add_chat(one)
    add_chat(two)
    alice, bob = one.connect("/", name="alice"), two.connect("/", name="bob")
    alice.send("hi")
    one.settle()
    two.settle()
    assert (alice.inbox, bob.inbox) == (("[user] hi",), ())
    Group("chat").send({"text": "cell"})
    assert bob.receive() == "cell"
    Group("chat", channel_layer=one.layers["default"]).send({"text": "one"})
    assert alice.expect("one") == "one"
    two.stop()
    Group("chat").send({"text": "back to one"})
    assert alice.receive() == "back to one"


# -- options ----------------------------------------------------------------------------------


def test_options(make: Make) -> None:
    """Numbers of workers and servers, capacity, expiry, seed."""
    box = make(workers=3, servers=2, capacity=5, expiry=1.5, seed=7)
    assert (list(box.workers), list(box.servers)) == ([1, 2, 3], [1, 2])
    assert box.port == box.servers[1].port
    assert (box.url, box.ws_url) == (f"http://127.0.0.1:{box.port}", f"ws://127.0.0.1:{box.port}")
    assert "capacity 5, expiry 1.5 s" in repr(box)
    prefix = box.servers[1].prefix
    assert make(seed=7, servers=2).servers[1].prefix == prefix


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"workers": -1}, "workers is at least 0, not -1"),
        ({"servers": 0}, "servers is at least 1, not 0"),
        ({"port": 70000}, "from 1 to 65535"),
        ({"port": -1}, "port is at least 0, not -1"),
        ({"capacity": 0}, "capacity is at least 1, not 0"),
        ({"expiry": 0}, "more than 0 seconds"),
    ],
)
def test_options_that_cannot_be(make: Make, options: Any, text: str) -> None:
    """The sandbox before goes on."""
    box = make()
    with pytest.raises(ValueError, match=text):
        make(**options)
    assert not box.stopped


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"workers": "1"}, "workers is a whole number, not '1': write workers=1."),
        ({"servers": None}, "servers is a whole number, not None: write servers=1."),
        ({"port": 8000.0}, "port is a whole number, not 8000.0: write port=0."),
        ({"capacity": True}, "capacity is a whole number, not True: write capacity=100."),
        ({"expiry": "60"}, "expiry is a number of seconds, not '60': write expiry=60."),
        ({"host": 3}, "host is text such as '127.0.0.1', not 3."),
        ({"name": None}, "name is text such as 'default', not None."),
        ({"auto_accept": "no"}, "auto_accept is True or False, not 'no': write auto_accept=True"),
        ({"seed": []}, "seed is a number or text, or None for another one each time, not []"),
        ({"settings": 3}, "settings= takes the name of a settings module"),
        ({"routing": 3}, "A routing is a list of route"),
    ],
)
def test_options_of_a_wrong_kind(make: Make, options: Any, text: str) -> None:
    """They are named, with what came and what to write; the sandbox before goes on."""
    box = make()
    with pytest.raises(TypeError, match=re.escape(text)):
        make(**options)
    assert not box.stopped


def test_a_port_that_is_taken_leaves_nothing_behind(make: Make) -> None:
    """Threads and sockets are counted by the fixture of all tests."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} on 127.0.0.1 cannot be used"):
            make(port=port)
    assert make(port=port).port == port
    assert make(port=port).port == port


@pytest.mark.parametrize("broken", ["Pool", "LoopThread", "when_cells_end", "Settler"])
def test_a_constructor_that_fails_midway_cleans_up(
    make: Make, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """At whichever part, an interrupt included; the next one works."""

    def fail(*args: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(module if hasattr(module, broken) else runtimes, broken, fail)
        with pytest.raises(KeyboardInterrupt):
            make()
    make().connect("/").close()


@pytest.mark.parametrize(
    ("settings", "error"), [("no.such.settings", SandboxError), (3, TypeError)]
)
def test_wrong_settings(make: Make, settings: Any, error: type[Exception]) -> None:
    """Before anything starts or ends."""
    box = make()
    with pytest.raises(error):
        make(settings=settings)
    assert not box.stopped


# -- its ends ---------------------------------------------------------------------------------


def test_stopping_twice_and_from_many_threads(chat: Sandbox) -> None:
    """Harmless; each call returns when it has ended."""
    chat.connect("/", name="alice")
    states: list[bool] = []

    def stop() -> None:
        chat.stop()
        states.append(chat.stopped)

    threads = [threading.Thread(target=stop) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    chat.stop()
    assert states == [True] * 4
    assert chat.groups == {}  # the disconnect consumer had its last word
    assert repr(chat).startswith("<Sandbox 'default'>\n  stopped  ")


def test_stopping_with_a_consumer_that_never_ends(box: Sandbox) -> None:
    """It is killed; the message has a fate."""
    began = threading.Event()

    @box.consumer("loop")
    def loop(message: Any) -> None:
        began.set()
        while True:
            pass

    Channel("loop").send({})
    assert began.wait(5)
    box.stop()
    assert box.ledger.total.lost == {"worker_killed": 1}


def test_stopping_with_100_held_requests(box: Sandbox) -> None:
    """Each ends, with an error that names it."""
    box.consumer("http.request")(lambda message: None)
    laters = [box.get("/poll/", wait=False) for _ in range(100)]
    box.settle()
    box.stop()
    assert all(later.done for later in laters)
    with pytest.raises(TabClosed):
        laters[0].result()


def test_a_consumer_may_stop_its_sandbox(box: Sandbox) -> None:
    """And ends like any other."""

    @box.consumer("stop")
    def stop(message: Any) -> None:
        box.stop()

    Channel("stop").send({})
    assert box._stopped.wait(10)
    assert box.stopped


def test_waiting_ends_with_the_sandbox(box: Sandbox) -> None:
    """For scripts."""
    threading.Timer(0.05, box.stop).start()
    box.wait()
    assert box.stopped


def test_an_end_that_fails_does_not_keep_the_others_from_theirs(make: Make) -> None:
    """Everything else has ended."""
    box = make()
    box._ending.callback(lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        box.stop()
    assert box.stopped
    make()


START = """
import faulthandler; faulthandler.dump_traceback_later(50, exit=True)
import os, signal, sys, threading
from sandbox import Sandbox, Group, NothingArrived
def interrupt():
    signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
box = Sandbox()
@box.consumer("websocket.receive")
def ws_message(message):
    message.reply_channel.send({"text": message["text"]})
alice = box.connect("/", name="alice")
"""


@pytest.mark.parametrize(
    "end",
    [
        "",
        "import atexit; atexit.register(box.stop)",
        "sys.exit(0)",
        "box.get('/', wait=False)",
        "box.consumer('loop')(lambda m: exec('while True: pass'))\n"
        "from sandbox import Channel; Channel('loop').send({})",
    ],
)
def test_a_script_that_ends_without_stopping(end: str) -> None:
    """It exits, quietly, with nothing left open."""
    done = script(START + end)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_signal_may_stop_it_in_the_midst_of_stopping() -> None:
    """The handler runs in the very thread that stops."""
    done = script(
        START
        + """
signal.signal(signal.SIGTERM, lambda *_: (box.stop(), print("handled")))
real = box._pool.stop
def stop(*args):
    signal.raise_signal(signal.SIGTERM)
    return real(*args)
box._pool.stop = stop
box.stop()
print(box.stopped, threading.active_count())
"""
    )
    assert done.stdout == "handled\nTrue 1\n", done.stderr


def test_an_interrupt_ends_the_cell_not_the_sandbox() -> None:
    """In every wait: receive, settle, result, a page, an iteration."""
    done = script(
        START
        + """
go = threading.Event()
box.consumer("http.request")(lambda message: go.wait(30))
later = box.get("/", wait=False)
waits = [
    lambda: alice.receive(timeout=None),
    lambda: box.settle(timeout=30),
    lambda: later.result(),
    lambda: box.get("/"),
    lambda: list(alice),
]
for wait in waits:
    threading.Timer(0.2, interrupt).start()
    try:
        wait()
    except KeyboardInterrupt:
        print("interrupted")
go.set()
alice.send("hi")
print(alice.receive())
box.settle()
box.stop()
print(box.log.ledger() == box.ledger, threading.active_count())
"""
    )
    assert done.stdout == "interrupted\n" * 5 + "hi\nTrue 1\n", done.stdout + done.stderr


def test_an_interrupt_ends_a_script_that_waits() -> None:
    """Ctrl-C stops it, without a traceback."""
    done = script(
        START
        + """
threading.Timer(0.2, interrupt).start()
box.wait()
print(box.stopped, threading.active_count())
"""
    )
    assert (done.stdout, done.stderr) == ("True 1\n", "")


def test_a_notebook_name_is_shown_without_its_module() -> None:
    """In ladder, story and consumers."""
    done = script(
        START
        + """
alice.send("hi"); box.settle()
assert list(box.consumers) == ["ws_message"]
assert "websocket.receive -> ws_message" in repr(box.routing)
assert "__main__" not in str(box.story()) + repr(box.routing) + repr(box.find())
assert box.story(alice).events and "alice" in str(box.story("alice"))
"""
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_settings_that_make_a_sandbox_are_told_so(tmp_path: Path) -> None:
    """They do not hang."""
    (tmp_path / "mysettings.py").write_text("from sandbox import Sandbox\nSandbox()\n")
    done = script(
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from sandbox import Sandbox\n"
        "try:\n    Sandbox(settings='mysettings')\n"
        "except Exception as error:\n    print(error)\n"
    )
    assert "Sandbox() was called by code that runs while Django starts" in done.stdout, done.stderr


# -- showing itself ---------------------------------------------------------------------------


def test_representations_invite_and_tell(chat: Sandbox) -> None:
    """What there is; what to do where there is nothing yet; after its end."""
    assert 'tabs       none yet: box.connect("/", name="alice") opens one' in repr(chat)
    chat.connect("/", name="<b>alice</b>")
    Channel("jobs").send({})
    assert "1 on jobs" in repr(chat)
    assert "worker:1 idle" in repr(chat)
    shown = chat._repr_html_()
    assert "<b>" not in shown
    assert "&lt;b&gt;alice" in shown
    chat.stop()
    assert "stopped" in chat._repr_html_()
    for thing in (chat.tabs, chat.groups, chat.channels, chat.consumers, chat.routing, chat.lost):
        assert repr(thing)


def test_a_representation_never_raises() -> None:
    """Not even of one whose constructor has just begun."""
    bare = object.__new__(Sandbox)
    bare.name = "x"
    assert repr(bare) == "<Sandbox 'x'>\n  state  cannot be told at this moment (AttributeError)"
    assert "cannot be told" in bare._repr_html_()


def test_a_name_that_wants_to_be_html(make: Make) -> None:
    """Is text."""
    box = make(name="<script>")
    assert "<script>" not in box._repr_html_()


def test_marks_are_in_the_log(box: Sandbox) -> None:
    """With an id, for stories."""
    assert box.mark("bob joins", notes="…") is not None
    assert [event.label for event in box.find("marked")] == ["bob joins"]


def test_a_story_of_what_the_log_does_not_know(box: Sandbox) -> None:
    """LookupError, with what there is."""
    with pytest.raises(LookupError):
        box.story("nobody")


def test_nothing_arrives(chat: Sandbox) -> None:
    """Waited, came, why."""
    bob = chat.connect("/", name="bob")
    with pytest.raises(
        NothingArrived, match=r"(?s)bob waited 0\.1 s for a frame; .*\nNothing was sent"
    ):
        bob.receive(timeout=0.1)


def test_a_form_can_be_posted_without_a_token(box: Sandbox) -> None:
    """box.post speaks like a program: no page, no Origin, no CSRF token."""
    from django.http import HttpResponse

    @box.view("form/")
    def form(request: Any) -> HttpResponse:
        return HttpResponse(request.POST.get("a", "nothing") + request.headers.get("Origin", ""))

    assert box.post("/form/", {"a": "1"}).text == "1"
    assert box.post("/form/", {"a": "1"}, headers={"Origin": "http://x"}).text == "1http://x"


def test_a_reply_does_not_wait_behind_a_consumer_that_hangs(box: Sandbox) -> None:
    """A worker puts off waking the server within a burst, but the server looks by itself soon."""
    go_on = threading.Event()
    running = threading.Event()

    @box.consumer("websocket.receive")
    def answer(message: Any) -> None:
        if message.content["text"] == "hang":
            running.set()
            go_on.wait(10)
        message.reply_channel.send({"text": message.content["text"]})

    tab = box.connect("/")
    try:
        for number in range(50):
            tab.send(str(number))
        tab.send("hang")
        assert [tab.receive() for _ in range(50)] == [str(number) for number in range(50)]
        assert running.wait(5)
        assert tab.inbox == ()
    finally:
        go_on.set()
    assert tab.receive() == "hang"


def test_a_delayed_message_comes_when_it_is_due(database: None, make: Make) -> None:
    """A sandbox sends what came on asgi.delay by itself, where the app is installed; the story
    leads from the one to the other (§6.5)."""
    got: list[Any] = []
    came = threading.Event()

    def remind(message: Any) -> None:
        got.append(message.content)
        came.set()

    box = make(routing={"remind": remind})
    content = {"channel": "remind", "delay": 20, "content": {"text": "tea", "raw": b"\x00"}}
    Channel("asgi.delay").send(content)
    assert came.wait(10)
    assert got == [{"text": "tea", "raw": b"\x00"}]
    [was_set], [fired] = box.find("kind:timer.set"), box.find("kind:timer.fired")
    assert fired.at >= was_set.due - 0.005
    told = str(box.story(was_set.message))
    assert told.index("timer.set") < told.index("timer.fired") < told.rindex("remind")
    box.stop()
    assert "sandbox-delay" not in {thread.name for thread in threading.enumerate()}
