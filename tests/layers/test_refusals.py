"""Refusals: how they are counted, and what the log keeps of them."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.layers.refusals import refusal
from sandbox.trace import ops
from sandbox.trace.ledger import INVALID_NAME


def refused(channel: Any, content: Any, reason: str = "full") -> tuple[str, tuple[Any, ...]]:
    return refusal(channel, content, reason, 2.0, "cell", 7, "default", 3)


def test_a_refusal_is_told_with_its_channel_and_tries() -> None:
    """It is counted by its channel; the content is a copy without secrets."""
    content = {"text": "hi", "headers": [["cookie", "sessionid=secret"]]}
    counted, fact = refused("a", content)
    assert counted == "a"
    assert fact[:7] == (ops.REFUSED, 2.0, "cell", 7, "default", "a", "full")
    assert fact[8] == 3
    assert fact[7]["text"] == "hi"
    assert "secret" not in str(fact[7])
    assert fact[7] is not content


def test_a_bad_name_has_a_row_of_its_own() -> None:
    """Whatever it is; a long one is cut."""
    assert refused("a b", {}, "invalid_name")[0] == INVALID_NAME
    counted, fact = refused(7, {}, "not_a_dict")
    assert (counted, fact[5]) == (INVALID_NAME, "<int>")
    assert len(refused("x" * 1000, {}, "invalid_name")[1][5]) == 200


class Uncopied(dict[str, Any]):
    def values(self) -> Any:
        raise RuntimeError


@pytest.mark.parametrize(
    ("content", "shown"),
    [(None, None), ("text", "text"), (7, "<int>"), (Uncopied(a=1), "<Uncopied>")],
)
def test_what_is_no_message_is_shown_by_its_type(content: Any, shown: Any) -> None:
    """Text and nothing stay as they are."""
    assert refused("a", content)[1][7] == shown
