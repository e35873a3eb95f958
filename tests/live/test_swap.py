"""Routings rebuilt around other consumers, and by whom."""

from __future__ import annotations

from typing import Any

from sandbox.consumers.routing import Router, include, route
from sandbox.live.swap import changing_by, changing_now, consumers_of, substituted


def one(message: Any) -> None:
    """One."""


def two(message: Any) -> None:
    """Two."""


class Own:
    """An entry that decides by itself."""

    def match(self, message: Any) -> Any:
        """Take everything."""
        return one, {}

    def channel_names(self) -> set[str]:
        """Hear one channel."""
        return {"own"}


ENTRIES = (route("a", one), include([route("b", one), route("c", two)], path="^/x"), Own())


def other(consumer: Any) -> Any:
    """Return two for one."""
    return two if consumer is one else consumer


def test_consumers_are_replaced_wherever_they_stand() -> None:
    """Includes too; entries that decide by themselves stay."""
    new = substituted(ENTRIES, other)
    assert [consumer for _, consumer in consumers_of(new)] == [two, two, two]
    assert new[2] is ENTRIES[2]
    assert new[1].prefixes == ENTRIES[1].prefixes


def test_the_old_entries_stay_as_they_are() -> None:
    """A router that was made of them serves on, unchanged."""
    router = Router(list(ENTRIES))
    substituted(ENTRIES, other)
    assert [consumer for _, consumer in consumers_of(ENTRIES)] == [one, one, two]
    assert router.find("a", {}) == (one, {}, 0)


def test_where_nothing_is_another_nothing_is_copied() -> None:
    """The very same objects come back."""
    new = substituted(ENTRIES, lambda consumer: consumer)
    assert all(a is b for a, b in zip(new, ENTRIES, strict=True))


def test_who_changes_is_known_inside_the_block_only() -> None:
    """Nested, the inner one counts."""
    assert changing_now() is None
    with changing_by("file"):
        with changing_by("undo"):
            assert changing_now() == "undo"
        assert changing_now() == "file"
    assert changing_now() is None
