"""Cards under cells that have failed: the likely cause, and what to try.

Role: show the card of an error below its traceback, in the person's language. It must not know
which cards there are: that is :mod:`sandbox.live.cards`.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from sandbox.box.cells import cell_of_file, in_kernel, show_here, when_cells_fail
from sandbox.live.cards import card_of, headline
from sandbox.workers.tracebacks import call_files

__all__ = ["begin", "language_of", "show_card"]

_begun: list[object] = []


def begin() -> None:
    """Show cards from now on, and call cells by their numbers in tracebacks of consumers, for as
    long as this kernel lives. Harmless twice, and outside one.

    They stay when the last sandbox has ended: what is typed then fails in ways that are known.
    """
    if not _begun and in_kernel():
        _begun.append(when_cells_fail(show_card))
        call_files(cell_of_file)


def show_card(error: BaseException) -> None:
    """Show the card for *error* in the output of the cell; nothing where there is none."""
    card = card_of(headline(error), "cell", language_of(os.environ))
    if card is not None:
        show_here({"text/plain": str(card), "text/html": card.as_html()})


def language_of(environment: Mapping[str, str]) -> str:
    """Return ``"ru"`` where the environment's messages are in Russian, else ``"en"``."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name)
        if value:
            return "ru" if value.lower().startswith("ru") else "en"
    return "en"
