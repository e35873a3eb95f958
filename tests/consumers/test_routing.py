"""Which consumer a message goes to."""

from __future__ import annotations

import functools
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import example, given
from hypothesis import strategies as st

from sandbox.consumers.message import Message
from sandbox.consumers.naming import qualified_name
from sandbox.consumers.routing import (
    Include,
    Route,
    RouteClass,
    Router,
    connect_consumer,
    include,
    null_consumer,
    route,
    route_class,
)
from sandbox.errors import NotAConsumer
from sandbox.trace.ladder import Rule, explain


def one(message: Any, **kwargs: Any) -> None:
    """Consume nothing."""


def two(message: Any, **kwargs: Any) -> None:
    """Consume nothing either."""


def three(message: Any, **kwargs: Any) -> None:
    """Nor this."""


class ClassBased:
    """A consumer that names its channels itself."""

    def __init__(self, message: Any, **kwargs: Any) -> None:
        self.message = message

    @classmethod
    def channel_names(cls) -> set[str]:
        """Name them."""
        return {"websocket.receive", "websocket.connect"}


class Asked:
    """A routing entry of a foreign class, which notes what it is asked."""

    def __init__(self, *channels: str, answer: Any = None) -> None:
        self.channels, self.answer = channels, answer
        self.asked: list[Any] = []

    def match(self, message: Any) -> Any:
        """Answer as told."""
        self.asked.append(message)
        return self.answer

    def channel_names(self) -> set[str]:
        """Name the channels."""
        return set(self.channels)


def found(routing: Any, channel: str, **content: Any) -> Any:
    """Return what a router says to a message, by both of its ways and by the classic one."""
    router = Router(routing)
    before = dict(content)
    message = Message(content, channel, None)
    match = router.match(message)
    assert match == router.root.match(message)
    fast = router.find(channel, content)
    assert (None if fast is None else fast[:2]) == match
    assert content == before
    return match


@pytest.fixture
def module() -> Iterator[Callable[..., str]]:
    """Make a module with the names given; return its name."""

    def make(**names: Any) -> str:
        made = types.ModuleType("tests_made_module")
        vars(made).update(names)
        sys.modules[made.__name__] = made
        return made.__name__

    yield make
    sys.modules.pop("tests_made_module", None)


# --- route ----------------------------------------------------------------------------------------


def test_a_route_without_filters_takes_all_on_its_channels() -> None:
    """Only the channel's name counts."""
    routing = [route("a", one), route(["b", b"c"], two)]
    assert found(routing, "a") == (one, {})
    assert found(routing, "b", path="/") == (two, {})
    assert found(routing, "c") == (two, {})
    assert found(routing, "d") is None


def test_the_first_match_wins() -> None:
    """List order decides."""
    routing = [route("a", one, path="^/x"), route("a", two), route("a", three)]
    assert found(routing, "a", path="/x") == (one, {})
    assert found(routing, "a", path="/y") == (two, {})


def test_every_filter_must_match_and_its_key_be_there() -> None:
    """An absent key is no match; two filters both count."""
    routing = [route("a", one, path="^/chat", method="^GET$")]
    assert found(routing, "a", path="/chat", method="GET") == (one, {})
    assert found(routing, "a", path="/chat", method="POST") is None
    assert found(routing, "a", path="/chat") is None
    assert found(routing, "a") is None


def test_filters_are_anchored_at_the_start_only() -> None:
    """re.match: the pattern need not begin with ^ to be anchored, and may leave a rest."""
    routing = [route("a", one, path="/chat")]
    assert found(routing, "a", path="/chatter/box") == (one, {})
    assert found(routing, "a", path="/x/chat") is None


def test_named_groups_become_kwargs() -> None:
    """Values are str; a group that took no part is None; filters add up."""
    routing = [route("a", one, path=r"^/(?P<room>\w+)(?:/(?P<page>\d+))?$", method="(?P<verb>.)")]
    assert found(routing, "a", path="/hall/7", method="GET") == (
        one,
        {"room": "hall", "page": "7", "verb": "G"},
    )
    assert found(routing, "a", path="/hall", method="GET") == (
        one,
        {"room": "hall", "page": None, "verb": "G"},
    )


