"""Looking at a Redis layer: sums, what waits, the dead, and servers that come back."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.errors import LayerDown
from sandbox.layers.redis import RedisLayer
from sandbox.runtime.clock import monotonic
from sandbox.testing import contract
from sandbox.trace.ledger import fold
from sandbox.trace.log import Log
from tests.layers.makers import RedisMaker, settled
from tests.redis_server import RedisServer


def test_what_waits_can_be_seen_without_taking_it(make: RedisMaker) -> None:
    """In the words of the memory layer's store."""
    layer = make(capacity=5)
    layer.send("a", {"n": 1})
    layer.group_add("chat", "server!x")
    layer.group_add("chat", "server!y")
    layer.send_group("chat", {"n": 2})
    queues = {queue.name: queue for queue in layer.store.queues()}
    assert {name: [e[3]["n"] for e in queue.entries] for name, queue in queues.items()} == {
        "a": [1],
        "server!": [2, 2],
    }
    assert layer.store.queue("a").capacity == 5
    assert layer.store.groups(0) == ["chat"]
    assert list(layer.store.members("chat", 0)) == ["server!x", "server!y"]
    assert layer.store.held_by() == []
    assert layer.store.ledger(0).total.queued == 3
    assert layer.receive(["a"]) == ("a", {"n": 1})


def test_statistics_tell_the_age_of_the_oldest(make: RedisMaker) -> None:
    """In seconds."""
    layer = make()
    layer.send("a", {})
    make.clock.advance(7)
    layer.send("a", {})
    found = layer.channel_statistics("a")
    assert (found["messages_pending"], round(found["messages_max_age"], 2)) == (2, 7.0)


def test_it_tells_when_a_server_that_is_away_is_tried_again(own_server: RedisServer) -> None:
    """In seconds; nothing where all are there."""
    layer = logged(own_server)
    layer.send("a", {})
    assert layer.retry_in is None
    own_server.kill()
    with pytest.raises(LayerDown):
        layer.moving()
    assert layer.retry_in is not None
    assert 0 <= layer.retry_in <= 1
    layer.close()


def test_what_moves_is_what_somebody_hears(make: RedisMaker) -> None:
    """Any process; what nobody listens to is at rest."""
    layer, other = make(), make.beside()
    layer.send("a", {})
    layer.send("b", {})
    assert layer.moving() == {}
    with other.listen(["a", "c"], where="worker:1") as listener:
        assert layer.moving() == {"a": (1, 0)}
        entry = listener.take(0)
        assert layer.moving() == {"a": (0, 1)}
        other.settle(entry, where="worker:1")
        other.flush_outboxes()
        assert layer.moving() == {}
    layer.expect(["b"])
    assert layer.moving() == {"b": (1, 0)}


def in_hand_of_two(make: RedisMaker) -> tuple[Any, Any]:
    """Return a process that looks, and one that has a message and part of a group send."""
    layer, other = make(), make.beside()
    for name in "xyz":
        layer.group_add("chat", f"server!{name}")
    layer.send_group("chat", {})
    layer.send("a", {})
    server = other.listen_with(lambda: None, ["server!"], where="server:2")
    first, *_ = other.take_many(server, 3)
    other.settle_frames([(first, 1, 2, "x")], where="server:2")
    with other.listen(["a"], where="worker:2") as listener:
        assert listener.take(0) is not None
    other.flush_outboxes()
    return layer, other


def test_a_dead_process_loses_what_it_had_in_hand_by_name(make: RedisMaker) -> None:
    """Not what it had settled; and nothing is given out a second time."""
    layer, other = in_hand_of_two(make)
    layer.bury(other.token)
    layer.bury(other.token)
    ledger = layer.ledger()
    assert ledger["a"].lost == {"worker_killed": 1}
    assert (ledger["server!"].delivered, ledger["server!"].lost) == (1, {"server_killed": 2})
    assert ledger.balanced
    lost = [event for event in layer.log.events() if event.kind == "message.lost"]
    assert sorted(event.channel for event in lost) == ["a", "server!y", "server!z"]


