"""The Django side of the sandbox: settings, views in workers, calls that may use the ORM.

::

    settings.py   Django from nothing, or the user's project as it is
    apps.py       the Django app "channels"        urls.py   an empty ROOT_URLCONF
    request.py    http.request message  -> AsgiRequest
    handler.py    AsgiRequest -> middleware -> view -> reply messages; ViewConsumer runs it
    noting.py     whose request it was, into the story of its message
    staticfiles.py   the same with static files, while debugging
    views.py      what ``@box.view`` registers: one URLconf per sandbox
    middleware.py cross-site protection that is right behind a notebook's proxy
    login.py      a session as a browser has after a login, for ``box.login``
    sync.py       one thread without an event loop, for ``box.sync``

This package is also what ``channels`` means (:mod:`sandbox.verbatim`), so it exports what that
exported (CLASSIC-SPEC §5), and ``channels.routing`` is an attribute of it too.

Knows consumers, workers and protocols; nothing below knows this room. Importing this package
imports no Django: Django names it in INSTALLED_APPS before Django is ready.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sandbox.consumers.classic_paths import MODULES

if TYPE_CHECKING:
    from sandbox.consumers.channel import Channel, Group
    from sandbox.consumers.manager import DEFAULT_CHANNEL_LAYER, channel_layers
    from sandbox.consumers.routing import include, route, route_class

__all__ = [
    "DEFAULT_CHANNEL_LAYER",
    "Channel",
    "Group",
    "__version__",
    "channel_layers",
    "include",
    "route",
    "route_class",
]

__version__ = "1.1.8"
"""The version of classic Channels whose behaviour this is; the sandbox's own is another."""

_HOMES = {
    "Channel": "sandbox.consumers.channel",
    "Group": "sandbox.consumers.channel",
    "DEFAULT_CHANNEL_LAYER": "sandbox.consumers.manager",
    "channel_layers": "sandbox.consumers.manager",
    "include": "sandbox.consumers.routing",
    "route": "sandbox.consumers.routing",
    "route_class": "sandbox.consumers.routing",
}


def __getattr__(name: str) -> Any:
    """Load a classic name, or a classic submodule, when it is first used (PEP 562)."""
    home, module = _HOMES.get(name), MODULES.get(f"channels.{name}")
    if home is not None:
        value = getattr(import_module(home), name)
    elif module is not None:
        value = import_module(module)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List what there is, loaded or not."""
    return sorted({*globals(), *__all__})