@pytest.mark.parametrize("pattern", ["^/(?P<room>.+)$", b"^/(?P<room>.+)$"])
@pytest.mark.parametrize("value", ["/hall", b"/hall"])
def test_bytes_and_str_mix(pattern: Any, value: Any) -> None:
    """Patterns and values may each be str or bytes, in routes and in includes."""
    assert found([route("a", one, path=pattern)], "a", path=value) == (one, {"room": "hall"})
    prefixed = [include([route("a", one, path=pattern)], path=pattern[:0] + pattern[1:2])]
    doubled = value[:1] + value
    assert found(prefixed, "a", path=doubled) == (one, {"room": "hall"})


@pytest.mark.parametrize("value", [1, None, ["x"]])
def test_values_that_are_no_text_are_type_errors(value: Any) -> None:
    """A filter on something that is neither str nor bytes raises, as re does."""
    router = Router([route("a", one, path="^/")])
    with pytest.raises(TypeError):
        router.match(Message({"path": value}, "a", None))
    with pytest.raises(TypeError):
        router.find("a", {"path": value})


@pytest.mark.parametrize("make", [route, lambda *args, **kw: include([route(*args)], **kw)])
def test_groups_need_names(make: Any) -> None:
    """Groups without a name are refused when the routing is written, in an include too."""
    with pytest.raises(ValueError, match="has one without: write"):
        make("a", one, path=r"^/(\w+)/(?P<page>\d+)")
    make("a", one, path=r"^/(?:\w+)/(?P<page>\d+)")


def test_str_of_a_route() -> None:
    """Channels, filters if any, and the consumer's name."""
    name = f"{__name__}.one"
    assert str(route(["a", "b"], one, path="^/x")) == f"a/b (path=^/x) -> {name}"
    assert str(route("a", one)) == f"a -> {name}"
    assert repr(route("a", one)) == f"<Route a -> {name}>"
    assert str(include([route("a", one)], path="^/x")) == "include (path=^/x) of 1 entries"


# --- consumers ------------------------------------------------------------------------------------


def test_a_consumer_may_be_a_dotted_path(module: Callable[..., str]) -> None:
    """It is imported when the route is made."""
    assert route("a", f"{module(ws_message=one)}.ws_message").consumer is one


def test_a_path_that_leads_nowhere() -> None:
    """The error says what was to be imported; without a dot it is a ValueError."""
    with pytest.raises(ImproperlyConfigured, match=r"Cannot import consumer 'no_such\.name'"):
        route("a", "no_such.name")
    with pytest.raises(ValueError, match="dotted path"):
        route("a", "name")


async def awaiting(message: Any) -> None:
    """Be a coroutine."""


async def awaiting_twice(message: Any) -> Any:
    """Be an asynchronous generator."""
    yield message


class Awaiting:
    """A consumer of Channels 4's kind."""

    async def __call__(self, message: Any) -> None:
        """Be a coroutine."""


@pytest.mark.parametrize(
    "consumer",
    [awaiting, awaiting_twice, Awaiting, Awaiting(), functools.partial(awaiting)],
    ids=["function", "generator", "class", "instance", "partial"],
)
def test_async_consumers_are_refused(consumer: Any) -> None:
    """What would never run is refused where it is written, with the reason."""
    with pytest.raises(NotAConsumer, match="plain functions in a worker's thread"):
        route("a", consumer)


@pytest.mark.parametrize("consumer", [None, 1, {"a": one}])
def test_what_cannot_be_called_is_no_consumer(consumer: Any) -> None:
    """A consumer that is not callable is refused where it is written."""
    with pytest.raises(NotAConsumer, match="A consumer is a function"):
        route("a", consumer)


def takes_nothing() -> None:
    """Be no consumer."""


class TakesNothing:
    """Is no consumer either."""


def takes_by_name(*, message: Any) -> None:
    """Be called with the message by position, which does not fit."""


@pytest.mark.parametrize(
    ("consumer", "name"),
    [
        (takes_nothing, "takes_nothing"),
        (takes_by_name, "takes_by_name"),
        (TakesNothing, "TakesNothing"),
        (lambda: None, "consumer"),
        (functools.partial(takes_nothing), "consumer"),
    ],
)
def test_a_consumer_without_a_parameter_is_refused(consumer: Any, name: str) -> None:
    """Where it is written, not with its first message."""
    text = rf"takes the message as its first argument, and .* takes none: write def {name}\(mess"
    with pytest.raises(NotAConsumer, match=text):
        route("a", consumer)


