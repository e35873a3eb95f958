"""The doctor: looks at a machine or a project, and says what is wrong and what to do.

Role: run the checks of :mod:`.machine` or :mod:`.project` and put what they find into one
printable report. It must not know what any check looks for.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Check", "Finding", "Report", "doctor", "examine"]

Level = Literal["good", "note", "warning", "error"]

_MARKS: dict[Level, str] = {"good": "✓", "note": "·", "warning": "!", "error": "✗"}
_WORST_FIRST: tuple[Level, ...] = ("error", "warning", "note", "good")
_WIDTH = 96


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: ``says`` what is so, ``do`` what to do about it ("" for good news)."""

    level: Level
    about: str
    says: str
    do: str = ""


Check = Callable[[Any], Iterable[Finding]]
"""A check takes the patient (the machine, or a project) and yields what it finds."""


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, the worst first; ``print`` it, or read :attr:`findings`."""

    patient: str
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """Whether there is no error."""
        return not any(one.level == "error" for one in self.findings)

    def __str__(self) -> str:
        return "\n".join([self.patient, *self._lines()])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"

    def _lines(self) -> Iterator[str]:
        width = max((len(one.about) for one in self.findings), default=0)
        for one in self.findings:
            head = f"  {_MARKS[one.level]} {one.about:<{width}}  "
            text = f"{one.says} {one.do}".strip()
            yield textwrap.fill(
                text,
                _WIDTH,
                initial_indent=head,
                subsequent_indent=" " * len(head),
                # Names and addresses stay whole: they are there to be copied.
                break_on_hyphens=False,
                break_long_words=False,
            )
        errors = sum(one.level == "error" for one in self.findings)
        warnings = sum(one.level == "warning" for one in self.findings)
        if errors or warnings:
            yield f"  {errors} to correct, {warnings} to think about."
        else:
            yield "  Nothing to correct."


def examine(patient: Any, title: str, checks: Iterable[Check]) -> Report:
    """Return what *checks* find in *patient*; a check that fails is a finding of its own."""
    findings: list[Finding] = []
    for check in checks:
        try:
            findings += check(patient)
        except Exception as error:  # one check's error must not hide what the others found
            name = check.__name__.strip("_").replace("_", " ")
            says = f"this check failed: {type(error).__name__}: {error}."
            findings.append(Finding("note", name, says, "The others are not affected."))
    findings.sort(key=lambda one: _WORST_FIRST.index(one.level))
    return Report(title, tuple(findings))


def doctor(settings: str | None = None) -> Report:
    """Look at this machine, or at the project whose settings module is *settings*.

    ::

        import sandbox
        sandbox.doctor()

    Of a project it tells what loses messages or leaves sockets unanswered: a layer in memory
    under several processes, no server that speaks WebSocket, low capacity, no origin check, a
    Redis that does not answer or drops keys, routes that nothing can reach. The project's
    settings, apps and routing are imported into this process (that is its own code running), its
    Redis is only read, and nothing is started or written. Findings are data:
    ``doctor().findings``. Call it in the main thread, and for a project in a process of its own
    (``sandbox doctor --settings mysite.settings``) where Django is configured otherwise already.
    """
    if settings is None:
        from sandbox.looking import machine

        return examine(machine.look(), "This machine", machine.CHECKS)
    from sandbox.looking import project

    return project.report(settings)
