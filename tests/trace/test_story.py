"""The story of a thing: what led to it and what came of it."""

from __future__ import annotations

import time
from typing import Any

import pytest

from sandbox.trace import events as e
from sandbox.trace import ops
from sandbox.trace.ids import unspell
from sandbox.trace.story import story
from tests.trace.chat import ALICE, chat, expand, raw

TOLD = """\
The story of m9: 17 events in 1.1 ms
     ms  where     what
earlier  server:1  connection.opened              alice websocket /   [c1]
    0.0  server:1    frame.received               alice "hi"   [f7]
    0.0  server:1      message.accepted           websocket.receive {order: 1, text: "hi", …}   [m9]
    0.2  worker:2        message.taken            after 0.2 ms
    0.2  worker:2        route.matched            websocket.receive → chat.ws_message (rule 2 of 3)
    0.2  worker:2        consumer.started         chat.ws_message   [r4]
    0.8  worker:2          consumer.finished      after 0.6 ms
    0.8  worker:2          group.sent             chat: 2 members, 2 queued, 0 lost \
{text: "[user] hi"}   [g3]
    0.8  worker:2            message.accepted     alice's reply channel {text: "[user] hi"}   [m10]
    0.9  server:1              message.taken      after ?
    1.0  server:1              frame.sent         alice "[user] hi"   [f8 ← m10]
    1.0  server:1              message.delivered
    0.8  worker:2            message.accepted     bob's reply channel {text: "[user] hi"}   [m11]
    0.9  server:1              message.taken      after ?
    1.1  server:1              frame.sent         bob "[user] hi"   [f9 ← m11]
    1.1  server:1              message.delivered
    0.8  worker:2        message.delivered        after 0.6 ms"""


def test_the_talks_chat_as_a_tree() -> None:
    """The story of alice's message reads like TRACE.md's table, as a tree."""
    assert str(story(expand(chat()), "m9")) == TOLD


def test_text_fits_a_width() -> None:
    """Long lines are cut before the id at their end, so that one can ask again."""
    lines = story(expand(chat()), "m9").text(70).splitlines()
    assert max(map(len, lines)) == 70
    assert [line for line in lines if "alice's reply" in line] == [
        "    0.8  worker:2       message.accepted    alice's reply cha…   [m10]"
    ]
    assert len(lines) == len(TOLD.splitlines())


def test_events_of_a_story() -> None:
    """A story has its events in the log's order, each once, and no strangers."""
    events = expand(chat())
    told = story(events, "m9").events
    assert told == [one for one in events if one.id != "c2"]


def test_siblings_are_not_told() -> None:
    """The story of one copy has its causes and what came of it, but not the other copy."""
    ids = {one.id for one in story(expand(chat()), "m10").events}
    assert ids == {"c1", "f7", "m9", "r4", "g3", "m10", "f8"}


def test_of_an_event() -> None:
    """Asked about an event, the story is that of its thing; without one, of its cause."""
    events = expand(chat())
    assert story(events, events[4]).about == "m9"
    joined = e.GroupJoined(seq=99, cause="r4", group="chat", channel=ALICE)
    assert story([*events, joined], joined).about == "r4"
    assert joined in story([*events, joined], "m9").events
    alone = e.WorkerStarted(seq=1, worker="worker:1")
    assert story([alone], alone).events == [alone]


def test_of_a_label() -> None:
    """The story of a connection has what it sent, what reached it and what was lost on the way."""
    bob = story(expand(chat()), "bob")
    assert [(one.kind, one.id) for one in bob.events] == [
        ("connection.opened", "c2"),
        ("frame.sent", "f9"),
    ]
    assert str(story(expand(chat()), "tab:bob")).startswith("The story of tab:bob: 2 events")
    lost = story(expand(chat(bob_is_gone=True)), "c2")
    assert [one.kind for one in lost.events] == ["connection.opened", "message.lost"]


def test_of_two_connections_with_one_label() -> None:
    """A tab that was opened again has both its connections in its story."""
    again = e.ConnectionOpened(seq=90, id="c3", connection="c3", label="alice")
    events = [*expand(chat()), again]
    assert [node.id for node in story(events, "alice").tree] == ["c1", "c3"]


def test_of_an_actor() -> None:
    """What a tab or a cell began is its story."""
    events = expand([raw(ops.ACCEPTED, 0, "cell", 0, "default", "m1", "a", {"n": 1})])
    assert story(events, "cell").tree[0].id == "m1"


def test_of_the_last_thing() -> None:
    """Without a name it is the story of the newest thing that nothing else led to."""
    assert story(expand(chat())).about == "f7"


