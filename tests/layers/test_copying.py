"""Copies: nothing mutable is shared, and what needs no copy is not copied."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.layers.copying import IMMUTABLE, copy_content, copy_value, is_flat

plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
values = st.recursive(
    plain | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


def mutable_parts(value: Any) -> list[Any]:
    """Return every list and dict in *value*, itself included."""
    inner = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(inner, (list, tuple)):
        return []
    own = [] if isinstance(value, tuple) else [value]
    return own + [part for item in inner for part in mutable_parts(item)]


@given(st.dictionaries(st.text(max_size=4), values, max_size=5))
def test_a_copy_is_equal_and_shares_nothing_mutable(content: dict[str, Any]) -> None:
    """The copy equals the original, and no list or dict is in both."""
    copied = copy_content(content)
    assert copied == content
    before = {id(part) for part in mutable_parts(content)}
    assert before.isdisjoint(id(part) for part in mutable_parts(copied))


@given(values)
def test_types_stay(value: Any) -> None:
    """Tuples stay tuples, and bytes stay bytes: trap 5."""
    assert repr(copy_value(value)) == repr(value)


def test_what_cannot_change_is_shared() -> None:
    """Text, bytes and tuples of such are the very objects."""
    content = {"text": "x" * 99, "headers": ((b"a", b"b"), ("c", 1))}
    copied = copy_content(content)
    assert copied is not content
    assert copied["text"] is content["text"]
    assert copied["headers"] is content["headers"]


def test_a_tuple_of_lists_is_copied() -> None:
    """A tuple that holds something mutable is a new tuple."""
    content = {"headers": ([1], 2)}
    copied = copy_content(content)
    content["headers"][0].append(3)  # type: ignore[union-attr]
    assert copied == {"headers": ([1], 2)}


def test_other_objects_are_copied_deeply() -> None:
    """What is no plain data is left to ``copy.deepcopy``."""

    class Thing:
        def __init__(self) -> None:
            self.inner = [1]

    content = {"thing": Thing(), "set": {1}}
    copied = copy_content(content)
    content["thing"].inner.append(2)  # type: ignore[attr-defined]
    assert copied["thing"].inner == [1]
    assert copied["set"] == {1}
    assert copied["set"] is not content["set"]


@pytest.mark.parametrize("content", [{"flat": 1}, {"nested": []}], ids=["flat", "nested"])
def test_a_subclass_of_dict_comes_back_as_a_dict(content: dict[str, Any]) -> None:
    """The copy of a dict's subclass is a plain dict."""

    class Special(dict[str, Any]):
        pass

    assert type(copy_content(Special(content))) is dict


def test_keys_need_not_be_text() -> None:
    """In memory any key passes (§1.2)."""
    assert copy_content({1: "x", (1, 2): ["y"]}) == {1: "x", (1, 2): ["y"]}


def test_flat_means_one_copy_is_enough() -> None:
    """A content is flat if no value can change; subclasses of str may."""
    assert is_flat({})
    assert is_flat({"text": "x", "bytes": b"x", "n": 1, "none": None})
    assert not is_flat({"list": []})
    assert not is_flat({"tuple": ()})
    assert not is_flat({"odd": type("Text", (str,), {})("x")})
    assert str in IMMUTABLE
