"""Cross-site protection that is right behind a notebook's proxy.

Used only by the settings that the sandbox makes itself; a user's project keeps its own choice.
It must not know where the sandbox runs: what it needs is in the request.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware

__all__ = ["NotebookCsrfMiddleware"]


class NotebookCsrfMiddleware(CsrfViewMiddleware):  # type: ignore[misc]  # Django is untyped
    """Django's CSRF check with two exceptions that a notebook needs.

    * A request with none of ``Origin``, ``Referer`` and ``Sec-Fetch-Site`` was not sent by a page
      in a browser (``box.post``, curl): nobody's browser is abused, so no token is asked for.
    * An ``Origin`` that names the very host of the request is its own origin, whatever the scheme
      is: a hub's proxy ends TLS, so the page says https and the request http
      (NOTEBOOK-FACTS §3). The name of the hub is not known beforehand, so no setting can list it.
    """

    def process_view(
        self, request: HttpRequest, callback: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Let programs pass; check browsers as Django does."""
        if not _sent_by_page(request):
            request._dont_enforce_csrf_checks = True
        answer: HttpResponseBase | None = super().process_view(request, callback, args, kwargs)
        return answer

    def _origin_verified(self, request: HttpRequest) -> bool:
        try:
            own_host = request.get_host()
            origin = urlsplit(request.META["HTTP_ORIGIN"])
        except (DisallowedHost, ValueError):
            return False
        if origin.scheme in ("http", "https") and origin.netloc == own_host:
            return True
        return bool(super()._origin_verified(request))


def _sent_by_page(request: HttpRequest) -> bool:
    """Tell whether a browser's page sent this: all browsers mark a cross-site POST."""
    marks = ("HTTP_ORIGIN", "HTTP_REFERER", "HTTP_SEC_FETCH_SITE")
    return any(mark in request.META for mark in marks)
