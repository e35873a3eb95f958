"""Pages: requests, redirects, cookies, and requests held open."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest

from sandbox.clients import Hub, Jar, Later, Page, request
from sandbox.errors import NothingArrived, SandboxError, SandboxStopped, TabClosed
from tests.clients.servers import ByHand, Interrupt, Peer, Served


def told(page: Page) -> dict[str, Any]:
    """Return what the server saw, its headers as a dict."""
    seen: dict[str, Any] = page.json()
    return {**seen, "headers": dict(seen["headers"])}


def held(hub: Hub, url: str, **options: Any) -> Later:
    """Return a request that is held open."""
    later = request("GET", url, wait=False, hub=hub, **options)
    assert isinstance(later, Later)
    return later


def test_a_page_has_status_headers_and_text(served: Served) -> None:
    page = request("GET", served.http + "/hello/")
    assert (page.status_code, page.reason) == (200, "OK")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.content == b"<b>hello</b>"
    assert page.text == "<b>hello</b>"
    assert page.url == served.http + "/hello/"
    assert (page.history, page.cookies) == ((), {})
    assert repr(page) == "<Page 200 text/html 12 bytes>"


def test_a_page_is_shown_as_text_never_as_html(served: Served) -> None:
    shown = request("GET", served.http + "/hello/")._repr_html_()
    assert "<b>" not in shown
    assert "&lt;b&gt;hello&lt;/b&gt;" in shown


@pytest.mark.parametrize(
    ("kind", "content", "text"),
    [
        ("text/plain; charset=latin-1", b"\xfc", "ü"),
        ("text/plain; charset=martian", b"\xc3\xbc", "ü"),
        ("text/plain", b"\xff!", "\ufffd!"),
    ],
)
def test_text_is_decoded_as_the_page_says(
    by_hand: ByHand, kind: str, content: bytes, text: str
) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode() + content)
        peer.close()

    page, _ = by_hand.meet(lambda: request("GET", by_hand.http), script)
    assert page.text == text
    with pytest.raises(ValueError, match="Expected JSON from"):
        page.json()


def test_a_get_sends_what_a_browser_would(served: Served) -> None:
    seen = told(request("get", served.http + "/head/ü/?q=ü b"))
    assert (seen["method"], seen["path"], seen["query"]) == ("GET", "/head/ü/", "q=%C3%BC%20b")
    assert seen["headers"] == {
        "host": f"127.0.0.1:{served.port}",
        "accept": "text/html,*/*;q=0.8",
    }


@pytest.mark.parametrize(
    ("options", "body", "kind"),
    [
        (
            {"data": {"a": "ü", "b": [1, 2]}},
            "a=%C3%BC&b=1&b=2",
            "application/x-www-form-urlencoded",
        ),
        ({"data": [("a", 1), ("a", 2)]}, "a=1&a=2", "application/x-www-form-urlencoded"),
        ({"json": {"a": [None]}}, '{"a": [null]}', "application/json"),
        ({"data": "plain"}, "plain", "text/plain; charset=utf-8"),
        ({"data": b"\xff"}, "\xff", "application/octet-stream"),
        ({}, "", None),
    ],
)
def test_a_post_carries_its_body_with_its_type(
    served: Served, options: dict[str, Any], body: str, kind: str | None
) -> None:
    seen = told(request("POST", served.http + "/head/", **options))
    assert seen["body"] == body
    assert seen["headers"].get("content-type") == kind
    assert seen["headers"]["content-length"] == str(len(body))
    assert seen["headers"]["origin"] == served.http


def test_a_body_is_a_form_or_json_not_both(served: Served) -> None:
    with pytest.raises(TypeError, match="not both"):
        request("POST", served.http, data="a", json=1)


def test_given_headers_win_and_none_suppresses(served: Served) -> None:
    given = {"Content-Type": "x/y", "Origin": None, "X-One": "1", "accept": "*/*", "Host": "h"}
    headers = told(request("POST", served.http + "/head/", data="z", headers=given))["headers"]
    assert headers == {
        "host": "h",
        "content-type": "x/y",
        "content-length": "1",
        "x-one": "1",
        "accept": "*/*",
    }


def test_cookies_are_sent_stored_and_deleted(served: Served) -> None:
    jar = Jar({"old": "1", "mine": "2"})
    page = request("GET", served.http + "/login/", cookies=jar)
    assert page.cookies == {"session": "abc", "theme": "dark"}
    assert len(page.headers.get_all("set-cookie")) == 3
    page = request("GET", served.http + "/head/", cookies=jar, headers={"Cookie": "extra=3"})
    assert told(page)["headers"]["cookie"] == "old=1; mine=2; session=abc; extra=3"


def test_the_old_cookie_of_a_path_goes_when_that_path_deletes_it(served: Served) -> None:
    jar = Jar()
    jar.store(["old=1; Path=/login"])
    request("GET", served.http + "/login/", cookies=jar)
    assert "old" not in jar


@pytest.mark.parametrize(
    ("status", "method", "body"),
    [(301, "GET", ""), (302, "GET", ""), (303, "GET", ""), (307, "POST", "a"), (308, "POST", "a")],
)
def test_redirects_are_followed_as_a_browser_does(
    served: Served, status: int, method: str, body: str
) -> None:
    page = request("POST", f"{served.http}/go/{status}/2/", data="a")
    seen = told(page)
    assert (seen["method"], seen["body"], seen["query"]) == (method, body, "from=redirect")
    assert ("content-type" in seen["headers"]) == (method == "POST")
    assert [one.url for one in page.history] == [
        f"{served.http}/go/{status}/2/",
        f"{served.http}/go/{status}/1/",
    ]
    assert page.url == served.http + "/head/?from=redirect"
    assert page.cookies == {"step2": "1", "step1": "1"}
    assert seen["headers"]["cookie"] == "step2=1; step1=1"


def test_redirects_can_be_left_alone(served: Served) -> None:
    page = request("GET", served.http + "/go/302/1/", follow=False)
    assert (page.status_code, page.headers["location"]) == (302, "/head/?from=redirect")


def test_a_redirect_to_another_host_is_the_answer(served: Served) -> None:
    page = request("GET", served.http + "/away/")
    assert (page.status_code, page.headers["location"]) == (302, "http://example.invalid/")


def test_a_redirect_without_end_ends(served: Served) -> None:
    with pytest.raises(SandboxError, match=r"was redirected 11 times, at last .*/loop/"):
        request("GET", served.http + "/loop/")


def test_the_address_is_announced_before_the_request(by_hand: ByHand) -> None:
    peers: list[Peer] = []
    announced: list[Any] = []

    def announce(address: Any, later: Any) -> None:
        peers.append(by_hand.accept())
        peers[0].socket.settimeout(0.01)
        with pytest.raises(TimeoutError):
            peers[0].socket.recv(1)
        announced.append((address == peers[0].socket.getpeername(), later.name, later.method))

    with pytest.raises(NothingArrived):
        request("PUT", by_hand.http, announce=announce, timeout=0.01)
    assert announced == [(True, "PUT /hand/", "PUT")]


def test_no_answer_in_time_says_so_and_why(by_hand: ByHand) -> None:
    with pytest.raises(NothingArrived) as caught:
        request("GET", by_hand.http, timeout=0.01, explain=lambda later, wanted: "No route.")
    assert str(caught.value) == (
        f"GET {by_hand.http}: no answer came within 0.01 s; "
        "wait=False holds a request open while the cell goes on.\nNo route."
    )


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", b"nonsense\r\n\r\n"],
    ids=["nothing", "half", "nonsense"],
)
def test_an_answer_that_breaks_off_says_so(by_hand: ByHand, answer: bytes) -> None:
    def call() -> None:
        with pytest.raises(
            TabClosed, match="dropped the connection before its answer was complete"
        ):
            request("GET", by_hand.http)

    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(answer)
        peer.close()

    by_hand.meet(call, script)


def test_an_answer_before_the_body_was_read_counts(by_hand: ByHand) -> None:
    def script(peer: Peer) -> None:
        peer.read_head()
        peer.send(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")
        peer.socket.shutdown(socket.SHUT_WR)
        while peer.socket.recv(1 << 20):
            pass

    page, _ = by_hand.meet(lambda: request("POST", by_hand.http, data=b"x" * 10_000_000), script)
    assert page.status_code == 413


def test_a_port_where_nothing_listens_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(TabClosed, match=f"nothing answers on 127.0.0.1:{port}"):
        request("GET", f"http://127.0.0.1:{port}/")


def test_a_held_request_is_answered_later(hub: Hub, served: Served) -> None:
    later = held(hub, served.http + "/poll/", timeout=0.01)
    assert served.app.held.acquire(timeout=5)
    assert not later.done
    assert repr(later) == f"<Later GET {served.http}/poll/ pending>"
    with pytest.raises(NothingArrived, match=r"waited 0\.01 s for the answer .* still held open"):
        later.result(timeout=0.01)
    served.app.release()
    assert later.result(timeout=5).text == "at last"
    assert later.result() is later.result()
    assert later.done
    assert repr(later) == f"<Later GET {served.http}/poll/ <Page 200 text/plain 7 bytes>>"


def test_a_cancelled_request_is_given_up_at_the_server_too(hub: Hub, served: Served) -> None:
    later = held(hub, served.http + "/poll/")
    assert served.app.held.acquire(timeout=5)
    later.cancel()
    later.cancel()
    with pytest.raises(TabClosed, match=r"was given up with cancel\(\)"):
        later.result(timeout=5)
    assert served.app.gone.acquire(timeout=5)
    assert repr(later) == f"<Later GET {served.http}/poll/ cancelled>"


def test_hundreds_are_held_at_once_and_end_with_the_hub(hub: Hub, served: Served) -> None:
    polls = [held(hub, served.http + "/poll/") for _ in range(300)]
    for _ in polls:
        assert served.app.held.acquire(timeout=5)
    hub.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "sandbox-page"]
    for poll in polls:
        assert poll.done
    for _ in polls:
        assert served.app.gone.acquire(timeout=5)
    with pytest.raises(SandboxStopped):
        held(hub, served.http + "/hello/")


def test_a_held_request_follows_redirects_and_keeps_its_error(hub: Hub, served: Served) -> None:
    assert held(hub, served.http + "/go/302/3/").result(5).url.endswith("from=redirect")
    failed = held(hub, served.http + "/loop/")
    with pytest.raises(SandboxError, match="redirected 11 times"):
        failed.result(5)
    assert repr(failed).endswith("failed>")


def test_an_interrupt_ends_a_request_and_its_connection(by_hand: ByHand) -> None:
    interrupt = Interrupt()

    def script(peer: Peer) -> None:
        peer.read_head()
        interrupt.send()
        assert peer.read_frame() is None

    by_hand.meet(lambda: interrupt.expect(lambda: request("GET", by_hand.http)), script)
