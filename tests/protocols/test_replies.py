"""The drain of replies: batches, and what cannot be dispatched."""

from __future__ import annotations

from sandbox.protocols.replies import BATCH
from tests.protocols.house import House


def test_more_than_a_batch_is_taken_in_order() -> None:
    """The drain goes on by itself until nothing is left."""
    count = 3 * BATCH + 1
    with House(channel_capacity={"daphne.response.*": count}) as house:
        client, message = house.opened()
        with client:
            for number in range(count):
                house.reply(message, text=str(number))
            for number in range(count):
                assert client.frame() == (1, str(number).encode())
        house.rest()
    assert house.row(house.server.prefix).delivered == count + 1
