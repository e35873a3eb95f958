#!/usr/bin/env python3
"""Drive a real JupyterLab in headless Chromium, end to end.

    start lab -> open notebook -> Run All -> wait for idle -> screenshot -> report

As a script:

    python drive_lab.py NOTEBOOK.ipynb --shot out.png [--base-url /user/someone/]
                        [--wait-js 'EXPR'] [--timeout 120] [--json report.json]
                        [--python /path/to/venv/bin/python] [--fail-on-console]

Exit status: 0 ok, 1 a cell raised or was not run (or --fail-on-console found errors), 2 the
driver itself failed (lab did not start, page did not load, time-out).

As a library:

    with Lab(root) as lab, Browser() as br:
        nb = br.open_notebook(lab, "demo.ipynb")
        nb.run_all(timeout=60)
        nb.page.screenshot(path="x.png")
        print(nb.errors())

Everything binds to 127.0.0.1.  Only processes started here are stopped, by pid.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMIUM_ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Console noise that says nothing about the notebook under test.
IGNORED_CONSOLE = (
    "favicon",
    "[LSP]",
    "Autofill",
    "WebGL",
    "GPU stall",
)


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class DriveError(RuntimeError):
    """The harness failed, as opposed to the notebook under test."""


class Lab:
    """One private JupyterLab server on loopback."""

    def __init__(
        self,
        root,
        *,
        base_url="/",
        python=sys.executable,
        extra=(),
        env=None,
        prefix=(),
        words=None,
        log=None,
        timeout=60,
    ):
        self.root = Path(root).resolve()
        self.base_url = "/" + base_url.strip("/") + "/" if base_url.strip("/") else "/"
        self.python, self.extra, self.timeout = str(python), list(extra), timeout
        self.prefix = [str(p) for p in prefix]  # e.g. ["binder/start"]
        # What starts it, before its options: JupyterLab itself, or e.g. "sandbox lab FOLDER --".
        own = ["-m", "jupyterlab", "--no-browser", f"--ServerApp.root_dir={self.root}"]
        self.words = [self.python, *own] if words is None else [str(word) for word in words]
        self.token = secrets.token_hex(16)
        self.port = free_port()
        self.state = Path(tempfile.mkdtemp(prefix="drive_lab_"))
        self.log_path = Path(log) if log else self.state / "lab.log"
        self.env = dict(os.environ, **(env or {}))
        for var in ("CONFIG", "DATA", "RUNTIME"):
            self.env[f"JUPYTER_{var}_DIR"] = str(self.state / var.lower())
        self.env["JUPYTERLAB_SETTINGS_DIR"] = str(self.state / "settings")
        if words is None:
            self.env["JUPYTERLAB_WORKSPACES_DIR"] = str(self.state / "workspaces")
        self.env["IPYTHONDIR"] = str(self.state / "ipython")
        # No "official Jupyter news?" pop-up, no update check (no network here).
        note = self.state / "settings/@jupyterlab/apputils-extension"
        note.mkdir(parents=True)
        (note / "notification.jupyterlab-settings").write_text(
            json.dumps({"fetchNews": "false", "checkForUpdates": False})
        )
        self.proc = None
        self.startup_s = None

    # -- life cycle ---------------------------------------------------------
    def start(self):
        cmd = [
            *self.prefix,
            *self.words,
            "--allow-root",
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            f"--IdentityProvider.token={self.token}",
            f"--ServerApp.base_url={self.base_url}",
            "--ServerApp.disable_check_xsrf=False",
            "--LabApp.expose_app_in_browser=True",  # window.jupyterapp
            "--LabApp.news_url=",
            "--LabApp.collaborative=False",
            *self.extra,
        ]
        t0 = time.perf_counter()
        self.log_file = self.log_path.open("wb")
        self.proc = subprocess.Popen(
            cmd,
            stdout=self.log_file,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=self.env,
            cwd=self.root,
            start_new_session=True,
        )
        while True:
            if self.proc.poll() is not None:
                raise DriveError("lab exited: " + self.log_tail())
            try:
                self.api("status")
                break
            except (urllib.error.URLError, ConnectionError, OSError):
                pass
            if time.perf_counter() - t0 > self.timeout:
                self.stop()
                raise DriveError("lab start timed out: " + self.log_tail())
            time.sleep(0.05)
        self.startup_s = time.perf_counter() - t0
        return self

    def stop(self):
        if self.proc and self.proc.poll() is None:
            with contextlib.suppress(Exception):
                self.api("shutdown", method="POST", timeout=5)
            try:
                self.proc.wait(10)
            except subprocess.TimeoutExpired:
                self.proc.send_signal(signal.SIGTERM)
                try:
                    self.proc.wait(5)
                except subprocess.TimeoutExpired:
                    self.proc.kill()
                    self.proc.wait()
        if self.proc:
            self.log_file.close()

    def cleanup(self):
        self.stop()
        shutil.rmtree(self.state, ignore_errors=True)

    __enter__ = start

    def __exit__(self, *exc):
        if exc[0] is None:
            self.cleanup()
        else:  # keep the log for the post-mortem
            self.stop()
            print(f"lab log kept: {self.log_path}", file=sys.stderr)

    # -- server -------------------------------------------------------------
    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}{self.base_url}"

    def api(self, path, method="GET", body=None, timeout=10):
        req = urllib.request.Request(
            f"{self.url}api/{path}",
            method=method,
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Authorization": f"token {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(req, timeout=timeout) as r:
            data = r.read()
        return json.loads(data) if data else None

    def log_tail(self, n=3000):
        with contextlib.suppress(OSError):
            return self.log_path.read_text(errors="replace")[-n:]
        return ""


class Browser:
    """Headless Chromium with a fresh profile."""

    def __init__(self, *, args=(), viewport=(1400, 1000)):
        self.args, self.viewport = list(args), viewport

    def __enter__(self):
        from playwright.sync_api import sync_playwright

        self.profile = tempfile.mkdtemp(prefix="drive_lab_chromium_")
        self._pw = sync_playwright().start()
        t0 = time.perf_counter()
        self.context = self._pw.chromium.launch_persistent_context(
            self.profile,
            executable_path=CHROMIUM,
            headless=True,
            args=CHROMIUM_ARGS + self.args,
            viewport={"width": self.viewport[0], "height": self.viewport[1]},
        )
        self.startup_s = time.perf_counter() - t0
        return self

    def __exit__(self, *exc):
        self.context.close()
        self._pw.stop()
        shutil.rmtree(self.profile, ignore_errors=True)

    def new_page(self):
        page = self.context.new_page()
        page.drive_log = []
        add = page.drive_log.append
        page.on("console", lambda m: add((m.type, m.text)))
        page.on("pageerror", lambda e: add(("pageerror", str(e))))
        page.on(
            "requestfailed", lambda r: add(("requestfailed", f"{r.method} {r.url} {r.failure}"))
        )
        page.on(
            "response",
            lambda r: r.status >= 400 and add(("http", f"{r.status} {r.request.method} {r.url}")),
        )
        return page

    def open_notebook(self, lab, path, timeout=60, reset=True):
        return Notebook(self.new_page(), lab, path, timeout, reset)


class Notebook:
    """One notebook open in JupyterLab."""

    def __init__(self, page, lab, path, timeout=60, reset=True):
        self.page, self.lab, self.path = page, lab, path
        t0 = time.perf_counter()
        page.goto(
            f"{lab.url}lab/tree/{quote(path)}?token={lab.token}{'&reset' if reset else ''}",
            timeout=timeout * 1000,
        )
        page.wait_for_selector(".jp-NotebookPanel .jp-Cell", timeout=timeout * 1000)
        page.wait_for_function("() => !!window.jupyterapp", timeout=timeout * 1000)
        self.wait_kernel(timeout)
        self.open_s = time.perf_counter() - t0

    _PANEL = """() => {
        const s = window.jupyterapp.shell, w = s.currentWidget;
        return w && w.sessionContext ? w : null; }"""

    def kernel_status(self):
        return self.page.evaluate(
            f"() => {{ const w = ({self._PANEL})();"
            " return w?.sessionContext?.session?.kernel?.status ?? 'none'; }"
        )

    def wait_kernel(self, timeout=60):
        end = time.perf_counter() + timeout
        while self.kernel_status() != "idle":
            if time.perf_counter() > end:
                raise DriveError(f"kernel is {self.kernel_status()}")
            self.page.wait_for_timeout(50)

    def command(self, name, args=None):
        """Start a JupyterLab command; returns a ticket for wait_command()."""
        return self.page.evaluate(
            """([n, a]) => { const d = (window.__drive ||= []); const i = d.length;
               d.push(null);
               window.jupyterapp.commands.execute(n, a).then(
                 (r) => { d[i] = {ok: r === undefined || !!r}; },
                 (e) => { d[i] = {ok: false, err: String(e)}; });
               return i; }""",
            [name, args or {}],
        )

    def wait_command(self, ticket, timeout=60):
        """Run commands resolve when their cells have finished (or one raised)."""
        end = time.perf_counter() + timeout
        while True:
            r = self.page.evaluate("i => window.__drive[i]", ticket)
            if r and self.kernel_status() in ("idle", "dead", "none"):
                return r
            if time.perf_counter() > end:
                raise DriveError(
                    f"timed out, kernel is {self.kernel_status()}: "
                    + json.dumps(
                        [
                            (c["count"], c["source"][:40])
                            for c in self.cells()
                            if c["type"] == "code"
                        ]
                    )
                )
            self.page.wait_for_timeout(50)

    def run_all(self, timeout=120, wait=True):
        t0 = time.perf_counter()
        ticket = self.command("notebook:run-all-cells")
        if wait:
            self.wait_command(ticket, timeout)
        return time.perf_counter() - t0

    def cells(self):
        """Cells from the live model (not the DOM: Lab windows long notebooks)."""
        return self.page.evaluate(
            f"""() => {{ const w = ({self._PANEL})(); if (!w) return [];
              const out = []; const m = w.content.model.cells;
              for (let i = 0; i < m.length; i++) {{
                const j = m.get(i).toJSON();
                const o = j.outputs || [];
                out.push({{ type: j.cell_type, count: j.execution_count ?? null,
                  source: Array.isArray(j.source) ? j.source.join('') : j.source,
                  text: o.filter(x => x.output_type === 'stream')
                         .map(x => Array.isArray(x.text) ? x.text.join('') : x.text).join(''),
                  mime: o.flatMap(x => Object.keys(x.data || {{}})),
                  result: o.map(x => x.data?.['text/plain']).filter(x => x).map(
                         x => Array.isArray(x) ? x.join('') : x),
                  error: o.filter(x => x.output_type === 'error')
                          .map(x => `${{x.ename}}: ${{x.evalue}}`).join('; ') || null }});
              }} return out; }}"""
        )

    def run_cell(self, i, timeout=60, wait=True):
        self.page.evaluate(
            f"(i) => {{ const w = ({self._PANEL})(); w.content.deselectAll();"
            " w.content.activeCellIndex = i; }",
            i,
        )
        ticket = self.command("notebook:run-cell")
        if not wait:
            return ticket
        self.wait_command(ticket, timeout)
        cell = self.cells()[i]
        if cell["type"] == "code" and cell["source"].strip() and not cell["count"]:
            # e.g. queued behind a cell that raised: the kernel aborts the queue
            raise DriveError(f"cell {i} was not run: {cell['source'][:60]!r}")
        return cell

    def interrupt(self):
        self.command("notebook:interrupt-kernel")

    def restart(self, timeout=60):
        """Restart the kernel as the user would (without the dialog)."""
        self.page.evaluate(f"() => ({self._PANEL})().sessionContext.session.kernel.restart()")
        self.wait_kernel(timeout)

    def save(self):
        """Save and wait; reloading the page drops outputs that are not saved."""
        self.wait_command(self.command("docmanager:save"))

    def errors(self):
        """Console errors, page errors, failed and >=400 requests."""
        return [
            (k, t)
            for k, t in self.page.drive_log
            if k in ("error", "pageerror", "requestfailed", "http")
            and not any(s in t for s in IGNORED_CONSOLE)
        ]

    def cell_errors(self):
        return [(i, c["error"]) for i, c in enumerate(self.cells()) if c["error"]]

    def not_run(self):
        return [
            i
            for i, c in enumerate(self.cells())
            if c["type"] == "code" and c["source"].strip() and not c["count"]
        ]


def main(argv=None):
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("notebook", type=Path)
    ap.add_argument("--root", type=Path, help="lab root (default: notebook's folder)")
    ap.add_argument("--base-url", default="/")
    ap.add_argument("--python", default=sys.executable)
    ap.add_argument("--shot", type=Path)
    ap.add_argument("--full", action="store_true", help="very tall viewport")
    ap.add_argument("--wait-js", help="JS expression to become truthy after Run All")
    ap.add_argument("--settle", type=float, default=1.0)
    ap.add_argument("--timeout", type=float, default=120)
    ap.add_argument("--json", type=Path)
    ap.add_argument("--fail-on-console", action="store_true")
    ap.add_argument("--save", action="store_true", help="save the notebook (with widget state)")
    ap.add_argument("--lab-arg", action="append", default=[])
    ap.add_argument("--chromium-arg", action="append", default=[])
    a = ap.parse_args(argv)
    root = (a.root or a.notebook.parent).resolve()
    rel = str(a.notebook.resolve().relative_to(root))
    report = {}
    try:
        with (
            Lab(root, base_url=a.base_url, python=a.python, extra=a.lab_arg) as lab,
            Browser(args=a.chromium_arg, viewport=(1400, 3000 if a.full else 1000)) as br,
        ):
            nb = br.open_notebook(lab, rel, a.timeout)
            report.update(
                lab_start_s=round(lab.startup_s, 2),
                chromium_start_s=round(br.startup_s, 2),
                open_s=round(nb.open_s, 2),
            )
            report["run_all_s"] = round(nb.run_all(a.timeout), 2)
            if a.wait_js:
                nb.page.wait_for_function(a.wait_js, timeout=a.timeout * 1000)
            nb.page.wait_for_timeout(int(a.settle * 1000))
            if a.shot:
                nb.page.screenshot(path=str(a.shot))
            if a.save:
                nb.save()
            report["cells"] = nb.cells()
            report["cell_errors"] = nb.cell_errors()
            report["not_run"] = nb.not_run()
            report["browser_errors"] = nb.errors()
    except Exception as e:
        report["driver_error"] = f"{type(e).__name__}: {e}"
    text = json.dumps(report, indent=1)
    if a.json:
        a.json.write_text(text)
    print(text)
    if "driver_error" in report:
        return 2
    return int(
        bool(
            report["cell_errors"]
            or report["not_run"]
            or (a.fail_on_console and report["browser_errors"])
        )
    )


if __name__ == "__main__":
    sys.exit(main())
