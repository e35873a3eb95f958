"""Which channel layer an alias means, here and now.

Role: wrap a layer together with its routing, make layers from ``CHANNEL_LAYERS``, and find the
one that an alias means for the caller (CLASSIC-SPEC §5.1). It must not know what a sandbox, a
worker or a particular layer is.

``channel_layers[alias]`` looks in this order:

1. :data:`serving` - the layers of the sandbox whose worker (or server) is running the caller.
   First, because a consumer belongs to the sandbox that runs it, whatever else is going on.
2. what ``channel_layers.set`` put there. Before the started sandbox, because whoever sets an
   alias (a test case that swaps in a layer of its own) is nearer than whoever started last; and a
   ``set`` that nobody takes back is visible in the same cell, while a sandbox started elsewhere
   is not.
3. the sandbox started last (and still running).
4. ``CHANNEL_LAYERS`` of the settings; made when first asked for, then kept.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any

import django
from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from sandbox.consumers.classic_paths import resolve
from sandbox.consumers.naming import qualified_name
from sandbox.consumers.routing import Router
from sandbox.errors import InvalidChannelLayerError

__all__ = [
    "DEFAULT_CHANNEL_LAYER",
    "ChannelLayerManager",
    "ChannelLayerWrapper",
    "channel_layers",
    "get_channel_layer",
    "import_dotted",
    "serving",
]

DEFAULT_CHANNEL_LAYER = "default"
"""The alias that is meant where none is given."""

_LOCAL_MODULES = ("inmemory", "sandbox.layers.memory")

_EXAMPLES = {
    "BACKEND": "asgiref.inmemory.ChannelLayer",
    "ROUTING": "mysite.routing.channel_routing",
}


def import_dotted(path: str) -> Any:
    """Return what the dotted *path* names, classic paths included; ``ImportError`` otherwise.

    Modern asgiref has no ``inmemory``, so settings of 2016 must resolve even where
    :mod:`sandbox.verbatim` is not installed.
    """
    return import_string(resolve(path))


class ChannelLayerWrapper:
    """A channel layer with its alias and its routing; all other attributes are the layer's own.

    An attribute that is set on the wrapper (``wrapper.send = mock``) shadows the layer's on this
    wrapper only. The layer may be used from any thread if it allows that itself; routing may be
    swapped from any thread, and the next message takes the new one.
    """

    channel_layer: Any
    """The raw layer."""

    alias: str
    """Its name in ``CHANNEL_LAYERS``, or the one it would have there."""

    def __init__(self, channel_layer: Any, alias: str, routing: Any) -> None:
        self.channel_layer = channel_layer
        self.alias = alias
        self._watchers: dict[object, Callable[[], object]] = {}
        self._unwatch_router: Callable[[], None] | None = None
        self.routing = routing

    @property
    def routing(self) -> Any:
        """The routing as it was given: list, dict or dotted path; assignable."""
        return self._routing

    @routing.setter
    def routing(self, routing: Any) -> None:
        """Make a new router of *routing*; if that raises, the old one goes on serving."""
        router = Router(routing)
        self._routing = routing
        self.router = router

    @property
    def router(self) -> Any:
        """What matches this layer's messages to consumers; assignable.

        Usually a :class:`~sandbox.consumers.routing.Router`; any object with ``match(message)``
        and ``channels`` will do for classic code.
        """
        return self._router

    @router.setter
    def router(self, router: Any) -> None:
        """Let *router* serve from the next message on, and tell the watchers."""
        unwatch, self._unwatch_router = self._unwatch_router, None
        if unwatch is not None:
            unwatch()
        self._router = router
        if isinstance(router, Router):
            self._unwatch_router = router.watch(self._notify)
        self._notify()

    def watch(self, callback: Callable[[], object]) -> Callable[[], None]:
        """Call *callback* after each change of the routing; return the function that ends that.

        It is called in the thread that made the change, with the new router in place.
        """
        token = object()  # so that ending one watch never ends another's of the same function
        self._watchers[token] = callback

        def unwatch() -> None:
            self._watchers.pop(token, None)

        return unwatch

    def _notify(self) -> None:
        for callback in tuple(self._watchers.values()):
            callback()

    def __getattr__(self, name: str) -> Any:
        if name == "channel_layer":  # not there yet: being copied or unpickled
            raise AttributeError(name)
        return getattr(self.channel_layer, name)

    def __str__(self) -> str:
        return f"{self.alias} ({qualified_name(self.channel_layer)})"

    def __repr__(self) -> str:
        return f"<ChannelLayerWrapper {self}>"

    def local_only(self) -> bool:
        """Say whether the layer lives in this process only, judged by its class's module."""
        module = type(self.channel_layer).__module__
        return any(part in module for part in _LOCAL_MODULES)


