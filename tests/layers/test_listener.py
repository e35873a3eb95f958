"""Taking on a thread: waiting, waking, turning away, closing, interrupts."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.layers.memory import MemoryLayer
from sandbox.layers.queues import CONTENT, Listener
from tests.layers.conftest import Parking
from tests.layers.makers import SAFETY_S, logged, settled, taken


def test_take_gives_what_waits_and_settling_delivers_it() -> None:
    """In hand after take; delivered or lost when settled."""
    layer, log = logged()
    layer.send("a", {"n": 1})
    layer.send("b", {"n": 2})
    with layer.listen(["a", "b"], where="worker:1") as listener:
        first, second = listener.take(), listener.take()
    assert first is not None
    assert second is not None
    assert layer.ledger().total.in_hand == 2
    settled(layer, log)
    layer.settle(first, where="worker:1", duration=0.5)
    layer.lose(second, "no_route", where="worker:1")
    assert (layer.ledger()["a"].delivered, layer.ledger()["b"].lost) == (1, {"no_route": 1})
    assert log.events()[-2].duration == 0.5  # type: ignore[attr-defined]
    settled(layer, log)


def test_take_gives_up_after_its_timeout() -> None:
    """Without a message it returns None; zero and less look once."""
    layer = MemoryLayer()
    with layer.listen(["a"], where="worker:1") as listener:
        for timeout in (0.005, 0, -1):
            assert listener.take(timeout) is None
        layer.send("a", {})
        assert taken(listener.take(0)) == ("a", {})


def test_take_is_woken_by_a_send(parking: Parking, threads: Any) -> None:
    """A parked thread gets the message that comes."""
    layer, log = logged()
    listener = layer.listen(["a"], where="worker:1")
    waiting = threads(listener.take)
    parking.wait()
    layer.send("a", {"n": 1})
    assert taken(waiting.result(SAFETY_S)) == ("a", {"n": 1})
    listener.close()
    settled(layer, log)


def test_close_wakes_a_waiting_take(parking: Parking, threads: Any) -> None:
    """Closing ends the wait; a closed listener takes nothing and hears nothing."""
    layer, _ = logged()
    listener = layer.listen(["a"], where="worker:1")
    waiting = threads(listener.take)
    parking.wait()
    listener.close()
    listener.close()
    assert waiting.result(SAFETY_S) is None
    assert listener.closed
    layer.send("a", {})
    listener.set_channels(["a"])
    assert listener.channels == frozenset()
    assert listener.take(0) is None
    assert layer.receive(["a"]) == ("a", {})


def test_set_channels_is_heard_by_a_waiting_take(parking: Parking, threads: Any) -> None:
    """A thread that waits on other channels gets what waits on the new ones."""
    layer, _ = logged()
    layer.send("b", {"n": 1})
    listener = layer.listen(["a"], where="worker:1")
    waiting = threads(listener.take)
    parking.wait()
    listener.set_channels(["b"])
    assert taken(waiting.result(SAFETY_S)) == ("b", {"n": 1})
    layer.send("a", {})
    assert listener.take(0) is None
    assert listener.channels == {"b"}
    listener.close()


def test_listeners_hear_prefixes_not_local_names() -> None:
    """A local part, a bad name and a bare text are TypeErrors."""
    layer = MemoryLayer()
    listener = layer.listen([], where="worker:1")
    for wrong in (["s!x"], ["a b"], "abc"):
        with pytest.raises(TypeError):
            layer.listen(wrong, where="worker:1")
        with pytest.raises(TypeError):
            layer.listen_with(lambda: None, wrong, where="server:1")
        with pytest.raises(TypeError):
            listener.set_channels(wrong)


def test_a_busy_channel_starves_no_quiet_one() -> None:
    """A quiet channel waits for what is older than its message, and for nothing newer."""
    layer, _ = logged(capacity=1000)
    with layer.listen(["busy", "quiet"], where="worker:1") as listener:
        for _ in range(3):
            layer.send("busy", {})
        layer.send("quiet", {})
        turns = []
        for _ in range(4):
            layer.send("busy", {})
            turns.append(taken(listener.take())[0])  # type: ignore[index]
    assert turns == ["busy", "busy", "busy", "quiet"]


def test_each_message_goes_to_one_listener(parking: Parking, threads: Any) -> None:
    """Of several listeners on one channel each message wakes one, and one gets it."""
    layer, log = logged()
    listeners = [layer.listen(["a"], where=f"worker:{n}") for n in range(4)]
    waiting = [threads(listener.take) for listener in listeners]
    for _ in waiting:
        parking.wait()
    for number in range(4):
        layer.send("a", {"n": number})
    got = [future.result(SAFETY_S) for future in waiting]
    assert sorted(entry[CONTENT]["n"] for entry in got) == [0, 1, 2, 3]
    for entry in got:
        layer.settle(entry, where="worker:x")
    for listener in listeners:
        listener.close()
    settled(layer, log)


def test_a_woken_listener_that_closes_hands_its_turn_on(parking: Parking, threads: Any) -> None:
    """The wake-up of one that goes away without taking is not lost: another one gets it."""
    layer, _ = logged()
    rung: list[str] = []
    first = layer.listen_with(lambda: rung.append("first"), ["a"], where="server:1")
    assert layer.is_waiting(first) is False
    second = layer.listen(["a"], where="worker:1")
    waiting = threads(second.take)
    parking.wait()
    layer.send("a", {"n": 1})
    assert rung == ["first"]
    layer.close_listener(first)
    assert taken(waiting.result(SAFETY_S)) == ("a", {"n": 1})
    second.close()


def test_a_woken_listener_that_turns_away_hands_its_turn_on(parking: Parking, threads: Any) -> None:
    """The same holds when it listens to something else instead."""
    layer, _ = logged()
    first = layer.listen(["a"], where="worker:1")
    waiting_first = threads(first.take)
    parking.wait()
    second = layer.listen(["a"], where="worker:2")
    waiting_second = threads(second.take)
    parking.wait()
    with layer.lock:  # the send wakes the first, which cannot take before it has turned away
        layer.send("a", {"n": 1})
        first.set_channels(["b"])
    assert taken(waiting_second.result(SAFETY_S)) == ("a", {"n": 1})
    first.close()
    assert waiting_first.result(SAFETY_S) is None
    second.close()


@pytest.mark.parametrize("when", ["before the wake-up", "after it"])
def test_an_interrupted_take_can_take_again(when: str) -> None:
    """KeyboardInterrupt while parked: nothing is lost, nobody deadlocks, before or after a wake."""
    layer, log = logged()
    listener = layer.listen(["a"], where="worker:1")
    real = listener._parked

    class Interrupted:
        def acquire(self, timeout: float) -> bool:
            listener._parked = real
            if when == "after it":
                layer.send("a", {"n": 1})
                assert real.acquire(timeout=SAFETY_S)
            raise KeyboardInterrupt

    listener._parked = Interrupted()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt):
        listener.take(SAFETY_S)
    assert not listener._listener.armed
    if when == "before the wake-up":
        layer.send("a", {"n": 1})
    assert taken(listener.take(SAFETY_S)) == ("a", {"n": 1})
    listener.close()
    layer.flush()
    assert log.ledger() == layer.ledger()


def test_an_interrupted_take_that_closes_hands_its_turn_on(parking: Parking, threads: Any) -> None:
    """A worker that is killed by an interrupt between wake-up and taking wakes another one."""
    layer, _ = logged()
    listener = layer.listen(["a"], where="worker:1")
    other = layer.listen(["a"], where="worker:2")
    real = listener._parked

    class Interrupted:
        def acquire(self, timeout: float) -> bool:
            listener._parked = real
            waiting.append(threads(other.take))
            parking.wait()
            layer.send("a", {"n": 1})
            assert real.acquire(timeout=SAFETY_S)
            raise KeyboardInterrupt

    waiting: list[Any] = []
    listener._parked = Interrupted()  # type: ignore[assignment]
    with pytest.raises(KeyboardInterrupt), listener:
        listener.take()
    assert taken(waiting[0].result(SAFETY_S)) == ("a", {"n": 1})
    other.close()


def test_what_an_interrupt_keeps_from_its_reader_is_lost_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It was in hand already; nobody has it, and the books say so."""
    layer, log = logged()
    listener = layer.listen(["a"], where="worker:1")
    layer.send("a", {"n": 1})

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Listener, "next_ready", interrupted)
    with pytest.raises(KeyboardInterrupt):
        listener.take(SAFETY_S)
    row = layer.ledger()["a"]
    assert (row.in_hand, row.lost) == (0, {"worker_killed": 1})
    settled(layer, log)
    layer.send("a", {"n": 2})
    with pytest.raises(KeyboardInterrupt):
        listener.receive(SAFETY_S)
    row = layer.ledger()["a"]
    assert (row.delivered, row.in_hand) == (1, 0)
    settled(layer, log)
