/** What holds and faults are aimed at, and what is meant on the picture. */

import { describe, expect, test } from "vitest";
import {
  brokenIn,
  faultsAt,
  holdsAt,
  meant,
  slownessOf,
  targetOf,
} from "../../../../sandbox/views/frontend/model/targets.ts";
import { facts, fold } from "./logs.ts";

const opened = (id: string, label: string | null) =>
  ["connection.opened", { id, connection: id, protocol: "websocket", label, path: "/" }] as [
    string,
    Record<string, unknown>,
  ];

const state = fold(
  facts(
    opened("c1", "alice"),
    opened("c2", null),
    opened("c3", "alice"),
    ["hold.began", { id: "x1", target: "tab:alice" }],
    ["hold.began", { id: "x2", target: "connection:c2" }],
    ["hold.began", { id: "x3", target: "channel:jobs" }],
    ["fault.began", { id: "x4", fault: "slow", target: "consumer:__main__.work" }],
    ["fault.began", { id: "x5", fault: "refuse", target: null }],
    ["fault.began", { id: "x6", fault: "slow", target: "clock", options: { factor: 20 } }],
    ["fault.began", { id: "x7", fault: "freeze", target: "worker:1" }],
  ),
);

describe("targets", () => {
  test("of a tab are its name, of another client its connection", () => {
    expect(targetOf(state, "connection", "c1")).toBe("tab:alice");
    expect(targetOf(state, "connection", "c2")).toBe("connection:c2");
    expect(targetOf(state, "connection", "c9")).toBeNull();
    expect(targetOf(state, "group", "chat")).toBe("group:chat");
    expect(targetOf(state, "worker", "worker:1")).toBe("worker:1");
    expect(targetOf(state, "message", "m1")).toBeNull();
  });

  test("mean what stands on the picture: of a tab, its newest connection", () => {
    expect(meant(state, "tab:alice")).toEqual({ what: "connection", name: "c3" });
    expect(meant(state, "tab:nobody")).toBeNull();
    expect(meant(state, "consumer:__main__.work")).toEqual({ what: "consumer", name: "work" });
    expect(meant(state, "worker:1")).toEqual({ what: "worker", name: "worker:1" });
    expect(meant(state, "layer:default")).toBeNull();
  });

  test("find the holds and faults of a thing", () => {
    const holds = (what: string, name: string) => holdsAt(state, what, name).map(({ id }) => id);
    const faults = (what: string, name: string) => faultsAt(state, what, name).map(({ id }) => id);
    expect(holds("connection", "c3")).toEqual(["x1"]);
    expect(holds("connection", "c2")).toEqual(["x2"]);
    expect(holds("channel", "jobs")).toEqual(["x3"]);
    expect(holds("channel", "others")).toEqual([]);
    expect(faults("consumer", "work")).toEqual(["x4"]);
    expect(faults("server", "server:1")).toEqual(["x5"]);
    expect(faults("worker", "worker:1")).toEqual(["x7"]);
    expect(faults("worker", "worker:2")).toEqual([]);
  });
});

test("slow motion is told by its factor, apart from what is broken", () => {
  expect(slownessOf(state)).toBe(20);
  expect(brokenIn(state).map(({ id }) => id)).toEqual(["x4", "x5", "x7"]);
  expect(slownessOf(fold(facts()))).toBe(1);
});
