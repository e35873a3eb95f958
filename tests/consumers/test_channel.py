"""Channel, Group and the buffer that holds a consumer's sends until it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any
from unittest.mock import Mock

import pytest

from sandbox.consumers.channel import Channel, Group, PendingSends, pending
from sandbox.consumers.manager import ChannelLayerWrapper, serving
from sandbox.layers.memory import MemoryLayer
from sandbox.runtime.clock import ManualClock
from tests.consumers.conftest import FakeLayer

HI = {"text": "hi"}


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full channel is given up at once."""
    monkeypatch.setattr(pending, "retry_time", 0.0)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, manual_clock: ManualClock) -> ManualClock:
    """Waiting between two tries moves this clock instead."""
    monkeypatch.setattr(pending, "clock", manual_clock)
    monkeypatch.setattr(pending, "sleep", manual_clock.advance)
    return manual_clock


def in_consumer(*steps: Callable[[], object]) -> None:
    """Run *steps* as a consumer would be run: buffered, flushed whatever happens."""
    pending.begin()
    try:
        for step in steps:
            step()
    finally:
        pending.finish()


# --- outside a consumer ---------------------------------------------------------------------------


def test_outside_a_consumer_sends_go_at_once(default: Any, layer: FakeLayer) -> None:
    """In a cell, Channel.send and Group.send reach the layer before they return."""
    assert not pending.active
    Channel("news").send(HI)
    Group("chat").send(HI)
    assert layer.calls == [("send", "news", HI), ("send_group", "chat", HI)]


def test_membership_takes_channels_and_names(default: Any, layer: FakeLayer) -> None:
    """add and discard accept a Channel or its name."""
    Group("chat").add(Channel("reply!x"))
    Group("chat").discard("reply!x")
    assert layer.calls == [("group_add", "chat", "reply!x"), ("group_discard", "chat", "reply!x")]


def test_membership_of_nothing_is_explained(default: Any) -> None:
    """A message without a reply channel cannot join, and the error says so."""
    with pytest.raises(TypeError, match="not None: a message without 'reply_channel'"):
        Group("chat").add(None)  # type: ignore[arg-type]


@pytest.mark.parametrize("content", ["hi", b"hi", None, [("text", "hi")], 1])
@pytest.mark.parametrize("inside", [False, True], ids=["cell", "consumer"])
def test_content_must_be_a_dict(default: Any, layer: FakeLayer, content: Any, inside: bool) -> None:
    """Channel.send raises TypeError and Group.send ValueError, at the call, in a consumer too."""
    if inside:
        pending.begin()
    with pytest.raises(TypeError, match=r"Channel\.send takes a dict"):
        Channel("news").send(content)
    with pytest.raises(ValueError, match=r"Group\.send takes a dict"):
        Group("chat").send(content)
    pending.finish()
    assert layer.calls == []


def test_a_full_channel_is_the_callers_matter(default: Any, layer: FakeLayer) -> None:
    """Outside a consumer ChannelFull comes out at once, without another try."""
    layer.full["news"] = 1
    with pytest.raises(FakeLayer.ChannelFull):
        Channel("news").send(HI)
    assert layer.calls == [("full", "news")]


# --- names and layers -----------------------------------------------------------------------------


def test_names() -> None:
    """Bytes names become text; str and repr show the name; nothing is checked yet."""
    assert Channel(b"news").name == "news"
    assert str(Channel("news")) == str(Group("news")) == "news"
    assert repr(Channel("news")) == "Channel('news')"
    assert repr(Group("news", alias="other")) == "Group('news', alias='other')"
    assert Channel("not valid!!").name == "not valid!!"


def test_a_given_layer_wins_over_the_alias(default: Any, layer: FakeLayer) -> None:
    """channel_layer may be a wrapper or a raw layer, and an alias beside it is not looked up."""
    other = FakeLayer()
    Group("chat", alias="unknown", channel_layer=other).send(HI)
    Channel("news", channel_layer=ChannelLayerWrapper(other, "other", [])).send(HI)
    assert [call[0] for call in other.calls] == ["send_group", "send"]
    assert layer.calls == []


def test_an_alias_is_looked_up_at_each_use(default: Any) -> None:
    """A Group made at the top of a module belongs to the sandbox that runs the consumer."""
    chat = Group("chat")
    assert chat.channel_layer is default
    other = ChannelLayerWrapper(FakeLayer(), "default", [])
    token = serving.set({"default": other})
    assert chat.channel_layer is other
    serving.reset(token)
    assert chat.channel_layer is default


