"""Headers in any case, and what a URL becomes on the wire."""

from __future__ import annotations

import pytest

from sandbox.clients.headers import GivenHeaders, Headers, Target, header_pairs


def test_headers_match_in_any_case_and_join_their_values() -> None:
    headers = Headers([("Set-Cookie", "a=1"), ("X", "y"), ("set-cookie", "b=2")])
    assert headers["SET-COOKIE"] == "a=1, b=2"
    assert headers.get_all("Set-cookie") == ["a=1", "b=2"]
    assert "x" in headers
    assert None not in headers
    assert headers.get("z") is None
    assert list(headers) == ["set-cookie", "x"]
    assert len(headers) == 2
    assert headers.pairs()[1] == ("X", "y")
    assert repr(headers) == "Headers({'set-cookie': 'a=1, b=2', 'x': 'y'})"


def test_a_missing_header_says_which_there_are() -> None:
    with pytest.raises(KeyError, match="there are x, y"):
        Headers([("X", "1"), ("Y", "2")])["Z"]


@pytest.mark.parametrize(
    "given", [{"A": "1", "B": None}, [("A", "1"), ("B", None)], iter(["A: 1", ("B", None)])]
)
def test_headers_are_given_as_a_mapping_or_pairs_or_lines(given: GivenHeaders) -> None:
    assert header_pairs(given) == [("A", "1"), ("B", None)]


def test_a_line_break_in_a_header_is_refused() -> None:
    with pytest.raises(ValueError, match="no line breaks"):
        header_pairs({"A": "1\r\nB: 2"})
    with pytest.raises(TypeError, match="A header is text"):
        header_pairs({"A": 1})


def test_a_url_goes_on_the_wire_as_a_browser_writes_it() -> None:
    target = Target.of("ws://127.0.0.1:8000/ü/a b%20c?x=ü&y=[1]#part", "ws")
    assert target.resource == "/%C3%BC/a%20b%20c?x=%C3%BC&y=[1]"
    assert target.path == "/%C3%BC/a%20b%20c"
    assert target.netloc == "127.0.0.1:8000"
    assert target.origin == "http://127.0.0.1:8000"


def test_an_address_without_path_or_port_gets_them() -> None:
    target = Target.of("http://[::1]", "http")
    assert (target.port, target.resource, target.netloc) == (80, "/", "[::1]")


@pytest.mark.parametrize("url", ["/chat/", "http://127.0.0.1/", "wss://127.0.0.1/", "ws:///x"])
def test_another_kind_of_url_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="Expected a URL like ws://"):
        Target.of(url, "ws")
