"""Every pain that is an error has a card, in both languages; errors as they are find theirs."""

from __future__ import annotations

import asyncio
import json
import re
import string
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import User

from sandbox import Group, Sandbox, route
from sandbox.consumers.message import Message
from sandbox.layers.memory import MemoryLayer
from sandbox.live import cards
from sandbox.live.cards import LANGUAGES, Card, card_of, headline, table
from tests.box.conftest import Make, make, runtime  # noqa: F401 - fixtures

PAINS = {
    1: ["channel-full"],
    3: ["async-to-sync", "loop-in-loop", "loop-closed"],
    4: ["orm-in-cell", "orm-in-loop"],
    5: ["no-handler", "no-layer-4"],
    8: ["group-has-no-members"],
    10: ["no-user"],
    11: ["handshake-refused"],
    12: ["no-route-4", "routing-path", "unexpected-keyword", "missing-argument"],
    14: ["nothing-arrived", "not-settled"],
    17: ["channels-4", "channels-4-name", "channels-missing", "consumer-async"],
    20: ["redis"],
}
"""The field study's pains that end in an error of Python's, by their numbers, with their cards."""


def names() -> list[str]:
    """All cards."""
    return [one.name for one in table()]


def test_every_pain_that_is_an_error_has_a_card() -> None:
    """And no two cards have one name."""
    assert {name for found in PAINS.values() for name in found} <= set(names())
    assert len(set(names())) == len(names())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_is_whole_in_every_language(language: str) -> None:
    """Three texts; each name in braces is one that the match can fill; ru is Russian."""
    for one in table():
        texts = one.texts[language]
        assert set(texts) == {"title", "cause", "try"}
        for text in texts.values():
            assert text.strip() == text != ""
            used = set(re.findall(r"\{(\w+)\}", text))
            assert used <= set(one.match.groupindex) | set(string.digits)
            assert bool(re.search("[а-я]", text)) is (language == "ru") or "`" in text
        assert texts["cause"].endswith(".")


def test_a_picture_can_read_every_expression() -> None:
    """JavaScript knows the same but for the spelling of a group's name."""
    for one in table():
        plain = one.match.pattern.replace("(?P<", "(?<")
        assert not re.search(r"\(\?(?!:|<\w+>|=|!)", plain), one.name
        assert "\\Z" not in plain
        assert "\\A" not in plain


# -- errors as they are ---------------------------------------------------------------------------


async def orm() -> None:
    """The database, where a loop runs."""
    User.objects.count()


async def stray() -> None:
    """What people type in a cell."""
    await "hi"  # type: ignore[misc]


async def in_loop() -> None:
    """What code of Channels 4 does."""
    async_to_sync(asyncio.sleep)(0)


async def run_in_loop() -> None:
    """A loop in a loop."""
    coroutine = asyncio.sleep(0)
    try:
        asyncio.run(coroutine)
    finally:
        coroutine.close()


def full() -> None:
    """One message too many."""
    layer = MemoryLayer(capacity=1)
    layer.send("a", {})
    layer.send("a", {})


async def an_async_one(message: Any) -> None:
    """Channels 4's."""


def parameterless() -> None:
    """Takes nothing."""


def strict(message: Any) -> None:
    """Takes the message only."""


def needs_room(message: Any, room: str) -> None:
    """Takes what its route has to give."""


def _refused() -> None:
    """What asyncio's own clients say."""
    raise ConnectionRefusedError(111, "Connect call failed ('127.0.0.1', 6379)")


def of(**content: Any) -> Message:
    """A message."""
    return Message(content, "websocket.receive", None)