def test_a_layer_may_be_assigned(default: Any) -> None:
    """The layer of a channel is a plain attribute to whoever sets it."""
    channel, other = Channel("news"), FakeLayer()
    channel.channel_layer = other
    channel.send(HI)
    assert other.calls == [("send", "news", HI)]


def test_an_unknown_alias_is_a_key_error(default: Any) -> None:
    """Sending on an alias that is nowhere lists what there is."""
    with pytest.raises(KeyError, match="No channel layer 'other'"):
        Channel("news", alias="other").send(HI)


# --- inside a consumer ----------------------------------------------------------------------------


def test_a_consumers_sends_leave_when_it_ends(default: Any, layer: FakeLayer) -> None:
    """Sends are kept back until finish, then go in the order of the calls."""
    pending.begin()
    Channel("news").send({"n": 1})
    Group("chat").send({"n": 2})
    Channel("news").send({"n": 3})
    assert layer.calls == []
    assert pending.active
    pending.finish()
    assert not pending.active
    assert layer.calls == [
        ("send", "news", {"n": 1}),
        ("send_group", "chat", {"n": 2}),
        ("send", "news", {"n": 3}),
    ]


def test_immediately_overtakes(default: Any, layer: FakeLayer) -> None:
    """immediately=True goes at once; membership is never buffered."""
    in_consumer(
        lambda: Channel("news").send({"n": 1}),
        lambda: Channel("news").send({"n": 2}, immediately=True),
        lambda: Group("chat").send({"n": 3}, immediately=True),
        lambda: Group("chat").add("reply!x"),
    )
    assert [call[-1] for call in layer.calls] == [{"n": 2}, {"n": 3}, "reply!x", {"n": 1}]


def test_later_changes_of_the_content_do_not_show(default: Any, layer: FakeLayer) -> None:
    """What was sent is what the dict held at the call, however deep the change."""
    content: dict[str, Any] = {"text": "hi", "tags": ["a"]}

    def change() -> None:
        content["text"] = "changed"
        content["tags"].append("b")

    in_consumer(lambda: Channel("news").send(content), lambda: Group("g").send(content), change)
    assert [call[2] for call in layer.calls] == [{"text": "hi", "tags": ["a"]}] * 2


def test_content_that_cannot_be_copied_is_refused_at_the_call(default: Any) -> None:
    """The traceback shows the line that sends, not the flush."""
    pending.begin()
    with pytest.raises(TypeError, match="plain data"):
        Channel("news").send({"lock": threading.Lock()})
    pending.finish()


def test_a_raising_consumer_still_sends(default: Any, layer: FakeLayer) -> None:
    """What was sent before the exception is flushed."""
    with pytest.raises(ZeroDivisionError):
        in_consumer(lambda: Channel("news").send(HI), lambda: 1 / 0)
    assert layer.calls == [("send", "news", HI)]


def test_a_discarded_run_sends_nothing(default: Any, layer: FakeLayer) -> None:
    """drop() closes the buffer and says how many sends went with it."""
    pending.begin()
    Channel("news").send(HI)
    Group("chat").send(HI)
    assert pending.drop() == 2
    assert pending.drop() == 0
    pending.finish()
    assert layer.calls == []


def test_begin_drops_what_an_earlier_run_left(default: Any, layer: FakeLayer) -> None:
    """A run that never finished has no say in the next one."""
    pending.begin()
    Channel("news").send({"n": 1})
    in_consumer(lambda: Channel("news").send({"n": 2}))
    assert layer.calls == [("send", "news", {"n": 2})]


@pytest.mark.parametrize("immediately", [False, True], ids=["buffered", "immediately"])
@pytest.mark.parametrize("key", ["accept", "close", "text", "bytes"])
def test_a_consumer_that_answered_is_known(default: Any, key: str, immediately: bool) -> None:
    """Whatever decides about a socket counts, for its own channel, until the next consumer."""
    pending.begin()
    Channel("reply!x").send({"status": 200}, immediately=immediately)
    Group("reply!x").send({key: True}, immediately=immediately)
    assert not pending.answered("reply!x")
    Channel("reply!x").send({key: True}, immediately=immediately)
    assert pending.answered("reply!x")
    assert not pending.answered("reply!y")
    pending.finish()
    pending.begin()
    assert not pending.answered("reply!x")
    pending.finish()


