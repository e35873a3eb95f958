/** Virtual rows: what is drawn covers what is in sight, and the padding stands for the rest. */

import { expect, test } from "vitest";
import { offsetOf, sliceOf } from "../../../../sandbox/views/frontend/stage/virtual.ts";

const HEIGHT = 28;
const whole = (rows: number, openAt: number, detail: number) =>
  rows * HEIGHT + (openAt >= 0 ? detail : 0);

test("50,000 rows are never more than a screenful in the page", () => {
  const layout = { rows: 50_000, height: HEIGHT, openAt: -1, detail: 0 };
  for (const top of [0, 1234, 700_000, whole(50_000, -1, 0) - 400]) {
    const { from, to } = sliceOf({ top, height: 400 }, layout);
    expect(to - from).toBeLessThan(40);
    expect(from * HEIGHT).toBeLessThanOrEqual(top);
    expect(to * HEIGHT).toBeGreaterThanOrEqual(Math.min(top + 400, 50_000 * HEIGHT));
  }
});

test("padding and rows together are as high as all rows, whatever is open", () => {
  for (const openAt of [-1, 0, 50, 99])
    for (const top of [0, 1000, 1500, 2500]) {
      const layout = { rows: 100, height: HEIGHT, openAt, detail: 300 };
      const { from, to, above, below } = sliceOf({ top, height: 400 }, layout);
      const opened = openAt >= from && openAt < to ? 300 : 0;
      const sum = above + (to - from) * HEIGHT + opened + below;
      expect(sum).toBe(whole(100, openAt, 300));
    }
});

test("rows below the open one begin lower by its height", () => {
  const layout = { rows: 100, height: HEIGHT, openAt: 10, detail: 300 };
  expect(offsetOf(10, layout)).toBe(280);
  expect(offsetOf(11, layout)).toBe(308 + 300);
});

test("a table that fits is drawn whole", () => {
  const layout = { rows: 5, height: HEIGHT, openAt: -1, detail: 0 };
  expect(sliceOf({ top: 0, height: 400 }, layout)).toEqual({ from: 0, to: 5, above: 0, below: 0 });
});