@pytest.mark.parametrize(
    "consumer", [print, lambda *args: None, lambda message, room: None, ClassBased, dict.get]
)
def test_what_can_take_a_message_is_a_consumer(consumer: Any) -> None:
    """Named groups of a filter come beside it; what is written in C may not tell."""
    assert route("a", consumer).consumer is consumer


@pytest.mark.parametrize("channels", [3, None, [3], ["a", b"b", None]])
def test_what_is_no_channel_is_named(channels: Any) -> None:
    """Neither a name nor a list of names."""
    with pytest.raises(TypeError, match=r"channel's name.* not "):
        route(channels, one)


def test_route_class_takes_the_channels_of_its_class() -> None:
    """The class is routed itself, on the channels that it names."""
    entry = route_class(ClassBased, path="^/(?P<room>.+)")
    assert entry.channels == ["websocket.connect", "websocket.receive"]
    assert entry.consumer is ClassBased
    assert found([entry], "websocket.connect", path="/x") == (ClassBased, {"room": "x"})


def test_route_class_by_path(module: Callable[..., str]) -> None:
    """A dotted path to a class works as well."""
    assert route_class(f"{module(Chat=ClassBased)}.Chat").consumer is ClassBased


def test_route_class_needs_channel_names() -> None:
    """Anything without a callable channel_names is a ValueError that names the way out."""
    with pytest.raises(ValueError, match=r"use route\(channel, consumer\)"):
        route_class(one)


def test_aliases() -> None:
    """The lower-case names are the classes."""
    assert (route, route_class, include) == (Route, RouteClass, Include)


# --- include --------------------------------------------------------------------------------------


def test_an_include_cuts_its_prefix_for_the_inner_routes() -> None:
    """Inner patterns see the rest; outer and inner kwargs meet."""
    inner = [route("a", one, path=r"^/(?P<page>\d+)$"), route("a", two, path="^$")]
    routing = [include(inner, path=r"^/(?P<room>\w+)")]
    assert found(routing, "a", path="/hall/7") == (one, {"room": "hall", "page": "7"})
    assert found(routing, "a", path="/hall") == (two, {"room": "hall"})
    assert found(routing, "a", path="/hall/x") is None
    assert found(routing, "a") is None


def test_the_consumer_gets_the_whole_value() -> None:
    """The cut shows to nobody outside: the message is the same before and after."""
    router = Router([include([route("a", one, path="^/x")], path="^/chat")])
    message = Message({"path": "/chat/x", "headers": [[b"a", b"b"]]}, "a", None)
    assert router.root.match(message) == router.match(message) == (one, {})
    assert message.content == {"path": "/chat/x", "headers": [[b"a", b"b"]]}


def test_inner_kwargs_override_outer_ones() -> None:
    """Of two groups with one name the inner one counts, even where it is None."""
    inner = [route("a", one, path="^/(?P<n>b)?")]
    assert found([include(inner, path="^/(?P<n>a)")], "a", path="/a/b") == (one, {"n": "b"})
    assert found([include(inner, path="^/(?P<n>a)")], "a", path="/a/c") == (one, {"n": None})


def test_includes_nest_and_the_search_goes_on_behind_them() -> None:
    """Depth first; an include whose inside takes nothing is passed over."""
    routing = [
        include([include([route("a", one, path="^/z")], path="^/y")], path="^/x"),
        route("a", two, path="^/x/y"),
        include([route("a", three)], path="^/"),
    ]
    assert found(routing, "a", path="/x/y/z") == (one, {})
    assert found(routing, "a", path="/x/y/q") == (two, {})
    assert found(routing, "a", path="/q") == (three, {})


def test_two_prefixes_both_count() -> None:
    """An include may ask for several keys; each is cut by itself."""
    inner = [route("a", one, path="^/x", method="^ET")]
    routing = [include(inner, path="^/chat", method="^G")]
    assert found(routing, "a", path="/chat/x", method="GET") == (one, {})
    assert found(routing, "a", path="/chat/x", method="PUT") is None


