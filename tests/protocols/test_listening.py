"""A listening socket and the uvicorn behind it."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest

from sandbox.errors import PortTaken
from sandbox.protocols.listening import Listening


def test_the_port_is_ours_from_the_start() -> None:
    """Two that are only made already see each other."""
    first = Listening("127.0.0.1", 0)
    try:
        assert first.address == f"127.0.0.1:{first.port}"
        with pytest.raises(PortTaken, match="stop the program that has it"):
            Listening("127.0.0.1", first.port)
    finally:
        first.close()
    Listening("127.0.0.1", first.port).close()


def test_a_host_that_is_not_here_is_refused() -> None:
    """With the reason that the system gives."""
    with pytest.raises(PortTaken, match=r"on 192\.0\.2\.1 cannot be used"):
        Listening("192.0.2.1", 0)


def test_it_serves_an_application_until_it_is_stopped() -> None:
    """Who came before the start is served too; stop() twice is harmless."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": scope["path"].encode()})

    async def main() -> bytes:
        listening = Listening("127.0.0.1", 0)
        reader, writer = await asyncio.open_connection("127.0.0.1", listening.port)
        writer.write(b"GET /early HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        await listening.start(application)
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        await listening.stop()
        await listening.stop()
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", listening.port))
        return answer

    answer = asyncio.run(main())
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"/early" in answer
    assert b"server:" not in answer.lower()
