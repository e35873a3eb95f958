"""The doctor's checks of a Django project: what loses messages there, what leaves sockets waiting?

Role: import a project's settings, apps and routing (:func:`load`), and judge them, one function a
check. Classic projects and those of Channels 4 are told apart by what their settings name. It must
not start a server, a layer or a worker; a Redis that the settings name is asked ``PING`` and
``INFO`` only.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
import traceback
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from sandbox.errors import NotAvailableHere
from sandbox.looking.doctor import Check, Finding, Report, examine
from sandbox.looking.origins import checks_origin
from sandbox.looking.peek import read_server, redis_urls
from sandbox.looking.reading import Reader, without_password

__all__ = ["CHECKS", "Project", "load", "report"]

Generation = Literal["classic", "Channels 4", "none"]

_CLASSIC_MEMORY = ("asgiref.inmemory.ChannelLayer", "sandbox.layers.inmemory.ChannelLayer")
_MEMORY = (*_CLASSIC_MEMORY, "channels.layers.InMemoryChannelLayer")
_CLASSIC_BACKENDS = ("asgiref.", "asgi_redis.", "asgi_ipc.", "asgi_rabbitmq.", "sandbox.")
_PROCESS_FILES = ("Procfile", "docker-compose.yml", "docker-compose.yaml", "compose.yml",
                  "compose.yaml", "supervisord.conf", "honcho.ini")  # fmt: skip
_SERVERS = ("daphne", "uvicorn", "hypercorn", "gunicorn", "runworker", "sandbox serve")
_USUAL_CAPACITY = 100
_NOT_SHARED = ("LocMemCache", "DummyCache")


@dataclass(frozen=True, slots=True)
class Project:
    """What was loaded. ``layers`` is ``CHANNEL_LAYERS``; ``application`` the object that
    ``ASGI_APPLICATION`` names; ``routers`` lead from alias to a classic router. What could not be
    imported is told in ``broken``, by what it is (``"routing of 'default'"``)."""

    name: str
    folder: Path
    settings: Any
    generation: Generation
    layers: Mapping[str, Mapping[str, Any]]
    routers: Mapping[str, Any] = field(default_factory=dict)
    application: Any = None
    broken: Mapping[str, str] = field(default_factory=dict)

    def option(self, name: str, default: Any = None) -> Any:
        """Return a setting, or *default*."""
        return getattr(self.settings, name, default)


def report(name: str) -> Report:
    """Return what is found in the project of the settings module *name*."""
    folder = os.getcwd()
    if folder not in sys.path:
        sys.path.insert(0, folder)  # as manage.py has it
    title = f"The project of {name}"
    try:
        project = load(name)
    except Exception as error:  # any code of the user's may run at import
        says = f"cannot be loaded: {_told(error)}."
        do = "Correct that first: Django cannot start either."
        return Report(title, (Finding("error", "settings", says, do),))
    kind = "" if project.generation == "none" else f", {project.generation}"
    return examine(project, f"{title}{kind}", CHECKS)


def load(name: str) -> Project:
    """Import the settings module *name*, start Django on it, and import its routing.

    Raises what the project's own modules raise, except for routing and application: those are
    kept in ``broken``.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = name
    module = importlib.import_module(name)
    layers = getattr(module, "CHANNEL_LAYERS", None) or {}
    generation = _generation(module, layers)
    if generation == "classic":
        importlib.import_module("sandbox.verbatim")
    import django
    from django.conf import settings

    django.setup()
    broken: dict[str, str] = {}
    routers = _routers(layers, broken) if generation == "classic" else {}
    application = _application(settings, broken) if generation == "Channels 4" else None
    return Project(name, Path.cwd(), settings, generation, layers, routers, application, broken)


def _generation(module: Any, layers: Mapping[str, Any]) -> Generation:
    backends = [str(one.get("BACKEND", "")) for one in layers.values() if isinstance(one, Mapping)]
    if any("ROUTING" in one for one in layers.values() if isinstance(one, Mapping)):
        return "classic"
    if any(backend.startswith(_CLASSIC_BACKENDS) for backend in backends):
        return "classic"
    installed = _installed("channels")
    if getattr(module, "ASGI_APPLICATION", None) and ("channels" in _apps(module) or layers):
        return "Channels 4"
    if layers or "daphne" in _apps(module):
        return "Channels 4"
    if "channels" in _apps(module):
        return "Channels 4" if installed else "classic"
    return "none"