def test_the_layer_is_that_of_the_call(default: Any, layer: FakeLayer) -> None:
    """A buffered send goes to the layer that was meant when it was made."""
    other = ChannelLayerWrapper(FakeLayer(), "default", [])
    pending.begin()
    Channel("news").send(HI)
    token = serving.set({"default": other})
    pending.finish()
    serving.reset(token)
    assert layer.calls == [("send", "news", HI)]


def test_each_thread_has_its_own_buffer(wrapper: ChannelLayerWrapper, layer: FakeLayer) -> None:
    """A consumer in one thread keeps nobody else's sends back."""
    pending.begin()
    thread = threading.Thread(target=lambda: Channel("news", channel_layer=wrapper).send(HI))
    thread.start()
    thread.join(10)
    assert layer.calls == [("send", "news", HI)]
    pending.finish()


# --- a full channel at the flush ------------------------------------------------------------------


def test_a_foreign_layer_is_tried_until_there_is_room(
    default: Any, layer: FakeLayer, clock: ManualClock
) -> None:
    """ChannelFull is answered by another try every 0.2 s; the send after it keeps its place."""
    layer.full["news"] = 3
    in_consumer(lambda: Channel("news").send({"n": 1}), lambda: Channel("other").send({"n": 2}))
    assert [call[0] for call in layer.calls] == ["full"] * 3 + ["send", "send"]
    assert clock() == pytest.approx(0.6)


def test_a_foreign_layer_is_given_up_after_two_seconds(
    default: Any, layer: FakeLayer, clock: ManualClock
) -> None:
    """After retry_time the send fails with a RuntimeError that names the channel."""
    layer.full["news"] = 1000
    with pytest.raises(RuntimeError, match="channel 'news' was full for 2 s") as caught:
        in_consumer(lambda: Channel("news").send(HI))
    assert isinstance(caught.value.__cause__, FakeLayer.ChannelFull)
    assert 2.0 <= clock() < 2.3


def test_a_failed_send_keeps_back_nothing_and_closes_the_buffer(
    default: Any, layer: FakeLayer, clock: ManualClock
) -> None:
    """The sends after a failed one still go, and the thread does not stay active."""
    layer.full["news"] = 1000
    with pytest.raises(RuntimeError, match="1 of 3 could not"):
        in_consumer(
            lambda: Channel("a").send(HI),
            lambda: Channel("news").send(HI),
            lambda: Group("chat").send(HI),
        )
    assert not pending.active
    sent = [call[:2] for call in layer.calls if call[0] != "full"]
    assert sent == [("send", "a"), ("send_group", "chat")]


def test_a_stuck_channel_is_waited_for_once(
    default: Any, layer: FakeLayer, clock: ManualClock
) -> None:
    """Ten sends to one full server cost the worker two seconds, not twenty."""
    for n in range(10):
        layer.full[f"reply!{n}"] = 1000
    with pytest.raises(RuntimeError, match="10 of 10 could not"):
        in_consumer(*(lambda n=n: Channel(f"reply!{n}").send(HI) for n in range(10)))
    assert clock() < 2.3


def test_all_that_failed_is_named_in_one_error(
    default: Any, layer: FakeLayer, clock: ManualClock
) -> None:
    """Full channels are counted, other refusals come with their own text."""
    layer.full["news"] = 1000
    layer.send_group = Mock(side_effect=TypeError("bad name"))  # type: ignore[method-assign]
    with pytest.raises(RuntimeError) as caught:
        in_consumer(
            lambda: Channel("news").send(HI),
            lambda: Channel("news").send(HI),
            lambda: Group("b@d").send(HI),
        )
    text = str(caught.value)
    assert "3 of 3 could not" in text
    assert "channel 'news' was full for 2 s (2 messages)" in text
    assert "group 'b@d' refused it: TypeError: bad name" in text


def test_what_is_no_exception_of_the_layer_is_not_tried_again(
    default: Any, layer: FakeLayer, clock: ManualClock
) -> None:
    """Only ChannelFull is worth another try."""
    layer.send = Mock(side_effect=TypeError("bad name"))  # type: ignore[method-assign]
    with pytest.raises(RuntimeError, match="TypeError: bad name"):
        in_consumer(lambda: Channel("news").send(HI))
    assert layer.send.call_count == 1
    assert clock() == 0


