/**
 * The picture in rows, top to bottom as a message goes: for less than 680 units.
 *
 * Pure geometry. Consumers are lines under their channels' names; the running one stands in its
 * worker too. The road back goes up the right edge.
 */

import type { Group, State } from "../model/state.ts";
import { anyApart, NAME, processesAround, RIM } from "./apart.ts";
import { widestOf } from "./chips.ts";
import {
  type ChannelRow,
  type Client,
  channelRows,
  chipsOf,
  clientsOf,
  type Fold,
  fold,
  groupsOf,
  nodesOn,
  placesOf,
  slotCount,
  workersOf,
} from "./choose.ts";
import type {
  Box,
  ChannelBox,
  ClientBox,
  ConsumerBox,
  GroupBox,
  MoreBox,
  Place,
  ServerBox,
  ServerRow,
  View,
  WorkerBox,
} from "./place.ts";
import { widthOf } from "./text.ts";

const GAP = 6;
const CELL = 42;
const TYPING = 40;
const SERVER = 44;
const CONSUMER = 20;
const WORKER = 40;
const GROUP = 34;
/** What the lanes on the right edge take. */
const EDGE = 26;
const ROOM = { channels: 7, consumers: 4, workers: 8, groups: 6 };

/** Walks down the page. */
interface Cursor {
  y: number;
  more: MoreBox[];
  headings: Place["headings"];
}

/** Places everything in rows. */
export function placeRows(state: State, view: View, earlier: Place | null): Place {
  const cursor: Cursor = { y: 20, more: [], headings: [] };
  const { width } = view;
  const opener = { x: width - 128, y: 0, w: 128, h: 30 };
  const { clients, typing, servers } = placeClients(state, view, cursor);
  const { channels, consumers } = placeChannels(state, view, earlier, cursor);
  const workers = placeWorkers(state, view, cursor);
  const atServers = processesAround(state, servers, RIM);
  const processes = [...atServers, ...processesAround(state, workers, RIM)];
  const { groups, noGroup } = placeGroups(state, view, cursor);
  const workersTop = cursor.headings.find(({ key }) => key === "workers")!.y;
  const cell = { x: width - EDGE - 90, y: workersTop - 17, w: 90, h: 22, stands: view.cell };
  const bin = { x: 0, y: cursor.y + 16, w: width, h: 44 };
  const at: Place = {
    mode: "narrow",
    width,
    height: bin.y + bin.h + 4,
    headings: cursor.headings,
    clients,
    typing,
    opener,
    servers,
    processes,
    channels,
    workers,
    consumers,
    groups,
    noGroup,
    more: cursor.more,
    cell,
    bin,
    legend: null,
    lane: bottomOf([...servers, ...atServers]) + 10,
    roof: 0,
    gutters: { back: width - 5, take: width - 16 },
    rowOf: new Map(),
    strand: 2,
  };
  seat(state, at);
  return at;
}

const bottomOf = (boxes: readonly Box[]) => Math.max(0, ...boxes.map(({ y, h }) => y + h));

function heading(cursor: Cursor, key: Place["headings"][number]["key"], gap: number): void {
  cursor.y += gap;
  cursor.headings.push({ key, x: 0, y: cursor.y });
  cursor.y += 8;
}

/** A chip "+n" on a line of its own. */
function chip(cursor: Cursor, what: Fold, count: number, open: boolean): void {
  const port: [number, number] = [8, cursor.y + 11];
  cursor.more.push({ fold: what, count, x: 0, y: cursor.y, w: 120, h: 22, unfolded: open, port });
  cursor.y += 26;
}

// --- clients and servers ---------------------------------------------------------------------------

function placeClients(
  state: State,
  view: View,
  cursor: Cursor,
): { clients: ClientBox[]; typing: Box | null; servers: ServerBox[] } {
  const all = clientsOf(state);
  heading(cursor, "clients", 0);
  cursor.y += 8;
  const ours = all.some(
    ({ kind, connections }) => kind !== "crowd" && state.connections.get(connections[0]!)?.ours,
  );
  const typing = ours ? { x: 0, y: cursor.y, w: view.width, h: TYPING } : null;
  if (typing) cursor.y += TYPING + 8;
  const columns = Math.max(4, Math.floor(view.width / 110));
  const open = view.unfolded.has("tabs");
  const { shown, hidden } = fold(all, 2 * columns, open);
  const order = inServerOrder(state, shown);
  const clients = order.map((client, i) => cellBox(client, i, columns, view.width, cursor.y));
  if (clients.length) cursor.y = Math.max(...clients.map(({ y, h }) => y + h)) + 2;
  if (hidden.length || (open && all.length > 2 * columns)) {
    cursor.y += 4;
    chip(cursor, "tabs", hidden.length, open);
    cursor.y -= 4;
  }
  drop(clients, cursor.y);
  cursor.y += 20;
  const servers = placeServers(state, view, cursor);
  return { clients, typing, servers };
}

