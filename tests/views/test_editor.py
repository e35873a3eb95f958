"""The editor in the stage, in Chromium, with a kernel that answers as the tests tell it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from sandbox.views.stage import editor_module
from tests.views.page import StagePage, log

pytestmark = pytest.mark.browser

ADD = """@box.consumer("websocket.connect")
def ws_add(message):
    Group("chat").add(message.reply_channel)
"""
MESSAGE = """@box.consumer("websocket.receive")
def ws_message(message):
    Group("chat").send({"text": "[user] %s" % message.content["text"]})
"""
EDITED = MESSAGE.replace("[user]", "[edited]")
ROUTES = ["websocket.connect -> ws_add", "websocket.receive -> ws_message"]


def served(name: str, channel: str, source: str, version: str = "v1", **more: Any) -> Any:
    """An entry of ``code.list``."""
    entry = {"name": name, "channels": [channel], "version": version, "source": source}
    where = {
        "path": None,
        "diff": "",
        "file": "cell [2]",
        "line": 1,
        "edited": False,
        "editable": True,
        "why": None,
    }
    return {**entry, **where, **more}


def listed(version: str = "v1", source: str = MESSAGE, **more: Any) -> Any:
    """What ``code.list`` gives: ws_message as *version*."""
    message = served("ws_message", "websocket.receive", source, version, **more)
    add = served("ws_add", "websocket.connect", ADD)
    return {"consumers": [add, message], "routes": ROUTES}


COMPLETIONS = {
    "names": ["Group", "alice", "print"],
    "message": ["channel", "content", "reply_channel"],
    "keys": {"websocket.receive": ["order", "path", "text"]},
}


class Editing:
    """A page with a stage and its editor."""

    def __init__(self, stage: StagePage, **options: Any) -> None:
        self.stage = stage
        self.page = stage.page
        stage.show(log("chat"), **options)
        self.answers(
            **{
                "code.editor": editor_module(),
                "code.list": listed(),
                "code.complete": COMPLETIONS,
                "code.undo": [],
            }
        )
        self.seq = 1000

    def answers(self, **values: Any) -> None:
        """From now on commands are answered with these values."""
        self.page.evaluate("(v) => Object.assign(harness.stage().kernel.values, v)", values)

    def asked(self, do: str) -> list[dict[str, Any]]:
        """The commands *do* that were given."""
        return [one for one in self.stage.commands() if one["do"] == do]

    def open(self, consumer: str = "ws_message") -> None:
        """Open it from the head and show a consumer."""
        self.page.locator("[data-tool=code]").click()
        self.tab(consumer).click()
        expect(self.text).to_be_focused()

    def tab(self, name: str) -> Locator:
        """A tab of the editor."""
        return self.page.locator(".code").get_by_role("tab", name=name)

    @property
    def text(self) -> Locator:
        """What is typed into."""
        return self.page.locator(".cm-content")

    @property
    def saying(self) -> Locator:
        """What there is to say."""
        return self.page.locator(".code .saying")

    def button(self, do: str) -> Locator:
        """A button below the text."""
        return self.page.locator(f".code [data-do={do}]")

    def written(self) -> str:
        """The text in the editor."""
        lines = self.page.locator(".cm-line")
        return "\n".join(str(line) for line in lines.all_text_contents())

    def type(self, text: str) -> None:
        """Type at the end of the text, key by key."""
        self.text.press("Control+End")
        self.text.press_sequentially(text)

    def changed(self, version: str, source: str, by: str = "cell") -> None:
        """Other code serves: the kernel lists it, and its fact comes."""
        self.answers(**{"code.list": listed(version, source)})
        self.seq += 1
        fact = {"seq": self.seq, "what": "ws_message", "version": version, "by": by}
        more = {"diff": "-x\n+y\n", "source": source, "file": "cell [5]", "line": 1}
        self.stage.send([json.dumps([0.1, "code.changed", {**fact, **more}])], 60)


@pytest.fixture
def editing(stage: StagePage) -> Editing:
    """A page of 1280 × 800."""
    return Editing(stage)


def serves(version: str) -> dict[str, Any]:
    """The answer to a save that serves."""
    changed = [{"name": "ws_message", "version": version, "diff": ""}]
    return {"code.save": {"saved": True, "changed": changed}}


def refuses(error: str, message: str, line: int | None, column: int | None = None) -> Any:
    """The answer to a save that does not."""
    told = {"error": error, "message": message, "line": line, "column": column, "traceback": ""}
    return {"code.save": {"saved": False, **told}}


# -- opening --------------------------------------------------------------------------------------


def test_its_module_is_fetched_when_it_is_opened_first(editing: Editing) -> None:
    """And once for all times that it is opened."""
    assert editing.asked("code.editor") == []
    editing.open()
    assert editing.written() == MESSAGE
    editing.page.locator("[data-tool=code]").click()
    expect(editing.text).to_have_count(0)
    editing.open()
    assert len(editing.asked("code.editor")) == 1


def test_a_module_that_does_not_come_is_said(editing: Editing) -> None:
    """With the kernel's sentence; the picture goes on."""
    editing.page.evaluate("() => harness.stage().kernel.errors['code.editor'] = 'Not built here.'")
    editing.page.locator("[data-tool=code]").click()
    expect(editing.page.locator(".coding")).to_contain_text("Not built here.")


