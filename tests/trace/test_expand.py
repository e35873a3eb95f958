"""Raw tuples become the events of TRACE.md, numbered and with their causes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from sandbox.trace import events as e
from sandbox.trace import ops
from sandbox.trace.expand import Expander, count
from sandbox.trace.ids import unspell
from sandbox.trace.ladder import NO_CONTENT, Rule
from tests.trace.chat import ALICE, BOB, RULES, START, chat, expand, raw
from tests.trace.histories import Model, histories


def test_the_talks_chat() -> None:
    """The chat gives the very lines of TRACE.md's last section, with their ids and causes."""
    lines = [(one.kind, one.id, one.cause) for one in expand(chat())[2:]]
    assert lines == [
        ("frame.received", "f7", None),
        ("message.accepted", "m9", "f7"),
        ("message.taken", "m9", None),
        ("route.matched", "m9", None),
        ("consumer.started", "r4", "m9"),
        ("consumer.finished", "r4", "m9"),
        ("group.sent", "g3", "r4"),
        ("message.accepted", "m10", "g3"),
        ("message.accepted", "m11", "g3"),
        ("message.delivered", "m9", None),
        ("message.taken", "m10", None),
        ("message.taken", "m11", None),
        ("frame.sent", "f8", "m10"),
        ("message.delivered", "m10", None),
        ("frame.sent", "f9", "m11"),
        ("message.delivered", "m11", None),
    ]


def test_numbers_and_times() -> None:
    """Events are numbered without gaps, and times count from the start of the log."""
    events = expand(chat())
    assert [one.seq for one in events] == list(range(1, len(events) + 1))
    assert events[0].at == 0.0
    assert events[2].at == pytest.approx(8.0)
    assert Expander(0.0, 41).expand(raw(ops.TAKEN, 0, "w", "default", "m1", "a", None))[0].seq == 41


@given(histories())
def test_counts_without_expanding(model: Model) -> None:
    """count() is the number of events that a tuple gives."""
    expander = Expander(0.0)
    for one in model.raws:
        assert count(one) == len(expander.expand(one))


@given(histories())
def test_forgets_what_is_settled(model: Model) -> None:
    """Contents are kept for unsettled messages only."""
    expander = Expander(0.0)
    for one in model.raws:
        expander.expand(one)
    assert len(expander._open) == sum(map(len, model.places.values()))


def test_a_received_frame() -> None:
    """A frame's data and size are its message's text or bytes."""
    fields = ("c1", "f1", 1, "default", "m1", "websocket.receive")
    text, _ = expand([raw(ops.FRAME_ACCEPTED, 0, "server:1", *fields, {"text": "añ"})])
    data, _ = expand([raw(ops.FRAME_ACCEPTED, 0, "server:1", *fields, {"bytes": b"abcd"})])
    assert isinstance(text, e.FrameReceived)
    assert (text.connection, text.order, text.text, text.bytes, text.size) == (
        "c1",
        1,
        "añ",
        None,
        3,
    )
    assert isinstance(data, e.FrameReceived)
    assert (data.text, data.bytes, data.size) == (None, b"abcd", 4)


def test_a_group_send_names_each_loss_after_its_acceptance() -> None:
    """A full member's message is accepted and lost at once; the sums are in group.sent."""
    members = ((unspell("m1"), ALICE), (unspell("m2"), BOB))
    parts = (0, "default", "g1", "chat", {"text": "x"}, members, frozenset([unspell("m1")]))
    sent, *rest = expand([raw(ops.GROUP_SENT, 0, "cell", *parts)])
    assert isinstance(sent, e.GroupSent)
    assert (sent.members, sent.queued, sent.lost, sent.cause) == (2, 1, 1, None)
    assert [(one.kind, one.id) for one in rest] == [
        ("message.accepted", "m1"),
        ("message.lost", "m1"),
        ("message.accepted", "m2"),
    ]
    assert isinstance(rest[1], e.MessageLost)
    assert (rest[1].reason, rest[1].state, rest[1].cause) == ("full", "queued", "g1")
    assert isinstance(rest[2], e.MessageAccepted)
    assert rest[2].group_send == "g1"


