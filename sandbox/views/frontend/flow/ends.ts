/**
 * Where roads begin and end: actors that stand on the picture, found by name.
 *
 * Pure. Those that are folded away are met at their "+n".
 */

import type { Point } from "./curve.ts";
import type { Box, ChannelBox, ConsumerBox, Place, ServerBox } from "./place.ts";

/** What curves need beside the place: who runs what, and where a queue ends. */
export interface Where {
  /** The worker that runs a consumer, or ran it last. */
  workerOf(consumer: string): string | null;
  /** Which slot, counted from the head, the next message of a channel takes. */
  nextSlot(channel: string): number;
}

export const NOWHERE: Where = { workerOf: () => null, nextSlot: () => 0 };

export const channelAt = (at: Place, name: string) => at.channels.find((box) => box.name === name);

/** The consumer's box on the row of a channel, or anywhere. */
export function consumerAt(at: Place, name: string, channel?: string): ConsumerBox | undefined {
  const boxes = at.consumers.filter((box) => box.name === name);
  return boxes.find((box) => channel !== undefined && box.channels.includes(channel)) ?? boxes[0];
}

export const groupAt = (at: Place, name: string) => at.groups.find((box) => box.name === name);

export const moreAt = (at: Place, fold: Place["more"][number]["fold"]) =>
  at.more.find((box) => box.fold === fold);

export const serverOf = (at: Place, name: string): ServerBox | undefined =>
  at.servers.find((box) => box.name === name);

/** Where a channel's message waits, counted from the head on the right. */
export function slotX({ slots, count }: ChannelBox, slot: number): number {
  return slots.x + slots.w - (slots.w / count) * (Math.min(slot, count - 1) + 0.5);
}

/** Where the messages of a channel enter, wait and leave: those folded away at their chip. */
export function queueAt(at: Place, name: string): ChannelBox | null {
  const box = channelAt(at, name);
  if (box) return box;
  const folded = moreAt(at, "channels");
  if (!folded) return null;
  const slots = { ...folded, h: 16 };
  const rail = folded.y + folded.h / 2;
  return { ...folded, name, routed: true, slots, count: 10, rail, nameRoom: folded.w };
}

/** Where a worker takes a message into its socket. */
export function socketAt(at: Place, name: string): Point | null {
  const box = at.workers.find((worker) => worker.name === name);
  if (box) return at.mode === "narrow" ? [box.x + 14, box.y + 20] : [box.x + 17, box.y + box.h / 2];
  return moreAt(at, "workers")?.port ?? null;
}

export const right = (box: Box): Point => [box.x + box.w, box.y + box.h / 2];

/** Where the road of a fan or reply ends inside a server: at the connection's row. */
export function rowEnd(at: Place, connection: string): { server: ServerBox; end: Point } | null {
  const row = at.rowOf.get(connection);
  const server = row && serverOf(at, row.server);
  if (!row || !server) return null;
  if (at.mode === "narrow") return { server, end: [row.port[0], server.y + 33] };
  if (row.look === "page") return { server, end: [server.x + 19, row.port[1]] };
  const inset = row.look === "full" ? (at.mode === "wide" ? 60 : 66) : 50;
  return { server, end: [server.x + inset, row.port[1] + (row.look === "full" ? 8 : 0)] };
}