def test_it_is_opened_from_a_consumer_in_the_picture(editing: Editing) -> None:
    """By a double click, and by the button in its details."""
    consumer = editing.page.get_by_role("button", name="ws_add, consumer")
    consumer.dblclick()
    expect(editing.tab("ws_add")).to_have_attribute("aria-selected", "true")
    editing.page.get_by_role("button", name="ws_message, consumer").click()
    editing.page.get_by_role("button", name="Edit ws_message").click()
    expect(editing.tab("ws_message")).to_have_attribute("aria-selected", "true")
    expect(editing.text).to_be_focused()


def test_it_is_opened_from_an_error_at_its_line(editing: Editing) -> None:
    """The line that raised is marked, whatever its number in its cell."""
    line = '    Group("chat").send({"text": "[user] %s" % message.content["text"]})'
    trace = "\n".join(
        ["Traceback (most recent call last):", '  File "cell [2]", line 31, in ws_message', line]
    )
    run = {"seq": 1, "id": "r9", "run": "r9", "consumer": "ws_message", "message": "m1"}
    raised = {**run, "seq": 1002, "error": "KeyError: 'text'", "traceback": f"{trace}\nKeyError"}
    editing.stage.send([json.dumps([0.1, "consumer.raised", raised])], 60)
    editing.stage.press("2")
    editing.page.locator("tr", has_text="consumer.raised").click()
    editing.page.get_by_role("button", name="Edit ws_message").click()
    expect(editing.saying).to_contain_text("Line 3 raised KeyError: 'text'")
    expect(editing.page.locator(".cm-lint-marker-error")).to_have_count(1)


def test_what_stands_before_it_goes_when_the_head_asks_for_it(editing: Editing) -> None:
    """One press brings it back from behind details, another closes it."""
    editing.open()
    editing.page.get_by_role("button", name="chat, group").click()
    expect(editing.text).to_have_count(0)
    tool = editing.page.locator("[data-tool=code]")
    expect(tool).to_have_attribute("aria-pressed", "false")
    tool.click()
    expect(editing.text).to_be_focused()
    tool.click()
    expect(editing.text).to_have_count(0)


def test_the_rules_are_listed_and_lead_to_their_consumers(editing: Editing) -> None:
    """In the order in which they are tried."""
    editing.open()
    editing.tab("Routes").click()
    rules = editing.page.locator(".code .rules li")
    assert rules.all_text_contents() == [rule.replace("->", "→") for rule in ROUTES]
    rules.nth(0).get_by_role("button").click()
    expect(editing.tab("ws_add")).to_have_attribute("aria-selected", "true")


