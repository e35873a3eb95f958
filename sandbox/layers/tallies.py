"""The running sums of a layer's ledger, row by row.

Role: TRACE.md's equation as numbers that whoever changes a message's state changes with it. Pure;
whoever calls holds the layer's lock. It must not know of queues: what is queued is counted by the
queues themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.trace.ledger import Ledger, Row, ledger_key

__all__ = ["Tallies", "Tally"]


class Tally:
    """The running sums of one ledger row. *queued* is derived from the queues themselves."""

    __slots__ = ("accepted", "delivered", "held", "in_hand", "lost", "refused")

    def __init__(self) -> None:
        self.accepted = 0
        self.held = 0
        self.in_hand = 0
        self.delivered = 0
        self.lost: dict[str, int] = {}
        self.refused: dict[str, int] = {}


class Tallies:
    """The tallies of one layer by ledger key."""

    def __init__(self, alias: str) -> None:
        self._alias = alias
        self._rows: dict[str, Tally] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def of(self, channel: str) -> Tally:
        """Return the tally of *channel*'s row, made if absent."""
        key = ledger_key(channel)
        tally = self._rows.get(key)
        if tally is None:
            tally = self._rows[key] = Tally()
        return tally

    def _used(self) -> Iterable[tuple[str, Tally]]:
        """Yield the rows that something was sent to: others are in no ledger."""
        return [(key, one) for key, one in self._rows.items() if one.accepted or one.refused]

    def ledger(self, queued: Mapping[str, int]) -> Ledger:
        """Return the sums of every row; *queued*: ledger key → messages that wait."""
        return Ledger(
            {
                (self._alias, key): Row(
                    layer=self._alias,
                    channel=key,
                    accepted=tally.accepted,
                    queued=queued.get(key, 0),
                    held=tally.held,
                    in_hand=tally.in_hand,
                    delivered=tally.delivered,
                    lost=dict(tally.lost),
                    refused=dict(tally.refused),
                )
                for key, tally in self._used()
            }
        )

    def rows(self) -> tuple[Any, ...]:
        """Return the sums as the log's checkpoints have them (:mod:`sandbox.trace.ops`)."""
        return tuple(
            [
                (
                    key,
                    tally.accepted,
                    # What has no other fate is queued; ledger() counts it in the queues.
                    tally.accepted
                    - (tally.held + tally.in_hand + tally.delivered + sum(tally.lost.values())),
                    tally.held,
                    tally.in_hand,
                    tally.delivered,
                    tuple(tally.lost.items()),
                    tuple(tally.refused.items()),
                )
                for key, tally in self._used()
            ]
        )
