/**
 * The picture in columns, left to right as a message goes: for 680 units and more.
 *
 * Pure geometry; the measures are the design's (NOTES, "Grid and scale").
 */

import type { State } from "../model/state.ts";
import { anyApart, processesAround, RIM } from "./apart.ts";
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
  type Node,
  nodesOn,
  placesOf,
  slotCount,
  slotsFor,
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

const TOP = 30;
/** Height of a channel's row; less where the picture would else not be seen at once. */
const ROW = { usual: 60, least: 52, apart: 56 };
/** What each further consumer adds to the row of its channel. */
const CONSUMER = 48;
const TAB = { pitch: 75, h: 67, port: 31, room: 6 };
const LINE = { pitch: 34, h: 28, port: 14, room: 14 };
const RAIL = 27;
const WORKER = 36;
/** A server's least height in rows where there is one, and what stands below a consumer's bar. */
const SERVER = 4;
const LABEL = 16;
/** Where a server shows the requests that it has in hand. */
const FOOT = 26;
const ROOM = { channels: 8, consumers: 6, workers: 8, groups: 8 };
const CHIP = { h: 19, pitch: 24, top: 29, side: 10, slim: 6, gap: 5 };

/** A worker in a process of its own, whose name has to stand between the rails too. */
const APART = { top: 23, h: 34, rim: 3 };
/** What a server's name needs above it, and how far servers with processes are apart. */
const TITLE = 16;
const SERVERS_APART = 42;

/** x and width of the six columns, and the gutter between them. */
interface Grid {
  x: number[];
  w: number[];
  gutter: number;
  wide: boolean;
  /** Height of a channel's row. */
  row: number;
}

function gridOf({ width, mode }: View, row: number): Grid {
  const wide = mode === "wide";
  const w = wide ? [152, 132, 192, 120, 120, 136] : [106, 86, 150, 84, 114, 92];
  const gutter = (width - w.reduce((a, b) => a + b)) / 5;
  let x = 0;
  const xs = w.map((width) => {
    const here = x;
    x += width + gutter;
    return here;
  });
  return { x: xs, w, gutter, wide, row };
}

const bottomOf = (boxes: readonly Box[], least = TOP) =>
  boxes.reduce((low, { y, h }) => Math.max(low, y + h), least);

/** Places everything in columns; rows move together where that brings the bin into sight. */
export function placeColumns(state: State, view: View, earlier: Place | null): Place {
  // A worker's process needs more room between the rails than a worker does.
  const least = anyApart(state, state.workers.keys()) ? ROW.apart : ROW.least;
  const usual = placeWith(ROW.usual, state, view, earlier);
  const over = ({ height }: Place) => (view.room === null ? 0 : height - view.room);
  let [at, row] = [usual, ROW.usual];
  while (over(at) > 0 && row > least) {
    const less = Math.ceil(over(at) / Math.max(1, at.channels.length));
    row = Math.max(least, row - less);
    at = placeWith(row, state, view, earlier);
  }
  // Closer for nothing would only be less calm.
  return over(at) > 0 ? usual : at;
}

