"""Groups on a Redis layer: one element for all members of a process, and each gets its own."""

from __future__ import annotations

from typing import Any

import pytest

from tests.layers.makers import RedisMaker, settled


def length(make: RedisMaker, queue: str) -> int:
    with make.servers[0].client() as client:
        found: int = client.llen(f"asgi:{queue}")  # type: ignore[assignment]
        return found


def test_members_of_one_process_share_an_element(make: RedisMaker) -> None:
    """One message per receiving process travels; each member has its own in the ledger."""
    layer = make(capacity=1000)
    for number in range(50):
        layer.group_add("chat", f"server!{number}")
    layer.group_add("chat", "other!x")
    layer.send_group("chat", {"text": "hi"})
    assert (length(make, "server!"), length(make, "other!")) == (1, 1)
    assert layer.ledger()["server!"].queued == 50
    with layer.listen(["server!"], where="server:1") as listener:
        names = []
        while (entry := listener.take(0)) is not None:
            names.append(entry[2])
            layer.settle(entry, where="server:1")
    assert names == [f"server!{number}" for number in range(50)]
    assert layer.ledger()["server!"].delivered == 50
    settled(layer, layer.log)  # type: ignore[arg-type]


def test_a_group_that_grew_since_the_last_send_is_met_whole(make: RedisMaker) -> None:
    """However many ids were put by for it."""
    layer, other = make(), make.beside()
    for number in range(3):
        layer.group_add("chat", f"server!{number}")
        other.send_group("chat", {"n": number})
    layer.group_discard("chat", "server!0")
    other.send_group("chat", {"n": 3})
    assert layer.ledger()["server!"].accepted == 1 + 2 + 3 + 2
    assert other.log is not None
    sent = [event for event in other.log.events() if event.kind == "group.sent"]
    assert [event.members for event in sent] == [1, 2, 3, 2]  # type: ignore[attr-defined]


def test_ids_of_members_are_their_own(make: RedisMaker) -> None:
    """Each message of a group send has an id, caused by the send."""
    layer = make()
    for name in ("server!x", "a", "server!y"):
        layer.group_add("chat", name)
    layer.send_group("chat", {})
    accepted = [e for e in layer.log.events() if e.kind == "message.accepted"]  # type: ignore[union-attr]
    assert len({event.id for event in accepted}) == 3
    assert {event.cause for event in accepted} == {"g1"}
    taken: list[Any] = []
    with layer.listen(["server!", "a"], where="server:1") as listener:
        while (entry := listener.take(0)) is not None:
            taken.append((entry[2], entry[1]))
            layer.settle(entry, where="server:1")
    assert sorted(taken) == sorted(
        (event.channel, int(event.message[1:]) * 16 + 1)  # type: ignore[attr-defined]
        for event in accepted
    )


def test_an_unread_message_throws_its_channel_out_of_all_groups(make: RedisMaker) -> None:
    """§1.6, which the original on Redis did not do: a reader that is gone leaves no ghost."""
    layer = make(expiry=10)
    layer.group_add("chat", "server!gone")
    layer.group_add("news", "server!gone")
    layer.group_add("chat", "server!here")
    layer.send("server!gone", {})
    make.clock.advance(11)
    assert layer.receive(["server!"]) == (None, None)
    assert list(layer.group_channels("chat")) == ["server!here"]
    assert layer.group_names() == ["chat"]
    left = [e for e in layer.log.events() if e.kind == "group.left"]  # type: ignore[union-attr]
    assert {(e.group, e.reason) for e in left} == {("chat", "evicted"), ("news", "evicted")}  # type: ignore[attr-defined]


def test_members_are_told_with_the_moment_of_joining(make: RedisMaker) -> None:
    """On the layer's clock, oldest first."""
    layer = make(group_expiry=100)
    layer.group_add("chat", "b")
    make.clock.advance(5)
    layer.group_add("chat", "a")
    joined = layer.group_channels("chat")
    assert list(joined) == ["b", "a"]
    assert [round(moment, 3) for moment in joined.values()] == [1000.0, 1005.0]


def test_a_membership_that_ends_is_told(make: RedisMaker) -> None:
    """Discarded, expired and flushed; a discard of nobody is no event."""
    layer = make(group_expiry=10)
    for name in ("a", "b", "c"):
        layer.group_add("chat", name)
    layer.group_discard("chat", "a")
    layer.group_discard("chat", "nobody")
    make.clock.advance(9)
    layer.group_add("chat", "c")
    make.clock.advance(2)
    layer.send_group("chat", {})
    layer.flush()
    left = [e for e in layer.log.events() if e.kind == "group.left"]  # type: ignore[union-attr]
    assert [(e.channel, e.reason) for e in left] == [  # type: ignore[attr-defined]
        ("a", "discarded"),
        ("b", "expired"),
        ("c", "flushed"),
    ]


def test_a_group_send_is_told_with_the_moment_before_its_server_has_it(
    make: RedisMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A member's process may take its copy, and say so, before the sender hears of it."""
    layer = make()
    layer.group_add("g", "a")
    began: list[float] = []
    send = layer._send_to_shard

    def watched(*arguments: Any) -> None:
        began.append(layer.clock())
        send(*arguments)

    monkeypatch.setattr(layer, "_send_to_shard", watched)
    layer.send_group("g", {"n": 1})
    assert layer.log is not None
    sent = [one for one in layer.log.events() if one.kind in ("group.sent", "message.accepted")]
    assert [one.kind for one in sent] == ["group.sent", "message.accepted"]
    assert all(one.at + layer.log.start <= began[0] for one in sent)
