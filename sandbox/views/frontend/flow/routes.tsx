/** The lines under everything: thin before any message, solid where used, heavy while in use. */

import type { JSX } from "preact";
import { layered } from "../model/names.ts";
import type { State } from "../model/state.ts";
import { isGone } from "./choose.ts";
import { along, type Curve } from "./curve.ts";
import { channelAt, consumerAt, groupAt, NOWHERE } from "./ends.ts";
import { Cross } from "./glyphs.tsx";
import { memo } from "./memo.ts";
import { curvesOf, type Route, routesOf } from "./paths.ts";
import type { Place } from "./place.ts";
import type { Say } from "./props.ts";

interface Props {
  at: Place;
  state: State;
  say: Say;
}

/** Routes belong to a place and are made once for it. */
const known = new WeakMap<Place, Route[]>();

function routesFor(at: Place): Route[] {
  let routes = known.get(at);
  if (!routes) {
    routes = routesOf(at);
    known.set(at, routes);
  }
  return routes;
}

/** All lines. */
export function Routes({ at, state, say }: Props): JSX.Element {
  const used = usedChannels(state);
  return (
    <g>
      {routesFor(at).map((route) => {
        if (route.what === "wire")
          return <Wire key={route.key} at={at} state={state} route={route} />;
        return <Line key={route.key} d={route.d} look={lookOf(route, at, state, used)} />;
      })}
      <Arrows at={at} />
      <Edges at={at} state={state} say={say} />
      <Active at={at} state={state} />
    </g>
  );
}

const Line = memo(function Line({ d, look }: { d: string; look: string }) {
  return <path d={d} class={`route ${look}`} />;
});

/** Channels that have taken a message. */
function usedChannels(state: State): Set<string> {
  const used = new Set<string>();
  for (const row of state.ledger.values())
    if (row.accepted > 0) used.add(layered(row.layer, row.key));
  return used;
}

function lookOf(route: Route, at: Place, state: State, used: ReadonlySet<string>): string {
  if (route.what === "accept") return used.has(route.to) ? "used" : "";
  if (route.what === "back") return "back";
  const consumer = at.consumers.find(({ key }) => key === route.to);
  if (consumer?.shut.includes(route.from)) return "shut";
  // The log names a channel without its layer.
  const channel = state.channels.get(route.from)?.name ?? route.from;
  return state.usedRoutes.has(`${channel} → ${consumer?.name}`) ? "used" : "";
}

/** A client's wire to its server: cut by a cross when its end is gone. */
function Wire({ at, state, route }: { at: Place; state: State; route: Route }): JSX.Element | null {
  const connection = state.connections.get(route.to);
  const client = at.clients.find(({ key }) => key === route.from);
  if (!connection || !client) return null;
  const [curve] = curvesOf(at, { hop: "frame", connection: route.to });
  if (!curve) return null;
  const all = client.connections.map((id) => state.connections.get(id));
  if (all.every((one) => one === undefined || isGone(one)))
    return <Cut curve={curve} lost={client.kind !== "tab"} />;
  return <Line d={route.d} look="used" />;
}

const Cut = memo(function Cut({ curve, lost }: { curve: Curve; lost: boolean }) {
  const [x, y] = along(curve, 0.5);
  return (
    <>
      <path d={curve.d} class="route ghost" />
      <circle cx={x} cy={y} r={6.5} class="halo" />
      <Cross x={x} y={y} r={4} colour={lost ? "var(--lost)" : "var(--edge)"} />
    </>
  );
});

/** Which way the road back goes. */
const Arrows = memo(function Arrows({ at }: { at: Place }) {
  if (at.mode === "narrow") return null;
  const { x, w } = at.bin;
  const marks = [x + w * 0.37, x + w * 0.74].map((q) => `M${q + 5} ${at.lane - 4}l-5 4l5 4`);
  return <path d={marks.join("")} class="arrow" />;
});

/** What consumers were seen to do: solid to a group or channel, dotted where members change. */
function Edges({ at, state, say }: Props): JSX.Element | null {
  if (at.mode === "narrow") return null;
  return (
    <>
      {[...state.edges.values()].map(({ consumer, what, to }) => {
        const curve = edgeCurve(at, consumer, what, to);
        if (!curve) return null;
        const member = what === "add" || what === "discard";
        return (
          <g key={`${consumer} ${what} ${to}`}>
            <Line d={curve.d} look={member ? "add" : "used"} />
            {member && at.mode === "wide" && <Word curve={curve} text={say(`flow.${what}`)} />}
          </g>
        );
      })}
    </>
  );
}

function edgeCurve(at: Place, consumer: string, what: string, to: string): Curve | undefined {
  if (!consumerAt(at, consumer)) return undefined;
  if (what === "channel") return curvesOf(at, { hop: "send", consumer, channel: to }, NOWHERE)[0];
  if (!groupAt(at, to)) return undefined;
  return curvesOf(at, { hop: "toGroup", consumer, group: to })[0];
}

/** The word on a dotted line: above its beginning if it comes down, below if it goes up. */
function Word({ curve, text }: { curve: Curve; text: string }): JSX.Element {
  const [x, y] = along(curve, 0);
  const [, end] = along(curve, 1);
  return (
    <text x={x + 5} y={end >= y ? y - 4 : y + 13} class="t1">
      {text}
    </text>
  );
}

/** What is in use at this moment, from the channel over the worker to the consumer. */
function Active({ at, state }: { at: Place; state: State }): JSX.Element {
  const lines: JSX.Element[] = [];
  for (const { name } of at.workers) {
    const worker = state.workers.get(name);
    const message = state.messages.get(worker?.message ?? "");
    if (!worker || !message) continue;
    const add = (key: string, curves: readonly Curve[]) => {
      const [curve] = curves;
      if (curve) lines.push(<Line key={`${name} ${key}`} d={curve.bareD} look="live" />);
    };
    const channel = layered(message.layer, message.channel);
    if (channelAt(at, channel)) add("take", curvesOf(at, { hop: "take", channel, worker: name }));
    if (worker.consumer && worker.run && at.mode !== "narrow")
      add("run", curvesOf(at, { hop: "run", worker: name, consumer: worker.consumer }));
  }
  return <>{lines}</>;
}
