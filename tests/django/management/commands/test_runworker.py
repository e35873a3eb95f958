"""``manage.py runworker``."""

from __future__ import annotations

import io
import logging
import signal
import threading
from collections.abc import Iterator
from typing import Any
from unittest.mock import ANY, patch

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from sandbox.consumers.manager import channel_layers
from sandbox.consumers.signals import worker_process_ready, worker_ready
from sandbox.django import log
from sandbox.django.handler import ViewConsumer
from sandbox.django.management.commands import runworker
from sandbox.layers.inmemory import ChannelLayer

ROUTING: dict[str, Any] = {}
heard: list[dict[str, Any]] = []
ended = threading.Event()


class Shared(ChannelLayer):
    """Passes for a layer that processes share: its module's name says nothing of memory."""


@pytest.fixture
def layers() -> Iterator[dict[str, Any]]:
    """Two layers that processes share, and one of one process; returns the first one's routing."""
    ROUTING.clear()
    heard.clear()
    ended.clear()
    shared = {"BACKEND": f"{__name__}.Shared", "ROUTING": ROUTING}
    local = {"BACKEND": "asgiref.inmemory.ChannelLayer", "ROUTING": []}
    with override_settings(
        CHANNEL_LAYERS={"default": shared, "second": {**shared, "ROUTING": []}, "local": local}
    ):
        yield ROUTING


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Collect what the command logs; set signals and logger back."""
    stream = io.StringIO()
    monkeypatch.setattr(log, "handler", logging.StreamHandler(stream))
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    logger = logging.getLogger("django.channels")
    kept = logger.level, logger.propagate, logger.handlers[:]
    yield stream
    logger.setLevel(kept[0])
    logger.propagate, logger.handlers = kept[1], kept[2]
    for one, handler in before.items():
        signal.signal(one, handler)


@pytest.fixture
def worker() -> Iterator[Any]:
    """Stands in for the worker's class."""
    with patch.object(runworker, "Worker") as worker:
        yield worker


@pytest.mark.usefixtures("layers", "quiet")
def test_one_thread_is_a_worker_with_exactly_four_options(worker: Any) -> None:
    """As classic tests compare them (trap 19)."""
    call_command("runworker")
    worker.assert_called_once_with(
        channel_layer=ANY, callback=None, only_channels=None, exclude_channels=None
    )
    assert worker.call_args.kwargs["channel_layer"] is channel_layers["default"]
    worker.return_value.ready.assert_called_once_with()
    worker.return_value.run.assert_called_once_with()


@pytest.mark.usefixtures("layers", "quiet")
def test_layer_and_channels_can_be_chosen(worker: Any) -> None:
    """Globs may be given several times."""
    call_command(
        "runworker",
        "--layer=second",
        "--only-channels=http.*",
        "--only-channels=websocket.*",
        "--exclude-channels=http.disconnect",
    )
    worker.assert_called_once_with(
        channel_layer=channel_layers["second"],
        callback=None,
        only_channels=["http.*", "websocket.*"],
        exclude_channels=["http.disconnect"],
    )


@pytest.mark.usefixtures("layers", "quiet")
def test_several_threads_are_a_group(worker: Any) -> None:
    """With as many threads as asked for."""
    with patch.object(runworker, "WorkerGroup") as group:
        call_command("runworker", "--threads", "3")
    assert group.call_args.kwargs["n_threads"] == 3
    worker.assert_not_called()
    with pytest.raises(CommandError, match="--threads is at least 1, not 0"):
        call_command("runworker", "--threads", "0")


@pytest.mark.usefixtures("layers", "quiet")
def test_sockets_are_accepted_as_in_2016_unless_the_settings_say_no(worker: Any) -> None:
    """The setting decides, and no option of the worker (DESIGN §5)."""
    call_command("runworker")
    assert worker.return_value.auto_accept is True
    with override_settings(SANDBOX_AUTO_ACCEPT=False):
        call_command("runworker")
    assert worker.return_value.auto_accept is False


@pytest.mark.usefixtures("layers", "quiet")
def test_django_views_answer_requests_that_no_route_takes(worker: Any) -> None:
    """The default comes behind the routes of the project."""
    call_command("runworker")
    routing = channel_layers["default"].router.root.routing
    assert isinstance(routing[0].consumer, ViewConsumer)


@pytest.mark.usefixtures("layers", "quiet", "worker")
@pytest.mark.parametrize(
    ("alias", "said"),
    [("local", "runworker is a process of its own.*runserver"), ("gone", "No channel layer")],
)
def test_a_layer_that_cannot_serve_is_a_command_error(alias: str, said: str) -> None:
    """A worker on another process's memory would wait for ever."""
    with pytest.raises(CommandError, match=said):
        call_command("runworker", "--layer", alias)


def test_signals_come_in_order(layers: dict[str, Any], quiet: io.StringIO, worker: Any) -> None:
    """worker_process_ready once for the process, before worker_ready of its workers."""
    told: list[str] = []
    worker.return_value.ready.side_effect = lambda: worker_ready.send(sender=None)

    def process(sender: Any, **_: Any) -> None:
        told.append("process")

    def one(sender: Any, **_: Any) -> None:
        told.append("worker")

    worker_process_ready.connect(process)
    worker_ready.connect(one)
    try:
        call_command("runworker")
    finally:
        worker_process_ready.disconnect(process)
        worker_ready.disconnect(one)
    assert told == ["process", "worker"]
    lines = quiet.getvalue().splitlines()
    assert lines[0].endswith("Using single-threaded worker.")
    assert "Running worker against channel layer default (" in lines[1]


def consume(message: Any) -> None:
    """Keep the message. One that says so ends the process by Ctrl-C's exception in the main
    thread; another thread holds on to it, so that the next one is for the main thread."""
    if not message.content.get("end"):
        heard.append(message.content)
    elif threading.current_thread() is threading.main_thread():
        ended.set()
        raise KeyboardInterrupt
    else:
        assert ended.wait(10)


@pytest.mark.parametrize("threads", [1, 2])
def test_it_consumes_until_it_is_interrupted(
    layers: dict[str, Any], quiet: io.StringIO, threads: int
) -> None:
    """Messages on several channels; Ctrl-C inside a consumer ends the command silently, with the
    message delivered; -v 2 tells the channel of each."""
    layers["jobs"] = consume
    layer = channel_layers["default"]
    layer.send("jobs", {"n": 1})
    for _ in range(threads):
        layer.send("jobs", {"end": True})
    call_command("runworker", verbosity=2, threads=threads)
    assert heard == [{"n": 1}]
    assert [line for line in quiet.getvalue().splitlines() if line.endswith("- jobs")]
    row = layer.ledger()["jobs"]
    assert row.queued <= threads - 1  # the main thread may have had the first one
    assert row.in_hand <= threads - 1  # and the other thread may be about to settle
