"""The contract of a classic channel layer (CLASSIC-SPEC §1.1 to §1.10), as plain functions.

Role: :func:`check_channel_layer` for whoever writes a layer, and :data:`CHECKS` for those who want
each check as a test of their own. Nothing here knows a test runner or a particular layer, so that
any layer can be checked: one in memory, one on Redis, somebody's own.
"""

from __future__ import annotations

import re
import threading
import warnings
from collections.abc import Callable, Iterable
from typing import Any, Protocol

__all__ = ["CHECKS", "Check", "Maker", "check_channel_layer"]


def check_channel_layer(
    make_layer: Callable[..., Any],
    *,
    advance: Callable[[float], object] | None = None,
    leave_out: Iterable[str] = (),
) -> list[str]:
    """Hold a channel layer to the contract; return the names of the checks that it has passed.

    ::

        from sandbox.testing import check_channel_layer
        from asgiref.inmemory import ChannelLayer

        check_channel_layer(ChannelLayer)

    Args:
        make_layer: returns a new, empty layer; called with any of ``expiry``, ``group_expiry``,
            ``capacity`` and ``channel_capacity`` as keywords. The layer's class will do where it
            begins empty; where layers share a store, empty it first.
        advance: lets that many seconds pass for the layers; ``None`` waits, 12 seconds in all.
        leave_out: names of checks that shall not run.

    Checks of extensions that the layer does not name in ``extensions`` are left out.

    Raises:
        AssertionError: some fail; the text names each with what was expected and what came.
        LookupError: *leave_out* names a check that there is not.
    """
    maker = _Maker(make_layer, advance)
    left_out = set(leave_out)
    unknown = left_out - {one.__name__ for one in CHECKS}
    if unknown:
        raise LookupError(f"There are no checks {', '.join(sorted(unknown))} to leave out.")
    extensions = maker().extensions
    wanted = [
        one
        for one in CHECKS
        if one.__name__ not in left_out and _NEEDS.get(one, set()) <= set(extensions)
    ]
    failures = [text for one in wanted if (text := _failure(one, maker)) is not None]
    if failures:
        listed = "\n".join(f"- {text}" for text in failures)
        raise AssertionError(
            f"{len(failures)} of {len(wanted)} checks of a channel layer's contract fail:\n{listed}"
        )
    return [one.__name__ for one in wanted]


class _Maker:
    """Makes layers as somebody's function does, on somebody's time."""

    def __init__(self, make: Callable[..., Any], advance: Callable[[float], object] | None) -> None:
        self._make = make
        self._advance = advance if advance is not None else threading.Event().wait

    def __call__(self, **settings: Any) -> Any:
        return self._make(**settings)

    def advance(self, seconds: float) -> None:
        self._advance(seconds)


def _failure(one: Check, maker: Maker) -> str | None:
    """Run a check and say what is wrong; ``None`` where nothing is."""
    try:
        one(maker)
    except Exception as error:
        what = (
            str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}: {error}"
        )
        return f"{one.__name__} ({_first_sentence(one)}): {what}"
    return None


def _first_sentence(one: Check) -> str:
    return " ".join((one.__doc__ or "").split()).partition(". ")[0].rstrip(".")


class Maker(Protocol):
    """Makes empty layers and lets time pass for them."""

    def __call__(self, **settings: Any) -> Any:
        """Return an empty layer; *settings*: expiry, group_expiry, capacity, channel_capacity."""

    def advance(self, seconds: float) -> None:
        """Let *seconds* pass for the layers that were made: on a manual clock or by waiting."""


Check = Callable[[Maker], None]
CHECKS: list[Check] = []
"""All checks, in the order of the specification."""

NOTHING = (None, None)


_NEEDS: dict[Check, set[str]] = {}
"""Check → the extensions that it is about, where it is about any."""


def check(function: Check) -> Check:
    """Make *function* part of the contract."""
    CHECKS.append(function)
    return function


def check_of(*extensions: str) -> Callable[[Check], Check]:
    """Make a function part of the contract of layers that have these *extensions*."""

    def make(function: Check) -> Check:
        _NEEDS[function] = set(extensions)
        return check(function)

    return make


def same(got: object, wanted: object, what: str = "the result") -> None:
    """Raise ``AssertionError`` unless *got* is *wanted*."""
    if got != wanted:
        raise AssertionError(f"{what} should be {wanted!r}, not {got!r}")


