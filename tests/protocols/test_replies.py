"""The drain of replies: batches, and what cannot be dispatched."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

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


@pytest.fixture
def said() -> Iterator[list[str]]:
    """What the server's logger says to who has given it a handler, as a command does."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    logger, handler = logging.getLogger("sandbox.server"), Keep()
    logger.addHandler(handler)
    yield lines
    logger.removeHandler(handler)


def test_a_malformed_reply_is_said_on_a_terminal_once_for_a_group(said: list[str]) -> None:
    """One line for what was sent, however many members it went to; each is lost by name."""
    with House() as house:
        clients = [house.opened() for _ in range(3)]
        for _, message in clients:
            house.layer.group_add("all", message["reply_channel"])
        house.layer.send_group("all", {"nonsense": 1})
        house.wait_for(lambda: house.lost() == {"malformed": 3})
        house.reply(clients[0][1], nonsense=2)
        house.wait_for(lambda: house.lost() == {"malformed": 4})
        for client, _ in clients:
            client.sock.close()
    assert len(said) == 2
    assert said[0].startswith("A reply on daphne.response.")
    assert all("was not understood: " in line and "nonsense" in line for line in said)
