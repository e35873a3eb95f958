"""What a stage is to a screen reader, to the keyboard and to the clipboard."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.views.page import StagePage, log, split

pytestmark = pytest.mark.browser

OpenPage = Callable[..., StagePage]
SECURE = "https://stage.test/"
PLAIN = "http://stage.test/"

ASKED = {
    "button",
    "checkbox",
    "combobox",
    "dialog",
    "link",
    "menu",
    "menuitem",
    "menuitemradio",
    "ComboBoxSelect",
    "slider",
    "splitter",
    "tab",
    "tabpanel",
    "textbox",
}
"""Roles of what is operated or entered: each needs a name."""


def tree(page: Page) -> list[tuple[str, str]]:
    """Roles and names in Chromium's accessibility tree, what it ignores left out."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes: list[dict[str, Any]] = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"]
    ]


def walk(stage: StagePage, presses: int) -> list[str]:
    """Names of what the Tab key leads to, from the stage on."""
    found = []
    for _ in range(presses):
        stage.page.keyboard.press("Tab")
        found.append(
            stage.page.evaluate(
                """() => {
                  const one = harness.root().activeElement;
                  if (!one) return '';
                  return one.getAttribute('aria-label') ?? one.textContent.trim();
                }"""
            )
        )
    return found


# --- names and order --------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    "look", [{}, {"view": "table"}, {"pin": True, "theme": "projector"}], ids=str
)
@pytest.mark.parametrize("width", [1280, 360])
def test_everything_that_is_operated_has_a_name(
    open_page: OpenPage, width: int, look: dict[str, Any], language: str
) -> None:
    """In Chromium's own accessibility tree, with the menu open where there is one."""
    stage = open_page(width=width, height=740)
    stage.show(log("ghost")[:51], language=language, **look)
    more = stage.page.locator(".more > button")
    if more.count():
        more.click()
    found = [one for one in tree(stage.page) if one[0] in ASKED]
    assert len(found) > 12
    assert [one for one in found if not one[1].strip()] == []


def test_the_figure_is_told_by_its_buttons_and_the_ledger_by_its_words(stage: StagePage) -> None:
    """Actors with their states; the drawing itself is silent."""
    stage.show(log("ghost")[:51])
    found = tree(stage.page)
    names = [name for _, name in found]
    for wanted in ("alice, connection, /, open", "ws_message, consumer", "chat, group, 2 members"):
        assert any(name.startswith(wanted) for name in names), wanted
    roles = [role for role, _ in found]
    assert "SvgRoot" not in roles
    for role, name in (
        ("tablist", "Views"),
        ("tabpanel", "Flow"),
        ("group", "Ledger"),
        ("slider", "Time"),
        ("group", "Speed"),
    ):
        assert (role, name) in found
    assert {"accepted", "queued", "held", "in hand", "delivered", "lost"} <= set(names)


def test_a_compact_ledger_says_the_same_words(open_page: OpenPage) -> None:
    """Marks stand for words only to the eye."""
    stage = open_page(width=360, height=740)
    stage.show(log("ghost"), pin=True)
    names = {name for _, name in tree(stage.page)}
    assert {"accepted", "queued", "held", "in hand", "delivered", "lost", "balances"} <= names


def test_the_tab_key_walks_from_the_head_by_the_messages_way_to_time(stage: StagePage) -> None:
    """Views, tools, clients, server, channels, workers, consumers, groups, bin, then time."""
    stage.show(log("ghost")[:51])
    stage.page.locator(".stage").first.focus()
    found = walk(stage, 40)
    wanted = [
        "Flow",
        "Theme: light",
        "Русский",
        "Pin",
        "Window",
        "Full screen",
        "Keys",
        "alice, connection",
        "server:1, protocol server",
        "http.request, channel",
        "worker:1, worker",
        "ws_message, consumer",
        "chat, group",
        "Lost, ",
        "Step back",
        "Pause",
        "Time",
    ]
    at = [next((i for i, name in enumerate(found) if name.startswith(one)), -1) for one in wanted]
    assert -1 not in at, (wanted[at.index(-1)], found)
    assert at == sorted(at)
    assert found[0] == "Flow", "of the views one is a stop; arrows lead to the other"


def test_the_focus_goes_on_from_a_closed_menu(open_page: OpenPage) -> None:
    """Tab closes the menu and leads into the picture, not back to its beginning."""
    stage = open_page(width=360, height=740)
    stage.show(log("ghost")[:51])
    stage.page.get_by_role("button", name="More").press("Enter")
    stage.page.get_by_role("menu").wait_for()
    (name,) = walk(stage, 1)
    stage.page.get_by_role("menu").wait_for(state="detached")
    assert "alice" in name


@pytest.mark.parametrize("look", [{}, {"pin": True}], ids=str)
def test_the_caption_is_told_politely_while_paused(
    open_page: OpenPage, look: dict[str, Any]
) -> None:
    """A live region has the sentence, also where bars are compact; the line itself is not told."""
    stage = open_page(width=360, height=740)
    stage.show(log("chat"), **look)
    live = stage.page.locator("[aria-live]")
    assert live.get_attribute("aria-live") == "off"
    stage.page.get_by_role("button", name="Pause").click()
    stage.page.get_by_role("button", name="Step back").click()
    stage.page.locator("[aria-live=polite]").wait_for(state="attached")
    stage.page.wait_for_function(
        """() => harness.root().querySelector('[aria-live]').textContent
                 === harness.root().querySelector('.now b').textContent"""
    )
    sentence = live.text_content() or ""
    assert [name for _, name in tree(stage.page)].count(sentence) >= 1
    assert stage.page.locator(".now .line").get_attribute("aria-hidden") == "true"


