"""Every reason of a loss or refusal has a sentence and an instruction."""

from __future__ import annotations

import pytest

from sandbox.trace.events import MessageAccepted, MessageLost, MessageRefused
from sandbox.trace.losses import LOSSES, REFUSALS, why_lost

# TRACE.md's tables.
LOST = """
full expired no_connection slow_client worker_killed server_killed no_route retries flushed
layer_lost undecryptable malformed requeue_full nobody_listens dropped_by_you fault
"""
REFUSED = "full too_large invalid_name not_a_dict unserialisable layer_down"


def test_every_reason_is_there() -> None:
    """The tables have the contract's reasons, all of them and no others."""
    assert sorted(LOSSES) == sorted(LOST.split())
    assert sorted(REFUSALS) == sorted(REFUSED.split())


@pytest.mark.parametrize("reason", LOST.split())
def test_a_loss_in_words(reason: str) -> None:
    """A loss is one sentence that names the channel, and one instruction."""
    why, todo = why_lost(MessageLost(channel="chat.in", reason=reason))
    assert why.startswith("Lost on chat.in: ")
    assert why.endswith(".")
    assert todo[0].isupper()
    assert todo.endswith(".")


def test_a_refusal_in_words() -> None:
    """A refusal of the same reason has its own words: its sender knows."""
    why, todo = why_lost(MessageRefused(channel="a", reason="full"))
    assert why.startswith("Refused on a: ")
    assert "ChannelFull" in todo


def test_a_reason_from_a_newer_version() -> None:
    """An unknown reason is named as it is."""
    assert "'moonlight'" in why_lost(MessageLost(reason="moonlight"))[0]


def test_only_losses_have_a_reason() -> None:
    """Asking why an accepted message was lost is an error that says what to ask."""
    with pytest.raises(ValueError, match=r"box\.find\('lost'\)"):
        why_lost(MessageAccepted())
