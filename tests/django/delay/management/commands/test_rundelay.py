"""``manage.py rundelay``."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from sandbox.django.delay.management.commands import rundelay
from sandbox.layers.inmemory import ChannelLayer

CLASSIC = "asgiref.inmemory.ChannelLayer"


class Shared(ChannelLayer):
    """Passes for a layer that processes share: its module's name says nothing of memory."""


@pytest.fixture
def layers() -> Iterator[None]:
    """A layer of one process, and one that processes share."""
    shared = {"BACKEND": f"{__name__}.Shared", "ROUTING": []}
    configs = {"default": shared, "local": {"BACKEND": CLASSIC, "ROUTING": []}, "second": shared}
    with override_settings(CHANNEL_LAYERS=configs):
        yield


@pytest.fixture
def worker() -> Iterator[Any]:
    """Stands in for the worker, which would not come back."""
    with patch.object(rundelay, "Worker") as worker:
        yield worker


@pytest.mark.usefixtures("layers")
def test_it_runs_a_worker_on_the_default_layer(worker: Any) -> None:
    """Looking into the database every second."""
    call_command("rundelay")
    _, given = worker.call_args
    assert (given["channel_layer"].alias, given["database_sleep_duration"]) == ("default", 1.0)
    worker.return_value.run.assert_called_once_with()


@pytest.mark.usefixtures("layers")
def test_layer_and_pace_can_be_chosen(worker: Any) -> None:
    """By --layer and --sleep; --verbosity 2 tells more."""
    call_command("rundelay", "--layer", "second", "--sleep", "0.25", "-v", "2")
    _, given = worker.call_args
    assert (given["channel_layer"].alias, given["database_sleep_duration"]) == ("second", 0.25)
    assert logging.getLogger("django.channels").level == logging.DEBUG


@pytest.mark.usefixtures("layers")
def test_ctrl_c_ends_it_silently(worker: Any) -> None:
    """Without a traceback."""
    worker.return_value.run.side_effect = KeyboardInterrupt
    call_command("rundelay")


@pytest.mark.usefixtures("layers")
@pytest.mark.parametrize(
    ("alias", "said"),
    [("local", "lives in the memory of one process.*runserver"), ("gone", "there are: default")],
)
def test_a_layer_that_cannot_serve_is_one_sentence(worker: Any, alias: str, said: str) -> None:
    """CommandError, with what to do."""
    with pytest.raises(CommandError, match=said):
        call_command("rundelay", "--layer", alias)
    worker.assert_not_called()
