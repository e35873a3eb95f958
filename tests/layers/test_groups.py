"""Memberships: who is in which group, and until when."""

from __future__ import annotations

from sandbox.layers.groups import Groups
from sandbox.runtime.clock import ManualClock
from sandbox.trace.log import Log


def made() -> tuple[Groups, Log, list[tuple[float, str]]]:
    """Return groups whose members stay for 30 s, their log, and what was scheduled."""
    log, scheduled = Log(ManualClock()), list[tuple[float, str]]()

    def schedule(due: float, group: str) -> None:
        scheduled.append((due, group))

    return Groups(alias="default", expiry=30.0, schedule=schedule, log=log), log, scheduled


def test_members_stand_in_the_order_in_which_they_joined() -> None:
    """One that joins again stands last, with its time anew."""
    groups, _, _ = made()
    for moment, channel in enumerate(("a", "b", "a")):
        groups.add("chat", channel, float(moment), "cell", 0)
    assert dict(groups.members("chat")) == {"b": 1.0, "a": 2.0}
    assert list(groups.members("chat")) == ["b", "a"]
    assert groups.names() == ["chat"]
    assert dict(groups.members("nobody")) == {}


def test_a_group_is_scheduled_once() -> None:
    """However often it empties and fills again; then for its next member to go."""
    groups, log, scheduled = made()
    groups.add("chat", "a", 0.0, "cell", 0)
    groups.discard("chat", "a", "cell", 0)
    groups.add("chat", "a", 5.0, "cell", 0)
    groups.add("chat", "b", 9.0, "cell", 0)
    assert scheduled == [(30.0, "chat")]
    groups.expire("chat", 30.0)
    assert scheduled == [(30.0, "chat"), (35.0, "chat")]
    groups.expire("chat", 35.0)
    assert dict(groups.members("chat")) == {"b": 9.0}
    groups.expire("chat", 39.0)
    assert groups.names() == []
    assert scheduled[-1] == (39.0, "chat")
    told = [(e.channel, e.reason) for e in log.events() if e.kind == "group.left"]  # type: ignore[attr-defined]
    assert told == [("a", "discarded"), ("a", "expired"), ("b", "expired")]


def test_who_is_no_member_cannot_leave() -> None:
    """Nothing happens, and nothing is logged."""
    groups, log, _ = made()
    groups.discard("chat", "a", "cell", 0)
    groups.evict("a")
    assert log.events() == []


def test_a_channel_is_evicted_from_all_its_groups() -> None:
    """Other channels stay; a flush ends what is left."""
    groups, log, _ = made()
    for group, channel in (("x", "a"), ("y", "a"), ("y", "b")):
        groups.add(group, channel, 0.0, "cell", 0)
    groups.evict("a")
    assert groups.names() == ["y"]
    groups.flush("cell", 0)
    assert groups.names() == []
    left = [e for e in log.events() if e.kind == "group.left"]
    assert sorted((e.group, e.channel, e.reason) for e in left) == [  # type: ignore[attr-defined]
        ("x", "a", "evicted"),
        ("y", "a", "evicted"),
        ("y", "b", "flushed"),
    ]


def test_without_a_log_the_same_holds() -> None:
    """Nothing is written anywhere."""
    groups = Groups(alias="default", expiry=1.0, schedule=lambda due, group: None, log=None)
    groups.add("chat", "a", 0.0, "cell", 0)
    groups.expire("chat", 1.0)
    assert groups.names() == []
