"""What a server says on a terminal: whom it turned away or let go by itself, and why."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest

from tests.protocols.house import House
from tests.protocols.wire_client import frame, text

LOGGER = logging.getLogger("sandbox.server")


class Terminal(logging.Handler):
    """Keeps what a terminal would show."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the text alone."""
        self.lines.append(record.getMessage())


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """The servers' logger, with a handler as on a terminal and no other."""
    terminal = Terminal()
    handlers, LOGGER.handlers = LOGGER.handlers, [terminal]
    yield terminal
    LOGGER.handlers = handlers


def test_a_socket_closed_for_a_full_channel_is_told(terminal: Terminal) -> None:
    """Daphne warned of it; else its user is gone, and nobody knows why."""
    with House(channel_capacity={"websocket.receive": 1}, with_log=False) as house:
        client, _ = house.opened()
        with client:
            client.send(text("1") + text("2"))
            assert client.closing() == (1013, b"")
            port = client.sock.getsockname()[1]
    assert sorted(terminal.lines) == [
        f"WebSocket / [127.0.0.1:{port}] was ended: websocket.receive is full."
    ]


def test_who_is_refused_for_a_full_channel_is_told(terminal: Terminal) -> None:
    """A handshake and a request, each with its channel."""
    full = {"websocket.connect": 1, "http.request": 1}
    with House(channel_capacity=full, with_log=False) as house:
        house.layer.send("websocket.connect", {})
        house.layer.send("http.request", {})
        with house.raw() as client:
            client.request("/chat/")
            assert client.response()[0] == 503
            socket_port = client.sock.getsockname()[1]
        with house.raw() as client:
            client.send(b"POST /page HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
            assert client.response()[0] == 503
            request_port = client.sock.getsockname()[1]
    assert sorted(terminal.lines) == [
        f"POST /page [127.0.0.1:{request_port}] was refused with 503: http.request is full.",
        f"WebSocket /chat/ [127.0.0.1:{socket_port}] was refused with 503: websocket.connect is "
        "full.",
    ]


def test_what_took_too_long_is_told(terminal: Terminal) -> None:
    """A handshake that no consumer decides, which in 2016 was the usual mistake, and a request."""
    with House(handshake_timeout=0.05, http_timeout=0.05, with_log=False) as house:
        with house.raw() as client:
            client.request()
            assert client.rest() == b""
            socket_port = client.sock.getsockname()[1]
        with house.raw() as client:
            client.send(b"GET /page HTTP/1.1\r\nHost: x\r\n\r\n")
            assert client.response()[0] == 503
            request_port = client.sock.getsockname()[1]
    assert sorted(terminal.lines) == [
        f"GET /page [127.0.0.1:{request_port}] was ended: no whole response within 0.05 s.",
        f"WebSocket / [127.0.0.1:{socket_port}] was ended: no consumer decided the "
        "handshake within 0.05 s.",
    ]


def test_a_client_that_breaks_the_protocol_is_told(terminal: Terminal) -> None:
    """With what it did."""
    with House(with_log=False) as house:
        client, _ = house.opened()
        with client:
            client.send(frame(3, b""))
            assert client.closing()[0] == 1002
            port = client.sock.getsockname()[1]
    assert sorted(terminal.lines) == [
        f"WebSocket / [127.0.0.1:{port}] was ended: unknown opcode 3."
    ]


def test_who_comes_and_goes_by_himself_is_not_told(terminal: Terminal) -> None:
    """Neither a goodbye of a client nor one of a server that stops is worth a warning."""
    with House(with_log=False) as house:
        client, _ = house.opened()
        with client:
            client.send(frame(8, (1000).to_bytes(2)))
            assert client.closing()[0] == 1000
        staying, _ = house.opened()
        stopping = threading.Thread(target=house.server.stop)
        stopping.start()
        assert staying.closing()[0] == 1012
        staying.send(frame(8, (1012).to_bytes(2)))
        stopping.join()
        staying.sock.close()
    assert sorted(terminal.lines) == []


def test_where_the_log_is_nobody_is_told_twice(caplog: pytest.LogCaptureFixture) -> None:
    """A notebook has the events, and its cells stay clean."""
    caplog.set_level(logging.INFO, logger=LOGGER.name)
    handlers, LOGGER.handlers = LOGGER.handlers, []
    try:
        with House(channel_capacity={"websocket.receive": 1}) as house:
            client, _ = house.opened()
            with client:
                client.send(text("1") + text("2"))
                assert client.closing() == (1013, b"")
            house.wait_for(lambda: house.kinds("connection.closed") == ["connection.closed"])
    finally:
        LOGGER.handlers = handlers
    assert "was ended" not in caplog.text