def _apps(module: Any) -> list[str]:
    return [str(app) for app in getattr(module, "INSTALLED_APPS", ())]


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _routers(layers: Mapping[str, Any], broken: dict[str, str]) -> dict[str, Any]:
    from sandbox.consumers.routing import Router

    found = {}
    for alias, config in layers.items():
        routing = config.get("ROUTING")
        if routing is None:
            continue
        try:
            found[alias] = Router(routing)
        except Exception as error:  # the user's modules run here
            broken[f"routing of {alias!r}"] = _told(error)
    return found


def _application(settings: Any, broken: dict[str, str]) -> Any:
    path = getattr(settings, "ASGI_APPLICATION", None)
    if not path:
        return None
    from django.utils.module_loading import import_string

    try:
        return import_string(path)
    except Exception as error:  # the user's modules run here
        broken["ASGI_APPLICATION"] = _told(error)
        return None


def _told(error: Exception) -> str:
    """Return an error in one line, with the user's own file and line where there is one."""
    text = " ".join(str(error).split()) or "no text"
    if isinstance(error, SyntaxError) and error.filename:
        return f"{_short(error.filename)}, line {error.lineno}: SyntaxError: {error.msg}"
    own = [
        call
        for call in traceback.extract_tb(error.__traceback__)
        if Path(call.filename).is_relative_to(Path.cwd())
        and not {"site-packages", "dist-packages"} & set(Path(call.filename).parts)
    ]
    place = f"{_short(own[-1].filename)}, line {own[-1].lineno}: " if own else ""
    return f"{place}{type(error).__name__}: {text}"


def _short(path: str) -> str:
    return os.path.relpath(path) if path.startswith(os.getcwd()) else path


# -- checks: the parts that must be there ---------------------------------------------------------


def _imports(project: Project) -> Iterator[Finding]:
    for what, error in project.broken.items():
        yield Finding("error", what, f"cannot be imported: {error}.", "No message can be handled.")


def _layer_is_there(project: Project) -> Iterator[Finding]:
    if project.generation == "none":
        yield Finding(
            "error",
            "channels",
            "this project names no channel layer and no ASGI application of Channels.",
            "Set CHANNEL_LAYERS (BACKEND, CONFIG, ROUTING), or see whether these are the settings "
            "that are really used.",
        )
    elif not project.layers:
        yield Finding(
            "warning" if project.generation == "Channels 4" else "error",
            "CHANNEL_LAYERS",
            "is not set: there are no groups, and get_channel_layer() returns None.",
            'Name a layer: {"default": {"BACKEND": …, "CONFIG": {…}}}.',
        )
    elif "default" not in project.layers:
        names = ", ".join(map(repr, project.layers))
        yield Finding(
            "error", "CHANNEL_LAYERS", f"has {names} but no 'default'.", "Name one of them so."
        )


def _backend_is_there(project: Project) -> Iterator[Finding]:
    for alias, config in project.layers.items():
        backend = str(config.get("BACKEND", ""))
        if not backend:
            yield Finding("error", f"layer {alias}", "names no BACKEND.", "Give its dotted path.")
        elif project.generation == "Channels 4" and not _importable(backend):
            package = backend.partition(".")[0]
            yield Finding(
                "error",
                f"layer {alias}",
                f"its BACKEND {backend} cannot be imported.",
                f"python -m pip install {package}",
            )


def _importable(path: str) -> bool:
    try:
        module = importlib.import_module(path.rpartition(".")[0])
    except ImportError:
        return False
    return hasattr(module, path.rpartition(".")[2])


def _routing_is_there(project: Project) -> Iterator[Finding]:
    if project.generation != "classic":
        return
    for alias, config in project.layers.items():
        if config.get("ROUTING") is None:
            yield Finding(
                "error",
                f"layer {alias}",
                "names no ROUTING, so no consumer is called.",
                'Add "ROUTING": "mysite.routing.channel_routing".',
            )


