"""What callers give: wrong kinds and values are named, with what to write instead."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest

from sandbox import options


@pytest.mark.parametrize("value", [0, 1, 0.5, Fraction(1, 2), 2_000_000])
def test_seconds_are_numbers(value: Any) -> None:
    """Of any real kind; they come back as floats."""
    assert options.seconds("timeout", value) == float(value)
    assert type(options.seconds_or_none("timeout", value)) is float


def test_none_is_no_limit_where_it_may_be() -> None:
    """And is refused like anything else where it may not."""
    assert options.seconds_or_none("timeout", None) is None
    assert options.whole_or_none("keep", None, least=0, usual=1, none="all") is None
    with pytest.raises(TypeError, match=r"^timeout is a number of seconds, not None: write "):
        options.seconds("timeout", None)


@pytest.mark.parametrize("value", ["1", True, [], 1j])
def test_what_is_no_number_of_seconds(value: Any) -> None:
    """A text with digits is none, nor is True."""
    with pytest.raises(TypeError) as caught:
        options.seconds_or_none("timeout", value, usual=10)
    assert str(caught.value) == (
        f"timeout is a number of seconds, or None for no limit, not {value!r}: write timeout=10."
    )


@pytest.mark.parametrize("value", [-1, -0.001, math.inf, math.nan, 1e12])
def test_seconds_that_cannot_be(value: float) -> None:
    """A negative number would wait for ever somewhere below."""
    with pytest.raises(ValueError, match=r"^expiry is from 0 to 2,000,000 seconds, not "):
        options.seconds("expiry", value)


@pytest.mark.parametrize("value", ["1", 1.0, False, None])
def test_what_is_no_whole_number(value: Any) -> None:
    """Nor is a float that has no fraction."""
    with pytest.raises(TypeError, match=rf"^workers is a whole number, not {value!r}: write "):
        options.whole("workers", value, least=0, usual=1)


def test_a_number_that_is_too_small() -> None:
    """The least one is named."""
    assert options.whole("size", 1, least=1, usual=20) == 1
    with pytest.raises(ValueError, match=r"^size is at least 1, not 0: write size=20\.$"):
        options.whole("size", 0, least=1, usual=20)


def test_text_and_flags() -> None:
    """Each is itself, or named."""
    assert options.text("path", "/", usual="/chat/") == "/"
    with pytest.raises(TypeError, match=r"^path is text such as '/chat/', not 3\.$"):
        options.text("path", 3, usual="/chat/")
    assert options.flag("wait", False) is False
    with pytest.raises(TypeError, match=r"^wait is True or False, not 'no': write wait=True or"):
        options.flag("wait", "no")


def test_what_came_is_shown_short() -> None:
    """Its repr, or its kind where that is long, has lines or fails."""

    class Broken:
        def __repr__(self) -> str:
            raise KeyError("x")

    class Item:
        def __repr__(self) -> str:
            return "a\nb"

    assert options.shown("x") == "'x'"
    assert options.shown("x" * 100) == "a str"
    assert options.shown(Broken()) == "a Broken"
    assert options.shown(Item()) == "an Item"


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("chta", ["chat", "jobs"], "chat"),
        ("Chat", ["chat"], "chat"),
        ("bbo", ["alice", "bob"], "bob"),
        ("chat", ["chat"], None),
        ("x", ["chat"], None),
        (3, [1, 2], None),
        ("chat", [], None),
    ],
)
def test_what_was_probably_meant(word: object, known: list[object], meant: str | None) -> None:
    """The nearest name, never the word itself."""
    assert options.nearest(word, known) == meant
    told = f" (did you mean {meant!r}?)" if meant else ""
    assert options.did_you_mean(word, known) == told
