/** Causes: from the frame that began it down to the fact, then what that led to. */

import { expect, test } from "vitest";
import { chainOf, runOf } from "../../../../sandbox/views/frontend/stage/causes.ts";
import { recorded } from "../model/logs.ts";

const chain = (name: string, kind: string, at = 0) => {
  const facts = recorded(name);
  const fact = facts.filter((one) => one.kind === kind).at(at)!;
  return { fact, links: chainOf(facts, fact) };
};

test("a loss is led back to the frame that it came from", () => {
  const { links } = chain("ghost", "message.lost");
  expect(links.map(({ fact, depth }) => `${depth} ${fact.kind}`)).toEqual([
    "0 frame.received",
    "1 message.accepted",
    "2 consumer.started",
    "3 group.sent",
    "4 message.accepted",
    "5 message.lost",
  ]);
});

test("a group send leads to one message for each member", () => {
  const { fact, links } = chain("chat", "group.sent");
  const below = links.slice(links.findIndex((link) => link.fact === fact) + 1);
  expect(below.map((link) => link.fact.kind)).toEqual(["message.accepted", "message.accepted"]);
});

test("the run of a fact is the nearest above it", () => {
  const { fact, links } = chain("chat", "group.sent");
  expect(runOf(links, fact)).toBe(fact.cause);
  const frame = chain("chat", "frame.received");
  expect(runOf(frame.links, frame.fact)).toBeNull();
});

test("causes that name each other end the walk", () => {
  const facts = [
    { kind: "x", at: 0, seq: 1, id: "a", cause: "b" },
    { kind: "x", at: 0, seq: 2, id: "b", cause: "a" },
  ];
  expect(chainOf(facts, facts[1]!).length).toBeLessThan(5);
});
