"""Recorded logs for the tests of the front end: real sandboxes do what users do.

``python -m tests.views.record_logs [NAME …]`` writes ``tests/data/logs/NAME.jsonl`` (a log in the
form of a recording) anew, ``NAME.ledger.json`` (what :func:`sandbox.trace.ledger.fold` makes of it)
and ``NAME.stories.json`` (the trees that :func:`sandbox.trace.story.story` makes of some things).
"""

from __future__ import annotations

import contextlib
import json
import re
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.http import HttpResponse

from sandbox import Channel, Group, Sandbox
from sandbox.consumers.exceptions import ConsumeLater
from sandbox.errors import ChannelFull, NothingArrived
from sandbox.trace.events import Event, to_dict
from sandbox.trace.ledger import fold
from sandbox.trace.story import Node, story

__all__ = ["FOLDER", "SCENARIOS", "as_lines", "ledger_rows", "record", "stories"]

ROOT = Path(__file__).resolve().parent.parent.parent
"""The repository."""

FOLDER = ROOT / "tests" / "data" / "logs"
"""Where the recorded logs live."""

PATIENCE = 20.0
"""Seconds that anything may take before the recording fails."""


def in_a_cell(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return *function* with the name that it has when its user writes it in a notebook."""
    function.__module__, function.__qualname__ = "__main__", function.__name__
    return function


def add_chat(box: Sandbox, *, leaves: bool = True) -> None:
    """Register the talk's consumers; without *leaves* nobody takes closed tabs out."""

    @box.consumer("websocket.connect")
    @in_a_cell
    def ws_add(message: Any) -> None:
        Group("chat").add(message.reply_channel)

    @box.consumer("websocket.receive")
    @in_a_cell
    def ws_message(message: Any) -> None:
        Group("chat").send({"text": "[user] {}".format(message.content["text"])})

    if leaves:

        @box.consumer("websocket.disconnect")
        @in_a_cell
        def ws_disconnect(message: Any) -> None:
            Group("chat").discard(message.reply_channel)


def chat(box: Sandbox) -> None:
    """The talk's chat: two tabs, one message, one leaves in order."""
    add_chat(box)
    alice, bob = box.connect("/", name="alice"), box.connect("/", name="bob")
    alice.send("hi")
    for tab in (alice, bob):
        tab.expect("[user] hi", timeout=PATIENCE)
    bob.close()
    box.settle(PATIENCE)
    alice.send("still here?")
    alice.expect("[user] still here?", timeout=PATIENCE)


def ghost(box: Sandbox) -> None:
    """Nobody takes bob out of the group: what is sent to him is lost."""
    add_chat(box, leaves=False)
    alice, bob = box.connect("/", name="alice"), box.connect("/", name="bob")
    bob.close()
    box.settle(PATIENCE)
    alice.send("hi")
    alice.expect("[user] hi", timeout=PATIENCE)


def losses(box: Sandbox) -> None:
    """Full, refused, expired, without a route: each once or twice."""
    began, go = threading.Event(), threading.Event()

    @box.consumer("jobs", kind="known")
    @in_a_cell
    def work(message: Any) -> None:
        began.set()
        go.wait(PATIENCE)

    Channel("jobs").send({"kind": "known"})
    began.wait(PATIENCE)
    Group("slow").add("jobs")
    for number in range(4):
        Group("slow").send({"kind": "other", "n": number})
    with contextlib.suppress(ChannelFull):
        Channel("jobs").send({"kind": "other"})
    go.set()
    box.settle(PATIENCE)
    Group("slow").discard("jobs")


def expired(box: Sandbox) -> None:
    """The only worker is busy for longer than a message lives."""
    began, go = threading.Event(), threading.Event()
    add_chat(box)

    @box.consumer("block")
    @in_a_cell
    def block(message: Any) -> None:
        began.set()
        go.wait(PATIENCE)

    alice = box.connect("/", name="alice")
    Channel("block").send({})
    began.wait(PATIENCE)
    alice.send("too late")
    with contextlib.suppress(NothingArrived):
        alice.receive(timeout=0.3)
    go.set()
    box.settle(PATIENCE)


def http(box: Sandbox) -> None:
    """A view, a view that fails, and a request that is held open and answered from a cell."""

    @box.view("hello/")
    @in_a_cell
    def hello(request: Any) -> HttpResponse:
        return HttpResponse("hello")

    held: list[Any] = []
    holds = threading.Event()

    @box.consumer("http.request", path=r"^/poll/")
    @in_a_cell
    def poll(message: Any) -> None:
        held.append(message.reply_channel)
        holds.set()

    assert box.get("/hello/").text == "hello"
    assert box.get("/nowhere/").status_code == 404
    later = box.get("/poll/", wait=False)
    holds.wait(PATIENCE)
    held[0].send({"status": 200, "content": b"news"})
    assert later.result(PATIENCE).text == "news"


def raises(box: Sandbox) -> None:
    """A consumer that raises, and one that asks to see its message again."""
    tries: list[int] = []

    @box.consumer("websocket.receive", text="^boom")
    @in_a_cell
    def explode(message: Any) -> None:
        raise ValueError("no such room")

    @box.consumer("later")
    @in_a_cell
    def later(message: Any) -> None:
        tries.append(1)
        if len(tries) < 3:
            raise ConsumeLater

    add_chat(box)
    alice = box.connect("/", name="alice")
    alice.send("boom")
    Channel("later").send({})
    box.settle(PATIENCE)


def kill(box: Sandbox) -> None:
    """A worker is killed with a message in hand, and another takes its place."""
    add_chat(box)
    began, go = threading.Event(), threading.Event()

    @box.consumer("block")
    @in_a_cell
    def block(message: Any) -> None:
        began.set()
        go.wait(PATIENCE)

    alice = box.connect("/", name="alice")
    Channel("block").send({})
    began.wait(PATIENCE)
    box.workers[1].kill()
    go.set()
    alice.send("hi")
    alice.expect("[user] hi", timeout=PATIENCE)


def edit(box: Sandbox) -> None:
    """A consumer is edited while its clients stay connected."""
    add_chat(box)
    alice = box.connect("/", name="alice")
    alice.send("one")
    alice.expect("[user] one", timeout=PATIENCE)

    @box.consumer("websocket.receive")
    @in_a_cell
    def ws_message(message: Any) -> None:
        Group("chat").send({"text": message.content["text"].upper()})

    alice.send("two")
    alice.expect("TWO", timeout=PATIENCE)


def crowd(box: Sandbox) -> None:
    """A crowd hears what one says, and half of it leaves without a word."""
    add_chat(box, leaves=False)
    alice = box.connect("/", name="alice")
    fans, guests = box.crowd(6, "/", name="fans"), box.crowd(6, "/", name="guests")
    alice.send("hello all")
    box.settle(PATIENCE)
    guests.close()
    box.settle(PATIENCE)
    alice.send("who is left?")
    box.settle(PATIENCE)
    fans.close()


def holds(box: Sandbox) -> None:
    """Messages are stopped, changed and let through by hand, and faults begin and end."""
    add_chat(box)
    alice, bob = box.connect("/", name="alice"), box.connect("/", name="bob")
    stop = box.hold("websocket.receive", where="text~bomb")
    for text in ("bomb 1", "hello", "bomb 2", "bomb 3", "bomb 4"):
        alice.send(text)
    stop.wait(PATIENCE, n=4)
    stop[0].edit(text="flower")
    stop[1].drop()
    stop[2].move_to(0)
    stop[1].duplicate().edit(text="a copy")
    stop[2].delay(0.02)
    stop.step()
    stop.end()
    for _ in range(4):  # hello, bomb 4, flower, bomb 3; the copy was delayed
        alice.receive(PATIENCE)
    alice.expect("[user] a copy", timeout=PATIENCE)
    with box.hold(bob, where="text~secret") as outwards:
        alice.send("secret")
        outwards.wait(PATIENCE)
    with box.faults.lose(bob):
        alice.send("lost")
        box.settle(PATIENCE)
    with box.faults.slow("consumer:ws_message", seconds=0.01):
        alice.send("slow")
        box.settle(PATIENCE)
    with box.faults.cut(bob):
        box.settle(PATIENCE)


def processes(box: Sandbox) -> None:
    """Two servers and four workers in processes of their own; one of each is killed."""
    add_chat(box)
    box.scale(servers=2, workers=4, processes=True)
    alice, bob = box.connect("/", name="alice"), box.connect("/", name="bob")
    alice.send("hi")
    for tab in (alice, bob):
        tab.expect("[user] hi", timeout=PATIENCE)
    box.settle(PATIENCE)
    with replaced(box, "worker.started"):
        box.workers[2].kill()
    with replaced(box, "server.started"):
        box.servers[2].kill()
    alice.send("still here?")
    for tab in (alice, bob):
        tab.expect("[user] still here?", timeout=PATIENCE)


@contextlib.contextmanager
def replaced(box: Sandbox, kind: str) -> Iterator[None]:
    """Wait in the end until the log tells of the one that replaces what was killed."""
    told = threading.Event()

    def look(events: list[Event], missed: int) -> None:
        if any(event.kind == kind for event in events):
            told.set()

    subscription = box.log.subscribe(look, name="recording")
    yield
    assert told.wait(PATIENCE), f"no {kind} came"
    subscription.stop()


SCENARIOS: dict[str, tuple[Callable[[Sandbox], None], dict[str, Any]]] = {
    "chat": (chat, {}),
    "ghost": (ghost, {}),
    "losses": (losses, {"capacity": 2}),
    "expired": (expired, {"expiry": 0.05}),
    "http": (http, {}),
    "raises": (raises, {}),
    "kill": (kill, {}),
    "edit": (edit, {}),
    "crowd": (crowd, {"workers": 2}),
    "holds": (holds, {}),
    "processes": (processes, {"layer": "redis"}),
}
"""Name → what happens, and in what kind of sandbox."""


def record(name: str) -> list[Event]:
    """Play the scenario *name* in a sandbox of its own; return its log."""
    play, options = SCENARIOS[name]
    box = Sandbox(name=f"recording of {name}", seed=1, **options)
    try:
        play(box)
        box.settle(PATIENCE)
    finally:
        box.stop()
    return box.log.events()


def as_lines(events: Iterable[Event]) -> list[str]:
    """Return the head and one line for each event, as in a recording."""
    lines, last = [json.dumps({"at": 0.0})], 0.0
    for event in events:
        fields = {key: value for key, value in to_dict(event).items() if value is not None}
        at, kind = round(fields.pop("at"), 6), fields.pop("kind")
        lines.append(_compact([round(at - last, 6), kind, fields]))
        last = at
    return lines


def _compact(value: Any) -> str:
    """Return *value* as JSON on one line; no path in it is one of this machine."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace(f"{ROOT}/", "")
    return re.sub(r'"[^"]*/sandbox-redis-\w+/', '"/run/redis/', text)


def ledger_rows(events: Iterable[Event]) -> list[list[Any]]:
    """Return the rows of the events' ledger, in the form of a batch's ``sums``."""
    return [
        [
            *(row.layer, row.channel),
            *(row.accepted, row.queued, row.held, row.in_hand, row.delivered),
            *(dict(sorted(row.lost.items())), dict(sorted(row.refused.items()))),
        ]
        for row in fold(events)
    ]


def stories(events: list[Event]) -> dict[str, list[list[Any]]]:
    """Return the stories of some things, the first of a sort (a connection, a frame, a message …)
    and the last, as rows from the top: depth, id, the numbers of its events."""
    ids = list(dict.fromkeys(event.id for event in events if event.id is not None))
    firsts = {one[0]: one for one in reversed(ids)}
    lasts = {one[0]: one for one in ids}
    about = sorted({*firsts.values(), *lasts.values()})
    return {
        one: [row for root in story(events, one).tree for row in _outline(root)] for one in about
    }


def _outline(node: Node, depth: int = 0) -> list[list[Any]]:
    own = [depth, node.id, [event.seq for event in node.events]]
    return [own, *(row for child in node.children for row in _outline(child, depth + 1))]


def main(names: list[str]) -> None:
    """Record these scenarios anew, or every one."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in names or SCENARIOS:
        events = record(name)
        lines = "\n".join(as_lines(events)) + "\n"
        rows = ",\n".join(_compact(row) for row in ledger_rows(events))
        (FOLDER / f"{name}.jsonl").write_text(lines, encoding="utf-8")
        told = ",\n".join(f'"{one}":{_compact(rows)}' for one, rows in stories(events).items())
        (FOLDER / f"{name}.stories.json").write_text(f"{{\n{told}\n}}\n", encoding="utf-8")
        (FOLDER / f"{name}.ledger.json").write_text(f"[\n{rows}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
