"""What a person does to held messages, act by act; test_store.py does all of it at random."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.errors import ChannelFull
from sandbox.layers.store import CHANNEL, CONTENT, MESSAGE, Listener, Store
from sandbox.trace.ledger import fold
from sandbox.trace.log import Log
from sandbox.trace.wording import Names, tell
from tests.layers.makers import Row
from tests.layers.test_store import CAPACITY, EXPIRY, kinds, stored


def held_store(*contents: dict[str, Any], row: Row | None = None) -> tuple[Store, Log]:
    """A store with a hold at channel a, which has stopped *contents*."""
    store, log = stored()
    store.begin_hold(row or Row("a"), 0.0, "cell")
    for content in contents:
        store.accept("a", content, 0.0, "cell", 0)
    return store, log


def ids(store: Store) -> list[int]:
    return [entry[MESSAGE] for entry in store.held()]


def contents(store: Store) -> list[dict[str, Any]]:
    return [entry[CONTENT] for entry in store.held()]


def last(log: Log, kind: str) -> Any:
    return next(event for event in reversed(log.events()) if event.kind == kind)


def test_a_hold_says_when_it_begins_and_ends() -> None:
    """Once each, with what it is aimed at; the end names the beginning as its cause."""
    store, log = stored()
    row = Row("a")
    row.told = {"target": "channel:a", "condition": "text~bomb"}
    for _ in range(2):
        store.begin_hold(row, 0.0, "cell")
    for _ in range(2):
        store.end_hold(row, 1.0, "cell")
    began, ended = log.events()
    assert (began.kind, began.id, ended.kind, ended.cause) == (
        "hold.began",
        "x1",
        "hold.ended",
        "x1",
    )
    assert tell(began, Names()) == "channel:a where text~bomb"


def test_ending_a_hold_releases_in_order_and_wakes_who_listens() -> None:
    """What came while it was on goes behind what is queued, in the order of the list."""
    store, log = held_store({"n": 1}, {"n": 2}, {"n": 3})
    listener = Listener(lambda: None, "worker:1")
    store.listen(listener, ["a"])
    listener.armed = True
    store.move(ids(store)[2], 0, 0.0, "cell")
    assert store.end_hold(store.holds[0], 1.0, "cell") == [listener.wake]
    taken = [store.take(listener, 1.0) for _ in range(3)]
    assert [entry and entry[CONTENT]["n"] for entry in taken] == [3, 1, 2]
    assert fold(log.events()) == store.ledger(1.0)


def test_a_group_hold_stops_each_members_copy_and_nothing_else() -> None:
    """Also not what is sent to a member by itself."""
    store, _ = stored()
    for channel in ("a", "b"):
        store.group_add("chat", channel, 0.0, "cell", 0)
        store.group_add("other", channel, 0.0, "cell", 0)
    store.begin_hold(Row(group="chat"), 0.0, "cell")
    store.send_group("chat", {"n": 1}, 0.0, "cell", 0)
    store.send_group("other", {"n": 2}, 0.0, "cell", 0)
    store.accept("a", {"n": 3}, 0.0, "cell", 0)
    assert [entry[CHANNEL] for entry in store.held()] == ["a", "b"]
    assert store.ledger(0.0).total.queued == 3


def test_held_messages_do_not_expire() -> None:
    """However long a person looks at them."""
    store, _ = held_store({"n": 1})
    store.expire(100 * EXPIRY)
    assert store.ledger(100 * EXPIRY).total.held == 1


def test_unless_their_hold_lets_them() -> None:
    """Then as if they were queued, with the same consequence for groups."""
    row = Row("a")
    row.expires = True
    store, log = held_store({"n": 1}, row=row)
    store.group_add("chat", "a", 0.0, "cell", 0)
    store.expire(EXPIRY - 0.1)
    assert store.ledger(EXPIRY - 0.1).total.held == 1
    store.expire(EXPIRY)
    assert store.ledger(EXPIRY)["a"].lost == {"expired": 1}
    assert last(log, "message.lost").state == "held"
    assert store.members("chat", EXPIRY) == {}


def test_an_edit_tells_what_changed_and_the_whole() -> None:
    """A key that is gone has None; an edit without a change is none."""
    store, log = held_store({"text": "bomb", "order": 1, "old": True})
    (message,) = ids(store)
    changed = store.edit(message, {"text": "flower", "order": 1}, 1.0, "cell")
    assert changed == {"text": "flower", "old": None}
    edited = last(log, "message.edited")
    assert (edited.changed, edited.content) == (changed, {"text": "flower", "order": 1})
    assert edited.breakpoint == "x1"
    assert 'by hand: {text: "flower", old: None}' in tell(edited, Names())
    assert contents(store) == [{"text": "flower", "order": 1}]
    events = len(log)
    assert store.edit(message, {"text": "flower", "order": 1}, 1.0, "cell") == {}
    assert len(log) == events


def test_an_edited_message_is_explained_by_its_new_content() -> None:
    """The ladder of its route looks at what the consumer sees."""
    from sandbox.trace import ops
    from sandbox.trace.ladder import Rule

    store, log = held_store({"path": "/a"})
    (message,) = ids(store)
    store.edit(message, {"path": "/b"}, 1.0, "cell")
    rule = Rule(("a",), (), (("path", "^/b$"),), "f")
    log.append((ops.STARTED, 2.0, "worker:1", message, 19, "f", 1, (), (rule,), 0, "worker:1"))
    (step,) = last(log, "route.matched").ladder
    assert step.matched
    assert "/b" in step.why or "/b" in step.rule


def test_a_copy_is_accepted_by_itself_because_of_the_original() -> None:
    """It stands behind it, counts as one more message, and shares nothing with it."""
    store, log = held_store({"n": [1]}, {"n": [2]})
    first = ids(store)[0]
    copy = store.duplicate(first, 1.0, "cell")
    assert ids(store)[:2] == [first, copy]
    assert contents(store) == [{"n": [1]}, {"n": [1]}, {"n": [2]}]
    assert contents(store)[0]["n"] is not contents(store)[1]["n"]
    assert kinds(log)[-3:] == ["message.duplicated", "message.accepted", "message.held"]
    accepted = last(log, "message.accepted")
    assert accepted.cause == last(log, "message.duplicated").id
    assert last(log, "message.duplicated").changed == {"copy": accepted.id}
    assert store.ledger(1.0).total.accepted == 3


def test_a_copy_needs_room_like_any_message() -> None:
    """Held messages take up capacity."""
    store, log = held_store(*({"n": n} for n in range(CAPACITY)))
    with pytest.raises(ChannelFull):
        store.duplicate(ids(store)[0], 1.0, "cell")
    assert store.ledger(1.0) == log.ledger()
    assert store.ledger(1.0).total.accepted == CAPACITY


def test_what_is_delayed_is_held_until_it_is_due() -> None:
    """It is on nobody's list, does not go with the end of its hold, and goes by itself."""
    store, log = held_store({"n": 1}, {"n": 2}, {"n": 3})
    one, two, _ = ids(store)
    assert store.delay(two, 5.0, 1.0, "cell") == 6.0
    store.delay(one, 8.0, 1.0, "cell")
    assert last(log, "message.delayed").changed == {"seconds": 8.0}
    assert [entry[CONTENT]["n"] for entry in store.held_at(25)] == [3]
    store.end_hold(store.holds[0], 2.0, "cell")
    assert contents(store) == [{"n": 1}, {"n": 2}]
    store.release_due(5.9)
    assert len(store.held()) == 2
    store.release_due(9.0)
    found = [store.receive(["a"], 9.0, "cell") for _ in range(3)]
    assert [entry and entry[CONTENT]["n"] for entry in found] == [3, 2, 1]
    assert fold(log.events()) == store.ledger(9.0)