def test_a_process_that_gives_no_sign_of_life_is_dead(make: RedisMaker) -> None:
    """After 15 seconds any other one finds out."""
    layer, other = in_hand_of_two(make)
    (shard,) = layer.shards
    layer.sweep(shard)
    for _ in range(14):
        make.clock.advance(1)
        layer.sweep(shard)
    assert layer.ledger()["a"].in_hand == 1
    for _ in range(3):
        make.clock.advance(1)
        layer.sweep(shard)
    assert layer.ledger()["a"].lost == {"worker_killed": 1}
    # It was only paused: what it settles now is known to be lost already.
    other.flush_outboxes()
    assert layer.ledger().balanced


def test_a_clock_set_forward_kills_nobody(make: RedisMaker) -> None:
    """Who looks dead itself gives all others time to say that they live."""
    layer, other = in_hand_of_two(make)
    (shard,) = layer.shards
    layer.sweep(shard)
    other.sweep(other.shards[0])
    make.clock.advance(3600)
    layer.sweep(shard)
    make.clock.advance(1)
    layer.sweep(shard)
    other.sweep(other.shards[0])
    for _ in range(20):
        make.clock.advance(1)
        layer.sweep(shard)
        other.sweep(other.shards[0])
    assert layer.ledger()["a"].in_hand == 1


def logged(server: RedisServer, **options: Any) -> RedisLayer:
    return RedisLayer(hosts=[server.url], log=Log(monotonic), **options)


def test_a_store_that_came_back_empty_is_told_by_name(own_server: RedisServer, caplog: Any) -> None:
    """What waited is lost, what is in hand is not; the sums go on where they were."""
    layer = logged(own_server)
    for number in range(3):
        layer.send("a", {"n": number})
    layer.receive(["a"])
    with layer.listen(["a"], where="worker:1") as listener:
        entry = listener.take(0)
        own_server.kill()
        own_server.start()
        layer.settle(entry, where="worker:1")
        layer.send_waiting("a", {"n": 4}, 10)  # also for the server to be there
        row = layer.ledger()["a"]
        assert (row.accepted, row.queued, row.delivered) == (4, 1, 2)
        assert row.lost == {"layer_lost": 1}
    assert fold(layer.log.events()) == layer.ledger()  # type: ignore[union-attr]
    assert caplog.text.count("came back empty: 1 messages") == 1
    assert layer.receive(["a"]) == ("a", {"n": 4})
    layer.close()


def back(layer: RedisLayer) -> None:
    """Let a process find its server again, and look after what is due there."""
    layer.send_waiting("back", {}, 10)
    layer.sweep(layer.shards[0])


@pytest.mark.parametrize("sender_first", [True, False])
def test_what_other_processes_have_taken_is_not_lost(
    own_server: RedisServer, caplog: Any, *, sender_first: bool
) -> None:
    """The sender waits for what the others say; who comes back first makes no difference."""
    sender, taker = logged(own_server), logged(own_server)
    sender.group_add("chat", "server!x")
    sender.group_add("chat", "server!y")
    for number in range(4):
        sender.send("a", {"n": number})
        sender.send_group("chat", {"n": number})
    for layer in (taker, sender):
        layer.sweep(layer.shards[0])
    assert [taker.receive(["a"])[1] for _ in range(3)] == [{"n": n} for n in range(3)]
    assert taker.receive(["server!"])[1] == {"n": 0}
    own_server.kill()
    own_server.start()
    for layer in (sender, taker) if sender_first else (taker, sender):
        back(layer)
    if sender_first:
        assert sender.ledger()["a"].lost == {}  # it waits for the taker
        assert "came back empty" not in caplog.text
    sender.sweep(sender.shards[0])
    row = sender.ledger()["a"]
    assert (row.accepted, row.queued, row.delivered, row.lost) == (4, 0, 3, {"layer_lost": 1})
    assert sender.ledger()["server!"].lost == {"layer_lost": 6}
    assert sender.ledger().balanced
    assert "came back empty: 7 messages" in caplog.text
    for layer in (sender, taker):
        layer.close()