def test_an_include_may_be_a_dict_or_a_path(module: Callable[..., str]) -> None:
    """Lists, dicts, tuples and dotted paths to them all hold routes."""
    name = module(as_list=[route("a", one)], as_dict={"a": one})
    for routing in ({"a": one}, (route("a", one),), f"{name}.as_list", f"{name}.as_dict"):
        assert found(routing, "a") == (one, {})
        assert found([include(routing, path="^/")], "a", path="/x") == (one, {})


def test_a_routing_path_that_leads_nowhere() -> None:
    """The error says that a routing was wanted."""
    with pytest.raises(ImproperlyConfigured, match="Cannot import channel routing"):
        include("no_such_module.routing")


@pytest.mark.parametrize("routing", [None, 1, b"a.b", [one], ["a"], [[route("a", one)]]])
def test_what_is_no_routing_is_refused(routing: Any) -> None:
    """The error shows what may stand there."""
    with pytest.raises(TypeError, match=r"A routing (is a list|holds)"):
        Router(routing)


# --- the router -----------------------------------------------------------------------------------


def test_channels_are_those_of_all_entries() -> None:
    """channels is the set of all names, and grows with add_route."""
    router = Router([route("a", one), include([route(["b", "c"], two)], path="^/")])
    assert router.channels == {"a", "b", "c"}
    router.add_route(route("d", three))
    assert router.channels == {"a", "b", "c", "d"}
    assert router.match(Message({}, "d", None)) == (three, {})


@pytest.mark.parametrize("kind", [list, tuple])
def test_the_users_list_stays_as_it_is(kind: Any) -> None:
    """Routers and includes copy: two layers with one list do not see each other's defaults."""
    routing = kind([route("a", one)])
    router = Router(routing)
    router.add_route(route("b", two))
    assert len(routing) == 1
    assert len(router.root.routing) == 2


def test_a_route_that_cannot_stand_there_changes_nothing() -> None:
    """A failed add_route leaves the router as it was."""
    router = Router([route("a", one)])
    with pytest.raises(TypeError):
        router.add_route(one)  # type: ignore[arg-type]
    assert (router.channels, len(router.rules)) == ({"a"}, 1)


def test_watchers_hear_of_new_routes_until_they_stop() -> None:
    """Each watch is ended by the function that it returned, once or twice."""
    router, heard = Router([]), []
    unwatch = router.watch(lambda: heard.append(set(router.channels)))
    router.watch(lambda: heard.append("other"))  # type: ignore[arg-type]
    router.add_route(route("a", one))
    unwatch()
    unwatch()
    router.add_route(route("b", one))
    assert heard == [{"a"}, "other", "other"]


def test_defaults_stand_behind_the_users_routes() -> None:
    """http.request, connect, receive, disconnect, in this order, and the user's come first."""
    mine = route("websocket.receive", one)
    router = Router([mine])
    router.check_default(two)
    assert router.root.routing[0] is mine
    assert [str(entry).split(" ")[0] for entry in router.root.routing[1:]] == [
        "http.request",
        "websocket.connect",
        "websocket.receive",
        "websocket.disconnect",
    ]
    assert router.match(Message({}, "http.request", None)) == (two, {})
    assert router.match(Message({}, "websocket.receive", None)) == (one, {})
    assert router.match(Message({}, "websocket.disconnect", None)) == (null_consumer, {})


def test_with_an_empty_routing_the_http_consumer_is_first() -> None:
    """As the classic commands' tests look for it."""
    router = Router([])
    router.check_default(two)
    assert router.root.routing[0].consumer is two


def test_defaults_are_added_once() -> None:
    """Two commands that both ask for them do not double the ladder; it changes in one step."""
    router, heard = Router([]), []
    router.watch(lambda: heard.append(len(router.rules)))
    router.check_default(two)
    router.check_default(two)
    assert heard == [4]


def test_defaults_are_named_by_what_they_do() -> None:
    """The ladder tells a learner's own rules from those that are always there."""
    router = Router([])
    router.check_default(two)
    assert [rule.describe() for rule in router.rules] == [
        "http.request -> (default) Django views",
        "websocket.connect -> (default) accept",
        "websocket.receive -> (default) ignore",
        "websocket.disconnect -> (default) ignore",
    ]


