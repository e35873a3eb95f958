"""Sending to a Redis layer: at once, many at once, with patience, and for servers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sandbox.errors import ChannelFull
from sandbox.trace.causes import acting_as
from tests.layers.makers import RedisMaker, settled


def kinds(layer: Any) -> list[str]:
    return [event.kind for event in layer.log.events()]


def test_a_sent_message_is_a_fact_with_its_cause(make: RedisMaker) -> None:
    """As on the memory layer; the content is the log's own, without secrets."""
    layer = make()
    message = {"text": "hi", "headers": [["cookie", "sessionid=secret"]], "deep": [1]}
    with acting_as("worker:2", 19):
        layer.send("a", message)
    message["deep"].append(2)  # type: ignore[attr-defined]
    event = layer.log.events()[-1]  # type: ignore[union-attr]
    assert (event.kind, event.where, event.cause) == ("message.accepted", "worker:2", "r1")
    assert event.content["deep"] == [1]  # type: ignore[attr-defined]
    assert "secret" not in str(event.content)  # type: ignore[attr-defined]
    assert layer.receive(["a"])[1]["headers"] == [["cookie", "sessionid=secret"]]


def test_the_cause_is_in_no_users_dict(make: RedisMaker) -> None:
    """It travels in the envelope."""
    layer = make()
    with acting_as("worker:2", 19):
        layer.send("a", {"n": 1})
    assert layer.receive(["a"]) == ("a", {"n": 1})


def test_what_cannot_be_written_down_is_refused(make: RedisMaker) -> None:
    """TypeError with what can; a number beyond 64 bits is an OverflowError."""
    layer = make()
    with pytest.raises(TypeError, match="text, bytes, numbers, lists and dicts"):
        layer.send("a", {"o": object()})
    with pytest.raises(OverflowError):
        layer.send("a", {"n": 2**64})
    with pytest.raises(TypeError):
        layer.send("a", {"text": "\ud800"})
    assert layer.ledger()["a"].refused == {"unserialisable": 3}
    settled(layer, layer.log)  # type: ignore[arg-type]


def test_many_are_sent_in_one_go(make: RedisMaker) -> None:
    """In their order; those that met a full channel come back, and are counted as refused."""
    layer = make(capacity=3)
    full = layer.send_many([("a", {"n": number}) for number in range(5)] + [("b", {"n": 9})])
    assert full == [3, 4]
    assert [layer.receive(["a"])[1]["n"] for _ in range(3)] == [0, 1, 2]
    assert layer.receive(["b"]) == ("b", {"n": 9})
    assert layer.ledger()["a"].refused == {"full": 2}
    settled(layer, layer.log)  # type: ignore[arg-type]


def test_a_bad_one_of_many_stops_all(make: RedisMaker) -> None:
    """It is found before anything is sent."""
    layer = make()
    with pytest.raises(TypeError):
        layer.send_many([("a", {}), ("b c", {})])
    assert layer.receive(["a"]) == (None, None)


def test_who_waits_for_room_gets_it(make: RedisMaker, threads: Callable[..., Any]) -> None:
    """Whoever reads wakes it, in this process or another; nothing is lost or doubled."""
    layer, other = make(capacity=1), make.beside(capacity=1)
    layer.send("a", {"n": 1})
    future = threads(layer.send_waiting, "a", {"n": 2}, 10)
    with other.listen(["a"], where="worker:2") as listener:
        for wanted in (1, 2):
            entry = listener.take(10)
            assert entry[3] == {"n": wanted}
            other.settle(entry, where="worker:2")
    future.result(10)
    other.flush_outboxes()
    assert layer.ledger()["a"].delivered == 2


def test_patience_ends(make: RedisMaker) -> None:
    """One refusal tells how often it was tried."""
    layer = make(capacity=1)
    layer.send("a", {})
    with pytest.raises(ChannelFull):
        layer.send_waiting("a", {}, 0.01)
    refused = layer.log.events()[-1]  # type: ignore[union-attr]
    assert (refused.kind, refused.reason) == ("message.refused", "full")  # type: ignore[attr-defined]
    assert refused.attempts >= 1  # type: ignore[attr-defined]
    assert layer.ledger()["a"].refused == {"full": 1}


def test_a_stream_waits_for_its_reader(make: RedisMaker) -> None:
    """With a megabyte of its own unread its channel is full for it, and for nobody else."""
    layer = make(capacity=1000)
    chunk = {"content": b"x" * 600_000}
    layer.send_waiting("server!x", chunk, None)
    layer.send_waiting("server!x", chunk, None)
    told: list[str] = []
    assert (
        layer.accept_or_wait("server!y", {}, lambda: told.append("room"), where="s", cause=0)
        is None
    )
    with pytest.raises(ChannelFull), layer.working:
        layer._accept("server!x", chunk, layer.codec.pack(chunk), "s", 0, flags=b"s")
    layer.send("server!x", {})


def test_a_slow_clients_channel_is_full(make: RedisMaker) -> None:
    """Until it flows again, for every process; a group send is not held up."""
    layer, other = make(), make.beside()
    layer.throttle("server!x")
    with pytest.raises(ChannelFull):
        other.send("server!x", {})
    other.send("server!y", {})
    told: list[str] = []
    wait = other.accept_or_wait("server!x", {}, lambda: told.append("room"), where="s", cause=0)
    assert wait is not None
    other.let_flow("server!x")
    assert told == ["room"]
    other.send("server!x", {})


def test_a_frame_and_its_message_are_one_fact(make: RedisMaker) -> None:
    """Two events of one raw entry."""
    layer = make()
    content = {"order": 3, "text": "hi", "reply_channel": "server!x"}
    layer.accept("a", content, where="server:1", cause=18, connection=21, frame=18)
    assert kinds(layer)[-2:] == ["frame.received", "message.accepted"]
    assert layer.log.events()[-1].cause == "f1"  # type: ignore[union-attr]


def test_a_notice_that_nobody_hears_is_lost_at_once(make: RedisMaker) -> None:
    """Unless some process listens, or it is routed here."""
    layer, other = make(), make.beside()
    layer.accept_notice("http.disconnect", {}, where="server:1", cause=0)
    assert layer.ledger()["http.disconnect"].lost == {"nobody_listens": 1}
    with other.listen(["http.disconnect"], where="worker:2") as listener:
        layer.accept_notice("http.disconnect", {}, where="server:1", cause=0)
        other.settle(listener.take(0), where="worker:2")
    layer.accept_notice("http.disconnect", {}, where="server:1", cause=0)
    layer.expect(["http.disconnect"])
    layer.accept_notice("http.disconnect", {}, where="server:1", cause=0)
    other.flush_outboxes()
    row = layer.ledger()["http.disconnect"]
    assert (row.lost, row.delivered, row.queued) == ({"nobody_listens": 2}, 1, 1)


def test_an_orphaned_prefix_takes_nothing(make: RedisMaker) -> None:
    """What waits and what comes has no connection, also from other processes and in groups."""
    layer, other = make(), make.beside()
    layer.group_add("chat", "server!x")
    layer.send("server!x", {})
    layer.orphan("server!", where="server:1")
    other.send("server!y", {})
    other.send_group("chat", {})
    assert layer.receive(["server!"]) == (None, None)
    assert other.ledger()["server!"].lost == {"no_connection": 3}
