/** What is offered while one types: names, what a message has, and keys that were seen. */

import { expect, test } from "vitest";
import { complete, type Known } from "../../../../sandbox/views/frontend/editor/completing.ts";

const KNOWN: Known = {
  names: ["Group", "alice", "print"],
  message: ["channel", "content", "reply_channel"],
  keys: { "websocket.receive": ["path", "text"], jobs: ["n"], "websocket.send!": ["accept"] },
};

const offered = (before: string, channels = ["websocket.receive"], asked = false) =>
  complete(before, KNOWN, channels, asked)?.options.map(({ label }) => label) ?? null;

test("a name is completed by the names of its namespace and Python's words", () => {
  expect(offered("    Gr")).toEqual(expect.arrayContaining(["Group", "print", "return"]));
  expect(complete("x = Gro", KNOWN, [], false)?.back).toBe(3);
});

test("nothing is offered before anything is typed, unless it is asked for", () => {
  expect(offered("    ")).toBeNull();
  expect(offered("    ", [], true)).toContain("Group");
});

test("behind a message's dot stands what a message has", () => {
  expect(offered("message.re")).toEqual(KNOWN.message);
  expect(offered("x = message.")).toEqual(KNOWN.message);
});

test("behind another dot nothing is known", () => {
  expect(offered("Group.")).toBeNull();
  expect(offered("mymessage.", [], true)).toBeNull();
});

test.each([
  ['message.content["te', 2],
  ["message.content['", 0],
  ['message["t', 1],
  ['x = message.content.get("p', 1],
])("in %s the keys that were seen on its channels are offered", (before, back) => {
  expect(offered(before)).toEqual(["path", "text"]);
  expect(complete(before, KNOWN, ["websocket.receive"], false)?.back).toBe(back);
});

test("a consumer whose channels had no message yet is offered all keys", () => {
  expect(offered('message["', ["new"])).toEqual(["path", "text", "n", "accept"]);
  expect(offered('message["', ["jobs"])).toEqual(["n"]);
});

test("a name with letters of any language is a name", () => {
  expect(complete("имя", KNOWN, [], false)?.back).toBe(3);
  expect(complete("9", KNOWN, [], false)).toBeNull();
});
