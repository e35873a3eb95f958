"""``Sandbox(runtime="cooperative")``: the same sandbox, stepped, seeded and on virtual time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import Channel, Group, NotSettled, Sandbox
from sandbox.consumers.exceptions import ConsumeLater
from sandbox.errors import NotAvailableHere, SandboxError, SandboxStopped
from tests.box.conftest import add_chat

Make = Callable[..., Sandbox]

PROGRAM = Path(__file__).parent / "programs" / "everything.py"
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def stepped(make: Make) -> Sandbox:
    """The talk's chat on the cooperative runtime."""
    box = make(runtime="cooperative", seed=7)
    add_chat(box)
    return box


def kinds(box: Sandbox) -> list[str]:
    """What has happened."""
    return [event.kind for event in box.log.events()]


# -- the same program, the same bytes ------------------------------------------------------------


def recorded(hash_seed: int) -> bytes:
    """The lines of the program's log, from a process of its own."""
    env = {**os.environ, "PYTHONHASHSEED": str(hash_seed), "PYTHONPATH": str(ROOT)}
    env.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, str(PROGRAM)], env=env, capture_output=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_the_same_program_has_the_same_log_byte_for_byte() -> None:
    """In two processes that hash texts differently: with logins, sessions, requests, retries and
    everything else."""
    one, other = recorded(1), recorded(2)
    assert one.count(b"\n") > 1000
    assert b"user.identified" in one
    assert one.splitlines() == other.splitlines()
    assert one == other


def trail(seed: int) -> list[tuple[str, float]]:
    """What happens when three tabs talk at once, and when."""
    box = Sandbox(runtime="cooperative", seed=seed, workers=2, name="trail")
    add_chat(box)
    tabs = [box.connect("/", name=name) for name in "abc"]
    for tab in tabs:
        tab.send(tab.name)
    box.settle()
    box.stop()
    return [(event.where or "", event.at) for event in box.log.events()]


def test_another_seed_is_another_course_of_events() -> None:
    """Each is a possible one; a few seeds are a small search through them."""
    assert trail(1) == trail(1)
    assert len({tuple(trail(seed)) for seed in range(5)}) > 1


def test_the_box_says_what_it_runs_on(make: Make) -> None:
    """With the seed by which the same can be had again, also where none was given."""
    assert "cooperative, seed 7" in repr(make(runtime="cooperative", seed=7))
    assert "cooperative, seed " in repr(make(runtime="cooperative"))
    with pytest.raises(ValueError, match="'threads' or 'cooperative', not 'green'"):
        make(runtime="green")


def test_a_project_endpoint_needs_sockets(make: Make) -> None:
    """Which it says before anything begins."""
    with pytest.raises(NotAvailableHere, match="cooperative runtime has none"):
        make(runtime="cooperative", server_options={"endpoints": []})


# -- waits inside steps --------------------------------------------------------------------------


def test_a_consumer_that_waits_lets_the_others_go_on(make: Make) -> None:
    """A full channel: its sends wait for room, which another worker makes."""
    box = make(runtime="cooperative", seed=1, workers=2, capacity=2)
    seen: list[int] = []

    @box.consumer("many")
    def many(message: Any) -> None:
        for number in range(10):
            Channel("each").send({"number": number})

    box.consumer("each")(lambda message: seen.append(message["number"]))
    Channel("many").send({})
    box.settle()
    assert sorted(seen) == list(range(10))
    assert box.ledger.total.lost == {}


def test_a_consumer_may_wait_for_its_own_sandbox(make: Make) -> None:
    """Where another worker is free; its own send buffer stays its own."""
    stepped = make(runtime="cooperative", seed=1, workers=2)
    add_chat(stepped)
    bob = stepped.connect("/", name="bob")

    @stepped.consumer("ask")
    def ask(message: Any) -> None:
        Channel("websocket.receive").send({"text": "buffered"})
        carol = stepped.connect("/", name="carol")
        carol.send("from within")
        assert carol.receive() == "[user] from within"

    Channel("ask").send({})
    stepped.settle()
    assert bob.inbox == ("[user] from within", "[user] buffered")


def test_what_never_rests_is_told(make: Make) -> None:
    """After its virtual time, with what still moves."""
    box = make(runtime="cooperative", seed=1)
    box.consumer("round")(lambda message: Channel("round").send({}))
    Channel("round").send({})
    with pytest.raises(NotSettled, match=r"queued on round|in hand from round"):
        box.settle(timeout=0.1)
    box.consumers["<lambda>"].remove()


