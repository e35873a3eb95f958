"""The widget's page alone, in Chromium: what a person sees and does, and what stays behind."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from tests.views.page import LOGS, StagePage, log, split, told

pytestmark = pytest.mark.browser

OpenPage = Callable[..., StagePage]


def sums(name: str) -> dict[str, int]:
    """The ledger that Python kept for a recorded log."""
    found = dict.fromkeys(("accepted", "queued", "held", "in_hand", "delivered", "lost"), 0)
    for _, _, *row, lost, _ in json.loads((LOGS / f"{name}.ledger.json").read_text("utf-8")):
        for fate, n in zip(found, [*row, sum(lost.values())], strict=True):
            found[fate] += n
    return found


# --- what is shown ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["chat", "crowd", "edit", "expired", "ghost", "http", "kill", "losses", "raises"]
)
def test_every_recorded_log_ends_with_its_ledger(name: str, stage: StagePage) -> None:
    """A log that comes as it happened is folded to the ledger that Python kept, and balances."""
    stage.show()
    stage.send(log(name))
    wanted = sums(name)
    stage.wait_ledger("delivered", wanted["delivered"])
    stage.wait_ledger("lost", wanted["lost"])
    found = stage.ledger()
    assert {fate: found[fate] for fate in wanted} == wanted
    assert found["balanced"]


def test_a_batch_that_was_dropped_is_asked_for_again(stage: StagePage) -> None:
    """After a gap in the numbers the stage asks for what is missing, and catches up."""
    before, after, at = split(log("chat"), "frame.received")
    number = stage.show(before)
    stage.send(after[:10], at, dropped=True)
    stage.page.evaluate("(l) => { harness.stage().kernel.lines = l }", log("chat"))
    stage.page.evaluate("(t) => { harness.stage().kernel.told = t }", told(log("chat")))
    stage.send(after[10:], at)
    stage.wait_ledger("accepted", sums("chat")["accepted"])
    asked = [command for command in stage.commands(number) if command["do"] == "feed.resend"]
    assert [command["after"] for command in asked] == [1]
    assert stage.ledger()["balanced"]


def test_the_caption_tells_the_present_fact(stage: StagePage) -> None:
    """The line under the figure is a plain sentence, with the log's own words behind it."""
    before, _, _ = split(log("chat"), "group.sent")
    stage.show(before)
    line = stage.page.locator(".now")
    assert "ws_message returned after" in line.inner_text()
    assert "consumer.finished r3 ws_message" in line.inner_text()


def test_an_empty_picture_offers_the_next_step(stage: StagePage) -> None:
    """With consumers and no tab, opening one is a button that sends the command."""
    before, _, _ = split(log("chat"), "connection.opened")
    stage.show(before)
    stage.page.locator(".invite .btn.pri").click()
    stage.page.wait_for_function(
        "() => harness.stage().kernel.commands.some((one) => one.do === 'tab.open')"
    )
    opened = [one for one in stage.commands() if one["do"] == "tab.open"]
    assert [(one["path"], one["name"]) for one in opened] == [("/", None)]


def test_typing_into_a_tab_sends_the_line(stage: StagePage) -> None:
    """What one types into alice's tab goes to the kernel as her frame."""
    before, _, _ = split(log("chat"), "frame.received")
    stage.show(before)
    box = stage.page.locator(".plane input").first
    box.fill("hello <b>bob</b>")
    box.press("Enter")
    stage.page.wait_for_function(
        "() => harness.stage().kernel.commands.some((one) => one.do === 'tab.send')"
    )
    sent = [one for one in stage.commands() if one["do"] == "tab.send"]
    assert [(one["tab"], one["text"]) for one in sent] == [("alice", "hello <b>bob</b>")]


def test_a_refused_command_is_told_and_can_be_put_away(stage: StagePage) -> None:
    """The kernel's one sentence stands over the picture until it is dismissed."""
    before, _, _ = split(log("chat"), "frame.received")
    stage.show(before)
    stage.page.evaluate(
        "() => { harness.stage().kernel.errors['tab.send'] = 'The tab alice is closed.' }"
    )
    box = stage.page.locator(".plane input").first
    box.fill("hi")
    box.press("Enter")
    note = stage.page.locator(".note[role=alert]")
    note.wait_for()
    assert "The tab alice is closed." in note.inner_text()
    note.locator("button").click()
    note.wait_for(state="detached")


