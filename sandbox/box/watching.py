"""A project's own files: written anew, they serve from the next message on.

Role: which modules stand behind what serves, and a swap when one of their files has changed
(``%%writefile chat/consumers.py``, an editor, git). It must not know how a change is noticed
(:mod:`sandbox.live.watch`), nor how modules are loaded (:mod:`sandbox.live.modules`).
"""

from __future__ import annotations

import inspect
import logging
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import clear_url_caches

from sandbox.box.cells import in_kernel
from sandbox.box.serving import Serving
from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.consumers.routing import Router
from sandbox.live.modules import Reloaded, loaded_with, reload
from sandbox.live.swap import changing_by
from sandbox.live.versions import Code
from sandbox.live.watch import Watch
from sandbox.live.writing import LOADING_SECONDS
from sandbox.trace.log import Log

__all__ = ["Watching"]

logger = logging.getLogger("sandbox.live")


class Watching:
    """Watches the files of one sandbox's consumers. Any thread may call.

    *beside*: the other layers, whose routings may be dotted paths too. *lock* is the layer's.
    """

    def __init__(
        self,
        serving: Serving,
        log: Log,
        *,
        beside: Mapping[str, ChannelLayerWrapper],
        lock: AbstractContextManager[Any] | None,
    ) -> None:
        self._serving = serving
        self._log = log
        self._beside = beside
        self._lock = lock
        self._watch = Watch(self._changed)
        self._seeds: frozenset[str] = frozenset()
        self._modules: dict[str, Path] = {}
        self._told: list[str] | None = None
        """Where a cell waits for what is to be told, its lines."""

    @property
    def files(self) -> set[Path]:
        """What is watched now."""
        return self._watch.files

    def follow(self, *, anew: bool = False) -> None:
        """Watch the files behind what serves now; *anew*: they may import others now."""
        seeds = frozenset(self._homes())
        if anew or seeds != self._seeds:
            self._seeds = seeds
            self._modules = loaded_with(seeds)
            self._watch.follow(self._modules.values())

    def _homes(self) -> Iterable[str]:
        for code in self._serving.codes():
            yield str(getattr(inspect.unwrap(code.function), "__module__", ""))
        yield _module_of(self._serving.source)
        for wrapper in self._beside.values():
            yield _module_of(wrapper.routing)
        yield str(getattr(settings, "ROOT_URLCONF", ""))

    def look(self) -> None:
        """Look at the files now, and tell under the cell that runs what has come of it."""
        lines: list[str] = []
        self._told = lines
        try:
            self._watch.look()
        finally:
            self._told = None
        for line in lines:
            print(line)  # noqa: T201 - a cell's output is where it belongs

    def close(self) -> None:
        """Watch nothing more. Harmless twice."""
        self._watch.close()

    # -- a change ----------------------------------------------------------------------------

    def _changed(self, files: set[Path]) -> None:
        changed = [name for name, file in self._modules.items() if file in files]
        there = [name for name in changed if self._modules[name].exists()]
        if not there:
            return  # a file that has gone for good: what it defined goes on serving
        names = ", ".join(sorted(_shown(self._modules[name]) for name in there))
        try:
            found, codes = self._load(there, "file")
        except Exception as error:
            self._refuse(names, error)
            return
        self.follow(anew=True)
        self._tell(_what_came(names, codes), logging.INFO)
        for code in self._serving.codes():
            left = _left_behind(code, found)
            if left is not None:
                self._tell(left, logging.WARNING)
        for name in found.kept:
            self._tell(
                f"{_shown(self._modules[name])} defines database models, which Django keeps for "
                "the life of the process: restart it to take its change on.",
                logging.WARNING,
            )

    def _load(self, names: Iterable[str], by: str) -> tuple[Reloaded, list[Code]]:
        """Load modules anew and let them serve; if that raises, nothing has changed."""
        found = reload(
            names,
            self._modules,
            seconds=LOADING_SECONDS,
            lock=self._lock,
            fixed=_defines_models,
        )
        try:
            with changing_by(by):
                return found, self._swap(found)
        except BaseException:
            found.take_back()
            raise

    def write(self, file: Path, text: str) -> list[Code]:
        """Let *file*, which is watched, have another text, which serves at once; return the codes
        that are new. Whatever is wrong with it is raised, and the file is as it was."""
        with self._watch.writing():
            before = file.read_bytes()
            file.write_text(text, encoding="utf-8")
            try:
                names = [name for name, one in self._modules.items() if one == file]
                _, codes = self._load(names, "editor")
            except BaseException:
                file.write_bytes(before)
                raise
        self.follow(anew=True)
        return codes

    def _swap(self, found: Reloaded) -> list[Code]:
        serving, given = self._serving, None
        if _module_of(serving.source) in found.new:
            given = Router(serving.source).root.routing
        codes = serving.swap(other=found.other, given=given)
        clear_url_caches()
        serving.renew_urls()
        for wrapper in self._beside.values():
            if _module_of(wrapper.routing) in found.new:
                wrapper.routing = wrapper.routing
        if in_kernel():
            _rebind(vars(sys.modules["__main__"]), found.replacements())
        return codes

    def _refuse(self, names: str, error: Exception) -> None:
        file, line = _blame(error, self._modules.values())
        told = f"{type(error).__name__}: {_text_of(error)}"
        self._log.note(
            "code.refused", what=names, error=told, file=file and str(file), line=line, by="file"
        )
        where = f"{_shown(file)}, line {line}" if file is not None else names
        self._tell(f"{where}: {told}. The code of before goes on serving.", logging.WARNING)

    def _tell(self, line: str, level: int) -> None:
        if self._told is not None:
            self._told.append(line)
        else:
            logger.log(level, "%s", line)


