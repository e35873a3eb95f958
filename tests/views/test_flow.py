"""The flow in Chromium: what stands on it, what flies, what can be pressed and typed into."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.views.page import StagePage, log, split, stage_page

pytestmark = pytest.mark.browser

OpenPage = Callable[..., StagePage]

SENT = "(verb) => harness.stage().kernel.commands.some((one) => one.do === verb)"

GHOST = split(log("ghost"), "server.stopped")[0]
"""Bob has gone without a word, and alice's message to him is lost."""

PAINTED = """() => {
  const canvas = harness.root().querySelector('.plane canvas');
  const { width, height } = canvas;
  const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, width, height);
  let painted = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i]) painted += 1;
  return painted;
}"""
"""How many dots of the canvas are painted."""


def actor(stage: StagePage, what: str, name: str | None = None) -> Locator:
    """The drawing of an actor."""
    named = "" if name is None else f'[data-name="{name}"]'
    return stage.page.locator(f'.figure [data-actor="{what}"]{named}')


def sent(stage: StagePage, verb: str) -> list[dict[str, Any]]:
    """The commands of one verb, once there is one."""
    stage.page.wait_for_function(SENT, arg=verb)
    return [one for one in stage.commands() if one["do"] == verb]


def opened(count: int, crowd: str | None = None) -> list[str]:
    """The start of a sandbox and so many tabs, as lines of a log."""
    before, _, _ = split(log("chat"), "connection.opened")
    seq = json.loads(before[-1])[2]["seq"]
    lines = list(before)
    for number in range(1, count + 1):
        seq += 1
        label = f"{crowd} {number}/{count}" if crowd else f"tab {number}"
        event = {
            "seq": seq,
            "id": f"c{number}",
            "where": "server:1",
            "connection": f"c{number}",
            "protocol": "websocket",
            "path": "/",
            "reply_channel": f"daphne.response.x!{number:04}",
            "label": label,
        }
        lines.append(json.dumps([0.001, "connection.opened", event]))
    return lines


@pytest.fixture
def talk(stage: StagePage) -> StagePage:
    """The chat with alice and bob connected, before the first frame."""
    before, _, _ = split(log("chat"), "frame.received")
    stage.show(before)
    return stage


# --- what stands there ------------------------------------------------------------------------


def test_the_chat_stands_on_the_picture(talk: StagePage) -> None:
    """Two tabs, four channels, one worker, the user's functions by name, a group of two."""
    names = "(els) => els.map((el) => el.dataset.name)"
    assert actor(talk, "client").evaluate_all(names) == ["alice", "bob"]
    assert actor(talk, "channel").evaluate_all(names) == [
        "http.request",
        "websocket.connect",
        "websocket.receive",
        "websocket.disconnect",
    ]
    assert actor(talk, "worker").evaluate_all(names) == ["worker:1"]
    assert {"ws_add", "ws_message", "ws_disconnect"} <= set(
        actor(talk, "consumer").evaluate_all(names)
    )
    assert actor(talk, "group", "chat").get_attribute("data-members") == "2"
    assert actor(talk, "bin").get_attribute("data-lost") == "0"


def test_a_line_too_long_for_its_tab_takes_two_and_is_copied_as_one(browser: Browser) -> None:
    """Beside a notebook, too, a short sentence is read whole in the tab that it came to."""
    with stage_page(browser, width=800) as stage:
        before, after, at = split(log("chat"), "frame.received")
        stage.show(before)
        stage.send([one.replace("[user] hi", "[user] welcome back!") for one in after[:16]], at)
        bob = actor(stage, "client", "bob")
        expect(bob.get_by_text("me back!")).to_be_visible()
        assert bob.get_by_text("[user] welco", exact=True).count() == 1
        copied = """() => { const [said] = harness.root().querySelectorAll('.said .broken');
                      getSelection().selectAllChildren(said); return `${getSelection()}`; }"""
        assert stage.page.evaluate(copied) == "[user] welcome back!"


@pytest.mark.parametrize("width", [400, 800, 1280])
def test_the_first_consumer_is_offered_whole(browser: Browser, width: int) -> None:
    """No line of the code for a first cell is cut, on a telephone and beside a notebook neither."""
    with stage_page(browser, width=width) as stage:
        before, _, _ = split(log("chat"), "server.started")
        stage.show(before)
        cut = "(pre) => pre.scrollWidth - pre.clientWidth"
        assert stage.page.locator(".invite pre").evaluate(cut) <= 1