def test_an_empty_group_still_shows_its_content() -> None:
    """A send to nobody is one event, with what was sent."""
    (sent,) = expand(
        [raw(ops.GROUP_SENT, 0, "cell", 0, "default", "g1", "x", {"a": 1}, (), frozenset())]
    )
    assert isinstance(sent, e.GroupSent)
    assert (sent.members, sent.content) == (0, {"a": 1})


def test_a_message_that_writes_no_frame() -> None:
    """Where the server had nothing to write, the message is delivered without a frame."""
    entry = ((unspell("m1"), ALICE, unspell("c1"), 0, None),)
    (only,) = expand([raw(ops.FRAMES_SENT, 0, "server:1", "default", entry)])
    assert only.kind == "message.delivered"


def test_a_binary_frame() -> None:
    """Bytes that were sent are a frame's bytes."""
    entry = ((unspell("m1"), ALICE, unspell("c1"), unspell("f1"), b"\x00\x01"),)
    frame, _ = expand([raw(ops.FRAMES_SENT, 0, "server:1", "default", entry)])
    assert isinstance(frame, e.FrameSent)
    assert (frame.text, frame.bytes, frame.size) == (None, b"\x00\x01", 2)


def test_the_ladder_is_explained_from_the_message() -> None:
    """route.matched tells of every rule tried, with the content that the message had."""
    matched = next(one for one in expand(chat()) if isinstance(one, e.RouteMatched))
    assert (matched.channel, matched.index, matched.rules) == ("websocket.receive", 1, 3)
    assert [(step.matched, step.why) for step in matched.ladder] == [
        (False, "other channel"),
        (True, "matched"),
    ]


def test_the_ladder_after_trimming() -> None:
    """Where the acceptance was trimmed, the rule that matched is known all the same."""
    rules = (Rule(("a",), filters=(("path", "^/x"),), consumer="f"), Rule(("a",), consumer="g"))
    started = raw(
        ops.STARTED, 0, "worker:1", "m1", "r1", "g", 2, (("pk", "7"),), rules, 1, "worker:1"
    )
    matched, run = expand([started])
    assert isinstance(matched, e.RouteMatched)
    assert matched.channel is None
    assert matched.ladder[-1].matched
    assert matched.kwargs == {"pk": "7"}
    assert isinstance(run, e.ConsumerStarted)
    assert (run.version, run.worker, run.run, run.message) == ("v2", "worker:1", "r1", "m1")


def test_the_unmatched_ladder() -> None:
    """A note of route.unmatched with the rules gets the ladder, and no rule matches."""
    rules = (*RULES, Rule(("a",), filters=(("path", "^/x"),), consumer="f"))
    note = ("route.unmatched", 0, "m1", {"message": unspell("m1"), "channel": "a", "rules": rules})
    (event,) = expand([raw(ops.NOTE, 0, "worker:1", *note)])
    assert isinstance(event, e.RouteUnmatched)
    assert (event.id, event.message, event.cause) == ("m1", "m1", "m1")
    assert [step.why for step in event.ladder] == ["other channel"] * 3 + [NO_CONTENT]


def test_a_note_has_the_fields_of_its_kind() -> None:
    """Ids in notes become texts, an event's own id is repeated, versions are spelled."""
    fields = {"message": unspell("m2"), "consumer": "f", "error": "ValueError: x"}
    (event,) = expand([raw(ops.NOTE, 0, "worker:1", "consumer.raised", "r1", "m2", fields)])
    assert isinstance(event, e.ConsumerRaised)
    assert (event.id, event.run, event.message, event.cause) == ("r1", "r1", "m2", "m2")
    (code,) = expand(
        [raw(ops.NOTE, 0, "cell", "code.changed", 0, None, {"what": "f", "version": 3})]
    )
    assert isinstance(code, e.CodeChanged)
    assert (code.version, code.id, code.cause) == ("v3", None, None)