def _server_is_there(project: Project) -> Iterator[Finding]:
    if project.generation == "classic":
        if "channels" not in project.option("INSTALLED_APPS", ()):
            yield Finding(
                "error",
                "INSTALLED_APPS",
                "has no 'channels', so manage.py has Django's own runserver, which speaks no "
                "WebSocket.",
                "Add 'channels'.",
            )
        return
    if project.generation != "Channels 4":
        return
    apps = list(project.option("INSTALLED_APPS", ()))
    if not project.option("ASGI_APPLICATION"):
        yield Finding(
            "error",
            "ASGI_APPLICATION",
            "is not set: every WebSocket is answered with 404 or refused.",
            'Set it to "mysite.asgi.application", a ProtocolTypeRouter with "websocket".',
        )
    if "daphne" not in apps:
        yield Finding(
            "warning",
            "server",
            "'daphne' is not in INSTALLED_APPS: manage.py runserver is Django's own, which "
            "answers /ws/… with 404.",
            "Put 'daphne' first in INSTALLED_APPS, or serve by uvicorn or daphne yourself.",
        )
    elif "django.contrib.staticfiles" in apps and apps.index("daphne") > apps.index(
        "django.contrib.staticfiles"
    ):
        yield Finding(
            "warning",
            "server",
            "'daphne' stands after 'django.contrib.staticfiles', whose runserver wins.",
            "Put 'daphne' first.",
        )


def _websocket_is_routed(project: Project) -> Iterator[Finding]:
    if project.generation == "classic":
        for alias, router in project.routers.items():
            heard = set(router.channels)
            if heard and not heard & {"websocket.connect", "websocket.receive"}:
                yield Finding(
                    "note",
                    f"routing of {alias}",
                    "hears no websocket.connect and no websocket.receive.",
                    "Every socket is accepted and nobody answers it; right if there are none.",
                )
    mapping = getattr(project.application, "application_mapping", None)
    if mapping is not None and "websocket" not in mapping:
        yield Finding(
            "error",
            "ASGI_APPLICATION",
            f'routes {", ".join(map(repr, mapping))} but no "websocket".',
            'Add "websocket": URLRouter([…]).',
        )


def _routes_are_reached(project: Project) -> Iterator[Finding]:
    """A later rule for the same channel behind one without conditions is never asked."""
    for alias, router in project.routers.items():
        taken: dict[str, Any] = {}
        for number, rule in enumerate(router.rules, 1):
            for channel in sorted(rule.channels):
                if channel in taken:
                    yield Finding(
                        "warning",
                        f"routing of {alias}",
                        f"rule {number} for {channel} ({rule.consumer}) is never reached: rule "
                        f"{taken[channel]} takes every message of that channel first.",
                        "Put the narrower rule first.",
                    )
                elif not rule.filters and not rule.stages:
                    taken[channel] = number


# -- checks: what loses messages ------------------------------------------------------------------


def _memory_with_processes(project: Project) -> Iterator[Finding]:
    for alias, config in project.layers.items():
        if str(config.get("BACKEND")) not in _MEMORY:
            continue
        evidence = _several_processes(project)
        if evidence:
            yield Finding(
                "error",
                f"layer {alias}",
                f"is in memory, and {evidence}: each process has a layer of its own, so what one "
                "sends the other never sees.",
                "Use a Redis layer, or serve all from one process.",
            )
        else:
            level: Literal["note", "warning"] = (
                "note" if project.option("DEBUG", False) else "warning"
            )
            yield Finding(
                level,
                f"layer {alias}",
                "is in memory: right for one process (runserver, tests), and lost at each restart.",
                "With runworker, several servers or `gunicorn -w 4` use a Redis layer.",
            )


def _several_processes(project: Project) -> str:
    """Say what shows that there are several; "" where nothing does."""
    count = os.environ.get("WEB_CONCURRENCY", "")
    if count.isdigit() and int(count) > 1:
        return f"WEB_CONCURRENCY is {count}"
    for name in _PROCESS_FILES:
        path = project.folder / name
        if not path.is_file():
            continue
        text = path.read_text(errors="replace")
        found = [
            line.strip()
            for line in text.splitlines()
            if any(word in line for word in _SERVERS) and not line.lstrip().startswith("#")
        ]
        if len(found) > 1:
            return f"{name} starts {len(found)} processes of it"
    return ""


