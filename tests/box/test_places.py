"""Live collections: keys, errors, completion, members."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import Channel, Group, Sandbox
from sandbox.box.places import Place, name_of_channel

pytestmark = pytest.mark.runtimes


def test_a_place_looks_each_time() -> None:
    """It is a mapping, and completes."""
    things: dict[Any, Any] = {}
    place: Place[int] = Place("thing", lambda: things)
    assert (len(place), list(place), repr(place)) == (0, [], "no things")
    things["a"] = 1
    assert (place["a"], dict(place), repr(place)) == (1, {"a": 1}, "'a': 1")
    assert place._ipython_key_completions_() == ["a"]


def test_a_missing_key_lists_what_there_is() -> None:
    """Also where there is nothing."""
    place: Place[int] = Place("tab", lambda: {"alice": 1})
    with pytest.raises(KeyError, match="no tab 'bob'; there are: 'alice'"):
        place["bob"]
    with pytest.raises(KeyError, match=r"no tab 'alcie' \(did you mean 'alice'\?\); there are"):
        place["alcie"]
    with pytest.raises(KeyError, match="there are: none"):
        Place("tab", dict)["bob"]


@pytest.mark.parametrize(
    ("thing", "name"), [(None, None), ("a", "a"), (Channel("b"), "b"), (3, None)]
)
def test_what_stands_for_a_channel(thing: Any, name: str | None) -> None:
    """A name, a Channel, or a tab (below)."""
    assert name_of_channel(thing) == name


def test_a_tab_is_in_its_group(chat: Sandbox) -> None:
    """As a tab, as its reply channel and by that one's name."""
    alice, bob = chat.connect("/", name="alice"), chat.connect("/", name="bob")
    group = chat.groups["chat"]
    assert len(group) == 2
    assert alice in group
    assert alice.reply_channel in group
    assert alice.reply_channel.name in group
    assert [member.label for member in group] == ["alice", "bob"]
    bob.close()
    chat.settle()
    assert bob not in group
    assert bool(group)
    assert repr(group) == "<group chat: 1 member: alice>"


def test_a_ghost_is_marked_with_the_name_it_had(box: Sandbox) -> None:
    """A tab that left without a discard; also one that has opened again since."""

    @box.consumer("websocket.connect")
    def ws_add(message: Any) -> None:
        Group("chat").add(message.reply_channel)

    bob = box.connect("/", name="bob")
    bob.reopen()
    bob.close()
    box.settle()
    ghosts = list(box.groups["chat"])
    assert [(one.label, one.ghost) for one in ghosts] == [("bob", True), ("bob", True)]
    assert "a ghost" in repr(ghosts[0])
    assert repr(box.groups["chat"]) == "<group chat: 2 members: bob (ghost), bob (ghost)>"
    assert 0 < ghosts[0].expires_in <= 86400
    box.groups["chat"].send({"text": "boo"})
    box.settle()
    assert [loss.reason for loss in box.lost] == ["no_connection", "no_connection"]


def test_members_that_are_no_sockets(box: Sandbox) -> None:
    """Any channel may be a member; it is no ghost."""
    Group("g").add("news")
    (member,) = box.groups["g"]
    assert (member.label, member.ghost) == (None, False)
    assert "news" in repr(member)


def test_channels_show_what_waits(box: Sandbox) -> None:
    """What nobody hears stays, and can be looked at without being changed."""
    Channel("jobs").send({"n": [1]})
    channel = box.channels["jobs"]
    assert (len(channel), channel.capacity, channel.listeners) == (1, 100, [])
    channel.messages[0]["n"].append(2)
    assert channel.messages == [{"n": [1]}]
    assert repr(channel) == "<channel jobs 1 of 100, nobody listens>"
    assert len(box.channels["websocket.connect"]) == 0
    box.get("/")
    assert box.channels["http.request"].listeners == ["worker:1"]
    replies = next(name for name in box.channels if name.startswith("daphne.response."))
    assert box.channels[replies].capacity == 10_000


def test_every_collection_of_a_sandbox(chat: Sandbox) -> None:
    """By name or number, as on the picture; the dict inside is never handed out."""
    tab = chat.connect("/")
    assert chat.tabs["tab 1"] is tab
    assert (list(chat.servers), list(chat.workers), list(chat.layers)) == ([1], [1], ["default"])
    assert chat.workers[1].name == "worker:1"
    for name in chat.tabs:
        chat.connect("/", name=name + "!")
    for place in (chat.tabs, chat.servers, chat.workers, chat.layers, chat.channels, chat.groups):
        assert repr(place)