# -- running --------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["Shift+Enter", "Control+Enter", "Control+s"])
def test_a_text_is_run_by_key(editing: Editing, key: str) -> None:
    """It serves from the next message on, and no line was put in."""
    editing.open()
    editing.type("# more")
    expect(editing.page.locator(".code .facts [data-state]")).to_have_text("not saved")
    expect(editing.page.locator("[data-tool=code]")).to_contain_text("●")
    editing.answers(**serves("v2"))
    editing.text.press(key)
    expect(editing.saying).to_contain_text("v2 serves from the next message on")
    expect(editing.page.locator(".code .facts [data-state]")).to_have_text("serves")
    expect(editing.page.locator("[data-tool=code]")).to_have_text("Code")
    [save] = editing.asked("code.save")
    assert (save["consumer"], save["base"], save["source"]) == (
        "ws_message",
        "v1",
        MESSAGE + "# more",
    )


@pytest.mark.parametrize(
    ("answer", "sentence", "line"),
    [
        (
            refuses("SyntaxError", "'(' was never closed", 2, 15),
            "Line 2: SyntaxError: '(' was never closed; v1 goes on serving.",
            "2",
        ),
        (
            refuses("ModuleNotFoundError", "No module named 'nowhere'", 4),
            "Line 4: ModuleNotFoundError: No module named 'nowhere'; v1 goes on serving.",
            "4",
        ),
        (
            refuses("SandboxError", "This text defines no ws_message.", None),
            "This text defines no ws_message; v1 goes on serving.",
            None,
        ),
    ],
)
def test_what_is_wrong_stands_at_its_line(
    editing: Editing, answer: Any, sentence: str, line: str | None
) -> None:
    """In one sentence with what goes on serving; the text and its being unsaved stay."""
    editing.open()
    editing.type("# wrong")
    editing.answers(**answer)
    editing.button("run").click()
    expect(editing.saying).to_have_text(sentence)
    marks = editing.page.locator(".cm-gutter-lint .cm-gutterElement:has(.cm-lint-marker-error)")
    if line is None:
        expect(marks).to_have_count(0)
    else:
        [mark] = marks.all()
        box, number = (
            mark.bounding_box(),
            editing.page.locator(".cm-lineNumbers .cm-gutterElement", has_text=line),
        )
        assert box is not None
        assert abs(box["y"] - number.last.bounding_box()["y"]) < 2  # type: ignore[index]
    expect(editing.page.locator(".code .facts [data-state]")).to_have_text("not saved")
    assert editing.written().endswith("# wrong")


def test_what_may_not_be_edited_is_looked_at(editing: Editing) -> None:
    """The sentence says where it is edited instead; keys change nothing."""
    why = "ws_message stands in chat/consumers.py; save it there, and it serves at once."
    editing.answers(**{"code.list": listed(editable=False, why=why)})
    editing.open()
    expect(editing.saying).to_have_text(why)
    expect(editing.button("run")).to_have_count(0)
    editing.type("no")
    assert editing.written() == MESSAGE


def test_a_new_text_becomes_that_of_its_consumer(editing: Editing) -> None:
    """It begins with a template, and its tab takes the consumer's name."""
    editing.open()
    editing.tab("New").click()
    assert "@box.consumer" in editing.written()
    saved = {"saved": True, "changed": [{"name": "ws_new", "version": "v1", "diff": ""}]}
    there = listed()
    there["consumers"].append(served("ws_new", "websocket.receive", "def ws_new(message): pass\n"))
    editing.answers(**{"code.save": saved, "code.list": there})
    editing.button("run").click()
    expect(editing.tab("ws_new")).to_have_attribute("aria-selected", "true")
    [save] = editing.asked("code.save")
    assert (save["consumer"], save["base"]) == (None, None)


def test_the_last_change_is_undone(editing: Editing) -> None:
    """Whoever made it; the answer names what serves otherwise now."""
    editing.open()
    editing.button("undo").click()
    expect(editing.saying).to_have_text("There is no change to undo.")
    editing.answers(**{"code.undo": ["ws_message"]})
    editing.button("undo").click()
    expect(editing.saying).to_have_text("Undone: ws_message.")


# -- one source of truth --------------------------------------------------------------------------


def test_a_text_that_nobody_touched_follows_its_cell(editing: Editing) -> None:
    """The cell is run again: the editor has its text, and says so."""
    editing.open()
    editing.changed("v2", EDITED)
    expect(editing.saying).to_have_text("It was changed elsewhere: v2 serves now.")
    assert editing.written() == EDITED


