"""Cross-site protection of the sandbox's own settings, behind a notebook's proxy."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.middleware.csrf import get_token

TOKEN = "abcdefghijklmnopqrstuvwxyzABCDEF"


@pytest.fixture
def post(message: Any, handler: Any, changed: Any) -> Any:
    """Post with these headers; return the status."""
    changed(MIDDLEWARE=["sandbox.django.middleware.NotebookCsrfMiddleware"], ALLOWED_HOSTS=["*"])
    run = handler(lambda request: HttpResponse(get_token(request)))

    def send(*, token: bool = False, scheme: str = "http", **headers: str) -> int:
        pairs = [[b"host", b"hub.example.org"]]
        pairs += [
            [name.replace("_", "-").encode(), text.encode()] for name, text in headers.items()
        ]
        if token:
            pairs += [[b"cookie", f"csrftoken={TOKEN}".encode()], [b"x-csrftoken", TOKEN.encode()]]
        status: int = next(run(message(method="POST", headers=pairs, scheme=scheme)))["status"]
        return status

    return send


def test_a_program_needs_no_token(post: Any) -> None:
    """``box.post`` and curl are no browser that somebody could abuse."""
    assert post() == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://hub.example.org"},
        {"referer": "http://hub.example.org/page/"},
        {"sec_fetch_site": "same-origin"},
    ],
)
def test_a_page_needs_a_token(post: Any, headers: dict[str, str]) -> None:
    """What a browser's page sends is checked as Django does."""
    assert post(**headers) == 403
    assert post(token=True, **headers) == 200


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("origin", ["http://hub.example.org", "https://hub.example.org"])
def test_the_own_host_is_trusted_whatever_the_scheme(post: Any, scheme: str, origin: str) -> None:
    """The hub's proxy ends TLS, so the page says https and the request http."""
    assert post(token=True, origin=origin, scheme=scheme) == 200


@pytest.mark.parametrize(
    "origin", ["https://evil.example.org", "null", "http://[", "ftp://hub.example.org", ""]
)
def test_another_origin_is_refused(post: Any, origin: str) -> None:
    """Even with a token."""
    assert post(token=True, origin=origin) == 403


def test_a_host_that_is_not_allowed_is_refused(post: Any, changed: Any) -> None:
    """ALLOWED_HOSTS comes first."""
    changed(ALLOWED_HOSTS=["other.org"])
    assert post(token=True, origin="http://hub.example.org") == 403


def test_listed_origins_stay_trusted(post: Any, changed: Any) -> None:
    """CSRF_TRUSTED_ORIGINS holds as in any Django."""
    changed(CSRF_TRUSTED_ORIGINS=["https://*.example.com"])
    assert post(token=True, origin="https://a.example.com") == 200
