/** Holds and faults in the fold: what is in force, what waits for a decision, and in which order. */

import { describe, expect, test } from "vitest";
import { clone, REDUCED } from "../../../../sandbox/views/frontend/model/reduce.ts";
import type { Fact } from "../../../../sandbox/views/frontend/model/state.ts";
import { facts, fold } from "./logs.ts";

const HOLD = { id: "x1", target: "channel:jobs", condition: "text~bomb" };
const about = (message: string) => ({ message, channel: "jobs", breakpoint: "x1" });

/** A hold at jobs that has stopped m1, m2 and m3. */
const three: [string, Record<string, unknown>][] = [
  ["hold.began", HOLD],
  ...["m1", "m2", "m3"].flatMap((message): [string, Record<string, unknown>][] => [
    ["message.accepted", { message, channel: "jobs" }],
    ["message.held", about(message)],
  ]),
];

const after = (...more: [string, Record<string, unknown>][]) => fold(facts(...three, ...more));
const held = (...more: [string, Record<string, unknown>][]) => after(...more).holds.get("x1")?.held;

describe("a hold", () => {
  test("is in force from its beginning to its end, with what it is aimed at", () => {
    const state = fold(facts(["hold.began", HOLD]));
    expect([...state.holds.values()]).toEqual([
      { ...HOLD, expires: false, since: state.at, held: [] },
    ]);
    expect(fold(facts(["hold.began", HOLD], ["hold.ended", HOLD])).holds.size).toBe(0);
  });

  test("lists what it has stopped, in order, each message with its hold", () => {
    const state = after();
    expect(state.holds.get("x1")!.held).toEqual(["m1", "m2", "m3"]);
    expect(state.messages.get("m2")).toMatchObject({ state: "held", hold: "x1", due: null });
    expect(state.totals).toMatchObject({ accepted: 3, held: 3, queued: 0, balanced: true });
  });

  test("a step lets the first go, behind what is queued already", () => {
    const state = after(
      ["message.accepted", { message: "m4", channel: "jobs" }],
      ["message.released", about("m1")],
    );
    expect(state.holds.get("x1")!.held).toEqual(["m2", "m3"]);
    expect(state.messages.get("m1")).toMatchObject({ state: "queued", hold: null });
    expect(state.channels.get("jobs")!.queue).toEqual(["m2", "m3", "m4", "m1"]);
    expect(state.totals).toMatchObject({ held: 2, queued: 2, balanced: true });
  });

  test("what is dropped is in the bin and on no list", () => {
    const state = after([
      "message.lost",
      { ...about("m2"), reason: "dropped_by_you", state: "held" },
    ]);
    expect(state.holds.get("x1")!.held).toEqual(["m1", "m3"]);
    expect(state.bin[0]).toMatchObject({ message: "m2", reason: "dropped_by_you" });
    expect(state.totals).toMatchObject({ held: 2, lost: 1, balanced: true });
  });

  test("a copy stands behind what it is a copy of", () => {
    const state = after(
      ["message.duplicated", { ...about("m1"), changed: { copy: "m9" } }],
      ["message.accepted", { message: "m9", channel: "jobs", cause: "m1" }],
      ["message.held", about("m9")],
    );
    expect(state.holds.get("x1")!.held).toEqual(["m1", "m9", "m2", "m3"]);
    expect(state.totals).toMatchObject({ accepted: 4, held: 4, balanced: true });
  });

  test("what was moved stands where it was put", () => {
    expect(held(["message.moved", { ...about("m3"), place: 0 }])).toEqual(["m3", "m1", "m2"]);
    expect(held(["message.moved", { ...about("m1"), place: 2 }])).toEqual(["m2", "m3", "m1"]);
  });

  test("what is delayed waits for its time and for no decision", () => {
    const delay: [string, Record<string, unknown>] = [
      "message.delayed",
      { ...about("m1"), changed: { seconds: 2 } },
    ];
    const state = after(delay);
    const moment = facts(...three, delay).at(-1)!.at;
    expect(state.holds.get("x1")!.held).toEqual(["m2", "m3"]);
    expect(state.messages.get("m1")).toMatchObject({ state: "held", due: moment + 2 });
    const gone = after(delay, ["message.released", about("m1")]);
    expect(gone.messages.get("m1")).toMatchObject({ state: "queued", due: null });
  });

  test("what was edited says so", () => {
    const edited = after(["message.edited", { ...about("m1"), changed: { text: "flower" } }]);
    expect(edited.messages.get("m1")!.edited).toBe(true);
    expect(edited.messages.get("m2")!.edited).toBe(false);
  });

  test("a copied state goes its own way", () => {
    const state = after();
    const other = clone(state);
    other.holds.get("x1")!.held.pop();
    expect(state.holds.get("x1")!.held).toEqual(["m1", "m2", "m3"]);
  });

  test("whose beginning is not known keeps its messages held all the same", () => {
    const log = facts(...three).slice(1);
    const state = fold(log);
    expect(state.messages.get("m1")).toMatchObject({ state: "held", hold: "x1" });
    expect(state.holds.size).toBe(0);
    expect(fold([...log, fact("message.released")]).messages.get("m1")!.state).toBe("queued");
  });
});

