"""Holds, steps, faults and slow motion as a person meets them: the page in Chromium, with a real
sandbox behind it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from sandbox import Channel, Sandbox
from tests.views.boxes import add_chat, make_box
from tests.views.comms import RecordedComm, comms
from tests.views.living import Living
from tests.views.page import StagePage, log

__all__ = ["comms", "make_box"]

pytestmark = pytest.mark.browser

MakeBox = Callable[..., Sandbox]
Live = Callable[..., Living]


@pytest.fixture
def box(make_box: MakeBox) -> Sandbox:
    """The talk's chat with alice and bob in it."""
    box = make_box()
    add_chat(box)
    box.connect("/", name="alice")
    box.connect("/", name="bob")
    box.settle()
    return box


@pytest.fixture
def live(box: Sandbox, comms: list[RecordedComm], open_page: Callable[..., StagePage]) -> Live:
    """Shows the chat's stage on a page of its own."""

    def show(*, width: int = 1280, height: int = 800, **options: Any) -> Living:
        shown = Living(open_page(width=width, height=height), box, comms, **options)
        shown.see('[data-actor="client"][data-name="bob"]')
        return shown

    return show


def choose(shown: Living, kind: str, name: str) -> None:
    """Point at something on the picture."""
    shown.root.locator(f'[data-hit="{kind}"][aria-label^="{name},"]').click()
    shown.see(".side")


def hold_receive(shown: Living, where: str = "") -> None:
    """Hold at websocket.receive from its details."""
    choose(shown, "channel", "websocket.receive")
    shown.root.locator(".holdhere input").fill(where)
    shown.root.get_by_role("button", name="Hold here").click()
    shown.see(".holdhere.on")


def wait_held(shown: Living, n: int) -> None:
    """Wait until the ledger on the screen has so many held."""
    shown.until("+root.querySelector('.term[data-fate=held]').dataset.n === arg", n)


def said(shown: Living, tab: str) -> str:
    """The next text that a tab receives, once the page has asked for it to come."""
    tabs = shown.box.tabs
    shown.turn(lambda: tabs[tab].inbox, f"{tab} receives something")
    return str(tabs[tab].receive())


# -- holds -----------------------------------------------------------------------------------------


def test_a_message_is_held_edited_and_let_go(box: Sandbox, live: Live) -> None:
    """The text that a person types into it in flight is what every tab receives; it is marked."""
    shown = live()
    hold_receive(shown)
    box.tabs["alice"].send("bomb")
    wait_held(shown, 1)
    shown.see('[data-hold="channel:websocket.receive"][data-held="1"]')
    shown.root.get_by_role("button", name="Look at them").click()
    shown.see(".heldrow", "bomb").click()
    shown.see(".heldrow", "from alice")
    shown.see(".field input")
    shown.root.get_by_label("text", exact=True).fill("<b>flower</b>")
    shown.root.get_by_role("button", name="Change", exact=True).click()
    shown.see(".heldrow", "edited by you")
    shown.see(".now b", "was edited by you")
    shown.see(".figure .edited, .figure [data-edited]")
    assert shown.page.locator(".stage b", has_text=re.compile("^flower$")).count() == 0
    shown.root.get_by_role("button", name="Let it go").click()
    assert said(shown, "bob") == "[user] <b>flower</b>"
    wait_held(shown, 0)
    (edit,) = box.find("message.edited")
    assert edit.where == "stage"
    shown.root.press("2")
    shown.see("tr.hand td", "✎")


def test_only_what_fits_the_filter_is_held_and_the_rest_runs_on(box: Sandbox, live: Live) -> None:
    """The filter is the table's; what is wrong with one is said in place."""
    shown = live()
    choose(shown, "channel", "websocket.receive")
    shown.root.locator(".holdhere input").fill("nix")
    shown.root.get_by_role("button", name="Hold here").click()
    shown.see(".holdhere [role=alert]", "neither a kind of event")
    shown.root.locator(".holdhere input").fill("text~bomb")
    shown.root.locator(".holdhere input").press("Enter")
    shown.see(".holdhere.on code", "text~bomb")
    box.tabs["alice"].send("bomb")
    box.tabs["alice"].send("hello")
    assert said(shown, "bob") == "[user] hello"
    wait_held(shown, 1)


