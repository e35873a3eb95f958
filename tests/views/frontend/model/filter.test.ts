import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CONTAINED, compile, KEYS } from "../../../../sandbox/views/frontend/model/filter.ts";
import { likeness, nearest } from "../../../../sandbox/views/frontend/model/likeness.ts";
import { plain, textOf } from "../../../../sandbox/views/frontend/model/pytext.ts";
import type { Fact } from "../../../../sandbox/views/frontend/model/state.ts";
import { recorded } from "./logs.ts";

interface Shared {
  now: number;
  contained: string[];
  facts: Fact[];
  cases: { query: string; seqs: number[] }[];
  mistakes: { query: string; says: string[] }[];
}

const shared: Shared = JSON.parse(
  readFileSync(new URL("../../../data/filter_cases.json", import.meta.url), "utf-8"),
);

describe("agrees with Python's filter", () => {
  test.each(shared.cases)("about $query", ({ query, seqs }) => {
    const fits = compile(query, shared.now);
    expect(shared.facts.filter(fits).map((fact) => fact.seq)).toEqual(seqs);
  });

  test.each(shared.mistakes)("that $query is a mistake", ({ query, says }) => {
    let told = "";
    try {
      compile(query, shared.now);
    } catch (error) {
      told = (error as Error).message;
    }
    for (const part of says) expect(told).toContain(part);
  });

  test("about which fields need only contain a value", () => {
    expect([...CONTAINED].sort()).toEqual(shared.contained);
    expect(KEYS).toEqual(expect.arrayContaining(shared.contained));
  });
});

test("a field that there is not is answered by the few closest ones, not by all", () => {
  expect(() => compile("chanel:x")).toThrow(
    `Closest are channel, channels, changed, reply_channel; ${KEYS.length - 4} more in help`,
  );
});

test("counting back needs a now", () => {
  expect(() => compile("since:-5")).toThrow("there is no now");
});

test("each predicate learns names by itself", () => {
  const log = recorded("chat");
  expect(log.filter(compile("tab:alice")).length).toBeGreaterThan(5);
  const late = log.filter((fact) => fact.kind !== "connection.opened");
  expect(late.filter(compile("tab:alice"))).toEqual([]);
});

test("a hundred thousand facts are filtered by one compiled test", () => {
  const log = recorded("chat");
  const fits = compile("message channel:websocket.receive text~hi -lost");
  let found = 0;
  for (let at = 0; at < 100_000; at++) if (fits(log[at % log.length]!)) found += 1;
  expect(found).toBeGreaterThan(100);
});

describe("values as Python writes them", () => {
  test.each([
    [{ a: [1, 2.5, true, null], b: "x'y" }, `{'a': [1, 2.5, True, None], 'b': "x'y"}`],
    [{ a: `both ' and "` }, `{'a': 'both \\' and "'}`],
    [{ a: { $b64: "AP8n" } }, `{'a': b"\\x00\\xff'"}`],
    [{ $dict: [[1, "x"]] }, "{1: 'x'}"],
    [{ $repr: "<object>" }, "<object>"],
    [{ $b64: "w6n/" }, "é\\xff"],
    [{ a: "\n\u2028\u{1f600}" }, "{'a': '\\n\\u2028😀'}"],
    [1e-7, "1e-07"],
    [0.00002, "2e-05"],
    [{ $head: "begin", $size: 9, $digest: "sha256:x" }, "begin"],
    [false, "false"],
    [[1], "[1]"],
  ])("%j is %s", (value, written) => {
    expect(textOf(value)).toBe(written);
  });

  test("lines are printable and short", () => {
    expect(plain("a\nb\u0000", 10)).toBe("a\\nb\\x00");
    expect(plain("x".repeat(80), 10)).toBe(`${"x".repeat(9)}…`);
  });
});

describe("likeness", () => {
  test("is twice the common letters by all letters", () => {
    expect(likeness("losst", "lost")).toBeCloseTo(8 / 9);
    expect(likeness("abc", "xyz")).toBe(0);
  });

  test("nothing is near to a word that is like none", () => {
    expect(nearest("qqq", ["lost", "message"])).toBeNull();
  });
});
