"""The clients of one server, and what the log says of them."""

from __future__ import annotations

from random import Random
from typing import Any

from sandbox.protocols.roster import Roster
from sandbox.protocols.websocket import WebSocketState
from sandbox.runtime.clock import ManualClock
from sandbox.trace.log import Log

PEER = ("127.0.0.1", 5)
SCOPE: dict[str, Any] = {
    "path": "/",
    "query_string": b"a=1",
    "headers": [(b"host", b"x"), (b"x_evil", b"1")],
    "client": ("1.2.3.4", 0),
}


def made(log: Log | None = None) -> Roster:
    """Return a roster whose names are always the same."""
    return Roster(where="server:1", log=log, random=Random(3), greet=lambda *_: "alice")


def test_a_client_is_found_by_channel_and_address() -> None:
    """The address is that of its TCP connection, whatever a proxy says."""
    log = Log(ManualClock())
    roster = made(log)
    connection = roster.open(SCOPE, PEER, None, "websocket", WebSocketState())
    assert roster.find(connection.reply_channel) is connection
    assert roster.clients == {PEER: connection}
    [opened] = log.events()
    assert (opened.kind, opened.client, opened.label) == (
        "connection.opened",
        ("1.2.3.4", 0),
        "alice",
    )
    assert opened.headers == ((b"host", b"x"),)


def test_a_client_is_forgotten_then_parted_from() -> None:
    """A newer client with the same address stays."""
    roster = made()
    old = roster.open(SCOPE, PEER, None, "http", WebSocketState())
    new = roster.open(SCOPE, PEER, None, "http", WebSocketState())
    roster.forget(old)
    assert roster.find(old.reply_channel) is None
    roster.part_from(old)
    assert roster.clients == {PEER: new}
    roster.forget(new)
    roster.part_from(new)
    assert roster.clients == {}


def test_who_has_no_address_has_no_name() -> None:
    """A Unix socket's client is not greeted."""
    roster = made()
    connection = roster.open(SCOPE, None, None, "http", WebSocketState())
    assert (connection.client, connection.label, roster.clients) == (None, None, {})
    roster.part_from(connection)


def test_who_was_refused_before_anything_is_one_event() -> None:
    """With what is known of it."""
    log = Log(ManualClock())
    made(log).note_refused(PEER, 431, "the head is longer than it may be")
    [event] = log.events()
    assert (event.kind, event.client, event.status) == ("connection.rejected", PEER, 431)
    assert event.why == "the head is longer than it may be"


def test_without_a_log_nothing_is_noted() -> None:
    """And nothing fails."""
    roster = made()
    connection = roster.open(SCOPE, PEER, None, "http", WebSocketState())
    roster.note_request(connection, "GET", 0)
    roster.note_rejected(connection, 503, "full")
    roster.note_refused(PEER, 400, "nonsense")
    assert (connection.id, connection.request) == (0, 0)