def test_messages_are_stepped_dropped_copied_moved_and_delayed(box: Sandbox, live: Live) -> None:
    """Each decision is one click, and the ledger balances after all of them."""
    shown = live()
    hold_receive(shown)
    for text in ("one", "two", "three"):
        box.tabs["alice"].send(text)
    wait_held(shown, 3)
    shown.root.get_by_role("button", name="Look at them").click()
    shown.see(".heldrow", "one")
    shown.root.get_by_role("button", name="Step, channel:websocket.receive").click()
    assert said(shown, "bob") == "[user] one"
    wait_held(shown, 2)
    shown.root.locator(".heldrow", has_text="three").click()
    shown.see(".field input")
    shown.root.get_by_role("button", name="Move up").click()
    shown.until("root.querySelector('.heldrow').textContent.includes('three')")
    shown.root.get_by_role("button", name="Duplicate").click()
    wait_held(shown, 3)
    shown.root.get_by_role("button", name="Drop").click()
    shown.see('[data-heap="dropped_by_you"]')
    wait_held(shown, 2)
    # What comes after the one that has gone is open now.
    shown.see('.heldrow[aria-expanded="true"]', "three")
    shown.root.get_by_label("Seconds of the delay").fill("600")
    shown.root.get_by_role("button", name="Delay").click()
    shown.see(".heldrow", "goes in 10 min".replace(" min", "\u00a0min"))
    shown.root.get_by_role("button", name="End the hold").click()
    assert said(shown, "bob") == "[user] two"
    shown.root.locator(".heldrow", has_text="three").click()
    shown.root.get_by_role("button", name="Let it go").click()
    assert said(shown, "bob") == "[user] three"
    shown.until("root.querySelector('.ok').dataset.balanced === 'true'")
    assert box.ledger.balanced
    shown.see(".strip title", "dropped by you")


def test_a_value_that_is_no_json_is_said_at_its_field(box: Sandbox, live: Live) -> None:
    """Nothing is sent until it is right; a key can be taken out and one can be added."""
    shown = live()
    hold_receive(shown)
    box.tabs["alice"].send("hi")
    wait_held(shown, 1)
    shown.root.get_by_role("button", name="Look at them").click()
    shown.see(".heldrow", "hi").click()
    shown.see(".field input")
    order = shown.root.get_by_label("order JSON")
    order.fill("two")
    shown.see(".field [role=alert]", "order has to be JSON")
    assert shown.root.get_by_role("button", name="Change and let go").count() == 0
    assert shown.root.get_by_role("button", name="Let it go").is_disabled()
    order.fill("7")
    shown.root.get_by_label("Take path out").click()
    key = shown.root.get_by_label("one more key")
    key.fill("mood")
    key.press("Enter")
    shown.root.get_by_label("mood JSON").fill("good")
    shown.root.get_by_role("button", name="Change", exact=True).click()
    shown.see(".heldrow", "edited by you")
    (held,) = box.holds["websocket.receive"]
    assert (held["order"], held["mood"], "path" in held.content) == (7, "good", False)


def test_a_reply_is_held_at_its_tab_and_edited(box: Sandbox, live: Live) -> None:
    """The other direction: what bob is sent is changed, alice gets what was sent."""
    shown = live()
    choose(shown, "connection", "bob")
    shown.root.get_by_role("button", name="Hold here").click()
    shown.see(".holdhere.on")
    box.tabs["alice"].send("hi")
    assert said(shown, "alice") == "[user] hi"
    wait_held(shown, 1)
    shown.root.locator('[data-open="holds"]').click()
    shown.see(".heldrow", "[user] hi").click()
    shown.see(".field input")
    shown.root.get_by_label("text", exact=True).fill("for your eyes only")
    shown.root.get_by_role("button", name="Change and let go").click()
    assert said(shown, "bob") == "for your eyes only"