def _capacity(project: Project) -> Iterator[Finding]:
    for alias, config in project.layers.items():
        options = config.get("CONFIG") or {}
        usual = 10 if str(config.get("BACKEND")) in _CLASSIC_MEMORY else _USUAL_CAPACITY
        capacity = options.get("capacity", usual)
        if not isinstance(capacity, int) or capacity < 1:
            says = f"its capacity is {capacity!r}."
            yield Finding("error", f"layer {alias}", says, "Give a whole number above 0.")
        elif capacity < _USUAL_CAPACITY:
            chosen = "" if "capacity" in options else " (the default of this backend)"
            yield Finding(
                "warning",
                f"layer {alias}",
                f"its capacity is {capacity}{chosen}: of more clients in a group than that, some "
                "get nothing under load, silently.",
                'Set "capacity": 1000 or more in CONFIG, and more workers where queues grow.',
            )
        if "channel_capacity" in options and not isinstance(options["channel_capacity"], Mapping):
            says = "channel_capacity is no dict."
            yield Finding("error", f"layer {alias}", says, 'Write {"http.request": 200}.')


def _lives(project: Project) -> Iterator[Finding]:
    for alias, config in project.layers.items():
        options = config.get("CONFIG") or {}
        expiry, group = options.get("expiry", 60), options.get("group_expiry", 86_400)
        if isinstance(group, (int, float)) and group < 86_400:
            yield Finding(
                "warning",
                f"layer {alias}",
                f"group_expiry is {group} s: a socket that stays open longer drops out of its "
                "groups without a word.",
                "Make it longer than your longest socket, or join again now and then.",
            )
        if isinstance(expiry, (int, float)) and expiry < 5:
            yield Finding(
                "warning",
                f"layer {alias}",
                f"expiry is {expiry} s: a restart of the workers outlasts the messages.",
                "60 s is usual.",
            )


def _redis(project: Project) -> Iterator[Finding]:
    for alias, config in project.layers.items():
        try:
            urls = redis_urls(config)
        except ValueError as error:
            yield Finding("error", f"layer {alias}", str(error))
            continue
        for url in urls:
            yield from _one_redis(alias, url)
        yield from _about_connection(alias, config)


def _one_redis(alias: str, url: str) -> Iterator[Finding]:
    try:
        with Reader(url, timeout_s=3) as reader:
            server = read_server(reader)
    except NotAvailableHere as error:
        yield Finding("error", f"layer {alias}", str(error))
        return
    shown = without_password(url)
    yield Finding(
        "good", f"layer {alias}", f"{server.product} {server.version} answers at {shown}."
    )
    if server.limit_bytes and server.policy not in ("noeviction", "?"):
        yield Finding(
            "error",
            f"layer {alias}",
            f"the Redis at {shown} has maxmemory-policy {server.policy}: under pressure it drops "
            "messages and groups.",
            "Set noeviction; keep the cache in another Redis.",
        )


def _about_connection(alias: str, config: Mapping[str, Any]) -> Iterator[Finding]:
    options = (config.get("CONFIG") or {}).get("connection_kwargs") or {}
    timeout = options.get("socket_timeout")
    if isinstance(timeout, (int, float)) and timeout < 5:
        yield Finding(
            "error",
            f"layer {alias}",
            f"socket_timeout is {timeout} s, and a blocking wait takes 5.",
            "Leave it away, or give 10.",
        )


def _shared_cache(project: Project) -> Iterator[Finding]:
    caches = {
        str(cache.get("LOCATION")): name
        for name, cache in project.option("CACHES", {}).items()
        if "redis" in str(cache.get("BACKEND", "")).lower()
    }
    for alias, config in project.layers.items():
        try:
            urls = redis_urls(config)
        except ValueError:  # told by the check of the addresses themselves
            continue
        for url in urls:
            if url in caches:
                yield Finding(
                    "warning",
                    f"layer {alias}",
                    f"shares the database {without_password(url)} with the cache "
                    f"{caches[url]!r}: cache.clear() would delete every message and group.",
                    "Give one of them another database number.",
                )


