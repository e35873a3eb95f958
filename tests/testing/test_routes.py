"""Another routing for a while."""

from __future__ import annotations

import unittest
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from sandbox.consumers.manager import channel_layers
from sandbox.consumers.routing import route, route_class
from sandbox.testing import Client, apply_routes
from tests.testing.conftest import ROUTING, Run, failures


def first(message: Any, **kwargs: Any) -> Any:
    """Answer with what the route took."""
    return ("first", kwargs)


def second(message: Any, **kwargs: Any) -> Any:
    """Answer otherwise."""
    return ("second", kwargs)


def routes() -> list[str]:
    """Return the channels of the default layer's routing."""
    return sorted(channel_layers["default"].router.channels)


def test_a_block_has_its_routes() -> None:
    """And what was there before comes back, the very router with its defaults."""
    router = channel_layers["default"].router
    router.check_default(http_consumer=first)
    with apply_routes([route("a", first), route("b", second)]):
        assert routes() == ["a", "b"]
        assert Client().send_and_consume("b") == ("second", {})
    assert channel_layers["default"].router is router
    assert channel_layers["default"].routing is ROUTING
    assert routes() == [
        "http.request",
        *(f"websocket.{n}" for n in ("connect", "disconnect", "receive")),
    ]


def test_one_route_is_enough() -> None:
    """Also a class's."""

    class Consumer:
        def __init__(self, message: Any, **kwargs: Any) -> None: ...

        @classmethod
        def channel_names(cls) -> set[str]:
            return {"c"}

    with apply_routes(route("a", first)):
        assert routes() == ["a"]
    with apply_routes(route_class(Consumer)):
        assert routes() == ["c"]


def test_lists_of_lists_are_includes() -> None:
    """Tried one after the other."""
    with apply_routes([[route("a", first, path="^/x")], (route("a", second),)]):
        assert Client().send_and_consume("a", {"path": "/x"}) == ("first", {})
        assert Client().send_and_consume("a", {"path": "/y"}) == ("second", {})


def test_every_alias_has_them() -> None:
    """The original swapped the default layer each time (§15.1 row 10)."""
    with apply_routes([route("a", first)], aliases=["second"]):
        assert routes() == []
        assert Client("second").send_and_consume("a") == ("first", {})
    assert channel_layers["second"].router.channels == set()
    with apply_routes([route("a", first)], aliases=["default", "second"]):
        assert Client().send_and_consume("a") == Client("second").send_and_consume("a")


def test_uses_may_be_nested() -> None:
    """The same object too, as when a decorated function calls itself."""
    applied = apply_routes(route("a", first))
    with applied, apply_routes(route("b", second)), applied:
        assert routes() == ["a"]
    assert routes() == []


def test_an_error_takes_them_back() -> None:
    """Of the block, and of the routes themselves."""
    with pytest.raises(ZeroDivisionError), apply_routes(route("a", first)):
        _ = 1 / 0
    assert routes() == []
    with pytest.raises(KeyError, match="'third'"):
        apply_routes(route("a", first), aliases=["default", "third"]).enter()
    with pytest.raises((ImproperlyConfigured, TypeError)):
        apply_routes([7], aliases=["default"]).enter()
    assert routes() == []


def test_a_function_is_decorated() -> None:
    """For as long as it runs, with its arguments and its answer."""

    @apply_routes([route("a", first)])
    def look(one: int, *, two: int) -> tuple[Any, ...]:
        """Look around."""
        return one, two, routes()

    assert look(1, two=2) == (1, 2, ["a"])
    assert look.__doc__ == "Look around."
    assert routes() == []


def test_a_class_is_decorated(run: Run) -> None:
    """From each test's setUp to its tearDown; also where one of them fails."""
    seen: list[Any] = []

    @apply_routes([route("a", first)])
    class Case(unittest.TestCase):
        def setUp(self) -> None:
            seen.append(("setUp", routes()))

        def tearDown(self) -> None:
            seen.append(("tearDown", routes()))
            if "fails" in self.id():
                raise ValueError("in tearDown")

        def test_one(self) -> None:
            seen.append(("test", routes()))

        def test_that_fails(self) -> None:
            seen.append(("test", routes()))

    assert len(failures(run(Case))) == 1
    assert seen == [(name, ["a"]) for name in ("setUp", "test", "tearDown")] * 2
    assert routes() == []

    @apply_routes([route("a", first)])
    class Broken(unittest.TestCase):
        def setUp(self) -> None:
            raise ValueError("in setUp")

        def test_one(self) -> None: ...

    assert len(failures(run(Broken))) == 1
    assert routes() == []
