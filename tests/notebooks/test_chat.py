"""notebooks/01-chat.ipynb, executed without a screen: each idea shows what its text says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.notebooks.kernels import LONGEST, environment

pytestmark = pytest.mark.notebook

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def said(cell: Any) -> str:
    """Return all text of a cell's outputs."""
    parts = []
    for output in cell.outputs:
        if output.output_type == "stream":
            parts.append(output.text)
        elif output.output_type in ("execute_result", "display_data"):
            parts.append(output.data.get("text/plain", ""))
    return "\n".join(parts)


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every cell of the executed notebook, by its id."""
    folder = tmp_path_factory.mktemp("chat")
    notebook = nbformat.read(NOTEBOOKS / "01-chat.ipynb", as_version=4)
    client = NotebookClient(
        notebook,
        timeout=int(LONGEST),
        kernel_name="python3",
        resources={"metadata": {"path": str(folder)}},
    )
    client.execute(env=environment(folder))
    return {cell["id"]: cell for cell in notebook.cells}


def test_alice_and_bob_chat(cells: dict[str, Any]) -> None:
    """The talk's consumers answer over real sockets."""
    assert said(cells["hi"]) == "'[user] hi'"
    assert re.findall(r"<(\w+), member", said(cells["group"])) == ["alice", "bob"]


def test_the_story_names_consumer_and_members(cells: dict[str, Any]) -> None:
    """Where the message went: through ws_message to both members."""
    story = said(cells["story"])
    assert "ws_message" in story
    assert "alice's reply channel" in story
    assert "bob's reply channel" in story


def test_an_edit_disconnects_nobody(cells: dict[str, Any]) -> None:
    """The next message takes the new code; both sockets are open."""
    assert "[user] hi again!" in said(cells["edited"])
    assert said(cells["edited"]).endswith("(None, None)")


def test_a_loss_is_explained(cells: dict[str, Any]) -> None:
    """A ghost stays in the group, and why() says so in words; the mended routing lets bob back."""
    assert "2 members" in said(cells["lost"])
    assert "no_connection" in said(cells["why"])
    assert said(cells["mend"]).endswith("'[user] welcome back!'")


def test_a_full_channel_tells(cells: dict[str, Any]) -> None:
    """A group send loses what does not fit and the ledger counts it; a direct send raises."""
    assert "3 lost (full 3) ✓" in said(cells["full"])
    assert "ChannelFull" in said(cells["refused"])


def test_a_consumer_that_raises_is_found(cells: dict[str, Any]) -> None:
    """One run raised; all the others went on."""
    assert "thirteen brings bad luck" in said(cells["raise"])


def test_views_and_long_polls_answer(cells: dict[str, Any]) -> None:
    """A Django view and a held request answer."""
    assert said(cells["view"]) == "'Hello, you!'"
    assert "False" in said(cells["poll"])
    assert said(cells["answer"]) == "'something happened'"


def test_the_ledger_balances_at_the_end(cells: dict[str, Any]) -> None:
    """Everything that was accepted is somewhere, and nothing waits."""
    last = said(cells["ledger"])
    assert "= 0 queued + 0 held + 0 in hand" in last
    assert "✓" in last


def test_notebooks_are_kept_without_outputs() -> None:
    """What is committed has no outputs, no counts, and a name for every cell."""
    for path in NOTEBOOKS.glob("*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            assert not cell.get("outputs"), path
            assert cell.get("execution_count") is None, path
            assert not re.fullmatch(r"[0-9a-f]{8}", cell["id"]), f"{path}: name {cell['id']}"
