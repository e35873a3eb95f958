/** Every road leads from one actor to the other that it names, whatever is folded away. */

import { describe, expect, test } from "vitest";
import { along, type Curve } from "../../../../sandbox/views/frontend/flow/curve.ts";
import { NOWHERE, type Where } from "../../../../sandbox/views/frontend/flow/ends.ts";
import { fan, STRANDS } from "../../../../sandbox/views/frontend/flow/homeward.ts";
import {
  curvesOf,
  roadKey,
  routeOf,
  routesOf,
} from "../../../../sandbox/views/frontend/flow/paths.ts";
import { type Box, type Place, place } from "../../../../sandbox/views/frontend/flow/place.ts";
import type { Road } from "../../../../sandbox/views/frontend/model/flights.ts";
import { anyState, Maker, randomFrom, scene } from "./states.ts";

const WIDTHS = [1064, 760, 328] as const;

const standing = (state: ReturnType<typeof scene>, width: number): Place => {
  const mode = width < 680 ? "narrow" : width < 960 ? "medium" : "wide";
  return place(state, {
    width,
    room: null,
    mode,
    theme: "light",
    unfolded: new Set(),
    cell: false,
  });
};

const near = ({ x, y, w, h }: Box, [px, py]: readonly [number, number], slack = 1.5) =>
  px >= x - slack && px <= x + w + slack && py >= y - slack && py <= y + h + slack;

const start = (curve: Curve) => along(curve, 0);
const end = (curve: Curve) => along(curve, 1);

/** One road of each kind, between actors of the design's scene. */
const ROADS: Road[] = [
  { hop: "frame", connection: "c1" },
  { hop: "accept", connection: "c2", channel: "websocket.receive" },
  { hop: "accept", connection: "c5", channel: "http.request" },
  { hop: "take", channel: "websocket.receive", worker: "worker:1" },
  { hop: "send", consumer: "ws_message", channel: "chat.receive" },
  { hop: "send", consumer: null, channel: "chat.receive" },
  { hop: "toGroup", consumer: "ws_message", group: "chat" },
  { hop: "member", consumer: "ws_add", group: "chat", change: "add", connection: "c1" },
  { hop: "fan", group: "chat", connections: ["c1", "c2", "c4"], channels: [] },
  { hop: "fan", group: "audit", connections: [], channels: ["chat.receive"] },
  { hop: "reply", consumer: "ws_add", connection: "c1" },
  { hop: "reply", consumer: null, connection: "c1" },
  { hop: "out", connection: "c3" },
  { hop: "fall", channel: "chat.receive", connection: null, reason: "full" },
  { hop: "fall", channel: "chat.receive", connection: null, reason: "expired" },
  { hop: "fall", channel: "x!y", connection: "c4", reason: "no_connection" },
];

describe.each(WIDTHS)("at %i units", (width) => {
  const at = standing(scene(), width);

  test.each(ROADS.map((road) => [roadKey(road), road] as const))(
    "%s leads somewhere",
    (_, road) => {
      const curves = curvesOf(at, road);
      expect(curves.length).toBeGreaterThan(0);
      for (const curve of curves)
        for (const share of [0, 0.25, 0.5, 0.75, 1]) {
          const [x, y] = along(curve, share);
          expect(x).toBeGreaterThanOrEqual(-1);
          expect(x).toBeLessThanOrEqual(at.width + 1);
          expect(y).toBeGreaterThanOrEqual(-1);
          expect(y).toBeLessThanOrEqual(at.height);
        }
    },
  );

  test("a frame goes from its client to its server, and a reply the other way", () => {
    const client = at.clients.find(({ name }) => name === "alice")!;
    const [there] = curvesOf(at, { hop: "frame", connection: "c1" });
    const [back] = curvesOf(at, { hop: "out", connection: "c1" });
    expect(near(client, start(there!))).toBe(true);
    expect(near(at.servers[0]!, end(there!))).toBe(true);
    expect(near(client, end(back!))).toBe(true);
  });

  test("a message is taken from the head of its channel into its worker's socket", () => {
    const [take] = curvesOf(at, { hop: "take", channel: "websocket.receive", worker: "worker:1" });
    const channel = at.channels.find(({ name }) => name === "websocket.receive")!;
    const worker = at.workers.find(({ name }) => name === "worker:1")!;
    expect(near(channel.slots, start(take!))).toBe(true);
    expect(start(take!)[0]).toBeGreaterThan(channel.slots.x + channel.slots.w * 0.8);
    expect(near(worker, end(take!))).toBe(true);
  });

  test("a loss falls into the bin", () => {
    for (const road of ROADS.filter(({ hop }) => hop === "fall"))
      for (const curve of curvesOf(at, road)) expect(near(at.bin, end(curve))).toBe(true);
  });

  test("a message lands behind those that wait already", () => {
    const behind: Where = { ...NOWHERE, nextSlot: () => 3 };
    const road: Road = { hop: "accept", connection: "c1", channel: "websocket.receive" };
    const [first] = curvesOf(at, road);
    const [fourth] = curvesOf(at, road, behind);
    const { slots, count } = at.channels.find(({ name }) => name === "websocket.receive")!;
    expect(end(first!)[0] - end(fourth!)[0]).toBeCloseTo((3 * slots.w) / count);
  });

  test("a group send is one trunk that splits into one strand for each connection", () => {
    const { trunks, strands } = fan(at, "chat", ["c1", "c2", "c3", "c4"], []);
    const chat = at.groups.find(({ name }) => name === "chat")!;
    expect(trunks).toHaveLength(1);
    expect(near(chat, start(trunks[0]!))).toBe(true);
    expect(near(at.servers[0]!, end(trunks[0]!))).toBe(true);
    expect(strands).toHaveLength(4);
    expect(new Set(strands.map((strand) => end(strand).join())).size).toBe(4);
    for (const strand of strands) expect(near(at.servers[0]!, end(strand))).toBe(true);
  });

  test("of many strands eight are drawn", () => {
    const make = new Maker().chat();
    const members = Array.from({ length: 12 }, (_, i) => make.tab(`t${i}`));
    make.group("chat", members);
    const { strands } = fan(
      standing(make.state, width),
      "chat",
      members.map(({ id }) => id),
      [],
    );
    expect(strands).toHaveLength(STRANDS);
  });

  test("each server of several gets a trunk of its own", () => {
    const make = new Maker().chat().server(2);
    const members = [make.tab("alice"), make.tab("bob", { server: "server:2" })];
    make.group("chat", members);
    const { trunks, strands } = fan(standing(make.state, width), "chat", ["c1", "c2"], []);
    expect(trunks).toHaveLength(2);
    expect(strands).toHaveLength(2);
  });

  test("roads of what is unknown or gone are none, and nothing is thrown", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const some = standing(anyState(randomFrom(seed)), width);
      for (const road of ROADS) expect(() => curvesOf(some, road)).not.toThrow();
      expect(() => routesOf(some)).not.toThrow();
    }
    expect(curvesOf(at, { hop: "take", channel: "nowhere", worker: "worker:1" })).toEqual([]);
    expect(curvesOf(at, { hop: "reply", consumer: "ws_add", connection: "c99" })).toEqual([]);
    expect(curvesOf(at, { hop: "toGroup", consumer: "nobody", group: "chat" }).length).toBe(1);
  });
});

