"""A place where a server listens: nobody is refused while the server in it is replaced."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from sandbox.errors import PortTaken
from sandbox.protocols.endpoints import Descriptor, Tcp, Unix
from sandbox.protocols.place import ServerPlace
from sandbox.protocols.server import ProtocolServer
from tests.protocols.house import House
from tests.protocols.wire_client import PATIENCE, Raw, text


class Places(House):
    """A house whose server stands in a place."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.place = ServerPlace(2, [Tcp()], self._make)

    def _make(self, name: str, endpoints: Sequence[Descriptor]) -> ProtocolServer:
        return ProtocolServer(
            self.layer, name=name, loop=self.loop, endpoints=endpoints, log=self.log
        )

    def __enter__(self) -> Places:
        super().__enter__()
        self.place.start()
        return self

    def stop(self) -> None:
        self.place.stop()
        super().stop()

    def __exit__(self, *exc: object) -> None:
        for client in self._clients:
            assert isinstance(client, Raw)
            client.sock.close()
        super().__exit__(*exc)

    def client(self) -> Raw:
        """A client of the place."""
        client = Raw(self.place.port)
        self._clients.append(client)
        return client

    def socket(self) -> tuple[Raw, dict[str, Any]]:
        """An open WebSocket of the place."""
        client = self.client()
        client.request()
        connect = self.take("websocket.connect")
        self.reply(connect, accept=True)
        assert client.response()[0] == 101
        return client, connect

    def answer(self, request: dict[str, Any], body: bytes) -> None:
        """Answer a request with a page whose length is told."""
        headers = [[b"Content-Length", b"%d" % len(body)]]
        self.reply(request, status=200, content=body, headers=headers)

    def says(self, *about: str) -> list[tuple[str, str]]:
        """What the log says of servers: (who, what)."""
        told = [e for e in self.log.events() if e.kind.startswith("server.")]
        return [(e.where, e.kind) for e in told if e.where in about]


def whole_response(client: Raw) -> tuple[int, dict[str, str], bytes]:
    """Read status, headers and body of a response that tells its length."""
    status, headers = client.response()
    return status, headers, client.take(int(headers["content-length"]))


@pytest.fixture
def house() -> Iterator[Places]:
    """A house with a place, whose books balance in the end."""
    with Places() as made:
        yield made


def test_open_sockets_go_on_and_new_ones_come_to_the_new_server(house: Places) -> None:
    """The old one drains; its client writes and reads as before."""
    old, connect = house.socket()
    house.place.restart(deadline=None)
    assert house.place.name == "server:2.2"
    old.send(text("still here"))
    assert house.take("websocket.receive")["text"] == "still here"
    house.reply(connect, text="yes")
    assert old.frame() == (1, b"yes")
    _, fresh = house.socket()
    assert fresh["reply_channel"].startswith(house.place.prefix)
    assert not connect["reply_channel"].startswith(house.place.prefix)
    assert [one.name for one in house.place.draining] == ["server:2"]
    assert (house.place.connections, len(house.place.clients)) == (2, 2)
    assert "server:2 drains" in repr(house.place)


def test_a_server_without_clients_ends_at_once(house: Places) -> None:
    """There is nobody to wait for."""
    house.place.restart(deadline=None, wait=True)
    assert house.place.draining == ()
    told = house.says("server:2", "server:2.2")
    assert told == [
        ("server:2", "server.started"),
        ("server:2.2", "server.started"),
        ("server:2", "server.draining"),
        ("server:2", "server.stopped"),
    ]


def test_the_last_one_to_go_ends_a_server_that_drains(house: Places) -> None:
    """Before its deadline."""
    client, _ = house.socket()
    house.place.restart(deadline=None)
    client.sock.close()
    house.wait_for(lambda: ("server:2", "server.stopped") in house.says("server:2"))
    assert house.events("server.stopped")[0].reason == "drained"


def test_at_the_deadline_a_socket_gets_1012(house: Places) -> None:
    """And consumers hear of it; what is sent to its old reply channel is lost as no_connection."""
    client, connect = house.socket()
    house.place.restart(deadline=0.05, wait=True)
    code, _ = client.closing()
    assert code == 1012
    assert house.take("websocket.disconnect")["code"] == 1012
    house.reply(connect, text="too late")
    prefix = connect["reply_channel"].partition("!")[0] + "!"
    assert house.row(prefix).lost == {"no_connection": 1}
    assert house.events("server.stopped")[0].reason == "deadline"


def test_without_any_time_left_the_goodbye_is_said_when_restart_returns(house: Places) -> None:
    """Who sends a frame after it does not send it into a socket that is about to close."""
    client, _ = house.socket()
    house.place.restart(deadline=0)
    assert house.place.draining == ()
    assert house.events("connection.closed")[0].code == 1012
    assert client.closing()[0] == 1012


