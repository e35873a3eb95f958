/** The bin: which heaps fit, and what is told of those that do not. */

import { expect, test } from "vitest";
import { heapsOf } from "../../../../sandbox/views/frontend/flow/bin.tsx";
import { empty } from "../../../../sandbox/views/frontend/model/reduce.ts";
import { wordsOf } from "../../../../sandbox/views/frontend/stage/words.ts";

const numbers = {
  count: (n: number) => String(n),
  seconds: String,
  whole: String,
  milliseconds: String,
  bytes: String,
};

function heaps(
  lost: Record<string, number>,
  width: number,
  say: (key: string) => string = (key) => key.replace("reason.", ""),
) {
  const state = empty();
  state.totals.lostBy = new Map(Object.entries(lost));
  state.totals.lost = Object.values(lost).reduce((all, n) => all + n, 0);
  const box = { x: 0, y: 0, w: width, h: 48 };
  return heapsOf(state, box, false, false, say, numbers);
}

const LOST = { no_connection: 2, full: 3, worker_killed: 1 };

test("every heap has its word where there is room", () => {
  const { heaps: found, rest } = heaps(LOST, 900);
  expect(found.map(({ reason, bare }) => [reason, bare])).toEqual([
    ["no_connection", false],
    ["full", false],
    ["worker_killed", false],
  ]);
  expect(rest).toBe(0);
});

test("all three reasons of the first notebook have their words beside it, in both languages", () => {
  for (const language of ["en", "ru"] as const) {
    const lost = { no_connection: 2, full: 3, nobody_listens: 2 };
    const { heaps: found } = heaps(lost, 367, wordsOf(language));
    expect(found.map(({ bare }) => bare)).toEqual([false, false, false]);
  }
});

test("heaps move together before a reason loses its word", () => {
  const full = heaps(LOST, 900).heaps.at(-1)!;
  const { heaps: found } = heaps(LOST, full.x + full.w + 10);
  expect(found.map(({ bare }) => bare)).toEqual([false, false, false]);
  for (const [i, heap] of found.slice(1).entries())
    expect(heap.x).toBeGreaterThan(found[i]!.x + found[i]!.w + 10);
});

test("a heap without room for its word keeps its mark and count, inside the bin", () => {
  const { heaps: found, rest } = heaps(LOST, 320);
  const last = found.at(-1)!;
  expect([last.reason, last.bare, last.count]).toEqual(["worker_killed", true, 1]);
  expect(last.x + last.w).toBeLessThanOrEqual(320 - 24);
  expect(rest).toBe(0);
});

test("what does not even fit as a mark is summed up", () => {
  const { heaps: found, rest } = heaps({ ...LOST, expired: 7, retries: 5, fault: 4 }, 220);
  const shown = found.reduce((all, { count }) => all + count, 0);
  expect(rest).toBeGreaterThan(0);
  expect(shown + rest).toBe(22);
});
