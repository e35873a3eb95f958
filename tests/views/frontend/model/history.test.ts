import { describe, expect, test } from "vitest";
import { History } from "../../../../sandbox/views/frontend/model/history.ts";
import type { Fact } from "../../../../sandbox/views/frontend/model/state.ts";
import { flood } from "./floods.ts";
import { facts, fold, NAMES, recorded, rows, rowsOf } from "./logs.ts";
import { seeded } from "./seeds.ts";

function kept(log: readonly Fact[], bounds = {}): History {
  const history = new History(bounds);
  for (const fact of log) history.push(fact);
  return history;
}

function long(count: number): Fact[] {
  const source = flood({ connections: 20, seed: 1 });
  return [...source.opening, ...source.take(count - source.opening.length)];
}

describe("the way back", () => {
  test.each(NAMES)("to each moment of %s shows the fold up to there", (name) => {
    const log = recorded(name);
    const history = kept(log, { every: 7, copies: 1000 });
    for (let at = 0; at <= log.length; at++) {
      const seq = log[at - 1]?.seq ?? 0;
      expect(history.stateAt(seq)).toEqual(fold(log.slice(0, at)));
    }
    expect(history.live).toEqual(fold(log));
  });

  test("gives a state of one's own", () => {
    const history = kept(recorded("chat"), { every: 10 });
    const state = history.stateAt(30);
    state.connections.clear();
    state.totals.accepted = 99;
    expect(history.stateAt(30).totals.accepted).not.toBe(99);
    expect(history.stateAt(30).connections.size).toBe(2);
  });

  test("to a moment among a hundred thousand facts costs a small part of folding them all", () => {
    const log = long(100_000);
    const history = kept(log, { facts: 100_000, bytes: 2 ** 30, copies: 100 });
    expect(history.size).toBe(100_000);
    const random = seeded(2);
    const costs: number[] = [];
    for (let n = 0; n < 21; n++) {
      const seq = Math.ceil(random() * 100_000);
      const began = performance.now();
      const state = history.stateAt(seq);
      costs.push(performance.now() - began);
      expect(state.seq).toBe(seq);
      expect(state.totals.balanced).toBe(true);
    }
    const began = performance.now();
    fold(log);
    const whole = performance.now() - began;
    const middle = costs.sort((a, b) => a - b)[10]!;
    console.info(`${middle.toFixed(1)} ms for a moment, ${whole.toFixed(0)} ms for all`);
    expect(middle).toBeLessThan(whole / 5);
  });
});

describe("memory", () => {
  test("is bounded in facts: the oldest go, and what went is counted", () => {
    const log = long(20_000);
    const history = kept(log, { facts: 5_000, every: 500 });
    expect(history.size).toBeLessThanOrEqual(5_000);
    expect(history.size).toBeGreaterThan(4_000);
    expect(history.size + history.letGo).toBe(20_000);
    expect(history.first!.seq).toBe(history.letGo + 1);
    expect(history.last!.seq).toBe(20_000);
    const first = history.first!.seq!;
    expect(history.stateAt(first)).toEqual(fold(log.slice(0, first)));
    expect(history.stateAt(20_000)).toEqual(fold(log));
  });

  test("is bounded in bytes, also by one heavy fact after the other", () => {
    const history = new History({ bytes: 100_000 });
    for (let seq = 1; seq <= 300; seq++) {
      history.push({ kind: "frame.received", at: seq, seq, text: "x".repeat(5_000) });
      expect(history.bytes).toBeLessThanOrEqual(110_000);
    }
    expect(history.size + history.letGo).toBe(300);
    expect(history.live.seq).toBe(300);
  });

  test("is bounded in copies", () => {
    const history = kept(long(5_000), { every: 100, copies: 10 });
    expect(history.size).toBeLessThanOrEqual(1_000);
  });
});

describe("neighbours", () => {
  test("of each number are found, over the seams of stretches", () => {
    const log = facts(...Array.from({ length: 50 }, (): [string] => ["marked"]));
    const even = log.filter((fact) => fact.seq! % 2 === 0);
    const history = kept(even, { every: 4 });
    for (let seq = 0; seq <= 52; seq++) {
      const next = even.find((fact) => fact.seq! > seq);
      const previous = even.filter((fact) => fact.seq! < seq).at(-1);
      expect(history.next(seq)).toBe(next);
      expect(history.previous(seq)).toBe(previous);
      expect(history.fact(seq)).toBe(even.find((fact) => fact.seq === seq));
      expect(history.since(seq)).toEqual(even.filter((fact) => fact.seq! > seq));
    }
    expect([...history]).toEqual(even);
  });

  test("are none where nothing is kept", () => {
    const history = new History();
    expect([history.first, history.last, history.next(0), history.previous(9)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(history.since(0)).toEqual([]);
  });
});

describe("a prologue", () => {
  test("that is the whole history is kept fact by fact", () => {
    const log = recorded("chat");
    const history = kept(recorded("ghost"));
    const head = { prologue: "fresh" as const, seq: log.at(-1)!.seq!, sums: rowsOf("chat") };
    history.prologue(head, log);
    expect([...history]).toEqual(log);
    expect(history.stateAt(40)).toEqual(fold(log.slice(0, 40)));
    expect(rows(history.live)).toEqual(rowsOf("chat"));
    expect(history.isWhole(0)).toBe(true);
  });

  test("of structure forgets what was kept, and begins with the state that it tells", () => {
    const history = kept(recorded("ghost"));
    const opened = { kind: "layer.opened", at: 1, layer: "default", capacity: 5 };
    history.prologue({ prologue: "fresh", seq: 70, sums: [], skipped: 70 }, [opened]);
    expect(history.size).toBe(0);
    expect(history.letGo).toBe(70);
    expect(history.stateAt(70)).toEqual(history.live);
    history.push({ kind: "marked", at: 2, seq: 71, label: "x" });
    expect(history.first!.seq).toBe(71);
    expect(history.stateAt(70).markers).toEqual([]);
    expect(history.stateAt(71).layers.get("default")!.capacity).toBe(5);
  });

  test("that merges keeps what was, with a gap over which nothing is whole", () => {
    const log = recorded("chat");
    const history = kept(log.slice(0, 50));
    const sums = rows(fold(log));
    history.prologue({ prologue: "merge", seq: 500, sums, skipped: 450 }, []);
    history.push({ kind: "marked", at: 9, seq: 501, label: "x" });
    expect(history.size).toBe(51);
    expect(history.stateAt(50)).toEqual(fold(log.slice(0, 50)));
    expect(history.stateAt(300)).toEqual(fold(log.slice(0, 50)));
    expect(rows(history.stateAt(500))).toEqual(sums);
    expect(history.isWhole(50)).toBe(false);
    expect(history.isWhole(500)).toBe(true);
    expect(history.next(50)!.seq).toBe(501);
  });
});
