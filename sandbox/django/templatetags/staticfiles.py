"""``{% load staticfiles %}``, which is ``{% load static %}`` by now.

Role: give out Django's own library under the name that it had until 2020.
"""

from __future__ import annotations

from django.templatetags.static import register, static

__all__ = ["register", "static"]