def test_rows_move_together_where_the_bin_would_be_out_of_sight(browser: Browser) -> None:
    """In a low place, as beside a notebook on a small screen, the bin is seen without scrolling."""
    with stage_page(browser, width=1600, height=474) as stage:
        before, _, _ = split(log("chat"), "frame.received")
        stage.show(before, pin=True)
        edge = stage.page.locator(".now").bounding_box()
        lost = stage.page.locator('.figure [data-actor="bin"] .vessel').bounding_box()
        assert edge
        assert lost
        assert lost["y"] + lost["height"] <= edge["y"]
        rails = "(all) => all.map((one) => one.getBoundingClientRect().top)"
        tops = actor(stage, "channel").evaluate_all(rails)
        assert 52 <= tops[2] - tops[1] < 60


def test_routes_are_thin_before_and_solid_after_use(talk: StagePage) -> None:
    """The route to ws_message is drawn from the start, and thicker once it was taken."""
    used = "(els) => els.filter((el) => el.classList.contains('used')).length"
    before = talk.page.locator(".figure .route").evaluate_all(used)
    _, after, at = split(log("chat"), "frame.received")
    talk.send(after[:20], at)
    talk.page.wait_for_function(
        """(before) => harness.root().querySelectorAll('.figure .route.used').length > before""",
        arg=before,
    )


def test_a_ghost_is_dashed_and_its_loss_lies_in_the_bin(stage: StagePage) -> None:
    """Bob is gone and still counted: dashed everywhere, and his copy is lost with its reason."""
    stage.show(GHOST)
    ghost = actor(stage, "client", "bob")
    assert ghost.get_attribute("data-state") == "ghost"
    dashes = "(el) => getComputedStyle(el.querySelector('.outline')).strokeDasharray"
    assert ghost.evaluate(dashes) == "4px, 3px"
    heap = stage.page.locator('.figure [data-heap="no_connection"]')
    assert heap.get_attribute("data-count") == "1"
    assert "no connection" in (heap.text_content() or "")


def test_a_ghost_folds_into_its_tab_that_has_come_back(stage: StagePage) -> None:
    """One tab called bob, which says that a ghost of it is counted; the details name it."""
    stage.show(GHOST)
    seq, reply = len(GHOST) + 1, "daphne.response.abc!again"
    opened = {"seq": seq, "id": "c9", "connection": "c9", "where": "server:1", "label": "bob"}
    joined = {"layer": "default", "group": "chat", "channel": reply, "seq": seq + 2}
    accepted = {"seq": seq + 1, "connection": "c9"}
    stage.send(
        [
            json.dumps([0.1, "connection.opened", {**opened, "reply_channel": reply, "path": "/"}]),
            json.dumps([0, "connection.accepted", accepted]),
            json.dumps([0, "group.joined", joined]),
        ],
        9.0,
    )
    bob = actor(stage, "client", "bob")
    stage.page.locator('[data-actor="client"][data-name="bob"][data-state="open"]').wait_for()
    assert bob.count() == 1
    assert "1 ghost" in (bob.text_content() or "")
    chips = actor(stage, "group", "chat").get_by_text("bob")
    assert chips.count() == 2
    stage.page.get_by_role("button", name="bob, connection").click()
    details = stage.page.locator(".side")
    assert "Earlier connections" in details.inner_text()
    assert "chat still counts it" in details.inner_text()


def test_the_whole_names_of_members_are_told(stage: StagePage) -> None:
    """Names that chips have no room for are told where one points at the group."""
    long = "a-very-long-name-of-a-tab"
    lines = [line.replace('"alice"', f'"{long}"') for line in log("chat")]
    before, _, _ = split(lines, "connection.closed")
    stage.show(before)
    group = stage.page.get_by_role("button", name="chat, group")
    assert long in str(group.get_attribute("title"))
    assert long not in (actor(stage, "group", "chat").text_content() or "")


def test_what_a_client_said_is_never_html(stage: StagePage) -> None:
    """A frame that looks like HTML is shown as the text that it is."""
    lines = log("chat")
    bad = [line.replace("[user] hi", "<img src=x onerror=boom>") for line in lines]
    before, _, _ = split(bad, "connection.closed")
    stage.show(before)
    assert stage.page.locator(".stage img").count() == 0
    assert "<img" in (actor(stage, "client", "alice").text_content() or "")


# --- many -------------------------------------------------------------------------------------


def test_many_tabs_fold_and_unfold(stage: StagePage) -> None:
    """Of thirty tabs thirteen stand there; the rest is one press away, and back."""
    stage.show(opened(30))
    assert actor(stage, "client").count() == 13
    stage.page.get_by_role("button", name="+17 more").click()
    stage.page.wait_for_function(
        "() => harness.root().querySelectorAll('[data-actor=client]').length === 30"
    )
    stage.page.get_by_role("button", name="fewer").click()
    stage.page.wait_for_function(
        "() => harness.root().querySelectorAll('[data-actor=client]').length === 13"
    )