def _module_of(routing: Any) -> str:
    """Return the module of a dotted path; "" for a routing that is none."""
    return routing.rpartition(".")[0] if isinstance(routing, str) else ""


def _defines_models(name: str) -> bool:
    """Say whether Django keeps what the module defines: models, or an app's configuration."""
    found = {model.__module__ for model in apps.get_models(include_auto_created=True)}
    found.update(type(config).__module__ for config in apps.get_app_configs())
    found.add(os.environ.get("DJANGO_SETTINGS_MODULE", ""))
    return name in found


def _rebind(names: dict[str, Any], replacements: Mapping[int, Any]) -> None:
    """Let a notebook's names that mean what was loaded mean what is loaded now."""
    for name, value in list(names.items()):
        if id(value) in replacements:
            names[name] = replacements[id(value)]


def _left_behind(code: Code, found: Reloaded) -> str | None:
    """Say of a consumer that its module is new and it is not; ``None`` where all is well."""
    function = inspect.unwrap(code.function)
    new = found.new.get(str(getattr(function, "__module__", "")))
    name = str(getattr(function, "__qualname__", ""))
    there: Any = vars(new).get(name) if new is not None else function
    if there is not None and inspect.unwrap(there) is function:
        return None
    if there is None:
        return f"{code.name} is not in its file any more, so it goes on with its old code."
    return (
        f"{code.name} was wrapped or made outside its file, so it goes on with its old code: run "
        "the cell that does so again."
    )


def _what_came(names: str, codes: Iterable[Code]) -> str:
    came = ", ".join(f"{one.name} version {one.version}" for one in codes)
    return f"{names}: {came or 'loaded anew'}, from the next message on."


def _blame(error: BaseException, files: Iterable[Path]) -> tuple[Path | None, int | None]:
    """Return the innermost file of *files* in which *error* came about, and its line."""
    known = set(files)
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename) in known:
        return Path(error.filename), error.lineno
    found: tuple[Path | None, int | None] = (None, None)
    trace = error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file in known:
            found = (file, trace.tb_lineno)
        trace = trace.tb_next
    return found


def _text_of(error: Exception) -> str:
    return (error.msg if isinstance(error, SyntaxError) else str(error)).rstrip(".")


def _shown(file: Path) -> str:
    """Return a file's path as a person calls it: from where the process runs."""
    return str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else str(file)
