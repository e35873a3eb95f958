"""Listeners of threads on a Redis layer: they sleep until a bell rings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.layers.conftest import Parking
from tests.layers.makers import RedisMaker, taken


def test_it_waits_and_is_woken_by_this_process(
    make: RedisMaker, threads: Callable[..., Any], redis_parking: Parking
) -> None:
    """Without the server's bell: whoever sent here wakes it itself."""
    layer = make()
    with layer.listen(["a"], where="worker:1") as listener:
        future = threads(listener.take)
        redis_parking.wait()
        layer.send("a", {"n": 1})
        assert taken(future.result(10)) == ("a", {"n": 1})


def test_closing_ends_a_wait(
    make: RedisMaker, threads: Callable[..., Any], redis_parking: Parking
) -> None:
    """With nothing, and so does a time that is up."""
    layer = make()
    listener = layer.listen(["a"], where="worker:1")
    future = threads(listener.take)
    redis_parking.wait()
    listener.close()
    assert future.result(10) is None
    assert listener.closed
    assert listener.take() is None
    with layer.listen(["a"], where="worker:1") as other:
        assert other.take(0.01) is None


def test_other_channels_are_heard_at_once(
    make: RedisMaker, threads: Callable[..., Any], redis_parking: Parking
) -> None:
    """Also by a thread that waits already."""
    layer = make()
    layer.send("b", {"n": 1})
    with layer.listen(["a"], where="worker:1") as listener:
        future = threads(listener.take)
        redis_parking.wait()
        listener.set_channels(["b"])
        assert taken(future.result(10)) == ("b", {"n": 1})
        assert listener.channels == frozenset(["b"])


def test_each_of_several_waiting_threads_gets_one(
    make: RedisMaker, threads: Callable[..., Any], redis_parking: Parking
) -> None:
    """None of them sleeps while something waits, though the server rings once for a process."""
    layer, other = make(), make.beside()
    listeners = [layer.listen(["a", "b"], where=f"worker:{number}") for number in range(3)]
    futures = [threads(listener.take) for listener in listeners]
    for _ in futures:
        redis_parking.wait()
    other.send_many([("a", {"n": 0}), ("b", {"n": 1}), ("a", {"n": 2})])
    found = {future.result(10)[3]["n"] for future in futures}
    assert found == {0, 1, 2}
    for listener in listeners:
        listener.close()


def test_who_leaves_passes_its_bell_on(
    make: RedisMaker, threads: Callable[..., Any], redis_parking: Parking
) -> None:
    """A process that was rung for and no longer listens wakes another one."""
    first, second, sender = make(), make.beside(), make.beside()
    leaving = first.listen(["a"], where="worker:1")
    assert leaving.take(0.01) is None  # the server will ring for it
    with second.listen(["a"], where="worker:2") as listener:
        future = threads(listener.take)
        redis_parking.wait()
        sender.send("a", {"n": 1})
        leaving.close()
        assert taken(future.result(10)) == ("a", {"n": 1})
