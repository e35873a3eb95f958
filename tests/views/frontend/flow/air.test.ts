/** How far a flight has come, and how wide a fan is. */

import { describe, expect, test } from "vitest";
import { ease, fanWidth, progress } from "../../../../sandbox/views/frontend/flow/air.ts";
import type { Flight } from "../../../../sandbox/views/frontend/model/flights.ts";

describe("a fan's trunk", () => {
  test("is two units wide for each message up to four", () => {
    expect([1, 2, 3, 4].map((n) => fanWidth(n))).toEqual([2, 4, 6, 8]);
  });

  test("then grows by the logarithm and is never wider than fourteen", () => {
    expect(fanWidth(8)).toBe(10);
    expect(fanWidth(16)).toBe(12);
    expect(fanWidth(500)).toBe(14);
    expect(fanWidth(500, 1.3)).toBeCloseTo(18.2);
  });
});

describe("a flight", () => {
  const flight = (begins: number, ends: number): Flight => ({
    id: 1,
    kind: "receive",
    road: { hop: "frame", connection: "c1" },
    count: 1,
    begins,
    ends,
  });

  test("has come as far as its time is over, and ends at its fact", () => {
    expect(progress(flight(100, 300), 150)).toBe(0.25);
    expect(progress(flight(100, 300), 50)).toBeLessThan(0);
    expect(progress(flight(100, 300), 300)).toBe(1);
  });

  test("that takes no time is over at once", () => {
    expect(progress(flight(100, 100), 100)).toBeGreaterThan(1);
    expect(progress(flight(100, 100), 99)).toBeLessThan(0);
  });

  test("begins and ends slowly and never goes back", () => {
    expect([ease(-1), ease(0), ease(0.5), ease(1), ease(2)]).toEqual([0, 0, 0.5, 1, 1]);
    for (let i = 0; i < 100; i++) expect(ease((i + 1) / 100)).toBeGreaterThanOrEqual(ease(i / 100));
    expect(ease(0.1)).toBeLessThan(0.01);
  });
});
