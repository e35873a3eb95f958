"""The path before channels.test."""

from __future__ import annotations

import pytest

from sandbox import testing
from sandbox.testing import old


@pytest.mark.parametrize("name", old.__all__)
def test_each_name_warns_and_is_the_same(name: str) -> None:
    """The text says what to write."""
    with pytest.warns(DeprecationWarning, match=f"from channels.test import {name}"):
        found = getattr(old, name)
    assert found is getattr(testing, name)


def test_other_names_are_not_there() -> None:
    """Without a warning."""
    with pytest.raises(AttributeError):
        _ = old.check_channel_layer
