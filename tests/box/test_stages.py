"""The stages of one sandbox: made, fed and answered over their comms."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from sandbox import Sandbox
from sandbox.box import stages
from sandbox.box.cells import Line
from sandbox.box.stages import VIEWS, options_of
from sandbox.views.pump import pump
from sandbox.views.stage import editor_module
from tests.views.comms import RecordedComm, comms

__all__ = ["comms"]

PATIENCE = 20.0
USUAL: dict[str, Any] = {
    "pin": False,
    "window": False,
    "theme": None,
    "language": None,
}


def said(comm: RecordedComm) -> list[dict[str, Any]]:
    """Return the answers on a comm."""
    return [json.loads(content["text"]) for content, _ in comm.custom() if "text" in content]


def heads(comm: RecordedComm) -> list[dict[str, Any]]:
    """Return the heads of the batches on a comm."""
    found = [buffers[0] for content, buffers in comm.custom() if content == {"type": "batch"}]
    return [json.loads(batch[4:].split(b"\n")[0]) for batch in found]


def command(comm: RecordedComm, stage: str, do: str, **arguments: Any) -> Any:
    """Send a command over a comm and return its answer."""
    number = len(said(comm)) + 1
    text = json.dumps({"id": number, "stage": stage, "do": do, **arguments})
    comm.say({"type": "command", "text": text})
    comm.wait(lambda: len(said(comm)) >= number)
    return said(comm)[-1]


def rest() -> None:
    """Return when the pump's thread has ended."""
    thread = pump._thread
    if thread is not None:
        thread.join(PATIENCE)
    assert pump._thread is None


def test_options_are_checked() -> None:
    """An unknown one is answered with those that there are."""
    assert options_of("flow", **USUAL) == {"view": "flow", **USUAL}
    with pytest.raises(
        ValueError, match=r"There is no view 'sequence'; there are: 'flow', 'table'"
    ):
        options_of("sequence", **USUAL)
    for name in ("theme", "language"):
        with pytest.raises(ValueError, match=f"There is no {name} 'nix'; there are: "):
            options_of("flow", **{**USUAL, name: "nix"})
    with pytest.raises(ValueError, match="not both"):
        options_of("flow", **{**USUAL, "pin": True, "window": True})


def test_one_stage_for_the_same_options(box: Sandbox, comms: list[RecordedComm]) -> None:
    """A widget may be shown often; it is fed once."""
    flow, table = (options_of(view, **USUAL) for view in VIEWS)
    first = box._stages.make(flow)
    assert box._stages.make(flow) is first
    assert box._stages.make(table) is not first


def test_a_stage_is_fed_while_somebody_looks(chat: Sandbox, comms: list[RecordedComm]) -> None:
    """From feed.start to feed.stop."""
    stage = chat._stages.make(options_of("flow", **USUAL))
    (comm,) = [one for one in comms if one.comm_id == stage.bundle()[WIDGET]["model_id"]]
    assert command(comm, stage.id, "feed.start")["ok"]
    comm.wait(lambda: heads(comm))
    assert heads(comm)[0]["prologue"] == "fresh"
    before = len(heads(comm))
    chat.connect("/", name="alice").send("hi")
    comm.wait(lambda: len(heads(comm)) > before)
    assert command(comm, stage.id, "feed.resend", after=0)["ok"]
    assert command(comm, stage.id, "feed.stop")["ok"]
    assert command(comm, stage.id, "hello")["ok"], "what a page asks to know that we are there"
    rest()


def test_a_command_is_done_and_answered(chat: Sandbox, comms: list[RecordedComm]) -> None:
    """Also where nobody looks; a wrong one gets a sentence."""
    stage = chat._stages.make(options_of("flow", **USUAL))
    comm = comms[-1]
    assert command(comm, stage.id, "tab.open", path="/", name="bob")["value"] == "bob"
    assert chat.tabs["bob"].closed is None
    refused = command(comm, "another", "feed.start")
    assert "There is no stage 'another'" in refused["error"]