def test_consumers_of_a_notebook_are_named_as_their_writer_names_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A rule says ``two``; ``str(route)`` stays classic, with the module."""
    monkeypatch.setattr(two, "__module__", "__main__")
    assert Router([route("a", two)]).rules[0].consumer == "two"
    assert str(route("a", two)) == "a -> __main__.two"


def test_without_a_consumer_django_views_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fresh ViewConsumer is taken, by name, since it lives in the room above."""
    from sandbox.consumers import routing

    monkeypatch.setattr(routing, "_VIEWS", f"{__name__}.Views")
    monkeypatch.setitem(sys.modules, __name__, sys.modules[__name__])
    router = Router([])
    router.check_default()
    assert isinstance(router.root.routing[0].consumer, Views)


class Views:
    """Stands for Django's views."""

    def __call__(self, message: Any) -> None:
        """Answer nothing."""


def test_the_default_connect_consumer_accepts(default: Any, layer: Any) -> None:
    """{"accept": True} goes to the reply channel; the other default does nothing."""
    message = Message({"reply_channel": "reply!x"}, "websocket.connect", default)
    connect_consumer(message)
    null_consumer(message)
    connect_consumer(Message({}, "websocket.connect", default))
    assert layer.calls == [("send", "reply!x", {"accept": True})]


# --- entries of other classes ---------------------------------------------------------------------


def test_a_foreign_entry_decides_by_itself() -> None:
    """It is asked with the very message, in its turn, also on channels that nobody named."""
    asked = Asked("a", answer=(two, {"n": 1}))
    router = Router([route("a", one, path="^/x"), asked])
    assert router.channels == {"a"}
    message = Message({"path": "/x"}, "a", None)
    assert router.match(message) == (one, {})
    assert asked.asked == []
    message = Message({}, "a", None)
    assert router.match(message) == (two, {"n": 1})
    assert asked.asked == [message]
    assert router.find("elsewhere", {}) == (two, {"n": 1}, 1)


def test_a_foreign_entry_without_a_message_is_given_one() -> None:
    """find makes a message from channel and content."""
    asked = Asked("a")
    assert Router([asked]).find("a", {"text": "hi"}) is None
    assert (asked.asked[0].channel.name, asked.asked[0].content) == ("a", {"text": "hi"})


def test_a_foreign_entry_in_an_include_sees_the_rest() -> None:
    """It gets a message of its own, with the prefix cut and nothing shared."""
    asked = Asked("a", answer=(two, {"n": "in"}))
    router = Router([include([asked], path="^/(?P<n>x)")])
    layer = object()
    message = Message({"path": "/x/y", "tags": []}, "a", layer)
    assert router.match(message) == (two, {"n": "in"})
    assert asked.asked[0].content == {"path": "/y", "tags": []}
    assert asked.asked[0].channel_layer is layer
    assert asked.asked[0]["tags"] is not message["tags"]
    assert message["path"] == "/x/y"


def test_a_subclass_that_matches_otherwise_is_asked() -> None:
    """A changed match counts for routes and includes; other subclasses stay fast."""

    class Never(Route):
        def match(self, message: Any) -> None:
            """Refuse."""

    class Nowhere(Include):
        def match(self, message: Any) -> None:
            """Refuse."""

    class Hidden(Route):
        def channel_names(self) -> set[str]:
            """Name nothing."""
            return set()

    assert found([Never("a", one), route("a", two)], "a") == (two, {})
    assert found([Nowhere([route("a", one)]), route("a", two)], "a") == (two, {})
    assert found([Hidden("a", one)], "a") == (one, {})
    assert Router([Hidden("a", one)]).channels == set()


# --- the ladder -----------------------------------------------------------------------------------


def test_rules_are_the_flattened_ladder() -> None:
    """Every route in the order of trying, with the prefixes around it, all as texts."""
    router = Router(
        [
            include(
                [include([route("a", one, path="^/z")], text="t"), route(["a", "b"], two)],
                path=b"^/x",
            ),
            route_class(ClassBased),
            Asked("q"),
        ]
    )
    name = __name__
    assert router.rules == (
        Rule(("a",), (("path", "^/x"), ("text", "t")), (("path", "^/z"),), f"{name}.one"),
        Rule(("a", "b"), (("path", "^/x"),), (), f"{name}.two"),
        Rule(("websocket.connect", "websocket.receive"), (), (), f"{name}.ClassBased"),
        Rule(("q",), (), (), f"{name}.Asked (decides by itself)"),
    )


