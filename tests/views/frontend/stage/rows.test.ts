/** Rows: what fits a filter, gaps where facts are missing, and only what is kept. */

import { describe, expect, test } from "vitest";
import { History } from "../../../../sandbox/views/frontend/model/history.ts";
import type { Fact } from "../../../../sandbox/views/frontend/model/state.ts";
import { isGap, type Row, Rows } from "../../../../sandbox/views/frontend/stage/rows.ts";

const fact = (seq: number, more: object = {}): Fact => ({
  kind: "message.refused",
  at: seq / 10,
  seq,
  where: "cell",
  channel: "jobs",
  reason: "full",
  ...more,
});

function source(bounds = {}) {
  return { history: new History(bounds), epoch: 0, liveNow: 100 };
}

const shown = (rows: Rows) =>
  Array.from({ length: rows.length }, (_, i) => rows.get(i)!).map((row: Row) =>
    isGap(row) ? `gap of ${row.n}${row.trimmed ? " at the beginning" : ""}` : row.seq,
  );

describe("rows", () => {
  test("are all facts without a filter, and take in what is new", () => {
    const from = source();
    const rows = new Rows(from, "");
    for (const seq of [1, 2]) from.history.push(fact(seq));
    rows.update();
    from.history.push(fact(3));
    rows.update();
    expect(shown(rows)).toEqual([1, 2, 3]);
    expect(rows.found).toBe(3);
  });

  test("are those that fit", () => {
    const from = source();
    for (const seq of [1, 2, 3])
      from.history.push(fact(seq, seq === 2 ? { reason: "flushed" } : {}));
    const rows = new Rows(from, "refused reason:flushed");
    rows.update();
    expect(shown(rows)).toEqual([2]);
    expect(rows.problem).toBeNull();
  });

  test("say what is wrong with a filter", () => {
    const rows = new Rows(source(), "chanel:x");
    expect(rows.problem).toContain("did you mean 'channel'?");
  });

  test("have a gap where facts never came, in every filter", () => {
    const from = source();
    for (const seq of [1, 5, 6]) from.history.push(fact(seq));
    for (const [filter, wanted] of [
      ["", [1, "gap of 3", 5, 6]],
      ["lost", ["gap of 3"]],
    ] as const) {
      const rows = new Rows(from, filter);
      rows.update();
      expect(shown(rows)).toEqual(wanted);
    }
  });

  test("have one gap at the beginning for what came before", () => {
    const from = source();
    from.history.push(fact(8));
    const rows = new Rows(from, "");
    rows.update();
    expect(shown(rows)).toEqual(["gap of 7 at the beginning", 8]);
  });

  test("let go what is no longer kept, and tell how many rows that were", () => {
    const from = source({ facts: 20, every: 5, copies: 40 });
    const rows = new Rows(from, "");
    for (let seq = 1; seq <= 20; seq++) from.history.push(fact(seq));
    expect(rows.update()).toBe(0);
    for (let seq = 21; seq <= 40; seq++) from.history.push(fact(seq));
    const gone = rows.update();
    const first = from.history.first!.seq!;
    expect(gone).toBe(first - 2);
    expect(shown(rows).slice(0, 2)).toEqual([`gap of ${first - 1} at the beginning`, first]);
    expect(rows.found).toBe(40 - first + 1);
  });

  test("begin anew after everything was forgotten", () => {
    const from = source();
    from.history.push(fact(1));
    const rows = new Rows(from, "");
    rows.update();
    from.history = new History();
    from.epoch = 1;
    from.history.push(fact(1, { reason: "flushed" }));
    rows.update();
    expect(rows.length).toBe(1);
    expect((rows.get(0) as Fact).reason).toBe("flushed");
  });

  test("are found by their number, gaps notwithstanding", () => {
    const from = source();
    for (const seq of [1, 2, 7, 8, 20]) from.history.push(fact(seq));
    const rows = new Rows(from, "");
    rows.update();
    expect([1, 2, 3, 7, 8, 20, 21].map((seq) => rows.indexOf(seq))).toEqual([
      0, 1, -1, 3, 4, 6, -1,
    ]);
  });
});
