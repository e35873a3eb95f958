"""Ending a consumer from outside: an exception that another thread raises in it."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from typing import Any

import pytest

from sandbox.layers.memory import MemoryLayer
from sandbox.runtime.clock import monotonic
from sandbox.runtime.threads import spawn
from sandbox.workers.killing import forget_interrupt, interrupt
from tests.workers.scene import PATIENCE, Told


class Ended(BaseException):
    """What is raised."""


def yes() -> bool:
    """Say yes."""
    return True


def test_an_endless_loop_is_ended() -> None:
    """``while True: pass`` is interrupted at its next bytecode."""
    began, ended = Told(), Told()

    def run() -> None:
        try:
            began.tell()
            while True:
                pass
        except Ended:
            ended.tell()

    thread = spawn("test-endless", run)
    began.wait()
    assert interrupt(thread, Ended, nullcontext(), yes)
    ended.wait()
    thread.join(PATIENCE)


def test_a_thread_may_interrupt_itself() -> None:
    """Then the call does not return."""
    with pytest.raises(Ended):
        interrupt(threading.current_thread(), Ended, nullcontext(), yes)


def test_what_is_not_wanted_is_not_done() -> None:
    """Where the target has left its consumer meanwhile, nothing is raised."""
    assert not interrupt(threading.current_thread(), Ended, threading.Lock(), lambda: False)


def test_a_thread_that_has_ended_or_never_began_is_left_alone() -> None:
    """There is nobody to raise it in."""
    thread = threading.Thread(target=lambda: None)
    assert not interrupt(thread, Ended, nullcontext(), yes)
    thread.start()
    thread.join()
    assert not interrupt(thread, Ended, nullcontext(), yes)


def interrupt_inside_a_lock(forget: bool) -> bool:
    """Interrupt a thread that waits for a lock; say whether it has met the exception."""
    gate, inside, met = threading.Lock(), Told(), Told()
    gate.acquire()

    def run() -> None:
        try:
            inside.tell()
            gate.acquire()
        except Ended:
            met.tell(True)
        else:
            met.tell(False)

    thread = spawn("test-forgets", run)
    inside.wait()
    assert interrupt(thread, Ended, nullcontext(), yes)
    if forget:
        forget_interrupt(thread)
    gate.release()
    thread.join(PATIENCE)
    return bool(met.wait())


def test_a_thread_inside_c_code_meets_it_when_it_comes_back() -> None:
    """An interrupt waits for the thread's next bytecode."""
    assert interrupt_inside_a_lock(forget=False)


def test_an_interrupt_on_its_way_can_be_forgotten() -> None:
    """What was not met yet can be taken back (a thread on its way into the lock meets it)."""
    assert not all(interrupt_inside_a_lock(forget=True) for _ in range(20))


def test_the_layer_is_never_cut_in_two() -> None:
    """Senders that are killed in full flight leave the layer unlocked and its ledger whole."""
    until = monotonic() + 1.0
    killed = 0
    while monotonic() < until:
        layer = MemoryLayer(capacity=10)
        began = threading.Event()

        def run(layer: Any = layer, began: threading.Event = began) -> None:
            try:
                while True:
                    layer.send("a", {"n": 1})
                    began.set()
                    layer.receive(["a"])
            except Ended:
                pass

        thread = spawn("test-sender", run)
        assert began.wait(PATIENCE)
        interrupt(thread, Ended, layer.lock, yes)
        thread.join(PATIENCE)
        assert not thread.is_alive()
        assert layer.lock.acquire(timeout=PATIENCE)
        layer.lock.release()
        assert layer.ledger().balanced
        killed += 1
    assert killed > 10
