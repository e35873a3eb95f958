"""JupyterLab as ``sandbox lab`` starts it, and the chat's notebook in a real Chromium.

One JupyterLab and one browser for all tests here; each test gets a notebook with a kernel of its
own. ``SANDBOX_LAB`` names the ``sandbox`` of a fresh installation (``./tests/run install`` makes
one); without it the present environment is tried.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab.picture import Picture
from tests.tools.drive_lab import Browser, Lab

ROOT = Path(__file__).parents[2]


def command() -> list[str]:
    """Return the words of ``sandbox``: of the fresh installation, else of this checkout."""
    fresh = os.environ.get("SANDBOX_LAB")
    return [fresh] if fresh else [sys.executable, "-m", "sandbox.cli"]


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """``sandbox lab`` on a folder of its own."""
    folder = tmp_path_factory.mktemp("mine")
    words = [*command(), "lab", folder, "--no-browser", "--"]
    env = {} if "SANDBOX_LAB" in os.environ else {"PYTHONPATH": str(ROOT)}
    with Lab(folder, words=words, env=env) as lab:
        yield lab


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium with a profile of its own."""
    with Browser(viewport=(1400, 900)) as browser:
        yield browser


@pytest.fixture
def picture(lab: Lab, browser: Browser, request: pytest.FixtureRequest) -> Iterator[Picture]:
    """The chat's notebook, open, with nothing run yet; the page must have no error at the end."""
    name = f"{request.node.name}.ipynb"
    shutil.copy(lab.root / "01-chat.ipynb", lab.root / name)
    picture = Picture(browser, lab, name)
    yield picture
    picture.nb.page.close()
    assert picture.nb.errors() == []
