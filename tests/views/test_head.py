"""The head of a stage and the places that it goes to: every tool is within reach at every width."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.views.page import StagePage, log

pytestmark = pytest.mark.browser

OpenPage = Callable[..., StagePage]
TELEPHONE = {"width": 360, "height": 740}
PIN = "body > [data-place=pin]"


def reachable(stage: StagePage) -> set[str]:
    """The names of all tools, in the head and in its menu, which is left open."""
    head = stage.page.locator(".tools > button")
    found = {name for name in head.evaluate_all(NAMES) if name}
    more = stage.page.locator(".more > button")
    if more.count():
        more.click()
        found |= set(stage.page.locator(".menu [role^=menuitem]").evaluate_all(NAMES))
    return found


NAMES = "(all) => all.map((one) => one.getAttribute('aria-label') ?? one.textContent)"


def shares(stage: StagePage) -> dict[str, float]:
    """How much of the stage's height the picture has, and how much of it is in sight."""
    return dict(
        stage.page.evaluate(
            """() => {
              const root = harness.root();
              const box = (name) => root.querySelector(name).getBoundingClientRect();
              const [stage, body, plane] = ['.stage', '.body', '.plane'].map(box);
              return { body: body.height / stage.height,
                       seen: Math.min(body.bottom - plane.top, plane.height) / plane.height };
            }"""
        )
    )


def drag_edge(stage: StagePage, width: int) -> None:
    """Pull the pinned stage's edge until it is *width* pixels wide."""
    mouse = stage.page.mouse
    box = stage.page.get_by_role("separator").bounding_box()
    assert box is not None
    mouse.move(box["x"] + 3, 300)
    mouse.down()
    mouse.move(1280 - width, 300)
    mouse.up()
    stage.page.wait_for_function(
        f"(w) => document.querySelector('{PIN}').offsetWidth === w", arg=width
    )
    stage.still()


# --- the menu ----------------------------------------------------------------------------------


@pytest.mark.parametrize("look", [{"theme": "projector"}, {"theme": "light", "language": "ru"}])
@pytest.mark.parametrize("width", [360, 420, 600, 728, 1000])
def test_every_tool_of_a_pinned_stage_is_in_the_head_or_its_menu(
    open_page: OpenPage, width: int, look: dict[str, str]
) -> None:
    """However narrow: language, unpin, window, full screen, theme and keys; nothing sticks out."""
    stage = open_page(width=1280, height=720) if width > 360 else open_page(**TELEPHONE)
    stage.show(log("ghost")[:51], pin=True, **look)
    if width > 360:
        drag_edge(stage, width)
    assert stage.page.evaluate("probes.overflow(harness.root())")[0] == []
    found = reachable(stage)
    wanted = {
        "ru": {"English", "Открепить", "В окно", "Во весь экран", "Свернуть в полосу", "Клавиши"},
        "en": {"Русский", "Unpin", "Window", "Full screen", "Fold into a bar", "Keys"},
    }[look.get("language", "en")]
    assert wanted <= found
    assert found & {"Theme: projector", "projector", "Тема: светлая", "светлая"}


def test_the_menu_is_walked_by_arrows_and_closes_on_escape(open_page: OpenPage) -> None:
    """The menu button pattern: the first entry has the focus, the ends meet, Escape goes back."""
    stage = open_page(**TELEPHONE)
    stage.show(log("chat"))
    more = stage.page.get_by_role("button", name="More")
    more.focus()
    stage.page.keyboard.press("ArrowDown")
    menu = stage.page.get_by_role("menu", name="More")
    menu.wait_for()
    focused = "() => harness.root().activeElement?.textContent"
    stage.page.wait_for_function(f"({focused})() === 'light'")
    stage.page.keyboard.press("ArrowUp")
    assert stage.page.evaluate(focused) == "Keys"
    stage.page.keyboard.press("ArrowDown")
    stage.page.keyboard.press("ArrowDown")
    assert stage.page.evaluate(focused) == "dark"
    stage.page.keyboard.press("Enter")
    stage.page.locator(".stage[data-theme=dark]").wait_for()
    chosen = menu.get_by_role("menuitemradio", name="dark")
    assert chosen.get_attribute("aria-checked") == "true"
    stage.page.keyboard.press("Escape")
    menu.wait_for(state="detached")
    assert more.evaluate("(one) => one.getRootNode().activeElement === one")


def test_the_menu_closes_on_a_press_outside(open_page: OpenPage) -> None:
    """In the stage and on the page around it; a press on an entry is inside."""
    stage = open_page(**TELEPHONE)
    stage.show(log("chat"), pin=True)
    more = stage.page.get_by_role("button", name="More")
    menu = stage.page.get_by_role("menu")
    # The menu may lie over its middle.
    ledger = partial(stage.page.locator(".ledger").click, position={"x": 4, "y": 4})
    for outside in [ledger, lambda: press(stage, 30, 200)]:
        more.click()
        stage.page.get_by_role("menuitemradio", name="dark").click()
        assert menu.count() == 1
        outside()
        menu.wait_for(state="detached")


