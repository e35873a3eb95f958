"""``%%sync`` and ``%%story``: cells that may use the ORM, and cells that tell what they caused.

Role: run a cell's lines elsewhere or look at what came of them. They mean the sandbox that was
started last, of those that still run. It must not know how a kernel runs cells: that is
:mod:`sandbox.box.cells`.
"""

from __future__ import annotations

import contextlib
import weakref
from collections.abc import Iterator
from typing import Any

from sandbox.box import cells
from sandbox.box.printing import Doings, printing
from sandbox.errors import NotSettled, SandboxStopped
from sandbox.trace import ops
from sandbox.trace.ids import spell
from sandbox.trace.log import Log

__all__ = ["MOST_STORIES", "caused_by_cell", "offer"]

MOST_STORIES = 12
"""How many stories ``%%story`` shows in full; of the rest it says how many there are."""

SETTLE_SECONDS = 2.0
"""How long it waits until what the cell began has come to rest."""

_boxes: list[weakref.ref[Any]] = []


def offer(box: Any) -> None:
    """Let the magics mean *box* from now on. Nothing happens outside a kernel."""
    if cells.in_kernel():
        _boxes[:] = [*(one for one in _boxes if _running(one)), weakref.ref(box)]
        cells.add_cell_magic("sync", run_sync)
        cells.add_cell_magic("story", run_story)


def _running(one: weakref.ref[Any]) -> bool:
    box = one()
    return box is not None and not box.stopped


def _box() -> Any:
    """Return the sandbox that was started last, of those that run."""
    box = next((one() for one in reversed(_boxes) if _running(one)), None)
    if box is None:
        raise SandboxStopped(
            "No sandbox runs, so this magic means none: run box = Sandbox() first."
        )
    return box


def run_sync(line: str, cell: str) -> None:
    """``%%sync``: run the cell in a thread without an event loop, where the ORM may be used.

    Its last value is shown as any cell's, and is looked at in that thread too: a queryset asks the
    database only then.
    """
    box = _box()
    run, _ = cells.body_of(cell)
    value, shown = box.sync(lambda: _with_form(run()))
    if shown is not None:
        cells.remember_value(value)
        if not cell.rstrip().endswith(";"):
            cells.show_here(shown)


def _with_form(value: Any) -> tuple[Any, dict[str, Any] | None]:
    return value, None if value is None else cells.formatted(value)


def run_story(line: str, cell: str) -> Any:
    """``%%story``: run the cell, let what it began come to rest, and show what it caused."""
    box = _box()
    cursor = box.log.end
    run, _ = cells.body_of(cell)
    value = run()
    with contextlib.suppress(NotSettled):
        box.settle(SETTLE_SECONDS)
    numbers = list(caused_by_cell(box.log, box._doings, cursor))
    for number in numbers[:MOST_STORIES]:
        cells.show_here(_form(box.story(number)))
    print(_remark(len(numbers)), end="")  # noqa: T201 - a cell's output is where it belongs
    return value


def _form(story: Any) -> dict[str, Any]:
    return {"text/plain": story.text(), "text/html": story._repr_html_()}


def _remark(found: int) -> str:
    if not found:
        return "This cell caused nothing that the log knows of.\n"
    more = found - MOST_STORIES
    return f"… and {more} more: box.find() has them.\n" if more > 0 else ""


def caused_by_cell(log: Log, doings: Doings, cursor: int) -> Iterator[str]:
    """Yield the ids of what the running cell has done itself since *cursor*, in order."""
    cell = printing.cell
    for raw in log.read(cursor).entries if cell is not None else ():
        if doings.led_to(raw, cell):  # type: ignore[arg-type]  # there is one
            number = spell(_number(raw))
            if number is not None:
                yield number


def _number(raw: tuple[Any, ...]) -> int:
    """Return the id of what a raw entry tells of."""
    return int(raw[5] if raw[0] in (ops.ACCEPTED, ops.GROUP_SENT) else raw[4])
