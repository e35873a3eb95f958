"""Holds and faults in a notebook, as a teacher has them: in JupyterLab, on the pinned picture.

Pictures of what was seen are left in ``.reports/``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lab.picture import Picture

pytestmark = [pytest.mark.lab, pytest.mark.timeout(300)]

REPORTS = Path(__file__).parents[2] / ".reports"


def test_a_message_is_held_edited_and_let_go_while_a_cell_waits_for_it(picture: Picture) -> None:
    """What alice types stops and is changed by hand; bob gets what was made of it."""
    picture.run("start", "chat", "tabs", "hi")
    stage = picture.stage
    stage.locator('[data-hit="channel"][aria-label^="websocket.receive,"]').click()
    stage.get_by_role("button", name="Hold here").click()
    stage.locator(".holdhere.on").wait_for()
    picture.begin("heard = bob.expect('[user] flower', timeout=60)")
    picture.type_into("alice", "bomb")
    stage.locator('.term[data-fate="held"][data-n="1"]').wait_for()
    picture.keep(REPORTS / "hold-1-held.png")
    stage.get_by_role("button", name="Look at them").click()
    stage.locator(".heldrow", has_text="bomb").click()
    stage.get_by_label("text", exact=True).fill("flower")
    stage.get_by_role("button", name="Change", exact=True).click()
    stage.locator(".heldrow", has_text="edited by you").wait_for()
    picture.keep(REPORTS / "hold-2-edited.png")
    stage.get_by_role("button", name="Let it go").click()
    picture.ended()
    assert picture.ask("heard") == "[user] flower"
    stage.get_by_role("button", name="End the hold").click()
    stage.locator(".inway").wait_for(state="detached")
    assert picture.wait_balanced()["held"] == 0
    picture.keep(REPORTS / "hold-3-over.png")


def test_a_worker_is_frozen_and_killed_from_the_fault_box(picture: Picture) -> None:
    """The picture says what is broken; undone, the chat goes on, also after a kill."""
    picture.run("start", "chat", "tabs", "hi")
    stage = picture.stage
    stage.press("b")
    freeze = stage.locator('[data-offer="freeze"]')
    freeze.locator(".offerhead").click()
    freeze.get_by_role("button", name="Begin").click()
    stage.locator('[data-fault="worker worker:1"]').wait_for()
    picture.begin("heard = bob.expect('[user] waits', timeout=60)")
    picture.type_into("alice", "waits")
    stage.locator('.term[data-fate="queued"][data-n="1"]').wait_for()
    picture.keep(REPORTS / "fault-1-frozen.png")
    freeze.get_by_role("button", name="Undo").click()
    picture.ended()
    assert picture.ask("heard") == "[user] waits"
    kill = stage.locator('[data-offer="kill"]')
    kill.locator(".offerhead").click()
    kill.get_by_role("button", name="Do it").click()
    picture.type_into("alice", "after the kill")
    assert picture.ask("bob.expect('[user] after the kill', timeout=30)")
    assert picture.ask("[e.fault for e in box.find('fault.began')]") == ["freeze", "kill"]
    assert picture.ask("len(box.faults)") == 0
    picture.keep(REPORTS / "fault-2-over.png")