def test_an_endless_consumer_can_be_killed_and_does_not_keep_the_sandbox(make: Make) -> None:
    """The caller hears of the interrupt at once; the worker's place is filled anew."""
    box = make(runtime="cooperative", seed=1)
    entered = threading.Event()

    @box.consumer("endless")
    def endless(message: Any) -> None:
        entered.set()
        while True:
            pass

    def kill() -> None:
        assert entered.wait(10)
        box.workers[1].kill()

    killer = threading.Thread(target=kill)
    killer.start()
    Channel("endless").send({})
    box.settle()
    killer.join()
    assert [loss.reason for loss in box.lost] == ["worker_killed"]
    assert box.workers[1].alive


def test_an_endless_consumer_does_not_keep_the_sandbox_from_ending(make: Make) -> None:
    """Its message is still queued when the end begins: it is killed in it, and lost by name."""
    box = make(runtime="cooperative", seed=1)

    @box.consumer("endless")
    def endless(message: Any) -> None:
        while True:
            pass

    Channel("endless").send({})
    box.stop()
    assert box.stopped
    assert [loss.reason for loss in box.lost] == ["worker_killed"]


def test_an_interrupted_wait_leaves_a_world_that_goes_on(make: Make) -> None:
    """The caller is free at once; who calls next hears what still runs, and a kill ends it."""
    box = make(runtime="cooperative", seed=1)
    entered = threading.Event()

    @box.consumer("endless")
    def endless(message: Any) -> None:
        entered.set()
        while True:
            pass

    def press_stop() -> None:
        assert entered.wait(10)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    presser = threading.Thread(target=press_stop)
    presser.start()
    Channel("endless").send({})
    with pytest.raises(KeyboardInterrupt):
        box.settle()
    presser.join()
    with pytest.raises(SandboxError, match="A step of worker:1 that was interrupted still goes on"):
        box.settle()
    box.workers[1].kill()
    box.settle()
    assert [loss.reason for loss in box.lost] == ["worker_killed"]


def test_after_its_end_nothing_moves(stepped: Sandbox) -> None:
    """And says so."""
    clock = stepped.clock
    stepped.stop()
    with pytest.raises(SandboxStopped):
        clock.step()


# -- the ledger, after every step ----------------------------------------------------------------

Deed = tuple[str, int]

deeds = st.lists(
    st.tuples(
        st.sampled_from(["say", "job", "group", "open", "close", "step", "advance", "page"]),
        st.integers(0, 5),
    ),
    max_size=25,
)


def busy_box(seed: int) -> Sandbox:
    """Consumers that answer, raise, defer, fill channels and leave members behind."""
    box = Sandbox(runtime="cooperative", seed=seed, workers=2, capacity=3, name="busy", expiry=5)

    @box.consumer("websocket.connect")
    def ws_add(message: Any) -> None:
        Group("chat").add(message.reply_channel)

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        Group("chat").send({"text": message["text"]})
        Channel("job").send({"number": int(message["text"])})

    @box.consumer("job")
    def job(message: Any) -> None:
        if message["number"] == 0:
            raise ValueError("no")
        if message["number"] == 1:
            raise ConsumeLater
        if message["number"] > 3:
            Channel("job").send({"number": message["number"] - 2})

    return box


def check(box: Sandbox) -> None:
    """The books balance, and the log tells the same."""
    ledger = box.ledger
    assert ledger.balanced
    assert box.log.ledger() == ledger


def do(box: Sandbox, tabs: list[Any], deed: Deed) -> None:
    """Do one thing; what is refused is refused."""
    what, number = deed
    if what == "open" and len(tabs) < 4:
        tabs.append(box.connect("/"))
    elif what == "close" and tabs:
        tabs.pop(number % len(tabs)).close()
    elif what == "say" and tabs:
        tabs[number % len(tabs)].send(str(number))
    elif what == "job":
        try:
            Channel("job").send({"number": number})
        except Channel("job").channel_layer.ChannelFull:
            pass
    elif what == "group":
        Group("chat").send({"text": str(number)})
    elif what == "advance":
        box.clock.advance(seconds=number)
    elif what == "page":
        assert box.get("/nowhere/").status_code in (404, 503)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), course=deeds)
def test_the_books_balance_after_every_step(people: None, seed: int, course: list[Deed]) -> None:
    """Whatever is sent, raised, deferred, joined, expired or closed, and in whatever order."""
    box = busy_box(seed)
    try:
        tabs: list[Any] = []
        for deed in course:
            do(box, tabs, deed)
            check(box)
            if deed[0] == "step":
                for _ in range(deed[1]):
                    box.clock.step()
                    check(box)
        while box.clock.step():
            check(box)
        box.settle()
    finally:
        box.stop()
    check(box)
