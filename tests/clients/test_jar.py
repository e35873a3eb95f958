"""The cookies of one browser."""

from __future__ import annotations

import pytest

from sandbox.clients.jar import Jar, as_jar


class Clock:
    """Wall-clock seconds that stand still."""

    def __init__(self) -> None:
        self.now = 1_000_000_000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def test_a_jar_is_used_like_a_dict() -> None:
    jar = Jar({"a": "1"})
    jar["b"] = "two words"
    assert dict(jar) == {"a": "1", "b": "two words"}
    assert len(jar) == 2
    del jar["a"]
    assert "a" not in jar
    with pytest.raises(KeyError, match="there are b"):
        jar["a"]
    with pytest.raises(KeyError):
        del jar["a"]


def test_what_a_server_set_goes_back_as_it_came() -> None:
    jar = Jar()
    assert jar.store(["s=abc; HttpOnly; SameSite=Lax; Partitioned; Path=/", 'm="a\\054b"; path=/'])
    assert jar.header("/any/") == 's=abc; m="a\\054b"'
    assert jar["m"] == "a,b"


@pytest.mark.parametrize(
    "line",
    ["", "novalue", "=x", "a\r\nb=c", "; Path=/"],
    ids=["empty", "no =", "no name", "lf", ";"],
)
def test_what_sets_nothing_is_passed_over(line: str) -> None:
    jar = Jar()
    assert jar.store([line]) == {}
    assert not jar


def test_cookies_go_to_their_path_and_below_longest_first() -> None:
    jar = Jar()
    jar.store(["root=1; Path=/", "deep=2; Path=/a/b", "dir=3"], "/a/page")
    assert jar.header("/a/b/c") == "deep=2; dir=3; root=1"
    assert jar.header("/a/bc") == "dir=3; root=1"
    assert jar.header("/other") == "root=1"
    assert jar.header("/a/b") == "deep=2; dir=3; root=1"


def test_one_name_on_two_paths_is_two_cookies() -> None:
    jar = Jar()
    jar.store(["a=1; Path=/", "a=2; Path=/x"])
    assert jar.header("/x") == "a=2; a=1"
    jar["a"] = "3"
    assert jar.header("/x") == "a=3"


@pytest.mark.parametrize(
    "line",
    [
        "a=; Max-Age=0; Path=/",
        "a=; Max-Age=-1; Path=/",
        "a=; expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/",
        "a=; Expires=Thu, 01 Jan 2099 00:00:00 GMT; Max-Age=0; Path=/",
    ],
)
def test_an_expired_cookie_deletes_its_namesake(line: str) -> None:
    jar = Jar(clock=Clock())
    jar.store(["a=1; Path=/"])
    assert jar.store([line]) == {}
    assert "a" not in jar


def test_a_cookie_goes_when_its_time_is_up() -> None:
    clock = Clock()
    jar = Jar(clock=clock)
    jar.store(["short=1; Max-Age=10", "odd=1; Max-Age=soon; Expires=never", "far=1; Max-Age=9e9"])
    clock.now += 11
    assert list(jar) == ["odd", "far"]


def test_a_cookie_that_would_break_the_header_is_refused() -> None:
    for name, value in [("", "x"), ("a=b", "x"), ("a;b", "x"), ("a\n", "x")]:
        with pytest.raises(ValueError, match="A cookie has a name"):
            Jar({name: value})


def test_a_repr_shows_names_and_no_values() -> None:
    assert repr(Jar({"sessionid": "secret"})) == "<Jar sessionid>"
    assert repr(Jar()) == "<Jar empty>"


def test_a_jar_is_shared_and_a_dict_is_copied() -> None:
    jar, plain = Jar(), {"a": "1"}
    assert as_jar(jar) is jar
    assert as_jar(plain) == plain
    assert len(as_jar(None)) == 0
