"""What travels through Redis: contents there and back, with keys that change, and heads."""

from __future__ import annotations

import msgpack
import pytest

from sandbox.layers.redis_messages import Codec, Unreadable, head_of, messages_in, split
from sandbox.runtime.clock import ManualClock


def codec(keys: list[str | bytes] | None = None, wall: ManualClock | None = None) -> Codec:
    return Codec(keys, 70, wall or ManualClock(1000.0))


CONTENT = {"text": "\xa3", "bytes": b"\x00\xff", "list": [1, None, True, 1.5, {"a": b"b"}]}


@pytest.mark.parametrize("keys", [None, [], ["one"], [b"one", "two"]])
def test_a_content_comes_back_as_it_was(keys: list[str | bytes] | None) -> None:
    """Text as text and bytes as bytes, with keys and without."""
    one = codec(keys)
    assert one.unpack(one.pack(CONTENT)) == CONTENT
    assert one.encrypts == bool(keys)


def test_with_keys_nothing_can_be_read_on_the_way() -> None:
    """What is packed shows no word of it."""
    assert b"needle" in codec().pack({"text": "needle"})
    assert b"needle" not in codec(["key"]).pack({"text": "needle"})


def test_keys_can_be_changed_while_processes_run() -> None:
    """The first encrypts, all decrypt: old, both, new."""
    old, both, new = codec(["old"]), codec(["new", "old"]), codec(["new"])
    assert both.unpack(old.pack(CONTENT)) == CONTENT
    assert new.unpack(both.pack(CONTENT)) == CONTENT
    with pytest.raises(Unreadable) as raised:
        old.unpack(both.pack(CONTENT))
    assert raised.value.reason == "undecryptable"


def test_what_is_too_old_is_not_decrypted() -> None:
    """A message that somebody kept and sends again is refused."""
    clock = ManualClock(1000.0)
    one = codec(["key"], clock)
    packed = one.pack(CONTENT)
    clock.advance(69)
    assert one.unpack(packed) == CONTENT
    clock.advance(3)
    with pytest.raises(Unreadable, match="no key"):
        one.unpack(packed)


@pytest.mark.parametrize("keys", ["secret", b"secret"])
def test_one_text_is_no_list_of_keys(keys: str | bytes) -> None:
    """It would be a key for each letter."""
    with pytest.raises(ValueError, match="put it into a list"):
        Codec(keys, 70, ManualClock())


def test_what_is_no_content_is_malformed() -> None:
    """Somebody else may write into the same Redis."""
    with pytest.raises(Unreadable) as raised:
        codec().unpack(b"\xc1")
    assert raised.value.reason == "malformed"


def test_a_number_beyond_64_bits_is_an_overflow() -> None:
    """As in 2016."""
    with pytest.raises(OverflowError):
        codec().pack({"n": 2**64})
    with pytest.raises(TypeError):
        codec().pack({"o": object()})


def test_a_head_carries_message_and_channel() -> None:
    """The cause and the sender too, for who looks into the queue."""
    head = head_of(25, 35, "me", "server!x")
    assert messages_in(head) == [(25, "server!x")]
    assert msgpack.unpackb(head) == [25, 35, "me", "server!x"]


def test_a_head_of_several_gives_each_its_id() -> None:
    """By its place among all the members, of which some may be elsewhere."""
    head = msgpack.packb([16, 4, "me", "server!", 16, [0, "x", 3, "y"]])
    assert messages_in(head) == [(16, "server!x"), (64, "server!y")]


def test_an_element_is_split() -> None:
    """The content may hold anything, also what looks like a border."""
    assert split(b"5|65|1|3|a|bc|d|") == (5, 65, b"a|b", b"c|d|")
    for bad in (b"", b"junk", b"a|b|c|d|e", b"1|2|3|x|"):
        with pytest.raises(Unreadable):
            split(bad)
