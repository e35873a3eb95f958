"""The ledger: the equation holds after every event, and both folds agree."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.trace import ops
from sandbox.trace.events import (
    ConsumerStarted,
    MessageAccepted,
    MessageDelivered,
    MessageLost,
    MessageRefused,
    MessageTaken,
)
from sandbox.trace.expand import Expander
from sandbox.trace.ledger import INVALID_NAME, Ledger, RawFold, Row, fold, ledger_key
from tests.trace.histories import Model, histories


def expanded(raws: list[tuple[Any, ...]]) -> list[Any]:
    expander = Expander(0.0)
    return [event for raw in raws for event in expander.expand(raw)]


def raw_ledger(raws: list[tuple[Any, ...]]) -> Ledger:
    fold = RawFold()
    fold.add_all(raws)
    return fold.ledger()


@given(histories())
def test_both_folds_agree(model: Model) -> None:
    """Folding raw tuples gives the very ledger that folding their events gives."""
    assert raw_ledger(model.raws) == fold(expanded(model.raws))


@given(histories(20))
def test_balances_after_every_event(model: Model) -> None:
    """After every single event: accepted = queued + held + in hand + delivered + lost."""
    events = expanded(model.raws)
    for end in range(len(events) + 1):
        ledger = fold(events[:end])
        assert ledger.balanced, ledger.table()
        assert ledger.total.balanced


@given(histories())
def test_counts_what_the_layer_holds(model: Model) -> None:
    """The ledger's queued, held and in hand are what the layer holds."""
    total = raw_ledger(model.raws).total
    assert (total.queued, total.held, total.in_hand) == tuple(map(len, model.places.values()))


@given(histories(), st.integers(0, 40))
def test_keeps_the_sums_of_what_was_trimmed(model: Model, cut: int) -> None:
    """A fold of the trimmed part, copied and gone on with, is the ledger of the whole."""
    trimmed = RawFold()
    trimmed.add_all(model.raws[:cut])
    before = trimmed.ledger()
    whole = trimmed.copy()
    for raw in model.raws[cut:]:
        whole.add(raw)
    assert whole.ledger() == raw_ledger(model.raws)
    assert trimmed.ledger() == before


@given(histories())
def test_layers_sum_to_the_total(model: Model) -> None:
    """The rows of the layers add up to the total."""
    ledger = raw_ledger(model.raws)
    assert sum(row.accepted for row in ledger.layers.values()) == ledger.total.accepted
    assert all(row.balanced for row in ledger.layers.values())


@pytest.mark.parametrize(
    ("channel", "key"),
    [
        ("websocket.receive", "websocket.receive"),
        ("daphne.response.ABC!xyz", "daphne.response.ABC!"),
        ("http.request.body?abc", "http.request.body?"),
        ("odd?a!b", "odd?"),
        ("!", "!"),
        ("", ""),
    ],
)
def test_key_of_a_channel(channel: str, key: str) -> None:
    """All clients of a server share one row, and so do all request bodies."""
    assert ledger_key(channel) == key


def chat() -> Ledger:
    """Fourteen accepted, twelve delivered, two lost on a full channel, one refused."""
    events: list[Any] = []
    for number in range(12):
        events += [
            MessageAccepted(message=f"m{number}", channel="s!a"),
            MessageTaken(channel="s!a"),
            MessageDelivered(channel="s!b"),
        ]
    for _ in range(2):
        events += [MessageAccepted(channel="s!c"), MessageLost(channel="s!c", reason="full")]
    return fold(events)


def test_reads_as_a_sentence() -> None:
    """The ledger prints as the equation with its numbers."""
    sentence = "14 accepted = 0 queued + 0 held + 0 in hand + 12 delivered + 2 lost (full 2) ✓"
    assert str(chat()) == repr(chat()) == sentence


def test_tells_refusals_beside_the_equation() -> None:
    """A refusal is counted beside the equation, which it leaves alone."""
    ledger = fold([MessageRefused(channel="a", reason="full")])
    assert str(ledger).endswith("0 lost ✓ · 1 refused (full 1)")
    assert ledger.balanced


def test_says_when_it_does_not_balance() -> None:
    """What was delivered but never accepted is shown as out of balance."""
    ledger = fold([MessageDelivered(channel="a")])
    assert not ledger.balanced
    assert "✗" in str(ledger)
    assert "✗" in ledger.table()


