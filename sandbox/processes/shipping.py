"""Code on its way into another process: consumers, views and routing as bytes, and back.

Role: pack what serves with cloudpickle, and name in one sentence what cannot be sent (DESIGN §6).
It must not know processes or pipes.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sandbox.consumers.naming import shown_name
from sandbox.consumers.routing import Router
from sandbox.errors import SandboxError

__all__ = ["Cargo", "NotShippable", "Versions", "pack", "router_of", "unpack"]


class NotShippable(SandboxError):
    """A consumer or view uses something that cannot be sent to another process."""


@dataclass(frozen=True)
class Cargo:
    """What serves at one moment."""

    entries: tuple[Any, ...]
    """Routing entries, in the order of trying."""
    views: tuple[tuple[str, Any, str | None], ...] = ()
    """(route, view, its name) of each view."""
    versions: tuple[tuple[Any, int], ...] = ()
    """(consumer or view, version of its code) of all of them."""

    def functions(self) -> Iterator[Any]:
        """Yield every consumer and view."""
        yield from (function for function, _ in self.versions)


class Versions(Mapping[Any, int]):
    """Consumer → version of its code, by identity: a consumer need not be hashable."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[Any, int]] = {}

    def replace(self, pairs: Iterable[tuple[Any, int]]) -> None:
        """Let *pairs* be all that there is now."""
        self._found = {id(function): (function, version) for function, version in pairs}

    def __getitem__(self, consumer: Any) -> int:
        return self._found[id(consumer)][1]

    def __iter__(self) -> Iterator[Any]:
        return (consumer for consumer, _ in self._found.values())

    def __len__(self) -> int:
        return len(self._found)


def pack(cargo: Cargo) -> bytes:
    """Return *cargo* as bytes; functions of cells with the globals that they use.

    Those of modules go by name, unless they were changed since: a process may have imported the
    module before. :class:`NotShippable` says which consumer cannot be sent, and because of what.
    """
    import cloudpickle

    with _by_value(_changed_modules(cargo)):
        try:
            data: bytes = cloudpickle.dumps(cargo)
        except Exception as error:
            raise NotShippable(_reason(cargo, cloudpickle.dumps, error)) from error
    return data


def _changed_modules(cargo: Cargo) -> list[Any]:
    """Return the modules of consumers and views whose code is not the first one any more."""
    names = {getattr(one, "__module__", None) for one, version in cargo.versions if version > 1}
    return [sys.modules[name] for name in names - {"__main__"} if name in sys.modules]


@contextmanager
def _by_value(modules: list[Any]) -> Iterator[None]:
    """Let what is in *modules* be packed itself, and not its name, in the block."""
    import cloudpickle

    for module in modules:
        cloudpickle.register_pickle_by_value(module)
    try:
        yield
    finally:
        for module in modules:
            cloudpickle.unregister_pickle_by_value(module)


def unpack(data: bytes) -> Cargo:
    """Return what :func:`pack` has packed; what its modules raise is raised here."""
    cargo: Cargo = pickle.loads(data)  # noqa: S301 - our own process's
    return cargo


def router_of(cargo: Cargo, default: Any) -> Router:
    """Return the router of *cargo*, with *default* for requests that nothing else takes."""
    router = Router(list(cargo.entries))
    router.check_default(default)
    return router


def _reason(cargo: Cargo, dumps: Callable[[Any], bytes], error: Exception) -> str:
    for function in cargo.functions():
        if _fails(function, dumps):
            name, value = _culprit(function, dumps)
            of = f"uses {name!r}, {value}" if name else f"cannot be packed ({error})"
            return (
                f"{shown_name(function)} cannot be sent to another process: it {of}. Make what it "
                "needs inside the function, or use names of modules only."
            )
    return f"The routing cannot be sent to another process: {error}. Filters are plain values."


def _fails(thing: Any, dumps: Callable[[Any], bytes]) -> bool:
    try:
        dumps(thing)
    except Exception:
        return True
    return False


def _culprit(function: Any, dumps: Callable[[Any], bytes]) -> tuple[str, str]:
    """Return name and kind of the global, or variable around it, that cannot be packed."""
    for one in _functions_of(function):
        found = getattr(one, "__globals__", {})
        used = {name: found[name] for name in _names_of(one.__code__) if name in found}
        cells = zip(one.__code__.co_freevars, one.__closure__ or (), strict=True)
        for name, value in [*used.items(), *((n, c.cell_contents) for n, c in cells)]:
            if value is not function and _fails(value, dumps):
                return name, f"a {type(value).__name__}"
    return "", ""


def _functions_of(thing: Any) -> Iterator[Any]:
    """Yield the functions written in Python that *thing* is, wraps, or has as its methods."""
    while thing is not None:
        if isinstance(thing, type):
            yield from (one for one in vars(thing).values() if hasattr(one, "__code__"))
        if hasattr(thing, "__code__"):
            yield thing
        thing = getattr(thing, "__wrapped__", None)


def _names_of(code: Any) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if hasattr(constant, "co_names"):
            yield from _names_of(constant)
