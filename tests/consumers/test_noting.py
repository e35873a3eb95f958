"""Facts that decorators add to the log, without giving keys away."""

from __future__ import annotations

from typing import Any

from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.consumers.message import Message
from sandbox.consumers.noting import log_of, note, short_hash
from sandbox.layers.memory import MemoryLayer
from sandbox.runtime.clock import ManualClock
from sandbox.trace.causes import acting_as
from sandbox.trace.log import Log
from tests.consumers.conftest import FakeLayer


def test_a_fact_goes_into_the_log_of_the_messages_layer(manual_clock: ManualClock) -> None:
    """With whoever acts now as its cause, through the layer's wrapper."""
    log = Log(manual_clock)
    layer = ChannelLayerWrapper(MemoryLayer(log=log, clock=manual_clock), "default", [])
    message = Message({}, "websocket.connect", layer)
    assert log_of(message) is log
    run = log.ids.run()
    with acting_as("worker:2", run):
        note(message, "user.identified", user="alice", how="cookie")
    (event,) = [one for one in log.events() if one.kind == "user.identified"]
    assert (event.where, event.cause, event.user) == ("worker:2", "r1", "alice")  # type: ignore[attr-defined]


def test_a_layer_without_a_log_takes_no_facts(layer: FakeLayer) -> None:
    """A foreign layer, one without a log, and no layer at all are passed over in silence."""
    layers: list[Any] = [layer, ChannelLayerWrapper(layer, "default", []), MemoryLayer(), None]
    for one in layers:
        message = Message({}, "websocket.connect", one)
        assert log_of(message) is None
        note(message, "user.identified", user="alice")


def test_a_sessions_name_does_not_tell_its_key() -> None:
    """It is short and always the same, and no part of the key is in it."""
    key = "chn" + "0123456789abcdef" * 2
    name = short_hash(key)
    assert name == short_hash(key)
    assert name is not None
    assert len(name) == 8
    assert name not in key
    assert short_hash(None) is short_hash("") is None
