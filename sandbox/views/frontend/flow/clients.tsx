/** Clients as they are drawn: a browser tab with an ear, a line, a cell, or a crowd in one stack. */

import type { JSX } from "preact";
import type { Connection, State } from "../model/state.ts";
import { isGone } from "./choose.ts";
import { memo } from "./memo.ts";
import type { ClientBox } from "./place.ts";
import type { Numbers, Say } from "./props.ts";
import { cut, SMALL, widthOf, wrapped } from "./text.ts";

export type ClientState = "opening" | "open" | "closed" | "rejected" | "ghost";

/** What a client's drawing and its controls need to know, as plain values. */
export interface ClientLook {
  box: ClientBox;
  name: string;
  path: string;
  state: ClientState;
  /** Whether it is one of the sandbox's own tabs. */
  ours: boolean;
  /** The two newest lines that it received, the newest last. */
  before: string;
  last: string;
  /** Members of a crowd that are connected; 1 otherwise. */
  count: number;
  /** Connections that are gone and that a group still counts, beside the one that it has. */
  ghosts: number;
  /** How it ended, in words; empty while it is open. */
  end: string;
}

function stateOf(connections: readonly Connection[], box: ClientBox): ClientState {
  if (box.kind === "ghost") return "ghost";
  const up = connections.find((connection) => !isGone(connection));
  if (box.kind === "crowd") return up?.state ?? "ghost";
  return connections.at(-1)!.state;
}

function endOf(
  connection: Connection,
  state: ClientState,
  now: number,
  say: Say,
  numbers: Numbers,
) {
  if (state === "ghost") {
    const time = numbers.seconds(now - (connection.closedAt ?? now));
    return say("flow.gone", { time });
  }
  if (state === "rejected")
    return say("flow.rejected", { status: String(connection.status ?? "") });
  if (!isGone(connection) || connection.code === null) return "";
  return say("flow.closed", { code: String(connection.code) });
}

/** What is to be drawn of a client; null when its connection is forgotten. */
export function clientLook(
  state: State,
  box: ClientBox,
  now: number,
  say: Say,
  numbers: Numbers,
): ClientLook | null {
  const connections = box.connections.flatMap((id) => state.connections.get(id) ?? []);
  const connection = connections.at(-1);
  if (!connection) return null;
  const got = newestOf(connections).filter((frame) => !frame.incoming);
  const is = stateOf(connections, box);
  const beside = box.kind === "crowd" ? connections : connections.slice(0, -1);
  const ghosts = beside.filter(isGone).length;
  return {
    box,
    name: box.name,
    path: connection.path,
    state: is,
    ours: connection.ours,
    before: got.at(-2)?.text ?? "",
    last: got.at(-1)?.text ?? "",
    count: box.kind === "crowd" ? connections.length - ghosts : 1,
    ghosts,
    end: box.kind === "crowd" ? "" : endOf(connection, is, now, say, numbers),
  };
}

/** The frames of the connection that moved last: a crowd shows one of its members. */
function newestOf(connections: readonly Connection[]): Connection["frames"] {
  let newest: Connection["frames"] = [];
  for (const { frames } of connections)
    if ((frames.at(-1)?.at ?? -1) > (newest.at(-1)?.at ?? -2)) newest = frames;
  return newest;
}

export const EAR = 20;

interface Props extends ClientLook {
  picked: boolean;
  say: Say;
  /** Whether controls stand on it: then the last line of a small tab is theirs. */
  live: boolean;
}

/** A client. */
export const Client = memo(function Client(props: Props): JSX.Element {
  const { box, state, picked } = props;
  const gone = state !== "open" && state !== "opening";
  return (
    <g
      data-actor="client"
      data-name={props.name}
      data-state={state}
      class={`${picked ? "picked" : ""}${gone ? " gone" : ""}`}
    >
      {box.kind === "crowd" ? <Crowd {...props} /> : <Single {...props} />}
    </g>
  );
});

function Single(props: Props): JSX.Element {
  if (props.box.look === "tab") return <Tab {...props} />;
  return props.box.look === "line" ? <Line {...props} /> : <Cell {...props} />;
}

function Tab(props: Props): JSX.Element {
  const { box, name, path, state } = props;
  const gone = state !== "open" && state !== "opening";
  const { x, y, w, h } = box;
  const wide = w > 120;
  const ear = Math.min(Math.max(wide ? 70 : 58, widthOf(name, 12, "mono") + 20), w * 0.66);
  const room = w - ear - 24;
  // A cut path says nothing.
  const fits = path.length <= 2 || widthOf(path, SMALL) <= room || room > 70;
  return (
    <>
      <path
        class="box outline"
        d={`M${x} ${y + h - 4}q0 4 4 4H${x + w - 4}q4 0 4-4V${y + EAR + 3}q0-3-3-3H${x + ear}V${y + 4}q0-4-4-4H${x + 4}q-4 0-4 4Z`}
      />
      <text x={x + 9} y={y + 15} class="tm tb name">
        {cut(name, ear - 14, 12)}
      </text>
      {fits && (
        <text x={x + w - 18} y={y + 14} text-anchor="end" class="tm t1">
          {cut(path, room, SMALL)}
        </text>
      )}
      {gone ? <Ended {...props} /> : <Lines {...props} />}
    </>
  );
}

