"""Hears of files that somebody writes.

Role: tell once, soon after each whole change, which of the files in question have another content.
The system tells; nothing is asked for again and again. Who cannot wait, as a cell that has just
written a file, asks :meth:`Watch.look`. It must not know what the files are.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sandbox.runtime.threads import spawn

__all__ = ["Watch"]

WHOLE_SECONDS = 0.05
"""How long a file has to lie still where the system does not tell that its writer has closed it."""

logger = logging.getLogger("sandbox.live")

_Stamp = tuple[int, int] | None
"""(time of its last change in ns, size); ``None``: there is no such file."""


class Watch:
    """Hears of changes of some files. Any thread may call.

    *changed* gets the files with another content than when they were looked at last; it is called
    in a thread of this watch, or in the one that calls :meth:`look`, never in two at once.
    """

    def __init__(self, changed: Callable[[set[Path]], object]) -> None:
        self._changed = changed
        self._lock = threading.Lock()
        self._looking = threading.RLock()
        self._stamps: dict[Path, _Stamp] = {}
        self._news = threading.Condition()
        self._due = 0
        """Grows with each hint that something may have changed."""
        self._seen = 0
        self._whole = True
        """Whether the newest hint says that its file is whole."""
        self._observer: Any = None
        self._folders: dict[Path, Any] = {}
        self._ended = False

    @property
    def files(self) -> set[Path]:
        """What it watches."""
        return set(self._stamps)

    def follow(self, files: Iterable[Path]) -> None:
        """Watch *files* from now on, and no others; a file that is new here counts as known."""
        with self._lock:
            if self._ended:
                return
            files = set(files)
            if files == self.files:
                return
            self._stamps = {file: self._stamps.get(file) or _stamp(file) for file in files}
            self._listen_in({file.parent for file in files})

    def look(self) -> None:
        """Look now, in this very thread."""
        with self._looking:
            with self._lock:
                now = {} if self._ended else {file: _stamp(file) for file in self._stamps}
                found = {file for file, stamp in now.items() if stamp != self._stamps[file]}
                self._stamps.update(now)
            if found:
                self._changed(found)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Let what the block writes be known already; nobody is told of it."""
        with self._looking:
            try:
                yield
            finally:
                with self._lock:
                    self._stamps = {file: _stamp(file) for file in self._stamps}

    def close(self) -> None:
        """Watch nothing more. Harmless twice; not from *changed*."""
        with self._lock:
            already, self._ended = self._ended, True
            observer, self._observer = self._observer, None
        with self._news:
            self._news.notify_all()
        if observer is not None and not already:
            observer.stop()
            observer.join()
            self._thread.join()

    def _listen_in(self, folders: set[Path]) -> None:
        """Hear of what happens in *folders*; where the system does not tell, cells' ends do."""
        if folders and self._observer is None:
            from watchdog.observers import Observer

            self._observer = Observer()
            self._observer.start()
            self._thread = spawn("sandbox-files", self._run)
        for folder in self._folders.keys() - folders:
            self._observer.unschedule(self._folders.pop(folder))
        for folder in folders - self._folders.keys():
            try:
                self._folders[folder] = self._observer.schedule(_Handler(self._hint), str(folder))
            except OSError as error:  # no more watches to be had, or the folder has gone
                logger.warning(
                    "Changes in %s are seen at the end of a cell only: %s", folder, error
                )

    def _hint(self, path: str, whole: bool) -> None:
        if Path(path) in self._stamps:
            with self._news:
                self._due += 1
                self._whole = whole
                self._news.notify_all()

    def _run(self) -> None:
        while self._wait():
            try:
                self.look()
            except Exception:
                logger.exception("A change of files could not be taken on")

    def _wait(self) -> bool:
        """Wait for a hint, and until its file is whole; ``False`` at the end."""
        with self._news:
            self._news.wait_for(lambda: self._ended or self._due != self._seen)
            while not self._ended and not self._whole and self._goes_on():
                pass
            self._seen = self._due
            return not self._ended

    def _goes_on(self) -> bool:
        """Say whether another hint comes within the time that a file has to lie still."""
        due = self._due
        return self._news.wait_for(lambda: self._ended or self._due != due, WHOLE_SECONDS)


class _Handler:
    """What the observer calls, in a thread of its own."""

    def __init__(self, hint: Callable[[str, bool], None]) -> None:
        self._hint = hint

    def dispatch(self, event: Any) -> None:
        """Tell what an event is about, and whether its file is whole now."""
        if event.event_type in ("opened", "closed_no_write"):
            return
        whole = event.event_type in ("closed", "moved", "deleted")
        for path in (event.src_path, event.dest_path):
            if path:
                self._hint(str(path), whole)


def _stamp(file: Path) -> _Stamp:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
