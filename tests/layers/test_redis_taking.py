"""Taking from a Redis layer: receipts, many at once, and what cannot be read."""

from __future__ import annotations

import logging

import pytest

from tests.layers.makers import RedisMaker, settled


def test_the_oldest_of_all_channels_comes_first(make: RedisMaker) -> None:
    """So a worker sees what a client did in the order in which it did it."""
    layer = make()
    for number, name in enumerate(("b", "a", "c", "a")):
        layer.send(name, {"n": number})
    with layer.listen(["a", "b", "c"], where="worker:1") as listener:
        taken = [listener.take(0) for _ in range(4)]
        for entry in taken:
            layer.settle(entry, where="worker:1", duration=0.25)
        assert listener.take(0) is None
    assert [entry[3]["n"] for entry in taken] == [0, 1, 2, 3]
    settled(layer, layer.log)  # type: ignore[arg-type]


def test_what_is_taken_is_in_hand_until_it_is_settled(make: RedisMaker) -> None:
    """Delivered, or lost for a reason; for every process that looks."""
    layer, other = make(), make.beside()
    layer.send("a", {})
    layer.send("a", {})
    with layer.listen(["a"], where="worker:1") as listener:
        first, second = listener.take(0), listener.take(0)
        assert (other.ledger()["a"].in_hand, other.ledger()["a"].queued) == (2, 0)
        layer.settle(first, where="worker:1")
        layer.lose(second, "no_route", where="worker:1")
        layer.flush_outboxes()
    row = other.ledger()["a"]
    assert (row.in_hand, row.delivered, row.lost) == (0, 1, {"no_route": 1})


def test_who_looks_again_soon_tells_what_is_settled_with_the_next_call(make: RedisMaker) -> None:
    """A busy server spares a round trip; once it has nothing to do, it tells before it waits."""
    layer, other = make(), make.beside()
    listener = layer.listen_with(lambda: None, ["server!"], where="server:1")

    def take_and_settle() -> None:
        layer.send("server!x", {})
        (entry,) = layer.take_many(listener, 2)
        layer.settle_frames([(entry, 5, 18, "hi")], where="server:1")

    def in_hand_and_delivered() -> tuple[int, int]:
        row = other.ledger()["server!"]
        return row.in_hand, row.delivered

    with layer.working:  # so that no sweep takes it along
        take_and_settle()
        assert not layer.is_waiting(listener, soon=True)
        assert listener.armed
        assert in_hand_and_delivered() == (1, 0)
        take_and_settle()
        assert in_hand_and_delivered() == (1, 1)
        assert not layer.is_waiting(listener)
        assert in_hand_and_delivered() == (0, 2)


def test_a_server_takes_many_and_is_woken_for_more(make: RedisMaker) -> None:
    """Its wake-up is armed by a look that found nothing, and called once."""
    layer, other = make(capacity=1000), make.beside(capacity=1000)
    woken: list[int] = []
    listener = layer.listen_with(lambda: woken.append(1), ["server!"], where="server:1")
    assert layer.is_waiting(listener)  # it has not looked yet
    assert layer.take_many(listener, 10) == []
    assert not layer.is_waiting(listener)
    layer.send_many([("server!x", {"n": number}) for number in range(25)])
    assert woken == [1]
    assert layer.is_waiting(listener)
    sizes = [len(layer.take_many(listener, 10)) for _ in range(4)]
    assert sizes == [10, 10, 5, 0]
    assert not layer.is_waiting(listener)
    layer.close_listener(listener)
    layer.close_listener(listener)
    assert woken == [1, 1]  # so that who waits hears of the end
    assert other.ledger()["server!"].in_hand == 25


def test_frames_that_were_written_are_one_fact_for_each_element(make: RedisMaker) -> None:
    """Members of one group send that were written together are settled together."""
    layer = make()
    for name in "xyz":
        layer.group_add("chat", f"server!{name}")
    layer.send_group("chat", {"text": "hi"})
    listener = layer.listen_with(lambda: None, ["server!"], where="server:1")
    taken = layer.take_many(listener, 2)
    layer.settle_frames([(entry, 5, 18, "hi") for entry in taken], where="server:1")
    assert layer.ledger()["server!"].delivered == 2
    (last,) = layer.take_many(listener, 2)
    layer.settle_frames([(last, 5, 34, "hi")], where="server:1")
    row = layer.ledger()["server!"]
    assert (row.delivered, row.in_hand) == (3, 0)
    settled(layer, layer.log)  # type: ignore[arg-type]
    layer.close_listener(listener)


def test_a_message_that_no_key_opens_is_lost_by_name(
    make: RedisMaker, caplog: pytest.LogCaptureFixture
) -> None:
    """Classic and with a receipt; the next one is given, and an error says what to do."""
    layer = make(symmetric_encryption_keys=["mine"])
    stranger = make.beside(symmetric_encryption_keys=["theirs"])
    with caplog.at_level(logging.ERROR, "sandbox.layers"):
        for receive in (lambda: layer.receive(["a"]), lambda: layer.receive(["a"])):
            stranger.send("a", {})
            assert receive() == (None, None)
        stranger.send("a", {})
        layer.send("a", {"n": 1})
        with layer.listen(["a"], where="worker:1") as listener:
            assert listener.take(0) is None
            entry = listener.take(0)
            layer.settle(entry, where="worker:1")
    assert entry[3] == {"n": 1}
    row = layer.ledger()["a"]
    assert (row.lost, row.delivered, row.in_hand) == ({"undecryptable": 3}, 1, 0)
    assert "same symmetric_encryption_keys" in caplog.records[0].getMessage()


def test_what_somebody_else_has_put_into_a_queue_is_passed_by(
    make: RedisMaker, caplog: pytest.LogCaptureFixture
) -> None:
    """Before a message and behind it; it was never accepted, so the ledger knows nothing of it."""
    layer = make(expiry=10)
    layer.send("a", {"n": 1})
    with make.servers[0].client() as client:
        client.lpush("asgi:a", "poison")
        client.rpush("asgi:a", b"\xff|1|2|3|4")
    layer.send("a", {"n": 2})
    found = [layer.receive(["a"])[1] for _ in range(5)]
    assert [one for one in found if one] == [{"n": 1}, {"n": 2}]
    row = layer.ledger()["a"]
    assert (row.accepted, row.delivered, row.balanced) == (2, 2, True)
    assert "somebody else may have written" in caplog.text
    settled(layer, layer.log)  # type: ignore[arg-type]


def test_a_queue_that_somebody_deleted_is_lost_by_number(make: RedisMaker) -> None:
    """Its messages are gone without a trace; the sums say how many."""
    layer = make()
    layer.send("a", {})
    layer.send("a", {})
    with make.servers[0].client() as client:
        client.delete("asgi:a")
    assert layer.receive(["a"]) == (None, None)
    assert layer.ledger()["a"].lost == {"layer_lost": 2}
    layer.send("a", {"n": 3})
    assert layer.receive(["a"]) == ("a", {"n": 3})


def test_nothing_is_taken_before_it_was_accepted(make: RedisMaker) -> None:
    """Also where the server's clock seems to be ahead of this process's: then it waited 0 s."""
    layer = make()
    layer.open()
    layer.shards[0].skew += 5.0
    layer.send("a", {"n": 1})
    assert layer.receive(["a"]) == ("a", {"n": 1})
    assert layer.log is not None
    taken = [one for one in layer.log.events() if one.kind == "message.taken"]
    assert [one.waited >= 0 for one in taken] == [True]  # type: ignore[attr-defined]