def test_a_cell_that_is_run_again_takes_no_text_away(editing: Editing) -> None:
    """Theirs is taken by choice, and then mine comes back by another."""
    editing.open()
    editing.type("# mine")
    editing.changed("v2", EDITED)
    expect(editing.saying).to_contain_text("The cell of ws_message was run again: v2 serves now")
    assert editing.written() == MESSAGE + "# mine"
    editing.text.press("Shift+Enter")
    assert editing.asked("code.save") == []
    editing.page.get_by_role("button", name="Take theirs").click()
    assert editing.written() == EDITED
    editing.page.get_by_role("button", name="Bring my text back").click()
    assert editing.written() == MESSAGE + "# mine"


def test_mine_is_kept_and_saved_over_theirs(editing: Editing) -> None:
    """After the choice it counts as begun from what serves now."""
    editing.open()
    editing.type("# mine")
    editing.changed("v2", EDITED, by="undo")
    expect(editing.saying).to_contain_text("A change of ws_message was undone")
    editing.page.get_by_role("button", name="Keep mine").click()
    editing.answers(**serves("v3"))
    editing.text.press("Shift+Enter")
    expect(editing.saying).to_contain_text("v3 serves")
    [save] = editing.asked("code.save")
    assert (save["base"], save["source"]) == ("v2", MESSAGE + "# mine")


def test_a_conflict_that_only_the_kernel_knows_is_no_save(editing: Editing) -> None:
    """Its facts may come later than the answer."""
    editing.open()
    editing.type("# mine")
    theirs = served("ws_message", "websocket.receive", EDITED, "v2")
    editing.answers(**{"code.save": {"saved": False, "conflict": theirs}})
    editing.button("run").click()
    expect(editing.page.get_by_role("button", name="Keep mine")).to_be_visible()
    assert editing.written() == MESSAGE + "# mine"


def test_closing_and_turning_to_another_text_loses_nothing(editing: Editing) -> None:
    """Neither the text nor its own way back."""
    editing.open()
    editing.type("# mine")
    editing.tab("ws_add").click()
    assert editing.written() == ADD
    editing.page.get_by_role("button", name="Close the editor").click()
    editing.open()
    assert editing.written() == MESSAGE + "# mine"


def test_a_window_of_its_own_has_the_text_and_gives_it_back(editing: Editing) -> None:
    """Typed into there, with completions; closed, all of it is in the notebook again."""
    editing.open()
    editing.type("# mine")
    with editing.page.context.expect_page() as opened:
        editing.page.get_by_role("button", name="Window").click()
    window = opened.value
    text = window.locator(".cm-content")
    text.press("Control+End")
    text.press_sequentially('\nx = message["t')
    expect(window.locator(".cm-completionLabel")).to_have_text(["text"])
    window.close()
    expect(editing.text).to_contain_text('x = message["t')
    assert editing.written().startswith(MESSAGE + "# mine\n")


def test_the_diff_is_that_to_the_version_that_serves(editing: Editing) -> None:
    """In the text itself, which can be typed into all the same."""
    editing.open()
    editing.type("# mine")
    expect(editing.page.locator(".cm-changedLine")).to_have_count(0)
    editing.button("compare").click()
    expect(editing.page.locator(".cm-changedLine")).to_have_text("# mine")
    editing.button("compare").click()
    expect(editing.page.locator(".cm-changedLine")).to_have_count(0)


def test_a_version_of_before_is_put_into_the_editor(editing: Editing) -> None:
    """Unsaved: it serves when it is run."""
    editing.changed("v2", EDITED)
    editing.changed("v3", MESSAGE)
    editing.open()
    versions = editing.page.get_by_label("Versions")
    assert "v2 · cell" in versions.inner_text()
    versions.select_option(index=2)
    assert editing.written() == EDITED
    expect(editing.page.locator(".code .facts [data-state]")).to_have_text("not saved")


# -- writing --------------------------------------------------------------------------------------


