"""The contract for anybody's channel layer: it passes good layers and names what is bad."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from sandbox.layers.base import BaseChannelLayer
from sandbox.layers.inmemory import ChannelLayer
from sandbox.layers.memory import MemoryLayer
from sandbox.runtime.clock import ManualClock
from sandbox.testing import check_channel_layer
from sandbox.testing.contract import CHECKS


def on_a_clock(kind: type[MemoryLayer]) -> dict[str, Any]:
    """Return arguments for the check of a layer on a manual clock."""
    clock = ManualClock(1000.0)

    def make(**settings: Any) -> MemoryLayer:
        return kind(**settings, clock=clock, random=Random(7))

    return {"make_layer": make, "advance": clock.advance}


@pytest.mark.parametrize("kind", [MemoryLayer, ChannelLayer])
def test_our_layers_pass(kind: type[MemoryLayer]) -> None:
    """Every check, by name."""
    passed = check_channel_layer(**on_a_clock(kind))
    assert passed == [check.__name__ for check in CHECKS]
    assert len(passed) > 40


def test_without_a_clock_it_waits() -> None:
    """Really, so a layer's own class will do. (Here for the checks of expiry only.)"""
    timed = [check.__name__ for check in CHECKS if "expire" in check.__name__]
    others = [check.__name__ for check in CHECKS if check.__name__ not in timed[:1]]
    assert check_channel_layer(ChannelLayer, leave_out=others) == timed[:1]


class Nothing(BaseChannelLayer):
    """A layer that keeps nothing, and has no extensions."""

    def send(self, channel: str, message: dict[str, Any]) -> None:
        """Drop it."""

    def receive(self, channels: Any, block: bool = False) -> Any:
        """Give nothing."""
        return None, None


def test_what_is_bad_is_named_with_what_was_expected() -> None:
    """All of it at once, one line each."""
    with pytest.raises(AssertionError) as raised:
        check_channel_layer(Nothing, advance=lambda seconds: None)
    lines = str(raised.value).splitlines()
    assert lines[0].startswith(f"{len(lines) - 1} of ")
    assert lines[0].endswith("checks of a channel layer's contract fail:")
    assert any(
        line.startswith(
            "- what_is_sent_is_received_once (A message comes with its channel's name, to one "
            "reader, once): the result should be ('a', {'n': 1}), not (None, None)"
        )
        for line in lines
    )
    assert not any("group_add" in line for line in lines)


def broken(method: str, replacement: Callable[..., Any]) -> type[MemoryLayer]:
    """Return a memory layer whose *method* is another."""
    return type("Broken", (MemoryLayer,), {method: replacement})


@pytest.mark.parametrize(
    ("method", "replacement", "named"),
    [
        ("group_discard", lambda self, group, channel: None, "discarding_ends_a_membership"),
        ("flush", lambda self: None, "flushing_leaves_nothing"),
        ("get_capacity", lambda self, channel: 1, "the_first_pattern_that_fits_counts"),
        ("new_channel", lambda self, pattern: "body?same", "new_channels_are_single_reader"),
        ("receive_many", MemoryLayer.receive, "receive_many_is_the_old_name"),
        ("valid_group_name", lambda self, name: True, "group_names_are_checked"),
        ("send_group", lambda self, group, message: 1 / 0, "a_message_to_nobody_is_no_error"),
    ],
)
def test_a_layer_with_one_fault_fails(method: str, replacement: Any, named: str) -> None:
    """The check of that name is among those that fail."""
    with pytest.raises(AssertionError, match=f"- {named} "):
        check_channel_layer(**on_a_clock(broken(method, replacement)))


def test_checks_of_absent_extensions_are_left_out() -> None:
    """A layer without groups need not pass their checks."""
    plain = type("Plain", (MemoryLayer,), {"extensions": []})
    passed = check_channel_layer(**on_a_clock(plain))
    assert "what_is_sent_is_received_once" in passed
    assert not {"flushing_leaves_nothing", "statistics_count", "a_membership_expires"} & set(passed)


def test_a_check_that_there_is_not_cannot_be_left_out() -> None:
    """LookupError names it."""
    with pytest.raises(LookupError, match="no checks nonsense"):
        check_channel_layer(ChannelLayer, leave_out=["nonsense"])
