"""A listening socket and the uvicorn behind it."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest

from sandbox.consumers.routing import route
from sandbox.errors import PortTaken
from sandbox.protocols.endpoints import Descriptor, Tcp, Unix
from sandbox.protocols.listening import Listening, open_files_here
from tests.protocols.house import House
from tests.protocols.wire_client import PATIENCE


def test_the_port_is_ours_from_the_start() -> None:
    """Two that are only made already see each other."""
    first = Listening([Tcp()])
    try:
        assert first.addresses == (f"127.0.0.1:{first.port}",)
        with pytest.raises(PortTaken, match="stop the program that has it"):
            Listening([Tcp(port=first.port)])
    finally:
        first.close()
    Listening([Tcp(port=first.port)]).close()


def test_a_host_that_is_not_here_is_refused() -> None:
    """With the reason that the system gives."""
    with pytest.raises(PortTaken, match=r"on 192\.0\.2\.1 cannot be used"):
        Listening([Tcp("192.0.2.1")])


def test_it_serves_an_application_until_it_is_stopped() -> None:
    """Who came before the start is served too; stop() twice is harmless."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": scope["path"].encode()})

    async def main() -> bytes:
        listening = Listening([Tcp()])
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


# --- other places ---------------------------------------------------------------------------------


def ask(address: Any, family: int = socket.AF_INET) -> bytes:
    """Return the whole answer of who listens at *address*."""
    with socket.socket(family, socket.SOCK_STREAM) as client:
        client.settimeout(PATIENCE)
        client.connect(address)
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return b"".join(iter(lambda: client.recv(65536), b""))


def answer(message: Any) -> None:
    """Say who asks."""
    client = message["client"] and message["client"][0]
    message.reply_channel.send({"status": 200, "content": f"[{client}]".encode()})


def test_several_endpoints_are_one_server(tmp_path: Path) -> None:
    """A port, a path and a descriptor: replies find their client, whichever way it came; without
    TCP it has no address."""
    path = str(tmp_path / "x.sock")
    with socket.create_server(("127.0.0.1", 0)) as given:
        endpoints = [Tcp(), Unix(path), Descriptor(given.fileno())]
        with House(routing=[route("http.request", answer)], endpoints=endpoints) as house:
            server = house.server
            port = given.getsockname()[1]
            assert server.addresses == (
                f"127.0.0.1:{server.port}",
                f"unix:{path}",
                f"127.0.0.1:{port}",
            )
            assert server.address == server.addresses[0]
            assert b"[127.0.0.1]" in ask(("127.0.0.1", server.port))
            assert b"[None]" in ask(path, socket.AF_UNIX)
            assert b"[127.0.0.1]" in ask(("127.0.0.1", port))
            house.rest()
        assert not Path(path).exists()
    [started] = house.events("server.started")
    assert started.address == ", ".join(server.addresses)


def test_a_server_of_a_path_alone_has_no_port(tmp_path: Path) -> None:
    """Its address is the path."""
    path = str(tmp_path / "x.sock")
    listening = Listening([Unix(path)])
    assert (listening.port, listening.addresses) == (0, (f"unix:{path}",))
    listening.close()
    assert not Path(path).exists()


def test_a_path_left_behind_is_taken_over(tmp_path: Path) -> None:
    """By a server that has died; one that lives, or a file that is none, is left alone."""
    path = str(tmp_path / "x.sock")
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(path)
    dead.close()
    living = Listening([Unix(path)])
    with pytest.raises(PortTaken, match=f"The socket {path} cannot be made"):
        Listening([Unix(path)])
    living.close()
    Path(path).write_text("mine")
    with pytest.raises(PortTaken, match="take the file away"):
        Listening([Unix(path)])
    assert Path(path).read_text() == "mine"


def test_what_is_no_socket_is_refused(tmp_path: Path) -> None:
    """A descriptor of a file, or of nothing; what was opened before it is closed again."""
    path = str(tmp_path / "x.sock")
    with (tmp_path / "file").open("w") as file:
        for number in (file.fileno(), 12345):
            with pytest.raises(PortTaken, match="no socket that can listen"):
                Listening([Unix(path), Descriptor(number)])
            assert not Path(path).exists()


def test_a_path_that_somebody_else_took_is_left(tmp_path: Path) -> None:
    """Only one's own file is taken away at the end."""
    path = tmp_path / "x.sock"
    first = Listening([Unix(str(path))])
    path.unlink()
    path.write_text("another's")
    first.close()
    assert path.exists()


def test_the_number_of_files_is_known() -> None:
    """Or there is none."""
    files = open_files_here()
    assert files is None or files > 10
