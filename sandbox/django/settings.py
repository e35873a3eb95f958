"""Django's settings: the user's project as it is, or a complete small Django from nothing.

:func:`ensure_configured` is the only door. It must not know layers, workers or servers; other
modules read the result from ``django.conf.settings`` as every Django program does.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import django
from django.apps import apps
from django.conf import ENVIRONMENT_VARIABLE, settings
from django.utils.functional import empty

from sandbox.django.defaults import complete, database_folder
from sandbox.django.sync import SyncThread
from sandbox.errors import SandboxError

__all__ = ["FIXED", "Configured", "Source", "ensure_configured"]

T = TypeVar("T")

Source = str | ModuleType | Mapping[str, Any] | None
"""What ``Sandbox(settings=)`` takes: a module's name, a module, upper-case names, or nothing."""

FIXED = (
    "AUTH_USER_MODEL",
    "CACHES",
    "DATABASES",
    "DATABASE_ROUTERS",
    "INSTALLED_APPS",
    "TEMPLATES",
    "TIME_ZONE",
    "USE_TZ",
)
"""What Django reads once, at its start. Other settings may change while it runs."""


@dataclass(frozen=True, slots=True)
class Configured:
    """How Django came to its settings in this process."""

    source: str
    """``"nothing"``, ``"names"`` (a mapping), ``"elsewhere"``, or the settings module's name."""

    folder: Path | None
    """The temporary folder of the sandbox's own database, deleted at exit; None: not ours."""


class _Process:
    """What this process knows about its one Django."""

    configured: Configured | None = None


_lock = threading.RLock()
_process = _Process()
_starting: ContextVar[bool] = ContextVar("sandbox_django_starting", default=False)


def ensure_configured(source: Source = None) -> Configured:
    """Make Django ready for use in this process, once, and say how.

    *source* names the settings: a module (``"mysite.settings"`` or the module itself), or a
    mapping whose upper-case names are taken, such as the ``globals()`` of a notebook with a
    pasted ``settings.py``; what a mapping leaves out the sandbox fills in. ``None``: settings
    that are configured already, else ``DJANGO_SETTINGS_MODULE``, else a Django from nothing.

    Any thread may call it, one with a running event loop (a notebook's cell) too. Calling again
    is cheap. A mapping may be given again with other values: those that Django reads at any time
    are taken over. Errors: ``SandboxError`` if Django runs on other settings already; what the
    user's own settings raise is raised as it is, with a note, and a corrected cell may try again.
    """
    if _starting.get():
        raise SandboxError(
            "Sandbox() was called by code that runs while Django starts (settings, models or an "
            "app's ready()); make the sandbox in a cell or a script instead."
        )
    with _lock:
        return _configure_once(_named(source))


def _configure_once(source: str | Mapping[str, Any] | None) -> Configured:
    if not settings.configured:
        configured = _without_event_loop(lambda: _configure(source))
    else:
        configured = _process.configured or _without_event_loop(_adopt)
        _check_same(source, configured)
        _take_over(source)
    _process.configured = configured
    return configured


def _named(source: Source) -> str | Mapping[str, Any] | None:
    """Reduce what may be given to a module's name, upper-case names, or None."""
    if isinstance(source, ModuleType):
        importable = sys.modules.get(source.__name__) is source and source.__name__ != "__main__"
        source = source.__name__ if importable else vars(source)
    if source is None or isinstance(source, str):
        return source
    if isinstance(source, Mapping):
        return {name: value for name, value in source.items() if _is_setting(name)}
    raise TypeError(
        "settings= takes the name of a settings module, the module, or a mapping of upper-case "
        f"names, not {type(source).__name__}; write settings='mysite.settings' or "
        "settings=globals()."
    )


def _is_setting(name: object) -> bool:
    return isinstance(name, str) and name.isupper() and not name.startswith("_")


# -- the first time -------------------------------------------------------------------------------


def _configure(source: str | Mapping[str, Any] | None) -> Configured:
    if source is None:
        source = os.environ.get(ENVIRONMENT_VARIABLE) or None
    if isinstance(source, str):
        return _configure_from_module(source)
    return _configure_from_names(source)


def _configure_from_module(name: str) -> Configured:
    before = os.environ.get(ENVIRONMENT_VARIABLE)
    os.environ[ENVIRONMENT_VARIABLE] = name  # Django and child processes read it there
    try:
        with _undone_on_error(f"the settings module {name!r}"):
            importlib.import_module(name)
            _set_up()
    except BaseException:
        del os.environ[ENVIRONMENT_VARIABLE]
        if before is not None:
            os.environ[ENVIRONMENT_VARIABLE] = before
        raise
    return Configured(source=name, folder=None)


