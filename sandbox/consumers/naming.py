"""Names of things, both ways: a consumer's name on the picture, and a dotted path's thing.

Role: what routing and the layer manager share. It must not know what the things are for.
"""

from __future__ import annotations

import importlib
import inspect
import types
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from sandbox.consumers.classic_paths import resolve
from sandbox.errors import NotAConsumer

__all__ = [
    "import_path",
    "is_async",
    "name_that_thing",
    "qualified_name",
    "require_plain",
    "shown_name",
]

_NAMED = (types.FunctionType, types.MethodType, types.BuiltinFunctionType, type)


def qualified_name(thing: Any) -> str:
    """Return ``module.qualname`` of a function, method or class; of any other thing, its class's.

    An object that wraps a function, as a decorator that is a class makes, has that one's name.
    Never raises: what has no name at all is shown as its repr.
    """
    named = thing if isinstance(thing, _NAMED) else _wrapped(thing) or type(thing)
    qualname = getattr(named, "__qualname__", None)
    if not isinstance(qualname, str):
        return repr(thing)
    module = getattr(named, "__module__", None)
    return f"{module}.{qualname}" if module else qualname


def _wrapped(thing: Any) -> Any:
    """Return the function that ``functools.update_wrapper`` has named this very object after."""
    found = getattr(thing, "__dict__", {}).get("__wrapped__")
    return found if isinstance(found, _NAMED) else None


def shown_name(thing: Any) -> str:
    """Return the name that its writer knows: without the module where that is a notebook or script.

    ``ws_message`` in a cell, ``chat.consumers.ws_message`` in a module. Never raises.
    """
    return qualified_name(thing).removeprefix("__main__.")


name_that_thing = qualified_name
"""The classic name of it, from ``channels.utils``."""


def is_async(function: Any) -> bool:
    """Say whether calling *function* runs nothing yet, but makes something to be awaited."""
    return inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)


def require_plain(consumer: Any) -> None:
    """Raise ``NotAConsumer`` if *consumer* is async: nobody would await it."""
    if is_async(consumer) or is_async(getattr(consumer, "__call__", None)):  # noqa: B004
        raise NotAConsumer(
            f"{shown_name(consumer)} is async: consumers are plain functions in a worker's "
            "thread; async ones are Channels 4's. Write it with def, without await."
        )


def import_path(path: str, what: str) -> Any:
    """Return what the dotted *path* names, classic paths included; *what* names its role in the
    error (§3.1).

    Raises:
        ValueError: *path* has no dot.
        ImproperlyConfigured: the module cannot be imported, or has no such name.
    """
    module_name, dot, name = resolve(path).rpartition(".")
    if not dot:
        raise ValueError(
            f"A {what} is given as a dotted path such as 'chat.consumers.ws_message', "
            f"not {path!r}: put the module's name before it, or pass the object itself."
        )
    try:
        return getattr(importlib.import_module(module_name), name)
    except (ImportError, AttributeError) as error:
        raise ImproperlyConfigured(f"Cannot import {what} {path!r}: {error}") from error
