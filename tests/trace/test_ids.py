"""Ids: numbers while they are made, text when somebody reads."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.trace.ids import Ids, spell, unspell

COUNTERS = {
    "message": "m",
    "frame": "f",
    "run": "r",
    "group_send": "g",
    "connection": "c",
    "request": "q",
    "version": "v",
    "timer": "t",
    "fault": "x",
    "action": "a",
    "mark": "k",
    "event": "e",
}


@pytest.mark.parametrize(("counter", "letter"), COUNTERS.items())
def test_every_counter_has_its_letter(counter: str, letter: str) -> None:
    """Each counts from 1 under a letter of its own."""
    ids = Ids()
    assert [spell(getattr(ids, counter)()) for _ in range(3)] == [
        f"{letter}1",
        f"{letter}2",
        f"{letter}3",
    ]
    assert set(vars(ids)) - {"process"} == set(COUNTERS)


@given(st.sampled_from(list(COUNTERS.values())), st.integers(1, 10**15))
def test_spelling_goes_both_ways(letter: str, number: int) -> None:
    """The number of an id's text is spelled as that text."""
    text = f"{letter}{number}"
    assert spell(unspell(text)) == text


def test_none_is_zero() -> None:
    """0 means that there is no id."""
    assert spell(0) is None


@pytest.mark.parametrize("text", ["", "m", "9", "z9", "m-1", "m 1", "mm1", "m²", "m٣", "M1"])
def test_what_is_no_id_is_an_error(text: str) -> None:
    """The error says what an id looks like."""
    with pytest.raises(ValueError, match="such as 'm9'"):
        unspell(text)


def test_threads_get_different_ids() -> None:
    """The counters step without a lock and repeat nothing."""
    ids = Ids()
    found: list[list[int]] = [[] for _ in range(4)]

    def count(mine: list[int]) -> None:
        for _ in range(2000):
            mine.append(ids.message())

    threads = [threading.Thread(target=count, args=(mine,)) for mine in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({number for mine in found for number in mine}) == 8000


def test_processes_hand_out_different_ids() -> None:
    """The number of the process stands before its own count; it may be learnt late, and twice."""
    ids = Ids()
    assert spell(ids.message()) == "m1"
    ids.begin_at(3)
    assert [spell(ids.message()), spell(ids.run())] == ["m3000000001", "r3000000001"]
    ids.begin_at(3)
    assert spell(ids.message()) == "m3000000002"
    assert spell(Ids(process=2).frame()) == "f2000000001"
    assert unspell("m3000000001") == Ids(process=3).message()