function inServerOrder(state: State, clients: readonly Client[]): Client[] {
  const order = [...state.servers.keys()];
  // Those of a server that is forgotten come last.
  const rank = ({ server }: Client) =>
    (order.indexOf(server) + order.length + 1) % (order.length + 1);
  return [...clients].sort((a, b) => rank(a) - rank(b));
}

function cellBox(
  client: Client,
  i: number,
  columns: number,
  width: number,
  top: number,
): ClientBox {
  const w = (width - GAP * columns) / columns;
  const x = (i % columns) * (w + GAP);
  const y = top + Math.floor(i / columns) * (CELL + GAP);
  return { ...client, look: "cell", slot: i, x, y, w, h: CELL, port: [x + w / 2, y + CELL] };
}

/** Wires of cells that have another one below them go down beside it. */
function drop(clients: readonly ClientBox[], end: number): void {
  for (const box of clients) {
    const above = clients.some((other) => other.x === box.x && other.y > box.y);
    if (above) box.port = [box.x + box.w + GAP / 2, Math.min(end, box.y + box.h - 8)];
  }
}

function placeServers(state: State, view: View, cursor: Cursor): ServerBox[] {
  const living = [...state.servers.values()].filter((server) => server.state !== "stopped");
  const names = living.map(({ name }) => name);
  const last = [...state.servers.keys()].at(-1);
  if (!names.length && last) names.push(last);
  const { y } = cursor;
  const column = (view.width - 8 * Math.max(0, names.length - 1)) / Math.max(1, names.length);
  const rim = anyApart(state, names) ? RIM : 0;
  const w = column - 2 * rim;
  cursor.y += SERVER + (rim && NAME);
  return names.map((name, i) => {
    const x = i * (column + 8) + rim;
    const bus: [number, number] =
      names.length === 1 ? [view.width - 5, y + SERVER] : [x + w - 16, y + SERVER];
    return { name, x, y, w, h: SERVER, rows: [], out: [x + 12, y + SERVER], bus, foot: null };
  });
}

/** Gives every connection its place in its server, under its cell as far as the server reaches. */
function seat(state: State, at: Place): void {
  for (const connection of state.connections.values()) {
    const box = at.servers.find(({ name }) => name === connection.server) ?? at.servers[0];
    if (!box) continue;
    const cell = at.clients.find(({ connections }) => connections.includes(connection.id));
    const folded = at.more.find((more) => more.fold === "tabs");
    const wish =
      cell?.port[0] ?? (folded && connection.protocol === "websocket" ? 60 : box.x + box.w / 2);
    const x = Math.max(box.x + 12, Math.min(box.x + box.w - 24, wish));
    const row: ServerRow = {
      client: cell?.key ?? "",
      connection: connection.id,
      port: [x, box.y],
      look: connection.protocol === "websocket" ? "port" : "page",
    };
    if (cell?.connections.at(-1) === connection.id) box.rows.push(row);
    at.rowOf.set(connection.id, { ...row, server: box.name });
  }
}

// --- channels and consumers ------------------------------------------------------------------------

function placeChannels(
  state: State,
  view: View,
  earlier: Place | null,
  cursor: Cursor,
): { channels: ChannelBox[]; consumers: ConsumerBox[] } {
  heading(cursor, "channels", 30);
  cursor.y += 4;
  const open = view.unfolded.has("channels");
  const seen = new Set(earlier?.channels.map(({ name }) => name));
  const rows = channelRows(state, ROOM.channels, seen, open);
  const nodes = nodesOn(state, rows.shown);
  const consumers: ConsumerBox[] = [];
  const room = view.unfolded.has("consumers") ? Number.POSITIVE_INFINITY : ROOM.consumers;
  const channels = rows.shown.map((row) => {
    const { shown, hidden } = fold(nodes.get(row.name) ?? [], room, false);
    const lines = shown.length + (hidden.length ? 1 : 0);
    const box = channelBox(state, row, lines, view.width, cursor.y);
    consumers.push(...shown.map((node, i) => ({ ...node, ...lineBox(box, i) })));
    cursor.y += box.h + 6;
    if (hidden.length) foldedLine(cursor, box, shown.length, hidden.length);
    return box;
  });
  if (rows.hidden.length || open) chip(cursor, "channels", rows.hidden.length, open);
  return { channels, consumers };
}

