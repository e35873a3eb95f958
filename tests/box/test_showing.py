"""Rows as text and as HTML."""

from __future__ import annotations

from sandbox import Sandbox
from sandbox.box.showing import as_html, as_text, safely, some


def test_text_is_aligned_and_each_row_one_line() -> None:
    """Whatever is in it."""
    assert as_text("T", [("a", "x\ny"), ("bcd", "z")]) == "T\n  a    x\\ny\n  bcd  z"


def test_html_is_escaped() -> None:
    """Names are other people's."""
    shown = as_html("<b>", [("<i>", "<script>&")])
    assert "<b>" not in shown
    assert "<i>" not in shown
    assert "&lt;script&gt;&amp;" in shown


def test_rows_that_cannot_be_told() -> None:
    """A representation never raises."""
    assert safely(lambda: [("a", str(1 / 0))]) == [
        ("state", "cannot be told at this moment (ZeroDivisionError)")
    ]


def test_long_lists_are_cut() -> None:
    """After a dozen."""
    assert some([], "none") == "none"
    assert some(map(str, range(14)), "none").endswith("10, 11 and 2 more")


def test_crowds_have_a_row_of_their_own(box: Sandbox) -> None:
    """With how many of their members are still connected."""
    crowd = box.crowd(3, name="fans")
    assert "fans (3 of 3 open)" in repr(box)
    crowd.close()
    assert "fans (0 of 3 open)" in repr(box)
