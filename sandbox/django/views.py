"""What ``@box.view`` registers: the views of one sandbox, as a URLconf of its own.

Two sandboxes share one Django configuration, so each request brings its sandbox's URLconf
(``request.urlconf``): first the views of the sandbox, then the project's ROOT_URLCONF. It must
not know how views are run.
"""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import URLPattern, URLResolver, clear_url_caches, path, re_path
from django.urls.resolvers import RoutePattern
from django.views import View

__all__ = ["NoViewYet", "UrlConf", "ViewRoute", "Views"]

_NO_PROJECT = "sandbox.django.urls"
"""The ROOT_URLCONF of a Django from nothing."""


class ViewRoute(NamedTuple):
    """One registered view."""

    route: str
    """As Django's ``path()`` takes it, without the slash that every path begins with."""

    view: Callable[..., Any]
    """The view as it was given."""

    name: str | None
    """Its name for ``reverse()`` and ``{% url %}``."""

    pattern: URLPattern
    """What Django resolves."""


class UrlConf:
    """The patterns of one moment; never changes, so a request keeps what it began with."""

    def __init__(self, title: str, own: Iterable[URLPattern]) -> None:
        self._title = title
        self._own = tuple(own)

    @cached_property
    def urlpatterns(self) -> tuple[URLPattern | URLResolver, ...]:
        """The sandbox's own views, then the project's; made when the first request asks."""
        project = _project_urlconf()
        rest = () if project is None else (URLResolver(RoutePattern(""), project),)
        return (*self._own, *rest) or (NoViewYet(),)

    def __getattr__(self, name: str) -> Any:
        """Return the project's handler404 and its like; a sandbox has none of its own."""
        if name.startswith("handler") and (project := _project_urlconf()) is not None:
            return getattr(import_module(project) if isinstance(project, str) else project, name)
        raise AttributeError(name)

    def __str__(self) -> str:
        return self._title


class NoViewYet(URLPattern):  # type: ignore[misc]  # Django has no type information
    """Matches nothing; without any pattern Django congratulates (200) where a 404 belongs."""

    def __init__(self) -> None:
        super().__init__(RoutePattern('(no views yet: @box.view("hello/") adds one)'), _not_called)

    def resolve(self, path: str) -> None:
        """Match nothing."""


def _not_called(request: Any) -> None:
    raise AssertionError("The pattern that matches nothing was matched.")


class Views:
    """The views of one sandbox by route; any thread may change them while requests run.

    A change makes a new :class:`UrlConf` and puts it in place at once: a request sees all of the
    change or nothing. *title* is what Django's 404 page calls the URLconf.
    """

    def __init__(self, title: str = "this sandbox's views") -> None:
        self._title = title
        self._lock = threading.Lock()
        self._routes: dict[str, ViewRoute] = {}
        self._urlconf = self._make_urlconf(self._routes)

    def current(self) -> UrlConf:
        """Return the URLconf of this moment: what :class:`ViewConsumer` asks for each request."""
        return self._urlconf

    @property
    def routes(self) -> Mapping[str, ViewRoute]:
        """What is registered, by route, in the order of trying."""
        return MappingProxyType(self._routes)

    def add(self, route: str, view: Callable[..., Any], *, name: str | None = None) -> str:
        """Register *view* for *route*, in place of an earlier one; return the route's key.

        *route* is what ``path()`` takes (``"hello/<name>/"``); a slash before it does no harm,
        and one that begins with ``^`` is a regular expression as in 2016. *view* is a function or
        a subclass of ``View``. *name* defaults to the view's own. ``TypeError`` if *view* cannot
        be a view, Django's ``ImproperlyConfigured`` if the route is not well formed.
        """
        return self.swap(add=[(route, view, name)])[0]

    def remove(self, route: str) -> None:
        """Take the view of *route* away; ``KeyError`` with the known routes if there is none."""
        key = _key(route)
        if key not in self._routes:
            known = ", ".join(repr(each) for each in self._routes) or "none"
            raise KeyError(f"There is no view for {route!r}; the routes are: {known}.")
        self.swap(remove=[key])

    def swap(
        self,
        *,
        remove: Iterable[str] = (),
        add: Iterable[tuple[str, Callable[..., Any], str | None]] = (),
    ) -> list[str]:
        """Remove and add views in one change; return the keys of those added.

        Routes to remove that are not there are ignored. A route that stays keeps its place in the
        order. If one of *add* is wrong, nothing changes.
        """
        new = [_make_route(*each) for each in add]
        gone = {_key(route) for route in remove} - {each.route for each in new}
        with self._lock:
            routes = {key: value for key, value in self._routes.items() if key not in gone}
            routes.update((each.route, each) for each in new)
            self._routes, self._urlconf = routes, self._make_urlconf(routes)
        # Django caches one resolver per URLconf object for ever, and with it every old view.
        clear_url_caches()
        return [each.route for each in new]

    def _make_urlconf(self, routes: Mapping[str, ViewRoute]) -> UrlConf:
        return UrlConf(self._title, [each.pattern for each in routes.values()])


def _project_urlconf() -> Any:
    """Return the project's ROOT_URLCONF, usually a module's name; None if there is none."""
    project = getattr(settings, "ROOT_URLCONF", None)
    return None if project == _NO_PROJECT else project


def _make_route(route: str, view: Any, name: str | None) -> ViewRoute:
    key = _key(route)
    callback = _callback(view)
    own_name = getattr(view, "__name__", "")
    name = name or (own_name if own_name.isidentifier() else None)
    make = re_path if key.startswith("^") else path
    return ViewRoute(key, view, name, make(key, callback, name=name))


def _key(route: str) -> str:
    """Reduce a route to Django's spelling: no slash at the beginning."""
    if not isinstance(route, str):
        raise TypeError(
            f"A view needs a route such as 'hello/', not {type(route).__name__}: "
            "write @box.view('hello/')."
        )
    if route.startswith("^"):
        return "^" + route[1:].removeprefix("/")
    return route.removeprefix("/")


def _callback(view: Any) -> Callable[..., Any]:
    """Return what Django calls for *view*; ``TypeError`` if it cannot be a view."""
    is_class = isinstance(view, type)
    if not (issubclass(view, View) if is_class else callable(view)):
        raise TypeError(
            "A view is a function that takes a request and returns a response, or a subclass of "
            f"django.views.View, not {view!r}."
        )
    callback: Callable[..., Any] = view.as_view() if is_class else view
    if not is_class and not _takes_a_request(view):
        name = getattr(view, "__name__", "view")
        raise TypeError(
            f"A view takes the request as its first argument, and {name} takes none: write "
            f"def {name if name.isidentifier() else 'view'}(request)."
        )
    return callback


def _takes_a_request(view: Any) -> bool:
    """Say whether *view* can be called with a request; what the route names comes beside it."""
    try:
        inspect.signature(view).bind_partial(None)
    except TypeError:
        return False
    except ValueError:  # some written in C do not tell
        return True
    return True
