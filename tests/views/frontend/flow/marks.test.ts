/** Barriers and tags on the picture. */

import { describe, expect, test } from "vitest";
import { channelAt, consumerAt } from "../../../../sandbox/views/frontend/flow/ends.ts";
import { marksOf } from "../../../../sandbox/views/frontend/flow/marks.tsx";
import { place } from "../../../../sandbox/views/frontend/flow/place.ts";
import { apply } from "../../../../sandbox/views/frontend/model/reduce.ts";
import { numbersOf, wordsOf } from "../../../../sandbox/views/frontend/stage/words.ts";
import { fold, recorded } from "../model/logs.ts";

const say = wordsOf("en");
const numbers = numbersOf("en");

/** The chat with things put in its way. */
function chat(...told: [string, Record<string, unknown>][]) {
  const state = fold(recorded("chat"));
  for (const [kind, fields] of told)
    apply(state, { kind, at: state.at, seq: state.seq + 1, ...fields });
  return state;
}

const hold = (id: string, target: string): [string, Record<string, unknown>] => [
  "hold.began",
  { id, target },
];
const fault = (
  id: string,
  name: string,
  target: string | null,
  options: Record<string, unknown> = {},
): [string, Record<string, unknown>] => ["fault.began", { id, fault: name, target, options }];

describe.each([
  ["wide", 1200],
  ["medium", 760],
  ["narrow", 330],
] as const)("%s", (mode, width) => {
  const view = {
    width,
    room: null,
    mode,
    theme: "light",
    unfolded: new Set<never>(),
    cell: false,
  } as const;

  test("a hold bars the way where it is, within the picture", () => {
    const targets = ["channel:websocket.receive", "group:chat", "consumer:ws_message", "tab:alice"];
    const state = chat(...targets.map((target, i) => hold(`x${i}`, target)));
    const at = place(state, view);
    const { barriers } = marksOf(state, at, say, numbers);
    expect(barriers.map(({ target }) => target)).toEqual(targets);
    const { slots } = channelAt(at, "websocket.receive")!;
    expect(barriers[0]!.bar!.x).toBeCloseTo(slots.x + slots.w - 3);
    expect(barriers[2]!.bar!.x).toBeCloseTo(consumerAt(at, "ws_message")!.x - 3);
    for (const { label } of barriers) {
      expect(label.x).toBeGreaterThanOrEqual(0);
      expect(label.x + label.w).toBeLessThanOrEqual(at.width);
    }
  });

  test("what is broken says how, all on one tag", () => {
    const state = chat(
      ["worker.started", { where: "worker:1", channels: ["websocket.receive"] }],
      fault("x1", "freeze", "worker:1"),
      fault("x2", "slow", "tab:bob", { seconds: 1 }),
      fault("x3", "expire", "tab:bob"),
      fault("x4", "refuse", null),
      fault("x5", "slow", "clock", { factor: 5 }),
    );
    const at = place(state, view);
    const { tags } = marksOf(state, at, say, numbers);
    expect(tags.map(({ words }) => words.replaceAll("\u00a0", " "))).toEqual([
      "frozen",
      "slow +1 s · expires at once",
      "refuses",
    ]);
    for (const { box } of tags) {
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.w).toBeLessThanOrEqual(at.width);
    }
  });
});

test("nothing is drawn for what is not on the picture, and nothing once it is over", () => {
  const view = {
    width: 1200,
    mode: "wide",
    theme: "light",
    room: null,
    unfolded: new Set<never>(),
    cell: false,
  } as const;
  const gone = chat(hold("x1", "tab:nobody"), fault("x2", "slow", "connection:c999"));
  expect(marksOf(gone, place(gone, view), say, numbers)).toEqual({ barriers: [], tags: [] });
  const over = chat(
    ["worker.started", { where: "worker:1", channels: ["websocket.receive"] }],
    hold("x1", "group:chat"),
    fault("x2", "freeze", "worker:1"),
    ["hold.ended", { id: "x1", target: "group:chat" }],
    ["fault.ended", { id: "x2", fault: "freeze", target: "worker:1" }],
  );
  expect(marksOf(over, place(over, view), say, numbers)).toEqual({ barriers: [], tags: [] });
});
