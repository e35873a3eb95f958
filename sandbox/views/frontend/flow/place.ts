/**
 * Where everything on the picture stands: state and width in, boxes out.
 *
 * Pure, in units of the figure (design: grid and scale). Routes run straight: a consumer stands on
 * the row of its channel, and workers stand in the lanes between rows. No two boxes overlap, and
 * none leaves the width. Knows no colours, words or elements; `paths.ts` joins what stands here.
 */

import type { State } from "../model/state.ts";
import type { Chip, Client, Fold } from "./choose.ts";
import { placeColumns } from "./columns.ts";
import type { Point } from "./curve.ts";
import type { Mode, Theme } from "./props.ts";
import { placeRows } from "./rows.ts";

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface ClientBox extends Box, Omit<Client, "connections"> {
  look: "tab" | "line" | "cell";
  connections: readonly string[];
  slot: number;
  /** Where its wire begins. */
  port: Point;
}

/** Several actors that stand folded into one place. */
export interface MoreBox extends Box {
  fold: Fold;
  count: number;
  /** Whether a click folds them again. */
  unfolded: boolean;
  /** Where roads of those inside begin or end. */
  port: Point;
}

/** A connection's place in its server. */
export interface ServerRow {
  /** The client that it belongs to. */
  client: string;
  connection: string;
  /** Where its wire ends. */
  port: Point;
  look: "full" | "line" | "port" | "page";
}

export interface ServerBox extends Box {
  name: string;
  rows: ServerRow[];
  /** Where messages leave for their channels. */
  out: Point;
  /** Where the road back comes in: down here it is one line, inside it splits. */
  bus: Point;
  /** Where requests in hand are shown; null where there is no room for it. */
  foot: Box | null;
}

export interface ChannelBox extends Box {
  name: string;
  routed: boolean;
  /** The row of slots. */
  slots: Box;
  /** How many are drawn: one for each place, or ten for more than sixteen. */
  count: number;
  /** The height of the route that leaves it. */
  rail: number;
  /** Where the name may reach. */
  nameRoom: number;
}

export interface WorkerBox extends Box {
  name: string;
}

/** What stands around a server or worker that runs in a process of its own. */
export interface ProcessBox extends Box {
  /** What runs in it. */
  name: string;
}

export interface ConsumerBox extends Box {
  key: string;
  name: string;
  home: string;
  channels: readonly string[];
  shut: readonly string[];
  builtin: boolean;
}

export interface ChipBox extends Box, Chip {}

export interface GroupBox extends Box {
  name: string;
  chips: ChipBox[];
  /** Members that have no chip, and the box of the chip that says so. */
  more: (Box & { count: number }) | null;
  /** Where messages to its members leave, and on which side. */
  exit: Point;
  side: "bottom" | "right";
}

export interface Heading {
  key: "clients" | "server" | "channels" | "workers" | "consumers" | "groups";
  x: number;
  y: number;
}

/** The whole picture's geometry. The same object comes back for as long as nothing has moved. */
export interface Place {
  mode: Mode;
  width: number;
  height: number;
  headings: Heading[];
  clients: ClientBox[];
  /** Where a tab is typed into when the tabs themselves are too small for it. */
  typing: Box | null;
  opener: Box;
  servers: ServerBox[];
  processes: ProcessBox[];
  channels: ChannelBox[];
  workers: WorkerBox[];
  consumers: ConsumerBox[];
  groups: GroupBox[];
  /** Where groups will stand, while there are none. */
  noGroup: Box | null;
  more: MoreBox[];
  /** Where a cell's sends come from, and whether it stands there to be seen. */
  cell: Box & { stands: boolean };
  bin: Box;
  legend: Box | null;
  /** Height of the road back. */
  lane: number;
  /** Height of the road from a consumer to another channel. */
  roof: number;
  /** x of the lanes that go down beside the consumers, and up beside everything (narrow). */
  gutters: { back: number; take: number };
  /** Connection → where it is in a server, folded ones and crowds included. */
  rowOf: Map<string, ServerRow & { server: string }>;
  /** Distance between strands of the fan. */
  strand: number;
}

export interface View {
  /** In units. */
  width: number;
  /** Units of height that are seen at once; null: any number. */
  room: number | null;
  mode: Mode;
  theme: Theme;
  unfolded: ReadonlySet<Fold>;
  /** Whether the notebook's cell stands on it: once it has sent something by itself. */
  cell: boolean;
}

/** Places everything. *earlier* is what this function gave last: who was there stays there. */
export function place(state: State, view: View, earlier: Place | null = null): Place {
  const kept = earlier && earlier.mode === view.mode ? earlier : null;
  const now =
    view.mode === "narrow" ? placeRows(state, view, kept) : placeColumns(state, view, kept);
  if (!earlier || signature(now) !== signature(earlier)) return now;
  // Requests come and go by the thousand and move nothing.
  earlier.rowOf = now.rowOf;
  return earlier;
}

/** Where a box's middle is. */
export const middle = ({ x, y, w, h }: Box): Point => [x + w / 2, y + h / 2];

/** Every box that must keep clear of the others, with a name for it. */
export function boxesOf(at: Place): [name: string, box: Box][] {
  const named = <T extends Box>(what: string, boxes: readonly T[], name: (box: T) => string) =>
    boxes.map((box): [string, Box] => [`${what} ${name(box)}`, box]);
  const single = (what: string, box: Box | null): [string, Box][] => (box ? [[what, box]] : []);
  // A process's box takes the place of what is in it.
  const outer = (box: Box & { name: string }): Box & { name: string } =>
    at.processes.find(({ name }) => name === box.name) ?? box;
  const standsAlone = (box: MoreBox) => at.mode !== "narrow" || box.fold !== "consumers";
  return [
    ...named("client", at.clients, (box) => box.key),
    ...single("typing", at.typing),
    ...single("opener", at.opener),
    ...named("server", at.servers.map(outer), (box) => box.name),
    ...named("channel", at.channels, (box) => box.name),
    ...named("worker", at.workers.map(outer), (box) => box.name),
    // In rows a consumer is a line under its channel's name, inside the channel's box.
    ...(at.mode === "narrow" ? [] : named("consumer", at.consumers, (box) => box.key)),
    ...named("group", at.groups, (box) => box.name),
    ...single("no group", at.noGroup),
    ...named("more", at.more.filter(standsAlone), (box) => box.fold),
    ...single("cell", at.cell.stands ? at.cell : null),
    ...single("bin", at.bin),
    ...single("legend", at.legend),
  ];
}

const signatures = new WeakMap<Place, string>();

function signature(at: Place): string {
  let known = signatures.get(at);
  if (known === undefined) {
    known = JSON.stringify({ ...at, rowOf: null });
    signatures.set(at, known);
  }
  return known;
}