def raises(
    error: type[BaseException] | tuple[type[BaseException], ...],
    call: Callable[..., object],
    *arguments: Any,
) -> None:
    """Raise ``AssertionError`` unless the call raises *error*."""
    try:
        result = call(*arguments)
    except error:
        return
    except Exception as other:
        raise AssertionError(f"{arguments!r}: should raise {error}, not {other!r}") from other
    raise AssertionError(f"{arguments!r}: should raise {error}, but gave {result!r}")


def drain(layer: Any, channels: Iterable[str]) -> list[tuple[str, Any]]:
    """Receive until there is nothing more."""
    names = list(channels)
    found: list[tuple[str, Any]] = []
    while True:
        channel, message = layer.receive(names)
        if channel is None:
            return found
        found.append((channel, message))


# --- names (§1.1) -------------------------------------------------------------------------------

GOOD_CHANNELS = (
    "http.request",
    "a",
    "A-b_c.9",
    "body?AbC",
    "server!x",
    "server!",
    "x" * 99,
)
BAD_CHANNELS = (
    "",
    "x" * 100,
    "name with space",
    "one?two?three",
    "four!five!six",
    "some+other!thing",
    "ends?",
    "?x",
    "!x",
    "caf\xe9",
    "caf\xe9!x",
    b"bytes",
    None,
    7,
    ("tuple",),
    ["list"],
)
GOOD_GROUPS = ("chat", "A-b_c.9", "g" * 99)
BAD_GROUPS = ("", "g" * 100, "a b", "a!b", "a?b", "caf\xe9", b"bytes", None, 7, ["list"])


@check
def good_channel_names_are_taken(make: Maker) -> None:
    """A name has up to 99 characters and at most one ``?`` or ``!``."""
    layer = make()
    for name in GOOD_CHANNELS:
        same(bool(layer.valid_channel_name(name)), True, name)
        layer.send(name, {})


@check
def bad_channel_names_are_a_type_error(make: Maker) -> None:
    """Sending to or receiving from a bad name raises ``TypeError``."""
    layer = make()
    for name in BAD_CHANNELS:
        raises(TypeError, layer.valid_channel_name, name)
        raises(TypeError, layer.send, name, {})
        raises(TypeError, layer.receive, [name])


@check_of("groups")
def bad_channel_names_cannot_be_members(make: Maker) -> None:
    """Grouping a bad name raises ``TypeError``."""
    layer = make()
    for name in BAD_CHANNELS:
        raises(TypeError, layer.group_add, "chat", name)


@check
def receiving_takes_no_local_part(make: Maker) -> None:
    """A process-specific channel is received from by its prefix only."""
    layer = make()
    same(bool(layer.valid_channel_name("server!", receive=True)), True)
    raises(TypeError, layer.valid_channel_name, "server!x", True)
    raises(TypeError, layer.receive, ["server!x"])
    raises(TypeError, layer.receive, ["a", "server!x"])


@check
def lists_of_names_are_checked(make: Maker) -> None:
    """No list, or an empty one, is an ``AssertionError``; a bad name in it a ``TypeError``."""
    layer = make()
    same(bool(layer.valid_channel_names(["a", "b!x"])), True)
    no_lists: tuple[Any, ...] = ([], "", "abc", ("a",), None, {"a"})
    for names in no_lists:
        raises(AssertionError, layer.valid_channel_names, names)
    raises(TypeError, layer.valid_channel_names, ["a", "b c"])
    raises(TypeError, layer.valid_channel_names, ["a", "b!x"], True)


@check_of("groups")
def group_names_are_checked(make: Maker) -> None:
    """A group's name has up to 99 characters and neither ``?`` nor ``!``."""
    layer = make()
    for name in GOOD_GROUPS:
        same(bool(layer.valid_group_name(name)), True, name)
    for bad in BAD_GROUPS:
        raises(TypeError, layer.valid_group_name, bad)
        raises(TypeError, layer.group_add, bad, "a")
        raises(TypeError, layer.group_discard, bad, "a")
        raises(TypeError, layer.group_channels, bad)
        raises(TypeError, layer.send_group, bad, {})


@check
def the_non_local_name_ends_with_the_mark(make: Maker) -> None:
    """``non_local_name`` gives the part up to and including ``!``, or all of it."""
    layer = make()
    for name, prefix in (("a!b", "a!"), ("a!", "a!"), ("a", "a"), ("a?b", "a?b")):
        same(layer.non_local_name(name), prefix)


# --- messages (§1.2) ----------------------------------------------------------------------------


