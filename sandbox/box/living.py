"""The way back of a sandbox: its code as it was before the last change, and all of it.

Role: ``box.undo``, ``box.checkpoint`` and ``box.reset`` (API.md "live"). It must not know how code
serves: that is :mod:`sandbox.box.serving`.
"""

from __future__ import annotations

import sys
from typing import Any

from sandbox.box.checkpoints import Checkpoints, Reset
from sandbox.box.editing import Editing
from sandbox.box.redefining import Redefining
from sandbox.box.serving import Serving
from sandbox.box.watching import Watching
from sandbox.live.swap import changing_by
from sandbox.options import text
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
    _checkpoints: Checkpoints
    _watching: Watching
    _redefining: Redefining

    def _make_checkpoints(self) -> Checkpoints:
        """Return what remembers moments; the parts are there by now, or soon."""
        box: Any = self
        return Checkpoints(
            serving=self._serving,
            visitors=box._visitors,
            sync=box._sync,
            clock=box._clock,
            layers=lambda: {alias: one.channel_layer for alias, one in box._layers.items()},
            alive=lambda: [
                connection.reply_channel
                for server in box._all_servers()
                for connection in server.clients.copy().values()
            ],
            settle=box._settler.settle,
            busy=lambda: [
                worker for worker in box._all_workers().values() if worker.busy_since is not None
            ],
            repair=box.faults.clear,
            let_go=box.holds.clear,
        )

    def _make_watching(self) -> Watching:
        """Return what watches the files of modules whose consumers serve."""
        box: Any = self
        watching = Watching(
            self._serving,
            self.log,
            beside=box._beside.wrappers,
            lock=getattr(self._layer, "lock", None),
        )
        self._serving.moved = watching.follow
        self._redefining = Redefining(self._serving, lambda: vars(sys.modules["__main__"]).copy())
        return watching

    def _cell_ended(self, succeeded: bool) -> None:
        """Settle what the cell registered, and look at the files that it may have written."""
        self._serving.cell_ended(succeeded)
        if succeeded:
            self._redefining.look()
        self._watching.look()

    def _make_editing(self) -> Editing:
        """Return what saves texts, for the picture and for ``box.consumers``."""
        editing = Editing(
            self._serving,
            self.log,
            lock=getattr(self._layer, "lock", None),
            undo=self.undo,
            must_run=self._must_run,
            files=lambda: self._watching.files,
            write_file=self._watching.write,
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

    def checkpoint(self, name: str = "start") -> None:
        """Remember this moment: code, tabs, queues, groups, sessions and data.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.checkpoint("start")
            box.connect("/", name="alice")
            box.reset("start")                   # back at 'start', in 0.02 s
            list(box.tabs)                       # []
            box.stop()

        Data is the sandbox's own database, copied; a project's database is left alone. Another
        one of the same *name* takes its place.
        """
        self._must_run()
        self._checkpoints.take(text("name", name, usual="start"))
        self.log.mark(f"checkpoint {name}")

    def reset(self, name: str = "start") -> Reset:
        """Go back to a checkpoint, in under a second.

        ::

            from sandbox import Group, Sandbox
            box = Sandbox()
            alice = box.connect("/", name="alice")
            box.checkpoint()
            alice.close()
            box.reset()                          # alice is open again
            alice.closed                         # None
            box.stop()

        Tabs that are still open stay open, those that have gone are opened again, those that came
        since are closed, and so are crowds; what is unread counts as read. Queued messages of now
        are lost as ``flushed``, held ones too, and those of then are queued again; holds and faults
        end; what was on its way then does
        not come back. A consumer that does not end is killed. ``KeyError`` lists the checkpoints
        that there are. What it returns tells what is not as it was. Not from a consumer.
        """
        self._must_run()
        reset = self._checkpoints.back(text("name", name, usual="start"))
        self.log.mark(f"reset to {name}")
        return reset
