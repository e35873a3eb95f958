"""The filter language of the table and of ``box.find``: ``lost channel:chat -reason:full``.

======================  ==========================================================================
a word                  a kind (``message.lost``) or a part of one (``message``, ``lost``)
``key:value``           the field equals the value; texts that people write (channel, group, text,
                        content, consumer, path, where, error, …) need only contain it
``key~regex``           the regular expression is found in the field
``content.key:value``   the same for one key of a message's content
``tab:alice``           all that happened on the connections of that name; also ``connection:``
``since:5 until:9``     seconds since the log began; ``since:-5`` is the last five seconds
``-term``               not that
``"two words"``         quotes keep spaces; ``channel:"a b"``
======================  ==========================================================================

All terms must hold. Capital letters count. Role: make a predicate of a text. It must not know
where the events come from.
"""

from __future__ import annotations

import difflib
import re
import textwrap
from collections.abc import Callable
from typing import Any

from sandbox.options import did_you_mean
from sandbox.trace.events import BASE_FIELDS, FURTHER_FIELDS, VOCABULARY, Event, Unknown
from sandbox.trace.wording import Names, plain

__all__ = ["CONTAINED", "KEYS", "closest", "compile"]

Test = Callable[[Event], bool]

CONTAINED = frozenset(
    (
        "address",
        "captions",
        "channel",
        "channels",
        "client",
        "consumer",
        "content",
        "diff",
        "error",
        "group",
        "headers",
        "kwargs",
        "label",
        "ladder",
        "notes",
        "path",
        "protocols",
        "query",
        "store",
        "target",
        "text",
        "traceback",
        "what",
        "where",
        "why",
    )
)
"""Fields that need only contain the value of ``key:value``; all others must equal it."""

KEYS = frozenset(
    {*BASE_FIELDS, *(name for names in FURTHER_FIELDS.values() for name in names)}
    | {"tab", "since", "until"}
)
"""What may stand before the colon, besides ``content.key``."""

# For help(): a list in the text above would miss the fields that are added later.
__doc__ = f"{__doc__}\nFields:\n\n" + textwrap.fill(
    ", ".join(sorted(KEYS)), 96, initial_indent="    ", subsequent_indent="    "
)

_FEW = 4
"""Fields that an error names; all of them would bury the sentence."""

_WORDS = frozenset({*VOCABULARY, *(part for kind in VOCABULARY for part in kind.split("."))})
_TERM = re.compile(r"""(?:[^\s"']|"[^"]*"|'[^']*')+""")
_PAIR = re.compile(r"""(-?)([A-Za-z_]\w*(?:\.[^\s:~"']+)?)([:~])(.*)""", re.DOTALL)


def compile(
    query: str, now: float | None = None, names: Names | None = None
) -> Callable[[Event], bool]:
    """Return a predicate for *query*; an empty query takes everything.

    The predicate learns the names of connections as it goes, so give it a log's events in order,
    and compile anew for another log. *names* knows connections whose openings are missing in them.
    *now* (seconds since the log began) is what ``since:-5``
    counts back from. A ``ValueError`` says what a term should look like.
    """
    names = Names() if names is None else names
    tests = [_term(term, names, now) for term in _terms(query)]

    def matches(event: Event) -> bool:
        names.learn(event)
        return all(test(event) for test in tests)

    return matches


def _terms(query: str) -> list[str]:
    terms: list[str] = []
    at = 0
    while at < len(query):
        found = _TERM.match(query, at)
        if found is None and not query[at].isspace():
            raise ValueError(
                f"A quote is open in {plain(query)!r}: put a second one where the value ends, or "
                "put the value into quotes of the other kind."
            )
        if found is not None:
            terms.append(found[0])
        at = found.end() if found is not None else at + 1
    return terms


def _term(term: str, names: Names, now: float | None) -> Test:
    if len(term) > 1 and term[0] == term[-1] and term[0] in "\"'" and term[0] not in term[1:-1]:
        term = term[1:-1]
    pair = _PAIR.fullmatch(term)
    if pair is not None:
        negated, key, operator, value = pair.groups()
        test = _field(key, operator, _unquoted(value), names, now)
    else:
        negated, word = ("-", term[1:]) if term.startswith("-") else ("", term)
        test = _word(_unquoted(word))
    return (lambda event: not test(event)) if negated else test