def test_a_request_under_way_is_answered_by_the_old_server(house: Places) -> None:
    """And the connection ends behind it."""
    client = house.client()
    client.sock.sendall(b"GET /slow HTTP/1.1\r\nHost: x\r\n\r\n")
    request = house.take("http.request")
    house.place.restart(deadline=None)
    house.answer(request, b"done")
    assert whole_response(client)[::2] == (200, b"done")
    assert client.rest() == b""
    house.wait_for(lambda: ("server:2", "server.stopped") in house.says("server:2"))


def test_who_has_come_and_asked_nothing_yet_is_served(house: Places) -> None:
    """A connection that the old server took in its last moment is not thrown away."""
    client = house.client()
    house.wait_for(lambda: bool(house.place.server._listening._connections))
    house.place.restart(deadline=None)
    client.sock.sendall(b"GET /first HTTP/1.1\r\nHost: x\r\n\r\n")
    house.answer(house.take("http.request"), b"welcome")
    assert whole_response(client)[::2] == (200, b"welcome")


def test_who_rests_between_two_requests_is_not_waited_for(house: Places) -> None:
    """Its next request comes over a new connection."""
    client = house.client()
    client.sock.sendall(b"GET /one HTTP/1.1\r\nHost: x\r\n\r\n")
    house.answer(house.take("http.request"), b"one")
    assert whole_response(client)[0] == 200
    house.place.restart(deadline=None, wait=True)
    assert client.sock.recv(10) == b""


def test_connections_during_restarts_are_all_served(house: Places) -> None:
    """Twenty restarts while clients come without a pause: nobody is refused or forgotten."""
    stop, end, answered = threading.Event(), threading.Event(), []

    def consume() -> None:
        while not end.is_set():
            _, message = house.layer.receive(["http.request"], block=True)
            if message is not None:
                house.answer(message, b"ok")

    def ask() -> None:
        while not stop.is_set():
            client = Raw(house.place.port)
            client.sock.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            answered.append(whole_response(client)[0])
            client.sock.close()

    worker = threading.Thread(target=consume)
    asking = [threading.Thread(target=ask) for _ in range(3)]
    for thread in (worker, *asking):
        thread.start()
    try:
        for _ in range(20):
            house.place.restart(deadline=PATIENCE)
    finally:
        stop.set()
        for thread in asking:
            thread.join(PATIENCE)
        end.set()
        house.layer.send("http.request", {"reply_channel": "nobody!x"})
        worker.join(PATIENCE)
    assert not any(thread.is_alive() for thread in (worker, *asking))
    assert set(answered) == {200}
    assert house.place.name == "server:2.21"


def test_kill_ends_a_server_as_a_crash_would(house: Places) -> None:
    """No goodbye, no disconnect message; a new one listens in its place."""
    client, connect = house.socket()
    house.place.kill()
    with pytest.raises((EOFError, ConnectionResetError)):
        client.frame()
    assert house.place.has_lost(connect["reply_channel"])
    assert not house.place.has_lost(house.place.prefix + "x")
    house.socket()
    assert house.nothing_on("websocket.disconnect")
    (closed,) = house.events("connection.closed")
    assert (closed.code, closed.by, closed.why) == (1006, "server", "the server was killed")
    assert [one.reason for one in house.events("server.stopped")] == ["killed"]


def test_a_place_that_is_left_listens_no_more(house: Places) -> None:
    """Who is connected goes on; its server ends with the last one."""
    client, _ = house.socket()
    ended = house.place.leave(deadline=None)
    assert ended is not None
    assert house.place.leave() is None
    house.wait_for(lambda: ("server:2", "server.draining") in house.says("server:2"))
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", house.place.port))
    client.send(text("on"))
    assert house.take("websocket.receive")["text"] == "on"
    client.sock.close()
    ended.result(PATIENCE)
    house.place.restart()
    assert house.place.name == "server:2"


def test_a_socket_file_is_there_until_the_place_ends(house: Places, tmp_path: Path) -> None:
    """Servers come and go over it."""
    path = str(tmp_path / "socket")
    place = ServerPlace(3, [Unix(path)], house._make)
    try:
        place.start()
        place.restart(wait=True)
        assert os.path.exists(path)
        assert place.address == f"unix:{path}"
        assert place.port == 0
    finally:
        place.stop()
    assert not os.path.exists(path)


def test_a_port_that_is_taken_is_named(house: Places) -> None:
    """As for any server."""
    with pytest.raises(PortTaken, match=str(house.place.port)):
        ServerPlace(4, [Tcp(port=house.place.port)], house._make)