def test_our_layer_waits_by_itself(no_waiting: None) -> None:
    """A layer with send_waiting is asked once, with the whole patience."""
    layer = MemoryLayer(capacity=1)
    asked: list[tuple[Any, ...]] = []

    class Noting(MemoryLayer):
        def send_waiting(self, *args: Any, given: bool = False) -> None:
            asked.append(args)

    noting = ChannelLayerWrapper(Noting(), "default", [])
    in_consumer(lambda: Channel("news", channel_layer=noting).send(HI))
    assert asked == [("news", HI, 0.0)]

    full = Channel("news", channel_layer=layer)
    full.send({"n": 1})
    with pytest.raises(RuntimeError, match="channel 'news' was full"):
        in_consumer(lambda: full.send({"n": 2}))
    assert layer.receive(["news"]) == ("news", {"n": 1})


def test_room_made_in_time_lets_a_send_through() -> None:
    """The flush ends as soon as a reader makes room, in another thread."""
    layer = MemoryLayer(capacity=1)
    layer.send("news", {"n": 1})
    reader = threading.Thread(target=lambda: layer.receive(["news"]))
    pending.begin()
    Channel("news", channel_layer=layer).send({"n": 2})
    reader.start()
    pending.finish()
    reader.join(10)
    assert layer.receive(["news"]) == ("news", {"n": 2})


@pytest.mark.parametrize("raw", [False, True], ids=["on the wrapper", "on the layer"])
def test_a_replaced_send_sees_every_send(raw: bool) -> None:
    """Where a test puts a mock in place of send, the flush does not go around it."""
    layer = MemoryLayer()
    wrapper = ChannelLayerWrapper(layer, "default", [])
    target: Any = layer if raw else wrapper
    target.send = Mock()
    in_consumer(lambda: Channel("news", channel_layer=wrapper).send(HI))
    target.send.assert_called_once_with("news", HI)


def test_settings_are_everyones() -> None:
    """The defaults are the classic ones: 2 s, every 0.2 s."""
    assert (PendingSends.retry_time, PendingSends.retry_interval) == (2.0, 0.2)


# --- what follows the sends -----------------------------------------------------------------------


def test_what_is_to_follow_comes_after_the_sends(default: Any, layer: FakeLayer) -> None:
    """In order, in the consumer's thread, and once."""
    in_consumer(
        lambda: pending.after(lambda: layer.calls.append(("first",))),
        lambda: Channel("news").send(HI),
        lambda: pending.after(lambda: layer.calls.append(("second",))),
    )
    assert layer.calls == [("send", "news", HI), ("first",), ("second",)]
    pending.begin()
    pending.finish()
    assert len(layer.calls) == 3


def test_outside_a_consumer_nothing_follows() -> None:
    """Who asks is told so, and acts by itself."""
    calls: list[int] = []
    assert pending.after(lambda: calls.append(1)) is False
    pending.begin()
    assert pending.after(lambda: calls.append(2)) is True
    assert pending.finish() is True
    assert calls == [2]
    pending.begin()
    assert pending.finish() is False


def test_what_is_to_follow_comes_whatever_the_sends_do(
    default: Any, layer: FakeLayer, no_waiting: None
) -> None:
    """A full channel does not keep it back, and neither does the end of a run that is dropped."""
    calls: list[str] = []
    layer.full["news"] = 1
    with pytest.raises(RuntimeError, match="was full"):
        in_consumer(
            lambda: Channel("news").send(HI), lambda: pending.after(lambda: calls.append("full"))
        )
    pending.begin()
    pending.after(lambda: calls.append("dropped"))
    Channel("news").send(HI)
    assert pending.drop() == 1
    assert calls == ["full", "dropped"]


def fail() -> None:
    """Raise an error that nobody expects."""
    raise LookupError("no such table")


def test_what_follows_and_fails_keeps_back_nothing() -> None:
    """All of it is done, then the first error comes out."""
    calls: list[int] = []
    pending.begin()
    pending.after(fail)
    pending.after(lambda: calls.append(1))
    with pytest.raises(LookupError, match="no such table"):
        pending.finish()
    assert calls == [1]


def test_what_follows_a_dropped_run_and_fails_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Nobody is there to catch it."""
    pending.begin()
    pending.after(fail)
    pending.drop()
    assert "What was to follow a discarded consumer has failed" in caplog.text
    assert "no such table" in caplog.text
