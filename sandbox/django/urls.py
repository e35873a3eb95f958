"""The ROOT_URLCONF of a Django made from nothing: no project, so no patterns.

Views come from the registry of each sandbox (:mod:`sandbox.django.views`), never from here.
"""

from __future__ import annotations

from sandbox.django.views import NoViewYet

__all__ = ["urlpatterns"]

urlpatterns = [NoViewYet()]
"""Nothing that matches, and it stays so: two sandboxes share this module."""