def test_the_keys_hold_step_and_list(box: Sandbox, live: Live) -> None:
    """h holds at what is selected and then lists, n lets one through, Escape closes."""
    shown = live()
    choose(shown, "consumer", "tests.views.boxes.add_chat.<locals>.ws_message")
    shown.root.press("h")
    shown.see('[data-hold^="consumer:"]')
    box.tabs["alice"].send("hi")
    wait_held(shown, 1)
    shown.root.press("h")
    shown.see('[data-side="holds"] .heldrow', "hi")
    shown.until("root.activeElement === root.querySelector('[data-side] h2')")
    shown.root.press("n")
    assert said(shown, "bob") == "[user] hi"
    shown.root.press("Escape")
    shown.gone("[data-side]")


# -- faults ----------------------------------------------------------------------------------------


def open_fault(shown: Living, name: str) -> Any:
    """Open the fault box at one fault; return its form."""
    if shown.root.locator('[data-side="faults"]').count() == 0:
        shown.root.press("b")
        shown.see('[data-side="faults"]')
    offer = shown.root.locator(f'[data-offer="{name}"]')
    offer.locator(".offerhead").click()
    shown.see(f'[data-offer="{name}"] form')
    return offer.locator("form")


def test_a_worker_is_killed_with_what_it_has_in_hand(box: Sandbox, live: Live) -> None:
    """A click: the message is lost with its reason, and a new worker goes on."""
    shown = live()

    @box.consumer("jobs")
    def endless(message: Any) -> None:
        while True:
            pass

    Channel("jobs").send({})
    shown.see('[data-actor="worker"][data-state="busy"]')
    form = open_fault(shown, "kill")
    form.locator("select").select_option("worker:1")
    form.get_by_role("button", name="Do it").click()
    shown.see('[data-heap="worker_killed"]')
    box.tabs["alice"].send("still here")
    assert said(shown, "bob") == "[user] still here"


def test_a_frozen_worker_is_marked_and_thaws(box: Sandbox, live: Live) -> None:
    """Begun and undone in the same place; meanwhile messages wait, and the picture says why."""
    shown = live()
    form = open_fault(shown, "freeze")
    form.get_by_role("button", name="Begin").click()
    shown.see('[data-fault="worker worker:1"]', "frozen")
    shown.see(".inway", "Freeze: worker:1")
    assert "frozen" in str(shown.root.locator('[data-hit="worker"]').get_attribute("aria-label"))
    box.tabs["alice"].send("hi")
    shown.until("+root.querySelector('.term[data-fate=queued]').dataset.n === 1")
    form.get_by_role("button", name="Undo").click()
    assert said(shown, "bob") == "[user] hi"
    shown.gone("[data-fault]")
    shown.gone(".inway")
    assert [one.where for one in box.find("fault")] == ["stage", "stage"]


def test_faults_are_listed_and_all_undone(box: Sandbox, live: Live) -> None:
    """What was begun in a cell, too; a cut tab comes back."""
    shown = live()
    box.faults.refuse()
    form = open_fault(shown, "cut")
    form.locator("select").select_option("tab:bob")
    form.get_by_role("button", name="Begin").click()
    shown.see('[data-fault^="connection"]', "cut")
    shown.until("root.querySelectorAll('.broken li').length === 2")
    shown.root.get_by_role("button", name="Undo all").click()
    shown.gone(".broken")
    box.settle()
    assert (len(box.faults), box.tabs["bob"].closed) == (0, None)


def test_what_a_fault_cannot_do_is_said_in_place(box: Sandbox, live: Live) -> None:
    """The kernel's sentence stands at the fault that was asked for."""
    shown = live()
    form = open_fault(shown, "slow")
    form.get_by_label("seconds").fill("much")
    form.get_by_role("button", name="Begin").click()
    shown.see('[data-offer="slow"] [role=alert]', "seconds")
    assert len(box.faults) == 0


