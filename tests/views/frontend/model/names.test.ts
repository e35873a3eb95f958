import { describe, expect, test } from "vitest";
import {
  capacityOf,
  consumerName,
  isBuiltin,
  kindOf,
  layered,
  ledgerKey,
  patternOf,
  plainConsumer,
  refusalKey,
  shortReply,
} from "../../../../sandbox/views/frontend/model/names.ts";

test.each([
  ["websocket.connect", "connect"],
  ["websocket.receive", "receive"],
  ["websocket.disconnect", "disconnect"],
  ["http.request", "request"],
  ["http.request.body?abc", "request"],
  ["http.disconnect", "disconnect"],
  ["daphne.response.x!y", "reply"],
  ["daphne.response.x!", "reply"],
  ["chat-messages", "custom"],
  ["constructor", "custom"],
])("%s is a message of kind %s", (channel, kind) => {
  expect(kindOf(channel)).toBe(kind);
});

test.each([
  ["websocket.receive", "websocket.receive"],
  ["daphne.response.x!y", "daphne.response.x!"],
  ["http.request.body?y", "http.request.body?"],
  ["a?b!c", "a?"],
  ["a!b?c", "a!"],
])("the ledger counts %s as %s", (channel, key) => {
  expect(ledgerKey(channel)).toBe(key);
});

test("all names that are none share a row of refusals", () => {
  expect(refusalKey("so wrong!", "invalid_name")).toBe("(invalid name)");
  expect(refusalKey("x!y", "full")).toBe("x!");
});

test("consumers have the names that their writers know", () => {
  expect(consumerName("__main__.ws_message")).toBe("ws_message");
  expect(consumerName("chat.consumers.ws_message")).toBe("chat.consumers.ws_message");
  expect(isBuiltin("(default) Django views")).toBe(true);
  expect(plainConsumer("(default) Django views")).toBe("Django views");
  expect(plainConsumer("ws_message")).toBe("ws_message");
});

test("names on other layers than the first say which", () => {
  expect(layered("default", "chat")).toBe("chat");
  expect(layered("other", "chat")).toBe("other/chat");
});

test("reply channels are told apart by a few letters", () => {
  expect(shortReply("daphne.response.iKZWeqhFWC!EPyYngFbyB")).toBe("!EPyY");
  expect(shortReply("websocket.receive")).toBe("websocket.receive");
});

describe("capacity", () => {
  const layer = {
    capacity: 100,
    channelCapacity: [
      ["(?s:daphne\\.response\\..*)\\Z", 10_000],
      ["(?s:jobs\\-.)\\z", 3],
      ["jobs", 2],
      ["(broken", 1],
    ] as [string, number][],
  };

  test.each([
    ["daphne.response.x!", 10_000],
    ["jobs-a", 3],
    ["jobs-ab", 100],
    ["jobs", 2],
    ["myjobs", 100],
    ["(broken", 100],
  ])("of %s is %i", (channel, capacity) => {
    expect(capacityOf(layer, channel)).toBe(capacity);
  });

  test("of a layer that is not known is not known", () => {
    expect(capacityOf(undefined, "jobs")).toBeNull();
  });

  test("patterns fit whole names", () => {
    expect(patternOf("(?s:a.*)\\Z").test("a\nb")).toBe(true);
    expect(patternOf("(?s:a)\\Z").test("ab")).toBe(false);
  });
});
