"""The chat in a notebook, as a person has it: in JupyterLab, in a browser, the picture beside it.

Pictures of what was seen are left in ``.reports/``; the times of the first test, too.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.lab.picture import Picture
from tests.tools.drive_lab import Browser, Lab

pytestmark = [pytest.mark.lab, pytest.mark.timeout(300)]

REPORTS = Path(__file__).parents[2] / ".reports"


def test_the_chat_moves_and_its_loss_is_explained(picture: Picture, lab: Lab) -> None:
    """The first minutes: it moves, an edit disconnects nobody, a loss is explained."""
    began = time.perf_counter() - (lab.startup_s or 0) - picture.nb.open_s
    times: dict[str, float] = {}

    def reached(what: str) -> None:
        times[what] = round(time.perf_counter() - began, 1)
        picture.keep(REPORTS / f"chat-{len(times)}.png")

    picture.run("start", "chat", "tabs")
    picture.wait_balanced()
    assert picture.actor("group", "chat").get_attribute("data-members") == "2"
    before = picture.drawn()
    assert picture.run("hi") == "'[user] hi'"
    picture.wait_balanced()
    assert picture.drawn() > before, "nothing flew"
    reached("the chat moves")

    picture.run("group", "story")
    picture.edit("edit", "[user]", "[edited]")
    picture.run("edit")
    assert picture.ask("[alice.closed, bob.closed]") == [None, None]
    picture.ask("alice.send('after the edit')")
    assert picture.ask("bob.expect('[edited] after the edit!')") == "[edited] after the edit!"
    reached("the edit serves")

    picture.run("lost")
    why = picture.run("why")
    assert "no_connection" in why
    picture.wait_balanced()
    heap = picture.stage.locator('[data-heap="no_connection"]')
    assert heap.count() == 1
    reached("the loss is explained")
    (REPORTS / "first-picture.json").write_text(json.dumps(times))


def test_sandbox_lab_opens_with_room_for_the_picture(lab: Lab, browser: Browser) -> None:
    """On a first start the notebook is open and the list of files is closed."""
    nb = browser.open_notebook(lab, "01-chat.ipynb", reset=False)
    assert not nb.page.locator("#jp-left-stack").is_visible()
    nb.page.close()


def test_the_whole_notebook_ends_with_the_layers_own_ledger(picture: Picture) -> None:
    """Every cell runs, and at the end the picture says what the layer says."""
    picture.run_until("ledger")
    seen = picture.wait_balanced()
    total = "box.ledger.total"
    assert seen["accepted"] == picture.ask(f"{total}.accepted")
    assert seen["delivered"] == picture.ask(f"{total}.delivered")
    assert seen["lost"] == picture.ask(f"sum({total}.lost.values())")
    assert picture.actor("consumer", "keep").get_attribute("data-raised") == "1"


def test_a_tab_in_the_picture_is_typed_into(picture: Picture) -> None:
    """A line that a person types goes to the server, also while a cell runs; bob's tab shows it."""
    picture.run("start", "chat", "tabs")
    picture.type_into("alice", "typed by hand")
    assert picture.ask("bob.expect('[user] typed by hand')")
    picture.actor("client", "bob").get_by_text("[user] ty").wait_for()
    picture.begin("heard = bob.expect('[user] while it runs', timeout=30)")
    picture.type_into("alice", "while it runs")
    picture.ended()
    assert picture.ask("heard") == "[user] while it runs"


def test_a_tab_is_opened_closed_and_opened_again_in_the_picture(picture: Picture) -> None:
    """The buttons of the picture are the methods of the box."""
    picture.run("start", "chat")
    picture.stage.get_by_role("button", name="Open a tab").first.click()
    picture.actor("client", "tab 1").wait_for()
    picture.stage.get_by_label("Close tab 1").click()
    picture.stage.get_by_role("button", name="Reopen").click()
    picture.stage.get_by_label("Close tab 1").wait_for()
    assert picture.ask("box.tabs['tab 1'].closed") is None


def test_a_worker_that_does_not_come_back_is_replaced_by_a_click(picture: Picture) -> None:
    """An endless loop is named with its line; a click ends it, also while a cell runs."""
    picture.run("start", "chat", "tabs")
    loop = 'while message["text"] == "loop":\n        pass\n    Group("chat").send'
    picture.edit("chat", 'Group("chat").send', loop)
    picture.run("chat")
    picture.type_into("alice", "loop")
    alarm = picture.stage.locator(".note.alarm")
    alarm.get_by_text("in ws_message, line 9 of cell [").or_(
        alarm.get_by_text("in ws_message, line 8 of cell [")
    ).wait_for(timeout=60_000)
    picture.keep(REPORTS / "chat-busy.png")
    picture.begin("heard = bob.expect('[user] next', timeout=60)")
    alarm.get_by_role("button", name="Replace worker").click()
    alarm.wait_for(state="detached")
    picture.type_into("alice", "next")
    picture.ended()
    assert picture.ask("heard") == "[user] next"
    assert picture.wait_balanced()["lost"] == 1
    assert picture.stage.locator('[data-heap="worker_killed"]').count() == 1