function placeWith(row: number, state: State, view: View, earlier: Place | null): Place {
  const grid = gridOf(view, row);
  const { x, w } = grid;
  const has = (what: Fold) => view.unfolded.has(what);
  const more: MoreBox[] = [];

  const rows = channelRows(state, ROOM.channels, namesOf(earlier), has("channels"));
  const nodes = nodesOn(state, rows.shown);
  const beside = has("consumers") ? Number.POSITIVE_INFINITY : ROOM.consumers;
  const channels = placeChannels(state, rows.shown, nodes, grid, beside);
  const consumers = placeConsumers(channels, nodes, grid, beside, more);
  const consumersEnd = bottomOf([...consumers, ...more], TOP);
  const channelsEnd = bottomOf(channels, TOP);
  if (rows.hidden.length || has("channels"))
    more.push(chip("channels", rows.hidden.length, x[2]!, channelsEnd + 6, w[2]!, has("channels")));

  const { workers, hidden } = placeWorkers(state, channels, grid, has("workers"));
  const apart = processesAround(state, workers, APART.rim);
  const workersEnd = bottomOf([...workers, ...apart]);
  if (hidden || (has("workers") && workers.length > ROOM.workers))
    more.push(chip("workers", hidden, x[3]!, workersEnd + 8, w[3]!, has("workers")));

  const groups = placeGroups(
    state,
    channels,
    consumers,
    grid,
    topsOf(earlier, channels),
    has("groups"),
    more,
  );
  const { clients, servers, opener } = placeClients(state, view, grid, earlier, channelsEnd, more);
  const processes = [
    ...processesAround(state, servers, servers.length > 1 ? TITLE : RIM),
    ...apart,
  ];
  const cell = { x: x[4]!, y: consumersEnd + 22, w: w[4]!, h: 22, stands: view.cell };
  const noGroup = groups.length ? null : placeNoGroup(channels, grid);

  const actors = [...clients, opener, ...servers, ...channels, ...workers, ...groups];
  const everything = [...actors, ...processes];
  const extra = [...(view.cell ? [cell] : []), ...(noGroup ? [noGroup] : [])];
  const ends = bottomOf([...everything, ...more, ...extra], TOP + SERVER * row);
  const floor = Math.max(ends, consumersEnd + LABEL);
  const lane = floor + 16;
  const bin = { x: x[2]!, y: lane + 14, w: x[4]! + w[4]! - x[2]!, h: 48 };
  const at: Place = {
    mode: view.mode,
    width: view.width,
    height: bin.y + bin.h + 4,
    headings: (["clients", "server", "channels", "workers", "consumers", "groups"] as const).map(
      (key, i) => ({ key, x: x[i]!, y: 14 }),
    ),
    clients,
    typing: null,
    opener,
    servers,
    processes,
    channels,
    workers,
    consumers,
    groups,
    noGroup,
    more,
    cell,
    bin,
    legend: { x: 0, y: lane + 20, w: x[1]! + w[1]! - 10, h: 40 },
    lane,
    roof: 23,
    gutters: { back: x[4]! + w[4]! + grid.gutter / 2, take: 0 },
    rowOf: new Map(),
    strand: view.theme === "projector" ? 2.8 : 2.2,
  };
  seat(state, at);
  return at;
}

function namesOf(earlier: Place | null): Set<string> {
  return new Set(earlier?.channels.map(({ name }) => name));
}

function chip(what: Fold, count: number, x: number, y: number, w: number, open: boolean): MoreBox {
  return { fold: what, count, x, y, w, h: 22, unfolded: open, port: [x + 8, y + 11] };
}

// --- channels, consumers, workers ------------------------------------------------------------------

function placeChannels(
  state: State,
  rows: readonly ChannelRow[],
  nodes: ReadonlyMap<string, Node[]>,
  { x, w, row: high }: Grid,
  room: number,
): ChannelBox[] {
  let y = TOP;
  return rows.map((row) => {
    const here = y;
    const beside = Math.min(nodes.get(row.name)?.length ?? 0, room);
    y += high + Math.max(0, beside - 1) * CONSUMER;
    const rail = here + RAIL;
    const box = { x: x[2]!, y: here, w: w[2]!, h: 50 };
    const slots = { ...box, y: rail - 8, h: 16 };
    const count = slotCount(placesOf(state, row));
    return { ...box, name: row.name, routed: row.routed, slots, count, rail, nameRoom: box.w };
  });
}

function placeConsumers(
  channels: readonly ChannelBox[],
  nodes: ReadonlyMap<string, Node[]>,
  { x, w }: Grid,
  room: number,
  more: MoreBox[],
): ConsumerBox[] {
  return channels.flatMap(({ name, rail }) => {
    const at = (i: number) => ({ x: x[4]!, y: rail - 16 + i * CONSUMER, w: w[4]!, h: 32 });
    const { shown, hidden } = fold(nodes.get(name) ?? [], room, false);
    if (hidden.length) {
      const { x, y, w } = at(shown.length);
      more.push(chip("consumers", hidden.length, x, y + 5, w, false));
    }
    return shown.map((node, i) => ({ ...node, ...at(i) }));
  });
}