def test_who_does_not_come_back_is_not_waited_for_long(own_server: RedisServer) -> None:
    """What a dead process took is not known: five seconds later it is lost."""
    now = 1000.0
    sender = RedisLayer(hosts=[own_server.url], log=Log(lambda: now), clock=lambda: now)
    taker = logged(own_server)
    sender.send("a", {})
    taker.receive(["b"])
    sender.sweep(sender.shards[0])
    own_server.kill()
    own_server.start()
    back(sender)
    assert sender.ledger()["a"].lost == {}
    now += 5
    sender.sweep(sender.shards[0])
    assert sender.ledger()["a"].lost == {"layer_lost": 1}
    sender.close()
    taker.close()


def test_who_ends_meanwhile_says_what_is_missing(own_server: RedisServer) -> None:
    """It waits for nobody, and loses nothing without a name."""
    sender, taker = logged(own_server), logged(own_server)
    sender.send("a", {})
    taker.receive(["b"])
    sender.sweep(sender.shards[0])
    own_server.kill()
    own_server.start()
    back(sender)
    sender.close()
    assert [one.channel for one in sender.log.events() if one.kind == "message.lost"] == ["a"]  # type: ignore[union-attr]
    assert taker.ledger()["a"].lost == {"layer_lost": 1}
    taker.close()


def test_what_was_refused_meanwhile_is_counted_once(own_server: RedisServer) -> None:
    """Also where the server has forgotten the sums, which this process gives to it again."""
    layer = logged(own_server)
    layer.send("a", {})
    own_server.kill()
    for _ in range(3):
        with pytest.raises(LayerDown):
            layer.send("a", {})
    own_server.start()
    back(layer)
    refused = layer.ledger()["a"].refused
    assert refused == fold(layer.log.events())["a"].refused == {"layer_down": 3}  # type: ignore[union-attr]
    layer.close()


def test_a_process_that_is_new_after_that_has_ids_of_its_own(own_server: RedisServer) -> None:
    """The numbers of processes go on where they were."""
    first, second = logged(own_server), logged(own_server)
    second.send("a", {})
    first.sweep(first.shards[0])
    own_server.kill()
    own_server.start()
    back(first)
    third = logged(own_server)
    third.send("a", {})
    assert third.number == 2
    for layer in (first, second, third):
        layer.close()


def test_a_store_that_kept_its_data_has_lost_nothing() -> None:
    """After a crash and a restart everything goes on."""
    server = RedisServer(keeps=True)
    try:
        layer = logged(server)
        for number in range(3):
            layer.send("a", {"n": number})
        layer.group_add("chat", "b")
        server.kill()
        server.start()
        layer.send_waiting("z", {}, 10)
        assert [layer.receive(["a"])[1] for _ in range(3)] == [{"n": n} for n in range(3)]
        assert list(layer.group_channels("chat")) == ["b"]
        assert layer.ledger()["a"].delivered == 3
        settled(layer, layer.log)  # type: ignore[arg-type]
        layer.close()
    finally:
        server.end()


def test_a_store_with_older_data_gives_nothing_twice(own_server: RedisServer, caplog: Any) -> None:
    """What it has may have been taken already; what it has no longer is lost. Both by name."""
    layer = logged(own_server)
    layer.send("a", {"n": 1})
    layer.send("a", {"n": 2})
    with own_server.client() as client:
        client.save()  # from here on nothing is written down
    assert layer.receive(["a"]) == ("a", {"n": 1})
    layer.send("a", {"n": 3})
    own_server.kill()
    own_server.start()
    layer.send_waiting("a", {"n": 4}, 10)
    assert contract.drain(layer, ["a"]) == [("a", {"n": 4})]
    row = layer.ledger()["a"]
    assert (row.accepted, row.delivered, row.lost) == (4, 2, {"layer_lost": 2})
    assert fold(layer.log.events()) == layer.ledger()  # type: ignore[union-attr]
    assert "restarted with older data: 2 messages" in caplog.text
    layer.close()


def test_losses_of_before_are_still_in_the_sums(own_server: RedisServer) -> None:
    """Whatever this process has found out about messages, it adds to a store that is new."""
    layer = logged(own_server, expiry=0.01)
    layer.send("a", {})
    assert layer.receive(["other"], block=True) == (None, None)  # a second
    assert layer.ledger()["a"].lost == {"expired": 1}
    own_server.kill()
    own_server.start()
    layer.send_waiting("b", {}, 10)
    assert layer.ledger()["a"].lost == {"expired": 1}
    assert layer.ledger().balanced
    layer.close()