NO_MESSAGES = (None, "text", b"bytes", 7, ["a"], ("a",), object())


@check
def messages_are_dicts(make: Maker) -> None:
    """Anything but a dict is an ``AssertionError``."""
    layer = make()
    for message in NO_MESSAGES:
        raises(AssertionError, layer.send, "a", message)
    same(layer.receive(["a"]), NOTHING)


@check
def the_reserved_key_is_refused(make: Maker) -> None:
    """A message with ``__asgi_channel__`` is an ``AssertionError``."""
    layer = make()
    raises(AssertionError, layer.send, "a", {"__asgi_channel__": "b"})
    raises(AssertionError, layer.send, "a!x", {"__asgi_channel__": "b"})
    same(layer.receive(["a"]), NOTHING)


@check_of("groups")
def a_groups_messages_are_checked_too(make: Maker) -> None:
    """What no channel takes is an ``AssertionError`` for a group that has members."""
    layer = make()
    layer.group_add("chat", "a")
    for message in (*NO_MESSAGES, {"__asgi_channel__": "b"}):
        raises(AssertionError, layer.send_group, "chat", message)
    same(layer.receive(["a"]), NOTHING)


@check
def strings_and_bytes_keep_their_types(make: Maker) -> None:
    """Text stays text and bytes stay bytes, whatever they hold, also further down."""
    layer = make()
    message = {
        "text": "\xa3 \U0001f600 \x00\x1f",
        "bytes": bytes(range(256)),
        "both": {"text": "x", "bytes": b"x", "list": ["x", b"x", None, True, 1.5]},
        "large": 2**63 - 1,
        "small": -(2**63),
    }
    layer.send("a", message)
    _, got = layer.receive(["a"])
    same(got, message)
    for one, other in ((got["both"]["text"], str), (got["both"]["bytes"], bytes)):
        same(type(one), other)


@check
def a_large_message_is_taken(make: Maker) -> None:
    """At least a megabyte goes through."""
    layer = make()
    layer.send("a", {"bytes": b"x" * 2**20})
    same(len(layer.receive(["a"])[1]["bytes"]), 2**20)


@check
def a_message_is_copied_when_sent(make: Maker) -> None:
    """What the sender does to its dict afterwards is not seen by the reader."""
    layer = make()
    message: dict[str, Any] = {"flat": 1, "deep": {"list": [1]}}
    layer.send("a", message)
    message["flat"] = 2
    message["deep"]["list"].append(2)
    message["new"] = True
    same(layer.receive(["a"])[1], {"flat": 1, "deep": {"list": [1]}})


@check_of("groups")
def a_group_message_is_copied_when_sent(make: Maker) -> None:
    """That holds for messages to groups too."""
    layer = make()
    layer.group_add("chat", "a")
    message: dict[str, Any] = {"deep": [1]}
    layer.send_group("chat", message)
    message["deep"].append(2)
    same(layer.receive(["a"])[1], {"deep": [1]})


@check_of("groups")
def members_do_not_share_a_message(make: Maker) -> None:
    """What one reader does to its message is not seen by another member of the group."""
    layer = make()
    layer.group_add("chat", "a")
    layer.group_add("chat", "b")
    layer.send_group("chat", {"flat": 1, "deep": [1]})
    first = layer.receive(["a"])[1]
    first["flat"] = 2
    first["deep"].append(2)
    same(layer.receive(["b"])[1], {"flat": 1, "deep": [1]})


@check_of("groups")
def the_senders_dict_is_left_alone(make: Maker) -> None:
    """Sending to ``prefix!local`` adds nothing to the sender's dict, nor to the message."""
    layer = make()
    message = {"text": "x"}
    layer.send("server!x", message)
    layer.group_add("chat", "server!y")
    layer.send_group("chat", message)
    same(message, {"text": "x"})
    same([got for _, got in drain(layer, ["server!"])], [{"text": "x"}] * 2)


# --- sending and receiving (§1.3, §1.4) ---------------------------------------------------------


@check
def what_is_sent_is_received_once(make: Maker) -> None:
    """A message comes with its channel's name, to one reader, once."""
    layer = make()
    layer.send("a", {"n": 1})
    same(layer.receive(["a", "b"]), ("a", {"n": 1}))
    same(layer.receive(["a", "b"]), NOTHING)
    layer.send("b", {"n": 2})
    same(layer.receive(["a", "b"]), ("b", {"n": 2}))


