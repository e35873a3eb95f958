import { beforeEach, expect, test } from "vitest";
import { Feed, RETRY } from "../../../../sandbox/views/frontend/model/feed.ts";
import { LineReader } from "../../../../sandbox/views/frontend/model/lines.ts";
import type { Prologue } from "../../../../sandbox/views/frontend/model/reduce.ts";
import type { Fact } from "../../../../sandbox/views/frontend/model/state.ts";

let told: string[] = [];
let asked: number[] = [];
let heads: Prologue[] = [];
let last: readonly Fact[] = [];
let feed: Feed;

beforeEach(() => {
  told = [];
  asked = [];
  heads = [];
  feed = new Feed({
    prologue: (head, facts) => {
      heads.push(head);
      last = facts;
      told.push(`${head.prologue} ${facts.map((one) => one.kind).join(",")}`);
    },
    facts: (facts) => {
      last = facts;
      told.push(facts.map((one) => one.kind).join(","));
    },
    resend: (after) => asked.push(after),
  });
});

function batch(at: number, head: Record<string, unknown>, ...kinds: string[]): ArrayBuffer {
  const lines = [{ at: 1, ...head }, ...kinds.map((kind) => [0.5, kind, { seq: 7 }])];
  return bytes(at, lines.map((line) => JSON.stringify(line)).join("\n"));
}

function bytes(at: number, text: string): ArrayBuffer {
  const encoded = new TextEncoder().encode(text);
  const buffer = new ArrayBuffer(4 + encoded.length);
  new DataView(buffer).setUint32(0, at, true);
  new Uint8Array(buffer, 4).set(encoded);
  return buffer;
}

const fresh = (facts: number) => ({ prologue: "fresh", facts, seq: 3, sums: [] });

test("a batch is a number, a head and events whose times count from it", () => {
  feed.take(batch(1, fresh(0)));
  feed.take(batch(2, {}, "a", "b"));
  expect(told).toEqual(["fresh ", "a,b"]);
  expect(last).toEqual([
    { kind: "a", at: 1.5, seq: 7 },
    { kind: "b", at: 2, seq: 7 },
  ]);
});

test("buffers come as views into larger ones, too", () => {
  const inner = new Uint8Array(batch(1, fresh(1), "prágä"));
  const outer = new Uint8Array(inner.length + 10);
  outer.set(inner, 5);
  feed.take(new DataView(outer.buffer, 5, inner.length));
  expect(told).toEqual(["fresh prágä"]);
});

test("a prologue that goes on in the next batches is told as one, and what follows it after", () => {
  feed.take(batch(1, fresh(3), "a"));
  feed.take(batch(2, {}, "b"));
  expect(told).toEqual([]);
  feed.take(batch(3, {}, "c", "d"));
  expect(told).toEqual(["fresh a,b,c", "d"]);
  expect(heads[0]).toMatchObject({ seq: 3, sums: [] });
});

test("a gap is asked for once, and filled in order", () => {
  feed.take(batch(1, fresh(0)));
  feed.take(batch(3, {}, "c"));
  feed.take(batch(4, {}, "d"));
  expect(asked).toEqual([1]);
  expect(feed.waits).toBe(true);
  feed.take(batch(2, {}, "b"));
  expect(told).toEqual(["fresh ", "b", "c", "d"]);
  expect(feed.waits).toBe(false);
  feed.take(batch(3, {}, "c"));
  feed.take(batch(4, {}, "d"));
  feed.take(batch(5, {}, "e"));
  expect(told).toEqual(["fresh ", "b", "c", "d", "e"]);
  expect(asked).toEqual([1]);
});

test("of two gaps the second is asked for when the first is filled", () => {
  feed.take(batch(1, fresh(0)));
  feed.take(batch(3, {}, "c"));
  feed.take(batch(5, {}, "e"));
  feed.take(batch(2, {}, "b"));
  expect(asked).toEqual([1, 3]);
});

test("a prologue makes what was missing before it unneeded", () => {
  feed.take(batch(1, fresh(0)));
  feed.take(batch(3, {}, "lost"));
  feed.take(batch(9, { prologue: "merge", facts: 1, skipped: 40 }, "m"));
  feed.take(batch(10, {}, "n"));
  expect(told).toEqual(["fresh ", "merge m", "n"]);
  expect(feed.waits).toBe(false);
  feed.take(batch(4, {}, "old"));
  expect(told.length).toBe(3);
});

test("a gap that stays is asked for again after a while", () => {
  feed.take(batch(1, fresh(0)));
  feed.take(batch(3, {}, "c"));
  feed.tick(10_000);
  feed.tick(10_000 + RETRY - 1);
  expect(asked).toEqual([1]);
  feed.tick(10_000 + RETRY);
  expect(asked).toEqual([1, 1]);
  for (let at = 4; at < 70; at++) feed.take(batch(at, {}, "x"));
  expect(asked).toEqual([1, 1, 1]);
});

test("a missing beginning is asked for, from 0", () => {
  feed.take(batch(7, {}, "x"));
  expect(asked).toEqual([0]);
  feed.take(batch(8, fresh(1), "a"));
  expect(told).toEqual(["fresh a"]);
});

test("after a new beginning, numbers may begin anew", () => {
  feed.take(batch(5, fresh(0)));
  feed.reset();
  feed.take(batch(1, fresh(0)));
  feed.take(batch(2, {}, "b"));
  expect(told).toEqual(["fresh ", "fresh ", "b"]);
  expect(asked).toEqual([]);
});

test("lines that cannot be read are counted, and the others are told", () => {
  feed.take(batch(1, fresh(0)));
  feed.take(bytes(2, '{"at": 2}\n[0.1,"a",{}]\nnonsense\n[1]\n7\n[0.1,"b"]\n[0.1,"c'));
  expect(told.at(-1)).toBe("a,b");
  expect(feed.unread).toBe(4);
  feed.take(new ArrayBuffer(3));
  expect(feed.unread).toBe(5);
});

test("long contents stay as head, size and digest", () => {
  const long = { $head: "abc", $size: 99_999, $digest: "sha256:x" };
  feed.take(batch(1, fresh(0)));
  feed.take(bytes(2, `{"at":2}\n${JSON.stringify([0, "message.accepted", { content: long }])}`));
  expect(last[0]!.content).toEqual(long);
});

test("a line's own kind and time cannot be overruled by its fields", () => {
  const reader = new LineReader();
  const read = reader.read('[1,"a",{"kind":"b","at":9,"__proto__":{"x":1},"y":2}]');
  expect(read).toEqual({ fact: { kind: "a", at: 1, y: 2 } });
});
