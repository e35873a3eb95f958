"""Which consumer a message goes to.

Role: the routing table of classic Channels (CLASSIC-SPEC §3) and its fast form. ``route``,
``route_class`` and ``include`` each can match by themselves, as users may nest and subclass them;
a :class:`Router` also flattens them into one list of steps per channel name, so that a message
is compared only with what can want it. It must not know where messages come from, nor run
consumers.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.module_loading import import_string

from sandbox.consumers.naming import import_path, qualified_name, require_plain, shown_name
from sandbox.errors import NotAConsumer
from sandbox.layers.copying import copy_content
from sandbox.trace.ladder import Rule

if TYPE_CHECKING:
    from sandbox.consumers.message import Message

__all__ = [
    "DEFAULT",
    "Include",
    "Route",
    "RouteClass",
    "Router",
    "RoutingEntry",
    "Rule",
    "include",
    "route",
    "route_class",
]

_Kwargs = dict[str, Any]
_Match = tuple[Any, _Kwargs]
_Found = tuple[Any, _Kwargs, int]
_Filters = dict[str, re.Pattern[str]]
_Search = Callable[[str, dict[str, Any], "Message | None"], _Found | None]
_Step = tuple[Any, Callable[[dict[str, Any]], _Kwargs | None] | None, int, _Search | None]
"""(consumer, its filters or None, index, None) for a route; (None, None, -1, search) for what
must look further: an include, or an entry that decides by itself."""

DEFAULT = "(default)"
"""How the name of a consumer begins that no user's routing names."""

_VIEWS = "sandbox.django.handler.ViewConsumer"
"""Django's views as a consumer; by name, since this room must not import the one above it."""


class RoutingEntry(Protocol):
    """What may stand in a routing list: our own three, or anything of this shape."""

    def match(self, message: Any) -> _Match | None:
        """Return the consumer and its kwargs, or ``None`` to let others try."""

    def channel_names(self) -> set[str]:
        """Return the channels that this entry wants to hear."""


class Route:
    """Messages on *channels* that pass all *filters* go to *consumer*.

    *channels*: a name, or an iterable of names. *consumer*: a callable or the dotted path to one.
    Filters are regular expressions on keys of the message, anchored at the start only; named
    groups become the consumer's kwargs.

    Raises:
        NotAConsumer: the consumer is not a plain callable that takes a message.
        ValueError: a filter has a group without a name; a dotted path has no dot.
        ImproperlyConfigured: the dotted path leads nowhere.
    """

    channels: list[str]
    """The names, as given; sorted where they came as a set."""

    consumer: Any
    """What is called with each message."""

    filters: _Filters
    """Compiled patterns by key."""

    def __init__(
        self, channels: str | bytes | Iterable[str | bytes], consumer: Any, **filters: Any
    ) -> None:
        if isinstance(channels, (str, bytes)):
            channels = [channels]
        if not isinstance(channels, Iterable):
            raise TypeError(
                "A route hears a channel's name, or a list of names, such as 'websocket.receive', "
                f"not {channels!r}."
            )
        names = [_as_text(name) for name in channels]
        self.channels = sorted(names) if isinstance(channels, (set, frozenset)) else names
        self.consumer = _resolve_consumer(consumer)
        self.filters = _compile(filters, "route")

    def match(self, message: Any) -> _Match | None:
        """Return ``(consumer, kwargs)`` if this message is for this route, else ``None``."""
        if message.channel.name not in self.channels:
            return None
        kwargs = _filter(tuple(self.filters.items()), message)
        return None if kwargs is None else (self.consumer, kwargs)

    def channel_names(self) -> set[str]:
        """Return the channels that this route hears."""
        return set(self.channels)

    def __str__(self) -> str:
        conditions = f" ({_spell(self.filters)})" if self.filters else ""
        return f"{'/'.join(self.channels)}{conditions} -> {qualified_name(self.consumer)}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"


class RouteClass(Route):
    """Like :class:`Route`, on the channels that the consumer class itself names.

    Raises:
        ValueError: the consumer has no callable ``channel_names``.
    """

    def __init__(self, consumer: Any, **filters: Any) -> None:
        consumer = _resolve_consumer(consumer)
        if not callable(getattr(consumer, "channel_names", None)):
            raise ValueError(
                "route_class takes a consumer class with a channel_names() method, "
                f"not {qualified_name(consumer)}: use route(channel, consumer) for a function."
            )
        super().__init__(consumer.channel_names(), consumer, **filters)


