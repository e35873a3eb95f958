/**
 * Roads of the picture in columns. Pure; dispatches on the road.
 */

import type { Road } from "../model/flights.ts";
import { type Curve, type Point, Trail } from "./curve.ts";
import {
  consumerAt,
  groupAt,
  moreAt,
  queueAt,
  right,
  rowEnd,
  serverOf,
  slotX,
  socketAt,
  type Where,
} from "./ends.ts";
import { fan, homeward, wire } from "./homeward.ts";
import type { Place } from "./place.ts";

/** The curves of a road between columns. */
export function across(at: Place, road: Road, where: Where): Curve[] {
  switch (road.hop) {
    case "frame":
      return wire(at, road.connection, false);
    case "out":
      return wire(at, road.connection, true);
    case "accept":
      return accept(at, road.connection, road.channel, where);
    case "take":
      return take(at, road.channel, road.worker);
    case "run":
      return run(at, road.worker, road.consumer);
    case "send":
      return overRoof(at, tipOf(at, road.consumer), road.channel, where);
    case "toGroup":
    case "member":
      return intoGroup(at, tipOf(at, road.consumer), road.group);
    case "fan": {
      const { trunks, strands } = fan(at, road.group, road.connections, road.channels);
      return [...trunks, ...strands];
    }
    case "reply":
      return reply(at, tipOf(at, road.consumer), road.connection);
    case "fall":
      return fall(at, road.channel, road.connection, road.reason);
  }
}

/** Where things leave that a consumer, or a cell, sends. */
function tipOf(at: Place, consumer: string | null): Point {
  const box = consumer === null ? undefined : consumerAt(at, consumer);
  return right(box ?? at.cell);
}

function accept(at: Place, connection: string | null, channel: string, where: Where): Curve[] {
  const queue = queueAt(at, channel);
  const row = connection === null ? undefined : at.rowOf.get(connection);
  const server = row ? serverOf(at, row.server) : at.servers[0];
  if (!queue || !server)
    return connection === null ? overRoof(at, tipOf(at, null), channel, where) : [];
  const [ox, oy] = server.out;
  const [sx, sy] = row ? row.port : [ox, oy];
  const trail = new Trail(sx, sy);
  if (row) trail.bend(sx + 30, sy, ox - 40, oy, ox, oy);
  trail.mark().level(queue.slots.x, queue.rail).mark();
  return [trail.line(slotX(queue, where.nextSlot(channel)), queue.rail).end()];
}

function take(at: Place, channel: string, worker: string): Curve[] {
  const queue = queueAt(at, channel);
  const socket = socketAt(at, worker);
  if (!queue || !socket) return [];
  const leave = queue.slots.x + queue.slots.w;
  const trail = new Trail(slotX(queue, 0), queue.rail).line(leave, queue.rail).mark();
  return [
    trail
      .level(socket[0] - 17, socket[1])
      .mark()
      .line(...socket)
      .end(),
  ];
}

function run(at: Place, worker: string, consumer: string): Curve[] {
  const socket = socketAt(at, worker);
  const box = consumerAt(at, consumer);
  if (!socket || !box) return [];
  const from = at.workers.find(({ name }) => name === worker);
  const x = from ? from.x + from.w : socket[0];
  return [new Trail(x, socket[1]).level(box.x, box.y + box.h / 2).end()];
}

/** Over the top, from a consumer or a cell to the tail of a channel. */
function overRoof(at: Place, [x, y]: Point, channel: string, where: Where): Curve[] {
  const queue = queueAt(at, channel);
  if (!queue) return [];
  const up = at.gutters.back - 6;
  const down = queue.slots.x - 10;
  const stops: Point[] = [
    [up, y],
    [up, at.roof],
    [down, at.roof],
    [down, queue.rail],
    [slotX(queue, where.nextSlot(channel)), queue.rail],
  ];
  return [new Trail(x, y).through(stops, 10).end()];
}

function intoGroup(at: Place, [x, y]: Point, name: string): Curve[] {
  const group = groupAt(at, name) ?? moreAt(at, "groups") ?? at.noGroup;
  if (!group) return [];
  const inset = Math.min(20, group.h / 2);
  const into = Math.max(group.y + inset, Math.min(group.y + group.h - inset, y));
  return [new Trail(x, y).level(group.x, into).end()];
}

function reply(at: Place, tip: Point, connection: string): Curve[] {
  const row = rowEnd(at, connection);
  if (!row) return [];
  const x = at.gutters.back;
  const trail = new Trail(tip[0], tip[1]);
  const turned = trail.through(
    [
      [x, tip[1]],
      [x, tip[1] + 12],
    ],
    8,
  );
  const home = homeward(at, turned, [x, tip[1]], row.server);
  const [bx] = row.server.bus;
  return [home.through([[bx, row.end[1]], row.end], 12).end()];
}

function fall(at: Place, channel: string, connection: string | null, reason: string): Curve[] {
  const { bin } = at;
  const into = bin.y + 16;
  const row = connection === null ? null : rowEnd(at, connection);
  if (row) {
    const x = row.server.x + (at.mode === "wide" ? 102 : 59);
    const level = at.lane + 15;
    const stops: Point[] = [
      [x, level],
      [bin.x + 24, level],
      [bin.x + 24, into],
    ];
    return [new Trail(x, row.end[1]).through(stops, 10).end()];
  }
  const queue = queueAt(at, channel);
  if (!queue) return [];
  const { slots, rail } = queue;
  if (reason === "full") {
    const x = slots.x - 10;
    const level = at.lane + 15;
    const stops: Point[] = [
      [x, rail],
      [x, level],
      [bin.x + 24, level],
      [bin.x + 24, into],
    ];
    return [new Trail(slots.x, rail).through(stops, 10).end()];
  }
  const x = slots.x + slots.w + 10;
  return [
    new Trail(slots.x + slots.w, rail)
      .through(
        [
          [x, rail],
          [x, into],
        ],
        10,
      )
      .end(),
  ];
}
