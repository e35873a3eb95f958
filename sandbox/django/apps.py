"""The Django app of the sandbox; it must not know any sandbox that runs.

Its label is ``channels``, the name that classic projects put into INSTALLED_APPS. When Django
starts it does what the app of 2016 did (CLASSIC-SPEC §6.4, "App start").
"""

from __future__ import annotations

import sys
from typing import Any

from django.apps import AppConfig, apps

__all__ = ["ChannelsConfig"]


class ChannelsConfig(AppConfig):  # type: ignore[misc]  # Django has no type information
    """Registers the room with Django; it has no models of its own."""

    name = "sandbox.django"
    label = "channels"
    verbose_name = "Channel sandbox"
    default_auto_field = "django.db.models.BigAutoField"

    def __init__(self, app_name: str, app_module: Any) -> None:
        super().__init__(app_name, app_module)
        if _is_classic():
            from sandbox.django.bygone import before_models

            before_models()

    def ready(self) -> None:
        """Check optional packages; let the ``runserver`` of staticfiles be ours, too; let
        bindings hear of their models' changes.

        Raises ``RuntimeError`` for an optional package that is too old, and what
        :meth:`~sandbox.consumers.binding.base.Binding.register` raises.
        """
        from sandbox.consumers.binding.base import BindingMetaclass
        from sandbox.django.package_checks import check_all

        check_all()
        BindingMetaclass.register_all()
        if _is_classic():
            from sandbox.django.bygone import after_models

            after_models()
        if apps.is_installed("django.contrib.staticfiles"):
            _rebase_static_runserver()


def _is_classic() -> bool:
    """Say whether the project is one of 2016, which has imported sandbox.verbatim."""
    return "sandbox.verbatim" in sys.modules


def _rebase_static_runserver() -> None:
    """Put our command below that of staticfiles, which wins where its app comes first."""
    from django.contrib.staticfiles.management.commands.runserver import Command as Static

    from sandbox.django.management.commands.runserver import Command as Ours

    if not issubclass(Static, Ours):
        Static.__bases__ = (Ours,)
