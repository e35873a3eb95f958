/** Actors never overlap, never leave the width, and keep their places when others come and go. */

import { describe, expect, test } from "vitest";
import type { Fold } from "../../../../sandbox/views/frontend/flow/choose.ts";
import {
  type Box,
  boxesOf,
  type Place,
  place,
  type View,
} from "../../../../sandbox/views/frontend/flow/place.ts";
import type { State } from "../../../../sandbox/views/frontend/model/state.ts";
import { anyState, fresh, Maker, randomFrom, scene } from "./states.ts";

const WIDTHS = [1064, 760, 656, 328] as const;

function viewOf(width: number, unfolded: Fold[] = [], room: number | null = null): View {
  const mode = width < 680 ? "narrow" : width < 960 ? "medium" : "wide";
  return { width, room, mode, theme: "light", unfolded: new Set(unfolded), cell: true };
}

const overlaps = (a: Box, b: Box) =>
  a.x + a.w > b.x + 0.01 &&
  b.x + b.w > a.x + 0.01 &&
  a.y + a.h > b.y + 0.01 &&
  b.y + b.h > a.y + 0.01;

/** Every pair of boxes that overlaps, and every box that leaves the picture, in words. */
function faults(at: Place): string[] {
  const boxes = boxesOf(at);
  const found: string[] = [];
  boxes.forEach(([name, box], i) => {
    const inside =
      box.x >= -0.01 &&
      box.y >= 0 &&
      box.x + box.w <= at.width + 0.01 &&
      box.y + box.h <= at.height;
    if (!inside) found.push(`${name} leaves the picture: ${JSON.stringify(box)}`);
    for (const [other, second] of boxes.slice(i + 1))
      if (overlaps(box, second)) found.push(`${name} and ${other} overlap`);
  });
  for (const group of at.groups) {
    const chips: Box[] = [...group.chips, ...(group.more ? [group.more] : [])];
    chips.forEach((chip, i) => {
      if (!overlaps(chip, group) || chip.y + chip.h > group.y + group.h)
        found.push(`a chip leaves ${group.name}`);
      if (chips.slice(i + 1).some((other) => overlaps(chip, other)))
        found.push(`chips overlap in ${group.name}`);
    });
  }
  return found;
}

describe.each(WIDTHS)("at %i units", (width) => {
  test("no two boxes overlap and none leaves the picture, whatever there is", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const at = place(anyState(randomFrom(seed)), viewOf(width));
      expect(faults(at), `seed ${seed}`).toEqual([]);
    }
  });

  test("the same holds when everything is unfolded", () => {
    const unfolded: Fold[] = ["tabs", "channels", "consumers", "workers", "groups"];
    for (let seed = 1; seed <= 60; seed++) {
      const at = place(anyState(randomFrom(seed)), viewOf(width, unfolded));
      expect(faults(at), `seed ${seed}`).toEqual([]);
    }
  });

  test("the same holds where there is little height, and nothing is higher for it", () => {
    for (let seed = 1; seed <= 150; seed++) {
      const state = anyState(randomFrom(seed));
      const at = place(state, viewOf(width, [], 300));
      expect(faults(at), `seed ${seed}`).toEqual([]);
      expect(at.height).toBeLessThanOrEqual(place(state, viewOf(width)).height);
    }
  });

  test("it holds while one state follows another", () => {
    let at: Place | null = null;
    for (let seed = 1; seed <= 60; seed++) {
      at = place(anyState(randomFrom(seed)), viewOf(width), at);
      expect(faults(at), `seed ${seed}`).toEqual([]);
    }
  });

  test("the design's scene and the empty picture stand clear", () => {
    for (const state of [scene(), fresh(), fresh(false)])
      expect(faults(place(state, viewOf(width)))).toEqual([]);
  });

  test("the same state gives the same object back, so that nothing is drawn again", () => {
    const state = scene();
    const first = place(state, viewOf(width));
    state.totals.accepted++;
    expect(place(state, viewOf(width), first)).toBe(first);
  });
});

function tabs(count: number): State {
  const make = new Maker().chat();
  for (let i = 1; i <= count; i++) make.tab(`tab ${i}`);
  return make.state;
}