def test_a_command_that_waits_for_the_cell_is_told(stage: StagePage) -> None:
    """Over the comm a command waits for the running cell, and the stage says so until then."""
    before, _, _ = split(log("chat"), "frame.received")
    stage.show(before)
    stage.page.evaluate("() => harness.stage().kernel.silent.add('tab.send')")
    box = stage.page.locator(".plane input").first
    box.fill("hi")
    box.press("Enter")
    note = stage.page.locator(".note[role=status]")
    note.wait_for()
    assert "waits for the running cell" in note.inner_text()
    stage.page.evaluate(
        """() => {
          const { kernel, model } = harness.stage();
          kernel.answer(kernel.commands.findLast((one) => one.do === 'tab.send'), model);
        }"""
    )
    note.wait_for(state="detached")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "run these cells again: box = Sandbox() (In [2]), box.show('table') (In [7])"),
        (
            "ru",
            "выполните эти ячейки ещё раз: box = Sandbox() (In [2]), box.show('table') (In [7])",
        ),
    ],
)
def test_a_lost_kernel_is_told_with_the_cells_to_run(
    stage: StagePage, language: str, said: str
) -> None:
    """Once its line has broken and cannot be had again."""
    stage.page.evaluate(
        """() => {
          const config = document.createElement('script');
          Object.assign(config, { id: 'jupyter-config-data', type: 'application/json' });
          config.textContent = '{"baseUrl": "/"}';
          document.head.append(config);
          let opened = 0;
          // Meets a kernel once; from then on nobody is there.
          window.WebSocket = class {
            constructor() {
              const met = ++opened === 1;
              setTimeout(() => (met ? this.onopen() : this.onclose()));
            }
            send() {
              const data = JSON.stringify({ id: 0, ok: true, value: null });
              setTimeout(() => { this.onmessage({ data }); this.onclose(); });
            }
            close() {}
          };
        }"""
    )
    cells = [
        {"text": "box = Sandbox()", "execution": 2},
        {"text": "box.show('table')", "execution": 7},
    ]
    more = {"told": told([]), "cells": cells, "control": {"port": 5, "token": "x"}}
    stage.page.evaluate("([o, m]) => harness.show(o, m)", [{"language": language}, more])
    note = stage.page.locator(".note.bad")
    note.wait_for()
    assert said in note.inner_text().replace("\xa0", " ")
    assert note.locator("code").all_inner_texts() == [str(cell["text"]) for cell in cells]


# --- looks ------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
@pytest.mark.parametrize("width", [1280, 760, 360])
def test_nothing_is_cut_off(open_page: OpenPage, width: int, theme: str, language: str) -> None:
    """In every theme, language and width the bars fit, and nothing scrolls sideways."""
    stage = open_page(width=width)
    stage.show(log("ghost")[:51], theme=theme, language=language)
    wide = stage.page.evaluate("probes.overflow(harness.root())")
    assert wide == [[], 0]


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
def test_text_has_contrast(open_page: OpenPage, theme: str) -> None:
    """Every colour that is used for text passes AA on the papers that it stands on."""
    stage = open_page()
    stage.show(log("ghost")[:51], theme=theme)
    pairs = stage.page.evaluate("probes.contrast(harness.root())")
    assert {name: ratio for name, ratio in pairs.items() if ratio < 4.5} == {}


def test_the_theme_follows_jupyter_until_one_is_chosen(stage: StagePage) -> None:
    """The stage is dark where Jupyter is, at once; a choice by hand ends that."""
    stage.show(log("chat"))
    theme = "() => harness.root().querySelector('.stage').dataset.theme"
    dark = "(dark) => { document.body.dataset.jpThemeLight = String(!dark) }"
    stage.page.evaluate(dark, True)
    stage.page.wait_for_function(f"({theme})() === 'dark'")
    stage.press("t")
    stage.page.wait_for_function(f"({theme})() === 'projector'")
    stage.page.evaluate(dark, False)
    stage.still()
    assert stage.page.evaluate(theme) == "projector"


