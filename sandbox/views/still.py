"""One still picture of the flow, as SVG: for places without widgets, and for notebooks on paper.

Role: draw a :class:`~sandbox.views.scene.Scene` in the design's light theme; a pure function of
scene and language. It must not know where scenes come from. Whatever a user's program named is
escaped, and cut where it would leave its place; scripts, links and fonts there are none.

Geometry: units of one pixel at full size, 1100 wide. Routes run straight, a consumer stands on the
row of its first channel, workers in the lanes between the rows.
"""

from __future__ import annotations

import functools
import html
import json
import math
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sandbox.trace.wording import plain
from sandbox.views.scene import Channel, Client, Consumer, Group, Scene, Worker, kind_of

__all__ = ["still"]

T = TypeVar("T")

WIDTH = 1100
TOP, PITCH, CLIENT_PITCH = 66, 60, 75
X_CLIENT, X_SERVER, X_CHANNEL, X_WORKER, X_CONSUMER, X_GROUP = 16, 211, 386, 621, 785, 948
W_CLIENT, W_SERVER, W_CHANNEL, W_WORKER, W_CONSUMER, W_GROUP = 152, 132, 192, 120, 120, 136
MOST_CLIENTS, MOST_ROWS, MOST_GROUPS, MOST_CHIPS = 6, 9, 4, 12

INK, INK2, INK3, EDGE, LINE, SUNK = "#16191D", "#434A52", "#626A73", "#868E96", "#D9DDE1", "#F5F6F7"
LOST, LOST_TEXT, LOST_BG, HELD, OK = "#D55E00", "#A84300", "#FCF0E8", "#F0E442", "#00704F"
HUES = {
    "connect": "#009E73",
    "receive": "#0072B2",
    "disconnect": INK,
    "request": "#E69F00",
    "reply": "#56B4E9",
    "custom": "#CC79A7",
}
SANS = (
    "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,"
    "'Liberation Sans',sans-serif"
)
MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'Liberation Mono','DejaVu Sans Mono',monospace"
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+")
"""A number with its thousands apart."""

_MONO_WIDTH = 0.61
"""Width of a letter in the mono face, in parts of its size."""


@functools.cache
def _catalogue() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(
        (Path(__file__).parent / "words.json").read_text(encoding="utf-8")
    )
    return found


def still(scene: Scene, language: str = "en") -> str:
    """Return the picture as one SVG element; *language* is ``"en"`` or ``"ru"``."""
    return _Drawing(scene, _catalogue()[language]).draw()


class _Shown(NamedTuple):
    """A list that is drawn as far as there is room, and how many are not."""

    items: list[Any]
    more: int


def _first(items: Iterable[T], most: int) -> _Shown:
    known = list(items)
    return _Shown(known[:most], max(len(known) - most, 0))