def press(stage: StagePage, x: int, y: int) -> None:
    """Press somewhere on the page."""
    stage.page.mouse.click(x, y)


def test_the_language_is_chosen_in_the_menu(open_page: OpenPage) -> None:
    """On a telephone, too, each language is there in its own words."""
    stage = open_page(**TELEPHONE)
    stage.show(log("chat"))
    stage.page.get_by_role("button", name="More").click()
    russian = stage.page.get_by_role("menuitemradio", name="Русский")
    assert russian.get_attribute("lang") == "ru"
    russian.click()
    stage.page.locator(".stage[lang=ru]").wait_for()
    assert stage.page.get_by_role("menuitemradio", name="Русский").is_visible()


def test_the_help_tells_the_filters_language_and_all_fields(open_page: OpenPage) -> None:
    """What an error of the filter leaves out is there; on a telephone it can be scrolled to."""
    stage = open_page(**TELEPHONE)
    stage.show(log("chat"), view="table", pin=True)
    stage.page.locator("#filter").fill("chanel:x")
    said = stage.page.locator(".words .bad").inner_text()
    assert "Closest are channel, channels" in said
    assert len(said) < 220
    stage.page.locator(f"{PIN} .stage").press("?")
    fields = stage.page.get_by_role("dialog").locator("code")
    fields.scroll_into_view_if_needed()
    assert {"reply_channel", "worker", "address"} <= set(fields.inner_text().split(", "))


# --- on a telephone ----------------------------------------------------------------------------


def test_a_pinned_stage_on_a_telephone_leaves_the_notebook_in_sight(open_page: OpenPage) -> None:
    """It is at the bottom, whatever was chosen on a wide page, and takes two thirds at most."""
    stage = open_page(**TELEPHONE)
    stage.page.evaluate(
        """() => localStorage.setItem('channel-sandbox.pin',
             JSON.stringify({ side: 'right', right: 800 }))"""
    )
    stage.show(log("chat"), pin=True)
    box = stage.page.locator(PIN).bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 360)
    assert 200 < box["y"] < 400
    assert stage.page.get_by_role("button", name="Dock at the right").count() == 0


def test_a_pinned_stage_is_folded_into_a_bar_and_opened_by_touch(open_page: OpenPage) -> None:
    """The bar tells the present fact; opening and unpinning are targets for a finger."""
    stage = open_page(**TELEPHONE)
    stage.show(log("chat"), pin=True)
    stage.page.get_by_role("button", name="Fold into a bar").click()
    handle = stage.page.get_by_role("button", name="Open the stage")
    handle.wait_for()
    box = stage.page.locator(PIN).bounding_box()
    assert box is not None
    assert (box["y"] + box["height"], box["height"]) == (740, 46)
    assert stage.page.locator(".folded .what").inner_text() != ""
    assert handle.get_attribute("aria-expanded") == "false"
    for name in ("Open the stage", "Unpin"):
        small = stage.page.locator(PIN).get_by_role("button", name=name).bounding_box()
        assert small is not None
        assert min(small["width"], small["height"]) >= 44
    handle.click()
    stage.page.locator(f"{PIN} .plane").wait_for()
    stage.page.locator(PIN).get_by_role("button", name="Fold into a bar").click()
    stage.page.locator(PIN).get_by_role("button", name="Unpin").click()
    stage.page.locator("#out .plane").wait_for()
    assert stage.page.locator(PIN).count() == 0


def test_what_is_pressed_on_a_telephone_is_as_large_as_a_finger(open_page: OpenPage) -> None:
    """Tools, the menu's entries and the controls of time are 44 pixels high and wide at least."""
    stage = open_page(**TELEPHONE)
    stage.show(log("chat"), pin=True)
    stage.page.get_by_role("button", name="More").click()
    sizes = stage.page.locator(".tools button, .ctl > button").evaluate_all(
        """(all) => all.map((one) => {
             const { width, height } = one.getBoundingClientRect();
             return [one.getAttribute('aria-label') ?? one.textContent, Math.min(width, height)];
           })"""
    )
    assert len(sizes) > 12
    assert [one for one in sizes if one[1] < 44] == []


def test_a_folded_stage_gives_the_notebook_its_width_back(stage: StagePage) -> None:
    """Beside a wide notebook the bar is in the corner, and only that much is kept clear."""
    stage.page.evaluate(
        "() => { document.querySelector('#out').style.cssText = 'height: 776px; overflow-y: auto' }"
    )
    stage.show(log("chat"), pin=True)
    pads = """() => {
      const style = getComputedStyle(document.querySelector('#out'));
      return [parseFloat(style.paddingRight), parseFloat(style.paddingBottom)];
    }"""
    stage.page.wait_for_function(f"({pads})()[0] > 500")
    stage.page.get_by_role("button", name="Fold into a bar").click()
    stage.page.wait_for_function(f"({pads})()[0] === 0 && ({pads})()[1] > 0")
    assert stage.page.evaluate(pads)[1] < 60


