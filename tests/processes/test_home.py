"""What runs in a process of its own does as it does in a thread."""

from __future__ import annotations

from typing import Any

from sandbox import Channel, Sandbox
from tests.processes.apart import happened


def test_what_a_consumer_prints_belongs_to_its_run(apart: Sandbox) -> None:
    """It comes back over the pipe, into the story."""

    @apart.consumer("speak")
    def speak(message: Any) -> None:
        print("I was here")

    Channel("speak", channel_layer=apart.layers["default"]).send({})
    apart.settle(20)
    (printed,) = happened(apart, "consumer.printed")
    assert printed.text.strip() == "I was here"
    assert printed.where.startswith("worker:")
