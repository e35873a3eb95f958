"""A project's own files: written anew, they serve from the next message on.

Role: which modules stand behind what serves, and what a change of their files comes to, told in one
line. Two know how the new code gets to serve: a sandbox (``box/watching.py``) and the workers of
``manage.py`` (:mod:`sandbox.live.renewing`). It must not know how a change is noticed
(:mod:`sandbox.live.watch`), nor how modules are loaded (:mod:`sandbox.live.modules`).
"""

from __future__ import annotations

import inspect
import logging
import os
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import clear_url_caches

from sandbox.live.modules import Reloaded, loaded_with, reload
from sandbox.live.swap import changing_by
from sandbox.live.versions import Code
from sandbox.live.watch import Watch
from sandbox.live.writing import LOADING_SECONDS
from sandbox.trace.log import Log

__all__ = ["Project", "module_of"]

logger = logging.getLogger("sandbox.live")


class Project:
    """Watches the files behind what serves. Any thread may call.

    *log* is told what was refused; ``None``: there is none. *lock* is the layer's.
    """

    restarts = False
    """Whether something restarts the process for files that cannot be loaded anew."""

    def __init__(self, log: Log | None, lock: AbstractContextManager[Any] | None) -> None:
        self._log = log
        self._lock = lock
        self._watch = Watch(self._changed)
        self._seeds: frozenset[str] = frozenset()
        self._modules: dict[str, Path] = {}
        self._stale: set[Path] = set()
        """Files whose newest text waits for a restart."""

    @property
    def files(self) -> set[Path]:
        """What is watched now."""
        return self._watch.files

    def follow(self, *, anew: bool = False) -> None:
        """Watch the files behind what serves now; *anew*: they may import others now."""
        seeds = frozenset([*self._homes(), str(getattr(settings, "ROOT_URLCONF", ""))])
        if anew or seeds != self._seeds:
            self._seeds = seeds
            self._modules = loaded_with(seeds)
            self._watch.follow(self._modules.values())

    def close(self) -> None:
        """Watch nothing more. Harmless twice."""
        self._watch.close()

    # -- what a subclass knows -----------------------------------------------------------------

    def _homes(self) -> Iterable[str]:
        """Return the names of the modules from which the routings and consumers come."""
        raise NotImplementedError

    def _serving_now(self) -> Iterable[tuple[str, Any]]:
        """Return every consumer and view in force, with its name."""
        raise NotImplementedError

    def _swap(self, found: Reloaded) -> list[Code]:
        """Let the new modules serve from the next message on; return the codes that are counted."""
        raise NotImplementedError

    # -- a change ------------------------------------------------------------------------------

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
        for name, function in self._serving_now():
            left = _left_behind(name, function, found)
            if left is not None:
                self._tell(left, logging.WARNING)
        self._note_kept(files, found.kept)

    def _note_kept(self, files: set[Path], kept: Sequence[str]) -> None:
        self._stale = self._stale | files if kept else self._stale - files
        do = "so this process begins anew" if self.restarts else "restart it to take its change on"
        for name in kept:
            self._tell(
                f"{_shown(self._modules[name])} defines database models, which Django keeps for "
                f"the life of the process: {do}.",
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
                codes = self._swap(found)
                clear_url_caches()
                return found, codes
        except BaseException:
            found.take_back()
            raise

    def _refuse(self, names: str, error: Exception) -> None:
        file, line = _blame(error, self._modules.values())
        told = f"{type(error).__name__}: {_text_of(error)}"
        if self._log is not None:
            self._log.note(
                "code.refused",
                what=names,
                error=told,
                file=file and str(file),
                line=line,
                by="file",
            )
        where = f"{_shown(file)}, line {line}" if file is not None else names
        self._tell(f"{where}: {told}. The code of before goes on serving.", logging.WARNING)

    def _tell(self, line: str, level: int) -> None:
        """Say *line* where whoever has written the file sees it."""
        logger.log(level, "%s", line)


def module_of(routing: Any) -> str:
    """Return the module of a dotted path; "" for a routing that is none."""
    return routing.rpartition(".")[0] if isinstance(routing, str) else ""


def _defines_models(name: str) -> bool:
    """Say whether Django keeps what the module defines: models, or an app's configuration."""
    found = {model.__module__ for model in apps.get_models(include_auto_created=True)}
    found.update(type(config).__module__ for config in apps.get_app_configs())
    found.add(os.environ.get("DJANGO_SETTINGS_MODULE", ""))
    return name in found


def _left_behind(name: str, function: Any, found: Reloaded) -> str | None:
    """Say of a consumer that its module is new and it is not; ``None`` where all is well."""
    function = inspect.unwrap(function)
    new = found.new.get(str(getattr(function, "__module__", "")))
    there: Any = (
        vars(new).get(str(getattr(function, "__qualname__", ""))) if new is not None else function
    )
    if there is not None and inspect.unwrap(there) is function:
        return None
    if there is None:
        return f"{name} is not in its file any more, so it goes on with its old code."
    return (
        f"{name} was wrapped or made outside its file, so it goes on with its old code: run "
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
