"""Which keys mean what: pure rules over names and types."""

from __future__ import annotations

import json

import msgpack
import pytest

from sandbox.looking.layouts import (
    CHANNELS_4,
    CLASSIC,
    Key,
    decrypter,
    find_layouts,
    read_body,
)

HEX = "0123456789abcdef" * 2


def test_keys_are_sorted_into_layers_by_prefix_and_type() -> None:
    """Lists and bodies are classic, sorted sets are Channels 4."""
    layouts, others = find_layouts(
        [
            Key(f"asgi:{HEX}", "string"),
            Key("asgi:websocket.receive", "list"),
            Key("asgi::group:chat", "zset"),
            Key("asgi-meta:websocket.receive:messages_count", "string"),
            Key("asgijobs", "zset"),
            Key("asgijobs$inflight", "zset"),
            Key("asgi:group:chat", "zset"),
            Key("asgi-lock", "string"),
        ]
    )
    classic, newer = sorted(layouts, key=lambda one: one.kind, reverse=True)
    assert (classic.kind, classic.prefix, classic.bodies) == (CLASSIC, "asgi:", 1)
    assert classic.channels == {"websocket.receive": "asgi:websocket.receive"}
    assert classic.groups == {"chat": "asgi::group:chat"}
    assert set(classic.counters) == {"websocket.receive"}
    assert (newer.kind, newer.prefix) == (CHANNELS_4, "asgi")
    assert newer.channels == {"jobs": "asgijobs"}
    assert newer.in_flight == {"jobs": "asgijobs$inflight"}
    assert newer.groups == {"chat": "asgi:group:chat"}
    assert others == [Key("asgi-lock", "string")]


def test_a_group_shows_a_prefix_of_the_projects_own() -> None:
    """Nobody has to name it."""
    (layout,), _ = find_layouts([Key("shop:group:chat", "zset"), Key("shopjobs", "zset")])
    assert (layout.prefix, layout.channels) == ("shop", {"jobs": "shopjobs"})


def test_one_type_of_key_decides_for_a_prefix() -> None:
    """What another type says is nobody's, and is not read as if it were a queue."""
    (layout,), others = find_layouts([Key("asgi:jobs", "list"), Key("asgi:odd", "zset")])
    assert (layout.kind, set(layout.channels)) == (CLASSIC, {"jobs"})
    assert others == [Key("asgi:odd", "zset")]


def test_groups_alone_are_told_apart_by_the_colon() -> None:
    """An idle classic layer has groups only."""
    (layout,), _ = find_layouts([Key("asgi::group:chat", "zset")])
    assert layout.kind == CLASSIC


def test_counters_outlive_their_messages() -> None:
    """A classic layer that is all read is still told by its counters."""
    (layout,), _ = find_layouts([Key("asgi-meta:jobs:channel_full_count", "string")])
    assert (layout.kind, set(layout.counters)) == (CLASSIC, {"jobs"})


@pytest.mark.parametrize("pack", [msgpack.packb, lambda one: json.dumps(one).encode()])
def test_a_message_is_read_in_either_form(pack: object) -> None:
    """The full name of a local channel is taken out of the content."""
    assert callable(pack)
    body = pack({"text": "hi", "__asgi_channel__": "a!b"})
    for kind, raw in ((CLASSIC, body), (CHANNELS_4, b"r" * 12 + body)):
        read = read_body(raw, kind, 2.0)
        assert (read.content, read.to, read.age_s) == ({"text": "hi"}, "a!b", 2.0)
        assert read.problem is None


@pytest.mark.parametrize("raw", [b"", b"\xc1" * 20, b"[" * 100_000, msgpack.packb([1]), b"\x80"])
def test_what_is_no_message_is_a_problem_and_never_an_error(raw: bytes) -> None:
    """Foreign data may lie under a layer's names; an empty dict is a message."""
    read = read_body(raw, CLASSIC, None)
    assert (read.content == {}) == (raw == b"\x80")
    assert (read.problem is None) == (raw == b"\x80")


def test_keys_are_a_list() -> None:
    """Of texts or bytes, as the layers take them; one text would be keys of a letter each."""
    assert decrypter([b"k", "l"]) is not None
    with pytest.raises(ValueError, match="put it into a list"):
        decrypter("abc")


def test_no_keys_mean_no_decrypter() -> None:
    """Then what is encrypted says which option would read it."""
    assert decrypter(()) is None
    assert "--key" in str(read_body(b"gAAAAabc", CLASSIC, None).problem)
