/** Curves are walked evenly by length, and are the same line for SVG and canvas. */

import { describe, expect, test } from "vitest";
import { along, Trail, tracePart } from "../../../../sandbox/views/frontend/flow/curve.ts";

/** Notes what a canvas path is told. */
class Pen {
  points: [number, number][] = [];
  moveTo(x: number, y: number): void {
    this.points.push([x, y]);
  }
  lineTo(x: number, y: number): void {
    this.points.push([x, y]);
  }
}

describe("a curve", () => {
  test("knows its length: a straight line's, and a quarter of a circle's nearly", () => {
    expect(new Trail(0, 0).line(30, 40).end().length).toBe(50);
    const k = 0.5523;
    const quarter = new Trail(100, 0).bend(100, 100 * k, 100 * k, 100, 0, 100).end();
    expect(quarter.length).toBeCloseTo((Math.PI / 2) * 100, 0);
  });

  test("is walked evenly: equal shares are equal ways", () => {
    const curve = new Trail(0, 0).level(200, 90).line(260, 90).end();
    const steps = Array.from({ length: 21 }, (_, i) => along(curve, i / 20));
    const ways = steps.slice(1).map(([x, y], i) => Math.hypot(x - steps[i]![0], y - steps[i]![1]));
    expect(Math.max(...ways) - Math.min(...ways)).toBeLessThan(0.6);
  });

  test("begins and ends where it was told to, and stays there beyond", () => {
    const curve = new Trail(1, 2).level(50, 60).upright(80, 10).end();
    expect(along(curve, 0)).toEqual([1, 2]);
    expect(along(curve, 1)).toEqual([80, 10]);
    expect(along(curve, 7)).toEqual([80, 10]);
    expect(along(curve, -1)).toEqual([1, 2]);
  });

  test("leaves and arrives level, or upright", () => {
    const level = new Trail(0, 0).level(100, 100).end();
    expect(along(level, 0.02)[1]).toBeLessThan(0.5);
    const upright = new Trail(0, 0).upright(100, 100).end();
    expect(along(upright, 0.02)[0]).toBeLessThan(0.5);
  });

  test("rounds its corners, but not by more than there is room for", () => {
    const wide = new Trail(0, 0)
      .through(
        [
          [100, 0],
          [100, 100],
        ],
        20,
      )
      .end();
    expect(wide.length).toBeLessThan(200);
    expect(wide.length).toBeGreaterThan(180);
    const tight = new Trail(0, 0)
      .through(
        [
          [8, 0],
          [8, 8],
          [100, 8],
        ],
        20,
      )
      .end();
    expect(along(tight, 1)).toEqual([100, 8]);
    for (let i = 0; i <= 50; i++) expect(along(tight, i / 50)[0]).toBeGreaterThanOrEqual(0);
  });

  test("is one point where nothing leads on", () => {
    const point = new Trail(5, 6).line(5, 6).end();
    expect(point.length).toBe(0);
    expect(along(point, 0.5)).toEqual([5, 6]);
  });

  test("says which part of it lies between actors, as shares and as path data", () => {
    const curve = new Trail(0, 0).line(10, 0).mark().line(30, 0).mark().line(40, 0).end();
    expect(curve.bare).toEqual([0.25, 0.75]);
    expect(curve.bareD).toBe("M10 0L30 0");
    expect(new Trail(0, 0).line(9, 0).end().bareD).toBe("M0 0L9 0");
  });
});

describe("a part of a curve on a canvas", () => {
  test("goes from its one end to the other, through what lies between", () => {
    const curve = new Trail(0, 0).line(100, 0).line(100, 100).end();
    const pen = new Pen();
    tracePart(pen, curve, 0.25, 0.75);
    expect(pen.points).toEqual([
      [50, 0],
      [100, 0],
      [100, 50],
    ]);
  });
});