def test_keys_on_the_stage_leave_the_notebook_alone(picture: Picture) -> None:
    """Typing d d with the stage in focus deletes no cell."""
    picture.run("start")
    cells = len(picture.nb.cells())
    button = picture.stage.get_by_role("button", name="Pause")
    button.focus()
    picture.nb.page.keyboard.type("ddxb")
    assert len(picture.nb.cells()) == cells


def test_the_picture_comes_back_when_the_page_is_loaded_again(
    picture: Picture, lab: Lab, request: pytest.FixtureRequest
) -> None:
    """After a reload of the page the stage shows what is so, with the kernel it had."""
    picture.run("start", "chat", "tabs", "hi")
    picture.nb.save()
    picture.nb.page.reload()
    picture.nb.page.wait_for_function("() => !!window.jupyterapp")
    picture.nb.wait_kernel()
    picture.forgive("ERR_ABORTED")  # what JupyterLab was still loading when the page went
    seen = picture.wait_balanced()
    assert seen["delivered"] == picture.ask("box.ledger.total.delivered")
    assert picture.actor("group", "chat").get_attribute("data-members") == "2"


def test_a_kernel_that_has_gone_is_said(picture: Picture) -> None:
    """After a restart the stage says that what it shows is the last that was known."""
    picture.run("start", "chat", "tabs", "hi")
    picture.type_into("alice", "so the line to the kernel is open")
    picture.ask("bob.expect('[user] so the line to the kernel is open')")
    picture.nb.restart()
    note = picture.stage.locator(".note.bad")
    note.wait_for()
    said = note.inner_text().replace("\xa0", " ")
    assert "The kernel does not answer" in said
    assert "run this cell again: box = Sandbox() (In [1])" in said
    assert picture.stage.locator(".when").inner_text() == "Last known"
    picture.keep(REPORTS / "chat-restarted.png")
    picture.forgive("WebSocket connection to")  # nobody is there any more


def test_long_lines_of_cells_wrap_beside_the_picture(picture: Picture) -> None:
    """Pinned, no cell's line is cut by the stage; unpinned, cells are as they were."""
    place = picture.places()["start"]
    long = "# " + "a comment on one line, as people write them " * 4
    picture.edit("start", "from sandbox", f"{long}\nfrom sandbox")
    picture.run("start")
    page = picture.nb.page
    cut = """(i) => { const cell = window.jupyterapp.shell.currentWidget.content.widgets[i].node;
               const box = cell.querySelector('.cm-scroller');
               return box.scrollWidth - box.clientWidth; }"""
    page.wait_for_function(f"(i) => ({cut})(i) <= 1", arg=place)
    right = """(i) => window.jupyterapp.shell.currentWidget.content.widgets[i].node
                 .querySelector('.cm-editor').getBoundingClientRect().right"""
    left = picture.stage.bounding_box()
    assert left is not None
    assert page.evaluate(right, place) <= left["x"]
    picture.keep(REPORTS / "chat-pinned-long-line.png")
    picture.stage.get_by_role("button", name="Unpin").click()
    page.wait_for_function(f"(i) => ({cut})(i) > 1", arg=place)


def test_running_the_first_cell_again_begins_anew(picture: Picture) -> None:
    """The new sandbox is empty, one line says what went, and one stage is on the page."""
    picture.run("start", "chat", "tabs", "hi")
    said = picture.run("start")
    assert "3 consumers, 2 tabs went" in said
    assert "first those with the code: [2]." in said
    seen = picture.wait_balanced()
    assert seen["accepted"] == 0
    assert picture.nb.page.locator(".stage[data-view]").count() == 1
    # On a busy machine the picture of before looks for its line again until its output goes.
    picture.forgive("ERR_CONNECTION_REFUSED")


def test_every_theme_and_language_has_its_picture(picture: Picture) -> None:
    """The same facts in three themes and two languages, for a person to look at."""
    picture.run_until("answer")
    picture.wait_balanced()
    for language, other in (("en", "Русский"), ("ru", "English")):
        for theme in ("light", "dark", "projector"):
            picture.nb.page.wait_for_selector(f'.stage[data-theme="{theme}"][lang="{language}"]')
            picture.keep(REPORTS / f"chat-{theme}-{language}.png")
            picture.stage.press("t")
        picture.stage.get_by_role("button", name=other).click()
