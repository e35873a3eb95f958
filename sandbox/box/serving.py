"""What serves: consumers of cells, the routing that was given, views and defaults, as one ladder.

Role: turn registrations into the router and the URLconf in force, one swap at a time, between two
messages. It must not know threads, sockets or clients.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from sandbox.box.cells import Cell, current_cell
from sandbox.box.noting import place_of
from sandbox.box.registry import (
    Changed,
    Consumer,
    Consumers,
    Named,
    Registration,
    Registry,
    Versions,
    nobody_writes,
)
from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.consumers.naming import shown_name
from sandbox.consumers.routing import Route, RouteClass, Router
from sandbox.django.staticfiles import default_consumer
from sandbox.django.views import Views
from sandbox.errors import SandboxError
from sandbox.layers.names import require_receivable
from sandbox.live.swap import consumers_of, substituted
from sandbox.live.versions import Code, History, Lineage
from sandbox.options import nearest
from sandbox.processes.shipping import Cargo, NotShippable
from sandbox.trace.ladder import shadows

__all__ = ["Ladder", "Serving"]

T = TypeVar("T")

Rerouted = Callable[[tuple[Any, ...], int], object]
"""Called with the rules in force and how many of them a person wrote."""

SERVED = (
    "http.request",
    "http.disconnect",
    "websocket.connect",
    "websocket.receive",
    "websocket.disconnect",
)
"""The channels that protocol servers send to."""

_Place = tuple[str, str, int]
"""Channels, the consumer's name, and which of several such: what makes it the same place."""


class Ladder(tuple[Any, ...]):
    """``box.routing``: the entries that were given, shown as the ladder of all rules in force.

    It does not change; assign ``box.routing`` to change the routing.
    """

    _rules: tuple[Any, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[Any], rules: Iterable[Any]) -> Ladder:
        """Return the ladder of *entries*, shown as *rules*."""
        ladder = cls(entries)
        ladder._rules = tuple(rules)
        return ladder

    def __add__(self, more: Iterable[Any]) -> list[Any]:  # type: ignore[override]
        """Return a list, so that ``box.routing += [route(…)]`` works."""
        return [*self, *more]

    def __repr__(self) -> str:
        lines = [f"{number:>3}  {rule.describe()}" for number, rule in enumerate(self._rules, 1)]
        return "\n".join(lines) or "no rules"


@dataclass(frozen=True, slots=True)
class State:
    """All code that serves at one moment, so that it can serve again."""

    registrations: tuple[Registration, ...]
    given: tuple[Any, ...]


@dataclass(slots=True)
class Draft:
    """What a text registers, until it is known to be whole. One thread at a time."""

    serving: Serving
    cell: Cell | None
    """The cell that it belongs to; ``None``: to none."""
    registrations: list[Registration] = field(default_factory=list)
    """Their codes are not counted yet."""

    def add(self, key: tuple[Any, ...], function: Any, entry: Any, name: str | None = None) -> None:
        """Note that *function* is to be registered at *key*."""
        code = Code(shown_name(function), function, 0, None)
        self.registrations.append(Registration(key, code, entry, self.cell, name, edited=True))


_draft: ContextVar[Draft | None] = ContextVar("sandbox_draft", default=None)


