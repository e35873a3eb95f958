/**
 * Who is on the picture: which tabs, channels, workers, consumers and groups stand by themselves,
 * and which are folded into "+12 more".
 *
 * Pure. Knows names and order, no coordinates; `place.ts` gives what is chosen here its room. An
 * actor that was chosen before keeps its slot, so that nothing jumps when others come and go.
 */

import { capacityOf, layered } from "../model/names.ts";
import type { Channel, Connection, Group, Rule, State, Worker } from "../model/state.ts";

/** What a person has unfolded by a click. */
export type Fold = "tabs" | "channels" | "consumers" | "workers" | "groups";

export interface Client {
  /** Stable over reconnections: a tab's name, a crowd's name, or a connection's id. */
  key: string;
  name: string;
  kind: "tab" | "ghost" | "crowd";
  server: string;
  /**
   * The connection behind it, the newest last: those before it are over, and a group still counts
   * them. Of a crowd, of every member.
   */
  connections: string[];
}

export interface Folded<T> {
  shown: T[];
  hidden: T[];
}

/** Members of a crowd are called "fans 17/200". */
const MEMBER = /^(.*) \d+\/\d+$/;

/** The crowd that a connection belongs to, or null. */
export function crowdOf(connection: Connection): string | null {
  return connection.ours ? (MEMBER.exec(connection.label)?.[1] ?? null) : null;
}

/** Ids of closed connections that a group still counts. */
export function ghostsOf(state: State): Set<string> {
  const ghosts = new Set<string>();
  for (const group of state.groups.values())
    for (const member of group.members.values())
      if (member.ghost && member.connection) ghosts.add(member.connection);
  return ghosts;
}

/** Whether a connection has ended. */
export function isGone(connection: Connection): boolean {
  return connection.state === "closed" || connection.state === "rejected";
}

/** Everybody who stands in the clients' column, in order of their coming. */
export function clientsOf(state: State): Client[] {
  const ghosts = ghostsOf(state);
  const clients = new Map<string, Client>();
  const put = (key: string, name: string, kind: Client["kind"], { server, id }: Connection) =>
    clients.set(key, { key, name, kind, server, connections: [id] });
  for (const connection of state.connections.values()) {
    if (connection.protocol !== "websocket") continue;
    const crowd = crowdOf(connection);
    const gone = isGone(connection);
    const ghost = ghosts.has(connection.id);
    if (crowd) {
      if (gone && !ghost) continue;
      const together = clients.get(`crowd ${crowd}`);
      if (together) together.connections.push(connection.id);
      else put(`crowd ${crowd}`, crowd, "crowd", connection);
    } else if (connection.ours || ghost) {
      // A ghost stands where its tab stood; once that tab has come back it is a part of it.
      const key = `tab ${connection.label}`;
      const former = (clients.get(key)?.connections ?? []).filter((id) => ghosts.has(id));
      put(key, connection.label, ghost ? "ghost" : "tab", connection);
      clients.get(key)!.connections.unshift(...former);
    } else if (!gone) put(connection.id, connection.label, "tab", connection);
  }
  for (const [key, client] of clients) client.key = key;
  return [...clients.values()];
}

/** A slot for each key: those that had one keep it, the others take the lowest that is free. */
export function slotsFor(
  keys: readonly string[],
  earlier: ReadonlyMap<string, number>,
  most: number,
): Map<string, number> {
  const slots = new Map<string, number>();
  const taken = new Set<number>();
  for (const key of keys) {
    const slot = earlier.get(key);
    if (slot === undefined || taken.has(slot)) continue;
    slots.set(key, slot);
    taken.add(slot);
  }
  let next = 0;
  for (const key of keys) {
    if (slots.has(key)) continue;
    while (taken.has(next)) next++;
    slots.set(key, next);
    taken.add(next);
  }
  if (Math.max(-1, ...taken) < most) return slots;
  const packed = keys.filter((key) => slots.has(key)).sort((a, b) => slots.get(a)! - slots.get(b)!);
  return new Map(packed.map((key, slot) => [key, slot]));
}

/** The first *room* of a list stand by themselves; with one too many, the last place is "+n". */
export function fold<T>(all: readonly T[], room: number, unfolded: boolean): Folded<T> {
  if (unfolded || all.length <= room) return { shown: [...all], hidden: [] };
  return { shown: all.slice(0, room - 1), hidden: all.slice(room - 1) };
}

/** Channels that everybody has, in the order of a connection's life. */
const USUAL = ["http.request", "websocket.connect", "websocket.receive", "websocket.disconnect"];

/** A channel's row: the channel if it was seen, its key in the state in any case. */
export interface ChannelRow {
  name: string;
  channel: Channel | null;
  routed: boolean;
}

/** How many places a channel has: its own number, or its layer's; null knows no limit. */
export function placesOf(state: State, { channel, name }: ChannelRow): number | null {
  return channel ? channel.capacity : capacityOf(state.layers.get("default"), name);
}

/** How many slots are drawn for so many places. */
export const slotCount = (capacity: number | null) =>
  capacity === null || capacity > 16 ? 10 : Math.max(1, capacity);

/** Rules that are drawn: a built-in one that is never reached is nothing to look at. */
export function drawn(rules: readonly Rule[]): Rule[] {
  return rules.filter((rule) => rule.hiddenBy === null || !rule.builtin);
}

function rank(row: ChannelRow): number {
  const usual = USUAL.indexOf(row.name);
  if (usual >= 0) return usual;
  return (row.routed ? 1e3 : 1e6) + (row.channel?.since ?? 0) / 1e6;
}

/** Notices that nobody has to hear, and the sandbox's own: shown only while something waits there. */
function isNotice(row: ChannelRow): boolean {
  if (row.channel?.builtin) return true;
  return !row.routed && /^(http|websocket)\./.test(row.name);
}