function fact(kind: string): Fact {
  return { kind, at: 99, seq: 99, layer: "default", ...about("m1") };
}

describe("faults", () => {
  test("are in force by their ids, with what they are aimed at and how", () => {
    const slow = { id: "x2", fault: "slow", target: "consumer:f", options: { seconds: 1 } };
    const state = fold(facts(["fault.began", slow], ["fault.began", { id: "x3", fault: "lose" }]));
    expect([...state.faults.values()].map(({ since: _, ...one }) => one)).toEqual([
      slow,
      { id: "x3", fault: "lose", target: null, options: {} },
    ]);
    const log = facts(["fault.began", slow], ["fault.ended", slow]);
    expect(fold(log).faults.size).toBe(0);
  });
});

test("every kind that a hold or a person makes is folded", () => {
  const kinds = ["held", "released", "edited", "duplicated", "delayed", "moved"];
  for (const kind of kinds) expect(REDUCED.has(`message.${kind}`)).toBe(true);
  for (const kind of ["hold.began", "hold.ended", "fault.began", "fault.ended"])
    expect(REDUCED.has(kind)).toBe(true);
});

describe("what a person does", () => {
  const labels = (...more: [string, Record<string, unknown>][]) =>
    after(...more).markers.map(({ kind, label }) => `${kind}: ${label}`);

  test("is on the strip of time: the hold, and each decision", () => {
    expect(
      labels(
        ["message.edited", { ...about("m1"), content: { text: "flower" } }],
        ["message.moved", { ...about("m3"), place: 0 }],
        ["message.lost", { ...about("m2"), reason: "dropped_by_you" }],
      ),
    ).toEqual([
      "hand: holds channel:jobs",
      "hand: edited m1",
      "hand: moved m3",
      "hand: dropped m2",
    ]);
  });

  test("is in the message: it says what was typed", () => {
    const state = after(["message.edited", { ...about("m1"), content: { text: "flower" } }]);
    expect(state.messages.get("m1")).toMatchObject({ edited: true, content: { text: "flower" } });
    expect(state.messages.get("m2")).toMatchObject({ edited: false });
  });
});

test("a message knows what sent it", () => {
  const state = fold(
    facts(
      ["consumer.started", { id: "r1", run: "r1", consumer: "__main__.ws_message", message: "m0" }],
      ["message.accepted", { message: "m1", channel: "jobs", cause: "r1", where: "worker:1" }],
      ["message.accepted", { message: "m2", channel: "jobs", where: "cell" }],
    ),
  );
  expect(state.messages.get("m1")!.from).toBe("ws_message");
  expect(state.messages.get("m2")!.from).toBe("cell");
});