def test_find_says_which_rule_it_was() -> None:
    """The index points into rules, and stays right when routes are added."""
    router = Router([include([route("a", one, path="^/z")], path="^/x"), route("b", two)])
    assert router.find("b", {}) == (two, {}, 1)
    assert router.find("a", {"path": "/x/z"}) == (one, {}, 0)
    router.add_route(route("a", three))
    assert router.find("a", {}) == (three, {}, 2)
    assert router.find("b", {}) == (two, {}, 1)


# --- find and match never differ ------------------------------------------------------------------

KEYS = ["path", "text"]
CHANNELS = ["a", "b", "c"]
PATTERNS = ["", "^/", "/x", "x", "^/(?P<n>x)", "(?P<n>y)?", "(?P<k>.)", "$", ".*(?P<n>x|y)"]

names_ = st.lists(st.sampled_from(CHANNELS), max_size=2)
patterns = st.sampled_from(PATTERNS).flatmap(lambda p: st.sampled_from([p, p.encode()]))
filters = st.dictionaries(st.sampled_from(KEYS), patterns, max_size=2)
values = st.text("/xy", max_size=5).flatmap(lambda v: st.sampled_from([v, v.encode()]))
contents = st.dictionaries(st.sampled_from([*KEYS, "other"]), values)
shared_channels = st.sampled_from([*CHANNELS, "nowhere"])


def fresh_consumer() -> Callable[..., None]:
    """Return a function of its own, with a name of its own."""

    def consumer(message: Any) -> None:
        """Consume nothing."""

    consumer.__qualname__ = f"consumer_{id(consumer)}"
    return consumer


class Picky:
    """A foreign entry that takes what has a certain key."""

    def __init__(self, names: list[str], key: str) -> None:
        self.names, self.key, self.consumer = names, key, fresh_consumer()

    def match(self, message: Any) -> Any:
        """Take it if the key's value is short."""
        if len(message.get(self.key, "too long")) > 2:
            return None
        return self.consumer, {"channel": message.channel.name, "left": message[self.key]}

    def channel_names(self) -> set[str]:
        """Name the channels."""
        return set(self.names)


routes = st.builds(lambda names, f: route(names, fresh_consumer(), **f), names_, filters)
foreign = st.builds(Picky, names_, st.sampled_from(KEYS))


def nested(leaves: Any) -> Any:
    """Return a strategy for routings of *leaves*, with includes in includes."""
    entries = st.recursive(
        leaves,
        lambda inner: st.builds(
            lambda routing, f: include(routing, **f), st.lists(inner, max_size=4), filters
        ),
        max_leaves=8,
    )
    return st.lists(entries, max_size=6)


@given(nested(routes | foreign), shared_channels, contents)
def test_find_agrees_with_match(routing: Any, channel: str, content: Any) -> None:
    """The fast way finds what the classic one does, and changes as little."""
    router = Router(routing)
    before = dict(content)
    message = Message(content, channel, None)
    classic = router.root.match(message)
    fast = router.find(channel, content)
    assert router.match(message) == classic
    assert content == before
    if fast is None:
        assert classic is None
    else:
        assert fast[:2] == classic
        rule = router.rules[fast[2]]
        assert rule.consumer == qualified_name(fast[0]) or "by itself" in rule.consumer


@given(nested(routes), shared_channels, contents)
@example([route("a", one, path="$")], "a", {"path": "\n"})
def test_the_ladder_tells_what_happened(routing: Any, channel: str, content: Any) -> None:
    """What the log explains from the texts is what the router did with the functions."""
    router = Router(routing)
    fast = router.find(channel, content)
    steps = explain(router.rules, channel, content)
    assert [step.matched for step in steps].count(True) == (fast is not None)
    assert len(steps) == (len(router.rules) if fast is None else fast[2] + 1)


def test_the_consumer_that_does_nothing_takes_every_routes_groups() -> None:
    """As a route of 2016 names it, to read what must be consumed."""
    router = Router([route("websocket.receive", null_consumer, path=r"^/(?P<room>\w+)/")])
    message = Message({"path": "/lobby/"}, "websocket.receive", None)
    consumer, kwargs = router.match(message)
    assert kwargs == {"room": "lobby"}
    assert consumer(message, **kwargs) is None