def test_names_and_keys_that_were_seen_are_completed(editing: Editing) -> None:
    """Keys of the very channels that the consumer hears."""
    editing.open()
    editing.type("    Gro")
    expect(editing.page.locator(".cm-completionLabel").first).to_have_text("Group")
    editing.text.press("Escape")
    expect(editing.text).to_be_focused()
    editing.text.press("Enter")
    editing.type('x = message["t')
    expect(editing.page.locator(".cm-completionLabel")).to_have_text(["text"])
    # Not by Enter: just after they have come, a key is taken for one that was meant for the text.
    editing.page.locator(".cm-completionLabel").click()
    assert 'x = message["text"]' in editing.written()


def test_keys_reach_neither_the_page_nor_the_stage(editing: Editing) -> None:
    """What is typed is code; Ctrl-S saves it, and not the notebook."""
    editing.page.evaluate(
        """() => { window.heard = [];
          for (const kind of ['keydown', 'keypress', 'keyup'])
            document.addEventListener(kind, (e) => heard.push(e.key)); }"""
    )
    editing.open()
    editing.type("ddfpt12?/ ,.")
    editing.answers(**serves("v2"))
    editing.text.press("Control+s")
    expect(editing.saying).to_contain_text("v2 serves")
    assert [key for key in editing.page.evaluate("heard") if key not in ("Control",)] in (
        [],
        ["s"],  # the key going up, which asks for nothing
    )
    assert "ddfpt12?/ ,." in editing.written()
    expect(editing.page.locator(".stage")).to_have_attribute("data-view", "flow")


def test_escape_leaves_the_text_then_the_editor(editing: Editing) -> None:
    """Tab indents, so a keyboard needs another way out."""
    editing.open()
    editing.text.press("Tab")
    expect(editing.text).to_be_focused()
    editing.text.press("Escape")
    expect(editing.tab("ws_message")).to_be_focused()
    editing.page.keyboard.press("ArrowLeft")
    expect(editing.tab("ws_add")).to_be_focused()
    editing.page.keyboard.press("Escape")
    expect(editing.text).to_have_count(0)


def test_a_text_is_copied_for_its_cell(editing: Editing) -> None:
    """As it is in the editor, saved or not."""
    editing.page.evaluate(
        """() => Object.defineProperty(navigator, 'clipboard',
             { value: { writeText: async (text) => { window.copied = text; } } })"""
    )
    editing.open()
    editing.type("# mine")
    editing.button("copy").click()
    expect(editing.button("copy")).to_have_text("Copied")
    assert editing.page.evaluate("copied") == MESSAGE + "# mine"


# -- looks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theme", "language", "width"),
    [("light", "ru", 360), ("dark", "en", 1280), ("projector", "ru", 1280), ("light", "en", 820)],
)
def test_all_of_it_is_within_the_stage(
    open_page: Callable[..., StagePage], theme: str, language: str, width: int
) -> None:
    """At every width, theme and language; the text has a name for a screen reader."""
    editing = Editing(open_page(width=width, height=900), theme=theme, language=language)
    page = editing.page
    tool = page.locator("[data-tool=code]")
    if tool.count() == 0:
        page.locator(".more > button").click()
        page.get_by_role("menuitem", name="Код").click()
    else:
        tool.click()
    editing.tab("ws_message").click()
    expect(editing.text).to_be_focused()
    assert "ws_message" in (editing.text.get_attribute("aria-label") or "")
    editing.type("# a line that is so long that it has to be wrapped somewhere " * 2)
    editing.changed("v2", EDITED)
    page.locator(".conflict").wait_for()
    outside = page.evaluate(
        """() => { const root = harness.root(), stage = root.querySelector('.stage');
          const right = stage.getBoundingClientRect().right, panel = root.querySelector('.coding');
          const bottom = panel.getBoundingClientRect().bottom + 1;
          return [...panel.querySelectorAll('button, select, p, .cm')].filter((e) => {
            const box = e.getBoundingClientRect();
            return !e.closest('.list') && (box.right > right || box.bottom > bottom);
          }).map((e) => e.outerHTML.slice(0, 80)); }"""
    )
    assert outside == []
