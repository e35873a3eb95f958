"""How many: workers and servers come and go while a sandbox runs."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from sandbox import Channel, Group, Sandbox
from sandbox.clients import Hub, Tab
from sandbox.errors import SandboxStopped, TabClosed
from tests.workers.scene import wait_for

pytestmark = pytest.mark.runtimes


def kinds(box: Sandbox, prefix: str) -> list[str]:
    """The kinds of events that begin so, each with who."""
    return [f"{one.where} {one.kind}" for one in box.log.events() if one.kind.startswith(prefix)]


def test_workers_are_added_and_serve_at_once(box: Sandbox) -> None:
    """Three consumers run at the same time where there was one worker."""
    together = threading.Barrier(3, timeout=10)

    @box.consumer("job")
    def job(message: Any) -> None:
        together.wait()

    box.scale(workers=3)
    assert list(box.workers) == [1, 2, 3]
    for _ in range(3):
        Channel("job").send({})
    box.settle()
    assert box.ledger.total.delivered == 3


@pytest.mark.blocks
def test_surplus_workers_finish_first(box: Sandbox) -> None:
    """The one that goes takes nothing more and ends its consumer; no message is lost."""
    box.scale(workers=2)
    both, go_on = threading.Barrier(3, timeout=10), threading.Event()

    @box.consumer("job")
    def job(message: Any) -> None:
        both.wait()
        go_on.wait(10)

    for _ in range(2):
        Channel("job").send({})
    both.wait()
    shrinking = threading.Thread(target=box.scale, kwargs={"workers": 1})
    shrinking.start()
    seen: list[Any] = []
    box.consumer("after")(seen.append)
    go_on.set()
    shrinking.join(10)
    Channel("after").send({})
    box.settle()
    assert list(box.workers) == [1]
    assert len(seen) == 1
    assert box.ledger.total.lost == {}
    ended = ["worker:2 worker.stopping", "worker:2 worker.stopped"]
    assert [one for one in kinds(box, "worker.st") if one in ended] == ended


@pytest.mark.blocks
def test_a_worker_that_does_not_finish_is_killed(box: Sandbox) -> None:
    """After the seconds that it was given; its message is accounted for."""
    began = threading.Event()

    @box.consumer("loop")
    def loop(message: Any) -> None:
        began.set()
        while True:
            pass

    Channel("loop").send({})
    assert began.wait(10)
    box.scale(workers=0, timeout=0.05)
    assert list(box.workers) == []
    assert box.ledger.total.lost == {"worker_killed": 1}


@pytest.mark.blocks
def test_servers_are_added_with_ports_of_their_own(box: Sandbox) -> None:
    """Who connects to the second one speaks with the same consumers."""

    @box.consumer("websocket.receive")
    def echo(message: Any) -> None:
        message.reply_channel.send({"text": message["text"]})

    box.scale(servers=2)
    assert list(box.servers) == [1, 2]
    assert box.servers[1].port != box.servers[2].port
    hub = Hub()
    try:
        tab = Tab(hub, f"ws://{box.servers[2].address}/")
        tab.send("hi")
        assert tab.receive() == "hi"
        box.scale(servers=1, timeout=0.05)
        assert list(box.servers) == [1]
        with pytest.raises(TabClosed, match="1012"):
            tab.receive()
    finally:
        hub.close()
    wait_for(box.log, lambda: "server:2 server.stopped" in kinds(box, "server."))
    assert kinds(box, "server.")[-2:] == ["server:2 server.draining", "server:2 server.stopped"]


def test_a_restart_of_a_server_is_noticed_by_nobody(chat: Sandbox) -> None:
    """Tabs go on, and come back by themselves when the old server's time is over."""
    alice, bob = chat.connect("/room?x=1", name="alice"), chat.connect("/", name="bob")
    old = alice.reply_channel.name
    chat.servers[1].restart(deadline=0.05)
    wait_for(chat.log, lambda: "server:1 server.stopped" in kinds(chat, "server."))
    chat.settle()
    assert (alice.closed, bob.closed) == (None, None)
    assert alice.reply_channel.name != old
    assert chat.servers[1].name == "server:1.2"
    alice.send("hi")
    assert (alice.receive(), bob.receive()) == ("[user] hi", "[user] hi")
    assert len(chat.groups["chat"]) == 2
    connects = [one for one in chat.log.events() if one.kind == "connection.opened"]
    again = {(one.label, one.path) for one in connects[2:]}
    assert again == {("alice", "/room"), ("bob", "/")}
    Channel(old).send({"text": "to the old one"})
    chat.settle()
    assert chat.ledger.total.lost == {"no_connection": 1}


def test_what_a_group_sends_in_the_gap_is_not_for_those_who_come_back(chat: Sandbox) -> None:
    """They are members again when their connect consumer has run; before, they are nobody."""
    alice = chat.connect("/", name="alice")
    chat.scale(workers=0)
    chat.servers[1].restart(deadline=0.01, wait=True)
    Group("chat").send({"text": "in the gap"})
    chat.scale(workers=1)
    chat.settle()
    alice.send("after")
    assert alice.receive() == "[user] after"


def test_tabs_of_a_killed_server_come_back(chat: Sandbox) -> None:
    """Their consumers heard of no disconnect, so their old selves stay in the group as ghosts."""
    alice = chat.connect("/", name="alice")
    crowd = chat.crowd(5, "/")
    chat.servers[1].kill()
    chat.settle()
    assert alice.closed is None
    assert crowd.open == 5
    assert [one.ghost for one in chat.groups["chat"]].count(True) == 6
    alice.send("hi")
    assert alice.receive() == "[user] hi"
    assert not chat.find("channel:websocket.disconnect")


def test_nothing_given_changes_nothing(box: Sandbox) -> None:
    """None means: as many as there are."""
    before = box.workers[1].thread
    box.scale()
    assert box.workers[1].thread is before
    assert list(box.workers) == [1]


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"workers": -1}, ValueError, "write workers=4"),
        ({"workers": "four"}, TypeError, "workers is a whole number"),
        ({"servers": 0}, ValueError, "servers is at least 1"),
        ({"timeout": -1}, ValueError, "timeout is from 0"),
    ],
)
def test_what_cannot_be_is_said(
    box: Sandbox, options: dict[str, Any], error: type[Exception], said: str
) -> None:
    """Before anything changes."""
    with pytest.raises(error, match=said):
        box.scale(**options)
    assert list(box.workers) == [1]


def test_a_sandbox_that_has_ended_does_not_grow(box: Sandbox) -> None:
    """The sentence says what to do."""
    box.stop()
    with pytest.raises(SandboxStopped, match="run the cell"):
        box.scale(workers=2)
