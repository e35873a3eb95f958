"""Consumers of a routing that a cell has defined anew: they serve, as those with a decorator do.

Role: after each cell, see which functions of ``box.routing`` have lost their names in the notebook
to newer ones, and let these take their places. Python's list still holds the old ones, as it must;
what serves does not. It must not know when cells end, nor what decorators have registered.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.box.serving import Serving
from sandbox.errors import NotAConsumer

__all__ = ["Redefining"]


class Redefining:
    """Follows the names of a routing's consumers. For the thread that runs cells.

    *names*: the notebook's, as they are now.
    """

    def __init__(self, serving: Serving, names: Callable[[], Mapping[str, Any]]) -> None:
        self._serving = serving
        self._names = names
        self._known: dict[str, Any] = {}
        """Name → the consumer of the routing that bears it, or was the last one to."""
        self._refused: dict[str, Any] = {}
        """Name → what it meant when that could not serve, so that this is said once."""

    def look(self) -> None:
        """Let what the cell has defined anew serve from the next message on, and say so."""
        names = self._names()
        for name, old in self._known.items():
            if self._is_anew(name, old):
                self._put(name, old, names[name])
        routed = {id(function) for function in self._serving.routed()}
        kept = {name: old for name, old in self._known.items() if id(old) in routed}
        self._known = kept | {name: one for name, one in names.items() if id(one) in routed}

    def _is_anew(self, name: str, old: Any) -> bool:
        """Say whether *name* means another consumer of the notebook's than *old*, which serves, and
        one that has no place of its own already."""
        new = self._names().get(name, old)
        if new is old or new is self._refused.get(name) or not _is_of_notebook(new):
            return False
        serving = {id(code.function) for code in self._serving.codes()}
        return id(old) in serving and id(new) not in serving

    def _put(self, name: str, old: Any, new: Any) -> None:
        try:
            codes = self._serving.swap(other=lambda one: new if one is old else one)
        except NotAConsumer as error:
            self._refused[name] = new
            print(  # noqa: T201 - a cell's output is where it belongs
                f"{name} stands in box.routing, and what it means now cannot serve, so the one of "
                f"before goes on: {error}"
            )
            return
        version = next((f" version {code.version}" for code in codes), "")
        print(f"{name}{version} serves from the next message on: box.routing has it.")  # noqa: T201


def _is_of_notebook(thing: Any) -> bool:
    return callable(thing) and getattr(inspect.unwrap(thing), "__module__", None) == "__main__"
