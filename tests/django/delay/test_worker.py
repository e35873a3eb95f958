"""The delay server: what comes on asgi.delay goes on when it is due."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError, connection, connections

from sandbox.consumers.channel import Channel
from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.django.delay import worker as module
from sandbox.django.delay.models import DelayedMessage
from sandbox.django.delay.worker import Beside, Worker
from sandbox.errors import ChannelFull
from sandbox.layers.base import BaseChannelLayer
from sandbox.layers.inmemory import ChannelLayer
from sandbox.runtime.clock import monotonic
from sandbox.trace.log import Log
from sandbox.trace.story import story
from tests.django.delay.conftest import Time

pytestmark = pytest.mark.usefixtures("table")


class Iterations(Worker):
    """Ends after as many iterations as ``termed`` was set to, as classic tests do (trap 2)."""

    left = 0

    @property
    def termed(self) -> bool:  # type: ignore[override]
        """Count down."""
        self.left, before = self.left - 1, self.left
        return before <= 0

    @termed.setter
    def termed(self, value: int) -> None:
        self.left = int(value)


class Place:
    """A layer, its log, and a worker that runs for some iterations."""

    def __init__(self, layer: Any) -> None:
        self.log = layer.log
        self.wrapper = ChannelLayerWrapper(layer, "default", [])
        self.worker = Iterations(self.wrapper, signal_handlers=False)

    def delay(self, **content: Any) -> None:
        """Send to asgi.delay."""
        Channel("asgi.delay", channel_layer=self.wrapper).send(content)

    def run(self, iterations: int = 1) -> int:
        """Run and return how many rows there are."""
        self.run_only(iterations)
        return int(DelayedMessage.objects.count())

    def run_only(self, iterations: int) -> None:
        """Run for some iterations."""
        self.worker.termed = iterations  # type: ignore[assignment]
        self.worker.run()

    def got(self, channel: str = "test") -> Any:
        """Receive from *channel*."""
        return self.wrapper.receive([channel])[1]

    def kinds(self, *wanted: str) -> list[str]:
        """Return the kinds of events that begin so."""
        return [event.kind for event in self.log.events() if event.kind.startswith(wanted)]


@pytest.fixture
def place() -> Place:
    """A classic layer with a log."""
    log = Log(monotonic)
    return Place(ChannelLayer(log=log))


@pytest.fixture
def no_table() -> Iterator[Callable[[], None]]:
    """A database that nobody has migrated; returns what makes the table."""
    with connection.schema_editor() as editor:
        editor.delete_model(DelayedMessage)

    def make() -> None:
        if DelayedMessage._meta.db_table not in connection.introspection.table_names():
            with connection.schema_editor() as editor:
                editor.create_model(DelayedMessage)

    yield make
    make()


def test_a_message_is_put_aside_and_sent_when_due(place: Place, time: Time) -> None:
    """One iteration receives and looks for due rows (trap 3): first a row, later the message."""
    place.delay(channel="test", delay=1000, content={"test": "value"})
    assert place.run() == 1
    assert place.got() is None
    time.advance(1001)
    assert place.run() == 0
    assert place.got() == {"test": "value"}


def test_a_message_that_is_due_at_once_is_sent_in_the_same_iteration(place: Place) -> None:
    """Receiving comes before looking."""
    place.delay(channel="test", delay=0, content={"n": 1})
    assert place.run() == 0
    assert place.got() == {"n": 1}


def test_each_iteration_takes_one_message(place: Place, time: Time) -> None:
    """The classic countdown of iterations counts messages."""
    for n in range(5):
        place.delay(channel="test", delay=1000, content={"n": n})
    assert place.run(3) == 3
    assert place.run(2) == 5


def test_a_full_channel_keeps_the_rest_for_later(place: Place, time: Time) -> None:
    """Eleven are due and the channel holds ten (trap 1): one row stays, due in a second."""
    for _ in range(10):
        place.delay(channel="test", delay=1000, content={"test": "value"})
    assert place.run(10) == 10
    place.delay(channel="test", delay=1000, content={"test": "last"})
    assert place.run() == 11
    time.advance(1001)
    assert place.run() == 1
    assert DelayedMessage.objects.get().delay == 1000
    for _ in range(10):
        assert place.got() == {"test": "value"}
    time.advance(999)
    assert place.run() == 1
    time.advance(1)
    assert place.run() == 0
    assert place.got() == {"test": "last"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"test": "value"}, "lacks channel and content and delay"),
        ({"channel": "test", "delay": 1}, "lacks content"),
        ({"channel": "a b", "delay": 1, "content": {}}, "a b"),
        ({"channel": 7, "delay": 1, "content": {}}, "name of a channel, not 7"),
        ({"channel": "test", "delay": "soon", "content": {}}, "milliseconds from 0 on, not 'soon'"),
        ({"channel": "test", "delay": -1, "content": {}}, "milliseconds from 0 on, not -1"),
        ({"channel": "test", "delay": True, "content": {}}, "milliseconds from 0 on, not True"),
        ({"channel": "test", "delay": 1e40, "content": {}}, "too large|must have magnitude"),
        ({"channel": "test", "delay": 1, "content": "text"}, "is a dict, not 'text'"),
    ],
)
def test_a_wrong_message_is_lost_and_the_next_is_served(
    place: Place, content: Any, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said what was wrong; the process lives on, which the original's did not."""
    place.delay(**content)
    place.delay(channel="test", delay=0, content={"n": 1})
    with caplog.at_level(logging.ERROR, "django.channels"):
        assert place.run(2) == 0
    assert place.got() == {"n": 1}
    [record] = caplog.records
    assert record.getMessage().startswith("Invalid message received on asgi.delay: ")
    assert re.search(said, record.getMessage()), record.getMessage()
    assert place.log.ledger()["asgi.delay"].lost == {"malformed": 1}