serving: ContextVar[Mapping[str, ChannelLayerWrapper] | None] = ContextVar(
    "sandbox_serving", default=None
)
"""The layers by alias of the sandbox that runs the current code; ``None`` outside of any. A
worker sets it for as long as it runs."""


class ChannelLayerManager:
    """The layers by alias; see the module's docstring for the order of looking. Thread-safe."""

    backends: dict[str, ChannelLayerWrapper]
    """What was made from the settings until now; emptied when ``CHANNEL_LAYERS`` changes."""

    def __init__(self) -> None:
        self.backends = {}
        self._set: dict[str, ChannelLayerWrapper] = {}
        self._started: tuple[Mapping[str, ChannelLayerWrapper], ...] = ()
        self._making = threading.Lock()
        setting_changed.connect(self._forget)

    @property
    def configs(self) -> Mapping[str, Any]:
        """``CHANNEL_LAYERS`` of the settings, read anew; empty where Django has no settings.

        ``InvalidChannelLayerError`` if it is no dict.
        """
        if not settings.configured and not os.environ.get("DJANGO_SETTINGS_MODULE"):
            return {}
        configs = getattr(settings, "CHANNEL_LAYERS", {})
        if not isinstance(configs, Mapping):
            raise InvalidChannelLayerError(
                f"CHANNEL_LAYERS is a dict of layers by alias, not {configs!r}: write "
                "CHANNEL_LAYERS = {'default': {'BACKEND': …, 'ROUTING': …}}."
            )
        return configs

    def __getitem__(self, alias: str) -> ChannelLayerWrapper:
        running = serving.get()
        if running is not None:
            wrapper = running.get(alias)
            if wrapper is not None:
                return wrapper
        return self._in_force(alias) or self._made(alias)

    def __contains__(self, alias: object) -> bool:
        """Say whether ``channel_layers[alias]`` has a meaning here."""
        running = serving.get() or {}
        return alias in running or self._in_force(alias) is not None or alias in self.configs

    def set(self, alias: str, wrapper: ChannelLayerWrapper | None) -> ChannelLayerWrapper | None:
        """Let *alias* mean *wrapper*; return what it meant before, ``None`` if nothing yet.

        Setting back what was returned restores the state exactly: ``None``, or what the alias
        would mean without any ``set``, takes the earlier one away instead of fixing it, so that
        a sandbox started later is found again.
        """
        previous = self._in_force(alias) or self.backends.get(alias)
        self._set.pop(alias, None)
        if wrapper is not None and wrapper is not (
            self._in_force(alias) or self.backends.get(alias)
        ):
            self._set[alias] = wrapper
        return previous

    def started(self, layers: Mapping[str, ChannelLayerWrapper]) -> None:
        """Note that the sandbox with these *layers* runs now: cells mean them from here on."""
        self.stopped(layers)
        self._started = (*self._started, layers)

    def stopped(self, layers: Mapping[str, ChannelLayerWrapper]) -> None:
        """Note that this sandbox has ended; the one started before it is meant again. Harmless
        if it was not running."""
        self._started = tuple(other for other in self._started if other is not layers)
        for alias, wrapper in layers.items():
            if self._set.get(alias) is wrapper:
                del self._set[alias]

    def make_backend(self, alias: str) -> ChannelLayerWrapper:
        """Make a new layer as ``CHANNEL_LAYERS`` says; it is not kept here.

        Raises:
            KeyError: no such alias; the text lists what there is.
            InvalidChannelLayerError: BACKEND or ROUTING is missing, BACKEND cannot be imported,
                or it cannot be made with CONFIG.
            ImproperlyConfigured: ROUTING is a path that leads to nothing.
        """
        routing = self._required(alias, "ROUTING")
        return ChannelLayerWrapper(self.make_layer(alias), alias, routing)

    def make_test_backend(self, alias: str) -> ChannelLayerWrapper:
        """Make a new layer with ``TEST_CONFIG``, for tests that must not touch the real one.

        Raises:
            InvalidChannelLayerError: as for :meth:`make_backend`, or TEST_CONFIG is missing.
        """
        if "TEST_CONFIG" not in self.configs.get(alias, {}):
            raise InvalidChannelLayerError(
                f"A test layer needs CHANNEL_LAYERS[{alias!r}]['TEST_CONFIG'], which is missing: "
                "add the layer's options for tests there ({} for none)."
            )
        routing = self._required(alias, "ROUTING")
        return ChannelLayerWrapper(self.make_layer(alias, "TEST_CONFIG"), alias, routing)

    def make_layer(self, alias: str, options: str = "CONFIG", /, **injected: Any) -> Any:
        """Make a raw layer: BACKEND with the options under the key *options*, and *injected*.

        Raises:
            KeyError: no such alias; the text lists what there is.
            InvalidChannelLayerError: BACKEND is missing, cannot be imported, or does not take
                these options.
        """
        backend = self.backend_class(alias)
        config = self._config(alias).get(options, {})
        where = f"CHANNEL_LAYERS[{alias!r}][{options!r}]"
        if not isinstance(config, Mapping):
            raise InvalidChannelLayerError(
                f"{where} is a dict of the layer's options, not {config!r}: write "
                f"{options!r}: {{}} for none."
            )
        try:
            return backend(**{**config, **injected})
        except TypeError as error:
            raise InvalidChannelLayerError(
                f"{where} is {dict(config)!r}, with which {qualified_name(backend)} cannot be "
                f"made ({error}): correct the options."
            ) from error

    def backend_class(self, alias: str) -> Callable[..., Any]:
        """Return what BACKEND of *alias* names, usually a class; raises as :meth:`make_layer`."""
        path = self._required(alias, "BACKEND")
        where = f"CHANNEL_LAYERS[{alias!r}]['BACKEND']"
        try:
            backend = import_dotted(path)
        except (ImportError, AttributeError, TypeError) as error:
            raise InvalidChannelLayerError(
                f"{where} is {path!r}, which cannot be imported ({error}): give the dotted path "
                "to a layer's class, such as 'asgiref.inmemory.ChannelLayer'."
            ) from error
        if not callable(backend):
            raise InvalidChannelLayerError(
                f"{where} is {path!r}, which is {backend!r} and no class: give the dotted path to "
                "a layer's class, such as 'asgiref.inmemory.ChannelLayer'."
            )
        return backend  # type: ignore[no-any-return]

    def _in_force(self, alias: Any) -> ChannelLayerWrapper | None:
        """Return what was set, else the layer of the sandbox started last."""
        wrapper = self._set.get(alias)
        if wrapper is None and self._started:
            wrapper = self._started[-1].get(alias)
        return wrapper

    def _made(self, alias: str) -> ChannelLayerWrapper:
        """Return the settings' layer, made once: two threads must not get two."""
        wrapper = self.backends.get(alias)
        if wrapper is None:
            with self._making:
                wrapper = self.backends.get(alias)
                if wrapper is None:
                    wrapper = self.backends[alias] = self.make_backend(alias)
        return wrapper

    def _config(self, alias: str) -> Mapping[str, Any]:
        configs = self.configs
        if alias not in configs:
            known = {*configs, *self._set, *(self._started[-1] if self._started else ())}
            there = ", ".join(sorted(known)) or "none"
            raise KeyError(
                f"No channel layer {alias!r}; there are: {there}. "
                "Start one with Sandbox(), or name it in the CHANNEL_LAYERS setting."
            )
        config = configs[alias]
        if not isinstance(config, Mapping):
            raise InvalidChannelLayerError(
                f"CHANNEL_LAYERS[{alias!r}] is a dict with BACKEND, ROUTING and CONFIG, not "
                f"{config!r}: write one."
            )
        return config

    def _required(self, alias: str, key: str) -> Any:
        config = self._config(alias)
        if key not in config:
            raise InvalidChannelLayerError(
                f"CHANNEL_LAYERS[{alias!r}] needs a {key}, which is missing: "
                f"add it, for example {key!r}: {_EXAMPLES[key]!r}."
            )
        return config[key]

    def _forget(self, *, setting: str, **_: Any) -> None:
        if setting == "CHANNEL_LAYERS":
            self.backends = {}


channel_layers = ChannelLayerManager()
"""The one manager of this process: ``channel_layers["default"]``."""


def get_channel_layer(alias: str = DEFAULT_CHANNEL_LAYER) -> Any:
    """Set Django up and return the raw layer of *alias*, for ``asgi.py`` and a server's command.

    ``DJANGO_SETTINGS_MODULE`` says which settings.
    """
    django.setup()
    return channel_layers[alias].channel_layer