@check
def other_channels_are_left_alone(make: Maker) -> None:
    """Receiving from one channel takes nothing from another."""
    layer = make()
    layer.send("a", {})
    same(layer.receive(["b"]), NOTHING)
    same(layer.receive(["a"]), ("a", {}))


@check
def no_channels_give_nothing(make: Maker) -> None:
    """``receive([])`` returns ``(None, None)`` at once, also when it may wait."""
    layer = make()
    nothing: tuple[Any, ...] = ([], (), set(), iter(()))
    for channels in nothing:
        same(layer.receive(channels), NOTHING)
    same(layer.receive([], True), NOTHING)


@check
def channels_come_in_any_iterable(make: Maker) -> None:
    """Lists, tuples, sets and iterators of names are taken."""
    layer = make()
    for channels in (["a"], ("a",), {"a"}, iter(["a"]), frozenset({"a", "b"})):
        layer.send("a", {})
        same(layer.receive(channels), ("a", {}))


@check
def a_waiting_message_is_received_with_block(make: Maker) -> None:
    """``block=True`` gives what is there without waiting."""
    layer = make()
    layer.send("a", {"n": 1})
    same(layer.receive(["a"], block=True), ("a", {"n": 1}))


@check
def receive_many_is_the_old_name(make: Maker) -> None:
    """``receive_many`` does the same, with a ``DeprecationWarning``."""
    layer = make()
    layer.send("a", {})
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        same(layer.receive_many(["a"]), ("a", {}))
    same([one.category for one in caught], [DeprecationWarning])


@check
def a_prefix_gives_full_names(make: Maker) -> None:
    """Receiving from ``prefix!`` gives each message's full channel name, in order."""
    layer = make()
    for number, name in enumerate(("server!x", "server!y", "server!x", "server!")):
        layer.send(name, {"n": number})
    same(
        [name for name, _ in drain(layer, ["server!"])],
        ["server!x", "server!y", "server!x", "server!"],
    )


@check
def reply_and_single_reader_channels_are_fifo(make: Maker) -> None:
    """``!`` and ``?`` channels keep the order of sending."""
    layer = make(capacity=20)
    single = layer.new_channel("body?")
    for name, wanted in ((single, single), ("server!x", "server!")):
        for number in range(20):
            layer.send(name, {"n": number})
        same([got["n"] for _, got in drain(layer, [wanted])], list(range(20)))


@check
def a_busy_channel_starves_no_quiet_one(make: Maker) -> None:
    """While one channel is never empty, another's message comes within a fair number of turns."""
    for order in (["busy", "quiet"], ["quiet", "busy"]):
        layer = make(capacity=1000)
        for _ in range(200):
            layer.send("busy", {})
        layer.send("quiet", {})
        turns = [layer.receive(order)[0] for _ in range(100)]
        same("quiet" in turns, True, "whether the quiet channel was heard")


@check
def new_channels_are_single_reader(make: Maker) -> None:
    """``new_channel`` gives unused names with one ``?`` that is not at the end."""
    layer = make()
    first, second = layer.new_channel("body?"), layer.new_channel("body?")
    same(first != second, True, "whether names differ")
    for name in (first, second):
        same(re.fullmatch(r"body\?[A-Za-z]+", name) is not None, True, name)
    layer.send(first, {"n": 1})
    same(layer.receive([second]), NOTHING)
    same(layer.receive([first]), (first, {"n": 1}))


@check
def new_channel_refuses_other_patterns(make: Maker) -> None:
    """Only a valid pattern that ends in ``?`` makes a channel."""
    layer = make()
    for pattern in ("test", "test!", "test?x", "", None, 7, b"test?"):
        raises(AssertionError, layer.new_channel, pattern)
    for pattern in ("?", "a b?", "a?b?", "a!?", "x" * 98 + "?"):
        raises((AssertionError, TypeError), layer.new_channel, pattern)


@check
def the_exceptions_are_attributes(make: Maker) -> None:
    """``ChannelFull`` and ``MessageTooLarge`` are exception classes on the layer and its class."""
    layer = make()
    for owner in (layer, type(layer)):
        same(issubclass(owner.ChannelFull, Exception), True)
        same(issubclass(owner.MessageTooLarge, Exception), True)


@check
def the_settings_are_attributes(make: Maker) -> None:
    """Extensions, expiries in seconds and capacity can be read."""
    layer = make(expiry=7, group_expiry=70, capacity=3)
    same((layer.expiry, layer.group_expiry, layer.capacity), (7, 70, 3))
    known = {"groups", "flush", "statistics", "twisted", "async"}
    same(set(layer.extensions) - known, set(), "unknown extensions")


