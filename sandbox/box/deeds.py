"""What a person may do in the picture, done to one sandbox.

Role: the handlers of :mod:`sandbox.views.commands`. They run on whichever thread the command came
in by: the control listener's, or one of the kernel's. It must not know widgets or sockets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.box.noting import place_of
from sandbox.box.registry import Consumers
from sandbox.box.visitors import Visitors
from sandbox.clients.tab import Tab
from sandbox.recording.lines import shown
from sandbox.trace.log import Log
from sandbox.trace.story import story
from sandbox.views.commands import Command, Handler
from sandbox.workers.pool import PooledWorker

__all__ = ["STORY_COLUMNS", "Deeds"]

STORY_COLUMNS = 110
"""Columns of a story's text in the picture."""


class Deeds:
    """Handles tabs, replaces workers, and looks things up. Any thread may call.

    *url*: gives the address to which paths are added. *must_run* raises where the sandbox has
    ended.
    """

    def __init__(
        self,
        *,
        log: Log,
        visitors: Visitors,
        consumers: Callable[[], Consumers],
        workers: Callable[[], Mapping[int, PooledWorker]],
        url: Callable[[], str],
        must_run: Callable[[], object],
    ) -> None:
        self._log = log
        self._visitors = visitors
        self._consumers = consumers
        self._workers = workers
        self._url = url
        self._must_run = must_run

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """Verb → what does it."""
        return {
            "tab.open": self._open,
            "tab.send": lambda command: self._tab(command).send(command.arguments["text"]),
            "tab.close": lambda command: self._tab(command).close(),
            "tab.reopen": self._reopen,
            "worker.kill": lambda command: self._worker(command).kill(),
            "worker.restart": lambda command: self._worker(command).restart(),
            "content": lambda command: content_of(self._log, command.arguments["of"]),
            "source": self._source,
            "story": lambda command: story(self._log.events(), command.arguments["about"]).text(
                STORY_COLUMNS
            ),
        }

    def _open(self, command: Command) -> str:
        self._must_run()
        path = command.arguments["path"] or "/"
        rooted = path if path.startswith("/") else f"/{path}"
        name = (command.arguments["name"] or "").strip() or None
        return self._visitors.open_tab(self._url() + rooted, name).name

    def _reopen(self, command: Command) -> None:
        self._must_run()
        self._tab(command).reopen()

    def _tab(self, command: Command) -> Tab:
        name = command.arguments["tab"]
        tab = self._visitors.tabs.get(name)
        if tab is None:
            known = ", ".join(map(repr, self._visitors.tabs.copy())) or "none"
            raise LookupError(f"There is no tab {name!r}; there are: {known}.")
        return tab

    def _worker(self, command: Command) -> PooledWorker:
        self._must_run()
        return self._workers()[command.arguments["worker"]]

    def _source(self, command: Command) -> dict[str, Any]:
        consumer = self._consumers()[command.arguments["consumer"]]
        file, line = place_of(consumer.function)
        return {
            "source": consumer.source,
            "version": f"v{consumer.version}",
            "diff": consumer.diff(),
            "file": file,
            "line": line,
        }


def content_of(log: Log, number: str) -> Any:
    """Return the whole content of a message, a frame or a group send, as it may be shown.

    ``LookupError`` where the log does not have it (any more).
    """
    for event in reversed(log.events()):
        if event.id != number:
            continue
        for name in ("content", "text", "bytes"):
            value = getattr(event, name, None)
            if value is not None:
                return shown(value, None)
    raise LookupError(
        f"The log has no content called {number!r} (any more): the oldest events are let go when "
        "there are too many."
    )