describe("routes", () => {
  test("run straight: a consumer stands on the row of its channel", () => {
    const at = place(scene(), viewOf(1064));
    for (const consumer of at.consumers) {
      const channel = at.channels.find(({ name }) => name === consumer.home)!;
      expect(consumer.y + consumer.h / 2).toBe(channel.rail);
    }
  });

  test("leave lanes between them, in which the workers stand", () => {
    const at = place(scene(), viewOf(1064));
    for (const worker of at.workers)
      for (const { rail } of at.channels)
        expect(Math.abs(worker.y + worker.h / 2 - rail)).toBeGreaterThanOrEqual(worker.h / 2 + 8);
  });

  test("that can never match are not drawn: a default behind the user's own", () => {
    const at = place(scene(), viewOf(1064));
    expect(at.consumers.map(({ name }) => name)).toEqual([
      "(default) Django views",
      "ws_add",
      "ws_message",
      "ws_disconnect",
    ]);
  });

  test("by filters share their channel's row", () => {
    const make = new Maker().chat();
    make.state.rules.unshift(
      ...["^/a", "^/b"].map((path) => ({
        ...make.state.rules[1]!,
        consumer: `room${path}`,
        filters: { path },
      })),
    );
    const at = place(make.state, viewOf(1064));
    const row = at.consumers.filter(({ home }) => home === "websocket.receive");
    expect(row.map(({ name }) => name)).toEqual(["room^/a", "room^/b", "ws_message"]);
    expect(faults(at)).toEqual([]);
  });
});

describe("a tab", () => {
  test("keeps its place when another one comes or goes", () => {
    const make = new Maker().chat();
    for (const name of ["alice", "bob", "carol"]) make.tab(name);
    const before = place(make.state, viewOf(1064));
    make.state.connections.delete("c2");
    const after = place(make.state, viewOf(1064), before);
    const y = (at: Place, name: string) => at.clients.find((box) => box.name === name)!.y;
    expect(y(after, "carol")).toBe(y(before, "carol"));
    make.tab("dave");
    const filled = place(make.state, viewOf(1064), after);
    expect(y(filled, "dave")).toBe(y(before, "bob"));
    expect(y(filled, "carol")).toBe(y(before, "carol"));
  });

  test("that comes back under its name stands where it stood", () => {
    const make = new Maker().chat();
    make.tab("alice", { state: "closed" });
    make.tab("bob");
    make.tab("alice");
    const at = place(make.state, viewOf(1064));
    expect(at.clients.map(({ name }) => name)).toEqual(["alice", "bob"]);
    expect(at.clients[0]!.connections).toEqual(["c3"]);
  });

  test("that comes back takes the ghost of its former self in: one tab, the newest connection last", () => {
    const make = new Maker().chat();
    const gone = make.tab("alice", { state: "closed", replyChannel: "s!old" });
    const bob = make.tab("bob");
    const back = make.tab("alice");
    make.group("chat", [gone, bob, back]);
    const at = place(make.state, viewOf(1064));
    expect(at.clients.map(({ name, kind }) => [name, kind])).toEqual([
      ["alice", "tab"],
      ["bob", "tab"],
    ]);
    expect(at.clients[0]!.connections).toEqual([gone.id, back.id]);
    expect(at.rowOf.get(gone.id)!.port).toEqual(at.rowOf.get(back.id)!.port);
  });

  test("is small when there are more than six, and folded when there are more than fourteen", () => {
    expect(place(tabs(6), viewOf(1064)).clients.every(({ look }) => look === "tab")).toBe(true);
    expect(place(tabs(7), viewOf(1064)).clients.every(({ look }) => look === "line")).toBe(true);
    const many = place(tabs(26), viewOf(1064));
    expect(many.clients.length).toBe(13);
    expect(many.more.find(({ fold }) => fold === "tabs")?.count).toBe(13);
    expect(place(tabs(26), viewOf(1064, ["tabs"])).clients.length).toBe(26);
  });

  test("of a crowd is one with all the others", () => {
    const make = new Maker().chat();
    make.tab("alice");
    for (let i = 1; i <= 200; i++) make.tab(`fans ${i}/200`);
    const at = place(make.state, viewOf(1064));
    expect(at.clients.map(({ name, connections }) => [name, connections.length])).toEqual([
      ["alice", 1],
      ["fans", 200],
    ]);
    expect(at.rowOf.size).toBe(201);
  });
});

