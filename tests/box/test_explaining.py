"""Why it did not arrive: each common cause, for real, by its first line."""

from __future__ import annotations

import functools
import logging
import re
import threading
from pathlib import Path
from typing import Any

import pytest

from sandbox import Channel, Group, NothingArrived, Sandbox
from sandbox.box import explaining, face, runtimes
from sandbox.box.explaining import Moment, Why, carries, why
from sandbox.consumers.exceptions import DenyConnection
from sandbox.consumers.sessions import enforce_ordering
from sandbox.errors import TabClosed
from tests.box.conftest import Make, add_chat


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Consumers fail here on purpose."""
    caplog.set_level(logging.CRITICAL)


def first(answer: Why) -> str:
    """The first line."""
    return answer[0]


# -- not a member -----------------------------------------------------------------------------


def test_never_a_member(box: Sandbox) -> None:
    """The group, and the line that would make it one."""

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        Group("chat").send({"text": message["text"]})

    alice, bob = box.connect("/", name="alice"), box.connect("/", name="bob")
    alice.send("hi")
    box.settle()
    assert first(box.why(bob, "hi")) == (
        "It went to group 'chat', of which bob is not a member: "
        'Group("chat").add(message.reply_channel) in its connect consumer makes it one.'
    )


def test_a_member_no_longer(chat: Sandbox) -> None:
    """Since when, and how."""
    alice, bob = chat.connect("/", name="alice"), chat.connect("/", name="bob")
    Group("chat").discard(bob.reply_channel)
    alice.send("hi")
    chat.settle()
    assert re.fullmatch(
        r"It went to group 'chat', of which bob is not a member since 0\.\d{3} s \(discarded\)\.",
        first(chat.why(bob, "hi")),
    )
    assert first(chat.why("bob")) == first(chat.why(bob, "hi"))


def test_a_member_again_after_reopening(chat: Sandbox) -> None:
    """What an earlier connection went through explains nothing any more."""
    bob = chat.connect("/", name="bob")
    bob.reopen()
    chat.settle()
    assert first(chat.why(bob)).startswith("Nothing was sent to bob's reply channel")


def test_joined_after_it_was_sent(box: Sandbox) -> None:
    """Nothing is kept for those who come later: with both moments."""

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        if message["text"] == "join":
            Group("chat").add(message.reply_channel)
        else:
            Group("chat").send({"text": "[user] " + message["text"]})

    alice, bob = box.connect("/", name="alice"), box.connect("/", name="bob")
    alice.send("hi")
    box.settle()
    bob.send("join")
    box.settle()
    told = re.compile(
        r"It went to group 'chat' at \d\.\d{3} s, before bob joined at \d\.\d{3} s: nothing is "
        r"kept for those who come later; send it again\."
    )
    assert told.fullmatch(first(box.why(bob, "hi")))
    assert any(map(told.fullmatch, box.why(bob)))
    alice.send("again")
    box.settle()
    assert first(box.why(bob, "[user] again")).startswith("It did arrive")
    assert first(box.why(bob)).startswith("What was sent to bob has arrived")


def test_sent_before_it_connected(chat: Sandbox) -> None:
    """A member since its connect consumer ran, which was later."""
    alice = chat.connect("/", name="alice")
    alice.send("hi")
    chat.settle()
    bob = chat.connect("/", name="bob")
    chat.settle()
    assert "before bob joined at" in first(chat.why(bob, "hi"))
    assert first(chat.why(bob, "ho")).startswith("Nothing was sent to bob's reply channel")


def test_a_misspelt_group(chat: Sandbox) -> None:
    """That has no members, where one of nearly that name has bob."""
    bob = chat.connect("/", name="bob")
    chat.settle()
    Group("chta").send({"text": "hi"})
    assert first(chat.why(bob, "hi")) == (
        "It went to group 'chta', of which bob is not a member, nor is anybody: "
        "did you mean 'chat'?"
    )


def test_an_answer_to_somebody_else_alone(box: Sandbox) -> None:
    """reply_channel is the sender's."""

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        message.reply_channel.send({"text": "[user] " + message["text"]})

    alice, bob = box.connect("/", name="alice"), box.connect("/", name="bob")
    alice.send("hi")
    box.settle()
    assert re.fullmatch(
        r"m\d+ \{text: \"\[user\] hi\"\} went to alice's reply channel alone, not to bob: "
        r"Group\(…\)\.send\(…\) reaches all members of a group\.",
        first(box.why(bob, "[user] hi")),
    )


# -- a consumer that sends nothing ------------------------------------------------------------