def _configure_from_names(given: Mapping[str, Any] | None) -> Configured:
    names = given or {}
    folder = None if "DATABASES" in names else database_folder()
    with _undone_on_error("these settings"):
        settings.configure(**complete(names, folder))
        _set_up()
    if not settings.LOGGING_CONFIG:
        # With no handler at all Python itself would print Django's warnings into the cell.
        logging.getLogger("django").addHandler(logging.NullHandler())
    if folder is not None:
        _make_tables(own_apps="INSTALLED_APPS" in names)
    return Configured(source="nothing" if given is None else "names", folder=folder)


def _adopt() -> Configured:
    """Settle into a Django that somebody else has configured."""
    _set_up()
    return Configured(source=_settings_module() or "elsewhere", folder=None)


def _set_up() -> None:
    if not apps.ready:
        django.setup()
    if not hasattr(settings, "ROOT_URLCONF"):
        # Django's own handler asks for it even where every request brings its URLconf.
        settings.ROOT_URLCONF = "sandbox.django.urls"


def _make_tables(own_apps: bool) -> None:
    from sandbox.django import tables  # needs models, so not before setup

    with closing(SyncThread("sandbox-tables")) as thread:  # closes its connection at its end
        thread.run(tables.migrate if own_apps else tables.make_tables)


def _without_event_loop(work: Callable[[], T]) -> T:
    """Do *work* here, or in a helper thread where an event loop runs here (a notebook's cell)."""
    token = _starting.set(True)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    else:
        with closing(SyncThread("sandbox-setup")) as thread:
            return thread.run(work)
    finally:
        _starting.reset(token)


@contextmanager
def _undone_on_error(what: str) -> Iterator[None]:
    """Give Django back its state from before, so that a corrected cell can simply run again."""
    try:
        yield
    except BaseException as error:
        settings._wrapped = empty
        apps.app_configs.clear()
        apps.apps_ready = apps.models_ready = apps.ready = apps.loading = False
        apps.ready_event.clear()
        apps.clear_cache()
        error.add_note(f"Django could not start with {what}: correct them and run the cell again.")
        raise


# -- the next times -------------------------------------------------------------------------------


def _check_same(source: str | Mapping[str, Any] | None, configured: Configured) -> None:
    """Raise ``SandboxError`` if *source* asks for another Django than the one that runs."""
    if isinstance(source, str) and source != _settings_module():
        raise _conflict(f"settings={source!r}", configured)
    if isinstance(source, Mapping):
        differing = [name for name in FIXED if name in source and not _in_force(name, source[name])]
        if differing:
            raise _conflict(f"another {' and '.join(differing)}", configured)


def _take_over(source: str | Mapping[str, Any] | None) -> None:
    """Let the values of a mapping take effect that may change while Django runs."""
    if isinstance(source, Mapping):
        for name in source.keys() - set(FIXED):
            setattr(settings, name, source[name])


def _conflict(wanted: str, configured: Configured) -> SandboxError:
    runs_on = {
        "nothing": "settings that the sandbox made by itself",
        "names": "the settings of an earlier cell",
        "elsewhere": "settings that were there before the sandbox",
    }.get(configured.source, repr(configured.source))
    return SandboxError(
        f"Sandbox() was asked for {wanted}, but Django has one configuration in a process and "
        f"already runs on {runs_on}; restart the kernel and run the cell with the settings you "
        "want first."
    )


def _settings_module() -> str | None:
    name: str | None = getattr(settings, "SETTINGS_MODULE", None)
    return name


def _in_force(name: str, wanted: Any) -> bool:
    """Compare a setting with the one that Django runs on, which may be a list for a tuple."""
    now = getattr(settings, name, empty)
    if name == "DATABASES":
        return _within(wanted, now)
    if isinstance(wanted, list | tuple) and isinstance(now, list | tuple):
        return list(wanted) == list(now)
    return bool(wanted == now)


def _within(wanted: Any, now: Any) -> bool:
    """Compare nested dicts; Django writes its defaults into those that it was given."""
    if isinstance(wanted, Mapping) and isinstance(now, Mapping):
        return all(key in now and _within(value, now[key]) for key, value in wanted.items())
    return bool(wanted == now)