class Include:
    """A routing within a routing, for messages whose keys begin as *prefixes* say.

    The matched part is cut off before the inner entries look (the consumer still gets the whole
    value); named groups become kwargs, which inner ones of the same name override.
    *routing*: list, dict or the dotted path to one; it is resolved and copied now.

    Raises:
        ValueError: a prefix has a group without a name (CLASSIC-SPEC §15.1 row 9).
        ImproperlyConfigured: the dotted path leads nowhere.
    """

    routing: list[Any]
    """The inner entries, in order."""

    prefixes: _Filters
    """Compiled patterns by key."""

    def __init__(self, routing: Any, **prefixes: Any) -> None:
        self.routing = _as_entries(Router.resolve_routing(routing))
        self.prefixes = _compile(prefixes, "include")

    def match(self, message: Any) -> _Match | None:
        """Return what the first inner entry that takes the message says, else ``None``."""
        kwargs: _Kwargs = {}
        if self.prefixes:
            message = message.copy()
            found = _cut(tuple(self.prefixes.items()), message)
            if found is None:
                return None
            kwargs = found
        for entry in self.routing:
            matched = entry.match(message)
            if matched is not None:
                consumer, inner = matched
                return consumer, {**kwargs, **inner}
        return None

    def channel_names(self) -> set[str]:
        """Return the channels that any inner entry hears."""
        return set().union(*(entry.channel_names() for entry in self.routing))

    def __str__(self) -> str:
        conditions = f" ({_spell(self.prefixes)})" if self.prefixes else ""
        return f"include{conditions} of {len(self.routing)} entries"

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self}>"


class _Default(Route):
    """What is consumed where the user's routing has no place for it (§3.5)."""

    def __init__(self, channel: str, consumer: Any, does: str) -> None:
        super().__init__(channel, consumer)
        self.shown = f"{DEFAULT} {does}"
        """Its consumer's name in the ladder and in stories."""


route = Route
route_class = RouteClass
include = Include


class Router:
    """A whole routing: finds the consumer of a message.

    The routing is copied, so the user's list stays as it is (§15.1 row 8), and read once: what is
    done later to :attr:`root` itself is not seen, :meth:`add_route` is. Any thread may match
    while another adds: a message meets the old ladder or the new one.
    """

    root: Include
    """The routing, as an include without prefixes; ``root.routing`` is the list."""

    channels: set[str]
    """All channels that it hears."""

    rules: tuple[Rule, ...]
    """The ladder: every route in the order of trying, as immutable texts."""

    versions: Mapping[int, int]
    """``id(consumer)`` → the version of its code, where whoever made this router counts them: a
    message that met this router runs this version, whatever serves a moment later."""

    def __init__(self, routing: Any) -> None:
        self._watchers: dict[object, Callable[[], object]] = {}
        self.versions = {}
        self._has_defaults = False
        self._read(Include(routing))

    def match(self, message: Any) -> _Match | None:
        """Return ``(consumer, kwargs)`` for *message*, or ``None`` if no entry takes it."""
        found = self.find(message.channel.name, message.content, message)
        return None if found is None else found[:2]

    def find(
        self, channel: str, content: dict[str, Any], message: Message | None = None
    ) -> _Found | None:
        """Return ``(consumer, kwargs, index into rules)``, or ``None`` if no entry takes it.

        The fast path: it looks at *channel* and *content* only. *message* is what entries of
        other classes than ours are asked with; one is made for them if it is ``None``.

        Raises:
            TypeError: a filter met a value that is neither str nor bytes (as ``re`` does).
            UnicodeDecodeError: a filter met bytes that are not ASCII.
        """
        return _first(self._steps.get(channel, self._other_steps), channel, content, message)

    def add_route(self, route: RoutingEntry) -> None:
        """Put *route* behind all others."""
        self._extend([route])

    def check_default(self, http_consumer: Any = None) -> None:
        """Add what must always be consumed behind everything else (§3.5); once is enough.

        ``http.request`` goes to *http_consumer*, or to Django's views where it is ``None``;
        ``websocket.connect`` is accepted; the two other WebSocket channels are read and ignored.
        """
        if self._has_defaults:
            return
        if http_consumer is None:
            http_consumer = import_string(_VIEWS)()
        self._extend(
            [
                _Default("http.request", http_consumer, "Django views"),
                _Default("websocket.connect", connect_consumer, "accept"),
                _Default("websocket.receive", null_consumer, "ignore"),
                _Default("websocket.disconnect", null_consumer, "ignore"),
            ]
        )
        self._has_defaults = True

    def watch(self, callback: Callable[[], object]) -> Callable[[], None]:
        """Call *callback* after each change; return the function that ends that."""
        token = object()
        self._watchers[token] = callback

        def unwatch() -> None:
            self._watchers.pop(token, None)

        return unwatch

    @classmethod
    def resolve_routing(cls, routing: Any) -> Any:
        """Return *routing* with a dotted path imported and a dict turned into routes."""
        if isinstance(routing, str):
            routing = import_path(routing, "channel routing")
        if isinstance(routing, dict):
            routing = [Route(channel, consumer) for channel, consumer in routing.items()]
        return routing

    @classmethod
    def normalise_re_arg(cls, value: Any) -> Any:
        """Return bytes as ASCII text, and anything else as it is."""
        return value.decode("ascii") if isinstance(value, bytes) else value

    def _extend(self, entries: list[Any]) -> None:
        self._read(Include([*self.root.routing, *entries]))
        for callback in tuple(self._watchers.values()):
            callback()

    def _read(self, root: Include) -> None:
        """Take everything from *root*; nothing has changed if that raises."""
        rules: list[Rule] = []
        nodes = _flatten(root.routing, (), rules)
        channels = root.channel_names()
        named = {*channels, *(name for rule in rules for name in rule.channels)}
        steps = {channel: _steps(nodes, channel) for channel in named}
        # Rules only ever grow at the end, so an index found a moment ago stays right.
        self.rules = tuple(rules)
        self._other_steps = _steps(nodes, None)
        self._steps = steps
        self.root = root
        self.channels = channels


