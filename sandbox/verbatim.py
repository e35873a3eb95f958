"""The import names of 2016: after ``import sandbox.verbatim``, classic code runs unchanged.

::

    import sandbox.verbatim
    from channels import Group                  # is sandbox.consumers.channel.Group
    from channels.routing import route          # is sandbox.consumers.routing.route

Role: the finder that gives out our own module objects under their old names. Nothing is imported
a second time, so every class is the same under both names; a second import would break
``except ConsumeLater``. The table is :mod:`sandbox.consumers.classic_paths`. It must not know
what the modules do, and imports none of them before it is asked.

Importing this module installs the finder. The package root does it in a kernel where no other
``channels`` is about (``classic_paths.wanted_here``).
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from sandbox.consumers.classic_paths import MODULES, OURS, resolve
from sandbox.errors import ChannelsConflict

__all__ = ["NEWER", "ClassicFinder", "install", "resolve"]

_PLAIN = "consumers are plain functions here, routed by route(…) or @box.consumer"

NEWER: dict[str, str] = {
    "channels.auth.AuthMiddlewareStack": "put @channel_session_user_from_http on the consumer",
    "channels.consumer": _PLAIN,
    "channels.db": "a consumer runs in a thread without an event loop, so it calls the ORM itself",
    "channels.exceptions.AcceptConnection": 'send {"accept": True} to message.reply_channel',
    "channels.exceptions.StopConsumer": "a consumer ends by returning",
    "channels.generic.http": _PLAIN,
    "channels.generic.websocket": _PLAIN,
    "channels.generic.websockets.AsyncJsonWebsocketConsumer": _PLAIN,
    "channels.generic.websockets.AsyncWebsocketConsumer": _PLAIN,
    "channels.layers": "use Channel(…) and Group(…), or get_channel_layer of channels.asgi",
    "channels.middleware": "wrap the consumer in a decorator",
    "channels.routing.ChannelNameRouter": "put route(channel, consumer) into the routing",
    "channels.routing.ProtocolTypeRouter": "put route(channel, consumer) into the routing",
    "channels.routing.URLRouter": "put route(channel, consumer, path=r'^/chat') into the routing",
    "channels.security.websocket": "put @allowed_hosts_only of channels.security.websockets on it",
    "channels.sessions.SessionMiddlewareStack": "put @channel_session on the consumer",
    "channels.testing": "use channels.test, or the tabs of a sandbox, box.connect(…)",
}
"""Names of Channels 2 to 4 → what to use in the classic API. Only these are explained: a program
may well ask whether a module has some other name."""


class ClassicFinder:
    """Finds the classic names, and explains those under ``channels`` that are not here.

    Any thread may import through it; it has no state. (No base class: importlib.abc alone takes
    longer to import than all the rest.)
    """

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec that leads to our module; ``None`` for names that are none of ours.

        Raises ``ModuleNotFoundError`` for other names under ``channels``: looking on would find
        the files of our Django app and import them a second time.
        """
        if fullname in MODULES:
            alias: Any = _Alias(MODULES[fullname])
            return ModuleSpec(fullname, alias)
        if fullname.startswith("channels."):
            raise ModuleNotFoundError(_missing(fullname), name=fullname)
        return None


class _Alias:
    """Hands out a module that exists, and leaves no trace of the other name on it."""

    def __init__(self, target: str) -> None:
        self.target = target

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return our module, imported under its own name if it was not yet."""
        module = importlib.import_module(self.target)
        _own_specs.setdefault(self.target, module.__spec__)
        below = f"{spec.name}."
        if not hasattr(module, "__path__") and any(name.startswith(below) for name in MODULES):
            module.__path__ = []  # a package then, as asgi_redis was; without files of its own
        _explain_newer(spec.name, module)
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Give the module its own spec back; its code has run long ago."""
        module.__spec__ = _own_specs[self.target]


# While Python hands a module out, it wears the other name's spec. With two names for one module
# and two threads, only what was noted before the first time is surely its own.
_own_specs: dict[str, ModuleSpec | None] = {}


def install() -> None:
    """Let the classic names be imported in this process. Any thread; harmless twice.

    Raises ``ChannelsConflict`` if ``channels`` is imported already and is not ours.
    """
    there = sys.modules.get("channels")
    if there is not None and there is not sys.modules.get(OURS):
        raise ChannelsConflict(_conflict(there), name="channels")
    if not isinstance(sys.meta_path[0], ClassicFinder):
        others = [one for one in sys.meta_path if not isinstance(one, ClassicFinder)]
        sys.meta_path[:] = [ClassicFinder(), *others]


def _conflict(there: ModuleType) -> str:
    version = getattr(there, "__version__", None)
    what = f"Channels {version}" if version else "another package"
    where = getattr(there, "__file__", None) or "an unknown place"
    return (
        f"The classic names need the name 'channels', but it means {what} in this process: it was "
        f"imported from {where}, and one process cannot hold both. Restart the kernel and run "
        "`import sandbox.verbatim` before anything imports channels; or use the same things by "
        "the sandbox's own names: `from sandbox import Channel, Group, route`."
    )


# -- texts ----------------------------------------------------------------------------------------


def _missing(fullname: str) -> str:
    if fullname in NEWER:
        return _newer(fullname)
    names = [name.removeprefix("channels.") for name in MODULES if name.startswith("channels.")]
    here = ", ".join(name for name in names if "." not in name)
    text = f"{fullname} is not part of the sandbox, or not yet; of channels it has {here}."
    below = [_newer(name) for name in NEWER if name.startswith(f"{fullname}.")]
    return " ".join([text, *below])


def _newer(name: str) -> str:
    return (
        f"{name} is a name of Channels 4, and here `channels` is the classic API of 2016: "
        f"{NEWER[name]}."
    )


def _explain_newer(fullname: str, module: ModuleType) -> None:
    """Let *module*, known as *fullname*, explain the names that Channels 4 has in its place.

    ``from channels.routing import URLRouter`` asks the module alone, no finder; and instead of
    the text of an AttributeError Python shows its own. So ``hasattr`` raises, for these names.
    """
    names = [name.rpartition(".")[2] for name in NEWER if name.rpartition(".")[0] == fullname]
    earlier: Callable[[str], Any] | None = vars(module).get("__getattr__")
    if not names:
        return

    def explain(name: str) -> Any:
        if name in names and not _is_submodule(module, name):
            raise ImportError(_newer(f"{fullname}.{name}"), name=fullname)
        if earlier is not None:
            return earlier(name)
        raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

    module.__getattr__ = explain  # type: ignore[method-assign]


def _is_submodule(module: ModuleType, name: str) -> bool:
    """Say whether *module* has a file of that name, such as ``sandbox.django.middleware``."""
    if not hasattr(module, "__path__"):
        return False
    return importlib.util.find_spec(f"{module.__name__}.{name}") is not None


install()
