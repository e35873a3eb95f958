"""The signals around consumers, and a worker's short way to send them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import close_old_connections, connection, connections

from sandbox.consumers import signals
from sandbox.consumers.channel import Channel, pending
from sandbox.consumers.signals import (
    consumer_finished,
    consumer_started,
    send_finished,
    send_started,
    worker_process_ready,
    worker_ready,
)
from tests.consumers.conftest import FakeLayer

HI = {"text": "hi"}


@contextmanager
def connected(signal: Any, receiver: Callable[..., Any]) -> Iterator[None]:
    """Let *receiver* listen to *signal*."""
    signal.connect(receiver)
    yield
    signal.disconnect(receiver)


@pytest.fixture
def closings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one whenever the short way asks Django to close old connections."""
    asked: list[int] = []

    def close() -> None:
        asked.append(1)
        close_old_connections()

    monkeypatch.setattr(signals, "close_old_connections", close)
    return asked


@pytest.fixture
def heard(default: Any) -> Iterator[list[dict[str, Any]]]:
    """What somebody else's receiver on both signals was given."""
    got: list[dict[str, Any]] = []

    def receiver(**kwargs: Any) -> None:
        got.append(kwargs)

    with connected(consumer_started, receiver), connected(consumer_finished, receiver):
        yield got


def in_new_thread(function: Callable[[], object]) -> None:
    """Run *function* in a thread that knows nothing yet."""
    thread = threading.Thread(target=function)
    thread.start()
    thread.join(10)


# --- what is connected ----------------------------------------------------------------------------


def test_the_signals_open_and_flush_the_buffer(default: Any, layer: FakeLayer) -> None:
    """A test client that sends the two signals gets what a worker does."""
    consumer_started.send(sender=None, environ={})
    Channel("news").send(HI)
    assert pending.active
    assert layer.calls == []
    consumer_finished.send(sender=None)
    assert not pending.active
    assert layer.calls == [("send", "news", HI)]


def test_old_connections_end_before_the_flush() -> None:
    """The order of the receivers; Django's own function, so that clients can disconnect it."""
    receivers = [entry[1]() for entry in consumer_finished.receivers]
    assert receivers == [close_old_connections, signals.flush_buffer]
    assert consumer_finished.disconnect(close_old_connections)
    assert [entry[1]() for entry in consumer_finished.receivers] == [signals.flush_buffer]
    consumer_finished.disconnect(signals.flush_buffer)
    consumer_finished.connect(close_old_connections)
    consumer_finished.connect(signals.flush_buffer)


def test_nobody_of_ours_listens_to_workers() -> None:
    """The worker signals are the users'."""
    assert not worker_ready.has_listeners()
    assert not worker_process_ready.has_listeners()


# --- the worker's short way -----------------------------------------------------------------------


def test_the_short_way_buffers_and_flushes(default: Any, layer: FakeLayer) -> None:
    """send_started and send_finished do without the signals what the signals do."""
    send_started()
    Channel("news").send(HI)
    assert layer.calls == []
    send_finished()
    assert not pending.active
    assert layer.calls == [("send", "news", HI)]


def test_others_hear_both_signals(heard: list[dict[str, Any]], layer: FakeLayer) -> None:
    """With somebody else connected the signals are really sent, with sender and environ."""

    class Worker:
        """Stands for the sender."""

    send_started(Worker)
    Channel("news").send(HI)
    send_finished(Worker)
    assert [(got["sender"], got["environ"]) for got in heard] == [(Worker, {}), (Worker, {})]
    assert [got["signal"] for got in heard] == [consumer_started, consumer_finished]
    assert layer.calls == [("send", "news", HI)]


def test_a_receiver_that_raises_does_not_keep_the_sends_back(
    default: Any, layer: FakeLayer
) -> None:
    """The flush happens; then the receiver's exception comes out."""

    def broken(**_: Any) -> None:
        raise ZeroDivisionError

    consumer_finished.disconnect(signals.flush_buffer)
    with connected(consumer_finished, broken):
        consumer_finished.connect(signals.flush_buffer)  # behind the broken one
        send_started()
        Channel("news").send(HI)
        with pytest.raises(ZeroDivisionError):
            send_finished()
    assert layer.calls == [("send", "news", HI)]
    assert not pending.active


def test_a_start_that_raises_can_be_finished(default: Any, layer: FakeLayer) -> None:
    """The buffer is open when a foreign receiver of consumer_started raises."""

    def broken(**_: Any) -> None:
        raise ZeroDivisionError

    with connected(consumer_started, broken):
        with pytest.raises(ZeroDivisionError):
            send_started()
    assert pending.active
    send_finished()
    assert not pending.active


def test_a_failed_flush_comes_out(default: Any, layer: FakeLayer, heard: Any) -> None:
    """RuntimeError from the flush, and the buffer is closed, also with others listening."""
    layer.full["news"] = 1
    send_started()
    Channel("news").send(HI)
    pending_time, pending.retry_time = pending.retry_time, 0.0
    try:
        with pytest.raises(RuntimeError, match="channel 'news' was full"):
            send_finished()
    finally:
        pending.retry_time = pending_time
    assert not pending.active


# --- database connections -------------------------------------------------------------------------


def test_a_thread_without_connections_asks_django_once(closings: list[int]) -> None:
    """The first consumer looks; after that only a new connection makes it look again."""

    def consume_thrice() -> None:
        for _ in range(3):
            send_started()
            send_finished()

    in_new_thread(consume_thrice)
    assert len(closings) == 1


def test_an_opened_connection_is_looked_after(closings: list[int]) -> None:
    """A consumer that uses the database has its connection ended as CONN_MAX_AGE says."""
    states: list[Any] = []

    def consume() -> None:
        for use in (False, True, False, False):
            send_started()
            if use:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
            states.append(connection.connection is not None)
            send_finished()
            states.append(connection.connection is not None)
        connections.close_all()

    in_new_thread(consume)
    # CONN_MAX_AGE is 0: open in the second consumer only, closed when that ends.
    assert states == [False, False, True, False, False, False, False, False]
    assert len(closings) == 2


def test_a_connection_that_may_stay_is_asked_about_every_time(
    closings: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a connection is open, Django decides after each consumer."""

    def consume() -> None:
        monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", None)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        for _ in range(3):
            send_started()
            send_finished()
        connections.close_all()

    in_new_thread(consume)
    assert len(closings) == 3


def test_a_failed_closing_does_not_keep_the_sends_back(
    default: Any, layer: FakeLayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The flush happens also where the database is in trouble."""

    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(signals, "close_old_connections", broken)
    monkeypatch.setattr(signals._database, "in_use", True)
    send_started()
    Channel("news").send(HI)
    with pytest.raises(ZeroDivisionError):
        send_finished()
    assert layer.calls == [("send", "news", HI)]
