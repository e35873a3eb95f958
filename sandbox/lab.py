"""``sandbox lab``: JupyterLab on a working copy of the notebooks.

Role: keep the copies (a person's work is never overwritten) and start JupyterLab on them. It must
not know what the notebooks are about, nor anything of layers, servers and pictures.

What was shipped last is remembered beside the copies, so that a newer notebook replaces only a
copy that nobody has changed; otherwise it is put beside it under a name that tells its version.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sandbox.errors import NotAvailableHere

__all__ = [
    "FIRST",
    "Copied",
    "command",
    "copy_notebooks",
    "needs_leave",
    "require_lab",
    "shipped",
    "variables",
]

FIRST = "01-chat.ipynb"
"""The notebook that opens."""

_OURS = ".sandbox"
"""In the folder of the copies: what we remember, and JupyterLab's defaults."""

_REMEMBERED = "shipped.json"
"""Name → digest of what was shipped under that name last."""

_HERE = Path(__file__).resolve().parent

_DEFAULTS = {
    "@jupyterlab/apputils-extension:notification": {
        "checkForUpdates": False,
        "fetchNews": "false",
    },
}
"""JupyterLab's settings where a person has chosen none: no question about news over the picture."""


_LAYOUT = {
    "data": {"layout-restorer:data": {"left": {"collapsed": True, "visible": True}}},
    "metadata": {"id": "default"},
}
"""The window before anybody has arranged it: the list of files closed, for cells beside the picture
need the room."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What became of the notebooks: names, sorted."""

    new: tuple[str, ...] = ()
    """Copied for the first time."""
    renewed: tuple[str, ...] = ()
    """Replaced by a newer version: nobody had changed the copy."""
    beside: tuple[str, ...] = ()
    """Names of newer versions that lie beside a copy with somebody's work."""


def shipped() -> Path:
    """Return the folder of the notebooks that came with this package.

    ``NotAvailableHere`` where there is none: a broken installation.
    """
    for folder in (_HERE / "notebooks", _HERE.parent / "notebooks"):
        if (folder / FIRST).is_file():
            return folder
    raise NotAvailableHere(
        f"The notebooks should be in {_HERE / 'notebooks'}, and {FIRST} is not there: "
        "install channel-sandbox again."
    )


def copy_notebooks(source: Path, folder: Path, version: str) -> Copied:
    """Copy every notebook of *source* into *folder*, unless that would overwrite work.

    *folder* is made if need be. *version* names what is laid beside a changed copy. ``OSError``
    where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    remembered = _remembered(folder)
    new: list[str] = []
    renewed: list[str] = []
    beside: list[str] = []
    for notebook in sorted(source.glob("*.ipynb")):
        name, data = notebook.name, notebook.read_bytes()
        digest, copy = _digest(data), folder / notebook.name
        if not copy.exists():
            _write(copy, data)
            new.append(name)
        elif remembered.get(name) != digest:
            there = _digest(copy.read_bytes())
            if there == remembered.get(name):
                _write(copy, data)
                renewed.append(name)
            elif there != digest:
                beside += _lay_beside(copy, data, version)
        remembered[name] = digest
    (folder / _OURS).mkdir(exist_ok=True)
    _write(folder / _OURS / _REMEMBERED, json.dumps(remembered, indent=1, sort_keys=True).encode())
    return Copied(tuple(new), tuple(renewed), tuple(beside))


def _lay_beside(copy: Path, data: bytes, version: str) -> Iterator[str]:
    """Write *data* under a name that tells its version; one that is there already stays."""
    other = copy.with_name(f"{copy.stem} ({version}){copy.suffix}")
    if not other.exists():
        _write(other, data)
        yield other.name


def _remembered(folder: Path) -> dict[str, str]:
    """Return what was shipped before; where that cannot be read, every copy counts as work."""
    try:
        found = json.loads((folder / _OURS / _REMEMBERED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if type(found) is dict else {}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all: a notebook that is cut off cannot be opened."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def require_lab() -> None:
    """Raise ``NotAvailableHere`` if JupyterLab and the widgets are not installed here."""
    missing = [
        name
        for name in ("jupyterlab", "ipywidgets", "anywidget")
        if importlib.util.find_spec(name) is None
    ]
    if missing:
        raise NotAvailableHere(
            f"sandbox lab needs {', '.join(missing)} beside this Python: "
            f'{sys.executable} -m pip install "channel-sandbox[lab]", from a checkout ".[lab]".'
        )


def command(
    folder: Path,
    *,
    first: str = FIRST,
    port: int | None = None,
    browser: bool = True,
    more: Sequence[str] = (),
) -> list[str]:
    """Return the words that start JupyterLab on *folder*, with the notebook *first* open.

    *port*: ``None`` leaves it to JupyterLab. *more*: further options of ``jupyter lab``.
    """
    words = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/{first}",
    ]
    if port is not None:
        words.append(f"--ServerApp.port={port}")
    if not browser:
        words.append("--no-browser")
    return [*words, *more]


def needs_leave(user: int | None, more: Sequence[str]) -> bool:
    """Say whether JupyterLab will refuse to start, since *user* (an id; ``None``: the system has
    none) is root and *more*, its further options, do not allow that."""
    return user == 0 and not any(word.startswith("--allow-root") for word in more)


def variables(environ: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return *environ* with our defaults for JupyterLab, written into *folder*.

    They are defaults: settings that a person has chosen come before them, and so does the way in
    which they have arranged the window since.
    """
    settings = folder / _OURS
    place = settings / "labconfig"
    place.mkdir(parents=True, exist_ok=True)
    _write(place / "default_setting_overrides.json", json.dumps(_DEFAULTS).encode())
    paths = [str(settings), environ.get("JUPYTER_CONFIG_PATH", "")]
    windows = settings / "workspaces"
    if not windows.exists():
        _arrange(windows)
    return {
        "JUPYTERLAB_WORKSPACES_DIR": str(windows),
        **environ,
        "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths)),
    }


def _arrange(windows: Path) -> None:
    """Put down how the window looks at first; JupyterLab names the file and writes it."""
    from jupyterlab_server.workspaces_handler import WorkspacesManager

    WorkspacesManager(str(windows)).save("default", json.dumps(_LAYOUT))