def test_a_crowd_is_one_stack_with_its_count(stage: StagePage) -> None:
    """Two hundred light tabs are one actor."""
    stage.show(opened(200, crowd="fans"))
    assert actor(stage, "client").count() == 1
    assert "×200" in (actor(stage, "client", "fans").text_content() or "")


# --- what flies -------------------------------------------------------------------------------


def test_tokens_fly_and_then_the_canvas_is_empty(talk: StagePage) -> None:
    """While facts are shown the canvas is painted; afterwards nothing is left on it."""
    assert talk.page.evaluate(PAINTED) == 0
    _, after, at = split(log("chat"), "frame.received")
    talk.send(after[:20], at)
    talk.page.wait_for_function(f"() => ({PAINTED})() > 0")
    talk.page.wait_for_function(f"() => ({PAINTED})() === 0", timeout=20_000)


def test_reduced_motion_lets_nothing_fly(browser: Browser) -> None:
    """Who asked for it sees roads drawn whole: two looks while one is in use are the same."""
    with stage_page(browser, calm=True) as stage:
        before, after, at = split(log("chat"), "frame.received")
        stage.show(before)
        stage.send(after[:20], at)
        stage.page.wait_for_function(f"() => ({PAINTED})() > 0")
        same = stage.page.evaluate(
            f"""async () => {{
              const first = ({PAINTED})();
              await new Promise((done) => requestAnimationFrame(done));
              return first === ({PAINTED})();
            }}"""
        )
        assert same


# --- what is pressed --------------------------------------------------------------------------


def test_a_consumers_source_is_one_press_away(talk: StagePage) -> None:
    """A press on ws_message selects it, on the picture and for screen readers, and opens it."""
    button = talk.page.get_by_role("button", name="ws_message, consumer")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(actor(talk, "consumer", "ws_message")).to_have_class(re.compile("picked"))
    talk.page.get_by_text("def ws_message").wait_for()


def test_the_tab_key_walks_the_way_of_a_message(talk: StagePage) -> None:
    """Clients first, then servers, channels, workers, consumers and groups, each with a name."""
    found = talk.page.locator(".plane button, .plane input").evaluate_all(
        """(els) => els.map((el) => [el.dataset.hit ?? el.tagName,
                                     el.getAttribute('aria-label') ?? el.textContent])"""
    )
    assert all(name.strip() for _, name in found)
    kinds = [kind for kind, _ in found]
    order = ["connection", "INPUT", "server", "channel", "worker", "consumer", "group", "bin"]
    assert [kinds.index(kind) for kind in order] == sorted(kinds.index(kind) for kind in order)


def test_a_heap_in_the_bin_leads_to_its_losses(stage: StagePage) -> None:
    """The bin's link shows what was lost in the table."""
    stage.show(GHOST)
    stage.page.get_by_role("button", name="Show in table").click()
    assert stage.page.get_by_label("Filter", exact=True).input_value() == "lost"


# --- tabs -------------------------------------------------------------------------------------


def test_a_tab_closes_and_opens_again(stage: StagePage) -> None:
    """The cross closes alice's tab; a closed tab offers the way back in its place."""
    before, _, _ = split(log("chat"), "frame.received")
    stage.show(before)
    stage.page.get_by_role("button", name="Close alice").click()
    assert [one["tab"] for one in sent(stage, "tab.close")] == ["alice"]
    stage.hide()
    number = stage.show(log("chat"))
    stage.page.locator(".plane .reopen").first.click()
    stage.page.wait_for_function(
        """(n) => harness.stage(n).kernel.commands.some(
             (one) => one.do === 'tab.reopen' && one.tab === 'alice')""",
        arg=number,
    )


def test_a_tab_opens_at_a_path(talk: StagePage) -> None:
    """A path beside the button is where the new tab goes."""
    talk.page.get_by_label("Path of the new tab").fill("/rooms/2/")
    talk.page.get_by_label("Path of the new tab").press("Enter")
    assert [(one["path"], one["name"]) for one in sent(talk, "tab.open")] == [("/rooms/2/", None)]


def test_a_new_tab_takes_the_focus(talk: StagePage) -> None:
    """Who has opened a tab can type at once, when the log has told that it is open."""
    talk.page.evaluate("() => { harness.stage().kernel.values['tab.open'] = 'tab 7' }")
    talk.page.get_by_role("button", name="+ Open a tab").click()
    sent(talk, "tab.open")
    last = json.loads(split(log("chat"), "frame.received")[0][-1])[2]["seq"]
    about = {"id": "c77", "where": "server:1", "connection": "c77"}
    new = {"protocol": "websocket", "path": "/", "reply_channel": "daphne.response.x!77"}
    talk.send(
        [
            json.dumps(
                [0, "connection.opened", {"seq": last + 1, **about, **new, "label": "tab 7"}]
            ),
            json.dumps([0.001, "connection.accepted", {"seq": last + 2, **about}]),
        ],
        at=1.0,
    )
    expect(talk.page.get_by_label("Type to tab 7")).to_be_focused()