class Serving:
    """Everything that serves one sandbox. Any thread may call.

    *wrapper* gets each new router. *changed* hears of each new version of code, and *rerouted* of
    each router that serves: its rules, and how many of them a person wrote.
    """

    def __init__(
        self, wrapper: ChannelLayerWrapper, changed: Changed, rerouted: Rerouted | None = None
    ) -> None:
        self.wrapper = wrapper
        self._rerouted = rerouted
        self.versions = Versions()
        self._changed = changed
        self._views = Views()
        self._view_consumer = default_consumer(self._views.current)
        self._lineage = Lineage()
        self._registry = Registry(self._reroute, changed, self._lineage)
        self._given: tuple[Any, ...] = ()
        self._history: History[State] = History()
        self.moved: Callable[[], object] = lambda: None
        """Called after each step, when its swap is done; whoever follows what serves sets it."""
        self._routed: dict[_Place, Code] = {}
        self.source: Any = None
        """The routing as it was given last: a dotted path is read anew when its file changes."""
        self.write: Callable[[str, str], object] = nobody_writes
        """Saves a text for a consumer; whoever has an editor sets it."""
        self._reroute()

    # -- registering -------------------------------------------------------------------------

    def consumer(self, thing: T, channels: Any, filters: Mapping[str, Any]) -> T:
        """Register *thing* for *channels*, or for its own where they are ``None``; return it."""
        if channels is not None:
            entry: Route = Route(channels, thing, **filters)
        elif isinstance(thing, type):
            entry = RouteClass(thing, **filters)
        else:
            raise TypeError(
                '@box.consumer needs a channel: write @box.consumer("websocket.receive").'
            )
        key = ("consumer", frozenset(entry.channels), _spelled(filters))
        draft = self._drafting()
        if draft is not None:
            for name in entry.channels:
                require_receivable(name)
            draft.add(key, entry.consumer, entry)
        else:
            cell = current_cell()
            with self._one_step(cell):
                edited = self._edited_at(key)
                code = self._registry.register(key, entry.consumer, entry, cell)
            if edited is not None and edited.source != code.source:
                _say_who_won(edited, code)
        _warn_of_slips(entry.channels)
        return thing

    def _edited_at(self, key: tuple[Any, ...]) -> Code | None:
        """Return the code at *key*, if the editor wrote it."""
        return next((one.code for one in self._registry if one.key == key and one.edited), None)

    def view(self, thing: T, route: str, name: str | None) -> T:
        """Register the view *thing* for *route*; return it."""
        draft = self._drafting()
        if draft is not None:
            draft.add(("view", Views().add(route, thing, name=name)), thing, None, name)  # type: ignore[arg-type]
            return thing
        cell = current_cell()
        with self._one_step(cell):
            key = self._views.add(route, thing, name=name)  # type: ignore[arg-type]
            self._registry.register(("view", key), thing, None, cell, name)
            self._drop_views()
        return thing

    def cell_ended(self, succeeded: bool) -> None:
        """Take away what the cell that ran registered before and does not register any more; if
        it failed, let its old code serve again, and say so."""
        cell = current_cell()
        with self._one_step(cell):
            back = self._registry.cell_ended(cell, succeeded)
            self._put_views(back)
            if back:
                self._history.forget(cell)
        names = ", ".join(one.code.name for one in back)
        if names:
            print(f"This cell failed, so its code of before goes on serving: {names}.")  # noqa: T201

    def _put_views(self, back: Iterable[Registration]) -> None:
        """Let the views among what is *back* serve, and no others that have lost their place."""
        views = [(one.key[1], one.code.function, one.name) for one in back if not one.entry]
        if views:
            self._views.swap(add=views)
        self._drop_views()

    def _drop_views(self) -> None:
        """Take away the views that have lost their place, as when a cell names another route."""
        with self._registry.lock:
            gone = [key for key in self._views.routes if ("view", key) not in self._registry]
            if gone:
                self._views.swap(remove=gone)

    def counts(self) -> tuple[int, int]:
        """Return how many consumers and views there are, the consumers of the routing included."""
        consumers = {one.code.name for one in self._registry if one.entry is not None}
        views = sum(one.entry is None for one in self._registry)
        return len(consumers | {code.name for code in self._routed.values()}), views

    def cells(self) -> list[str]:
        """Return the prompts of the cells that have code in force, as ``[3]``; lowest first."""
        places = {place_of(code.function)[0] or "" for code in self.codes()}
        prompts = (place.removeprefix("cell ") for place in places if place.startswith("cell ["))
        return sorted(prompts, key=lambda prompt: (len(prompt), prompt))

    def cargo(self) -> Cargo:
        """Return all that serves, for another process."""
        with self._registry.lock:
            entries = (one.entry for one in self._registry if one.entry is not None)
            views = ((one.route, one.view, one.name) for one in self._views.routes.values())
            versions = ((code.function, code.version) for code in self.codes())
            return Cargo((*entries, *self._given), tuple(views), tuple(versions))

    # -- many at once ------------------------------------------------------------------------

    @contextmanager
    def drafting(self, cell: Cell | None) -> Iterator[Draft]:
        """Let what is registered in the block be put into a draft, which serves nobody yet."""
        draft = Draft(self, cell)
        token = _draft.set(draft)
        try:
            yield draft
        finally:
            _draft.reset(token)

    def _drafting(self) -> Draft | None:
        draft = _draft.get()
        return draft if draft is not None and draft.serving is self else None

    def swap(
        self,
        drafts: Iterable[Registration] = (),
        *,
        other: Callable[[Any], Any] = lambda consumer: consumer,
        given: Iterable[Any] | None = None,
        gone: Container[tuple[Any, ...]] = (),
    ) -> list[Code]:
        """Change many things in one swap, which is one step; return the codes that are new.

        *drafts* are registered; *other* gives the consumer or view that takes the place of each
        one that serves now, in registrations and in the routing; *given* is another routing
        (``None``: the same); registrations whose keys are in *gone* go. If it cannot be served,
        nothing changes.
        """
        with self._one_step(None):
            before = {id(code.function): code for code in self.codes()}
            kept, self._given = (
                self._given,
                substituted(self._given if given is None else given, other),
            )
            try:
                drafts = [*self._substituted(other), *drafts]
                codes = self._registry.write(drafts, gone)
            except BaseException:
                self._given = kept
                raise
            keys = {one.key for one in drafts}
            self._put_views(one for one in self._registry if one.key in keys)
            routed = [code for code in self._routed.values() if id(code.function) not in before]
            return [*codes, *routed]

    def _substituted(self, other: Callable[[Any], Any]) -> Iterator[Registration]:
        for one in self._registry:
            function = other(one.code.function)
            if function is not one.code.function:
                entry = one.entry and substituted((one.entry,), other)[0]
                yield replace(one, entry=entry, code=Code(one.code.name, function, 0, None))

    def renew_urls(self) -> None:
        """Let the project's URLconf be read anew for the next request."""
        self._views.swap()

    def place(self, name: str) -> tuple[Code, Registration | None]:
        """Return the code of the consumer or view called *name*, and its registration (``None``:
        it stands in the routing). ``KeyError`` lists what consumers there are."""
        view = self.views.get(name)
        if view is not None:
            return view.code, view
        found = self.consumers[name]
        mine = next((one for one in self._registry if one.key == found.key), None)
        if mine is not None:
            return mine.code, mine
        code = next(one for one in self._routed.values() if one.function is found.function)
        return code, None

    # -- the way back ------------------------------------------------------------------------

    @property
    def state(self) -> State:
        """All code that serves now; :meth:`put_back` lets it serve again."""
        with self._registry.lock:
            return State(self._registry.state, self._given)

    @contextmanager
    def _one_step(self, what: object) -> Iterator[None]:
        """Let the change in the block be a step that can be undone; *what*'s are one together."""
        with self._registry.lock:
            before = self.state
            yield
            if self.state == before:
                return
            self._history.note(before, what)
        self._tell(before)

    def _tell(self, before: State) -> None:
        """Let others follow a change. If it cannot be sent to them, what was in force *before*
        goes on serving here, too, and the error goes on."""
        try:
            self.moved()
        except NotShippable:
            with self._registry.lock:
                self._history.drop(before)
                self._put_back(before)
            raise

    def put_back(self, state: State) -> list[str]:
        """Let *state* serve from the next message on; return the names of what has changed.

        It is a step like any other, which can be undone.
        """
        with self._one_step(None):
            return self._put_back(state)

    def undo(self) -> list[str] | None:
        """Take the newest change back; return what serves otherwise now. ``None``: none is left."""
        with self._registry.lock:
            before = self.state
            state = self._history.back()
            names = None if state is None else self._put_back(state)
        self._tell(before)
        return names

    def _put_back(self, state: State) -> list[str]:
        before = {id(code.function): code.name for code in self.codes()}
        given, self._given = self._given, state.given
        try:
            self._put_views(self._registry.put_back(state.registrations))
        except BaseException:
            self._given = given
            raise
        after = {id(code.function): code.name for code in self.codes()}
        return sorted(
            {
                name
                for key, name in {**before, **after}.items()
                if key in before.keys() ^ after.keys()
            }
        )

    # -- the routing that was given ----------------------------------------------------------

    @property
    def routing(self) -> Ladder:
        """What was given, shown as the ladder of all rules in force."""
        return Ladder.of(self._given, self.wrapper.router.rules)

    @routing.setter
    def routing(self, routing: Any) -> None:
        """Swap all of it; if it is wrong, what was there goes on serving."""
        # Read before anything changes: it may be wrong, or a module that takes long to import.
        router = Router([] if routing is None else routing)
        given = tuple(router.root.routing)
        self.source = routing
        with self._one_step(current_cell()):
            before, self._given = self._given, given
            try:
                self._reroute()
            except BaseException:
                self._given = before
                raise
        _warn_of_slips(sorted(router.channels))

    def _reroute(self) -> None:
        """Put registrations, the given routing and the defaults in force, in one swap."""
        entries = [one.entry for one in self._registry if one.entry is not None]
        router = Router([*entries, *self._given])
        given = len(router.rules)
        router.check_default(self._view_consumer)
        for name in router.channels:
            require_receivable(name)
        routed = self._codes_of_given()
        news = [code for place, code in routed.items() if self._is_news(place, code)]
        self._routed = routed
        codes = [*(one.code for one in self._registry), *routed.values()]
        self.versions.replace(codes)
        router.versions = {id(code.function): code.version for code in codes}
        self.wrapper.expect(router.channels)
        self.wrapper.router = router
        if self._rerouted is not None:
            self._rerouted(router.rules, given)
        for code in news:
            self._changed(code, code.diff() if self._lineage.keep(code) else "")

    def _codes_of_given(self) -> dict[_Place, Code]:
        """Return the code of each consumer in the routing that was given."""
        found: dict[_Place, Code] = {}
        for entry, function in consumers_of(self._given):
            channels = "/".join(sorted(entry.channel_names()))
            place = self._place(found, channels, function)
            before = self._routed.get(place)
            if before is not None and before.function is function:
                found[place] = before
            else:
                found[place] = self._lineage.code(function, before)
        return found

    @staticmethod
    def _place(found: Mapping[_Place, Code], channels: str, function: Any) -> _Place:
        number = 0
        while True:
            place = (channels, shown_name(function), number)
            if place not in found or found[place].function is function:
                return place
            number += 1

    def _is_news(self, place: _Place, code: Code) -> bool:
        before = self._routed.get(place)
        return before is None or before.version != code.version

    def codes(self) -> list[Code]:
        """Return the code of every consumer and view in force."""
        return [*(one.code for one in self._registry), *self._routed.values()]

    def routed(self) -> list[Any]:
        """Return the consumers of the routing that was given."""
        return [code.function for code in self._routed.values()]

    # -- what there is -----------------------------------------------------------------------

    @property
    def consumers(self) -> Consumers:
        """Every consumer that routes name."""
        return Consumers(self._named, self._remove, self.write, self._shadowed)

    @property
    def views(self) -> dict[str, Registration]:
        """The views that were registered, by name; a consumer of the same name comes first."""
        consumers = self.consumers
        return {
            one.code.name: one
            for one in self._registry
            if one.entry is None and one.code.name not in consumers
        }

    def _shadowed(self) -> dict[tuple[str, str], str]:
        """Return (name, channels) of the consumers that no message can reach → who takes all."""
        rules = self.wrapper.router.rules
        found = shadows(rules)
        reached = {(rule.consumer, rule.channels) for n, rule in enumerate(rules) if n not in found}
        lost = {(rules[n].consumer, rules[n].channels): taker for n, taker in found.items()}
        return {
            (name, joined): taker.consumer
            for (name, channels), taker in lost.items()
            if (name, channels) not in reached
            for joined in ("/".join(channels), "/".join(sorted(channels)))
        }

    def _named(self) -> Iterator[Named]:
        for one in self._registry:
            if one.entry is not None:
                yield "/".join(one.entry.channels), one.code, one.key
        for (channels, _, _), code in self._routed.items():
            yield channels, code, None

    def _remove(self, consumer: Consumer) -> None:
        if consumer.key is None:
            raise SandboxError(
                f"{consumer.name} stands in the routing that this sandbox was given, which is "
                "taken as a whole: assign box.routing without it."
            )
        with self._one_step(current_cell()):
            self._registry.remove(lambda one: one.key == consumer.key)


