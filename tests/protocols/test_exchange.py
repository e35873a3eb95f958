"""One request and its response, without a socket."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from sandbox.protocols.exchange import Exchange, status_line


class Wire:
    """What an exchange needs of its wire."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.full = False
        self.written = b""
        self.ended: list[Exchange] = []
        self.read_again = 0

    def write(self, data: bytes) -> None:
        """Keep what is written."""
        self.written += data

    def exchange_ended(self, exchange: Exchange) -> None:
        """Note the end."""
        self.ended.append(exchange)

    def read_on(self) -> None:
        """Count."""
        self.read_again += 1


def made(**more: Any) -> tuple[Exchange, Wire]:
    """Return an exchange and its wire."""
    wire = Wire()
    scope = {"method": "POST", "http_version": "1.1"} | more
    exchange = Exchange(wire, scope, keep_alive=True, expects=False)  # type: ignore[arg-type]
    return exchange, wire


def test_status_lines_have_their_phrase() -> None:
    """Also those that have none."""
    assert status_line(404) == b"HTTP/1.1 404 Not Found"
    assert status_line(599) == b"HTTP/1.1 599 "


def test_parts_are_joined_until_somebody_asks() -> None:
    """A part that is empty is none, but the end of an empty body is told."""

    async def main() -> None:
        exchange, wire = made()
        exchange.feed(b"ab")
        exchange.feed(b"cd")
        first = await exchange.receive()
        assert first == {"type": "http.request", "body": b"abcd", "more_body": True}
        waiting = asyncio.get_running_loop().create_task(exchange.receive())
        await asyncio.sleep(0)
        assert not waiting.done()
        exchange.finish()
        assert await waiting == {"type": "http.request", "body": b"", "more_body": False}
        assert exchange.size == 4
        assert wire.read_again == 0

    asyncio.run(main())


def test_a_full_exchange_asks_for_more_once_it_is_read() -> None:
    """So that its wire can pause meanwhile."""

    async def main() -> None:
        exchange, wire = made()
        exchange.feed(b"x" * 100_000)
        assert exchange.is_full
        await exchange.receive()
        assert not exchange.is_full
        assert wire.read_again == 1

    asyncio.run(main())


def test_an_exchange_that_is_broken_off_says_nothing() -> None:
    """Who asks is told by whom; what is sent goes nowhere; the first reason stays."""

    async def main() -> None:
        exchange, wire = made()
        exchange.break_off("timeout")
        exchange.break_off("client")
        exchange.feed(b"late")
        assert await exchange.receive() == {"type": "http.disconnect", "by": "timeout"}
        await exchange.send({"type": "http.response.start", "status": 200})
        await exchange.send({"type": "http.response.body", "body": b"x"})
        assert (wire.written, wire.ended) == (b"", [])

    asyncio.run(main())


def test_an_answer_before_the_body_is_whole_ends_the_connection() -> None:
    """Its head says so."""

    async def main() -> None:
        exchange, wire = made()
        await exchange.send({"type": "http.response.start", "status": 200})
        assert wire.written == b""
        await exchange.send({"type": "http.response.body"})
        assert b"\r\nConnection: close\r\n" in wire.written
        assert wire.ended == [exchange]
        assert not exchange.keep_alive

    asyncio.run(main())


@pytest.mark.parametrize("status", [200, 201, 404])
def test_a_whole_exchange_keeps_the_connection(status: int) -> None:
    """Nothing is said of it."""

    async def main() -> None:
        exchange, wire = made()
        exchange.finish()
        await exchange.send({"type": "http.response.start", "status": status})
        await exchange.send({"type": "http.response.body", "body": b"ab"})
        assert wire.written.endswith(b"\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n")
        assert exchange.ended
        assert exchange.started
        assert exchange.keep_alive

    asyncio.run(main())
