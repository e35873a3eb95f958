"""The head of a request: bounds and verdicts."""

from __future__ import annotations

import pytest

from sandbox.protocols.limits import Limits
from sandbox.protocols.request_head import Refusal, RequestHead

HOST = (b"Host", b"x")


def judged(
    *headers: tuple[bytes, bytes],
    target: bytes = b"/",
    method: bytes = b"GET",
    version: str = "1.1",
    upgrades: bool = False,
    limits: Limits | None = None,
) -> tuple[RequestHead, Refusal | None]:
    """Return a head and the first thing that is wrong with it."""
    head = RequestHead(limits or Limits())
    refusal = head.add_target(target)
    for name, value in headers:
        refusal = refusal or head.add_header(name, value)
    return head, refusal or head.judge(method, version, True, upgrades)


def test_a_plain_request_is_served() -> None:
    """Names come in lower case, values as they are, in their order."""
    head, refusal = judged(HOST, (b"X-A", b"1"), (b"x-a", b"2"))
    assert refusal is None
    assert head.headers == [(b"host", b"x"), (b"x-a", b"1"), (b"x-a", b"2")]
    assert (head.method, head.version, head.keep_alive) == ("GET", "1.1", True)
    assert (head.expects, head.is_websocket) == (False, False)
    assert head.length is None


@pytest.mark.parametrize(
    ("headers", "more", "status"),
    [
        ([], {}, 400),
        ([HOST, HOST], {}, 400),
        ([HOST, HOST], {"version": "1.0"}, 400),
        ([HOST], {"version": "0.9"}, 400),
        ([HOST], {"version": "2.0"}, 400),
        ([HOST], {"target": b"*", "method": b"OPTIONS"}, 400),
        ([HOST], {"target": b"x:443", "method": b"CONNECT"}, 400),
        ([HOST], {"target": b"ftp://x/"}, 400),
        ([HOST], {"target": b"/\xff"}, 400),
        ([HOST, (b"Expect", b"a miracle")], {}, 417),
        ([HOST, (b"Transfer-Encoding", b"gzip, chunked")], {}, 501),
        ([HOST, (b"Transfer-Encoding", b"identity")], {}, 501),
        ([(b"Transfer-Encoding", b"chunked")], {"version": "1.0"}, 400),
        ([HOST, (b"Content-Length", b"11")], {"limits": Limits(body_bytes=10)}, 413),
        ([HOST, (b"a", b"b" * 90)], {"limits": Limits(header_bytes=100)}, 431),
        ([HOST], {"limits": Limits(header_bytes=100), "target": b"/" + b"a" * 100}, 431),
        ([HOST] + [(b"a", b"")] * 10, {"limits": Limits(header_count=10)}, 431),
        ([HOST, (b"Transfer-Encoding", b"chunked")], {"upgrades": True}, 400),
        (
            [HOST, (b"Upgrade", b"websocket"), (b"Content-Length", b"5")],
            {"upgrades": True},
            400,
        ),
    ],
)
def test_what_is_not_served(
    headers: list[tuple[bytes, bytes]], more: dict[str, object], status: int
) -> None:
    """Each with its status and a reason in words."""
    _, refusal = judged(*headers, **more)  # type: ignore[arg-type]
    assert refusal is not None
    assert refusal.status == status
    assert refusal.sentence[0].isupper()
    assert refusal.sentence.endswith(".")


@pytest.mark.parametrize(
    ("headers", "more"),
    [
        ([], {"version": "1.0"}),
        ([HOST, (b"Transfer-Encoding", b" CHUNKED ")], {}),
        ([HOST, (b"Content-Length", b"10")], {"limits": Limits(body_bytes=10)}),
        ([HOST, (b"Content-Length", b"9" * 9)], {"limits": Limits(body_bytes=None)}),
        ([HOST, (b"Expect", b"100-Continue")], {}),
        ([HOST, (b"Upgrade", b"h2c"), (b"Content-Length", b"5")], {"upgrades": True}),
        ([HOST], {"method": b"CONNECT", "upgrades": True}),
    ],
)
def test_what_is_served(headers: list[tuple[bytes, bytes]], more: dict[str, object]) -> None:
    """Bounds are inclusive, and an upgrade that nobody knows is none."""
    head, refusal = judged(*headers, **more)  # type: ignore[arg-type]
    assert refusal is None
    assert not head.is_websocket


def test_only_a_get_of_1_1_becomes_a_websocket() -> None:
    """RFC 6455 §4.1; anything else is an ordinary request."""
    upgrade = (b"Upgrade", b"WebSocket")
    assert judged(HOST, upgrade, upgrades=True)[0].is_websocket
    assert not judged(HOST, upgrade)[0].is_websocket
    assert not judged(HOST, upgrade, upgrades=True, method=b"POST")[0].is_websocket
    assert not judged(HOST, upgrade, upgrades=True, version="1.0")[0].is_websocket


def test_http_1_0_ends_its_connection_and_waits_for_no_100() -> None:
    """It knows neither."""
    head, _ = judged((b"Expect", b"100-continue"), version="1.0")
    assert (head.keep_alive, head.expects) == (False, False)


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        (b"/a?b=c?d", b"/a", b"b=c?d"),
        (b"/a", b"/a", b""),
        (b"/a?", b"/a", b""),
        (b"//evil/a", b"//evil/a", b""),
        (b"/a#frag", b"/a", b""),
        (b"http://host/a?b", b"/a", b"b"),
        (b"http://host", b"/", b""),
    ],
)
def test_a_target_is_path_and_query(target: bytes, path: bytes, query: bytes) -> None:
    """Also as a whole address; a path with two slashes names no host."""
    assert judged(HOST, target=target)[0].path_and_query() == (path, query)


def test_a_handshake_can_be_parsed_again() -> None:
    """The head in bytes, whole."""
    head, _ = judged(HOST, (b"Upgrade", b"websocket"), target=b"/a?b", upgrades=True)
    assert head.as_handshake() == b"GET /a?b HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\n\r\n"
