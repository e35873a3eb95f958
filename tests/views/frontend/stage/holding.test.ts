/** Held messages as the panel has them: their fields, and what was changed of them. */

import { describe, expect, test } from "vitest";
import {
  apartIn,
  changesOf,
  fieldsOf,
  NULL,
  senderOf,
  stoppedIn,
} from "../../../../sandbox/views/frontend/stage/holding.ts";
import { Who } from "../../../../sandbox/views/frontend/stage/who.ts";
import { facts, fold } from "../model/logs.ts";

const content = { reply_channel: "d!a", order: 2, text: "hi", bytes: { $b64: "aGk=" } };
const fields = fieldsOf(content);
const changed = (...typed: [string, string | null][]) => changesOf(fields, new Map(typed));

describe("the fields of a message", () => {
  test("are what people write first, texts as they are and the rest as JSON", () => {
    expect(fields).toEqual([
      { key: "text", plain: true, text: "hi" },
      { key: "bytes", plain: false, text: '{"$b64":"aGk="}' },
      { key: "reply_channel", plain: true, text: "d!a" },
      { key: "order", plain: false, text: "2" },
    ]);
    expect(fieldsOf("no object")).toEqual([]);
    expect(fieldsOf(null)).toEqual([]);
  });

  test("that are typed again as they were change nothing", () => {
    expect(changed(["text", "hi"], ["order", "2"]).changes).toEqual({});
  });

  test("are sent where they changed, texts as texts and the others by their JSON", () => {
    expect(changed(["text", "7"], ["order", "7"]).changes).toEqual({ text: "7", order: 7 });
    expect(changed(["bytes", '{"$b64":""}']).changes).toEqual({ bytes: { $b64: "" } });
  });

  test("that go are null, and those that never were are not sent", () => {
    expect(changed(["text", null], ["never", null]).changes).toEqual({ text: null });
  });

  test("that are no JSON are said by key, and not sent", () => {
    const { changes, wrong } = changed(["order", "two"], ["text", "{"]);
    expect(changes).toEqual({ text: "{" });
    expect([...wrong.keys()]).toEqual(["order"]);
    expect(changed(["order", "null"]).wrong.get("order")).toBe(NULL);
  });

  test("that are new take JSON, or else the text", () => {
    expect(changed(["n", "7"], ["name", "bob"]).changes).toEqual({ n: 7, name: "bob" });
  });
});

const about = { channel: "jobs", breakpoint: "x1" };
const state = fold(
  facts(
    ["hold.began", { id: "x1", target: "channel:jobs" }],
    ["hold.began", { id: "x2", target: "group:chat" }],
    ...["m1", "m2", "m3"].flatMap((message): [string, Record<string, unknown>][] => [
      ["message.accepted", { message, channel: "jobs", where: "cell", content }],
      ["message.held", { ...about, message }],
    ]),
    ["message.moved", { ...about, message: "m3", place: 0 }],
    ["message.delayed", { ...about, message: "m1", changed: { seconds: 9 } }],
  ),
);

test("every hold has its messages in the order in which they would go", () => {
  const told = stoppedIn(state).map(({ hold, messages }) => [
    hold.target,
    messages.map(({ id }) => id),
  ]);
  expect(told).toEqual([
    ["channel:jobs", ["m3", "m2"]],
    ["group:chat", []],
  ]);
});

test("what goes by itself stands apart, also when its hold has ended", () => {
  expect(apartIn(state).map(({ id }) => id)).toEqual(["m1"]);
  expect(apartIn(fold(facts()))).toEqual([]);
});

test("a message is from the client behind its reply channel, else from where it was sent", () => {
  const who = new Who();
  const [message] = stoppedIn(state)[0]!.messages;
  expect(senderOf(message!, who)).toBe("cell");
  who.learn({
    kind: "connection.opened",
    at: 0,
    id: "c1",
    connection: "c1",
    label: "alice",
    reply_channel: "d!a",
  });
  expect(senderOf(message!, who)).toBe("alice");
});

test("a message is edited from its edit on, in the facts that follow", () => {
  const who = new Who();
  const fact = (seq: number, kind = "message.taken") => ({ kind, at: 0, seq, message: "m1" });
  who.learn(fact(7, "message.edited"));
  expect([fact(3), fact(7), fact(8)].map((one) => who.isEdited(one))).toEqual([false, true, true]);
  expect(who.isEdited({ ...fact(8), message: "m2" })).toBe(false);
});
