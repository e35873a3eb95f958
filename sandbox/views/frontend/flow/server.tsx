/** The protocol server: ports on its left edge, the reply channel of each connection, one way out. */

import type { JSX } from "preact";
import type { State } from "../model/state.ts";
import { ghostsOf, isGone } from "./choose.ts";
import { Shape } from "./glyphs.tsx";
import { memo } from "./memo.ts";
import type { ServerBox, ServerRow } from "./place.ts";
import type { Say } from "./props.ts";
import { cut, SMALL, widthOf } from "./text.ts";

const SLOTS = 8;

interface RowLook {
  row: ServerRow;
  name: string;
  /** Messages that wait in the reply channel, and whether the server has one in hand. */
  waiting: number;
  inHand: boolean;
  gone: boolean;
}

/** What is to be drawn of a server's rows, one text each so that equal ones are drawn once. */
function rowLook(state: State, row: ServerRow, ghosts: ReadonlySet<string>): RowLook {
  const connection = state.connections.get(row.connection);
  const channel = connection?.replyChannel ?? "";
  const local = channel.lastIndexOf("!");
  return {
    row,
    name: local < 0 ? "" : `!${channel.slice(local + 1, local + 5)}`,
    waiting: connection?.queue.length ?? 0,
    inHand: (connection?.inHand.length ?? 0) > 0,
    gone: ghosts.has(row.connection) || (connection !== undefined && isGone(connection)),
  };
}

/** Pages and polls that the server holds open, oldest first. */
function pagesOf(state: State, server: string): string[] {
  const pages: string[] = [];
  for (const connection of state.connections.values())
    if (connection.protocol !== "websocket" && connection.server === server && !isGone(connection))
      pages.push(`${connection.method ?? "GET"} ${connection.path}`);
  return pages;
}

interface Props {
  box: ServerBox;
  state: State;
  narrow: boolean;
  wide: boolean;
  /** Whether its name stands in the box: with several, the heading names none. */
  named: boolean;
  picked: boolean;
  say: Say;
}

/** A protocol server. */
export function Server({ box, state, narrow, wide, named, picked, say }: Props): JSX.Element {
  const server = state.servers.get(box.name);
  const ghosts = ghostsOf(state);
  const rows = box.rows.map((row) => rowLook(state, row, ghosts));
  const pages = pagesOf(state, box.name);
  const at = portOf(server?.address ?? null);
  const down = server !== undefined && server.state !== "running";
  const word = down ? say(`state.${server.state}`) : "";
  return (
    <g
      data-actor="server"
      data-name={box.name}
      data-state={server?.state ?? "running"}
      class={`${picked ? "picked" : ""}${server?.state === "stopped" ? " gone" : ""}`}
    >
      <Frame box={box} title={title(box, narrow, named, at, word)} narrow={narrow} named={named} />
      {rows.map((look) =>
        narrow ? (
          <DownRow key={look.row.client} {...look} box={box} />
        ) : (
          <Row key={look.row.client} {...look} wide={wide} box={box} />
        ),
      )}
      {narrow ? (
        <Pages
          x={box.x + 34 + widthOf(title(box, narrow, named, at, word), SMALL)}
          y={box.y + 13}
          texts={pages}
          room={box.w / 3}
        />
      ) : (
        box.foot && <Foot box={box} pages={pages} wide={wide} />
      )}
      {!narrow && <path d={`M${box.out[0]} ${box.out[1] - 5}v10l6-5z`} fill="var(--ink)" />}
    </g>
  );
}

/** ":8000" of "127.0.0.1:8000". */
export function portOf(address: string | null): string {
  return address ? address.slice(address.lastIndexOf(":")) : "";
}

function title(box: ServerBox, narrow: boolean, named: boolean, at: string, word: string): string {
  if (narrow) return [box.name, at, word].filter(Boolean).join(" ");
  return [named ? `${box.name} ${at}` : "", word].filter(Boolean).join(" ");
}

interface FrameProps {
  box: ServerBox;
  title: string;
  narrow: boolean;
  named: boolean;
}

/** The box. In columns a name stands above it, and a state at its foot: its rows need all the rest. */
const Frame = memo(function Frame({ box, title, narrow, named }: FrameProps) {
  const [x, y] = narrow
    ? [box.x + 10, box.y + 17]
    : named
      ? [box.x, box.y - 4]
      : [box.x + 10, box.y + box.h - 10];
  return (
    <>
      <rect x={box.x} y={box.y} width={box.w} height={box.h} class="box outline" />
      {title && (
        <text x={x} y={y} class="tm t1i">
          {cut(title, box.w - 20, SMALL)}
        </text>
      )}
    </>
  );
});

