"""Whether optional packages are new enough."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError

import pytest

from sandbox.django import package_checks
from sandbox.django.package_checks import check_all, check_package_version


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What is installed: package → version."""
    versions: dict[str, str] = {}

    def version(name: str) -> str:
        if name not in versions:
            raise PackageNotFoundError(name)
        return versions[name]

    monkeypatch.setattr(package_checks, "version", version)
    return versions


@pytest.mark.parametrize("version", ["1.2.0", "1.2.1", "1.10", "2", "1.2.0rc1"])
def test_what_is_new_enough_passes(installed: dict[str, str], version: str) -> None:
    """Versions are compared as numbers."""
    installed["asgi_redis"] = version
    check_package_version("asgi_redis", "1.2.0")


def test_what_is_not_installed_passes(installed: dict[str, str]) -> None:
    """Every one of them is optional."""
    check_all()


@pytest.mark.parametrize(
    ("name", "version"), [("asgi_redis", "1.1.9"), ("asgi_rabbitmq", "0.3"), ("asgi_ipc", "1.2.9")]
)
def test_what_is_too_old_is_named(installed: dict[str, str], name: str, version: str) -> None:
    """With what is needed, what is there, and what to do."""
    installed[name] = version
    with pytest.raises(RuntimeError, match=rf"needs {name} .*, but {version} is.*upgrade it"):
        check_all()
