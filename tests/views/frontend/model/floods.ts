/** A busy chat without end, as facts: what a layer would tell, consistent in every fact. */

import type { Fact } from "../../../../sandbox/views/frontend/model/state.ts";
import { seeded } from "./seeds.ts";

export interface Flood {
  /** A layer, a server, two workers, and all clients connected and in the group. */
  opening: Fact[];
  /** The next so many facts. */
  take(count: number): Fact[];
}

/** A flood of messages from so many connections; group sends go to at most four members. */
export function flood({ connections, seed }: { connections: number; seed: number }): Flood {
  const random = seeded(seed);
  let seq = 0;
  let number = 0;
  let at = 0;
  const waiting: Fact[] = [];
  const tell = (kind: string, fields: Record<string, unknown>) => {
    waiting.push({ kind, seq: ++seq, at, layer: "default", ...fields });
  };
  const take = (count: number) => waiting.splice(0, count);
  const reply = (n: number) => `reply.x!${n}`;

  tell("layer.opened", { store: "memory", capacity: 100, where: "layer" });
  tell("server.started", { server: "server:1", where: "server:1" });
  for (const worker of ["worker:1", "worker:2"]) {
    tell("worker.started", { worker, channels: ["websocket.receive"], where: worker });
  }
  for (let n = 0; n < connections; n++) {
    const connection = `c${n}`;
    const opened = { connection, protocol: "websocket", path: "/", reply_channel: reply(n) };
    tell("connection.opened", { id: connection, where: "server:1", ...opened });
    tell("connection.accepted", { id: connection, where: "server:1", connection });
    tell("group.joined", { group: "chat", channel: reply(n), where: "cell" });
  }
  const opening = take(waiting.length);

  const message = (worker: string) => {
    const id = ++number;
    const [f, m, r, g] = [`f${id}`, `m${id}`, `r${id}`, `g${id}`];
    const from = Math.floor(random() * connections);
    const about = { id: m, message: m, channel: "websocket.receive" };
    const run = { id: r, run: r, message: m, cause: m, consumer: "ws_message", worker };
    at += 0.001;
    tell("frame.received", { id: f, connection: `c${from}`, text: "hi", where: "server:1" });
    const content = { reply_channel: reply(from), text: "hi" };
    tell("message.accepted", { ...about, cause: f, where: "server:1", content, size: 9 });
    tell("message.taken", { ...about, where: worker, waited: 0.0001 });
    tell("route.matched", { ...about, where: worker, consumer: "ws_message", ladder: [] });
    tell("consumer.started", { ...run, where: worker });
    tell("consumer.finished", { ...run, where: worker, duration: 0.0002 });
    const members = Math.min(connections, 4);
    tell("group.sent", { id: g, cause: r, group: "chat", members, where: worker });
    const copies = Array.from({ length: members }, (_, n) => {
      const copy = `m${id}-${n}`;
      return { id: copy, message: copy, channel: reply((from + n) % connections) };
    });
    for (const copy of copies) {
      tell("message.accepted", { ...copy, cause: g, group_send: g, where: worker, content });
    }
    tell("message.delivered", { ...about, where: worker });
    for (const copy of copies) tell("message.taken", { ...copy, where: "server:1" });
    for (const [n, copy] of copies.entries()) {
      if (random() < 0.05) {
        const lost = { reason: "no_connection", state: "in_hand" };
        tell("message.lost", { ...copy, ...lost, where: "server:1" });
        continue;
      }
      const connection = `c${(from + n) % connections}`;
      const frame = { id: `f${id}-${n}`, cause: copy.id, connection, text: "hi" };
      tell("frame.sent", { ...frame, where: "server:1" });
      tell("message.delivered", { ...copy, where: "server:1" });
    }
  };

  return {
    opening,
    take(count) {
      while (waiting.length < count) message(random() < 0.5 ? "worker:1" : "worker:2");
      return take(count);
    },
  };
}
