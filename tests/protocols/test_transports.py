"""How transports read, and how they end."""

from __future__ import annotations

import asyncio
import socket
import struct

from sandbox.protocols.transports import PIECE, end_output, read_in_small_pieces


def test_asyncios_transport_reads_less_at_a_time() -> None:
    """It alone; what comes is the same, in smaller pieces."""

    class Reader(asyncio.Protocol):
        def __init__(self, ended: asyncio.Future[None]) -> None:
            self.ended = ended
            self.pieces: list[bytes] = []

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            read_in_small_pieces(transport)

        def data_received(self, data: bytes) -> None:
            self.pieces.append(data)

        def connection_lost(self, exc: Exception | None) -> None:
            self.ended.set_result(None)

    async def main() -> list[bytes]:
        loop = asyncio.get_running_loop()
        ended = loop.create_future()
        reader = Reader(ended)
        server = await loop.create_server(lambda: reader, "127.0.0.1", 0)
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"x" * 1_000_000)
        await writer.drain()
        writer.close()
        await ended
        server.close()
        return reader.pieces

    pieces = asyncio.run(main())
    assert sum(map(len, pieces)) == 1_000_000
    assert max(map(len, pieces)) <= PIECE


def test_other_transports_are_left_alone() -> None:
    """Those without the attribute, and those that read less already."""

    class Other:
        max_size = 100

    other, plain = Other(), object()
    read_in_small_pieces(other)
    read_in_small_pieces(plain)
    assert other.max_size == 100
    assert not hasattr(plain, "max_size")


def test_the_output_of_a_connection_that_was_reset_ends_without_an_error() -> None:
    """Between two turns of the loop asyncio's own call raises; here the connection is lost."""

    class Server(asyncio.Protocol):
        def __init__(self) -> None:
            loop = asyncio.get_running_loop()
            self.made: asyncio.Future[asyncio.Transport] = loop.create_future()
            self.lost = loop.create_future()

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            self.made.set_result(transport)

        def connection_lost(self, exc: Exception | None) -> None:
            self.lost.set_result(exc)

    async def main() -> None:
        server = Server()
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(lambda: server, "127.0.0.1", 0)
        client = socket.create_connection(listening.sockets[0].getsockname())
        transport = await server.made
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        end_output(transport)
        await asyncio.wait_for(server.lost, 10)
        listening.close()

    asyncio.run(main())
