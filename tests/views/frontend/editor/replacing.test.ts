/** A text becomes another one by the smallest change. */

import { expect, test } from "vitest";
import { changeBetween } from "../../../../sandbox/views/frontend/editor/replacing.ts";

test.each([
  ["abc", "abXc"],
  ["aaa", "aa"],
  ["aa", "aaa"],
  ["", "new"],
  ["old", ""],
  ["one two three", "one 2 three"],
])("%j becomes %j", (before, after) => {
  const { from, to, insert } = changeBetween(before, after)!;
  expect(before.slice(0, from) + insert + before.slice(to)).toBe(after);
  expect(to - from).toBeLessThanOrEqual(before.length);
});

test("only what differs is touched", () => {
  expect(changeBetween("one two three", "one 2 three")).toEqual({ from: 4, to: 7, insert: "2" });
  expect(changeBetween("same", "same")).toBeNull();
});
