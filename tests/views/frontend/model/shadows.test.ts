/** Rules that no message can reach, and the consumers that nothing leads to any more. */

import { expect, test } from "vitest";
import { apply, empty } from "../../../../sandbox/views/frontend/model/reduce.ts";
import { type Bare, laddered } from "../../../../sandbox/views/frontend/model/shadows.ts";

function rule(channel: string, consumer: string, filters: Record<string, string> = {}): Bare {
  const text = `${channel} ${JSON.stringify(filters)} -> ${consumer}`;
  return { channel, consumer, text, filters, builtin: false, layer: "default" };
}

const hidden = (...rules: Bare[]) => laddered(rules).map((one) => one.hiddenBy);

test("a rule behind one without conditions is never reached", () => {
  expect(hidden(rule("a", "f"), rule("a", "g"), rule("b", "g"))).toEqual([null, 1, null]);
});

test("a rule whose conditions are all those of an earlier one, and more, is never reached", () => {
  const path = { path: "^/chat" };
  expect(hidden(rule("a", "f", path), rule("a", "g", { ...path, method: "POST" }))).toEqual([
    null,
    1,
  ]);
  expect(hidden(rule("a", "f", { ...path, method: "POST" }), rule("a", "g", path))).toEqual([
    null,
    null,
  ]);
  expect(hidden(rule("a", "f", path), rule("a", "g", { path: "^/chat/1" }))).toEqual([null, null]);
});

test("an entry that decides by itself hides nothing", () => {
  expect(hidden(rule("a", "mine.Rooms (decides by itself)"), rule("a", "g"))).toEqual([null, null]);
});

test("a rule for several channels has one number, and two that are alike have two", () => {
  const both = (channel: string): Bare => ({ ...rule(channel, "f"), text: "a/b -> f" });
  const rules = laddered([both("a"), both("b"), rule("a", "g"), rule("b", "h"), rule("b", "h")]);
  expect(rules.map((one) => one.number)).toEqual([1, 1, 2, 3, 4]);
  expect(rules.map((one) => one.hiddenBy)).toEqual([null, null, 1, 1, 1]);
});

function routed(...rules: Bare[]) {
  const state = empty();
  const tell = (seq: number, ...changed: Bare[]) =>
    apply(state, { kind: "routing.changed", at: 0, seq, layer: "default", rules: changed });
  tell(1, ...rules);
  return { state, tell };
}

test("a consumer is hidden where each of its rules is, by the first that is in its way", () => {
  const { state, tell } = routed(rule("a", "ws_new"), rule("a", "ws_old"), rule("b", "both"));
  expect(state.consumers.get("ws_old")!.hiddenBy).toEqual({ number: 1, consumer: "ws_new" });
  expect(state.consumers.get("ws_new")!.hiddenBy).toBeNull();
  tell(2, rule("a", "ws_new"), rule("a", "both"), rule("b", "both"));
  expect(state.consumers.get("both")!.hiddenBy).toBeNull();
  expect(state.consumers.get("ws_old")!.hiddenBy).toBeNull();
});
