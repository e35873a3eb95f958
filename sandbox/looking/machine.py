"""The doctor's checks of a machine: is all here that a sandbox, a lab or a talk needs?

Role: one function a check. :func:`look` gathers the facts, the checks judge them, so that tests
can give them other facts. It must not change anything.
"""

from __future__ import annotations

import os
import platform
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version

from sandbox.__about__ import __version__
from sandbox.looking.doctor import Check, Finding

__all__ = ["CHECKS", "Machine", "look"]

_LAB = ("jupyterlab", "ipywidgets", "anywidget", "jupyter-server-proxy")
_NEEDED = ("Django", "redis", "websocket-client", "uvicorn", "websockets", "httptools")
_FILES_FOR_A_CROWD = 4096


@dataclass(frozen=True, slots=True)
class Machine:
    """What was seen. ``versions`` leads from package to version, ``None`` where it is missing."""

    python: tuple[int, int, int]
    system: str
    versions: Mapping[str, str | None]
    sqlite: str
    loopback: str | None
    """Why no port on 127.0.0.1 can be had; ``None`` where one can."""
    redis_server: str | None
    """What ``redis-server --version`` or ``valkey-server --version`` says; ``None``: not found."""
    open_files: int | None
    """How many files one process may have open; ``None`` where the system does not tell."""
    cores: int
    environment: Mapping[str, str] = field(default_factory=dict)


def look() -> Machine:
    """Gather the facts. Opens one socket on loopback and closes it again."""
    packages = (*_NEEDED, *_LAB, "channels", "asgiref", "cryptography")
    return Machine(
        python=sys.version_info[:3],
        system=f"{platform.system()} {platform.release()}",
        versions={name: _version(name) for name in packages},
        sqlite=sqlite3.sqlite_version,
        loopback=_try_loopback(),
        redis_server=_redis_server(),
        open_files=_open_files(),
        cores=os.cpu_count() or 1,
        environment=dict(os.environ),
    )


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _try_loopback() -> str | None:
    try:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
    except OSError as error:
        return str(error)
    return None


def _redis_server() -> str | None:
    for name in ("redis-server", "valkey-server"):
        path = shutil.which(name)
        if path is not None:
            found = subprocess.run(
                [path, "--version"], capture_output=True, text=True, timeout=10, check=False
            )
            return found.stdout.strip() or name
    return None


def _open_files() -> int | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


# -- checks ---------------------------------------------------------------------------------------


def _python(machine: Machine) -> Iterator[Finding]:
    shown = ".".join(map(str, machine.python))
    if machine.python < (3, 11):
        yield Finding("error", "Python", f"{shown} is too old.", "Use Python 3.11 or newer.")
    else:
        says = f"{shown} on {machine.system}, {machine.cores} cores; sandbox {__version__}."
        yield Finding("good", "Python", says)


def _packages(machine: Machine) -> Iterator[Finding]:
    missing = [name for name in _NEEDED if machine.versions.get(name) is None]
    if missing:
        do = f"python -m pip install {' '.join(missing)}"
        yield Finding("error", "packages", f"{', '.join(missing)} missing.", f"Run: {do}")
    else:
        told = ", ".join(f"{name} {machine.versions[name]}" for name in _NEEDED)
        yield Finding("good", "packages", f"{told}.")


def _lab(machine: Machine) -> Iterator[Finding]:
    missing = [name for name in _LAB if machine.versions.get(name) is None]
    if missing:
        yield Finding(
            "warning",
            "notebooks",
            f"{', '.join(missing)} missing: no moving picture in JupyterLab.",
            'Run: python -m pip install "channel-sandbox[lab]"',
        )
    else:
        told = ", ".join(f"{name} {machine.versions[name]}" for name in _LAB)
        yield Finding("good", "notebooks", f"{told}.")


def _channels_4(machine: Machine) -> Iterator[Finding]:
    found = machine.versions.get("channels")
    if found is not None:
        yield Finding(
            "note",
            "channels",
            f"Channels {found} is installed, so `from channels import …` means that one.",
            "For the classic names run `import sandbox.verbatim` first in a process, or write "
            "`from sandbox import Group`.",
        )


def _loopback(machine: Machine) -> Iterator[Finding]:
    if machine.loopback is not None:
        yield Finding(
            "error",
            "loopback",
            f"no port on 127.0.0.1 can be had ({machine.loopback}).",
            'Sandbox(runtime="cooperative") needs none.',
        )
    else:
        yield Finding("good", "loopback", "a free port on 127.0.0.1 can be had.")


def _redis(machine: Machine) -> Iterator[Finding]:
    if machine.redis_server is None:
        yield Finding(
            "note",
            "Redis",
            'no redis-server here: Sandbox(layer="redis") needs one, all else does not.',
            "Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis; conda: "
            "conda install -c conda-forge redis-server; or name a Redis elsewhere, "
            'layer="redis://host:6379/0".',
        )
    else:
        yield Finding("good", "Redis", f"{machine.redis_server.split(' sha=')[0]}.")


def _sqlite(machine: Machine) -> Iterator[Finding]:
    number = tuple(int(part) for part in machine.sqlite.split(".")[:2])
    if number < (3, 31):
        yield Finding(
            "error", "SQLite", f"{machine.sqlite} is too old for Django.", "It needs 3.31 or newer."
        )


def _files(machine: Machine) -> Iterator[Finding]:
    limit = machine.open_files
    if limit is not None and 0 <= limit < _FILES_FOR_A_CROWD:
        yield Finding(
            "note",
            "open files",
            f"one process may have {limit} files open, so about {max(limit - 100, 0)} sockets.",
            f"For thousands of connections run `ulimit -n {_FILES_FOR_A_CROWD * 4}` in the shell "
            "before JupyterLab.",
        )


def _reach(machine: Machine) -> Iterator[Finding]:
    known = {
        "JUPYTERHUB_SERVICE_PREFIX": "a JupyterHub or Binder",
        "COLAB_RELEASE_TAG": "Google Colab",
        "VSCODE_PID": "VS Code",
    }
    for name, place in known.items():
        if machine.environment.get(name):
            yield Finding(
                "note",
                "browser",
                f"this looks like {place}: a browser may not reach 127.0.0.1 of this machine.",
                "Pages open through jupyter-server-proxy where it is there; the built-in tabs "
                "always work.",
            )


CHECKS: tuple[Check, ...] = (
    _python,
    _packages,
    _lab,
    _channels_4,
    _loopback,
    _redis,
    _sqlite,
    _files,
    _reach,
)
"""In the order in which they are told, among equals."""
