"""Bad lines, on real sockets: slow, asleep, cut, turned away."""

from __future__ import annotations

import threading
from http.client import HTTPException
from typing import Any

import pytest

from sandbox.consumers.routing import route
from sandbox.protocols.limits import Limits
from sandbox.protocols.sending import Connection
from tests.protocols.house import House
from tests.protocols.wire_client import PATIENCE


def connection_of(house: House, message: dict[str, Any]) -> Connection:
    """The server's side of the connection that sent *message*."""
    return house.server.connections[message["reply_channel"].removeprefix(house.server.prefix)]


def nothing() -> None:
    """Be called when a connection parts."""


def test_a_sleeping_client_gets_everything_when_it_wakes() -> None:
    """In order; until then the server has it in hand."""
    with House() as house:
        client, message = house.opened()
        wake = house.server.impair(connection_of(house, message), None, nothing)
        for text in ("1", "2", "3"):
            house.reply(message, text=text)
        house.wait_for(lambda: house.row(house.server.prefix).in_hand == 3)
        wake()
        assert [client.frame()[1] for _ in range(3)] == [b"1", b"2", b"3"]
        house.reply(message, text="4")
        assert client.frame()[1] == b"4"
        wake()  # harmless
        client.sock.close()


def test_a_slow_client_gets_one_frame_at_a_time() -> None:
    """Each waits; the end of it lets the rest go at once."""
    with House() as house:
        client, message = house.opened()
        connection = connection_of(house, message)
        end = house.server.impair(connection, 0.01, nothing)
        for text in ("1", "2"):
            house.reply(message, text=text)
        assert [client.frame()[1] for _ in range(2)] == [b"1", b"2"]
        end()
        slow = house.server.impair(connection, PATIENCE, nothing)
        house.reply(message, text="3")
        house.wait_for(lambda: connection.backlog is not None)
        slow()
        assert client.frame()[1] == b"3"
        client.sock.close()


def test_what_piles_up_for_a_sleeper_meets_the_bound() -> None:
    """Then it is a slow client like any other: 1013, all of it lost, and the line has parted."""
    parted = threading.Event()
    with House(limits=Limits(unsent_messages=2)) as house:
        client, message = house.opened()
        house.server.impair(connection_of(house, message), None, parted.set)
        for text in ("1", "2", "3", "4"):
            house.reply(message, text=text)
        assert client.closing()[0] == 1013
        client.sock.close()
        assert parted.wait(PATIENCE)
        house.rest()
        assert house.lost() == {"slow_client": 4}


def test_two_impairments_of_one_line_both_count() -> None:
    """They end in any order."""
    with House() as house:
        client, message = house.opened()
        connection = connection_of(house, message)
        plain = connection.send
        one = house.server.impair(connection, None, nothing)
        two = house.server.impair(connection, None, nothing)
        house.reply(message, text="1")
        house.wait_for(lambda: connection.backlog is not None)
        one()
        two()
        assert client.frame()[1] == b"1"
        assert connection.send != plain  # the first to end was not the outermost: it lets through
        house.reply(message, text="2")
        assert client.frame()[1] == b"2"
        client.sock.close()


def test_a_cut_line_is_gone_without_a_word() -> None:
    """The client reads the end of the stream; consumers hear of 1006, by the network."""
    with House() as house:
        client, message = house.opened()
        house.server.cut(connection_of(house, message))
        assert house.take("websocket.disconnect")["code"] == 1006
        with pytest.raises((EOFError, ConnectionError)):
            client.more()
        client.sock.close()
        [closed] = house.events("connection.closed")
        assert (closed.code, closed.by) == (1006, "network")
        assert "on purpose" in closed.why


def test_a_cut_request_has_no_answer() -> None:
    """Its reply is lost, as its connection is gone."""
    with House() as house:
        asking = house.asking()
        message = house.take("http.request")
        house.server.cut(connection_of(house, message))
        with pytest.raises((ConnectionError, HTTPException)):
            asking.answer()
        house.reply(message, status=200, content=b"late")
        house.rest()
        assert house.lost() == {"no_connection": 1}


def test_newcomers_are_turned_away_until_it_ends() -> None:
    """Handshakes and requests get a 503 that says so in the log; who is there, stays."""

    def echo(message: Any) -> None:
        message.reply_channel.send({"text": message.content["text"]})

    def connect(message: Any) -> None:
        message.reply_channel.send({"accept": True})

    routing = [route("websocket.receive", echo), route("websocket.connect", connect)]
    with House(routing=routing) as house:
        client = house.raw()
        client.request()
        assert client.response()[0] == 101
        house.server.refuse("closed for a lesson")
        other = house.raw()
        other.request()
        assert other.response()[0] == 503
        assert house.asking().answer()[0] == 503
        assert {one.why for one in house.events("connection.rejected")} == {"closed for a lesson"}
        house.server.refuse(None)
        again = house.raw()
        again.request()
        assert again.response()[0] == 101
        for one in (client, again, other):
            one.sock.close()
