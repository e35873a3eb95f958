"""The live stage in a real kernel: shown by a cell, fed and commanded while cells run."""

from __future__ import annotations

import json
import struct
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from websockets.sync.client import connect

from sandbox.recording.lines import events_of
from tests.notebooks.kernels import LONGEST, Kernel

pytestmark = pytest.mark.notebook

WIDGET = "application/vnd.jupyter.widget-view+json"
START = """
import threading
from sandbox import Group, Sandbox
box = Sandbox()
done = threading.Event()

@box.consumer("websocket.connect")
def ws_add(message):
    Group("chat").add(message.reply_channel)

@box.consumer("websocket.receive")
def ws_message(message):
    Group("chat").send({"text": message["text"]})
    if message["text"] == "stop":
        done.set()

alice = box.connect("/", name="alice")
"""


class Page:
    """The browser's half: it reads what the kernel publishes, and sends over the comm."""

    def __init__(self, kernel: Kernel, model: str, stage: str) -> None:
        self.kernel = kernel
        self.model = model
        self.stage = stage
        self.answers: list[dict[str, Any]] = []
        self.numbers: list[int] = []
        self.lines: list[bytes] = []
        self.idle: list[str] = []
        """Requests that have ended."""

    def say(self, number: int, do: str, **fields: Any) -> None:
        """Send a command over the comm."""
        text = json.dumps({"id": number, "stage": self.stage, "do": do, **fields})
        data = {"method": "custom", "content": {"type": "command", "text": text}}
        client = self.kernel.client
        message = client.session.msg("comm_msg", {"comm_id": self.model, "data": data})
        client.shell_channel.send(message)

    def read(self, until: Callable[[], object]) -> None:
        """Read messages until something is so."""
        limit = time.monotonic() + LONGEST
        while not until():
            message = self.kernel.client.get_iopub_msg(timeout=max(limit - time.monotonic(), 0.001))
            content = message["content"]
            if content.get("execution_state") == "idle":
                self.idle.append(message["parent_header"].get("msg_id", ""))
            if message["msg_type"] != "comm_msg" or content["comm_id"] != self.model:
                continue
            said = content["data"].get("content", {})
            if said.get("type") == "answer":
                self.answers.append(json.loads(said["text"]))
            elif said.get("type") == "batch":
                batch = bytes(message["buffers"][0])
                self.numbers.append(struct.unpack("<I", batch[:4])[0])
                self.lines += batch[4:].split(b"\n")

    def texts(self) -> list[str | None]:
        """Return the texts of all frames that were told of."""
        return [
            getattr(event, "text", None)
            for event in events_of(self.lines)
            if event.kind == "frame.received"
        ]


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    """One kernel with one sandbox."""
    kernel = Kernel(tmp_path_factory.mktemp("kernel"))
    ran = kernel.run(START, "start")
    assert (ran.error, ran.stderr) == ("", ""), ran.message
    yield kernel
    kernel.shutdown()


@pytest.fixture
def page(kernel: Kernel) -> Page:
    """A page that shows ``box``."""
    shown = kernel.run("box", "box").outputs[0]
    assert set(shown) == {WIDGET, "text/html", "text/plain"}
    assert shown["text/html"].startswith("<svg ")
    return Page(kernel, shown[WIDGET]["model_id"], kernel.ask("list(box._stages._stages)[0]"))


def test_facts_come_and_commands_are_done_while_a_cell_waits(kernel: Kernel, page: Page) -> None:
    """The cell waits for what a person types into the picture."""
    page.say(1, "feed.start")
    page.read(lambda: page.answers and page.numbers)
    key = page.answers[0]["value"]["control"]
    request = kernel.send("alice.send('hi'); done.wait(30)")
    page.read(lambda: "hi" in page.texts())
    assert request not in page.idle
    url, origin = f"ws://127.0.0.1:{key['port']}/", "http://127.0.0.1:8888"
    with connect(url, origin=origin, subprotocols=[key["token"]], proxy=None) as socket:
        fields = {"id": 2, "stage": page.stage, "do": "tab.send", "tab": "alice", "text": "stop"}
        socket.send(json.dumps(fields))
        assert json.loads(socket.recv(LONGEST)) == {"id": 2, "ok": True, "value": None}
        page.read(lambda: request in page.idle)
        page.read(lambda: "stop" in page.texts())
    assert page.numbers == list(range(1, len(page.numbers) + 1))


def test_the_same_box_is_the_same_widget(kernel: Kernel, page: Page) -> None:
    """Shown in ten cells it is fed once."""
    again = kernel.run("box", "another").outputs[0]
    assert again[WIDGET]["model_id"] == page.model
    assert kernel.run("box.show('table', pin=True)", "third").error == ""
    assert kernel.run("box.show('sequence')", "fourth").error == "ValueError"


def test_the_demo_shows_itself(kernel: Kernel) -> None:
    """One line: the code, and the picture."""
    ran = kernel.run("import sandbox; box = sandbox.demo('chat')", "demo")
    assert "def ws_message" in ran.stdout
    assert ran.error == ""
    assert len(kernel.ask("list(box._stages._stages)")) == 1


def test_it_ends_with_the_sandbox(kernel: Kernel, page: Page) -> None:
    """Neither pump nor listener is left; the last facts have come."""
    page.say(3, "feed.start")
    page.read(lambda: page.answers)
    request = kernel.send("box.stop()", "stop")
    page.read(lambda: any(b'"layer.closed"' in line for line in page.lines))
    page.read(lambda: request in page.idle)
    names = kernel.ask("[thread.name for thread in threading.enumerate()]")
    assert [name for name in names if name.startswith("sandbox")] == []
