"""Who listens in this process, and whom a bell wakes."""

from __future__ import annotations

from collections.abc import Callable

from sandbox.layers.redis_ears import Ears, RedisListener


class Scene:
    """Ears, and a list of who was woken."""

    def __init__(self) -> None:
        self.ears = Ears()
        self.woken: list[str] = []

    def listener(self, name: str, *channels: str, armed: bool = True) -> RedisListener:
        one = RedisListener(lambda: self.woken.append(name), name)
        self.ears.listen(one, channels)
        one.armed = armed
        return one

    def ring(self, queue: str, shard: int = 0) -> None:
        wake = self.ears.rang(queue, shard)
        if wake is not None:
            wake()


def everywhere(queue: str, shard: int) -> bool:
    return True


def test_a_process_begins_and_ends_to_listen_once() -> None:
    """However many of its threads do."""
    scene = Scene()
    ears = scene.ears
    one, two = RedisListener(print, "1"), RedisListener(print, "2")
    assert ears.listen(one, ["a", "b"]) == (["a", "b"], [])
    assert ears.listen(two, ["b", "c"]) == (["c"], [])
    assert ears.listen(one, ["b"]) == ([], ["a"])
    assert ears.listen(two, []) == ([], ["c"])
    assert (ears.names(), ears.listeners("b"), ears.listeners("c")) == (["b"], [one], [])
    assert ears


def test_a_bell_wakes_one_who_waits() -> None:
    """The next one wakes the next; who is busy looks by itself."""
    scene = Scene()
    busy = scene.listener("busy", "a", armed=False)
    scene.listener("first", "a")
    scene.listener("second", "a", "b")
    scene.ring("a")
    scene.ring("a")
    scene.ring("a")
    scene.ring("unknown")
    assert scene.woken == ["first", "second"]
    assert busy.ready


def test_a_bell_is_used_up() -> None:
    """Until the process has told the server again, it rings no more."""
    scene = Scene()
    ears, one = scene.ears, scene.listener("one", "a")
    assert not ears.waits(one, 2, everywhere)
    ears.now_waits(["a", "unknown"], 0)
    ears.now_waits(["a"], 1)
    assert ears.waits(one, 2, everywhere)
    scene.ring("a", 1)
    assert not ears.waits(one, 2, everywhere)
    only_first: Callable[[str, int], bool] = lambda queue, shard: shard == 0  # noqa: E731
    assert ears.waits(one, 2, only_first)
    ears.forget_waits(0)
    assert not ears.waits(one, 2, only_first)


def test_others_who_wait_are_named() -> None:
    """What one takes note of for them, since their bell is used up."""
    scene = Scene()
    one, two = scene.listener("one", "a", "b"), scene.listener("two", "b", "c")
    assert scene.ears.others(one, 0) == ["b"]
    scene.ears.now_waits(["b"], 0)
    assert scene.ears.others(one, 0) == []
    scene.ears.forget_waits(0)
    two.armed = False
    assert scene.ears.others(one, 0) == []
    assert sorted(scene.ears.armed(0, everywhere)) == ["a", "b"]
    assert scene.ears.armed(0, lambda queue, shard: queue == "a") == ["a"]
    assert scene.ears.of_shard(0, lambda queue, shard: queue != "a") == ["b", "c"]


def test_everybody_is_woken_when_a_server_is_back() -> None:
    """Also those who wait for room; each once."""
    scene = Scene()
    scene.listener("one", "a", "b")
    scene.ears.wait_for_room("q", lambda: scene.woken.append("room"))
    for wake in scene.ears.everybody():
        wake()
    assert scene.woken == ["one", "room"]
    assert scene.ears.everybody() == []


def test_waiting_for_room_can_be_given_up() -> None:
    """Twice does no harm."""
    ears = Ears()
    first, second = (lambda: None), (lambda: None)
    ears.wait_for_room("q", first)
    ears.wait_for_room("q", second)
    ears.forget_room("q", first)
    ears.forget_room("q", first)
    assert ears.room("q") == [second]
    assert ears.room("q") == []
