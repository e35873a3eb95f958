"""The Django app ``channels.delay``; it must not know who runs its worker.

Its label cannot be the name of 2016: Django wants an identifier (CLASSIC-SPEC §13.1).
"""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["DelayConfig"]


class DelayConfig(AppConfig):  # type: ignore[misc]  # Django has no type information
    """Registers the model of delayed messages with Django."""

    name = "sandbox.django.delay"
    label = "channels_delay"
    verbose_name = "Channel sandbox: delayed messages"
    default_auto_field = "django.db.models.BigAutoField"
