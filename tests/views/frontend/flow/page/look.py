"""Take pictures of the flow alone: ``python look.py FOLDER [name=query …]``.

Builds ``page.tsx`` with esbuild and opens it in headless Chromium at three widths and three
themes. It is for eyes; what must hold is in the tests beside it.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
FRONTEND = HERE.parents[4] / "sandbox" / "views" / "frontend"
LOGS = HERE.parents[3] / "data" / "logs"
WIDTHS = {"wide": 1100, "medium": 792, "narrow": 360}


def build(folder: Path) -> Path:
    """Build the page into *folder* and return the address of its HTML file."""
    script = folder / "page.js"
    logs = {path.stem: path.read_text() for path in LOGS.glob("*.jsonl")}
    subprocess.run(
        [
            str(FRONTEND / "node_modules" / ".bin" / "esbuild"),
            str(HERE / "page.tsx"),
            "--bundle",
            "--format=esm",
            "--jsx=automatic",
            "--jsx-import-source=preact",
            "--loader:.css=text",
            f"--alias:preact={FRONTEND / 'node_modules' / 'preact'}",
            f"--outfile={script}",
            "--log-level=warning",
        ],
        check=True,
    )
    html = folder / "page.html"
    code = script.read_text().replace("</script", "<\\/script")
    known = json.dumps(logs).replace("</", "<\\/")
    html.write_text(
        "<!doctype html><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width">'
        f"<body><script>globalThis.LOGS = {known}</script><script type=module>{code}</script>"
    )
    return html


def picture(page: Page, html: Path, query: str, width: int, path: Path) -> None:
    """Save one picture; an error on the page fails it."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{html.as_uri()}?{query}")
    page.wait_for_selector(".figure")
    page.screenshot(path=str(path), full_page=True)
    if errors:
        raise SystemExit(f"{query} at {width}: {errors}")


def main() -> None:
    """Build the page and take the pictures that the arguments name."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    wishes = sys.argv[2:]
    with tempfile.TemporaryDirectory() as built, sync_playwright() as playwright:
        html = build(Path(built))
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        for wish in wishes:
            name, _, query = wish.partition("=")
            size = name.rpartition("-")[2]
            picture(page, html, query, WIDTHS.get(size, 1100), folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
