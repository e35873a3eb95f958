"""Rows of a name and a text, as text and as an escaped table.

Role: what a sandbox looks like where there is no picture. It must not know what the rows are of,
and never raises: a representation is made in the middle of other people's errors, too.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable

__all__ = ["Rows", "as_html", "as_text", "safely", "some"]

Rows = list[tuple[str, str]]

_SHOWN = 12


def safely(rows: Callable[[], Rows]) -> Rows:
    """Return the rows; where they cannot be told, one row that says so."""
    try:
        return rows()
    except Exception as error:
        return [("state", f"cannot be told at this moment ({type(error).__name__})")]


def some(things: Iterable[str], nothing: str) -> str:
    """Return the first few of *things* with commas, and how many more there are."""
    known = list(things)
    more = f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
    return ", ".join(known[:_SHOWN]) + more or nothing


def as_text(title: str, rows: Rows) -> str:
    """Return a title, and below it the rows in two columns; each row is one line."""
    width = max(len(name) for name, _ in rows)
    lines = [f"  {name.ljust(width)}  {_one_line(text)}" for name, text in rows]
    return "\n".join([title, *lines])


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


def as_html(title: str, rows: Rows) -> str:
    """Return the same as a table; everything is escaped."""
    cell = 'style="text-align:left"'
    body = "".join(
        f"<tr><th {cell}>{html.escape(name)}</th><td {cell}>{html.escape(text)}</td></tr>"
        for name, text in rows
    )
    return f"<table><caption>{html.escape(title)}</caption>{body}</table>"