function channelBox(
  state: State,
  row: ChannelRow,
  lines: number,
  width: number,
  y: number,
): ChannelBox {
  const left = Math.max(152, Math.min(width * 0.4, 200));
  const rail = y + 8;
  return {
    name: row.name,
    routed: row.routed,
    x: 0,
    y,
    w: width - EDGE,
    h: 18 + Math.max(1, lines) * CONSUMER,
    slots: { x: left, y: rail - 7, w: width - EDGE - left, h: 14 },
    count: slotCount(placesOf(state, row)),
    rail,
    nameRoom: left - 6,
  };
}

/** A line under a channel's name: a consumer that it leads to. */
function lineBox(channel: ChannelBox, i: number): Box {
  return { x: 0, y: channel.y + 17 + i * CONSUMER, w: channel.nameRoom, h: CONSUMER };
}

function foldedLine(cursor: Cursor, channel: ChannelBox, line: number, count: number): void {
  const box = lineBox(channel, line);
  const port: [number, number] = [box.x + 8, box.y + 8];
  cursor.more.push({ ...box, fold: "consumers", count, unfolded: false, port });
}

// --- workers and groups ----------------------------------------------------------------------------

function placeWorkers(state: State, view: View, cursor: Cursor): WorkerBox[] {
  heading(cursor, "workers", 14);
  cursor.y += 7;
  const open = view.unfolded.has("workers");
  const { shown, hidden } = workersOf(state, ROOM.workers, open);
  const room = view.width - EDGE;
  const columns = Math.max(1, Math.min(Math.max(shown.length, 3), Math.floor((room + 8) / 102)));
  const w = (room - 8 * (columns - 1)) / columns;
  const apart = anyApart(
    state,
    shown.map(({ name }) => name),
  );
  const [rim, below] = apart ? [RIM, NAME] : [0, 0];
  const top = cursor.y + rim;
  const workers = shown.map(({ name }, i) => ({
    name,
    x: (i % columns) * (w + 8) + rim,
    y: top + Math.floor(i / columns) * (WORKER + rim + below + 8),
    w: w - 2 * rim,
    h: WORKER,
  }));
  cursor.y = Math.max(top + WORKER, ...workers.map((box) => box.y + box.h)) + below + 4;
  if (hidden.length || (open && shown.length > ROOM.workers))
    chip(cursor, "workers", hidden.length, open);
  return workers;
}

function placeGroups(
  state: State,
  view: View,
  cursor: Cursor,
): { groups: GroupBox[]; noGroup: Box | null } {
  heading(cursor, "groups", 20);
  const open = view.unfolded.has("groups");
  const { shown, hidden } = groupsOf(state, ROOM.groups, open);
  const w = view.width - EDGE;
  const groups = shown.map(([key, group]) => {
    const box = groupBox(state, key, group, w, cursor.y);
    cursor.y += GROUP + 8;
    return box;
  });
  if (hidden.length || (open && shown.length > ROOM.groups))
    chip(cursor, "groups", hidden.length, open);
  if (groups.length) return { groups, noGroup: null };
  const noGroup = { x: 0, y: cursor.y, w, h: GROUP };
  cursor.y += GROUP + 8;
  return { groups, noGroup };
}

function groupBox(state: State, name: string, group: Group, w: number, y: number): GroupBox {
  const left = Math.min(widthOf(name, 12) + 24, w / 3);
  // As many as have room for their whole names, but not fewer than two.
  const least = Math.max(54, Math.min(96, widestOf(state, group)));
  const room = Math.max(2, Math.floor((w - left - 6) / (least + 4)));
  const { chips, more } = chipsOf(state, group, room);
  const shown = chips.slice(0, more ? room - 1 : room);
  const rest = more + chips.slice(shown.length).reduce((sum, chip) => sum + chip.count, 0);
  const cells = shown.length + (rest ? 1 : 0);
  const cw = Math.min(96, (w - left - 10 - 4 * Math.max(0, cells - 1)) / Math.max(1, cells));
  const cell = (i: number): Box => ({ x: left + i * (cw + 4), y: y + 8, w: cw, h: 18 });
  return {
    name,
    x: 0,
    y,
    w,
    h: GROUP,
    chips: shown.map((chip, i) => ({ ...chip, ...cell(i) })),
    more: rest ? { ...cell(shown.length), count: rest } : null,
    exit: [w, y + GROUP / 2],
    side: "right",
  };
}
