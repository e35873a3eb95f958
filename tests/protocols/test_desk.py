"""Actions for the access log."""

from __future__ import annotations

from typing import Any

import pytest

from tests.protocols.house import House
from tests.protocols.wire_client import close


class Kept(list[tuple[str, str, dict[str, Any]]]):
    """An action logger that keeps what it is told."""

    def __call__(self, protocol: str, action: str, details: dict[str, Any]) -> None:
        """Keep an action."""
        self.append((protocol, action, details))


def test_a_request_is_one_action() -> None:
    """When it is over: raw path with query, status, method, client, time and size."""
    kept = Kept()
    with House(action_logger=kept) as house:
        asking = house.asking(path="/caf%C3%A9?a=1")
        client = "{}:{}".format(*asking.connection.sock.getsockname())
        house.reply(house.take("http.request"), status=201, content=b"four")
        asking.answer()
        house.take("http.disconnect")
        house.rest()
    [(protocol, action, details)] = kept
    assert (protocol, action) == ("http", "complete")
    assert 0 <= details.pop("time_taken") < 10
    assert details == {
        "path": "/caf%C3%A9?a=1",
        "status": 201,
        "method": "GET",
        "client": client,
        "size": 4,
    }


def test_a_request_given_up_has_no_status() -> None:
    """Nobody answered it."""
    kept = Kept()
    with House(action_logger=kept) as house:
        asking = house.asking()
        house.take("http.request")
        asking.close()
        house.take("http.disconnect")
    assert kept[0][2]["status"] is None


@pytest.mark.parametrize(
    ("reply", "actions"),
    [
        ({"accept": True}, ["connecting", "connected", "disconnected"]),
        ({"close": True}, ["connecting", "rejected", "disconnected"]),
    ],
)
def test_a_socket_has_its_actions(reply: dict[str, Any], actions: list[str]) -> None:
    """Each with path and client."""
    kept = Kept()
    with House(action_logger=kept) as house, house.raw() as client:
        client.request("/chat?a")
        house.reply(house.take("websocket.connect"), **reply)
        client.response()
        client.send(close(1000))
        house.take("websocket.disconnect")
        house.rest()
    assert [action for _, action, _ in kept] == actions
    assert {details["path"] for _, _, details in kept} == {"/chat?a"}
    assert all(details["client"].startswith("127.0.0.1:") for _, _, details in kept)
