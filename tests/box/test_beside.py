"""Several layers in one sandbox: each with its routing and workers, all in one ledger."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.conf import settings

from sandbox import Sandbox
from sandbox.consumers.channel import Channel, Group
from tests.box.conftest import Make

CLASSIC = "asgiref.inmemory.ChannelLayer"


class Heard:
    """What the consumer of the layer "jobs" heard, and a gate that holds it."""

    def __init__(self) -> None:
        self.messages: list[tuple[dict[str, Any], str, str]] = []
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, message: Any) -> None:
        """Wait at the gate, keep the message, and tell a group that only this layer has."""
        self.gate.wait(10)
        thread = threading.current_thread().name
        self.messages.append((message.content, message.channel_layer.alias, thread))
        Group("listeners", channel_layer=message.channel_layer).send({"done": message["n"]})


@pytest.fixture
def heard() -> Heard:
    """What is heard on jobs."""
    return Heard()


@pytest.fixture
def box(make: Make, heard: Heard, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """A sandbox whose settings name two layers."""
    layers = {
        "default": {"BACKEND": CLASSIC, "ROUTING": {"work": _pass_on}},
        "jobs": {"BACKEND": CLASSIC, "ROUTING": {"work": heard}, "CONFIG": {"capacity": 2}},
    }
    monkeypatch.setattr(settings, "CHANNEL_LAYERS", layers, raising=False)
    return make(workers=2)


def _pass_on(message: Any) -> None:
    Channel("work", alias="jobs").send({"n": message["n"] + 1})


def test_a_consumer_reaches_another_layer_by_its_alias(box: Sandbox, heard: Heard) -> None:
    """A channel of the same name on another layer is another channel, with its own consumer, in
    a worker of its own; the numbers of all workers are distinct."""
    Channel("work").send({"n": 1})
    box.settle()
    [(content, alias, thread)] = heard.messages
    assert (content, alias) == ({"n": 2}, "jobs")
    assert sorted(box.workers) == [1, 2, 3, 4]
    assert thread in {"sandbox-default-worker:3", "sandbox-default-worker:4"}
    [changed] = [event for event in box.find("kind:routing.changed") if event.layer == "jobs"]
    assert "Heard" in str(changed.rules)
    started = [event for event in box.find("kind:worker.started") if event.layer == "jobs"]
    assert sorted(event.worker for event in started) == ["worker:3", "worker:4"]


def test_what_there_is_names_the_layer(box: Sandbox) -> None:
    """Layers by alias; channels and groups of another layer with its alias before them."""
    Group("listeners", alias="jobs").add("ears")
    for n in range(3):
        Group("listeners", alias="jobs").send({"n": n})
    assert list(box.layers) == ["default", "jobs"]
    assert box.channels["jobs/work"].capacity == 2
    assert box.channels["work"].capacity == 10
    assert "ears" in box.groups["jobs/listeners"]
    assert "listeners" not in box.groups
    assert "memory, capacity 10, expiry 60 s; jobs: memory, capacity 2" in repr(box)
    assert len(box.channels["jobs/ears"]) == 2  # its capacity; one message was lost
    assert "2 on jobs/ears" in repr(box)


def test_the_ledger_counts_all_layers(box: Sandbox, heard: Heard) -> None:
    """A message of any layer is in the sums, and each layer has its own."""
    Channel("work").send({"n": 1})
    box.settle()
    assert box.ledger.total.delivered == 2
    assert {alias: row.delivered for alias, row in box.ledger.layers.items()} == {
        "default": 1,
        "jobs": 1,
    }
    assert box.ledger == box.log.ledger()


def test_settling_waits_for_every_layer(box: Sandbox, heard: Heard) -> None:
    """A consumer of another layer that runs is no rest; all workers end with the sandbox."""
    heard.gate.clear()
    Channel("work", alias="jobs").send({"n": 1})
    threading.Timer(0.02, heard.gate.set).start()
    box.settle()
    assert len(heard.messages) == 1
    box.stop()
    alive = [thread.name for thread in threading.enumerate()]
    assert not [name for name in alive if name.startswith("sandbox-default-worker")]
