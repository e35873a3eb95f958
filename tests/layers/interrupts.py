"""Interrupt every operation of a store wherever Python can; the books are right after each.

A script for test_store.py, since it traces its thread. CPython raises KeyboardInterrupt at the
beginning of a function, after a call, and where a loop turns: those are the steps here.
"""

from __future__ import annotations

import dis
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from types import CodeType
from typing import Any

from sandbox.errors import ChannelFull
from sandbox.layers.queues import Listener
from sandbox.layers.store import Store
from sandbox.trace.ledger import fold
from sandbox.trace.log import Log
from tests.layers.makers import Row
from tests.layers.test_store import EXPIRY, stored

TRACED = ("/sandbox/layers/", "/sandbox/trace/log.py")
World = tuple[Store, Log, Listener]


@cache
def checks(code: CodeType) -> frozenset[int]:
    """Return the places in *code* after which Python looks for an interrupt."""
    return frozenset(one.offset for one in dis.get_instructions(code) if _checks(one.opname))


def _checks(name: str) -> bool:
    calls = name.startswith("CALL") and "INTRINSIC" not in name
    turns = "BACKWARD" in name and "NO_INTERRUPT" not in name
    return calls or turns or name == "RESUME"


def interrupted(act: Callable[[], object], stop: int) -> bool:
    """Do *act*, with an interrupt at its check number *stop*; say whether it got that far."""
    seen = 0
    last: dict[int, int] = {}

    def trace(frame: Any, event: str, argument: Any) -> Any:
        nonlocal seen
        if not any(part in frame.f_code.co_filename for part in TRACED):
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            before = last.get(id(frame))
            last[id(frame)] = frame.f_lasti
            if before in checks(frame.f_code):
                seen += 1
                if seen == stop:
                    raise KeyboardInterrupt
        elif event == "return":
            last.pop(id(frame), None)
        return trace

    # Python 3.12 gives opcodes at all only where a frame has asked before the tracing begins.
    sys._getframe().f_trace_opcodes = True
    sys.settrace(trace)
    try:
        act()
    except KeyboardInterrupt:
        return True
    except ChannelFull:
        pass
    finally:
        sys.settrace(None)
    return False


def prepared() -> World:
    """Return a store with members and messages in every state."""
    store, log = stored(capacity=2)
    listener = Listener(lambda: None, "worker:1")
    store.listen(listener, ["a", "b"])
    for channel in ("a", "b", "held", "lost", "s!x", "s!y", "s!z", "t!", "full"):
        store.group_add("chat", channel, 0.0, "cell", 0)
    store.queue("full").capacity = 0
    store.queue("t!").orphaned = True
    store.accept("a", {"n": 1}, 1.0, "cell", 0)
    store.accept("s!x", {"n": 2}, 1.0, "cell", 0)
    store.holds = (Row("held"),)
    store.accept("held", {"n": 3}, 1.0, "cell", 0)
    store.faults = (Row("lost"),)
    return store, log, listener


def in_hand(world: World) -> Any:
    """Return a message that is in hand."""
    return world[0].take(world[2], 1.0)


def held(world: World) -> int:
    """Return the id of the message that is held."""
    return world[0].held()[0][1]


ACTS: dict[str, Callable[[World, Any], object]] = {
    "send_group": lambda w, _: w[0].send_group("chat", {"text": "hi"}, 2.0, "cell", 0),
    "accept": lambda w, _: w[0].accept("b", {"text": "hi"}, 2.0, "cell", 0),
    "accept a frame": lambda w, _: w[0].accept("b", {"order": 1}, 2.0, "server:1", 0, 21, 18),
    "accept one that is held": lambda w, _: w[0].accept("held", {}, 2.0, "cell", 0),
    "accept one that is lost": lambda w, _: w[0].accept("lost", {}, 2.0, "cell", 0),
    "accept at a checkpoint": lambda w, _: (
        setattr(w[0], "_until_checkpoint", 0),
        w[0].accept("b", {}, 2.0, "cell", 0),
    ),
    "accept_notice": lambda w, _: w[0].accept_notice("bye", {}, 2.0, "server:1", 0),
    "refuse": lambda w, _: w[0].refuse("a", {}, "full", 2.0, "cell", 0, 1),
    "take": lambda w, _: w[0].take(w[2], 2.0),
    "take as delivered": lambda w, _: w[0].take(w[2], 2.0, settled=True),
    "take_many": lambda w, _: w[0].take_many(w[2], 2.0, 10),
    "receive": lambda w, _: w[0].receive(["b", "a"], 2.0, "cell"),
    "deliver": lambda w, entry: w[0].deliver(entry, 2.0, "worker:1", 0.1),
    "lose": lambda w, entry: w[0].lose(entry, "malformed", 2.0, "server:1", 0),
    "release": lambda w, _: w[0].release(held(w), 2.0, "cell"),
    "drop": lambda w, _: w[0].drop(held(w), 2.0, "cell"),
    "edit": lambda w, _: w[0].edit(held(w), {"m": 1}, 2.0, "cell"),
    "duplicate": lambda w, _: w[0].duplicate(held(w), 2.0, "cell"),
    "delay": lambda w, _: w[0].delay(held(w), 1.0, 2.0, "cell"),
    "move": lambda w, _: w[0].move(held(w), 0, 2.0, "cell"),
    "release_due": lambda w, _: (w[0].delay(held(w), 0.0, 2.0, "cell"), w[0].release_due(2.0)),
    "end_hold": lambda w, _: w[0].end_hold(w[0].holds[0], 2.0, "cell"),
    "begin_fault": lambda w, _: w[0].begin_fault(Row("b"), 2.0, "cell"),
    "expire_matching": lambda w, _: w[0].expire_matching(Row("a").matches, 2.0, "cell", 0),
    "expire": lambda w, _: w[0].expire(EXPIRY + 5.0),
    "orphan": lambda w, _: w[0].orphan("s!", 2.0, "server:1"),
    "flush": lambda w, _: w[0].flush(2.0, "cell", 0),
}
WITH_MESSAGE = ("deliver", "lose")


def check(name: str, stop: int, world: World) -> None:
    """Check the sums after an interrupt, and that nothing waits for ever."""
    store, log, listener = world
    store.wake_all()
    ledger = store.ledger(2.0)
    told = log.ledger()
    if not ledger.balanced or ledger != told or ledger != fold(log.events()):
        raise AssertionError(f"{name}, step {stop}\n{ledger.table()}\nlog:\n{told.table()}")
    reached = {row.channel for row in ledger if row.accepted} & {"full", "t!"}
    if reached and reached != {"full", "t!"}:
        raise AssertionError(f"{name}, step {stop}: only some were reached\n{ledger.table()}")
    with suppress(IndexError):
        while store.take(listener, 2.0) is not None:
            pass
    store.expire(1000.0)
    if store.ledger(1000.0).total.queued:
        raise AssertionError(f"{name}, step {stop}: something never expires")


def main() -> None:
    """Go through all steps of all operations."""
    for name, act in ACTS.items():
        stop, reached = 0, True
        while reached:
            stop += 1
            world = prepared()
            entry = in_hand(world) if name in WITH_MESSAGE else None
            reached = interrupted(lambda w=world, e=entry: act(w, e), stop)  # noqa: B023
            check(name, stop, world)
        if stop < 3:
            raise AssertionError(f"{name} has no step in which it could be interrupted")
        print(f"{name}: {stop - 1} steps")


if __name__ == "__main__":
    main()
