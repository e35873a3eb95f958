/**
 * Roads between the actors that stand on the picture: what flies along them and what is drawn.
 *
 * Pure. Routes run straight, workers sit between them; the way back is a road of its own along the
 * bottom, which goes up inside the protocol server and splits there. Knows no colours and no time.
 */

import type { Road } from "../model/flights.ts";
import { across } from "./across.ts";
import { type Curve, type Point, Trail } from "./curve.ts";
import { down } from "./down.ts";
import { channelAt, NOWHERE, type Where } from "./ends.ts";
import { trunk, wire } from "./homeward.ts";
import type { ChannelBox, ConsumerBox, Place } from "./place.ts";

/** The curves of a road: of a fan, the trunk and then its strands; none if an end is missing. */
export function curvesOf(at: Place, road: Road, where: Where = NOWHERE): Curve[] {
  const curves = at.mode === "narrow" ? down(at, road, where) : across(at, road, where);
  return curves.filter((curve) => curve.length > 0);
}

/** A name for a road, the same for all flights along it. */
export function roadKey(road: Road): string {
  return Object.values(road)
    .map((part) => (Array.isArray(part) ? part.join(",") : String(part)))
    .join("|");
}

/** A line of the picture that is there whether or not something moves. */
export interface Route {
  key: string;
  d: string;
  what: "wire" | "accept" | "route" | "stub" | "send" | "add" | "discard" | "channel" | "back";
  /** The actors that it joins. */
  from: string;
  to: string;
}

/** The lines from channels to consumers: straight, off the rail only behind the workers. */
export function routeOf(at: Place, channel: ChannelBox, consumer: ConsumerBox): Curve {
  const trail = new Trail(channel.slots.x + channel.slots.w, channel.rail);
  const behind = consumer.x - (at.mode === "wide" ? 40 : 22);
  const y = consumer.y + consumer.h / 2;
  if (Math.abs(y - channel.rail) < 0.5) return trail.line(consumer.x, y).end();
  return trail.line(behind, channel.rail).level(consumer.x, y).end();
}

/** The dashed stub of a channel that leads nowhere. */
export function stubOf(channel: ChannelBox): { d: string; end: Point } {
  const x = channel.slots.x + channel.slots.w;
  return { d: `M${x} ${channel.rail}H${x + 12}`, end: [x + 17, channel.rail] };
}

/** All lines that are drawn under the actors. */
export function routesOf(at: Place): Route[] {
  const routes: Route[] = [];
  const add = (what: Route["what"], from: string, to: string, curves: readonly Curve[]) => {
    const [curve] = curves;
    if (curve) routes.push({ key: `${what} ${from} ${to}`, d: curve.d, what, from, to });
  };
  for (const client of at.clients) {
    const connection = client.connections.at(-1)!;
    add("wire", client.key, connection, wire(at, connection, false));
  }
  if (at.mode === "narrow") {
    for (const group of at.groups.length ? at.groups : [])
      for (const server of at.servers)
        add("back", group.name, server.name, [trunk(at, group, server).end()]);
    return routes;
  }
  for (const server of at.servers)
    for (const channel of at.channels)
      if (/^(http|websocket)\./.test(channel.name))
        add("accept", server.name, channel.name, [
          new Trail(...server.out).level(channel.slots.x, channel.rail).end(),
        ]);
  for (const consumer of at.consumers)
    for (const name of consumer.channels) {
      const channel = channelAt(at, name);
      if (channel) add("route", name, consumer.key, [routeOf(at, channel, consumer)]);
    }
  for (const server of at.servers) {
    for (const group of at.groups)
      add("back", group.name, server.name, [trunk(at, group, server).end()]);
    if (at.noGroup) add("back", "", server.name, [trunk(at, at.noGroup, server).end()]);
  }
  return routes;
}
