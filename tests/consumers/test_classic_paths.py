"""The table of the names of 2016."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

from sandbox.consumers.classic_paths import MODULES, OURS, resolve, wanted_here

APP = Path(__file__).parents[2] / "sandbox" / "django"


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """As much of a kernel as is asked for, and no `channels` of anybody."""
    shell = SimpleNamespace(kernel=object())
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    monkeypatch.delitem(sys.modules, "channels", raising=False)


@pytest.mark.parametrize("classic", MODULES)
def test_every_name_leads_somewhere(classic: str) -> None:
    """What the table names exists, and so does the package that a classic name is in."""
    assert find_spec(MODULES[classic]) is not None
    parent = classic.rpartition(".")[0]
    assert not parent or parent in MODULES or find_spec(parent) is not None


@pytest.mark.parametrize("path", sorted(APP.iterdir()), ids=lambda path: path.stem)
def test_no_classic_name_hides_a_module_of_the_app(path: Path) -> None:
    """`import channels.x` sets the attribute x of our app's package: where the app has a module
    of that name, it must be the same one."""
    assert MODULES.get(f"channels.{path.stem}", f"{OURS}.{path.stem}") == f"{OURS}.{path.stem}"


def test_asgirefs_own_modules_stay_its_own() -> None:
    """No name of the table exists in the asgiref that Django needs."""
    asgiref = Path(str(find_spec("asgiref").origin)).parent  # type: ignore[union-attr]
    theirs = {f"asgiref.{path.stem}" for path in asgiref.glob("*.py")}
    assert theirs.isdisjoint(MODULES)
    assert "asgiref.wsgi" in theirs


@pytest.mark.parametrize(
    ("path", "ours"),
    [
        ("asgiref.inmemory.ChannelLayer", "sandbox.layers.inmemory.ChannelLayer"),
        ("channels.handler.ViewConsumer", "sandbox.django.handler.ViewConsumer"),
        ("channels", "sandbox.django"),
        ("channels.Group", "sandbox.django.Group"),
        ("channels.layers.InMemoryChannelLayer", "channels.layers.InMemoryChannelLayer"),
        ("asgiref.wsgi.WsgiToAsgi", "asgiref.wsgi.WsgiToAsgi"),
        ("chat.consumers.ws_add", "chat.consumers.ws_add"),
        ("plain", "plain"),
    ],
)
def test_paths_are_resolved(path: str, ours: str) -> None:
    """A classic module, or a name in one, becomes ours; other paths stay as they are."""
    assert resolve(path) == ours


@pytest.mark.usefixtures("kernel")
def test_in_a_kernel_without_channels_the_names_are_wanted() -> None:
    """In a kernel where nobody else has the name, `import sandbox` may give it out."""
    assert wanted_here()


def test_outside_a_kernel_they_are_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script, or a plain IPython, has to ask."""
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    assert not wanted_here()
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: None))
    assert not wanted_here()


@pytest.mark.usefixtures("kernel")
def test_an_imported_channels_keeps_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where some `channels` is imported, its name is its own."""
    monkeypatch.setitem(sys.modules, "channels", SimpleNamespace())
    assert not wanted_here()


@pytest.mark.usefixtures("kernel")
@pytest.mark.parametrize("file", ["channels.py", "channels/__init__.py", "channels/chat.ipynb"])
def test_a_channels_that_could_be_imported_keeps_its_name(
    file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A module, a package or a mere folder of that name on the path is left alone."""
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).touch()
    monkeypatch.syspath_prepend(tmp_path)
    assert not wanted_here()
