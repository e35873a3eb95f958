import { expect, test } from "vitest";
import { channelRows, nodesOn, workersOf } from "../../../../sandbox/views/frontend/flow/choose.ts";
import { apply, empty } from "../../../../sandbox/views/frontend/model/reduce.ts";
import type { Fact } from "../../../../sandbox/views/frontend/model/state.ts";

/** A sandbox with a worker of its own for delayed messages, and one that runs consumers. */
function started() {
  const state = empty();
  const tell = (kind: string, fields: Partial<Fact>) =>
    apply(state, { kind, at: 0, layer: "default", seq: state.seq + 1, ...fields });
  tell("worker.started", { worker: "delay", channels: ["asgi.delay"] });
  tell("worker.started", { worker: "worker:1", channels: ["jobs"] });
  return { state, tell };
}

test("a consumer that no message can reach stands on the picture, its way shut", () => {
  const { state, tell } = started();
  const to = (consumer: string, channel: string, builtin = false) => ({
    channel,
    consumer,
    text: `${channel} -> ${consumer}`,
    filters: {},
    builtin,
  });
  tell("routing.changed", {
    rules: [
      to("new", "jobs"),
      to("old", "jobs"),
      to("old", "mails"),
      to("(default) x", "jobs", true),
    ],
  });
  const rows = channelRows(state, 7, new Set(), false).shown;
  const nodes = [...nodesOn(state, rows).values()].flat();
  expect(nodes.map(({ name, channels, shut }) => [name, channels, shut])).toEqual([
    ["new", ["jobs"], []],
    ["old", ["jobs", "mails"], ["jobs"]],
  ]);
});

const names = (rows: { shown: { name: string }[] }) => rows.shown.map((one) => one.name);

test("what the sandbox has for itself is on the picture only while it works", () => {
  const { state, tell } = started();
  const seen = () => [
    ...names(channelRows(state, 7, new Set(), false)),
    ...names(workersOf(state, 8, false)),
  ];
  expect(seen()).toEqual(["jobs", "worker:1"]);
  const about = { message: "m1", channel: "asgi.delay" };
  tell("message.accepted", about);
  expect(seen()).toContain("asgi.delay");
  tell("message.taken", { ...about, where: "delay" });
  expect(seen()).toContain("delay");
  tell("message.delivered", { ...about, where: "delay" });
  expect(seen()).toEqual(["jobs", "worker:1"]);
});
