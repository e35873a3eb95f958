"""A real kernel, driven as JupyterLab drives it: by messages that say which cell they come from.

It must not know what the cells do.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import KernelManager

__all__ = ["LONGEST", "Kernel", "Ran", "environment"]

ROOT = Path(__file__).parent.parent.parent
LONGEST = 60.0
"""Seconds that one cell may take."""


def environment(folder: Path) -> dict[str, str]:
    """Return variables for a kernel that finds this checkout and writes into *folder* only."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("DJANGO_")}
    places = dict.fromkeys(("IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR"), str(folder))
    return kept | places | {"PYTHONPATH": str(ROOT)}


@dataclass
class Ran:
    """What one run of a cell gave."""

    stdout: str = ""
    stderr: str = ""
    result: str = ""
    """The text of the last expression's value."""
    error: str = ""
    """The name of the exception that ended it, "" if none did."""
    message: str = ""
    """The exception's text."""
    outputs: list[dict[str, Any]] = field(default_factory=list)
    """The last expression's value, by MIME type."""
    displayed: list[dict[str, Any]] = field(default_factory=list)
    """What was shown beside it, by MIME type, in order."""


class Kernel:
    """One kernel process. For one thread; end it with :meth:`shutdown`."""

    def __init__(self, folder: Path) -> None:
        """*folder*: where it may write; its temporary files go to ``folder/tmp``."""
        self.temporary = folder / "tmp"
        self.temporary.mkdir(exist_ok=True)
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel(
            env=environment(folder) | {"TMPDIR": str(self.temporary)}, cwd=str(folder)
        )
        self.client: BlockingKernelClient = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=LONGEST)

    def send(self, code: str, cell: str | None = None) -> str:
        """Ask for *code* to be run as the cell called *cell*; return the request's id."""
        content = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": False,
        }
        metadata = {} if cell is None else {"cellId": cell}
        message = self.client.session.msg("execute_request", content, metadata=metadata)
        self.client.shell_channel.send(message)
        return str(message["header"]["msg_id"])

    def run(self, code: str, cell: str | None = None) -> Ran:
        """Run *code* to its end."""
        return self.result(self.send(code, cell))

    def result(self, request: str) -> Ran:
        """Return what the request gave, when it has ended."""
        ran, until = Ran(), time.monotonic() + LONGEST
        while True:
            message = self.client.get_iopub_msg(timeout=max(until - time.monotonic(), 0.001))
            if message["parent_header"].get("msg_id") != request:
                continue
            if message["content"].get("execution_state") == "idle":
                break
            _note(ran, message["msg_type"], message["content"])
        while self.client.get_shell_msg(timeout=LONGEST)["parent_header"]["msg_id"] != request:
            pass
        return ran

    def wait_for_output(self, text: str) -> None:
        """Return when a running cell has printed *text*."""
        printed = ""
        while text not in printed:
            message = self.client.get_iopub_msg(timeout=LONGEST)
            if message["msg_type"] == "stream":
                printed += message["content"]["text"]

    def ask(self, expression: str) -> Any:
        """Return the value of *expression*; it must be a literal's."""
        import ast

        ran = self.run(f"print(repr({expression}))")
        assert not ran.error, ran.message
        return ast.literal_eval(ran.stdout)

    def interrupt(self) -> None:
        """Press ■."""
        self.manager.interrupt_kernel()

    def restart(self) -> None:
        """Press ↻: the old process is asked to end, and a new one starts."""
        self.manager.restart_kernel(now=False)
        self.client.wait_for_ready(timeout=LONGEST)

    def shutdown(self) -> None:
        """Ask it to end, as closing a notebook does. Harmless twice."""
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=False)
        self.client.context.destroy(linger=0)


def _note(ran: Ran, kind: str, content: dict[str, Any]) -> None:
    if kind == "stream":
        name = content["name"]
        setattr(ran, name, getattr(ran, name) + content["text"])
    elif kind == "execute_result":
        ran.result = content["data"].get("text/plain", "")
        ran.outputs.append(content["data"])
    elif kind == "display_data":
        ran.displayed.append(content["data"])
    elif kind == "error":
        ran.error, ran.message = content["ename"], content["evalue"]
