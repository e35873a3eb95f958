"""The route ladder: why each rule took a message or let it pass (CLASSIC-SPEC §3.2).

Role: a flattened, immutable picture of a routing table that events may hold on to, and the
explanation of one match, made when somebody reads. It must not know how routing is written, nor
import a consumer: :mod:`sandbox.consumers.routing` makes the rules and does the real matching.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = [
    "NOT_BY_TEXT",
    "NO_CONTENT",
    "RoutedRule",
    "Rule",
    "Step",
    "explain",
    "lines_of",
    "routed",
    "shadows",
]

NO_CONTENT = "content no longer in the log"
"""Why a filter cannot be explained: the log let the message's content go."""

NOT_BY_TEXT = "decided by itself, or the content has changed since"
"""Why a rule let a message pass that its channel and patterns would take."""

_SHOWN = 60
_CACHED_LENGTH = 200
_CACHED_ENTRIES = 1000
_CACHED_TABLES = 32


@dataclass(frozen=True, slots=True)
class Rule:
    """One route with the includes around it, as texts."""

    #: Names of the channels that the rule hears.
    channels: tuple[str, ...]
    #: (key, pattern) of the includes around it, outermost first; what one matches is cut off.
    stages: tuple[tuple[str, str], ...] = ()
    #: (key, pattern) of the route itself, matched at the start of what the includes left.
    filters: tuple[tuple[str, str], ...] = ()
    #: The consumer's name as it is shown.
    consumer: str = ""

    def describe(self) -> str:
        """Return the rule on one line: ``a/b (path=^/chat) -> chat.ws_message``."""
        parts = [f"{key}={pattern}" for key, pattern in (*self.stages, *self.filters)]
        conditions = f" ({', '.join(parts)})" if parts else ""
        return f"{'/'.join(self.channels)}{conditions} -> {self.consumer}"


def shadows(rules: Sequence[Rule]) -> dict[int, Rule]:
    """Return for each rule that no message can reach, by its index, the rule that takes them all.

    A rule without conditions takes whatever comes on its channels, so that nothing on them reaches
    a later rule; of several that do so together, the one for the first channel is named.
    """
    takes: dict[str, Rule] = {}
    found: dict[int, Rule] = {}
    for index, rule in enumerate(rules):
        if rule.channels and all(channel in takes for channel in rule.channels):
            found[index] = takes[rule.channels[0]]
        elif not rule.stages and not rule.filters:
            takes.update((one, rule) for one in rule.channels if one not in takes)
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """What one rule made of a message."""

    #: The rule on one line.
    rule: str
    #: Whether it took the message.
    matched: bool
    #: Why not; for the rule that matched, ``"matched"``.
    why: str


@dataclass(frozen=True, slots=True)
class RoutedRule:
    """One rule of the routing as the picture draws it: a line from a channel to a consumer."""

    #: The channel that it hears.
    channel: str
    #: The consumer's name.
    consumer: str
    #: The whole rule on one line.
    text: str
    #: Pattern by key; where an include has one for the same key, both, with a space between.
    filters: Mapping[str, str]
    #: Whether the sandbox added it by itself.
    builtin: bool


def lines_of(rules: tuple[Rule, ...], given: int) -> tuple[tuple[Any, ...], ...]:
    """Return *rules* as plain tuples for the log, one for each channel of each.

    *given*: how many of them a person wrote; those after them are built in.
    """
    return tuple(
        (channel, rule.consumer, rule.describe(), _by_key(rule), number >= given)
        for number, rule in enumerate(rules)
        for channel in rule.channels
    )


def _by_key(rule: Rule) -> tuple[tuple[str, str], ...]:
    found: dict[str, str] = {}
    for key, pattern in (*rule.stages, *rule.filters):
        found[key] = f"{found[key]} {pattern}" if key in found else pattern
    return tuple(found.items())


def routed(lines: tuple[tuple[Any, ...], ...]) -> tuple[RoutedRule, ...]:
    """Return what :func:`lines_of` made as rules again."""
    return tuple(
        RoutedRule(channel, consumer, text, dict(filters), builtin)
        for channel, consumer, text, filters, builtin in lines
    )


