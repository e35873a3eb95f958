"""The base for layers of somebody's own."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sandbox import errors
from sandbox.layers.base import BaseChannelLayer
from sandbox.layers.memory import MemoryLayer


class Shelf(BaseChannelLayer):
    """A layer that can receive, and nothing else."""

    def receive(self, channels: Any, block: bool = False) -> Any:
        """Give back what was asked for."""
        return channels[0], {"block": block}


def test_it_keeps_its_settings() -> None:
    """The classic defaults, by position or by name."""
    layer = BaseChannelLayer()
    assert (layer.expiry, layer.group_expiry, layer.capacity) == (60, 86400, 100)
    assert layer.extensions == []
    layer = BaseChannelLayer(1, 2, 3, {"a*": 4})
    assert (layer.expiry, layer.group_expiry, layer.capacity) == (1, 2, 3)
    assert layer.ChannelFull is errors.ChannelFull
    assert layer.MessageTooLarge is errors.MessageTooLarge


def test_the_first_pattern_that_fits_says_the_capacity() -> None:
    """Globs and compiled patterns, in the order given; else the layer's own."""
    layer = BaseChannelLayer(channel_capacity={"http.response!*": 10, re.compile("http"): 20})
    assert layer.get_capacity("http.response!abcdefgh") == 10
    assert layer.get_capacity("http.request") == 20
    assert layer.get_capacity("chat") == 100


@pytest.mark.parametrize(
    ("method", "arguments"),
    [
        ("send", ("a", {})),
        ("receive", (["a"],)),
        ("new_channel", ("a?",)),
        ("group_add", ("g", "a")),
        ("group_discard", ("g", "a")),
        ("group_channels", ("g",)),
        ("send_group", ("g", {})),
        ("flush", ()),
    ],
)
def test_what_stores_is_left_to_the_subclass(method: str, arguments: tuple[Any, ...]) -> None:
    """A method that needs a store names the class that lacks it."""
    with pytest.raises(NotImplementedError, match=rf"BaseChannelLayer has no {method}\(\)"):
        getattr(BaseChannelLayer(), method)(*arguments)


def test_workers_may_call_receive_by_its_old_name() -> None:
    """receive_many is receive, with a warning."""
    with pytest.deprecated_call():
        assert Shelf().receive_many(["a"], True) == ("a", {"block": True})


@pytest.mark.parametrize("layer", [BaseChannelLayer(), MemoryLayer()], ids=["base", "memory"])
def test_names_are_checked_as_in_the_memory_layer(layer: Any) -> None:
    """The same names are valid, the same errors are raised."""
    assert layer.valid_channel_name("http.request")
    assert layer.valid_channel_name("reply!", receive=True)
    assert layer.valid_channel_names(["a", "b?c"])
    assert layer.valid_group_name("chat")
    assert layer.non_local_name("reply!abc") == "reply!"
    with pytest.raises(TypeError):
        layer.valid_channel_name("reply!abc", receive=True)
    with pytest.raises(TypeError):
        layer.valid_group_name("a!b")
    with pytest.raises(AssertionError):
        layer.valid_channel_names([])