ERRORS: dict[str, tuple[str, str, Callable[[Sandbox], Any]]] = {
    "the ORM in a cell": ("orm-in-cell", "cell", lambda box: asyncio.run(orm())),
    "the ORM in a loop": ("orm-in-loop", "consumer", lambda box: asyncio.run(orm())),
    "a stray await": ("no-await", "cell", lambda box: asyncio.run(stray())),
    "await in a def": (
        "await-in-plain",
        "cell",
        lambda box: compile("def f(): await x", "", "exec"),
    ),
    "AsyncToSync": ("async-to-sync", "cell", lambda box: asyncio.run(in_loop())),
    "asyncio.run": ("loop-in-loop", "cell", lambda box: asyncio.run(run_in_loop())),
    "an async consumer": ("consumer-async", "cell", lambda box: box.consumer("a")(an_async_one)),
    "no parameter": (
        *("consumer-without-parameter", "cell"),
        lambda box: box.consumer("a")(parameterless),
    ),
    "a number": ("not-a-consumer", "cell", lambda box: route("a", 3)),
    "connect(3)": ("path-is-text", "cell", lambda box: box.connect(3)),  # type: ignore[arg-type]
    "a quoted number": ("option-kind", "cell", lambda box: Sandbox(workers="1")),  # type: ignore[arg-type]
    "a quoted time": (
        *("option-kind", "cell"),
        lambda box: box.connect("/", timeout="1"),  # type: ignore[arg-type]
    ),
    "a settled text": ("option-kind", "cell", lambda box: box.settle("1")),  # type: ignore[arg-type]
    "a misspelt group": ("misspelt", "cell", lambda box: box.groups["caht"]),
    "a misspelt channel": ("misspelt", "cell", lambda box: box.channels["websocket.recieve"]),
    "len of a Group": ("group-has-no-members", "cell", lambda box: len(Group("chat"))),  # type: ignore[arg-type]
    "in a Group": ("group-has-no-members", "cell", lambda box: 1 in Group("chat")),  # type: ignore[operator]
    "members of a Group": (
        *("group-has-no-members", "cell"),
        lambda box: Group("chat").members,  # type: ignore[attr-defined]
    ),
    "a dict as a frame": ("frame-kind", "cell", lambda box: box.tabs["t"].send({"a": 1})),  # type: ignore[arg-type]
    "nothing comes": ("nothing-arrived", "cell", lambda box: box.tabs["t"].receive(timeout=0)),
    "a full channel": ("channel-full", "consumer", lambda box: full()),
    "an object": (
        "unserialisable",
        "consumer",
        lambda box: box._layer.send("a", {"a": (x for x in ())}),
    ),
    "asyncio's Redis": (
        *("redis", "cell"),
        lambda box: _refused(),
    ),
    "no user": ("no-user", "consumer", lambda box: of().user),  # type: ignore[attr-defined]
    "no text of a message": ("message-attribute", "consumer", lambda box: of().text),  # type: ignore[attr-defined]
    "no reply channel": (
        *("no-reply-channel", "consumer"),
        lambda box: of().reply_channel.send({}),  # type: ignore[union-attr]
    ),
    "a binary frame": ("no-text", "consumer", lambda box: of(bytes=b"").content["text"]),
    "no key": ("no-key", "consumer", lambda box: of().content["room"]),
    "no JSON": ("not-json", "consumer", lambda box: json.loads("hi")),
    "a group of the route": ("unexpected-keyword", "consumer", lambda box: strict(of(), room=1)),  # type: ignore[call-arg]
    "no group of the route": ("missing-argument", "consumer", lambda box: needs_room(of())),  # type: ignore[call-arg]
    "no such name": ("name-error", "consumer", lambda box: Grupp),  # type: ignore[name-defined]  # noqa: F821
    "a path to nowhere": ("routing-path", "cell", lambda box: setattr(box, "routing", "no.where")),
    "no such module": ("module-missing", "cell", lambda box: __import__("nowhere_at_all")),
    "a stopped box": ("earlier-sandbox", "cell", lambda box: (box.stop(), box.connect("/"))),
}


@pytest.mark.parametrize("what", ERRORS)
def test_errors_as_they_are_find_their_card(make: Make, what: str) -> None:  # noqa: F811
    """Raised by the very thing that people do; and no name is left in braces."""
    name, where, do = ERRORS[what]
    box = make()
    box.connect("/", name="t")
    Group("chat").add("x")
    with pytest.raises(BaseException) as caught:  # noqa: PT011 - which one is what the card tells
        do(box)
    told = headline(caught.value)
    for language in LANGUAGES:
        card = card_of(told, where, language)  # type: ignore[arg-type]
        assert card is not None, told
        assert card.name == name, told
        filled = f"{card.title} {card.cause} {card.attempt}"
        assert not re.search(r"\{(name|kind|key|came|option|write|near|path)\}", filled)


