"""A real sandbox behind the widget's page: its stage's comm ends in Chromium, and not in a kernel.

What the page asks goes to the sandbox as the kernel would bring it, and what the sandbox says goes
into the page. It must not know what is looked at.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator

from sandbox import Sandbox
from sandbox.box.stages import options_of
from tests.views.comms import RecordedComm
from tests.views.page import StagePage

__all__ = ["Living"]

PATIENCE = 20.0
TURN = 0.05
"""Seconds that the test waits for the sandbox before it lets the page have its turn."""


class Living:
    """One stage of *box* on *stage*'s page. The page has its turn only within :meth:`turn`."""

    def __init__(
        self, stage: StagePage, box: Sandbox, comms: list[RecordedComm], **options: Any
    ) -> None:
        self.box = box
        self.page = stage.page
        self.shown = stage
        look: dict[str, Any] = {"pin": False, "window": False, "theme": None, "language": None}
        widget = box._stages.make(options_of("flow", **{**look, **options}))
        self.comm = comms[-1]
        self._told = 0
        self.page.expose_function("toKernel", self._asked)
        self.page.evaluate(
            "([o, m]) => harness.show(o, m)",
            [options, {"remote": widget.id}],
        )
        self.root: Locator = self.page.locator(".stage[data-view]")

    def _asked(self, text: str) -> None:
        self.comm.say({"type": "command", "text": text})

    def _bring(self) -> None:
        """Give the page what the sandbox has said since."""
        with self.comm.news:
            said = self.comm.custom()
        new = [
            (content, [base64.b64encode(one).decode() for one in buffers])
            for content, buffers in said[self._told :]
        ]
        self._told = len(said)
        self.page.evaluate("(messages) => harness.said(messages)", new)

    def until(self, condition: str, arg: Any = None) -> None:
        """Let sandbox and page go on until *condition*, JavaScript with ``root``, is true."""
        test = f"([root, arg]) => {{ root = harness.root(); return !!root && !!({condition}); }}"
        self.turn(lambda: self.page.evaluate(test, [None, arg]), condition)

    def turn(self, is_so: Callable[[], object], what: str) -> None:
        """Let sandbox and page go on until *is_so* returns something true."""
        deadline = self.box.log.clock() + PATIENCE
        while self.box.log.clock() < deadline:
            self._bring()
            if is_so():
                return
            with self.comm.news:
                self.comm.news.wait(TURN)
        raise AssertionError(f"it did not come about: {what}")

    def see(self, selector: str, text: str = "") -> Locator:
        """Wait until something on the stage is there, with this text in it; return it."""
        self.until(
            "[...root.querySelectorAll(arg[0])].some((e) => e.textContent.includes(arg[1]))",
            [selector, text],
        )
        return self.root.locator(selector, has_text=text or None).first

    def gone(self, selector: str) -> None:
        """Wait until something is not on the stage any more."""
        self.until("!root.querySelector(arg)", selector)