def test_room_for_the_stage_stays_where_the_notebook_resets_its_style(open_page: OpenPage) -> None:
    """As JupyterLab does at each change of size: the two must not chase each other for ever."""
    stage = open_page(**TELEPHONE)
    stage.page.evaluate(
        """() => {
          const out = document.querySelector('#out'), around = document.createElement('div');
          around.style.height = '600px';
          out.replaceWith(around);
          around.append(out);
          out.style.cssText = 'height: 100%; overflow-y: auto; margin: 0';
          window.resets = 0;
          new ResizeObserver(() => {
            window.resets += 1;
            Object.assign(out.style, { boxSizing: '', paddingRight: '0' });
          }).observe(out, { box: 'border-box' });
        }"""
    )
    stage.show(log("chat"), pin=True)
    stage.page.locator(f"{PIN} .plane").wait_for()
    for _ in range(10):
        stage.still()
    found = stage.page.evaluate(
        """() => [resets, document.querySelector('#out').offsetHeight,
                  getComputedStyle(document.querySelector('#out')).paddingBottom]"""
    )
    assert found[0] <= 2
    assert found[1:] == [600, "304px"]


# --- the height ----------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
@pytest.mark.parametrize("width", [600, 712, 728, 900, 1150])
def test_a_pinned_picture_has_two_thirds_of_the_height(
    open_page: OpenPage, width: int, theme: str
) -> None:
    """Caption, ledger and time give way: nearly all of a chat's flow is above the fold."""
    stage = open_page(width=1280, height=720)
    stage.show(log("ghost")[:51], pin=True, theme=theme)
    drag_edge(stage, width)
    found = shares(stage)
    assert found["body"] >= 0.65
    assert found["seen"] >= 0.9


def test_a_pinned_picture_at_the_usual_width_is_whole(open_page: OpenPage) -> None:
    """At 1280 × 720 it stands side by side, and all of it is above the fold."""
    stage = open_page(width=1280, height=720)
    stage.show(log("ghost")[:51], pin=True, theme="projector")
    assert shares(stage)["seen"] == 1
    assert stage.page.locator(".stage[data-mode=medium]").count() == 1


def test_a_projectors_whole_screen_shows_the_bin(open_page: OpenPage) -> None:
    """At 1280 × 720 a loss is seen without scrolling."""
    stage = open_page(width=1280, height=720)
    stage.show(log("ghost")[:51], theme="projector", language="ru")
    stage.press("f")
    stage.page.wait_for_function("() => document.fullscreenElement !== null")
    stage.page.locator(".stage[data-compact]").wait_for()
    assert shares(stage)["seen"] == 1


def test_a_compact_ledger_still_says_its_words(open_page: OpenPage) -> None:
    """Where marks stand for words, a screen reader and a pointer are told the words."""
    stage = open_page(**TELEPHONE)
    stage.show(log("ghost"), pin=True)
    lost = stage.page.locator(".term[data-fate=lost]")
    assert lost.get_attribute("title") == "lost"
    assert "lost" in (lost.text_content() or "")
    heights = stage.page.locator(".ledger").bounding_box()
    assert heights is not None
    assert heights["height"] < 32


# --- windows -------------------------------------------------------------------------------------


def test_closing_the_window_of_a_pinned_stage_pins_it_again(stage: StagePage) -> None:
    """The stage goes back to where it was: by closing the window, and by its button."""
    stage.show(log("chat"), pin=True)
    with stage.page.expect_popup() as opened:
        stage.page.locator(PIN).get_by_role("button", name="Window").click()
    opened.value.locator(".plane").wait_for()
    assert stage.page.locator(PIN).count() == 0
    opened.value.close()
    stage.page.locator(f"{PIN} .plane").wait_for()
    with stage.page.expect_popup() as opened:
        stage.page.locator(PIN).get_by_role("button", name="Window").click()
    stage.page.locator("#out").get_by_role("button", name="Bring it back").click()
    stage.page.locator(f"{PIN} .plane").wait_for()


def test_a_window_takes_the_pin_of_its_box_over_and_gives_it_back(stage: StagePage) -> None:
    """``box.show(window=True)`` after a pinned stage: one is in sight, then pinned in its place."""
    stage.show(log("chat"), pin=True)
    with stage.page.expect_popup() as opened:
        stage.page.evaluate("() => harness.show({ window: true }, {})")
    opened.value.locator(".ledger").wait_for()
    assert stage.page.locator(PIN).count() == 0
    opened.value.close()
    stage.page.locator(PIN).wait_for()
    assert stage.page.locator(PIN).count() == 1


def test_a_refused_window_leaves_the_stage_where_it_is(stage: StagePage) -> None:
    """A browser that opens no window: the stage stays pinned, and its cell offers the click."""
    stage.page.evaluate("() => { window.open = () => null }")
    stage.show(log("chat"), pin=True)
    stage.page.locator(PIN).get_by_role("button", name="Window").click()
    stage.page.locator("#out").get_by_role("button", name="Open the window").wait_for()
    assert stage.page.locator(f"{PIN} .plane").count() == 1
