"""A project's modules: which import which, and all of them anew where one's file has changed.

Role: what Python's own ``importlib.reload`` cannot: the old modules stay whole, so that what runs
finishes on the code that it began with, and if one of the new ones fails nothing has changed. New
module objects take the old ones' places in ``sys.modules``, for the changed module and for all that
import it. Module globals begin anew, as in a process that starts; database models do not, since
Django keeps them for the life of the process. It must not know routings or consumers.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import importlib.util
import inspect
import os
import re
import sys
import sysconfig
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from sandbox.live.receivers import Receivers
from sandbox.live.writing import run_within

__all__ = ["Reloaded", "file_of", "imports_of", "loaded_with", "reload"]

_OURS = str(Path(__file__).resolve().parents[1])
_PYTHONS = tuple(os.path.realpath(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib"))
_DOTTED = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)+")
_PACKAGES = ("site-packages", "dist-packages")


def file_of(name: str) -> Path | None:
    """Return the file of the loaded module *name*, if a person writes it; else ``None``."""
    module = sys.modules.get(name)
    file = getattr(module, "__file__", None)
    if name == "__main__" or not isinstance(file, str) or not file.endswith(".py"):
        return None
    path = os.path.realpath(file)
    foreign = path.startswith((_OURS + os.sep, *(one + os.sep for one in _PYTHONS)))
    if foreign or any(part in Path(path).parts for part in _PACKAGES):
        return None
    return Path(path)


def imports_of(source: str, package: str) -> set[str]:
    """Return the names of all modules that *source* may import, those in functions included, and
    those that texts may name, as ``include("chat.routing.channel_routing")`` does.

    *package*: to which its relative imports belong. ``SyntaxError`` for what is no Python.
    """
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            name = "." * node.level + (node.module or "")
            with contextlib.suppress(ImportError):
                base = importlib.util.resolve_name(name, package)
                found.add(base)
                found.update(f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and _DOTTED.fullmatch(str(node.value)):
            found.add(str(node.value))
    return {whole for name in found for whole in _with_parents(name)}


def _with_parents(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[:end]) for end in range(1, len(parts) + 1))


def loaded_with(seeds: Iterable[str]) -> dict[str, Path]:
    """Return the loaded modules of the project that *seeds* need, themselves included: name →
    file."""
    found: dict[str, Path] = {}
    waiting = list(seeds)
    while waiting:
        name = waiting.pop()
        file = file_of(name) if name not in found else None
        if file is not None:
            found[name] = file
            waiting += _imported_by(name, file)
    return found


def _imported_by(name: str, file: Path) -> set[str]:
    """Return what the module imports; nothing where its file cannot be read just now."""
    package = name if file.name == "__init__.py" else name.rpartition(".")[0]
    try:
        return imports_of(file.read_text(encoding="utf-8"), package)
    except (OSError, SyntaxError, ValueError):
        return set()


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What has been loaded anew."""

    old: Mapping[str, ModuleType]
    """Name → the module of before."""
    new: Mapping[str, ModuleType]
    kept: tuple[str, ...] = ()
    """Names of modules that should have been loaded anew and cannot be: they define models."""

    def other(self, thing: Any) -> Any:
        """Return what takes the place of *thing* in the new modules; itself where nothing does.

        It is known by the name that it had in its module, be that the one of before or a still
        earlier one. What was wrapped elsewhere has none, and stays.
        """
        for name, names in self._homes(thing):
            for attribute, value in list(names.items()):
                if value is thing:
                    return vars(self.new[name]).get(attribute, thing)
        if isinstance(thing, type) and thing.__module__ in self.new:
            return getattr(self.new[thing.__module__], thing.__qualname__, thing)
        return thing

    receivers: Receivers | None = None
    """What the modules of before had connected to Django's signals, disconnected by now."""

    def take_back(self) -> None:
        """Let the modules of before be those that are imported, and hear signals."""
        if self.receivers is not None:
            self.receivers.come_back()
        _put_back(self.old)

    def replacements(self) -> dict[int, Any]:
        """Return ``id(old thing)`` → new thing: the modules, and their functions and classes."""
        found: dict[int, Any] = {id(old): self.new[name] for name, old in self.old.items()}
        for name, old in self.old.items():
            for attribute, value in vars(old).items():
                own = getattr(value, "__module__", None) == name and callable(value)
                if own and attribute in vars(self.new[name]):
                    found[id(value)] = vars(self.new[name])[attribute]
        return found

    def _homes(self, thing: Any) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the modules, by name, in which *thing* may have had a name; its own first."""
        names = getattr(inspect.unwrap(thing), "__globals__", {})
        if names.get("__name__") in self.new:
            yield names["__name__"], names
        for name, module in self.old.items():
            yield name, vars(module)


def reload(
    changed: Iterable[str],
    modules: Mapping[str, Path],
    *,
    seconds: float,
    lock: AbstractContextManager[Any] | None = None,
    fixed: Callable[[str], bool] = lambda name: False,
) -> Reloaded:
    """Load the modules *changed*, and those of *modules* that import them, anew.

    All of it or nothing: whatever one of them raises is raised, ``TookTooLong`` after *seconds*;
    then the old ones are in their places. *fixed* says which must stay, as they define models.
    """
    changed = set(changed)
    for name in changed:
        _check(modules[name])
    wanted = _with_importers(changed, modules)
    names = [name for name in modules if name in wanted and not fixed(name)]
    old = {name: sys.modules[name] for name in names if name in sys.modules}
    for name in changed:
        with contextlib.suppress(OSError):  # made within the same second, it would count as fresh
            os.unlink(importlib.util.cache_from_source(str(modules[name])))
    importlib.invalidate_caches()
    receivers = Receivers(list(old.values()))
    _take_out(old)
    try:
        run_within(seconds, lambda: _import_all(old), _called(changed, modules), lock)
    except BaseException:
        receivers.come_back()
        _put_back(old)
        raise
    receivers.end()
    new = {name: sys.modules[name] for name in old}
    return Reloaded(old, new, tuple(name for name in wanted if fixed(name)), receivers)


def _check(file: Path) -> None:
    """Raise ``SyntaxError`` before anything has changed."""
    compile(file.read_bytes(), str(file), "exec", dont_inherit=True)


def _with_importers(changed: set[str], modules: Mapping[str, Path]) -> set[str]:
    imports = {name: _imported_by(name, file) for name, file in modules.items()}
    found = set(changed)
    while True:
        more = {name for name, used in imports.items() if used & found} - found
        if not more:
            return found
        found |= more


def _called(changed: set[str], modules: Mapping[str, Path]) -> str:
    return ", ".join(sorted(modules[name].name for name in changed))


def _import_all(names: Iterable[str]) -> None:
    for name in names:
        importlib.import_module(name)


def _take_out(old: Mapping[str, ModuleType]) -> None:
    """Let the modules be imported anew by whoever asks, also by ``from package import module``."""
    for name, module in old.items():
        del sys.modules[name]
        parent, _, attribute = name.rpartition(".")
        if vars(sys.modules.get(parent, module)).get(attribute) is module:
            delattr(sys.modules[parent], attribute)


def _put_back(old: Mapping[str, ModuleType]) -> None:
    for name, module in old.items():
        sys.modules[name] = module
        parent, _, attribute = name.rpartition(".")
        if parent in sys.modules:
            setattr(sys.modules[parent], attribute, module)