def test_the_editors_module_comes_when_it_is_asked_for(
    chat: Sandbox, comms: list[RecordedComm]
) -> None:
    """Over the comm, and so over the control socket, as the text of one answer."""
    stage = chat._stages.make(USUAL)
    assert command(comms[-1], stage.id, "code.editor")["value"] == editor_module()


def test_a_page_is_led_to_the_control_listener(chat: Sandbox, comms: list[RecordedComm]) -> None:
    """By the answer over the comm only; there commands are done while no comm is heard."""
    stage = chat._stages.make(options_of("flow", **USUAL))
    key = command(comms[-1], stage.id, "feed.start")["value"]["control"]
    assert command(comms[-1], stage.id, "feed.start")["value"]["control"] == key
    url, origin = f"ws://127.0.0.1:{key['port']}/", "http://127.0.0.1:8888"
    with connect(url, origin=origin, subprotocols=[key["token"]], proxy=None) as page:
        page.send(json.dumps({"id": 1, "stage": stage.id, "do": "feed.start"}))
        assert json.loads(page.recv(PATIENCE)) == {"id": 1, "ok": True, "value": None}
        fields = {"stage": stage.id, "do": "tab.open", "path": "/", "name": "bob"}
        page.send(json.dumps({"id": 2, **fields}))
        assert json.loads(page.recv(PATIENCE))["value"] == "bob"
        assert len(chat.groups["chat"]) == 1
        chat.stop()
        with pytest.raises(ConnectionClosed):
            page.recv(PATIENCE)
    assert command(comms[-1], stage.id, "feed.start")["value"] == {"control": None}
    rest()
    told = b"".join(buffer for _, buffers in comms[-1].custom() for buffer in buffers)
    assert key["token"].encode() not in told
    assert key["token"] not in str(comms[-1].published[0])


def test_the_log_does_not_mention_it(box: Sandbox, comms: list[RecordedComm]) -> None:
    """The picture shows the users' servers only."""
    stage = box._stages.make(options_of("flow", **USUAL))
    before = len(box.log)
    command(comms[-1], stage.id, "feed.start")
    assert len(box.log) == before


def test_a_closed_stage_is_forgotten(box: Sandbox, comms: list[RecordedComm]) -> None:
    """The next look makes a new one."""
    options = options_of("flow", **USUAL)
    stage = box._stages.make(options)
    command(comms[-1], stage.id, "feed.start")
    comms[-1].end()
    assert box._stages.make(options) is not stage
    rest()


def test_nothing_runs_after_the_end(chat: Sandbox, comms: list[RecordedComm]) -> None:
    """The last facts are sent, then the thread ends, though the picture stays."""
    stage = chat._stages.make(options_of("flow", **USUAL))
    comm = comms[-1]
    command(comm, stage.id, "feed.start")
    chat.stop()
    assert pump._thread is None
    lines = b"\n".join(buffers[0] for _, buffers in comm.custom() if buffers)
    assert b'"layer.closed"' in lines
    assert command(comm, stage.id, "feed.start")["ok"]
    comm.wait(lambda: len([head for head in heads(comm) if "prologue" in head]) == 2)
    rest()


WIDGET = "application/vnd.jupyter.widget-view+json"


def test_a_stage_says_which_cells_bring_it_back(
    chat: Sandbox, comms: list[RecordedComm], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one that made the sandbox, and the one that shows it, each once and in their order."""
    made, shown = Line("box = Sandbox()", 2), Line("box.show('table')", 7)
    monkeypatch.setattr(chat._stages, "_made", made)
    for now, told in ((shown, [made, shown]), (made, [made]), (None, [made])):
        monkeypatch.setattr(stages, "running_line", lambda *calls, now=now: now)
        chat._stages._closed(chat._stages.make(options_of("flow", **USUAL)))
        state = comms[-1].published[0][1]["state"]
        assert state["cells"] == [asdict(one) for one in told]