/** Heights of the lanes between the rails, and on below the last one. */
function laneAt(channels: readonly ChannelBox[], lane: number, row: number): number {
  const rails = channels.map(({ rail }) => rail);
  const here = rails[lane];
  const next = rails[lane + 1];
  if (here !== undefined && next !== undefined) return (here + next) / 2;
  const last = rails.at(-1) ?? TOP + RAIL - row;
  return last + row / 2 + row * (lane - Math.max(rails.length - 1, 0));
}

function placeWorkers(
  state: State,
  channels: readonly ChannelBox[],
  { x, w, row }: Grid,
  unfolded: boolean,
): { workers: WorkerBox[]; hidden: number } {
  const { shown, hidden } = workersOf(state, ROOM.workers, unfolded);
  // The lane above the usual channels stays free, so that three workers stand in the middle.
  const first = channels.length >= 3 && shown.length < channels.length ? 1 : 0;
  const apart = anyApart(
    state,
    shown.map(({ name }) => name),
  );
  const [top, h] = apart ? [APART.top, APART.h] : [WORKER / 2, WORKER];
  const workers = shown.map(({ name }, i) => ({
    name,
    x: x[3]!,
    y: laneAt(channels, first + i, row) - top,
    w: w[3]!,
    h,
  }));
  return { workers, hidden: hidden.length };
}

// --- groups ----------------------------------------------------------------------------------------

const sideOf = (wide: boolean) => (wide ? CHIP.side : CHIP.slim);

/** How wide chips are in a group of width *w*. */
function chipWidth(w: number, columns: number, wide: boolean): number {
  return (w - 2 * sideOf(wide) - (columns - 1) * CHIP.gap) / columns;
}

/** How many chips a group may show when there are so many groups, and they stand two by two. */
function chipRoom(groups: number, two: boolean): number {
  if (groups <= 2) return two ? 12 : 6;
  return groups <= 4 ? 6 : 4;
}

/** Where the tops of groups were, as long as the rows beside them are where they were. */
function topsOf(earlier: Place | null, channels: readonly ChannelBox[]): Map<string, number> {
  const rails = (boxes: readonly ChannelBox[]) => boxes.map(({ rail }) => rail).join();
  if (!earlier || rails(earlier.channels) !== rails(channels)) return new Map();
  return new Map(earlier.groups.map(({ name, y }) => [name, y]));
}

/** The height at which a group would like to be: beside the consumer that sends to it. */
function wishOf(state: State, group: string, consumers: readonly ConsumerBox[]): number | null {
  for (const { consumer, to, what } of state.edges.values()) {
    if (to !== group || what !== "send") continue;
    const box = consumers.find(({ name }) => name === consumer);
    if (box) return box.y + box.h / 2;
  }
  return null;
}

function placeGroups(
  state: State,
  channels: readonly ChannelBox[],
  consumers: readonly ConsumerBox[],
  grid: Grid,
  tops: ReadonlyMap<string, number>,
  unfolded: boolean,
  more: MoreBox[],
): GroupBox[] {
  const { shown, hidden } = groupsOf(state, ROOM.groups, unfolded);
  const several = shown.length > 1;
  const w = grid.w[5]! - (several ? 16 : 0);
  const boxes = shown.map(([key, group]) => {
    // Two beside each other only where their names are whole.
    const two = grid.wide && widestOf(state, group) <= chipWidth(w, 2, true);
    const chips = chipsOf(state, group, chipRoom(shown.length, two));
    return groupBox(key, chips, grid.x[5]!, w, two, grid.wide);
  });
  const rails = channels.map(({ rail }) => rail);
  // One that nobody has sent to yet will most likely be sent to by who receives.
  const usual = several ? TOP : (rails[2] ?? rails.at(-1) ?? TOP + 3 * grid.row);
  stack(boxes, (box) => {
    const beside = wishOf(state, box.name, consumers) ?? usual;
    return tops.get(box.name) ?? beside - box.h / 2;
  });
  const end = bottomOf(boxes, TOP);
  if (hidden.length || (unfolded && shown.length > ROOM.groups))
    more.push(chip("groups", hidden.length, grid.x[5]!, end + 8, w, unfolded));
  if (!several) return boxes;
  // The lowest one's way out is below it; the others go round it.
  for (const box of boxes)
    if (box.y + box.h < end) {
      box.side = "right";
      box.exit = [box.x + box.w, box.y + Math.min(17, box.h / 2)];
    }
  return boxes;
}

