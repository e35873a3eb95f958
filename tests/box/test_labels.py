"""Which connection is whose, as a dialogue between clients and servers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from sandbox.box import labels as module
from sandbox.box.labels import Labels

HERE, THERE = ("127.0.0.1", 1), ("127.0.0.1", 2)


def client(name: str = "alice", **more: Any) -> Any:
    return SimpleNamespace(name=name, **more)


def test_a_server_learns_the_name_of_who_comes_from_an_address() -> None:
    """And the client, afterwards, its reply channel."""
    labels, alice = Labels(), client()
    labels.announce(HERE, alice)
    assert labels.unseen() == [alice]
    assert labels.greet(HERE, "r!a") == "alice"
    assert (labels.unseen(), labels.reply_channel(HERE), labels.owner("r!a")) == (
        [],
        "r!a",
        "alice",
    )
    assert labels.client(HERE) is alice


def test_strangers_have_no_name() -> None:
    """A real browser was never announced."""
    labels = Labels()
    assert labels.greet(HERE, "r!a") is None
    assert (labels.client(HERE), labels.reply_channel(HERE), labels.owner("r!a")) == (None,) * 3


def test_an_address_used_again_belongs_to_the_new_client() -> None:
    """Systems give ports out again."""
    labels = Labels()
    labels.announce(HERE, client("alice"))
    labels.greet(HERE, "r!a")
    labels.announce(HERE, client("bob"))
    assert labels.reply_channel(HERE) is None
    assert labels.owner("r!a") is None
    assert labels.greet(HERE, "r!b") == "bob"


@pytest.mark.parametrize(
    "through", [{"closed": 1000}, {"done": True}, {"cancelled": True}, {"address": THERE}]
)
def test_a_client_that_is_through_is_not_waited_for(through: dict[str, Any]) -> None:
    """Closed, done, or gone on to another address: no server need ever meet it."""
    labels = Labels()
    labels.announce(HERE, client(**through))
    assert labels.is_over(HERE)
    assert labels.unseen() == []


def test_an_address_can_be_struck_off() -> None:
    """Nobody waits for it any more; its name stays known for ghosts."""
    labels = Labels()
    labels.announce(HERE, client(closed=None))
    labels.greet(HERE, "r!a")
    assert not labels.is_over(HERE)
    labels.over(HERE)
    labels.over(THERE)
    assert labels.is_over(HERE)
    assert labels.owner("r!a") == "alice"


def test_the_oldest_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is bounded."""
    monkeypatch.setattr(module, "_REMEMBERED", 2)
    labels = Labels()
    for number in range(3):
        labels.announce(("127.0.0.1", number), client(str(number)))
        labels.greet(("127.0.0.1", number), f"r!{number}")
    assert [labels.owner(f"r!{number}") for number in range(3)] == [None, "1", "2"]
