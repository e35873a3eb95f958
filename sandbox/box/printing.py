"""What consumers and views print and log belongs to their runs (API.md, "What people try first").

Role: catch what is written to ``sys.stdout``, ``sys.stderr`` and :mod:`logging` while a run acts
(:mod:`sandbox.trace.causes`), give it to the log, and let it through to where it would have gone
anyway: in a script always; in a notebook only under the cell that caused the run, while that cell
runs. Everything that is not a run's passes untouched. It must not know what is printed.

One catcher serves all sandboxes of the process; it is in place while at least one runs. A thread
that a consumer starts belongs to the run where it has its context (``contextvars``); what it then
prints does, too.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.box.cells import in_kernel, when_cells_begin, when_cells_end
from sandbox.clients.hub import CLOSING
from sandbox.consumers.manager import DEFAULT_CHANNEL_LAYER, serving
from sandbox.trace import ops
from sandbox.trace.causes import acting
from sandbox.trace.log import Log
from sandbox.trace.output import is_run, outputs, root_of

__all__ = ["OPENING", "Cell", "Doings", "Printing", "printing"]

OPENING = 0
"""What a cell's client does beside closing and sending frames number 1, 2, …"""

_MOST_DOINGS = 100_000
_PACKAGE = str(Path(__file__).parent.parent)
_LOGGING = getattr(logging, "__file__", "")

Address = tuple[str, int]


class Doings:
    """What the cell that runs has done by the clients of one sandbox. Any thread may call.

    Only what the cell's own thread did counts; of very many things, only the first.
    """

    def __init__(self, address_of: Callable[[int], Address | None]) -> None:
        self._address_of = address_of
        self._done: set[tuple[Address, int]] = set()
        self._cell: Cell | None = None

    def note(self, address: Address | None, what: int, cell: Cell | None) -> None:
        """Note that the client at *address* is about to open, close, or send its frame *what*.

        *cell* does it; nothing is noted where it has ended, or where it is ``None``.
        """
        if cell is None or address is None or cell is not printing.cell:
            return
        if self._cell is not cell:
            self._cell, self._done = cell, set()
        if len(self._done) < _MOST_DOINGS:
            self._done.add((address, what))

    @staticmethod
    def cell_here() -> Cell | None:
        """Return the cell that runs in the calling thread."""
        cell = printing.cell
        return cell if cell is not None and cell.thread == threading.get_ident() else None

    def led_to(self, root: tuple[Any, ...], cell: Cell) -> bool:
        """Say whether this raw entry of the log is what *cell* has done."""
        op = root[0]
        if op == ops.FRAME_ACCEPTED:
            return self._has(cell, root[3], root[5])
        if op == ops.NOTE and root[3] == "connection.opened":
            return self._has(cell, root[4], OPENING)
        if op == ops.NOTE and root[3] == "connection.closed":
            return self._has(cell, root[6].get("connection", 0), CLOSING)
        return op in (ops.ACCEPTED, ops.GROUP_SENT) and root[2] == "cell"

    def _has(self, cell: Cell, connection: int, what: int) -> bool:
        return self._cell is cell and (self._address_of(connection), what) in self._done


@dataclass(eq=False)
class Cell:
    """One run of a cell, while it lasts."""

    thread: int
    headers: Mapping[str, Any]
    """Stream's name → what the kernel's stream calls this cell's output."""
    began: dict[Log, int] = field(default_factory=dict)
    """Each sandbox's log → its cursor when the cell began."""


class _Stream:
    """Stands before a stream of :mod:`sys`; what it does not catch goes to the stream itself."""

    def __init__(self, stream: Any, name: str, catcher: Printing) -> None:
        self._stream = stream
        self._name = name
        self._catcher = catcher

    def write(self, text: str) -> int:
        """Write *text*, for the run that acts or as it would have been."""
        number, where = acting.get()
        if not is_run(number) or not isinstance(text, str):
            return self._stream.write(text)  # type: ignore[no-any-return]
        self._catcher.wrote(self._stream, self._name, number, where, text, _is_logging())
        return len(text)

    def writelines(self, lines: Any) -> None:
        """Write each of *lines*."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Let what was written be seen."""
        number, _ = acting.get()
        log = _log_here() if is_run(number) else None
        if log is not None:
            outputs.flush(log, number, self._name)
        self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __iter__(self) -> Any:
        return iter(self._stream)


def _is_logging() -> bool:
    """Say whether a handler of logging writes: what it writes was caught when it was logged.

    IPython stands between the two, where it keeps a cell's output in its history.
    """
    frame = sys._getframe(2)
    for _ in range(3):
        if frame.f_code.co_filename == _LOGGING:
            return True
        if frame.f_back is None:
            break
        frame = frame.f_back
    return False


def _log_here() -> Log | None:
    """Return the log of the sandbox that the acting run belongs to."""
    layers = serving.get()
    wrapper = layers.get(DEFAULT_CHANNEL_LAYER) if layers is not None else None
    return getattr(wrapper, "log", None)