def test_a_notes_message_gives_the_id() -> None:
    """An event about a message that came without an id of its own has the message's."""
    fields = {"message": unspell("m2"), "channel": "a", "reason": "layer_lost"}
    (event,) = expand([raw(ops.NOTE, 0, "layer", "message.lost", 0, 0, fields)])
    assert event.id == "m2"


def test_a_note_of_an_unknown_kind() -> None:
    """An unknown kind is kept with all its fields."""
    (event,) = expand([raw(ops.NOTE, 0, "log", "rtc.opened", 0, 0, {"peer": "x"})])
    assert isinstance(event, e.Unknown)
    assert (event.kind, event.fields) == ("rtc.opened", {"peer": "x"})


def test_fields_that_no_class_has_are_named() -> None:
    """A note's field that its class lacks is left out, and the expander says which."""
    expander = Expander(0.0)
    expander.expand((ops.NOTE, 0.0, "cell", "marked", 0, 0, {"label": "x", "colour": "red"}))
    assert expander.dropped == {"marked.colour"}


@pytest.mark.parametrize("op", [99, -1])
def test_an_unknown_op_is_an_error(op: int) -> None:
    """A tuple of another version is refused, by both functions."""
    with pytest.raises(ValueError, match=r"op of trace\.ops"):
        Expander(0.0).expand((op, 0.0, "cell"))
    with pytest.raises(ValueError, match=r"op of trace\.ops"):
        count((op, 0.0, "cell"))


@pytest.mark.parametrize("content", [{"a": "x"}, {"a": ["x"]}, {"a": {"b": ("x", ["y"])}}])
def test_readers_cannot_reach_the_logs_own(content: dict[str, Any]) -> None:
    """An event's content is a copy, all the way down."""
    (event,) = expand([raw(ops.ACCEPTED, 0, "cell", 0, "default", "m1", "a", content)])
    assert isinstance(event, e.MessageAccepted)
    assert event.content == content
    assert event.content is not content
    assert isinstance(content["a"], str) or event.content["a"] is not content["a"]


def test_a_refusals_content_may_be_anything() -> None:
    """What was not a dict is shown as it was."""
    (event,) = expand([raw(ops.REFUSED, 0, "cell", 0, "default", "a", "not_a_dict", "<list>", 1)])
    assert isinstance(event, e.MessageRefused)
    assert event.content == "<list>"


@pytest.mark.parametrize(
    ("content", "size"),
    [({}, 0), ({"ab": "cd"}, 4), ({"a": b"bcd", "n": 1}, 13), ({"a": ["é", {"b": None}]}, 12)],
)
def test_size(content: dict[str, Any], size: int) -> None:
    """Size is about the bytes: texts, byte strings and keys, and 8 for all else."""
    (event,) = expand([raw(ops.ACCEPTED, 0, "cell", 0, "default", "m1", "a", content)])
    assert isinstance(event, e.MessageAccepted)
    assert event.size == size


def test_waiting_time() -> None:
    """Taken tells how long the message had waited; receive() takes and delivers at once."""
    taken, delivered = expand([raw(ops.RECEIVED, 250, "cell", "default", "m1", "a", START)])
    assert isinstance(taken, e.MessageTaken)
    assert taken.waited == pytest.approx(0.25)
    assert delivered.kind == "message.delivered"


def test_holds() -> None:
    """Held and released name their hold."""
    held, released = expand(
        [
            raw(ops.HELD, 0, "cell", "default", "m1", "a", "x1"),
            raw(ops.RELEASED, 0, "cell", "default", "m1", "a", "x1"),
        ]
    )
    assert isinstance(held, e.MessageHeld)
    assert isinstance(released, e.MessageReleased)
    assert held.breakpoint == released.breakpoint == "x1"


def test_a_copy_reads_on_by_itself() -> None:
    """A copied expander goes on from the same place without disturbing the first."""
    raws = chat()
    first = Expander(START)
    for one in raws[:4]:
        first.expand(one)
    second = first.copy()
    assert [second.expand(one) for one in raws[4:]] == [first.expand(one) for one in raws[4:]]
