"""The editor in JupyterLab: code changes under a chat that goes on, from cells and from there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.lab.picture import Picture

pytestmark = [pytest.mark.lab, pytest.mark.timeout(300)]

REPORTS = Path(__file__).parents[2] / ".reports"

CHAT = '''
import threading, itertools
heard, failed, enough = [], [], threading.Event()
news = threading.Condition()

def chatting():
    """alice counts aloud, and both hear it, one after the other."""
    try:
        for n in itertools.count():
            if enough.is_set():
                return
            alice.send(str(n))
            alice.receive(timeout=30)
            with news:
                heard.append(bob.receive(timeout=30))
                news.notify_all()
    except Exception as error:
        failed.append(repr(error))
        with news:
            news.notify_all()

def until(start):
    """Wait until bob hears something that begins with *start*."""
    with news:
        news.wait_for(lambda: failed or heard and heard[-1].startswith(start), 30)
    assert heard[-1].startswith(start), heard[-1]
    assert not failed, failed
    return heard[-1]

talk = threading.Thread(target=chatting, daemon=True)
talk.start()
'''
"""Two tabs that chat in a thread of the kernel, whatever runs in cells."""


class Editor:
    """The editor in the picture of a notebook."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture
        self.stage = picture.stage
        self.page = picture.nb.page

    def open(self, consumer: str) -> None:
        """Open it from the head, or from its menu."""
        tool = self.stage.locator("[data-tool=code]")
        if tool.count() == 0:
            self.stage.locator(".more > button").click()
            tool = self.stage.get_by_role("menuitem", name="Code")
        tool.click()
        self.stage.locator(".code").get_by_role("tab", name=consumer).click()
        expect(self.text).to_be_focused()

    @property
    def text(self) -> Locator:
        """What is typed into."""
        return self.stage.locator(".code .cm-content")

    @property
    def saying(self) -> Locator:
        """What there is to say."""
        return self.stage.locator(".code .saying")

    def written(self) -> str:
        """The text in the editor."""
        return "\n".join(self.stage.locator(".code .cm-line").all_text_contents())

    def write(self, text: str) -> None:
        """Put another text in the place of all that is there, as a person pastes it."""
        self.text.press("Control+a")
        self.page.keyboard.insert_text(text)


@pytest.fixture
def chat(picture: Picture) -> Picture:
    """The notebook's chat, with two tabs that talk all the time."""
    picture.run("start", "chat", "tabs")
    picture.ask(f"exec({CHAT!r}, globals())")
    assert picture.ask("until('[user] ')")
    return picture


def ended(picture: Picture) -> list[Any]:
    """End the talk; return how many lines bob heard and whether the tabs are open."""
    picture.ask("enough.set()")
    picture.ask("talk.join(30)")
    assert picture.ask("failed") == []
    heard: list[str] = picture.ask("heard")
    numbers = [int(line.split()[1].rstrip("!")) for line in heard]
    assert numbers == list(range(len(numbers))), "something was lost or came twice"
    assert picture.ask("[alice.closed, bob.closed]") == [None, None]
    return heard


def test_a_cell_and_the_editor_change_code_under_a_chat(chat: Picture) -> None:
    """Editor, cell, editor: each serves from the next message on, and no socket closes."""
    editor = Editor(chat)
    editor.open("ws_message")
    assert "[user]" in editor.written()
    editor.write(editor.written().replace("[user]", "[editor]"))
    editor.text.press("Shift+Enter")
    chat.ask("until('[editor] ')")
    expect(editor.saying).to_contain_text("serves from the next message on")
    chat.keep(REPORTS / "editor-saved.png")

    chat.edit("chat", "[user]", "[cell]")
    chat.run("chat")
    chat.ask("until('[cell] ')")
    expect(editor.text).to_contain_text("[cell]")
    expect(editor.saying).to_contain_text("It was changed elsewhere")

    editor.write(editor.written().replace("[cell]", "[mine]"))
    chat.edit("chat", "[cell]", "[again]")
    chat.run("chat")
    chat.ask("until('[again] ')")
    expect(editor.saying).to_contain_text("The cell of ws_message was run again")
    assert "[mine]" in editor.written()
    chat.keep(REPORTS / "editor-conflict.png")
    editor.stage.get_by_role("button", name="Keep mine").click()
    editor.text.press("Control+Enter")
    chat.ask("until('[mine] ')")

    editor.stage.locator(".code [data-do=undo]").click()
    chat.ask("until('[again] ')")
    expect(editor.text).to_contain_text("[again]")
    heard = ended(chat)
    assert {re.sub(r" .*", "", line) for line in heard} == {
        "[user]",
        "[editor]",
        "[cell]",
        "[again]",
        "[mine]",
    }


def test_a_wrong_text_leaves_the_old_one_serving(chat: Picture) -> None:
    """A syntax error, a wrong signature, a failing import are said, and the chat goes on."""
    editor = Editor(chat)
    editor.open("ws_message")
    right = editor.written()
    for wrong, said in (
        (right.replace("(message):", "(message:"), "SyntaxError"),
        (right.replace("(message):", "():"), "NotAConsumer"),
        (f"import nowhere_at_all\n{right}", "ModuleNotFoundError"),
    ):
        editor.write(wrong)
        editor.text.press("Control+s")
        expect(editor.saying).to_contain_text(said)
        expect(editor.saying).to_contain_text("v1 goes on serving")
    chat.keep(REPORTS / "editor-wrong.png")
    assert chat.ask("until('[user] ')")
    assert {line.split()[0] for line in ended(chat)} == {"[user]"}


def test_code_is_saved_while_a_cell_runs(chat: Picture) -> None:
    """The editor's first opening, too, does not wait for it."""
    chat.begin("until('[quick] ')")
    editor = Editor(chat)
    editor.open("ws_message")
    editor.write(editor.written().replace("[user]", "[quick]"))
    editor.text.press("Shift+Enter")
    chat.ended()
    assert chat.ask("heard[-1].startswith('[quick] ')")
    ended(chat)


def test_keys_in_the_editor_are_the_editors(picture: Picture) -> None:
    """They delete no cell, run none, open no palette and save no notebook."""
    picture.run("start", "chat")
    cells = [cell["source"] for cell in picture.nb.cells()]
    editor = Editor(picture)
    editor.open("ws_message")
    editor.text.press("Control+End")
    editor.page.keyboard.type("ddxbm00")
    for keys in ("Control+Shift+c", "Shift+Enter", "Control+s", "Escape"):
        editor.page.keyboard.press(keys)
    expect(editor.stage.locator(".code [role=tab][aria-selected=true]")).to_be_focused()
    editor.page.keyboard.type("ddxbm00")
    assert [cell["source"] for cell in picture.nb.cells()] == cells
    expect(editor.page.locator(".lm-CommandPalette-input:visible, .jp-Dialog")).to_have_count(0)