def test_slow_motion_slows_the_system_and_not_the_picture(box: Sandbox, live: Live) -> None:
    """Its own control, its own words; 1 is the usual pace again."""
    shown = live()
    shown.root.press("b")
    shown.see('[data-side="faults"]')
    shown.root.get_by_role("button", name="×20").click()
    shown.see(".inway", "×20 slower")
    assert "20 times slower" in repr(box.clock)
    assert shown.root.locator('.time [aria-pressed="true"]').inner_text() == "1×"
    shown.root.get_by_role("button", name="×1", exact=True).click()
    shown.gone(".inway")
    assert "slower" not in repr(box.clock)


# -- everywhere ------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
@pytest.mark.parametrize("width", [360, 760, 1280])
def test_the_panels_fit_every_width_and_theme(
    box: Sandbox, live: Live, theme: str, width: int
) -> None:
    """Nothing is wider than the stage, in the longer language; what is pressed has a name."""
    shown = live(width=width, theme=theme, language="ru")
    box.hold("websocket.receive")
    box.faults.slow("tab:bob", seconds=1)
    box.tabs["alice"].send("x" * 300)
    wait_held(shown, 1)
    shown.see(".inway")
    for key, panel in (("h", "holds"), ("b", "faults")):
        shown.root.press(key)
        shown.see(f'[data-side="{panel}"]')
        for row in shown.root.locator("[data-side] [aria-expanded]").all():
            row.click()
            shown.until("root.querySelector('[data-side] [aria-expanded=true]')")
            wide = shown.page.evaluate(
                """() => { const side = harness.root().querySelector('[data-side]');
                  const stage = harness.root().querySelector('.stage');
                  return [side.scrollWidth - side.clientWidth,
                          stage.scrollWidth - stage.clientWidth]; }"""
            )
            assert max(wide) <= 0
        unnamed = shown.page.evaluate(
            """() => [...harness.root().querySelectorAll('[data-side] :is(button,input,select)')]
              .filter((e) => !(e.getAttribute('aria-label') || e.textContent || e.labels?.length))
              .map((e) => e.outerHTML)"""
        )
        assert unnamed == []


@pytest.mark.parametrize("size", [(360, 740), (1280, 800)])
def test_a_panel_of_a_pinned_stage_leaves_the_ledger_in_sight(
    box: Sandbox, live: Live, size: tuple[int, int]
) -> None:
    """The picture gives way to it, and nothing lies over anything else."""
    width, height = size
    shown = live(width=width, height=height, pin=True, theme="projector")
    box.hold("websocket.receive")
    box.faults.refuse()
    box.tabs["alice"].send("hi")
    wait_held(shown, 1)
    for key, panel in (("h", "holds"), ("b", "faults")):
        shown.root.press(key)
        shown.see(f'[data-side="{panel}"]')
        shown.root.locator("[data-side] [aria-expanded]").first.click()
        shown.until(
            """root.querySelector('[data-side]').getBoundingClientRect().bottom
               <= root.querySelector('.now').getBoundingClientRect().top + 1"""
        )
        low = shown.root.locator(".ledger").bounding_box()
        assert low is not None
        assert low["y"] + low["height"] <= height


def test_without_a_kernel_the_panels_say_why_nothing_can_be_done(stage: StagePage) -> None:
    """As in a recording: what is held and broken is shown, and nothing can be pressed."""
    stage.page.evaluate("() => { harness.mute = true; }")
    stage.show(log("chat"))
    stage.press("b")
    side = stage.page.locator('[data-side="faults"]')
    side.get_by_text("Only a sandbox that runs and answers").wait_for()
    side.locator('[data-offer="refuse"] .offerhead').click()
    assert side.get_by_role("button", name="Begin").is_disabled()
    assert side.get_by_role("button", name="×5").is_disabled()
    stage.page.locator('[data-hit="group"]').first.click()
    here = stage.page.locator(".holdhere")
    here.get_by_text("Only a sandbox that runs and answers").wait_for()
    assert here.get_by_role("button", name="Hold here").is_disabled()


def test_a_sandbox_that_has_ended_refuses_in_place(box: Sandbox, live: Live) -> None:
    """The sentence of the kernel is at the button."""
    shown = live()
    choose(shown, "channel", "websocket.receive")
    box.stop()
    shown.root.get_by_role("button", name="Hold here").click()
    shown.see(".holdhere [role=alert]")
