"""The reader of a Redis sends nothing that writes, and shows no password."""

from __future__ import annotations

import pytest
import redis

from sandbox.looking.layouts import Key
from sandbox.looking.reading import Reader, without_password


@pytest.mark.parametrize("command", ["SET", "DEL", "MONITOR", "KEYS", "EVAL", "FLUSHALL", "EXPIRE"])
def test_a_command_that_does_more_than_read_is_never_sent(
    url: str, client: redis.Redis, command: str
) -> None:
    """Not even by a mistake of our own."""
    client.set("there", "1")
    with Reader(url) as reader, pytest.raises(ValueError, match=f"{command} is no command"):
        reader.ask_all([("GET", "there"), (command, "there", "2")])
    assert client.get("there") == b"1"


def test_every_key_is_found_once_with_its_type(url: str, client: redis.Redis) -> None:
    """However many there are: SCAN may name one twice."""
    for number in range(2_500):
        client.set(f"a{number}", "1")
    client.rpush(b"a\xff", "1")
    with Reader(url) as reader:
        found = list(reader.scan("a*"))
    assert len(found) == len(set(found)) == 2_501
    assert Key("a\udcff", "list") in found


def test_a_name_that_is_no_text_can_be_read(url: str, client: redis.Redis) -> None:
    """Its bytes are kept."""
    client.set(b"a\xff", "1")
    with Reader(url) as reader:
        (key,) = reader.scan("*")
        assert reader.ask("GET", key.name) == b"1"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://h:1/0", "redis://h:1/0"),
        ("redis://:secret@h:1/0", "redis://:***@h:1/0"),
        ("rediss://u:se:cr@et@h/0", "rediss://u:***@h/0"),
        ("unix://u:secret@/run/r.sock?db=1", "unix://u:***@/run/r.sock?db=1"),
        ("unix:///run/r.sock?password=secret&db=1", "unix:///run/r.sock?password=***&db=1"),
        ("redis://u@h/0", "redis://u@h/0"),
    ],
)
def test_an_address_is_shown_without_its_password(url: str, shown: str) -> None:
    """Wherever in it that stands."""
    assert without_password(url) == shown
