"""The Django app of the sandbox; it must not know any sandbox that runs.

Its label is ``channels``, the name that classic projects put into INSTALLED_APPS.
"""

from __future__ import annotations

from django.apps import AppConfig

__all__ = ["ChannelsConfig"]


class ChannelsConfig(AppConfig):  # type: ignore[misc]  # Django has no type information
    """Registers the room with Django; there are no models yet."""

    name = "sandbox.django"
    label = "channels"
    verbose_name = "Channel sandbox"
    default_auto_field = "django.db.models.BigAutoField"