def test_reduced_motion_shows_facts_in_place(open_page: OpenPage) -> None:
    """Who asked for reduced motion sees no token fly: the picture changes without frames."""
    stage = open_page(calm=True)
    before, after, at = split(log("chat"), "frame.received")
    stage.show(before)
    stage.send(after, at)
    stage.wait_ledger("delivered", sums("chat")["delivered"])
    assert stage.ledger()["balanced"]


# --- keys -------------------------------------------------------------------------------------


def test_keys_of_the_stage_do_not_reach_the_page(stage: StagePage) -> None:
    """The page hears no key of the stage, so that no cell is deleted, but it hears Ctrl-S."""
    stage.show(log("chat"))
    stage.page.evaluate("window.heard = []")
    stage.page.evaluate("() => document.addEventListener('keydown', (e) => heard.push(e.key))")
    stage.page.locator(".head button").first.focus()
    for key in ("d", "d", "x", "Escape", "Control+s"):
        stage.page.keyboard.press(key)
    # The modifier itself is a key of the stage; the page hears what was pressed with it.
    assert stage.page.evaluate("heard") == ["s"]


def test_the_picture_pauses_steps_and_goes_back_to_live(stage: StagePage) -> None:
    """Space pauses, comma and full stop step by facts, and the button leads back to the present."""
    stage.show(log("chat"))
    seq = "() => +harness.root().querySelector('.now .seq').textContent"
    newest = stage.page.evaluate(seq)
    stage.press("Space")
    stage.press(",")
    stage.page.wait_for_function(f"({seq})() < {newest}")
    stage.press(",")
    stage.page.wait_for_function(f"({seq})() < {newest - 1}")
    back = stage.page.evaluate(seq)
    stage.press(".")
    stage.page.wait_for_function(f"({seq})() > {back}")
    stage.page.get_by_role("button", name="Back to live").click()
    stage.page.wait_for_function(f"({seq})() === {newest}")


def test_the_strip_leads_to_a_moment(stage: StagePage) -> None:
    """A press on the strip shows the state of that moment, and the ledger with it."""
    stage.show(log("crowd"))
    stage.page.locator(".strip").click(position={"x": 2, "y": 12})
    stage.page.wait_for_function(
        "() => +harness.root().querySelector('.term[data-fate=accepted]').dataset.n < 10"
    )
    assert stage.ledger()["balanced"]


def test_views_change_by_arrows_and_numbers(stage: StagePage) -> None:
    """The tabs are a tablist with arrow keys; 1 and 2 choose a view from anywhere."""
    stage.show(log("chat"))
    stage.page.get_by_role("tab", name="Flow").focus()
    stage.page.keyboard.press("ArrowRight")
    stage.page.wait_for_function("() => harness.root().querySelector('.rows')")
    assert stage.page.get_by_role("tab", name="Table").get_attribute("aria-selected") == "true"
    stage.press("1")
    stage.page.wait_for_function("() => harness.root().querySelector('.plane')")


def test_the_help_tells_the_keys(stage: StagePage) -> None:
    """A question mark opens the keys, Escape closes them."""
    stage.show(log("chat"))
    stage.press("?")
    stage.page.get_by_role("dialog").wait_for()
    stage.page.keyboard.press("Escape")
    stage.page.get_by_role("dialog").wait_for(state="detached")


# --- the table --------------------------------------------------------------------------------


def rows(stage: StagePage) -> list[str]:
    """The kinds in the rows of the table that are in the page."""
    return stage.page.locator("tr.fact .kind").all_inner_texts()


def test_the_table_finds_facts(stage: StagePage) -> None:
    """The filter's language chooses rows, says how many fit, and what is wrong with it."""
    stage.show(log("ghost"), view="table")
    box = stage.page.locator("#filter")
    box.fill("lost reason:no_connection")
    stage.page.wait_for_function("() => harness.root().querySelectorAll('tr.fact').length === 1")
    assert rows(stage) == ["message.lost"]
    assert stage.page.locator(".filt .n").inner_text() == f"1 of {len(log('ghost'))} events"
    box.fill("channnel:x")
    stage.page.locator(".words .bad").wait_for()
    assert "channel" in stage.page.locator(".words .bad").inner_text()
    box.press("Escape")
    stage.page.wait_for_function("() => harness.root().querySelectorAll('tr.fact').length > 5")


