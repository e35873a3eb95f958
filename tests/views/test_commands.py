"""Commands as texts: what is understood, what is refused, and how it is said."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.views.commands import LONGEST, VERBS, Command, CommandError, answer, parse


def text(**fields: Any) -> str:
    """Return a command's text."""
    return json.dumps({"id": 1, "stage": "s", **fields})


def answered(command: str, **handlers: Any) -> dict[str, Any]:
    """Return the answer of one handler for every verb."""
    found: dict[str, Any] = json.loads(answer(command, dict.fromkeys(VERBS, handlers["by"])))
    return found


def test_a_command_is_read() -> None:
    """Its id, stage, verb, and each of its arguments."""
    assert parse(text(do="tab.send", tab="alice", text="hi")) == Command(
        1, "s", "tab.send", {"tab": "alice", "text": "hi"}
    )
    assert parse(text(do="tab.open", path="/")).arguments == {"path": "/", "name": None}
    assert parse(text(do="held.delay", message="m1", seconds=0.5)).arguments["seconds"] == 0.5
    assert parse(text(do="held.edit", message="m1", changes={"a": 1})).arguments["changes"] == {
        "a": 1
    }
    assert parse(text(do="feed.resend", after=0).encode()).arguments == {"after": 0}


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("{", "A command is JSON, and this is none"),
        ("[]", "A command is a JSON object, not an array."),
        ("null", "A command is a JSON object, not null."),
        ('{"stage": "s", "do": "feed.stop"}', 'a whole number as its "id", not null'),
        ('{"id": true, "stage": "s", "do": "feed.stop"}', '"id", not true'),
        ('{"id": 1, "do": "feed.stop"}', 'its stage as a text in "stage", not null'),
        (text(do="box.stop"), 'There is no command "box.stop"; there are: feed.start'),
        (text(do=["x"]), 'There is no command ["x"]'),
        (text(do="tab.send", tab="a"), "tab.send takes a text as 'text', not null."),
        (text(do="tab.send", tab="a", text=5), "as 'text', not 5."),
        (text(do="feed.resend", after=1.5), "feed.resend takes a whole number as 'after'"),
        (
            text(do="held.delay", message="m1", seconds="1"),
            "takes a number of seconds as 'seconds'",
        ),
        (text(do="held.delay", message="m1", seconds=True), "as 'seconds', not true."),
        (text(do="held.edit", message="m1", changes=[]), "takes an object as 'changes', not []."),
        (text(do="held.edit", message="m1"), "takes an object as 'changes', not null."),
        (text(do="fault.begin", fault="x", options=1), "an object or null as 'options', not 1."),
        (text(do="clock.slow", factor="5"), "clock.slow takes how many times as 'factor', not"),
        (text(do="feed.stop", tab="a"), 'feed.stop takes nothing, not "tab".'),
        (text(do="tab.close", tab="a", code=1), 'tab.close takes tab, not "code".'),
        ("x" * (LONGEST + 1), "A command has at most"),
    ],
)
def test_what_is_wrong_is_said(command: str, why: str) -> None:
    """In one sentence, and nothing is done."""
    with pytest.raises(CommandError) as caught:
        parse(command)
    assert why in str(caught.value)
    said = answered(command, by=lambda command: pytest.fail("it was done"))
    assert (said["ok"], said["error"]) == (False, str(caught.value))


def test_the_value_is_the_answer() -> None:
    """With the command's own id."""
    said = answered(text(do="story", about="m9"), by=lambda command: command.arguments["about"])
    assert said == {"id": 1, "ok": True, "value": "m9"}


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyError("No tab 'x'."), "No tab 'x'."),
        (ValueError("wrong"), "wrong"),
        (RuntimeError(), "RuntimeError was raised, without a text."),
    ],
)
def test_what_a_handler_raises_is_said(error: Exception, said: str) -> None:
    """And goes no further."""

    def fail(command: Command) -> None:
        raise error

    assert answered(text(do="feed.stop"), by=fail) == {"id": 1, "ok": False, "error": said}


def test_a_value_that_is_no_data_is_said() -> None:
    """A handler's own mistake is an answer, too."""
    said = answered(text(do="feed.stop"), by=lambda command: object())
    assert not said["ok"]
    assert "not JSON serializable" in said["error"]


def test_a_verb_without_a_handler() -> None:
    """Is not possible here, as in a recording."""
    assert json.loads(answer(text(do="tab.close", tab="a"), {})) == {
        "id": 1,
        "ok": False,
        "error": "tab.close is not possible here.",
    }


def test_the_id_is_given_back_even_so() -> None:
    """Where it can be read, so that who waits for the answer hears it."""
    assert json.loads(answer(text(do="nix"), {}))["id"] == 1
    assert json.loads(answer("nix", {}))["id"] is None


@given(st.text())
def test_any_text_has_an_answer(command: str) -> None:
    """Nothing raises."""
    assert json.loads(answer(command, {}))["ok"] is False