# --- capacity (§1.5) ----------------------------------------------------------------------------


@check
def full_after_exactly_the_capacity(make: Maker) -> None:
    """``ChannelFull`` comes after exactly *capacity* unread messages, and ends with a read."""
    layer = make(capacity=3)
    for number in range(3):
        layer.send("a", {"n": number})
    for _ in range(2):
        raises(layer.ChannelFull, layer.send, "a", {})
    layer.send("b", {})
    layer.receive(["a"])
    layer.send("a", {"n": 3})
    raises(layer.ChannelFull, layer.send, "a", {})
    same(len(drain(layer, ["a"])), 3)


@check
def the_clients_of_a_process_share_a_capacity(make: Maker) -> None:
    """For ``prefix!local`` capacity counts on the prefix."""
    layer = make(capacity=3)
    for local in "xyz":
        layer.send(f"server!{local}", {})
    raises(layer.ChannelFull, layer.send, "server!x", {})
    raises(layer.ChannelFull, layer.send, "server!new", {})
    layer.send("other!x", {})


@check_of("groups")
def a_full_member_of_a_group_misses_the_message(make: Maker) -> None:
    """``send_group`` never raises ``ChannelFull``; others get the message."""
    layer = make(capacity=2)
    for member in ("a", "b", "server!x", "server!y", "server!z"):
        layer.group_add("chat", member)
    layer.send("a", {})
    layer.send("a", {})
    layer.send_group("chat", {"n": 1})
    same(drain(layer, ["b"]), [("b", {"n": 1})])
    same(drain(layer, ["a"]), [("a", {})] * 2)
    same(len(drain(layer, ["server!"])), 2)


@check
def the_first_pattern_that_fits_counts(make: Maker) -> None:
    """``channel_capacity`` maps globs and compiled patterns; order decides, else ``capacity``."""
    layer = make(
        capacity=5,
        channel_capacity={
            "http.response!*": 10,
            "http.*": 1,
            "http.request": 4,
            re.compile(r"^web(socket)?\."): 2,
        },
    )
    for name, capacity in (
        ("http.response!abcdefgh", 10),
        ("http.response!", 10),
        ("http.request", 1),
        ("websocket.connect", 2),
        ("web.x", 2),
        ("my.websocket.x", 5),
        ("a", 5),
    ):
        same(layer.get_capacity(name), capacity, f"the capacity of {name}")


@check
def capacities_by_pattern_are_kept(make: Maker) -> None:
    """What ``get_capacity`` says is what ``send`` keeps to."""
    layer = make(capacity=5, channel_capacity={"small": 1, "server!*": 2})
    layer.send("small", {})
    raises(layer.ChannelFull, layer.send, "small", {})
    layer.send("server!x", {})
    layer.send("server!y", {})
    raises(layer.ChannelFull, layer.send, "server!z", {})


@check_of("groups")
def a_groups_members_keep_their_capacities(make: Maker) -> None:
    """A member that a pattern has made small misses the message, and is not overfilled."""
    layer = make(capacity=5, channel_capacity={"small": 1})
    layer.send("small", {})
    layer.group_add("chat", "small")
    layer.send_group("chat", {})
    same(len(drain(layer, ["small"])), 1)


# --- expiry (§1.6) ------------------------------------------------------------------------------


@check
def an_unread_message_expires(make: Maker) -> None:
    """A message that nobody read within ``expiry`` seconds is never received."""
    layer = make(expiry=1)
    layer.send("a", {})
    layer.send("server!x", {})
    make.advance(1.1)
    same(layer.receive(["a", "server!"]), NOTHING)
    layer.send("a", {"n": 2})
    same(layer.receive(["a"]), ("a", {"n": 2}))


@check
def only_the_old_messages_expire(make: Maker) -> None:
    """A younger message on the same channel stays."""
    layer = make(expiry=1)
    layer.send("a", {"n": 1})
    make.advance(0.6)
    layer.send("a", {"n": 2})
    make.advance(0.6)
    same(drain(layer, ["a"]), [("a", {"n": 2})])


@check
def expired_messages_make_room(make: Maker) -> None:
    """They do not count against the capacity."""
    layer = make(expiry=1, capacity=1)
    layer.send("a", {})
    make.advance(1.1)
    layer.send("a", {"n": 2})
    same(drain(layer, ["a"]), [("a", {"n": 2})])


