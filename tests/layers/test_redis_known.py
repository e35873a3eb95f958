"""What a process knows of its layer by itself."""

from __future__ import annotations

from sandbox.layers.redis_known import Known, Missing, Taken, Waiting


def waiting(message: int, shard: int = 0, ends: float = 60.0) -> Waiting:
    return Waiting(shard, ends, message, ("a",))


def test_messages_of_a_group_send_share_one_note() -> None:
    """Each finds its channel by its number."""
    known = Known()
    one = Waiting(0, 60.0, 17, ["server!x", "server!y", "a"], 16)
    known.accepted([17, 49], one, 0)
    assert known.missing_with(0, 0) == [(17, "server!x"), (49, "a")]


def test_what_waits_is_forgotten_when_it_is_taken_or_old() -> None:
    """So the memory is bounded by the time that messages live."""
    known = Known()
    known.accepted([1], waiting(1, ends=10), 0)
    known.accepted([2], waiting(2, ends=60), 5)
    known.forget(2)
    known.forget(2)
    assert list(known.waiting) == [1]
    known.accepted([3], waiting(3, ends=70), 10)
    assert list(known.waiting) == [3]


def test_what_a_server_has_lost_is_told_once() -> None:
    """Only what was there, and was still to be read."""
    known = Known()
    known.accepted([1], waiting(1, shard=0), 0)
    known.accepted([2], waiting(2, shard=1), 0)
    known.accepted([3], waiting(3, shard=0, ends=5), 0)
    assert [message for message, _ in known.missing_with(0, 6)] == [1]
    assert known.missing_with(0, 6) == []
    assert list(known.waiting) == [2]


def test_an_element_is_settled_with_its_last_message() -> None:
    """Several of one prefix come together, and are settled one by one or many at once."""
    known = Known()
    taken = Taken(0, 99, "server!", b"head", 3)
    known.take(taken)
    assert not known.settle(taken, 2)
    assert known.in_hand == {(0, 99): taken}
    assert known.settle(taken, 1)
    assert known.in_hand == {}


def test_sums_are_kept_by_server() -> None:
    """What this process has added, for a store that has come back empty."""
    known = Known()
    known.count(0, "a|x", 2)
    known.count(0, "a|x", -1)
    known.count(1, "a|x", 5)
    assert known.sums == {0: {"a|x": 1}, 1: {"a|x": 5}}


def test_what_was_taken_is_kept_by_queue_and_sender() -> None:
    """As long as a message of before could still wait."""
    known = Known()
    mine, other = 16, 16 + 16 * 1_000_000_000
    known.mark(0, "a", mine, 60, 0)
    known.mark(0, "a", mine + 16, 61, 1)
    known.mark(0, "a", other, 62, 2)
    known.mark(1, "a", other, 62, 2)
    assert known.marks_of(0) == ["a|0", mine + 16, "a|1", other]
    known.mark(0, "b", mine, 121, 61)
    assert known.marks_of(0) == ["a|1", other, "b|0", mine]


def test_what_somebody_has_taken_is_not_missing() -> None:
    """Nor what was there before it: queues are read in their order."""
    missing = Missing("came back empty", [(16, "a"), (32, "a"), (48, "a"), (16, "s!x")], 0)
    assert missing.lost({"a|0": 32}) == [(48, "a"), (16, "s!x")]
    assert missing.lost({"a|0": 48, "s!|0": 160}) == []
