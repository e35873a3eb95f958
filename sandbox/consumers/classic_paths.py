"""The import names of 2016, and where each lives here: the one table.

Role: answer what a classic dotted path means, without importing anything. The layer manager and
the routing use it for paths in settings, :mod:`sandbox.django` for ``channels.X``, and
:mod:`sandbox.verbatim` for import statements. It must not import what it names: many of those
modules are above this room, and Django may not be ready.

A name appears here when its part is built.
"""

from __future__ import annotations

import importlib.util
import sys

__all__ = ["MODULES", "OURS", "resolve", "wanted_here"]

OURS = "sandbox.django"
"""What ``channels`` means: the package that is our Django app, so that Django finds its files."""

MODULES: dict[str, str] = {
    "channels": OURS,
    "channels.apps": "sandbox.django.apps",
    "channels.asgi": "sandbox.consumers.manager",
    "channels.auth": "sandbox.consumers.auth",
    "channels.binding": "sandbox.consumers.binding",
    "channels.binding.base": "sandbox.consumers.binding.base",
    "channels.binding.websockets": "sandbox.consumers.binding.websockets",
    "channels.channel": "sandbox.consumers.channel",
    "channels.delay": "sandbox.django.delay",
    "channels.delay.apps": "sandbox.django.delay.apps",
    "channels.delay.management": "sandbox.django.delay.management",
    "channels.delay.management.commands": "sandbox.django.delay.management.commands",
    "channels.delay.management.commands.rundelay": (
        "sandbox.django.delay.management.commands.rundelay"
    ),
    "channels.delay.migrations": "sandbox.django.delay.migrations",
    "channels.delay.migrations.0001_initial": "sandbox.django.delay.migrations.0001_initial",
    "channels.delay.models": "sandbox.django.delay.models",
    "channels.delay.worker": "sandbox.django.delay.worker",
    "channels.exceptions": "sandbox.consumers.exceptions",
    "channels.generic": "sandbox.consumers.generic",
    "channels.generic.base": "sandbox.consumers.generic.base",
    "channels.generic.websockets": "sandbox.consumers.generic.websockets",
    "channels.handler": "sandbox.django.handler",
    "channels.log": "sandbox.django.log",
    "channels.management": "sandbox.django.management",
    "channels.management.commands": "sandbox.django.management.commands",
    "channels.management.commands.runserver": "sandbox.django.management.commands.runserver",
    "channels.management.commands.runworker": "sandbox.django.management.commands.runworker",
    "channels.message": "sandbox.consumers.message",
    "channels.package_checks": "sandbox.django.package_checks",
    "channels.routing": "sandbox.consumers.routing",
    "channels.security": "sandbox.consumers.security",
    "channels.security.websockets": "sandbox.consumers.security.websockets",
    "channels.sessions": "sandbox.consumers.sessions",
    "channels.signals": "sandbox.consumers.signals",
    "channels.staticfiles": "sandbox.django.staticfiles",
    "channels.test": "sandbox.testing",
    "channels.test.base": "sandbox.testing.base",
    "channels.test.http": "sandbox.testing.http",
    "channels.test.liveserver": "sandbox.testing.liveserver",
    "channels.test.websocket": "sandbox.testing.websocket",
    "channels.tests": "sandbox.testing.old",
    "channels.tests.base": "sandbox.testing.base",
    "channels.tests.http": "sandbox.testing.http",
    "channels.utils": "sandbox.consumers.naming",
    "channels.worker": "sandbox.workers.classic",
    "asgiref.base_layer": "sandbox.layers.base",
    "asgiref.conformance": "sandbox.testing.conformance",
    "asgiref.inmemory": "sandbox.layers.inmemory",
    "asgi_redis": "sandbox.layers.redis_classic",
    "asgi_redis.core": "sandbox.layers.redis_classic",
    "asgi_redis.local": "sandbox.layers.redis_classic",
    "asgi_redis.sentinel": "sandbox.layers.redis_classic",
    "daphne": "sandbox.protocols.daphne",
    "daphne.access": "sandbox.protocols.access",
    "daphne.cli": "sandbox.protocols.daphne.cli",
    "daphne.endpoints": "sandbox.protocols.endpoints",
    "daphne.server": "sandbox.protocols.daphne.server",
    "daphne.utils": "sandbox.protocols.proxies",
    # What Django itself had then (see sandbox.django.bygone).
    "django.contrib.staticfiles.templatetags": "sandbox.django.templatetags",
    "django.contrib.staticfiles.templatetags.staticfiles": (
        "sandbox.django.templatetags.staticfiles"
    ),
    "django.core.urlresolvers": "django.urls",
    "django.utils.six": "sandbox.django.six",
    "django.utils.six.moves": "sandbox.django.six.moves",
    "django.utils.six.moves.cPickle": "pickle",
    "django.utils.six.moves.http_client": "http.client",
    "django.utils.six.moves.http_cookies": "http.cookies",
    "django.utils.six.moves.queue": "queue",
    "django.utils.six.moves.urllib": "urllib",
    "django.utils.six.moves.urllib.error": "urllib.error",
    "django.utils.six.moves.urllib.parse": "urllib.parse",
    "django.utils.six.moves.urllib.request": "urllib.request",
}
"""Module of 2016 → ours, or Django's of today. Never ``asgiref.wsgi``: modern asgiref has one of
its own."""


def resolve(path: str) -> str:
    """Return our dotted path for a classic one: a module, or a name in it. Others come back as
    they are."""
    if path in MODULES:
        return MODULES[path]
    module, _, name = path.rpartition(".")
    return f"{MODULES[module]}.{name}" if module in MODULES else path


def wanted_here() -> bool:
    """Say whether ``import sandbox`` alone shall give out the classic names (API.md).

    That is in a kernel where no other ``channels`` is imported or could be: no package, and no
    folder of that name beside the notebook either.
    """
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if getattr(shell, "kernel", None) is None:
        return False
    try:
        return "channels" not in sys.modules and importlib.util.find_spec("channels") is None
    except (ImportError, ValueError):  # somebody's finder stumbles: then let it be
        return False