class _Drawing:
    """One picture; used once."""

    def __init__(self, scene: Scene, words: dict[str, Any]) -> None:
        self.scene = scene
        self.words = words
        self.clients = _first(scene.clients.values(), MOST_CLIENTS)
        self.channels = _first(_by_use(scene), MOST_ROWS)
        self.rows = {one.name: TOP + PITCH * n for n, one in enumerate(self.channels.items)}
        self.consumers = self._place_consumers()
        self.workers = _first(scene.workers.values(), max(len(self.rows), 2))
        self.groups = _first(scene.groups.values(), MOST_GROUPS)
        self.parts: list[str] = []
        self.figure = self._height_of_figure()
        self.height = self.figure + 118

    # -- places ------------------------------------------------------------------------------

    def _place_consumers(self) -> dict[str, tuple[Consumer, int]]:
        """Give each consumer the row of its first channel, or the next one below all."""
        taken: set[int] = set()
        placed: dict[str, tuple[Consumer, int]] = {}
        for consumer in self.scene.consumers.values():
            rows = [self.rows[one] for one in consumer.channels if one in self.rows]
            if not rows:
                continue
            y = next((row for row in rows if row not in taken), max(rows))
            while y in taken:
                y += PITCH
            taken.add(y)
            placed[consumer.name] = (consumer, y)
        return placed

    def _height_of_figure(self) -> int:
        lowest = [TOP + PITCH, *self.rows.values(), *(y for _, y in self.consumers.values())]
        clients = TOP - 28 + CLIENT_PITCH * len(self.clients.items)
        groups = TOP - 28 + sum(_height_of(group) + 16 for group in self.groups.items)
        return max(max(lowest) + 40, clients + 10, groups)

    # -- drawing -----------------------------------------------------------------------------

    def draw(self) -> str:
        """Return the whole."""
        self._headings()
        self._wires()
        self._routes()
        for number, client in enumerate(self.clients.items):
            self._client(client, TOP - 28 + CLIENT_PITCH * number)
        self._server()
        for channel in self.channels.items:
            self._channel(channel, self.rows[channel.name])
        for number, worker in enumerate(self.workers.items):
            self._worker(worker, TOP + PITCH // 2 + PITCH * number)
        for consumer, y in self.consumers.values():
            self._consumer(consumer, y)
        self._groups()
        self._more()
        self._bin()
        self._legend()
        self._ledger()
        title = html.escape(f"{self._say('title')}: {self._say('view.flow')}")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {self.height}" '
            f'width="{WIDTH}" style="max-width:100%;height:auto" role="img" '
            f'font-family="{SANS}" font-size="12" fill="{INK}"><title>{title}</title>'
            f'<rect width="{WIDTH}" height="{self.height}" fill="#FFFFFF"/>'
            f"{''.join(self.parts)}</svg>"
        )

    def _say(self, key: str, **values: Any) -> str:
        text = self.words[key]
        if isinstance(text, dict):
            text = text["one" if values.get("n") == 1 else "other"]
        return str(text).format(**values)

    def _text(
        self,
        x: float,
        y: float,
        text: object,
        *,
        size: int = 12,
        fill: str = INK,
        bold: bool = False,
        mono: bool = False,
        anchor: str = "",
        room: float = WIDTH,
    ) -> None:
        """Write *text* with its baseline at (x, y), cut to *room* units."""
        letters = max(int(room / (size * _MONO_WIDTH)), 2)
        shown = html.escape(plain(text, letters))
        if mono and _GROUPED.fullmatch(shown):
            shown = shown.replace(",", "\u202f")
        style = f' font-size="{size}"' if size != 12 else ""
        style += f' fill="{fill}"' if fill != INK else ""
        style += ' font-weight="600"' if bold else ""
        style += f' font-family="{MONO}"' if mono else ""
        style += f' text-anchor="{anchor}"' if anchor else ""
        self.parts.append(f'<text x="{x:g}" y="{y:g}"{style}>{shown}</text>')

    def _path(
        self, d: str, *, stroke: str = EDGE, width: float = 1.25, fill: str = "none", dash: str = ""
    ) -> None:
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"{dashed}/>'
        )

    def _box(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        *,
        fill: str = "#FFFFFF",
        stroke: str = EDGE,
        width: float = 1.25,
        round: float = 0,
        dash: str = "",
    ) -> None:
        more = f' rx="{round:g}"' if round else ""
        more += f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(
            f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" fill="{fill}" '
            f'stroke="{stroke}" stroke-width="{width:g}"{more}/>'
        )

    def _token(self, kind: str, x: float, y: float, r: float = 5) -> None:
        self._path(_outline(kind, x, y, r), stroke=INK, fill=HUES[kind])

    def _cross(self, x: float, y: float, r: float = 4) -> None:
        lines = f"M{x - r:g} {y - r:g}l{2 * r:g} {2 * r:g}M{x + r:g} {y - r:g}l{-2 * r:g} {2 * r:g}"
        self._path(lines, stroke=LOST, width=1.75)

    # -- actors ------------------------------------------------------------------------------

    def _headings(self) -> None:
        columns = {
            "clients": X_CLIENT,
            "server": X_SERVER,
            "channels": X_CHANNEL,
            "workers": X_WORKER,
            "consumers": X_CONSUMER,
            "groups": X_GROUP,
        }
        for key, x in columns.items():
            self._text(x, 22, self._say(key), bold=True)

    def _wires(self) -> None:
        for number, client in enumerate(self.clients.items):
            y, ghost = TOP + 3 + CLIENT_PITCH * number, client.state == "ghost"
            middle = (X_CLIENT + W_CLIENT + X_SERVER) / 2
            if not ghost:
                self._path(f"M{X_CLIENT + W_CLIENT} {y}H{X_SERVER}", stroke=INK2)
                continue
            self._path(f"M{X_CLIENT + W_CLIENT} {y}H{X_SERVER}", dash="4 3")
            self._cross(middle, y)

    def _client(self, client: Client, y: int) -> None:
        ghost = client.state == "ghost"
        dash, ink = ("4 3", INK2) if ghost else ("", INK)
        right, ear = X_CLIENT + W_CLIENT, X_CLIENT + 70
        self._path(
            f"M{X_CLIENT} {y + 20}V{y + 4}a4 4 0 0 1 4 -4H{ear - 4}a4 4 0 0 1 4 4V{y + 20}"
            f"H{right - 4}a4 4 0 0 1 4 4V{y + 59}a4 4 0 0 1 -4 4H{X_CLIENT + 4}"
            f"a4 4 0 0 1 -4 -4Z",
            fill="#FFFFFF",
            dash=dash,
        )
        self._text(X_CLIENT + 9, y + 15, client.name, fill=ink, bold=True, mono=True, room=58)
        path = f"{client.request} {client.path}" if client.request else client.path
        self._text(right, y + 14, path, size=11, fill=INK3, mono=True, anchor="end", room=76)
        state = self._say("flow.ghost") if ghost else self._say(f"state.{client.state}")
        self._text(X_CLIENT + 9, y + 38, state, size=11, fill=INK if ghost else INK3, bold=ghost)

    def _server(self) -> None:
        bottom = self.figure - 6
        self._box(X_SERVER, TOP - 28, W_SERVER, bottom - TOP + 28)
        addresses = list(self.scene.servers.values())
        if addresses:
            port = ":" + addresses[0].rpartition(":")[2]
            more = f" +{len(addresses) - 1}" if len(addresses) > 1 else ""
            self._text(
                X_SERVER + W_SERVER,
                22,
                port + more,
                size=11,
                fill=INK2,
                mono=True,
                anchor="end",
                room=44,
            )
        for number, client in enumerate(self.clients.items):
            y, ghost = TOP + 3 + CLIENT_PITCH * number, client.state == "ghost"
            self._path(
                f"M{X_SERVER} {y - 5}a5 5 0 0 1 0 10", fill="#FFFFFF", dash="4 3" if ghost else ""
            )
            local = "!" + client.reply_channel.rpartition("!")[2][:4]
            self._text(X_SERVER + 12, y, local, size=11, fill=INK3 if ghost else INK2, mono=True)
            for slot in range(8):
                self._box(
                    X_SERVER + 12 + slot * 7, y + 4, 7, 10, fill=SUNK, width=1, dash="2 2" * ghost
                )
            for slot in range(min(client.waiting, 8)):
                self._token("reply", X_SERVER + 15.5 + (7 - slot) * 7, y + 9, 3.2)

    def _routes(self) -> None:
        out = X_SERVER + W_SERVER
        for name, y in self.rows.items():
            if kind_of(name) != "custom":
                middle = out + (X_CHANNEL - out) / 2
                self._path(
                    f"M{out} {TOP - 12}C{middle:g} {TOP - 12} {middle:g} {y} {X_CHANNEL} {y}",
                    width=1,
                )
        self._path(f"M{out - 4} {TOP - 16}l8 4l-8 4Z", stroke=INK, fill=INK)
        right = X_CHANNEL + W_CHANNEL
        heard = set()
        for consumer, y in self.consumers.values():
            for channel in consumer.channels:
                if channel in self.rows:
                    heard.add(channel)
                    self._route(right, self.rows[channel], X_CONSUMER, y)
        for channel in self.rows:
            if channel not in heard:
                y = self.rows[channel]
                self._path(f"M{right} {y}h14", dash="4 3")
                self._cross(right + 18, y)
                self._text(right + 28, y + 4, self._say("flow.noroute"), size=11, fill=LOST_TEXT)
        if self.groups.items and self.consumers:
            bottom = self.figure + 6
            x = X_GROUP + W_GROUP / 2
            self._path(
                f"M{x:g} {TOP}V{bottom - 12}q0 12 -12 12H{X_SERVER + W_SERVER - 4}"
                f"q-12 0 -12 -12V{self.figure - 6}",
                stroke=HUES["reply"],
                width=2,
            )

    def _route(self, x: float, y: float, to_x: float, to_y: float) -> None:
        past, middle = X_WORKER + W_WORKER + 4, X_CONSUMER - 18  # no route runs over a worker
        curve = f"H{to_x}"
        if y != to_y:
            curve = f"H{past}C{middle} {y} {middle} {to_y} {to_x} {to_y}"
        self._path(f"M{x} {y}{curve}", width=1)

    def _channel(self, channel: Channel, y: int) -> None:
        self._text(X_CHANNEL, y - 15, channel.name, mono=True, room=W_CHANNEL)
        capacity = channel.capacity or 10
        slots = capacity if capacity <= 16 else 10
        wide = W_CHANNEL / slots
        for slot in range(slots):
            self._box(X_CHANNEL + slot * wide, y - 8, wide, 16, fill=SUNK, width=1)
        waiting = channel.queued + channel.held
        filled = min(math.ceil(waiting * slots / capacity), slots)
        held = min(math.ceil(channel.held * slots / capacity), slots)
        for slot in range(filled):
            x = X_CHANNEL + W_CHANNEL - (slot + 1) * wide
            if slot < held:
                self._box(x, y - 8, wide, 16, fill=HELD, width=1, stroke=INK)
            self._token(kind_of(channel.name), x + wide / 2, y, 4.5)
        if channel.full:
            self._box(X_CHANNEL, y - 8, W_CHANNEL, 16, fill="none", stroke=LOST, width=2)
        limit = "∞" if channel.capacity is None else str(channel.capacity)
        words = f"{self._say('flow.full')} " if channel.full else ""
        fill = LOST_TEXT if channel.full else INK2
        count = f"{words}{waiting} / {limit}"
        self._text(X_CHANNEL, y + 21, count, size=11, fill=fill, mono=True, bold=channel.full)
        if channel.held:
            told = self._say("flow.held", n=channel.held)
            self._text(X_CHANNEL + W_CHANNEL, y + 21, told, size=11, bold=True, anchor="end")

    def _worker(self, worker: Worker, y: int) -> None:
        busy = worker.consumer is not None or worker.message is not None
        self._box(
            X_WORKER,
            y - 18,
            W_WORKER,
            36,
            round=18,
            stroke=INK if busy else EDGE,
            width=2 if busy else 1.25,
        )
        self.parts.append(
            f'<circle cx="{X_WORKER + 18}" cy="{y}" r="9" fill="{SUNK}" stroke="{EDGE}"/>'
        )
        if worker.message:
            self._token(worker.message, X_WORKER + 18, y)
        name = worker.name.replace(":", " ")
        self._text(X_WORKER + 33, y - 3, name, bold=True, room=84)
        state = worker.consumer or self._say("flow.idle")
        fill = INK if busy else INK2
        self._text(X_WORKER + 33, y + 11, state, size=11, fill=fill, mono=busy, room=82)

    def _consumer(self, consumer: Consumer, y: int) -> None:
        left, right = X_CONSUMER, X_CONSUMER + W_CONSUMER
        running = any(worker.consumer == consumer.name for worker in self.scene.workers.values())
        self._path(
            f"M{left} {y}L{left + 11} {y - 16}H{right - 11}L{right} {y}L{right - 11} {y + 16}"
            f"H{left + 11}Z",
            fill=INK if running else "#FFFFFF",
            stroke=INK if running else EDGE,
            width=1 if consumer.builtin else 1.25,
        )
        name = consumer.name.rpartition(".")[2] if not consumer.builtin else consumer.name
        self._text(
            (left + right) / 2,
            y + 4,
            name,
            bold=not consumer.builtin,
            mono=True,
            anchor="middle",
            fill="#FFFFFF" if running else INK2 if consumer.builtin else INK,
            room=W_CONSUMER - 18,
        )
        if consumer.builtin:
            self._text(left + 8, y + 29, self._say("flow.builtin"), size=11, fill=INK3)

    def _groups(self) -> None:
        y = TOP - 28
        for group in self.groups.items:
            self._group(group, y)
            y += _height_of(group) + 16
        if not self.groups.items:
            self._text(X_GROUP, TOP + 4, self._say("flow.nogroup"), size=11, fill=INK3)

    def _group(self, group: Group, y: int) -> None:
        self._box(X_GROUP, y, W_GROUP, _height_of(group), round=16)
        self._text(X_GROUP + 13, y + 19, group.name, bold=True, mono=True, room=90)
        count, right = len(group.members), X_GROUP + W_GROUP - 13
        self._text(right, y + 19, count, size=11, fill=INK2, mono=True, anchor="end")
        chips = _chips(group)
        for number, (name, ghost) in enumerate(chips.items):
            self._chip(name, X_GROUP + 10 + number % 2 * 60, y + 29 + number // 2 * 24, ghost)
        if chips.more:
            place = len(chips.items)
            self._chip(
                f"+{chips.more}", X_GROUP + 10 + place % 2 * 60, y + 29 + place // 2 * 24, False
            )

    def _chip(self, name: str, x: float, y: float, ghost: bool) -> None:
        self._box(x, y, 56, 18, round=9, dash="4 3" if ghost else "")
        fill = INK3 if ghost else INK
        self._text(x + 28, y + 13, name, size=11, fill=fill, mono=True, anchor="middle", room=48)

    def _more(self) -> None:
        """Say how many of each have no room."""
        y = self.figure + 2
        for x, shown in (
            (X_CLIENT, self.clients),
            (X_WORKER, self.workers),
            (X_GROUP, self.groups),
            (X_CHANNEL, self.channels),
        ):
            if shown.more:
                self._text(x, y, self._say("flow.more.tabs", n=shown.more), size=11, fill=INK2)

    # -- below -------------------------------------------------------------------------------

    def _bin(self) -> None:
        y = self.figure + 18
        left, right = X_CHANNEL, X_CONSUMER + W_CONSUMER
        lost = {why: n for why, n in sorted(self.scene.total.lost.items()) if n}
        stroke, fill = (LOST, LOST_BG) if lost else (EDGE, "#FFFFFF")
        self._path(
            f"M{left} {y}L{left + 8} {y + 40}H{right - 8}L{right} {y}",
            stroke=stroke,
            width=1.75,
            fill=fill,
        )
        fill = LOST_TEXT if lost else INK2
        self._text(left + 20, y + 24, self._say("bin"), fill=fill, bold=True)
        if not lost:
            self._text(left + 110, y + 24, self._say("bin.empty"), fill=INK2)
        for number, (why, count) in enumerate(list(lost.items())[:4]):
            x = left + 110 + number * 96
            known = f"reason.{why}" in self.words
            self._cross(x, y + 14)
            self._text(x + 9, y + 18, count, bold=True, mono=True, room=80)
            reason = self._say(f"reason.{why}") if known else why
            self._text(x - 4, y + 34, reason, size=11, fill=INK2, room=100)

    def _legend(self) -> None:
        for number, kind in enumerate(HUES):
            x, y = X_CLIENT + 6 + number % 3 * 100, self.figure + 30 + number // 3 * 18
            self._token(kind, x, y)
            self._text(x + 11, y + 4, self._say(f"kind.{kind}"), size=11, fill=INK2)

    def _ledger(self) -> None:
        y, total = self.figure + 70, self.scene.total
        self.parts.append(
            f'<rect x="0" y="{y}" width="{WIDTH}" height="48" fill="{SUNK}"/>'
            f'<path d="M0 {y}H{WIDTH}" stroke="{LINE}"/>'
        )
        lost = sum(total.lost.values())
        terms: Sequence[tuple[str, int, str]] = (
            ("accepted", total.accepted, "="),
            ("queued", total.queued, "+"),
            ("held", total.held, "+"),
            ("in_hand", total.in_hand, "+"),
            ("delivered", total.delivered, "+"),
            ("lost", lost, ""),
        )
        x = 16.0
        for key, count, sign in terms:
            fill = LOST_TEXT if key == "lost" and lost else INK
            shown = f"{count:,}"
            self._text(x, y + 18, self._say(f"fate.{key}"), size=11, fill=INK2)
            self._text(x, y + 37, shown, size=16, bold=True, mono=True, fill=fill)
            x += max(len(shown) * 10, len(self._say(f"fate.{key}")) * 7) + 16
            if sign:
                self._text(x, y + 37, sign, size=16, mono=True, fill=INK3)
                x += 28
        refused = sum(total.refused.values())
        self._text(880, y + 18, self._say("fate.refused"), size=11, fill=INK2)
        self._text(880, y + 37, refused, size=16, bold=True, mono=True)
        key, fill = ("ledger.balances", OK) if self.scene.balanced else ("ledger.off", LOST_TEXT)
        self._text(1084, y + 30, self._say(key), bold=True, anchor="end", fill=fill)


def _by_use(scene: Scene) -> list[Channel]:
    """Return the channels with those first that somebody's consumer hears, or that hold something.

    Within each part they stay in the ladder's order.
    """
    own = {one for each in scene.consumers.values() if not each.builtin for one in each.channels}

    def rank(channel: Channel) -> int:
        return 0 if channel.name in own or channel.queued or channel.held else 1

    return sorted(scene.channels.values(), key=rank)


def _chips(group: Group) -> _Shown:
    most = MOST_CHIPS if len(group.members) <= MOST_CHIPS else MOST_CHIPS - 1
    return _first(group.members, most)


def _height_of(group: Group) -> int:
    return 38 + 24 * math.ceil(min(max(len(group.members), 1), MOST_CHIPS) / 2)


def _outline(kind: str, x: float, y: float, r: float) -> str:
    """Return the shape of a kind around (x, y)."""
    corners = _CORNERS[kind]
    if not corners:
        return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0Z"
    return "M" + "L".join(f"{x + a * r:.2f} {y + b * r:.2f}" for a, b in corners) + "Z"


_CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "receive": (),
    "request": ((-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)),
    "connect": ((0, -1.05), (1.1, 0.85), (-1.1, 0.85)),
    "disconnect": ((0, 1.05), (1.1, -0.85), (-1.1, -0.85)),
    "reply": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
    "custom": tuple(
        (1.1 * math.sin(i * math.pi / 3), -1.1 * math.cos(i * math.pi / 3)) for i in range(6)
    ),
}