def test_the_log_tells_what_was_put_aside_and_what_came_of_it(place: Place, time: Time) -> None:
    """The story leads from the message to the timer, and from it to the message that was sent."""
    place.delay(channel="test", delay=500, content={"n": 1})
    place.run()
    time.advance(500)
    place.run()
    [accepted, sent] = [e for e in place.log.events() if e.kind == "message.accepted"]
    [was_set] = [e for e in place.log.events() if e.kind == "timer.set"]
    [fired] = [e for e in place.log.events() if e.kind == "timer.fired"]
    assert was_set.id == fired.id == sent.cause
    assert was_set.cause == was_set.message == accepted.id
    assert (was_set.channel, sent.channel, sent.where) == ("test", "test", "delay")
    assert was_set.due == pytest.approx(was_set.at + 0.5, abs=0.2)
    told = story(place.log.events(), accepted.id).text()
    order = ["asgi.delay", "timer.set", "timer.fired", "test {n: 1}"]
    assert [told.index(word) for word in order] == sorted(told.index(word) for word in order)


def test_what_met_a_full_channel_is_set_anew(time: Time) -> None:
    """Fired, refused, set again, fired, accepted: nothing of it is hidden."""
    place = Place(ChannelLayer(capacity=1, log=Log(monotonic)))
    place.wrapper.send("test", {})
    place.delay(channel="test", delay=0, content={"n": 1})
    place.run()
    place.got()
    time.advance(1000)
    place.run()
    assert place.kinds("timer.", "message.refused") == [
        "timer.set",
        "timer.fired",
        "message.refused",
        "timer.set",
        "timer.fired",
    ]
    assert place.got() == {"n": 1}


def test_rows_of_another_process_are_sent_too(place: Place) -> None:
    """They are found in the database; in this log their timer begins when it fires."""
    DelayedMessage(channel_name="test", content='{"n": 1}', delay=-1).save()
    assert place.run() == 0
    assert place.got() == {"n": 1}
    assert place.kinds("timer.") == ["timer.fired"]


