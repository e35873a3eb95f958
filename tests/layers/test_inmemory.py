"""The layer of 2016 by its old name: the same contract, with the classic defaults."""

from __future__ import annotations

import threading

import pytest

from sandbox.layers import inmemory
from sandbox.layers.inmemory import ChannelLayer
from sandbox.testing import contract
from sandbox.testing.contract import Check
from tests.layers.makers import ClockMaker


@pytest.mark.parametrize("check", contract.CHECKS, ids=lambda check: check.__name__)
def test_contract(check: Check) -> None:
    """The classic layer keeps the contract of every layer."""
    check(ClockMaker(ChannelLayer, with_log=False))


def test_the_default_capacity_is_ten() -> None:
    """The eleventh message is refused: trap 1."""
    layer = ChannelLayer()
    for _ in range(10):
        layer.send("a", {})
    with pytest.raises(ChannelLayer.ChannelFull):
        layer.send("a", {})


def test_the_classic_arguments_are_positional() -> None:
    """expiry, group_expiry, capacity and channel_capacity come in this order."""
    layer = ChannelLayer(1, 2, 3, {"a": 4})
    assert (layer.expiry, layer.group_expiry, layer.capacity) == (1, 2, 3)
    assert layer.get_capacity("a") == 4
    assert (ChannelLayer().expiry, ChannelLayer().group_expiry) == (60, 86400)


def test_the_module_says_that_it_is_local() -> None:
    """The classic code recognises layers of one process by the module's name."""
    assert "inmemory" in ChannelLayer.__module__


def test_the_modules_layer_is_made_once() -> None:
    """``channel_layer`` is the same object for everybody who asks, threads included."""
    found: list[object] = []
    threads = [
        threading.Thread(target=lambda: found.append(inmemory.channel_layer)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(one is inmemory.channel_layer for one in found)
    assert isinstance(inmemory.channel_layer, ChannelLayer)


def test_other_names_are_missing() -> None:
    """The module has no other names that come when asked for."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        inmemory.nothing  # noqa: B018