/** The rows of the picture. Busy channels are never hidden; what was shown stays, if there is room. */
export function channelRows(
  state: State,
  room: number,
  earlier: ReadonlySet<string>,
  unfolded: boolean,
): Folded<ChannelRow> {
  const rows = new Map<string, ChannelRow>();
  const routed = new Set(state.rules.map((rule) => layered(rule.layer, rule.channel)));
  for (const [name, channel] of state.channels)
    rows.set(name, { name, channel, routed: routed.has(name) });
  for (const name of routed)
    if (!rows.has(name)) rows.set(name, { name, channel: null, routed: true });
  const order = [...rows.values()].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
  if (unfolded) return { shown: order, hidden: [] };

  const busy = (row: ChannelRow) => (row.channel?.queue.length ?? 0) > 0;
  const worth = (row: ChannelRow) =>
    (busy(row) ? 8 : 0) + (row.routed ? 2 : 0) + (earlier.has(row.name) ? 1 : 0);
  const budget = Math.min(room + 4, Math.max(room, earlier.size));
  const wanted = order
    .filter((row) => busy(row) || !isNotice(row))
    .sort((a, b) => worth(b) - worth(a))
    .filter((row, i) => i < budget || busy(row));
  const shown = new Set(wanted);
  return {
    shown: order.filter((row) => shown.has(row)),
    // The sandbox's own channels are nobody's to look at: not even counted.
    hidden: order.filter((row) => !shown.has(row) && !row.channel?.builtin),
  };
}

/** A consumer as it stands on the picture. */
export interface Node {
  key: string;
  name: string;
  /** The channel on whose row it stands. */
  home: string;
  /** All channels on the picture that lead to it, in the order of the rows. */
  channels: string[];
  /** Those of them from which no message can come: an earlier rule takes it. */
  shut: string[];
  builtin: boolean;
}

/** Consumers by the row that they stand on. Built-in ones stand on each of their rows. */
export function nodesOn(state: State, rows: readonly ChannelRow[]): Map<string, Node[]> {
  const names = rows.map((row) => row.name);
  const nodes = new Map<string, Node>();
  const open = new Set<string>();
  for (const rule of drawn(state.rules)) {
    const home = layered(rule.layer, rule.channel);
    if (!names.includes(home)) continue;
    const key = rule.builtin ? `${rule.consumer} @ ${home}` : rule.consumer;
    const node = nodes.get(key);
    if (!node) {
      const { consumer: name, builtin } = rule;
      nodes.set(key, { key, name, home, channels: [home], shut: [], builtin });
    } else if (!node.channels.includes(home)) node.channels.push(home);
    if (rule.hiddenBy === null) open.add(`${key} ${home}`);
  }
  const on = new Map<string, Node[]>(names.map((name) => [name, []]));
  for (const node of nodes.values()) {
    node.shut = node.channels.filter((channel) => !open.has(`${node.key} ${channel}`));
    node.channels.sort((a, b) => names.indexOf(a) - names.indexOf(b));
    // In the middle of its rows: a class that hears three channels stands beside the second.
    node.home = node.channels[(node.channels.length - 1) >> 1]!;
    on.get(node.home)!.push(node);
  }
  return on;
}

/**
 * Workers that stand on the picture: all that live, and those that were stopped against their will.
 * Those that the sandbox has for itself are there while they work.
 */
export function workersOf(state: State, room: number, unfolded: boolean): Folded<Worker> {
  const all = [...state.workers.values()].filter((one) => !one.builtin || one.state === "busy");
  const living = all.filter((worker) => worker.state !== "stopped");
  const fallen = all.filter((worker) => worker.state === "stopped" && worker.reason !== "asked");
  const stand = new Set([...living, ...fallen.slice(-Math.max(0, room - living.length))]);
  if (living.length >= room) for (const worker of fallen) stand.delete(worker);
  return fold(
    all.filter((worker) => stand.has(worker)),
    room,
    unfolded,
  );
}

/** Groups in order of their coming. */
export function groupsOf(
  state: State,
  room: number,
  unfolded: boolean,
): Folded<[key: string, group: Group]> {
  const all = [...state.groups].sort(([, a], [, b]) => a.since - b.since);
  return fold(all, room, unfolded);
}

/** A chip in a group: a member, or a crowd's members together. */
export interface Chip {
  key: string;
  label: string;
  count: number;
  ghost: boolean;
  /** One that takes a row of its own. */
  broad: boolean;
}

/** What a member is called on a chip. */
function labelOf(state: State, channel: string, connection: string | null): string {
  const known = connection ? state.connections.get(connection) : undefined;
  if (known) return known.label;
  const local = channel.indexOf("!");
  return local >= 0 ? channel.slice(local) : channel;
}

/** A group's members as chips, crowds last; more than *room* end in a chip "+489". */
export function chipsOf(state: State, group: Group, room: number): { chips: Chip[]; more: number } {
  const chips: Chip[] = [];
  const crowds = new Map<string, Chip>();
  for (const { channel, connection, ghost } of group.members.values()) {
    const known = connection ? state.connections.get(connection) : undefined;
    const crowd = known ? crowdOf(known) : null;
    if (!crowd) {
      const label = labelOf(state, channel, connection);
      chips.push({ key: channel, label, count: 1, ghost, broad: false });
      continue;
    }
    const key = `${crowd}${ghost ? " ghosts" : ""}`;
    const chip = crowds.get(key);
    if (chip) chip.count++;
    else crowds.set(key, { key, label: crowd, count: 1, ghost, broad: true });
  }
  const folded = fold(chips, room, false);
  return { chips: [...folded.shown, ...crowds.values()], more: folded.hidden.length };
}