def test_a_row_opens_by_keys_and_tells_payload_and_causes(stage: StagePage) -> None:
    """Enter opens a row: its payload, and the chain of causes, each a way to its own row."""
    stage.show(log("ghost"), view="table")
    stage.page.locator("#filter").fill("kind:message.lost")
    stage.page.wait_for_function("() => harness.root().querySelectorAll('tr.fact').length === 1")
    row = stage.page.locator("tr.fact")
    row.focus()
    stage.page.keyboard.press("Enter")
    chain = stage.page.locator(".causes button")
    chain.first.wait_for()
    kinds = [text.split()[1] for text in chain.all_inner_texts()]
    assert kinds[:3] == ["connection.opened", "frame.received", "message.accepted"]
    assert kinds[-1] == "message.lost"
    chain.nth(1).click()
    stage.page.wait_for_function(
        "() => harness.root().querySelector('tr.sel .kind')?.textContent === 'frame.received'"
    )
    assert stage.page.locator("#filter").input_value() == ""
    assert '"hi"' in stage.page.locator("tr.ex .json").inner_text()
    stage.page.wait_for_function("() => harness.root().activeElement?.matches('tr.sel')")
    stage.page.keyboard.press("Escape")
    stage.page.locator("tr.ex").wait_for(state="detached")


def test_the_arrow_leads_from_the_filter_into_the_rows(stage: StagePage) -> None:
    """Down from the filter is the first row in sight; Enter opens it."""
    stage.show(log("ghost"), view="table")
    stage.page.locator("#filter").fill("kind:message.lost")
    stage.page.wait_for_function("() => harness.root().querySelectorAll('tr.fact').length === 1")
    stage.page.locator("#filter").press("ArrowDown")
    stage.page.keyboard.press("Enter")
    stage.page.locator("tr.ex .causes button").first.wait_for()


def test_a_table_in_half_a_window_keeps_room_for_what_was_said(open_page: OpenPage) -> None:
    """Beside a notebook who and why-from give way; what happened has the widest column."""
    stage = open_page(width=760)
    stage.show(log("chat"), view="table")
    heads = stage.page.locator(".rows th")
    names = heads.all_inner_texts()
    assert names == ["seq", "at", "kind", "what", "reason"]
    widths = heads.evaluate_all("(all) => all.map((one) => one.offsetWidth)")
    assert max(widths) == widths[names.index("what")]


def test_a_raised_error_shows_the_users_own_line(stage: StagePage) -> None:
    """The traceback of a run marks the user's line."""
    stage.show(log("raises"), view="table")
    stage.page.locator("#filter").fill("raised")
    stage.page.locator("tr.fact").first.click()
    own = stage.page.locator(".trace .own")
    own.first.wait_for()
    assert any("raise ValueError" in text for text in own.all_inner_texts())


def test_a_long_content_is_fetched_on_demand(stage: StagePage) -> None:
    """A content that came cut is fetched whole by a button."""
    cut = {"$head": "x" * 100, "$size": 40_000, "$digest": "sha256:0"}
    event = {
        "seq": 1, "id": "m1", "message": "m1", "where": "cell", "layer": "default",
        "channel": "jobs", "content": {"text": cut}, "size": 40_000,
    }  # fmt: skip
    stage.show([json.dumps([0.0, "message.accepted", event])], view="table")
    stage.page.evaluate(
        "() => { harness.stage().kernel.values.content = { text: 'the whole of it' } }"
    )
    stage.page.locator("tr.fact").click()
    stage.page.get_by_role("button", name="Show all 39 KiB").click()
    stage.page.wait_for_function(
        "() => harness.root().querySelector('tr.ex .json').textContent.includes('the whole of it')"
    )
    assert [one["of"] for one in stage.commands() if one["do"] == "content"] == ["m1"]


def test_fifty_thousand_rows_scroll(stage: StagePage) -> None:
    """Of 50,000 rows only those in sight are in the page; it follows the newest, and scrolls."""
    stage.show(many(50_000), view="table")
    stage.page.wait_for_function(
        "() => [...harness.root().querySelectorAll('tr.fact')].at(-1)?.dataset.seq === '50000'"
    )
    assert stage.page.locator("tr.fact").count() < 60
    stage.page.evaluate("() => { harness.root().querySelector('.rows').scrollTop = 0 }")
    stage.page.wait_for_function(
        "() => harness.root().querySelector('tr.fact')?.dataset.seq === '1'"
    )
    stage.page.get_by_role("button", name="Newest").click()
    stage.page.wait_for_function(
        "() => [...harness.root().querySelectorAll('tr.fact')].at(-1)?.dataset.seq === '50000'"
    )


