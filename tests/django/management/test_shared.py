"""What the commands share."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError
from django.test import override_settings

from sandbox.django.management.shared import layer_for_processes, named_layer
from sandbox.layers.inmemory import ChannelLayer

CLASSIC = "asgiref.inmemory.ChannelLayer"


class Shared(ChannelLayer):
    """Passes for a layer that processes share: its module's name says nothing of memory."""


def layers(**config: Any) -> override_settings:
    """Have one layer "default" of this *config*."""
    return override_settings(CHANNEL_LAYERS={"default": config})


def test_the_layer_of_an_alias() -> None:
    """The wrapper, the same one each time."""
    with layers(BACKEND=CLASSIC, ROUTING=[]):
        assert named_layer("default") is named_layer("default")


@pytest.mark.parametrize(
    ("config", "alias", "said"),
    [
        (
            {"BACKEND": CLASSIC, "ROUTING": []},
            "gone",
            "No channel layer 'gone'; there are: default",
        ),
        ({"BACKEND": CLASSIC}, "default", "needs a ROUTING"),
        ({"BACKEND": CLASSIC, "ROUTING": "no.where"}, "default", "Cannot import channel routing"),
    ],
)
def test_a_layer_that_cannot_be_had_is_a_command_error(config: Any, alias: str, said: str) -> None:
    """One sentence instead of a traceback."""
    with layers(**config), pytest.raises(CommandError, match=said) as raised:
        named_layer(alias)
    assert "\n" not in str(raised.value)


def test_a_layer_in_memory_is_for_one_process() -> None:
    """Another one would wait for ever; the text says what to do instead."""
    with layers(BACKEND=CLASSIC, ROUTING=[]):
        with pytest.raises(CommandError, match=r"runjob is a process.*: do that, or name a layer"):
            layer_for_processes("default", "runjob", "do that")


def test_a_layer_that_processes_share_is_given() -> None:
    """Judged by the module of its class, as it was (§5.1)."""
    with layers(BACKEND=f"{__name__}.Shared", ROUTING=[]):
        assert isinstance(layer_for_processes("default", "x", "y").channel_layer, Shared)