def connect_consumer(message: Message) -> None:
    """Accept a WebSocket that nobody else wanted to decide about."""
    if message.reply_channel is not None:
        message.reply_channel.send({"accept": True})


def null_consumer(*args: Any, **kwargs: Any) -> None:
    """Read a message that must be consumed, and do nothing; whatever its route's groups are."""


# --- matching -------------------------------------------------------------------------------------


def _filter(filters: tuple[tuple[str, re.Pattern[str]], ...], content: Any) -> _Kwargs | None:
    """Return the named groups if every key is there and its value begins as wanted."""
    kwargs: _Kwargs = {}
    for key, pattern in filters:
        if key not in content:
            return None
        value = content[key]
        match = pattern.match(value.decode("ascii") if isinstance(value, bytes) else value)
        if match is None:
            return None
        if pattern.groupindex:
            kwargs.update(match.groupdict())
    return kwargs


def _cut(prefixes: tuple[tuple[str, re.Pattern[str]], ...], content: Any) -> _Kwargs | None:
    """Like :func:`_filter`, and cut what matched off *content*'s values."""
    kwargs: _Kwargs = {}
    for key, pattern in prefixes:
        if key not in content:
            return None
        value = content[key]
        match = pattern.match(value.decode("ascii") if isinstance(value, bytes) else value)
        if match is None:
            return None
        kwargs.update(match.groupdict())
        content[key] = value[match.end() :]  # ASCII: as many bytes as characters
    return kwargs


def _first(
    steps: tuple[_Step, ...], channel: str, content: dict[str, Any], message: Message | None
) -> _Found | None:
    for consumer, test, index, search in steps:
        if search is not None:
            found = search(channel, content, message)
            if found is not None:
                return found
        elif test is None:
            return consumer, {}, index
        else:
            kwargs = test(content)
            if kwargs is not None:
                return consumer, kwargs, index
    return None


# --- the fast form --------------------------------------------------------------------------------

_Node = tuple[Any, int, "list[Any]"]
"""(entry, index of its rule or -1 for an include of ours, the include's inner nodes)."""


def _flatten(
    entries: list[Any], stages: tuple[tuple[str, str], ...], rules: list[Rule]
) -> list[_Node]:
    """Number the entries in the order of trying, and append a rule for each to *rules*."""
    nodes: list[_Node] = []
    for entry in entries:
        if _matches_as(entry, Include):
            prefixes = _patterns(entry.prefixes)
            nodes.append((entry, -1, _flatten(entry.routing, stages + prefixes, rules)))
            continue
        nodes.append((entry, len(rules), []))
        if _matches_as(entry, Route):
            shown = entry.shown if isinstance(entry, _Default) else shown_name(entry.consumer)
            rules.append(Rule(tuple(entry.channels), stages, _patterns(entry.filters), shown))
        else:
            name = f"{shown_name(entry)} (decides by itself)"
            rules.append(Rule(tuple(sorted(entry.channel_names())), stages, (), name))
    return nodes


def _steps(nodes: list[_Node], channel: str | None) -> tuple[_Step, ...]:
    """Return what a message on *channel* is compared with, in order; ``None``: on any channel
    that no route names, where only entries of foreign classes have a say."""
    steps: list[_Step] = []
    for entry, index, inner in nodes:
        if _matches_as(entry, Include):
            inner_steps = _steps(inner, channel)
            if entry.prefixes and inner_steps:
                steps.append((None, None, -1, _search_inside(entry.prefixes, inner_steps)))
            else:
                steps.extend(inner_steps)
        elif not _matches_as(entry, Route):
            steps.append((None, None, -1, _search_by_asking(entry, index)))
        elif channel in entry.channels:
            steps.append((entry.consumer, _test(entry.filters), index, None))
    return tuple(steps)