def test_a_gap_is_a_row_that_says_how_many(stage: StagePage) -> None:
    """Facts that were not sent one by one are a row of their own."""
    lines = many(10)
    stage.show([*lines[:4], *lines[7:]], view="table")
    gap = stage.page.locator("tr.gap")
    gap.wait_for()
    assert "3 facts skipped" in gap.inner_text()


def many(n: int) -> list[str]:
    """*n* refused messages, which need no others to make sense."""
    event = {
        "where": "cell",
        "layer": "default",
        "channel": "jobs",
        "reason": "full",
        "attempts": 1,
    }
    return [
        json.dumps([0.001, "message.refused", {"seq": seq, **event, "content": {"n": seq}}])
        for seq in range(1, n + 1)
    ]


# --- places -----------------------------------------------------------------------------------


def test_a_pinned_stage_floats_and_goes_back(stage: StagePage) -> None:
    """Pinned, it is fixed at the window's edge and the output keeps a way to unpin it."""
    number = stage.show(log("chat"))
    stage.page.locator(".plane").wait_for()
    stage.press("p")
    host = "() => document.querySelector('body > [data-place=pin]')"
    stage.page.wait_for_function(host)
    box = stage.page.evaluate(
        f"({host})().getBoundingClientRect().toJSON()".replace("(() =>", "(() =>")
    )
    assert (box["right"], box["bottom"]) == (1280, 800)
    stage.page.locator("#out .away button").click()
    stage.page.wait_for_function("() => !document.querySelector('[data-place=pin]')")
    assert stage.page.locator("#out .plane").count() == 1
    stage.hide(number)


def test_the_notebook_makes_room_for_a_pinned_stage(stage: StagePage) -> None:
    """What scrolls around the output keeps its content clear of the stage, and is left as found."""
    stage.page.evaluate(
        "() => { document.querySelector('#out').style.cssText = 'height: 700px; overflow-y: auto' }"
    )
    stage.show(log("chat"), pin=True)
    slip = "() => harness.stage().el.lastElementChild.getBoundingClientRect().right"
    left = "() => document.querySelector('body > [data-place=pin]').getBoundingClientRect().left"
    stage.page.wait_for_function(f"({slip})() > 0 && ({slip})() <= ({left})()")
    stage.hide()
    style = "() => document.querySelector('#out').getAttribute('style')"
    assert stage.page.evaluate(style) == "height: 700px; overflow-y: auto;"


def test_the_pinned_stage_is_resized_by_keys_and_remembers_it(stage: StagePage) -> None:
    """Arrows on its edge make it wider; the next pinned stage is as wide."""
    stage.show(log("chat"), pin=True)
    width = "() => document.querySelector('[data-place=pin]').getBoundingClientRect().width"
    before = stage.page.evaluate(width)
    edge = stage.page.get_by_role("separator")
    edge.focus()
    stage.page.keyboard.press("ArrowLeft")
    stage.page.wait_for_function(f"({width})() === {before + 24}")
    stage.hide(0)
    assert stage.page.locator("body > [data-place=pin]").count() == 0
    stage.page.reload()
    stage.page.wait_for_function("window.ready")
    stage.show(log("chat"), pin=True)
    assert stage.page.evaluate(width) == before + 24


def test_a_new_pinned_stage_of_the_same_box_replaces_the_old(stage: StagePage) -> None:
    """Running the cell again leaves one pinned stage; another box's stays."""
    stage.show(log("chat"), pin=True)
    stage.show(log("chat"), box="other", pin=True)
    assert stage.page.locator("body > [data-place=pin]").count() == 2
    stage.page.evaluate("([o, m]) => harness.show(o, m)", [{"pin": True}, {"box": "default"}])
    stage.page.wait_for_function(
        "() => document.querySelectorAll('body > [data-place=pin]').length === 2"
    )
    assert stage.page.locator("#out > div").nth(0).locator(".plane").count() == 1