def test_a_row_that_cannot_be_sent_is_said_once(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    """It came past the checks (another program wrote it); the rows after it are sent."""
    DelayedMessage(channel_name="a b", content="{}", delay=-2).save()
    DelayedMessage(channel_name="test", content="{}", delay=-1).save()
    with caplog.at_level(logging.ERROR, "django.channels"):
        assert place.run() == 0
    assert [record.getMessage()[:38] for record in caplog.records] == [
        "A due message is lost: to a b, due 202"
    ]
    assert place.got() == {}


def test_a_failing_database_costs_no_message(place: Place) -> None:
    """What cannot be stored goes back to its channel, and is stored when it can be."""
    place.delay(channel="test", delay=60_000, content={})
    place.worker.database_sleep_duration = 0.001
    with patch.object(DelayedMessage, "save", side_effect=DatabaseError("away")):
        assert place.run() == 0
    assert place.run() == 1
    ledger = place.log.ledger()["asgi.delay"]
    assert (ledger.accepted, ledger.delivered) == (2, 2)


def test_a_failing_database_is_asked_again(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    """Looking for due rows fails once; the next look sends them."""
    DelayedMessage(channel_name="test", content="{}", delay=-1).save()
    with patch.object(module.DelayedMessage.objects, "is_due", side_effect=DatabaseError("away")):
        place.run()
    assert "could not be looked for" in caplog.text
    place.run()
    assert place.got() == {}


def test_a_database_without_the_table_is_one_sentence(
    place: Place, no_table: Callable[[], None], caplog: pytest.LogCaptureFixture
) -> None:
    """It says what to run, once and without a traceback, however often the worker looks; the
    message waits, and goes on by itself when somebody has run it."""
    place.worker.database_sleep_duration = 0.001
    place.delay(channel="test", delay=0, content={"n": 1})
    place.run_only(20)
    [record] = caplog.records
    assert record.getMessage() == (
        "Delayed messages wait, since the database has no table for them: run `python manage.py "
        "migrate`, and they go on by themselves."
    )
    assert record.exc_info is None
    no_table()
    assert place.run(2) == 0
    assert place.got() == {"n": 1}
    assert len(caplog.records) == 1


def test_a_database_that_fails_again_is_said_again(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    """Once for each time that it stops working, and once for each thing that it says."""

    def looks(*errors: str | None) -> None:
        for error in errors:
            away = DatabaseError(error) if error else None
            with patch.object(module.DelayedMessage.objects, "is_due", side_effect=away) as query:
                query.return_value = []
                place.run()

    looks("away", "away", "locked", None, "locked")
    said = [record.getMessage().rpartition(": ")[2] for record in caplog.records]
    assert said == ["away.", "locked.", "locked."]


def test_a_failing_database_and_a_full_channel_are_a_loss(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    """Then nothing can keep the message, and the log says so."""
    place.delay(channel="test", delay=1, content={})
    place.worker.database_sleep_duration = 0.001
    with (
        patch.object(DelayedMessage, "save", side_effect=DatabaseError("away")),
        patch.object(place.wrapper.channel_layer, "send", side_effect=ChannelFull),
    ):
        place.run()
    assert place.log.ledger()["asgi.delay"].lost == {"requeue_full": 1}
    assert "is full, and the database fails" in caplog.text


class Foreign(BaseChannelLayer):
    """A layer with the classic methods only, around one in memory."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = ChannelLayer()
        self.log = None

    def send(self, channel: str, message: dict[str, Any]) -> None:
        """Send."""
        self.inside.send(channel, message)

    def receive(self, channels: Any, block: bool = False) -> Any:
        """Receive."""
        return self.inside.receive(channels, block)


def test_it_serves_a_layer_with_the_classic_methods_only(time: Time) -> None:
    """Such a layer gives no receipts and cannot wake anybody."""
    place = Place(Foreign())
    place.delay(channel="test", delay=10, content={"n": 1})
    assert place.run() == 1
    time.advance(10)
    assert place.run() == 0
    assert place.got() == {"n": 1}


def running() -> bool:
    """Say whether a delay thread runs."""
    return "sandbox-delay" in {thread.name for thread in threading.enumerate()}


@pytest.fixture
def started(place: Place) -> Iterator[Worker]:
    """A worker in a thread of its own, which never looks into the database without a reason."""
    beside = Beside(place.wrapper)
    yield beside.worker
    beside.stop(10)
    assert not running()


def test_a_thread_sends_on_time_without_looking_again_and_again(
    place: Place, started: Worker
) -> None:
    """It wakes for a message and for the due date; in between it sleeps."""
    heard = place.wrapper.listen(["test"], where="cell")
    place.delay(channel="test", delay=30, content={"n": 1})
    entry = heard.take(10)
    assert entry is not None
    place.wrapper.settle(entry, where="cell")
    heard.close()
    assert entry[3] == {"n": 1}
    [was_set] = [e for e in place.log.events() if e.kind == "timer.set"]
    [fired] = [e for e in place.log.events() if e.kind == "timer.fired"]
    assert fired.at >= was_set.due - 0.005
    assert started._seconds_until_look(monotonic()) is None


def test_it_can_be_stopped_at_any_time(place: Place) -> None:
    """Before it runs, while it sleeps, and twice."""
    worker = Worker(place.wrapper, signal_handlers=False)
    worker.stop()
    worker.run()
    again = Beside(place.wrapper)
    place.delay(channel="test", delay=0, content={})
    heard = place.wrapper.listen(["test"], where="cell")
    entry = heard.take(10)
    assert entry is not None
    place.wrapper.settle(entry, where="cell")
    heard.close()
    again.stop(10)
    again.stop(10)
    assert not running()
    assert place.kinds("worker.")[-2:] == ["worker.started", "worker.stopped"]


def test_a_signal_ends_it_at_once_while_idle_and_else_after_the_iteration(place: Place) -> None:
    """As a worker's (§6.1)."""
    worker = Worker(place.wrapper)
    with pytest.raises(SystemExit):
        worker.sigterm_handler(15, None)
    assert worker.termed
    worker.termed, worker.in_job = False, True
    worker.sigterm_handler(15, None)
    assert worker.termed


def test_its_connections_end_with_its_thread(place: Place, started: Worker) -> None:
    """Nothing of the database stays open behind it."""
    with patch.object(connections, "close_all") as closed:
        started.stop()
        for thread in threading.enumerate():
            if thread.name == "sandbox-delay":
                thread.join(10)
    closed.assert_called()