def test_one_bad_row_unbalances_the_whole_even_if_the_sums_agree() -> None:
    """Two channels whose errors cancel out are still out of balance."""
    ledger = fold(
        [MessageAccepted(channel="a"), MessageTaken(channel="b"), MessageTaken(channel="a")]
    )
    assert not ledger.balanced
    assert "✗" in str(ledger)


def test_rows_are_found_by_channel() -> None:
    """A row is found by its channel's full name, in the layer named or the only one."""
    ledger = fold([MessageAccepted(channel="s!a", layer="other"), MessageAccepted(channel="b")])
    assert ledger["s!whoever"].accepted == 1
    assert ledger["other", "s!a"] is ledger["s!"]
    assert "b" in ledger
    assert ("other", "b") not in ledger
    assert [row.channel for row in ledger] == ["b", "s!"]
    assert len(ledger) == len(ledger.rows) == 2


def test_the_default_layer_comes_first() -> None:
    """Where two layers have a channel, its bare name is the default layer's row."""
    events = [MessageAccepted(channel="a"), MessageAccepted(channel="a", layer="other")]
    assert fold(events)["a"].layer == "default"


def test_a_missing_row_lists_what_there_is() -> None:
    """The KeyError of an unknown channel names the rows that there are."""
    with pytest.raises(KeyError, match=r"there are: default/a"):
        fold([MessageAccepted(channel="a")])["b"]
    with pytest.raises(KeyError, match="none yet"):
        fold([])["b"]


def test_the_table_has_a_line_for_each_row_and_the_total() -> None:
    """The text table is aligned and ends with the sums."""
    lines = chat().table().splitlines()
    assert len(lines) == 3
    head = "layer channel accepted queued held in hand delivered lost refused"
    assert lines[0].split() == head.split()
    assert lines[1].split() == ["default", "s!", "14", "0", "0", "0", "12", "2", "(full", "2)", "✓"]
    assert lines[2].startswith("*")


def test_html_is_escaped() -> None:
    """Names from outside cannot become markup."""
    refused = MessageRefused(channel="<b>", reason="<script>")
    shown = fold([refused, MessageAccepted(channel="<i>")])._repr_html_()
    assert "<b>" not in shown
    assert "<script>" not in shown
    assert "&lt;i&gt;" in shown


def test_a_flood_of_invalid_names_is_one_row() -> None:
    """Refusals of invalid names share a row, so they cannot fill the memory."""
    raws = [
        (ops.REFUSED, 0.0, "cell", 0, "default", f"bad {number}", "invalid_name", None, 1)
        for number in range(100)
    ]
    ledger = raw_ledger(raws)
    assert len(ledger) == 1
    assert ledger[INVALID_NAME].refused == {"invalid_name": 100}


def test_many_channels_of_one_server_stay_one_row() -> None:
    """The shortcuts from full names to rows are bounded and lose no count."""
    raws: list[tuple[Any, ...]] = [
        (ops.ACCEPTED, 0.0, "cell", 0, "default", 17 + 16 * number, f"s!{number}", {})
        for number in range(5000)
    ]
    ledger = raw_ledger(raws + raws)
    assert ledger["s!"].accepted == 10_000


def test_a_lost_message_was_somewhere() -> None:
    """A loss from a state that there is not is an error, not a silent miscount."""
    with pytest.raises(ValueError, match="queued, held or in_hand, not 'nowhere'"):
        fold([MessageLost(channel="a", reason="full", state="nowhere")])


def test_an_unknown_op_is_an_error() -> None:
    """A tuple of another version is refused instead of miscounted."""
    with pytest.raises(ValueError, match=r"op of trace\.ops, not 99"):
        RawFold().add((99, 0.0, "cell"))


def test_other_events_do_not_matter() -> None:
    """Events that move no message leave the ledger empty."""
    assert fold([ConsumerStarted(message="m1")]) == Ledger({})


def test_a_ledger_never_changes() -> None:
    """A ledger taken earlier is not touched by what comes later."""
    running = RawFold()
    running.add((ops.ACCEPTED, 0.0, "cell", 0, "default", 17, "a", {}))
    before = running.ledger()
    running.add((ops.LOST, 0.0, "cell", 0, "default", 17, "a", "flushed", "queued"))
    assert before["a"] == Row("default", "a", accepted=1, queued=1)
    assert running.ledger()["a"].lost == {"flushed": 1}