def test_a_loss_says_what_to_do() -> None:
    """A lost message tells why and what to do about it, and the heading counts it."""
    text = str(story(expand(chat(bob_is_gone=True)), "m9"))
    assert ", 1 lost\n" in text
    assert "no_connection: the connection behind this reply channel is gone → take channels" in text


def test_an_effect_elsewhere_is_mentioned() -> None:
    """What a fault did to a message of another story is named in the fault's story."""
    fault = e.FaultBegan(seq=50, id="x1", fault="lose", target="a")
    lost = e.MessageLost(seq=52, id="m1", message="m1", cause="x1", channel="a", reason="fault")
    events = [fault, e.MessageAccepted(seq=51, id="m1", message="m1", channel="a"), lost]
    told = story(events, "x1")
    assert told.events == [fault, lost]
    assert told.tree[0].children[0].mention
    assert story(events, "m1").events == events[1:]


@pytest.mark.parametrize("about", ["zoe", "m99", e.MessageTaken(id="m99")])
def test_nothing_to_tell(about: Any) -> None:
    """What the log does not know is an error that names what there is."""
    with pytest.raises(LookupError, match="there are: alice, bob"):
        story(expand(chat()), about)


def test_an_empty_log() -> None:
    """An empty log says that there is no story yet."""
    with pytest.raises(LookupError, match="no story yet"):
        story([])


def test_html_is_escaped() -> None:
    """What people wrote is shown as text."""
    content = {"text": "<script>alert(1)</script>"}
    events = expand([raw(ops.ACCEPTED, 0, "cell", 0, "default", "m1", "<b>", content)])
    shown = story(events, "m1")._repr_html_()
    assert "<script>" not in shown
    assert "<b>" not in shown
    assert "&lt;script&gt;" in shown


def test_control_characters_do_not_reach_the_terminal() -> None:
    """Escape sequences in contents are shown, not obeyed."""
    content = {"text": "\x1b[2J\nnew line"}
    text = str(story(expand([raw(ops.ACCEPTED, 0, "cell", 0, "default", "m1", "a", content)])))
    assert "\x1b" not in text
    assert len(text.splitlines()) == 3


def broadcast(members: int, lost: int) -> list[e.Event]:
    ids = [unspell(f"m{number}") for number in range(1, members + 1)]
    parts = (0, "default", "g1", "chat", {"text": "x"})
    entries = tuple((number, f"s!{number}") for number in ids)
    return expand([raw(ops.GROUP_SENT, 0, "cell", *parts, entries, frozenset(ids[-lost:]))])


def test_a_great_broadcast_is_summed_up() -> None:
    """Of many members the first and some of the lost are shown, the others are counted."""
    told = story(broadcast(5000, 9), "g1")
    text = str(told)
    assert len(text.splitlines()) < 30
    assert text.count("message.lost") == 6
    assert "… and 4988 more members: 4985 queued, 3 lost" in text
    assert len(told.events) == 5010


def test_long_stories_are_cut() -> None:
    """The text and the table end after 400 lines and say how many were left out."""
    events = [
        e.MessageAccepted(seq=number, id=f"m{number}", message=f"m{number}", cause="r1")
        for number in range(1, 1001)
    ]
    told = story([e.ConsumerStarted(seq=0, id="r1"), *events], "r1")
    assert "… and 601 more lines" in str(told)
    assert "… and 601 more lines" in told._repr_html_()


def test_deep_chains_of_causes() -> None:
    """A chain of thousands of causes is told from its beginning and from its end."""
    events = [
        e.MessageAccepted(seq=n, id=f"m{n}", message=f"m{n}", cause=f"m{n - 1}" if n > 1 else None)
        for n in range(1, 20_001)
    ]
    for about in ("m1", "m20000"):
        told = story(events, about)
        assert len(told.events) == 20_000
        assert "more lines" in str(told)


def test_a_loop_of_causes_ends() -> None:
    """Events of a damaged recording that cause each other are still told."""
    events = [
        e.MessageAccepted(seq=1, id="m1", cause="m2"),
        e.MessageAccepted(seq=2, id="m2", cause="m1"),
    ]
    assert {one.id for one in story(events, "m1").events} == {"m1", "m2"}
    assert str(story(events, "m1"))


def test_unknown_kinds_are_told_too() -> None:
    """An event of an unknown kind has its line."""
    events = [
        e.Unknown(seq=1, id="z1", kind="rtc.opened", fields={"peer": "p", "connection": "c1"})
    ]
    assert 'rtc.opened  peer "p"' in str(story(events, "z1"))


def test_is_linear() -> None:
    """Twenty thousand events of other stories do not make a story slow."""
    events = [event for _ in range(1000) for event in expand(chat())]
    began = time.process_time()
    story(events, "m9")
    assert time.process_time() - began < 5
