"""Wake-ups that wait a moment: put off per thread, and only on somebody's word."""

from __future__ import annotations

import threading

from sandbox.runtime.clock import ManualClock
from sandbox.runtime.wakeups import Promise, Putoff, putoff


def test_what_was_put_off_is_rung_in_order_and_once() -> None:
    """``flush`` rings it; a thread that puts nothing off has nothing to flush."""
    mine, rung = Putoff(), []
    mine.flush()
    assert mine.wakes is None
    mine.begin()
    assert mine.wakes == []
    mine.wakes += [lambda: rung.append(1), lambda: rung.append(2)]
    mine.flush()
    mine.flush()
    assert rung == [1, 2]
    mine.wakes += [lambda: rung.append(3)]
    mine.end()
    assert (rung, mine.wakes) == ([1, 2, 3], None)


def test_each_thread_puts_off_its_own() -> None:
    """What one thread puts off is not another's business."""
    found: list[object] = []
    putoff.begin()
    thread = threading.Thread(target=lambda: found.append(putoff.wakes))
    thread.start()
    thread.join()
    putoff.end()
    assert found == [None]


def test_a_promise_is_believed_until_its_moment() -> None:
    """A wake-up is put off only by a thread that does so, to a sleeper that will look anyway."""
    clock, rung = ManualClock(10.0), []
    promise = Promise(clock)
    promise.wake(lambda: rung.append("not putting off"))
    putoff.begin()
    try:
        promise.wake(lambda: rung.append("no promise"))
        promise.until = 11.0
        promise.wake(lambda: rung.append("later"))
        assert rung == ["not putting off", "no promise"]
        clock.advance(1.0)
        promise.wake(lambda: rung.append("too late"))
        assert rung[-1] == "too late"
    finally:
        putoff.end()
    assert rung == ["not putting off", "no promise", "too late", "later"]
