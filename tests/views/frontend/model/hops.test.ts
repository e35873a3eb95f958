import { describe, expect, test } from "vitest";
import { roadKey, Sights } from "../../../../sandbox/views/frontend/model/hops.ts";
import { apply, empty } from "../../../../sandbox/views/frontend/model/reduce.ts";
import type { Fact } from "../../../../sandbox/views/frontend/model/state.ts";
import { NAMES, recorded } from "./logs.ts";

/** Each fact of a log, with the road that it depicts and the kind of what flies there. */
function seen(log: readonly Fact[]): { fact: Fact; road: string; kind: string }[] {
  const state = empty();
  const sights = new Sights();
  return log.flatMap((fact) => {
    apply(state, fact);
    const { hop } = sights.of(state, fact);
    return hop === null ? [] : [{ fact, road: roadKey(hop.road), kind: hop.kind }];
  });
}

const roadsOf = (name: string, ...kinds: string[]) =>
  seen(recorded(name))
    .filter(({ fact }) => kinds.includes(fact.kind))
    .map(({ road, kind }) => `${kind}: ${road}`);

describe("what a fact depicts", () => {
  test("on the way in: from the tab to the server, on to a channel, to a worker and consumer", () => {
    expect(roadsOf("edit", "connection.opened", "frame.received")).toEqual([
      "connect: frame c1",
      "receive: frame c1",
      "receive: frame c1",
    ]);
    const way = ["message.accepted", "message.taken", "consumer.started"];
    expect(roadsOf("edit", ...way).filter((one) => !one.startsWith("reply"))).toEqual([
      "connect: accept c1 websocket.connect",
      "connect: take websocket.connect worker:1",
      "connect: run worker:1 ws_add",
      "receive: accept c1 websocket.receive",
      "receive: take websocket.receive worker:1",
      "receive: run worker:1 ws_message",
      "receive: accept c1 websocket.receive",
      "receive: take websocket.receive worker:1",
      "receive: run worker:1 ws_message",
      "disconnect: accept c1 websocket.disconnect",
      "disconnect: take websocket.disconnect worker:1",
      "disconnect: run worker:1 ws_disconnect",
    ]);
  });

  test("on the way back: to the group, fanned to its members, out to the tabs", () => {
    expect(roadsOf("chat", "group.sent")[0]).toBe("reply: toGroup ws_message chat");
    const fans = seen(recorded("chat")).filter(({ road }) => road === "fan chat");
    expect(fans.length).toBe(3);
    expect(roadsOf("chat", "frame.sent")).toEqual([
      "reply: out c1",
      "reply: out c2",
      "reply: out c1",
    ]);
  });

  test("of members: the consumer that adds or discards, in the kind of what it has in hand", () => {
    expect(roadsOf("chat", "group.joined", "group.left")).toEqual([
      "connect: member ws_add chat add",
      "connect: member ws_add chat add",
      "disconnect: member ws_disconnect chat discard",
      "disconnect: member ws_disconnect chat discard",
    ]);
  });

  test("of a request: the request itself, and its answer from a consumer or a cell", () => {
    expect(roadsOf("http", "connection.opened")).toEqual([]);
    expect(roadsOf("http", "request.received")).toEqual([
      "request: frame c1",
      "request: frame c2",
      "request: frame c3",
    ]);
    const replies = roadsOf("http", "message.accepted").filter((one) => one.includes("reply "));
    expect(replies).toEqual([
      "reply: reply (default) Django views c1",
      "reply: reply (default) Django views c2",
      "reply: reply null c3",
    ]);
  });

  test("of losses: the fall from where it was, with the reason", () => {
    expect(roadsOf("losses", "message.lost").sort()).toEqual([
      "custom: fall jobs full",
      "custom: fall jobs full",
      "custom: fall jobs no_route",
      "custom: fall jobs no_route",
    ]);
    expect(roadsOf("ghost", "message.lost")).toEqual(["reply: fall c2 no_connection"]);
    expect(roadsOf("kill", "message.lost")).toEqual(["custom: fall block worker_killed"]);
    expect(roadsOf("http", "message.lost")).toEqual([]);
  });

  test("of sends from a cell: no consumer", () => {
    expect(roadsOf("kill", "message.accepted")).toContain("custom: send null block");
    expect(roadsOf("losses", "group.sent")[0]).toBe("reply: toGroup null slow");
  });

  test("of a message that is put back: a send by the consumer that had it", () => {
    const sends = roadsOf("raises", "message.accepted").filter((one) => one.includes("later"));
    expect(sends).toEqual([
      "custom: send null later",
      "custom: send later later",
      "custom: send later later",
    ]);
  });
});

test.each(NAMES)("nobody flies in %s from or to what is not known", (name) => {
  for (const { road } of seen(recorded(name))) expect(road).not.toMatch(/undefined|__main__/);
});
