"""What a proxy says of the client behind it."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.protocols.proxies import Front, parse_x_forwarded_for

ORIGINAL = ["10.0.0.1", 1234]


class Raw:
    """Headers as Twisted has them."""

    def getAllRawHeaders(self) -> Any:
        """Return names with lists of values."""
        return [(b"X-Forwarded-For", [b"1.2.3.4"]), (b"X-Forwarded-Proto", [b"https"])]


@pytest.mark.parametrize(
    ("headers", "address", "scheme"),
    [
        ({}, ORIGINAL, "http"),
        ({b"X-Forwarded-For": b"1.2.3.4"}, ["1.2.3.4", 0], "http"),
        ({"x-forwarded-for": "1.2.3.4, 5.6.7.8"}, ["1.2.3.4", 0], "http"),
        ({b"x-forwarded-for": [b"1.2.3.4"], b"X-FORWARDED-PORT": b"80"}, ["1.2.3.4", 80], "http"),
        ({b"X-Forwarded-For": b"1.2.3.4", b"X-Forwarded-Port": b"eighty"}, ["1.2.3.4", 0], "http"),
        ({b"X-Forwarded-For": b"1.2.3.4", "X-Forwarded-Proto": "https"}, ["1.2.3.4", 0], "https"),
        ({b"X-Forwarded-Port": b"80", b"X-Forwarded-Proto": b"https"}, ORIGINAL, "http"),
        (Raw(), ["1.2.3.4", 0], "https"),
    ],
)
def test_the_leftmost_address_is_the_client(headers: Any, address: Any, scheme: str) -> None:
    """Port and scheme count only together with an address; a port that is none is 0."""
    found = parse_x_forwarded_for(headers, original_addr=ORIGINAL, original_scheme="http")
    assert found == (address, scheme)
    assert all(type(one) is str for one in (found[0][0], found[1]))


def test_headers_may_have_other_names_or_none() -> None:
    """What is not named is not looked at."""
    headers = {b"X-Real-Ip": b"1.2.3.4", b"X-Forwarded-Proto": b"https"}
    assert parse_x_forwarded_for(headers, "X-Real-IP", None, None, None, "http") == (
        ["1.2.3.4", 0],
        "http",
    )
    assert parse_x_forwarded_for(headers, None) == (None, None)


def scope(*headers: tuple[bytes, bytes], **more: Any) -> dict[str, Any]:
    """Return an ASGI scope."""
    return {
        "headers": list(headers),
        "client": ("127.0.0.1", 5),
        "server": ("127.0.0.1", 80),
        "scheme": "http",
    } | more


def test_nobody_is_believed_unless_named() -> None:
    """A client of an open server cannot say who it is."""
    seen = scope((b"x-forwarded-for", b"1.2.3.4"))
    Front().see_through(seen)
    assert (seen["client"], seen["scheme"]) == (("127.0.0.1", 5), "http")


def test_a_named_proxy_is_believed() -> None:
    """Repeated headers are one list."""
    seen = scope((b"x-forwarded-for", b"1.2.3.4"), (b"x-forwarded-for", b"6.6.6.6"))
    Front(address_header="X-Forwarded-For").see_through(seen)
    assert seen["client"] == ("1.2.3.4", 0)


def test_the_root_path_of_a_request_comes_first() -> None:
    """Daphne-Root-Path is percent-decoded and taken out; other headers keep their order."""
    seen = scope((b"a", b"1"), (b"daphne-root-path", b"/caf%C3%A9"), (b"b", b"2"))
    Front(root_path="/app").see_through(seen)
    assert seen["root_path"] == "/café"
    assert seen["headers"] == [(b"a", b"1"), (b"b", b"2")]
    plain = scope()
    Front(root_path="/app").see_through(plain)
    assert plain["root_path"] == "/app"


def test_a_unix_socket_has_no_address() -> None:
    """Neither client nor server."""
    seen = scope(client=None, server=("/tmp/x.sock", None))
    Front(address_header="X-Forwarded-For").see_through(seen)
    assert seen["client"] is seen["server"] is None
