"""The stages of one sandbox: its pictures in notebooks, and what is typed into them.

Role: make widgets, let the pump feed them, and answer their commands. It must not know what a
picture looks like (that is the front end's), nor do what a command says (that is
:mod:`sandbox.box.deeds`).
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sandbox.box.cells import Line, running_line
from sandbox.views.commands import Command, Handler, answer
from sandbox.views.control import Control
from sandbox.views.prologue import Live
from sandbox.views.pump import Feed, pump
from sandbox.views.stage import StageWidget, editor_module, stage_class

__all__ = ["LANGUAGES", "THEMES", "VIEWS", "Stages", "options_of"]

VIEWS = ("flow", "table")
"""The views that there are."""

THEMES = ("light", "dark", "projector")
LANGUAGES = ("en", "ru")


def options_of(
    view: str,
    *,
    pin: bool,
    window: bool,
    theme: str | None,
    language: str | None,
) -> dict[str, Any]:
    """Return a stage's options; ``ValueError`` says what there is instead of an unknown one."""
    _one_of("view", view, VIEWS)
    for name, value, known in (
        ("theme", theme, THEMES),
        ("language", language, LANGUAGES),
    ):
        if value is not None:
            _one_of(name, value, known)
    if pin and window:
        raise ValueError(
            "A stage is pinned over the notebook or in a window of its own, not both: leave "
            "pin= or window= away."
        )
    return {
        "view": view,
        "pin": bool(pin),
        "window": bool(window),
        "theme": theme,
        "language": language,
    }


def _one_of(name: str, value: Any, known: tuple[str, ...]) -> None:
    if value not in known:
        there = ", ".join(map(repr, known))
        raise ValueError(f"There is no {name} {value!r}; there are: {there}.")


class Stages:
    """The stages of one sandbox. Any thread may call.

    *deeds*: what a person may do in the picture, by verb. *made*: where the sandbox was made;
    ``None`` outside a notebook.
    """

    def __init__(
        self, name: str, live: Live, deeds: Mapping[str, Handler], made: Line | None = None
    ) -> None:
        self._name = name
        self._made = made
        self.live = live
        """What its pictures look at."""
        self._feed = Feed(live)
        self._lock = threading.Lock()
        self._control: Control | None = None
        self._ended = False
        self._stages: dict[str, StageWidget] = {}
        self._by_options: dict[str, StageWidget] = {}
        self._handlers: Mapping[str, Handler] = {
            "hello": lambda command: None,
            "code.editor": lambda command: editor_module(),
            "feed.start": self._start,
            "feed.stop": lambda command: pump.stop(self._feed, self._stage(command)),
            "feed.resend": lambda command: pump.resend(
                self._feed, self._stage(command), command.arguments["after"]
            ),
            **deeds,
        }

    def make(self, options: Mapping[str, Any]) -> StageWidget:
        """Return a stage with these options: the one that there is, or a new one.

        A stage may be shown in several places; it is fed once. ``NotAvailableHere`` where widgets
        are not installed.
        """
        key = json.dumps(options, sort_keys=True)
        with self._lock:
            stage = self._by_options.get(key)
        if stage is None:
            made = stage_class()
            stage = made(
                secrets.token_hex(8),
                self._name,
                dict(options),
                self._cells(),
                self._heard,
                self._closed,
            )
            with self._lock:
                self._stages[stage.id] = self._by_options[key] = stage
        return stage

    def _cells(self) -> list[dict[str, Any]]:
        """Return which cells to run again where the kernel has lost everything, in their order."""
        lines = [self._made, running_line(".show(")]
        cells = {line.execution: asdict(line) for line in lines[::-1] if line is not None}
        return [cells[number] for number in sorted(cells)]

    def hang_up(self) -> None:
        """The sandbox is about to end: take no more commands by the control listener."""
        with self._lock:
            self._ended = True
            control, self._control = self._control, None
        if control is not None:
            control.close()

    def close(self) -> None:
        """Send the last facts; the pictures stay, and can be looked at. Harmless twice."""
        self.hang_up()
        pump.finish(self._feed)

    def _heard(self, stage: StageWidget, text: str) -> None:
        """A command came over a stage's comm."""
        handlers = {**self._handlers, "feed.start": self._start_by_comm}
        pump.post(self._feed, stage, {"type": "answer", "text": answer(text, handlers)})

    def _closed(self, stage: StageWidget) -> None:
        """A stage's comm has closed."""
        pump.drop(self._feed, stage)
        with self._lock:
            self._stages.pop(stage.id, None)
            for key in [key for key, one in self._by_options.items() if one is stage]:
                del self._by_options[key]

    def _stage(self, command: Command) -> StageWidget:
        with self._lock:
            stage = self._stages.get(command.stage)
        if stage is None:
            raise LookupError(
                f"There is no stage {command.stage!r} (any more): run the cell that shows it again."
            )
        return stage

    def _start(self, command: Command) -> None:
        pump.start(self._feed, self._stage(command))

    def _start_by_comm(self, command: Command) -> dict[str, Any]:
        """Start a stage, and tell it of the control listener: only the comm carries the token."""
        self._start(command)
        with self._lock:
            if self._control is None and not self._ended:
                self._control = Control(self._name, lambda text: answer(text, self._handlers))
            return {"control": self._control.key() if self._control is not None else None}
