import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Fact } from "../../../../sandbox/views/frontend/model/state.ts";
import {
  lineOf,
  runIn,
  type StoryNode,
  story,
} from "../../../../sandbox/views/frontend/model/story.ts";
import { facts, NAMES, recorded } from "./logs.ts";

/** Depth, id, and the numbers of its facts, as tests/views/record_logs.py writes them. */
type Row = [depth: number, id: string | null, seqs: (number | undefined)[]];

function rows(node: StoryNode, depth = 0): Row[] {
  const own: Row = [depth, node.id, node.facts.map((fact) => fact.seq)];
  return [own, ...node.children.flatMap((child) => rows(child, depth + 1))];
}

describe.each(NAMES)("the stories of %s", (name) => {
  const told: Record<string, Row[]> = JSON.parse(
    readFileSync(new URL(`../../../data/logs/${name}.stories.json`, import.meta.url), "utf-8"),
  );

  test.each(Object.entries(told))("are of %s the tree that Python's story is", (id, wanted) => {
    expect(rows(story(recorded(name), id)!)).toEqual(wanted);
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

/** How many facts a story has; causes run deep, so without recursion. */
function countOf(top: StoryNode): number {
  const found = new Set<Fact>();
  const stack = [top];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const fact of node.facts) found.add(fact);
    stack.push(...node.children);
  }
  return found.size;
}

test("a loop of causes is cut, and a deep chain is no trouble", () => {
  const loop = facts(["a", { id: "e1", cause: "e2" }], ["b", { id: "e2", cause: "e1" }]);
  expect(countOf(story(loop, "e1")!)).toBe(2);
  const deep: Fact[] = Array.from({ length: 20_000 }, (_, n) => ({
    kind: "x",
    seq: n + 1,
    at: n,
    id: `e${n}`,
    cause: n > 0 ? `e${n - 1}` : null,
  }));
  expect(countOf(story(deep, "e0")!)).toBe(20_000);
});

test("an unknown id has no story; a fact of no thing is one by itself", () => {
  expect(story(recorded("chat"), "m999")).toBeNull();
  const [fact] = facts(["marked"]);
  expect(story([fact!], fact!)).toEqual({ id: null, facts: [fact], children: [], mention: false });
});

const line = (name: string, kind: string, at = 0) => {
  const log = recorded(name);
  const fact = log.filter((one) => one.kind === kind).at(at)!;
  return { fact, links: lineOf(log, fact) };
};

test("a loss is led back to the connection and the frame that it came from", () => {
  const { links } = line("ghost", "message.lost");
  expect(links.map(({ fact, depth }) => `${depth} ${fact.kind}`)).toEqual([
    "0 connection.opened",
    "1 frame.received",
    "2 message.accepted",
    "3 consumer.started",
    "4 group.sent",
    "5 message.accepted",
    "6 message.lost",
  ]);
});

test("a group send leads to one message for each member", () => {
  const { fact, links } = line("chat", "group.sent");
  const below = links.slice(links.findIndex((link) => link.fact === fact) + 1);
  expect(below.map((link) => link.fact.kind)).toEqual(["message.accepted", "message.accepted"]);
});

test("what a message led to is told with how it ended", () => {
  const { fact, links } = line("chat", "message.accepted");
  const below = links.slice(links.findIndex((link) => link.fact === fact) + 1);
  expect(below.map((link) => link.fact.kind)).toEqual(["consumer.started", "message.delivered"]);
});

test("a fact of no thing stands below what caused it", () => {
  const { fact, links } = line("chat", "group.joined");
  expect(links.at(-1)!.fact).toBe(fact);
  expect(links.at(-2)!.fact.kind).toBe("consumer.started");
});

test("the run of a fact is the nearest above it", () => {
  const { fact, links } = line("chat", "group.sent");
  expect(runIn(links, fact)).toBe(fact.cause);
  const frame = line("chat", "frame.received");
  expect(runIn(frame.links, frame.fact)).toBeNull();
});

test("causes that name each other end the line", () => {
  const loop = facts(["x", { id: "a", cause: "b" }], ["x", { id: "b", cause: "a" }]);
  expect(lineOf(loop, loop[1]!).length).toBe(2);
});
