"""The control listener: who is let in, what is answered, and that it ends."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from sandbox.views.control import Control, is_same_place

PATIENCE = 20.0


@pytest.fixture
def control() -> Iterator[Control]:
    """A listener that answers with what it was told."""
    control = Control("test", lambda text: f"did {text}")
    yield control
    control.close()


def come(
    control: Control, origin: str | None = "", token: str | None = "", **options: Any
) -> ClientConnection:
    """Be a page: by default one that may come."""
    url = options.pop("url", f"ws://127.0.0.1:{control.port}/")
    origin = f"http://127.0.0.1:{control.port}" if origin == "" else origin
    token = control.key()["token"] if token == "" else token
    subprotocols: Any = [token] if token is not None else None
    return connect(url, origin=origin, subprotocols=subprotocols, proxy=None, **options)  # type: ignore[arg-type]


def refusal(come: Callable[[], ClientConnection]) -> str:
    """Return the sentence with which a page is refused."""
    with pytest.raises(InvalidStatus) as caught:
        come()
    assert caught.value.response.status_code == 403
    return (caught.value.response.body or b"").decode()


def test_a_page_with_the_token_is_answered(control: Control) -> None:
    """One answer for each text, in order; the subprotocol is what the browser offered."""
    with come(control) as page:
        assert page.subprotocol == control.key()["token"]
        for number in range(5):
            page.send(f"{number}")
        assert [page.recv(PATIENCE) for _ in range(5)] == [f"did {n}" for n in range(5)]


def test_the_token_may_stand_among_others(control: Control) -> None:
    """A page may offer more than one subprotocol."""
    token = control.key()["token"]
    url, origin = f"ws://127.0.0.1:{control.port}/", f"http://127.0.0.1:{control.port}"
    with connect(url, origin=origin, subprotocols=["x", token], proxy=None) as page:  # type: ignore[arg-type,list-item]
        assert page.subprotocol == token


@pytest.mark.parametrize("token", [None, "x", "x" * 43])
def test_without_the_token_nobody_comes_in(control: Control, token: str | None) -> None:
    """Not even a page of the same origin."""
    assert "The key of this sandbox" in refusal(lambda: come(control, token=token))


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "https://127.0.0.1.evil.example", "null", "file://", None]
)
def test_a_foreign_page_is_refused(control: Control, origin: str | None) -> None:
    """Even with the token."""
    assert "Only a page of this very host" in refusal(lambda: come(control, origin))


def test_a_notebook_beside_it_may_come(control: Control) -> None:
    """Between loopback names the port is another one."""
    with come(control, "http://localhost:8888") as page:
        page.send("x")
        assert page.recv(PATIENCE) == "did x"


def test_a_page_behind_a_proxy_may_come(control: Control) -> None:
    """The proxy passes the browser's Host on; a page of another host may not."""
    with come_as("hub.example.org", control, "https://hub.example.org") as page:
        page.send("x")
        assert page.recv(PATIENCE) == "did x"
    assert refusal(lambda: come_as("hub.example.org", control, "https://other.example.org"))


def come_as(host: str, control: Control, origin: str) -> ClientConnection:
    """Be a page that asks for *host*, and is led here by a proxy."""
    sock = socket.create_connection(("127.0.0.1", control.port))
    try:
        return come(control, origin, url=f"ws://{host}/", sock=sock)
    except BaseException:
        sock.close()
        raise


@pytest.mark.parametrize(
    ("origin", "host", "may"),
    [
        ("http://localhost:8888", "127.0.0.1:40000", True),
        ("http://[::1]:8888", "localhost:40000", True),
        ("https://hub.org", "hub.org", True),
        ("https://hub.org", "hub.org:443", True),
        ("https://HUB.org:8443", "hub.ORG:8443", True),
        ("http://hub.org:8888", "hub.org:40000", False),
        ("http://hub.org", "hub.org:40000", False),
        ("http://evil.org:40000", "127.0.0.1:40000", False),
        ("http://127.0.0.1:40000", "evil.org:40000", False),
        ("http://127.0.0.1@evil.org", "127.0.0.1", False),
        ("http://localhost/x", "localhost", False),
        ("ws://localhost", "localhost", False),
        ("vscode-webview://abc", "localhost", False),
        ("http://localhost:x", "localhost", False),
        ("null", "localhost", False),
        ("", "localhost", False),
        (None, "localhost", False),
        ("http://localhost", None, False),
    ],
)
def test_same_place(origin: str | None, host: str | None, may: bool) -> None:
    """Host and port are equal, or both are this machine."""
    assert is_same_place(origin, host) is may


def test_it_is_no_web_server(control: Control) -> None:
    """A page that asks by HTTP gets nothing, and no hint at what this is."""
    asked = http.client.HTTPConnection("127.0.0.1", control.port, timeout=PATIENCE)
    asked.request("GET", "/")
    answer = asked.getresponse()
    assert answer.status in (403, 426)
    assert control.key()["token"] not in str(answer.headers) + answer.read().decode()
    assert answer.getheader("Server") is None
    asked.close()


def test_the_token_is_not_shown(control: Control) -> None:
    """And is another one each time."""
    token = control.key()["token"]
    assert len(token) >= 43
    assert token not in repr(control)
    other = Control("other", str)
    assert other.key()["token"] != token
    other.close()


def test_a_slow_command_holds_up_nobody() -> None:
    """The next command of the same page is done meanwhile."""
    go_on = threading.Event()

    def answer(text: str) -> str:
        if "tab.open" in text:
            go_on.wait(PATIENCE)
        return text

    control = Control("test", answer)
    with come(control) as page:
        slow, quick = json.dumps({"do": "tab.open"}), json.dumps({"do": "tab.send"})
        page.send(slow)
        page.send(quick)
        assert page.recv(PATIENCE) == quick
        go_on.set()
        assert page.recv(PATIENCE) == slow
    control.close()


def test_bytes_are_no_commands(control: Control) -> None:
    """The page is told so."""
    with come(control) as page:
        page.send(b"x")
        with pytest.raises(ConnectionClosed) as caught:
            page.recv(PATIENCE)
    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == 1003


def test_it_ends() -> None:
    """Pages are told; nobody is let in any more; a second end is harmless."""
    control = Control("test", str)
    with come(control) as page:
        control.close()
        with pytest.raises(ConnectionClosed) as caught:
            page.recv(PATIENCE)
    assert caught.value.rcvd is not None
    assert caught.value.rcvd.code == 1001
    with pytest.raises(ConnectionRefusedError):
        come(control)
    control.close()


def test_who_says_nothing_does_not_hold_up_the_end() -> None:
    """One that never asks anything is cut."""
    control = Control("test", str)
    with socket.create_connection(("127.0.0.1", control.port), PATIENCE) as silent:
        with come(control) as page:
            page.send("x")
            page.recv(PATIENCE)
        control.close()
        assert silent.recv(1) == b""
