"""Cards: what an error probably means, and what to try. One table, in two languages.

Role: find the card of an error by its headline (``"KeyError: 'text'"``) and put it into words. The
table is ``cards.json``, which the picture reads too; what an error's own text says already, it does
not say again. Pure: it must not know cells, consumers or logs.

Each entry has a ``name``; ``match``, a regular expression on the headline, of the kind that Python
and JavaScript both understand but for ``(?P<``; ``where`` ("cell" or "consumer"; none: anywhere);
and for each language ``title``, ``cause`` and ``try``, in which ``{name}`` is what a group of that
name has matched. The first that fits counts.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

__all__ = ["LANGUAGES", "Card", "card_of", "headline", "table"]

LANGUAGES = ("en", "ru")

Where = Literal["cell", "consumer"]

_TRY = {"en": "Try", "ru": "Что сделать"}


@dataclass(frozen=True, slots=True)
class Card:
    """One card, in one language."""

    name: str
    """Which one it is: ``"orm-in-cell"``."""
    title: str
    """What has happened, in a few words."""
    cause: str
    """The likely cause."""
    attempt: str
    """What to try."""
    language: str = "en"

    def __str__(self) -> str:
        return f"{self.title}\n  {self.cause}\n  {_TRY[self.language]}: {self.attempt}"

    def as_html(self) -> str:
        """Return it as HTML, in which nothing but this very frame is markup."""
        title, cause, attempt = map(html.escape, (self.title, self.cause, self.attempt))
        return (
            f'<div lang="{self.language}" style="border-left: 4px solid #E69F00; padding: 4px 12px;'
            f' margin: 4px 0"><b>{title}</b><br>{cause}<br><b>{_TRY[self.language]}:</b> {attempt}'
            "</div>"
        )


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    match: re.Pattern[str]
    where: str | None
    texts: Mapping[str, Mapping[str, str]]


@cache
def table() -> tuple[_Entry, ...]:
    """Return the table, read once."""
    found = json.loads(files("sandbox.live").joinpath("cards.json").read_text(encoding="utf-8"))
    return tuple(
        _Entry(one["name"], re.compile(one["match"], re.DOTALL), one.get("where"), _texts(one))
        for one in found
    )


def _texts(entry: Mapping[str, Any]) -> dict[str, Mapping[str, str]]:
    return {language: entry[language] for language in LANGUAGES}


def headline(error: BaseException) -> str:
    """Return an error's class and text, as the log has it; never raises."""
    try:
        text = str(error)
    except Exception:
        text = "(its text cannot be shown)"
    return f"{type(error).__name__}: {text}"


def card_of(told: str, where: Where, language: str = "en") -> Card | None:
    """Return the card for an error's headline *told* that came about in *where*; ``None`` where
    its own text is all that there is to say."""
    for entry in table():
        found = entry.match.search(told) if entry.where in (None, where) else None
        if found is not None:
            texts, values = entry.texts[language], found.groupdict()
            title, cause, attempt = (_filled(texts[one], values) for one in _PARTS)
            return Card(entry.name, title, cause, attempt, language)
    return None


_PARTS = ("title", "cause", "try")


def _filled(text: str, values: Mapping[str, str | None]) -> str:
    """Put what was matched where its name stands in braces; other braces stay."""
    return re.sub(r"\{(\w+)\}", lambda name: values.get(name[1], name[0]) or "", text)
