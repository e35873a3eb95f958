"""A notebook without a kernel: cells that run, with their names and their texts."""

from __future__ import annotations

import linecache
from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.box import noting, serving
from sandbox.box.cells import Cell


class Notebook:
    """Runs cells for one sandbox, as a kernel does."""

    def __init__(self, box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
        self.box = box
        self.names: dict[str, Any] = {"__name__": "__main__", "box": box}
        self.runs = 0
        self._cell: Cell | None = None
        for module in (serving, noting):
            monkeypatch.setattr(module, "current_cell", lambda: self._cell)

    def run(self, cell: str, source: str) -> None:
        """Run *source* as the cell *cell*, to its end; an error of it is raised afterwards."""
        self.runs += 1
        file = f"<cell {cell}, run {self.runs}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
        self._cell = Cell(cell, self.runs)
        succeeded = False
        try:
            exec(compile(source, file, "exec"), self.names)
            succeeded = True
        finally:
            self.box._serving.cell_ended(succeeded)
            self._cell = None