describe("in columns", () => {
  const at = standing(scene(), 1064);

  test("a tab that is opening comes from where tabs are opened", () => {
    const [curve] = curvesOf(at, { hop: "frame", connection: "c99" });
    expect(near(at.opener, start(curve!))).toBe(true);
    expect(near(at.servers[0]!, end(curve!))).toBe(true);
  });

  test("a page's request comes in where the server shows it", () => {
    const [curve] = curvesOf(at, { hop: "frame", connection: "c5" });
    expect(near(at.servers[0]!.foot!, end(curve!))).toBe(true);
  });
});

describe("in rows", () => {
  test("a consumer acts from the worker that runs it", () => {
    const at = standing(scene(), 328);
    const where: Where = { ...NOWHERE, workerOf: () => "worker:2" };
    const [curve] = curvesOf(at, { hop: "toGroup", consumer: "ws_message", group: "chat" }, where);
    expect(near(at.workers[1]!, start(curve!))).toBe(true);
  });
});

describe("what is folded away", () => {
  test("is met at its chip: a tab, a channel, a worker", () => {
    const make = new Maker().chat();
    for (let i = 1; i <= 30; i++) make.tab(`tab ${i}`);
    for (let i = 0; i < 30; i++) make.channel(`room.${i}`, "custom");
    for (let i = 1; i <= 12; i++) make.worker(i);
    const at = standing(make.state, 1064);
    const chip = (fold: string) => at.more.find((box) => box.fold === fold)!;
    const [frame] = curvesOf(at, { hop: "frame", connection: "c30" });
    expect(near(chip("tabs"), start(frame!))).toBe(true);
    const [send] = curvesOf(at, { hop: "send", consumer: "ws_message", channel: "room.29" });
    expect(near(chip("channels"), end(send!))).toBe(true);
    const [take] = curvesOf(at, { hop: "take", channel: "room.29", worker: "worker:12" });
    expect(near(chip("workers"), end(take!))).toBe(true);
  });
});

describe("a route", () => {
  test("runs straight to a consumer on its row, and bends only behind the workers", () => {
    const make = new Maker().chat();
    make.state.rules.unshift({
      ...make.state.rules[1]!,
      consumer: "room_message",
      filters: { path: "^/room" },
    });
    const at = standing(make.state, 1064);
    const channel = at.channels.find(({ name }) => name === "websocket.receive")!;
    const [first, second] = at.consumers.filter(({ home }) => home === "websocket.receive");
    expect(routeOf(at, channel, first!).length).toBe(
      first!.x - (channel.slots.x + channel.slots.w),
    );
    const bent = routeOf(at, channel, second!);
    const workers = at.headings.find(({ key }) => key === "workers")!.x;
    for (let i = 0; i <= 40; i++) {
      const [x, y] = along(bent, i / 40);
      if (x < workers + 120) expect(y).toBe(channel.rail);
    }
    expect(end(bent)).toEqual([second!.x, second!.y + second!.h / 2]);
  });

  test("is drawn for every rule, every wire and every group's way back", () => {
    const routes = routesOf(standing(scene(), 1064));
    const count = (what: string) => routes.filter((route) => route.what === what).length;
    expect(count("wire")).toBe(4);
    expect(count("accept")).toBe(4);
    expect(count("route")).toBe(4);
    expect(count("back")).toBe(2);
    expect(new Set(routes.map(({ key }) => key)).size).toBe(routes.length);
  });
});
