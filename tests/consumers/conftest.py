"""What the consumers' tests share: a layer that notes each call, and a quiet send buffer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.consumers.channel import pending
from sandbox.consumers.manager import ChannelLayerWrapper, channel_layers, serving


class FakeLayer:
    """A foreign layer: the classic methods only, and each call noted in order."""

    class ChannelFull(Exception):
        """This layer's own; not the sandbox's."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.full: dict[str, int] = {}

    def send(self, channel: str, message: dict[str, Any]) -> None:
        """Note the send; refuse it as often as ``full[channel]`` says."""
        if self.full.get(channel, 0) > 0:
            self.full[channel] -= 1
            self.calls.append(("full", channel))
            raise self.ChannelFull(channel)
        self.calls.append(("send", channel, message))

    def send_group(self, group: str, message: dict[str, Any]) -> None:
        """Note the group send."""
        self.calls.append(("send_group", group, message))

    def group_add(self, group: str, channel: str) -> None:
        """Note the join."""
        self.calls.append(("group_add", group, channel))

    def group_discard(self, group: str, channel: str) -> None:
        """Note the leave."""
        self.calls.append(("group_discard", group, channel))


@pytest.fixture
def layer() -> FakeLayer:
    """A layer of its own."""
    return FakeLayer()


@pytest.fixture
def wrapper(layer: FakeLayer) -> ChannelLayerWrapper:
    """The layer with an empty routing, as "default"."""
    return ChannelLayerWrapper(layer, "default", [])


@pytest.fixture
def default(wrapper: ChannelLayerWrapper) -> Iterator[ChannelLayerWrapper]:
    """The wrapper, in force as the default layer."""
    token = serving.set({"default": wrapper})
    yield wrapper
    serving.reset(token)


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    """Fail a test that leaves the buffer open or an alias set."""
    yield
    left = pending.active, dict(channel_layers._set), channel_layers._started
    pending.drop()
    channel_layers._set.clear()
    channel_layers._started = ()
    assert left == (False, {}, ())
