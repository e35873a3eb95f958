"""Opening a WebSocket, and what is said when none comes of it."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest

from sandbox.clients import Closed, Hub, Jar, Tab
from sandbox.errors import TabClosed
from tests.clients.servers import ByHand, Interrupt, Peer, Served, frame


def refusal(hub: Hub, url: str, **options: Any) -> TabClosed:
    """Return the error of a tab that cannot be opened."""
    with pytest.raises(TabClosed) as caught:
        Tab(hub, url, name="alice", **options)
    return caught.value


def sent_headers(hub: Hub, served: Served, **options: Any) -> dict[str, str]:
    """Return the headers that the server saw."""
    with Tab(hub, served.ws + "/head/", **options) as tab:
        return dict(tab.receive_json()["headers"])


def test_the_address_is_announced_before_the_server_hears_of_it(hub: Hub, by_hand: ByHand) -> None:
    announced = []
    peer = None

    def announce(address: tuple[str, int], who: Tab) -> None:
        nonlocal peer
        peer = by_hand.accept()
        peer.socket.settimeout(0.01)
        with pytest.raises(TimeoutError):
            peer.socket.recv(1)
        announced.append((address, peer.socket.getpeername(), who.name))

    error = refusal(hub, by_hand.ws, announce=announce, timeout=0.05)
    assert announced == [(error.tab.address, error.tab.address, "alice")]  # type: ignore[attr-defined]


def test_a_tab_sends_its_servers_origin_as_a_page_of_it_would(hub: Hub, served: Served) -> None:
    headers = sent_headers(hub, served)
    assert headers["origin"] == served.http
    assert headers["host"] == f"127.0.0.1:{served.port}"
    assert "cookie" not in headers


def test_origin_host_and_other_headers_can_be_given_or_suppressed(hub: Hub, served: Served) -> None:
    given = {"Origin": "http://evil.example", "Host": "name.example", "X-One": "1", "X-No": None}
    headers = sent_headers(hub, served, headers=given)
    assert headers["origin"] == "http://evil.example"
    assert headers["host"] == "name.example"
    assert headers["x-one"] == "1"
    assert "x-no" not in headers
    assert "origin" not in sent_headers(hub, served, headers={"origin": None})


def test_cookies_go_with_the_handshake_and_come_back_into_the_jar(hub: Hub, served: Served) -> None:
    jar = Jar({"session": "abc"})
    headers = sent_headers(hub, served, cookies=jar, headers={"Cookie": "extra=1"})
    assert headers["cookie"] == "session=abc; extra=1"
    Tab(hub, served.ws + "/echo/", cookies=jar).close()
    assert dict(jar) == {"session": "abc", "seen": "yes", "too": "many words"}


def test_cookies_with_a_domain_stay_in_their_own_tab(hub: Hub, by_hand: ByHand) -> None:
    cookie = "Set-Cookie: login=alice; Domain=127.0.0.1; Path=/\r\n"
    alice, _ = by_hand.meet(lambda: Tab(hub, by_hand.ws), lambda peer: peer.upgrade(cookie))
    assert alice.cookies["login"] == "alice"
    heads: list[str] = []
    by_hand.meet(lambda: Tab(hub, by_hand.ws), lambda peer: heads.extend(peer.upgrade()))
    assert not [line for line in heads if line.lower().startswith("cookie")]


def test_the_subprotocol_is_the_servers_choice_as_it_wrote_it(hub: Hub, served: Served) -> None:
    with Tab(hub, served.ws + "/echo/", subprotocols=["chat.v1", "Chat.V2"]) as tab:
        assert tab.subprotocol == "Chat.V2"
    with Tab(hub, served.ws + "/echo/") as tab:
        assert tab.subprotocol is None


def test_no_common_subprotocol_fails_as_in_a_browser(hub: Hub, served: Served) -> None:
    error = refusal(hub, served.ws + "/echo/", subprotocols="other")
    assert "the server chose the subprotocol none, not one of other" in str(error)


def test_path_and_query_reach_the_server(hub: Hub, served: Served) -> None:
    with Tab(hub, served.ws + "/head/ü room/?q=ü&r=1") as tab:
        told = tab.receive_json()
    assert told["path"] == "/head/ü room/"
    assert told["query"] == "q=%C3%BC&r=1"
    assert tab.path == "/head/%C3%BC%20room/?q=%C3%BC&r=1"
    assert tab.url == served.ws + tab.path
    assert json.dumps(told["client"]) == json.dumps(tab.address)


def test_a_refused_handshake_says_so_and_leaves_the_tab_to_look_at(
    hub: Hub, served: Served
) -> None:
    error = refusal(
        hub, served.ws + "/refuse/", explain=lambda tab, wanted: f"because of {tab.closed.status}"
    )
    assert str(error) == (
        "alice at /refuse/ is closed: the server refused the handshake: 403 Forbidden "
        "(code 1006); tab.reopen() opens it again.\nbecause of 403"
    )
    tab = error.tab  # type: ignore[attr-defined]
    assert tab.closed == Closed(
        1006, "the server refused the handshake: 403 Forbidden", "server", 403
    )
    assert repr(tab) == "<Tab 'alice' /refuse/ closed 1006, 0 unread>"
    with pytest.raises(TabClosed, match="403 Forbidden"):
        tab.send("hi")
    with pytest.raises(TabClosed, match="403 Forbidden"):
        tab.receive()


@pytest.mark.parametrize(
    ("answer", "said", "status"),
    [
        ("HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nlong", "refused the handshake: 503", 503),
        ("HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n", "refused the handshake: 302 Found", 302),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "refused the handshake: 200 OK", 200),
        ("HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\n\r\n", "is not a WebSocket handshake", None),
        ("SSH-2.0-x\r\n\r\n", "is not a WebSocket handshake", None),
        ("x" * 70_000, "is not a WebSocket handshake", None),
        ("", "dropped the connection during the handshake", None),
    ],
    ids=["503", "302", "200", "wrong key", "another protocol", "no end", "nothing"],
)
def test_other_answers_say_what_came(
    hub: Hub, by_hand: ByHand, answer: str, said: str, status: int | None
) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(answer.encode())
        peer.close()

    error, _ = by_hand.meet(lambda: refusal(hub, by_hand.ws), script)
    assert said in str(error)
    assert error.tab.closed.status == status


def test_a_handshake_that_is_never_answered_ends_after_its_timeout(
    hub: Hub, by_hand: ByHand
) -> None:
    error = refusal(hub, by_hand.ws, timeout=0.05)
    assert "did not answer the handshake within 0.05 s" in str(error)
    peer = by_hand.accept()
    peer.read_head()
    assert peer.read_frame() is None, "the connection is closed"


def test_a_byte_now_and_then_does_not_extend_the_timeout(hub: Hub, by_hand: ByHand) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 101")
        peer.read_frame()

    error, _ = by_hand.meet(lambda: refusal(hub, by_hand.ws, timeout=0.1), script)
    assert "did not answer the handshake within 0.1 s" in str(error)


def test_a_port_where_nothing_listens_says_so(hub: Hub) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    error = refusal(hub, f"ws://127.0.0.1:{port}/")
    assert f"nothing answers on 127.0.0.1:{port} (connection refused)" in str(error)
    assert error.tab.closed.by == "lost"  # type: ignore[attr-defined]


def test_frames_that_come_along_with_the_handshake_are_not_lost(hub: Hub, by_hand: ByHand) -> None:
    more = frame("one") + frame("two")[:2]
    tab, peer = by_hand.meet(lambda: Tab(hub, by_hand.ws), lambda peer: peer.upgrade(more=more))
    assert tab.receive() == "one"
    peer.send(frame("two")[2:])
    assert tab.receive() == "two"


def test_an_interrupt_while_opening_closes_the_connection(hub: Hub, by_hand: ByHand) -> None:
    interrupt = Interrupt()

    def script(peer: Peer) -> None:
        peer.read_head()
        interrupt.send()
        assert peer.read_frame() is None

    by_hand.meet(lambda: interrupt.expect(lambda: Tab(hub, by_hand.ws)), script)
