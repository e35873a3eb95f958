/**
 * Roads that both layouts share: a client's wire, and the way back from groups to their members.
 *
 * Pure. The way back is one trunk, which goes up inside the protocol server and splits there.
 */

import { type Curve, type Point, Trail } from "./curve.ts";
import { groupAt, moreAt, queueAt, rowEnd } from "./ends.ts";
import type { Box, GroupBox, Place, ServerBox } from "./place.ts";

/** Strands of a fan that are drawn one by one; of more, eight are drawn and the count says the rest. */
export const STRANDS = 8;

const BEND = 20;

/** What comes and goes where no wire is: the requests of pages. */
const APPROACH = 30;

/** Where a connection's client has its end of the wire; null where it has none on the picture. */
function clientEnd(at: Place, connection: string): Point | null {
  const client = at.clients.find((box) => box.connections.includes(connection));
  if (client) return client.port;
  const row = at.rowOf.get(connection);
  if (row?.look === "port") return moreAt(at, "tabs")?.port ?? null;
  if (row) {
    const [x, y] = row.port;
    return at.mode === "narrow" ? [x, y - APPROACH / 2] : [x - APPROACH, y];
  }
  // A tab that is opening is not there yet: it comes from where tabs are opened.
  const { x, y, w, h } = at.opener;
  return at.mode === "narrow" ? null : [x + w, y + h / 2];
}

function serverEnd(at: Place, connection: string): Point | null {
  const row = at.rowOf.get(connection);
  if (row) return row.port;
  const [server] = at.servers;
  return server ? [server.x, at.opener.y + at.opener.h / 2] : null;
}

/** A client's wire to its server, or the same way out. */
export function wire(at: Place, connection: string, out: boolean): Curve[] {
  const client = clientEnd(at, connection);
  const server = serverEnd(at, connection);
  if (!client || !server) return [];
  const [from, to] = out ? [server, client] : [client, server];
  const trail = new Trail(from[0], from[1]);
  if (at.mode !== "narrow") return [trail.line(to[0], to[1]).end()];
  return [trail.upright(to[0], to[1]).end()];
}

/** From (x, y) down to the lane of the road back, along it, and up to the foot of a server. */
export function homeward(at: Place, trail: Trail, [x]: Point, server: ServerBox): Trail {
  const [bx, by] = server.bus;
  const below = at.servers.some((other) => other.y > server.y);
  // The road to an upper server passes the lower ones outside.
  const beside = server.x + server.w + 7;
  const stops: Point[] = below
    ? [
        [x, at.lane],
        [beside, at.lane],
        [beside, by + 8],
        [bx, by + 8],
        [bx, by],
      ]
    : [
        [x, at.lane],
        [bx, at.lane],
        [bx, by],
      ];
  return trail.through(stops, BEND);
}

/** From a group to the foot of a server. */
export function trunk(at: Place, group: GroupBox | Box, server: ServerBox): Trail {
  const exit: Point = "exit" in group ? group.exit : [group.x + group.w / 2, group.y + group.h];
  const trail = new Trail(exit[0], exit[1]);
  if (!("side" in group) || group.side === "bottom") return homeward(at, trail, exit, server);
  const lane = at.width - 7;
  const [bx, by] = server.bus;
  if (at.mode === "narrow") return trail.through(narrowWayUp(at, exit, server), 12);
  const below = at.servers.some((other) => other.y > server.y);
  if (below)
    return homeward(
      at,
      trail.line(lane - 6, exit[1]).corner(lane, exit[1], lane, exit[1] + 6),
      [lane, 0],
      server,
    );
  const stops: Point[] = [
    [lane, exit[1]],
    [lane, at.lane],
    [bx, at.lane],
    [bx, by],
  ];
  return trail.through(stops, BEND);
}

/** In rows: up the right edge to the foot of a server. */
export function narrowWayUp(at: Place, [, y]: Point, server: ServerBox): Point[] {
  const edge = at.gutters.back;
  const [bx, by] = server.bus;
  if (bx === edge)
    return [
      [edge, y],
      [edge, by],
    ];
  return [
    [edge, y],
    [edge, at.lane],
    [bx, at.lane],
    [bx, by],
  ];
}

/** Inside the server: from the foot up the bus, and off to a row. */
function strand(at: Place, server: ServerBox, end: Point, offset: number): Curve {
  const [bx, by] = server.bus;
  const x = bx + offset;
  if (at.mode === "narrow") return new Trail(bx, by).through([[bx, end[1]], end], 11).end();
  return new Trail(x, by).through([[x, end[1]], end], 12).end();
}

/** The rows of a fan: one strand each, and at most so many; crowds share theirs. */
function fanRows(
  at: Place,
  connections: readonly string[],
): Map<string, { server: ServerBox; end: Point }> {
  const rows = new Map<string, { server: ServerBox; end: Point }>();
  for (const connection of connections) {
    const row = rowEnd(at, connection);
    if (row) rows.set(`${row.server.name} ${row.end.join()}`, row);
    if (rows.size >= STRANDS) break;
  }
  return rows;
}

/** A member that is a plain channel gets its copy over the top, in rows straight up. */
function intoChannel(at: Place, group: Box, name: string): Curve[] {
  const queue = queueAt(at, name);
  if (!queue) return [];
  const { slots, rail } = queue;
  if (at.mode === "narrow") {
    const x = slots.x + slots.w / 2;
    return [new Trail(x, group.y).line(x, rail).end()];
  }
  const [up, down] = [group.x - 6, slots.x - 10];
  const stops: Point[] = [
    [up, group.y + 14],
    [up, at.roof],
    [down, at.roof],
    [down, rail],
    [slots.x + 6, rail],
  ];
  return [new Trail(group.x, group.y + 14).through(stops, 8).end()];
}

/** A group send on its way: one trunk to each server, and there one strand to each reply channel. */
export interface Fan {
  trunks: Curve[];
  strands: Curve[];
}

export const NO_FAN: Fan = { trunks: [], strands: [] };

/** The fan of a group to these connections and plain channels. */
export function fan(
  at: Place,
  name: string,
  connections: readonly string[],
  channels: readonly string[],
): Fan {
  const group = groupAt(at, name) ?? moreAt(at, "groups");
  if (!group) return NO_FAN;
  const rows = [...fanRows(at, connections).values()].sort((a, b) => a.end[1] - b.end[1]);
  const roads = channels.slice(0, STRANDS).flatMap((channel) => intoChannel(at, group, channel));
  const servers =
    rows.length || roads.length
      ? [...new Set(rows.map(({ server }) => server))]
      : at.servers.slice(0, 1);
  return {
    trunks: [...servers.map((server) => trunk(at, group, server).end()), ...roads],
    strands: servers.flatMap((server) => {
      const here = rows.filter((row) => row.server === server);
      const shift = (i: number) => ((here.length - 1) / 2 - i) * at.strand;
      return here.map((row, i) => strand(at, server, row.end, shift(i)));
    }),
  };
}