class _Table:
    """One ladder of rules, prepared: its texts, the keys it looks at, and recent answers."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self.texts = tuple(rule.describe() for rule in rules)
        pairs = [pair for rule in rules for pair in (*rule.stages, *rule.filters)]
        self.keys = tuple(dict.fromkeys(key for key, _ in pairs))
        self.answers: dict[tuple[Any, ...], tuple[Step, ...]] = {}


_tables: dict[int, _Table] = {}


def explain(
    rules: tuple[Rule, ...],
    channel: str,
    content: Mapping[str, Any] | None,
    index: int | None = None,
) -> tuple[Step, ...]:
    """Return what each rule made of a message, in order, up to the first that took it.

    *content* of ``None`` means that it is not known any more: filters then say so. *index* is the
    rule that is known to have matched (``None``: unknown, or none did); it overrules what the
    content suggests, for example because the content was cut or edited since.
    May be called from any thread; recent answers are kept.
    """
    table = _table(rules)
    question = _question(table, channel, content, index)
    steps = table.answers.get(question) if question is not None else None
    if steps is None:
        steps = _climb(table, channel, content, index)
        if question is not None:
            if len(table.answers) >= _CACHED_ENTRIES:
                table.answers.clear()
            table.answers[question] = steps
    return steps


def _table(rules: tuple[Rule, ...]) -> _Table:
    """Return the prepared form of *rules*, kept by identity: hashing rules would be slow."""
    table = _tables.get(id(rules))
    if table is None or table.rules is not rules:
        if len(_tables) >= _CACHED_TABLES:
            _tables.clear()
        table = _tables[id(rules)] = _Table(rules)
    return table


def _question(
    table: _Table, channel: str, content: Mapping[str, Any] | None, index: int | None
) -> tuple[Any, ...] | None:
    """Return what the answer depends on, or ``None`` where it is too big to be kept."""
    if content is None:
        return (channel, index, None)
    question: list[Any] = [channel, index]
    for key in table.keys:
        value = content.get(key, _Table)
        if value is not _Table and type(value) not in (str, bytes):
            return None
        if value is not _Table and len(value) > _CACHED_LENGTH:
            return None
        question.append(value)
    return tuple(question)


def _climb(
    table: _Table, channel: str, content: Mapping[str, Any] | None, index: int | None
) -> tuple[Step, ...]:
    steps = []
    for number, rule in enumerate(table.rules):
        if number == index:
            steps.append(Step(table.texts[number], True, "matched"))
            break
        why = _why_not(rule, channel, content)
        matched = why is None and index is None
        if why is None:
            why = "matched" if matched else NOT_BY_TEXT
        steps.append(Step(table.texts[number], matched, why))
        if matched:
            break
    return tuple(steps)


def _why_not(rule: Rule, channel: str, content: Mapping[str, Any] | None) -> str | None:
    """Return why *rule* does not take the message, or ``None`` if it does."""
    if channel not in rule.channels:
        return "other channel"
    if not rule.stages and not rule.filters:
        return None
    if content is None:
        return NO_CONTENT
    left: dict[str, str] = {}
    for pairs, cuts in ((rule.stages, True), (rule.filters, False)):
        for key, pattern in pairs:
            if key not in left:
                if key not in content:
                    return f"no key {key!r}"
                text = _as_text(content[key])
                if text is None:
                    return f"{key} is {_shown(content[key])}, not text"
                left[key] = text
            match = _match(pattern, left[key])
            if isinstance(match, str):
                return match
            if match is None:
                return f"{key} {_shown(left[key])} does not match {pattern!r}"
            if cuts:
                left[key] = left[key][match.end() :]
    return None


def _match(pattern: str, text: str) -> re.Match[str] | str | None:
    """Return the match at the start of *text*, ``None``, or what is wrong with the pattern."""
    try:
        return re.match(pattern, text)
    except (re.error, RecursionError) as error:
        return f"{pattern!r} is not a regular expression: {error}"


def _as_text(value: Any) -> str | None:
    if isinstance(value, bytes):
        return value.decode("ascii", "backslashreplace")
    return value if isinstance(value, str) else None


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