def test_a_line_that_was_not_sent_comes_back(talk: StagePage) -> None:
    """When the kernel refuses a line it stands in the tab again, to be sent once more."""
    talk.page.evaluate("() => { harness.stage().kernel.errors['tab.send'] = 'Closed.' }")
    line = talk.page.get_by_label("Type to alice")
    line.fill("hello")
    line.press("Enter")
    talk.page.locator(".note[role=alert]").wait_for()
    talk.page.wait_for_function(
        "() => harness.root().querySelector('[aria-label=\"Type to alice\"]').value === 'hello'"
    )


@pytest.fixture
def phone(browser: Browser) -> Iterator[StagePage]:
    """A page of a phone's width."""
    with stage_page(browser, width=360, height=800) as stage:
        yield stage


def test_at_360_pixels_one_line_types_into_any_tab(phone: StagePage) -> None:
    """The line stands above the tabs, large enough to be touched; a choice says for whom."""
    before, _, _ = split(log("chat"), "frame.received")
    phone.show(before)
    phone.page.get_by_label("Tab", exact=True).select_option("bob")
    line = phone.page.get_by_label("Type to bob")
    box = line.bounding_box()
    assert box is not None
    assert box["height"] >= 36
    line.fill("from my phone")
    line.press("Enter")
    assert [(one["tab"], one["text"]) for one in sent(phone, "tab.send")] == [
        ("bob", "from my phone")
    ]


def test_at_360_pixels_a_ghosts_tab_opens_again(phone: StagePage) -> None:
    """Where all tabs have gone, their line is the way back."""
    phone.show(log("ghost"))
    phone.page.get_by_role("button", name="Reopen").click()
    assert [one["tab"] for one in sent(phone, "tab.reopen")] == ["alice"]


def test_at_360_pixels_nothing_sticks_out(phone: StagePage) -> None:
    """Every button of the picture is within the page."""
    phone.show(GHOST)
    boxes = phone.page.locator(".plane button, .plane input").evaluate_all(
        "(els) => els.map((el) => el.getBoundingClientRect()).map((b) => [b.left, b.right])"
    )
    assert boxes
    assert all(left >= 0 and right <= 360 for left, right in boxes)


# --- processes ----------------------------------------------------------------------------------

PROCESSES = log("processes")
KILLED = [*split(PROCESSES, "process.left")[0], split(PROCESSES, "process.left")[1][0]]
"""Two servers and four workers in processes, just after the second worker was killed."""


def test_processes_stand_around_what_runs_in_them(browser: Browser) -> None:
    """Each box holds its own server or worker, at every width, and what was killed says so."""
    for width in (1280, 860, 360):
        with stage_page(browser, width=width) as stage:
            stage.show(KILLED)
            boxes = actor(stage, "process")
            assert boxes.count() == 6
            outside = """(els) => els.filter((el) => {
              const inner = el.ownerSVGElement.querySelector(
                `[data-name="${el.dataset.runs}"] rect`).getBoundingClientRect();
              const outer = el.querySelector('rect').getBoundingClientRect();
              return inner.left < outer.left || inner.right > outer.right
                || inner.top < outer.top || inner.bottom > outer.bottom;
            }).map((el) => el.dataset.name)"""
            assert boxes.evaluate_all(outside) == []
            killed = stage.page.locator('[data-actor="process"][data-runs="worker:2"]')
            assert killed.get_attribute("data-state") == "left"
            expect(killed).to_contain_text("killed (-9)")


def test_a_process_that_replaces_a_killed_one_says_whom(stage: StagePage) -> None:
    """In its box, and in the details of the worker that it runs."""
    stage.show(split(PROCESSES, "connection.closed")[0])
    former = stage.page.locator('[data-actor="process"][data-runs="worker:2"]')
    assert former.get_attribute("data-state") == "running"
    gone = former.get_attribute("data-replaces")
    assert gone is not None
    stage.page.get_by_role("button", name="worker:2").first.click()
    side = stage.page.locator(".side")
    expect(side).to_contain_text(str(former.get_attribute("data-name")))
    expect(side).to_contain_text(f"{gone}: killed (-9)")


def test_the_layer_is_named_where_the_channels_are(talk: StagePage, open_page: OpenPage) -> None:
    """A sandbox in memory says so, and stands in no box of a process."""
    named = talk.page.locator(".figure [data-layers]")
    expect(named).to_have_text("memory")
    assert actor(talk, "process").count() == 0
    second = open_page()
    second.show(KILLED)
    expect(second.page.locator(".figure [data-layers]")).to_have_text("Redis socket")
