"""The still picture: well-formed, escaped, inside its frame, and true."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.trace.ledger import Row
from sandbox.views.scene import Channel, Client, Consumer, Group, Scene, Worker
from sandbox.views.still import HELD, LOST, WIDTH, still

SVG = "{http://www.w3.org/2000/svg}"


def chat(members: int = 2, name: str = "alice") -> Scene:
    """Return a chat with some clients, all of them in its group."""
    clients = {
        f"c{n}": Client(f"c{n}", f"{name}{n}", "/", f"s!abcd{n}", "server:1", "open")
        for n in range(members)
    }
    return Scene(
        servers={"server:1": "127.0.0.1:8000"},
        clients=clients,
        channels={
            "websocket.connect": Channel("websocket.connect", 100),
            "websocket.receive": Channel("websocket.receive", 100),
        },
        workers={"worker:1": Worker("worker:1")},
        consumers={
            "ws_add": Consumer("ws_add", ["websocket.connect"], False),
            "ws_message": Consumer("ws_message", ["websocket.receive"], False),
        },
        groups={"chat": Group("chat", [(one.name, False) for one in clients.values()])},
        total=Row("*", "*", accepted=1204, delivered=1204),
    )


def texts(svg: str) -> list[str]:
    """Return all texts, in order."""
    return [one.text or "" for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def test_everybody_stands_there() -> None:
    """Actors under their headings, the ledger below."""
    found = texts(still(chat()))
    for text in ("Clients", "Groups", "alice0", "websocket.receive", "ws_message", "worker 1"):
        assert text in found
    assert ":8000" in found
    assert "0 / 100" in found
    assert "1\u202f204" in found
    assert "✓ balances" in found
    assert "nothing lost" in found


def test_it_speaks_russian() -> None:
    """From the one catalogue; what the user named stays."""
    found = texts(still(chat(), "ru"))
    assert {"Клиенты", "✓ сходится", "потерь нет", "ws_message"} <= set(found)
    assert "Clients" not in found


def test_losses_lie_in_the_bin() -> None:
    """Each with its count and its reason; the ledger says so too."""
    scene = chat()
    scene.total = Row("*", "*", accepted=5, delivered=1, lost={"no_connection": 3, "new": 1})
    scene.balanced = False
    found = texts(still(scene))
    assert {"no connection", "new", "3", "✗ does not balance"} <= set(found)


def test_problems_are_seen() -> None:
    """Full, held, no route, ghost."""
    plain = still(chat())
    assert LOST not in plain
    scene = chat()
    scene.channels["work"] = Channel("work", 8, queued=6, held=2)
    scene.clients["c0"].state = "ghost"
    svg = still(scene)
    assert {"full 8 / 8", "2 held", "no route", "ghost"} <= set(texts(svg))
    assert svg.count(HELD) == 2
    assert svg.count("stroke-dasharray") > 3


def test_what_runs_is_inverted() -> None:
    """The consumer that a worker runs, and the token in its socket."""
    scene = chat()
    scene.workers["worker:1"] = Worker("worker:1", "ws_message", "receive")
    found = texts(still(scene))
    assert found.count("ws_message") == 2
    assert "idle" not in found


def test_the_same_scene_is_the_same_picture() -> None:
    """A pure function."""
    assert still(chat()) == still(chat())


def test_what_has_no_room_is_counted() -> None:
    """Nothing is left away in silence, and nothing grows without bound."""
    scene = chat(500)
    scene.channels |= {f"c{n}": Channel(f"c{n}", 100) for n in range(50)}
    scene.workers |= {f"worker:{n}": Worker(f"worker:{n}") for n in range(2, 40)}
    scene.groups |= {f"g{n}": Group(f"g{n}") for n in range(9)}
    svg = still(scene)
    found = texts(svg)
    assert "500" in found
    assert "+489" in found
    assert {"+494 more", "+43 more", "+6 more"} <= set(found)
    assert len(svg) < 100_000


def test_nothing_at_all() -> None:
    """An empty scene is a picture, too."""
    assert "no group yet" in texts(still(Scene()))


def test_nothing_in_it_acts() -> None:
    """No script, no link, nothing from elsewhere."""
    svg = still(chat())
    assert {one.tag for one in ElementTree.fromstring(svg).iter()} <= {
        SVG + name for name in ("svg", "title", "rect", "path", "circle", "text")
    }
    assert "http" not in svg.replace('xmlns="http://www.w3.org/2000/svg"', "").replace(
        "http.request", ""
    )


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"onload="x', "&amp;", "]]>"])
def test_names_are_escaped(text: str) -> None:
    """Whatever a user's program calls its things."""
    scene = chat(name=text)
    scene.channels[text] = Channel(text, 10)
    scene.consumers[text] = Consumer(text, [text], False)
    scene.groups[text] = Group(text, [(text, True)])
    svg = still(scene)
    assert "<script" not in svg
    assert "onload" not in re.sub(r">[^<]*<", "><", svg)
    ElementTree.fromstring(svg)


@settings(max_examples=50, deadline=None)
@given(st.text(), st.integers(0, 40), st.integers(0, 300), st.integers(1, 200))
def test_any_scene_is_well_formed_and_inside(
    name: str, members: int, waiting: int, capacity: int
) -> None:
    """Control characters, other scripts, long names, any counts."""
    scene = chat(members, name)
    scene.channels[name] = Channel(name, capacity, queued=waiting)
    scene.consumers[name] = Consumer(name, [name, "websocket.receive"], True)
    root = ElementTree.fromstring(still(scene))
    height = float(root.attrib["viewBox"].split()[3])
    for one in root.iter(f"{SVG}rect"):
        x, y, w, h = (float(one.attrib.get(key, 0)) for key in ("x", "y", "width", "height"))
        assert x >= 0
        assert x + w <= WIDTH + 0.5
        assert y >= 0
        assert y + h <= height + 0.5
