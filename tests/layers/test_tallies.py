"""The running sums of a layer."""

from __future__ import annotations

from sandbox.layers.tallies import Tallies


def test_channels_of_one_row_share_a_tally() -> None:
    """All clients of a server, and all request bodies."""
    tallies = Tallies("default")
    assert tallies.of("s!a") is tallies.of("s!b") is tallies.of("s!")
    assert tallies.of("body?x") is tallies.of("body?y")
    assert tallies.of("a") is not tallies.of("b")
    assert len(tallies) == 4


def test_what_has_no_other_fate_is_queued() -> None:
    """A checkpoint's rows say the same as the ledger; unused rows are in neither."""
    tallies = Tallies("default")
    tally = tallies.of("a")
    tallies.of("unused")
    tally.accepted, tally.delivered, tally.held, tally.in_hand = 7, 2, 1, 1
    tally.lost["full"] = 1
    tally.refused["full"] = 3
    ledger = tallies.ledger({"a": 2, "unused": 0})
    assert ledger.balanced
    assert str(ledger) == (
        "7 accepted = 2 queued + 1 held + 1 in hand + 2 delivered + 1 lost (full 1) ✓"
        " · 3 refused (full 3)"
    )
    assert tallies.rows() == (("a", 7, 2, 1, 1, 2, (("full", 1),), (("full", 3),)),)
    assert "unused" not in ledger


def test_a_ledger_keeps_its_sums() -> None:
    """What is counted later does not reach into it."""
    tallies = Tallies("default")
    tallies.of("a").accepted = 1
    tallies.of("a").lost["full"] = 1
    before = tallies.ledger({})
    tallies.of("a").lost["full"] = 2
    assert before["a"].lost == {"full": 1}
