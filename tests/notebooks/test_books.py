"""The notebooks after the first one, executed without a screen: what their texts say, happens."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.notebooks.kernels import LONGEST, environment
from tests.notebooks.test_chat import NOTEBOOKS, said

pytestmark = pytest.mark.notebook

Said = Callable[[str], str]


def executed(name: str, folder: Path) -> Said:
    """Run the notebook; return what the cell of an id has said."""
    notebook: Any = nbformat.read(NOTEBOOKS / name, as_version=4)
    place = {"metadata": {"path": str(folder)}}
    client = NotebookClient(notebook, timeout=int(LONGEST), kernel_name="python3", resources=place)
    client.execute(env=environment(folder))
    cells = {cell["id"]: cell for cell in notebook.cells}
    return lambda ident: said(cells[ident])


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What 02-live says."""
    return executed("02-live.ipynb", tmp_path_factory.mktemp("live"))


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What 03-break-it says."""
    return executed("03-break-it.ipynb", tmp_path_factory.mktemp("broken"))


@pytest.fixture(scope="module")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What 04-redis says."""
    return executed("04-redis.ipynb", tmp_path_factory.mktemp("spread"))


def test_a_cell_run_again_is_the_new_code(live: Said) -> None:
    """The version counts, the difference is shown, and bad code leaves the old one serving."""
    assert live("swapped") == "'somebody says hi'"
    assert live("diff").startswith("2\n--- ws_message version 1")
    assert "write def ws_message(message)" in live("bad")
    assert live("bad").endswith("'somebody says still here?'")


def test_a_failing_consumer_has_a_card_and_undo_takes_it_back(live: Said) -> None:
    """The cause is named, and the version before it answers again."""
    assert "KeyError: 'txt'" in live("raises")
    assert 'message.content.get("txt")' in live("raises")
    assert live("undo") == "'somebody says better'"


def test_reset_brings_code_and_tabs_back(live: Said) -> None:
    """After the mess bob is open again, and hears."""
    assert live("reset") == "'somebody says and now?'"


def test_a_hundred_changes_under_load_lose_nothing(live: Said) -> None:
    """A thousand numbers, whole and in order; both sockets are the first ones."""
    assert live("long") == "10"
    assert live("load") == "(True, None, None)"
    assert "0 lost ✓" in live("ledger")


def test_a_message_is_held_changed_and_let_go(broken: Said) -> None:
    """What does not match goes through; what was done by hand is in the story."""
    assert "1 held" in broken("hold")
    assert broken("hello") == "'[user] hello'"
    assert broken("edit") == "'[user] here is a flower'"
    assert "message.edited" in broken("edited")
    assert broken("steps") == "['[user] 0', '[user] 4', '[user] 3', '[user] 2']"
    assert "dropped_by_you" in broken("dropped")


def test_a_killed_worker_is_replaced_and_its_message_named(broken: Said) -> None:
    """The next message is served; the lost one has its reason."""
    assert broken("endless") == "[]"
    assert broken("kill") == "'[user] does anybody hear me?'"
    assert "worker_killed" in broken("killed")


def test_every_fault_ends_as_it_began(broken: Said) -> None:
    """Asleep, cut off, full, lost, restarted: each is seen, and then bob hears again."""
    assert broken("sleep") == "'[user] wake up'"
    assert broken("cut").startswith("1006")
    assert broken("back") == "'[user] welcome back'"
    assert "ChannelFull" in broken("fill")
    assert "before its time was up" in broken("expire")
    assert "was lost (fault)" in broken("lose")
    assert broken("restart") == "'[user] same place?'"
    assert re.search(
        r"4 lost \(dropped_by_you 1, expired 1, fault 1, worker_killed 1\) ✓", broken("ledger")
    )


def test_the_chat_goes_through_redis_unchanged(spread: Said) -> None:
    """One argument; the story is told as in memory."""
    assert spread("tabs") == "'[user] through Redis'"
    assert "group.sent" in spread("story")


def test_workers_are_processes_of_their_own(spread: Said) -> None:
    """Four of them, and what they answer comes from other processes."""
    assert len(re.findall(r"<worker:\d idle, process \d+>", spread("scale"))) == 4
    answered, kernel = re.findall(r"\d+", spread("pid"))
    assert int(answered) > 1
    assert kernel not in spread("scale")


def test_a_process_killed_under_load_loses_what_it_had_in_hand_only(spread: Said) -> None:
    """Its loss is named; a server restarted under load closes no socket."""
    killed = spread("kill").count("worker_killed")
    assert spread("restart") == "(None, None)"
    lost = f"{killed} lost (worker_killed {killed}) ✓" if killed else "0 lost ✓"
    assert lost in spread("ledger")