def _unquoted(text: str) -> str:
    return re.sub(r"""(["'])(.*?)\1""", r"\2", text)


def _word(word: str) -> Test:
    if word not in _WORDS:
        raise ValueError(
            f"{word!r} is neither a kind of event nor a part of one"
            f"{did_you_mean(word, sorted(_WORDS))}. "
            f"To look for a text, write text:{word} or content:{word}."
        )
    return lambda event: event.kind == word or word in event.kind.split(".")


def _field(key: str, operator: str, value: str, names: Names, now: float | None) -> Test:
    if key in ("since", "until"):
        return _moment(key, operator, value, now)
    holds = _comparison(key, operator, value)
    if key in ("tab", "connection"):
        return _connection(holds, names)
    if key.startswith("content."):
        inner = key.partition(".")[2]
        return lambda event: _holds_in(getattr(event, "content", None), inner, holds)
    if key == "text":
        return lambda event: holds(_text_of(event))
    if key not in KEYS:
        raise ValueError(
            f"No event has a field {key!r}{did_you_mean(key, sorted(KEYS))}. Closest are "
            f"{', '.join(closest(key))}; {len(KEYS) - _FEW} more in help('{__name__}'), "
            "and content.<key> is for a message's content."
        )
    return lambda event: holds(_value(event, key))


def closest(key: str) -> list[str]:
    """Return the few fields most like *key*, the most like first; equals by their names."""

    def unlike(known: str) -> tuple[float, str]:
        return -difflib.SequenceMatcher(None, known, key).ratio(), known

    return sorted(KEYS, key=unlike)[:_FEW]


def _comparison(key: str, operator: str, value: str) -> Callable[[Any], bool]:
    """Return the test of one value; a list holds if one of its entries does."""
    if operator == "~":
        try:
            pattern = re.compile(value)
        except re.error as error:
            raise ValueError(
                f"{key}~ needs a regular expression, and {value!r} is none: {error}."
            ) from error
        return lambda one: one is not None and pattern.search(_as_text(one)) is not None
    if not value:
        raise ValueError(f"{key}: needs a value behind the colon, as in {key}:something.")
    if key in CONTAINED or key.startswith("content."):
        return lambda one: one is not None and value in _as_text(one)
    return lambda one: one is not None and value == _as_text(one)


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def _value(event: Event, key: str) -> Any:
    if isinstance(event, Unknown) and key in event.fields:
        return event.fields[key]
    return getattr(event, key, None)


def _text_of(event: Event) -> Any:
    """Return what a person would call the text: of a frame, a printed line or a message."""
    text = _value(event, "text")
    content = getattr(event, "content", None)
    if text is None and isinstance(content, dict):
        text = content.get("text")
    return text


def _holds_in(content: Any, key: str, holds: Callable[[Any], bool]) -> bool:
    return isinstance(content, dict) and key in content and holds(content[key])


def _connection(holds: Callable[[Any], bool], names: Names) -> Test:
    """Test an event's connection, by id and name; of messages, the one that they lead to."""

    def test(event: Event) -> bool:
        where = event.where
        if where.startswith("tab:") and holds(where[4:]):
            return True
        number = _value(event, "connection") or names.owner(_value(event, "channel"))
        return number is not None and (holds(number) or holds(names.connection(number)))

    return test


def _moment(key: str, operator: str, value: str, now: float | None) -> Test:
    try:
        moment = float(value)
    except ValueError:
        raise ValueError(
            f"{key}: needs a number of seconds, as in {key}:5, not {value!r}."
        ) from None
    if operator != ":":
        raise ValueError(f"{key} is a number of seconds: write {key}:{value}.")
    if moment < 0:
        if now is None:
            raise ValueError(f"{key}:{value} counts back from now, and here there is no now.")
        moment += now
    if key == "since":
        return lambda event: event.at >= moment
    return lambda event: event.at <= moment