const Row = memo(function Row({
  row,
  name,
  waiting,
  inHand,
  gone,
  wide,
  box,
}: RowLook & { wide: boolean; box: ServerBox }) {
  const y = row.port[1];
  const x = box.x;
  const ghost = gone ? " ghost" : "";
  const full = row.look === "full";
  const w = wide ? 54 : 48;
  const left = full ? x + 12 : x + 50;
  const top = full ? y + 3 : y - 5;
  return (
    <g data-actor="reply" data-name={row.connection} data-waiting={waiting}>
      <path d={`M${x} ${y - 5}a5 5 0 0 1 0 10`} class={`box${ghost}`} />
      <text x={x + 12} y={full ? y - 1 : y + 4} class={gone ? "tm t1" : "tm t1i"}>
        {name}
      </text>
      {(full || waiting > 0) && (
        <Mini x={left} y={top} w={full ? w : 40} waiting={waiting} ghost={ghost} />
      )}
      {inHand && <Ring x={left + w + 10} y={top + 5} />}
    </g>
  );
});

interface MiniProps {
  x: number;
  y: number;
  w: number;
  waiting: number;
  ghost: string;
}

/** A reply channel's slots: the first eight, and the number where more wait. */
function Mini({ x, y, w, waiting, ghost }: MiniProps): JSX.Element {
  const step = w / SLOTS;
  const bars = Array.from({ length: SLOTS - 1 }, (_, i) => `M${x + (i + 1) * step} ${y}v10`);
  const shown = Math.min(waiting, SLOTS);
  return (
    <>
      <rect x={x} y={y} width={w} height={10} class={`slot${ghost}`} />
      <path d={bars.join("")} class="div" />
      {Array.from({ length: shown }, (_, i) => (
        <Shape key={i} kind="reply" x={x + (i + 0.5) * step} y={y + 5} r={3.2} />
      ))}
      {waiting > SLOTS && (
        <text x={x} y={y + 20} class="tm t1i">
          {waiting}
        </text>
      )}
    </>
  );
}

function Ring({ x, y }: { x: number; y: number }): JSX.Element {
  return (
    <>
      <circle cx={x} cy={y} r={6.5} fill="var(--bg)" stroke="var(--ink)" stroke-width="1.25" />
      <Shape kind="reply" x={x} y={y} r={3.2} />
    </>
  );
}

const DownRow = memo(function DownRow({
  row,
  waiting,
  inHand,
  gone,
  box,
}: RowLook & { box: ServerBox }) {
  const [x] = row.port;
  return (
    <g data-actor="reply" data-name={row.connection} data-waiting={waiting}>
      <circle cx={x} cy={box.y} r={4} class={gone ? "box ghost" : "box"} />
      {(waiting > 0 || inHand) && <Shape kind="reply" x={x} y={box.y + 33} r={5} />}
      {waiting > 1 && (
        <text x={x + 9} y={box.y + 37} class="tm t1i">
          {waiting}
        </text>
      )}
    </g>
  );
});

/** Requests in hand, ringed, at the foot of the server. */
function Foot({ box, pages, wide }: { box: ServerBox; pages: string[]; wide: boolean }) {
  if (!pages.length || !box.foot) return null;
  const { x, y, w } = box.foot;
  return (
    <>
      <path d={`M${x} ${y + 1.5}H${x + w}`} class="div" />
      <Pages x={x + 19} y={y + 13.5} texts={pages} room={wide ? w - 34 : 34} />
    </>
  );
}

function Pages({ x, y, texts, room }: { x: number; y: number; texts: string[]; room: number }) {
  const [first] = texts;
  if (first === undefined) return null;
  const more = texts.length > 1 ? ` +${texts.length - 1}` : "";
  return (
    <g data-actor="page" data-waiting={texts.length}>
      <circle cx={x} cy={y} r={8} fill="var(--bg)" stroke="var(--ink)" stroke-width="1.25" />
      <Shape kind="request" x={x} y={y} r={4} />
      {room > 0 && (
        <text x={x + 14} y={y + 4} class="tm t1i">
          {cut(first, room - more.length * 6.6, SMALL)}
          {more}
        </text>
      )}
    </g>
  );
}