def _test(filters: _Filters) -> Callable[[dict[str, Any]], _Kwargs | None] | None:
    if not filters:
        return None
    pairs = tuple(filters.items())
    return lambda content: _filter(pairs, content)


def _search_inside(prefixes: _Filters, steps: tuple[_Step, ...]) -> _Search:
    pairs = tuple(prefixes.items())

    def search(channel: str, content: dict[str, Any], message: Message | None) -> _Found | None:
        content = dict(content)  # only values at the top are cut, so this is deep enough
        kwargs = _cut(pairs, content)
        if kwargs is None:
            return None
        found = _first(steps, channel, content, message)
        if found is None:
            return None
        consumer, inner, index = found
        return consumer, {**kwargs, **inner}, index

    return search


def _search_by_asking(entry: RoutingEntry, index: int) -> _Search:
    """Ask an entry that matches by itself; inside an include it sees a message of its own."""
    from sandbox.consumers.message import Message  # message needs the manager, which needs us

    def search(channel: str, content: dict[str, Any], message: Message | None) -> _Found | None:
        if message is None:
            message = Message(copy_content(content), channel, None)
        elif message.content is not content:
            message = Message(copy_content(content), channel, message.channel_layer)
        matched = entry.match(message)
        return None if matched is None else (matched[0], matched[1], index)

    return search


# --- reading what users wrote ---------------------------------------------------------------------


def _matches_as(entry: Any, kind: type[Route] | type[Include]) -> bool:
    """Say whether *entry* is one of ours and a subclass has not changed how it matches."""
    return isinstance(entry, kind) and type(entry).match is kind.match


def _as_entries(routing: Any) -> list[Any]:
    """Return a new list of what is in *routing*, if all of it can stand there."""
    if not isinstance(routing, Iterable) or isinstance(routing, bytes):
        raise TypeError(
            "A routing is a list of route(…), route_class(…) and include(…), a dict of "
            f"{{channel: consumer}}, or the dotted path to one of them, not {routing!r}."
        )
    entries = list(routing)
    for entry in entries:
        if not callable(getattr(entry, "match", None)) or not callable(
            getattr(entry, "channel_names", None)
        ):
            raise TypeError(
                "A routing holds route(…), route_class(…), include(…), or objects with match() "
                f"and channel_names(), not {entry!r}: wrap it in one of them."
            )
    return entries


def _resolve_consumer(consumer: Any) -> Any:
    if isinstance(consumer, str):
        consumer = import_path(consumer, "consumer")
    if not callable(consumer):
        raise NotAConsumer(
            "A consumer is a function (or a class, or another callable) that takes a message, "
            f"not {consumer!r}."
        )
    require_plain(consumer)
    if not _takes_a_message(consumer):
        raise NotAConsumer(
            f"A consumer takes the message as its first argument, and {shown_name(consumer)} "
            f"takes none: write def {_plain_name(consumer)}(message)."
        )
    return consumer


def _takes_a_message(consumer: Any) -> bool:
    """Say whether *consumer* can be called with a message; named groups may come beside it."""
    try:
        signature = inspect.signature(consumer)
    except (TypeError, ValueError):  # some written in C do not tell
        return True
    try:
        signature.bind_partial(None)
    except TypeError:
        return False
    return True


def _plain_name(consumer: Any) -> str:
    name = getattr(consumer, "__name__", "consumer")
    return name if name.isidentifier() else "consumer"


def _compile(patterns: dict[str, Any], what: str) -> _Filters:
    compiled = {key: re.compile(Router.normalise_re_arg(p)) for key, p in patterns.items()}
    for key, pattern in compiled.items():
        if pattern.groups != len(pattern.groupindex):
            raise ValueError(
                f"Groups of a {what}'s filter need names, as they become keyword arguments, but "
                f"{key}={pattern.pattern!r} has one without: write (?P<name>…), or (?:…) for a "
                "group that is not wanted."
            )
    return compiled


def _as_text(value: str | bytes) -> str:
    if not isinstance(value, (str, bytes)):
        raise TypeError(f"A channel's name is text such as 'websocket.receive', not {value!r}.")
    return value.decode("ascii") if isinstance(value, bytes) else value


def _patterns(filters: _Filters) -> tuple[tuple[str, str], ...]:
    return tuple((key, pattern.pattern) for key, pattern in filters.items())


def _spell(filters: _Filters) -> str:
    return ", ".join(f"{key}={pattern}" for key, pattern in _patterns(filters))
