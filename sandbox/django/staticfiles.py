"""Static files without a web server, for development (CLASSIC-SPEC §4.11).

Role: ``channels.staticfiles``: a handler that serves what is below STATIC_URL and leaves the rest
to views, and its consumer. It must not know where the files are: Django's finders do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlsplit
from urllib.request import url2pathname

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import utils
from django.contrib.staticfiles.views import serve
from django.core.handlers.exception import response_for_exception
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views import debug

from sandbox.django.handler import AsgiHandler, ViewConsumer

__all__ = ["StaticFilesConsumer", "StaticFilesHandler", "default_consumer"]


class StaticFilesHandler(AsgiHandler):
    """Serves files below STATIC_URL, past all middleware; everything else goes to views.

    Nothing is served where STATIC_URL names another host. A file that is not there is Django's
    technical page with DEBUG, and a matter of the project's views without.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base_url = urlsplit(self.get_base_url())

    def get_base_url(self) -> str:
        """Return STATIC_URL; ``ImproperlyConfigured`` where it cannot be used."""
        utils.check_settings()
        url: str = settings.STATIC_URL
        return url

    def file_path(self, url: str) -> str:
        """Return the path that the finders know for the file at *url*."""
        return url2pathname(url[len(self.base_url.path) :])

    def serve(self, request: HttpRequest) -> HttpResponseBase:
        """Return the file that *request* asks for; ``Http404`` if there is none."""
        response: HttpResponseBase = serve(request, self.file_path(request.path), insecure=True)
        return response

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Serve a file, or run middleware and view."""
        if self._should_handle(request.path):
            try:
                return self.serve(request)
            except Http404 as error:
                if settings.DEBUG:
                    page: HttpResponseBase = debug.technical_404_response(request, error)
                    return page
            except Exception as error:  # such as a path that leads out of the folders
                answer: HttpResponseBase = response_for_exception(request, error)
                return answer
        return super().get_response(request)

    def _should_handle(self, path: str) -> bool:
        return path.startswith(self.base_url.path) and not self.base_url.netloc


class StaticFilesConsumer(ViewConsumer):
    """The consumer of ``http.request`` that serves static files too."""

    handler_class: ClassVar[type[AsgiHandler]] = StaticFilesHandler


def default_consumer(
    urlconf: Callable[[], object] | None = None, *, insecure: bool = False
) -> ViewConsumer:
    """Return what consumes ``http.request`` by default: with static files while debugging.

    That is with the staticfiles app, and with DEBUG or *insecure*. *urlconf* is as for
    :class:`~sandbox.django.handler.ViewConsumer`.
    """
    static = apps.is_installed("django.contrib.staticfiles") and (settings.DEBUG or insecure)
    return StaticFilesConsumer(urlconf) if static else ViewConsumer(urlconf)