def test_the_consumer_ran_and_sent_nothing(box: Sandbox) -> None:
    """Before an older mishap of the same tab."""
    broken = [True]

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        if broken:
            raise KeyError("user")

    bob = box.connect("/", name="bob")
    bob.send("hi")
    box.settle()
    assert "raised KeyError" in first(box.why(bob))
    broken.clear()
    bob.send("hi")
    box.settle()
    silent, raised = box.why(bob)
    assert re.fullmatch(
        r".*ws_message ran on m\d+ \{.*\"hi\".*\} and sent nothing: message\.reply_channel\.send"
        r"\(…\) answers its sender, Group\(…\)\.send\(…\) a group\.",
        silent,
    )
    assert "raised KeyError" in raised
    assert list(box.why(bob, "[user] hi")) == [silent, raised]


def test_a_consumer_that_sends_in_any_way_is_not_silent(box: Sandbox) -> None:
    """To another channel, to a group without members, or in vain."""

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        if message["text"] == "channel":
            Channel("elsewhere").send({})
        elif message["text"] == "group":
            Group("nobody").send({})

    box.consumer("elsewhere")(lambda message: message.reply_channel)
    bob = box.connect("/", name="bob")
    for text in ("channel", "group"):
        bob.send(text)
        box.settle()
        assert "ws_message ran on" not in str(box.why(bob))


def test_what_came_before_the_newest_frame_comes_last(box: Sandbox) -> None:
    """An old mishap hardly explains why nothing comes now, where anything would do."""

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        if message["text"] == "one":
            raise KeyError("x")
        message.reply_channel.send({"text": "yes"})

    bob = box.connect("/", name="bob")
    for text in ("one", "two"):
        bob.send(text)
        box.settle()
    arrived, raised = box.why(bob)
    assert arrived == "What was sent to bob has arrived; nothing else was sent to it."
    assert "raised KeyError" in raised
    assert "raised KeyError" in first(box.why(bob, "[user] one"))


# -- lost on the way --------------------------------------------------------------------------


