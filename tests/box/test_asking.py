"""What was lost, and what happened."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sandbox import Channel, ChannelFull, Group, Sandbox
from sandbox.box.asking import in_words, losses
from tests.box.conftest import Make

pytestmark = pytest.mark.runtimes


def test_nothing_was_lost(box: Sandbox) -> None:
    """And it says so, as text and in a notebook."""
    assert (list(box.lost), repr(box.lost)) == ([], "nothing was lost")
    assert box.lost._repr_html_() == "<p>nothing was lost</p>"


def test_what_was_lost_is_told_newest_first(make: Make) -> None:
    """What, where, why, and what to do about it; refusals too."""
    box = make(capacity=1)
    Group("g").add("jobs")
    Channel("jobs").send({"text": "<b>one</b>"})
    with pytest.raises(ChannelFull):
        Channel("jobs").send({"text": "two"})
    Group("g").send({"text": "three"})
    newest, oldest = box.lost
    assert (newest.reason, newest.content, newest.channel) == ("full", {"text": "three"}, "jobs")
    assert newest.message is not None
    assert (oldest.message, oldest.content) == (None, {"text": "two"})
    assert "Read faster" in newest.do
    assert str(newest).startswith(f"{newest.message} on jobs: The channel already held")
    assert str(oldest).startswith("refused on jobs: ")
    assert "three" in repr(box.lost).splitlines()[0]


def test_a_lost_reply_names_its_tab(chat: Sandbox) -> None:
    """Not the letters of its channel."""
    bob = chat.connect("/", name="bob")
    channel = bob.reply_channel
    bob.close()
    chat.settle()
    channel.send({"text": "<script>"})
    chat.settle()
    (loss,) = chat.lost
    assert (loss.channel, loss.reason) == ("bob's reply channel", "no_connection")
    assert "<script>" not in chat.lost._repr_html_()


def test_notices_that_nobody_asks_for_are_no_alarm(box: Sandbox) -> None:
    """They are counted, and summed up in one line; the ledger says the same."""
    box.get("/")
    box.get("/")
    box.settle()
    assert [(loss.reason, loss.harmless) for loss in box.lost] == [("nobody_listens", True)] * 2
    assert repr(box.lost) == (
        "nothing was lost; 2 notices that no consumer asks for (http.disconnect): harmless"
    )
    assert box.lost._repr_html_().count("<p>") == 1
    assert "2 lost (nobody_listens 2: harmless) ✓" in str(box.ledger)
    assert ", 1 lost" not in str(box.story()).splitlines()[0]
    Group("g").add("daphne.response.x!y")
    with box._layer.lock:
        box._layer.store.queue("daphne.response.x!").capacity = 0
    Group("g").send({"text": "hi"})
    *rows, remark = repr(box.lost).splitlines()
    assert [("full" in row, "hi" in row) for row in rows] == [(True, True)]
    assert remark.startswith("2 notices")
    assert box.lost._repr_html_().endswith("harmless</p>")


def test_other_events_are_no_losses() -> None:
    """An empty log has none."""
    assert losses([]) == []


def test_found_events_show_themselves(chat: Sandbox) -> None:
    """Oldest first, as the dataclasses that they are, one line each."""
    alice = chat.connect("/", name="alice")
    alice.send("<i>hi</i>")
    chat.settle()
    found = chat.find("tab:alice frame")
    assert [event.kind for event in found] == ["frame.received", "frame.sent"]
    assert re.match(r"\d+ +0\.\d{3} s +server:1 +frame\.received +alice \"<i>hi", repr(found))
    assert "<i>" not in found._repr_html_()
    cells = re.findall("<td[^>]*>", found._repr_html_())
    assert set(cells) == {'<td style="text-align:left">'}
    assert repr(chat.find("kind:timer.set")) == "no events match"
    assert len(chat.find("since:-60 tab:alice frame")) == 2
    assert chat.find()[0].kind == "layer.opened"


def test_a_wrong_query_is_explained(box: Sandbox) -> None:
    """By the filter's own text."""
    with pytest.raises(ValueError, match="did you mean 'lost'"):
        box.find("losst")


def test_reasons_come_as_sentences() -> None:
    """With a capital and a full stop."""

    class Lost:
        kind, reason = "message.lost", "expired"

    event: Any = Lost()
    why, do = in_words(event)
    assert why == "Nobody read it before its time was up."
    assert do.endswith(".")
