"""The widget: one stage in a notebook's output (``views/frontend/``).

Role: carry batches, answers and commands over the widget's comm, as anywidget does it. It must not
know what a sandbox is. Import it only where a widget is wanted: ipywidgets is an extra (``lab``),
and :func:`stage_class` says how to get it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from sandbox.errors import NotAvailableHere

__all__ = ["EDITOR", "MODULE", "OnCommand", "StageWidget", "editor_module", "stage_class"]

STATIC = Path(__file__).parent / "static"
MODULE = STATIC / "stage.js"
"""The built front end."""

EDITOR = STATIC / "editor.js"
"""The built editor: a module of its own, as most pictures are looked at without it."""

OnCommand = Callable[["StageWidget", str], object]
"""Called with a stage and the text of a command, on whichever thread the kernel uses."""


class StageWidget(Protocol):
    """What the rest of the sandbox knows of a stage."""

    id: str

    def write(self, content: dict[str, Any], buffer: bytes | None) -> None:
        """Send one message; only the pump's thread calls it."""

    def bundle(self) -> dict[str, Any]:
        """Return what a notebook needs to show it, by MIME type."""


def editor_module() -> str:
    """Return the text of the editor's module, for a page to import when it is opened first.

    ``NotAvailableHere`` where it is not built. Any thread may call.
    """
    return _built(EDITOR)


def _built(module: Path) -> str:
    """Return the text of a built module."""
    try:
        return module.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise NotAvailableHere(
            f"{module.name} of the picture's front end is not built in this checkout: run npm ci "
            "and npm run build in sandbox/views/frontend."
        ) from error


@functools.cache
def stage_class() -> Callable[..., StageWidget]:
    """Return the widget's class; ``NotAvailableHere`` says what is missing for it."""
    try:
        import anywidget
        import traitlets
    except ImportError as error:
        raise NotAvailableHere(
            f"The picture needs anywidget and ipywidgets ({error}): install them with "
            'python -m pip install "channel-sandbox[lab]", then restart the kernel.'
        ) from error
    module = _built(MODULE)

    class Stage(anywidget.AnyWidget):
        """One picture of one sandbox. It lives as long as its comm.

        *id* is its name in commands, *box* the sandbox's; *options* are those of ``box.show``;
        *cells* those that made and show it, each a line of text and its execution's number.
        *on_command* hears what the browser sends, *on_end* that the comm has closed.
        """

        _esm = module
        stage = traitlets.Unicode().tag(sync=True)
        box = traitlets.Unicode().tag(sync=True)
        options = traitlets.Dict().tag(sync=True)
        cells: traitlets.List[Any] = traitlets.List().tag(sync=True)

        def __init__(
            self,
            id: str,
            box: str,
            options: dict[str, Any],
            cells: list[dict[str, Any]],
            on_command: OnCommand,
            on_end: Callable[[StageWidget], object],
        ) -> None:
            self.id = id
            self._on_command = on_command
            self._on_end = on_end
            super().__init__(stage=id, box=box, options=options, cells=cells)
            self.on_msg(self._heard)
            if self.comm is not None:
                self.comm.on_close(lambda message: on_end(self))

        def _heard(self, _: Any, content: Any, buffers: Any) -> None:
            if isinstance(content, dict) and content.get("type") == "command":
                self._on_command(self, content.get("text") or "")

        def write(self, content: dict[str, Any], buffer: bytes | None) -> None:
            """Send one message; only the pump's thread calls it."""
            if self.comm is None:
                raise ConnectionError("The stage's comm is closed.")
            self.send(content, None if buffer is None else [buffer])

        def bundle(self) -> dict[str, Any]:
            """Return what a notebook needs to show it, by MIME type."""
            made = self._repr_mimebundle_()
            data = made[0] if isinstance(made, tuple) else made
            return dict(data or {})

        def close(self) -> None:
            """Close the comm: the picture is gone everywhere."""
            super().close()
            self._on_end(self)

    return Stage