def test_a_full_reply_channel(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group send that met a full channel."""
    box = make()
    add_chat(box)
    bob = box.connect("/", name="bob")
    box.settle()
    with box._layer.lock:
        box._layer.store.queue(bob.reply_channel.name).capacity = 0
    Group("chat").send({"text": "hi"})
    answer = first(box.why(bob, "hi"))
    assert re.match(r"m\d+ \{text: \"hi\"\} to bob's reply channel was lost \(full\)\. ", answer)


def test_an_expired_message(make: Make) -> None:
    """The sender's own message never met a consumer in time."""
    box = make(expiry=0.05)
    add_chat(box)
    alice, bob = box.connect("/", name="alice"), box.connect("/", name="bob")
    go, began = threading.Event(), threading.Event()

    @box.consumer("block")
    def block(message: Any) -> None:
        began.set()
        go.wait(20)

    Channel("block").send({})
    assert began.wait(5)
    alice.send("hi")
    with pytest.raises(NothingArrived):
        bob.receive(timeout=0.3)
    go.set()
    box.settle()
    assert re.match(
        r"m\d+ \{.*\"hi\".*\} to websocket\.receive was lost \(expired\)\. Nobody read it",
        first(box.why(bob, "[user] hi")),
    )


def test_a_full_channel_refused_it(make: Make) -> None:
    """The socket was muted; it says so before anything else, and then why."""
    box = make(capacity=1, workers=0)
    box.consumer("websocket.connect")(print)
    with box._layer.lock:
        box._layer.store.queue("websocket.receive").capacity = 0
    box._pool.resize(1)
    alice = box.connect("/", name="alice")
    alice.send("hi")
    with pytest.raises(TabClosed, match="1013"):
        alice.receive()
    box.settle()
    ended, refused = box.why(alice, "hi")[:2]
    assert re.match(r"alice's connection ended at \S+ s with code 1013, by the server; ", ended)
    assert refused.startswith("A send to websocket.receive was refused. The channel holds")


def test_a_malformed_reply(box: Sandbox) -> None:
    """A key that the protocol does not know."""

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        message.reply_channel.send({"txt": "hi"})

    bob = box.connect("/", name="bob")
    bob.send("hi")
    box.settle()
    answer = first(box.why(bob, "hi"))
    assert answer.startswith("bob was sent a reply that its protocol does not know: ")
    assert "txt" in answer


def test_a_channel_that_nobody_hears(box: Sandbox) -> None:
    """Not lost, but waiting for ever."""

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        Channel("chat-messages").send({"text": message["text"]})

    bob = box.connect("/", name="bob")
    bob.send("hi")
    box.settle()
    assert re.fullmatch(
        r'm\d+ \{text: "hi"\} waits on chat-messages, which nobody hears: '
        r'@box\.consumer\("chat-messages"\) would get it\.',
        first(box.why(bob, "hi")),
    )
    box.consumer("chat-message")(print)
    assert "nobody hears (did you mean 'chat-message'?): " in first(box.why(bob, "hi"))


# -- no consumer, or a broken one -------------------------------------------------------------


def test_no_rule_for_the_message(box: Sandbox) -> None:
    """The default read it; the rule that came closest is shown."""
    box.consumer("websocket.receive", path="^/chat")(print)
    bob = box.connect("/", name="bob")
    bob.send("hi")
    box.settle()
    assert re.fullmatch(
        r"m\d+ \{.*\"hi\".*\} met no consumer of yours \(websocket\.receive \(path=\^/chat\) -> "
        r"(builtins\.)?print: path '/' does not match '\^/chat'\); websocket\.receive is read and "
        r"ignored by default\. box\.routing shows the rules\.",
        first(box.why(bob, "hi")),
    )


def test_no_route_at_all(box: Sandbox) -> None:
    """A worker took it, and found nothing."""
    box.consumer("jobs", kind="^a")(print)
    bob = box.connect("/", name="bob")
    Channel("jobs").send({"text": "hi", "kind": "b"})
    box.settle()
    answer = first(box.why(bob, "hi"))
    assert re.match(
        r"m\d+ on jobs matched no route, so no consumer ran \(jobs \(kind=\^a\)", answer
    )


def test_the_sender_raised(box: Sandbox) -> None:
    """With the line; an older mishap to other people's messages comes second."""

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        if message["text"] == "hi":
            raise KeyError("user")
        raise ValueError("other")

    alice, bob = box.connect("/", name="alice"), box.connect("/", name="bob")
    alice.send("hi")
    box.settle()
    alice.send("something else")
    box.settle()
    answer = first(box.why(bob, "[user] hi"))
    assert re.match(r".*ws_message raised KeyError: 'user', line \d+ at \S+ s on m\d+; ", answer)
    assert "ValueError" in first(box.why(bob))


def test_a_busy_worker(box: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """And how to replace it."""
    go = threading.Event()
    monkeypatch.setattr(face, "BUSY_SECONDS", 0.0)

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        go.wait(20)

    bob = box.connect("/", name="bob")
    bob.send("hi")
    with pytest.raises(
        NothingArrived,
        match=r"worker:1 has been busy for 0\.\d s with one message in ws_message, line",
    ):
        bob.receive(timeout=0.2)
    answer = first(box.why(bob, "hi"))
    assert answer.endswith("box.workers[1].kill() puts a new one in its place.")
    go.set()


def test_no_worker(make: Make) -> None:
    """Then nothing runs."""
    box = make(workers=0)
    bob_waits = {"path": "/", "name": "bob", "timeout": 0.5}
    with pytest.raises(
        TabClosed, match=r"No worker runs, so no consumer does: Sandbox\(workers=1\)\."
    ):
        box.connect(**bob_waits)
    # The server may have seen by now that bob has given up, and says so before.
    assert "No worker runs" in str(box.why("bob"))


# -- the connection ---------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["close", "deny"])
def test_a_refused_handshake(box: Sandbox, how: str) -> None:
    """By which consumer."""

    @box.consumer("websocket.connect")
    def bouncer(message: Any) -> None:
        if how == "deny":
            raise DenyConnection
        message.reply_channel.send({"close": True})

    with pytest.raises(TabClosed, match="handshake was rejected with 403"):
        box.connect("/", name="bob")
    assert re.fullmatch(
        r"bob's handshake was rejected with 403: a consumer refused the handshake \(.*bouncer\)\.",
        first(box.why("bob", "hi")),
    )


def test_a_refusal_with_a_reason(box: Sandbox) -> None:
    """In the words of whoever refused."""

    @box.consumer("websocket.connect")
    def bouncer(message: Any) -> None:
        raise DenyConnection("the room is closed")

    with pytest.raises(TabClosed, match=r"rejected with 403: the room is closed \(.*bouncer\)"):
        box.connect("/", name="bob")


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("connect_too", [False, True])
def test_a_message_that_waits_for_its_turn(box: Sandbox, connect_too: bool) -> None:
    """Where the connect consumer was forgotten, it says so; else which message is missing."""

    @box.consumer("websocket.receive")
    @enforce_ordering
    def ws_message(message: Any) -> None:
        message.reply_channel.send({"text": message["text"]})

    if connect_too:
        box.consumer("websocket.connect")(enforce_ordering(accept))
    bob = box.connect("/", name="bob")
    order = {"order": 3} if connect_too else {"order": 1}
    content = {"text": "hi", "reply_channel": bob.reply_channel.name, "path": "/", **order}
    Channel("websocket.receive", channel_layer=box.layers["default"]).send(content)
    box.settle()
    missing = (
        "its connection's message 1 has not run"
        if connect_too
        else "its connect has not run in order: put @enforce_ordering on the websocket.connect "
        "consumer too"
    )
    waits = r"m\d+ \{.*\} waits for its turn on bob's wait channel \(order \d\), because "
    assert re.fullmatch(f"{waits}{missing}\\.", first(box.why(bob, "hi")))


def accept(message: Any) -> None:
    """Accept it."""
    message.reply_channel.send({"accept": True})


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers that wait for a decision 0.1 s only."""
    server = functools.partial(runtimes.ProtocolServer, handshake_timeout=0.1)
    monkeypatch.setattr(runtimes, "ProtocolServer", server)


def test_a_handshake_that_nobody_decided(impatient: None, make: Make) -> None:
    """Strict acceptance, as of a bare 1.1.8."""
    box = make(auto_accept=False)
    add_chat(box)
    with pytest.raises(TabClosed, match="no consumer decided"):
        box.connect("/", name="bob")
    assert first(box.why("bob")).startswith("bob's handshake was rejected: no consumer decided")


def test_a_connect_consumer_that_raised(impatient: None, make: Make) -> None:
    """The cause comes before its consequence."""
    box = make()

    @box.consumer("websocket.connect")
    def ws_add(message: Any) -> None:
        raise KeyError("room")

    with pytest.raises(TabClosed):
        box.connect("/", name="bob")
    raised, rejected = box.why("bob")
    assert "ws_add raised KeyError: 'room', line" in raised
    assert rejected.startswith("bob's handshake was rejected")


def test_a_closed_tab(chat: Sandbox) -> None:
    """Who ended it."""
    bob = chat.connect("/", name="bob")
    bob.close(3001)
    chat.settle()
    assert re.fullmatch(
        r"bob's connection ended at \S+ s with code 3001, by the client; "
        r"bob\.reopen\(\) opens it again\.",
        first(chat.why(bob, "hi")),
    )


# -- nothing wrong ----------------------------------------------------------------------------


def test_it_did_arrive(chat: Sandbox) -> None:
    """What was sent, in full, since "hi" and "[user] hi" are easily confused."""
    bob = chat.connect("/", name="bob")
    bob.send("hi")
    chat.settle()
    assert re.match(
        r'It did arrive: f\d+ "\[user\] hi" was sent to bob', first(chat.why(bob, "hi"))
    )
    assert first(chat.why(bob, re.compile("hi$"))).startswith("It did arrive")


def test_nothing_was_sent(chat: Sandbox) -> None:
    """Or all that was sent has come."""
    bob = chat.connect("/", name="bob")
    assert first(chat.why(bob)).startswith("Nothing was sent to bob's reply channel")
    bob.reply_channel.send({"text": "x"})
    chat.settle()
    assert first(chat.why(bob, "y")).startswith("What was sent to bob has arrived")
    assert len(chat.why(bob)) == 1


def test_what_the_log_has_let_go_of(chat: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """How bob connected and joined is still known while he is there."""
    bob, carl = chat.connect("/", name="bob"), chat.connect("/", name="carl")
    chat.settle()
    Group("chat").discard(carl.reply_channel)
    end = chat.log.end
    Group("chat").send({"text": "hi"})
    chat.settle()
    late = [event for event in chat.log.events() if event.kind.startswith(("group.s", "frame"))]
    assert chat.log.end > end
    monkeypatch.setattr(chat.log, "events", lambda newest=None: late)
    assert first(chat.why(bob, "hi")).startswith("It did arrive")
    assert first(chat.why(carl, "hi")).startswith("It went to group 'chat', of which carl is not")


def test_a_name_that_nobody_has(chat: Sandbox) -> None:
    """It lists those that there are."""
    assert first(chat.why("bob")) == "No connection is called 'bob'; there are: none yet."
    chat.connect("/", name="bob")
    assert first(chat.why("bbo")) == (
        "No connection is called 'bbo' (did you mean 'bob'?); there are: bob."
    )
    with pytest.raises(LookupError, match=r"called 'bbo' \(did you mean 'bob'\?\): ask for an id"):
        chat.story("bbo")


def test_a_held_request_asks_why(box: Sandbox) -> None:
    """By its own name."""

    @box.consumer("http.request")
    def poll(message: Any) -> None:
        raise KeyError("x")

    later = box.get("/poll/", wait=False)
    with pytest.raises(NothingArrived, match=r"(?s)GET /poll/ waited 0\.2 s.*poll raised KeyError"):
        later.result(timeout=0.2)
    later.cancel()
    box.settle()
    assert "poll raised" in first(box.why(later))


def test_an_answered_request_says_that_it_ended(box: Sandbox) -> None:
    """Where nothing went wrong there is nothing else to tell."""
    box.get("/nowhere/")
    later = box.get("/nowhere/", wait=False)
    later.result()
    box.settle()
    assert re.fullmatch(
        r"GET /nowhere/ ended at \d+\.\d{3} s, by the server\.", str(box.why(later))
    )


def test_in_vain_says_what_was_waited_for_what_came_and_why(box: Sandbox) -> None:
    """In a few lines."""

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        message.reply_channel.send({"text": "no"})
        Group("chat").send({"text": "[user] hi"})

    bob = box.connect("/", name="bob")
    bob.send("hi")
    with pytest.raises(NothingArrived) as caught:
        bob.expect("[user] hi", timeout=0.2)
    waited, reason, *_ = str(caught.value).splitlines()
    assert waited == "bob waited 0.2 s for '[user] hi'; 'no' came instead."
    assert reason.startswith("It went to group 'chat', of which bob is not a member")
    assert len(str(caught.value).splitlines()) <= 4


def test_a_vain_wait_looks_at_what_happened_of_late(
    chat: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It must not take a second because the log is long; box.why reads it all."""
    asked: list[int | None] = []
    real = chat.log.events

    def events(newest: int | None = None) -> Any:
        asked.append(newest)
        return real(newest)

    bob = chat.connect("/", name="bob")
    monkeypatch.setattr(chat.log, "events", events)
    with pytest.raises(NothingArrived):
        bob.receive(timeout=0.01)
    chat.why(bob)
    bob.close()
    chat.settle()
    assert chat._explain(bob, None).startswith("bob's connection ended at")
    assert asked == [face.EXPLAINED_ENTRIES, None, None]


# -- pure -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "wanted", "does"),
    [
        ({"text": "[user] hi"}, "hi", True),
        ({"text": "ho"}, "hi", False),
        ({"bytes": b"hi"}, b"h", True),
        ({"bytes": b"hi"}, "h", False),
        ({"text": "hi"}, re.compile("i$"), True),
        ({"bytes": b"hi"}, re.compile("i$"), False),
        ({"text": "ho"}, None, True),
        (None, "hi", False),
        ({"text": ""}, "hi", False),
    ],
)
def test_what_carries_what_was_wanted(content: Any, wanted: Any, does: bool) -> None:
    """Text in text, bytes in bytes, a pattern anywhere; None is anything."""
    assert carries(content, wanted) is does


def test_several_busy_workers() -> None:
    """The one that has been longest is named."""
    answer = why([], "bob", None, Moment(busy=((1, 2.0, ""), (2, 7.0, " in b, line 3"))))
    assert answer[0] == (
        "All workers have been busy for 7.0 s with one message, worker:2 in b, line 3; "
        "box.workers[2].kill() puts a new one in its place."
    )


def test_an_answer_shows_itself_escaped() -> None:
    """Names are other people's."""
    answer = Why(["<b>", "x"])
    assert (str(answer), repr(answer)) == ("<b>\nx", "<b>\nx")
    assert answer._repr_html_() == "<ul><li>&lt;b&gt;</li><li>x</li></ul>"


def test_the_line_of_a_raise_is_the_users_own() -> None:
    """Frames of the sandbox and of libraries are passed over; a text is cut to its first line."""
    library = str(Path(explaining.__file__).resolve().parents[1] / "consumers" / "message.py")
    traceback = (
        f'  File "chat.py", line 3, in ws_message\n  File "{library}", line 75, in __getitem__\n'
    )
    assert explaining._place(traceback) == ", line 3"
    assert explaining._place(f'  File "{library}", line 75, in __getitem__') == ""
    assert (
        explaining._headline("ValueError: wrap it in one.\nsecond")
        == "ValueError: wrap it in one …"
    )
    assert explaining._headline("SystemExit: ") == "SystemExit"


def test_payloads_that_are_no_text_carry_nothing() -> None:
    """A reply with a wrong payload does not break the question."""
    assert not explaining.carries({"text": object()}, "hi")
    assert not explaining.carries({"text": 3}, 3)
    assert not explaining._led_to({"text": 3}, 3)
