"""``sandbox lab``: copies that never overwrite work, and the words that start JupyterLab."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import lab
from sandbox.errors import NotAvailableHere
from tests.test_cli import environment

COMMAND = [sys.executable, "-m", "sandbox.cli", "lab"]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with two shipped notebooks."""
    folder = tmp_path / "shipped"
    folder.mkdir()
    (folder / "01-chat.ipynb").write_text("one", encoding="utf-8")
    (folder / "02-more.ipynb").write_text("two", encoding="utf-8")
    return folder


def texts(folder: Path) -> dict[str, str]:
    """Return every notebook in *folder* with its text."""
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.ipynb")}


def test_a_first_start_copies_every_notebook(source: Path, tmp_path: Path) -> None:
    """The folder is made, and what is shipped lies in it."""
    copied = lab.copy_notebooks(source, tmp_path / "a" / "mine", "1")
    assert copied == lab.Copied(new=("01-chat.ipynb", "02-more.ipynb"))
    assert texts(tmp_path / "a" / "mine") == texts(source)


def test_a_second_start_leaves_work_alone(source: Path, tmp_path: Path) -> None:
    """A copy that somebody has changed stays as it is; one that was deleted comes again."""
    mine = tmp_path / "mine"
    lab.copy_notebooks(source, mine, "1")
    (mine / "01-chat.ipynb").write_text("my work", encoding="utf-8")
    (mine / "02-more.ipynb").unlink()
    assert lab.copy_notebooks(source, mine, "1") == lab.Copied(new=("02-more.ipynb",))
    assert texts(mine) == {"01-chat.ipynb": "my work", "02-more.ipynb": "two"}


def test_a_newer_notebook_replaces_an_untouched_copy_only(source: Path, tmp_path: Path) -> None:
    """Beside a changed copy the newer one gets a name of its own, once."""
    mine = tmp_path / "mine"
    lab.copy_notebooks(source, mine, "1")
    (mine / "01-chat.ipynb").write_text("my work", encoding="utf-8")
    for name in ("01-chat.ipynb", "02-more.ipynb"):
        (source / name).write_text("newer", encoding="utf-8")
    copied = lab.copy_notebooks(source, mine, "2")
    assert copied == lab.Copied(renewed=("02-more.ipynb",), beside=("01-chat (2).ipynb",))
    assert texts(mine) == {
        "01-chat.ipynb": "my work",
        "01-chat (2).ipynb": "newer",
        "02-more.ipynb": "newer",
    }
    assert lab.copy_notebooks(source, mine, "2") == lab.Copied()


def test_a_copy_from_elsewhere_counts_as_work(source: Path, tmp_path: Path) -> None:
    """Where nothing is remembered, or it cannot be read, nothing is overwritten."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "01-chat.ipynb").write_text("from elsewhere", encoding="utf-8")
    (mine / ".sandbox").mkdir()
    (mine / ".sandbox" / "shipped.json").write_text("{broken", encoding="utf-8")
    copied = lab.copy_notebooks(source, mine, "1")
    assert copied == lab.Copied(new=("02-more.ipynb",), beside=("01-chat (1).ipynb",))
    assert (mine / "01-chat.ipynb").read_text(encoding="utf-8") == "from elsewhere"


def test_jupyterlab_gets_our_defaults_before_other_folders(tmp_path: Path) -> None:
    """Our settings are defaults in a folder of ours; the variable keeps what it named before."""
    found = lab.variables({"JUPYTER_CONFIG_PATH": "before", "A": "b"}, tmp_path)
    first, second = found["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert (second, found["A"]) == ("before", "b")
    text = (Path(first) / "labconfig" / "default_setting_overrides.json").read_text()
    assert json.loads(text)["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_a_window_is_arranged_once(tmp_path: Path) -> None:
    """At first the list of files is closed; what a person makes of it stays."""
    place = Path(lab.variables({}, tmp_path)["JUPYTERLAB_WORKSPACES_DIR"])
    (file,) = place.iterdir()
    assert json.loads(file.read_text())["data"]["layout-restorer:data"]["left"]["collapsed"]
    file.write_text("{}")
    lab.variables({}, tmp_path)
    assert file.read_text() == "{}"


def test_a_persons_own_windows_stay_theirs(tmp_path: Path) -> None:
    """Who has said where windows are kept finds them there."""
    given = {"JUPYTERLAB_WORKSPACES_DIR": "mine"}
    assert lab.variables(given, tmp_path)["JUPYTERLAB_WORKSPACES_DIR"] == "mine"


def test_the_command_opens_the_first_notebook(tmp_path: Path) -> None:
    """The notebook, the folder, the port and further options are words of their own."""
    words = lab.command(tmp_path, port=9999, browser=False, more=["--ServerApp.token=t"])
    assert words[:3] == [sys.executable, "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={tmp_path}" in words
    assert "--LabApp.default_url=/lab/tree/01-chat.ipynb" in words
    assert words[-3:] == ["--ServerApp.port=9999", "--no-browser", "--ServerApp.token=t"]


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without JupyterLab the text says what to install."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(NotAvailableHere, match=r'needs jupyterlab, .*"channel-sandbox\[lab\]"'):
        lab.require_lab()


def test_the_notebooks_are_found() -> None:
    """The package knows where its notebooks are."""
    assert (lab.shipped() / lab.FIRST).is_file()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """One sentence, no traceback."""
    (tmp_path / "file").write_text("in the way")
    ran = subprocess.run(
        [*COMMAND, str(tmp_path / "file" / "below")],
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert ran.returncode == 2
    assert "cannot be written" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("user", "more", "needs"),
    [(0, [], True), (0, ["--allow-root"], False), (1000, [], False), (None, [], False)],
)
def test_root_has_to_ask_for_it(user: int | None, more: list[str], needs: bool) -> None:
    """JupyterLab says so in its own words, which do not tell how to say it to `sandbox lab`."""
    assert lab.needs_leave(user, more) is needs
