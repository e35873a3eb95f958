"""What a person sees: the cells of a notebook, and the stage on its page, read from the page.

It must not know what the cells do.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator

from tests.tools.drive_lab import Browser, Lab, Notebook

__all__ = ["Picture"]

COUNT_TOKENS = """() => {
  window.__drawn = 0;
  const fill = CanvasRenderingContext2D.prototype.fill;
  CanvasRenderingContext2D.prototype.fill = function (...given) {
    window.__drawn += 1;
    return fill.apply(this, given);
  };
}"""
"""Counts what is filled on any canvas: on a stage only tokens in the air are."""


ANSWER = "answer: "
"""Stands before the value that :meth:`Picture.ask` looks for."""


class Picture:
    """One notebook in JupyterLab, and the stage that its cells show."""

    def __init__(self, browser: Browser, lab: Lab, path: str) -> None:
        # Reset: else JupyterLab opens what earlier tests left open, too.
        self.nb: Notebook = browser.open_notebook(lab, path)
        self.nb.command("application:toggle-left-area")
        self.nb.page.evaluate(COUNT_TOKENS)

    # -- cells -------------------------------------------------------------------------------

    def places(self) -> dict[str, int]:
        """Return where each cell is, by its id."""
        found = self.nb.page.evaluate(
            """() => { const m = window.jupyterapp.shell.currentWidget.content.model.cells;
              const out = {};
              for (let i = 0; i < m.length; i++) out[m.get(i).id] = i;
              return out; }"""
        )
        return dict(found)

    def run(self, *names: str) -> str:
        """Run the cells of these ids, one after the other; return what the last one said."""
        said = ""
        for name in names:
            cell = self.nb.run_cell(self.places()[name])
            assert cell["error"] is None, (name, cell["error"])
            said = cell["text"] + "\n".join(cell["result"])
        return said

    def run_until(self, name: str) -> str:
        """Run every code cell from the first to the one called *name*."""
        said = ""
        kinds = [cell["type"] for cell in self.nb.cells()]
        for one, place in self.places().items():
            if kinds[place] == "code":
                said = self.run(one)
            if one == name:
                return said
        raise LookupError(name)

    def edit(self, name: str, old: str, new: str) -> None:
        """Change a cell as a person does: by typing into its editor."""
        place = self.places()[name]
        page = self.nb.page
        page.evaluate(
            "(i) => { const c = window.jupyterapp.shell.currentWidget.content;"
            " c.activeCellIndex = i; c.mode = 'edit'; c.activeCell.editor.focus(); }",
            place,
        )
        source = self.nb.cells()[place]["source"]
        assert old in source
        page.keyboard.press("Control+A")
        page.keyboard.press("Delete")
        page.keyboard.insert_text(source.replace(old, new))

    def ask(self, expression: str) -> Any:
        """Return the value of *expression* in the kernel; it must be one that JSON holds."""
        code = f"import json as _json\nprint({ANSWER!r} + _json.dumps({expression}))"
        said = self.nb.page.evaluate(
            """(code) => { const w = window.jupyterapp.shell.currentWidget;
              const k = w.sessionContext.session.kernel;
              const f = k.requestExecute({code, store_history: false}); let said = '';
              f.onIOPub = (m) => { if (m.header.msg_type === 'stream') said += m.content.text;
                                   if (m.header.msg_type === 'error') said += m.content.evalue; };
              return f.done.then(() => said); }""",
            code,
        )
        # A consumer that it caused may print, too, before or after.
        answer = said.partition(ANSWER)[2]
        return json.JSONDecoder().raw_decode(answer)[0]

    def begin(self, code: str) -> None:
        """Begin to run *code* in the kernel, as a cell that takes its time; see :meth:`ended`."""
        self.nb.page.evaluate(
            """(code) => { const w = window.jupyterapp.shell.currentWidget;
              const k = w.sessionContext.session.kernel;
              window.__begun = k.requestExecute({code, store_history: false}).done; }""",
            code,
        )

    def ended(self) -> None:
        """Wait until what :meth:`begin` began has ended."""
        self.nb.page.evaluate("() => window.__begun.then(() => null)")

    # -- the stage ---------------------------------------------------------------------------

    @property
    def stage(self) -> Locator:
        """The stage that is on the page, wherever it floats."""
        return self.nb.page.locator(".stage[data-view]").first

    def actor(self, what: str, name: str | None = None) -> Locator:
        """Return what is drawn for a client, channel, worker, consumer or group."""
        named = f'[data-name="{name}"]' if name is not None else ""
        return self.stage.locator(f'[data-actor="{what}"]{named}')

    def ledger(self) -> dict[str, int]:
        """Return the ledger on the screen, by fate."""
        terms = self.stage.locator(".term").all()
        return {
            str(one.get_attribute("data-fate")): int(str(one.get_attribute("data-n")))
            for one in terms
        }

    def wait_balanced(self, accepted: int | None = None, timeout: float = 30) -> dict[str, int]:
        """Wait until the picture's ledger balances with nothing on its way; return it.

        *accepted*: and until it has come so far; ``None``: as far as the layer is now.
        """
        wanted = accepted
        if wanted is None:
            wanted = self.ask("box.ledger.total.accepted")
        self.nb.page.wait_for_function(
            """(n) => { const all = [...document.querySelectorAll('*')].map((e) => e.shadowRoot)
                .filter(Boolean).map((r) => r.querySelector('.stage[data-view]')).filter(Boolean);
              const root = all[0]; if (!root) return false;
              const fate = (name) => +root.querySelector(`.term[data-fate="${name}"]`).dataset.n;
              return fate('accepted') >= n && fate('queued') + fate('in_hand') === 0
                && root.querySelector('.ok').dataset.balanced === 'true'; }""",
            arg=wanted,
            timeout=timeout * 1000,
        )
        return self.ledger()

    def forgive(self, text: str) -> None:
        """Take what the page has said with *text* in it for no error of the page."""
        log = self.nb.page.drive_log
        log[:] = [(kind, said) for kind, said in log if text not in said]

    def keep(self, path: Path) -> None:
        """Write what is on the screen into a file."""
        path.parent.mkdir(exist_ok=True)
        # Not by Playwright, which leaves a thread of its own behind for each file.
        path.write_bytes(self.nb.page.screenshot())

    def drawn(self) -> int:
        """Return how many shapes have flown, counted frame by frame."""
        return int(self.nb.page.evaluate("window.__drawn"))

    def type_into(self, tab: str, text: str) -> None:
        """Type a line into a tab of the picture, and press Enter."""
        line = self.stage.get_by_label(f"Type to {tab}", exact=False)
        line.click()
        line.press_sequentially(text)
        line.press("Enter")
