"""Does anything in a consumer or an ASGI application look at the Origin header?

Role: walk from an object to what it wraps. It must not call any of it, nor know Channels 4's
classes: they are told by name, since they may not be importable beside the classic ones.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from types import FunctionType, MethodType, ModuleType
from typing import Any

__all__ = ["checks_origin"]

_NAMES = frozenset(
    {
        "BaseOriginValidator",  # classic
        "OriginValidator",  # Channels 4
    }
)
_MOST = 5_000
"""Objects that are looked at: applications may hold half of a program."""


def checks_origin(thing: Any) -> bool:
    """Say whether *thing*, a consumer or an application, wraps an origin check somewhere."""
    seen: set[int] = set()
    waiting = deque([thing])
    while waiting and len(seen) < _MOST:
        one = waiting.popleft()
        if id(one) in seen:
            continue
        seen.add(id(one))
        kind = one if isinstance(one, type) else type(one)
        if _NAMES & {base.__name__ for base in kind.__mro__}:
            return True
        waiting.extend(_inside(one))
    return False


def _inside(one: Any) -> Iterator[Any]:
    """Yield what *one* wraps: closures, attributes, routes; never modules or plain data."""
    if one is None or isinstance(one, (str, bytes, int, float, ModuleType)):
        return
    if isinstance(one, FunctionType):
        for cell in one.__closure__ or ():
            try:
                yield cell.cell_contents
            except ValueError:  # not filled yet
                continue
        yield from vars(one).values()
    elif isinstance(one, MethodType):
        yield one.__func__
        yield one.__self__
    elif isinstance(one, Mapping):
        yield from one.values()
    elif isinstance(one, (list, tuple, set, frozenset)):
        yield from one
    elif isinstance(one, type):
        if one.__module__ != "builtins":
            yield from vars(one).values()
    else:
        yield from getattr(one, "__dict__", {}).values()
