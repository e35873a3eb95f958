"""Values that never change: dataclasses to everybody, quick to make."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, fields, is_dataclass, replace

import pytest

from sandbox.trace.events import MessageAccepted, MessageTaken, Unknown
from sandbox.trace.frozen import maker


def test_both_ways_make_the_same() -> None:
    """The quick maker and the class make equal values of the very class."""
    quick = maker(MessageTaken)(1, 0.5, "m1", None, "worker:1", channel="a", waited=0.1)
    plain = MessageTaken(1, 0.5, "m1", None, "worker:1", channel="a", waited=0.1)
    assert quick == plain
    assert type(quick) is type(plain) is MessageTaken
    assert hash(quick) == hash(plain)
    assert repr(quick) == repr(plain)


@pytest.mark.parametrize("event", [MessageTaken(seq=1), maker(MessageTaken)(1)])
def test_nothing_can_be_set(event: MessageTaken) -> None:
    """No field can be set or deleted, and there is no room for another attribute."""
    with pytest.raises(FrozenInstanceError):
        event.seq = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del event.seq
    with pytest.raises(FrozenInstanceError):
        event.other = 2
    assert not hasattr(event, "__dict__")


def test_is_a_dataclass_to_others() -> None:
    """dataclasses.fields, asdict and replace work, and so do copy and pickle."""
    event = MessageAccepted(seq=3, id="m1", content={"text": "hi"})
    assert is_dataclass(event)
    assert [one.name for one in fields(event)][:6] == ["seq", "at", "kind", "id", "cause", "where"]
    assert asdict(event)["kind"] == "message.accepted"
    assert replace(event, seq=4).seq == 4
    assert copy.deepcopy(event) == copy.copy(event) == pickle.loads(pickle.dumps(event)) == event


def test_wrong_fields_are_refused() -> None:
    """A field that the class does not have is a TypeError, as with any function."""
    with pytest.raises(TypeError, match="colour"):
        MessageTaken(colour="red")  # type: ignore[call-arg]


def test_different_values_differ() -> None:
    """Other fields, another class or another type make another value."""
    assert MessageTaken(seq=1) != MessageTaken(seq=2)
    assert MessageTaken() != MessageAccepted()
    assert MessageTaken() != "message.taken"


def test_defaults_are_not_shared() -> None:
    """Each value has a fresh default where the default can be changed."""
    assert Unknown(kind="x").fields is not Unknown(kind="x").fields
