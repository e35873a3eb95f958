"""Names of things that happen: one number each, the kind in its low bits.

Role: hand out ids without a lock (``itertools.count`` steps in C) and spell them (``m9``) when
somebody reads. It must not know what the things are.
"""

from __future__ import annotations

import itertools

__all__ = ["PROCESS_STEP", "Ids", "process_of", "spell", "unspell"]

_LETTERS = {
    1: "m",  # message
    2: "f",  # frame
    3: "r",  # run of a consumer or view
    4: "g",  # group send
    5: "c",  # connection
    6: "q",  # request
    7: "v",  # version of code
    8: "t",  # timer
    9: "x",  # fault or hold
    10: "a",  # action of a tab or a cell
    11: "k",  # mark
    12: "e",  # any other event that others name as their cause
}
_NUMBERS = {letter: number for number, letter in _LETTERS.items()}
_STEP = 16


PROCESS_STEP = 1_000_000_000
"""How many ids of a kind a process may hand out before it meets those of the next one."""


class Ids:
    """The counters of one log. Every attribute is a function that returns the next id (int).

    *process*: number of the process that this log belongs to, so that the ids of several processes
    that share a layer are different: those of process 3 begin with ``m3000000001``.
    """

    def __init__(self, process: int = 0) -> None:
        self.begin_at(process)

    def begin_at(self, process: int) -> None:
        """Go on with the ids of another process number; the same number again changes nothing.

        For whoever learns its number late. Functions that were taken from here before go on with
        the old ids.
        """
        if getattr(self, "process", None) == process:
            return
        self.process = process
        first = process * PROCESS_STEP * _STEP

        def counter(letter: str) -> itertools.count[int]:
            return itertools.count(first + _STEP + _NUMBERS[letter], _STEP)

        self.message = counter("m").__next__
        self.frame = counter("f").__next__
        self.run = counter("r").__next__
        self.group_send = counter("g").__next__
        self.connection = counter("c").__next__
        self.request = counter("q").__next__
        self.version = counter("v").__next__
        self.timer = counter("t").__next__
        self.fault = counter("x").__next__
        self.action = counter("a").__next__
        self.mark = counter("k").__next__
        self.event = counter("e").__next__


def process_of(number: int) -> int:
    """Return the number of the process that has handed out an id; never blocks."""
    return number // (PROCESS_STEP * _STEP)


def spell(number: int) -> str | None:
    """Return the text of an id (``"m9"``), or ``None`` for 0, which means "none"."""
    if not number:
        return None
    return f"{_LETTERS[number % _STEP]}{number // _STEP}"


def unspell(text: str) -> int:
    """Return the number of an id's text; ``ValueError`` says what an id looks like."""
    letter, digits = text[:1], text[1:]
    if letter not in _NUMBERS or not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"An id is a letter and a number such as 'm9', not {text!r}.")
    return int(digits) * _STEP + _NUMBERS[letter]