describe("a channel", () => {
  const many = (busy: string) => {
    const make = new Maker().chat();
    for (let i = 0; i < 30; i++) make.channel(`room.${i}`, "custom", `room.${i}` === busy ? 1 : 0);
    return make;
  };

  test("that is quiet is folded away when there are many, routed ones last", () => {
    const at = place(many("").state, viewOf(1064));
    const names = at.channels.map(({ name }) => name);
    expect(names).toHaveLength(8);
    expect(names).toContain("websocket.disconnect");
    expect(at.more.find(({ fold }) => fold === "channels")?.count).toBe(26);
  });

  test("is never hidden while something waits in it, and stays when that is gone", () => {
    const make = many("room.29");
    const busy = place(make.state, viewOf(1064));
    expect(busy.channels.map(({ name }) => name)).toContain("room.29");
    make.state.channels.get("room.29")!.queue = [];
    const quiet = place(make.state, viewOf(1064), busy);
    expect(quiet.channels.map(({ name }) => name)).toContain("room.29");
  });

  test("of notices that nobody hears shows only while something waits in it", () => {
    const make = new Maker().chat();
    make.channel("http.disconnect", "disconnect");
    expect(place(make.state, viewOf(1064)).channels).toHaveLength(4);
  });
});

describe("a group", () => {
  test("shows eleven members and counts the rest", () => {
    const make = new Maker().chat();
    make.group(
      "chat",
      Array.from({ length: 500 }, (_, i) => make.tab(`t${i}`)),
    );
    const [group] = place(make.state, viewOf(1064)).groups;
    expect(group!.chips).toHaveLength(11);
    expect(group!.more?.count).toBe(489);
  });

  test("shows a crowd as one member with its count", () => {
    const make = new Maker().chat();
    const members = Array.from({ length: 200 }, (_, i) => make.tab(`fans ${i + 1}/200`));
    make.group("chat", [make.tab("alice"), ...members]);
    const [group] = place(make.state, viewOf(1064)).groups;
    expect(group!.chips.map(({ label, count }) => [label, count])).toEqual([
      ["alice", 1],
      ["fans", 200],
    ]);
  });

  test("keeps its top while members come and while it is first sent to", () => {
    const make = new Maker().chat();
    make.group("chat", [make.tab("alice")]);
    make.edge("ws_add", "add", "chat");
    const before = place(make.state, viewOf(1064));
    make.group(
      "chat",
      ["bob", "carol", "dave", "erin"].map((name) => make.tab(name)),
    );
    make.edge("ws_message", "send", "chat");
    const after = place(make.state, viewOf(1064), before);
    expect(after.groups[0]!.y).toBe(before.groups[0]!.y);
    expect(after.groups[0]!.h).toBeGreaterThan(before.groups[0]!.h);
  });

  test("stands beside the consumer that sends to it", () => {
    const at = place(scene(), viewOf(1064));
    const chat = at.groups.find(({ name }) => name === "chat")!;
    const consumer = at.consumers.find(({ name }) => name === "ws_message")!;
    expect(chat.y).toBeLessThan(consumer.y + 16);
    expect(chat.y + chat.h).toBeGreaterThan(consumer.y + 16);
  });
});

test("rows move together as far as it takes to have the bin in sight, and no further", () => {
  const { state } = new Maker().chat();
  const whole = place(state, viewOf(1064));
  const rails = (at: Place) => at.channels.map(({ rail }) => rail);
  const pitch = (at: Place) => rails(at)[2]! - rails(at)[1]!;
  expect(pitch(place(state, viewOf(1064, [], whole.height)))).toBe(pitch(whole));
  const closer = place(state, viewOf(1064, [], whole.height - 20));
  expect(closer.bin.y + closer.bin.h).toBeLessThanOrEqual(whole.height - 20);
  expect(pitch(closer)).toBeLessThan(pitch(whole));
  expect(place(state, viewOf(1064, [], 100))).toEqual(whole);
});
