/** Density: counts by time for the strip, bounded in memory. */

import { expect, test } from "vitest";
import { Density } from "../../../../sandbox/views/frontend/stage/density.ts";

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

test("facts and losses are counted in the bar of their time", () => {
  const density = new Density();
  for (const at of [0.05, 0.06, 5.01]) density.add({ kind: "message.taken", at });
  density.add({ kind: "message.lost", at: 9.99, reason: "full" });
  density.add({ kind: "message.lost", at: 1, reason: "nobody_listens" });
  const { facts, lost } = density.bars(0, 10, 10);
  expect(facts).toEqual([2, 1, 0, 0, 0, 1, 0, 0, 0, 1]);
  expect(lost).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
});

test("facts that were not sent one by one count where they are told", () => {
  const density = new Density();
  density.addMany(3, 5000);
  expect(density.bars(0, 10, 10).facts[3]).toBe(5000);
});

test("what lies outside is not counted, and old times are let go", () => {
  const density = new Density();
  for (let at = 0; at < 2000; at++) density.add({ kind: "x", at });
  expect(sum(density.bars(1990, 2000, 20).facts)).toBe(10);
  for (let at = 2000; at < 12000; at++) density.add({ kind: "x", at });
  expect(sum(density.bars(0, 12000, 10).facts)).toBe(6000);
});
