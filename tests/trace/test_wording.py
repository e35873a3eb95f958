"""Events in words: one line, printable, short."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.trace import events as e
from sandbox.trace.ladder import Rule, explain
from sandbox.trace.wording import Names, plain, shortened, tell


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ({"text": "hi", "order": 1}, '{text: "hi", order: 1}'),
        (
            {"reply_channel": "s!a", "path": "/", "text": "hi", "order": 1},
            '{text: "hi", order: 1, …}',
        ),
        ({"path": "/"}, '{path: "/"}'),
        ({"bytes": b"\x00a"}, "{bytes: b'\\x00a'}"),
        ({"text": "a\nb\x1b[31m\u202e"}, '{text: "a\\nb\\x1b[31m\\u202e"}'),
        ({}, "{}"),
        ("odd", '"odd"'),
        ({"headers": list(range(9))}, "{headers: <9 entries>}"),
    ],
)
def test_contents(content: Any, shown: str) -> None:
    """A content shows what differs from message to message, and nothing unprintable."""
    assert shortened(content) == shown


@given(st.dictionaries(st.text(max_size=30), st.text(max_size=200) | st.binary(max_size=200)))
def test_contents_are_one_short_line(content: Any) -> None:
    """Whatever the content, it is one printable line of at most 60 characters."""
    shown = shortened(content)
    assert len(shown) <= 60
    assert shown.isprintable()


@given(st.text(max_size=200))
def test_plain_is_one_short_line(text: str) -> None:
    """Any text becomes one printable line."""
    assert plain(text).isprintable()
    assert len(plain(text)) <= 60


@pytest.mark.parametrize("kind", e.VOCABULARY)
def test_every_kind_can_be_told(kind: str) -> None:
    """Each kind has a line, even with nothing filled in."""
    assert tell(e.VOCABULARY[kind](), Names()).isprintable()


LADDER = explain((Rule(("a",), filters=(("path", "^/x"),), consumer="f"),), "a", {"path": "/y"}, 1)


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (
            e.ConnectionClosed(connection="c1", code=1006, by="network"),
            "alice with 1006 by the network",
        ),
        (e.ConnectionRejected(connection="c9", status=403, why="denied"), "c9 403: denied"),
        (e.ConnectionAccepted(connection="c1", subprotocol="chat"), "alice as chat"),
        (e.FrameIgnored(connection="c1", text="x", why="muted"), 'alice "x": muted'),
        (e.ReplyMalformed(connection="c1", error="key 'x'"), "to alice: key 'x'"),
        (e.SubscriberFailed(subscriber="view", error="KeyError(1)"), "view: KeyError(1)"),
        (e.MessageTaken(waited=0.0123), "after 12.3 ms"),
        (e.GroupJoined(group="chat", channel="s!alice"), "chat: alice's reply channel"),
        (e.GroupLeft(group="chat", channel="s!b", reason="expired"), "chat: s!b (expired)"),
        (e.RouteMatched(channel="a", consumer="f", kwargs={"pk": "1"}), 'a → f with {pk: "1"}'),
        (
            e.RouteUnmatched(channel="a", ladder=LADDER),
            "a: none of 1 rules; a (path=^/x) -> f: path '/y' does not match '^/x'",
        ),
        (
            e.WorkerBusy(consumer="f", duration=5.04, file="cell [3]", line=12),
            "for 5.0 s in f, line 12 of cell [3]",
        ),
        (e.WorkerBusy(duration=5.0), "for 5.0 s before any consumer"),
        (e.ConsumerStarted(consumer="f", version="v2"), "f v2"),
        (e.ConsumerRaised(consumer="f", error="ValueError: x\ny"), "f: ValueError: x\\ny"),
        (e.ConsumerDeferred(consumer="f", retries=2), "f, put back 2 times so far"),
        (e.ConsumerDenied(consumer="f", why="no such room"), "f: no such room"),
        (e.ConsumerDenied(consumer="f"), "f: no reason was given"),
        (e.ConsumerWaited(consumer="f", order=3, expected=1), "f: order 3 waits until 1 has run"),
        (
            e.BindingRefused(binding="PostBinding", action="update", pk="7", user="bob"),
            "PostBinding: bob may not update 7",
        ),
        (
            e.BindingRefused(binding="PostBinding", action="create", user="AnonymousUser"),
            "PostBinding: AnonymousUser may not create",
        ),
        (e.SessionOpened(session="1a2b", how="cookie"), "1a2b by cookie"),
        (e.SessionOpened(session="1a2b", how="cookie", state="absent"), "1a2b by cookie, absent"),
        (
            e.SessionDiscarded(how="http", why="its key is forged"),
            "no session by http: its key is forged",
        ),
        (e.UserIdentified(user="alice", how="http session"), "alice by http session"),
        (e.UserIdentified(why="nobody has logged in"), "anonymous: nobody has logged in"),
        (e.ConsumerPrinted(text="hello\n"), "stdout: hello"),
        (e.MessageHeld(channel="a", breakpoint="x1"), "a at x1"),
        (e.Marked(label="bob joins"), 'label "bob joins"'),
        (e.Unknown(kind="rtc.opened", fields={"peer": "p"}), 'peer "p"'),
    ],
)
def test_lines(event: e.Event, line: str) -> None:
    """What happened reads as a plain phrase."""
    names = Names()
    names.learn(e.ConnectionOpened(connection="c1", label="alice", reply_channel="s!alice"))
    assert tell(event, names) == line


def test_a_notebook_is_no_module() -> None:
    """A consumer of a cell is called as its user called it."""
    started = e.ConsumerStarted(consumer="__main__.ws_message")
    assert tell(started, Names()) == "ws_message"


def test_losses_say_what_to_do() -> None:
    """A lost or refused message says why and what to do."""
    lost = tell(e.MessageLost(channel="a", reason="expired"), Names())
    assert lost.startswith("expired: nobody read it")
    assert " → start a worker" in lost
    refused = tell(e.MessageRefused(channel="a", reason="full", content={}, attempts=3), Names())
    assert "full (tried 3 times): " in refused
    assert "ChannelFull" in refused


def test_names_are_learnt() -> None:
    """Connections and their reply channels are called by their label, else by their id."""
    names = Names()
    names.learn(e.ConnectionOpened(id="c1", connection="c1", label="alice", reply_channel="s!a"))
    names.learn(e.ConnectionOpened(id="c2", connection="c2", reply_channel="s!b"))
    assert names.connection("c1") == "alice"
    assert names.channel("s!b") == "c2's reply channel"
    assert names.channel("__wait__.s?a") == "alice's wait channel"
    assert names.channel("__wait__.s?x") == "__wait__.s?x"
    assert names.channel("other") == "other"
    assert names.labelled("alice") == ["c1"]
    assert names.labels == ["alice", "c2"]
    assert names.owner("s!a") == "c1"
    assert names.reply_channels("c2") == ["s!b"]


def test_names_that_were_known_before() -> None:
    """Former ones count for channels of which nothing else is known; a copy learns by itself."""
    names = Names({"s!a": "alice", "s!old": "carl"})
    names.add("c1", None, "s!a")
    copy = names.copy()
    copy.add("c2", "bob", "s!b")
    assert names.channel("s!a") == "c1's reply channel"
    assert names.channel("s!old") == copy.channel("s!old") == "carl's reply channel"
    assert (copy.channel("s!b"), names.channel("s!b")) == ("bob's reply channel", "s!b")
    assert names.labelled("carl") == []
