"""What callers give: checks that speak in our own words, and guesses at what was meant.

Role: turn a wrong type or value into one sentence (what was expected, what came, what to write)
at the door, before it ends deep inside in an error of Python's. Pure; it must not know who asks.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from numbers import Integral, Real
from typing import Any

__all__ = [
    "MOST_SECONDS",
    "did_you_mean",
    "flag",
    "nearest",
    "seconds",
    "seconds_or_none",
    "shown",
    "text",
    "whole",
    "whole_or_none",
]

MOST_SECONDS = 2_000_000.0
"""The longest limited wait, 23 days: sockets of some systems take no more."""

_LONGEST = 60

_ALIKE = 0.66
"""How much of two names has to agree (difflib's ratio): as in "bob" and "bbo"."""


def seconds(option: str, value: Any, *, usual: float = 5) -> float:
    """Return *value*, the number of seconds given as *option*.

    *usual* is the example in the texts. Raises TypeError for anything else, ValueError for less
    than 0 or more than :data:`MOST_SECONDS`.
    """
    return _seconds(option, value, usual, "")


def seconds_or_none(option: str, value: Any, *, usual: float = 5) -> float | None:
    """Return *value* like :func:`seconds`, or ``None``, which means no limit."""
    return None if value is None else _seconds(option, value, usual, ", or None for no limit")


def _seconds(option: str, value: Any, usual: float, or_none: str) -> float:
    write = f"write {option}={usual:g}."
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(f"{option} is a number of seconds{or_none}, not {shown(value)}: {write}")
    number = float(value)
    if not 0 <= number <= MOST_SECONDS:  # also what is no number (nan)
        raise ValueError(
            f"{option} is from 0 to {MOST_SECONDS:,.0f} seconds{or_none}, not {shown(value)}: "
            f"{write}"
        )
    return number


def whole(option: str, value: Any, *, least: int, usual: int) -> int:
    """Return *value*, the whole number given as *option*, at least *least*.

    Raises TypeError and ValueError.
    """
    return _whole(option, value, least, usual, "")


def whole_or_none(option: str, value: Any, *, least: int, usual: int, none: str) -> int | None:
    """Return *value* like :func:`whole`, or ``None``, which stands for *none*."""
    return None if value is None else _whole(option, value, least, usual, f", or None for {none}")


def _whole(option: str, value: Any, least: int, usual: int, or_none: str) -> int:
    write = f"write {option}={usual}."
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise TypeError(f"{option} is a whole number{or_none}, not {shown(value)}: {write}")
    if value < least:
        raise ValueError(f"{option} is at least {least}{or_none}, not {value}: {write}")
    return int(value)


def text(option: str, value: Any, *, usual: str) -> str:
    """Return *value*, the text given as *option*. Raises TypeError for anything else."""
    if not isinstance(value, str):
        raise TypeError(f"{option} is text such as {usual!r}, not {shown(value)}.")
    return value


def flag(option: str, value: Any) -> bool:
    """Return *value*, which is True or False; TypeError for anything else ("no" would be true)."""
    if not isinstance(value, bool):
        raise TypeError(
            f"{option} is True or False, not {shown(value)}: write {option}=True or {option}=False."
        )
    return value


def shown(value: Any) -> str:
    """Return what came, for an error's text: its repr, or its type where that is long or broken."""
    try:
        told = repr(value)
    except Exception:
        told = ""
    kind = type(value).__name__
    if told and len(told) <= _LONGEST and "\n" not in told:
        return told
    return f"{'an' if kind[0].lower() in 'aeiou' else 'a'} {kind}"


def nearest(word: object, known: Iterable[object]) -> str | None:
    """Return which of *known* was probably meant by *word*; ``None`` where nothing is like it.

    Capital letters do not count; *word* itself is never the answer.
    """
    names = {str(one).lower(): str(one) for one in known if str(one) != str(word)}
    near = difflib.get_close_matches(str(word).lower(), names, 1, _ALIKE)
    return names[near[0]] if near else None


def did_you_mean(word: object, known: Iterable[object]) -> str:
    """Return `` (did you mean 'chat'?)`` for an error's text, or nothing."""
    near = nearest(word, known)
    return f" (did you mean {near!r}?)" if near is not None else ""