def _say_who_won(edited: Code, code: Code) -> None:
    """Say under the cell that its text has taken the place of one that the editor saved."""
    print(  # noqa: T201 - a cell's output is where it belongs
        f"{code.name} is this cell's text again, version {code.version}; the editor's version "
        f"{edited.version} went. box.undo() brings it back."
    )


def _warn_of_slips(channels: Iterable[str]) -> None:
    """Warn where a channel's name looks like a misspelt one of a server's: nobody sends there."""
    for name in channels:
        meant = _served_name_like(name)
        if meant is not None:
            warnings.warn(
                f"No server sends to {name!r}: did you mean {meant!r}? If it is a channel of your "
                "own, all is well.",
                stacklevel=4,  # the cell that calls box.consumer, or assigns box.routing
            )


def _served_name_like(name: str) -> str | None:
    """Return the server's channel that *name* looks like; ``None`` where it is a name of its own.

    ``chat.receive`` is one: only the protocol before the dot tells whose channel it is.
    """
    if name in SERVED:
        return None
    meant = nearest(name, SERVED)
    if meant is None or "." not in name:
        return meant
    protocol, own = meant.partition(".")[0], name.partition(".")[0]
    return meant if own == protocol or nearest(own, [protocol]) else None


def _spelled(filters: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    return frozenset((key, str(getattr(value, "pattern", value))) for key, value in filters.items())


Register = Callable[[T], T]
"""What a decorator with arguments returns."""