/** What came last, on one line or two: it is worth more than what came before it. */
export function linesOf(box: ClientBox, last: string, ghosts: number): string[] {
  const room = box.w - 16;
  return box.look === "tab" && !ghosts ? wrapped(last, room, 12) : [cut(last, room, 12)];
}

function Lines({ box, before, last, state, say, ours, live, ghosts }: Props): JSX.Element {
  const { x, y, w, h } = box;
  const room = w - 16;
  const waiting = state === "opening" ? say("state.opening") : "";
  const lines = linesOf(box, last, ghosts);
  return (
    <>
      {ghosts ? (
        <text x={x + 9} y={y + 33} class="t1" data-ghosts={ghosts}>
          {cut(say("flow.ghosts", { n: ghosts }), room, SMALL, "sans")}
        </text>
      ) : (
        <text x={x + 9} y={y + 33} class={lines.length > 1 ? "tm" : "tm t1"}>
          {lines.length > 1 ? lines[0] : cut(before, room, SMALL)}
        </text>
      )}
      <text x={x + 9} y={y + 45.5} class={last ? "tm" : "t1"}>
        {last ? lines.at(-1) : waiting}
      </text>
      {ours && live && <path class="div" d={`M${x + 9} ${y + h - 4.5}H${x + w - 9}`} />}
    </>
  );
}

function Ended({ box, end, state, say }: Props): JSX.Element {
  const { x, y } = box;
  const ghost = state === "ghost";
  return (
    <>
      <text x={x + 9} y={y + 33} class="t1i tb">
        {say(ghost ? "flow.ghost" : `state.${state}`)}
      </text>
      <text x={x + 9} y={y + 46} class="t1">
        {cut(end, box.w - 14, SMALL, "sans")}
      </text>
    </>
  );
}

function Line({ box, name, last, end, ours, live, state }: Props): JSX.Element {
  const { x, y, w, h } = box;
  const left = lineName(box, name);
  const text = end ? (ours && live ? "" : end) : ours && live && state === "open" ? "" : last;
  return (
    <>
      <rect x={x} y={y} width={w} height={h} rx={4} class="box outline" />
      <text x={x + 9} y={y + 18} class="tm tb name">
        {cut(name, left - 12, 12)}
      </text>
      {text && (
        <text x={x + left + 4} y={y + 18} class={end ? "t1" : "tm t1i"}>
          {cut(text, w - left - 24, SMALL, end ? "sans" : "mono")}
        </text>
      )}
    </>
  );
}

/** How far the name of a one-line tab reaches. */
export function lineName(box: ClientBox, name: string): number {
  return Math.min(box.w * 0.5, widthOf(name, 12) + 18);
}

function Cell({ box, name, last, end, state, say }: Props): JSX.Element {
  const { x, y, w, h } = box;
  const ended = state === "ghost" ? say("flow.ghost") : end;
  return (
    <>
      <rect x={x} y={y} width={w} height={h} rx={3} class="box outline" />
      <text x={x + 8} y={y + 17} class="tm name">
        {cut(name, w - 12, 12)}
      </text>
      <text x={x + 8} y={y + 33} class={end ? "t1" : "tm t1i"}>
        {end ? cut(ended, w - 12, SMALL, "sans") : cut(last, w - 12, SMALL)}
      </text>
    </>
  );
}

function Crowd({ box, name, last, count, ghosts, say }: Props): JSX.Element {
  const { x, y, w, h } = box;
  const low = h < 40;
  const cell = box.look === "cell";
  const step = low || cell ? 2 : 4;
  const [fw, fh] = [w - 2 * step, h - 2 * step];
  return (
    <>
      {[2, 1, 0].map((i) => (
        <rect
          key={i}
          x={x + i * step}
          y={y + i * step}
          width={fw}
          height={fh}
          rx={4}
          class={i ? "box" : "box outline"}
        />
      ))}
      <text x={x + 9} y={y + 16} class="tm tb name">
        {cut(name, cell ? fw - 12 : fw - 52, 12)}
      </text>
      <text
        x={cell ? x + 9 : x + fw - 8}
        y={y + (cell ? 31 : 16)}
        text-anchor={cell ? "start" : "end"}
        class={cell ? "tm t1i" : "tm tb"}
      >
        {say("flow.times", { n: count })}
      </text>
      {!low && !cell && (
        <text x={x + 9} y={y + 34} class="tm t1i">
          {cut(last, fw - 16, SMALL)}
        </text>
      )}
      {!low && !cell && ghosts > 0 && (
        <text x={x + 9} y={y + 50} class="t1">
          {say("flow.ghosts", { n: ghosts })}
        </text>
      )}
    </>
  );
}
