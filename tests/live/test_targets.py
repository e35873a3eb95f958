"""What a name, a function, a tab, a Channel or a Group aims at."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.consumers.channel import Channel, Group
from sandbox.live.targets import Target, find_target, require_tables
from tests.live.world import World, on_jobs, ws_message

HERE = "tests.live.world"


class Tab:
    """As much of a tab as is looked at."""

    name = "alice"
    reply_channel = "s!alice"


@pytest.fixture
def world() -> World:
    return World()


def hits(
    target: Target, channel: str, content: dict[str, Any] | None = None, group: str | None = None
) -> bool:
    return target.matches(channel, content or {}, group)


@pytest.mark.parametrize(
    ("thing", "key"),
    [
        ("jobs", "channel:jobs"),
        ("new", "channel:new"),
        ("channel:chat", "channel:chat"),
        ("second/jobs", "channel:second/jobs"),
        ("chat", "group:chat"),
        ("second/chat", "group:second/chat"),
        ("group:new", "group:new"),
        ("alice", "tab:alice"),
        ("tab:twice", "tab:twice"),
        ("c3", "connection:c3"),
        (on_jobs, f"consumer:{HERE}.on_jobs"),
        (f"{HERE}.on_jobs", f"consumer:{HERE}.on_jobs"),
        ("consumer:on_jobs", f"consumer:{HERE}.on_jobs"),
        (Tab(), "tab:alice"),
    ],
)
def test_names_and_things_mean_one_target(world: World, thing: Any, key: str) -> None:
    """A kind before the colon settles it."""
    target = find_target(thing, world.around)
    assert target.key == key
    assert target.layer is (world.second if "second/" in key else world.wrapper)


def test_channels_and_groups_bring_their_layer(world: World) -> None:
    """As ``channel_layer`` says."""
    assert find_target(Group("x", channel_layer=world.second), world.around).key == "group:second/x"
    assert find_target(Channel("x", channel_layer=world.wrapper), world.around).key == "channel:x"


def test_what_means_several_things_has_to_be_said(world: World) -> None:
    """With both ways to say it."""
    with pytest.raises(ValueError, match='say "tab:twice" or "group:twice"'):
        find_target("twice", world.around)


@pytest.mark.parametrize(
    ("thing", "error", "match"),
    [
        ("tab:bbo", LookupError, "no tab 'bbo' .did you mean 'bob'"),
        (f"consumer:{HERE}.on_job", LookupError, f"did you mean '{HERE}.on_jobs'"),
        (len, LookupError, "No route leads to a consumer 'builtins.len'"),
        ("connection:c4", LookupError, "no connection 'c4'"),
        ("third/jobs", LookupError, "no layer 'third'"),
        ("a b", TypeError, "channel name"),
        (3, TypeError, "not at 3"),
    ],
)
def test_what_is_not_there_cannot_be_aimed_at(
    world: World, thing: Any, error: type[Exception], match: str
) -> None:
    """The error says what there is."""
    with pytest.raises(error, match=match):
        find_target(thing, world.around)


def test_a_channel_is_itself_and_a_prefix_all_of_it(world: World) -> None:
    """``s!`` is every reply channel of a server."""
    jobs, replies = find_target("jobs", world.around), find_target("s!", world.around)
    assert hits(jobs, "jobs")
    assert not hits(jobs, "jobs2")
    assert hits(replies, "s!alice")
    assert not hits(replies, "t!alice")


def test_a_group_is_what_was_sent_to_it(world: World) -> None:
    """Not everything that its members get."""
    chat = find_target("chat", world.around)
    assert hits(chat, "s!alice", group="chat")
    assert not hits(chat, "s!alice")


@pytest.mark.parametrize(("thing", "name"), [("alice", "alice"), ("c3", "page")])
def test_a_client_is_both_directions(world: World, thing: str, name: str) -> None:
    """What goes to it, and what comes from it; not what consumers pass on about it."""
    client = find_target(thing, world.around)
    reply = {"reply_channel": f"s!{name}"}
    assert hits(client, f"s!{name}")
    assert hits(client, "websocket.receive", reply)
    assert hits(client, "http.request", reply)
    assert not hits(client, "jobs", reply)
    assert not hits(client, "websocket.receive", {"reply_channel": "s!bob"})
    assert not hits(client, "s!bob")


def test_a_consumer_is_what_routing_would_give_it(world: World) -> None:
    """By the rules that are in force when the message comes."""
    consumer = find_target("consumer:on_jobs", world.around)
    assert hits(consumer, "jobs")
    assert not hits(consumer, "websocket.receive", {"path": "/chat"})
    world.wrapper.routing = []
    assert not hits(consumer, "jobs")


def test_a_consumer_is_picky_as_its_route_is(world: World) -> None:
    """Filters count."""
    consumer = find_target(ws_message, world.around)
    assert hits(consumer, "websocket.receive", {"path": "/chat/1"})
    assert not hits(consumer, "websocket.receive", {"path": "/other"})


def test_a_layer_without_tables_says_so(world: World) -> None:
    """Redis and foreign layers cannot stop anything; what is no message's affair needs none."""
    require_tables(find_target("jobs", world.around))
    from sandbox.errors import NotAvailableHere

    class Foreign:
        alias = "default"

    around = type(world.around)(layers=lambda: {"default": Foreign()}, owner=lambda _: None)
    with pytest.raises(NotAvailableHere, match="memory"):
        require_tables(find_target("jobs", around))


def test_a_name_that_is_probably_misspelt_is_warned_of_where_it_was_written(world: World) -> None:
    """A channel may be aimed at before anybody sends to it, so it is no error."""
    with pytest.warns(UserWarning, match=r"'job' yet: did you mean 'jobs'\?") as told:
        assert find_target("job", world.around).key == "channel:job"
    assert told[0].filename == __file__
