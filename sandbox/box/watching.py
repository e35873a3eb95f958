"""The files of one sandbox's consumers: written anew, they serve from the next message on.

Role: a swap when one of its files has changed (``%%writefile chat/consumers.py``, an editor, git),
told under the cell that wrote it. It must not know what a change comes to otherwise: that is
:mod:`sandbox.live.projects`.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sandbox.box.cells import in_kernel
from sandbox.box.serving import Serving
from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.consumers.routing import Router
from sandbox.live.modules import Reloaded
from sandbox.live.projects import Project, module_of
from sandbox.live.versions import Code
from sandbox.trace.log import Log

__all__ = ["Watching"]


class Watching(Project):
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
        super().__init__(log, lock)
        self._serving = serving
        self._beside = beside
        self._told: list[str] | None = None
        """Where a cell waits for what is to be told, its lines."""

    def _homes(self) -> Iterator[str]:
        for code in self._serving.codes():
            yield str(getattr(inspect.unwrap(code.function), "__module__", ""))
        yield module_of(self._serving.source)
        for wrapper in self._beside.values():
            yield module_of(wrapper.routing)

    def _serving_now(self) -> Iterator[tuple[str, Any]]:
        return ((code.name, code.function) for code in self._serving.codes())

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

    # -- a change ----------------------------------------------------------------------------

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
        if module_of(serving.source) in found.new:
            given = Router(serving.source).root.routing
        codes = serving.swap(other=found.other, given=given)
        serving.renew_urls()
        for wrapper in self._beside.values():
            if module_of(wrapper.routing) in found.new:
                wrapper.routing = wrapper.routing
        if in_kernel():
            _rebind(vars(sys.modules["__main__"]), found.replacements())
        return codes

    def _tell(self, line: str, level: int) -> None:
        if self._told is not None:
            self._told.append(line)
        else:
            super()._tell(line, level)


def _rebind(names: dict[str, Any], replacements: Mapping[int, Any]) -> None:
    """Let a notebook's names that mean what was loaded mean what is loaded now."""
    for name, value in list(names.items()):
        if id(value) in replacements:
            names[name] = replacements[id(value)]
