"""The way back of a sandbox: its code as it was before the last change.

Role: ``box.undo`` (API.md "live"). It must not know how code serves: that is
:mod:`sandbox.box.serving`.
"""

from __future__ import annotations

from typing import Any

from sandbox.box.editing import Editing
from sandbox.box.serving import Serving
from sandbox.live.swap import changing_by
from sandbox.trace.log import Log

__all__ = ["Living", "Undone"]


class Undone(tuple[str, ...]):
    """The names of the consumers and views that serve otherwise now, or have gone."""

    nothing_left: bool = False

    def __repr__(self) -> str:
        if self.nothing_left:
            return "nothing is left to undo"
        return f"undone: {', '.join(self) or 'nothing that serves now was changed'}"


class Living:
    """How a sandbox's code goes back; a part of :class:`~sandbox.box.sandbox.Sandbox`."""

    log: Log
    _serving: Serving
    _layer: Any

    def _make_editing(self) -> Editing:
        """Return what saves texts, for the picture and for ``box.consumers``."""
        editing = Editing(
            self._serving,
            self.log,
            lock=self._layer.lock,
            undo=self.undo,
            must_run=self._must_run,
        )
        self._serving.write = editing.write
        return editing

    def _must_run(self) -> None:
        """Raise ``SandboxStopped`` if it has ended."""
        raise NotImplementedError

    def undo(self) -> Undone:
        """Take the last change of code back: a cell's run, an assignment, a save, a file.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            @box.consumer("websocket.receive")
            def ws_message(message): ...
            box.undo()                           # undone: ws_message
            box.stop()

        It swaps between two messages, as any change does: sockets stay open, and what runs
        finishes on the code it began with. Again: one change further back, up to 1,000. Returns
        the names of what serves otherwise now; it says so where nothing is left. Any thread may
        call.
        """
        self._must_run()
        with changing_by("undo"):
            names = self._serving.undo()
        undone = Undone(names or ())
        undone.nothing_left = names is None
        return undone