SAID = {
    "channels-4-name": "ModuleNotFoundError: channels.layers is a name of Channels 4, and here "
    "`channels` is the classic API of 2016: use Channel(…) and Group(…).",
    "channels-4": "ChannelsConflict: Another channels is imported already.",
    "channels-missing": "ModuleNotFoundError: No module named 'channels.routing'",
    "no-route-4": "ValueError: No route found for path 'ws/chat/lobby/'.",
    "no-layer-4": "AttributeError: 'NoneType' object has no attribute 'group_send'",
    "no-handler": "ValueError: No handler for message type chat.message",
    "handshake-refused": "TabClosed: bob: the server refused the handshake with 403: denied.",
    "tab-closed": "TabClosed: bob: the server closed it with code 1000; tab.reopen() opens it.",
    "not-settled": "NotSettled: After 5 s something still moves: worker:1.",
    "port-taken": "PortTaken: Port 8000 is taken.",
    "message-too-large": "MessageTooLarge: too large",
    "loop-closed": "RuntimeError: Event loop is closed",
    "option-text": "TypeError: name is text such as 'alice', not 3.",
    "no-settings": "ImproperlyConfigured: Requested setting INSTALLED_APPS, but settings are not",
    "no-table": "OperationalError: no such table: chat_room",
    "locked": "OperationalError: database is locked",
    "app-label": "RuntimeError: Model class __main__.Room doesn't declare an explicit app_label",
    "redis": "ConnectionError: Error 111 connecting to localhost:6379. Connection refused.",
    "deny-elsewhere": "ValueError: DenyConnection refuses a handshake, so it belongs in",
    "took-too-long": "TookTooLong: <f, edit 1> has run for 5 s without an end",
    "killed": "WorkerKilled: ",
}


@pytest.mark.parametrize("name", SAID)
def test_other_errors_find_their_card(name: str) -> None:
    """By the headline that they are known to have."""
    card = card_of(SAID[name], "cell")
    assert card is not None
    assert card.name == name


def test_all_cards_have_been_met() -> None:
    """By one of the two tables above."""
    assert {name for name, _, _ in ERRORS.values()} | set(SAID) == set(names())


@pytest.mark.parametrize("told", ["ValueError: no such room", "KeyError: 'room'", "Weird"])
def test_what_is_nobodys_has_none(told: str) -> None:
    """An error of the person's own, in a cell, speaks for itself."""
    assert card_of(told, "cell") is None


def test_a_card_is_text_and_html() -> None:
    """What came in is never markup."""
    card = Card("x", "<b>", "a & b", "do <i>", "ru")
    assert str(card) == "<b>\n  a & b\n  Что сделать: do <i>"
    assert "<b>&lt;b&gt;</b><br>a &amp; b" in card.as_html()
    assert "<i>" not in card.as_html()
    assert 'lang="ru"' in card.as_html()


def test_an_error_that_cannot_be_shown_has_a_headline() -> None:
    """Looking at an error raises none."""

    class Broken(Exception):
        def __str__(self) -> str:
            raise ValueError

    assert headline(Broken()) == "Broken: (its text cannot be shown)"
    assert cards.table() is cards.table()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("LayerDown: The Redis at localhost:6379/0 cannot be reached (refused): start", "redis"),
        ("NotAvailableHere: redis-server did not start: no room; give the address.", "redis"),
        ("NotAvailableHere: layer='redis' starts a redis-server, and there is none here.", "redis"),
        ("NotAvailableHere: Behind the layer 'default' is no Redis of this sandbox's own.", None),
    ],
)  # fmt: skip
def test_only_a_redis_that_does_not_answer_is_said_not_to(text: str, name: str | None) -> None:
    """A fault that is for a layer of another kind says by itself what to do."""
    found = card_of(text, "cell", "en")
    assert (found and found.name) == name
