/** Versions of code: each once, the one that served last first. */

import { expect, test } from "vitest";
import type { Fact } from "../../../../sandbox/views/frontend/model/state.ts";
import { Versions } from "../../../../sandbox/views/frontend/stage/versions.ts";

const changed = (what: string, version: string, at: number, more: Partial<Fact> = {}): Fact =>
  ({
    kind: "code.changed",
    at,
    what,
    version,
    by: "cell",
    source: `${version}\n`,
    ...more,
  }) as Fact;

function told(...facts: Fact[]): Versions {
  const versions = new Versions();
  for (const fact of facts) versions.learn(fact);
  return versions;
}

test("they are told with their texts, by whom and how long ago", () => {
  const versions = told(changed("a", "v1", 1), changed("b", "v1", 2), changed("a", "v2", 3));
  expect(versions.of("a", 5)).toEqual([
    { version: "v2", by: "cell", source: "v2\n", ago: 2 },
    { version: "v1", by: "cell", source: "v1\n", ago: 4 },
  ]);
  expect(versions.of("nobody", 5)).toEqual([]);
});

test("a version that serves again is the first, by what brought it back", () => {
  const undone = changed("a", "v1", 9, { by: "undo" });
  const versions = told(changed("a", "v1", 1), changed("a", "v2", 3), undone);
  expect(versions.of("a", 9).map(({ version, by }) => [version, by])).toEqual([
    ["v1", "undo"],
    ["v2", "cell"],
  ]);
});

test("what is told twice is there once", () => {
  const facts = [changed("a", "v1", 1), changed("a", "v2", 3)];
  expect(told(...facts, ...facts).of("a", 9)).toHaveLength(2);
});

test("a notebook's name for a consumer is its writer's; a text that is cut off is none", () => {
  const cut = { source: { $head: "def", $size: 99_999 } as unknown as string };
  const versions = told(changed("__main__.a", "v1", 1, cut));
  expect(versions.of("a", 1)).toEqual([{ version: "v1", by: "cell", source: null, ago: 0 }]);
});

test("a thousand are kept, the oldest go", () => {
  const versions = new Versions();
  for (let n = 1; n <= 1_001; n += 1) versions.learn(changed("a", `v${n}`, n));
  const found = versions.of("a", 2_000);
  expect([found.length, found[0]?.version, found.at(-1)?.version]).toEqual([1_000, "v1001", "v2"]);
});
