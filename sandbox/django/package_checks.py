"""Whether optional packages are new enough (CLASSIC-SPEC §6.4, "App start").

Role: one look at what is installed. It must not import any of it.
"""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version

__all__ = ["check_all", "check_package_version", "required_versions"]

required_versions: dict[str, str] = {
    "asgi_rabbitmq": "0.4.0",
    "asgi_redis": "1.2.0",
    "asgi_ipc": "1.3.0",
}
"""Package → the oldest version that the classic API works with."""


def check_package_version(package_name: str, package_version: str) -> None:
    """Raise ``RuntimeError`` if the package is installed and older than *package_version*."""
    try:
        installed = version(package_name)
    except PackageNotFoundError:
        return
    if _numbers(installed) < _numbers(package_version):
        raise RuntimeError(
            f"This Channels needs {package_name} {package_version} or newer, but {installed} is "
            f"installed: upgrade it, or remove it if nothing needs it."
        )


def check_all() -> None:
    """Check every package of :data:`required_versions`; ``RuntimeError`` for the first too old."""
    for package_name, package_version in required_versions.items():
        check_package_version(package_name, package_version)


def _numbers(text: str) -> tuple[int, ...]:
    """Return the numbers that a version begins with: ``(1, 2, 0)`` for ``1.2.0rc1``."""
    leading = re.match(r"\d+(\.\d+)*", text)
    return tuple(int(part) for part in leading[0].split(".")) if leading else ()
