/** Who runs in which process, who left, and who came in their place. */

import { describe, expect, test } from "vitest";
import { isKilled } from "../../../../sandbox/views/frontend/model/processes.ts";
import {
  apply,
  applyPrologue,
  clone,
  empty,
} from "../../../../sandbox/views/frontend/model/reduce.ts";
import type { State } from "../../../../sandbox/views/frontend/model/state.ts";
import { fold, recorded } from "./logs.ts";

const log = recorded("processes");
const running = (state: State) =>
  [...state.processes.values()].filter((one) => one.state === "running").map((one) => one.runs);

function joins(state: State, runs: string, number: number, at = 1): void {
  apply(state, { kind: "process.joined", at, where: runs, process: `process:${number}` });
}

function leaves(state: State, runs: string, number: number, reason: string, at = 2): void {
  apply(state, { kind: "process.left", at, where: runs, process: `process:${number}`, reason });
}

describe("processes", () => {
  test("of a recorded sandbox are two servers and four workers, and none in the end", () => {
    const first = log.findIndex((fact) => fact.kind === "process.left");
    expect(running(fold(log.slice(0, first))).sort()).toEqual([
      "server:1.2",
      "server:2",
      "worker:1",
      "worker:2",
      "worker:3",
      "worker:4",
    ]);
    expect(running(fold(log))).toEqual([]);
  });

  test("that were killed have left with their reason, until another one takes their place", () => {
    const state = empty();
    joins(state, "worker:2", 1);
    leaves(state, "worker:2", 1, "killed (-9)");
    expect(state.processes.get("worker:2")).toMatchObject({ state: "left", leftAt: 2 });
    expect(isKilled(state.processes.get("worker:2")!)).toBe(true);
    joins(state, "worker:2", 5, 3);
    expect(state.processes.get("worker:2")).toMatchObject({
      name: "process:5",
      state: "running",
      before: { name: "process:1", reason: "killed (-9)", leftAt: 2 },
    });
  });

  test("of servers are replaced under another name of the same place", () => {
    const state = empty();
    joins(state, "server:2", 1);
    joins(state, "server:1.2", 2);
    leaves(state, "server:2", 1, "killed (-9)");
    joins(state, "server:2.2", 3);
    expect(state.processes.get("server:2.2")?.before?.name).toBe("process:1");
    expect(state.processes.get("server:1.2")?.before).toBeNull();
  });

  test("that leave after they were replaced take nobody away", () => {
    const state = empty();
    joins(state, "worker:1", 1);
    joins(state, "worker:1", 2);
    leaves(state, "worker:1", 1, "asked");
    expect(state.processes.get("worker:1")).toMatchObject({ name: "process:2", state: "running" });
  });

  test("that have left are forgotten when there are many", () => {
    const state = empty();
    for (let n = 1; n <= 40; n++) {
      joins(state, `worker:${n}`, n);
      leaves(state, `worker:${n}`, n, "asked");
    }
    expect([...state.processes.keys()].at(0)).toBe("worker:33");
    expect(state.processes.size).toBe(8);
  });

  test("leave no trace of servers that were replaced long ago", () => {
    const state = empty();
    const of = (kind: string, server: string) =>
      apply(state, { kind, at: 1, where: server, server });
    of("server.started", "server:1");
    for (let n = 2; n <= 40; n++) {
      of("server.stopped", n === 2 ? "server:1" : `server:1.${n - 1}`);
      of("server.started", `server:1.${n}`);
    }
    expect(state.servers.size).toBe(9);
    expect([...state.servers.values()].at(-1)).toMatchObject({
      name: "server:1.40",
      state: "running",
    });
  });

  test("are copied with a state, and who was before is kept over a merge", () => {
    const state = empty();
    joins(state, "worker:1", 1);
    leaves(state, "worker:1", 1, "killed (-9)");
    joins(state, "worker:1", 2, 3);
    const copy = clone(state);
    leaves(copy, "worker:1", 2, "asked");
    expect(state.processes.get("worker:1")?.state).toBe("running");
    const told = { kind: "process.joined", at: 9, where: "worker:1", process: "process:2" };
    applyPrologue(state, { prologue: "merge", now: 9, seq: 9 }, [told]);
    expect(state.processes.get("worker:1")).toMatchObject({
      joinedAt: 3,
      before: { name: "process:1" },
    });
  });
});