function groupBox(
  name: string,
  { chips, more }: ReturnType<typeof chipsOf>,
  x: number,
  w: number,
  two: boolean,
  wide: boolean,
): GroupBox {
  const narrow = chips.filter((chip) => !chip.broad);
  const columns = two && narrow.length + (more ? 1 : 0) > 1 ? 2 : 1;
  const side = sideOf(wide);
  const cw = chipWidth(w, columns, wide);
  const cell = (i: number): Box => ({
    x: x + side + (i % columns) * (cw + CHIP.gap),
    y: CHIP.top + Math.floor(i / columns) * CHIP.pitch,
    w: cw,
    h: CHIP.h,
  });
  const placed = narrow.map((chip, i) => ({ ...chip, ...cell(i) }));
  const last = more ? { ...cell(narrow.length), count: more } : null;
  let rows = Math.ceil((narrow.length + (more ? 1 : 0)) / columns);
  for (const chip of chips)
    if (chip.broad)
      placed.push({
        ...chip,
        x: x + side,
        y: CHIP.top + rows++ * CHIP.pitch,
        w: w - 2 * side,
        h: CHIP.h,
      });
  const h = CHIP.top + Math.max(1, rows) * CHIP.pitch + 5;
  const exit: [number, number] = [x + w / 2, h];
  return { name, x, y: 0, w, h, chips: placed, more: last, exit, side: "bottom" };
}

/** Stacks groups near to where they would like to begin, in the order of their wishes. */
function stack(boxes: readonly GroupBox[], wish: (box: GroupBox) => number): void {
  const order = boxes.map((box) => ({ box, top: wish(box) })).sort((a, b) => a.top - b.top);
  let free = TOP;
  for (const { box, top } of order) {
    shift(box, Math.max(free, top));
    free = box.y + box.h + 12;
  }
}

function shift(box: GroupBox, y: number): void {
  box.y += y;
  for (const chip of box.chips) chip.y += y;
  if (box.more) box.more.y += y;
  box.exit = [box.exit[0], box.exit[1] + y];
}

function placeNoGroup(channels: readonly ChannelBox[], { x, w, row }: Grid): Box {
  const rail = channels[2]?.rail ?? TOP + 2 * row + RAIL;
  return { x: x[5]!, y: rail - 32, w: w[5]!, h: 64 };
}

// --- clients and servers ---------------------------------------------------------------------------

/** Clients by server, in the servers' order; those whose server is gone come last. */
function byServer(state: State, clients: readonly Client[]): [string, Client[]][] {
  const names = new Set([...state.servers.keys(), ...clients.map(({ server }) => server)]);
  const blocks = [...names].map((name): [string, Client[]] => [
    name,
    clients.filter(({ server }) => server === name),
  ]);
  const stands = (name: string) => state.servers.get(name)?.state !== "stopped";
  const seen = blocks.filter(
    ([name, inside]) => inside.length || (state.servers.has(name) && stands(name)),
  );
  return seen.length ? seen : blocks.slice(-1);
}

