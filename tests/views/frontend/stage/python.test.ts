/** Copy as Python: literals that Python reads as what the message held. */

import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { asPython, literal } from "../../../../sandbox/views/frontend/stage/python.ts";
import { Who } from "../../../../sandbox/views/frontend/stage/who.ts";

const python = (code: string) =>
  JSON.parse(
    execFileSync("python3", ["-c", `import json\nprint(json.dumps(${code}, default=repr))`], {
      encoding: "utf8",
    }),
  );

test("Python reads the literal as the value", () => {
  const value = {
    text: 'hi "you" \\ \n\t\u2028 привет 🙂 \u202e',
    flag: true,
    none: null,
    list: [1, 2.5, -3, "x".repeat(90)],
    deep: { a: { b: { c: [] } } },
  };
  expect(python(literal(value))).toEqual(value);
});

test("bytes come back as bytes", () => {
  expect(literal({ $b64: "aGnigKYAIlw=" })).toBe('b"hi\\xe2\\x80\\xa6\\x00\\"\\\\"');
  expect(python(`list(${literal({ $b64: "aGnigKYAIlw=" })})`)).toEqual([
    104, 105, 226, 128, 166, 0, 34, 92,
  ]);
});

test("invisible characters that could turn a text around are escaped", () => {
  expect(literal("a\u202eb")).toBe('"a\\u202eb"');
});

test("a fact becomes the call that does it again", () => {
  const who = new Who();
  who.learn({ kind: "connection.opened", at: 0, connection: "c1", label: "alice" });
  const fact = (kind: string, more: object) => asPython({ kind, at: 1, ...more }, who);
  expect(fact("frame.received", { connection: "c1", text: "hi" })).toBe(
    'box.tabs["alice"].send("hi")',
  );
  expect(fact("group.sent", { group: "chat", content: { text: "hi" } })).toBe(
    'Group("chat").send({"text": "hi"})',
  );
  expect(fact("message.accepted", { channel: "jobs", content: {} })).toBe(
    'Channel("jobs").send({})',
  );
  expect(fact("worker.stopped", { reason: "asked" })).toBe(
    '{"kind": "worker.stopped", "at": 1, "id": None, "reason": "asked"}',
  );
});