# -- checks: sessions, security -------------------------------------------------------------------


def _sessions(project: Project) -> Iterator[Finding]:
    engine = str(project.option("SESSION_ENGINE", ""))
    if project.generation == "classic" and engine.endswith("signed_cookies"):
        yield Finding(
            "error",
            "sessions",
            "SESSION_ENGINE is signed_cookies, which keeps nothing on the server: channel_session "
            "cannot work.",
            "Use the database or a shared cache.",
        )
    default = str(project.option("CACHES", {}).get("default", {}).get("BACKEND", ""))
    if engine.endswith((".cache", ".cached_db")) and default.endswith(_NOT_SHARED):
        yield Finding(
            "error",
            "sessions",
            f"are kept in {default.rpartition('.')[2]}, which each process has for itself.",
            "Use the database or a shared cache: else a login is unknown to the next worker.",
        )


def _origin(project: Project) -> Iterator[Finding]:
    if project.generation == "classic":
        for alias, router in project.routers.items():
            consumers = list(_consumers(router.root.routing, "websocket.connect"))
            if consumers and not any(map(checks_origin, consumers)):
                yield Finding(
                    "warning",
                    f"routing of {alias}",
                    "no websocket.connect consumer checks the Origin: any site may open a socket "
                    "with your visitor's cookies.",
                    "Put @allowed_hosts_only on it (channels.security.websockets).",
                )
    elif project.application is not None and not checks_origin(project.application):
        yield Finding(
            "warning",
            "ASGI_APPLICATION",
            "no origin check was found: any site may open a socket with your visitor's cookies.",
            'Wrap it: "websocket": AllowedHostsOriginValidator(…).',
        )


def _consumers(entries: Iterable[Any], channel: str) -> Iterator[Any]:
    """Yield the consumers of *channel*, those of includes too."""
    for entry in entries:
        if hasattr(entry, "routing"):
            yield from _consumers(entry.routing, channel)
        elif channel in entry.channel_names():
            yield entry.consumer


def _hosts(project: Project) -> Iterator[Finding]:
    hosts = list(project.option("ALLOWED_HOSTS", ()))
    if not hosts and not project.option("DEBUG", False):
        yield Finding(
            "error",
            "ALLOWED_HOSTS",
            "is empty and DEBUG is off: every request is answered with 400.",
            'Name your hosts: ["www.example.com"].',
        )
    if "*" in hosts:
        yield Finding(
            "warning",
            "ALLOWED_HOSTS",
            "has '*', so an origin check by allowed hosts lets everybody in.",
            "Name your hosts.",
        )


def _database(project: Project) -> Iterator[Finding]:
    default = project.option("DATABASES", {}).get("default", {})
    name = str(default.get("NAME", ""))
    if not str(default.get("ENGINE", "")).endswith("sqlite3"):
        return
    if name == ":memory:" or "mode=memory" in name:
        yield Finding(
            "error",
            "database",
            "is SQLite in memory, which each thread and process has for itself.",
            "Use a file, or a server.",
        )
    elif _several_processes(project):
        yield Finding(
            "note",
            "database",
            "is an SQLite file under several processes: writers wait for each other.",
            "Set OPTIONS timeout and transaction_mode IMMEDIATE, or use a server.",
        )


def _which_channels(project: Project) -> Iterator[Finding]:
    installed = _installed("channels")
    if project.generation == "classic" and installed:
        yield Finding(
            "note",
            "channels",
            f"Channels {installed} is installed beside a classic project.",
            "`import sandbox.verbatim` (as `sandbox serve` does) gives the classic names to this "
            "project's processes.",
        )
    if project.generation == "Channels 4" and not installed:
        says = "this project is written for Channels 4, which is not installed here."
        yield Finding("error", "channels", says, "python -m pip install channels")


CHECKS: tuple[Check, ...] = (
    _imports,
    _layer_is_there,
    _backend_is_there,
    _routing_is_there,
    _server_is_there,
    _websocket_is_routed,
    _routes_are_reached,
    _memory_with_processes,
    _capacity,
    _lives,
    _redis,
    _shared_cache,
    _sessions,
    _origin,
    _hosts,
    _database,
    _which_channels,
)
"""In the order in which they are told, among equals."""
