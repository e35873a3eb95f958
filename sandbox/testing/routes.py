"""Another routing for a while: around a block, a test, or every test of a class.

Role: ``apply_routes`` of ``channels.test`` (CLASSIC-SPEC §9). It must not know what is tested.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sandbox.consumers.manager import DEFAULT_CHANNEL_LAYER, ChannelLayerWrapper, channel_layers
from sandbox.consumers.routing import include

__all__ = ["apply_routes"]

T = TypeVar("T")


class apply_routes:
    """Let the layers of *aliases* (``None``: the default one) have these *routes*.

    ::

        with apply_routes([route("websocket.receive", ws_message)]):
            client.send_and_consume("websocket.receive", text="hi")

    *routes* is one route, a list of them, or a list of lists, each of which becomes an include.
    As a decorator it holds for a function, or for each test of a class, from its ``setUp`` on. What
    was there before comes back, defaults included. Uses may be nested.
    """

    def __init__(self, routes: Any, aliases: Iterable[str] | None = None) -> None:
        self.routes = routes
        self._aliases = [DEFAULT_CHANNEL_LAYER] if aliases is None else list(aliases)
        self._earlier: list[list[tuple[ChannelLayerWrapper, Any, Any]]] = []

    def enter(self) -> None:
        """Put the routes in force; what is wrong with them is raised, and nothing has changed."""
        wrappers = [channel_layers[alias] for alias in self._aliases]
        earlier = [(one, one.routing, one.router) for one in wrappers]
        try:
            for wrapper in wrappers:
                wrapper.routing = self._as_routing()
        except BaseException:
            _restore(earlier)
            raise
        self._earlier.append(earlier)

    def exit(self, *exc: object) -> None:
        """Take them back."""
        _restore(self._earlier.pop())

    __enter__ = enter
    __exit__ = exit

    def _as_routing(self) -> list[Any]:
        routes = self.routes
        if not isinstance(routes, list | tuple):
            return [routes]
        if routes and all(isinstance(one, list | tuple) for one in routes):
            return [include(list(one)) for one in routes]
        return list(routes)

    def __call__(self, test: T) -> T:
        """Decorate a test function or class; returns the class itself, changed."""
        if isinstance(test, type):
            self._decorate_class(test)
            return test
        return self._decorate(test)  # type: ignore[arg-type, return-value]  # a function

    def _decorate(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def inner(*args: Any, **kwargs: Any) -> Any:
            with self:
                return function(*args, **kwargs)

        return inner

    def _decorate_class(self, test: Any) -> None:
        set_up, tear_down = test.setUp, test.tearDown

        @functools.wraps(set_up)
        def new_set_up(case: Any) -> None:
            self.enter()
            try:
                set_up(case)
            except BaseException:
                self.exit()  # there is no tearDown after a setUp that failed
                raise

        @functools.wraps(tear_down)
        def new_tear_down(case: Any) -> None:
            try:
                tear_down(case)
            finally:
                self.exit()

        test.setUp, test.tearDown = new_set_up, new_tear_down


def _restore(earlier: Iterable[tuple[ChannelLayerWrapper, Any, Any]]) -> None:
    for wrapper, routing, router in earlier:
        wrapper.routing = routing
        wrapper.router = router  # the very one, with the defaults that it had
