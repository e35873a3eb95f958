"""Names: the rules of §1.1; what a layer makes of them is in the contract."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.layers import names
from sandbox.layers.names import (
    MAX_LENGTH,
    non_local_name,
    require_channel,
    require_channels,
    require_group,
    require_receivable,
)
from sandbox.testing.contract import BAD_CHANNELS, BAD_GROUPS, GOOD_CHANNELS, GOOD_GROUPS

LETTERS = string.ascii_letters + string.digits + "-_."


@pytest.mark.parametrize("name", GOOD_CHANNELS)
def test_good_channels(name: str) -> None:
    """What may be sent to passes, the first time and again."""
    require_channel(name)
    require_channel(name)


@pytest.mark.parametrize("name", [*BAD_CHANNELS, "foo\n", "foo!\n", "foo!\xe9"], ids=repr)
def test_bad_channels(name: Any) -> None:
    """A bad name is a TypeError; so are the quirks that §1.1 lets us tighten."""
    with pytest.raises(TypeError, match="A channel name"):
        require_channel(name)


@pytest.mark.parametrize("name", GOOD_GROUPS)
def test_good_groups(name: str) -> None:
    """A group's name passes, the first time and again."""
    require_group(name)
    require_group(name)


@pytest.mark.parametrize("name", [*BAD_GROUPS, "foo\n"], ids=repr)
def test_bad_groups(name: Any) -> None:
    """A bad group name is a TypeError."""
    with pytest.raises(TypeError, match="A group name"):
        require_group(name)


@given(st.text(st.sampled_from(LETTERS + "?! é\n"), max_size=12))
def test_channels_are_what_the_pattern_says(name: str) -> None:
    """A name passes exactly if the classic pattern fits, ASCII only, and it does not end in ?."""
    fits = re.fullmatch(r"[a-zA-Z\d\-_.]+([?!][\w\-_.]*)?", name, re.ASCII) is not None
    if fits and not name.endswith("?"):
        require_channel(name)
    else:
        with pytest.raises(TypeError):
            require_channel(name)


def test_the_text_of_an_error_shows_the_name_shortened() -> None:
    """A name of a megabyte does not make an error of a megabyte."""
    for check in (require_channel, require_group):
        with pytest.raises(TypeError, match="has 1000000: 'xxx") as caught:
            check("x" * 1_000_000)
        assert len(str(caught.value)) < 300


def test_the_longest_name_has_99_characters() -> None:
    """One hundred characters are refused."""
    assert MAX_LENGTH == 100
    require_channel("a" * 97 + "!x")
    with pytest.raises(TypeError, match="fewer than 100"):
        require_channel("a" * 98 + "!x")


def test_a_local_part_cannot_be_received_from() -> None:
    """The error says which name to receive from."""
    for name in ("a", "a!", "a?x"):
        require_receivable(name)
    with pytest.raises(TypeError, match=r"'server!', not 'server!x'"):
        require_receivable("server!x")


@pytest.mark.parametrize("wrong", [[], (), ("a",), "", "a", None, {"a"}], ids=repr)
def test_names_come_in_a_list(wrong: Any) -> None:
    """Anything but a list with something in it is an AssertionError (trap 10)."""
    with pytest.raises(AssertionError, match="at least one name"):
        require_channels(wrong)


def test_each_name_of_a_list_is_checked() -> None:
    """A bad name in a list is a TypeError; for receiving, a local part is bad."""
    require_channels(["a", "b!x"])
    require_channels(["a", "b!"], receive=True)
    with pytest.raises(TypeError):
        require_channels(["a", "b c"])
    with pytest.raises(TypeError):
        require_channels(["a", "b!x"], receive=True)


@pytest.mark.parametrize(
    ("name", "prefix"),
    [("a", "a"), ("a!", "a!"), ("a!b", "a!"), ("a?b", "a?b"), ("a!b!c", "a!"), ("", "")],
)
def test_non_local_names(name: str, prefix: str) -> None:
    """The part up to and including the first ``!``, or all of it."""
    assert non_local_name(name) == prefix


def test_memory_of_valid_names_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names with a random part do not fill the memory."""
    monkeypatch.setattr(names, "_REMEMBERED", 10)
    monkeypatch.setattr(names, "_valid_channels", set())
    for number in range(100):
        require_channel(f"server!{number}")
    assert len(names._valid_channels) <= 10
