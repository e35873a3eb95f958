"""Values as JSON: nothing raises, nothing passes for something else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sandbox.trace.jsonable import Repr, decode, encode


class Rude:
    """An object that cannot even be shown."""

    def __repr__(self) -> str:
        raise RuntimeError("no")


class Text(str):
    """A kind of text, such as Django's safe strings."""


class Number(int):
    """A kind of whole number, such as a default that knows that it is one."""


class Share(float):
    """A kind of number."""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Number(100), 100),
        (Share(0.5), 0.5),
        (b"\xff", {"$b64": "/w=="}),
        (bytearray(b"a"), {"$b64": "YQ=="}),
        ({"$b64": "x"}, {"$dict": [["$b64", "x"]]}),
        ({1: "a", ("b", 2): b""}, {"$dict": [[1, "a"], [["b", 2], {"$b64": ""}]]}),
        ((1, 2), [1, 2]),
        (float("inf"), {"$repr": "inf"}),
        (Text("a"), "a"),
        (1 + 2j, {"$repr": "(1+2j)"}),
    ],
)
def test_form(value: Any, shown: Any) -> None:
    """Each kind of value has one form in JSON."""
    assert encode(value) == shown


@pytest.mark.parametrize("value", [b"\x00\xff", {"$repr": "x"}, {1: 2, (3, 4): b""}, [{"a": None}]])
def test_comes_back(value: Any) -> None:
    """What the form can hold comes back as it was, marks in contents included."""
    assert decode(json.loads(json.dumps(encode(value)))) == value


def test_an_object_comes_back_as_the_text_of_its_repr() -> None:
    """An object that JSON cannot hold is read as its repr, and written again the same."""
    read = decode(encode(object))
    assert isinstance(read, Repr)
    assert repr(read) == str(read) == "<class 'object'>"
    assert encode(read) == encode(object)


def test_a_rude_object_raises_nothing() -> None:
    """An object whose repr raises is named all the same."""
    assert encode(Rude()) == {"$repr": "<Rude whose repr raised RuntimeError>"}


def test_long_reprs_are_cut() -> None:
    """A repr is only for reading: it is never long."""
    assert len(encode(range, 0)["$repr"]) < 100
    assert len(encode({1, *range(10_000)})["$repr"]) == 500


def test_endless_contents_end() -> None:
    """A content that contains itself is cut off instead of running for ever."""
    endless: dict[str, Any] = {}
    endless["again"] = endless
    assert "$repr" in json.dumps(encode(endless))


@pytest.mark.parametrize("damaged", [{"$b64": "?"}, {"$b64": 3}, {"$dict": [1]}, {"$dict": 1}])
def test_damaged_marks_are_kept(damaged: Any) -> None:
    """A mark that cannot be read stays what it is."""
    assert decode(damaged) == damaged