def test_moving_goes_by_the_places_of_the_list() -> None:
    """A place that there is not is an IndexError, and nothing moves."""
    store, log = held_store({"n": 1}, {"n": 2}, {"n": 3})
    store.move(ids(store)[0], 2, 1.0, "cell")
    assert [one["n"] for one in contents(store)] == [2, 3, 1]
    assert last(log, "message.moved").place == 2
    with pytest.raises(IndexError):
        store.move(ids(store)[0], 3, 1.0, "cell")
    assert [one["n"] for one in contents(store)] == [2, 3, 1]


@pytest.mark.parametrize("act", ["release", "drop", "duplicate"])
def test_what_is_not_held_cannot_be_decided_about(act: str) -> None:
    """A KeyError, and nothing happens."""
    store, log = held_store({"n": 1})
    (message,) = ids(store)
    store.release(message, 0.0, "cell")
    before = len(log)
    with pytest.raises(KeyError):
        getattr(store, act)(message, 0.0, "cell")
    assert len(log) == before


def test_a_spent_fault_ends_by_itself() -> None:
    """After the loss that was its last."""

    class Once(Row):
        def loses(self, channel: str, content: dict[str, Any], group: str | None) -> bool:
            matched = not self.spent and channel == "a"
            self.spent = self.spent or matched
            return matched

    store, log = stored()
    row = Once()
    row.told = {"fault": "lose", "target": "channel:a", "options": {"n": 1}}
    store.begin_fault(row, 0.0, "cell")
    for _ in range(2):
        store.accept("a", {}, 0.0, "cell", 0)
    assert store.faults == ()
    assert store.ledger(0.0)["a"].lost == {"fault": 1}
    assert kinds(log) == [
        "fault.began",
        "message.accepted",
        "message.lost",
        "fault.ended",
        "message.accepted",
    ]
    assert tell(log.events()[0], Names()) == "lose channel:a {n: 1}"


def test_a_fault_may_let_messages_expire_at_once() -> None:
    """What comes, also by a group, whose member is thrown out, as by any expiry."""
    store, _ = stored()
    row = Row("a")
    row.reason = "expired"
    for channel in ("a", "b"):
        store.group_add("chat", channel, 0.0, "cell", 0)
    store.begin_fault(row, 0.0, "cell")
    store.send_group("chat", {}, 0.0, "cell", 0)
    assert store.ledger(0.0)["a"].lost == {"expired": 1}
    assert list(store.members("chat", 0.0)) == ["b"]


def test_what_waits_can_expire_now() -> None:
    """Only what was picked; the rest keeps its order."""
    store, log = stored()
    for number in range(4):
        store.accept("a", {"n": number}, 0.0, "cell", 0)
    count = store.expire_matching(lambda _, content, __: content["n"] % 2 == 1, 0.0, "cell", 25)
    assert count == 2
    assert last(log, "message.lost").cause == "x1"
    found = [store.receive(["a"], 1.0, "cell") for _ in range(2)]
    assert [entry and entry[CONTENT]["n"] for entry in found] == [0, 2]
