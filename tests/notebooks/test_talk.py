"""The chat of the 2016 talk, pasted into a notebook as it was, executed without a screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from tests.notebooks.kernels import LONGEST, environment

pytestmark = pytest.mark.notebook

SETTINGS = """\
# settings.py
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "channels",
]

CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "asgiref.inmemory.ChannelLayer",
        "ROUTING": "__main__.channel_routing",
    },
}
"""
CONSUMERS = """\
# consumers.py
from channels import Group

def ws_add(message):
    Group("chat").add(message.reply_channel)

def ws_message(message):
    Group("chat").send({
        "text": "[user] %s" % message.content['text'],
    })

def ws_disconnect(message):
    Group("chat").discard(message.reply_channel)
"""
ROUTING = """\
# routing.py
from channels.routing import route

channel_routing = [
    route("websocket.connect", ws_add),
    route("websocket.receive", ws_message),
    route("websocket.disconnect", ws_disconnect),
]
"""
TALK = [
    "import sandbox",
    SETTINGS,
    CONSUMERS,
    ROUTING,
    "box = sandbox.Sandbox(settings=globals())",
    'alice, bob = box.connect("/", name="alice"), box.connect("/", name="bob")',
    'alice.send("hi")\nbob.receive(), alice.receive()',
    "box.settle(); box.ledger",
    "box.story()",
    "alice.close(); box.settle(); len(box.groups['chat'])",
    "box.stop()",
]


def executed(sources: list[str], folder: Path) -> list[Any]:
    """Run a notebook of these cells in a kernel of its own; return them with their outputs."""
    notebook = new_notebook(cells=[new_code_cell(source) for source in sources])
    nbformat.validate(notebook)
    client = NotebookClient(
        notebook,
        timeout=int(LONGEST),
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute(env=environment(folder))
    cells: list[Any] = notebook.cells
    return cells


def shown(cell: Any) -> str:
    """Return the text of a cell's value; its outputs must be nothing else."""
    assert [output.output_type for output in cell.outputs] == ["execute_result"], cell.outputs
    return str(cell.outputs[0].data["text/plain"])


def test_the_talks_chat_runs_as_pasted(tmp_path: Path) -> None:
    """Settings, consumers and routing of 2016 work in cells with their own import lines."""
    cells = executed(TALK, tmp_path)
    said = [cell.outputs for cell in cells]
    assert said[:6] == [[]] * 6
    assert shown(cells[6]) == "('[user] hi', '[user] hi')"
    assert shown(cells[7]).endswith("0 lost ✓")
    assert "alice's reply channel" in shown(cells[8])
    assert shown(cells[9]) == "1"
    assert said[10] == []


def test_consumers_run_again_are_swapped_without_cell_ids(tmp_path: Path) -> None:
    """Where the front end names no cells, the routing that is assigned again swaps consumers."""
    louder = CONSUMERS.replace("[user]", "[loud]")
    again = [louder, ROUTING, "box.routing = channel_routing"]
    cells = executed([*TALK[:7], *again, TALK[6], "box.stop()"], tmp_path)
    assert shown(cells[10]) == "('[loud] hi', '[loud] hi')"