function placeClients(
  state: State,
  view: View,
  grid: Grid,
  earlier: Place | null,
  channelsEnd: number,
  more: MoreBox[],
): { clients: ClientBox[]; servers: ServerBox[]; opener: Box } {
  const { x, w } = grid;
  const all = clientsOf(state);
  const blocks = byServer(state, all);
  const size = all.length <= TAB.room ? TAB : LINE;
  const folded = fold(all, LINE.room, view.unfolded.has("tabs"));
  const shown = new Set(folded.shown);
  const slots = new Map(earlier?.clients.map((box) => [box.key, box.slot]));
  const clients: ClientBox[] = [];
  const servers: ServerBox[] = [];
  // Names of several servers stand above their boxes, and the first one's under the heading.
  let y = blocks.length > 1 ? TOP + 4 : TOP;
  const apart = anyApart(
    state,
    blocks.map(([name]) => name),
  );
  const between = blocks.length === 1 ? 0 : apart ? SERVERS_APART : 16;
  for (const [name, inside] of blocks) {
    const stand = inside.filter((client) => shown.has(client));
    const keys = stand.map(({ key }) => key);
    const seats = slotsFor(keys, size === TAB ? slots : new Map(), TAB.room);
    const look = size === TAB ? "tab" : "line";
    for (const client of stand) {
      const slot = seats.get(client.key)!;
      const top = y + slot * size.pitch;
      const port: [number, number] = [x[0]! + w[0]!, top + size.port];
      clients.push({ ...client, look, slot, x: x[0]!, y: top, w: w[0]!, h: size.h, port });
    }
    const used = Math.max(-1, ...seats.values()) + 1;
    const least = blocks.length === 1 ? Math.max(SERVER * grid.row, channelsEnd - TOP) : 96;
    const need = used * size.pitch + (size === LINE ? FOOT : 0);
    const h = Math.max(least, need);
    servers.push(serverBox(name, x[1]!, y, w[1]!, h, grid));
    y += Math.max(used * size.pitch, blocks.length === 1 ? 0 : h) + between;
  }
  const end = bottomOf(clients, TOP - 8) + 8;
  const open = view.unfolded.has("tabs") && all.length > LINE.room;
  if (folded.hidden.length || open) {
    const box = chip("tabs", folded.hidden.length, x[0]!, end, w[0]!, open);
    more.push({ ...box, port: [x[0]! + w[0]!, end + 11] });
  }
  const below = folded.hidden.length || open ? end + 30 : end;
  const opener = { x: x[0]!, y: below, w: w[0]!, h: all.length ? 28 : 62 };
  if (servers.length === 1) servers[0]!.h = Math.max(servers[0]!.h, opener.y + opener.h - TOP);
  for (const server of servers) server.bus = [server.bus[0], server.y + server.h];
  for (const server of servers) if (server.foot) server.foot.y = server.y + server.h - FOOT;
  return { clients, servers, opener };
}

function serverBox(
  name: string,
  x: number,
  y: number,
  w: number,
  h: number,
  { wide }: Grid,
): ServerBox {
  return {
    name,
    x,
    y,
    w,
    h,
    rows: [],
    out: [x + w, y + 16],
    bus: [x + w - 16, y + h],
    foot: { x, y: y + h - FOOT, w: w - (wide ? 28 : 22), h: FOOT },
  };
}

/** Gives every connection its row in a server: folded ones and a crowd's members share one. */
function seat(state: State, at: Place): void {
  const server = (name: string) => at.servers.find((box) => box.name === name);
  const put = (name: string, row: ServerRow, connections: readonly string[]) => {
    server(name)?.rows.push(row);
    for (const connection of connections)
      at.rowOf.set(connection, { ...row, connection, server: name });
  };
  for (const client of at.clients) {
    const box = server(client.server);
    if (!box) continue;
    const look = client.look === "tab" ? "full" : "line";
    const port: [number, number] = [box.x, client.port[1]];
    const connection = client.connections.at(-1)!;
    put(client.server, { client: client.key, connection, port, look }, client.connections);
  }
  const folded = at.more.find((box) => box.fold === "tabs");
  for (const connection of state.connections.values()) {
    if (at.rowOf.has(connection.id)) continue;
    const box = server(connection.server) ?? at.servers[0];
    if (!box) continue;
    const isPage = connection.protocol !== "websocket";
    const y = isPage || !folded ? (box.foot ? box.foot.y + 13 : box.y + 8) : folded.port[1];
    const row: ServerRow = {
      client: "",
      connection: connection.id,
      port: [box.x, y],
      look: isPage ? "page" : "port",
    };
    at.rowOf.set(connection.id, { ...row, server: box.name });
  }
}