# --- the clipboard ----------------------------------------------------------------------


@pytest.mark.parametrize("address", [PLAIN, SECURE])
def test_copy_puts_a_row_on_the_clipboard_as_python(open_page: OpenPage, address: str) -> None:
    """By the page's clipboard, and without TLS by the old way; the button keeps the focus."""
    stage = open_page(address=address)
    if address == SECURE:
        stage.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    stage.show(log("ghost"), view="table")
    stage.page.locator("#filter").fill("kind:frame.received")
    stage.page.locator("tr.fact").first.click()
    button = stage.page.get_by_role("button", name="Copy as Python")
    button.click()
    done = stage.page.get_by_role("button", name="Copied")
    done.wait_for()
    assert done.evaluate("(one) => one.getRootNode().activeElement === one")
    assert pasted(stage.page) == 'box.tabs["alice"].send("hi")'


def test_copy_works_in_a_window_of_its_own(open_page: OpenPage) -> None:
    """There the page that made the stage has not the focus, and may not copy."""
    stage = open_page(address=SECURE)
    stage.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    before, _, _ = split(log("chat"), "connection.opened")
    stage.show(before)
    with stage.page.expect_popup() as opened:
        stage.page.get_by_role("button", name="Window").click()
    opened.value.get_by_role("button", name="Copy").first.click()
    opened.value.get_by_role("button", name="Copied").first.wait_for()
    opened.value.close()
    assert pasted(stage.page) == 'alice = box.connect("/", name="alice")'


def pasted(page: Page) -> str:
    """What the clipboard holds, as a person finds out: by pasting it."""
    page.evaluate(
        "() => { const area = document.createElement('textarea'); document.body.append(area);"
        " area.id = 'pasted'; area.focus(); }"
    )
    page.keyboard.press("Control+V")
    text = page.evaluate(
        "() => { const area = document.querySelector('#pasted'); area.remove();"
        " return area.value; }"
    )
    return str(text)


# --- text -------------------------------------------------------------------------------


def drag(stage: StagePage, selector: str) -> str:
    """Drag the mouse over an element's text; return what is selected."""
    box = stage.page.locator(selector).first.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    stage.page.mouse.move(box["x"] + 1, middle)
    stage.page.mouse.down()
    stage.page.mouse.move(box["x"] + box["width"] - 0.5, middle, steps=8)
    stage.page.mouse.up()
    return str(stage.page.evaluate("() => String(getSelection())"))


@pytest.mark.parametrize("width", [1280, 360])
def test_what_a_tab_received_is_selected_as_text(open_page: OpenPage, width: int) -> None:
    """Dragging over its line selects it and opens nothing; a press opens what is known of it."""
    stage = open_page(width=width, height=740)
    before, _, _ = split(log("chat"), "connection.closed")
    stage.show(before)
    assert drag(stage, ".said div:last-child") == "[user] hi"
    stage.still()
    assert stage.page.locator(".side").count() == 0
    stage.page.mouse.click(5, 5)
    stage.page.locator(".said").first.click()
    stage.page.locator(".side").wait_for()


def test_text_of_a_row_is_selected_without_opening_it(stage: StagePage) -> None:
    """A drag over a row's text is no press on the row."""
    stage.show(log("ghost"), view="table")
    stage.page.locator("#filter").fill("kind:frame.received")
    stage.page.wait_for_function("() => harness.root().querySelectorAll('tr.fact').length === 1")
    assert "alice" in drag(stage, "tr.fact td:nth-child(5)")
    stage.still()
    assert stage.page.locator("tr.ex").count() == 0
    stage.page.mouse.click(5, 5)
    stage.page.locator("tr.fact").click()
    stage.page.locator("tr.ex").wait_for()


# --- a tab that has come back -----------------------------------------------------------


@pytest.mark.parametrize("width", [1280, 360])
def test_a_tab_that_has_come_back_cannot_be_opened_again(open_page: OpenPage, width: int) -> None:
    """After bob.reopen() there is one bob, open, although a group still counts the one before."""
    stage = open_page(width=width, height=740)
    lines = log("ghost")[:51]
    number = stage.show(lines)
    if width == 1280:
        stage.page.get_by_role("button", name="Reopen").wait_for()
    first = next(
        json.loads(line)[2] for line in lines if '"connection.opened"' in line and '"bob"' in line
    )
    again = {**first, "seq": 900, "id": "c9", "connection": "c9"}
    again["reply_channel"] = f"{first['reply_channel']}9"
    opened = [
        [0.001, "connection.opened", again],
        [0.001, "connection.accepted", {"seq": 901, "where": again["where"], "connection": "c9"}],
    ]
    stage.send([json.dumps(one) for one in opened], 9.0)
    stage.page.wait_for_function(
        """(n) => harness.root(n).querySelector(
             '[data-actor=client][data-name=bob]')?.dataset.state === 'open'""",
        arg=number,
    )
    assert stage.page.locator("[data-actor=client][data-name=bob]").count() == 1
    assert stage.page.get_by_role("button", name="Reopen").count() == 0
