"""The shapes of raw tuples: one number each, known to all who read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.trace import ops
from sandbox.trace.expand import FIXED_COUNTS
from sandbox.trace.ledger import RawFold

NUMBERS = {name: getattr(ops, name) for name in ops.__all__}


def test_the_ops_are_numbered_without_a_gap() -> None:
    """They index tables, so they count from 0."""
    assert sorted(NUMBERS.values()) == list(range(len(NUMBERS)))


@pytest.mark.parametrize("name", NUMBERS)
def test_every_op_is_described(name: str) -> None:
    """Under each op stands its shape and which events it stands for."""
    text = Path(ops.__file__).read_text()
    _, _, after = text.partition(f"\n{name} = {NUMBERS[name]}\n")
    assert after.startswith('"""(op, at, where, ')
    assert "→" in after.partition('"""\n')[0]


def test_all_readers_know_every_op() -> None:
    """The expander and the ledger have an entry for each."""
    assert len(FIXED_COUNTS) == len(NUMBERS)
    assert set(RawFold()._steps) == set(NUMBERS.values())
