"""The bounds, and what a process can hold."""

from __future__ import annotations

import inspect
from dataclasses import fields

import pytest

from sandbox.protocols import limits
from sandbox.protocols.limits import Limits, connections_here


@pytest.mark.parametrize(
    ("wanted", "files", "held"),
    [
        (10_000, None, 10_000),
        (10_000, 1024, 922),
        (10_000, 256, 206),
        (10_000, 20_000, 10_000),
        (5, 1024, 5),
        (10_000, 10, 1),
    ],
)
def test_files_bound_connections(wanted: int, files: int | None, held: int) -> None:
    """A tenth, and fifty at least, is left for everything else; one client is always served."""
    assert connections_here(wanted, files) == held


def test_every_default_has_its_reason_beside_it() -> None:
    """Each field is followed by a text that says why it is as it is."""
    source = inspect.getsource(limits.Limits)
    for field in fields(Limits):
        behind = source.split(f"    {field.name}: ")[1].split("\n")[1]
        assert behind.strip().startswith('"""'), field.name


def test_bounds_do_not_change() -> None:
    """One value may serve several servers."""
    with pytest.raises(AttributeError):
        Limits().pipelined = 3  # type: ignore[misc]
