"""Queues and listeners: who is told that something waits."""

from __future__ import annotations

from sandbox.layers.queues import Listener, Queue
from sandbox.layers.tallies import Tally


def queue(name: str, *messages: int) -> Queue:
    """Return a queue with messages of these ids."""
    made = Queue(name, 10, Tally())
    for message in messages:
        made.entries.append((60.0, message, name, {}, 0.0, made))
    return made


def listener(*queues: Queue, armed: bool = False) -> Listener:
    """Return a listener of these queues."""
    made = Listener(lambda: None, "worker:1")
    made.armed = armed
    made.channels = frozenset(one.name for one in queues)
    for one in queues:
        one.listeners = (*one.listeners, made)
    return made


def test_one_of_those_who_wait_is_woken() -> None:
    """All of them know of it; nobody is woken twice."""
    jobs = queue("jobs", 17)
    idle, first, second = listener(jobs), listener(jobs, armed=True), listener(jobs, armed=True)
    assert jobs.announce() is first.wake
    assert (first.armed, second.armed) == (False, True)
    assert all(one.ready == [(17, jobs)] for one in (idle, first, second))
    assert jobs.announce() is second.wake
    assert jobs.announce() is None
    assert len(first.ready) == 1


def test_the_queue_with_the_oldest_message_is_first() -> None:
    """After a message was taken its queue has another place, or none."""
    old, new = queue("old", 1, 9), queue("new", 5)
    reader = listener(old, new)
    new.announce()
    old.announce()
    assert reader.ready[0][1] is old
    old.entries.popleft()
    reader.next_ready(old)
    assert [one for _, one in sorted(reader.ready)] == [new, old]
    new.entries.popleft()
    reader.next_ready(new)
    assert (reader.ready, reader.marked) == ([(9, old)], {"old"})


def test_what_is_forgotten_is_ready_no_more() -> None:
    """Others go on hearing it."""
    jobs, other = queue("jobs", 1), queue("other", 2)
    gone, stays = listener(jobs, other), listener(jobs)
    jobs.announce()
    other.announce()
    gone.forget(jobs)
    assert (gone.ready, gone.marked) == ([(2, other)], {"other"})
    assert jobs.listeners == (stays,)
    gone.forget(jobs)
    assert jobs.listeners == (stays,)


def test_senders_that_wait_for_room_are_woken_once() -> None:
    """Each of them, in the order in which they came."""
    jobs, rung = queue("jobs"), list[int]()
    jobs.room_wakes += [lambda: rung.append(1), lambda: rung.append(2)]
    jobs.make_room()
    jobs.make_room()
    assert rung == [1, 2]