@check_of("groups")
def a_membership_expires(make: Maker) -> None:
    """A member is dropped ``group_expiry`` seconds after the last ``group_add``."""
    layer = make(expiry=100, group_expiry=2)
    layer.group_add("chat", "old")
    make.advance(1.2)
    layer.group_add("chat", "young")
    make.advance(1.2)
    same(set(layer.group_channels("chat")), {"young"})
    layer.send_group("chat", {})
    same(layer.receive(["old"]), NOTHING)
    same(layer.receive(["young"]), ("young", {}))


@check_of("groups")
def adding_again_refreshes_a_membership(make: Maker) -> None:
    """The time of a member that is added again starts anew."""
    layer = make(expiry=100, group_expiry=2)
    layer.group_add("chat", "a")
    layer.group_add("chat", "b")
    make.advance(1.2)
    layer.group_add("chat", "a")
    make.advance(1.2)
    same(set(layer.group_channels("chat")), {"a"})
    make.advance(1.2)
    same(set(layer.group_channels("chat")), set())


# --- groups (§1.7) ------------------------------------------------------------------------------


@check_of("groups")
def a_group_message_reaches_every_member(make: Maker) -> None:
    """Each member gets the message once, nobody else does."""
    layer = make()
    for member in ("a", "b", "b"):
        layer.group_add("chat", member)
    layer.group_add("other", "c")
    layer.send_group("chat", {"n": 1})
    same(sorted(drain(layer, ["a", "b", "c"])), [("a", {"n": 1}), ("b", {"n": 1})])


@check_of("groups")
def clients_of_one_process_get_their_own_names(make: Maker) -> None:
    """Members ``prefix!x`` and ``prefix!y`` each get the message under their full name."""
    layer = make()
    for local in "xyz":
        layer.group_add("chat", f"server!{local}")
    layer.send_group("chat", {"n": 1})
    same(
        sorted(name for name, _ in drain(layer, ["server!"])), ["server!x", "server!y", "server!z"]
    )


@check_of("groups")
def discarding_ends_a_membership(make: Maker) -> None:
    """Discarding what is no member is no error."""
    layer = make()
    layer.group_add("chat", "a")
    layer.group_add("chat", "b")
    layer.group_discard("chat", "a")
    layer.group_discard("chat", "a")
    layer.group_discard("nobody", "a")
    same(set(layer.group_channels("chat")), {"b"})
    layer.group_discard("chat", "b")
    same(set(layer.group_channels("chat")), set())


@check_of("groups")
def group_channels_is_a_copy(make: Maker) -> None:
    """What is returned does not change with the group; an unknown group is empty."""
    layer = make()
    same(list(layer.group_channels("nobody")), [])
    layer.group_add("chat", "a")
    before = layer.group_channels("chat")
    layer.group_add("chat", "b")
    same(set(before), {"a"})
    same(set(layer.group_channels("chat")), {"a", "b"})


@check_of("groups")
def a_message_to_nobody_is_no_error(make: Maker) -> None:
    """Sending to a group without members does nothing."""
    make().send_group("nobody", {})


# --- other extensions (§1.8) --------------------------------------------------------------------


@check_of("groups", "flush")
def flushing_leaves_nothing(make: Maker) -> None:
    """After ``flush`` there is no message and no group, and everything works."""
    layer = make(capacity=1)
    layer.send("a", {})
    layer.send("server!x", {})
    layer.group_add("chat", "b")
    layer.flush()
    same(layer.receive(["a", "server!"]), NOTHING)
    same(set(layer.group_channels("chat")), set())
    layer.send_group("chat", {})
    same(layer.receive(["b"]), NOTHING)
    layer.send("a", {"n": 2})
    same(layer.receive(["a"]), ("a", {"n": 2}))


@check_of("statistics")
def statistics_count(make: Maker) -> None:
    """Statistics count messages, waiting ones and refusals."""
    layer = make(capacity=2)
    for _ in range(2):
        layer.send("a", {})
    raises(layer.ChannelFull, layer.send, "a", {})
    layer.receive(["a"])
    for found in (layer.global_statistics(), layer.channel_statistics("a")):
        wanted = {"messages_count": 2, "messages_pending": 1, "channel_full_count": 1}
        told = {name: found[name] for name in wanted if name in found}  # any of them (§1.8)
        same(told, {name: wanted[name] for name in told}, "the statistics")
        same("messages_count" in told, True, "whether messages_count is told")
    same(layer.channel_statistics("unknown")["messages_count"], 0)