def test_a_stage_has_a_window_of_its_own_and_comes_back(stage: StagePage) -> None:
    """The button opens a window with the live stage in it; closing it brings the stage back."""
    before, after, at = split(log("chat"), "frame.received")
    stage.show(before)
    with stage.page.expect_popup() as opened:
        stage.page.get_by_role("button", name="Window").click()
    popup = opened.value
    popup.locator(".plane").wait_for()
    stage.send(after, at)
    delivered = sums("chat")["delivered"]
    popup.wait_for_function(
        """(n) => +document.body.firstElementChild.shadowRoot
          .querySelector('.term[data-fate=delivered]').dataset.n === n""",
        arg=delivered,
    )
    assert stage.page.locator("#out .away").count() == 1
    popup.close()
    stage.page.locator("#out .plane").wait_for()


# --- what it leaves behind ----------------------------------------------------------------------


def test_a_stage_out_of_sight_asks_for_nothing_and_catches_up(stage: StagePage) -> None:
    """Scrolled out of sight it sends feed.stop; back in sight it begins anew."""
    stage.show(log("chat"))
    stage.page.evaluate("() => { document.querySelector('#out').style.marginTop = '5000px' }")
    wait = "(verb) => harness.stage().kernel.commands.filter((one) => one.do === verb).length"
    stage.page.wait_for_function(f"({wait})('feed.stop') === 1")
    stage.page.evaluate("() => { document.querySelector('#out').style.marginTop = '' }")
    stage.page.wait_for_function(f"({wait})('feed.start') === 2")


def test_a_stage_at_a_fraction_of_a_pixel_is_in_sight(stage: StagePage) -> None:
    """As in an output area that begins between two pixels; before the first drawing it is empty."""
    stage.page.evaluate(
        """() => {
          const area = document.createElement('div'), out = document.querySelector('#out');
          Object.assign(area.style, { overflow: 'auto', marginTop: '302.3125px' });
          out.style.margin = '0';
          out.replaceWith(area);
          area.append(out);
        }"""
    )
    stage.show(log("chat"))
    stage.page.wait_for_function("() => document.querySelector('#out').offsetHeight > 100")


def test_a_hundred_mounts_leave_nothing_behind(stage: StagePage) -> None:
    """Listeners, timers, frames, nodes and heap are as before after a hundred mounts."""
    page = stage.page
    lines = log("chat")
    page.evaluate("probes.watch()")
    for _ in range(10):
        page.evaluate("(l) => probes.cycle(l)", lines)
    before = page.evaluate("probes.memory()")
    kept = page.evaluate("() => ({ ...probes.watched })")
    for _ in range(100):
        page.evaluate("(l) => probes.cycle(l)", lines)
    after = page.evaluate("probes.memory()")
    assert page.evaluate("() => ({ ...probes.watched })") == kept
    assert after["nodes"] == before["nodes"]
    assert after["heap"] - before["heap"] < 1_500_000


# --- a worker that does not come back ---------------------------------------------------------


def stuck(**place: object) -> tuple[list[str], list[str]]:
    """A log up to a consumer that runs, and what is told of it five seconds later."""
    before, _, _ = split(log("chat"), "consumer.finished")
    fields = {"worker": "worker:1", "run": "r1", "message": "m1", "consumer": "ws_add", **place}
    fact = {"seq": len(before) + 1, "id": "r1", "where": "worker:1", "duration": 5.0, **fields}
    return before, [json.dumps([5.0, "worker.busy", fact])]


def test_a_worker_that_does_not_come_back_is_named(stage: StagePage) -> None:
    """With its consumer, its line and for how long; in the flow, the table, and the details."""
    before, told_of = stuck(file="/work/chat/consumers.py", line=12)
    stage.show(before)
    alarm = stage.page.locator(".note.alarm")
    assert alarm.count() == 0
    stage.send(told_of, 0.1)
    alarm.wait_for()
    said = alarm.inner_text()
    assert re.search(r"worker:1 busy \d+\ss in ws_add, line 12 of consumers\.py\.", said)
    pill = stage.page.locator('[data-actor="worker"][data-name="worker:1"]')
    assert pill.get_attribute("data-alarm") == ""
    assert "line 12" in str(pill.text_content())
    stage.page.get_by_role("button", name="worker:1 busy").click()
    details = stage.page.locator(".side")
    assert "consumers.py:12" in details.inner_text()
    details.get_by_role("button", name="m1").click()
    details.get_by_text("websocket.connect").wait_for()
    said = details.inner_text()
    assert re.search(r"in hand for\s+[5-9]", said), said
    assert "worker:1" in said
    assert "ws_add" in said
    stage.press("2")
    assert alarm.is_visible()


