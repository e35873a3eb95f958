/**
 * Roads of the picture in rows. Pure; dispatches on the road.
 */

import type { Road } from "../model/flights.ts";
import { type Curve, type Point, Trail } from "./curve.ts";
import {
  consumerAt,
  groupAt,
  moreAt,
  queueAt,
  rowEnd,
  serverOf,
  slotX,
  socketAt,
  type Where,
} from "./ends.ts";
import { fan, narrowWayUp, wire } from "./homeward.ts";
import { type Box, middle, type Place } from "./place.ts";

/** The curves of a road between rows. */
export function down(at: Place, road: Road, where: Where): Curve[] {
  switch (road.hop) {
    case "frame":
      return wire(at, road.connection, false);
    case "out":
      return wire(at, road.connection, true);
    case "accept":
      return acceptDown(at, road.connection, road.channel, where);
    case "take":
      return takeDown(at, road.channel, road.worker);
    case "run":
      return [];
    case "send":
      return sendUp(at, runnerOf(at, road.consumer, where), road.channel, where);
    case "toGroup":
    case "member":
      return downToGroup(at, runnerOf(at, road.consumer, where), road.group);
    case "fan": {
      const { trunks, strands } = fan(at, road.group, road.connections, road.channels);
      return [...trunks, ...strands];
    }
    case "reply":
      return replyUp(at, runnerOf(at, road.consumer, where), road.connection);
    case "fall":
      return fallDown(at, road.channel, road.connection);
  }
}

/** In rows a consumer acts from the worker that runs it. */
function runnerOf(at: Place, consumer: string | null, where: Where): Box {
  const worker = consumer === null ? null : where.workerOf(consumer);
  return (
    at.workers.find(({ name }) => name === worker) ??
    (consumer === null ? at.cell : (consumerAt(at, consumer) ?? at.cell))
  );
}

function acceptDown(at: Place, connection: string | null, channel: string, where: Where): Curve[] {
  const queue = queueAt(at, channel);
  const row = connection === null ? undefined : at.rowOf.get(connection);
  const server = row ? serverOf(at, row.server) : at.servers[0];
  if (!queue || !server) return [];
  const x = row?.port[0] ?? server.x + server.w / 2;
  // It passes over names: as a line it would strike them through.
  const trail = new Trail(x, server.y + server.h).mark().mark();
  return [
    trail
      .upright(queue.slots.x - 4, queue.slots.y - 6)
      .corner(queue.slots.x - 4, queue.rail, queue.slots.x + 6, queue.rail)
      .line(slotX(queue, where.nextSlot(channel)), queue.rail)
      .end(),
  ];
}

function takeDown(at: Place, channel: string, worker: string): Curve[] {
  const queue = queueAt(at, channel);
  const box = at.workers.find(({ name }) => name === worker);
  const socket = socketAt(at, worker);
  if (!queue || !socket) return [];
  const x = at.gutters.take;
  const level = (box?.y ?? socket[1]) - 7;
  const stops: Point[] = [
    [x, queue.rail],
    [x, level],
    [socket[0], level],
    [socket[0], box?.y ?? socket[1]],
  ];
  const trail = new Trail(slotX(queue, 0), queue.rail);
  trail.line(queue.slots.x + queue.slots.w, queue.rail).mark();
  return [
    trail
      .through(stops, 12)
      .mark()
      .line(...socket)
      .end(),
  ];
}

function sendUp(at: Place, from: Box, channel: string, where: Where): Curve[] {
  const queue = queueAt(at, channel);
  if (!queue) return [];
  const x = slotX(queue, where.nextSlot(channel));
  return [
    new Trail(middle(from)[0], from.y)
      .upright(x, queue.rail + 8)
      .line(x, queue.rail)
      .end(),
  ];
}

function downToGroup(at: Place, from: Box, name: string): Curve[] {
  const group = groupAt(at, name) ?? moreAt(at, "groups") ?? at.noGroup;
  if (!group) return [];
  return [new Trail(from.x + 20, from.y + from.h).upright(group.x + 24, group.y).end()];
}

function replyUp(at: Place, from: Box, connection: string): Curve[] {
  const row = rowEnd(at, connection);
  if (!row) return [];
  const level = from.y + from.h + 4;
  const start: Point = [middle(from)[0], level];
  const up = narrowWayUp(at, start, row.server);
  const [bx] = row.server.bus;
  const trail = new Trail(middle(from)[0], from.y + from.h).line(...start);
  return [trail.through([...up, [bx, row.end[1]], row.end], 11).end()];
}

function fallDown(at: Place, channel: string, connection: string | null): Curve[] {
  const row = connection === null ? null : rowEnd(at, connection);
  const queue = row ? null : queueAt(at, channel);
  const from: Point | null = row?.end ?? (queue && [queue.slots.x + queue.slots.w, queue.rail]);
  if (!from) return [];
  const x = at.gutters.take + 2;
  return [
    new Trail(from[0], from[1])
      .through(
        [
          [x, from[1]],
          [x, at.bin.y + 14],
        ],
        14,
      )
      .end(),
  ];
}