class Printing:
    """The catcher. Any thread may call."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._doings: dict[Log, Doings] = {}
        self._streams: dict[str, _Stream] = {}
        self._factory: Any = None
        self._before: Any = None
        self._forget: list[Callable[[], None]] = []
        self._echoes: dict[tuple[int, int], Cell | None] = {}
        self._in_kernel = False
        self.cell: Cell | None = None
        """The cell that runs; ``None`` between cells and outside a kernel."""

    # -- life --------------------------------------------------------------------------------

    def hold(self, log: Log, doings: Doings) -> None:
        """Catch what runs of the sandbox with this *log* print; end it with :meth:`let_go`."""
        with self._lock:
            self._doings[log] = doings
            if self.cell is not None:
                self.cell.began[log] = log.end
            if len(self._doings) == 1:
                self._install()

    def let_go(self, log: Log) -> None:
        """End it for one sandbox; with the last, everything is as it was. Harmless twice."""
        with self._lock:
            if self._doings.pop(log, None) is not None and not self._doings:
                self._remove()

    def _install(self) -> None:
        self._in_kernel = in_kernel()
        self._wrap()
        self._before = logging.getLogRecordFactory()
        self._factory = self._make_factory(self._before)
        logging.setLogRecordFactory(self._factory)
        if self._in_kernel:
            self._forget = [when_cells_begin(self._begin), when_cells_end(self._end)]
            if threading.current_thread() is threading.main_thread():
                self._begin()  # a cell is at it: it makes the sandbox

    def _wrap(self) -> None:
        for name in ("stdout", "stderr"):
            stream = getattr(sys, name)
            if stream is not None and stream is not self._streams.get(name):
                self._streams[name] = _Stream(stream, name, self)
                setattr(sys, name, self._streams[name])

    def _remove(self) -> None:
        for name, stream in self._streams.items():
            if getattr(sys, name) is stream:  # else somebody else has replaced it meanwhile
                setattr(sys, name, stream._stream)
        self._streams = {}
        if logging.getLogRecordFactory() is self._factory:
            logging.setLogRecordFactory(self._before)
        self._factory = self._before = None
        for forget in self._forget:
            forget()
        self._forget, self.cell, self._echoes = [], None, {}

    # -- cells -------------------------------------------------------------------------------

    def _begin(self) -> None:
        """A cell begins, in this very thread."""
        with self._lock:
            headers = {
                name: getattr(stream._stream, "parent_header", None)
                for name, stream in self._streams.items()
            }
            began = {log: log.end for log in self._doings}
            self._echoes = {}
            self.cell = Cell(threading.get_ident(), headers, began)

    def _end(self, succeeded: bool) -> None:
        """The cell has ended: what comes now is nobody's."""
        with self._lock:
            self.cell, self._echoes = None, {}
            if self._doings:
                self._wrap()  # a cell may have made the sandbox while its output was captured

    # -- what is printed ---------------------------------------------------------------------

    def wrote(self, stream: Any, name: str, run: int, where: str, text: str, caught: bool) -> None:
        """A run has written *text*; *caught*: the log has it already."""
        log = _log_here()
        if log is None or log not in self._doings:
            stream.write(text)
            return
        if not caught:
            outputs.write(log, run, where, name, text)
        if not self._in_kernel:
            stream.write(text)
            return
        cell = self._cell_of(log, run)
        if cell is not None:
            _write_under(stream, cell.headers.get(name), text)

    def _cell_of(self, log: Log, run: int) -> Cell | None:
        """Return the running cell, if it has caused *run*."""
        cell = self.cell
        if cell is None or log not in cell.began:
            return None
        key = (id(log), run)
        if key not in self._echoes:
            root = root_of(log, run, cell.began[log])
            doings = self._doings.get(log)
            mine = root is not None and doings is not None and doings.led_to(root, cell)
            self._echoes[key] = cell if mine else None
        found = self._echoes.get(key)
        return found if found is self.cell else None

    def _make_factory(self, make: Callable[..., logging.LogRecord]) -> Any:
        """Return a factory of log records that gives what a run logs to its sandbox's log."""

        def factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
            record = make(*args, **kwargs)
            number, where = acting.get()
            # What the sandbox itself has to say stands in the log already.
            if is_run(number) and not record.pathname.startswith(_PACKAGE):
                log = _log_here()
                if log is not None and log in self._doings and not _inside.get():
                    token = _inside.set(True)
                    try:
                        outputs.write(log, number, where, "log", _logged(record))
                    finally:
                        _inside.reset(token)
            return record

        return factory


_inside: ContextVar[bool] = ContextVar("sandbox_logging", default=False)


def _logged(record: logging.LogRecord) -> str:
    """Return a log record as lines of text; one that cannot be told says so."""
    try:
        text = record.getMessage()
        if record.exc_info and record.exc_info[0] is not None:
            text += "\n" + logging.Formatter().formatException(record.exc_info)
    except Exception as error:
        text = f"{record.msg!r} (its arguments do not fit: {error})"
    return f"{record.levelname} {record.name}: {text}\n"


def _write_under(stream: Any, header: Any, text: str) -> None:
    """Write *text* to a kernel's stream as the output of the cell with this *header*."""
    variable = getattr(stream, "_parent_header", None)
    if header is None or not isinstance(variable, ContextVar):
        stream.write(text)  # a kernel of another make: it goes to the cell that runs
        return
    token = variable.set(header)
    try:
        stream.write(text)
    finally:
        variable.reset(token)


printing = Printing()
"""The one of this process."""