def test_a_worker_is_replaced_by_a_click(stage: StagePage) -> None:
    """The offer is a command to the kernel; once the message is lost, the alarm is over."""
    before, told_of = stuck(file="cell [3]", line=4)
    stage.show(before)
    stage.send(told_of, 0.1)
    stage.page.get_by_role("button", name="Replace worker").click()
    stage.page.wait_for_function(
        "() => harness.stage().kernel.commands.some((one) => one.do === 'worker.kill')"
    )
    (asked,) = [one for one in stage.commands() if one["do"] == "worker.kill"]
    assert asked["worker"] == 1
    seq = len(before) + 2
    lost = {"message": "m1", "channel": "websocket.connect", "reason": "worker_killed"}
    ended = {"where": "worker:1", "worker": "worker:1", "reason": "killed"}
    stage.send(
        [
            json.dumps([0, "message.lost", {"seq": seq, "id": "m1", "layer": "default", **lost}]),
            json.dumps([0, "worker.stopped", {"seq": seq + 1, **ended}]),
        ],
        6.0,
    )
    stage.page.locator(".note.alarm").wait_for(state="detached")
    stage.page.locator('[data-heap="worker_killed"]').wait_for()


def test_a_moment_of_the_past_offers_no_replacement(stage: StagePage) -> None:
    """What is over cannot be ended: the alarm of before is told, without its button."""
    before, told_of = stuck(line=4, file="cell [3]")
    stage.show(before)
    delivered = {"id": "m1", "message": "m1", "layer": "default", "channel": "websocket.connect"}
    seq = len(before) + 2
    stage.send(told_of, 0.1)
    stage.page.get_by_role("button", name="Replace worker").wait_for()
    stage.send([json.dumps([1, "message.delivered", {"seq": seq, **delivered}])], 5.1)
    stage.page.locator(".note.alarm").wait_for(state="detached")
    stage.press(",")
    stage.page.locator(".note.alarm").wait_for()
    assert stage.page.get_by_role("button", name="Replace worker").count() == 0


# --- code that is never reached ---------------------------------------------------------------


def routing(seq: int, *rules: tuple[str, str]) -> str:
    """Another routing: (channel, consumer) of each rule."""
    told_of = [
        {"channel": channel, "consumer": consumer, "text": f"{channel} -> {consumer}"}
        | {"filters": {}, "builtin": False}
        for channel, consumer in rules
    ]
    fields = {"seq": seq, "layer": "default", "where": "cell", "rules": told_of}
    return json.dumps([0.1, "routing.changed", fields])


def test_a_consumer_behind_another_is_never_reached_and_says_so(stage: StagePage) -> None:
    """Both stand on the picture; the details name the rule that is in the way."""
    before = log("chat")
    stage.show(before)
    receive = "websocket.receive"
    seq = len(before) + 1
    stage.send([routing(seq, (receive, "ws_greet"), (receive, "ws_message"))], 9.0)
    hidden = stage.page.locator('[data-actor="consumer"][data-hidden="1"]')
    hidden.wait_for()
    assert hidden.get_attribute("data-name") == "ws_message"
    assert "never" in str(hidden.text_content())
    stage.page.set_viewport_size({"width": 360, "height": 800})
    stage.page.locator('.stage[data-mode="narrow"]').wait_for()
    assert "never runs" in str(hidden.text_content())
    stage.page.set_viewport_size({"width": 1280, "height": 800})
    stage.page.locator('.stage[data-mode="wide"]').wait_for()
    stage.page.get_by_role("button", name="ws_message").first.click()
    assert "rule 1 (ws_greet) takes its messages first" in stage.page.locator(".side").inner_text()
    stage.send([routing(seq + 1, (receive, "ws_message"), (receive, "ws_greet"))], 10.0)
    other = stage.page.locator('[data-name="ws_greet"][data-hidden="1"]')
    other.wait_for()
