"""What a layer holds: queues with their capacities, what is due, who is to be woken."""

from __future__ import annotations

import re

from tests.layers.test_store import EXPIRY, GROUP_EXPIRY, listening, make_store, stored


def test_a_queue_has_the_capacity_of_the_first_pattern_that_fits() -> None:
    """And is made once, for all local names behind a prefix."""
    patterns = [(re.compile("s!"), 7), (re.compile("s"), 3)]
    store = make_store(None, capacity_patterns=patterns, capacity=2)
    assert [store.capacity_of(name) for name in ("s!", "send", "a")] == [7, 3, 2]
    assert store.queue("s!x") is store.queue("s!y")
    assert store.queue("s!x").capacity == 7
    assert [queue.name for queue in store.queues()] == ["s!"]
    assert store.seen("nowhere") is None
    assert not store.is_used("nowhere")


def test_messages_and_memberships_end_by_one_heap() -> None:
    """Each at its own moment, and an expired message throws its channel out of its groups."""
    store, log = stored()
    store.group_add("chat", "a", 0.0, "cell", 0)
    store.group_add("chat", "b", 1.0, "cell", 0)
    store.accept("a", {}, 2.0, "cell", 0)
    assert store.next_expiry(store.queue("a")) == 2.0 + EXPIRY
    store.expire(2.0 + EXPIRY)
    assert store.members("chat", 2.0 + EXPIRY) == {"b": 1.0}
    assert store.ledger(2.0 + EXPIRY)["a"].lost == {"expired": 1}
    assert store.groups(1.0 + GROUP_EXPIRY) == []
    left = [event.reason for event in log.events() if event.kind == "group.left"]  # type: ignore[attr-defined]
    assert left == ["evicted", "expired"]


def test_after_an_interrupt_a_queue_finds_its_place_among_what_expires() -> None:
    """As if it had been left out between queueing and noting when."""
    store, _ = stored()
    store.accept("a", {}, 0.0, "cell", 0)
    store._due.clear()
    store.queue("a").timed = False
    rung: list[int] = []
    store.queue("a").room_wakes.append(lambda: rung.append(1))
    store.wake_all()
    assert rung == [1]
    assert store.ledger(EXPIRY)["a"].lost == {"expired": 1}


def test_a_notice_to_come_is_expected_while_nobody_listens() -> None:
    """What is routed moves; what nobody hears is at rest."""
    store, _ = stored()
    store.accept("a", {}, 0.0, "cell", 0)
    store.accept("b", {}, 0.0, "cell", 0)
    listening(store, "b")
    assert store.moving() == {"b": (1, 0)}
    store.expected = frozenset({"a"})
    assert store.moving() == {"a": (1, 0), "b": (1, 0)}
