"""What a person does in the picture, as texts: a command comes in, an answer goes out.

Role: read and check commands, call what does them, and put the outcome into words
(``views/frontend/README.md``, "Commands"). It must not know how texts travel, nor do anything by
itself: handlers are passed in. Whatever is wrong, and whatever a handler raises, becomes an answer
of one clear sentence.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.recording.lines import shown

__all__ = [
    "LONGEST",
    "SLOW",
    "VERBS",
    "Command",
    "CommandError",
    "Handler",
    "answer",
    "failed",
    "parse",
    "verb_of",
]

TEXT, NUMBER, TEXT_OR_NULL = "a text", "a whole number", "a text or null"
TIMES = "how many times"
SECONDS, OBJECT, OBJECT_OR_NULL = "a number of seconds", "an object", "an object or null"

VERBS: Mapping[str, Mapping[str, str]] = {
    "feed.start": {},
    "feed.stop": {},
    "feed.resend": {"after": NUMBER},
    "tab.open": {"path": TEXT, "name": TEXT_OR_NULL},
    "tab.send": {"tab": TEXT, "text": TEXT},
    "tab.close": {"tab": TEXT},
    "tab.reopen": {"tab": TEXT},
    "worker.kill": {"worker": NUMBER},
    "worker.restart": {"worker": NUMBER},
    "hold.begin": {"target": TEXT, "where": TEXT_OR_NULL},
    "hold.end": {"hold": TEXT},
    "hold.step": {"hold": TEXT},
    "hold.release": {"hold": TEXT},
    "hold.list": {},
    "held.edit": {"message": TEXT, "changes": OBJECT},
    "held.drop": {"message": TEXT},
    "held.duplicate": {"message": TEXT},
    "held.delay": {"message": TEXT, "seconds": SECONDS},
    "held.move": {"message": TEXT, "place": NUMBER},
    "held.release": {"message": TEXT},
    "fault.begin": {"fault": TEXT, "target": TEXT_OR_NULL, "options": OBJECT_OR_NULL},
    "fault.undo": {"fault": TEXT},
    "fault.clear": {},
    "fault.list": {},
    "clock.slow": {"factor": TIMES},
    "content": {"of": TEXT},
    "source": {"consumer": TEXT},
    "code.list": {},
    "code.save": {"consumer": TEXT_OR_NULL, "source": TEXT, "base": TEXT_OR_NULL},
    "code.undo": {},
    "code.complete": {"consumer": TEXT_OR_NULL},
    "code.editor": {},
    "story": {"about": TEXT},
    "hello": {},
}
"""Every verb with what it takes."""

SLOW = frozenset(
    {
        "tab.open",
        "tab.close",
        "tab.reopen",
        "worker.restart",
        "fault.begin",
        "fault.undo",
        "fault.clear",
        "content",
        "story",
        "code.save",
        "code.complete",
        "code.editor",
    }
)
"""Verbs that may take a while: others need not wait for them."""

LONGEST = 1024 * 1024
"""Characters of a command; a frame that is typed into the picture is far below."""


class CommandError(ValueError):
    """A command cannot be understood; the text is the answer's."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command. *id* is given back with the answer."""

    id: int
    stage: str
    do: str
    arguments: Mapping[str, Any]


Handler = Callable[[Command], Any]
"""Does a command and returns its value, which is plain data."""


def parse(text: str | bytes) -> Command:
    """Return the command that *text* is; ``CommandError`` says what is wrong with it."""
    if len(text) > LONGEST:
        raise CommandError(f"A command has at most {LONGEST} characters, this one {len(text)}.")
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CommandError(f"A command is JSON, and this is none: {error}.") from error
    if not isinstance(fields, dict):
        raise CommandError(f"A command is a JSON object, not {_kind_of(fields)}.")
    number, stage, do = fields.pop("id", None), fields.pop("stage", None), fields.pop("do", None)
    if type(number) is not int:
        raise CommandError(f'A command has a whole number as its "id", not {_shown(number)}.')
    if not isinstance(stage, str):
        raise CommandError(f'A command names its stage as a text in "stage", not {_shown(stage)}.')
    if not isinstance(do, str) or do not in VERBS:
        known = ", ".join(VERBS)
        raise CommandError(f"There is no command {_shown(do)}; there are: {known}.")
    return Command(number, stage, do, _arguments(do, fields))


def _arguments(do: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    wanted = VERBS[do]
    for name in fields:
        if name not in wanted:
            takes = ", ".join(wanted) or "nothing"
            raise CommandError(f"{do} takes {takes}, not {_shown(name)}.")
    for name, kind in wanted.items():
        if not _fits(fields.get(name), kind):
            raise CommandError(f"{do} takes {kind} as {name!r}, not {_shown(fields.get(name))}.")
    return {name: fields.get(name) for name in wanted}


def _fits(value: Any, kind: str) -> bool:
    if kind == NUMBER:
        return type(value) is int
    if kind in (SECONDS, TIMES):
        return type(value) in (int, float)
    if kind in (OBJECT, OBJECT_OR_NULL):
        return isinstance(value, dict) or (kind == OBJECT_OR_NULL and value is None)
    return isinstance(value, str) or (kind == TEXT_OR_NULL and value is None)


def _kind_of(value: Any) -> str:
    names = {list: "an array", str: "a text", bool: "a truth value", type(None): "null"}
    return names.get(type(value), "a number")


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"


def answer(text: str | bytes, handlers: Mapping[str, Handler]) -> str:
    """Do what *text* says by one of *handlers*, and return the answer; never raises an error."""
    try:
        command = parse(text)
    except CommandError as error:
        return failed(_id_of(text), str(error))
    handler = handlers.get(command.do)
    if handler is None:
        return failed(command.id, f"{command.do} is not possible here.")
    try:
        value = handler(command)
        return json.dumps({"id": command.id, "ok": True, "value": value}, ensure_ascii=False)
    except Exception as error:
        return failed(command.id, _sentence(error))


def failed(number: int | None, why: str) -> str:
    """Return the answer that says why a command was not done."""
    return json.dumps({"id": number, "ok": False, "error": shown(why)}, ensure_ascii=False)


def _sentence(error: Exception) -> str:
    """Return an error's text; its class, where it has none."""
    text = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)
    return text.strip() or f"{type(error).__name__} was raised, without a text."


def verb_of(text: str | bytes) -> str | None:
    """Return the verb of a command; ``None`` where it cannot be read. Never raises."""
    do = _field_of(text, "do")
    return do if isinstance(do, str) else None


def _id_of(text: str | bytes) -> int | None:
    """Return the id of a command that is wrong, as far as it can be read."""
    number = _field_of(text, "id")
    return number if type(number) is int else None


def _field_of(text: str | bytes, name: str) -> Any:
    if len(text) > LONGEST:
        return None
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return fields.get(name) if isinstance(fields, dict) else None
