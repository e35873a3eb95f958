import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Fact } from "../../../../sandbox/views/frontend/model/state.ts";
import { factsOf, type StoryNode, story } from "../../../../sandbox/views/frontend/model/story.ts";
import { facts, NAMES, recorded } from "./logs.ts";

describe.each(NAMES)("the stories of %s", (name) => {
  const told: Record<string, number[]> = JSON.parse(
    readFileSync(new URL(`../../../data/logs/${name}.stories.json`, import.meta.url), "utf-8"),
  );

  test.each(Object.entries(told))("tell of %s what Python's story tells", (id, seqs) => {
    expect(factsOf(story(recorded(name), id)!).map((fact) => fact.seq)).toEqual(seqs);
  });
});

/** Ids of a story, each with how deep it lies. */
function outline(node: StoryNode, depth = 0): string[] {
  const own = `${"  ".repeat(depth)}${node.id}`;
  return [own, ...node.children.flatMap((child) => outline(child, depth + 1))];
}

test("a frame leads to a message, a run, a group send, and a frame for each member", () => {
  const log = recorded("chat");
  const frame = log.find((fact) => fact.kind === "frame.received")!;
  const ids = outline(story(log, frame)!);
  expect(ids.map((line) => line.replace(/\d+$/, ""))).toEqual([
    "c",
    "  f",
    "    m",
    "      r",
    "        g",
    "          m",
    "            f",
    "          m",
    "            f",
  ]);
});

test("what led to a thing stands above it", () => {
  const log = recorded("chat");
  const sent = log.find((fact) => fact.kind === "frame.sent")!;
  const node = story(log, sent)!;
  expect(outline(node).map((line) => line.trim()[0])).toEqual(["c", "f", "m", "r", "g", "m", "f"]);
});

test("a loop of causes is cut, and a deep chain is no trouble", () => {
  const loop = facts(["a", { id: "e1", cause: "e2" }], ["b", { id: "e2", cause: "e1" }]);
  expect(factsOf(story(loop, "e1")!).length).toBe(2);
  const deep: Fact[] = Array.from({ length: 20_000 }, (_, n) => ({
    kind: "x",
    seq: n + 1,
    at: n,
    id: `e${n}`,
    cause: n > 0 ? `e${n - 1}` : null,
  }));
  expect(factsOf(story(deep, "e0")!).length).toBe(20_000);
});

test("an unknown id has no story; a fact of no thing is one by itself", () => {
  expect(story(recorded("chat"), "m999")).toBeNull();
  const [fact] = facts(["marked"]);
  expect(story([fact!], fact!)).toEqual({ id: null, facts: [fact], children: [], mention: false });
});
