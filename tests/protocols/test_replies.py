"""The drain of replies: batches, and what cannot be dispatched."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from sandbox.layers.redis import RedisLayer
from sandbox.layers.redis_facts import FactReader
from sandbox.protocols.replies import BATCH
from sandbox.protocols.server import ProtocolServer
from sandbox.runtime.clock import monotonic
from sandbox.runtime.loops import LoopThread
from sandbox.trace import ops
from sandbox.trace.log import Log
from tests.protocols.house import House
from tests.protocols.wire_client import PATIENCE, Raw
from tests.redis_server import RedisServer


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


def test_a_server_with_nothing_to_do_tells_redis_what_it_has_sent(
    redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While busy it keeps that for its next call; none comes here, not even a sweep."""
    monkeypatch.setattr("sandbox.layers.redis_keeper.SWEEP_SECONDS", 30)
    layer = RedisLayer(hosts=[redis_server.url], log=Log(monotonic))
    other = RedisLayer(hosts=[redis_server.url])
    loop = LoopThread("test-loop")
    server = ProtocolServer(layer, loop=loop, log=layer.log)
    facts = FactReader(other, other.shards[0], since=0)
    try:
        server.start()
        client = Raw(server.port)
        client.request()
        with other.listen(["websocket.connect"], where="worker:1") as listener:
            connect = listener.receive(PATIENCE)
        other.send(connect[3]["reply_channel"], {"accept": True, "text": "hi"})
        assert client.response()[0] == 101
        assert client.frame() == (1, b"hi")
        told: set[int] = set()
        while ops.FRAMES_SENT not in told:
            found = facts.read(block=5.0)
            assert found, "Redis was not told"
            told |= {fact.raw[0] for fact in found}
        row = other.ledger()[server.prefix]
        assert (row.in_hand, row.delivered) == (0, 1)
        client.sock.close()
    finally:
        server.stop()
        loop.stop()
        facts.close()
        other.close()
        layer.close()
