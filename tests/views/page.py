"""The widget's page alone: Chromium, a page with a shim of anywidget's model, and recorded logs.

Nothing is served: the page's two files are handed to the browser as answers to its requests, so
that it has an origin of its own without a listener.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MODULE = ROOT / "sandbox" / "views" / "static" / "stage.js"
LOGS = ROOT / "tests" / "data" / "logs"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ADDRESS = "http://stage.test/"
FILES = {
    "": (HERE / "shim.html", "text/html"),
    "stage.js": (MODULE, "text/javascript"),
    "probes.js": (HERE / "probes.js", "text/javascript"),
}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--js-flags=--expose-gc",
    # Else a page is told its heap in steps of 6 %, which is as much as a leak of minutes.
    "--enable-precise-memory-info",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium; ``CHROMIUM`` names another one than Debian's."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def log(name: str) -> list[str]:
    """The lines of a recorded log, its head left out: it says that time begins at 0."""
    lines = (LOGS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("[")]


def split(lines: list[str], kind: str) -> tuple[list[str], list[str], float]:
    """Return the lines before the first event of *kind*, those from it on, and when that was."""
    at = 0.0
    for number, line in enumerate(lines):
        event = json.loads(line)
        if event[1] == kind:
            return lines[:number], lines[number:], at
        at += event[0]
    raise LookupError(f"no {kind} in this log")


def ledger_key(channel: str) -> str:
    """A channel's row in the ledger: reply channels of one server share one."""
    return channel[: channel.index("!") + 1] if "!" in channel else channel


def told(lines: list[str]) -> dict[str, Any]:
    """What the head of a prologue says whose facts are all of *lines*: sums and the last number."""
    rows: dict[str, list[Any]] = {}
    states: dict[str, int] = {}
    seq = 0
    for line in lines:
        _, kind, event = json.loads(line)
        seq = event["seq"]
        if kind.startswith("message."):
            row = rows.setdefault(ledger_key(event["channel"]), [0, 0, 0, 0, 0, {}, {}])
            count(kind.removeprefix("message."), event, row, states)
    sums = [["default", key, *row] for key, row in rows.items()]
    return {"facts": len(lines), "seq": seq, "sums": sums}


ACCEPTED, QUEUED, HELD, IN_HAND, DELIVERED, LOST, REFUSED = range(7)
MOVES = {
    "accepted": QUEUED,
    "held": HELD,
    "released": QUEUED,
    "taken": IN_HAND,
    "delivered": DELIVERED,
}


def count(step: str, event: dict[str, Any], row: list[Any], states: dict[str, int]) -> None:
    """Move a message from one column of its row to another."""
    reason = event.get("reason")
    if step == "refused":
        row[REFUSED][reason] = row[REFUSED].get(reason, 0) + 1
        return
    if step not in MOVES and step != "lost":
        return
    if step == "accepted":
        row[ACCEPTED] += 1
    else:
        row[states[event["message"]]] -= 1
    if step == "lost":
        row[LOST][reason] = row[LOST].get(reason, 0) + 1
    else:
        states[event["message"]] = MOVES[step]
        row[MOVES[step]] += 1


class StagePage:
    """One page with stages on it. ``problems`` are its errors and what it wrote to the console."""

    def __init__(self, page: Page, address: str = ADDRESS) -> None:
        self.page = page
        self.address = address
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda said: self.heard(said.type, said.text))
        self.files: dict[str, bytes] = {}
        page.route(f"{address}**", self.serve)
        page.goto(address)
        page.wait_for_function("window.ready")

    def serve(self, route: Route) -> None:
        """Answer the page's requests from its files, and from what a test has put there."""
        name = route.request.url.removeprefix(self.address)
        if name in self.files:
            route.fulfill(body=self.files[name])
        elif name in FILES:
            path, kind = FILES[name]
            route.fulfill(body=path.read_text(encoding="utf-8"), content_type=kind)
        else:
            route.fulfill(status=204)

    def heard(self, kind: str, text: str) -> None:
        """Take a message of the console: a warning or an error is a problem."""
        if kind in ("error", "warning"):
            self.problems.append(f"{kind}: {text}")

    def show(self, lines: list[str] | None = None, *, box: str = "default", **options: Any) -> int:
        """Show a stage with *lines* as its history; return its number."""
        more = {"lines": lines or [], "told": told(lines or []), "box": box}
        number = self.page.evaluate("([o, m]) => harness.show(o, m)", [options, more])
        self.page.wait_for_function(
            "(n) => !!harness.root(n)?.querySelector('.ledger')", arg=int(number)
        )
        return int(number)

    def hide(self, number: int = 0) -> None:
        """End a stage as the notebook does when its output goes."""
        self.page.evaluate("(n) => harness.hide(n)", number)

    def send(self, lines: list[str], at: float = 0.0, *, dropped: bool = False) -> None:
        """Send a batch of *lines* from *at* on; a dropped one only uses up its number."""
        self.page.evaluate("([l, a, d]) => harness.send(l, a, d)", [lines, at, dropped])

    def commands(self, number: int = 0) -> list[dict[str, Any]]:
        """What the stage asked the kernel, in order."""
        found = self.page.evaluate("(n) => harness.stage(n).kernel.commands", number)
        return list(found)

    def ledger(self, number: int = 0) -> dict[str, int]:
        """The ledger on the screen, by fate; with ``balanced``."""
        return dict(
            self.page.evaluate(
                """(n) => {
                  const root = harness.root(n);
                  const found = {};
                  for (const { dataset } of root.querySelectorAll('.term'))
                    found[dataset.fate] = +dataset.n;
                  found.balanced = +(root.querySelector('.ok').dataset.balanced === 'true');
                  return found;
                }""",
                number,
            )
        )

    def wait_ledger(self, fate: str, n: int) -> None:
        """Wait until the ledger on the screen says *n* for *fate*."""
        self.page.wait_for_function(
            """([fate, n]) => {
              const term = harness.root().querySelector(`.term[data-fate=${fate}]`);
              return term && +term.dataset.n === n;
            }""",
            arg=[fate, n],
        )

    def press(self, key: str) -> None:
        """Press a key on the stage."""
        self.page.locator(".stage").first.press(key)

    def still(self) -> None:
        """Wait for two frames: what was asked for is drawn."""
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )


@contextmanager
def stage_page(
    browser: Browser,
    *,
    width: int = 1280,
    height: int = 800,
    calm: bool = False,
    address: str = ADDRESS,
) -> Iterator[StagePage]:
    """A page of its own; at the end it must have had no error."""
    context: BrowserContext = browser.new_context(
        viewport={"width": width, "height": height},
        reduced_motion="reduce" if calm else "no-preference",
    )
    try:
        stage = StagePage(context.new_page(), address)
        yield stage
        assert stage.problems == []
    finally:
        context.close()
