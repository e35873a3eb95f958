"""How a sandbox shows itself: a live stage in a notebook, and text and tables elsewhere.

Role: ``box`` as the last line of a cell, and ``box.show`` (API.md). It must not know how a picture
is drawn or fed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from sandbox.box.cells import Cell, current_cell, in_kernel, running_line, show_here
from sandbox.box.deeds import Deeds
from sandbox.box.hands import Hands
from sandbox.box.noting import CodeFields
from sandbox.box.showing import Rows, as_html, as_text, safely
from sandbox.box.stages import Stages, options_of
from sandbox.box.visiting import Visiting
from sandbox.errors import NotAvailableHere
from sandbox.trace.log import Log
from sandbox.views.prologue import Live, take
from sandbox.views.scene import scene_of
from sandbox.views.still import still

__all__ = ["Picturing"]

logger = logging.getLogger("sandbox.views")


class Picturing(Visiting):
    """How a sandbox shows itself; a part of :class:`~sandbox.box.sandbox.Sandbox`."""

    name: str
    log: Log
    _stages: Stages
    _shown_in: Cell | None = None
    """The run of a cell that shows it already."""

    def _rows(self) -> Rows:
        """Return what is told of it in two columns."""
        raise NotImplementedError

    def _make_stages(self) -> Stages:
        """Return its stages; the parts that they look at are there by now, or soon."""
        box: Any = self
        live = Live(
            log=self.log,
            layers=lambda: [box._layer, *box._beside.layers],
            servers=box._all_servers,
            workers=lambda: list(box._all_workers().values()),
            rules=lambda: {box._layer.alias: box._routing_notes.lines, **box._beside.rules()},
            codes=CodeFields(box._serving.codes, box._authors),
            owner=box._visitors.labels.owner,
            in_force=box._in_force,
            ended=box._has_ended,
        )
        deeds = Deeds(
            log=self.log,
            visitors=self._visitors,
            consumers=lambda: box.consumers,
            workers=lambda: box.workers,
            url=lambda: self.ws_url,
            must_run=self._must_run,
        )
        hands = Hands(
            holds=lambda: box.holds,
            faults=lambda: box.faults,
            clock=lambda: box.clock,
            must_run=self._must_run,
        )
        handlers = {**deeds.handlers, **hands.handlers, **box._editing.handlers}
        return Stages(self.name, live, handlers, running_line("Sandbox(", "demo("))

    def show(
        self,
        view: str = "flow",
        *,
        pin: bool = False,
        window: bool = False,
        theme: str | None = None,
        language: str | None = None,
    ) -> None:
        """Show the live picture here: ``"flow"``, or ``"table"`` for all events with a search.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.show("flow", theme="dark")       # outside a notebook: a few lines of text
            box.stop()

        *pin*: float over the notebook, so that cell and picture are in view together. *window*: in
        a window of its own. *theme*: ``"light"``, ``"dark"``, ``"projector"``; *language*:
        ``"en"``, ``"ru"``; ``None``: as the page has it. ``ValueError`` for a view that
        there is not; ``NotAvailableHere`` in a notebook without widgets.
        """
        options = options_of(view, pin=pin, window=window, theme=theme, language=language)
        if not in_kernel():
            print(self)  # noqa: T201 - to show is what it is for
            return
        stage = self._stages.make(options)
        show_here(self._bundle(stage.bundle()))

    def _bundle(self, widget: Mapping[str, Any]) -> dict[str, Any]:
        """Return *widget*'s form with text and a table beside it, for places without widgets."""
        plain = {"text/plain": repr(self), "text/html": self._repr_html_()}
        return {**widget, **plain}

    def __repr__(self) -> str:
        """Return a few lines; never blocks, opens a socket or raises."""
        return as_text(f"<Sandbox {self.name!r}>", safely(self._rows))

    def _repr_html_(self) -> str:
        """Return a still picture, and the same lines as an escaped table."""
        return self._still() + as_html(f"Sandbox {self.name}", safely(self._rows))

    def _repr_svg_(self) -> str | None:
        """Return the still picture; ``None`` where the live one is shown, or none can be made."""
        return None if self._widget() else self._still() or None

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """Return the live stage where there are widgets, and text and a table in any case."""
        if self._shown_in is not None and self._shown_in == current_cell():
            return {"text/plain": f"<Sandbox {self.name!r}>"}
        return self._bundle(self._widget())

    def _show_once(self) -> None:
        """Show it in the cell that runs, however that cell ends: not a second time by its value.

        Outside a notebook nothing happens.
        """
        if in_kernel():
            show_here(self._repr_mimebundle_())
            self._shown_in = current_cell()

    def _widget(self) -> Mapping[str, Any]:
        """Return the usual stage's form; empty where there are no widgets."""
        if not in_kernel():
            return {}
        try:
            return self._stages.make(_USUAL).bundle()
        except NotAvailableHere:
            # box.show() says what is missing; picture, table and text are what there is without.
            return {}

    def _still(self) -> str:
        """Return the still picture; "" where something is in the way of it."""
        try:
            return still(scene_of(take(self._stages.live)))
        except Exception:
            logger.debug("No still picture could be drawn", exc_info=True)
            return ""


_USUAL = options_of("flow", pin=False, window=False, theme=None, language=None)
